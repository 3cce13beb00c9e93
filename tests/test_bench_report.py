"""Measured figures as tables, picture and part of the README; programs measured."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bench import building, plot, report, timing, watching
from bench.aside import put_aside, sweep


def one(articles: int, full: float) -> dict[str, Any]:
    return {
        "articles": articles,
        "locales": 6,
        "full": [full, full + 1, full - 1],
        "own": [2.0],
        "rival": [4 * full] if articles < 10_000 else [],
        "peak": 500.0,
        "nothing": [0.5],
        "added": [2.0],
        "photographed": [3.5],
        "recent": [2.5],
        "old": [9.0],
        "serve": {"page": [0.8], "front": [1.0], "finished": [2.0]},
        "queries": [{"query": "a", "first": 240.0, "next": 120.0}, {"query": "b", "first": 90.0, "next": 10.0}],
    }


@pytest.fixture
def results() -> dict[str, Any]:
    sizes = {"500": one(500, 20), "2000": one(2_000, 80), "10000": one(10_000, 500)}
    offline = {"articles": 500, "texts": 9, "seconds": 60.0, "share": 0.95, "cores": float(os.cpu_count() or 1)}
    return {"date": "2026-11-25", "machine": "2 cores", "sizes": sizes, "offline": offline}


def verdicts(text: str) -> list[tuple[str, str]]:
    rows = [line.strip("| ").split(" | ") for line in text.split("\n") if line.startswith("|")]
    return [(row[2], row[3]) for row in rows if len(row) == 4 and row[3] in ("yes", "no")]


def test_every_size_gets_its_times(results: dict[str, Any]) -> None:
    times = "| 500 × 6 | 20.0 s | 150 | 80.0 s (4.0 ×) | 0.50 s | 2.00 s | 3.50 s | 2.50 s | 9.00 s | 500 MB |"
    assert times in report.tables(results).split("\n")


def test_every_target_gets_its_figure_and_a_verdict(results: dict[str, Any]) -> None:
    assert verdicts(report.tables(results)) == [
        ("2.00 s, 2.50 s: 1/32", "yes"),
        ("9.00 s", "no"),
        ("0.50 s", "yes"),
        ("0.80 s; 1.00 s, 2.00 s", "yes"),
        ("20.0 s to 80.0 s: 0.25", "yes"),
        ("2.00 s: 10%", "yes"),
        ("4.0 times", "yes"),
        ("500 s; 1.25 times; 500 MB", "no"),
        ("240 KB; 120 KB", "no"),
        ("60.0 s: 95%, {0}.0 of {0} cores".format(os.cpu_count() or 1), "yes"),
    ]


def test_one_size_alone_has_its_times(results: dict[str, Any]) -> None:
    text = report.tables(results | {"sizes": {"200": one(200, 10)}, "offline": None})
    assert verdicts(text) == []
    assert "| 200 × 6 | 10.0 s | 120 | 40.0 s (4.0 ×) |" in text


def test_the_readme_is_written_between_its_marks(results: dict[str, Any]) -> None:
    readme = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    once = report.into_readme(readme, results)
    assert once.startswith("before\n") and once.endswith("\nafter\n") and "old\n" not in once
    assert report.into_readme(once, results) == once
    with pytest.raises(ValueError, match="bench"):
        report.into_readme("no marks", results)


def test_the_shipped_readme_has_the_marks(results: dict[str, Any]) -> None:
    report.into_readme((building.SHIPPED / "README.md").read_text(encoding="utf-8"), results)


def test_the_picture_shows_every_curve(results: dict[str, Any]) -> None:
    drawn = ElementTree.fromstring(plot.draw(building.curves(results)))
    lines = [element for element in drawn.iter() if element.tag.endswith("polyline")]
    assert [len(line.attrib["points"].split()) for line in lines] == [3, 2, 3]
    words = {element.text for element in drawn.iter() if element.tag.endswith("text")}
    assert {"full build", "mkdocs-static-i18n", "an article added", "10,000", "100 s"} <= words
    with pytest.raises(ValueError, match="nothing"):
        plot.draw([])


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    large = "b'x' * (150 * 1024 * 1024)"
    said = "import subprocess, sys; print('read  1', file=sys.stderr, flush=True);"
    child = f"subprocess.run([sys.executable, '-c', {large!r}]); print('write  2', file=sys.stderr)"
    ran = timing.run([sys.executable, "-c", said + child], tmp_path, os.environ)
    assert 150 < ran.peak < 250
    assert [line for _, line in ran.lines] == ["read  1", "write  2"]
    assert 0 < ran.until("read") < ran.until("write") <= ran.seconds
    assert ran.until("render") == ran.seconds


def test_a_process_that_outlives_its_parent_is_measured_too(tmp_path: Path) -> None:
    """As the helpers of a build do, which are no children of it."""
    large = "import time; time.sleep(0.2); b'x' * (150 * 1024 * 1024)"
    ran = timing.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {large!r}])"],
        tmp_path,
        os.environ,
    )
    assert 150 < ran.peak < 250


def test_helpers_of_a_build_count_as_the_generator(tmp_path: Path) -> None:
    busy = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    before = watching.helping(os.getpid())
    with subprocess.Popen([sys.executable, "-c", f"{busy}\ninput()"], stdin=subprocess.PIPE) as helper:
        deadline = time.monotonic() + 20
        while watching.helping(os.getpid()) < before + 0.25 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert watching.helping(os.getpid()) >= before + 0.25
        assert watching.helping(helper.pid) == 0
        helper.communicate(b"\n")


def test_what_is_in_the_way_is_put_aside_until_all_is_measured(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "newsroom/docs").mkdir(parents=True)
        (tmp_path / "newsroom/docs/page.md").write_text(str(number))
        put_aside(tmp_path / "newsroom/docs")
        assert not (tmp_path / "newsroom/docs").exists()
    put_aside(tmp_path / "newsroom/docs")  # where nothing is
    texts = {path.read_text() for path in (tmp_path / "newsroom").rglob("page.md")}
    assert texts == {"0", "1", "2"}
    (tmp_path / "newsroom/kept").write_text("kept")
    sweep(tmp_path)
    assert [path.name for path in (tmp_path / "newsroom").iterdir()] == ["kept"]


def test_a_program_that_fails_ends_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="failed with 3:\nno figures"):
        timing.run(
            [sys.executable, "-c", "import sys; print('no figures', file=sys.stderr); sys.exit(3)"], tmp_path, {}
        )

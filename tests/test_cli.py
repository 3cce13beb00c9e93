"""The commands as a maintainer types them: what they print, write and return."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeProject, Project

from generator import cli
from generator.errors import ConfigError
from generator.read import load, parse
from generator.translate.engines.pseudo import accented

ROOT = Path(__file__).parent.parent
STORY = "Il ponte riapre\nROMA, 4 settembre 2025 – Il ponte sul fiume riapre lunedì mattina.\nI lavori sono finiti.\n"


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    """A project with two locales and one article, not yet built."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.txt", STORY)
    return made


def run(project: Project, *words: str) -> int:
    return cli.main(["--root", str(project.root), *words])


def test_plan_counts_without_translating(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "plan") == 0
    row = capsys.readouterr().out.splitlines()[1].split()
    assert row[:3] == ["pseudo", "fr", "4"]  # headline, place, two paragraphs
    assert int(row[3]) == len("Il ponte riapre") + len("ROMA") + len("Il ponte sul fiume riapre lunedì mattina.") + len(
        "I lavori sono finiti."
    )
    assert not (newsroom.root / "docs").exists()
    assert not (newsroom.root / "content/published.yml").exists()
    assert not list((newsroom.root / "content").glob("translations/**/*.po"))


def test_plan_has_nothing_to_say_after_a_build(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "build", "--offline") == 0
    capsys.readouterr()
    assert run(newsroom, "plan") == 0
    assert "nothing to translate" in capsys.readouterr().out


def test_a_new_article_is_a_draft_that_can_be_read(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "new", 'Città  d’arte: "prova" \\ fine') == 0
    made = [path for path in (newsroom.root / "content/articles").iterdir() if path.suffix == ".md"]
    assert len(made) == 1
    assert made[0].name in capsys.readouterr().out
    source = load(made[0], newsroom.root)
    article = parse(source, locales=("it", "fr"), detect=lambda text: "it", today=date(2025, 9, 10))
    assert article.draft
    assert article.headline == 'Città d’arte: "prova" \\ fine'
    assert run(newsroom, "new", 'Città d’arte: "prova" \\ fine') == 2


def test_a_title_without_letters_is_refused(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "new", "…") == 2
    assert "the title has no letters" in capsys.readouterr().err


def test_clean_leaves_what_people_wrote(newsroom: Project) -> None:
    assert run(newsroom, "build", "--offline") == 0
    kept = {
        path: path.read_bytes()
        for folder in ("content", "docs")
        for path in (newsroom.root / folder).rglob("*")
        if path.is_file()
    }
    assert run(newsroom, "clean") == 0
    assert not (newsroom.root / "site").exists()
    assert not (newsroom.root / ".cache").exists()
    assert all(path.read_bytes() == data for path, data in kept.items())


def test_a_folder_without_a_project_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(tmp_path), "build"]) == 2
    assert capsys.readouterr().err.startswith("error: there is no mkdocs.yml in ")


def test_the_clock_can_be_given() -> None:
    assert cli.moment({"SOURCE_DATE_EPOCH": "0"}, now=1e9) == cli.Moment(date(1970, 1, 1), 0)
    assert cli.moment({}, now=1_757_000_000.5).epoch == 1_757_000_000
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        cli.moment({"SOURCE_DATE_EPOCH": "today"}, now=0)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def _wait_for(address: str, words: str, seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page = _page(address)
        if words in page:
            return page
        time.sleep(0.2)
    raise AssertionError(f"'{words}' did not appear at {address} within {seconds:g} seconds")


@pytest.mark.site
def test_serve_shows_what_is_saved(newsroom: Project) -> None:
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "generator",
        "--root",
        str(newsroom.root),
        "serve",
        "--offline",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}/fr/2025/09/04/il-ponte-riapre/"
        assert "livereload" in _wait_for(address, accented("Il ponte sul fiume")[:18], 60)
        newsroom.write("content/articles/ponte.txt", STORY.replace("lunedì", "martedì"))
        _wait_for(address, accented("martedì")[:7], 30)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


@pytest.mark.site
def test_plain_mkdocs_builds_the_source_edition(tmp_path: Path) -> None:
    """As MkDocs users expect it, on the shipped configuration and content, with nothing but MkDocs."""
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(ROOT / "generator" / "theme", root / "generator" / "theme")
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (root / "site/it/index.html").read_text(encoding="utf-8")
    assert '<html lang="it"' in page


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"build", "test", "serve", "new", "plan", "check", "clean"} <= named <= targets

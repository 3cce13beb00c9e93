"""The commands as a maintainer types them: what they print, write and return."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import standings
from conftest import MakeProject, Project

from generator import cli
from generator.cli.console import aligned, moment
from generator.errors import ConfigError
from generator.read import load, parse
from generator.run import Moment

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


# --- plan and price --------------------------------------------------------------------------------------------------


def test_plan_counts_without_translating(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "plan") == 0
    head, row = (line.split() for line in capsys.readouterr().out.splitlines())
    assert head == ["engine", "locale", "segments", "characters", "requests", "remembered", "price"]
    assert row[:3] == ["pseudo", "fr", "4"]  # headline, place, two paragraphs
    assert int(row[3]) >= len("Il ponte riaprei lavori sono finiti.")
    assert row[6] == "–"
    assert not (newsroom.root / "docs").exists()
    assert not (newsroom.root / "content/published.yml").exists()
    assert not list((newsroom.root / "content").glob("translations/**/*.po"))


def test_plan_gives_the_price_and_says_what_goes_over_the_budget(
    project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"price_per_million": 20_000, "max_characters_per_build": 10}
    made = project(locales=("it", "fr", "es"), engines=[{"pseudo": options}])
    made.write("content/articles/ponte.txt", STORY)
    assert run(made, "plan") == 0
    _, *rows, over = capsys.readouterr().out.splitlines()
    cells = [row.split() for row in rows]
    assert [row[1] for row in cells] == ["fr", "es", "all"]
    assert all(row[6] == f"{int(row[3]) * 0.02:.2f}" for row in cells)
    assert int(cells[2][3]) == int(cells[0][3]) + int(cells[1][3])
    assert over.startswith(f"pseudo: {cells[2][3]} characters are more than max_characters_per_build allows (10)")


def test_plan_has_nothing_to_say_after_a_build(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "build", "--offline") == 0
    capsys.readouterr()
    assert run(newsroom, "plan") == 0
    assert "nothing to translate" in capsys.readouterr().out


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([("a", "n", "z"), ("bcd", "10", "")], (1,)) == ["a     n  z", "bcd  10"]


# --- frozen builds, better drafts ------------------------------------------------------------------------------------


@pytest.mark.site
def test_a_frozen_build_translates_nothing(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "build", "--offline", "--frozen") == 2
    assert "want a translation: 4" in capsys.readouterr().err
    assert not list((newsroom.root / "content").glob("translations/**/*.po"))
    assert run(newsroom, "build", "--offline") == 0
    assert run(newsroom, "build", "--offline", "--frozen") == 0


UNLINKED = "Selon la Commune dans une note."


@pytest.fixture
def drafted(project: MakeProject) -> Project:
    """An article with drafts of an engine that is no longer configured: one is approved, one has lost its link."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", standings.STORY)
    standings.draft(
        made,
        every=partial(replace, engine="apertium"),
        t1=partial(replace, approved=True),
        t2=partial(replace, text=UNLINKED),
    )
    return made


def _texts(project: Project) -> list[str]:
    return [text.entry.text for text in standings.french(project).texts]


@pytest.mark.site
def test_retranslate_replaces_drafts_and_leaves_what_is_approved(
    drafted: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _texts(drafted)
    assert run(drafted, "retranslate", "ponte", "--locale", "fr", "--yes") == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["pseudo", "fr", "3"]
    changed = [new != old for new, old in zip(_texts(drafted), before, strict=True)]
    assert changed == [True, False, True, True]


@pytest.mark.parametrize("answer", ["", "n", "no"])
def test_retranslate_asks_on_a_terminal_and_takes_no_for_an_answer(
    drafted: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    before = _texts(drafted)
    keyboard, terminal = pty.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    with os.fdopen(terminal) as lines:
        monkeypatch.setattr("sys.stdin", lines)
        assert run(drafted, "retranslate") == 2
    os.close(keyboard)
    said = capsys.readouterr()
    assert "price" in said.out
    assert said.err == "go on? [y/N] nothing was translated\n"
    assert _texts(drafted) == before


def test_retranslate_needs_a_yes_where_nobody_can_be_asked(
    drafted: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _texts(drafted)
    with (drafted.root / "mkdocs.yml").open() as no_terminal:
        monkeypatch.setattr("sys.stdin", no_terminal)
        assert run(drafted, "retranslate") == 2
    assert "this is no terminal. Add --yes" in capsys.readouterr().err
    assert _texts(drafted) == before


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--engine=pseudoo", "the engine 'pseudoo' is not listed under engines. Did you mean 'pseudo'?"),
        ("--locale=fra", "'fra' is not among the locales. Did you mean 'fr'?"),
        ("pnote", "there is no article 'pnote'. Did you mean 'ponte'?"),
    ],
)
def test_retranslate_refuses_names_that_do_not_exist(
    drafted: Project, capsys: pytest.CaptureFixture[str], option: str, said: str
) -> None:
    assert run(drafted, "retranslate", "--yes", option) == 2
    assert said in capsys.readouterr().err


# --- the editor's commands -------------------------------------------------------------------------------------------


def test_status_is_a_table_with_a_line_per_locale(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(drafted, "status") == 0
    head, original, translation, *summary = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["locale", "state"]
    assert original.split() == ["it", "original", standings.ADDRESS]
    assert translation.split() == [
        *("fr", "machine", "4", "1", "0", "1", "0", "2025-09-10", "apertium", "it-fr", standings.ADDRESS)
    ]
    assert head.index("article") == translation.index(standings.ADDRESS)
    assert summary == [
        "it: 1 original · 0 stale · 0 flagged · 0 missing",
        "fr: 1 machine · 0 stale · 1 flagged · 0 missing",
    ]


def test_status_can_be_read_by_programs_and_checked_by_scripts(
    drafted: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(drafted, "status", "ponte", "--locale", "fr", "--json", "--check") == 1
    (values,) = json.loads(capsys.readouterr().out)
    assert values == {
        "article": "content/articles/ponte.md",
        "address": standings.ADDRESS,
        "locale": "fr",
        "state": "machine",
        "reason": "",
        "record": standings.RECORD,
        "segments": 4,
        "approved": 1,
        "stale": 0,
        "flagged": 1,
        "missing": 0,
        "engines": ["apertium it-fr"],
        "day": "2025-09-10",
    }
    standings.draft(drafted)
    assert run(drafted, "status", "--check") == 0


def test_status_says_why_something_is_withheld(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    drafted.write(standings.RECORD, "<<<<<<< ours\n")
    assert run(drafted, "status", "--check") == 1
    assert f"withheld: {standings.RECORD}:1: the record has conflict markers" in capsys.readouterr().out


def test_review_writes_pages_and_prints_the_first(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drafted.root / ".cache/review"
    page = folder / f"fr/{standings.ADDRESS}.html"
    assert run(drafted, "review") == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert UNLINKED in page.read_text("utf-8")
    standings.draft(drafted)
    assert run(drafted, "review") == 0
    assert capsys.readouterr().out == f"{folder / 'index.html'}\n"
    assert not page.exists()
    assert run(drafted, "review", "--all") == 0
    assert page.exists()


def test_review_can_be_one_page_anywhere(drafted: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "for-anna/desk.html"
    editor = "vscode://file/{path}:{line}"
    assert run(drafted, "review", "ponte", "-o", str(target), "--editor", editor) == 0
    assert capsys.readouterr().out == f"{target}\n"
    assert f"vscode://file/{drafted.root}/{standings.RECORD}:" in target.read_text("utf-8")
    assert not (drafted.root / ".cache/review").exists()


def test_approve_names_findings_and_who_answers(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(drafted, "approve", "ponte", "--locale", "fr", "--by", "Anna", "--segment", "headline") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        f"{standings.RECORD}: 1 approved now, 0 before, 2 left",
        "make build publishes it",
    ]
    assert run(drafted, "approve", "ponte", "--locale", "fr", "--by", "Anna") == 0
    *findings, counts, who = capsys.readouterr().out.splitlines()
    assert all(line.startswith(f"{standings.RECORD}:") for line in findings)
    assert findings
    assert counts == f"{standings.RECORD}: 2 approved now, 2 before, 0 left"
    assert who == "Anna answers for the fr edition; make build publishes it"


# --- the others ------------------------------------------------------------------------------------------------------


def test_a_translator_gets_a_file_and_gives_it_back(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(drafted, "export", "--locale", "fr", "-o", str(drafted.root / "out")) == cli.console.DONE
    (name,) = capsys.readouterr().out.split()
    file = drafted.root / "out" / "fr" / f"{standings.ADDRESS}.xlf"
    assert Path(name).resolve() == file.resolve()
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"<target(.*?)>[^<]+</target>", r"<target\1>Le pont est ouvert</target>", text, count=1)
    file.write_text(changed, encoding="utf-8")
    assert run(drafted, "import", str(file), "--by", "Anna Neri") == cli.console.DONE
    assert "1 corrected, 0 approved" in capsys.readouterr().out
    assert "Le pont est ouvert" in drafted.read(f"content/translations/fr/{standings.ADDRESS}.po")


def test_a_file_that_is_no_xliff_is_one_line(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    file = drafted.write("out/page.xlf", "<html></html>")
    assert run(drafted, "import", str(file)) == cli.console.FAILED
    assert capsys.readouterr().err.startswith("error: ")


def test_a_memory_holds_all_texts_of_a_locale(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(drafted, "export", "--form", "tmx", "--locale", "fr", "-o", str(drafted.root / "out")) == cli.console.DONE
    )
    assert (drafted.root / "out" / "fr.tmx").read_text(encoding="utf-8").count("<tu ") == len(_texts(drafted))


def test_a_new_article_is_a_draft_that_can_be_read(newsroom: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(newsroom, "new", 'Città  d’arte: "prova" \\ fine') == 0
    made = [path for path in (newsroom.root / "content/articles").iterdir() if path.suffix == ".md"]
    assert len(made) == 1
    assert made[0].name in capsys.readouterr().out
    (source,) = load(made[0], newsroom.root).sources
    article = parse(source, locales=("it", "fr"), detect=lambda text: "it", today=date(2025, 9, 10))
    assert article.publication.draft
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


def test_a_path_that_cannot_be_written_is_one_line(drafted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(drafted, "export", "-o", str(drafted.write("file.txt", "taken"))) == 2
    assert "file.txt" in capsys.readouterr().err.splitlines()[-1]
    assert run(drafted, "review", "-o", str(drafted.root)) == 2
    assert "is a folder. Give -o the name of a file" in capsys.readouterr().err


def test_the_clock_can_be_given() -> None:
    assert moment({"SOURCE_DATE_EPOCH": "0"}, now=1e9) == Moment(date(1970, 1, 1), 0)
    assert moment({}, now=1_757_000_000.5).epoch == 1_757_000_000
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        moment({"SOURCE_DATE_EPOCH": "today"}, now=0)


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

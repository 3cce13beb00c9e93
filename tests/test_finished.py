"""A build that has nothing to do knows it without reading an article, and never wrongly."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import DAY, Lines, MakeProject, Project, picture

from generator import finished
from generator.cli import main
from generator.pipeline import Watch, build
from generator.run import Moment, Outcome

pytestmark = pytest.mark.site

TEXT = "Roma, 4 settembre 2025 – Il mercato apre alle otto.\nLa piazza resta chiusa al traffico.\n"
ARTICLE = "content/articles/strada.txt"
PAGE = "fr/2025/09/04/la-strada-riapre"


@pytest.fixture
def built(project: MakeProject) -> Project:
    """A project of two articles whose build left nothing to be done."""
    one = project(locales=("it", "fr"))
    one.write("content/articles/mercato/testo.txt", f"Il mercato si sposta\n\n{TEXT}")
    one.write("content/articles/mercato/foto.jpg", picture())
    one.write(ARTICLE, f"La strada riapre\n\n{TEXT}")
    assert not one.build()[1].faults
    return one


def clock(day: date = DAY) -> Moment:
    return Moment(day, int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))


def idle(project: Project, day: date = DAY) -> Outcome | None:
    return finished.look(project.site(), clock(day))[0]


def first(folder: Path, pattern: str) -> Path:
    return min(folder.rglob(pattern))


def again(path: Path) -> None:
    """Save a file as it is, as an editor does."""
    beside = path.with_name("beside")
    shutil.copy(path, beside)
    os.replace(beside, path)


SHARED: dict[str, Callable[[Project], str]] = {
    "mkdocs.yml": lambda one: one.read("mkdocs.yml").replace("Un giornale", "Il giornale"),
    "content/glossary.yml": lambda one: "keep: [Mercato Vecchio]\n",
    "content/topics.yml": lambda one: "mercati: {it: Mercati, fr: Marchés}\n",
}

CHANGES: dict[str, Callable[[Path], object]] = {
    "an article is edited": lambda root: (root / ARTICLE).write_text(f"La strada apre\n\n{TEXT}", encoding="utf-8"),
    "an article is saved as it is": lambda root: again(root / ARTICLE),
    "an article comes": lambda root: shutil.copy(root / ARTICLE, root / "content/articles/altra.txt"),
    "an article goes": lambda root: (root / "content/articles/altra.txt").unlink(),
    "a picture is another": lambda root: (root / "content/articles/mercato/foto.jpg").write_bytes(
        picture(colour="red")
    ),
    "a record is touched": lambda root: again(first(root / "content/translations", "*.po")),
    "a page is touched": lambda root: again(root / f"docs/{PAGE}.md"),
    "a page in docs/ is missing": lambda root: (root / f"docs/{PAGE}.md").unlink(),
    "a published page is missing": lambda root: (root / f"site/{PAGE}/index.html").unlink(),
    "a published page is another": lambda root: (root / f"site/{PAGE}/index.html").write_text("!", encoding="utf-8"),
    "a style sheet is missing": lambda root: first(root / "site/fr/assets", "*.css").unlink(),
    "a feed is missing": lambda root: (root / "site/fr/feed.xml").unlink(),
    "a share picture is missing": lambda root: (root / f"site/share/{PAGE}.png").unlink(),
    "a piece of the index is missing": lambda root: first(root / "site/pagefind/fragment", "*").unlink(),
    "a picture's variant is missing": lambda root: first(root / "site/pictures", "*.jpg").unlink(),
    "an edition's configuration is another": lambda root: (root / "mkdocs.fr.yml").write_text("", encoding="utf-8"),
    "the note is damaged": lambda root: (root / ".cache/finished.json").write_text('{"key": 1}', encoding="utf-8"),
    "the note is no object": lambda root: (root / ".cache/finished.json").write_text("[[]]", encoding="utf-8"),
    "docs/ is gone": lambda root: shutil.rmtree(root / "docs"),
}


def test_any_change_is_seen_and_no_change_is_none(built: Project) -> None:
    for name, change in CHANGES.items():
        known = idle(built)
        assert known, name
        change(built.root)
        assert not idle(built), name
        outcome, lines = built.build()
        assert not lines.faults, name
        assert idle(built) == Outcome(outcome.states, 0, ()), name


def test_what_a_build_of_the_same_process_left_tells_the_same(built: Project) -> None:
    """And is worth nothing any more when somebody else has built."""
    watch, moment = Watch(lambda: None), clock()
    again(built.root / ARTICLE)
    build(built.site(), moment, {}, Lines(), offline=True, watch=watch)
    for name, change in CHANGES.items():
        outcome = finished.look(built.site(), moment, watch.left)[0]
        assert outcome and outcome == idle(built), name
        if name.startswith("the note"):
            continue
        change(built.root)
        assert not finished.look(built.site(), moment, watch.left)[0], name
        build(built.site(), moment, {}, Lines(), offline=True, watch=watch)
    again(built.root / ARTICLE)
    built.build()
    assert not finished.look(built.site(), moment, watch.left)[0]


def test_a_build_that_leaves_something_to_be_done_leaves_no_note(built: Project) -> None:
    built.write(ARTICLE, "")
    watch = Watch(lambda: None)
    assert build(built.site(), clock(), {}, Lines(), offline=True, watch=watch).faults
    assert watch.left is None
    assert not (built.root / ".cache/finished.json").exists()


def test_another_day_and_another_configuration_are_changes(built: Project) -> None:
    assert not idle(built, DAY + timedelta(days=1))
    path = built.root / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Un giornale", "Il giornale"), encoding="utf-8")
    assert not idle(built)


def test_what_is_saved_while_a_build_runs_is_found_by_the_next(built: Project) -> None:
    """The note has the stamps that the build saw, not those that are there when it ends."""
    site, moment = built.site(), clock()
    outcome, before = finished.look(site, moment)
    assert outcome and before.tree
    again(built.root / ARTICLE)
    finished.note(site, finished.left(site, moment, before.setting, outcome.states, before.tree, {}))
    assert not idle(built)


@pytest.mark.parametrize("name", ["mkdocs.yml", "content/glossary.yml", "content/topics.yml"])
def test_what_all_articles_share_is_used_anew_where_it_is_saved_while_a_build_runs(built: Project, name: str) -> None:
    """Half of that build had it as it was, so that the next one must not take anything for done."""

    class Editor(Lines):
        def stage(self, name_of: str, locale: str, text: str) -> None:
            if name_of == "write":
                built.write(name, SHARED[name](built))

    again(built.root / ARTICLE)
    site, moment = built.site(), clock()
    outcome, before = finished.look(site, moment)
    assert not outcome
    build(site, moment, {}, Editor(), offline=True, before=before)
    assert not idle(built)
    _, lines = built.build()
    assert "new or changed" not in next(text for stage, _, text in lines.stages if stage == "read")
    assert idle(built)


@pytest.mark.parametrize(
    "matter",
    ["embargo: 2026-11-30T06:00:00+01:00", "lang: it\nimage: missing.jpg", "lang: xx"],
    ids=["embargo", "picture", "language"],
)
def test_a_build_that_withheld_something_is_none_that_is_done(built: Project, matter: str) -> None:
    built.write("content/articles/altra.md", f"---\ntitle: Altro\ndate: 2025-09-01\n{matter}\n---\n\nTesto breve.\n")
    built.build()
    assert not idle(built)


def test_drafts_leave_nothing_to_be_done(built: Project) -> None:
    built.write("content/articles/altra.md", "---\ntitle: Altro\ndraft: true\n---\n\nTesto breve.\n")
    built.build()
    assert idle(built)


def test_the_command_says_so_in_one_line(
    built: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(clock().epoch))
    assert main(["--root", str(built.root), "build", "--offline"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("4 pages in 2 editions: ")
    (line,) = told.err.splitlines()
    assert line.startswith("build      nothing has changed since the last one · ")

"""What is deleted or damaged below `.cache/`, `docs/` and `site/`, and clocks that run backwards: the next build leaves
what was there before, and what people wrote is still there."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import DAY, MakeProject, Project, picture
from searching import decoded

from generator.errors import PublishError
from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

PAGE = "docs/fr/2025/09/04/il-ponte-riapre.md"
SENTENCE = "Il mercato della città riapre al pubblico domani mattina."
CORRECTION = "Le marché rouvre demain."
ARTICLE = (
    "---\ntitle: Il {0} riapre\ndate: 2025-09-04\nlang: it\nimage: foto.png\n---\n"
    f"Il {{0}} è lungo.\n\n![Una foto](foto.png)\n\n{SENTENCE}\n"
)


@dataclass
class Desk:
    """A newsroom that has been built, with a correction."""

    project: Project
    good: dict[str, bytes] = field(default_factory=dict)
    index: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.project.root

    def build(self) -> list[str]:
        """The faults of a build."""
        return self.project.build()[1].told

    def everything(self) -> dict[str, bytes]:
        """All that is kept or published; of the index of the search, another function tells."""
        paths = (path for name in ("content", "docs", "site") for path in (self.root / name).rglob("*"))
        files = {path.relative_to(self.root).as_posix(): path for path in paths if path.is_file()}
        return {name: path.read_bytes() for name, path in sorted(files.items()) if "/pagefind/" not in name}

    def files(self, folder: str) -> list[Path]:
        return sorted(path for path in (self.root / folder).rglob("*") if path.is_file())

    def mended(self) -> None:
        """A build without faults that leaves all as it was."""
        assert self.build() == []
        self.alike()

    def alike(self) -> None:
        found = self.everything()
        assert found.keys() == self.good.keys()
        assert [name for name in found if found[name] != self.good[name]] == []
        assert decoded(self.root / "site/pagefind") == self.index


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The newsroom, built once."""
    from conftest import configuration

    desk = Desk(Project(tmp_path_factory.mktemp("finished") / "newsroom"))
    desk.project.write("mkdocs.yml", configuration(locales=("it", "fr")))
    (desk.root / "content/pages").mkdir(parents=True)
    desk.project.write("content/articles/foto.png", picture(500, form="PNG"))
    for name in ("ponte", "museo"):
        desk.project.write(f"content/articles/{name}.md", ARTICLE.format(name))
    assert desk.build() == []
    text = desk.project.read(PAGE)
    assert text.count(accented(SENTENCE)) == 1
    desk.project.write(PAGE, text.replace(accented(SENTENCE), CORRECTION))
    assert desk.build() == []
    assert CORRECTION in desk.project.read(PAGE)
    desk.good, desk.index = desk.everything(), decoded(desk.root / "site/pagefind")
    return desk


@pytest.fixture
def desk(finished: Desk, project: MakeProject) -> Desk:
    """A copy of it."""
    made = project(locales=("it", "fr"))
    shutil.rmtree(made.root)
    shutil.copytree(finished.root, made.root)
    return Desk(made, finished.good, finished.index)


@pytest.fixture
def settled(desk: Desk) -> Desk:
    """One whose next build has nothing to do."""
    desk.mended()
    _, lines = desk.project.build()
    assert "0 new or changed" in next(text for name, _, text in lines.stages if name == "read")
    return desk


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scrawl(path: Path) -> None:
    path.write_bytes(random.Random(path.name).randbytes(path.stat().st_size))


def twist(path: Path) -> None:
    """Keep the form of JSON, with values of other types in it."""
    text = path.read_bytes().replace(b":[", b':{}, "x":[').replace(b"1", b"true").replace(b'"it"', b"null")
    path.write_bytes(text)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def older(path: Path) -> None:
    """JSON that says nothing of what is looked for."""
    path.write_text(random.Random(path.name).choice(["{}", "[]", "null", "5", '{"seal":"","note":{}}']))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


Damage = Callable[[Path], None]
DAMAGES = [cut, scrawl, twist, empty, older, Path.unlink]


# --- .cache/


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_cache_is_made_again(desk: Desk, damage: Damage) -> None:
    for path in desk.files(".cache"):
        damage(path)
    desk.mended()


@pytest.mark.parametrize("damage", [cut, scrawl, empty], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("kept", ["catalogue", "pages", "pictures", "templates"])
def test_a_cache_that_is_damaged_in_part_is_made_again(settled: Desk, damage: Damage, kept: str) -> None:
    """Where what remains says that nothing is to be done."""
    for path in settled.files(".cache"):
        if kept not in path.parts:
            damage(path)
    if kept == "catalogue":  # no article is read then, so a damaged picture is only found where it is to be used
        with pytest.raises(PublishError, match=r"the picture is damaged\. Build again"):
            settled.build()
    settled.mended()


@pytest.mark.parametrize("damage", [cut, scrawl], ids=lambda damage: damage.__name__)
def test_damaged_pictures_are_never_published(settled: Desk, damage: Damage) -> None:
    """A site that is gone is made of what the cache has; where that is damaged it is said, and made again."""
    for path in settled.files(".cache"):
        if path.suffix in (".jpg", ".webp", ".avif", ".png"):
            damage(path)
    shutil.rmtree(settled.root / "site")
    with pytest.raises(PublishError, match=r"^\.cache/pictures/\w+/\d+\.\w+: the picture is damaged\. Build again"):
        settled.build()
    settled.mended()


def test_files_that_became_folders_are_files_again(desk: Desk) -> None:
    for name in ("catalogue/site.json", "pages/it.json", "search/fr/0.json", "share/published.json"):
        folder(desk.root / ".cache" / name)
    desk.mended()


@pytest.mark.parametrize("name", ["docs", "site", ".cache", "docs/fr", "site/it", ".cache/pictures"])
def test_what_is_deleted_is_made_again(desk: Desk, name: str) -> None:
    shutil.rmtree(desk.root / name)
    desk.mended()


def test_docs_and_cache_and_site_together(desk: Desk) -> None:
    for name in ("docs", "site", ".cache"):
        shutil.rmtree(desk.root / name)
    desk.mended()


# --- docs/


@pytest.mark.parametrize("damage", [cut, scrawl, empty], ids=lambda damage: damage.__name__)
def test_damaged_pages_are_never_shown_nor_overwritten(settled: Desk, damage: Damage) -> None:
    """Nobody knows whether a page was damaged or edited: it stays as it is, readers keep the last good state, and the
    build says what to do."""
    for path in settled.files("docs"):
        damage(path)
    damaged = {name: data for name, data in settled.everything().items() if name.startswith("docs/")}
    told = settled.build()
    assert all(line.startswith("docs/") for line in told)
    left = settled.everything()
    for name, data in settled.good.items():
        assert left[name] == (data if not name.startswith("docs/") or left[name] == data else damaged[name]), name
    named = {line.partition(":")[0] for line in told}
    assert named >= {name for name in settled.good if name.startswith("docs/") and left[name] != settled.good[name]}
    for name in named:
        (settled.root / name).unlink()
    settled.mended()


# --- memory


@pytest.mark.parametrize("kind", ["columns", "types", "middle"])
def test_a_memory_that_is_another_costs_answers_alone(desk: Desk, kind: str) -> None:
    path = desk.root / ".cache/memory.sqlite"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if kind == "columns":
            base.executescript("DROP TABLE answers; CREATE TABLE answers (a, b);")
        elif kind == "types":
            base.execute("UPDATE answers SET answer = x'00ff', day = 5")
            base.commit()
    if kind == "middle":
        data = path.read_bytes()
        path.write_bytes(data[:4096] + b"\x55" * (len(data) - 4096))
    shutil.rmtree(desk.root / "content/translations/fr/2025")
    shutil.rmtree(desk.root / "docs/fr/2025")
    assert desk.build() == []
    assert desk.everything().keys() == desk.good.keys()


# --- time


def test_times_that_run_backwards_hide_no_change(settled: Desk) -> None:
    """Files and folders that were changed when the clock stood at an earlier time than at the last build."""
    before = 1_000_000_000
    settled.project.write("content/articles/ponte.md", ARTICLE.format("ponte").replace("lungo", "corto"))
    settled.project.write("content/articles/porto.md", ARTICLE.format("porto"))
    (settled.root / "content/articles/museo.md").unlink()
    for top in ("content", "docs"):
        for path in [settled.root / top, *(settled.root / top).rglob("*")]:
            os.utime(path, (before, before))
    assert settled.build() == []
    assert "corto" in settled.project.read("docs/it/2025/09/04/il-ponte-riapre.md")
    assert (settled.root / "docs/fr/2025/09/04/il-porto-riapre.md").exists()
    assert not (settled.root / "docs/it/2025/09/04/il-museo-riapre.md").exists()
    assert CORRECTION in settled.project.read(PAGE)


def test_a_clock_that_runs_backwards_leaves_what_a_right_one_leaves(desk: Desk) -> None:
    """Of the days of builds nothing is kept but what a person may read: when an article was first published."""
    for days in (400, -400, 0):
        _, lines = desk.project.build(day=DAY + timedelta(days=days))
        assert lines.told == []
        assert CORRECTION in desk.project.read(PAGE)
    desk.alike()


def test_an_article_is_there_again_when_the_clock_is_right_again(desk: Desk) -> None:
    name = "content/articles/ponte.md"
    text = desk.project.read(name).replace("lang: it", "lang: it\nembargo: 2025-09-09T06:00:00+02:00")
    desk.project.write(name, text)
    desk.build()
    good = desk.everything()
    assert PAGE in good
    desk.project.build(day=DAY - timedelta(days=2))
    desk.build()
    assert desk.everything() == good
    assert CORRECTION in desk.project.read(PAGE)

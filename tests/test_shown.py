"""What is remembered of the site and of articles survives a file, and damage is as if nothing were known."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest
from conftest import MakeProject, Project

from generator import catalogue, makers, shown
from generator.catalogue import Catalogue, Settled
from generator.model import Image, Rendition, Story
from generator.shown import Shown, Table, output
from generator.stamps import NOTHING

MARK = ((1_795_618_079_446_500_258, 21, 7), "0123456789abcdef")
STORY = Story(
    "2025/09/04/il-ponte/", "Il “ponte”", "Riapre.", date(2025, 9, 4), "it", "original", (("lavori", "Lavori"),),
    date(2025, 9, 5), "Anna Rossi", Image("foto.jpg", "Un ponte"), Rendition("abc", 800, 600, (480, 800)),
)  # fmt: skip
BARE = Story("about/", "Chi siamo", "", None, "it", "original")
TABLE = Table(
    "context", {"index.md": Shown(MARK, MARK, ("abc/480.webp",), "words"), "a.md": Shown((NOTHING, "x"), MARK)}
)
ARTICLE = Settled(
    "content/articles/ponte.md", "2025/09/04/il-ponte", "article", "it", {"content/articles/ponte.md": MARK},
    {"it": "original", "fr": "machine"}, {"fr": (3, 1)}, {"it": STORY, "fr": BARE}, {"it": "near"},
    {"content/articles/altro.md": "2025/09/03/altro"}, ("content/articles/foto.jpg",), date(2025, 9, 5), False,
)  # fmt: skip
KNOWN = Catalogue(
    "", {ARTICLE.file: ARTICLE}, {"docs/it/index.md": ("key", MARK)}, {"docs": (5, ("a.md",), ("it", "fr"))}
)


@pytest.fixture
def made(project: MakeProject) -> Project:
    return project(locales=("it", "fr"))


def test_a_table_comes_back_as_it_was_written(made: Project) -> None:
    shown.save(made.site(), "it", TABLE)
    assert shown.load(made.site(), "it") == TABLE
    assert shown.load(made.site(), "fr") == Table()


def test_a_catalogue_comes_back_as_it_was_written(made: Project) -> None:
    catalogue.save(made.site(), replace(KNOWN, setting=makers.setting(made.site())))
    assert made.known() == replace(KNOWN, setting=makers.setting(made.site()))


def test_only_portions_in_which_something_changed_are_written_again(made: Project) -> None:
    now = makers.setting(made.site())
    articles = {f"content/articles/{n}.md": replace(ARTICLE, file=f"content/articles/{n}.md") for n in range(500)}
    catalogue.save(made.site(), replace(KNOWN, setting=now, articles=articles))
    files = sorted((made.root / ".cache/catalogue").glob("[0-9]*.json"))
    assert len(files) == catalogue.PORTIONS
    before = {path: path.stat().st_mtime_ns for path in files}
    found = made.known()
    changed = dict(found.articles)
    first, second, *_ = articles
    changed[first] = replace(changed[first], address="2025/09/04/altro")
    del changed[second]
    after = found.followed(now, changed, {}, {})
    for path in files:
        path.write_bytes(b"as nobody wrote it")
        os.utime(path, ns=(before[path], before[path]))
    catalogue.save(made.site(), after)
    assert sum(path.stat().st_mtime_ns != before[path] for path in files) == 2
    catalogue.save(made.site(), replace(after, written=frozenset()))
    assert made.known().articles == changed
    catalogue.save(made.site(), Catalogue(now))
    assert not list((made.root / ".cache/catalogue").glob("[0-9]*.json"))


@pytest.mark.parametrize("damage", ["", "{}", "[]", "null", '{"context": 1, "files": {"a": 1}, "theme": {}}', "\x00"])
def test_damage_is_as_if_nothing_were_known(made: Project, damage: str) -> None:
    made.write(".cache/pages/it.json", damage)
    for name in ("00", "site"):
        made.write(f".cache/catalogue/{name}.json", damage)
    assert shown.load(made.site(), "it") == Table()
    found = made.known()
    assert found == Catalogue(makers.setting(made.site()))
    assert 0 not in found.written


@pytest.mark.parametrize("name", ["mkdocs.yml", "content/glossary.yml", "content/topics.yml"])
def test_nothing_is_known_under_another_setting(made: Project, name: str) -> None:
    catalogue.save(made.site(), replace(KNOWN, setting=makers.setting(made.site())))
    before = made.read(name) if (made.root / name).exists() else ""
    made.write(name, f"{before}\n# another\n")
    assert made.known() == Catalogue(makers.setting(made.site()))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("index.md", "index.html"),
        ("about.md", "about/index.html"),
        ("2025/09/04/il-ponte.md", "2025/09/04/il-ponte/index.html"),
        ("a/index.md", "a/index.html"),
        ("a/README.md", "a/index.html"),
        ("a/foto.jpg", "a/foto.jpg"),
        ("a/note.markdown", "a/note/index.html"),
    ],
)
def test_where_mkdocs_puts_a_page(name: str, place: str) -> None:
    assert output(name) == place

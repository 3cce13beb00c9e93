"""What is remembered of the site and of articles survives a file, and damage is as if nothing were known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from conftest import MakeProject, Project

from generator import catalogue, shown
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
    catalogue.save(made.site(), replace(KNOWN, setting=catalogue.setting(made.site())))
    assert catalogue.load(made.site()) == replace(KNOWN, setting=catalogue.setting(made.site()))


@pytest.mark.parametrize("damage", ["", "{}", "[]", "null", '{"context": 1, "files": {"a": 1}, "theme": {}}', "\x00"])
def test_damage_is_as_if_nothing_were_known(made: Project, damage: str) -> None:
    made.write(".cache/pages/it.json", damage)
    made.write(".cache/catalogue.json", damage)
    assert shown.load(made.site(), "it") == Table()
    assert catalogue.load(made.site()) == Catalogue()


@pytest.mark.parametrize("name", ["mkdocs.yml", "content/glossary.yml", "content/topics.yml"])
def test_nothing_is_known_under_another_setting(made: Project, name: str) -> None:
    catalogue.save(made.site(), replace(KNOWN, setting=catalogue.setting(made.site())))
    before = made.read(name) if (made.root / name).exists() else ""
    made.write(name, f"{before}\n# another\n")
    assert catalogue.load(made.site()) == Catalogue()


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

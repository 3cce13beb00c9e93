"""Editions made in portions: less memory, the same site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import MakeProject, Project

from generator import making

pytestmark = pytest.mark.site


@pytest.fixture
def room(project: MakeProject) -> Iterator[Project]:
    made = project(locales=("it", "fr", "es"))
    for number in range(9):
        text = f"Roma, {number + 1} settembre 2025 – Il ponte {number} riapre.\nIl mercato resta aperto.\n"
        made.write(f"content/articles/{number}.txt", f"La notizia numero {number}\n\n{text}")
    made.write("content/pages/about.md", "---\ntitle: Chi siamo\nlang: it\n---\nSiamo un giornale di prova.\n")
    yield made


def everything(made: Project) -> dict[str, bytes]:
    names = ("content", "docs", "site")
    files = (path for name in names for path in (made.root / name).rglob("*") if path.is_file())
    return {path.relative_to(made.root).as_posix(): path.read_bytes() for path in files}


def fresh(made: Project) -> None:
    """As after a checkout: content and pages are there, nothing else."""
    for path in sorted((made.root / ".cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


@pytest.mark.parametrize("portion", [1, 7, 12])
def test_portions_make_the_site_that_one_piece_makes(
    room: Project, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    whole, _ = room.build()
    wanted = everything(room)
    monkeypatch.setattr(making, "KEPT", 0)
    monkeypatch.setattr(making, "PORTION", portion)
    fresh(room)
    outcome, lines = room.build()
    assert everything(room) == wanted
    assert (outcome.states, outcome.faults) == (whole.states, 0)
    assert not lines.notices


def test_portions_take_over_corrections_and_translate_what_is_new(
    room: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What needs more than records is made beside the portions."""
    room.build()
    page = "docs/fr/2025/09/03/la-notizia-numero-2.md"
    text = room.read(page)
    word = next(line for line in text.splitlines() if line and line[0].isalpha() and "2" in line and ":" not in line)
    room.write(page, text.replace(word, "Le pont numéro 2 rouvre."))
    room.write("content/articles/5.txt", room.read("content/articles/5.txt") + "Una riga nuova per tutti.\n")
    room.write("content/articles/nuova.txt", "Una notizia nuova\n\nRoma, 12 settembre 2025 – Nevica sui monti.\n")
    other = Project(room.root.parent / "other")
    for name, data in everything(room).items():
        other.write(name, data)
    other.write("mkdocs.yml", room.read("mkdocs.yml"))
    other.build()
    monkeypatch.setattr(making, "KEPT", 0)
    monkeypatch.setattr(making, "PORTION", 6)
    fresh(room)
    _, lines = room.build()
    assert not lines.faults
    assert everything(room) == everything(other)
    assert "Le pont numéro 2 rouvre." in room.read(page)

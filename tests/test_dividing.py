"""Editions made in portions and by several processes: less memory and time, the same site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import PurePath

import pytest
from conftest import MakeProject, Project

from generator import dividing
from generator.companion import Companion

pytestmark = pytest.mark.site


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of articles is divided, too."""
    monkeypatch.setattr(dividing, "MANY", 0)


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
    monkeypatch.setattr(dividing, "KEPT", 0)
    monkeypatch.setattr(dividing, "PORTION", portion)
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
    monkeypatch.setattr(dividing, "KEPT", 0)
    monkeypatch.setattr(dividing, "PORTION", 6)
    fresh(room)
    _, lines = room.build()
    assert not lines.faults
    assert everything(room) == everything(other)
    assert "Le pont numéro 2 rouvre." in room.read(page)


@pytest.mark.parametrize("count", [1, 2, 3, 20])
def test_processes_make_the_site_that_one_makes(room: Project, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Also where there are more of them than articles."""
    monkeypatch.setattr(dividing, "MANY", 1_000)
    whole, _ = room.build()
    wanted = everything(room)
    monkeypatch.setattr(dividing, "MANY", 0)
    monkeypatch.setattr(dividing, "cores", lambda: count)
    for name in ("docs", "site"):
        shutil.rmtree(room.root / name)
    fresh(room)
    outcome, lines = room.build()
    assert everything(room) == wanted
    assert (outcome.states, outcome.faults) == (whole.states, 0)
    assert not lines.notices


@pytest.mark.parametrize("method", ["make", "write"])
def test_what_a_process_that_was_ended_did_not_do_is_done_here(
    room: Project, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    room.build()
    wanted = everything(room)
    fresh(room)
    shutil.rmtree(room.root / "docs")
    ended = []

    class Unlucky(Companion):
        """It ends as soon as it is asked for something."""

        def begin(self, asked: str, *arguments: object) -> None:
            if asked == method:
                self.process.kill()
                self.process.join()
                ended.append(asked)
            super().begin(asked, *arguments)

    monkeypatch.setattr(dividing, "Companion", Unlucky)
    monkeypatch.setattr(dividing, "cores", lambda: 3)
    outcome, lines = room.build()
    assert ended == [method] * 2
    assert everything(room) == wanted
    assert (outcome.faults, lines.notices) == (0, [])


def test_faults_and_notices_of_all_processes_are_told_once_in_the_order_of_files(
    room: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.build()
    fresh(room)
    for number in (1, 4, 8):
        room.write(f"content/translations/fr/2025/09/0{number + 1}/la-notizia-numero-{number}.po", "no record")
        page = f"docs/es/2025/09/0{number + 1}/la-notizia-numero-{number}.md"
        room.write(page, room.read(page).replace("\n\n", "\n\nEra así. ", 1))
    monkeypatch.setattr(dividing, "cores", lambda: 4)
    outcome, lines = room.build()
    assert outcome.faults == 3
    assert [fault.path.name for fault in lines.faults if isinstance(fault.path, PurePath)] == [
        f"la-notizia-numero-{number}.po" for number in (1, 4, 8)
    ]
    assert len(lines.notices) == 3
    assert all("corrections taken over as approved: 1" in notice for notice in lines.notices)

"""Small newsrooms whose translations stand in some way, without a build: records as a build would have left them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from conftest import DAY, Lines, Project

from generator.run import Moment
from generator.standing import Standing
from generator.survey import survey
from generator.translate import records
from generator.translate.records import Entry, Record, digest

STORY = (
    "---\ntitle: Il ponte riapre\ndate: 2025-09-04\nlang: it\n---\n"
    "Il ponte sul fiume riapre lunedì mattina.\n\n"
    "Lo dice [il Comune](https://comune.example/ponte) in una nota.\n\n"
    "I lavori sono finiti.\n"
)
ADDRESS = "2025/09/04/il-ponte-riapre"
FRENCH = (
    "Le pont rouvre",
    "Le pont sur le fleuve rouvre lundi matin.",
    "Selon [la Commune](https://comune.example/ponte) dans une note.",
    "Les travaux sont finis.",
)
RECORD = f"content/translations/fr/{ADDRESS}.po"

Change = Callable[[Entry], Entry]


def look(project: Project, article: str = "", locale: str = "", lines: Lines | None = None) -> tuple[Standing, ...]:
    """The survey of a project on the noon of the tests' day."""
    epoch = int(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC).timestamp())
    return survey(project.site(), Moment(DAY, epoch), {}, lines or Lines(), article=article, locale=locale)


def french(project: Project) -> Standing:
    """The French edition of the one article of a project."""
    (standing,) = look(project, locale="fr")
    return standing


def draft(project: Project, *, approver: str = "", **changes: Change) -> None:
    """Write the French record as a build would have left it: machine drafts, each then changed by the change that has
    the name of its place (`t0`, `t1` …) or `every`."""
    entries = []
    for place, (text, french_text) in enumerate(zip(french(project).texts, FRENCH, strict=True)):
        entry = Entry(
            text.segment.key,
            text.segment.text,
            french_text,
            engine="pseudo",
            route="it-fr",
            date=DAY,
        )
        for name in ("every", f"t{place}"):
            entry = changes[name](entry) if name in changes else entry
        entries.append(replace(entry, published=digest(entry.text) if entry.text else ""))
    text = records.dump(
        Record(tuple(entries), approver=approver),
        locale="fr",
        source_locale="it",
        source=PurePosixPath("content/articles/ponte.md"),
    )
    project.write(RECORD, text)


def approved(entry: Entry) -> Entry:
    """The entry as somebody approved it."""
    return replace(entry, approved=True)


def says(text: str) -> Change:
    """A change to another translation."""
    return lambda entry: replace(entry, text=text)

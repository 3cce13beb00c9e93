"""A standing as a page shows it: rows of texts, each with what an editor is to look at and the way to the next.

In: a standing with its texts, where the project lies, how the editor's program is addressed. Out: a `Desk`, plain data
for the templates. Refuses, as `ConfigError`, a pattern for the editor's program that has no `{path}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from babel import Locale

from generator.errors import ConfigError
from generator.model import Finding
from generator.review.pieces import SEVERITIES, Difference, Piece, compared, pieces
from generator.standing import Standing, Text
from generator.translate.engines import TITLES

EDITOR = "file://{path}"
"""How an editor's program is addressed where nothing else is wanted: `{path}` (absolute) and `{line}` are filled in,
as in `vscode://file/{path}:{line}`."""

_UNKNOWN = "…"
"""What stands for an earlier original of which a page remembered only that there was one."""

KINDS = (*SEVERITIES[:2], "stale", "missing", SEVERITIES[2])
"""What a point can be, the gravest first; the last asks for nothing."""


@dataclass(frozen=True, slots=True)
class Language:
    """A locale as a page shows it: its BCP 47 tag, its English name and the direction of its script (`ltr`, `rtl`)."""

    tag: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at. `open` ones wait for an editor; `next` is the anchor of the next of these (empty: it is
    the last)."""

    kind: str
    check: str
    message: str
    open: bool
    anchor: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as a page shows it. `was` compares the original that was translated with the present one, `draft` the
    approved text with the fresh draft (both empty where nothing changed); `link` leads to the entry in the record,
    which stands at `place` (`file:line`)."""

    number: int
    text: Text
    state: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    was: tuple[Difference, ...]
    draft: tuple[Difference, ...]
    points: tuple[Point, ...]
    made: str
    link: str
    place: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One article in one locale. `firsts` are (kind, number, anchor of the first) of the open points and the notes;
    `anchor` sets its anchors apart from those of other desks on the same page."""

    standing: Standing
    source: Language
    target: Language
    rows: tuple[Row, ...]
    firsts: tuple[tuple[str, int, str], ...]
    anchor: str

    @property
    def page(self) -> str:
        """The file of its page, below the index."""
        return f"{self.standing.locale}/{self.standing.article.address}.html"


def desk(standing: Standing, root: Path, editor: str, anchor: str) -> Desk:
    """A standing made ready to be shown. `root` is the project's folder."""
    if "{path}" not in editor:
        raise ConfigError(f"the editor's address '{editor}' has no {{path}}", hint=f"Write it like {EDITOR}")
    points = _chained([tuple(_points(text)) for text in standing.texts], anchor)
    rows = tuple(
        _row(number, text, found, standing, root, editor)
        for number, (text, found) in enumerate(zip(standing.texts, points, strict=True), start=1)
    )
    every = [point for found in points for point in found]
    firsts = []
    for kind in KINDS:
        anchors = [point.anchor for point in every if point.kind == kind and (point.open or kind == "note")]
        if anchors:
            firsts.append((kind, len(anchors), anchors[0]))
    return Desk(standing, _language(standing.article.locale), _language(standing.locale), rows, tuple(firsts), anchor)


def _language(tag: str) -> Language:
    locale = Locale.parse(tag, sep="-")
    return Language(tag, str(locale.get_display_name("en")), str(locale.text_direction))


def _points(text: Text) -> Iterator[Point]:
    """What is to be seen in a text: first what became of it, then the findings, the gravest first."""
    entry = text.entry
    if text.missing and entry.text:
        what = text.outdated_by.capitalize()
        yield Point("missing", "outdated", f"{what} has changed; the next build asks for a new draft.", open=True)
    elif text.missing:
        yield Point("missing", "missing", "There is no translation; the next build asks an engine.", open=True)
    elif entry.stale:
        done = "approved" if entry.approved else "written"
        yield Point("stale", "stale", f"The original has changed, as marked, since this text was {done}.", open=True)
    for finding in sorted(text.findings, key=_gravity):
        yield Point(finding.severity, finding.check, finding.message, text.waits(finding))


def _gravity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _chained(points: Sequence[Sequence[Point]], anchor: str) -> list[tuple[Point, ...]]:
    """The points with their anchors, each leading to the next that is open."""
    made: list[tuple[Point, ...]] = []
    number, following = sum(map(len, points)), ""
    for found in reversed(points):
        chained: list[Point] = []
        for point in reversed(found):
            name = f"{anchor}-{number}"
            chained.insert(0, replace(point, anchor=name, next=following))
            following = name if point.open else following
            number -= 1
        made.insert(0, tuple(chained))
    return made


def _row(number: int, text: Text, points: tuple[Point, ...], standing: Standing, root: Path, editor: str) -> Row:
    entry = text.entry
    path = quote((root / standing.record).as_posix())
    link = editor.replace("{path}", path).replace("{line}", str(text.line or 1))
    return Row(
        number=number,
        text=text,
        state=_state(text),
        source=pieces(text.segment.text, text.findings, "asked"),
        target=pieces(entry.text, text.findings, "found"),
        was=compared(entry.previous, text.segment.text) if entry.previous.strip(_UNKNOWN) else (),
        draft=compared(entry.text, entry.draft) if entry.draft else (),
        points=points,
        made=_made(text),
        link=link,
        place=f"{standing.record}:{text.line}" if text.line else str(standing.record),
    )


def _state(text: Text) -> str:
    if text.missing:
        return "outdated" if text.entry.text else "missing"
    if text.entry.stale:
        return "stale"
    return "approved" if text.entry.approved else "draft"


def _made(text: Text) -> str:
    """Who made a text, by which route and when; what no engine made is the glossary's or a person's."""
    entry = text.entry
    if not entry.text:
        return ""
    maker = TITLES.get(entry.engine, entry.engine) or ("glossary" if entry.given else "corrected")
    return " · ".join(str(part) for part in (maker, entry.route, entry.date) if part)

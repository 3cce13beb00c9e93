"""Texts on their way to translators and back: the types that every exchange format shares.

In: nothing; data only. Out: frozen, slotted dataclasses. A text is an `Inline`: words as they are shown, codes that a
translator moves but does not change, and terms. What belongs to which article, and what becomes of a text that comes
back, is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal

Role = Literal["keep", "open", "close"]
Progress = Literal["initial", "translated", "reviewed", "final"]
"""The values of the attribute `state` of a segment in XLIFF 2.1, in their order."""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of Markdown that means something other than its letters: a link's target, emphasis, a footnote mark.

    `open` and `close` share the `id` of their pair; source and target share the `id` of the same code. `text` is the
    Markdown, empty in a text that has just come back.
    """

    role: Role
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A name or a glossary term, with its `wording` in the other language: the same where it stays as it is."""

    id: str
    text: str
    wording: str


Inline = tuple[str | Code | Term, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the translator; `priority` counts from 1, the most urgent, to 10."""

    category: str
    text: str
    priority: int = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """One text with its translation (empty where there is none).

    `id` is unique in its document, `key` the name by which the text is found again. `state` and `remark` become state
    and subState; `engine` and `route` are empty where a person wrote the translation, on `date`.
    """

    id: str
    key: str
    kind: str
    source: Inline
    target: Inline
    state: Progress
    remark: str = ""
    notes: tuple[Note, ...] = ()
    engine: str = ""
    route: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An article for one locale: `id` its address with points for slashes, `original` its file below the project,
    `approver` who answers for the translation."""

    id: str
    original: PurePath
    source_locale: str
    target_locale: str
    units: tuple[Unit, ...]
    approver: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit as it comes back: the codes have lost their text, the `state` is the lowest of its segments.

    `partial` says that some of them, but not all, have a translation; `line` is the unit's in its file, from 1.
    """

    id: str
    key: str
    source: Inline
    target: Inline
    state: Progress
    partial: bool
    line: int


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """What came back of a `Document`, in the order of the file."""

    id: str
    source_locale: str
    target_locale: str
    units: tuple[ReturnedUnit, ...]
    line: int

"""The types that flow from stage to stage.

    Source → Article → Segment → Translation → Finding → Edition

In: nothing; this module holds data only. Out: frozen, slotted dataclasses that hold tuples, so that a value
handed on cannot change behind the receiver's back. Locales are BCP 47 tags (`it`, `pt-BR`) throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

Kind = Literal["article", "page"]
SegmentKind = Literal[
    "headline",
    "summary",
    "place",
    "topic",
    "alt",
    "caption",
    "correction",
    "heading",
    "paragraph",
    "quote",
    "list item",
    "table cell",
    "footnote",
]
State = Literal["machine", "written", "approved"]
"""Nobody's word but a program's; a person's who does not answer for it (yet); a person's who does."""
Status = Literal["original", "machine", "reviewed", "fallback"]
Severity = Literal["withhold", "flag", "note"]
Day = date
"""A calendar day, under a name that a field called `date` does not hide."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article of `content/` as delivered: `path` relative to the project, decoded text, digest of the file's bytes.

    Where a file holds several articles, `entry` names this one, and the path is that of the file with this name below
    it. `over` is what the sidecar says, in YAML; `pictures` are those inside the file, by the names that the text has.
    """

    path: PurePosixPath
    kind: Kind
    format: str
    text: str
    digest: str
    entry: str = ""
    over: str = ""
    pictures: tuple[tuple[str, bytes], ...] = ()

    @property
    def file(self) -> PurePosixPath:
        """The file that holds the article."""
        return self.path.parent if self.entry else self.path


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed; `agency` as credited in parentheses, else empty."""

    place: str
    date: date | None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of Markdown with the line breaks that end it; the texts of a body's blocks add up to the body."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: the slug is the same in every locale, the label is in the article's language."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of an article: its file as the article names it, later its place below `docs/<locale>/`; what it
    shows, for those who do not see it; a line below it; who made it."""

    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made ready for readers: a digest that names it, width and height in pixels of its largest variant, and
    the widths at which it can be had, ascending."""

    id: str
    width: int
    height: int
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake in an article that was mended after it was published, told to the readers."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An article that was taken back: since when and why, as far as readers are told."""

    date: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """Whether and how an article is published. `embargo` is a moment with its zone; `corrections` are newest first."""

    draft: bool = False
    embargo: datetime | None = None
    updated: date | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def modified(self) -> date | None:
        """The last day on which the text was updated or corrected."""
        days = [day for day in (self.updated, *(correction.date for correction in self.corrections)) if day]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Article:
    """An article or a policy page in the language it was written in.

    `date` is the day it bears, `address` its permanent path below a locale (`2025/09/04/slug`, or `about` for a
    page; empty until the ledger has given one). `summary` is empty when the lede is to give it. `pictures` are the
    files of its pictures with their places below `docs/<locale>/`. `entry` is its name in a file that holds several,
    `enclosed` are the pictures inside of its file: their names, and where they can be read.
    """

    path: PurePosixPath
    kind: Kind
    locale: str
    headline: str
    body: tuple[Block, ...]
    dateline: Dateline | None = None
    date: date | None = None
    slug: str = ""
    summary: str = ""
    byline: str = ""
    topics: tuple[Topic, ...] = ()
    image: Image | None = None
    publication: Publication = Publication()
    address: str = ""
    pictures: tuple[tuple[Path, str], ...] = ()
    entry: str = ""
    enclosed: tuple[tuple[str, Path], ...] = ()

    @property
    def file(self) -> PurePosixPath:
        """The file that holds the article."""
        return self.path.parent if self.entry else self.path

    @property
    def markdown(self) -> str:
        """The body as one text."""
        return "".join(block.text for block in self.body)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that is translated on its own: inline Markdown on one line, found again by its key."""

    key: str
    kind: SegmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment in another language, who made it and whether somebody answers for it.

    `engine` and `route` are empty where a person wrote the text; `approver` is empty until a name is recorded; `stale`
    is a person's text whose source has changed since.
    """

    segment: Segment
    text: str
    engine: str
    route: str
    date: date | None
    state: State
    approver: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say about one translation.

    `asked` is the piece of the source it is about, `found` the piece of the translation; either may be empty.
    """

    check: str
    severity: Severity
    segment: Segment
    message: str
    asked: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """An article in one locale, ready to be written.

    `article` is the original, `text` the same article with its texts translated (the original itself for the
    statuses original and fallback).
    """

    article: Article
    locale: str
    text: Article
    translations: tuple[Translation, ...]
    findings: tuple[Finding, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Story:
    """An article in one locale as listings, feeds and share pictures show it. `path` is its address below the locale
    with a final slash, `lang` the language of its words, `topics` are slugs with labels, `image` what its picture
    shows and `rendition` the picture itself, `updated` the day of the last update or correction."""

    path: str
    title: str
    summary: str
    date: Day | None
    lang: str
    state: str
    topics: tuple[tuple[str, str], ...] = ()
    updated: Day | None = None
    byline: str = ""
    image: Image | None = None
    rendition: Rendition | None = None

"""What is to be translated, with all that is known about it.

In: an article's segments and the entries of its record, the glossary's wordings, names and quantities in texts. Out:
frozen values for `translate` and `plan`, and what they return. Refuses nothing; nothing is asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.language import Identify
from generator.model import Finding, Segment
from generator.translate.engines import Context
from generator.translate.marks import Mark, Protected
from generator.translate.protect import protect
from generator.translate.reconcile import needs_engine
from generator.translate.records import Entry, digest

if TYPE_CHECKING:  # the words of numbers, dates and units, which only a translation needs
    from generator.translate.quantities import Find


@dataclass(frozen=True, slots=True)
class Work:
    """An article's segments for one locale, with the entries that are known, in the same order. `renewed` are the
    places of drafts that a better one is wanted for; they stay where none can be had. What is `private` is put to no
    engine that opens connections."""

    source: str
    target: str
    segments: tuple[Segment, ...]
    entries: tuple[Entry, ...]
    renewed: frozenset[int] = frozenset()
    private: bool = False

    @property
    def asks(self) -> tuple[int, ...]:
        """The places of the segments that an engine is to be asked for."""
        return tuple(place for place, entry in enumerate(self.entries) if needs_engine(entry) or place in self.renewed)

    def context(self, places: tuple[int, ...], parts: Mapping[int, Protected]) -> Context:
        """What an engine may be told about the texts at `places`."""
        around = tuple((self._said(place - 1), self._said(place + 1)) for place in places)
        terms = {
            (part.source, part.target)
            for place in places
            for part in parts[place]
            if isinstance(part, Mark) and part.sort in ("name", "term")
        }
        return Context(self._said(0), tuple(sorted(terms)), around)

    def _said(self, place: int) -> str:
        """The text at a place, empty where there is none."""
        return self.segments[place].text if 0 <= place < len(self.segments) else ""


@dataclass(frozen=True, slots=True)
class Result:
    """The entries of a work after translation, and the findings about its new drafts and about texts without one."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of the words of a site: per locale the glossary's wordings, per text the names in it, per direction
    (source, target) what finds quantities, and what tells the language of a text."""

    wordings: Mapping[str, Mapping[str, str]]
    names: Mapping[str, frozenset[str]]
    quantities: Mapping[tuple[str, str], Find] = field(default_factory=dict)
    identify: Identify | None = None

    def protect(self, text: str, source: str, target: str) -> Protected:
        """Take a text apart for one direction."""
        names = self.names.get(text, frozenset())
        return protect(text, self.wordings[target], names, self.quantities.get((source, target)))


@dataclass(frozen=True, slots=True)
class Planned:
    """What one engine would be asked for one locale: texts, the characters sent and the requests they make, and how
    many texts the memory has."""

    engine: str
    locale: str
    segments: int
    characters: int
    remembered: int
    requests: int = 0


def terms_of(text: str, wordings: Mapping[str, str]) -> str:
    """The fingerprint of the glossary's wordings that a source text calls for; empty where it calls for none."""
    if not any(map(text.__contains__, wordings)):
        return ""
    marks = (part for part in protect(text, wordings) if isinstance(part, Mark) and part.sort in ("name", "term"))
    pairs = sorted({f"{mark.source}={mark.target}" for mark in marks})
    return digest("\n".join(pairs))[:8] if pairs else ""


def follows_glossary(entry: Entry, wordings: Mapping[str, str]) -> bool:
    """Whether a draft was made with the wordings that the glossary has now: none was added, changed or removed."""
    return entry.terms == terms_of(entry.source, wordings)

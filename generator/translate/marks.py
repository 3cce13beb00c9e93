"""The pieces of a text that no engine may touch.

In: nothing; this module holds data and what follows from it. Out: `Protected`, a text as a sequence of plain words and
marks. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from generator.portable import literal
from generator.sentences import split

Role = Literal["keep", "open", "close"]
Sort = Literal["markup", "name", "term", "figure"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece that is carried over: `source` as it stands in the source, `target` as the translation has it.

    `keep` stands alone; `open` and `close` enclose text that is translated (emphasis, a link's words) and share
    the number of their pair. A name stays as it is, a term has the glossary's wording, a figure is written as the other
    locale writes it; markup is everything else: code, links, notes, Markdown's own marks.
    """

    role: Role
    number: int
    source: str
    target: str
    sort: Sort = "markup"


Protected = tuple[str | Mark, ...]

UNINFLECTED = frozenset({"ca", "en", "es", "fr", "gl", "it", "oc", "pt"})
"""Languages that put spaces around words and change nothing at a name ("Putina" is right in Polish)."""


def source(parts: Protected) -> str:
    """The text that was taken apart."""
    return "".join(part if isinstance(part, str) else part.source for part in parts)


def plain_target(parts: Protected) -> str:
    """The parts with every mark in its target form: the translation of a text that has nothing to translate."""
    return "".join(part if isinstance(part, str) else part.target for part in parts)


def has_words(parts: Protected) -> bool:
    """Whether anything is left for an engine to translate."""
    return any(isinstance(part, str) and any(map(str.isalpha, part)) for part in parts)


def missing(parts: Protected, text: str, target: str) -> tuple[Mark, ...]:
    """The marks whose wording a finished translation lacks, as often as the source has them; figures aside, which may
    be written in several ways. Where the language `target` leaves names as they are, a name must be a whole word."""
    found = Counter(_wording(part) for part in parts if isinstance(part, Mark) and part.sort != "figure")
    names = {_wording(part) for part in parts if isinstance(part, Mark) and part.sort in ("name", "term")}
    whole = names if target.partition("-")[0] in UNINFLECTED else set()
    short = {wording for wording, count in found.items() if _count(wording, text, wording in whole) < count}
    return tuple(part for part in parts if isinstance(part, Mark) and _wording(part) in short)


def _count(wording: str, text: str, whole: bool) -> int:
    """How often a wording stands in a text, whose sentence it may begin with a capital."""
    first, rest = re.escape(wording[:1]), re.escape(wording[1:])
    begun = rf"(?:{first}|{re.escape(wording[:1].upper())}){rest}"
    return len(re.findall(rf"(?<![^\W_]){begun}(?![^\W_])" if whole else begun, text))


def _wording(mark: Mark) -> str:
    return literal(mark.target) if mark.sort in ("name", "term") else mark.target


def sentences(parts: Protected) -> tuple[Protected, ...]:
    """The parts cut at the ends of sentences, never inside a mark or a pair; one after the other they are the parts."""
    ends = set(accumulate(map(len, split(source(parts)))))
    cut: list[list[str | Mark]] = [[]]
    at = depth = 0
    for part in parts:
        if isinstance(part, Mark):
            depth += (part.role == "open") - (part.role == "close")
            cut[-1].append(part)
            at += len(part.source)
        else:
            for piece in _pieces(part, at, ends if not depth else set()):
                cut[-1].append(piece)
                at += len(piece)
                if at in ends and not depth:
                    cut.append([])
        if at in ends and not depth and cut[-1]:
            cut.append([])
    return tuple(tuple(piece) for piece in cut if piece)


def _pieces(text: str, at: int, ends: set[int]) -> Iterator[str]:
    """A text that begins at `at`, cut at `ends`."""
    edges = [0, *sorted(end - at for end in ends if at < end < at + len(text)), len(text)]
    return (text[start:end] for start, end in pairwise(edges))

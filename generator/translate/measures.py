"""The amounts of a text with what they are amounts of: "300 euro", "three feet", "$3.5 million".

In: a text and the BCP 47 tag of its locale. Out: `Measure`s, and the currencies that a text names at all. Refuses
nothing: of a language without words only symbols are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.translate import units
from generator.translate.counting import counted
from generator.translate.figures import figures, latin_digits

_GAP = re.compile(r"\s(?:di|de|of|von)\s|\sd[’']|[\s\u00a0\u202f-]{0,2}", re.IGNORECASE)
"""What stands between a number and its unit."""
_ARTICLES = (0, 1)
"""Values of words that are articles and idioms more often than numbers."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit or currency, as it stands in the text: the `values` and the `senses` that it may have."""

    text: str
    values: frozenset[Decimal]
    senses: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        """What it may be an amount of."""
        return frozenset(map(units.kind, self.senses)) | ({"money"} if "pound" in self.senses else set())


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    values: frozenset[Decimal]


@lru_cache(maxsize=64)
def measures(text: str, tag: str) -> tuple[Measure, ...]:
    """Every number with the unit or currency beside it, in order. Several checks ask for those of the same text, so the
    last ones are kept."""
    language = tag.split("-", maxsplit=1)[0]
    plain = latin_digits(text)
    money, unit = units.currencies(language), units.units(language)
    numbers = sorted({*_figures(plain, tag), *_words(plain, tag)}, key=lambda number: number.start)
    if not numbers:
        return ()
    before = {match.end(): match for match in money.finditer(plain) if not match[0][-1].islower()}
    found = []
    for number in numbers:
        ahead = next((before[place] for place in (number.start, number.start - 1) if place in before), None)
        gap = _GAP.match(plain, number.end)
        at = gap.end() if gap else number.end
        behind = money.match(plain, at) or money.match(plain, number.end) or unit.match(plain, at)
        for match in filter(None, (ahead, None if ahead else behind)):
            start, end = min(match.start(), number.start), max(match.end(), number.end)
            found.append(Measure(text[start:end].strip(), number.values, units.senses(match)))
    return tuple(found)


def currencies(text: str, tag: str) -> frozenset[str]:
    """The currencies that a text names, by word, symbol or code."""
    pattern = units.currencies(tag.split("-", maxsplit=1)[0])
    return frozenset(sense for match in pattern.finditer(text) for sense in units.senses(match))


def _figures(text: str, tag: str) -> Iterator[_Number]:
    for figure in figures(text, tag):
        values = frozenset(reading[0] for reading in figure.readings if len(reading) == 1)
        if values:
            yield _Number(figure.start, figure.end, values)


def _words(text: str, tag: str) -> Iterator[_Number]:
    """Numbers in words, with the scale behind them: "due milioni"."""
    for number in counted(text, tag):
        if number.value not in _ARTICLES:
            yield _Number(number.start, number.end, frozenset({number.value}))

"""Checks of what numbers are numbers of: currencies, units of measurement, millions and billions.

In: a `Pair`. Out: remarks: the same number stands before another currency or unit, a currency is gone, a scale that
words name is another one. Refuses nothing itself; languages without words are let pass.

A translator may write "24 hours" for "un giorno" and "half a million" for "500.000", so a number whose unit is gone
accuses nobody; one that has another unit does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.translate.check.case import Pair, Remark, is_left
from generator.translate.counting import counted
from generator.translate.figures import figures
from generator.translate.measures import Measure, currencies, measures
from generator.translate.numerals import KNOWN
from generator.translate.scales import spoken_scales
from generator.translate.units import HOURS, has_cents

_SURE = Decimal(10) ** 6
"""The smallest scale that is no idiom ("mille grazie", "hundreds of")."""


def units(pair: Pair) -> Iterator[Remark]:
    """A number stands before another currency or unit."""
    if pair.source not in KNOWN or pair.target not in KNOWN:
        return
    asked, found = _measured(pair)
    for one in asked:
        rivals = (other for other in found if _is_rival(one, other))
        rival = next((other for other in rivals if not any(_agree(other, mine) for mine in asked)), None)
        if rival and not any(_agree(one, other) for other in found):
            yield Remark(f"'{one.text}' became '{rival.text}'", one.text, rival.text)


def money(pair: Pair) -> Iterator[Remark]:
    """An amount of money is in another currency, or is none any more; or a currency was added."""
    if pair.source not in KNOWN or pair.target not in KNOWN:
        return
    asked, found = ([one for one in some if one.kinds == {"money"}] for some in _measured(pair))
    if not (asked or found) or any(units(pair)):
        return
    paid = currencies(pair.asked, pair.case.source) | currencies(" ".join(pair.terms), pair.case.target)
    named = currencies(pair.found, pair.case.target)
    lost = [one for one in asked if not one.senses & named]
    new = [one for one in found if not one.senses & paid]
    if lost and new:
        yield Remark(f"'{lost[0].text}' became '{new[0].text}'", lost[0].text, new[0].text)
    elif lost and named - paid:
        yield Remark(f"'{lost[0].text}' is in another currency: {', '.join(sorted(named - paid))}", lost[0].text)
    elif lost and not has_cents(pair.found) and not any(is_left(word, pair.found) for word in _last(lost[0].text)):
        yield Remark(f"the currency of '{lost[0].text}' is lost", lost[0].text, doubtful=True)
    elif new and not has_cents(pair.asked):
        yield Remark(f"the currency of '{new[0].text}' was added", found=new[0].text, doubtful=True)


def _last(text: str) -> list[str]:
    """The last word of an amount, where it has words."""
    return re.findall(r"[^\W\d_]{2,}", text)[-1:]


def scale(pair: Pair) -> Iterator[Remark]:
    """Words speak of another scale: a billion for a million."""
    if pair.source not in KNOWN or pair.target not in KNOWN:
        return
    asked, found = (
        {value: word for word, value in spoken_scales(text, tag) if value >= _SURE}
        for text, tag in ((pair.marked, pair.case.source), (pair.found, pair.case.target))
    )
    if not (asked and found) or asked.keys() == found.keys():
        return
    written, answered = (set(_values(text, tag)) for text, tag in _sides(pair))
    lost = [value for value in asked if value not in found and not any(_is_of(number, value) for number in answered)]
    new = [value for value in found if value not in asked and not any(_is_of(number, value) for number in written)]
    if lost and new:
        yield Remark(f"'{asked[lost[0]]}' became '{found[new[0]]}'", asked[lost[0]], found[new[0]])


def same_spans(pair: Pair) -> set[Decimal]:
    """The numbers of times that both sides tell in other units: 48 hours are two days, "quinze jours" two weeks."""
    asked, found = _measured(pair)
    pairs = ((one, other) for one in asked for other in found if not one.senses & other.senses)
    same = ((one, other) for one, other in pairs if _take_as_long(one, other))
    return {value for both in same for one in both for value in one.values}


def _take_as_long(one: Measure, other: Measure) -> bool:
    """Whether two measures are about the same time."""
    hours = [value * Decimal(HOURS[sense]) for sense in one.senses & HOURS.keys() for value in one.values]
    others = [value * Decimal(HOURS[sense]) for sense in other.senses & HOURS.keys() for value in other.values]
    return any(Decimal("0.85") <= mine / yours <= Decimal("1.15") for mine in hours for yours in others if yours)


def _sides(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return (pair.asked, pair.case.source), (pair.found, pair.case.target)


def _measured(pair: Pair) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
    asked, found = (measures(text, tag) for text, tag in _sides(pair))
    return asked, found


def _is_rival(one: Measure, other: Measure) -> bool:
    """The same number of something else of the same kind."""
    return bool(one.values & other.values and one.kinds & other.kinds and not one.senses & other.senses)


def _agree(one: Measure, other: Measure) -> bool:
    return bool(one.values & other.values and one.senses & other.senses)


def _values(text: str, tag: str) -> Iterator[Decimal]:
    for figure in figures(text, tag):
        yield from (reading[0] for reading in figure.readings if len(reading) == 1)
    yield from (number.value for number in counted(text, tag))


def _is_of(number: Decimal, value: Decimal) -> bool:
    """Whether a number in figures may say what the scale does: half a million is 500,000."""
    return value / 10 <= number < value * 1000

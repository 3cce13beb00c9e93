"""Check that dates keep their day and month.

In: a `Pair`. Out: remarks: a date with another day or month, a month that cannot be read. Refuses nothing itself. What
is left of a text without the dates that both sides have goes to the check of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.translate.check.case import Pair, Remark
from generator.translate.dates import Date, dates, names_month


def changed_dates(pair: Pair) -> Iterator[Remark]:
    """A day and month of the source are another day or month in the translation."""
    asked, found = dates(pair.marked, pair.case.source), dates(pair.found, pair.case.target)
    asked += tuple(date for term in pair.terms for date in dates(term, pair.case.target))
    missing = [date for date in asked if not _is_in(date, found, pair.found, pair.case.target)]
    extra = [date for date in found if not _is_in(date, asked, pair.asked, pair.case.source)]
    for place, date in enumerate(missing):
        if all(names_month(pair.found, month, pair.case.target) for month in date.months) and not extra:
            continue
        if place < len(extra):
            doubtful = bool(date.months & extra[place].months) and _outside(date, pair.found, found)
            yield Remark(f"'{date.text}' became '{extra[place].text}'", date.text, extra[place].text, doubtful)
        elif _month_can_be_read(pair, date):
            yield Remark(f"the date '{date.text}' is lost", date.text, doubtful=True)


def without_common_dates(pair: Pair) -> tuple[str, str]:
    """Source, its terms cut out, and translation, with white space in place of the dates that both have."""
    asked = dates(pair.marked, pair.case.source)
    found = dates(pair.found, pair.case.target)
    asked_left = [date for date in asked if not _is_in(date, found, pair.found, pair.case.target)]
    found_left = [date for date in found if not _is_in(date, asked, pair.asked, pair.case.source)]
    return _without(asked, pair.marked, asked_left, found), _without(found, pair.found, found_left, asked)


def days_and_years(text: str, tag: str) -> set[Decimal]:
    """The days and years of all dates."""
    found = dates(text, tag)
    return {Decimal(number) for date in found for day, _ in date.days for number in (day, date.year) if number}


def _without(own: Sequence[Date], text: str, left: Sequence[Date], others: Sequence[Date]) -> str:
    """The text with the dates that both sides have blotted out; a year that the other side has not stays."""
    starts = {date.start for date in left}
    for date in own:
        if date.start not in starts:
            year = str(date.year) if date.year and not any(other.year == date.year for other in others) else ""
            text = text[: date.start] + year.ljust(date.end - date.start, "\u2003") + text[date.end :]
    return text


def _is_in(date: Date, others: Sequence[Date], text: str, tag: str) -> bool:
    """Whether the other side has the date; of a month alone, whether it names the month."""
    if all(day == 0 for day, _ in date.days):
        return any(date.months & other.months for other in others) or all(
            names_month(text, month, tag) for month in date.months
        )
    return any(date.days & other.days and not _other_year(date, other) for other in others)


def _other_year(date: Date, other: Date) -> bool:
    return date.year is not None and other.year is not None and date.year != other.year


def _outside(date: Date, text: str, found: Sequence[Date]) -> bool:
    """Whether a day of the date stands alone in the text, as in "from the 3rd until 5 September"."""
    spans = {place for other in found for place in range(other.start, other.end)}
    numbers = (match for match in re.finditer(r"\d+", text) if match.start() not in spans)
    return {int(match[0]) for match in numbers} & {day for day, _ in date.days} != set()


def _month_can_be_read(pair: Pair, date: Date) -> bool:
    """Whether the month has a name in the target's locale, which the translation lacks."""
    return bool(pair.case.target) and not any(names_month(pair.found, month, pair.case.target) for month in date.months)

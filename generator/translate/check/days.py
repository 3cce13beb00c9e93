"""Checks that dates keep their day and month, and that days of the week and months stay the same.

In: a `Pair`. Out: remarks: a date with another day or month, a month that cannot be read; another day of the week or
month in words. Refuses nothing itself. What is left of a text without the dates that both sides have goes to the check
of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.translate.check.case import Pair, Remark, is_left
from generator.translate.dates import Date, dates, names_month
from generator.translate.weekdays import KNOWN, may_name_day, may_name_month, named_days, named_months


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


def weekdays(pair: Pair) -> Iterator[Remark]:
    """Another day of the week, or none any more."""
    if pair.source in KNOWN and pair.target in KNOWN:
        asked, found = named_days(pair.asked, pair.source), named_days(pair.found, pair.target)
        yield from _renamed(
            pair,
            {day: word for day, word in asked.items() if not may_name_day(pair.found, day, pair.target)},
            {day: word for day, word in found.items() if not may_name_day(pair.asked, day, pair.source)},
        )


def months(pair: Pair) -> Iterator[Remark]:
    """Another month in words, or none any more."""
    if pair.source in KNOWN and pair.target in KNOWN:
        source, target = pair.case.source, pair.case.target
        asked, found = named_months(pair.asked, source), named_months(pair.found, target)
        yield from _renamed(
            pair,
            {month: word for month, word in asked.items() if not may_name_month(pair.found, month, target)},
            {month: word for month, word in found.items() if not may_name_month(pair.asked, month, source)},
        )


def _renamed(pair: Pair, lost: Mapping[int, str], new: Mapping[int, str]) -> Iterator[Remark]:
    """What is lost and what is new among names of days or months; one that was left as it is, or that the glossary
    words, is neither."""
    asked = " ".join([pair.asked, *pair.terms])
    gone = [word for word in lost.values() if not is_left(word, pair.found)]
    come = [word for word in new.values() if not is_left(word, asked)]
    if gone and come:
        yield Remark(f"'{gone[0]}' became '{come[0]}'", gone[0], come[0])
    elif gone:
        yield Remark(f"'{gone[0]}' is lost", gone[0], doubtful=True)


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

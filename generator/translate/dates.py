"""The dates of a text: day and month, with the year where it stands.

In: a text and the BCP 47 tag of its locale. Out: `Date`s. Names of months, their cases and the order of numeric dates
are those of Unicode CLDR. Refuses nothing: what is not surely a date is left out, and an unknown locale has only the
dates that are written in figures, year first (ISO 8601).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from babel import Locale, UnknownLocaleError

from generator.months import months_alone
from generator.translate.figures import latin_digits

_DAY = r"(?<![\d.,:/])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|è|é|[°ºª.])?"
_AND = r"\s*(?:[-–—,/]|\b(?:e|il|al|and|to|the|y|al|et|au|le|und|bis|zum|i|a|ao|o|или|и|по)\b|,\s)\s*"
_DAYS = rf"(?P<days>{_DAY}{_ORDINAL}(?:(?:{_AND}){{1,2}}{_DAY}{_ORDINAL}){{0,3}})"
_YEAR = r"(?P<year>(?:1[0-9]|20)\d\d)(?!\d)"
_LINK = r"(?:\s*(?:de|del|di|d[’']|of|do|da)\s*|\s*)"
_EAST = re.compile(
    r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?[月월]"
    r"(?:\s?(?P<days>[0-3]?\d)\s?[日号號일](?:\s?(?:[至到~〜、-]|から)\s?(?P<more>[0-3]?\d)\s?[日号號일])?)?"
)
_NUMERIC = re.compile(
    r"(?<![\d.,:/-])(?:(?P<iso>\d{4})(?P<a>[-/.])(?P<b>\d{1,2})(?P=a)(?P<c>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[/.-])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<last>\d{4}|\d{2}))(?![\d/-])"
)
_CAPITALS = ("en", "de")
"""Languages whose months have a capital; "may" and "march" in small letters are no months."""
_COUNTED = ("zh", "ja", "ko", "vi")
"""Languages that count their months."""
_CASES = (
    "ru",
    "uk",
    "be",
    "bg",
    "mk",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "sr",
    "bs",
    "lt",
    "lv",
    "et",
    "fi",
    "hu",
    "el",
    "tr",
)
"""Languages whose months are inflected beyond the forms of CLDR."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date from `start` to `end`: `days` are all days it may mean (3/4 is two in English), each (day, month); day 0
    stands for a month without a day."""

    text: str
    start: int
    end: int
    days: frozenset[tuple[int, int]]
    year: int | None = None

    @property
    def months(self) -> frozenset[int]:
        """The months it may mean."""
        return frozenset(month for _, month in self.days)


@lru_cache(maxsize=256)
def dates(text: str, tag: str) -> tuple[Date, ...]:
    """Every date of `text`; of "3-5 settembre" two."""
    if re.search(r"\d", text) is None:
        return ()
    plain = latin_digits(text)
    months = _months(tag)
    found: list[Date] = []
    for date in chain(_eastern(plain, text), _worded(plain, text, months), _numeric(plain, text, tag)):
        overlaps = (other for other in found if date.start < other.end and other.start < date.end)
        if date not in found and all(other.text == date.text for other in overlaps):
            found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def names_month(text: str, month: int, tag: str) -> bool:
    """Whether `text` names a month, in any case that its language has; a numeric date aside."""
    months = _months(tag)
    named = months.words.get(month)
    if named and named.search(text):
        return True
    return months.counted and re.search(rf"(?:tháng\s{month}|(?<!\d){month}\s?[月월])(?!\d)", text, re.I) is not None


@dataclass(frozen=True, slots=True)
class _Months:
    """The months of a locale: every name and abbreviation with its number, what finds a date with them, what finds a
    month alone, whether months have a capital, come before the day, and are counted."""

    names: Mapping[str, int]
    patterns: Sequence[re.Pattern[str]]
    words: Mapping[int, re.Pattern[str]]
    capital: bool
    first: bool | None
    counted: bool = False

    def number(self, word: str) -> int | None:
        """The month that a word names."""
        return self.names.get(word if self.capital else word.lower())


@cache
def _months(tag: str) -> _Months:
    language = tag.split("-", maxsplit=1)[0]
    try:
        locale = Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        return _Months({}, (), {}, False, None)
    capital = language in _CAPITALS
    full, short = _names(tag, "wide", capital), _names(tag, "abbreviated", capital)
    order = re.sub(r"[^dMy]", "", locale.date_formats["short"].pattern)
    first = order.index("M") < order.index("d")
    long_order = locale.date_formats["long"].pattern
    flags = 0 if capital else re.IGNORECASE
    wide = _any(full)
    brief = _any({**full, **short})
    patterns = [
        re.compile(rf"{_DAYS}{_LINK}(?P<month>{wide})(?:,?{_LINK}{_YEAR})?", flags),
        re.compile(rf"{_DAYS}{_LINK}(?P<month>{brief})\.?(?:,?{_LINK}{_YEAR}){'?' if capital else ''}", flags),
    ]
    if language == "en" or long_order.find("M") < long_order.find("d"):
        named = wide if not capital else brief
        patterns.append(re.compile(rf"\b(?P<month>{named})\.?\s+(?:the\s+)?{_DAYS}(?:,?\s+{_YEAR})?", flags))
    words = {month: _word(month, {**short, **full}, language) for month in range(1, 13)}
    return _Months({**short, **full}, patterns, words, capital, first, language in _COUNTED)


def _word(month: int, names: Mapping[str, int], language: str) -> re.Pattern[str]:
    """What finds one month alone; long names lose their ending where a language has cases."""
    own = [name for name, number in names.items() if number == month]
    cut = [re.escape(name[:-2]) + r"\w{1,3}" for name in own if language in _CASES and len(name) > 4]
    any_name = "|".join(map(re.escape, own))
    flags = re.NOFLAG if language in _CAPITALS else re.IGNORECASE
    return re.compile(rf"(?<!\w)(?:{'|'.join([*cut, any_name])})(?![^\W_])", flags)


def _names(tag: str, width: str, capital: bool) -> dict[str, int]:
    """Name → number, in every form that CLDR has; full stops off, small letters where capitals do not tell."""
    locale = Locale.parse(tag, sep="-")
    names: dict[str, int] = {}
    for found in (locale.months["format"].get(width, {}), months_alone(tag, width)):
        for number, name in found.items():
            plain = str(name).strip(". ")
            names[plain if capital else plain.lower()] = number
    if locale.language == "en" and width == "abbreviated":
        names["Sept"] = 9
    return {
        name: number
        for name, number in names.items()
        if len(name) > 2 - (not name.isascii()) and not name[0].isdecimal()
    }


def _any(names: Mapping[str, int]) -> str:
    words = sorted((re.escape(name) for name in names), key=len, reverse=True)
    return rf"(?:{'|'.join(words)})(?![^\W_])" if words else r"(?!)"


def _worded(plain: str, text: str, months: _Months) -> Iterator[Date]:
    for pattern in months.patterns:
        for match in pattern.finditer(plain):
            month = months.number(match["month"])
            if month is None:
                continue
            year = int(match["year"]) if match.groupdict().get("year") else None
            for day in re.findall(r"\d+", match["days"]):
                span = match.span()
                yield Date(text[slice(*span)], *span, frozenset({(int(day), month)}), year)


def _eastern(plain: str, text: str) -> Iterator[Date]:
    """2025年9月4日, 9월 4일, 9月."""
    for match in _EAST.finditer(plain):
        month, year = int(match["month"]), int(match["year"]) if match["year"] else None
        for day in filter(None, (match["days"] or "0", match["more"])):
            yield Date(text[match.start() : match.end()], *match.span(), frozenset({(int(day), month)}), year)


def _numeric(plain: str, text: str, tag: str) -> Iterator[Date]:
    """4/9/2025 and 2025-09-04; two readings where the locale is English, whose orders differ."""
    first = _months(tag).first
    for match in _NUMERIC.finditer(plain):
        if match["iso"]:
            pairs, year = {(int(match["c"]), int(match["b"]))}, int(match["iso"])
        else:
            one, two, year = int(match["first"]), int(match["second"]), int(match["last"])
            pairs = {(two, one)} if first else {(one, two)}
            if first is None or tag.startswith("en"):
                pairs = {(one, two), (two, one)}
            year += 0 if year > 99 else 2000 if year < 70 else 1900
        days = frozenset((day, month) for day, month in pairs if 1 <= day <= 31 and 1 <= month <= 12)
        if days and (match["iso"] or (match["last"] and (match["mark"] != "-" or len(match["last"]) == 4))):
            yield Date(text[match.start() : match.end()], *match.span(), days, year)

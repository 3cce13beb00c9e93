"""The dateline that opens a report: "Pechino, 4 settembre 2025 – …", "MADRID, 3 sept. –", "BERLIN (dpa) –".

In: the first paragraph and the locales in which its date may be written (the article's own first). Out: the
`Dateline` and the text after it, or None. Refuses a date that does not exist ("31 settembre"). A date without a
year is the nearest past one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel import Locale
from babel.dates import get_month_names

from generator.model import Dateline

LONGEST = 110
"""Characters within which the dash that ends a dateline must come."""

_DASH = re.compile(r"\s*(?:\s[–—-]{1,2}\s|[–—](?=\s)|\s[–—])\s*")
_AGENCY = re.compile(r"\s*\(([^()]{2,40})\)\s*")
_SUFFIX = r"(?:\.|º|°|ª|er|st|nd|rd|th)?"
_MONTH = r"(?P<month>[^\W\d_]{3,}|[^\W\d_]{2}(?=\.))\.?"
_OF = r"(?:d['’]|(?:de|del|of)\s+)?"
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>\d{4})"),
    re.compile(rf"(?P<day>\d{{1,2}}){_SUFFIX}\s*{_OF}{_MONTH}(?:,?\s*{_OF}(?P<year>\d{{4}}))?"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}}){_SUFFIX}(?:,?\s*(?P<year>\d{{4}}))?"),
)


def parse(text: str, locales: tuple[str, ...], today: date) -> tuple[Dateline, str] | None:
    """The dateline at the start of `text` and what follows it. Raises ValueError for a date that does not exist."""
    dash = _DASH.search(text, 0, LONGEST)
    if not dash or dash.start() == 0:
        return None
    head, rest = text[: dash.start()], text[dash.end() :]
    if not rest.strip():
        return None
    agency = _AGENCY.search(head)
    place = _AGENCY.sub(" ", head).strip() if agency else head
    day = None
    for match in _dates(place):
        day = _day(match, locales, today)
        if day:
            before = place[: match.start()].strip()
            if not (agency or before.endswith(",") or _is_capitals(before)):
                return None  # "Il 4 settembre 2025 – un giovedì – …" is a sentence
            place = f"{place[: match.start()].rstrip(' ,')} {place[match.end() :].strip(' ,')}".strip()
            break
    filed = bool(day or agency or _is_capitals(place))
    if not filed or not _is_place(place):
        return None
    return Dateline(place, day, agency[1] if agency else ""), rest


def _dates(text: str) -> Iterator[re.Match[str]]:
    for pattern in _DATES:
        yield from pattern.finditer(text)


def _day(match: re.Match[str], locales: tuple[str, ...], today: date) -> date | None:
    given = match.groupdict()
    month = int(given["number"]) if given.get("number") else _month(given["month"], locales)
    if month is None:
        return None
    day = int(given["day"])
    if given["year"]:
        return _existing(int(given["year"]), month, day, match[0])
    _existing(2024, month, day, match[0])  # a leap year: whether such a day can exist at all
    year = today.year
    while True:
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
        if found and found <= today:
            return found
        year -= 1


def _existing(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"the dateline's date '{written.strip()}' does not exist") from None


def _month(word: str, locales: tuple[str, ...]) -> int | None:
    """The month that `word` names or shortens in the first locale that knows it."""
    wanted = word.casefold()
    for tag in dict.fromkeys((*locales, "en")):
        locale = Locale.parse(tag, sep="-")
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", locale).items():
                known = re.sub(r"^(?:de\s+|d['’])", "", name.casefold()).rstrip(".")
                if known == wanted or (len(wanted) >= 3 and known.startswith(wanted)):
                    return int(number)
    return None


def _is_capitals(place: str) -> bool:
    letters = [character for character in place if character.isalpha()]
    return len(letters) >= 3 and all(character.isupper() for character in letters)


def _is_place(place: str) -> bool:
    return place[:1].isupper() and len(place.split()) <= 7 and not re.search(r"[!?:;“”«»\"]|\w{3,}\.\s", place)

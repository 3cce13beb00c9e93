"""The days of the week and the months that a text names in words.

In: a text and the BCP 47 tag of its locale. Out: what it plainly names, each with its words; what it may name. Refuses
nothing: `KNOWN` are the languages that are read, of others nothing is found.

"segunda" is Monday or the second one, "May" a month or a verb: such words may name, but do not plainly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from generator.months import months_alone
from generator.translate.dates import dates, names_month

_DAYS = {
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabat[oi]|domenic(?:a|he)",
    "en": "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?",
    "es": "lunes|martes|miércoles|jueves|viernes|sábados?|domingos?",
    "fr": "lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?",
    "pt": "segundas?-feiras?|terças?-feiras?|quartas?-feiras?|quintas?-feiras?|sextas?-feiras?|sábados?|domingos?",
    "ca": "dilluns|dimarts|dimecres|dijous|divendres|dissabtes?|diumenges?",
    "de": r"montag\w*|dienstag\w*|mittwoch\w*|donnerstag\w*|freitag\w*|(?:samstag|sonnabend)\w*|sonntag\w*",
}
"""Monday to Sunday."""
_MAY_BE_DAYS = {
    "it": r"lun\.|mar\.|mer\.|gio\.|ven\.|sab\.|dom\.",
    "en": r"mon\b|tue(?:s)?\b|mardi gras|wed\b|thur?s?\b|fri\b|sat\b|sun\b",
    "es": r"lun\.|mar\.|mié\.|jue\.|vie\.|sáb\.|dom\.",
    "fr": r"lun\.|mar\.|mer\.|jeu\.|ven\.|sam\.|dim\.",
    "pt": r"segundas?\b|terças?\b|quartas?\b|quintas?\b|sextas?\b|sáb\.|dom\.",
    "ca": r"dl\.|dt\.|dc\.|dj\.|dv\.|ds\.|dg\.",
    "de": r"mo\.|di\.|mi\.|do\.|fr\.|sa\.|so\.",
}
"""Other words that may stand for a day of the week; Portuguese drops the "-feira"."""
_WEEKEND = re.compile(
    r"week-?ends?|fine ?settimana|fin(?:es)? de semana|fins? de semana|caps? de setmana|wochenende\w*", re.IGNORECASE
)
_CAPITALS = ("en", "de")
"""Languages that write days and months with a capital; elsewhere one inside a sentence is a name (Plácido Domingo)."""
_BEFORE_MONTH = (
    r"(?<!\w)(?i:in|of|since|until|till|by|from|to|through|last|next|this|early|late|mid|and|or|before|after)[\s-]"
)
_DOUBTFUL = {"en": ("March", "May"), "fr": ("Mars", "Mai"), "de": ("Mai",)}
_STARTS = re.compile(r"(?:^|[.!?:…]\s)[\s«“\"„(]*$")
KNOWN = frozenset(_DAYS)
"""The languages that are read."""


def named_days(text: str, language: str) -> dict[int, str]:
    """Day of the week (0 is Monday) → the word that plainly names it."""
    found: dict[int, str] = {}
    for match in _plain_days(language).finditer(text):
        if not _is_name(match, text, language):
            found.setdefault(int(str(match.lastgroup)[1:]), match[0])
    return found


def may_name_day(text: str, day: int, language: str) -> bool:
    """Whether a text names a day of the week, in short or together with the next."""
    if day > 4 and _WEEKEND.search(text):
        return True
    words = tuple(_alternatives(table[language])[day] for table in (_DAYS, _MAY_BE_DAYS))
    return _any(words).search(text) is not None


def named_months(text: str, tag: str) -> dict[int, str]:
    """Month → the word that plainly names it; those of dates, which have a check of their own, aside."""
    language = tag.split("-", maxsplit=1)[0]
    bare = list(text)
    for date in dates(text, tag):
        bare[date.start : date.end] = " " * (date.end - date.start)
    plain, found = "".join(bare), dict[int, str]()
    for match in _plain_months(tag).finditer(plain):
        doubtful = match[0] in _DOUBTFUL.get(language, ())
        is_month = re.search(_BEFORE_MONTH + "$", plain[: match.start()]) if doubtful else True
        if is_month and not _is_name(match, plain, language):
            found.setdefault(int(str(match.lastgroup)[1:]), match[0])
    return found


def may_name_month(text: str, month: int, tag: str) -> bool:
    """Whether a text names a month, in words, in short or in a date."""
    return names_month(text, month, tag) or any(month in date.months for date in dates(text, tag))


def _is_name(match: re.Match[str], text: str, language: str) -> bool:
    """Whether a capital inside a sentence makes the word a name."""
    if language in _CAPITALS or match[0][0].islower() or match[0].isupper():
        return False
    return _STARTS.search(text[: match.start()]) is None or text[match.end() :][1:2].isupper()


@cache
def _plain_days(language: str) -> re.Pattern[str]:
    return _grouped(dict(enumerate(_alternatives(_DAYS[language]))), re.IGNORECASE)


@cache
def _plain_months(tag: str) -> re.Pattern[str]:
    """The long names of CLDR; in small letters and with a capital, or with the capital alone."""
    language = tag.split("-", maxsplit=1)[0]
    names = months_alone(tag, "wide")
    flags = re.NOFLAG if language in _CAPITALS else re.IGNORECASE
    return _grouped({month: re.escape(name) for month, name in names.items()}, flags)


def _grouped(words: Mapping[int, str], flags: re.RegexFlag) -> re.Pattern[str]:
    """What finds any of some words; the name of the group that matched ends in its number."""
    named = "|".join(f"(?P<n{number}>{word})" for number, word in words.items())
    return re.compile(rf"(?<!\w)(?:{named})(?!\w)", flags)


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def _alternatives(words: str) -> list[str]:
    """The alternatives of a pattern, split at the bars outside its brackets."""
    return re.split(r"\|(?![^()]*\))", words)

"""What is wrong with Apertium's answers everywhere, and can be mended without knowing the language well.

In: an answer, the text that was asked for, the code of the language. Out: the answer without the marks that Apertium
puts before words, and how many there were; without a capital or pronoun that some pairs add. Refuses nothing.
"""

from __future__ import annotations

import calendar
import re

_TAG = re.compile(r"(<apertium-notrans\b.*?</apertium-notrans>|<[^>]*>)", re.DOTALL)
_ENTITY = re.compile(r"&#?\w+;")
_STAR = re.compile(r"(?<![\w&])[*#@](?=[^\W_])")
_ANY_STAR = re.compile(r"(?<!&)[*#@]")

_AFTER_NAME = re.compile(r"\b(qx[a-j]+qx) (\w)(\w*)", re.IGNORECASE)
_NEEDLESS = re.compile(r"(^|[.!?:] )([*#@]*qx[a-j]+qx) (?:il|elle|ils|elles) (?=\w)", re.IGNORECASE)
_CAPITAL_DAYS = frozenset((*calendar.month_name, *calendar.day_name))


def mended(answer: str, asked: str, code: str) -> tuple[str, int]:
    """The answer, and how many words of it were not known."""
    if code in ("eng", "en"):
        answer = _uncapitalised(answer, asked)
    elif code in ("fra", "fr"):
        answer = _without_pronoun(answer, asked)
    return _clean(answer, asked)


def _uncapitalised(answer: str, asked: str) -> str:
    """The answer without the capital that spa-eng gives to a verb behind a name it does not know ("Xi Has said")."""
    small = {match[1].lower() for match in _AFTER_NAME.finditer(asked) if match[2].islower()}

    def small_again(match: re.Match[str]) -> str:
        word = match[2] + match[3]
        if match[1].lower() not in small or not match[3].islower() or word in _CAPITAL_DAYS:
            return match[0]
        return f"{match[1]} {word[0].lower()}{word[1:]}"

    return _AFTER_NAME.sub(small_again, answer)


def _without_pronoun(answer: str, asked: str) -> str:
    """The answer without the pronoun that is put behind a subject which is not known ("Xi il accueille")."""
    return _NEEDLESS.sub(r"\1\2 ", answer)


def _clean(answer: str, asked: str) -> tuple[str, int]:
    """Take off the marks that Apertium puts before words it could not translate or inflect, and count them."""
    plain = _TAG.sub("", asked)
    stars = _STAR if any(mark in _ENTITY.sub("", plain) for mark in "*#@") else _ANY_STAR
    typographic = "'" not in plain  # Apertium writes every apostrophe straight
    marks = 0
    pieces = []
    for piece in _TAG.split(answer):
        if piece.startswith("<"):
            pieces.append(piece)
            continue
        text, count = stars.subn("", piece)
        marks += count
        pieces.append(re.sub(r"(?<=\w)'(?=\w|$)", "’", text) if typographic else text)
    return "".join(pieces), marks

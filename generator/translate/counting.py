"""Numbers that several words make together: "mille cinq cents", "duecentomila", "due milioni e mezzo".

In: a text and the BCP 47 tag of its locale. Out: the whole numbers with their places, those of single words included;
a scale alone ("millions of") or behind a number in digits is not among them. Refuses nothing: a language without a
table has no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from generator.translate.numerals import KNOWN, spelled
from generator.translate.scales import scales

_BETWEEN = re.compile(
    r"[\s\u00a0-]+(?:(?:e|y|i|and|and a|et|und)[\s\u00a0]+)?(?:d[’']|(?:d[ei]|of)[\s\u00a0]+)?", re.IGNORECASE
)
_DIGITS_BEFORE = re.compile(r"\d[\s\u00a0\u202f-]*$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HALF, _HUNDRED, _THOUSAND, _MILLION = Decimal("0.5"), Decimal(100), Decimal(1000), Decimal(10) ** 6
_AND_A = re.compile(r"(?<=\band )a(?= half\b)", re.IGNORECASE)
_JOINED = {
    "it": ((_THOUSAND, r"(\w*?)mil(?:a|le)(\w*)"), (_HUNDRED, r"(\w*?)cento?(\w*)")),
    "de": ((_THOUSAND, r"(\w*?)tausend(?:und)?(\w*)"), (_HUNDRED, r"(\w*?)hundert(?:und)?(\w*)")),
    "es": ((_HUNDRED, r"(\w+?)cient[oa]s()"), (_HUNDRED, r"(quin)ient[oa]s()")),
    "pt": ((_HUNDRED, r"(\w+?)z?[cz]ent[oa]s()"), (_HUNDRED, r"(quin)hent[oa]s()")),
}
"""How languages write thousands and hundreds in one word: what is multiplied, and what is added."""
_MAY_BE_JOINED = re.compile(r"mil|cent|tausend|hundert|ient|zent|hent", re.IGNORECASE)
_STEMS = {"quin": 5, "sete": 7, "nove": 9, "du": 2, "tre": 3}
"""What stands before hundreds and is no number by itself."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in words: its value and where it stands."""

    value: Decimal
    start: int
    end: int


@lru_cache(maxsize=256)
def counted(text: str, tag: str) -> tuple[Counted, ...]:
    """The numbers that the words of a text name, as many words as belong together. Several checks ask for those of the
    same text, so the last ones are kept."""
    return tuple(_runs(text, tag))


def _runs(text: str, tag: str) -> Iterator[Counted]:
    found = list(_pieces(text, tag))
    pieces = [one for one, other in zip_longest(found, found[1:]) if not _is_article(one, other, text)]
    at = 0
    while at < len(pieces):
        run = [pieces[at]]
        for piece in pieces[at + 1 :]:
            if not _BETWEEN.fullmatch(text, run[-1].end, piece.start):
                break
            run.append(piece)
        count, value = _longest([piece.value for piece in run])
        if count > 1 or value < _MILLION:
            yield Counted(value, run[0].start, run[count - 1].end)
        at += count


def _is_article(one: Counted, other: Counted | None, text: str) -> bool:
    """Whether "one" stands right before a half: "un mezzo milione" is no more than "mezzo milione"."""
    if other is None or one.value != 1 or other.value != _HALF:
        return False
    return not text[one.end : other.start].strip(" \u00a0-")


def _pieces(text: str, tag: str) -> Iterator[Counted]:
    """The single words that are numbers or scales, in order."""
    language = tag.split("-", maxsplit=1)[0]
    found = {word.start: Counted(Decimal(str(word.value)), word.start, word.end) for word in spelled(text, language)}
    taken = {place for piece in found.values() for place in range(piece.start, piece.end)}
    for match in _WORD.finditer(text) if language in KNOWN else ():
        value = None if match.start() in taken else _value(match[0], tag, language)
        if value:
            found[match.start()] = Counted(value, *match.span())
    for place in sorted(found):
        if not _DIGITS_BEFORE.search(text[max(0, place - 3) : place]) and not _AND_A.match(text, place):
            yield found[place]


@lru_cache(maxsize=16_384)
def _value(word: str, tag: str, language: str) -> Decimal | None:
    """What a word is worth that is a scale, or several numbers written as one."""
    known = scales(tag)
    if known.find.fullmatch(word):
        return known.of(word)
    return _joined(word.lower(), language) if _MAY_BE_JOINED.search(word) else None


def _joined(word: str, language: str) -> Decimal | None:
    """The value of "duecentomila" or "zweitausendfünfhundert"."""
    single = [number for number in spelled(word, language) if number.end == len(word)]
    if single or word in _STEMS:
        return Decimal(str(single[0].value)) if single else Decimal(_STEMS[word])
    for scale, pattern in _JOINED.get(language, ()):
        match = re.fullmatch(pattern, word)
        if match and len(match[1]) < len(word) > len(match[2]):
            much = _joined(match[1], language) if match[1] else Decimal(1)
            less = _joined(match[2], language) if match[2] else Decimal(0)
            if much is not None and less is not None and less < scale:
                return much * scale + less
    return None


@dataclass(frozen=True, slots=True)
class _Sum:
    """What words have said so far: `total` up to the last scale, `last`, and the `part` that waits for one."""

    total: Decimal = Decimal(0)
    part: Decimal = Decimal(0)
    last: Decimal = Decimal(10) ** 30

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not self.total and not self.part


def _longest(values: Sequence[Decimal]) -> tuple[int, Decimal]:
    """How many of the first words make one number, and which."""
    said = _Sum()
    for place, value in enumerate(values):
        following = values[place + 1] if place + 1 < len(values) else Decimal(0)
        more = _and(said, value, following)
        if more is None:
            return max(1, place), said.total + said.part if place else value
        said = more
    return len(values), said.total + said.part


def _and(said: _Sum, value: Decimal, following: Decimal) -> _Sum | None:
    """The number that goes on with a word, before the `following`; none where the word begins another."""
    if value == _HALF and not said.is_empty:
        return _halved(said, following)
    if value >= _THOUSAND:
        return _scaled(said, value)
    if said.part == _HALF:
        return said if value == 1 else None
    if value == _HUNDRED and 1 <= said.part < _HUNDRED:
        return _Sum(said.total, said.part * value, said.last)
    if said.total and not said.part and said.last >= _MILLION and max(value, following) < _HUNDRED:
        return None  # "a multi-million three-year deal"
    fits = not said.part or (said.part % _HUNDRED == 0 and value < _HUNDRED)
    return _Sum(said.total, said.part + value, said.last) if fits and value < said.last else None


def _halved(said: _Sum, following: Decimal) -> _Sum | None:
    """The number and a half: of its scale ("due milioni e mezzo") or before one ("two and a half million")."""
    if not said.part:
        return _Sum(said.total + _HALF * said.last, Decimal(0), Decimal(1))
    return _Sum(said.total, said.part + _HALF, said.last) if following >= _THOUSAND else None


def _scaled(said: _Sum, value: Decimal) -> _Sum | None:
    """The number times a scale; "duemila", which is one by itself, must come first or after a larger scale."""
    if value != Decimal(10) ** value.adjusted():
        return _Sum(said.total + value, Decimal(0), _THOUSAND) if not said.part and value < said.last else None
    if said.is_empty:
        return _Sum(value, Decimal(0), value)
    if value < said.last:
        return _Sum(said.total + (said.part or 1) * value, Decimal(0), value)
    return _Sum((said.total + said.part) * value, Decimal(0), value)

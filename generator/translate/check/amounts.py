"""Checks of numbers, compared as each locale writes them.

In: a `Pair`. Out: remarks: a figure that is lost, changed or invented, one that is written in the source's way, a minus
or per cent sign that is gone. Refuses nothing itself.

A figure may become a word and a word a figure; where the words of a language are not known, a small number is let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.translate.check.case import Pair, Remark, is_left
from generator.translate.check.days import days_and_years, without_common_dates
from generator.translate.check.measured import same_spans
from generator.translate.counting import counted
from generator.translate.figures import Figure, Reading, decimal_symbol, figures
from generator.translate.numerals import KNOWN, READ, is_cardinal, roman, spelled
from generator.translate.scales import scales
from generator.translate.units import units

_NEGATIVE = re.compile(
    r"[-−–]\s?\d|\b(?:sotto|meno|minus|negativ\w*|below|under|moins|au-dessous|baisse\w*|recul\w*|menos|bajo|abaixo|sota"
    r"|menys|unter\w*|calo|cal[ai]\w*|perd\w+|drop\w*|fall\w*|fell|down|lower|less|loss|caíd\w+|cay\w+|baix\w+|Minus"
    r"|минус|ниже|упал\w*|сниз\w+)\b|تحت|ناقص|零下|マイナス|氷点下|下降|負|负|영하|마이너스",
    re.IGNORECASE,
)
"""Ways to say that a number is below zero, or has fallen."""
_PERCENT = re.compile(
    r"[%٪％]|\bper ?cent\w*|\bpour[ -]cent|\bpor ?ci?ento|\bprozent\w*|percentual\w*|процент\w*|百分|パーセント|割"
    r"|퍼센트|المئة|المائة",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"volt[ae]|times|fois|vec(?:es|z)|vezes|vegad|pass[io]|pasos|step|quart|terz|quint|decim|third|fifth|tiers|terci"
    r"|terço|drittel|viertel|genera[tz]|parol|palabr|words|mots|righe|lines|lignes"
)
"""Things that are not really counted ("quattro passi"), or are fractions."""
_HALF = Decimal("0.5")
_SIGNED = (*KNOWN, "ru", "ar", "zh", "ja", "ko")


def numbers(pair: Pair) -> Iterator[Remark]:
    """A number that digits write is lost, changed or invented."""
    asked, found = _both(pair)
    missing = _not_in(asked, found, days_and_years(pair.found, pair.case.target))
    extra = _not_in(found, asked, days_and_years(pair.asked, pair.case.source))
    missing, extra, restyled = _restyled(pair, missing, extra)
    spans = same_spans(pair) if missing or extra else set()
    said = {*_in_words(missing, pair.found, pair.case.target), *_in_words(extra, pair.asked, pair.case.source)}
    missing, extra = (
        [one for one in some if one not in said and not _is_one_of(one, spans)] for some in (missing, extra)
    )
    for one, other in restyled:
        yield Remark(f"'{other.text}' does not say '{one.text}' in this locale", one.text, other.text, doubtful=True)
    yield from _foreign_commas(pair, found)
    for place, figure in enumerate(missing):
        if place < len(extra):
            new = extra[place].text
            yield Remark(f"the number '{figure.text}' became '{new}'", figure.text, new)
        elif len(found) >= len(asked) or not _may_be_word(figure, pair.target):
            yield Remark(f"the number '{figure.text}' is lost", figure.text, doubtful=_is_doubtful(figure))
    for figure in extra[len(missing) :]:
        if len(asked) >= len(found) or not _may_be_word(figure, pair.source):
            message = f"the number '{figure.text}' was added"
            yield Remark(message, found=figure.text, doubtful=_is_doubtful(figure))


def signs(pair: Pair) -> Iterator[Remark]:
    """A minus was lost or added."""
    if pair.source not in _SIGNED or pair.target not in _SIGNED:
        return
    asked, found = (figures(text, "") for text in (pair.asked, pair.found))
    if any(figure.negative for figure in asked) and not _NEGATIVE.search(pair.found):
        yield Remark("a minus is lost", next(figure.text for figure in asked if figure.negative))
    if any(figure.negative for figure in found) and not _NEGATIVE.search(pair.asked):
        yield Remark("a minus was added", found=next(figure.text for figure in found if figure.negative))


def percentages(pair: Pair) -> Iterator[Remark]:
    """A percentage became a plain number."""
    if pair.source in _SIGNED and pair.target in _SIGNED:
        asked = _PERCENT.search(pair.asked)
        if asked and not _PERCENT.search(pair.found) and _HALF not in set(_spoken(pair.found, pair.case.target)):
            yield Remark("the per cent sign is lost", asked[0])


def number_words(pair: Pair) -> Iterator[Remark]:
    """A number that is written as a word, or in Roman numerals, became another one."""
    if pair.source not in KNOWN or pair.target not in KNOWN:
        return
    asked, found = _worded(pair.marked, pair.case.source), _worded(pair.found, pair.case.target)
    for term in pair.terms:
        asked |= _worded(term, pair.case.target)
    if set(asked.values()) == set(found.values()):
        return
    figures_asked, figures_found = _both(pair)
    written, answered = _with_cents(_atoms(figures_asked)), _with_cents(_atoms(figures_found))
    lost = [word for word, value in asked.items() if value not in found.values() and value not in answered]
    lost = [word for word in lost if not is_left(word, pair.found)]
    new = [word for word, value in found.items() if value not in asked.values() and value not in written]
    if lost and new and not {asked[lost[0]], found[new[0]]} <= same_spans(pair):
        yield Remark(f"'{lost[0]}' may have become '{new[0]}'", lost[0], new[0])
    for word in lost[: 0 if new else 1]:
        if 12 <= asked[word] < 100 or _counts(word, pair):
            yield Remark(f"the number '{word}' is lost", word)


def _counts(word: str, pair: Pair) -> bool:
    """Whether a small number, which is an idiom too often, surely counts something: "tre persone"."""
    thing = re.search(rf"(?<!\w){re.escape(word)}\s+([a-zà-ÿ]{{4,}})", pair.marked)
    if thing is None or not is_cardinal(word, pair.source) or _PERCENT.search(pair.found):
        return False
    return not _IDIOMS.match(thing[1]) and not units(pair.source).match(thing[1])


def _foreign_commas(pair: Pair, found: Sequence[Figure]) -> Iterator[Remark]:
    """A decimal comma where the locale has a point can be understood, but is a mistake."""
    if decimal_symbol(pair.case.target) == ".":
        for figure in found:
            match = re.match(r"\d+,\d{1,2}(?!\d|,)", figure.text)
            if match and match[0] in pair.asked:
                yield Remark(f"'{match[0]}' has a decimal comma", match[0], match[0], doubtful=True)


def _both(pair: Pair) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The figures of both sides, but for dates that both have; a term's figures are those of its wording."""
    asked, found = without_common_dates(pair)
    wanted = figures(asked, pair.case.source)
    for term in pair.terms:
        wanted += figures(term, pair.case.target)
    return wanted, figures(found, pair.case.target)


def _not_in(own: Sequence[Figure], others: Sequence[Figure], dated: set[Decimal]) -> list[Figure]:
    """The figures that the other side lacks: "15:30" is there as such or as 15 and 30, a 15 also as part of it."""
    whole = {reading for figure in others for reading in figure.readings}
    single = {reading[0] for reading in whole if len(reading) == 1} | dated
    parts = _atoms(others) | dated

    def is_there(reading: Reading) -> bool:
        return reading in whole or (reading[0] in parts if len(reading) == 1 else single.issuperset(reading))

    return [figure for figure in own if not any(map(is_there, figure.readings))]


def _atoms(found: Sequence[Figure]) -> set[Decimal]:
    return {number for figure in found for reading in figure.readings for number in reading}


_Sorted = tuple[list[Figure], list[Figure], list[tuple[Figure, Figure]]]


def _restyled(pair: Pair, missing: Sequence[Figure], extra: Sequence[Figure]) -> _Sorted:
    """Take out the pairs that have the same digits but say different things in their locales."""
    sure = pair.source in KNOWN and pair.target in KNOWN
    left, restyled = list(extra), []
    lost = []
    for figure in missing:
        other = next((other for other in left if _looks_like(figure, other, sure)), None)
        if other:
            left.remove(other)
            restyled.append((figure, other))
        else:
            lost.append(figure)
    return lost, left, restyled


def _looks_like(one: Figure, other: Figure, sure: bool) -> bool:
    if one.readings & other.loose or one.loose & other.readings:
        return True
    if sure or (one.bare is None) == (other.bare is None):
        return False
    scaled, plain = (one, other) if one.bare is not None else (other, one)
    return (scaled.bare,) in plain.readings


def _in_words(some: Sequence[Figure], text: str, tag: str) -> set[Figure]:
    """Those of the figures that the other side says in words or in Roman numerals."""
    if not some:
        return set()
    words = set(_spoken(text, tag)) | {Decimal(word.value) for word in roman(text)}
    words |= {word * 100 for word in words if 0 < word < 1}  # half is 50 per cent
    return {one for one in some if _is_said(one, words)}


def _is_said(figure: Figure, words: set[Decimal]) -> bool:
    more = {number % 100 for reading in figure.readings for number in reading if number in words}
    return any(_said(reading, words | more) for reading in figure.readings)


def _is_one_of(figure: Figure, numbers: set[Decimal]) -> bool:
    return any(reading[0] in numbers for reading in figure.readings if len(reading) == 1)


def _said(reading: Reading, words: set[Decimal]) -> bool:
    """Whether words name all its numbers; "un metro e ottanta" is 1.80."""
    return all(number in words or (int(number) in words and number % 1 * 100 in words) for number in reading)


def _spoken(text: str, tag: str) -> Iterator[Decimal]:
    """The numbers that words name, alone, with a half, by the dozen, and multiplied by the scale behind them."""
    known = scales(tag)
    words = [(Decimal(str(word.value)), word.end) for word in spelled(text, tag.split("-", maxsplit=1)[0])]
    yield from (number.value for number in counted(text, tag))
    half = any(value == _HALF for value, _ in words) * _HALF
    for place, (value, end) in enumerate(words):
        yield from (value, value + half)
        if place and value in (12, 20):
            yield words[place - 1][0] * value
        scale = known.find.match(text, end)
        if scale:
            yield from ((value + more) * known.of(scale["word"]) for more in (0, half))
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        if known.find.fullmatch(match[0]):
            yield known.of(match[0])


def _may_be_word(figure: Figure, language: str) -> bool:
    """A small or round number that a language without a table may write as a word."""
    values = [reading[0] for reading in figure.readings if len(reading) == 1 and reading[0] == int(reading[0])]
    if language in READ or not values:
        return False
    return any(value <= 20 or (value <= 100 and value % 10 == 0) or value in (1000, 10**6) for value in values)


def _is_doubtful(figure: Figure) -> bool:
    """A number inside a name, a fraction, a clock time that may be told in words, and one that is hard to miss."""
    times = any(len(reading) == 2 for reading in figure.readings)
    return figure.attached or times or (Decimal(1),) in figure.readings or "½" in figure.text


def _worded(text: str, tag: str) -> dict[str, Decimal]:
    """Word or words → number, from two up."""
    found = {text[number.start : number.end]: number.value for number in counted(text, tag) if number.value > 1}
    return found | {text[word.start : word.end]: Decimal(word.value) for word in roman(text) if word.value > 1}


def _with_cents(numbers: set[Decimal]) -> set[Decimal]:
    """The numbers, and the hundredths behind their decimal mark, which may be said apart."""
    return numbers | {number % 1 * 100 for number in numbers if number % 1}

"""The numbers of a text, read as its locale writes them.

In: a text and the BCP 47 tag of its locale. Out: `Figure`s, each with every reading that the locale allows. A reading
is a tuple of numbers: "15:30" is (15, 30), "3,5 milioni" (3500000,), "4/9/2025" (4, 9, 2025). Separators are those of
Unicode CLDR; digits of every script count. Refuses nothing: where a locale is unknown, both readings of a separator
count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from babel import UnknownLocaleError
from babel.numbers import get_decimal_symbol

from generator.translate.scales import scales

Reading = tuple[Decimal, ...]

_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?P<minus>(?<![^\s(\[“«\"'‘’])[-−–])?"
    rf"(?P<digits>\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:(?:[.,:/·٫٬،'’”″]|\s?[hH]\s?)\d+)*)"
    r"(?P<fraction>[½¼¾⅓⅔])?|(?P<alone>[½¼¾⅓⅔])"
)
_GROUPS = re.compile(r"\d{1,3}(?:\D\d{3})+|\d{1,2}(?:\D\d{2})+\D\d{3}")
"""Groups of three; of two with a last one of three, as India writes them."""
_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SQUARE = re.compile(r"(?<![^\W\d_])(?:[kcdmh]?m)[23]$")
_EVENING = re.compile(
    r"\W{0,2}(?:p\.? ?m\b|pm\b|(?:del|di) (?:pomeriggio|sera)|de la (?:tarde|noche|tarda|nit)|del vespre|du soir"
    r"|de l[’'](?:après-midi)|da (?:tarde|noite)|Uhr (?:nachmittags|abends)|(?:in the|this) (?:afternoon|evening)"
    r"|at night|вечера|дня|مساء|بعد الظهر)",
    re.IGNORECASE,
)
_EVENING_BEFORE = re.compile(r"(?:下午|晚上|傍晚|午後|오후|저녁)\s?$")
_MIDNIGHT = re.compile(r"\s?(?:a\.? ?m\b)", re.IGNORECASE)
_DECADE_BEFORE = re.compile(r"(?:anni|años|années|anos|anys|Jahren?)\s*[’'‘]?$", re.IGNORECASE)
_DECADE_AFTER = re.compile(r"[’']?s\b|er\b|年代|년대|-[еx]\b")
_NAME_BEFORE = re.compile(r"[A-Za-zÀ-ɏΑ-ωА-я][-‑–]?$")
_SEASON = re.compile(r"[12]\d{3}[-–/]\d\d")
_APOSTROPHE = re.compile(r"(?:^|\W)[’'‘]$")
_BETWEEN = re.compile(r"\s*(?:[-–—~〜/]|\b[^\W\d_]{1,5}\b|至|到|から)\s*%?\s*")
_PARTS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a text, from `start` to `end`.

    `readings` are what it means in its locale, `loose` what it would mean if another locale had written it, `bare` the
    number before a scale ("3" of "3 milioni"); `attached` tells one inside a name (G20, COVID-19).
    """

    text: str
    start: int
    end: int
    readings: frozenset[Reading]
    loose: frozenset[Reading] = frozenset()
    bare: Decimal | None = None
    scale: Decimal = Decimal(1)
    negative: bool = False
    attached: bool = False


@lru_cache(maxsize=256)
def figures(text: str, tag: str) -> tuple[Figure, ...]:
    """Every number that digits write in `text`, in order. `tag` may be empty. Several checks ask for those of the same
    text, so the last ones are kept."""
    if not _has_digits(text):
        return ()
    plain = latin_digits(text)
    return tuple(_related(plain, _joined(plain, list(_found(plain, text, tag)))))


def latin_digits(text: str) -> str:
    """The text with the decimal digits of every script, and lowered ones, as 0 to 9; no character moves."""
    if text.isascii():
        return text
    lowered = text.translate(_LOW)
    return re.sub(r"[^\x00-\x7f]", lambda match: str(unicodedata.decimal(match[0], match[0])), lowered)


def _has_digits(text: str) -> bool:
    return re.search(r"[\d₀-₉½¼¾⅓⅔]", text) is not None


def _found(plain: str, text: str, tag: str) -> Iterator[Figure]:
    known = scales(tag)
    for match in _NUMBER.finditer(plain):
        start, end = match.start(), match.end()
        if match["alone"]:
            half = frozenset({(Decimal(_PARTS[match["alone"]]),), _fraction(match["alone"])})
            yield Figure(text[start:end], start, end, half)
            continue
        if _SQUARE.search(plain[max(0, start - 2) : end]):
            continue
        strict, loose = _readings(match["digits"], tag)
        if match["fraction"]:
            strict = frozenset((*reading[:-1], reading[-1] + Decimal(_PARTS[match["fraction"]])) for reading in strict)
        strict |= _meant(plain, match.start("digits"), end, strict)
        attached = _NAME_BEFORE.search(plain[max(0, start - 2) : start]) is not None
        figure = Figure(text[start:end], start, end, strict, loose, None, Decimal(1), bool(match["minus"]), attached)
        scale = known.find.match(plain, end)
        yield _scaled(figure, scale, text, tag) if scale else figure


def _fraction(sign: str) -> Reading:
    """½ is also written 1/2."""
    return tuple(Decimal(part) for part in unicodedata.normalize("NFKD", sign).split("⁄"))


def _scaled(figure: Figure, match: re.Match[str], text: str, tag: str) -> Figure:
    known = scales(tag)
    value = known.of(match["word"])
    single = frozenset((reading[0] * value,) for reading in figure.readings if len(reading) == 1)
    if not single:
        return figure
    loose = frozenset((reading[0] * value,) for reading in figure.loose if len(reading) == 1)
    if known.is_vague(match["word"]):
        return replace(figure, readings=figure.readings | single, loose=figure.loose | loose)
    bare = next((reading[0] for reading in figure.readings if len(reading) == 1), None)
    end = match.end()
    return replace(figure, text=text[figure.start : end], end=end, readings=single, loose=loose, bare=bare, scale=value)


def _readings(digits: str, tag: str) -> tuple[frozenset[Reading], frozenset[Reading]]:
    """What a run of digits and separators may mean in the locale, and what only elsewhere."""
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return frozenset({(Decimal(digits),)}), frozenset()
    numbers = tuple(Decimal(part) for part in re.split(r"\D+", digits))
    if re.search(r"[:/hH]", marks):
        return frozenset({numbers, *_season(digits, numbers)}), frozenset()
    as_group = Decimal(re.sub(r"\D", "", digits)) if _GROUPS.fullmatch(digits) else None
    last = re.split(r"\D", digits)[-1]
    as_decimal = None
    if not re.search(r"[\s’']$", marks) and marks.count(marks[-1]) == 1 and _grouped(digits[: -len(last) - 1]):
        as_decimal = Decimal(re.sub(r"\D", "", digits[: -len(last) - 1]) + "." + last)
    if as_group is None and as_decimal is not None and _is_clock(digits, numbers):
        return frozenset({(as_decimal,), numbers}), frozenset()
    return _sorted(as_group, as_decimal, numbers, marks, tag)


def _sorted(
    group: Decimal | None, decimal: Decimal | None, numbers: Reading, marks: str, tag: str
) -> tuple[frozenset[Reading], frozenset[Reading]]:
    """Which of the readings are the locale's own."""
    if group is None or decimal is None or numbers[0] == 0:
        value = group if decimal is None or (group is not None and numbers[0]) else decimal
        spaced = {numbers} if marks.strip() != marks else set()
        return frozenset({(value,) if value is not None else numbers} | spaced), frozenset()
    symbol = decimal_symbol(tag)
    if not symbol:
        return frozenset({(group,), (decimal,)}), frozenset()
    if marks[-1] in (symbol, "٫"):
        return frozenset({(decimal,)}), frozenset({(group,)})
    return frozenset({(group,)}), frozenset({(decimal,)})


def _is_clock(digits: str, numbers: Reading) -> bool:
    """15.30 may be a time, 15.3 may not."""
    return re.fullmatch(r"\d{1,2}\.\d\d", digits) is not None and numbers[0] < 25 and numbers[1] < 60


def _season(digits: str, numbers: Reading) -> Iterator[Reading]:
    """2024/25 is two years."""
    if len(numbers) == 2 and re.fullmatch(r"[12]\d{3}/\d{2}", digits):
        yield numbers[0], numbers[0] // 100 * 100 + numbers[1]


def _grouped(digits: str) -> bool:
    """Whether the digits before a decimal mark are one group, or groups."""
    return digits.isdecimal() or _GROUPS.fullmatch(digits) is not None


def _meant(plain: str, start: int, end: int, readings: frozenset[Reading]) -> frozenset[Reading]:
    """More readings that the words around a number allow: an hour of the afternoon, a decade."""
    before, more = plain[max(0, start - 12) : start], set()
    evening = _EVENING.match(plain, end) or _EVENING_BEFORE.search(before)
    night = _MIDNIGHT.match(plain, end)
    for reading in readings:
        if evening and 0 < reading[0] < 12:
            more.add((reading[0] + 12, *reading[1:]))
        elif night and reading[0] == 12:
            more.add((Decimal(0), *reading[1:]))
        if reading[1:] == (Decimal(0),) and (evening or night or ":" in plain[start:end]):
            more |= {found[:1] for found in (reading, *more)}
    value = plain[start:end]
    if len(value) == 2 and (
        _APOSTROPHE.search(before) or _DECADE_BEFORE.search(before) or _DECADE_AFTER.match(plain, end)
    ):
        more |= {(Decimal(value) + century,) for century in (1800, 1900, 2000)}
    if len(value) == 4 and (_DECADE_BEFORE.search(before) or _DECADE_AFTER.match(plain, end)):
        more |= {(Decimal(value) % 100,)} if value[:2] in ("18", "19", "20") else set()
    return frozenset(more)


def _joined(plain: str, found: Sequence[Figure]) -> list[Figure]:
    """1億2000万 is one number, and 20世纪80年代 one decade."""
    joined: list[Figure] = []
    for figure in found:
        last = joined[-1] if joined else None
        if last and last.bare is not None and last.end == figure.start and last.scale > figure.scale:
            total = frozenset((a[0] + b[0],) for a in last.readings for b in figure.readings if len(a) == len(b) == 1)
            text = last.text + figure.text
            joined[-1] = Figure(text, last.start, figure.end, total, bare=last.bare, scale=figure.scale)
        elif last and plain[last.end : figure.start] in ("世纪", "世紀") and last.text.isdecimal():
            century = (int(last.text) - 1) * 100
            years = frozenset((century + number,) for reading in figure.readings for number in reading if number < 100)
            joined[-1] = replace(figure, start=last.start, readings=figure.readings | years)
        else:
            joined.append(figure)
    return joined


def _related(plain: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """ "3-5 milioni" begins with three million, "2024-25" ends in 2025."""
    following = [*found[1:], None]
    before: Figure | None = None
    for figure, after in zip(found, following, strict=True):
        readings = set(figure.readings)
        if after and after.bare is not None and figure.bare is None and _between(plain, figure, after):
            readings |= {
                (reading[0] * after.scale,) for reading in figure.readings if len(reading) == 1 and reading[0] < 1000
            }
        if before and _SEASON.fullmatch(plain, before.start, figure.end):
            readings.add((Decimal(before.text[:2] + figure.text[-2:]),))
        yield replace(figure, readings=frozenset(readings))
        before = figure


def _between(plain: str, figure: Figure, after: Figure) -> bool:
    return _BETWEEN.fullmatch(plain, figure.end, after.start) is not None


@cache
def decimal_symbol(tag: str) -> str:
    """The decimal mark of a locale, "." or ","; empty for an unknown one."""
    try:
        symbol = get_decimal_symbol(tag.replace("-", "_")) if tag else ""
    except (UnknownLocaleError, ValueError):
        return ""
    return "," if symbol == "٫" else str(symbol)

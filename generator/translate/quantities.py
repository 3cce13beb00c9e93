"""Amounts, measures, times and dates of a text, as the other language writes them.

In: a text and two BCP 47 locales. Out: where each quantity stands, and its wording in the other locale: `1.234,5`
becomes `1,234.5`, `12,4 %` `12.4%`, `€ 1.234,50` `€1,234.50`, `alle 15.30` `15:30`, `il 4 settembre 2025` `on September
4, 2025`. Separators, patterns and names of months are those of Unicode CLDR. Small whole numbers are left to the
engines, whose grammar needs them ("3 deputies"), and to a check. Refuses nothing: what it does not know for sure, it
leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import partial

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol, parse_pattern

from generator.translate.dates import Date, dates

_NOT_INSIDE = r"(?<![\w.,:/+\-–—’'])"
_NOT_BEFORE = r"(?!\w|[.,:/’'\-–—]\w)"
_SPACES = " \u00a0\u2009\u202f"
_SPACE = f"[{_SPACES}]?"
UNITS = r"km²|km/h|km|m²|m³|cm|mm|kg|g|mg|µg|km³|ha|m/s|m|l|ml|hl|°C|°F|K|kW|kWh|MW|MWh|GW|GWh|TWh|Hz|kHz|MHz|GHz|kB|MB|GB|TB|hPa|bar|dB|t"  # noqa: E501
"""Symbols of units (SI brochure, 9th edition), the same in every language that uses Latin symbols."""
MONEY = "€$£¥₽₹₩₺₪₴"
_MULTIPLIED = re.compile(
    rf"[{_SPACES}]?(?:mil|mld|mln|bn\b|m\b|bil|trill?|thousand|tausend|mio\b|mrd\b|kilo|mi\b)", re.I
)
_CLOCK = {
    "it": r"(?:ore|alle|dalle|delle|le|all’|all')",
    "pt": r"(?:às|as|das)",
    "pt-BR": r"(?:às|as|das)",
    "de": r"(?:um|ab|bis|gegen)",
}
"""What stands before a time that is written with a full stop, and tells it from a number."""
_HOUR = ("fr", "pt", "ca")
"""Languages in which 15h30 is a time of day; elsewhere it is how long a match took."""
ON_DAY = {
    "it": ("il", "l’"), "en": ("on",), "es": ("el",), "fr": ("le",), "pt": ("em", "a"), "pt-BR": ("em",),
    "ca": ("el", "l’"), "de": ("am",),
}  # fmt: skip
"""What a language puts before a date that says when something happened; the first form is written."""

_YEAR_WORD = re.compile(r"\s[гр]\.")
"""What Russian and Ukrainian put behind a year."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A piece of a text, from `start` to `end`, and its wording in the other locale."""

    start: int
    end: int
    wording: str


Find = Callable[[str], Iterator[Quantity]]


def finder(source: str, target: str) -> Find:
    """A function that finds the quantities of texts in `source` and words them in `target`, none overlapping."""
    ways = (_dates(source, target), _times(source, target), _thousands(source, target), _amounts(source, target))

    def find(text: str) -> Iterator[Quantity]:
        if not any(map(str.isdigit, text)):
            return
        at = 0
        found = [quantity for way in ways for quantity in way(text)]
        for quantity in sorted(found, key=lambda quantity: (quantity.start, -quantity.end)):
            if quantity.start >= at:
                at = quantity.end
                yield quantity

    return find


def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def _amounts(source: str, target: str) -> Find:
    """Numbers with separators, with a unit, a percent sign or a currency, and numbers of six digits and more."""
    decimal, group = map(re.escape, (get_decimal_symbol(_locale(source)), get_group_symbol(_locale(source))))
    groups = f"[{_SPACES}]" if get_group_symbol(_locale(source)).isspace() else f"(?:{group}|[{_SPACES[1:]}])"
    pairs = rf"(?:{groups}\d\d)*" if "#,##,#" in _locale(source).decimal_formats[None].pattern else ""  # as in India
    number = rf"(?P<whole>\d{{1,3}}(?:{pairs}{groups}\d{{3}})+|\d+)(?:{decimal}(?P<part>\d+))?"
    pattern = re.compile(
        rf"{_NOT_INSIDE}(?P<before>[{MONEY}]{_SPACE})?{number}"
        rf"(?P<after>{_SPACE}(?:%|‰|[{MONEY}]|(?!(?<!\s)K)(?:{UNITS})(?!\w)))?(?!\d){_NOT_BEFORE}"
    )
    write = partial(_written, locale=_locale(target))

    def find(text: str) -> Iterator[Quantity]:
        for match in pattern.finditer(text):
            whole, part, after = match["whole"], match["part"] or "", match["after"] or ""
            if whole.isdigit() and not part and not match["before"] and not after and len(whole) < 6:
                continue
            amount = write(whole, part)
            yield Quantity(match.start(), match.end(), _with_sign(match, amount, text[match.end() :], _locale(target)))

    return find


def _thousands(source: str, target: str) -> Find:
    """What Italian newspapers write in one word, `18mila`, which engines take for "18"."""
    pattern = re.compile(rf"{_NOT_INSIDE}(\d{{1,3}})[{_SPACES}]?mila(?!\w)")
    locale = _locale(target)

    def find(text: str) -> Iterator[Quantity]:
        for match in pattern.finditer(text) if source.partition("-")[0] == "it" else ():
            yield Quantity(match.start(), match.end(), _written(f"{match[1]}.000", "", locale))

    return find


def _written(whole: str, part: str, locale: Locale) -> str:
    """A number in a locale's digits and separators, grouped if it was, with as many decimals as it had."""
    digits = re.sub(r"\D", "", whole)
    pattern = locale.decimal_formats[None].pattern.split(";")[0].partition(".")[0]
    if digits == whole:
        pattern = "0" * len(digits)
    shape = parse_pattern(pattern + (f".{'0' * len(part)}" if part else ""))
    return str(shape.apply(Decimal(f"{digits}.{part}" if part else digits), locale))


def _with_sign(match: re.Match[str], amount: str, rest: str, locale: Locale) -> str:
    """The amount with its unit, percent or currency sign where the locale puts it."""
    before, after = (match["before"] or "").strip(_SPACES), (match["after"] or "").strip(_SPACES)
    sign = before or after
    if not sign:
        return amount
    if sign in MONEY:
        if _MULTIPLIED.match(rest):  # "€3.5 million": the sign's place would depend on the next word
            return f"{match['before'] or ''}{amount}{match['after'] or ''}"
        pattern = str(locale.currency_formats["standard"].pattern).split(";")[0]
        return _placed(pattern, "¤", sign, amount)
    if sign in "%‰":
        return _placed(str(locale.percent_formats[None].pattern).split(";")[0], "%", sign, amount)
    return f"{amount}\u00a0{sign}"


def _placed(pattern: str, mark: str, sign: str, amount: str) -> str:
    """`amount` and `sign` in the order and with the space of a CLDR pattern, such as `#,##0.00 ¤`."""
    gap = "\u00a0" if re.search(rf"[{_SPACES}]", pattern) else ""
    return f"{sign}{gap}{amount}" if pattern.lstrip("\u200e\u200f").startswith(mark) else f"{amount}{gap}{sign}"


def _times(source: str, target: str) -> Find:
    """Times of day to the minute. A full stop between the two parts is a time only after a word that says so."""
    clock = _CLOCK.get(source)
    between = "[:h]" if source.partition("-")[0] in _HOUR else ":"
    pattern = re.compile(rf"{_NOT_INSIDE}(?P<h>\d\d?){between}(?P<m>\d\d)(?![’'′]){_NOT_BEFORE}")
    spoken = re.compile(rf"\b{clock}\s?(?P<time>(?P<h>\d\d?)\.(?P<m>\d\d)){_NOT_BEFORE}", re.I) if clock else None

    def find(text: str) -> Iterator[Quantity]:
        for match in pattern.finditer(text):
            yield from _clocked(match, match.span(), target)
        for match in spoken.finditer(text) if spoken else ():
            yield from _clocked(match, match.span("time"), target)

    return find


def _clocked(match: re.Match[str], span: tuple[int, int], target: str) -> Iterator[Quantity]:
    hour, minute = int(match["h"]), int(match["m"])
    if hour < 24 and minute < 60:
        yield Quantity(*span, str(format_skeleton("Hm", time(hour, minute), locale=_locale(target))))


def _dates(source: str, target: str) -> Find:
    """A day with its month, in words or (with the year) in figures. Two days for one month ("3-5 May") and what has two
    readings (3/4/2025 in English) are left alone."""
    on = "|".join(re.escape(form) for word in ON_DAY.get(source, ()) for form in (word, word.capitalize()))
    lead = re.compile(rf"(?<![^\W_])(?P<on>{on})(?:(?<=’)|\s)$") if on and target in ON_DAY else re.compile(r"(?!)")

    def find(text: str) -> Iterator[Quantity]:
        found = dates(text, source)
        for item in found:
            alone = sum(other.start == item.start for other in found) == 1
            wording = _day(item, target) if alone and len(item.days) == 1 else ""
            before, ending = lead.search(text[: item.start]), _YEAR_WORD.match(text, item.end)
            if wording:
                start = before.start() if before else item.start
                yield Quantity(
                    start, ending.end() if ending else item.end, _on(before and before["on"], wording, target)
                )

    return find


def _day(found: Date, target: str) -> str:
    """A date in the long form of a locale, or nothing if there is no such day."""
    ((day, month),) = found.days
    try:
        known = date(found.year or 2024, month, day)
    except ValueError:
        return ""
    locale = _locale(target)
    return str(format_date(known, "long", locale) if found.year else format_skeleton("MMMMd", known, locale=locale))


def _on(written: str | None, wording: str, target: str) -> str:
    """The date with what the language puts before it, capitalised as it was."""
    if not written:
        return wording
    lead = ON_DAY[target][0]
    return f"{lead[0].upper() + lead[1:] if written[0].isupper() else lead} {wording}"

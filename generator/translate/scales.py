"""Words and signs that multiply the number before them: "milioni", "bn", "mila", "Mrd.", "万", "लाख".

In: a BCP 47 locale. Out: its `Scales`. Most come from the compact number patterns of Unicode CLDR; newspapers'
abbreviations are added. Refuses nothing: an unknown locale has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError

_MORE = {
    "it": "mila=3 migliaia=3 migliaio=3 mln=6 mld=9 mrd=9 milione=6 milioni=6 miliardo=9 miliardi=9 bilioni=12"
    " bilione=12 trilioni=18",
    "en": "hundred=2 thousand=3 thousands=3 k=3 m=6 mn=6 mln=6 millions=6 bn=9 b=9 billions=9 tn=12 trn=12 trillions=12"
    " lakh=5 crore=7 hundreds=2",
    "es": "mil=3 miles=3 millón=6 millones=6 mill=6 mdd=6 billón=12 millardo=9 millardos=9",
    "fr": "mille=3 millier=3 milliers=3 million=6 mio=6 milliard=9 mds=9 mrd=9 billion=12",
    "pt": "mil=3 milhar=3 milhares=3 milhão=6 milhões=6 bilhão=9 bilhões=9 bilião=12 biliões=12 trilhão=12"
    " mil|milhões=9 mi=6 bi=9",
    "ca": "mil=3 miler=3 milers=3 milió=6 milions=6 milers|de|milions=9 mil|milions=9 bilió=12 M=6",
    "de": "tausend=3 tsd=3 million=6 mio=6 milliarde=9 mrd=9 billion=12 millionste=6",
    "nl": "mln=6 mld=9 miljoen=6 miljard=9",
    "ru": "тыс=3 тысяч=3 тысячи=3 тысяча=3 млн=6 миллионам=6 миллионами=6 миллионах=6 млрд=9 миллиардах=9 трлн=12",
    "uk": "тис=3 тисяч=3 млн=6 млрд=9 трлн=12",
    "zh": "千=3 百=2 万=4 萬=4 百万=6 百萬=6 千万=7 千萬=7 亿=8 億=8 十亿=9 十億=9 万亿=12 萬億=12 兆=12",
    "ja": "千=3 百=2 万=4 百万=6 千万=7 億=8 兆=12",
    "ko": "천=3 백=2 만=4 백만=6 천만=7 억=8 조=12",
    "ar": "ألف=3 آلاف=3 ألفا=3 ألفًا=3 مليون=6 مليونا=6 مليونًا=6 ملايين=6 مليار=9 مليارات=9 مليارا=9 بليون=9"
    " تريليون=12 ترليون=12",
    "hi": "हजार=3 हज़ार=3 लाख=5 करोड़=7 करोड़=7 अरब=9 मिलियन=6 बिलियन=9",
}
"""Words with the power of ten that they stand for; a bar stands for white space."""
_TELLING = 3
"""Letters of a word that is surely a scale, where no number stands before it."""
_DIGITS = re.compile(r"\d[\s\u00a0\u202f-]*$")
_OF = re.compile(r"[\s\u00a0-]+(?:(?:di|de|of)\s|d[’'])?", re.IGNORECASE)
_NO_SPACES = ("zh", "ja", "ko")
_UNITS = ("km",)
"""What CLDR shortens as a unit is written: in a Catalan newspaper "130 km" is a distance."""
_CJK_BETWEEN = "[多余餘여]?"
"""What may stand between number and scale: 30多万, more than 300,000."""


@dataclass(frozen=True, slots=True)
class Scales:
    """`find` matches a scale at the place where a number ends, `alone` one that begins a word; `values` has it by its
    word, lower-cased where the language does so."""

    find: re.Pattern[str]
    alone: re.Pattern[str]
    values: Mapping[str, Decimal]

    def of(self, word: str) -> Decimal:
        """The value of a word that `find` has matched."""
        return self.values[_key(word)]

    def is_vague(self, word: str) -> bool:
        """A single Latin letter may as well be a unit: 3 m, 5 K."""
        return len(word) == 1 and word.isascii()


@cache
def scales(tag: str) -> Scales:
    """The scales of a locale, longest word first."""
    language = tag.split("-", maxsplit=1)[0]
    values = {_key(word): value for word, value in (*_patterns(tag), *_listed(language))}
    words = sorted(values, key=len, reverse=True)
    any_word = "|".join(re.escape(word).replace("\\ ", r"[ \u00a0]+") for word in words) or r"(?!)"
    before, behind = (rf"\s?{_CJK_BETWEEN}", "") if language in _NO_SPACES else (r"[\s\u00a0-]*", r"(?![^\W\d_])")
    find, alone = (re.compile(rf"{start}(?P<word>{any_word}){behind}", re.IGNORECASE) for start in (before, r"\b"))
    return Scales(find, alone, values)


def spoken_scales(text: str, tag: str) -> Iterator[tuple[str, Decimal]]:
    """The words of `text` that are scales, with their values; "thousand million" is one scale. Those behind digits are
    left out."""
    known = scales(tag)
    last: tuple[str, Decimal, int] | None = None
    for match in known.alone.finditer(text):
        word, value = match["word"], known.of(match["word"])
        if len(word) < _TELLING or _DIGITS.search(text, max(0, match.start() - _TELLING), match.start()):
            continue
        if last and value > last[1] and _OF.fullmatch(text, last[2], match.start()):
            last = (f"{last[0]} {word}", last[1] * value, match.end())
            continue
        if last:
            yield last[:2]
        last = (word, value, match.end())
    if last:
        yield last[:2]


def _key(word: str) -> str:
    return re.sub(r"\s+", " ", word).lower()


def _listed(language: str) -> Iterator[tuple[str, Decimal]]:
    for entry in _MORE.get(language, "").split():
        word, _, power = entry.partition("=")
        yield word.replace("|", " "), Decimal(10) ** int(power)


def _patterns(tag: str) -> Iterator[tuple[str, Decimal]]:
    """From CLDR's patterns: "00 milioni" for 10,000,000 says that "milioni" is a million."""
    try:
        formats = Locale.parse(tag, sep="-").compact_decimal_formats
    except (UnknownLocaleError, ValueError):
        return
    for width in ("long", "short"):
        for patterns in formats.get(width, {}).values():
            for magnitude, pattern in patterns.items():
                zeros = pattern.pattern.count("0")
                word = pattern.pattern.strip("0 \u00a0\u200f").replace("'", "").strip(". \u00a0")
                if word and zeros and "¤" not in word and word.lower() not in _UNITS:
                    yield word.replace("\u00a0", " "), Decimal(magnitude) / Decimal(10) ** (zeros - 1)

"""Checks of single characters: invisible, doubly escaped or foreign ones, and such as were read in a wrong encoding.

In: a `Pair`. Out: remarks. Refuses nothing itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.translate.check.case import Pair, Remark

_MARKS = "\u200e\u200f\u061c"
"""Marks of direction, which texts written from right to left need."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv")
_JOINERS = "\u200c\u200d"
_JOINED = (*_RIGHT_TO_LEFT, "hi", "mr", "ne", "bn", "as", "pa", "gu", "ta", "te", "kn", "ml", "si", "km", "my")
"""Languages whose writing needs joiners."""
_ENTITY = re.compile(
    r"&(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos|nbsp|[lr][sda]quo|[nm]dash|hellip|euro|[a-z]{2,6}(?:acute|grave|circ|uml|cedil|tilde));",
    re.I,
)
_MIXED = re.compile(r"(?:[a-zà-ÿ][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][a-zà-ÿ])", re.I)
_SINGLE = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What a byte from 0x80 to 0xBF is in Latin-1 and in Windows-1252: the second half of a letter in UTF-8."""
_MISREAD = re.compile(
    rf"(?<![A-ZÀ-Þ])[ÃÂ]{_SINGLE}|(?<=[A-ZÀ-Þ])[ÃÂ](?![«»‹›‘’“”–—…\u00a0]){_SINGLE}"  # «AMANHÃ» is a word
    rf"|[a-zà-ÿ][Â-Þ]{_SINGLE}|(?<!\w)Ã(?!\w)|(?<=\d)Â(?!\w)"
    rf"|â€|â[‚„†ˆ][{_SINGLE[1:-1]}]|ï¿½|ï»¿|√[©®†°ß¢]"
    rf"|(?:[Â-ß]{_SINGLE}){{3,}}|(?:[à-ï]{_SINGLE}{{2}}){{2,}}|ð[Ÿ\u009f]{_SINGLE}{{2}}"
)
"""UTF-8 that was read as Windows-1252, Latin-1 or Mac Roman: "annoncÃ©", "â€™", "Ð¼Ð¾ÑÑ‚"."""
_LETTER = "[^\\W\\d_]"
_QUESTIONABLE = re.compile(rf"{_LETTER}\?(?=[a-zà-ÿа-я])|(?<![^\s(«“\"‘'])\?(?=[a-zà-ÿ]{{2}})|\?{{3,}}|\?\s\?\s\?")
_QUESTION_INSIDE = re.compile(rf"{_LETTER}\?\s+[a-zà-ÿ]")


def control_characters(pair: Pair) -> Iterator[Remark]:
    """Invisible characters that the source did not have; those that the target's script needs aside."""
    text = pair.case.text
    if text.isascii() and text.isprintable():
        return
    allowed = _JOINERS if not pair.target or pair.target in _JOINED else ""
    allowed += _MARKS if not pair.target or pair.target in _RIGHT_TO_LEFT else ""
    for character in sorted(set(text) - set(pair.case.segment.text)):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") and character not in allowed:
            yield Remark(f"the character U+{ord(character):04X} was added", found=character)
    if "\ufffd" in text and "\ufffd" not in pair.case.segment.text:
        yield Remark("a character was lost on the way (U+FFFD)", found="\ufffd")


def entities(pair: Pair) -> Iterator[Remark]:
    """A character reference that a reader would see as such: it was escaped twice."""
    for match in _ENTITY.finditer(pair.found):
        if match[0] not in pair.asked:
            yield Remark(f"'{match[0]}' would be read as it stands", found=match[0])


def mixed_letters(pair: Pair) -> Iterator[Remark]:
    """A word with letters of two alphabets that look alike: no search finds it."""
    match = _MIXED.search(pair.found)
    if match and not _MIXED.search(pair.asked):
        yield Remark(f"'{match[0]}' mixes letters of two alphabets", found=match[0])


def misread(pair: Pair) -> Iterator[Remark]:
    """Letters that were read in a wrong encoding, or became question marks."""
    match = _MISREAD.search(pair.found)
    if match and match[0] not in pair.asked:
        yield Remark(f"'{match[0]}' was read in a wrong encoding", found=match[0])
    if "?" not in pair.found or "?" in pair.asked or "？" in pair.asked or "؟" in pair.asked:
        return
    match = _QUESTIONABLE.search(pair.found)
    inside = _QUESTION_INSIDE.search(pair.found)
    if match:
        yield Remark("a letter became a question mark", found=match[0])
    elif inside:
        yield Remark("a letter may have become a question mark", found=inside[0], doubtful=True)

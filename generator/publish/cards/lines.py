"""Headlines broken into lines of nearly the same length.

In: a text, a function that measures, the width and the number of lines that there is room for. Out: lines. Words are
kept whole; Chinese and Japanese break between characters but where punctuation forbids it (JIS X 4051 and Unicode's
UAX 14, in short), Thai between phrases, else before the vowels that begin a syllable. Refuses nothing: what is too
long even for single characters ends in an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

Measure = Callable[[str], float]
"""Text → its width in pixels."""

_WIDE = "\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_NO_START = (
    "、。，．・：；？！ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ）］｝〉》」』】〕〗〙’”…‥％!?,.:;)]}%"
)
_NO_END = "（［｛〈《「『【〔〖〘‘“([{"
_COARSE = re.compile(rf"[゠-ヿー]+|[^{_WIDE}\s]+|[{_WIDE}]")
"""What stays together: words in Katakana, words and figures in other scripts, single characters of Chinese."""
_FINE = re.compile(r"[^\s][\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e30-\u0e3a\u0e45-\u0e4e]*")
_THAI = re.compile(r"(?<=[\u0e00-\u0e7f])(?=[\u0e40-\u0e44])")
Piece = tuple[str, bool]
"""A text that is not broken, and whether a space stands before it."""


def wrap(text: str, measure: Measure, width: float, most: int) -> list[str] | None:
    """At most `most` balanced lines; None where whole words do not fit. Thai may break at syllables where its phrases
    take more than half a line."""
    pieces = _joined(text, _COARSE)
    if any(measure(piece) > width / 2 for piece, _ in pieces if _THAI.search(piece)):
        pieces = _joined(_THAI.sub("\u200b", text), _COARSE)
    return _balanced(pieces, measure, width, most)


def wrap_anyhow(text: str, measure: Measure, width: float, most: int) -> list[str]:
    """At most `most` lines by breaking words or at last by leaving out the end."""
    pieces = _joined(text, _FINE)
    lines = _balanced(pieces, measure, width, most)
    while not lines and len(pieces) > 1:
        pieces = pieces[: len(pieces) * 9 // 10]
        lines = _balanced([*pieces, ("…", False)], measure, width, most)
    return lines or []


def _joined(text: str, pattern: re.Pattern[str]) -> list[Piece]:
    """The pieces of a text; those that may not begin or end a line are joined to their neighbours."""
    pieces: list[Piece] = []
    for word in text.split():
        for number, part in enumerate(part for bit in word.split("\u200b") for part in pattern.findall(bit)):
            before, spaced = pieces[-1] if pieces and number else ("", True)
            if before and (part[0] in _NO_START or before[-1] in _NO_END):
                pieces[-1] = (before + part, spaced)
            else:
                pieces.append((part, not number))
    return pieces


def _balanced(pieces: Sequence[Piece], measure: Measure, width: float, most: int) -> list[str] | None:
    """Lines as narrow as their number allows, so that they are about equally long."""
    widths = [measure(piece) for piece, _ in pieces]
    if not pieces or max(widths) > width:
        return None
    space = measure(" ")
    ends = _filled(pieces, widths, space, width)
    if len(ends) > most:
        return None
    narrow, wide = max(widths), width
    while wide - narrow > space:
        middle = (narrow + wide) / 2
        tried = _filled(pieces, widths, space, middle)
        if len(tried) <= len(ends):
            ends, wide = tried, middle
        else:
            narrow = middle
    return [_text(pieces[start:end]) for start, end in pairwise((0, *ends))]


def _filled(pieces: Sequence[Piece], widths: Sequence[float], space: float, width: float) -> list[int]:
    """Where lines end if each takes as many pieces as it can."""
    ends: list[int] = []
    taken = 0.0
    for number, ((_, spaced), wide) in enumerate(zip(pieces, widths, strict=True)):
        added = wide + (space if spaced else 0)
        if taken and taken + added > width:
            ends.append(number)
            taken = wide
        else:
            taken += added if taken else wide
    return [*ends, len(pieces)]


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(f" {piece}" if spaced else piece for piece, spaced in pieces).strip()

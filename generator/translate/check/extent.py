"""Checks of how much there is: far too little, far too much, broken off, said again and again.

In: a `Pair`. Out: remarks. Refuses nothing itself. Lengths are counted in letters of alphabetic writing: an ideograph
says about as much as three letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.translate.check.case import Pair, Remark

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SYLLABLES = re.compile(r"[\uac00-\ud7a3]")
_CJK_WEIGHT, _HANGUL_WEIGHT = 3.0, 2.0
_SHORT = 30
"""Letters below which a ratio of lengths says nothing."""
_BOUNDS, _BOUNDS_SHORT, _ABSURD = (0.5, 2.0), (0.38, 2.6), 6.0
"""Ratios of lengths that are usual in texts of more than `_LONG_ENOUGH` letters, in shorter ones, and in none."""
_LONG_ENOUGH = 80
_STOP = re.compile(r"[.!?…。！？।۔؟։።:;][\"'”’»›」』》)）\]］*_\s]*$")
_INDIC = r"\u0900-\u0963\u0980-\u0dff"
"""Scripts from Devanagari to Sinhala, whose vowel signs Python counts neither as letters nor as parts of words."""
_WORD = re.compile(rf"(?:[^\W_]|[{_INDIC}])+")
_SIGN = re.compile(rf"(?=[\W_])[{_INDIC}]")
_GROSS, _MILD = 4, 3
"""Times that a word follows itself, beyond what the source does."""


def length(pair: Pair) -> Iterator[Remark]:
    """The translation is far shorter or far longer than the source."""
    asked, found = _letters(pair.asked), _letters(pair.found)
    if not found or not asked:
        return
    ratio = found / asked
    low, high = _BOUNDS if asked >= _LONG_ENOUGH else _BOUNDS_SHORT
    if max(asked, found) >= 4 * _SHORT and not 1 / _ABSURD < ratio < _ABSURD:
        yield Remark(f"the translation has {ratio:.2g} times the length of the source")
    elif asked >= _SHORT and not low <= ratio <= high:
        yield Remark(f"the translation has {ratio:.2g} times the length of the source", doubtful=True)


def truncated(pair: Pair) -> Iterator[Remark]:
    """The translation breaks off: sentences are missing, or the last one has no end."""
    asked, found = _letters(pair.asked), _letters(pair.found)
    if asked < _LONG_ENOUGH or not found or not pair.found_sentences:
        return
    ratio = found / asked
    ends = bool(_STOP.search(pair.asked)) and not _STOP.search(pair.found)
    sentences = len(pair.asked_sentences) - len(pair.found_sentences)
    if ends and pair.target not in ("th", "lo", "km", "my") and ratio < 0.7:
        yield Remark("the translation breaks off", pair.asked_sentences[-1], pair.found[-20:])
    elif sentences >= 1 and ratio < 0.6 and _last_is_short(pair):
        yield Remark(f"{sentences} sentences fewer than in the source", pair.asked_sentences[-1])


def repetition(pair: Pair) -> Iterator[Remark]:
    """A word or phrase comes again and again, as a neural engine in a loop writes it."""
    found = _units(pair.found)
    if len(found) < 4 or len(set(found)) == len(found):
        return
    run, words = _longest_run(found)
    spoken = _longest_run(_units(pair.asked))[0] if run > 1 else 1
    if run > spoken and run >= (_MILD if len(words) == 1 else 2):
        gross = run >= (_GROSS if len(words) == 1 else 3 if len(words) == 2 else 2) and run * len(words) >= 4
        phrase = " ".join(words)
        yield Remark(f"'{phrase}' comes {run} times in a row", found=phrase, doubtful=not gross)
        return
    often, phrase = _most(found, 4)
    if often >= 3 and often > _most(_units(pair.asked), 4)[0] + 1:
        yield Remark(f"'{phrase}' comes {often} times", found=phrase, doubtful=often * 4 < len(found) / 2)


def _letters(text: str) -> float:
    """How long a text is, in letters of alphabetic writing."""
    count = float(sum(map(str.isalnum, text)))
    if text.isascii():
        return count
    count += len(_SIGN.findall(text))
    dense, syllables = len(_DENSE.findall(text)), len(_SYLLABLES.findall(text))
    return count + (_CJK_WEIGHT - 1) * dense + (_HANGUL_WEIGHT - 1) * syllables


def _last_is_short(pair: Pair) -> bool:
    """Whether what is missing is about what the last sentences of the source say."""
    kept = sum(_letters(sentence) for sentence in pair.asked_sentences[: len(pair.found_sentences)])
    return _letters(pair.found) > 0.6 * kept


def _units(text: str) -> list[str]:
    """Words, or single ideographs."""
    words = _WORD.findall(text.lower())
    return [unit for word in words for unit in (list(word) if _DENSE.match(word) else [word])]


def _longest_run(units: Sequence[str]) -> tuple[int, Sequence[str]]:
    """The most times that up to eight units follow themselves, and these units."""
    best, what = 1, units[:1]
    for width in range(1, min(8, len(units) // 2) + 1):
        run = 0
        for at in range(width, len(units)):
            run = run + 1 if units[at] == units[at - width] else 0
            times = run // width + 1
            if times > best and not all(unit.isdecimal() for unit in units[at - width : at]):
                best, what = times, units[at - width + 1 : at + 1]
    return best, what


def _most(units: Sequence[str], width: int) -> tuple[int, str]:
    """The phrase of `width` units that comes most often."""
    counted = Counter(tuple(units[at : at + width]) for at in range(len(units) - width + 1))
    if not counted:
        return 0, ""
    phrase, count = counted.most_common(1)[0]
    return count, " ".join(phrase)

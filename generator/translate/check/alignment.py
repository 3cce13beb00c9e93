"""Check that every sentence of the source has its sentence in the translation, and none was put in.

In: a `Pair`. Out: a remark where one whole sentence was dropped, added or said twice. Refuses nothing itself. Good
translators join and part sentences; then what was joined is as long as its parts together. Lengths are compared as
Gale and Church do ("A Program for Aligning Sentences in Bilingual Corpora", 1993), for a single difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

from generator.translate.check.case import Pair, Remark

_CLEARLY, _PROBABLY = 0.35, 0.18
"""By how much dropping must explain the lengths better than joining does (sum of logarithms of ratios)."""
_FITS = 0.3
"""How far a pair of sentences may be from equal length, on average, to count as translations of each other."""
_LEAST = 15
"""Characters of a sentence whose loss can be told from a change of wording."""
_COMPARABLE = ("it", "en", "es", "fr", "pt", "ca", "gl", "oc", "ro", "de", "nl", "da", "sv", "nb", "no")
"""Languages whose sentences are of about the same length."""


def sentences(pair: Pair) -> Iterator[Remark]:
    """A sentence was dropped, added or said twice."""
    asked, found = pair.asked_sentences, pair.found_sentences
    again = [sentence for sentence, count in Counter(found).items() if count > 1 and len(sentence) >= 2 * _LEAST]
    if again and len(set(asked)) == len(asked):
        yield Remark("this sentence is said twice", found=again[0])
        return
    if not asked or not found or pair.source not in _COMPARABLE or pair.target not in _COMPARABLE:
        return
    if len(asked) == len(found) + 1:
        lost, clearness = _surplus(asked, found)
        if clearness >= _PROBABLY:
            yield Remark("a sentence is lost", lost, doubtful=clearness < _CLEARLY)
    elif len(found) == len(asked) + 1:
        added, clearness = _surplus(found, asked)
        if clearness >= _PROBABLY:
            yield Remark("a sentence was added", found=added, doubtful=True)


def _surplus(many: Sequence[str], few: Sequence[str]) -> tuple[str, float]:
    """The sentence of `many` for which `few` most probably has none, and how much better that explains the lengths
    than that two of `many` were joined; 0 where it does not."""
    dropped = [(_distance([*many[:at], *many[at + 1 :]], few), at) for at in range(len(many))]
    joined = [[*many[:at], f"{one} {other}", *many[at + 2 :]] for at, (one, other) in enumerate(pairwise(many))]
    far, at = min(dropped)
    if far > _FITS * len(few) or len(many[at]) < _LEAST:
        return "", 0.0
    return many[at], min(_distance(sentences, few) for sentences in joined) - far


def _distance(many: Sequence[str], few: Sequence[str]) -> float:
    """The distances of the lengths of sentences, pair by pair, added up."""
    return sum(abs(log(len(one) / len(other))) for one, other in zip(many, few, strict=True))

"""Checks that need several answers at once: a notice that nobody has listed is given away by being said of every text.

In: answers of one engine, each as `Told` with the text it was given for. Out: by place, what is wrong with one: it came
back as it went, where most of its work did; it was given for a text that says something else; it begins or ends in
words that most others do, though their sources do not. Refuses nothing itself.

Two texts may well have one translation ("Il Papa", "Il Pontefice"), and sentences may begin alike: what the sources
have in common is never held against their translations.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from generator.translate.check.case import Remark, visible

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_STEM = 4
"""Letters by which words are compared, and that a word must have to tell something."""
_ALIKE = 0.2
"""The share of their words by which two texts that say different things may agree."""
_SENTENCE = 4
"""Words with which a text says something that no other text says by chance."""
_LONGEST, _TELLING = 8, 3.0
"""Words of a beginning or ending that are looked at, and that are no accident; fewer count where a stop, a colon or a
bracket sets them apart. An ideograph is a third of a word."""
_SPAN = 2 * _LONGEST + 1
"""Words from an end of a text that tell whether those there are an addition."""
_APART = re.compile(r"[.:!?…|—–()\[\]{}»”：。！？（）【】]")
_ARTICLES = re.compile(
    r"il|lo|la|l|i|gli|le|un|uno|una|the|a|an|el|los|las|un[oa]s|unes|les|une|des|o|os|as|um|uma|els|der|die|das|eine?"
)

Place = tuple[int, int]
"""The number of a work and that of a text in it."""


@dataclass(frozen=True, slots=True)
class Side:
    """The words at one end of an answer and of its source, from the end on; `apart` are the places between two words of
    the answer where a stop, a colon or a bracket stands."""

    words: tuple[str, ...]
    source: tuple[str, ...]
    apart: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, as far as others are compared with it: in which direction it was given, the words of source and answer
    with single spaces between them, its beginning and its ending; `same` where it is the source itself; `asked` is
    false for a translation that the record has, which is compared with, not judged."""

    direction: tuple[str, str]
    source: str
    answer: str
    opening: Side
    ending: Side
    same: bool
    asked: bool


def hear(direction: tuple[str, str], source: str, answer: str, *, asked: bool = True) -> Told:
    """Take down an answer to a text."""
    text, said = visible(answer), _words(source)
    found = list(_TOKEN.finditer(text))
    words = [sys.intern(match[0].casefold()) for match in found]  # thousands of answers have them in common
    gaps = [(one.end(), other.start()) for one, other in pairwise(found)]
    opening = Side(tuple(words[:_SPAN]), said[:_SPAN], _apart(text, gaps[:_LONGEST]))
    ending = Side(tuple(words[: -_SPAN - 1 : -1]), said[: -_SPAN - 1 : -1], _apart(text, gaps[: -_LONGEST - 1 : -1]))
    return Told(direction, " ".join(said), " ".join(words), opening, ending, answer == source, asked)


def _apart(text: str, gaps: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(place for place, (start, end) in enumerate(gaps, start=1) if _APART.search(text, start, end))


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    """The words of a source, which has an answer in every locale."""
    return tuple(sys.intern(match[0].casefold()) for match in _TOKEN.finditer(visible(text)))


def together(told: Mapping[Place, Told]) -> dict[Place, tuple[str, Remark]]:
    """Place → the name of the check that withholds its answer, and why."""
    works: dict[int, list[Place]] = {}
    directions: dict[tuple[str, str], list[Place]] = {}
    for place, one in told.items():
        works.setdefault(place[0], []).append(place)
        directions.setdefault(one.direction, []).append(place)
    groups = [*works.values(), *(places for places in directions.values() if len(works) > 1)]
    whole: dict[Place, tuple[str, Remark]] = {}
    for places in works.values():
        whole |= dict.fromkeys(_echoed(_asked(places, told), told), ("untranslated", _ECHOED))
    for places in groups:
        whole |= dict.fromkeys(_same(places, told), ("same answer", _SAID_OF_OTHERS))
    partly: dict[Place, tuple[str, Remark]] = {}
    for places in groups:
        left = {place: told[place] for place in _asked(places, told) if place not in whole}
        for ending in (False, True):
            partly |= {place: ("same words", remark) for place, remark in _added(left, ending=ending)}
    return {place: why for place, why in (partly | whole).items() if told[place].asked}


def _asked(places: Sequence[Place], told: Mapping[Place, Told]) -> list[Place]:
    return [place for place in places if told[place].asked]


_ECHOED = Remark("most texts came back untranslated")
_SAID_OF_OTHERS = Remark("the same answer came for a text that says something else")


def _echoed(places: Sequence[Place], told: Mapping[Place, Told]) -> Iterator[Place]:
    """The texts that came back as they went, where most did. One short text alone may well be the same in two
    languages."""
    same = [place for place in places if told[place].same]
    if len(same) > 1 and 2 * len(same) > len(places):
        yield from same


def _same(places: Sequence[Place], told: Mapping[Place, Told]) -> Iterator[Place]:
    """The texts whose answer was also given for a text that clearly says something else."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(told[place].answer, []).append(place)
    for answer, group in groups.items():
        sources = list(dict.fromkeys(told[place].source for place in group))[: 2 * _LONGEST]
        if answer and len(sources) > 1 and _contradict([tuple(source.split()) for source in sources], answer.split()):
            yield from group


def _contradict(sources: Sequence[tuple[str, ...]], answer: Sequence[str]) -> bool:
    """Whether no translator could have one wording for these texts."""
    unlike = [(one, other) for one, other in combinations(sources, 2) if _are_unlike(one, other)]
    if len(sources) > 2 and len(unlike) == len(sources) * (len(sources) - 1) // 2 and len(answer) >= _SENTENCE:
        return True
    return any(
        min(len(one), len(other)) >= _SENTENCE
        or (max(len(one), len(other)) >= _SENTENCE and _ratio("".join(one), "".join(other)) >= 2.5)
        for one, other in unlike
    )


def _ratio(one: str, other: str) -> float:
    return max(len(one), len(other)) / max(1, min(len(one), len(other)))


def _are_unlike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    mine, yours = _stems(one) or set(one), _stems(other) or set(other)
    return len(mine & yours) <= _ALIKE * min(len(mine), len(yours))


def _added(told: Mapping[Place, Told], *, ending: bool) -> Iterator[tuple[Place, Remark]]:
    """The texts that begin (or end) in words that most others do, though the sources do not."""
    sides = {place: one.ending if ending else one.opening for place, one in told.items()}
    distinct = {one.source: sides[place] for place, one in told.items()}.values()
    for width in range(_LONGEST, 0, -1):
        counted = Counter(side.words[:width] for side in distinct if len(side.words) > width)
        words, count = counted.most_common(1)[0] if counted else ((), 0)
        group = [side for side in distinct if side.words[:width] == words and len(side.words) > width]
        if count >= 3 and 2 * count > len(distinct) and _is_telling(group, words) and _is_added(group, width):
            where, said = ("end", words[::-1]) if ending else ("begin", words)
            phrase = " ".join(said)
            remark = Remark(f"most answers {where} in '{phrase}', which their sources do not say", found=phrase)
            yield from ((place, remark) for place, side in sides.items() if side.words[:width] == words)
            return


def _is_added(group: Sequence[Side], width: int) -> bool:
    """Whether the sources have no more in common where these words stand than the answers have behind them, and less
    than the answers with these words: what translates a part of a long phrase of all sources is no addition."""
    span = 2 * width + 1
    behind = _shared(side.words[width:span] for side in group)
    if _shared(side.source[: width + 1] for side in group) > behind:
        return False
    return _shared(side.words[:span] for side in group) > _shared(side.source[:span] for side in group)


def _is_telling(group: Sequence[Side], words: tuple[str, ...]) -> bool:
    """Whether so many answers do not share these words by chance."""
    weight = sum(1 / 3 if _DENSE.match(word) else 1 for word in words)
    apart = sum(len(words) in side.apart for side in group)
    return weight >= _TELLING or 3 * apart >= 2 * len(group)


def _shared(beginnings: Iterable[tuple[str, ...]]) -> int:
    """How many words, by their stems, most of these beginnings have in common; a first word counts though it is
    short, unless it is an article."""
    rows = [_stems(words) | {word for word in words[:1] if not _ARTICLES.fullmatch(word)} for words in beginnings]
    counted = Counter(stem for row in rows for stem in row)
    return sum(2 * count > len(rows) for count in counted.values())


def _stems(words: Sequence[str]) -> set[str]:
    """The beginnings of the longer words; pairs of ideographs."""
    long = {word[:_STEM] for word in words if len(word) >= _STEM}
    return long | {one + other for one, other in pairwise(words) if _DENSE.match(one) and _DENSE.match(other)}

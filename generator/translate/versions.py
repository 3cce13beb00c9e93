"""Which new text is a later version of which old one, where an article was edited.

In: the entries of a record and the segments of the article, both in their order, and which of them have found each
other already. Out: per key of a segment the entry that it inherits. Paragraphs are recognised where they stood, split
in two or more, merged into one, or moved and edited. Refuses nothing: what is not alike enough is new.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from generator.model import Segment
from generator.sentences import split as sentences
from generator.translate.records import Entry

ALIKE = 0.5
"""Share of words in common from which a changed text between the same neighbours is a new version of the old one."""
MOVED = 0.75
"""The same for a text that has other neighbours now."""
REGROUPED = 0.9
"""Share of words in common from which several texts are one text split, or one text is several merged."""
SEVERAL = 4
"""Texts that one is split into, or merged from, at most."""

SEAM = " ¶ "
"""What stands between the earlier sources of a text that was merged."""

_ALONE = "\u0e00-\u0e7f\u3001-\u30ff\u3400-\u9fff\uff00-\uffef"
_WORDS = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+|[^\w\s]")
"""Words and marks; single characters in scripts that do not part their words."""

Group = tuple[tuple[Entry, ...], tuple[Segment, ...]]
"""Entries and the segments that they became; one of the two is alone."""


def next_versions(
    old: Sequence[Entry], new: Sequence[Segment], settled: Collection[tuple[str, str]]
) -> dict[str, Entry]:
    """Segment key → the entry with its earlier text, brought to the new source. `settled` are the (key, source) of the
    entries and segments that belong together anyway."""
    entries = [entry for entry in old if entry.text and (entry.key, entry.source) not in settled]
    segments = [segment for segment in new if (segment.key, segment.text) not in settled]
    found: dict[str, Entry] = {}
    for first, second, limit in (*_stretches(old, new), (old, new, MOVED)) if entries and segments else ():
        here = [entry for entry in first if entry in entries]
        there = [segment for segment in second if segment in segments]
        for group in _groups(here, there, limit):
            found |= _inherited(*group)
            entries = [entry for entry in entries if entry not in group[0]]
            segments = [segment for segment in segments if segment not in group[1]]
    return found


def _stretches(
    old: Sequence[Entry], new: Sequence[Segment]
) -> Iterator[tuple[Sequence[Entry], Sequence[Segment], float]]:
    """What there is only one of, then each stretch that was changed between the same neighbours."""
    for entry in old:
        yield [entry], [segment for segment in new if segment.key == entry.key], ALIKE
    before, after = [(entry.key, entry.source) for entry in old], [(segment.key, segment.text) for segment in new]
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace":
            yield old[first:last], new[start:end], ALIKE


def _groups(entries: Sequence[Entry], segments: Sequence[Segment], limit: float) -> Iterator[Group]:
    """What belongs together: split and merged texts first, then pairs, the most alike first."""
    olds, news = list(entries), list(segments)
    for group in [*_regrouped(entries, segments)] if limit == ALIKE else ():
        if all(entry in olds for entry in group[0]) and all(segment in news for segment in group[1]):
            olds = [entry for entry in olds if entry not in group[0]]
            news = [segment for segment in news if segment not in group[1]]
            yield group
    pairs = ((_likeness(entry, segment, limit), entry, segment) for entry in olds for segment in news)
    for _, entry, segment in sorted((pair for pair in pairs if pair[0] >= limit), key=lambda pair: -pair[0]):
        if entry in olds and segment in news:
            olds.remove(entry)
            news.remove(segment)
            yield (entry,), (segment,)


def _regrouped(entries: Sequence[Entry], segments: Sequence[Segment]) -> Iterator[Group]:
    """One text that became several neighbours, several neighbours that became one."""
    for count in range(SEVERAL, 1, -1):
        for entry in entries:
            for start in range(len(segments) - count + 1):
                parts = segments[start : start + count]
                whole = _joined([part.text for part in parts])
                if all(_same_kind(entry, part) for part in parts) and _alike(entry.source, whole, REGROUPED):
                    yield (entry,), tuple(parts)
        for segment in segments:
            for start in range(len(entries) - count + 1):
                pieces = entries[start : start + count]
                whole = _joined([piece.source for piece in pieces])
                if all(_same_kind(piece, segment) for piece in pieces) and _alike(whole, segment.text, REGROUPED):
                    yield tuple(pieces), (segment,)


def _inherited(entries: Sequence[Entry], segments: Sequence[Segment]) -> dict[str, Entry]:
    """Segment key → its entry. A person's text stays; of a draft only the wish for a new one is left, with the old text
    in reserve."""
    if len(segments) > 1:
        return _divided(entries[0], segments)
    (segment,), first = segments, entries[0]
    previous = first.previous or first.source if len(entries) == 1 else SEAM.join(entry.source for entry in entries)
    made = replace(first, key=segment.key, source=segment.text, previous=previous, draft="")
    if len(entries) > 1:
        notes = "\n".join(entry.notes for entry in entries if entry.notes)
        approved = all(entry.approved for entry in entries)
        made = replace(made, text=_joined([entry.text for entry in entries]), approved=approved, notes=notes)
        maker = next((entry for entry in entries if not entry.by_hand), first)  # a draft makes the whole a draft
        made = replace(made, engine=maker.engine, route=maker.route, given=maker.given)
    taken_back = previous == segment.text
    return {segment.key: replace(made, previous="") if taken_back else made}


def _divided(entry: Entry, segments: Sequence[Segment]) -> dict[str, Entry]:
    """The parts of a text that was split, if it has as many sentences as its source; else all parts are new, because
    the whole would say the rest of them twice."""
    counts = [len(sentences(segment.text)) for segment in segments]
    texts = sentences(entry.text)
    if sum(counts) != len(texts):
        return {}
    made = {}
    for number, segment in enumerate(segments):
        text = "".join(texts[sum(counts[:number]) : sum(counts[: number + 1])]).strip()
        previous = entry.previous or entry.source
        made[segment.key] = replace(
            entry, key=segment.key, source=segment.text, text=text, previous=previous, draft="", notes=""
        )
    return made


def _joined(texts: Sequence[str]) -> str:
    """Texts as one, with a space between them where their script has spaces."""
    whole = texts[0]
    for text in texts[1:]:
        whole += text if re.search(rf"[{_ALONE}]$", whole) else f" {text}"
    return whole


def _same_kind(entry: Entry, segment: Segment) -> bool:
    kind = segment.kind.replace(" ", "-")
    return entry.key == kind or entry.key.startswith(f"{kind}-")


def _likeness(entry: Entry, segment: Segment, limit: float) -> float:
    """How alike two versions are, from 0 to 1; 0 where they are certainly less alike than `limit`. A place is compared
    letter by letter, because a report from another place is not from the old one."""
    if entry.key == segment.key == "place":
        return SequenceMatcher(None, entry.source.casefold(), segment.text.casefold(), autojunk=False).ratio()
    return _alike(entry.source, segment.text, limit) if _same_kind(entry, segment) else 0.0


def _alike(before: str, after: str, limit: float) -> float:
    """The share of words in common; 0 where it is below `limit`."""
    words = SequenceMatcher(None, _WORDS.findall(before), _WORDS.findall(after), autojunk=False)
    bounds = (words.real_quick_ratio, words.quick_ratio, words.ratio)
    return words.ratio() if all(bound() >= limit for bound in bounds) else 0.0

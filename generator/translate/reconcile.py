"""What is known about an article's translation, brought into line with the article as it is now.

In: a record, the article's segments, and the texts found on a published page that somebody edited. Out: one entry per
segment, in order, and what became obsolete. Refuses, as `RecordError` and without touching anything, an edited page
whose blocks no longer match, and a text corrected differently in both places.

A correction is never lost: it wins over a machine's draft, and where its source changes it stays, is called stale and
gets the fresh draft beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import PurePath

from generator.errors import RecordError
from generator.model import Segment
from generator.translate.records import Entry, Record, digest

ALIKE = 0.5
"""Share of words in common from which a changed paragraph is a new version of the old one."""

Valid = Callable[[Entry], bool]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One entry per segment (an empty text where nothing is known), and the entries that no segment uses."""

    entries: tuple[Entry, ...]
    obsolete: tuple[Entry, ...]


def absorb_page(record: Record, texts: Sequence[str], page: PurePath, day: date) -> Record:
    """The record with the corrections made on a page, whose texts are given in the order of the entries.

    Raises `RecordError` where texts were added or removed, or nothing but something else than a text was changed.
    """
    known = [entry.published or digest(entry.text) for entry in record.entries]
    found = [digest(text) for text in texts]
    if known == found:
        hint = "Make the change in the article's file in content/ and restore the page from version control"
        raise RecordError("the page was changed outside its texts", path=page, hint=hint)
    entries = list(record.entries)
    for tag, first, last, start, end in SequenceMatcher(None, known, found, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if last - first != end - start:
            hint = "Keep one text per text of the original; correct the wording only, or edit the PO record"
            raise RecordError("texts were added to or removed from the page", path=page, hint=hint)
        for index, text in zip(range(first, last), texts[start:end], strict=True):
            entries[index] = _corrected(entries[index], text, page, day)
    return replace(record, entries=tuple(entries))


def _corrected(entry: Entry, text: str, page: PurePath, day: date) -> Entry:
    if entry.corrected and entry.text != text:
        hint = f"The record says “{entry.text}”, the page says “{text}”. Make both say the same"
        raise RecordError(
            f"'{entry.key}' was corrected differently in the record and on the page", path=page, hint=hint
        )
    return _by_hand(replace(entry, text=text), day)


def absorb_record(record: Record, day: date) -> Record:
    """The record with the corrections made in the PO file itself: a changed text is a person's, whatever its flag."""
    entries = (_by_hand(entry, day) if entry.corrected else entry for entry in record.entries)
    return replace(record, entries=tuple(entries))


def _by_hand(entry: Entry, day: date) -> Entry:
    """A text that a person wrote on or before `day`: nobody's draft any more."""
    return replace(entry, approved=True, engine="", route="", date=day, previous="", draft="")


def reconcile(record: Record, segments: Sequence[Segment], valid: Valid) -> Reconciled:
    """One entry per segment. `valid` says whether a draft still follows the glossary; one that does not is asked for
    again."""
    by_place = {(entry.key, entry.source): entry for entry in record.entries}
    by_text = {entry.source: entry for entry in (*record.obsolete, *record.entries) if entry.text}
    kept = {key: by_place[key] for key in ((segment.key, segment.text) for segment in segments) if key in by_place}
    unused = [entry for entry in record.entries if (entry.key, entry.source) not in kept]
    earlier = _earlier_versions(record.entries, segments, kept)
    entries = []
    for segment in segments:
        known = kept.get((segment.key, segment.text)) or by_text.get(segment.text)
        old = earlier.get(segment.key)
        if known:
            entry = replace(known, key=segment.key)
        elif old:
            entry = _next_version(old, segment)
        else:
            entry = Entry(segment.key, segment.text, "")
        entries.append(
            entry if entry.approved or not entry.text or valid(entry) else replace(entry, text="", engine="")
        )
    used = {id(entry) for entry in earlier.values()}
    sources = {entry.source for entry in entries}
    obsolete = [entry for entry in unused if entry.text and id(entry) not in used] + list(record.obsolete)
    return Reconciled(tuple(entries), tuple(entry for entry in obsolete if entry.source not in sources))


def _next_version(old: Entry, segment: Segment) -> Entry:
    """The entry of a changed source: an approved text stays; of a draft only the wish for a new one is left, with the
    old text in reserve."""
    previous = old.previous or old.source
    if segment.text == previous:  # the change was taken back
        previous = ""
    return replace(old, key=segment.key, source=segment.text, previous=previous, draft="")


def _earlier_versions(
    entries: Sequence[Entry], segments: Sequence[Segment], kept: dict[tuple[str, str], Entry]
) -> dict[str, Entry]:
    """Segment key → the entry that it is a new version of: between the same neighbours, of the same kind, alike."""
    old = [(entry.key, entry.source) for entry in entries]
    new = [(segment.key, segment.text) for segment in segments]
    found: dict[str, Entry] = {}
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "replace":
            continue
        candidates = [entry for entry in entries[first:last] if (entry.key, entry.source) not in kept and entry.text]
        for segment in segments[start:end]:
            if (segment.key, segment.text) in kept:
                continue
            best = max(candidates, key=lambda entry: _likeness(entry, segment), default=None)
            if best and _likeness(best, segment) >= ALIKE:
                candidates.remove(best)
                found[segment.key] = best
    return found


def _likeness(entry: Entry, segment: Segment) -> float:
    if entry.key == segment.key:
        return 1.0
    if not entry.key.startswith(f"{segment.kind.replace(' ', '-')}-"):
        return 0.0
    return SequenceMatcher(None, entry.source.split(), segment.text.split(), autojunk=False).ratio()


def needs_engine(entry: Entry) -> bool:
    """Whether an engine is to be asked: for a text that is missing or outdated, or for the draft of a stale one."""
    if entry.approved:
        return entry.stale and not entry.draft
    return not entry.text or bool(entry.previous)

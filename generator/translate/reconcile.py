"""What is known about an article's translation, brought into line with the article as it is now.

In: a record, the article's segments, and the texts found on its published page. Out: one entry per segment, in order,
and what became obsolete. Refuses, as `RecordError` and without touching anything, a text corrected differently in two
places, and a page whose texts no record knows.

A correction is never lost: it wins over a machine's draft, also while a person doubts it (`fuzzy`). Where its source
changes it stays, is called stale and gets the fresh draft beside it; the pair of source and correction stays as an
obsolete entry and comes back with its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from generator.errors import RecordError
from generator.model import Segment
from generator.portable import literal
from generator.trace import Found, Origin, fingerprint
from generator.translate.records import Entry, Record, digest, shown
from generator.translate.versions import next_versions

Valid = Callable[[Entry], bool]

_UNKNOWN = Origin()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One entry per segment (an empty text where nothing is known), and the entries that no segment uses."""

    entries: tuple[Entry, ...]
    obsolete: tuple[Entry, ...]


def restore(record: Record, texts: Sequence[Found], segments: Sequence[Segment], origin: Origin = _UNKNOWN) -> Record:
    """The record with the texts of people on a page that it does not know: it was deleted, or an older one put back.
    Texts edited on the page get an entry to go to. `origin` is what the page tells of its translation as a whole; who
    answers for it is taken over where the record has no texts at all.

    Only what the article still says can be told, because a page knows its sources by their fingerprints alone.
    """
    known = {entry.source: entry for entry in sorted((*record.obsolete, *record.entries), key=_rank, reverse=True)}
    sources = {fingerprint(segment.text): segment for segment in segments}
    found: dict[str, Entry] = {}
    for text in texts:
        segment = sources.get(text.trace.source)
        entry = known.get(segment.text) if segment else None
        if not segment or (entry and (text.edited or not _forgot(entry, text))):
            continue
        blank = Entry(segment.key, segment.text, "")
        if text.edited:
            found[segment.text] = blank
        elif text.trace.kept:
            found[segment.text] = _restored(blank, text, origin)
    kept = (entry for entry in record.entries if entry.source not in found)
    approver = record.approver or ("" if record.entries else origin.approver)
    return replace(record, entries=(*kept, *found.values()), approver=approver)


def _restored(blank: Entry, found: Found, origin: Origin) -> Entry:
    """A person's text as its page has it. That its source had changed is known, but not from what."""
    trace = found.trace
    made = _written(replace(blank, approved=trace.approved, previous="…" if trace.stale else ""), found.text)
    if not trace.by_hand:
        made = replace(made, engine=origin.engine, route=origin.route)
    return replace(made, date=origin.date, published=digest(made.text))


def _forgot(entry: Entry, found: Found) -> bool:
    """Whether an entry has a draft in place of the text on the page. One that was emptied, or has the text but not the
    approval, was made so on purpose."""
    mine = entry.kept or entry.corrected or not entry.text
    return not mine and shown(entry.key, entry.text) != found.text


def absorb_page(record: Record, texts: Sequence[Found], page: PurePath, day: date) -> Record:
    """The record with the corrections made on a page. Raises `RecordError`."""
    entries, obsolete = list(record.entries), list(record.obsolete)
    seen: Counter[str] = Counter()
    for text in texts:
        number = seen[text.trace.source]
        seen[text.trace.source] += 1
        if not text.edited:
            continue
        for known in (entries, obsolete):
            places = [place for place, entry in enumerate(known) if fingerprint(entry.source) == text.trace.source]
            if places:
                place = places[min(number, len(places) - 1)]
                known[place] = _corrected(known[place], text, page, day)
                break
        else:
            hint = "Note your wording, restore the page from version control, and correct what it says now"
            raise RecordError(f"the page is older than the record: “{text.text}”", path=page, hint=hint)
    return replace(record, entries=tuple(entries), obsolete=tuple(obsolete))


def _corrected(entry: Entry, found: Found, page: PurePath, day: date) -> Entry:
    """An entry with the text that somebody gave it on the page."""
    was = shown(entry.key, entry.text)
    changed = _written(entry, found.text)
    if not changed.text:
        hint = "Give it words again; to be rid of a sentence, remove it from the article's file in content/"
        raise RecordError(f"the text of '{entry.key}' was deleted", path=page, hint=hint)
    if found.text == was and (entry.kept or entry.corrected):
        return by_hand(entry, day) if entry.corrected else entry
    newer = entry.kept and fingerprint(was) != found.trace.text
    if entry.corrected or newer:
        hint = f"The record says “{entry.text}”, the page says “{changed.text}”. Make both say the same"
        message = f"'{entry.key}' was corrected differently in the record and on the page"
        raise RecordError(message, path=page, hint=hint)
    return by_hand(changed, day)


def _written(entry: Entry, text: str) -> Entry:
    """An entry with a text as it stands on a page, where a summary is plain."""
    return replace(entry, text=literal(text) if entry.key == "summary" else text)


def absorb_record(record: Record, day: date) -> Record:
    """The record with the corrections made in the PO file itself: a changed text is a person's, whatever its flag."""

    def taken(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(by_hand(entry, day) if entry.corrected else entry for entry in entries)

    return replace(record, entries=taken(record.entries), obsolete=taken(record.obsolete))


def by_hand(entry: Entry, day: date) -> Entry:
    """A text that a person wrote on or before `day`: nobody's draft any more."""
    made = replace(entry, approved=True, engine="", route="", given=False, date=day)
    return replace(made, terms="", previous="", draft="")


def reconcile(record: Record, segments: Sequence[Segment], valid: Valid) -> Reconciled:
    """One entry per segment. `valid` says whether a draft still follows the glossary; one that does not is asked for
    again, and stays until it has a better one."""
    if _follows(record, segments):
        return Reconciled(tuple(_renewed(entry, valid) for entry in record.entries), ())
    exact = {(entry.key, entry.source): entry for entry in record.entries}
    same: dict[str, Entry] = {}
    for entry in sorted((*record.entries, *record.obsolete), key=_rank):
        same.setdefault(entry.source, entry)
    known: dict[str, Entry] = {}
    for segment in segments:
        here, elsewhere = exact.get((segment.key, segment.text)), same.get(segment.text)
        best = min(filter(None, (here, elsewhere)), key=_rank, default=None)
        if best:
            known[segment.key] = best
    settled = {(entry.key, entry.source) for entry in known.values()}
    settled |= {(segment.key, segment.text) for segment in segments if segment.key in known}
    versions = next_versions(record.entries, segments, settled)
    entries = []
    for segment in segments:
        entry = known.get(segment.key) or versions.get(segment.key) or Entry(segment.key, segment.text, "")
        entries.append(_renewed(entry if entry.key == segment.key else replace(entry, key=segment.key), valid))
    return Reconciled(tuple(entries), _obsolete(record, entries))


def _follows(record: Record, segments: Sequence[Segment]) -> bool:
    """Whether a record has just the segments of the article, each once: so there is nothing to choose from."""
    if record.obsolete or len(record.entries) != len(segments):
        return False
    pairs = zip(record.entries, segments, strict=True)
    same = all(entry.key == segment.key and entry.source == segment.text for entry, segment in pairs)
    return same and len({segment.text for segment in segments}) == len(segments)


def _renewed(entry: Entry, valid: Valid) -> Entry:
    """An entry that says whether its draft is outdated."""
    outdated = entry.text and not entry.kept and not entry.previous and not valid(entry)
    return replace(entry, previous=entry.source) if outdated else entry


def _rank(entry: Entry) -> int:
    """Which of several entries for one source is taken: an approved one before one that a person wrote but doubts,
    these before a stale one, that before a draft."""
    if not entry.kept:
        return 3 if entry.text else 4
    return 2 if entry.stale else 0 if entry.approved else 1


def _obsolete(record: Record, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What no segment uses. A person's text stays as long as it is not said elsewhere; a draft while it is the only
    one of its source, unless a new version took its place."""
    sources = {entry.source for entry in entries}
    drafted = sources | {entry.previous for entry in entries}
    said = {(entry.source, entry.text) for entry in entries}
    followed = {(entry.previous, entry.text) for entry in entries if entry.stale}
    kept = []
    for entry in (*record.entries, *record.obsolete):
        if not entry.text or (entry.source, entry.text) in said:
            continue
        if entry.stale and (entry.previous in sources or (entry.previous, entry.text) in followed):
            continue  # the change it was stale for was taken back, or another one came
        if entry.kept or entry.source not in drafted:
            said.add((entry.source, entry.text))
            drafted |= set() if entry.kept else {entry.source}
            kept.append(entry)
    return tuple(kept)


def needs_engine(entry: Entry) -> bool:
    """Whether an engine is to be asked: for a text that is missing or outdated, or for the draft of a stale one."""
    if entry.kept:
        return entry.stale and not entry.draft
    return not entry.text or bool(entry.previous)

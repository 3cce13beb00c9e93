"""A feed as it is kept, and what was fetched now → the feed to be kept.

In: two feeds, and the moment. Out: one, with each entry once: what is new or changed as it was fetched, in its order,
then the entries that fell out of the feed, which stay. An entry without a date keeps the one on which it was first
fetched, so that its article does. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.read.jsonfeed import Entry, Feed


@dataclass(frozen=True, slots=True)
class Merged:
    """The feed to be kept, and how many of its entries are new, changed, and as they were."""

    feed: Feed
    new: int
    changed: int
    kept: int


def merge(old: Feed, fetched: Feed, moment: str) -> Merged:
    """Put two states of one feed together. `moment` is now, as ISO 8601 with its zone."""
    known = {entry.id: entry for entry in old.entries}
    entries = [_dated(entry, known.get(entry.id), moment) for entry in fetched.entries]
    ids = {entry.id for entry in entries}
    gone = [entry for entry in old.entries if entry.id not in ids]
    new = sum(entry.id not in known for entry in entries)
    changed = sum(entry.id in known and entry != known[entry.id] for entry in entries)
    feed = replace(fetched, entries=(*entries, *gone))
    return Merged(feed, new, changed, len(feed.entries) - new - changed)


def _dated(entry: Entry, known: Entry | None, moment: str) -> Entry:
    if entry.published:
        return entry
    return replace(entry, published=known.published if known and known.published else moment)

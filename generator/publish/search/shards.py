"""Which pages are indexed together: the plan of one locale's index.

In: the pages of a locale that can be found. Out: its shards, oldest first, in each the pages by their days. The plan
follows from the pages alone, in whatever order they are given, so that a build that goes on from the last one and a
clean one cut alike. A reader pays for every shard with every search, a maintainer for every page of a shard that
changes: so there are few large ones, and where articles are added, small ones. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Searchable:
    """A page that can be found: its path below the locale with a final slash, its day, the digest of its slim HTML."""

    path: str
    day: date | None
    digest: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many pages the newest shard of a locale may hold, and how many any.

    Pagefind takes 10 MB and 250 KB a page: 2,048 pages are indexed in half a gigabyte.
    """

    newest: int = 64
    largest: int = 2048


SIZES = Sizes()
_SMALLEST, _PARTS = 4, 8
"""A full shard holds at least so many times what the newest may; a locale has at most so many of them, until they are
as large as they may be."""
_UNIT = 8
"""A group is filled with units of time that hold at most so many times fewer pages."""


def plan(pages: Sequence[Searchable], sizes: Sizes = SIZES) -> list[list[Searchable]]:
    """Every page in one shard. The oldest shards are full and stay as they are. Of the pages after them, the newest few
    are apart, so that a new article costs the reading of few others; when they are as many as may be, they go to the
    others after the full ones. Pages without a day are with the oldest."""
    if not pages:
        return []
    *shards, rest = _packed(sorted(pages, key=_age), _full(len(pages), sizes))
    *closed, newest = _packed(rest, sizes.newest)
    between = [page for group in closed for page in group]
    return [shard for shard in (*shards, between, newest) if shard]


def _full(count: int, sizes: Sizes) -> int:
    """The size of a full shard among so many pages: it doubles with them, so that it seldom changes."""
    full = sizes.newest * _SMALLEST
    while full * _PARTS < count:
        full *= 2
    return min(full, sizes.largest)


def _packed(pages: Sequence[Searchable], most: int) -> list[list[Searchable]]:
    """Pages in groups of at most so many, each filled with whole units of time before the next is begun: a page that
    comes in between fills a gap, where groups of exactly so many would all be moved."""
    groups: list[list[Searchable]] = [[]]
    for unit in _units(pages, most):
        if len(groups[-1]) + len(unit) > most:
            groups.append([])
        groups[-1] += unit
    return [group for group in groups if group]


def _units(pages: Sequence[Searchable], most: int) -> Iterator[list[Searchable]]:
    """Months; of a month that would fill much of a group, the days; of a day that would overfill one, pieces."""
    for _, month in groupby(pages, key=lambda page: (_day(page).year, _day(page).month)):
        whole = list(month)
        if len(whole) <= most // _UNIT:
            yield whole
            continue
        for _, day in groupby(whole, key=_day):
            several = list(day)
            yield from (several[start : start + most] for start in range(0, len(several), most))


def _age(page: Searchable) -> tuple[date, str]:
    return _day(page), page.path


def _day(page: Searchable) -> date:
    return page.day or date.min

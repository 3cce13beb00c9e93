"""Which stories a page leads to: those on its topics, the one before it and the one after it.

In: the stories of every locale, newest first. Out: per locale and path its `Neighbours`. Related stories are older than
the page that names them, so that a new article changes no page but the one before it. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Story
from generator.write.page import Neighbours

RELATED = 3
"""Stories that a page names besides its neighbours in time."""
LOOKED_AT = 12
"""Latest stories of each topic among which the related ones are sought."""

_Order = tuple[tuple[str, tuple[str, ...]], ...]
"""The paths of some stories with the slugs of their topics, newest first."""


@dataclass(frozen=True, slots=True)
class _Led:
    """Where a page leads to, by paths."""

    related: tuple[str, ...]
    previous: str
    next: str


def neighbours(stories: Mapping[str, Sequence[Story]]) -> Mapping[str, Mapping[str, Neighbours]]:
    """Locale → path → where its page leads to. Those that share more topics come first, then the newer. Locales have
    the same stories as a rule, so the order of one does for the others."""
    known: dict[_Order, Mapping[str, _Led]] = {}
    found = {}
    for tag, listed in stories.items():
        order = tuple((story.path, tuple(slug for slug, _ in story.topics)) for story in listed)
        led = known.get(order) or known.setdefault(order, _ordered(order))
        by_path = {story.path: story for story in listed}
        found[tag] = {path: _named(one, by_path) for path, one in led.items()}
    return found


def _named(led: _Led, stories: Mapping[str, Story]) -> Neighbours:
    return Neighbours(tuple(stories[path] for path in led.related), stories.get(led.previous), stories.get(led.next))


def _ordered(order: _Order) -> dict[str, _Led]:
    latest: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=LOOKED_AT))
    found = {}
    for place in range(len(order) - 1, -1, -1):
        path, slugs = order[place]
        before = order[place + 1][0] if place + 1 < len(order) else ""
        after = order[place - 1][0] if place else ""
        found[path] = _Led(_related(slugs, latest, before), before, after)
        for slug in slugs:
            latest[slug].append(path)
    return found


def _related(slugs: Sequence[str], latest: Mapping[str, Sequence[str]], before: str) -> tuple[str, ...]:
    """The older stories that share most topics, the one just before aside, which the page names anyway."""
    shared: Counter[str] = Counter()
    for slug in slugs:
        shared.update(other for other in reversed(latest[slug]) if other != before)
    return tuple(other for other, _ in shared.most_common(RELATED))

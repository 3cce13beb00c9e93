"""Which stories a page leads to: those on its topics, the one before it and the one after it.

In: the stories of a locale, newest first. Out: per path its `Neighbours`. Related stories are older than the page that
names them, so that a new article changes no page but the one before it. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

from generator.model import Story
from generator.write.page import Neighbours

RELATED = 3
"""Stories that a page names besides its neighbours in time."""
LOOKED_AT = 12
"""Latest stories of each topic among which the related ones are sought."""


def neighbours(stories: Sequence[Story]) -> Mapping[str, Neighbours]:
    """Path → where its page leads to. Those that share more topics come first, then the newer."""
    latest: dict[str, deque[Story]] = defaultdict(lambda: deque(maxlen=LOOKED_AT))
    found: dict[str, Neighbours] = {}
    for place in range(len(stories) - 1, -1, -1):
        story = stories[place]
        before = stories[place + 1] if place + 1 < len(stories) else None
        after = stories[place - 1] if place else None
        found[story.path] = Neighbours(_related(story, latest, before), before, after)
        for slug, _ in story.topics:
            latest[slug].append(story)
    return found


def _related(story: Story, latest: Mapping[str, Sequence[Story]], before: Story | None) -> tuple[Story, ...]:
    """The older stories that share most topics, the one just before aside, which the page names anyway."""
    shared: Counter[Story] = Counter()
    for slug, _ in story.topics:
        shared.update(other for other in reversed(latest[slug]) if other != before)
    return tuple(other for other, _ in shared.most_common(RELATED))

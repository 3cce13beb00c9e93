"""Whether a byline names persons or a newsroom.

In: a byline as the editions of its article have it. Out: whether it is a collective, which machines are told. Nobody
writes that down, so capitals tell: a person has two names or more, the last with a capital ("Anna Rossi"); a newsroom
has one word ("Redaktion") or ends in a small letter's ("La redazione"). Refuses nothing: scripts without capitals have
no say, and where none has, it is a person.
"""

from __future__ import annotations

from collections.abc import Iterable


def is_collective(bylines: Iterable[str]) -> bool:
    """Whether most of the bylines, the same one in several languages, look like a newsroom's."""
    votes = [_looks_collective(byline) for byline in bylines if byline.lower() != byline.upper()]
    return sum(votes) * 2 > len(votes)


def _looks_collective(byline: str) -> bool:
    words = byline.split()
    return len(words) == 1 or words[-1][0].islower()

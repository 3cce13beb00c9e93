"""Which scheme of marks survives in an engine: tried out once per direction, and remembered.

In: an engine's desk, the texts that want a draft. Out: the engine's schemes, best first. The first texts that have
marks are asked for with one scheme after the other, until one brings them all back. Refuses, as `EngineUnavailable`,
what the engine does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.translate.asking import Attempt, Desk, ask
from generator.translate.marks import Mark, Protected
from generator.translate.schemes import Scheme

TRIAL = 3
"""Texts on which the schemes of an engine are tried."""


def ranks(
    desk: Desk, texts: Mapping[tuple[str, str], Sequence[Protected]]
) -> dict[tuple[str, str], tuple[Scheme, ...]]:
    """Direction → the engine's schemes, best first, by the trial that the memory knows or that is made now on `texts`.

    Raises `EngineUnavailable`.
    """
    engine, memory = desk.engine, desk.memory
    ranked: dict[tuple[str, str], tuple[Scheme, ...]] = {}
    open_: dict[tuple[str, str], list[Protected]] = {}
    for direction, protected in texts.items():
        chosen = memory.scheme(engine.key, *direction)
        ranked[direction] = tuple(sorted(engine.schemes, key=lambda scheme: scheme.name != chosen))
        if not chosen and len(engine.schemes) > 1:
            marked = sorted(protected, key=lambda parts: -sum(isinstance(part, Mark) for part in parts))
            sample = [parts for parts in marked[:TRIAL] if any(isinstance(part, Mark) for part in parts)]
            if sample:
                open_[direction] = sample
    lost: dict[tuple[str, str], dict[str, int]] = {direction: {} for direction in open_}
    for scheme in engine.schemes if open_ else ():
        untried = {direction: sample for direction, sample in open_.items() if 0 not in lost[direction].values()}
        for direction, count in _tried(desk, Attempt(scheme), untried).items():
            lost[direction][scheme.name] = count
    for direction, counts in lost.items():
        order = sorted(engine.schemes, key=lambda scheme: counts.get(scheme.name, TRIAL + 1))
        ranked[direction] = tuple(order)
        if counts:
            memory.choose(engine.key, *direction, order[0].name)
            kept = len(open_[direction]) - counts[order[0].name]
            desk.trials.append(
                f"{' → '.join(direction)}: marks go as {order[0].name}, "
                f"which {kept} of {len(open_[direction])} texts on trial brought back"
            )
    return ranked


def _tried(
    desk: Desk, attempt: Attempt, samples: Mapping[tuple[str, str], Sequence[Protected]]
) -> dict[tuple[str, str], int]:
    """Direction → how many of its texts came back with a mark lost; directions without any answer are left out."""
    asks = [
        ask(number, place, direction, attempt, parts)
        for number, (direction, sample) in enumerate(samples.items())
        for place, parts in enumerate(sample)
    ]
    for _ in desk.send(asks):
        pass
    counts: dict[tuple[str, str], int] = {}
    for item, answered in desk.answers(asks).items():
        direction = (item.source, item.target)
        gone = item.read([remembered.answer for remembered in answered])[1]
        counts[direction] = counts.get(direction, 0) + bool(gone)
    return counts

"""An engine that never passes on the keys that the build has from its environment.

In: an engine and the keys. Out: the same engine; an answer with a key in it is no answer, and a fault names `…` in its
place. Refuses nothing else. Services have been seen to say a key in an error; what they say ends in records, on pages
and in logs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Engine, Job
from generator.translate.engines.forwarding import Forwarding

_SUFFIX = "_API_KEY"
_SHORTEST = 6
"""Letters of a key; a shorter one would be found in words."""


def discreet(engine: Engine, environment: Mapping[str, str]) -> Engine:
    """The engine itself where there is no key to keep."""
    keys = tuple(v for name, v in sorted(environment.items()) if name.endswith(_SUFFIX) and len(v) >= _SHORTEST)
    return Discreet(engine, keys) if keys else engine


@dataclass(frozen=True, slots=True)
class Discreet(Forwarding):
    """An engine like `inner` that passes on none of `keys`."""

    inner: Engine
    keys: tuple[str, ...] = field(repr=False)

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        try:
            for answer in self.inner.translate(jobs):
                if self._without(answer.answer) != answer.answer:
                    yield replace(answer, answer="", fault=f"{self.name} said a key in its answer")
                else:
                    yield replace(answer, fault=self._without(answer.fault)) if answer.fault else answer
        except EngineUnavailable as fault:
            raise EngineUnavailable(self._without(fault.message), hint=self._without(fault.hint)) from None

    def _without(self, text: str) -> str:
        lowered = text.lower()
        for key in self.keys:
            if key.lower() in lowered:
                return "…"
        return text

"""What an engine that wraps another one has from it.

In: the inner engine. Out: its name and key, its schemes, directions, routes and requests. Refuses nothing.
"""

from __future__ import annotations

from generator.translate.engines import Engine, Job
from generator.translate.schemes import Scheme


class Forwarding:
    """All of the `Engine` Protocol but `translate`, as `inner` has it."""

    __slots__ = ()
    inner: Engine

    @property
    def name(self) -> str:
        """See `Engine.name`."""
        return self.inner.name

    @property
    def title(self) -> str:
        """See `Engine.title`."""
        return self.inner.title

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.inner.key

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """See `Engine.schemes`."""
        return self.inner.schemes

    def serves(self, source: str, target: str) -> bool:
        """See `Engine.serves`."""
        return self.inner.serves(source, target)

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """See `Engine.ways`."""
        return self.inner.ways(source, target)

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return self.inner.requests(job)

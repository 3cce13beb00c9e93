"""How the stages say what they do and what went wrong.

In: lines, notices and faults. Out: calls of a `Report`, which `cli/` prints. Refuses nothing: a fault that is
collected here withholds one article or edition and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from generator.errors import GeneratorError


class Report(Protocol):
    """Where the stages say what they do."""

    def stage(self, name: str, locale: str, text: str) -> None:
        """What a stage did; `locale` may be empty."""
        ...

    def notice(self, text: str) -> None:
        """Something worth knowing that needs nobody."""
        ...

    def fault(self, fault: GeneratorError) -> None:
        """Something that withheld an article or an edition."""
        ...


class Silence:
    """A report of what was reported before."""

    def stage(self, name: str, locale: str, text: str) -> None:
        """Nobody is told."""

    def notice(self, text: str) -> None:
        """Nobody is told."""

    def fault(self, fault: GeneratorError) -> None:
        """Nobody is told."""


@dataclass(slots=True)
class Faults:
    """Counts faults on their way to the report."""

    report: Report
    count: int = 0

    def take(self, fault: GeneratorError) -> None:
        """Report one fault."""
        self.count += 1
        self.report.fault(fault)

    @contextmanager
    def withholding(self) -> Iterator[None]:
        """Report a fault that leaves the block, and go on behind it."""
        try:
            yield
        except GeneratorError as fault:
            self.take(fault)

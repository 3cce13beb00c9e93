"""How the stages say what they do and what went wrong.

In: lines, notices and faults. Out: calls of a `Report`, which `cli/` prints. Refuses nothing: a fault that is
collected here withholds one article or edition and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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
class Heard:
    """A report from another process, to be told when that has done its work."""

    said: list[tuple[str, ...] | GeneratorError] = field(default_factory=list)

    def stage(self, name: str, locale: str, text: str) -> None:
        """What a stage did."""
        self.said.append((name, locale, text))

    def notice(self, text: str) -> None:
        """Something worth knowing."""
        self.said.append((text,))

    def fault(self, fault: GeneratorError) -> None:
        """Something that withheld an article or an edition."""
        self.said.append(fault)

    def tell(self, faults: Faults) -> None:
        """Pass on all that was said, in its order."""
        for one in self.said:
            if isinstance(one, GeneratorError):
                faults.take(one)
            elif len(one) == 1:
                faults.report.notice(*one)
            else:
                faults.report.stage(*one)


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

"""What every stage of one build may need.

In: the checked configuration, the build's moment, the environment, the glossary, where faults go. Out: a frozen `Run`,
handed from stage to stage, and the `Outcome` of all. Refuses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.config import Site
from generator.glossary import Glossary
from generator.report import Faults


@dataclass(frozen=True, slots=True)
class Moment:
    """The build's clock: the day that texts bear, and the same instant in seconds since 1970."""

    day: date
    epoch: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """Whose unapproved drafts are to be replaced: those that `engine` did not make (empty: that the first engine of
    the configuration did not), of one locale and of the article at one address (empty: of all)."""

    engine: str = ""
    locale: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages in `docs/` per state, the faults that withheld something, and the locales that MkDocs rendered."""

    states: Mapping[str, int]
    faults: int
    rendered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What every stage of one build may need; `offline` leaves the online engines out."""

    site: Site
    moment: Moment
    environment: Mapping[str, str]
    words: Glossary
    faults: Faults
    offline: bool
    renewal: Renewal | None = None


def say(run: Run, stage: str, locale: str, started: float, *parts: str) -> None:
    """Report one line of a stage that began at `started` (`time.monotonic()`)."""
    text = " · ".join([part for part in parts if part] + [f"{time.monotonic() - started:.1f} s"])
    run.faults.report.stage(stage, locale, text)

"""An article in one locale as an editor must see it: its state, its texts, what waits for a person.

In: a `Task` and what the checks say about its texts. Out: frozen values with the counts that tables and pages show.
Refuses nothing; nothing is read or asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from generator.editions import Task
from generator.model import Article, Finding, Segment, Status
from generator.translate import GLOSSARY, records
from generator.translate.reconcile import needs_engine
from generator.translate.records import Entry

State = Status | Literal["withheld"]


@dataclass(frozen=True, slots=True)
class Text:
    """One segment in one locale. `line` is where its entry begins in the PO record (0: it is not there yet), `terms`
    the fingerprint of the wordings that the glossary asks for now."""

    segment: Segment
    entry: Entry
    findings: tuple[Finding, ...] = ()
    line: int = 0
    terms: str = ""

    @property
    def missing(self) -> bool:
        """There is no translation, or only a draft of an earlier original, which the next build asks for anew."""
        return not self.entry.kept and needs_engine(self.entry)

    @property
    def outdated_by(self) -> str:
        """What has changed since a draft was made: the original, or the glossary alone."""
        return "the glossary" if self.entry.previous == self.entry.source else "the original"

    @property
    def flagged(self) -> bool:
        """A check asks an editor to look."""
        return any(map(self.waits, self.findings))

    def waits(self, finding: Finding) -> bool:
        """Whether a finding about this text asks an editor to look: who approved it has looked at all but a later
        change of the glossary."""
        return finding.severity != "note" and (not self.entry.approved or finding.check == GLOSSARY)

    @property
    def needs_editor(self) -> bool:
        """Missing, stale or flagged."""
        return self.missing or self.entry.stale or self.flagged


@dataclass(frozen=True, slots=True)
class Standing:
    """An article in one locale. `state` is what the next build would make of what is known now; `reason` says why its
    page or its record cannot be taken over (state withheld). An original, and an edition whose record cannot be read,
    has no `task` and no texts."""

    article: Article
    locale: str
    state: State
    task: Task | None = None
    texts: tuple[Text, ...] = ()
    reason: str = ""

    @property
    def record(self) -> PurePosixPath:
        """The PO record, below the project."""
        return records.path(self.locale, self.article.address)

    @property
    def translated(self) -> bool:
        """Whether this is a translation, not the original."""
        return self.locale != self.article.locale

    @property
    def approver(self) -> str:
        """Who answers for the edition, as the record has it."""
        return self.task.record.approver if self.task else ""

    @property
    def corrections(self) -> int:
        """Corrections in `docs/` or in the record that the next build takes over."""
        return self.task.corrections if self.task else 0

    @property
    def approved(self) -> int:
        """Texts that a person answers for, stale ones included."""
        return sum(text.entry.approved for text in self.texts)

    @property
    def stale(self) -> int:
        """Texts of people whose original has changed since."""
        return sum(text.entry.stale for text in self.texts)

    @property
    def flagged(self) -> int:
        """Texts that a check wants an editor to see."""
        return sum(text.flagged for text in self.texts)

    @property
    def missing(self) -> int:
        """Texts without a translation of the present original."""
        return sum(text.missing for text in self.texts)

    @property
    def needs_editor(self) -> bool:
        """Something is missing, stale, flagged or withheld."""
        return self.state == "withheld" or any(text.needs_editor for text in self.texts)

    @property
    def makers(self) -> tuple[str, ...]:
        """The engines with their routes (`apertium it-ca-fr`), in the order of the texts."""
        made = (f"{text.entry.engine} {text.entry.route}".rstrip() for text in self.texts if text.entry.engine)
        return tuple(dict.fromkeys(made))

    @property
    def day(self) -> date | None:
        """The latest day on which a text was drafted or corrected."""
        return max((text.entry.date for text in self.texts if text.entry.date), default=None)

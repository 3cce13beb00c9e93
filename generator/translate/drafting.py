"""What is still to be translated in a build, and what has been.

In: works, the words that are protected in them, answers of engines. Out: the asks for the next step of a ladder, and a
`Result` per work. Refuses nothing: an answer that fails a check leaves its text without a draft, and the findings; so
does a work that takes too long, whose other texts are not asked for any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import TypeVar

from generator.model import Finding
from generator.patience import SECONDS, Allowance, TimeIsUp
from generator.translate.asking import Ask, Attempt, ask
from generator.translate.check import Case, check
from generator.translate.check.together import Place, Told, hear, together
from generator.translate.engines import CONNECTING, Context, Engine
from generator.translate.marks import Protected, has_words, missing, plain_target
from generator.translate.memory import Remembered
from generator.translate.work import Result, Words, Work, terms_of

T = TypeVar("T")
Direction = tuple[str, str]
"""Source and target, BCP 47."""


LATE = f"its texts take more than {SECONDS:g} seconds to check (build again to go on, or divide the article)"
"""Why texts of a work that took too long were left out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that passed its checks; no engine where the glossary alone gave it."""

    text: str
    engine: str
    route: str
    day: date


@dataclass(frozen=True, slots=True)
class _Looked:
    """An answer as a text, and what the checks say of it alone."""

    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer as a text, what was asked, and what others are compared with."""

    item: Ask
    text: str
    told: Told


class State:
    """What is still to be translated, and what has been."""

    def __init__(self, works: Sequence[Work], words: Words, today: date, seconds: float = SECONDS) -> None:
        self.works = works
        self.words = words
        self.today = today
        self.allowances = [Allowance(seconds) for _ in works]
        self.late: set[int] = set()
        self.drafts: list[dict[int, Draft]] = [{} for _ in works]
        self.findings: list[dict[int, tuple[Finding, ...]]] = [{} for _ in works]
        self.tried: set[tuple[int, int, str, str, tuple[str, ...]]] = set()
        self.looked: dict[Ask, _Looked] = {}
        self.answered: dict[str, dict[Place, _Answered]] = {}
        self.known: dict[int, dict[Place, Told]] = {}
        self.parts: list[dict[int, Protected]] = [{} for _ in works]
        for number in range(len(works)):
            self._in_time(number, partial(self._take_apart, number))

    def _in_time(self, number: int, work_on: Callable[[], T]) -> T | None:
        """What `work_on` gives back; None for a work that is late, or has become late by it."""
        try:
            return self.allowances[number].spend(work_on)
        except TimeIsUp:
            self.late.add(number)
            return None

    def _take_apart(self, number: int) -> None:
        """Protect the texts of a work. What is nothing but marks needs no engine."""
        work = self.works[number]
        for place in work.asks:
            parts = self.words.protect(work.segments[place].text, work.source, work.target)
            self.parts[number][place] = parts
            if not has_words(parts):
                self.drafts[number][place] = Draft(plain_target(parts), "", "", self.today)

    def pending(self, engine: Engine) -> dict[int, tuple[int, ...]]:
        """Number of a work → its places that still want a draft, for the works that the engine serves."""
        found = {}
        serves = lru_cache(maxsize=None)(engine.serves)  # which may look at files, and there are few directions
        for number, work in enumerate(self.works):
            if number in self.late or (work.private and engine.name in CONNECTING):
                continue
            places = tuple(place for place in work.asks if place not in self.drafts[number])
            if places and serves(work.source, work.target):
                found[number] = places
        return found

    def texts(self, engine: Engine) -> dict[Direction, list[Protected]]:
        """Direction → the texts that still want a draft."""
        found: dict[Direction, list[Protected]] = {}
        for number, places in self.pending(engine).items():
            way = (self.works[number].source, self.works[number].target)
            found.setdefault(way, []).extend(self.parts[number][place] for place in places)
        return found

    def asks(self, ladders: Mapping[Direction, Sequence[Attempt]], engine: Engine, step: int) -> list[Ask]:
        """The texts that still want a draft, as step number `step` of their ladder asks for them; what would only
        repeat an earlier step is left out."""
        asks = []
        for number, places in self.pending(engine).items():
            way = (self.works[number].source, self.works[number].target)
            for attempt in ladders[way][step : step + 1]:
                items = (ask(number, place, way, attempt, self.parts[number][place]) for place in places)
                asks += [item for item in items if self._sign(engine, item, attempt.route) not in self.tried]
        return asks

    def contexts(self, asks: Sequence[Ask]) -> dict[tuple[int, int], Context]:
        """What the engine may be told about each text."""
        works, parts = self.works, self.parts
        return {
            (item.number, item.place): works[item.number].context((item.place,), parts[item.number]) for item in asks
        }

    def take(
        self, engine: Engine, asks: Sequence[Ask], answers: Mapping[Ask, tuple[Remembered, ...]], *, gave_up: bool
    ) -> list[Ask]:
        """Check the answers; what passes is a draft, the rest is returned. A work that an engine left half done when it
        gave up is left to the next one as a whole, in one voice."""
        torn = {item.number for item in asks if gave_up and item not in answers}
        kept = [item for item in asks if item in answers and not (item.number in torn and self._is_new(item.number))]
        looked = {item: found for item in kept if (found := self.look(item, answers[item]))}
        self.looked.clear()
        answered = self.answered.setdefault(engine.key, {})
        answered |= {(item.number, item.place): self._answered(item, found.text) for item, found in looked.items()}
        doubts = self._doubts(answered)
        for item, found in looked.items():
            doubt = doubts.get((item.number, item.place))
            findings = (*found.findings, *([doubt] if doubt else []))
            self._judge(engine, item, answers[item], found.text, findings)
        failed = [item for item in looked if item.place not in self.drafts[item.number]]
        return [*failed, *self._retract(answered, doubts)]

    def look(self, item: Ask, answered: Sequence[Remembered]) -> _Looked | None:
        """What an answer says and what the checks say of it, which is kept until the answers are taken; None for a
        work that is late."""
        if item not in self.looked:
            found = self._in_time(item.number, partial(self._look, item, [one.answer for one in answered]))
            if not found:
                return None
            self.looked[item] = found
        return self.looked[item]

    def _answered(self, item: Ask, text: str) -> _Answered:
        source = self.works[item.number].segments[item.place].text
        return _Answered(item, text, hear((item.source, item.target), source, text))

    def _doubts(self, answered: Mapping[Place, _Answered]) -> dict[Place, Finding]:
        """What all answers of an engine together say against some of them."""
        heard: dict[Place, Told] = {}
        for number in dict.fromkeys(number for number, _ in answered):
            heard |= self._known(number)
        heard |= {place: one.told for place, one in answered.items()}
        return {
            (number, at): Finding(name, "withhold", self.works[number].segments[at], remark.message, found=remark.found)
            for (number, at), (name, remark) in together(heard).items()
        }

    def _known(self, number: int) -> Mapping[Place, Told]:
        """The translations that a work's record has."""
        if number not in self.known:
            work = self.works[number]
            way, entries = (work.source, work.target), enumerate(work.entries)
            self.known[number] = {
                (number, place): hear(way, entry.source, entry.text, asked=False)
                for place, entry in entries
                if entry.text
            }
        return self.known[number]

    def _retract(self, answered: Mapping[Place, _Answered], doubts: Mapping[Place, Finding]) -> list[Ask]:
        """Give up the drafts against which later answers of the same engine speak."""
        given_up = []
        for (number, at), doubt in doubts.items():
            one = answered[number, at]
            draft = self.drafts[number].get(at)
            if draft and draft.text == one.text:
                del self.drafts[number][at]
                self.findings[number][at] = (doubt,)
                given_up.append(one.item)
        return given_up

    def _is_new(self, number: int) -> bool:
        return not any(draft.engine for draft in self.drafts[number].values())

    def _look(self, item: Ask, answers: Sequence[str]) -> _Looked:
        work, parts = self.works[item.number], self.parts[item.number][item.place]
        text, lost = item.read(answers)
        lost = lost or missing(parts, text, work.target)
        segment = work.segments[item.place]
        return _Looked(text, check(Case(segment, parts, text, lost, work.source, work.target, self.words.identify)))

    def _judge(
        self, engine: Engine, item: Ask, answered: Sequence[Remembered], text: str, findings: tuple[Finding, ...]
    ) -> None:
        """Make a draft of what may be published."""
        number, place = item.number, item.place
        routes = dict.fromkeys(remembered.route for remembered in answered)
        self.tried |= {self._sign(engine, item, route) for route in (item.attempt.route, *routes)}
        if not any(finding.severity == "withhold" for finding in findings):
            day = max(remembered.day for remembered in answered)
            self.drafts[number][place] = Draft(text, engine.name, ", ".join(filter(None, routes)), day)
        self.findings[number][place] = findings

    def _sign(self, engine: Engine, item: Ask, route: str) -> tuple[int, int, str, str, tuple[str, ...]]:
        return item.number, item.place, engine.key, route, item.sent

    def result(self, number: int) -> Result:
        """The entries of a work with their drafts, and the findings about those and about places left without."""
        entries = list(self.works[number].entries)
        for place, draft in self.drafts[number].items():
            entry = entries[place]
            if entry.kept:
                entries[place] = replace(entry, draft=draft.text)
            else:
                terms = terms_of(entry.source, self.words.wordings[self.works[number].target])
                made = replace(entry, text=draft.text, terms=terms, previous="")
                made = replace(made, engine=draft.engine, route=draft.route, date=draft.day)
                entries[place] = replace(made, given=not draft.engine)
        found = (finding for _, findings in sorted(self.findings[number].items()) for finding in findings)
        return Result(tuple(entries), (*self._untimely(number), *found))

    def _untimely(self, number: int) -> Iterator[Finding]:
        """A finding per text that a late work was left without."""
        work = self.works[number]
        for place in work.asks if number in self.late else ():
            if place not in self.drafts[number]:
                yield Finding("time", "withhold", work.segments[place], LATE)

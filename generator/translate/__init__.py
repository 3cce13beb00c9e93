"""Segments → translations: records first, then memory, then the engines in order.

In: `Work` per article and locale, with what the records already know. Out: a `Result` per work: one entry per segment
and the findings about what could not be used. Engines are tried per article, so that one article reads in one voice; a
single text that fails its checks moves on alone. Refuses nothing: a text that no engine could translate keeps an empty
entry (or the text of its earlier version), and the caller decides what to publish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.errors import EngineUnavailable
from generator.model import Finding, Segment
from generator.translate.check import Case, check
from generator.translate.engines import Engine, Job
from generator.translate.memory import Memory, Remembered
from generator.translate.protect import Protected, has_words, plain_target, protect
from generator.translate.reconcile import needs_engine
from generator.translate.records import Entry


@dataclass(frozen=True, slots=True)
class Work:
    """An article's segments for one locale, with the entries that are known, in the same order."""

    source: str
    target: str
    segments: tuple[Segment, ...]
    entries: tuple[Entry, ...]

    @property
    def asks(self) -> tuple[int, ...]:
        """The places of the segments that an engine is to be asked for."""
        return tuple(place for place, entry in enumerate(self.entries) if needs_engine(entry))


@dataclass(frozen=True, slots=True)
class Result:
    """The entries of a work after translation, and the findings about drafts that were not used."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is protected: fixed wordings per locale, the personal names found in each text."""

    wordings: Mapping[str, Mapping[str, str]]
    names: Mapping[str, frozenset[str]]

    def protect(self, text: str, target: str) -> Protected:
        """Take a text apart for one locale."""
        return protect(text, self.wordings[target], self.names.get(text, frozenset()))


@dataclass(frozen=True, slots=True)
class Planned:
    """What one engine would be asked for one locale: texts and characters, and how many texts the memory has."""

    engine: str
    locale: str
    segments: int
    characters: int
    remembered: int


Notice = Callable[[str], None]
Answers = Mapping[tuple[int, int], Remembered]
"""(number of a work, place of a segment) → the answer to it."""


def follows_glossary(entry: Entry, wordings: Mapping[str, str]) -> bool:
    """Whether a draft still has every fixed wording that its source calls for."""
    marks = (part for part in protect(entry.source, wordings) if not isinstance(part, str))
    return all(mark.target in entry.text for mark in marks if mark.role == "keep" and mark.source in wordings)


def translate(
    works: Sequence[Work], engines: Iterable[Engine], memory: Memory, words: Words, today: date, notice: Notice
) -> tuple[Result, ...]:
    """Translate what is missing in `works`. `notice` is told, once each, why an engine is given up."""
    state = _State(works, words, today)
    for engine in engines:
        pending = state.pending(engine)
        if not pending:
            continue
        try:
            faults = _ask(engine, pending, state, memory)
            if faults:
                notice(f"{engine.title}: {len(faults)} texts stayed without an answer ({faults[0]})")
            gave_up = False
        except EngineUnavailable as fault:
            notice(f"{engine.title}: {fault}; going on without it")
            gave_up = True
        answers = _recalled(engine, pending, state, memory)
        for number, places in pending.items():
            if not (gave_up and state.is_torn(number, places, answers)):
                state.take(engine, number, places, answers)
    return tuple(state.result(number) for number in range(len(works)))


def plan(works: Sequence[Work], engines: Sequence[Engine], memory: Memory, words: Words) -> tuple[Planned, ...]:
    """What `translate` would ask of the first engine that serves each direction, without asking."""
    state = _State(works, words, date.min)
    rows: dict[tuple[str, str], Planned] = {}
    left = set(range(len(works)))
    for engine in engines:
        pending = {number: places for number, places in state.pending(engine).items() if number in left}
        left -= set(pending)
        answers = _recalled(engine, pending, state, memory)
        for number, places in pending.items():
            work = works[number]
            row = rows.get((engine.name, work.target), Planned(engine.name, work.target, 0, 0, 0))
            asked = [place for place in places if (number, place) not in answers]
            rows[engine.name, work.target] = replace(
                row,
                segments=row.segments + len(asked),
                characters=row.characters + sum(len(work.segments[place].text) for place in asked),
                remembered=row.remembered + len(places) - len(asked),
            )
    return tuple(rows.values())


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text that passed its checks; no engine where the glossary alone gave it."""

    text: str
    engine: str
    route: str
    day: date


class _State:
    """What is still to be translated, and what has been."""

    def __init__(self, works: Sequence[Work], words: Words, today: date) -> None:
        self.works = works
        self.today = today
        self.drafts: list[dict[int, _Draft]] = [{} for _ in works]
        self.findings: list[dict[int, list[Finding]]] = [{} for _ in works]
        self.parts = [
            {place: words.protect(work.segments[place].text, work.target) for place in work.asks} for work in works
        ]

    def pending(self, engine: Engine) -> dict[int, tuple[int, ...]]:
        """Number of a work → its places that still want a draft, for the works that the engine serves."""
        found = {}
        for number, work in enumerate(self.works):
            places = tuple(place for place in work.asks if place not in self.drafts[number])
            if places and engine.serves(work.source, work.target):
                found[number] = places
        return found

    def is_torn(self, number: int, places: tuple[int, ...], answers: Answers) -> bool:
        """Whether an engine that gave up left a work half done: then the next engine does all of it, in one voice."""
        lacks = any((number, place) not in answers for place in places if has_words(self.parts[number][place]))
        return lacks and not self.drafts[number]

    def take(self, engine: Engine, number: int, places: tuple[int, ...], answers: Answers) -> None:
        """Check the answers of one work; what passes is its draft."""
        for place in places:
            parts = self.parts[number][place]
            if not has_words(parts):
                self.drafts[number][place] = _Draft(plain_target(parts), "", "", self.today)
            elif (number, place) in answers:
                self._judge(engine, number, place, answers[number, place])

    def _judge(self, engine: Engine, number: int, place: int, remembered: Remembered) -> None:
        segment, parts = self.works[number].segments[place], self.parts[number][place]
        text, lost = engine.schemes[0].decode(remembered.answer, parts)
        text = text.strip()
        findings = check(Case(segment, parts, text, lost))
        if any(finding.severity == "withhold" for finding in findings):
            self.findings[number].setdefault(place, []).extend(findings)
        else:
            self.drafts[number][place] = _Draft(text, engine.name, remembered.route, remembered.day)
            self.findings[number][place] = list(findings)

    def result(self, number: int) -> Result:
        """The entries of a work with their drafts, and the findings about places that stayed without."""
        entries = list(self.works[number].entries)
        for place, draft in self.drafts[number].items():
            entry = entries[place]
            if entry.approved:
                entries[place] = replace(entry, draft=draft.text)
            else:
                entries[place] = replace(
                    entry, text=draft.text, engine=draft.engine, route=draft.route, date=draft.day, previous=""
                )
        found = (finding for _, findings in sorted(self.findings[number].items()) for finding in findings)
        return Result(tuple(entries), tuple(found))


def _recalled(engine: Engine, pending: Mapping[int, tuple[int, ...]], state: _State, memory: Memory) -> Answers:
    """The answers that the memory has for the pending places."""
    found: dict[tuple[int, int], Remembered] = {}
    for number, places in pending.items():
        work = state.works[number]
        sent = {place: engine.schemes[0].encode(state.parts[number][place]) for place in places}
        known = memory.recall(engine.name, work.source, work.target, sent.values())
        found |= {(number, place): known[text] for place, text in sent.items() if text in known}
    return found


def _ask(engine: Engine, pending: Mapping[int, tuple[int, ...]], state: _State, memory: Memory) -> list[str]:
    """Ask for what the memory lacks, and store every answer the moment it arrives; returns why texts have none."""
    found = _recalled(engine, pending, state, memory)
    jobs = []
    for number, places in pending.items():
        work, parts = state.works[number], state.parts[number]
        missing = (place for place in places if (number, place) not in found and has_words(parts[place]))
        texts = tuple(dict.fromkeys(engine.schemes[0].encode(parts[place]) for place in missing))
        if texts:
            jobs.append(Job(work.source, work.target, texts))
    faults = []
    for answer in engine.translate(jobs) if jobs else ():
        if answer.fault:
            faults.append(answer.fault)
        else:
            job, remembered = jobs[answer.job], Remembered(answer.answer, answer.route, state.today)
            memory.store(engine.name, job.source, job.target, job.texts[answer.text], remembered)
    return faults

"""Segments → translations: records first, then memory, then the engines in order.

In: `Work` per article and locale, with what the records already know. Out: a `Result` per work: one entry per segment
and the findings about its new drafts. Engines are tried per article, so that one article reads in one voice; a single
text that fails its checks is asked for again in other ways (`asking.ladder`), then moves on to the next engine alone.
Refuses nothing: a text that no engine could translate keeps an empty entry (or the text of its earlier version), and
the caller decides what to publish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.errors import EngineUnavailable
from generator.model import Finding
from generator.translate.asking import Ask, Attempt, Desk, ask, ladder, ranks
from generator.translate.check import Case, check
from generator.translate.engines import Context, Engine
from generator.translate.marks import Protected, has_words, missing, plain_target
from generator.translate.memory import Memory, Remembered
from generator.translate.work import Planned, Result, Words, Work, follows_glossary, terms_of

__all__ = ("Planned", "Result", "Words", "Work", "follows_glossary", "inspect", "plan", "translate")

Notice = Callable[[str], None]
Direction = tuple[str, str]


def translate(
    works: Sequence[Work],
    engines: Iterable[Engine],
    memory: Memory,
    words: Words,
    today: date,
    notice: Notice,
    budgets: Mapping[str, int] | None = None,
) -> tuple[Result, ...]:
    """Translate what is missing in `works`. `notice` is told, once each, why an engine is given up; `budgets` are the
    characters that a build may send to an engine, by its name."""
    state = _State(works, words, today)
    for engine in engines:
        if state.pending(engine):
            _ask_engine(state, Desk(engine, memory, today, (budgets or {}).get(engine.name, 0)), notice)
    return tuple(state.result(number) for number in range(len(works)))


def _ask_engine(state: _State, desk: Desk, notice: Notice) -> None:
    """Ask one engine for every text that it serves, up the ladder; what it answered before is used even where it is
    out of reach."""
    engine, ranked = desk.engine, {}
    failure: EngineUnavailable | None = None
    try:
        desk.afford(state.asks({way: (Attempt(engine.schemes[0]),) for way in state.texts(engine)}, engine, 0))
        ranked = ranks(desk, state.texts(engine))
    except EngineUnavailable as fault:
        failure = fault
    for trial in desk.trials:
        notice(f"{engine.title}, {trial}")
    ladders = {way: ladder(engine, ranked.get(way, engine.schemes), *way) for way in state.texts(engine)}
    for step in range(max(map(len, ladders.values()))):
        asks = state.asks(ladders, engine, step)
        try:
            if not failure:
                desk.send(asks, state.contexts(asks))
        except EngineUnavailable as fault:
            failure = fault
        state.take(engine, asks, desk.answers(asks), gave_up=bool(failure) and not step)
        if failure:
            notice(f"{engine.title}: {failure}; going on without it")
            return
    if desk.faults:
        notice(f"{engine.title}: {len(desk.faults)} requests stayed without an answer ({desk.faults[0]})")


def plan(works: Sequence[Work], engines: Sequence[Engine], memory: Memory, words: Words) -> tuple[Planned, ...]:
    """What `translate` would ask of the first engine that serves each direction, without asking."""
    state = _State(works, words, date.min)
    rows: dict[tuple[str, str], Planned] = {}
    left = set(range(len(works)))
    for engine in engines:
        ladders = {}
        for way in state.texts(engine):
            chosen = memory.scheme(engine.key, *way)
            ladders[way] = (Attempt(min(engine.schemes, key=lambda scheme: scheme.name != chosen)),)
        desk = Desk(engine, memory, date.min)
        asks = [item for item in state.asks(ladders, engine, 0) if item.number in left]
        left -= {item.number for item in asks}
        known = desk.answers(asks)
        for item in asks:
            row = rows.get((engine.name, item.target), Planned(engine.name, item.target, 0, 0, 0))
            remembered = item in known
            rows[engine.name, item.target] = replace(
                row, segments=row.segments + (not remembered), remembered=row.remembered + remembered
            )
        for job in desk.jobs(asks, {}):
            row = rows[engine.name, job.target]
            rows[engine.name, job.target] = replace(
                row,
                characters=row.characters + sum(map(len, job.texts)),
                requests=row.requests + engine.requests(job),
            )
    return tuple(rows.values())


def inspect(work: Work, words: Words) -> tuple[tuple[Finding, ...], ...]:
    """The findings about each text that a work has already. A text that somebody approved is never withheld."""
    found = []
    for segment, entry in zip(work.segments, work.entries, strict=True):
        parts = words.protect(segment.text, work.source, work.target)
        lost = missing(parts, entry.text, work.target)
        case = Case(segment, parts, entry.text, lost, work.source, work.target, words.identify)
        findings = check(case) if entry.text else ()
        if entry.approved:
            findings = tuple(
                replace(finding, severity="flag") if finding.severity == "withhold" else finding for finding in findings
            )
        found.append(findings)
    return tuple(found)


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
        self.words = words
        self.today = today
        self.drafts: list[dict[int, _Draft]] = [{} for _ in works]
        self.findings: list[dict[int, tuple[Finding, ...]]] = [{} for _ in works]
        self.tried: set[tuple[int, int, str, str, tuple[str, ...]]] = set()
        self.parts: list[dict[int, Protected]] = [
            {place: words.protect(work.segments[place].text, work.source, work.target) for place in work.asks}
            for work in works
        ]
        for number, parts in enumerate(self.parts):
            for place, protected in parts.items():
                if not has_words(protected):
                    self.drafts[number][place] = _Draft(plain_target(protected), "", "", today)

    def pending(self, engine: Engine) -> dict[int, tuple[int, ...]]:
        """Number of a work → its places that still want a draft, for the works that the engine serves."""
        found = {}
        for number, work in enumerate(self.works):
            places = tuple(place for place in work.asks if place not in self.drafts[number])
            if places and engine.serves(work.source, work.target):
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
    ) -> None:
        """Check the answers; what passes is a draft. A work that an engine left half done when it gave up is left to
        the next one as a whole, in one voice."""
        torn = {item.number for item in asks if gave_up and item not in answers}
        for item in asks:
            if item in answers and not (item.number in torn and self._is_new(item.number)):
                self._judge(engine, item, answers[item])

    def _is_new(self, number: int) -> bool:
        return not any(draft.engine for draft in self.drafts[number].values())

    def _judge(self, engine: Engine, item: Ask, answered: Sequence[Remembered]) -> None:
        number, place, work = item.number, item.place, self.works[item.number]
        routes = dict.fromkeys(remembered.route for remembered in answered)
        self.tried |= {self._sign(engine, item, route) for route in (item.attempt.route, *routes)}
        text, lost = item.read([remembered.answer for remembered in answered])
        segment, parts = work.segments[place], self.parts[number][place]
        lost = lost or missing(parts, text, work.target)
        findings = check(Case(segment, parts, text, lost, work.source, work.target, self.words.identify))
        if not any(finding.severity == "withhold" for finding in findings):
            day = max(remembered.day for remembered in answered)
            self.drafts[number][place] = _Draft(text, engine.name, ", ".join(filter(None, routes)), day)
        self.findings[number][place] = findings

    def _sign(self, engine: Engine, item: Ask, route: str) -> tuple[int, int, str, str, tuple[str, ...]]:
        return item.number, item.place, engine.key, route, item.sent

    def result(self, number: int) -> Result:
        """The entries of a work with their drafts, and the findings about those and about places left without."""
        entries = list(self.works[number].entries)
        for place, draft in self.drafts[number].items():
            entry = entries[place]
            if entry.approved:
                entries[place] = replace(entry, draft=draft.text)
            else:
                terms = terms_of(entry.source, self.words.wordings[self.works[number].target])
                made = replace(entry, text=draft.text, terms=terms, previous="")
                entries[place] = replace(made, engine=draft.engine, route=draft.route, date=draft.day)
        found = (finding for _, findings in sorted(self.findings[number].items()) for finding in findings)
        return Result(tuple(entries), tuple(found))

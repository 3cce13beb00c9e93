"""Segments → translations: records first, then memory, then the engines in order.

In: `Work` per article and locale, with what the records already know. Out: a `Result` per work: one entry per segment
and the findings about its new drafts. Engines are tried per article, so that one article reads in one voice; a single
text that fails its checks is asked for again in other ways (`asking.ladder`), then moves on to the next engine alone.
Refuses nothing: a text that no engine could translate keeps an empty entry (or the text of its earlier version), and
the caller decides what to publish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from generator.errors import EngineUnavailable
from generator.model import Finding, Segment
from generator.patience import SECONDS
from generator.translate.marks import Mark, missing
from generator.translate.records import Entry
from generator.translate.work import Planned, Result, Words, Work, follows_glossary, terms_of

if TYPE_CHECKING:  # a build with nothing to translate needs neither engines nor checks
    from generator.translate.asking import Desk
    from generator.translate.drafting import State
    from generator.translate.engines import Engine
    from generator.translate.memory import Memory

__all__ = (
    "GLOSSARY",
    "Planned",
    "Result",
    "Words",
    "Work",
    "follows_glossary",
    "inspect",
    "plan",
    "terms_of",
    "translate",
)

Notice = Callable[[str], None]

GLOSSARY = "glossary"
"""The check that looks at what people wrote or approved, after the glossary was changed."""


def translate(
    works: Sequence[Work],
    engines: Iterable[Engine],
    memory: Memory,
    words: Words,
    today: date,
    notice: Notice,
    budgets: Mapping[str, int] | None = None,
    seconds: float = SECONDS,
) -> tuple[Result, ...]:
    """Translate what is missing in `works`. `notice` is told, once each, why an engine is given up; `budgets` are the
    characters that a build may send to an engine, by its name; a work that takes more than `seconds` to check is left
    half done."""
    from generator.translate.asking import Desk
    from generator.translate.drafting import State

    state = State(works, words, today, seconds)
    for engine in engines:
        if state.pending(engine):
            _ask_engine(state, Desk(engine, memory, today, (budgets or {}).get(engine.name, 0)), notice)
    return tuple(state.result(number) for number in range(len(works)))


def _ask_engine(state: State, desk: Desk, notice: Notice) -> None:
    """Ask one engine for every text that it serves, up the ladder; what it answered before is used even where it is
    out of reach."""
    from generator.translate.asking import Attempt, ladder
    from generator.translate.trials import ranks

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
                for item in desk.send(asks, state.contexts(asks)):
                    state.look(item, desk.answers([item])[item])
        except EngineUnavailable as fault:
            failure = fault
        desk.discard(state.take(engine, asks, desk.answers(asks), gave_up=bool(failure) and not step))
        if failure:
            notice(f"{engine.title}: {failure}; going on without it")
            return
    if desk.faults:
        notice(f"{engine.title}: {len(desk.faults)} requests stayed without an answer ({desk.faults[0]})")


def plan(
    works: Sequence[Work], engines: Sequence[Engine], memory: Memory, words: Words, today: date
) -> tuple[Planned, ...]:
    """What `translate` would ask of the first engine that serves each direction, without asking."""
    from generator.translate.asking import Attempt, Desk
    from generator.translate.drafting import State

    state = State(works, words, today)
    rows: dict[tuple[str, str], Planned] = {}
    left = set(range(len(works)))
    for engine in engines:
        ladders = {}
        for way in state.texts(engine):
            chosen = memory.scheme(engine.key, *way)
            ladders[way] = (Attempt(min(engine.schemes, key=lambda scheme: scheme.name != chosen)),)
        desk = Desk(engine, memory, today)
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
    """The findings about each text that a work has already, and where it does not follow a glossary that was changed
    since somebody approved it. A text that somebody approved is never withheld."""
    from generator.translate.check import Case, check
    from generator.translate.check.together import hear, together

    found = []
    way = (work.source, work.target)
    answers = {(0, place): hear(way, one.source, one.text) for place, one in enumerate(work.entries) if one.text}
    doubts = together(answers)
    for place, (segment, entry) in enumerate(zip(work.segments, work.entries, strict=True)):
        parts = words.protect(segment.text, work.source, work.target)
        lost = missing(parts, entry.text, work.target)
        case = Case(segment, parts, entry.text, lost, work.source, work.target, words.identify)
        findings = check(case) if entry.text else ()
        if (0, place) in doubts:
            name, remark = doubts[0, place]
            findings = (*findings, Finding(name, "withhold", segment, remark.message, found=remark.found))
        if entry.approved:
            findings = tuple(
                replace(finding, severity="flag") if finding.severity == "withhold" else finding for finding in findings
            )
        found.append((*findings, *_unheard(segment, entry, lost, words.wordings[work.target])))
    return tuple(found)


def _unheard(segment: Segment, entry: Entry, lost: Sequence[Mark], wordings: Mapping[str, str]) -> Iterator[Finding]:
    """A finding per wording that a person's text lacks because the glossary has it only since. With which glossary a
    text without an engine was written is not known of old records."""
    known = bool(entry.engine or entry.terms)
    if not known or not entry.kept or entry.stale or follows_glossary(entry, wordings):
        return
    for mark in {mark.source: mark for mark in lost if wordings.get(mark.source) == mark.target}.values():
        message = f"the glossary has changed since this was approved: “{mark.source}” is “{mark.target}” now"
        yield Finding(GLOSSARY, "flag", segment, message, asked=mark.source)

"""One engine and the texts it is asked for: which scheme, in one piece or sentence by sentence, by which route.

In: the texts that want a draft, an engine, the memory, a budget. Out: answers, each stored the moment it arrives.
Refuses, as `EngineUnavailable` and before the first request, to send more characters than the budget allows.

A text whose answer fails its checks is asked for again, differently each time: `ladder` lists the ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.errors import EngineUnavailable
from generator.translate.engines import Context, Engine, Job
from generator.translate.marks import Mark, Protected, has_words, plain_target, sentences, source
from generator.translate.memory import Memory, Remembered
from generator.translate.schemes import Scheme

UNSPACED = ("zh", "ja", "yue")
"""Languages that put no space between sentences."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way of asking: with which marks, in one piece or by sentences, by which route (empty: the engine's choice)."""

    scheme: Scheme
    split: bool = False
    route: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """The text at `place` of work `number`, from one locale into another, as it is put to an engine."""

    number: int
    place: int
    source: str
    target: str
    attempt: Attempt
    pieces: tuple[Protected, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """The texts that an engine must answer; a piece of nothing but marks needs no answer."""
        return tuple(self.attempt.scheme.encode(piece) for piece in self.pieces if has_words(piece))

    def read(self, answers: Sequence[str]) -> tuple[str, tuple[Mark, ...]]:
        """The translation put together from the answers to `sent`, and the marks that were lost."""
        left = iter(answers)
        between = "" if self.target.split("-")[0] in UNSPACED else " "
        text = ""
        lost: list[Mark] = []
        for piece in self.pieces:
            if has_words(piece):
                words, gone = self.attempt.scheme.decode(next(left), piece)
                lost += gone
            else:
                words = plain_target(piece)
            text += words.strip() + (between if source(piece)[-1:].isspace() else "")
        return text.strip(), tuple(lost)


def ladder(engine: Engine, ranked: Sequence[Scheme], source: str, target: str) -> tuple[Attempt, ...]:
    """The ways of asking for a text, one after the other: as the engine likes it best; sentence by sentence, with the
    second best marks where it has others; by every route there is."""
    best, second = ranked[0], ranked[min(1, len(ranked) - 1)]
    routes = (Attempt(best, route=way) for way in engine.ways(source, target))
    return (Attempt(best), Attempt(second, split=True), *routes)


def ask(number: int, place: int, direction: tuple[str, str], attempt: Attempt, parts: Protected) -> Ask:
    """The ask that an attempt makes of a text."""
    return Ask(number, place, *direction, attempt, sentences(parts) if attempt.split else (parts,))


@dataclass(slots=True)
class Desk:
    """An engine's desk in one build: what it may still be sent (0: without limit), what it failed to answer, and how
    its trials went."""

    engine: Engine
    memory: Memory
    today: date
    budget: int = 0
    spent: int = 0
    faults: list[str] = field(default_factory=list)
    trials: list[str] = field(default_factory=list)

    def answers(self, asks: Iterable[Ask]) -> dict[Ask, tuple[Remembered, ...]]:
        """What the memory has for the asks that are answered in full."""
        found = {}
        for item in asks:
            known = self._known(item)
            if all(text in known for text in item.sent):
                found[item] = tuple(known[text] for text in item.sent)
        return found

    def discard(self, asks: Iterable[Ask]) -> None:
        """Note that the answers to these asks failed their checks."""
        for item in asks:
            for text in item.sent:
                self.memory.fail(self._shelf(item.attempt.route), item.source, item.target, text)

    def send(self, asks: Sequence[Ask], contexts: Mapping[tuple[int, int], Context] | None = None) -> Iterator[Ask]:
        """Ask for what the memory lacks; every answer is stored before the next is waited for. Yields those that are
        answered in full, each as soon as it is, so that they can be looked at while the engine works on.

        Raises `EngineUnavailable`, also between answers; those that arrived are stored.
        """
        jobs = self.jobs(asks, contexts or {})
        self.spent += self._cost(jobs)
        waiting = _waiting(asks, jobs)
        for answer in self.engine.translate(jobs) if jobs else ():
            job = jobs[answer.job]
            if answer.fault:
                self.faults.append(answer.fault)
            else:
                text, remembered = job.texts[answer.text], Remembered(answer.answer, answer.route, self.today)
                self.memory.store(self._shelf(job.route), job.source, job.target, text, remembered)
                yield from waiting.answered(job, text)

    def afford(self, asks: Sequence[Ask]) -> None:
        """Raises `EngineUnavailable` where asking would cost more characters than are left."""
        if self.budget:
            self._cost(self.jobs(asks, {}))

    def _cost(self, jobs: Sequence[Job]) -> int:
        cost = sum(len(text) for job in jobs for text in job.texts)
        if self.budget and self.spent + cost > self.budget:
            hint = "Raise max_characters_per_build, or publish in smaller steps"
            left = f"{self.budget - self.spent} of the {self.budget} characters that a build may send are left"
            raise EngineUnavailable(f"{cost} characters wanted, but {left}", hint=hint)
        return cost

    def jobs(self, asks: Sequence[Ask], contexts: Mapping[tuple[int, int], Context]) -> list[Job]:
        """What the memory lacks: one job per work and attempt, each text once."""
        wanted: dict[tuple[int, Attempt, str, str], dict[str, tuple[str, str]]] = {}
        for item in asks:
            texts = wanted.setdefault((item.number, item.attempt, item.source, item.target), {})
            context = contexts.get((item.number, item.place), Context())
            known = self._known(item)
            for text in item.sent:
                if text not in known:
                    texts.setdefault(text, context.around[0] if context.around else ("", ""))
        by_work: dict[int, list[Context]] = {}
        for (number, _), context in contexts.items():
            by_work.setdefault(number, []).append(context)
        jobs = []
        for (number, attempt, start, end), texts in wanted.items():
            told = by_work.get(number, [])
            terms = tuple(sorted({term for context in told for term in context.terms}))
            headline = told[0].headline if told else ""
            context = Context(headline, terms, tuple(texts.values()))
            if texts:
                jobs.append(Job(start, end, tuple(texts), attempt.scheme.name, attempt.route, context))
        return jobs

    def _known(self, item: Ask) -> dict[str, Remembered]:
        shelf = self._shelf(item.attempt.route)
        return self.memory.recall(shelf, item.source, item.target, item.sent, self.today)

    def _shelf(self, route: str) -> str:
        """What answers are filed under: by a route that was asked for they are others."""
        return f"{self.engine.key} {route}".rstrip()


_Place = tuple[str, str, str, str, str]
"""A text that is asked for: from and into which locale, with which marks, by which route, and its words."""


@dataclass(slots=True)
class _Waiting:
    """Asks by the texts that they wait for, and how many of them each still does."""

    asks: dict[_Place, list[Ask]] = field(default_factory=dict)
    left: dict[Ask, int] = field(default_factory=dict)

    def answered(self, job: Job, text: str) -> Iterator[Ask]:
        """The asks that wait for nothing more, once a text is answered."""
        for item in self.asks.pop(_of(job, text), ()):
            self.left[item] -= 1
            if not self.left[item]:
                yield item


def _waiting(asks: Sequence[Ask], jobs: Sequence[Job]) -> _Waiting:
    sent = {_of(job, text) for job in jobs for text in job.texts}
    found = _Waiting()
    for item in asks:
        way = (item.source, item.target, item.attempt.scheme.name, item.attempt.route)
        wanted = {(*way, text) for text in item.sent} & sent
        found.left[item] = len(wanted)
        for place in wanted:
            found.asks.setdefault(place, []).append(item)
    return found


def _of(job: Job, text: str) -> _Place:
    return job.source, job.target, job.scheme, job.route, text

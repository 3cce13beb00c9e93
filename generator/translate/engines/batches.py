"""Several requests at a time, and answers as they arrive.

In: jobs, cut into batches of texts that go in one request, and an engine's way to ask for one. Out: an `Answer` per
text, each as soon as it is there, and never more requests ahead of the caller than may go at a time. The first batch
goes alone, because it tells whether the service can be reached.
Refuses, as `EngineUnavailable`, to go on with a service that gave itself up, or that answers but never with a
translation (a login page, a notice of its end); what was under way then is still waited for, because it is paid for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from generator.errors import EngineError, EngineUnavailable
from generator.translate.engines import Answer, Job

PATIENCE = 5
"""Useless batches, and none else, after which a service is given up."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of job number `number` that go in one request, by their places in it."""

    job: Job
    number: int
    places: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts as they are sent."""
        return tuple(self.job.texts[place] for place in self.places)

    def answers(self, texts: Iterable[str]) -> list[Answer]:
        """Answers in the order of the texts. Raises `EngineError` if there are more or fewer."""
        found = list(texts)
        if len(found) != len(self.places):
            raise EngineError(f"{len(found)} answers came to {len(self.places)} texts")
        return [
            Answer(self.number, place, text) if text.strip() else self.fault(place, "there was no translation")
            for place, text in zip(self.places, found, strict=True)
        ]

    def fault(self, place: int, why: str) -> Answer:
        """The answer to a text that has none."""
        return Answer(self.number, place, fault=why)


Ask = Callable[[Batch], Sequence[Answer]]
"""One request. Raises `EngineError` when the batch failed, `EngineUnavailable` when the engine is not to be asked."""


def batches(jobs: Sequence[Job], count: int = 1, characters: int = 0) -> list[Batch]:
    """The texts of all jobs in their order, up to `count` and up to `characters` (0: any) at a time; no batch holds
    texts of two jobs, and a text that is too long goes alone."""
    found = []
    for number, job in enumerate(jobs):
        places: list[int] = []
        length = 0
        for place, text in enumerate(job.texts):
            if places and (len(places) == count or (characters and length + len(text) > characters)):
                found.append(Batch(job, number, tuple(places)))
                places, length = [], 0
            places.append(place)
            length += len(text)
        if places:
            found.append(Batch(job, number, tuple(places)))
    return found


def ask_all(work: Sequence[Batch], ask: Ask, at_once: int) -> Iterator[Answer]:
    """Ask for every batch, `at_once` of them at a time.

    The next is sent only when the caller comes back for more, having kept what it was given: whenever a build dies, no
    more than `at_once` requests are lost, those under way and those answered but not kept taken together.
    """
    if not work:
        return
    watch = _Watch()
    yield from watch.seen(_asked(work[0], ask))
    left = iter(work[1:])
    failure: EngineUnavailable | None = None
    with ThreadPoolExecutor(at_once) as pool:
        waiting = {pool.submit(_asked, batch, ask) for batch in islice(left, at_once)}
        while waiting:
            answered, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in answered:
                try:
                    yield from watch.seen(future.result())
                except EngineUnavailable as fault:
                    failure = failure or fault
                    left = iter(())
                waiting |= {pool.submit(_asked, batch, ask) for batch in islice(left, 1)}
    if failure:
        raise failure


def _asked(batch: Batch, ask: Ask) -> Sequence[Answer]:
    """The answers to a batch, each with the fault where it failed as a whole."""
    try:
        return ask(batch)
    except EngineUnavailable:
        raise
    except EngineError as fault:
        return [batch.fault(place, str(fault)) for place in batch.places]


@dataclass(slots=True)
class _Watch:
    """Counts batches without any translation, until the first that has one."""

    useless: int = 0
    useful: bool = False

    def seen(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """Pass answers on. Raises `EngineUnavailable` when there is no hope for a useful one."""
        self.useful = self.useful or any(not answer.fault for answer in answers)
        self.useless += not self.useful
        if self.useless >= PATIENCE and not self.useful:
            raise EngineUnavailable(f"none of {PATIENCE} answers was a translation ({answers[0].fault})")
        return answers

"""How good are the offline translations, what do they keep, and how far can a flag be trusted?

In: the shipped articles with their records, a real Apertium. Out: three tables on stdout. Run it by `make bench`.

- chrF (sacrebleu) of every Italian text against the reviewed English edition: each route alone, each with names, terms
  and figures protected, and as a build does it, which also chooses the route.
- names, terms, figures and links of all articles in all locales: how many stand in the fresh translations.
- findings of the checks per hundred texts, in the reviewed edition (where each of them is a false alarm) and in drafts.
"""

from __future__ import annotations

import html
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import sacrebleu

from generator import config
from generator import glossary as house
from generator.editions import Task
from generator.errors import GeneratorError
from generator.gather import gather
from generator.portable import plain
from generator.report import Faults
from generator.run import Moment, Run
from generator.translate import Result, Words, inspect, translate
from generator.translate.engines import Answer, Job
from generator.translate.engines.apertium import Apertium
from generator.translate.figures import figures
from generator.translate.marks import Mark, missing
from generator.translate.memory import Memory
from generator.translate.records import Entry
from generator.translate.schemes import BRACKETS, HTML, SPOKEN_TAGS, TAGS
from generator.translating import prepare_all, words_of

ROOT = Path(__file__).parent.parent.parent
DAY = date(2025, 9, 10)
REFERENCE = ("it", "en")


class Strict:
    """A report in which a fault ends the measurement, whose figures it would spoil."""

    def stage(self, name: str, locale: str, text: str) -> None:
        """Nothing."""

    def notice(self, text: str) -> None:
        """Nothing."""

    def fault(self, fault: GeneratorError) -> None:
        """Raise it."""
        raise fault


@dataclass(frozen=True, slots=True)
class ByRoute(Apertium):
    """Apertium bound to one route of the reference's direction."""

    route: str = ""

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        return Apertium(self.modes).translate([replace(job, route=self.route) for job in jobs])


def unwritten(task: Task) -> Task:
    """The task as if nobody had translated anything."""
    entries = tuple(Entry(segment.key, segment.text, "") for segment in task.work.segments)
    return replace(task, work=replace(task.work, entries=entries))


def drafts(tasks: Sequence[Task], engine: Apertium, words: Words) -> tuple[Result, ...]:
    """Fresh translations by one engine, with a memory of their own."""
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
        works = [unwritten(task).work for task in tasks]
        return translate(works, [engine], memory, words, DAY, lambda text: None)


def chrf(pairs: Iterable[tuple[str, str]]) -> float:
    """The score of (translation, reference) pairs as one corpus, 0 to 100."""
    translated, references = zip(*pairs, strict=True)
    return float(sacrebleu.corpus_chrf(list(translated), [list(references)]).score)


def bare(task: Task, route: str) -> list[str]:
    """The texts by one route, without any protection."""
    texts = [html.escape(segment.text, quote=False) for segment in task.work.segments]
    answers = Apertium().translate([Job(*REFERENCE, tuple(texts), route=route)])
    return [html.unescape(answer.answer) for answer in answers]


def scores(tasks: Sequence[Task], words: Words) -> Iterator[tuple[str, float]]:
    """(way of translating, chrF) on the texts of the reviewed edition."""
    reviewed = [task for task in tasks if (task.work.source, task.locale) == REFERENCE]
    references = [entry.text for task in reviewed for entry in task.work.entries]
    routes = Apertium().ways(*REFERENCE)
    for route in routes:
        texts = [text for task in reviewed for text in bare(task, route)]
        yield f"{route}, unprotected", chrf(zip(texts, references, strict=True))
    for name, engine in [*((f"{way}, protected", ByRoute(route=way)) for way in routes), ("as built", Apertium())]:
        texts = [entry.text for result in drafts(reviewed, engine, words) for entry in result.entries]
        yield name, chrf(zip(texts, references, strict=True))


def kept(tasks: Sequence[Task], results: Sequence[Result], words: Words) -> dict[str, tuple[int, int]]:
    """Sort of mark → (in the sources, in the translations)."""
    had: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for task, result in zip(tasks, results, strict=True):
        for entry in result.entries:
            parts = words.protect(entry.source, task.work.source, task.locale)
            had.update(_sort(part) for part in parts if isinstance(part, Mark) and part.role != "open")
            gone = missing(parts, entry.text, task.locale) if entry.text else parts
            lost.update(_sort(part) for part in gone if isinstance(part, Mark) and part.role != "open")
            numbers = figures(plain(entry.source), task.work.source)
            found = {reading for number in figures(plain(entry.text), task.locale) for reading in number.readings}
            had["number"] += len(numbers)
            lost["number"] += sum(found.isdisjoint(number.readings) for number in numbers)
    return {sort: (had[sort], had[sort] - lost[sort]) for sort in sorted(had)}


def _sort(mark: Mark) -> str:
    if mark.sort != "markup":
        return mark.sort
    return "link" if mark.source.startswith(("](", "http")) else "other markup"


def survival(tasks: Sequence[Task], words: Words) -> Iterator[tuple[str, int, int, int]]:
    """(scheme, texts with marks, texts that came back with all of them, marks lost), through Apertium."""
    for scheme in (HTML, TAGS, BRACKETS, SPOKEN_TAGS):
        texts = whole = lost = 0
        for task in tasks:
            protected = [words.protect(one.text, task.work.source, task.locale) for one in task.work.segments]
            marked = [parts for parts in protected if any(isinstance(part, Mark) for part in parts)]
            sent = tuple(scheme.encode(parts) for parts in marked)
            answers = Apertium().translate([Job(task.work.source, task.locale, sent)])
            gone = [scheme.decode(answer.answer, marked[answer.text])[1] for answer in answers]
            texts, whole, lost = texts + len(gone), whole + gone.count(()), lost + sum(map(len, gone))
        yield scheme.name, texts, whole, lost


def alarms(tasks: Sequence[Task], words: Words) -> Iterator[tuple[str, int, Counter[str]]]:
    """(kind of text, texts, findings per severity and check) of what the records hold."""
    for name, wanted in (("reviewed", True), ("drafts", False)):
        chosen = [task for task in tasks if all(entry.approved for entry in task.work.entries) == wanted]
        found = [finding for task in chosen for findings in inspect(task.work, words) for finding in findings]
        texts = sum(len(task.work.entries) for task in chosen)
        yield name, texts, Counter(f"{finding.severity} {finding.check}" for finding in found)


def main() -> None:
    """Measure, and print the tables."""
    site = config.load(ROOT)
    words_of_house = house.load(site.content, site.root, site.tags)
    run = Run(site, Moment(DAY, 0), {}, words_of_house, Faults(Strict()), offline=True)
    tasks = prepare_all(run, gather(site, DAY, run.faults, keep=False))
    words = words_of(run, tasks, everywhere=True)
    print("chrF against the reviewed English edition")
    for name, score in scores(tasks, words):
        print(f"  {name:<28} {score:6.2f}")
    print("texts that come back from Apertium with all their marks")
    for name, texts, whole, lost in survival(tasks, words):
        print(f"  {name:<28} {whole} of {texts}, {lost} marks lost")
    results = drafts(tasks, Apertium(), words)
    print(f"kept in {len(tasks)} fresh editions, {sum(len(result.entries) for result in results)} texts")
    for sort, (had, has) in kept(tasks, results, words).items():
        print(f"  {sort:<28} {has} of {had}")
    print("findings")
    for name, texts, counts in alarms(tasks, words):
        print(f"  {name}: {texts} texts, {100 * counts.total() / max(texts, 1):.1f} per hundred")
        for check, count in sorted(counts.items()):
            print(f"    {check:<26} {count}")


if __name__ == "__main__":
    main()

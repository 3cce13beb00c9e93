"""The stages in their order: read this first.

    file → Source → Article → Segments → Translations → Findings → Edition → docs/<locale>/*.md → HTML → site/
           read     parse     segment    translate      check      write    |  render (MkDocs)    publish

In: the checked configuration, the build's moment, the environment. Out: an `Outcome`; the ledger, the records, `docs/`
and `site/` on disk. Data flows one way and only this module knows the order. A damaged ledger or glossary stops a
build; anything else that is wrong withholds one article or one edition, is reported, and the others go on.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator import glossary as house
from generator.config import Site
from generator.editions import Task, compose, fallback, original, prepare
from generator.errors import EngineError, EngineUnavailable
from generator.files import write
from generator.gather import Gathered, gather
from generator.glossary import Glossary
from generator.model import Article, Edition
from generator.pages import Written, write_pages
from generator.publish import publish
from generator.render import render, tidy
from generator.report import Faults, Report
from generator.translate import Planned, Result, Words, plan, records, translate
from generator.translate.engines import Engine, make
from generator.translate.engines.apertium import Apertium
from generator.translate.memory import Memory
from generator.translate.names import dictionary, find
from generator.write.page import docs_path


@dataclass(frozen=True, slots=True)
class Moment:
    """The build's clock: the day that texts bear, and the same instant in seconds since 1970."""

    day: date
    epoch: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages in `docs/` per state, the faults that withheld something, and the locales that MkDocs rendered."""

    states: Mapping[str, int]
    faults: int
    rendered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Build:
    """What every stage of one build may need; `offline` leaves the online engines out."""

    site: Site
    moment: Moment
    environment: Mapping[str, str]
    words: Glossary
    faults: Faults
    offline: bool


def build(
    site: Site, moment: Moment, environment: Mapping[str, str], report: Report, *, offline: bool = False
) -> Outcome:
    """Everything from `content/` to `site/`. Raises `ConfigError` or `LedgerError` when nothing can be done at all."""
    words = house.load(site.content, site.root, site.tags)
    run = Build(site, moment, environment, words, Faults(report), offline)
    gathered = _gather(run)
    tasks = _prepare(run, gathered.articles)
    editions = _editions(run, gathered.articles, tasks, _translate(run, tasks))
    written = _write(run, editions, gathered)
    rendered = _render(run)
    _publish(run, written)
    return Outcome(written.states, run.faults.count, rendered)


def planned(
    site: Site, moment: Moment, environment: Mapping[str, str], report: Report, *, offline: bool = False
) -> tuple[Planned, ...]:
    """What a build would ask of which engine, without asking and without giving out addresses."""
    words = house.load(site.content, site.root, site.tags)
    run = Build(site, moment, environment, words, Faults(report), offline)
    tasks = _prepare(run, gather(site, moment.day, run.faults, keep=False).articles)
    with Memory(site.cache / "memory.sqlite") as memory:
        return plan([task.work for task in tasks], _engines(run), memory, _words(run, tasks))


def _gather(run: Build) -> Gathered:
    started = time.monotonic()
    gathered = gather(run.site, run.moment.day, run.faults)
    drafts = f"{gathered.drafts} drafts left out" if gathered.drafts else ""
    _say(run, "read", "", started, f"{len(gathered.articles)} files", drafts)
    return gathered


def _prepare(run: Build, articles: Sequence[Article]) -> list[Task]:
    """A task per article and foreign locale; a fault withholds that edition, whose page stays as it is."""
    tasks = []
    for article in articles:
        for tag in run.site.tags:
            if tag == article.locale:
                continue
            with run.faults.withholding():
                task = prepare(article, tag, run.words, run.site.root, run.moment.day)
                tasks.append(task)
                if task.corrections:
                    name = records.path(tag, article.address)
                    run.faults.report.notice(f"{name}: {task.corrections} corrections taken over as approved")
    return tasks


def _translate(run: Build, tasks: Sequence[Task]) -> tuple[Result, ...]:
    started = time.monotonic()
    works = [task.work for task in tasks]
    if any(work.asks for work in works):
        engines = _engines(run)
        _report_unserved(run, tasks, engines)
        with Memory(run.site.cache / "memory.sqlite") as memory:
            words = _words(run, tasks)
            results = translate(works, engines, memory, words, run.moment.day, run.faults.report.notice)
    else:
        results = tuple(Result(work.entries, ()) for work in works)
    for tag in run.site.tags:
        pairs = [(task, result) for task, result in zip(tasks, results, strict=True) if task.locale == tag]
        _say_translated(run, tag, pairs, started)
    return results


def _engines(run: Build) -> list[Engine]:
    """The configured engines that may and can be used."""
    engines = []
    for setting in run.site.engines:
        try:
            engine = make(setting, run.environment)
        except EngineUnavailable as fault:
            run.faults.report.notice(f"{setting.name}: {fault}; going on without it")
            continue
        if not (run.offline and engine.online):
            engines.append(engine)
    return engines


def _report_unserved(run: Build, tasks: Sequence[Task], engines: Sequence[Engine]) -> None:
    """One fault per direction that no engine serves; its pages show the original."""
    directions = sorted({(task.work.source, task.work.target) for task in tasks if task.work.asks})
    for source, target in directions:
        if not any(engine.serves(source, target) for engine in engines):
            names = ", ".join(engine.name for engine in engines) or "none"
            hint = "Add an engine under extra.newsroom.engines, or install its Apertium pair (apt.txt)"
            run.faults.take(EngineError(f"no engine translates {source} → {target} (engines: {names})", hint=hint))


def _words(run: Build, tasks: Sequence[Task]) -> Words:
    """The glossary's wordings, and the personal names in all texts that are to be translated."""
    texts: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        texts[task.work.source] += [task.work.segments[place].text for place in task.work.asks]
    apertium = Apertium()
    names: dict[str, frozenset[str]] = {}
    for locale, wanted in texts.items():
        analyser = apertium.analyser(locale) if wanted else None
        names |= find(wanted, locale, dictionary(analyser) if analyser else None)
    return Words({tag: run.words.wordings(tag) for tag in run.site.tags}, names)


def _editions(
    run: Build, articles: Sequence[Article], tasks: Sequence[Task], results: Sequence[Result]
) -> dict[str, list[Edition]]:
    """Address → editions, in the order of the locales; the records are on disk when this returns.

    An edition that was withheld is left out where it has a page, which stays; else it is a fallback.
    """
    made: dict[tuple[str, str], Edition] = {}
    for task, result in zip(tasks, results, strict=True):
        edition, record = compose(task, result, run.words)
        _keep(run, record, task)
        made[task.article.address, task.locale] = edition
    editions: dict[str, list[Edition]] = defaultdict(list)
    for article in articles:
        for tag in run.site.tags:
            if tag == article.locale:
                editions[article.address].append(original(article, run.words))
            elif (article.address, tag) in made:
                editions[article.address].append(made[article.address, tag])
            elif not (run.site.root / docs_path(tag, article.address)).exists():
                editions[article.address].append(fallback(article, tag))
    return editions


def _keep(run: Build, record: records.Record, task: Task) -> None:
    """Write the record before the page, so that a build killed in between takes nothing for a correction."""
    path = run.site.root / records.path(task.locale, task.article.address)
    source = task.article.path
    write(path, records.dump(record, locale=task.locale, source_locale=task.article.locale, source=source))


def _write(run: Build, editions: Mapping[str, Sequence[Edition]], gathered: Gathered) -> Written:
    started = time.monotonic()
    written = write_pages(run.site, editions, gathered.standing, run.faults)
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    _say(run, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return written


def _render(run: Build) -> tuple[str, ...]:
    """Render what changed; returns the locales that MkDocs rendered."""
    started = time.monotonic()
    tidy(run.site)
    done = render(run.site, run.moment.epoch)
    for locale in done:
        if locale.fault:
            run.faults.take(locale.fault)
    ran = tuple(locale.locale for locale in done if locale.ran)
    _say(run, "render", "", started, f"{len(ran)} editions", f"{len(done) - len(ran)} unchanged")
    return ran


def _publish(run: Build, written: Written) -> None:
    started = time.monotonic()
    with run.faults.withholding():
        published = publish(run.site, written.pages)
        found = f"{published.indexed} pages can be searched"
        _say(run, "publish", "", started, f"{published.changed} files changed", found)


def _say_translated(run: Build, tag: str, pairs: Sequence[tuple[Task, Result]], started: float) -> None:
    """One line per locale, and why texts could not be translated."""
    total = sum(len(task.work.segments) for task, _ in pairs)
    asked = sum(len(task.work.asks) for task, _ in pairs)
    missing = sum(not entry.text for _, result in pairs for entry in result.entries)
    engines = Counter(result.entries[place].engine for task, result in pairs for place in task.work.asks)
    made = [f"{count} {engine}" for engine, count in sorted(engines.items()) if engine]
    counts = (f"{total} segments", f"{total - asked} kept", *made, f"{missing} withheld")
    _say(run, "translate", tag, started, *counts)
    for task, result in pairs:
        place = next((place for place, entry in enumerate(result.entries) if not entry.text), None)
        if place is not None:
            run.faults.take(_explained(task, result, place))


def _explained(task: Task, result: Result, place: int) -> EngineError:
    """Why the first text that is missing could not be translated."""
    segment = task.work.segments[place]
    why = next((finding.message for finding in result.findings if finding.segment == segment), "no engine answered")
    record = records.path(task.locale, task.article.address)
    hint = f"The {task.locale} page shows the original until “{segment.text[:40]}” is translated, by hand in {record}"
    return EngineError(f"{task.locale}: {why}", path=task.article.path, hint=hint)


def _say(run: Build, stage: str, locale: str, started: float, *parts: str) -> None:
    text = " · ".join([part for part in parts if part] + [f"{time.monotonic() - started:.1f} s"])
    run.faults.report.stage(stage, locale, text)

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


def build(
    site: Site, moment: Moment, environment: Mapping[str, str], report: Report, *, offline: bool = False
) -> Outcome:
    """Everything from `content/` to `site/`. Raises `ConfigError` or `LedgerError` when nothing can be done at all."""
    faults = Faults(report)
    words = house.load(site.content, site.root, site.tags)
    started = time.monotonic()
    gathered = gather(site, moment.day, faults)
    _say(report, "read", "", started, f"{len(gathered.articles)} files", _some(gathered.drafts, "drafts left out"))
    tasks, untouched = _prepare(gathered, site, words, faults)
    editions = _editions(tasks, untouched, gathered, site, words, moment, environment, faults, offline)
    started = time.monotonic()
    written = write_pages(site, editions, gathered.standing, faults)
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    _say(report, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return Outcome(written.states, faults.count, _publish(site, written, moment, faults))


def planned(
    site: Site, moment: Moment, environment: Mapping[str, str], report: Report, *, offline: bool = False
) -> tuple[Planned, ...]:
    """What a build would ask of which engine, without asking and without writing anything but the ledger."""
    faults = Faults(report)
    words = house.load(site.content, site.root, site.tags)
    tasks, _ = _prepare(gather(site, moment.day, faults), site, words, faults)
    engines = _engines(site, environment, faults, offline)
    with Memory(site.cache / "memory.sqlite") as memory:
        return plan([task.work for task in tasks], engines, memory, _words(tasks, site, words))


def _prepare(
    gathered: Gathered, site: Site, words: Glossary, faults: Faults
) -> tuple[list[Task], frozenset[tuple[str, str]]]:
    """A task per article and foreign locale, and the (address, locale) of pages that must stay as they are."""
    tasks, untouched = [], set()
    for article in gathered.articles:
        for tag in site.tags:
            if tag == article.locale:
                continue
            count = faults.count
            with faults.withholding():
                task = prepare(article, tag, words, site.root)
                tasks.append(task)
                if task.corrections:
                    name = records.path(tag, article.address)
                    faults.report.notice(f"{name}: {task.corrections} corrections taken over as approved")
            if faults.count > count:
                untouched.add((article.address, tag))
    return tasks, frozenset(untouched)


def _editions(
    tasks: Sequence[Task],
    untouched: frozenset[tuple[str, str]],
    gathered: Gathered,
    site: Site,
    words: Glossary,
    moment: Moment,
    environment: Mapping[str, str],
    faults: Faults,
    offline: bool,
) -> dict[str, list[Edition]]:
    """Address → editions, in the order of the locales; the records are on disk when this returns."""
    results = _translate(tasks, site, words, moment, environment, faults, offline)
    made: dict[tuple[str, str], Edition] = {}
    for task, result in zip(tasks, results, strict=True):
        edition, record = compose(task, result, words)
        _keep(record, task, site)
        made[task.article.address, task.locale] = edition
    editions: dict[str, list[Edition]] = defaultdict(list)
    for article in gathered.articles:
        for tag in site.tags:
            if tag == article.locale:
                editions[article.address].append(original(article, words))
            elif (article.address, tag) in made:
                editions[article.address].append(made[article.address, tag])
            elif not (site.root / docs_path(tag, article.address)).exists():
                editions[article.address].append(fallback(article, tag))
    return editions


def _keep(record: records.Record, task: Task, site: Site) -> None:
    """Write the record before the page, so that a build killed in between takes nothing for a correction."""
    path = site.root / records.path(task.locale, task.article.address)
    source = task.article.path
    write(path, records.dump(record, locale=task.locale, source_locale=task.article.locale, source=source))


def _translate(
    tasks: Sequence[Task],
    site: Site,
    words: Glossary,
    moment: Moment,
    environment: Mapping[str, str],
    faults: Faults,
    offline: bool,
) -> tuple[Result, ...]:
    started = time.monotonic()
    works = [task.work for task in tasks]
    if any(work.asks for work in works):
        engines = _engines(site, environment, faults, offline)
        _refuse_unserved(tasks, engines, faults)
        with Memory(site.cache / "memory.sqlite") as memory:
            protected = _words(tasks, site, words)
            results = translate(works, engines, memory, protected, moment.day, faults.report.notice)
    else:
        results = tuple(Result(work.entries, ()) for work in works)
    _say_translated(tasks, results, site, faults, started)
    return results


def _engines(site: Site, environment: Mapping[str, str], faults: Faults, offline: bool) -> list[Engine]:
    engines = []
    for setting in site.engines:
        try:
            engine = make(setting, environment)
        except EngineUnavailable as fault:
            faults.report.notice(f"{setting.name}: {fault}; going on without it")
            continue
        if not (offline and engine.online):
            engines.append(engine)
    return engines


def _refuse_unserved(tasks: Sequence[Task], engines: Sequence[Engine], faults: Faults) -> None:
    """One fault per direction that no engine serves; its pages show the original."""
    directions = sorted({(task.work.source, task.work.target) for task in tasks if task.work.asks})
    for source, target in directions:
        if not any(engine.serves(source, target) for engine in engines):
            names = ", ".join(engine.name for engine in engines) or "none"
            hint = "Add an engine under extra.newsroom.engines, or install its Apertium pair (apt.txt)"
            faults.take(EngineError(f"no engine translates {source} → {target} (engines: {names})", hint=hint))


def _words(tasks: Sequence[Task], site: Site, words: Glossary) -> Words:
    """The glossary's wordings, and the personal names in all texts that are to be translated."""
    texts: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        texts[task.work.source] += [task.work.segments[place].text for place in task.work.asks]
    apertium = Apertium()
    names: dict[str, frozenset[str]] = {}
    for locale, wanted in texts.items():
        analyser = apertium.analyser(locale) if wanted else None
        names |= find(wanted, locale, dictionary(analyser) if analyser else None)
    return Words({tag: words.wordings(tag) for tag in site.tags}, names)


def _publish(site: Site, written: Written, moment: Moment, faults: Faults) -> tuple[str, ...]:
    """Render what changed and bring `site/` up to date; returns the locales that MkDocs rendered."""
    started = time.monotonic()
    tidy(site)
    done = render(site, moment.epoch)
    for locale in done:
        if locale.fault:
            faults.take(locale.fault)
    ran = tuple(locale.locale for locale in done if locale.ran)
    _say(faults.report, "render", "", started, f"{len(ran)} of {len(done)} editions", "the others are unchanged")
    started = time.monotonic()
    with faults.withholding():
        published = publish(site, written.pages)
        found = f"{published.indexed} pages can be searched"
        _say(faults.report, "publish", "", started, f"{published.changed} files changed", found)
    return ran


def _say_translated(
    tasks: Sequence[Task], results: Sequence[Result], site: Site, faults: Faults, started: float
) -> None:
    for tag in site.tags:
        mine = [(task, result) for task, result in zip(tasks, results, strict=True) if task.locale == tag]
        asked = [(task.work.asks, result) for task, result in mine]
        engines = Counter(result.entries[place].engine for asks, result in asked for place in asks)
        total = sum(len(task.work.segments) for task, _ in mine)
        fresh = sum(len(asks) for asks, _ in asked)
        missing = sum(not entry.text for _, result in mine for entry in result.entries)
        made = [f"{count} {engine}" for engine, count in sorted(engines.items()) if engine]
        _say(
            faults.report,
            "translate",
            tag,
            started,
            f"{total} segments",
            f"{total - fresh} kept",
            *made,
            f"{missing} withheld",
        )
        for task, result in mine:
            for place, entry in enumerate(result.entries):
                if not entry.text:
                    _explain(task.article, tag, task, result, place, faults)


def _explain(article: Article, tag: str, task: Task, result: Result, place: int, faults: Faults) -> None:
    """Why a text could not be translated, once per article and locale that shows the original because of it."""
    if any(not entry.text for entry in result.entries[:place]):
        return
    segment = task.work.segments[place]
    why = next((finding.message for finding in result.findings if finding.segment == segment), "no engine answered")
    hint = f"The {tag} page shows the original; translate “{segment.text[:40]}” in {records.path(tag, article.address)}"
    faults.take(EngineError(f"{tag}: {why}", path=article.path, hint=hint))


def _some(count: int, what: str) -> str:
    return f"{count} {what}" if count else ""


def _say(report: Report, stage: str, locale: str, started: float, *parts: str) -> None:
    text = " · ".join([part for part in parts if part] + [f"{time.monotonic() - started:.1f} s"])
    report.stage(stage, locale, text)

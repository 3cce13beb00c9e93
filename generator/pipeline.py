"""The stages in their order: read this first.

    file → Source → Article → Segments → Translations → Findings → Edition → docs/<locale>/*.md → HTML → site/
           read     parse     segment    translate      check      write    |  render (MkDocs)    publish

In: the checked configuration, the build's moment, the environment. Out: an `Outcome`; the ledger, the records, `docs/`
and `site/` on disk. Data flows one way and only this module knows the order. A damaged ledger or glossary stops a
build; anything else that is wrong withholds one article or one edition, is reported, and the others go on.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from generator import catalogue, render, shown, stamps
from generator import glossary as house
from generator.config import Site
from generator.editions import Task, compose, fallback, original
from generator.files import read, refuse_ways_out, settle
from generator.gather import Gathered, gather, joined, regather
from generator.made import Made, settle_all, surroundings
from generator.model import Edition
from generator.pages import Telling, Written, tell, write_pages
from generator.publish import publish
from generator.report import Faults, Report
from generator.run import Moment, Renewal, Run, say
from generator.translate import Planned, Result, plan, records
from generator.translate.memory import Memory
from generator.translating import engines_of, prepare_all, refuse_work, translate_all, words_of
from generator.workers import workers
from generator.write.page import docs_path
from generator.write.seal import is_untouched

__all__ = ("Moment", "Outcome", "Renewal", "build", "documents", "planned")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pages in `docs/` per state, the faults that withheld something, and the locales that MkDocs rendered."""

    states: Mapping[str, int]
    faults: int
    rendered: tuple[str, ...]


def build(
    site: Site,
    moment: Moment,
    environment: Mapping[str, str],
    report: Report,
    *,
    offline: bool = False,
    frozen: bool = False,
    renewal: Renewal | None = None,
) -> Outcome:
    """Everything from `content/` to `site/`. Raises `ConfigError` or `LedgerError` when nothing can be done at all, and
    `EngineError` where `frozen` and a text wants a translation."""
    words = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, words, Faults(report), offline, renewal)
    written = documents(run, frozen=frozen)
    with workers() as pool:
        rendered = _show(run, written, pool)
    return Outcome(written.states, run.faults.count, rendered)


def documents(run: Run, *, frozen: bool = False) -> Written:
    """The stages from `content/` to `docs/`, without HTML. Raises as `build` does."""
    refuse_ways_out(run.site.root, ("content", "docs", *_folders(run.site)))
    known = catalogue.load(run.site) if not run.renewal else catalogue.NOTHING_KNOWN
    tree = stamps.scan(run.site.root, ("content", "docs"), known.folders, stamps.clock(run.site.cache))
    gathered = _gather(run, known, tree, keep=not frozen)
    tasks = prepare_all(run, gathered)
    if frozen:
        refuse_work(tasks)
    results = translate_all(run, tasks, [one.counts for one in gathered.settled.values()])
    made = _made(run, gathered, tasks, results)
    telling = tell(run.site, made.editions, gathered)
    around = surroundings(telling)
    if touched := [at for at, one in gathered.settled.items() if around.get(at, {}) != one.around]:
        gathered, made = _made_again(run, gathered, made, touched)
        telling = tell(run.site, made.editions, gathered)
    written = _write(run, telling, gathered, gathered.edited | made.withheld, known, tree)
    articles = settle_all(run.site, gathered, made, telling, written, tree, around)
    now = catalogue.Catalogue(articles, written.listings, tree.folders)
    if now != known:
        catalogue.save(run.site, now)
    return written


def _folders(site: Site) -> Sequence[str]:
    """The folders of every locale in which people's work is written."""
    return [f"{folder}/{tag}" for folder in ("content/translations", "docs") for tag in site.tags]


def planned(
    site: Site,
    moment: Moment,
    environment: Mapping[str, str],
    report: Report,
    *,
    offline: bool = False,
    renewal: Renewal | None = None,
) -> tuple[Planned, ...]:
    """What a build would ask of which engine, without asking and without giving out addresses."""
    words = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, words, Faults(report), offline, renewal)
    tasks = prepare_all(run, gather(site, moment, run.faults, keep=False))
    with Memory(site.cache / "memory.sqlite") as memory:
        return plan([task.work for task in tasks], engines_of(run), memory, words_of(run, tasks), moment.day)


def _gather(run: Run, known: catalogue.Catalogue, tree: stamps.Tree, *, keep: bool) -> Gathered:
    started = time.monotonic()
    gathered = gather(run.site, run.moment, run.faults, keep=keep, known=known, tree=tree)
    drafts = f"{gathered.drafts} drafts left out" if gathered.drafts else ""
    held = f"{len(gathered.embargoed)} under embargo" if gathered.embargoed else ""
    count = len(gathered.articles) + len(gathered.settled)
    fresh = f"{len(gathered.articles)} new or changed" if gathered.settled else ""
    say(run, "read", "", started, f"{count} files", fresh, drafts, held)
    return gathered


def _made(run: Run, gathered: Gathered, tasks: Sequence[Task], results: Sequence[Result]) -> Made:
    """The editions of the articles that were read; their records are on disk when this returns.

    An edition without a usable record is left out where the generator's own page stands; else it is a fallback. Of a
    withdrawn article no page stays as it was.
    """
    made = Made(withheld={(task.locale, task.article.address) for task in tasks if task.fault})
    ready: dict[tuple[str, str], Edition] = {}
    for task, result in zip(tasks, results, strict=True):
        edition, record = compose(task, result, run.words)
        if not task.fault:
            _keep(run, record, task, made)
        made.note(task, result)
        ready[task.locale, task.article.address] = edition
    for article in gathered.articles:
        if article.address in gathered.embargoed:
            continue
        group = made.editions.setdefault(article.address, [])
        for tag in run.site.tags:
            page = run.site.root / docs_path(tag, article.address)
            if tag == article.locale:
                group.append(original(article, run.words))
            elif (tag, article.address) in ready:
                group.append(ready[tag, article.address])
            elif article.publication.withdrawn or not page.exists() or not is_untouched(read(page)):
                group.append(fallback(article, tag, run.words))
                made.withheld |= {(tag, article.address)} if page.exists() and not is_untouched(read(page)) else set()
    return made


def _made_again(run: Run, gathered: Gathered, made: Made, touched: Sequence[str]) -> tuple[Gathered, Made]:
    """Articles that stand as they are, except that they lead to others now. Nothing is asked of an engine."""
    more = regather(run.site, gathered, touched, run.moment, run.faults)
    tasks = prepare_all(run, more)
    results = [Result(task.work.entries, ()) for task in tasks]
    again = _made(run, more, tasks, results)
    return joined(gathered, more), made.with_more(again)


def _keep(run: Run, record: records.Record, task: Task, made: Made) -> None:
    """Write the record before the page, so that a build killed in between takes nothing for a correction."""
    path = records.path(task.locale, task.article.address)
    source = task.article.path
    text = records.dump(record, locale=task.locale, source_locale=task.article.locale, source=source)
    made.marks[str(path)], _ = settle(run.site.root / path, text)


def _write(
    run: Run,
    telling: Telling,
    gathered: Gathered,
    withheld: frozenset[tuple[str, str]],
    known: catalogue.Catalogue,
    tree: stamps.Tree,
) -> Written:
    started = time.monotonic()
    written = write_pages(run.site, telling, gathered, run.words, run.faults, withheld, known, tree)
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    say(run, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return written


def _show(run: Run, written: Written, pool: Executor) -> tuple[str, ...]:
    """From `docs/` to `site/`: pages are published as they are rendered. Returns the locales that MkDocs rendered."""
    started = time.monotonic()
    site, report = run.site, run.faults.report
    tables = {tag: shown.load(site, tag) for tag in site.tags}
    files = {tag: dict(stamps.below(written.files, f"docs/{tag}")) for tag in site.tags}
    plans = render.plan(site, files, written.substitutes, written.sections, tables, written.standing)
    pieces = render.run(site, plans, run.moment.epoch, pool)
    stale = sum(len(plan.stale) for plan in plans)
    say(run, "render", "", started, f"{stale} pages to render", f"{sum(len(p.marks) for p in plans) - stale} unchanged")
    started = time.monotonic()
    made = publish(site, plans, pieces, tables, written.pages, written.stories, run.moment.day)
    for tag in site.tags:
        if made.tables[tag] != tables[tag]:
            shown.save(site, tag, made.tables[tag])
    for fault in made.faults:
        run.faults.take(fault)
    for notice in made.notices:
        report.notice(notice)
    shutil.rmtree(site.cache / "render", ignore_errors=True)
    say(run, "publish", "", started, f"{made.changed} files changed", f"{made.indexed} pages can be searched")
    return made.rendered

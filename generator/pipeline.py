"""The stages in their order: read this first.

    file → Source → Article → Segments → Translations → Findings → Edition → docs/<locale>/*.md → HTML → site/
           read     parse     segment    translate      check      write    |  render (MkDocs)    publish

In: the checked configuration, the build's moment, the environment. Out: an `Outcome`; the ledger, the records, `docs/`
and `site/` on disk. Data flows one way and only this module knows the order. A damaged ledger or glossary stops a
build; anything else that is wrong withholds one article or one edition, is reported, and the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from generator import catalogue, finished, render, shown, stamps
from generator import glossary as house
from generator.ahead import FEW, publish_ahead
from generator.config import Site
from generator.editions import Task, compose, fallback, original
from generator.files import read, refuse_ways_out, settle
from generator.gather import Gathered, gather, joined, regather
from generator.made import Made, seen, settle_all, surroundings
from generator.model import Edition
from generator.pages import Telling, Withheld, Written, tell, write_articles, write_pages
from generator.publish import Published, publish
from generator.report import Faults, Report
from generator.run import Moment, Outcome, Renewal, Run, say
from generator.scratch import scratch
from generator.shown import Table
from generator.translate import Planned, Result, plan, records
from generator.translate.memory import Memory
from generator.translating import engines_of, prepare_all, refuse_work, translate_all, words_of
from generator.workers import workers
from generator.write.page import docs_path
from generator.write.seal import is_untouched

__all__ = ("Moment", "Outcome", "Renewal", "build", "documents", "planned")


def build(
    site: Site,
    moment: Moment,
    environment: Mapping[str, str],
    report: Report,
    *,
    offline: bool = False,
    frozen: bool = False,
    renewal: Renewal | None = None,
    tree: stamps.Tree | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Everything from `content/` to `site/`; `tree` are the project's files, if they were just looked at, `watch` is
    somebody who waits. Raises `ConfigError` or `LedgerError` when nothing can be done at all, and `EngineError` where
    `frozen` and a text wants a translation."""
    words = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, words, Faults(report), offline, renewal)
    with workers() as pool, scratch(site.cache) as folder:
        ahead = _Ahead(watch, pool, folder / "ahead") if watch else None
        written, known = _documents(run, frozen=frozen, tree=tree, ahead=ahead)
        made = _show(run, written, known, ahead.tables if ahead else {}, pool, folder)
    if watch:
        watch.known = known
    if written.seen and not run.faults.count and not made.notices:
        finished.note(site, moment, written.states, written.seen, made.stamps)
    return Outcome(written.states, run.faults.count, made.rendered)


@dataclass(slots=True)
class Watch:
    """Somebody who waits to see what a few saved articles become: their pages come before all else, then `show` is
    called. It keeps what is `known` from one build to the next."""

    show: Callable[[], None]
    known: catalogue.Catalogue = catalogue.NOTHING_KNOWN


@dataclass(slots=True)
class _Ahead:
    """What is published before the rest; `tables` say what it was."""

    watch: Watch
    pool: Executor
    folder: Path
    tables: Mapping[str, Table] = field(default_factory=dict)

    def publish(self, run: Run, telling: Telling, gathered: Gathered, withheld: Withheld) -> int:
        """Publish the pages of a few articles; returns how many files below `docs/` were written."""
        if not 0 < len(telling.editions) <= FEW:
            return 0
        written = write_articles(run.site, telling, gathered, withheld)
        self.tables = publish_ahead(run, written.marks, self.pool, self.folder)
        self.watch.show()
        return written.changed


def documents(run: Run, *, frozen: bool = False) -> Written:
    """The stages from `content/` to `docs/`, without HTML. Raises as `build` does."""
    written, known = _documents(run, frozen=frozen)
    catalogue.save(run.site, known)
    return written


def _documents(
    run: Run, *, frozen: bool, tree: stamps.Tree | None = None, ahead: _Ahead | None = None
) -> tuple[Written, catalogue.Catalogue]:
    """What was written to `docs/`, and what the next build may know of it."""
    refuse_ways_out(run.site.root, (*finished.TOPS, *_folders(run.site)))
    known = ahead.watch.known if ahead else catalogue.NOTHING_KNOWN
    if not run.renewal and known.setting != catalogue.setting(run.site):
        known = catalogue.load(run.site)
    tree = tree or stamps.scan(run.site.root, finished.TOPS, known.folders, stamps.clock(run.site.cache))
    gathered = _gather(run, known, tree, keep=not frozen)
    tasks = prepare_all(run, gathered)
    if frozen:
        refuse_work(tasks)
    results = translate_all(run, tasks, [one.counts for one in gathered.settled.values()])
    made = _made(run, gathered, tasks, results)
    telling = tell(run.site, made.editions, gathered)
    before = ahead.publish(run, telling, gathered, gathered.edited | made.withheld) if ahead else 0
    around = surroundings(telling)
    if touched := [at for at, one in gathered.settled.items() if around.get(at, {}) != one.around]:
        gathered, made = _made_again(run, gathered, made, touched)
        telling = tell(run.site, made.editions, gathered)
    written = _write(run, telling, gathered, gathered.edited | made.withheld, known, tree, before)
    articles = settle_all(run.site, gathered, made, telling, written, tree, around)
    if len(articles) == len(gathered.articles) + len(gathered.settled):
        written.seen = seen(run.site, tree, made, written)
    return written, catalogue.Catalogue(catalogue.setting(run.site), articles, written.listings, tree.folders)


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
    before: int,
) -> Written:
    started = time.monotonic()
    written = write_pages(run.site, telling, gathered, run.words, run.faults, withheld, known, tree)
    written.changed += before
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    say(run, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return written


def _show(
    run: Run,
    written: Written,
    known: catalogue.Catalogue,
    ahead: Mapping[str, Table],
    pool: Executor,
    folder: Path,
) -> Published:
    """From `docs/` to `site/`: pages are published as they are rendered. `ahead` are the tables of what was published
    already, if anything was; `folder` is for what is in work."""
    started = time.monotonic()
    site, report = run.site, run.faults.report
    noted = {tag: shown.load(site, tag) for tag in site.tags}
    tables = ahead or noted
    files = {tag: dict(stamps.below(written.files, f"docs/{tag}")) for tag in site.tags}
    plans = render.plan(site, files, written.substitutes, written.sections, tables, written.standing)
    pieces = render.run(site, plans, run.moment.epoch, pool, folder / "render")
    stale = sum(len(plan.stale) for plan in plans)
    say(run, "render", "", started, f"{stale} pages to render", f"{sum(len(p.marks) for p in plans) - stale} unchanged")
    catalogue.save(site, known)
    started = time.monotonic()
    made = publish(site, plans, pieces, tables, written.pages, written.stories, run.moment.day, folder / "search", pool)
    for tag in site.tags:
        if made.tables[tag] != noted[tag]:
            shown.save(site, tag, made.tables[tag])
    for fault in made.faults:
        run.faults.take(fault)
    for notice in made.notices:
        report.notice(notice)
    say(run, "publish", "", started, f"{made.changed} files changed", f"{made.indexed} pages can be searched")
    return made

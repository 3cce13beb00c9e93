"""The stages in their order: read this first.

    file → Source → Article → Segments → Translations → Findings → Edition → docs/<locale>/*.md → HTML → site/
           read     parse     segment    translate      check      write    |  render (MkDocs)    publish

In: the checked configuration, the build's moment, the environment. Out: an `Outcome`; the ledger, the records, `docs/`
and `site/` on disk. Data flows one way and only this module knows the order. A damaged ledger or glossary stops a
build; anything else that is wrong withholds one article or one edition, is reported, and the others go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from generator import catalogue, finished, render, shown, stamps
from generator import glossary as house
from generator.ahead import FEW, publish_ahead
from generator.config import Site
from generator.dividing import Crew, complete
from generator.files import refuse_ways_out
from generator.finished import Before
from generator.gather import Gathered, gather
from generator.made import Made, seen, settle_all, surroundings
from generator.making import make, make_again
from generator.pages import Written, write_articles, write_pages
from generator.publish import Published, draw, publish
from generator.publish.cards import Sharing
from generator.report import Faults, Report
from generator.run import Moment, Outcome, Renewal, Run, say
from generator.scratch import scratch
from generator.shown import Piece, Plan, Table
from generator.telling import Telling, tell, told_again
from generator.translate import Planned, plan
from generator.translate.memory import Memory
from generator.translating import engines_of, prepare_all, refuse_work, translate_all, words_of
from generator.workers import workers

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
    before: Before | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Everything from `content/` to `site/`; `before` tells how the project is, if it was just looked at, `watch` is
    somebody who waits. Raises `ConfigError` or `LedgerError` when nothing can be done at all, and `EngineError` where
    `frozen` and a text wants a translation."""
    before = before or finished.before(site)
    words = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, words, Faults(report), offline, renewal)
    outcome, left = _built(run, before, frozen=frozen, watch=watch)
    if watch:
        watch.left = left
    finished.note(site, left)  # of a large site only this much is still in memory
    return outcome


def _built(run: Run, before: Before, *, frozen: bool, watch: Watch | None) -> tuple[Outcome, finished.Left | None]:
    """The outcome; what is left, if nothing is left to be done."""
    with workers() as pool, scratch(run.site.cache) as folder:
        ahead = _Ahead(watch, pool, folder / "ahead") if watch else None
        written, known = _documents(run, before, frozen=frozen, ahead=ahead, pool=pool)
        sharing = draw(run.site, written.stories, pool)
        rendering = _render(run, written, ahead.tables if ahead else {}, pool, folder / "render")
        catalogue.save(run.site, known)  # while pages are rendered
        if watch:
            watch.known = known
        del known  # tens of megabytes of a large site, which publishing needs for itself
        made = _publish(run, written, rendering, sharing, folder / "search")
    outcome = Outcome(written.states, run.faults.count, made.rendered)
    if not written.seen or run.faults.count or made.notices:
        return outcome, None
    return outcome, finished.left(run.site, run.moment, before.setting, outcome.states, written.seen, made.stamps)


@dataclass(slots=True)
class Watch:
    """Somebody who waits to see what a few saved articles become: their pages come before all else, then `show` is
    called. It keeps what is `known` from one build to the next, and what the last one `left`."""

    show: Callable[[], None]
    known: catalogue.Catalogue = catalogue.NOTHING_KNOWN
    left: finished.Left | None = None


@dataclass(slots=True)
class _Ahead:
    """What is published before the rest; `tables` say what it was."""

    watch: Watch
    pool: Executor
    folder: Path
    tables: Mapping[str, Table] = field(default_factory=dict)

    def publish(self, run: Run, telling: Telling, gathered: Gathered, made: Made) -> int:
        """Publish the pages of a few articles; returns how many files below `docs/` were written."""
        if not 0 < len(made.editions) <= FEW:
            return 0
        written = write_articles(run.site, telling, made.editions.items(), gathered, gathered.edited | made.withheld)
        self.tables = publish_ahead(run, written.marks, self.pool, self.folder)
        self.watch.show()
        return written.changed


def documents(run: Run, *, frozen: bool = False) -> Written:
    """The stages from `content/` to `docs/`, without HTML. Raises as `build` does."""
    written, known = _documents(run, finished.before(run.site), frozen=frozen)
    catalogue.save(run.site, known)
    return written


def _documents(
    run: Run, before: Before, *, frozen: bool, ahead: _Ahead | None = None, pool: Executor | None = None
) -> tuple[Written, catalogue.Catalogue]:
    """What was written to `docs/`, and what the next build may know of it. Where there is a `pool`, several processes
    work."""
    refuse_ways_out(run.site.root, (*finished.TOPS, *_folders(run.site)))
    known = ahead.watch.known if ahead else catalogue.NOTHING_KNOWN
    if not run.renewal and known.setting != before.setting:
        known = catalogue.load(run.site, before.setting)
    tree = before.tree or stamps.scan(run.site.root, finished.TOPS, known.folders, stamps.clock(run.site.cache))
    gathered = _gather(run, known, tree, pool, keep=not frozen)
    made, others, tasks, crew = complete(run, gathered, several=pool is not None)
    if frozen:
        refuse_work(tasks)
    counts = [*(one.counts for one in gathered.settled.values()), *made.counts.values()]
    made = made.with_more(make(run, others, tasks, translate_all(run, tasks, counts)))
    telling = tell(run.site, made.told, gathered)
    early = ahead.publish(run, telling, gathered, made) if ahead else 0
    around = surroundings(telling)
    if touched := [at for at, one in gathered.settled.items() if around.get(at, {}) != one.around]:
        gathered, made = make_again(run, gathered, made, touched, tree)
        telling = told_again(run.site, telling, made.told, gathered)
    written = _write(run, telling, gathered, made, known, tree, crew, early)
    articles = settle_all(run.site, gathered, made, telling, written, tree, around)
    if len(articles) == len(gathered.articles) + len(gathered.settled):
        written.seen = seen(run.site, tree, made, written)
    return written, known.followed(before.setting, articles, written.listings, tree.folders)


def _folders(site: Site) -> list[str]:
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


def _gather(run: Run, known: catalogue.Catalogue, tree: stamps.Tree, pool: Executor | None, *, keep: bool) -> Gathered:
    started = time.monotonic()
    gathered = gather(run.site, run.moment, run.faults, keep=keep, known=known, tree=tree, pool=pool)
    drafts = f"{gathered.drafts} drafts left out" if gathered.drafts else ""
    held = f"{len(gathered.embargoed)} under embargo" if gathered.embargoed else ""
    count = len(gathered.articles) + len(gathered.settled)
    fresh = f"{len(gathered.articles)} new or changed" if gathered.settled else ""
    say(run, "read", "", started, f"{count} files", fresh, drafts, held)
    return gathered


def _write(
    run: Run,
    telling: Telling,
    gathered: Gathered,
    made: Made,
    known: catalogue.Catalogue,
    tree: stamps.Tree,
    crew: Crew,
    early: int,
) -> Written:
    started = time.monotonic()
    mine, withheld = made.editions.items(), gathered.edited | made.withheld
    others = crew.begin(telling, withheld)
    written = write_pages(run.site, telling, mine, gathered, run.words, run.faults, withheld, known, tree, others)
    written.changed += early
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    say(run, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return written


@dataclass(frozen=True, slots=True)
class _Rendering:
    """What is to be shown and its pieces, as they get ready; by locale, what is published now and what was noted of
    that by the last build."""

    plans: Sequence[Plan]
    pieces: Iterable[Piece]
    tables: Mapping[str, Table]
    noted: Mapping[str, Table]


def _render(run: Run, written: Written, ahead: Mapping[str, Table], pool: Executor, folder: Path) -> _Rendering:
    """Begin to make HTML of `docs/`. `ahead` are the tables of what was published already, if anything was; `folder` is
    for what is in work."""
    started = time.monotonic()
    site = run.site
    noted = {tag: shown.load(site, tag) for tag in site.tags}
    tables = ahead or noted
    files = {tag: dict(stamps.below(written.files, f"docs/{tag}")) for tag in site.tags}
    plans = render.plan(site, files, written.substitutes, written.sections, tables, written.standing)
    pieces = render.run(site, plans, run.moment.epoch, pool, folder)
    stale = sum(len(plan.stale) for plan in plans)
    say(run, "render", "", started, f"{stale} pages to render", f"{sum(len(p.marks) for p in plans) - stale} unchanged")
    return _Rendering(plans, pieces, tables, noted)


def _publish(run: Run, written: Written, rendering: _Rendering, sharing: Sharing, folder: Path) -> Published:
    """Pages are published as they are rendered, a locale is indexed when they are."""
    started = time.monotonic()
    site, day = run.site, run.moment.day
    plans, pieces, tables = rendering.plans, rendering.pieces, rendering.tables
    made = publish(site, plans, pieces, tables, written.pages, written.stories, sharing, day, folder)
    for tag in site.tags:
        if made.tables[tag] != rendering.noted[tag]:
            shown.save(site, tag, made.tables[tag])
    for fault in made.faults:
        run.faults.take(fault)
    for notice in made.notices:
        run.faults.report.notice(notice)
    say(run, "publish", "", started, f"{made.changed} files changed", f"{made.indexed} pages can be searched")
    return made

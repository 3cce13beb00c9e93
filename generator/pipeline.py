"""The stages in their order: read this first.

    file → Source → Article → Segments → Translations → Findings → Edition → docs/<locale>/*.md → HTML → site/
           read     parse     segment    translate      check      write    |  render (MkDocs)    publish

In: the checked configuration, the build's moment, the environment. Out: an `Outcome`; the ledger, the records, `docs/`
and `site/` on disk. Data flows one way and only this module knows the order. A damaged ledger or glossary stops a
build; anything else that is wrong withholds one article or one edition, is reported, and the others go on.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import glossary as house
from generator.config import Site
from generator.editions import Task, compose, fallback, original
from generator.files import read, write
from generator.gather import Gathered, gather
from generator.model import Article, Edition
from generator.pages import Written, write_pages
from generator.publish import publish
from generator.render import render, tidy
from generator.report import Faults, Report
from generator.run import Moment, Renewal, Run, say
from generator.translate import Planned, Result, plan, records
from generator.translate.memory import Memory
from generator.translating import engines_of, prepare_all, refuse_work, translate_all, words_of
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
    rendered = _render(run, written)
    _publish(run, written)
    return Outcome(written.states, run.faults.count, rendered)


def documents(run: Run, *, frozen: bool = False) -> Written:
    """The stages from `content/` to `docs/`, without HTML. Raises as `build` does."""
    gathered = _gather(run, keep=not frozen)
    tasks = prepare_all(run, gathered)
    if frozen:
        refuse_work(tasks)
    public = [article for article in gathered.articles if article.address not in gathered.embargoed]
    editions, withheld = _editions(run, public, tasks, translate_all(run, tasks))
    return _write(run, editions, gathered, withheld | gathered.edited)


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


def _gather(run: Run, *, keep: bool) -> Gathered:
    started = time.monotonic()
    gathered = gather(run.site, run.moment, run.faults, keep=keep)
    drafts = f"{gathered.drafts} drafts left out" if gathered.drafts else ""
    held = f"{len(gathered.embargoed)} under embargo" if gathered.embargoed else ""
    say(run, "read", "", started, f"{len(gathered.articles)} files", drafts, held)
    return gathered


def _editions(
    run: Run, articles: Sequence[Article], tasks: Sequence[Task], results: Sequence[Result]
) -> tuple[dict[str, list[Edition]], frozenset[tuple[str, str]]]:
    """Address → editions, in the order of the locales, and the (locale, address) of pages that hold an editor's work
    and are not to be written; the records are on disk when this returns.

    An edition without a usable record is left out where the generator's own page stands; else it is a fallback. Of a
    withdrawn article no page stays as it was.
    """
    made: dict[tuple[str, str], Edition] = {}
    withheld = {(task.locale, task.article.address) for task in tasks if task.fault}
    for task, result in zip(tasks, results, strict=True):
        edition, record = compose(task, result, run.words)
        if not task.fault:
            _keep(run, record, task)
        made[task.locale, task.article.address] = edition
    editions: dict[str, list[Edition]] = defaultdict(list)
    for article in articles:
        for tag in run.site.tags:
            page = run.site.root / docs_path(tag, article.address)
            if tag == article.locale:
                editions[article.address].append(original(article, run.words))
            elif (tag, article.address) in made:
                editions[article.address].append(made[tag, article.address])
            elif article.publication.withdrawn or not page.exists() or not is_untouched(read(page)):
                editions[article.address].append(fallback(article, tag, run.words))
                withheld |= {(tag, article.address)} if page.exists() and not is_untouched(read(page)) else set()
    return editions, frozenset(withheld)


def _keep(run: Run, record: records.Record, task: Task) -> None:
    """Write the record before the page, so that a build killed in between takes nothing for a correction."""
    path = run.site.root / records.path(task.locale, task.article.address)
    source = task.article.path
    write(path, records.dump(record, locale=task.locale, source_locale=task.article.locale, source=source))


def _write(
    run: Run,
    editions: Mapping[str, Sequence[Edition]],
    gathered: Gathered,
    withheld: frozenset[tuple[str, str]],
) -> Written:
    started = time.monotonic()
    written = write_pages(run.site, editions, gathered, run.words, run.faults, withheld)
    states = ", ".join(f"{count} {state}" for state, count in sorted(written.states.items()))
    say(run, "write", "", started, states or "no pages", f"{written.changed} files changed")
    return written


def _render(run: Run, written: Written) -> tuple[str, ...]:
    """Render what changed; returns the locales that MkDocs rendered."""
    started = time.monotonic()
    tidy(run.site)
    done = render(run.site, run.moment.epoch, written.substitutes, written.sections)
    for locale in done:
        if locale.fault:
            run.faults.take(locale.fault)
    ran = tuple(locale.locale for locale in done if locale.ran)
    say(run, "render", "", started, f"{len(ran)} editions", f"{len(done) - len(ran)} unchanged")
    return ran


def _publish(run: Run, written: Written) -> None:
    started = time.monotonic()
    with run.faults.withholding():
        published = publish(run.site, written.pages, written.stories, run.moment.day)
        for notice in published.notices:
            run.faults.report.notice(notice)
        found = f"{published.indexed} pages can be searched"
        say(run, "publish", "", started, f"{published.changed} files changed", found)

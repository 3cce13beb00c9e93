"""Articles → their editions, with records on disk.

In: articles, tasks and their results. Out: editions, and what the rest of a build has to know of them (`Made`). Refuses
nothing: an edition without a usable record is left out, or is a fallback.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.editions import Task, compose, fallback, original
from generator.files import read, settle
from generator.gather import Gathered, joined, regather
from generator.made import Made
from generator.model import Edition
from generator.run import Run
from generator.stamps import Tree
from generator.telling import told_of
from generator.translate import Result, records
from generator.translating import prepare_all
from generator.write.page import docs_path
from generator.write.seal import is_untouched


def make(run: Run, gathered: Gathered, tasks: Sequence[Task], results: Sequence[Result], *, keep: bool = True) -> Made:
    """The editions of the articles that were read; with `keep` their records are on disk when this returns.

    An edition without a usable record is left out where the generator's own page stands; else it is a fallback. Of a
    withdrawn article no page stays as it was.
    """
    made = Made(withheld={(task.locale, task.article.address) for task in tasks if task.fault})
    ready: dict[tuple[str, str], Edition] = {}
    for task, result in zip(tasks, results, strict=True):
        edition, record = compose(task, result, run.words)
        if keep and not task.fault:
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
    made.told = {address: told_of(group, gathered.renditions) for address, group in made.editions.items()}
    return made


def make_again(run: Run, gathered: Gathered, made: Made, touched: Sequence[str], tree: Tree) -> tuple[Gathered, Made]:
    """Articles that stand as they are, except that they lead to others now. Nothing is asked of an engine."""
    more = regather(run.site, gathered, touched, run.moment, run.faults, tree)
    tasks = prepare_all(run, more)
    results = [Result(task.work.entries, ()) for task in tasks]
    again = make(run, more, tasks, results)
    return joined(gathered, more), made.with_more(again)


def _keep(run: Run, record: records.Record, task: Task, made: Made) -> None:
    """Write the record before the page, so that a build killed in between takes nothing for a correction."""
    path = records.path(task.locale, task.article.address)
    source = task.article.path
    text = records.dump(record, locale=task.locale, source_locale=task.article.locale, source=source)
    made.marks[str(path)], _ = settle(run.site.root / path, text)

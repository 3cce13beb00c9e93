"""Articles → translated texts: records and pages taken in, engines chosen and asked.

In: a `Run` and its articles. Out: a `Task` per article and foreign locale, and a `Result` per task. A fault withholds
one edition and is reported. Refuses, as `EngineError`, to translate anything in a frozen build, and as `ConfigError` a
renewal by an engine that is not configured.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.config import FILE
from generator.editions import Task, prepare
from generator.errors import ConfigError, EngineError, EngineUnavailable, RecordError, nearest
from generator.gather import Gathered
from generator.language import identifier
from generator.model import Article
from generator.patience import SECONDS, TimeIsUp, bounded
from generator.run import Run, say
from generator.translate import Result, Words, records, translate
from generator.translate.engines import CONNECTING, Engine, make
from generator.translate.engines.discreet import discreet

FREQUENT = ("en", "de", "es", "fr", "it", "pt", "ru", "zh", "ar", "ja")
"""Languages in which a service may answer by mistake, besides those of the site."""


def prepare_all(run: Run, gathered: Gathered) -> list[Task]:
    """A task per article and foreign locale. An unusable record withholds that edition, whose page stays as it is; a
    page that cannot be taken over withholds itself. What is under embargo stays on this machine, unless the
    configuration allows otherwise."""
    tasks = []
    for article in gathered.articles:
        private = article.address in gathered.embargoed and not run.site.send_embargoed
        for tag in run.site.tags:
            if tag == article.locale:
                continue
            with run.faults.withholding():
                task = _prepared(run, article, tag)
                task = replace(task, work=replace(task.work, private=private))
                tasks.append(_renewed(run, task))
                if task.fault:
                    run.faults.take(task.fault)
                _say_taken(run, task)
    return tasks


def _prepared(run: Run, article: Article, tag: str) -> Task:
    """The task. Raises `RecordError` where the record cannot be used, or following its texts takes too long."""
    try:
        return bounded(lambda: prepare(article, tag, run.words, run.site.root, run.moment.day))
    except TimeIsUp:
        path, hint = records.path(tag, article.address), "Change less of the article at a time, or divide it"
        message = f"finding its texts in the article again takes more than {SECONDS:g} seconds"
        raise RecordError(message, path=path, hint=hint) from None


def _say_taken(run: Run, task: Task) -> None:
    """What became of the work of people in a record."""
    name, notice = records.path(task.locale, task.article.address), run.faults.report.notice
    if task.corrections:
        notice(f"{name}: corrections taken over as approved: {task.corrections}")
    if task.aside:
        notice(f"{name}: texts of people that the article has no place for, kept as obsolete: {task.aside}")
    if task.lapsed:
        left = sum(not entry.approved for entry in task.work.entries)
        hint = "generator approve records who answers for it now"
        notice(f"{name}: {task.lapsed} no longer answers for the edition, texts without approval: {left}; {hint}")


def _renewed(run: Run, task: Task) -> Task:
    """The task, its drafts wanted anew where the renewal says so. What somebody approved is never touched."""
    renewal = run.renewal
    if not renewal or renewal.locale not in ("", task.locale) or renewal.article not in ("", task.article.address):
        return task
    engine = renewal.engine or run.site.engines[0].name
    drafts = enumerate(task.work.entries)
    places = (place for place, entry in drafts if entry.engine not in ("", engine) and not entry.approved)
    return replace(task, work=replace(task.work, renewed=frozenset(places)))


def refuse_work(tasks: Sequence[Task]) -> None:
    """Raises `EngineError` where anything would be translated that is to be published."""
    wanting = [task for task in tasks if task.work.asks and not task.work.private]
    if wanting:
        count = sum(len(task.work.asks) for task in wanting)
        record = records.path(wanting[0].locale, wanting[0].article.address)
        hint = "Run make build where translating is allowed, and commit content/ and docs/"
        raise EngineError(f"--frozen: texts that want a translation: {count}, the first in {record}", hint=hint)


def translate_all(
    run: Run, tasks: Sequence[Task], settled: Sequence[Mapping[str, tuple[int, int]]] = ()
) -> tuple[Result, ...]:
    """Ask the engines for what the records lack; one line per locale is reported, which counts the texts of `settled`
    articles, too: by locale how many there are, and how many are stale."""
    started = time.monotonic()
    works = [task.work for task in tasks]
    if any(work.asks for work in works):
        from generator.translate.memory import Memory

        engines = engines_of(run)
        _report_unserved(run, tasks, engines)
        budgets = {setting.name: setting.budget for setting in run.site.engines}
        with Memory(run.site.cache / "memory.sqlite") as memory:
            words = words_of(run, tasks)
            results = translate(works, engines, memory, words, run.moment.day, run.faults.report.notice, budgets)
    else:
        results = tuple(Result(work.entries, ()) for work in works)
    for tag in run.site.tags:
        pairs = [(task, result) for task, result in zip(tasks, results, strict=True) if task.locale == tag]
        _say_translated(run, tag, pairs, [one[tag] for one in settled if tag in one], started)
    flagged, stale = sum(map(_flagged, tasks, results)), sum(map(_stale, results))
    stale += sum(count for one in settled for _, count in one.values())
    if flagged:
        run.faults.report.notice(f"flagged drafts: {flagged}; make review shows them")
    if stale:
        run.faults.report.notice(f"stale texts: {stale}; make review shows them")
    return results


def engines_of(run: Run) -> list[Engine]:
    """The configured engines that may and can be used; for a renewal only the one that is to make it.

    Raises `ConfigError` where the renewal names another.
    """
    wanted = run.renewal.engine if run.renewal else ""
    known = [setting.name for setting in run.site.engines]
    if wanted and wanted not in known:
        raise ConfigError(f"the engine '{wanted}' is not listed under engines", path=FILE, hint=nearest(wanted, known))
    engines = []
    for setting in run.site.engines:
        if (wanted and setting.name != wanted) or (run.offline and setting.name in CONNECTING):
            continue
        try:
            engines.append(discreet(make(setting, run.environment), run.environment))
        except EngineUnavailable as fault:
            run.faults.report.notice(f"{setting.name}: {fault}; going on without it")
    return engines


def _report_unserved(run: Run, tasks: Sequence[Task], engines: Sequence[Engine]) -> None:
    """One fault per direction that no engine serves; its pages show the original."""
    wanting = [task.work for task in tasks if task.work.asks and not task.work.private]
    directions = sorted({(work.source, work.target) for work in wanting})
    for source, target in directions:
        if not any(engine.serves(source, target) for engine in engines):
            names = ", ".join(engine.name for engine in engines) or "none"
            hint = "Add an engine under extra.newsroom.engines, or install its Apertium pair (apt.txt)"
            run.faults.take(EngineError(f"no engine translates {source} → {target} (engines: {names})", hint=hint))


def words_of(run: Run, tasks: Sequence[Task], *, everywhere: bool = False) -> Words:
    """The glossary's wordings; the names in the articles that want a translation (or `everywhere`), and what finds
    quantities in them."""
    from generator.translate.engines.apertium import Apertium
    from generator.translate.names import dictionary, find
    from generator.translate.quantities import finder

    wanting = [task for task in tasks if everywhere or task.work.asks]
    apertium = Apertium()
    names: dict[str, frozenset[str]] = {}
    for locale in dict.fromkeys(task.work.source for task in wanting):
        articles = {task.article.path: task.work.segments for task in wanting if task.work.source == locale}
        texts = [tuple(segment.text for segment in segments) for segments in articles.values()]
        analyser = apertium.analyser(locale)
        names |= find(texts, locale, dictionary(analyser) if analyser else None)
    directions = {(task.work.source, task.work.target) for task in wanting}
    quantities = {direction: finder(*direction) for direction in directions}
    wordings = {tag: run.words.wordings(tag) for tag in run.site.tags}
    real = any(setting.name != "pseudo" for setting in run.site.engines)  # its answers are in no language
    return Words(wordings, names, quantities, identifier((*run.site.tags, *FREQUENT)) if real else None)


def _say_translated(
    run: Run, tag: str, pairs: Sequence[tuple[Task, Result]], settled: Sequence[tuple[int, int]], started: float
) -> None:
    """One line per locale, and why texts could not be translated."""
    total = sum(len(task.work.segments) for task, _ in pairs) + sum(texts for texts, _ in settled)
    asked = sum(len(task.work.asks) for task, _ in pairs)
    missing = sum(not entry.text for _, result in pairs for entry in result.entries)
    engines = Counter(result.entries[place].engine for task, result in pairs for place in task.work.asks)
    made = [f"{count} {engine}" for engine, count in sorted(engines.items()) if engine]
    flagged = sum(_flagged(task, result) for task, result in pairs)
    stale = sum(_stale(result) for _, result in pairs) + sum(count for _, count in settled)
    marked = (f"{flagged} flagged" if flagged else "", f"{stale} stale" if stale else "")
    counts = (f"{total} segments", f"{total - asked} kept", *made, f"{missing} withheld", *marked)
    say(run, "translate", tag, started, *counts)
    for task, result in pairs:
        place = next((place for place, entry in enumerate(result.entries) if not entry.text), None)
        if place is not None and not task.work.private:
            run.faults.take(_explained(task, result, place))


def _flagged(task: Task, result: Result) -> int:
    """How many of the new drafts an editor should look at."""
    if not any(item.severity == "flag" for item in result.findings):
        return 0
    drafted = {task.work.segments[place].key for place in task.work.asks if result.entries[place].text}
    return len({item.segment.key for item in result.findings if item.severity == "flag"} & drafted)


def _stale(result: Result) -> int:
    """How many texts of people are published though their original has changed since."""
    return sum(entry.stale for entry in result.entries)


def _explained(task: Task, result: Result, place: int) -> EngineError:
    """Why the first text that is missing could not be translated."""
    segment = task.work.segments[place]
    grave = (item.message for item in result.findings if item.segment == segment and item.severity == "withhold")
    why = next(grave, "no engine answered")
    record = records.path(task.locale, task.article.address)
    hint = f"The {task.locale} page shows the original until “{segment.text[:40]}” is translated, by hand in {record}"
    return EngineError(f"{task.locale}: {why}", path=task.article.path, hint=hint)

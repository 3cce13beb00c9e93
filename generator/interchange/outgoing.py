"""Records → files for translators and their programs.

In: the project's files. Out: an XLIFF 2.1 file per article and locale, or a TMX 1.4b file per locale, on disk. The
state of a text says what is asked of the translator: `initial` translate, `translated` look at a machine's draft or at
a translation whose source has changed, `reviewed` and `final` leave. Refuses what `survey` refuses; an edition whose
record or page cannot be taken over is left out and reported.

The name of a unit ends in a digest of the translation that was sent: what comes back shows by it what was changed
there, and what has been changed here meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from generator import glossary as house
from generator.config import Site
from generator.editions import Task
from generator.exchange import Document, Inline, Note, Progress, Term, Unit, tmx, xliff
from generator.exchange.inline import markdown
from generator.files import write
from generator.interchange.inline import source_of, target_of
from generator.model import Severity
from generator.report import Faults, Report
from generator.run import Moment, Run
from generator.survey import Standing, Text, survey
from generator.translate import Words
from generator.translate.records import Entry, digest
from generator.translating import words_of

Form = Literal["xliff", "tmx"]

_PRIORITY: Mapping[Severity, int] = {"withhold": 1, "flag": 3, "note": 7}


def export(
    site: Site,
    moment: Moment,
    environment: Mapping[str, str],
    report: Report,
    folder: Path,
    *,
    form: Form = "xliff",
    article: str = "",
    locale: str = "",
) -> tuple[Path, ...]:
    """Write what translators need into `folder`, for one article (as `survey.select` finds it) and locale, or all.

    XLIFF files are called `<locale>/<address>.xlf`, TMX files `<locale>.tmx`; returns their paths. Raises
    `ConfigError` and `LedgerError`.
    """
    standings = survey(site, moment, environment, report, article=article, locale=locale)
    for standing in standings:
        if standing.state == "withheld":
            report.notice(f"left out: {standing.reason}")
    sent = [(standing, standing.task) for standing in standings if standing.task]
    glossary = house.load(site.content, site.root, site.tags)
    run = Run(site, moment, environment, glossary, Faults(report), offline=True)
    words = words_of(run, [task for _, task in sent], everywhere=True)
    if form == "xliff":
        files = {
            folder / task.locale / f"{task.article.address}.xlf": xliff.write(_document(standing, task, words))
            for standing, task in sent
        }
    else:
        files = _memories(folder, [_document(standing, task, words, memory=True) for standing, task in sent])
    for path, text in files.items():
        write(path, text)
    return tuple(files)


def _memories(folder: Path, documents: list[Document]) -> dict[Path, str]:
    """A translation memory per locale."""
    by_locale: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_locale[document.target_locale].append(document)
    made_by = version(tmx.TOOL)
    return {folder / f"{tag}.tmx": tmx.write(group, made_by) for tag, group in by_locale.items()}


def identifier(address: str) -> str:
    """An article's address as the id of a file: an NMTOKEN, in which no slash may stand."""
    return address.replace("/", ".")


def _document(standing: Standing, task: Task, words: Words, *, memory: bool = False) -> Document:
    """`memory` pairs a translation with the source that it was made for; else with the present one."""
    units = tuple(_unit(place, text, task, words, memory=memory) for place, text in enumerate(standing.texts, start=1))
    article = standing.article
    name = identifier(article.address)
    return Document(name, article.path, article.locale, standing.locale, units, standing.approver)


def _unit(place: int, text: Text, task: Task, words: Words, *, memory: bool) -> Unit:
    entry = text.entry
    asked = entry.previous if memory and entry.previous else entry.source
    source = source_of(asked, words.wordings[task.locale], words.names.get(asked, frozenset()))
    target = target_of(entry.text, source)
    state, remark = _progress(entry, task.record.approver)
    return Unit(
        id=f"u{place}-{digest(markdown(target))}",
        key=entry.key,
        kind=text.segment.kind,
        source=source,
        target=target,
        state=state,
        remark=remark,
        notes=tuple(_notes(text, source)),
        engine=entry.engine,
        route=entry.route,
        date=entry.date,
    )


def _progress(entry: Entry, approver: str) -> tuple[Progress, str]:
    """State and subState of a text."""
    if not entry.text:
        return "initial", ""
    if entry.approved and not entry.stale:
        return ("final" if approver else "reviewed"), ""
    if entry.stale:
        return "translated", "stale"
    if entry.previous:
        return "initial", "outdated"
    return "translated", "" if entry.by_hand else "machine"


def _notes(text: Text, source: Inline) -> Iterator[Note]:
    """What an editor, the checks, the glossary and the record have to say about a text."""
    entry = text.entry
    if entry.notes:
        yield Note("comment", entry.notes, 1)
    for finding in text.findings:
        yield Note("finding", f"{finding.severity}: {finding.message}", _PRIORITY[finding.severity])
    terms = {part.text: part.wording for part in source if isinstance(part, Term) and part.text != part.wording}
    for term, wording in terms.items():
        yield Note("term", f"{term} → {wording}", 2)
    if entry.text and entry.previous:
        yield Note("previous-source", entry.previous, 1)
    if entry.draft:
        yield Note("draft", entry.draft, 4)
    if entry.engine:
        yield Note("origin", " · ".join(filter(None, (entry.engine, entry.route, str(entry.date or "")))), 9)

"""XLIFF as a translator gives it back → corrections in the PO records.

In: a file, and the project's. Out: a `Taken`, and the records on disk; pages follow with the next build. A changed text
counts as a person's correction, an unchanged one with the state `reviewed` or `final` as approved; `initial` and empty
change nothing. Refuses, as `RecordError`, a file that cannot be read. Everything else is refused one text at a time,
the others go on: a source that is no longer the article's, a code that is missing, doubled or crossed, a text that was
corrected differently here since it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath, PurePosixPath

from generator import glossary as house
from generator.config import Site
from generator.editions import Task, prepare
from generator.errors import RecordError
from generator.exchange import Inline, ReturnedDocument, ReturnedUnit
from generator.exchange.inline import codes, fault, flat, markdown, with_texts
from generator.exchange.returned import LARGEST, read
from generator.files import write
from generator.gather import gather
from generator.glossary import Glossary
from generator.interchange.inline import source_of, target_of
from generator.interchange.outgoing import identifier
from generator.model import Article
from generator.report import Faults, Report
from generator.run import Moment
from generator.translate import records
from generator.translate.reconcile import by_hand
from generator.translate.records import Entry, digest


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the units of a file: `corrected` have a new text, `approved` were accepted as they stood,
    `unchanged` said nothing new, `refused` say why. `written` are the records that changed, `signed` those in which
    the translator's name was put down."""

    corrected: int = 0
    approved: int = 0
    unchanged: int = 0
    refused: tuple[RecordError, ...] = ()
    written: tuple[PurePosixPath, ...] = ()
    signed: tuple[PurePosixPath, ...] = ()


def take_in(site: Site, moment: Moment, report: Report, file: Path, *, name: str = "") -> Taken:
    """Take over what a translator changed in `file`. `name` is recorded in each record whose every text is approved
    with this, beside those who answer for the other texts. Corrections bear the day of `moment`. Doing it again changes
    nothing.

    Raises `RecordError` where the file cannot be read, `ConfigError` and `LedgerError`.
    """
    documents = read(_data(file), file)
    words = house.load(site.content, site.root, site.tags)
    articles = gather(site, moment, Faults(report), keep=False).articles
    known = {identifier(article.address): article for article in articles}
    taken = Taken()
    for document in documents:
        try:
            task = _task(document, known, site, words, moment.day, file)
            taken = _together(taken, _take(document, task, site.root, moment.day, " ".join(name.split()), file))
        except RecordError as refused:
            taken = replace(taken, refused=(*taken.refused, refused))
    return taken


def _data(file: Path) -> bytes:
    """The bytes of a file; not even looked at where there are too many."""
    if not file.is_file():
        raise RecordError("there is no such file", path=file, hint="Name the XLIFF file that the translator sent")
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _task(
    document: ReturnedDocument, known: Mapping[str, Article], site: Site, words: Glossary, day: date, file: PurePath
) -> Task:
    """The article and locale that a document is about. Raises `RecordError`."""
    article = known.get(document.id)
    locale = next((tag for tag in site.tags if tag.lower() == document.target_locale.lower()), "")
    if not article:
        hint = "It may have been removed; export the article anew"
        raise RecordError(f"there is no article '{document.id}'", path=file, line=document.line, hint=hint)
    if not locale or locale == article.locale or document.source_locale.lower() != article.locale.lower():
        direction = f"{document.source_locale} → {document.target_locale}"
        hint = f"The article is in '{article.locale}', the locales are {', '.join(site.tags)}"
        raise RecordError(f"the article is not translated {direction}", path=file, line=document.line, hint=hint)
    task = prepare(article, locale, words, site.root, day)
    if task.fault:
        raise task.fault
    # A page is compared with its record text by text: one with other texts than the page could not take a correction.
    published = [entry.published for entry in task.record.entries]
    if published and published != [entry.published for entry in task.work.entries]:
        hint = "Run make build, then take the file in again"
        raise RecordError("the article was changed since the last build", path=article.path, hint=hint)
    return task


def _take(document: ReturnedDocument, task: Task, root: Path, day: date, name: str, file: PurePath) -> Taken:
    """Bring one document into its record."""
    entries = {entry.key: entry for entry in task.work.entries}
    corrected = approved = unchanged = 0
    refused = []
    for unit in document.units:
        try:
            before = _entry(entries, unit)
            after = _merged(before, unit, day)
        except RecordError as why:
            refused.append(RecordError(f"'{unit.key}': {why.message}", path=file, line=unit.line, hint=why.hint))
            continue
        entries[unit.key] = after
        corrected += after.text != before.text
        approved += after.text == before.text and after != before
        unchanged += after == before
    whole = tuple(entries.values())
    approver = _approver(task.record.approver, name, whole, corrected + approved)
    signs = approver != task.record.approver
    record = (records.path(task.locale, task.article.address),)
    if corrected or approved or signs:
        _keep(root / record[0], task, whole, approver)
    written = record if corrected or approved or signs else ()
    return Taken(corrected, approved, unchanged, tuple(refused), written, record if signs else ())


def _approver(names: str, name: str, entries: Sequence[Entry], taken: int) -> str:
    """Who answers for an edition, `taken` of whose texts are from a file that `name` answers for: who did before, too,
    as long as some of the texts are theirs."""
    complete = all(entry.approved and not entry.stale for entry in entries)
    if not name or not complete or (names and not taken):
        return names
    return name if taken == len(entries) else records.signed(names, name)


def _keep(path: Path, task: Task, entries: tuple[Entry, ...], approver: str) -> None:
    record = replace(task.record, entries=entries, obsolete=task.obsolete, approver=approver)
    source = task.article
    write(path, records.dump(record, locale=task.locale, source_locale=source.locale, source=source.path))


def _entry(entries: Mapping[str, Entry], unit: ReturnedUnit) -> Entry:
    """The entry of a unit whose source is still the article's."""
    entry = entries.get(unit.key)
    hint = "Export the article anew; what is translated already comes with it"
    if not entry:
        raise RecordError(f"the article no longer has the text “{_words(unit.source)}”", hint=hint)
    source = source_of(entry.source, {})
    if _compared(unit.source) != _compared(source):
        theirs = markdown(with_texts(unit.source, {(code.role, code.id): code.text for code in codes(source)}))
        raise RecordError(f"its source is “{entry.source}” now, in the file it is “{theirs}”", hint=hint)
    return entry


def _merged(entry: Entry, unit: ReturnedUnit, day: date) -> Entry:
    """The entry with what the translator made of it. Raises `RecordError`."""
    source = source_of(entry.source, {})
    present = target_of(entry.text, source)
    known = {(code.role, code.id): code.text for code in (*codes(present), *codes(source))}
    target = with_texts(unit.target, known)
    sent, text, now = unit.id.rpartition("-")[2], markdown(target), markdown(present)
    if not text:
        return entry
    if text == now:
        return _confirmed(entry, unit)
    if digest(text) == sent:
        return entry
    if unit.partial:
        raise RecordError("only some of its segments are translated", hint="Translate the others, or join them")
    if unit.state == "initial":
        hint = "Confirm the segment in the translator's program"
        raise RecordError("it has a new translation, but its state is still 'initial'", hint=hint)
    why = fault(target, source, present)
    if why:
        hint = "Place the codes of the source again in the translator's program"
        raise RecordError(f"{why}, in “{_words(unit.target)}”", hint=hint)
    if entry.kept and digest(now) != sent:
        hint = f"The record says “{entry.text}”, the file says “{text}”. Put what is right into the record"
        raise RecordError("it was corrected here since it was sent", hint=hint)
    return by_hand(replace(entry, text=text), day)


def _confirmed(entry: Entry, unit: ReturnedUnit) -> Entry:
    """A text that the translator left as it is here, and may have approved."""
    if unit.state in ("reviewed", "final") and (entry.stale or not entry.approved):
        return replace(entry, approved=True, previous="", draft="")
    return entry


def _compared(inline: Inline) -> str:
    """A source as far as programs keep it: white space between segments is theirs."""
    parts = ("".join(part.split()) if isinstance(part, str) else f"\n{part.role} {part.id}\n" for part in flat(inline))
    return "".join(parts)


def _words(inline: Inline) -> str:
    return "".join(part for part in flat(inline) if isinstance(part, str))


def _together(one: Taken, other: Taken) -> Taken:
    return Taken(
        one.corrected + other.corrected,
        one.approved + other.approved,
        one.unchanged + other.unchanged,
        (*one.refused, *other.refused),
        (*one.written, *other.written),
        (*one.signed, *other.signed),
    )

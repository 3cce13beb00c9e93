"""One article in one locale: its record, its published page and its segments brought together, and an edition made.

In: an article with its address, a locale, the files on disk. Out: a `Task` for the translators, then an `Edition` and
the record to keep. Nothing is written here. Refuses, as `RecordError`, a record that cannot be read. A page whose
changes cannot be taken over is a fault that the task bears: its edition follows from article and record alone, and
neither page nor record are to be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from generator.errors import RecordError
from generator.glossary import Glossary
from generator.model import Article, Edition, Segment, State, Status, Topic, Translation
from generator.portable import INLINE_HTML
from generator.sanitise import shorten, visible
from generator.segment import join, split
from generator.trace import fingerprint
from generator.translate import Result, Work, follows_glossary, records, terms_of
from generator.translate.reconcile import Reconciled, absorb_page, absorb_record, reconcile, restore
from generator.translate.records import Entry, Record, digest, shown
from generator.translate.versions import SEAM
from generator.write.page import docs_path
from generator.write.seal import is_untouched
from generator.write.texts import kept, origin, read_texts

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_UNSAFE = re.compile(
    rf"(?!{INLINE_HTML.pattern})</?[a-z][\w-]*(?=[\s/>])[^<>]*>|<!--|"
    r"(?<!\\)(?:\\\\)*\]\(\s*<?(?!(?:https?|mailto):|data:image/(?!svg))[a-z][a-z0-9+.-]*:[^)]*|"
    r"(?<!\\)!\[(?:[^\]\\]|\\.)*\]\(\s*<?(?:https?:|//)[^)]*",
    re.IGNORECASE,
)
"""HTML, links to anything but the web, mail and paths, pictures on other hosts (`portable.py` makes words and links of
all that where it stands in an article)."""


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be had in `locale`: what is asked of the translators, what the record had besides, and why the page
    on disk could not be taken over, if so.

    `corrections` are the texts that people changed since the last build, `aside` those of people that the article has
    no place for since; `lapsed` is who answered for the edition as it was, before it had texts that nobody approved.
    """

    article: Article
    locale: str
    work: Work
    obsolete: tuple[Entry, ...]
    record: Record
    corrections: int = 0
    aside: int = 0
    lapsed: str = ""
    fault: RecordError | None = None


def is_complete(task: Task) -> bool:
    """Whether every text of an edition is there, and nothing of what people did is still to be said of it."""
    entries = task.work.entries
    left = task.fault or task.corrections or task.aside or task.lapsed
    return not left and not task.work.asks and all(entry.text for entry in entries)


def prepare(article: Article, locale: str, glossary: Glossary, root: Path, day: date) -> Task:
    """Bring record, page and article together; corrections found now bear `day`.

    Raises `RecordError` where the record cannot be used; nothing is lost then.
    """
    segments = split(_asked(article, locale, glossary))
    record_path, page_path = records.path(locale, article.address), docs_path(locale, article.address)
    text = _text(root, record_path)
    record = records.load(text, record_path) if text is not None else None
    fault = None
    try:
        page = _text(root, page_path)
        known = _with_page(record, page, segments, page_path, day) if page is not None else record
    except RecordError as refused:
        known, fault = record, refused
    if fault and record is None:
        raise fault
    wordings = glossary.wordings(locale)
    taken = _termed(absorb_record(known or Record(), day), record, wordings)
    refuse_unsafe(taken, record_path)
    reconciled = reconcile(taken, segments, lambda entry: follows_glossary(entry, wordings))
    work = Work(article.locale, locale, segments, reconciled.entries)
    lapsed = "" if all(entry.approved for entry in work.entries) else taken.approver
    task = Task(article, locale, work, reconciled.obsolete, replace(taken, approver="") if lapsed else taken)
    if fault:
        return replace(task, fault=fault)
    corrections = sum(entry.corrected for entry in (*taken.entries, *taken.obsolete))
    return replace(task, corrections=corrections, aside=_aside(taken, reconciled), lapsed=lapsed)


def _termed(record: Record, before: Record | None, wordings: Mapping[str, str]) -> Record:
    """The record with the wordings noted that the glossary asked for when a text was written or came back just now."""
    known = frozenset(before.entries) if before else frozenset()
    entries = (
        replace(entry, terms=terms_of(entry.source, wordings)) if entry.kept and entry not in known else entry
        for entry in record.entries
    )
    return replace(record, entries=tuple(entries))


def _aside(record: Record, reconciled: Reconciled) -> int:
    """How many texts of people became obsolete with this change of the article, and are not published as stale."""
    followed = {source for entry in reconciled.entries if entry.stale for source in entry.previous.split(SEAM)}
    fresh = [entry for entry in reconciled.obsolete if entry.kept and entry not in record.obsolete]
    return sum(entry.source not in followed for entry in fresh)


def _text(root: Path, name: PurePosixPath) -> str | None:
    """The text of a file that people edit; None where there is none. Raises `RecordError` for another encoding."""
    try:
        return (root / name).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise RecordError("the file is not UTF-8", path=name, line=line, hint="Save it as UTF-8") from None


def refuse_unsafe(record: Record, path: PurePosixPath) -> None:
    """Hold every text to what an article may say: no HTML, no links to anything but the web, mail and paths, no
    character that is none. Who wrote it is only what the record says. Raises `RecordError`."""
    for entry in record.entries:
        if (shown := visible(entry.text)) != entry.text:
            hidden = set(entry.text) - set(shown)
            sign = f"U+{ord(min(hidden)):04X}"
            message = f"the character {sign} in the text of '{entry.key}' may not be published"
            raise RecordError(message, path=path, hint="Remove it on the page or in the record")
        match = _UNSAFE.search(_CODE.sub("", entry.text)) if "<" in entry.text or "](" in entry.text else None
        if match:
            hint = "Remove it on the page or in the record; a '<' to be read is written &lt;"
            message = f"'{shorten(match[0])}' in the text of '{entry.key}' may not be published"
            raise RecordError(message, path=path, hint=hint)


def _with_page(
    record: Record | None, page: str, segments: Sequence[Segment], path: PurePosixPath, day: date
) -> Record | None:
    """The record with the corrections of a page, and with the texts of people that only the page still has."""
    untouched = is_untouched(page)
    if untouched and not _lacks(record or Record(), kept(page)):
        return record
    texts = read_texts(page, path)
    whole = restore(record or Record(), texts, segments, origin(page, path))
    if record is None:
        sources = {fingerprint(entry.source) for entry in whole.entries}
        lost = [text for text in texts if (text.edited or text.trace.kept) and text.trace.source not in sources]
        if lost:
            hint = "Restore the record from version control, or delete the page to have all translated anew"
            message = f"the page's record is gone, and with it the original of “{lost[0].text}”"
            raise RecordError(message, path=path, hint=hint)
    return whole if untouched else absorb_page(whole, texts, path, day)


def _lacks(record: Record, marks: frozenset[str]) -> bool:
    """Whether a page has texts of people, known by their fingerprints, that no entry has or had when it was written."""
    had = {entry.published[:8] for entry in record.entries}
    return not marks <= had and not marks <= {fingerprint(shown(entry.key, entry.text)) for entry in record.entries}


def compose(task: Task, result: Result, glossary: Glossary) -> tuple[Edition, Record]:
    """The edition of a task after translation, and its record. Where a text is missing, it is a fallback."""
    entries, obsolete = _published(result.entries), _published(task.obsolete)
    record = replace(task.record, entries=entries, obsolete=obsolete)
    if not all(entry.text for entry in entries):
        return fallback(task.article, task.locale, glossary, result), record
    asked = _asked(task.article, task.locale, glossary)
    text = join(asked, [entry.text for entry in entries])
    labels = {topic.slug: topic.label for topic in text.topics}
    byline = glossary.wordings(task.locale).get(text.byline, text.byline)
    text = replace(text, topics=_labelled(task.article, labels, task.locale, glossary), byline=byline)
    translations = tuple(
        _translation(segment, entry, record.approver)
        for segment, entry in zip(task.work.segments, entries, strict=True)
    )
    reviewed = record.approver and all(entry.approved for entry in entries)
    status: Status = "reviewed" if reviewed else "machine"
    return Edition(task.article, task.locale, text, translations, result.findings, status), record


def _published(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries that no later build takes for corrections; an obsolete one was taken over, too."""
    published = ((entry, digest(entry.text) if entry.text else "") for entry in entries)
    return tuple(entry if entry.published == now else replace(entry, published=now) for entry, now in published)


def original(article: Article, glossary: Glossary) -> Edition:
    """The edition in the article's own language."""
    text = replace(article, topics=_labelled(article, {}, article.locale, glossary))
    return Edition(article, article.locale, text, (), (), "original")


def fallback(article: Article, locale: str, glossary: Glossary, result: Result | None = None) -> Edition:
    """The original's text where a translation is missing; its topics lead to listings in the reader's language."""
    text = replace(article, topics=_labelled(article, {}, locale, glossary))
    return Edition(article, locale, text, (), result.findings if result else (), "fallback")


def _asked(article: Article, locale: str, glossary: Glossary) -> Article:
    """The article without the topics that the newsroom has named itself."""
    topics = tuple(topic for topic in article.topics if not glossary.topic(topic.slug, locale))
    return replace(article, topics=topics)


def _labelled(article: Article, labels: dict[str, str], locale: str, glossary: Glossary) -> tuple[Topic, ...]:
    def label(topic: Topic) -> str:
        return glossary.topic(topic.slug, locale) or labels.get(topic.slug, topic.label)

    return tuple(Topic(topic.slug, label(topic)) for topic in article.topics)


def _translation(segment: Segment, entry: Entry, approver: str) -> Translation:
    state: State = "approved" if entry.approved else "written" if entry.by_hand else "machine"
    name = approver if entry.approved else ""
    return Translation(segment, entry.text, entry.engine, entry.route, entry.date, state, name, entry.stale)

"""One article in one locale: its record, its published page and its segments brought together, and an edition made.

In: an article with its address, a locale, the files on disk. Out: a `Task` for the translators, then an `Edition` and
the record to keep. Nothing is written here. Refuses, as `RecordError`, a record that cannot be read and a page whose
changes cannot be taken over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import files
from generator.errors import RecordError
from generator.glossary import Glossary
from generator.model import Article, Edition, Segment, State, Status, Topic, Translation
from generator.segment import join, split
from generator.translate import Result, Work, follows_glossary, records
from generator.translate.reconcile import absorb_page, absorb_record, reconcile
from generator.translate.records import Entry, Record, digest
from generator.write.page import docs_path, is_untouched, keeps_frame, read_texts, story_of


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be had in `locale`: what is asked of the translators, what the record had besides, and how many
    corrections were found."""

    article: Article
    locale: str
    work: Work
    obsolete: tuple[Entry, ...]
    record: Record
    corrections: int


def prepare(article: Article, locale: str, glossary: Glossary, root: Path, day: date) -> Task:
    """Bring record, page and article together; corrections found now bear `day`.

    Raises `RecordError`; nothing is lost then.
    """
    asked = _asked(article, locale, glossary)
    record_path, page_path = records.path(locale, article.address), docs_path(locale, article.address)
    record = Record()
    if (root / record_path).exists():
        record = records.load((root / record_path).read_text(encoding="utf-8"), record_path)
    before = sum(entry.approved for entry in record.entries)
    if (root / page_path).exists():
        page = files.read(root / page_path)
        if not is_untouched(page):
            record = _from_page(record, page, asked, locale, day)
    record = absorb_record(record, day)
    corrections = sum(entry.approved for entry in record.entries) - before
    segments = split(asked)
    wordings = glossary.wordings(locale)
    reconciled = reconcile(record, segments, lambda entry: follows_glossary(entry, wordings))
    work = Work(article.locale, locale, segments, reconciled.entries)
    return Task(article, locale, work, reconciled.obsolete, record, corrections)


def _from_page(record: Record, page: str, asked: Article, locale: str, day: date) -> Record:
    where = docs_path(locale, asked.address)
    if not record.entries or story_of(page, asked.address, where).state == "fallback":
        hint = "Put the translation into the article's PO record and restore the page, or delete the page"
        raise RecordError("a page that shows the original was edited", path=where, hint=hint)
    texts = read_texts(page, asked, locale, where)
    if not keeps_frame(page, where):
        hint = "Correct wording only, restore the rest from version control, or edit the PO record instead"
        raise RecordError("more than its texts was changed on the page", path=where, hint=hint)
    return absorb_page(record, texts, where, day)


def compose(task: Task, result: Result, glossary: Glossary) -> tuple[Edition, Record]:
    """The edition of a task after translation, and its record. Where a text is missing, it is a fallback."""
    entries = tuple(replace(entry, published=digest(entry.text) if entry.text else "") for entry in result.entries)
    record = replace(task.record, entries=entries, obsolete=task.obsolete)
    if not all(entry.text for entry in entries):
        return fallback(task.article, task.locale, result), record
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


def original(article: Article, glossary: Glossary) -> Edition:
    """The edition in the article's own language."""
    text = replace(article, topics=_labelled(article, {}, article.locale, glossary))
    return Edition(article, article.locale, text, (), (), "original")


def fallback(article: Article, locale: str, result: Result | None = None) -> Edition:
    """The original's text where a translation is missing."""
    return Edition(article, locale, article, (), result.findings if result else (), "fallback")


def _asked(article: Article, locale: str, glossary: Glossary) -> Article:
    """The article without the topics that the newsroom has named itself."""
    topics = tuple(topic for topic in article.topics if not glossary.topic(topic.slug, locale))
    return replace(article, topics=topics)


def _labelled(article: Article, labels: dict[str, str], locale: str, glossary: Glossary) -> tuple[Topic, ...]:
    def label(topic: Topic) -> str:
        return glossary.topic(topic.slug, locale) or labels.get(topic.slug, topic.label)

    return tuple(Topic(topic.slug, label(topic)) for topic in article.topics)


def _translation(segment: Segment, entry: Entry, approver: str) -> Translation:
    state: State = "stale" if entry.previous else "approved" if entry.approved else "machine"
    name = approver if entry.approved else ""
    return Translation(segment, entry.text, entry.engine, entry.route, entry.date, state, name)

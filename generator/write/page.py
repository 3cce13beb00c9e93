"""An edition → its page in `docs/`.

In: an `Edition` and what its siblings are. Out: Markdown with front matter, the same bytes for the same edition. A page
carries the digest of itself (`checksum`) and of each of its texts (`texts`), so that an edit is seen and understood
without any other file. Refuses, as `RecordError`, to read a story from a page without readable front matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath, PurePosixPath
from typing import Any

from babel import Locale
from babel.dates import format_date

from generator.errors import RecordError
from generator.model import Article, Dateline, Edition
from generator.portable import plain
from generator.segment import blanked
from generator.sentences import split as sentences
from generator.write.seal import taken_apart, with_checksum
from generator.write.texts import framed, noted
from generator.yamlfile import parse

SUMMARY = 320
"""Characters to which a summary made from the lede is cut, at a word."""


@dataclass(frozen=True, slots=True)
class Story:
    """A page as a listing shows it: what the home page and the archive need to know of it."""

    path: str
    title: str
    summary: str
    date: date | None
    lang: str
    state: str
    topics: tuple[tuple[str, str], ...]


def docs_path(locale: str, address: str) -> PurePosixPath:
    """Where a page lies, below the project."""
    return PurePosixPath("docs", locale, f"{address}.md")


def day_text(day: date, locale: str) -> str:
    """A day as the locale writes it (CLDR, long form)."""
    return format_date(day, "long", locale=Locale.parse(locale, sep="-"))


def render(edition: Edition, editions: Sequence[str], titles: dict[str, str]) -> str:
    """The page of an edition. `editions` are the locales that really have the article, `titles` engines' names."""
    text = edition.text
    lang = edition.article.locale if edition.status == "fallback" else edition.locale
    values: dict[str, Any] = {
        "title": text.headline,
        "description": summary(text),
        "template": f"{text.kind}.html",
    }
    if not text.summary:
        values["lede_summary"] = True
    if text.date:
        values |= {"date": text.date, "date_text": day_text(text.date, edition.locale)}
    if text.dateline:
        values["dateline"] = dateline_text(text.dateline, lang)
        if edition.translations and text.dateline.place:  # so that the place is found again when it was edited
            values["dateline_end"] = dateline_text(replace(text.dateline, place=""), lang)
    if text.image:
        values["image"] = text.image
    if text.byline:
        values["byline"] = text.byline
    values |= {"lang": lang, "source": str(text.path)}
    if text.topics:
        values["topics"] = [{"slug": topic.slug, "label": topic.label} for topic in text.topics]
    values |= {"editions": list(editions), "translation": _translation(edition, titles)}
    body = text.markdown
    blank, texts = blanked(body)
    traces = noted(values, texts, edition.article, edition.translations) if edition.translations else ""
    return with_checksum(values, body, framed(values, blank, traces), traces)


def summary(text: Article) -> str:
    """The summary as plain text: the article's own, else the first sentence of its first paragraph."""
    if text.summary:
        return plain(text.summary)
    lede = next((block.text for block in text.body if block.kind == "paragraph"), "")
    sentence = next(iter(sentences(" ".join(plain(lede).split()))), "").strip()
    if len(sentence) <= SUMMARY:
        return sentence
    return f"{sentence[:SUMMARY].rpartition(' ')[0].rstrip(',;: ')} …"


def dateline_text(dateline: Dateline, locale: str) -> str:
    """Place, agency and day as they open a report."""
    place = f"{dateline.place} ({dateline.agency})" if dateline.agency else dateline.place
    return f"{place}, {day_text(dateline.date, locale)}" if dateline.date else place


def story(edition: Edition) -> Story:
    """What a listing shows of an edition."""
    text = edition.text
    return Story(
        path=f"{text.address}/",
        title=text.headline,
        summary=summary(text),
        date=text.date,
        lang=edition.article.locale if edition.status == "fallback" else edition.locale,
        state=edition.status,
        topics=tuple((topic.slug, topic.label) for topic in text.topics),
    )


def story_of(page: str, address: str, path: PurePath) -> Story:
    """What a listing shows of a page that stands as it is. Raises `RecordError`."""
    parts = taken_apart(page)
    values = parse(parts.head if parts else "", path=path, error=RecordError, first_line=2).data
    translation = values.get("translation")
    day = values.get("date")
    topics = [topic for topic in values.get("topics") or () if isinstance(topic, dict)]
    return Story(
        path=f"{address}/",
        title=str(values.get("title", address)),
        summary=str(values.get("description", "")),
        date=day if isinstance(day, date) else None,
        lang=str(values.get("lang", "")),
        state=str(translation.get("state", "fallback")) if isinstance(translation, dict) else "fallback",
        topics=tuple((str(topic.get("slug", "")), str(topic.get("label", ""))) for topic in topics),
    )


def source_of(page: str) -> str:
    """The `source` that a page names, or an empty string where it names none."""
    match = re.search(r"^source: (.+)$", page.split("\n---\n", 1)[0], re.MULTILINE)
    return match[1].strip("'\" \r") if match else ""


def _translation(edition: Edition, titles: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"state": edition.status}
    if edition.status == "original":
        return values
    values["from"] = edition.article.locale
    if edition.status == "fallback":
        return values
    engines = list(dict.fromkeys(item.engine for item in edition.translations if item.engine))
    if engines:
        routes = dict.fromkeys(item.route for item in edition.translations if item.route)
        values |= {
            "engine": ", ".join(engines),
            "engine_name": ", ".join(titles.get(engine, engine) for engine in engines),
            "route": ", ".join(routes) or f"{edition.article.locale}-{edition.locale}",
        }
    days = [item.date for item in edition.translations if item.date]
    if days:
        values |= {"date": max(days), "date_text": day_text(max(days), edition.locale)}
    if edition.status == "reviewed":
        values["approver"] = next(item.approver for item in edition.translations if item.approver)
    return values

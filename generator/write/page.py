"""An edition → its page in `docs/`, and an edited page → its texts.

In: an `Edition` and what its siblings are. Out: Markdown with front matter, the same bytes for the same edition. A page
carries the digest of itself (`checksum`), so that an edit is seen without any other file. Refuses, as `RecordError`
with its line, a page with conflict markers or without readable front matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import PurePath, PurePosixPath
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date

from generator.errors import RecordError
from generator.model import Article, Dateline, Edition
from generator.portable import plain
from generator.segment import blanked, markdown_texts
from generator.sentences import split as sentences
from generator.yamlfile import parse

SUMMARY = 320
"""Characters to which a summary made from the lede is cut, at a word."""

_CHECKSUM = re.compile(r"^checksum: (\w+)(?:-(\w+))?\n", re.MULTILINE)
_PAGE = re.compile(r"\A---\n(.*?)^---\n(.*)\Z", re.DOTALL | re.MULTILINE)


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
    if text.image:
        values["image"] = text.image
    if text.byline:
        values["byline"] = text.byline
    values |= {"lang": lang, "source": str(text.path)}
    if text.topics:
        values["topics"] = [{"slug": topic.slug, "label": topic.label} for topic in text.topics]
    values |= {"editions": list(editions), "translation": _translation(edition, titles)}
    return with_checksum(values, text.markdown, _frame(values, text.markdown))


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
    match = _PAGE.match(page.replace("\r\n", "\n"))
    values = parse(match[1] if match else "", path=path, error=RecordError, first_line=2).data
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


def with_checksum(values: dict[str, Any], body: str, frame: str = "") -> str:
    """A page from its front matter and its Markdown, with its own digest, and that of its frame, as the last value."""
    head = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{head}checksum: {_digest(head, body)}{frame and f'-{frame}'}\n---\n\n{body}"


def is_untouched(page: str) -> bool:
    """Whether a page is as it was written; line ends and the white space before them do not count."""
    text = page.replace("\r\n", "\n")
    match = _PAGE.match(text)
    found = _CHECKSUM.search(match[1]) if match else None
    if not match or not found:
        return False
    return found[1] == _digest(_CHECKSUM.sub("", match[1]), match[2].removeprefix("\n"))


def keeps_frame(page: str, path: PurePath) -> bool:
    """Whether an edited page differs from the written one in nothing but its texts. Raises `RecordError`."""
    match = _PAGE.match(page.replace("\r\n", "\n"))
    found = _CHECKSUM.search(match[1]) if match else None
    if not match or not found:
        return False
    values = parse(match[1], path=path, error=RecordError, first_line=2).data
    return found[2] == _frame(values, match[2].removeprefix("\n"))


def _frame(values: dict[str, Any], body: str) -> str:
    """A digest of all that is not translated text: dates, names, code, the order of blocks. A description that was
    made from the lede belongs to it: a change there would be made again by the next build."""
    texts = {"title", "dateline", "checksum", "topics"} | (set() if values.get("lede_summary") else {"description"})
    kept = {key: value for key, value in values.items() if key not in texts}
    kept["topics"] = [topic.get("slug") for topic in values.get("topics") or () if isinstance(topic, dict)]
    return _digest(yaml.safe_dump(kept, sort_keys=True), blanked(body))


def _digest(head: str, body: str) -> str:
    lines = (line.rstrip() for line in f"{head}\n{body}".split("\n"))
    return sha256("\n".join(lines).rstrip().encode()).hexdigest()[:16]


def read_texts(page: str, article: Article, locale: str, path: PurePath) -> tuple[str, ...]:
    """The texts of an edited page, in the order of the segments of `article`. Raises `RecordError`."""
    text = page.replace("\r\n", "\n").removeprefix("\ufeff")
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"(?:<{7}|>{7})(?: |$)|={7}$", line):
            hint = "Resolve the conflict in the file, then build again"
            raise RecordError("the page has conflict markers", path=path, line=number, hint=hint)
    match = _PAGE.match(text)
    if not match:
        hint = "Restore it from version control, or delete the page to have it written again"
        raise RecordError("the page has lost its front matter", path=path, line=1, hint=hint)
    values = parse(match[1], path=path, error=RecordError, first_line=2).data
    texts = [str(values.get("title", ""))]
    if article.summary:
        texts.append(str(values.get("description", "")))
    if article.dateline and article.dateline.place:
        texts.append(_place(str(values.get("dateline", "")), article.dateline, locale))
    topics = values.get("topics") or []
    labels = {str(topic.get("slug")): str(topic.get("label", "")) for topic in topics if isinstance(topic, dict)}
    texts += [labels.get(topic.slug, "") for topic in article.topics]
    return (*texts, *(text for _, text in markdown_texts(match[2].removeprefix("\n"))))


def _place(written: str, dateline: Dateline, locale: str) -> str:
    """The place in a page's dateline, without the agency and the day that the generator added."""
    marker = "\0"
    ending = dateline_text(Dateline(marker, dateline.date, dateline.agency), locale).removeprefix(marker)
    return written.removesuffix(ending)


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

"""An article in one locale as listings, feeds and links show it, made from an edition or read from its page.

In: an `Edition`, or a page as it stands in `docs/`. Out: a `Story`, and its parts as front matter holds them. Refuses,
as `RecordError`, to read a story from a page without readable front matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import PurePath
from typing import Any

from babel import Locale
from babel.dates import format_date

from generator.errors import RecordError
from generator.model import Article, Edition, Image, Rendition, Story
from generator.portable import plain
from generator.sentences import split as sentences
from generator.write.seal import taken_apart
from generator.yamlfile import parse

SUMMARY = 320
"""Characters to which a summary made from the lede is cut, at a word."""
ZEROS = {"arab": 0x0660, "arabext": 0x06F0, "beng": 0x09E6, "deva": 0x0966, "mymr": 0x1040}
"""CLDR's numbering system → the code point of its zero, for those that some locale has by default."""


@lru_cache(maxsize=10_000)
def day_text(day: date, locale: str) -> str:
    """A day as the locale writes it (CLDR, long form)."""
    return in_digits_of(locale, format_date(day, "long", locale=_locale(locale)))


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


def in_digits_of(locale: str, text: str) -> str:
    """A text that Babel wrote, which has ASCII digits always, with the digits that CLDR gives the locale."""
    zero = ZEROS.get(_locale(locale).default_numbering_system)
    return text.translate({ord("0") + digit: zero + digit for digit in range(10)}) if zero else text


def lang_of(edition: Edition) -> str:
    """The language of the words on a page."""
    return edition.article.locale if edition.status == "fallback" else edition.locale


def day_values(name: str, day: date | None, locale: str) -> dict[str, Any]:
    """A day as data and as readers see it; nothing where there is none. It is a day of its own: a listing may name a
    story twice, and YAML would write the second as a reference to the first."""
    return {name: day.replace(), f"{name}_text": day_text(day, locale)} if day else {}


def summary(text: Article) -> str:
    """The summary as plain text: the article's own, else the first sentence of its first paragraph."""
    if text.summary:
        return plain(text.summary)
    lede = next((block.text for block in text.body if block.kind == "paragraph"), "")
    return _shortened(lede)


@lru_cache(maxsize=10_000)
def _shortened(lede: str) -> str:
    """The first sentence of a paragraph, cut at a word; listings and the page itself ask for it."""
    sentence = next(iter(sentences(" ".join(plain(lede).split()))), "").strip()
    if len(sentence) <= SUMMARY:
        return sentence
    return f"{sentence[:SUMMARY].rpartition(' ')[0].rstrip(',;: ')} …"


def story(edition: Edition, renditions: Mapping[str, Rendition]) -> Story:
    """What a listing shows of an edition."""
    text = edition.text
    return Story(
        path=f"{text.address}/",
        title=text.headline,
        summary=summary(text),
        date=text.date,
        lang=lang_of(edition),
        state=edition.status,
        topics=tuple((topic.slug, topic.label) for topic in text.topics),
        updated=text.publication.modified,
        byline=text.byline,
        image=text.image,
        rendition=renditions.get(text.image.file) if text.image else None,
    )


def story_of(page: str, address: str, path: PurePath) -> Story:
    """What a listing shows of a page that stands as it is. Raises `RecordError`."""
    parts = taken_apart(page)
    values = parse(parts.head if parts else "", path=path, error=RecordError, first_line=2).data
    translation = values.get("translation")
    topics = [topic for topic in values.get("topics") or () if isinstance(topic, dict)]
    corrections = [item.get("date") for item in values.get("corrections") or () if isinstance(item, dict)]
    days = [day for day in (values.get("updated"), *corrections) if isinstance(day, date)]
    image, rendition = _image_of(values.get("image"))
    return Story(
        path=f"{address}/",
        title=str(values.get("title", address)),
        summary=str(values.get("description", "")),
        date=day if isinstance(day := values.get("date"), date) else None,
        lang=str(values.get("lang", "")),
        state=str(translation.get("state", "fallback")) if isinstance(translation, dict) else "fallback",
        topics=tuple((str(topic.get("slug", "")), str(topic.get("label", ""))) for topic in topics),
        updated=max(days, default=None),
        byline=str(values.get("byline", "")),
        image=image,
        rendition=rendition,
    )


def _image_of(value: Any) -> tuple[Image | None, Rendition | None]:
    """The picture that a page names; nothing where that cannot be read."""
    try:
        image = Image(value["src"], *(str(value[name]) for name in ("alt", "caption", "credit")))
        return image, Rendition(str(value["id"]), value["width"], value["height"], tuple(value["widths"]))
    except (TypeError, KeyError):
        return None, None


def brief(story: Story, locale: str) -> dict[str, Any]:
    """A story as a link shows it: path, title, day, language, state."""
    values: dict[str, Any] = {"path": story.path, "title": story.title}
    return values | day_values("date", story.date, locale) | {"lang": story.lang, "state": story.state}


def picture_values(rendition: Rendition) -> dict[str, Any]:
    """A picture as templates know it."""
    values = {"id": rendition.id, "width": rendition.width, "height": rendition.height}
    return values | {"widths": list(rendition.widths)}

"""An edition → its page in `docs/`.

In: an `Edition` and what its siblings are. Out: Markdown with front matter, the same bytes for the same edition. A page
carries the digest of itself (`checksum`) and of each of its texts (`texts`), so that an edit is seen and understood
without any other file. Refuses nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from generator.model import Article, Dateline, Edition, Rendition, Story
from generator.places import blanked
from generator.write.seal import with_checksum
from generator.write.story import brief, day_text, day_values, lang_of, picture_values, summary
from generator.write.texts import framed, noted

WORDS, SIGNS = 220, 450
"""What a reader reads in a minute: words, or signs of a script without spaces (Brysbaert 2019 for silent reading of
English non-fiction: 238 words; Chinese and Japanese are a little above 250 words of 1.8 signs)."""
_SIGNS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Thai, Japanese and Chinese signs, which stand without spaces."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The stories that a page leads to: up to three on its topics, the one before it and the one after it in time."""

    related: tuple[Story, ...] = ()
    previous: Story | None = None
    next: Story | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page needs beside its edition: the locales that really have the article, the names of engines, the
    pictures by place, its neighbours, what a withdrawn article is called, and whether its byline is a newsroom's."""

    editions: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    renditions: Mapping[str, Rendition] = field(default_factory=dict)
    neighbours: Neighbours = Neighbours()
    withdrawn: str = ""
    collective: bool = False


@lru_cache(maxsize=1_000)
def docs_path(locale: str, address: str) -> PurePosixPath:
    """Where a page lies, below the project."""
    return PurePosixPath("docs", locale, f"{address}.md")


def render(edition: Edition, setting: Setting) -> str:
    """The page of an edition."""
    values = _withdrawn(edition, setting) if edition.text.publication.withdrawn else _values(edition, setting)
    body = edition.text.markdown
    translated = [translation.text for translation in edition.translations]
    blank, texts = blanked(body, edition.article.markdown, translated)
    traces = noted(values, texts, edition.article, edition.translations) if edition.translations else ""
    return with_checksum(values, body, framed(values, blank, traces), traces)


def _values(edition: Edition, setting: Setting) -> dict[str, Any]:
    """The front matter of a text that is published."""
    text, lang = edition.text, lang_of(edition)
    values: dict[str, Any] = {"title": text.headline, "description": summary(text), "template": f"{text.kind}.html"}
    if not text.summary:
        values["lede_summary"] = True
    for name, day in (("date", text.date), ("updated", text.publication.updated)):
        values |= day_values(name, day, edition.locale)
    if text.dateline:
        values["dateline"] = dateline_text(text.dateline, lang)
        if edition.translations and text.dateline.place:  # so that the place is found again when it was edited
            values["dateline_end"] = dateline_text(replace(text.dateline, place=""), lang)
    values |= _pictures(text, setting.renditions)
    if text.byline:
        values["byline"] = text.byline
        if setting.collective:
            values["byline_collective"] = True
    if text.kind == "article":
        values["minutes"] = minutes(text)
    values |= {"lang": lang, "source": str(text.path)}
    if text.topics:
        values["topics"] = [{"slug": topic.slug, "label": topic.label} for topic in text.topics]
    values |= {"editions": list(setting.editions), "translation": _translation(edition, setting.titles)}
    if text.publication.corrections:
        values["corrections"] = [
            day_values("date", correction.date, edition.locale) | {"text": correction.text}
            for correction in text.publication.corrections
        ]
    return values | _led(setting.neighbours, edition.locale)


def _withdrawn(edition: Edition, setting: Setting) -> dict[str, Any]:
    """The front matter of the notice that stands in place of a withdrawn article: nothing of its words."""
    text = edition.text
    values: dict[str, Any] = {"title": setting.withdrawn, "template": "withdrawn.html"}
    values |= {"lang": lang_of(edition), "source": str(text.path), "translation": _translation(edition, setting.titles)}
    day = text.publication.withdrawn.date if text.publication.withdrawn else None
    return values | {"withdrawn": day_values("date", day, edition.locale)}


def _pictures(text: Article, renditions: Mapping[str, Rendition]) -> dict[str, Any]:
    """The picture of an article, and those in its text by their link targets, as addresses are written."""
    values: dict[str, Any] = {}
    image = text.image
    if image and image.file in renditions:
        told = {"alt": image.alt, "caption": image.caption, "credit": image.credit}
        values["image"] = {"src": image.file, **picture_values(renditions[image.file]), **told}
    inside = {quote(target): place for target, place in in_text(text).items() if place in renditions}
    shown = {target: picture_values(renditions[place]) for target, place in inside.items()}
    return values | ({"pictures": shown} if shown else {})


def in_text(text: Article) -> dict[str, str]:
    """Link target → place below `docs/<locale>/` of every picture that stands in the text itself."""
    here, body = PurePosixPath(text.address).name, text.markdown
    targets = {f"{here}/{PurePosixPath(place).name}": place for _, place in text.pictures}
    return {target: place for target, place in targets.items() if f"]({target}" in body or f"](<{target}>" in body}


def _led(neighbours: Neighbours, locale: str) -> dict[str, Any]:
    """Where a page leads to, as its template knows it."""
    values: dict[str, Any] = {}
    if neighbours.related:
        values["related"] = [brief(story, locale) for story in neighbours.related]
    for name, story in (("previous", neighbours.previous), ("next", neighbours.next)):
        if story:
            values[name] = brief(story, locale)
    return values


def minutes(text: Article) -> int:
    """How many minutes a text takes to read, at least one."""
    signs = len(_SIGNS.findall(text.markdown))
    words = len((_SIGNS.sub(" ", text.markdown) if signs else text.markdown).split())
    return max(1, math.ceil(words / WORDS + signs / SIGNS))


def dateline_text(dateline: Dateline, locale: str) -> str:
    """Place, agency and day as they open a report."""
    place = f"{dateline.place} ({dateline.agency})" if dateline.agency else dateline.place
    return f"{place}, {day_text(dateline.date, locale)}" if dateline.date else place


def source_of(page: str) -> str:
    """The `source` that a page names, or an empty string where it names none."""
    match = re.search(r"^source: (.+)$", page.split("\n---\n", 1)[0], re.MULTILINE)
    return match[1].strip("'\" \r") if match else ""


def _translation(edition: Edition, titles: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {"state": edition.status}
    if edition.status == "original":
        return values
    values["from"] = edition.article.locale
    if edition.status == "fallback":
        return values
    named = (name for item in edition.translations for name in item.engine.split(", "))
    engines = list(dict.fromkeys(filter(None, named)))
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
    stale = sum(item.stale for item in edition.translations)
    return values | ({"stale": stale} if stale else {})

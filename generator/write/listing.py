"""The home page and the archive of a locale.

In: the stories of a locale. Out: two pages whose front matter lists them, newest first; the theme lays them out, so
that a page depends on its own file and the theme alone. Refuses nothing: a locale without stories has empty listings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from generator.write.page import Story, day_text
from generator.write.seal import with_checksum

FRONT = 30
"""Stories on the home page; the archive has all."""


def home(stories: Sequence[Story], locale: str, title: str, description: str) -> str:
    """The home page, which bears the site's name and description in its locale."""
    values = {"title": title, "description": description, "template": "home.html", "lang": locale}
    listed = [_listed(story, locale) for story in newest_first(stories)[:FRONT]]
    return with_checksum(values | {"stories": listed}, "")


def archive(stories: Sequence[Story], locale: str, title: str) -> str:
    """The archive, grouped by month."""
    values: dict[str, Any] = {"title": title, "template": "archive.html", "lang": locale}
    groups = []
    for (year, month), items in groupby(newest_first(stories), lambda story: _month(story.date)):
        heading = format_skeleton("yMMMM", date(year, month, 1), locale=Locale.parse(locale, sep="-"))
        groups.append({"heading": heading, "stories": [_listed(story, locale) for story in items]})
    return with_checksum(values | {"groups": groups}, "")


def newest_first(stories: Sequence[Story]) -> list[Story]:
    """By day, then by path, so that the order never depends on the file system."""
    return sorted(sorted(stories, key=lambda story: story.path), key=lambda story: _day(story.date), reverse=True)


def _day(day: date | None) -> date:
    return day or date.min


def _month(day: date | None) -> tuple[int, int]:
    return _day(day).year, _day(day).month


def _listed(story: Story, locale: str) -> dict[str, Any]:
    values: dict[str, Any] = {"path": story.path, "title": story.title, "summary": story.summary}
    if story.date:
        values |= {"date": story.date, "date_text": day_text(story.date, locale)}
    values |= {"lang": story.lang, "state": story.state}
    if story.topics:
        values["topics"] = [{"slug": slug, "label": label} for slug, label in story.topics]
    return values

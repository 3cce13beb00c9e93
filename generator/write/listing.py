"""The pages of a locale that list stories: home page, archive, topics, search.

In: the stories of a locale, newest first, and the theme's words. Out: pages whose front matter lists them; the theme
lays them out, so that a page depends on its own file and the theme alone. Refuses nothing: a locale without stories has
empty listings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from generator.model import Story
from generator.months import months_alone
from generator.write.seal import with_checksum
from generator.write.story import brief, in_digits_of, picture_values

FRONT = 30
"""Stories on the home page and on the first page of the archive."""
TOP = 5
"""Stories at the top of the home page, which its sections do not repeat."""
SECTION, ENOUGH = 4, 3
"""Stories that a section of the home page shows, and how many make a section where the newsroom names none."""
TOPIC = 100
"""Stories that the page of a topic lists."""
YEAR = 100
"""Stories that the page of a year lists; a year that has more is long, and each of its months has a page."""

Label = tuple[str, str]
"""A topic's slug and its label in the locale."""
Words = Mapping[str, str]
"""The theme's interface strings."""
Calendar = Sequence[dict[str, Any]]
"""Years with their months and the numbers of their stories, as pages have them."""


def newest_first(stories: Iterable[Story]) -> list[Story]:
    """By day, then by path, so that the order never depends on the file system."""
    return sorted(sorted(stories, key=lambda story: story.path), key=lambda story: _day(story.date), reverse=True)


def by_topic(stories: Iterable[Story]) -> Mapping[str, Sequence[Story]]:
    """Slug → the stories on that topic, in their order."""
    found: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        for slug in dict(story.topics):
            found[slug].append(story)
    return found


def home(
    stories: Sequence[Story], locale: str, name: tuple[str, str], sections: Iterable[tuple[Label, Sequence[Story]]]
) -> str:
    """The home page, which bears the site's `name` and description in its locale. `sections` are the topics that have
    one, in their order, with their stories; one with fewer than `ENOUGH` besides those at the top is left out."""
    title, description = name
    values: dict[str, Any] = {"title": title, "description": description, "template": "home.html", "lang": locale}
    values["stories"] = [listed(story, locale) for story in stories[:FRONT]]
    top = {story.path for story in stories[:TOP]}
    shown = []
    for (slug, label), every in sections:
        rest = [story for story in every if story.path not in top]
        if len(rest) >= ENOUGH:
            items = [listed(story, locale) for story in rest[:SECTION]]
            shown.append({"slug": slug, "label": label, "total": len(every), "stories": items})
    return with_checksum(values | {"sections": shown}, "")


def archive(stories: Sequence[Story], locale: str, words: Words, calendar: Calendar) -> str:
    """The first page of the archive: all years with their months, and the newest stories."""
    values = {"title": words["all_articles"], "template": "archive.html", "lang": locale}
    shown = {"years": [{**_bare(one), **one} for one in calendar], "groups": _groups(stories[:FRONT], locale)}
    return with_checksum(values | shown, "")


def year(stories: Sequence[Story], locale: str, words: Words, number: int, calendar: Calendar) -> str:
    """`stories` of one year, by month: all, or the newest of a long one."""
    title = f"{words['archive']} {number:04}"
    values = {"title": title, "template": "archive.html", "lang": locale, "year": f"{number:04}"}
    shown = {"years": around_year(calendar, number), "groups": _groups(stories, locale)}
    return with_checksum(values | shown, "")


def month(stories: Sequence[Story], locale: str, words: Words, day: date, calendar: Calendar) -> str:
    """All `stories` of one month of a long year; `day` is its first."""
    title = f"{words['archive']} {_named(day, locale)}"
    values = {"title": title, "template": "archive.html", "lang": locale, "year": f"{day.year:04}"}
    shown = {"years": around_month(calendar, day), "stories": [listed(story, locale) for story in stories]}
    return with_checksum(values | shown, "")


def topics(locale: str, words: Words, counts: Mapping[Label, int]) -> str:
    """All topics with the number of their stories, by label."""
    values = {"title": words["all_topics"], "template": "topics.html", "lang": locale}
    items = [
        {"slug": slug, "label": label, "path": f"topics/{slug}/", "count": count}
        for (slug, label), count in sorted(counts.items(), key=lambda item: (item[0][1].casefold(), item[0][0]))
    ]
    return with_checksum(values | {"topics": items}, "")


def topic(stories: Sequence[Story], locale: str, words: Words, label: Label) -> str:
    """The newest of the stories on a topic."""
    described = words["on_topic"].replace("{topic}", label[1])
    values = {"title": label[1], "description": described, "template": "topic.html", "lang": locale, "slug": label[0]}
    items = [listed(story, locale) for story in stories[:TOPIC]]
    return with_checksum(values | {"total": len(stories), "stories": items}, "")


def search(locale: str, words: Words) -> str:
    """The search page; the theme and its script make the rest."""
    return with_checksum({"title": words["search_title"], "template": "search.html", "lang": locale}, "")


def listed(story: Story, locale: str) -> dict[str, Any]:
    """A story as a listing has it."""
    values = brief(story, locale) | {"summary": story.summary}
    if story.topics:
        values["topics"] = [{"slug": slug, "label": label} for slug, label in story.topics]
    if story.rendition:
        values["image"] = picture_values(story.rendition) | {"alt": story.image.alt if story.image else ""}
    return values


def _groups(stories: Sequence[Story], locale: str) -> list[dict[str, Any]]:
    """Stories by month."""
    groups = []
    for day, items in groupby(stories, lambda story: _day(story.date).replace(day=1)):
        stories_in = [listed(story, locale) for story in items]
        groups.append({"heading": _named(day, locale), "anchor": f"m{day:%Y-%m}", "stories": stories_in})
    return groups


def _named(month: date, locale: str) -> str:
    """A month with its year as the locale writes it."""
    return in_digits_of(locale, format_skeleton("yMMMM", month, locale=Locale.parse(locale, sep="-")))


def around_year(calendar: Calendar, number: int) -> Calendar:
    """The years, of which the page's own has its months and numbers; so a new story changes the page of its year and no
    other."""
    own = f"{number:04}"
    return [{**_bare(year), "current": True, **year} if year["year"] == own else _bare(year) for year in calendar]


def around_month(calendar: Calendar, day: date) -> Calendar:
    """The years, of which the page's own has its months; without numbers, so that a new story changes the page of its
    month and no other."""
    own = f"{day.year:04}"
    return [{**_bare(year), "months": _turned(year, day)} if year["year"] == own else _bare(year) for year in calendar]


def _turned(year: Mapping[str, Any], day: date) -> list[dict[str, Any]]:
    path = month_path(day)
    return [
        {"name": month["name"], "path": month["path"], "current": month["path"] == path} for month in year["months"]
    ]


def _bare(year: Mapping[str, Any]) -> dict[str, Any]:
    return {"year": year["year"], "path": year["path"], "current": False}


def years(stories: Sequence[Story], locale: str, long: Container[int] = ()) -> Calendar:
    """The years and months that have stories, newest first, with their numbers; those of `long` years have pages."""
    found = []
    for number, items in groupby(stories, lambda story: f"{_day(story.date).year:04}"):
        months: list[dict[str, Any]] = []
        total = 0
        for day, inside in groupby(items, lambda story: _day(story.date).replace(day=1)):
            values: dict[str, Any] = {"name": months_alone(locale, "wide")[day.month]}
            if day.year in long:
                values["path"] = month_path(day)
            else:
                values |= {"anchor": f"m{day:%Y-%m}", "path": f"archive/{number}/#m{day:%Y-%m}"}
            count = len(list(inside))
            total += count
            months.append({**values, "count": count})
        found.append({"year": number, "path": f"archive/{number}/", "count": total, "months": months})
    return found


def month_path(day: date) -> str:
    """The address of a month's page below a locale."""
    return f"archive/{day.year:04}/{day.month:02}/"


def _day(day: date | None) -> date:
    return day or date.min

"""The stories of all locales → their listing pages: home, archive, topics, search.

In: the stories of every locale, newest first, and the newsroom's names of topics. Out: pages below `docs/<locale>/`, at
the same addresses in every locale, so that the switcher stays on them; a page that nobody needs any more is removed by
`pages.py`. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from generator import strings
from generator.catalogue import key, whole_digest
from generator.config import Locale, Site, theme_folder
from generator.files import settle
from generator.glossary import Glossary
from generator.model import Story
from generator.stamps import Mark, Stamp
from generator.write import listing
from generator.write.page import docs_path

MANY = 6
"""Topics that have a section on the home page where the newsroom names none."""


Months = Mapping[int, Sequence[date]]
"""Years → the first days of their months that have pages of their own."""
Listing = tuple[str, Callable[[], str]]
"""A digest of what a page lists, and what makes the page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The addresses of the listing pages below a locale, how many files were written, per locale the sections (slug and
    label) that every page offers, and what is known of every page for the next build."""

    addresses: frozenset[str]
    changed: int
    sections: dict[str, list[tuple[str, str]]]
    known: dict[str, tuple[str, Mark]]


def write_listings(
    site: Site,
    stories: Mapping[str, Sequence[Story]],
    glossary: Glossary,
    known: Mapping[str, tuple[str, Mark]],
    files: Mapping[str, Stamp],
) -> Listed:
    """Write the listings of every locale, but for those that list what they did in the last build (`known`) and stand
    as they were written; `files` are the project's."""
    every = [story for listed in stories.values() for story in listed]
    months = _months(stories.values())
    slugs = sorted({slug for story in every for slug, _ in story.topics} | set(site.sections))
    changed = 0
    addresses: set[str] = set()
    sections = {}
    now: dict[str, tuple[str, Mark]] = {}
    for locale in site.locales:
        labels = _labels(stories[locale.tag], slugs, locale.tag, glossary)
        sections[locale.tag] = [(slug, labels[slug]) for slug in site.sections]
        for address, (lists, make) in _pages(site, locale, stories[locale.tag], labels, months):
            name = str(docs_path(locale.tag, address))
            addresses.add(address)
            if name in known and known[name][0] == lists and known[name][1][0] == files.get(name):
                now[name] = known[name]
                continue
            mark, written = settle(site.root / name, make())
            now[name] = (lists, mark)
            changed += written
    return Listed(frozenset(addresses), changed, sections, now)


def _pages(
    site: Site, locale: Locale, stories: Sequence[Story], labels: Mapping[str, str], months: Months
) -> Iterator[tuple[str, Listing]]:
    """(address, page) of every listing of a locale."""
    tag, words = locale.tag, strings.load(theme_folder(), locale.tag)
    grouped = listing.by_topic(stories)
    digests = {story.path: whole_digest(story) for story in stories}
    long = [number for number, some in months.items() if some]
    calendar = listing.years(stories, tag, long)
    chosen = site.sections or sorted(labels, key=lambda slug: (-len(grouped.get(slug, ())), slug))[:MANY]
    fronts = [((slug, labels[slug]), grouped.get(slug, ())) for slug in chosen]
    name = (locale.site_name, locale.site_description)

    def lists(some: Sequence[Story], *more: object) -> str:
        return key([digests[story.path] for story in some], more)

    front = stories[: listing.FRONT]
    shown = [(label, len(every), lists(every[: listing.TOP + listing.SECTION])) for label, every in fronts]
    yield "index", (lists(front, name, shown), lambda: listing.home(stories, tag, name, fronts))
    yield "archive", (lists(front, calendar), lambda: listing.archive(stories, tag, words, calendar))
    for number, days in months.items():
        mine = [one for one in stories if one.date and one.date.year == number]
        shown_of = mine[: listing.FRONT] if days else mine
        some = lists(shown_of, listing.around_year(calendar, number))
        yield f"archive/{number:04}", (some, partial(listing.year, shown_of, tag, words, number, calendar))
        for day in days:
            inside = [one for one in mine if one.date and one.date.month == day.month]
            some = lists(inside, listing.around_month(calendar, day))
            address = listing.month_path(day).rstrip("/")
            yield address, (some, partial(listing.month, inside, tag, words, day, calendar))
    counts = {(slug, label): len(grouped.get(slug, ())) for slug, label in labels.items()}
    yield "topics", (lists((), counts), lambda: listing.topics(tag, words, counts))
    for slug, label in labels.items():
        on_topic = grouped.get(slug, ())
        some = lists(on_topic[: listing.TOPIC], label, len(on_topic))
        yield f"topics/{slug}", (some, partial(listing.topic, on_topic, tag, words, (slug, label)))
    yield "search", (lists(()), lambda: listing.search(tag, words))


def _months(locales: Iterable[Sequence[Story]]) -> Months:
    """The years with stories, and the months of those that are long in some locale."""
    every = [Counter(story.date.replace(day=1) for story in stories if story.date) for stories in locales]
    days = sorted({day for found in every for day in found})
    found: dict[int, Sequence[date]] = {}
    for number, some in groupby(days, lambda day: day.year):
        inside = tuple(some)
        most = max(sum(counted[day] for day in inside) for counted in every)
        found[number] = inside if most > listing.YEAR else ()
    return found


def _labels(stories: Sequence[Story], slugs: Sequence[str], locale: str, glossary: Glossary) -> dict[str, str]:
    """Slug → label in a locale: the newsroom's, else a translated one, else any there is."""
    found: dict[str, str] = {}
    for story in sorted(stories, key=lambda story: story.lang == locale):
        found |= dict(story.topics)
    return {slug: glossary.topic(slug, locale) or found.get(slug, slug) for slug in slugs}

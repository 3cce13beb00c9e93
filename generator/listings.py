"""The stories of all locales → their listing pages: home, archive, topics, search.

In: the stories of every locale, newest first, and the newsroom's names of topics. Out: pages below `docs/<locale>/`, at
the same addresses in every locale, so that the switcher stays on them; a page that nobody needs any more is removed by
`pages.py`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import files, strings
from generator.config import Locale, Site, theme_folder
from generator.glossary import Glossary
from generator.model import Story
from generator.write import listing
from generator.write.page import docs_path

MANY = 6
"""Topics that have a section on the home page where the newsroom names none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The addresses of the listing pages below a locale, how many files were written, and per locale the sections
    (slug and label) that every page offers."""

    addresses: frozenset[str]
    changed: int
    sections: dict[str, list[tuple[str, str]]]


def write_listings(site: Site, stories: Mapping[str, Sequence[Story]], glossary: Glossary) -> Listed:
    """Write the listings of every locale."""
    every = [story for listed in stories.values() for story in listed]
    years = sorted({story.date.year for story in every if story.date})
    slugs = sorted({slug for story in every for slug, _ in story.topics} | set(site.sections))
    changed = 0
    addresses: set[str] = set()
    sections = {}
    for locale in site.locales:
        labels = _labels(stories[locale.tag], slugs, locale.tag, glossary)
        sections[locale.tag] = [(slug, labels[slug]) for slug in site.sections]
        for address, text in _pages(site, locale, stories[locale.tag], labels, years):
            changed += files.write(site.root / docs_path(locale.tag, address), text)
            addresses.add(address)
    return Listed(frozenset(addresses), changed, sections)


def _pages(
    site: Site, locale: Locale, stories: Sequence[Story], labels: Mapping[str, str], years: Sequence[int]
) -> Iterator[tuple[str, str]]:
    """(address, page) of every listing of a locale."""
    tag, words = locale.tag, strings.load(theme_folder(), locale.tag)
    known = listing.by_topic(stories)
    grouped = {slug: known.get(slug, ()) for slug in labels}
    chosen = site.sections or sorted(labels, key=lambda slug: (-len(grouped[slug]), slug))[:MANY]
    fronts = (((slug, labels[slug]), grouped[slug]) for slug in chosen)
    yield "index", listing.home(stories, tag, (locale.site_name, locale.site_description), fronts)
    yield "archive", listing.archive(stories, tag, words)
    for year in years:
        yield f"archive/{year:04}", listing.year(stories, tag, words, year)
    yield "topics", listing.topics(tag, words, {(slug, labels[slug]): len(grouped[slug]) for slug in labels})
    for slug, label in labels.items():
        yield f"topics/{slug}", listing.topic(grouped[slug], tag, words, (slug, label))
    yield "search", listing.search(tag, words)


def _labels(stories: Sequence[Story], slugs: Sequence[str], locale: str, glossary: Glossary) -> dict[str, str]:
    """Slug → label in a locale: the newsroom's, else a translated one, else any there is."""
    found: dict[str, str] = {}
    for story in sorted(stories, key=lambda story: story.lang == locale):
        found |= dict(story.topics)
    return {slug: glossary.topic(slug, locale) or found.get(slug, slug) for slug in slugs}

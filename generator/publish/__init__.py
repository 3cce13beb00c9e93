"""Rendered editions → the finished `site/`: this module is the list of what is published, in its order.

In: `.cache/render/<locale>/`, `.cache/pictures/`, and what was published. Out: `site/` with a folder per locale and in
it feeds, a sitemap and a manifest; beside them pictures, share pictures, a root page, a 404 page, sitemaps, headers and
the search index. Every file is replaced in one step and only when it changed, what pages need before them and the
indexes that point to them after them, so that a build stopped at any instant leaves a site that works. Refuses nothing
but what Pagefind refuses (`PublishError`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator import strings
from generator.config import Site, theme_folder
from generator.files import mirror, write
from generator.model import Story
from generator.publish import pictures
from generator.publish.addresses import real
from generator.publish.cards import remove_others, share
from generator.publish.cards.fonts import find_fonts, font_folders
from generator.publish.feeds import JSON, RSS, Words, feeds
from generator.publish.headers import HEADERS, headers
from generator.publish.manifest import MANIFEST, manifests
from generator.publish.news import NEWS, ROBOTS, news_sitemap, robots
from generator.publish.root import root_pages
from generator.publish.search import Searchable, index, slim
from generator.publish.sitemap import Page, sitemap_index, sitemaps

SITEMAP = "sitemap.xml"
NOT_RENDERED = (SITEMAP, "sitemap.xml.gz", RSS, JSON, MANIFEST)
"""Files of a locale that are made here; MkDocs' own sitemaps know nothing of the other editions."""

NOT_LOADED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png", "partials/")
"""What MkDocs copies into every edition and no page loads: 2.6 MB a locale of Material's, and a script that pages
include."""

BESIDE = ("pagefind", "pictures", "share")
"""Folders of the site that are no locales."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many files of `site/` were written or removed, how many pages can be found by searching, and what a
    maintainer should know."""

    changed: int
    indexed: int
    notices: tuple[str, ...] = ()


def publish(site: Site, pages: Sequence[Page], stories: Mapping[str, Sequence[Story]], day: date) -> Published:
    """Bring `site/` up to date. `stories` are those of each locale, `day` is the day of the build. Raises
    `PublishError`."""
    theme = theme_folder()
    unfinished = site.cache / "publishing"
    unfinished.touch()
    found = {tag: real(stories.get(tag, ())) for tag in site.tags}
    words = {tag: strings.load(theme, tag) for tag in site.tags}

    rtl = frozenset(tag for tag in site.tags if words[tag]["direction"] == "rtl")
    shared = share(site, found, rtl, find_fonts(font_folders()))
    variants = pictures.named(path for tag in site.tags for path in sorted(_pages(site, tag).rglob("*.html")))
    changed = shared.changed + pictures.copy(variants, site.pictures, site.output / "pictures")
    shown = _mirror(site)
    for name, text in _files(site, pages, found, words, day).items():
        changed += write(site.output / name, text)
    changed += pictures.remove_others(variants, site.output / "pictures") + remove_others(site, shared.names)
    shown += _remove_others(site)

    indexed = _index(site)
    unfinished.unlink()
    return Published(changed + shown, indexed, shared.notices)


def _index(site: Site) -> int:
    """Index every page that is marked for it; returns how many there are."""
    texts: dict[tuple[str, str], str] = {}
    pages: dict[str, list[Searchable]] = {tag: [] for tag in site.tags}
    for tag in site.tags:
        for file in sorted((site.output / tag).rglob("index.html")):
            if text := slim(file.read_text(encoding="utf-8")):
                path = f"{file.parent.relative_to(site.output / tag).as_posix()}/"
                day = date(*map(int, path.split("/")[:3])) if path[:4].isdigit() else None
                texts[tag, path] = text
                pages[tag].append(Searchable(path, day, sha256(text.encode()).hexdigest()))
    return index(site, pages, lambda tag, path: texts[tag, path])


def _pages(site: Site, tag: str) -> Path:
    """The pages of a locale as they are about to stand; an edition that MkDocs refused stands as it was."""
    return site.rendered(tag) if site.rendered(tag).is_dir() else site.output / tag


def _mirror(site: Site) -> int:
    """The rendered pages of every locale; returns how many files differ."""
    return sum(
        mirror(site.rendered(tag), site.output / tag, leave=NOT_RENDERED, without=NOT_LOADED)
        for tag in site.tags
        if site.rendered(tag).is_dir()
    )


def _files(
    site: Site, pages: Sequence[Page], stories: Mapping[str, Sequence[Story]], words: Mapping[str, Words], day: date
) -> dict[str, str]:
    """Path below `site/` → what is written there beside the pages, in its order."""
    theme = theme_folder()
    return {
        **root_pages(site, theme),
        **manifests(site, words),
        **feeds(site, stories, words),
        **{f"{tag}/{SITEMAP}": text for tag, text in sitemaps(pages, site).items()},
        SITEMAP: sitemap_index(site),
        NEWS: news_sitemap(site, stories, day),
        ROBOTS: robots(site),
        HEADERS: headers(theme),
    }


def _remove_others(site: Site) -> int:
    """Locales that are no longer configured leave no pages behind."""
    kept = {*site.tags, *BESIDE}
    gone = [path for path in site.output.iterdir() if path.is_dir() and path.name not in kept]
    for path in gone:
        shutil.rmtree(path)
    return len(gone)

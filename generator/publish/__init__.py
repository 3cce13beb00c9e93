"""Rendered editions → the finished `site/`.

In: `.cache/render/<locale>/` and what was published. Out: `site/` with a folder per locale, a root page, a 404 page,
sitemaps and the search index. Every file is replaced in one step and only when it changed, pages before the indexes
that point to them, so that a build stopped at any instant leaves a site that works. Refuses nothing but what Pagefind
refuses (`PublishError`).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from generator.config import Site, theme_folder
from generator.files import mirror, write
from generator.publish.root import root_pages
from generator.publish.search import index
from generator.publish.sitemap import Page, sitemap_index, sitemaps

MKDOCS_SITEMAPS = ("sitemap.xml", "sitemap.xml.gz")
"""MkDocs' own, which know nothing of the other editions."""


MATERIAL_ASSETS = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")
"""What Material copies into every edition and the theme's pages do not load: 2.6 MB a locale."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many files of `site/` were written or removed, and how many pages can be found by searching."""

    changed: int
    indexed: int


def publish(site: Site, pages: Sequence[Page]) -> Published:
    """Bring `site/` up to date. Raises `PublishError`."""
    unfinished = site.cache / "publishing"
    killed = unfinished.exists()
    unfinished.touch()
    changed = 0
    for tag in site.tags:
        rendered = site.rendered(tag)
        if rendered.is_dir():
            changed += mirror(rendered, site.output / tag, leave=MKDOCS_SITEMAPS, without=MATERIAL_ASSETS)
    for name, text in root_pages(site, theme_folder()).items():
        changed += write(site.output / name, text)
    for tag, text in sitemaps(pages, site).items():
        changed += write(site.output / tag / "sitemap.xml", text)
    changed += write(site.output / "sitemap.xml", sitemap_index(site))
    changed += _remove_others(site)
    indexed = index(site, anew=bool(changed) or killed)
    unfinished.unlink()
    return Published(changed, indexed)


def _remove_others(site: Site) -> int:
    """Locales that are no longer configured leave no pages behind."""
    kept = {*site.tags, "pagefind"}
    gone = [path for path in site.output.iterdir() if path.is_dir() and path.name not in kept]
    for path in gone:
        shutil.rmtree(path)
    return len(gone)

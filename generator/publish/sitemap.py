"""Sitemaps: one per locale, each page with its alternates, and an index of them.

In: the indexable pages. Out: XML after sitemaps.org's protocol 0.9, with `xhtml:link` alternates as Google documents
them for localised pages: every edition lists itself and all others, and one `x-default`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.config import Site
from generator.publish.addresses import page_address
from generator.publish.markup import xml

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Page:
    """A page that search engines may list: its path below a locale (`2025/09/04/slug/`, empty for the home page), the
    day of its last change as readers are told, the locales that really have it, and the locale to offer to others."""

    path: str
    day: date | None
    editions: tuple[str, ...]
    original: str


def sitemaps(pages: Sequence[Page], site: Site) -> dict[str, str]:
    """Locale → its sitemap."""
    return {tag: _sitemap([page for page in pages if tag in page.editions], tag, site) for tag in site.tags}


def sitemap_index(site: Site) -> str:
    """The index that names every locale's sitemap."""
    addresses = (page_address(site, tag, "sitemap.xml") for tag in site.tags)
    entries = "".join(f"<sitemap><loc>{xml(address)}</loc></sitemap>\n" for address in addresses)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{entries}</sitemapindex>\n"


def _sitemap(pages: Sequence[Page], tag: str, site: Site) -> str:
    entries = "".join(_url(page, tag, site) for page in sorted(pages, key=lambda page: page.path))
    return f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{entries}</urlset>\n'


def _url(page: Page, tag: str, site: Site) -> str:
    lines = [f"<url><loc>{xml(page_address(site, tag, page.path))}</loc>"]
    if page.day:
        lines.append(f"<lastmod>{page.day.isoformat()}</lastmod>")
    for edition, target in [*((edition, edition) for edition in page.editions), ("x-default", page.original)]:
        href = xml(page_address(site, target, page.path))
        lines.append(f'<xhtml:link rel="alternate" hreflang="{edition}" href="{href}"/>')
    return "\n".join(lines) + "</url>\n"

"""Sitemaps: one per locale, each page with its alternates, and an index of them.

In: the indexable pages. Out: XML after sitemaps.org's protocol 0.9, with `xhtml:link` alternates as Google documents
them for localised pages: every edition lists itself and all others, and one `x-default`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

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
    entries: dict[str, list[str]] = {tag: [] for tag in site.tags}
    for page in sorted(pages, key=lambda page: page.path):
        for tag, entry in _urls(page, site):
            entries[tag].append(entry)
    head = f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return {tag: f"{head}{''.join(found)}</urlset>\n" for tag, found in entries.items()}


def sitemap_index(site: Site) -> str:
    """The index that names every locale's sitemap."""
    addresses = (page_address(site, tag, "sitemap.xml") for tag in site.tags)
    entries = "".join(f"<sitemap><loc>{xml(address)}</loc></sitemap>\n" for address in addresses)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{entries}</sitemapindex>\n"


def _urls(page: Page, site: Site) -> Iterator[tuple[str, str]]:
    """(locale, entry) of a page for every locale that has it; all of them list the same alternates."""
    path = xml(quote(page.path))
    day = f"<lastmod>{page.day.isoformat()}</lastmod>\n" if page.day else ""
    base = xml(site.url)
    targets = [*((edition, edition) for edition in page.editions), ("x-default", page.original)]
    alternates = "\n".join(
        f'<xhtml:link rel="alternate" hreflang="{edition}" href="{base}{target}/{path}"/>'
        for edition, target in targets
    )
    for tag in page.editions:
        yield tag, f"<url><loc>{base}{tag}/{path}</loc>\n{day}{alternates}</url>\n"

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


def sitemaps(pages: Sequence[Page], site: Site) -> Iterator[tuple[str, str]]:
    """(locale, sitemap), one after the other: those of a large site are tens of megabytes together."""
    head = f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    listed = [(page, _alternates(page, site)) for page in sorted(pages, key=lambda page: page.path)]
    for tag in site.tags:
        entries = (_entry(page, alternates, tag, site) for page, alternates in listed if tag in page.editions)
        yield tag, f"{head}{''.join(entries)}</urlset>\n"


def sitemap_index(site: Site) -> str:
    """The index that names every locale's sitemap."""
    addresses = (page_address(site, tag, "sitemap.xml") for tag in site.tags)
    entries = "".join(f"<sitemap><loc>{xml(address)}</loc></sitemap>\n" for address in addresses)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{entries}</sitemapindex>\n"


def _alternates(page: Page, site: Site) -> str:
    """What the entries of a page in all locales have in common: its day, and all of its editions."""
    path, base = xml(quote(page.path)), xml(site.url)
    day = f"<lastmod>{page.day.isoformat()}</lastmod>\n" if page.day else ""
    targets = [*((edition, edition) for edition in page.editions), ("x-default", page.original)]
    return day + "\n".join(
        f'<xhtml:link rel="alternate" hreflang="{edition}" href="{base}{target}/{path}"/>'
        for edition, target in targets
    )


def _entry(page: Page, alternates: str, tag: str, site: Site) -> str:
    return f"<url><loc>{xml(site.url)}{tag}/{xml(quote(page.path))}</loc>\n{alternates}</url>\n"

"""The news sitemap and robots.txt.

In: real editions of stories and the day of the build. Out: `news-sitemap.xml` after Google's news sitemaps 0.9, whose
rules it follows: articles of the last two days, at most 1,000, languages as ISO 639 writes them but for Chinese;
`robots.txt` after RFC 9309, which lets everybody read everything and names both sitemaps. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from generator.config import Site
from generator.model import Story
from generator.publish.addresses import page_address
from generator.publish.markup import xml

NEWS, ROBOTS = "news-sitemap.xml", "robots.txt"
MOST = 1000
_CHINESE = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw"}


def news_sitemap(site: Site, stories: Mapping[str, Sequence[Story]], day: date) -> str:
    """The stories of `day` and the day before, newest first: of a story only its day is known, and what bears an
    earlier one may be older than two days."""
    fresh = [
        (story.date, locale.tag, locale.site_name, story)
        for locale in site.locales
        for story in stories.get(locale.tag, ())
        if story.date and day - timedelta(days=1) <= story.date <= day
    ]
    fresh.sort(key=lambda entry: entry[0], reverse=True)
    entries = [_entry(site, tag, name, story) for _, tag, name, story in fresh[:MOST]]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
    )
    return f"{head}{''.join(entries)}</urlset>\n"


def _entry(site: Site, tag: str, name: str, story: Story) -> str:
    language = _CHINESE.get(tag, tag.partition("-")[0])
    return (
        f"<url><loc>{xml(page_address(site, tag, story.path))}</loc>\n<news:news>\n"
        f"<news:publication><news:name>{xml(name)}</news:name><news:language>{language}</news:language>"
        f"</news:publication>\n<news:publication_date>{story.date}</news:publication_date>\n"
        f"<news:title>{xml(story.title)}</news:title>\n</news:news></url>\n"
    )


def robots(site: Site) -> str:
    """What programs may read, and where they find it."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.url}sitemap.xml\nSitemap: {site.url}{NEWS}\n"

"""RSS 2.0 and JSON Feed 1.1 of every locale: its newest stories with their whole texts.

In: the stories of a locale and its rendered pages. Out: `feed.xml` after the RSS Advisory Board's RSS 2.0 with the
modules Atom, Content, Dublin Core and Media RSS; `feed.json` after jsonfeed.org's version 1.1. Only a day is known of a
story, so its time is midnight UTC, which both formats ask for. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

from generator.config import Locale, Site
from generator.model import Rendition, Story
from generator.publish.addresses import page_address, picture_address, picture_name, share_address
from generator.publish.markup import whole_text, xml

RSS, JSON = "feed.xml", "feed.json"
NEWEST = 30
"""Stories in a feed."""
_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)


Words = Mapping[str, str]
"""The theme's interface strings."""


@dataclass(frozen=True, slots=True)
class Item:
    """A story as both feeds have it: its address, its whole text as HTML, the bytes of its picture (0: none)."""

    story: Story
    address: str
    html: str
    picture_bytes: int


def feeds(site: Site, stories: Mapping[str, Sequence[Story]], words: Mapping[str, Words]) -> dict[str, str]:
    """Path below `site/` → a feed. `stories` are real editions, newest first; `words` are the theme's, by locale."""
    files = {}
    for locale in site.locales:
        newest = stories.get(locale.tag, ())[:NEWEST]
        items = [_item(site, locale.tag, story, words[locale.tag]) for story in newest if story.date]
        files[f"{locale.tag}/{RSS}"] = _rss(site, locale, items)
        files[f"{locale.tag}/{JSON}"] = _json(site, locale, items)
    return files


def _item(site: Site, tag: str, story: Story, words: Words) -> Item:
    address = page_address(site, tag, story.path)
    html = whole_text(site.output / tag / story.path / "index.html", address) or f"<p>{xml(story.summary)}</p>"
    if story.state in ("machine", "reviewed"):  # said above the text, as on the page
        html = f"<p><em>{xml(words[f'{story.state}_label'])}</em></p>\n{html}"
    if words["direction"] == "rtl":  # readers of feeds know languages at best, not their directions
        html = f'<div lang="{tag}" dir="rtl">{html}</div>'
    picture = site.pictures / picture_name(story.rendition) if story.rendition else None
    return Item(story, address, html, picture.stat().st_size if picture and picture.exists() else 0)


def _rss(site: Site, locale: Locale, items: Sequence[Item]) -> str:
    changed = max((day for item in items for day in (item.story.date, item.story.updated) if day), default=None)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<rss version="2.0" {_NAMESPACES}>',
        "<channel>",
        f"<title>{xml(locale.site_name)}</title>",
        f"<link>{xml(page_address(site, locale.tag))}</link>",
        f"<description>{xml(locale.site_description or locale.site_name)}</description>",
        f"<language>{locale.tag}</language>",
        f'<atom:link href="{xml(page_address(site, locale.tag, RSS))}" rel="self" type="application/rss+xml"/>',
        *([f"<lastBuildDate>{_rfc822(changed)}</lastBuildDate>"] if changed else []),
        *(line for item in items for line in _rss_item(site, item)),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines) + "\n"


def _rss_item(site: Site, item: Item) -> list[str]:
    story = item.story
    lines = ["<item>", f"<title>{xml(story.title)}</title>", f"<link>{xml(item.address)}</link>"]
    lines.append(f'<guid isPermaLink="true">{xml(item.address)}</guid>')
    if story.date:
        lines.append(f"<pubDate>{_rfc822(story.date)}</pubDate>")
    if story.byline:
        lines.append(f"<dc:creator>{xml(story.byline)}</dc:creator>")
    lines += [f"<category>{xml(label)}</category>" for _, label in story.topics]
    lines.append(f"<description>{xml(story.summary)}</description>")
    lines.append(f"<content:encoded>{xml(item.html)}</content:encoded>")
    if story.rendition and item.picture_bytes:
        lines += _rss_picture(site, story, story.rendition, item.picture_bytes)
    return [*lines, "</item>"]


def _rss_picture(site: Site, story: Story, picture: Rendition, size: int) -> list[str]:
    url = xml(picture_address(site, picture))
    extent = f'width="{picture.width}" height="{picture.height}"'
    alt = story.image.alt if story.image else ""
    credit = story.image.credit if story.image else ""
    return [
        f'<enclosure url="{url}" length="{size}" type="image/jpeg"/>',
        f'<media:content url="{url}" medium="image" type="image/jpeg" {extent}>',
        *([f'<media:description type="plain">{xml(alt)}</media:description>'] if alt else []),
        *([f"<media:credit>{xml(credit)}</media:credit>"] if credit else []),
        "</media:content>",
    ]


def _json(site: Site, locale: Locale, items: Sequence[Item]) -> str:
    values: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": locale.site_name,
        "home_page_url": page_address(site, locale.tag),
        "feed_url": page_address(site, locale.tag, JSON),
        "description": locale.site_description or locale.site_name,
        "icon": page_address(site, locale.tag, "assets/icon-512.png"),
        "favicon": page_address(site, locale.tag, "assets/icon-192.png"),
        "authors": [{"name": locale.site_name, "url": page_address(site, locale.tag)}],
        "language": locale.tag,
        "items": [_json_item(site, locale.tag, item) for item in items],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _json_item(site: Site, tag: str, item: Item) -> dict[str, Any]:
    story = item.story
    picture = story.rendition if item.picture_bytes else None
    image = picture_address(site, picture) if picture else share_address(site, tag, story.path)
    values: dict[str, Any] = {
        "id": item.address,
        "url": item.address,
        "title": story.title,
        "content_html": item.html,
        "summary": story.summary,
        "image": image,
    }
    if story.date:
        values["date_published"] = _midnight(story.date).isoformat().replace("+00:00", "Z")
    if story.updated:
        values["date_modified"] = _midnight(story.updated).isoformat().replace("+00:00", "Z")
    if story.byline:
        values["authors"] = [{"name": story.byline}]
    if story.topics:
        values["tags"] = [label for _, label in story.topics]
    return values | {"language": story.lang}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _rfc822(day: date) -> str:
    return format_datetime(_midnight(day))

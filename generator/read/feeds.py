"""Feeds (RSS, Atom, JSON Feed) → articles, one per entry.

In: the bytes of a feed. Out: `Handed` per entry, with a key made of the entry's id, so that the same entry is the same
article whatever becomes of its title. Each ends with a link to where it was published first. HTML that nobody can read
(nested too deeply) is given as its words, so that one bad entry does not stop the others. Refuses, as `ReadError`, what
is no feed.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, urljoin

from generator.errors import ReadError
from generator.portable import literal
from generator.read import hypertext, jsonfeed, syndication, text
from generator.read.handed import Enclosed, Handed
from generator.read.item import Item, Picture, address, handed, opening
from generator.read.jsonfeed import Entry, Feed, File
from generator.read.keys import key

TITLE: Final = 90
"""Characters of a headline that is made of the beginning of a text."""
_LINK: Final = re.compile(r"(?P<lead><(?:a|img)\s[^<>]*?\b(?:href|src)\s*=\s*[\"'])(?P<url>[^\"'<>]*)", re.IGNORECASE)
_STOP: Final = re.compile(r"(?<=[.!?…。！？])\s+")


def convert_xml(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The articles of an RSS or Atom feed. Raises `ReadError`."""
    return articles(syndication.parse(data, name), name)


def convert_json(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The articles of a JSON Feed. Raises `ReadError`."""
    return articles(jsonfeed.parse(data, name), name)


def articles(feed: Feed, name: PurePosixPath) -> tuple[Handed, ...]:
    """The articles of a feed in the order of its entries. Raises `ReadError`."""
    return tuple(handed(_item(entry, feed, name), name) for entry in feed.entries)


def _item(entry: Entry, feed: Feed, name: PurePosixPath) -> Item:
    url = _joined(feed.home, entry.url) if entry.url else ""
    body, enclosed = _body(entry, url or feed.home, name)
    title = entry.title or _opening(body) or entry.id
    first = address(url).scheme in ("http", "https") and url not in body
    return Item(
        key=key(entry.id),
        headline=title,
        text="\n\n".join(filter(None, (body.strip("\n"), _source(url) if first else ""))),
        language=entry.language or feed.language,
        summary=entry.summary if entry.summary != opening(body, len(entry.summary)) else "",
        byline=", ".join(entry.authors),
        created=_date(entry.published),
        changed=_date(entry.modified or entry.published),
        topics=tuple(tag for tag in entry.tags if any(sign.isalnum() for sign in tag)),
        pictures=tuple(_picture(file, url or feed.home) for file in entry.files if file.url not in body),
        enclosed=enclosed,
    )


def _body(entry: Entry, base: str, name: PurePosixPath) -> tuple[str, tuple[Enclosed, ...]]:
    if not entry.html:
        return text.markdown(entry.text or entry.summary), ()
    try:
        return hypertext.illustrated(_absolute(entry.html, base), name)
    except ReadError:
        return text.markdown(unescape(re.sub(r"<[^<>]*>", " ", entry.html))), ()


def _absolute(html: str, base: str) -> str:
    """HTML whose links hold elsewhere, too."""

    def settled(match: re.Match[str]) -> str:
        return match["lead"] + escape(_joined(base, unescape(match["url"]).strip()))

    return _LINK.sub(settled, html) if base else html


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # no browser could follow it
        return url


def _opening(body: str) -> str:
    """A headline for an entry that has none: its first sentence, or the beginning of it."""
    first = _STOP.split(opening(body).lstrip("# "), maxsplit=1)[0]
    return first if len(first) <= TITLE else f"{first[:TITLE].rpartition(' ')[0] or first[:TITLE]} …"


def _source(url: str) -> str:
    """A link to where an entry was published first, under the name of the host as a connection has it."""
    host = quote(address(url).hostname or "")
    return f"[{literal(host)}]({quote(url, safe='/:?&=%#~@!$,;+')})"


def _picture(file: File, base: str) -> Picture:
    return Picture(_joined(base, file.url), caption=file.title)


def _date(written: str) -> str:
    """A date that can be read; feeds have all sorts."""
    from datetime import datetime

    try:
        datetime.fromisoformat(written)
    except ValueError:
        return ""
    return written

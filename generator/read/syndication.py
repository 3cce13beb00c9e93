"""RSS and Atom → a `Feed`, read by feedparser.

In: the bytes of a feed of any version. Out: a `Feed`. feedparser reads broken feeds as well as can be. It gets the text
alone, never an address: not to be led anywhere, and because it would make the ids of entries depend on where the feed
lies. Its sanitiser is left out: one that everything goes through cleans the HTML later (`hypertext`).

Refuses, as `ReadError`: what `xmltext.py` refuses of XML that is not broken, entities that a feed defines, and what has
neither entries nor the form of a feed.

Source: RSS 2.0, https://www.rssboard.org/rss-specification; Atom, RFC 4287
"""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

from generator.errors import ReadError
from generator.portable import plain
from generator.read import hypertext, xmltext
from generator.read.item import opening
from generator.read.jsonfeed import Entry, Feed, File, identity, once

_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
LONGEST: Final = 300
"""Characters of what may be an author."""
_MAIL: Final = re.compile(r"<?\S+@\S+")
_INSIDE: Final = re.compile(r"@.*\(([^()]+)\)")
"""The name in `anna@example.org (Anna Neri)`, the form that RSS 2.0 has."""


def parse(data: bytes, name: PurePosixPath) -> Feed:
    """Read a feed. Raises `ReadError`."""
    import feedparser

    text = xmltext.text(data, name)
    if _ENTITY.search(text):
        raise ReadError("the feed defines entities of its own", path=name, hint="Remove its <!ENTITY …> lines")
    _checked(text, name)
    headers = {"content-type": "application/xml; charset=utf-8"}
    found = feedparser.parse(BytesIO(text.encode()), response_headers=headers, sanitize_html=False)
    if not found.version and not found.entries:
        raise ReadError("this is no RSS or Atom feed", path=name, hint="Give the address of the feed, not of the page")
    authors = _authors(found.feed)
    entries = once(_entry(entry, authors) for entry in found.entries)
    return Feed(_title(found.feed), _text(found.feed.get("language")), _text(found.feed.get("link")), entries)


def _checked(text: str, name: PurePosixPath) -> None:
    """Refuse depth and entities; that a feed is broken is left to feedparser, which mends it."""
    try:
        xmltext.tree(text, name)
    except xmltext.BrokenXml:
        return


def _entry(entry: Any, authors: tuple[str, ...]) -> Entry:
    """An entry; `authors` are those of the feed, for entries that name none (RFC 4287, section 4.2.1)."""
    link, title = _text(entry.get("link")), _title(entry)
    url = link if "/" in link else ""  # where there is none, a guid stands in its place
    html, text, summary = _contents(entry)
    published, modified = _moment(entry, "published"), _moment(entry, "updated")
    return Entry(
        id=_text(entry.get("id")) or identity(url, title, published or modified, html, text),
        url=url,
        title=title,
        html=html,
        text=text,
        summary=summary,
        published=published or modified,
        modified=modified if modified != published else "",
        language=next(filter(None, (_text(one.get("language")) for one in entry.get("content", ()))), ""),
        authors=_authors(entry) or authors,
        tags=tuple(filter(None, (_line(tag.get("label") or tag.get("term")) for tag in entry.get("tags", ())))),
        files=_files(entry),
    )


def _contents(entry: Any) -> tuple[str, str, str]:
    """HTML, plain text and summary of an entry: where there is no content, the summary is the content."""
    forms = entry.get("content") or [entry.get("summary_detail") or {}]
    html = next((_text(one.get("value")) for one in forms if "html" in _text(one.get("type"))), "")
    text = next((_text(one.get("value")) for one in forms if "html" not in _text(one.get("type"))), "")
    if not entry.get("content"):
        return html, text, ""
    summary = _plain(entry.get("summary_detail") or {})
    return html, text, "" if _begins(opening(hypertext.markdown(html)) if html else text, summary) else summary


def _begins(text: str, summary: str) -> bool:
    """Whether a summary is but the beginning of the text, broken off somewhere."""
    words = re.sub(r"(?:\[?(?:…|\.\.\.)\]?)\s*$", "", summary).split()
    return text.split()[: len(words)] == words


def _title(of: Any) -> str:
    return _plain(of.get("title_detail") or {})


def _plain(detail: Any) -> str:
    """A title or summary as plain text on one line, in whatever type it came."""
    value = _text(detail.get("value"))
    return _line(plain(hypertext.markdown(value)) if "html" in _text(detail.get("type")) else value)


def _moment(entry: Any, which: str) -> str:
    """A date as it was written, with its own zone; UTC where feedparser alone understands it."""
    written = _text(dict.get(entry, which)).strip()  # feedparser would give another date in its place
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()
    parsed = dict.get(entry, f"{which}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else ""
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        return ""


def _authors(of: Any) -> tuple[str, ...]:
    """The names of authors; mail addresses, beside which RSS has them, are nobody's business."""
    every = dict.get(of, "authors") or []
    names = [_line(_MAIL.sub(" ", _text(one.get("name"))[:LONGEST])) for one in every if "name" in one]
    whole = _text(dict.get(of, "author"))[:LONGEST]
    if "@" in whole:
        inside = _INSIDE.search(whole)
        names = [_line(inside[1])] if inside else names
    return tuple(dict.fromkeys(filter(None, names)))


def _files(entry: Any) -> tuple[File, ...]:
    """Enclosures and media, each once."""
    files = [
        File(_text(link.get("href")), _text(link.get("type")), _line(link.get("title")))
        for link in entry.get("links", ())
        if link.get("rel") == "enclosure"
    ]
    for medium in entry.get("media_content", ()):
        kind = _text(medium.get("type")) or f"{_text(medium.get('medium')) or 'image'}/"
        files.append(File(_text(medium.get("url")), kind))
    if not files:
        files = [File(_text(one.get("url")), "image/") for one in entry.get("media_thumbnail", ())[:1]]
    return tuple({file.url: file for file in reversed(files) if file.url}.values())[::-1]


def _text(value: Any) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _line(value: Any) -> str:
    return " ".join(_text(value).split())

"""JSON Feed 1.0 and 1.1, which is also the form in which feeds of every kind are kept.

In: the bytes of a file, or a `Feed`. Out: a `Feed` of entries, or its text. Refuses, as `ReadError`, what is no JSON
Feed; single properties of the wrong kind count as not given, since feeds are full of them.

Source: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Final

from generator.errors import ReadError
from generator.read import limits

VERSION: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class File:
    """A file that an entry points to: its address, media type and title."""

    url: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `html` and `text` are two forms of its contents, either may be empty; dates are as ISO 8601
    has them, with their zone; `id` is the same for the same entry."""

    id: str
    url: str = ""
    title: str = ""
    html: str = ""
    text: str = ""
    summary: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, language, the page that it belongs to, its entries in their order, each once."""

    title: str = ""
    language: str = ""
    home: str = ""
    entries: tuple[Entry, ...] = ()


def _is_feed(data: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a JSON Feed."""
    return str(data.get("version", "")).startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/"))


def parse(data: bytes, name: PurePosixPath) -> Feed:
    """Read a JSON Feed. Raises `ReadError`."""
    found = limits.data(data, name)
    if not isinstance(found, dict) or not _is_feed(found):
        raise ReadError("this is no JSON Feed", path=name, hint=f"It needs 'version': '{VERSION}'")
    items = found.get("items")
    if not isinstance(items, list):
        raise ReadError("the JSON Feed has no 'items'", path=name, hint="Ask whoever sent it for another")
    entries = (_entry(item) for item in items if isinstance(item, dict))
    title, home = _line(found.get("title")), _text(found.get("home_page_url"))
    return Feed(title, _text(found.get("language")), home, once(entries))


def once(entries: Any) -> tuple[Entry, ...]:
    """Every entry once: the last of those that say they are the same, where the first one stood."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found[entry.id] = entry
    return tuple(found.values())


def identity(url: str, *told: str) -> str:
    """What an entry without an id is known by: its address, else a digest of what it says."""
    return url or f"urn:sha256:{sha256(chr(0).join(told).encode()).hexdigest()}"


def _entry(item: dict[str, Any]) -> Entry:
    url = _text(item.get("url")) or _text(item.get("external_url"))
    title, html, text = _line(item.get("title")), _text(item.get("content_html")), _text(item.get("content_text"))
    published = _text(item.get("date_published"))
    pictures = [File(_text(item.get(key)), "image/") for key in ("image", "banner_image")]
    attached = [
        File(_text(each.get("url")), _text(each.get("mime_type")), _line(each.get("title")))
        for each in _list(item.get("attachments"))
        if isinstance(each, dict)
    ]
    files = {file.url: file for file in (*pictures, *attached) if file.url}
    return Entry(
        id=_text(item.get("id")) or identity(url, title, published, html, text),
        url=url,
        title=title,
        html=html,
        text=text,
        summary=_line(item.get("summary")),
        published=published,
        modified=_text(item.get("date_modified")),
        language=_text(item.get("language")),
        authors=_authors(item),
        tags=tuple(filter(None, map(_line, _list(item.get("tags"))))),
        files=tuple(files.values()),
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    """The names of the authors; 1.0 had one `author`."""
    every = _list(item.get("authors")) or [item.get("author")]
    return tuple(filter(None, (_line(one.get("name")) for one in every if isinstance(one, dict))))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """A text without halves of characters; a number where one stands for an id (1.1, "Items")."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode()


def _line(value: Any) -> str:
    return " ".join(_text(value).split())


def dump(feed: Feed) -> str:
    """A feed as a JSON Feed 1.1, a property per line, so that a change can be read as a diff."""
    head = {"version": VERSION, "title": feed.title, "language": feed.language, "home_page_url": feed.home}
    known = {key: value for key, value in head.items() if value}
    return json.dumps({**known, "items": list(map(_dumped, feed.entries))}, ensure_ascii=False, indent=2) + "\n"


def _dumped(entry: Entry) -> dict[str, Any]:
    attached = [{"url": file.url, "mime_type": file.kind or "application/octet-stream"} for file in entry.files]
    for made, file in zip(attached, entry.files, strict=True):
        if file.title:
            made["title"] = file.title
    values: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "content_text": entry.text if entry.text or entry.html else entry.summary,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.modified,
        "language": entry.language,
        "authors": [{"name": author} for author in entry.authors],
        "tags": list(entry.tags),
        "attachments": attached,
    }
    return {key: value for key, value in values.items() if value}

"""Feeds from the network → one file per feed below `content/articles/`, which a build reads like any other.

In: a feed's address. Out: the file, a JSON Feed whatever the feed was, so that it can be read as a diff; under
`.cache/fetch/` what the server said of its answer, so that it is asked only for what is new. Neither holds the address,
which may have a secret in it. Refuses, as `FetchError`, what `download.py` refuses and answers that are no feed; what
was fetched before stays as it is then.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from generator import files
from generator.config import Site
from generator.errors import FetchError, ReadError
from generator.fetch.addresses import shown, target
from generator.fetch.download import Download, Known, Limits, Resolve, download, resolve
from generator.fetch.merge import Merged, merge
from generator.read import jsonfeed, limits, syndication
from generator.read.frontmatter import slugify
from generator.read.jsonfeed import Feed
from generator.run import Moment

FOLDER = PurePosixPath("content/articles")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file of a feed, below the project, and what became of its entries; None where nothing has changed."""

    path: PurePosixPath
    merged: Merged | None


def fetch(site: Site, url: str, moment: Moment, *, name: str = "", resolver: Resolve = resolve) -> Fetched:
    """Fetch a feed into the project. `name` is that of its file, without ending; else its address gives it. Raises
    `FetchError`, and `ReadError` if the file that is there was damaged."""
    path = FOLDER / f"{slugify(name) or file_name(url)}.json"
    place, memo = site.root / path, _memo(site, url, path)
    bounds = Limits(private_hosts=frozenset(site.private_hosts))
    known = _known(site, memo, place.exists())
    found = download(url, known, bounds, resolver)
    if found.body is None:
        return Fetched(path, None)
    feed = _read(found.body, found, url)
    feed = feed if feed.home else replace(feed, home=shown(found.url))
    old = jsonfeed.parse(place.read_bytes(), path) if place.exists() else Feed()
    now = datetime.fromtimestamp(moment.epoch, UTC).isoformat()
    merged = merge(old, feed, now)
    text = jsonfeed.dump(merged.feed).encode()
    if len(text) > limits.TEXT:
        hint = f"Move its last items into a file of their own, {path.stem}-old.json with the same lines above them"
        raise FetchError(f"{path} would have more than {limits.TEXT:,} bytes", hint=hint)
    written = files.write(place, text)
    files.write(site.root / memo, json.dumps(asdict(found.known)))
    return Fetched(path, merged if written else None)


def file_name(url: str) -> str:
    """The name of a feed's file: its host and path, and a digest of the query, which may be a secret.

    >>> file_name("https://example.org/news/feed.xml")
    'example-org-news-feed-xml'
    """
    made = target(url)
    path, mark, query = made.path.partition("?")
    return slugify(f"{made.host} {path}") + (f"-{sha256(query.encode()).hexdigest()[:6]}" if mark else "")


def _memo(site: Site, url: str, path: PurePosixPath) -> PurePosixPath:
    """Where it is noted what the server said."""
    digest = sha256(f"{url}\n{path}".encode()).hexdigest()[:16]
    return PurePosixPath(site.cache.relative_to(site.root).as_posix()) / "fetch" / f"{digest}.json"


def _known(site: Site, memo: PurePosixPath, there: bool) -> Known:
    """What the server said, as long as the file made of it is there."""
    try:
        data: Any = json.loads((site.root / memo).read_text(encoding="utf-8")) if there else {}
        return Known(str(data.get("etag", "")), str(data.get("modified", "")))
    except (OSError, ValueError, AttributeError):
        return Known()


def _read(body: bytes, found: Download, url: str) -> Feed:
    """What was fetched, as a feed, within the time that a file may take."""
    name = PurePosixPath(shown(url))
    is_json = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    parse = jsonfeed.parse if is_json else syndication.parse
    try:
        return limits.bounded(partial(parse, body, name), name)
    except ReadError as fault:
        kind = f" ({found.kind})" if found.kind else ""
        raise FetchError(f"{shown(url)}: {fault.message}{kind}", hint=fault.hint) from None

"""What the tests of the search share: pages to be found, and the index of a finished site made as a build makes it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml

from generator.config import Site
from generator.publish.search import Searchable, Sizes, index, slim
from generator.publish.search.shards import SIZES

Texts = dict[tuple[str, str], str]
"""Locale and path → slim HTML."""


def article(body: str, title: str = "Il ponte riapre", **values: object) -> str:
    matter = {"title": title, "date": date(2025, 9, 4), "lang": "it"} | values
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)}---\n{body}\n"


def searchable(path: str, text: str) -> Searchable:
    dated = re.match(r"(\d{4})/(\d\d)/(\d\d)/", path)
    day = date(*map(int, dated.groups())) if dated else None
    return Searchable(path, day, sha256(text.encode()).hexdigest())


def reindex(site: Site, texts: Texts, sizes: Sizes = SIZES) -> int:
    """Bring the index up to date with these texts alone."""
    pages = {tag: [searchable(path, text) for (of, path), text in texts.items() if of == tag] for tag in site.tags}
    work = Path(tempfile.mkdtemp(prefix="searching-"))
    try:
        return index(site, pages.items(), lambda tag, path: texts[tag, path], work, sizes=sizes)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def texts_of(site: Site) -> Texts:
    """What is searched of the pages of a finished site."""
    found = {}
    for tag in site.tags:
        for file in (site.output / tag).rglob("index.html"):
            if text := slim(file.read_text(encoding="utf-8")):
                found[tag, f"{file.parent.relative_to(site.output / tag).as_posix()}/"] = text
    return found


def decoded(folder: Path) -> dict[str, list[bytes]]:
    """What an index holds. Pagefind writes the values of a filter in another order every time, names the file after
    the result and refers to it by that name: such names are left out, and of filters the bytes are put in order."""
    name = rb"[a-z0-9-]+_[0-9a-f]{7,}"
    found: dict[str, list[bytes]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data, key = path.read_bytes(), path.relative_to(folder).as_posix()
        if path.suffix == ".pf_filter" or path.parent.name == "meta":
            plain = gzip.decompress(data) if path.suffix == ".pf_filter" else data
            data = bytes(sorted(re.sub(name, b"", plain)))
            key = re.sub(name.decode(), "", key)
        elif path.suffix == ".json":
            data = re.sub(name, b"", data)
        found.setdefault(key, []).append(data)
    return {key: sorted(values) for key, values in found.items()}


def shards(site: Site, tag: str) -> dict[str, int]:
    """The shards of a locale as its readers learn of them, with the pages in each."""
    listed = json.loads((site.output / f"pagefind/{tag}.json").read_text(encoding="utf-8"))
    return {name: values["page_count"] for name, values in listed["languages"].items()}

"""The search index: for every locale some shards, each made by Pagefind, which the reader's browser searches as one.

In: the pages that can be found, with digests, and what Pagefind is to read of them. Out: `site/pagefind/`, loaded by
`theme/assets/search.js` in small pieces: the pieces of all shards, named by what they hold, one WebAssembly per
language, and per locale the list of its shards (`it.json`). A shard whose pages are the same is left alone; what was
indexed is noted under `.cache/search/` last of all, so that a build that is killed indexes again. Pieces come before
the lists that name them and go after them. Refuses, as `PublishError`, what Pagefind refuses.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from generator import notes
from generator.config import Site
from generator.files import alone, write
from generator.publish.search.bundles import Bundle, Read, Shard, publish, run
from generator.publish.search.shards import SIZES, Searchable, Sizes, plan
from generator.publish.search.slim import slim

__all__ = ["Searchable", "Sizes", "index", "slim"]

_AT_ONCE = 4
"""Runs of Pagefind at the same time, at most: each may take half a gigabyte."""


def index(
    site: Site, pages: Mapping[str, Sequence[Searchable]], read: Read, runs: Path, *, sizes: Sizes = SIZES
) -> int:
    """Bring `site/pagefind/` up to date with the pages of each locale; `read` gives the slim HTML of one, `runs` is for
    the work. Returns the number of pages that can be found. Raises `PublishError`."""
    target, folder = site.output / "pagefind", site.cache / "search"
    shards = [
        Shard(tag, number, tuple(group))
        for tag, found in pages.items()
        for number, group in enumerate(plan(found, sizes))
    ]
    with alone(site.cache / "search.lock") as lock:
        there, version = _files(target), metadata.version("pagefind_bin_extended")
        known = {shard.name: _noted(folder, shard, version) for shard in shards}
        stale = [s for s in shards if (noted := known[s.name]) is None or not there.issuperset(noted.files)]
        made = _made(stale, read, runs, target, lock, sizes)
        bundles = {name: bundle for name, bundle in (known | made).items() if bundle}
        lists = {f"{tag}.json": _list([bundles[s.name] for s in shards if s.tag == tag]) for tag in pages}
        for name, text in lists.items():
            write(target / name, text)
        for shard in stale:
            notes.save(_note(folder, shard), made[shard.name])
        _clean(target, _files(target) - {name for bundle in bundles.values() for name in bundle.files} - lists.keys())
        _clean(folder, _files(folder) - {_note(folder, shard).relative_to(folder).as_posix() for shard in shards})
    return sum(bundle.pages for bundle in bundles.values())


def _made(stale: Sequence[Shard], read: Read, runs: Path, target: Path, lock: int, sizes: Sizes) -> dict[str, Bundle]:
    """Index shards, the largest first, side by side. In the newest, which every new article has indexed anew, what
    stays the same is not to be written again."""
    order = sorted(stale, key=lambda shard: (-len(shard.pages), shard.name))
    made = {}
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        ran = pool.map(lambda shard: run(shard, read, runs / shard.name, lock), order)
        for shard, folder in zip(order, ran, strict=True):
            made[shard.name] = publish(shard, folder, target, named=len(shard.pages) <= sizes.newest)
            shutil.rmtree(folder.parent)
    return made


def _list(bundles: Sequence[Bundle]) -> str:
    """What a browser must know of a locale's index: what Pagefind calls its entry, in which shards are languages, with
    the words of each, the file of its order, and the values of the filters."""
    values = {
        "version": next((bundle.version for bundle in bundles), ""),
        "include_characters": next((bundle.characters for bundle in bundles), ()),
        "languages": {
            bundle.name: {
                "hash": bundle.hash,
                "wasm": bundle.wasm,
                "page_count": bundle.pages,
                "words": bundle.words,
                "order": bundle.order,
            }
            for bundle in bundles
        },
        "filters": {
            "topic": sorted({topic for bundle in bundles for topic in bundle.topics}),
            "year": sorted({year for bundle in bundles for year in bundle.years}),
        },
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _note(folder: Path, shard: Shard) -> Path:
    return folder / shard.tag / f"{shard.number}.json"


def _noted(folder: Path, shard: Shard, version: str) -> Bundle | None:
    """What is known of a shard, if it was indexed as it is, by this version of Pagefind."""
    known = notes.load(_note(folder, shard), Bundle)
    return known if known and (known.digest, known.version) == (shard.digest, version) else None


def _files(folder: Path) -> set[str]:
    """The files below a folder."""
    found = set()
    for place, _, names in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        found |= {name if inside == "." else f"{inside}/{name}" for name in names}
    return found


def _clean(folder: Path, names: set[str]) -> None:
    for name in names:
        (folder / name).unlink()
    for inside in {(folder / name).parent for name in names} - {folder}:
        with suppress(OSError):  # there is something left in it
            inside.rmdir()

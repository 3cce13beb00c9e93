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
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from threading import Lock

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
    site: Site, locales: Iterable[tuple[str, Sequence[Searchable]]], read: Read, runs: Path, *, sizes: Sizes = SIZES
) -> int:
    """Bring `site/pagefind/` up to date with the pages of each locale, as `locales` gives them one after the other;
    `read` gives the slim HTML of a page, `runs` is for the work. Returns the number of pages that can be found. Raises
    `PublishError`."""
    target, folder = site.output / "pagefind", site.cache / "search"
    version = metadata.version("pagefind_bin_extended")
    with alone(site.cache / "search.lock") as lock, ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        there = _files(target)
        shards: dict[str, list[Shard]] = {}
        known, making, turn = {}, {}, Lock()
        for tag, pages in locales:
            shards[tag] = [Shard(tag, number, tuple(group)) for number, group in enumerate(plan(pages, sizes))]
            for shard in sorted(shards[tag], key=lambda one: (-len(one.pages), one.name)):
                noted = _noted(folder, shard, version)
                if noted and there.issuperset(noted.files):
                    known[shard.name] = noted
                else:
                    making[shard] = pool.submit(_made, shard, read, runs, target, lock, turn, sizes)
        made = {shard: one.result() for shard, one in making.items()}
        bundles = known | {shard.name: bundle for shard, bundle in made.items()}
        lists = {f"{tag}.json": _list([bundles[one.name] for one in some]) for tag, some in shards.items()}
        for name, text in lists.items():
            write(target / name, text)
        for shard, bundle in made.items():
            notes.save(_note(folder, shard), bundle)
        _clean(target, _files(target) - {name for bundle in bundles.values() for name in bundle.files} - lists.keys())
        every = (shard for some in shards.values() for shard in some)
        _clean(folder, _files(folder) - {_note(folder, shard).relative_to(folder).as_posix() for shard in every})
    return sum(bundle.pages for bundle in bundles.values())


def _made(shard: Shard, read: Read, runs: Path, target: Path, lock: int, turn: Lock, sizes: Sizes) -> Bundle:
    """A shard that was indexed, its pieces in their place; all shards write some of the same ones, so each takes its
    `turn`. In the newest, which every new article has indexed anew, what stays the same is not to be written again."""
    folder = run(shard, read, runs / shard.name, lock)
    with turn:
        bundle = publish(shard, folder, target, named=len(shard.pages) <= sizes.newest)
    shutil.rmtree(folder.parent)
    return bundle


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

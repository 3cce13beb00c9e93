"""One shard of a locale's index: Pagefind over its pages.

In: the shard and the slim HTML of its pages. Out: a `Bundle`, which says what was indexed, and its pieces in
`site/pagefind/`, named by what they hold. Every shard is a language of its own to Pagefind (`it-x-0`, with a
private use subtag of BCP 47): so the names of its pieces, which begin with it, are those of no other shard. Refuses, as
`PublishError` with what Pagefind said.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import cbor2
from pagefind_bin_extended import get_executable

from generator.errors import PublishError
from generator.files import write
from generator.publish.search.shards import Searchable

Read = Callable[[str, str], str]
"""Locale and path → the slim HTML of a page."""

_WORKER = "pagefind-worker.js"
_SIGNATURE = b"pagefind_dcd"
"""What every piece begins with, unpacked."""
_LANGUAGE = re.compile(r'lang="[^"]*"')
_FORM = 2
"""How pieces are called and listed: another number has every shard indexed anew, whatever is noted of it."""
_CHUNK = "1200"
"""How many places of words are in one piece of the index, of which every search loads one a word and shard; Pagefind
takes 20,000, which suits an index in one. The smaller the pieces, the longer the list of them, which comes first."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Pages of a locale that are indexed together, by days, and the how manieth shard of it they are."""

    tag: str
    number: int
    pages: tuple[Searchable, ...]

    @property
    def name(self) -> str:
        """What Pagefind takes for the language; it writes languages in small letters."""
        return f"{self.tag}-x-{self.number}".lower()

    @property
    def digest(self) -> str:
        """Of all that the index of the shard follows from, Pagefind itself aside."""
        pages = [(page.path, page.day.isoformat() if page.day else "", page.digest) for page in self.pages]
        return sha256(json.dumps([_FORM, _CHUNK, self.name, pages]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bundle:
    """An indexed shard: its digest, what a browser must know of it, and its pieces below `site/pagefind/`."""

    digest: str
    name: str
    hash: str
    wasm: str | None
    pages: int
    words: int
    order: str
    topics: tuple[str, ...]
    years: tuple[str, ...]
    version: str
    characters: tuple[str, ...]
    files: tuple[str, ...]


def run(shard: Shard, read: Read, folder: Path, lock: int) -> Path:
    """Let Pagefind index a shard in `folder`, which is for the time of the run, and return where its files are. Raises
    `PublishError`.

    Pages lie side by side, named by their quoted paths: folders are what takes longest to make and to remove. The
    browser makes addresses of these names."""
    inside = folder / "in" / shard.tag
    inside.mkdir(parents=True, exist_ok=True)
    for page in shard.pages:
        text = _LANGUAGE.sub(f'lang="{shard.name}"', read(shard.tag, page.path), count=1)
        (inside / _named(page)).write_text(text, encoding="utf-8")
    _pagefind(folder, lock)
    shutil.rmtree(folder / "in")
    return folder / "out"


def _named(page: Searchable) -> str:
    return f"{quote(page.path, safe='')}.html"


def _pagefind(folder: Path, lock: int) -> None:
    """Index `in/` into `out/`."""
    command = [str(get_executable()), "--site", "in", "--output-path", "out"]
    size = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": _CHUNK}
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=os.environ | size, pass_fds=(lock,)
    )
    if ran.returncode:
        said = [line for line in (ran.stderr + ran.stdout).splitlines() if line.strip()]
        hint = "The pages are published, the search index is the old one"
        reason = next((line for line in said if line.startswith("Error")), said[-1] if said else "no reason given")
        raise PublishError(f"Pagefind failed: {reason}", hint=hint)


def publish(shard: Shard, made: Path, target: Path, *, named: bool) -> Bundle:
    """Bring to its place what Pagefind wrote, but for what no page loads: its interfaces. Texts that are `named` as
    Pagefind named them stay where they are when their shard is indexed anew; others cost readers less."""
    entry = json.loads((made / "pagefind-entry.json").read_text(encoding="utf-8"))
    found = entry["languages"][shard.name]
    wasm = shard.tag.split("-")[0].lower() if found["wasm"] else None
    table = _table(shard, made / f"pagefind.{found['hash']}.pf_meta", named=named)
    pieces = {f"filter/{path.name}": path for path in made.glob("filter/*")}
    for kind, ending, names in (("fragment", "pf_fragment", table.pages), ("index", "pf_index", table.chunks)):
        pieces |= {f"{kind}/{name}.{ending}": made / kind / f"{own}.{ending}" for name, own in names.items()}
    pieces[f"wasm.{wasm or 'unknown'}.pagefind"] = made / f"wasm.{found['wasm'] or 'unknown'}.pagefind"
    pieces[_WORKER] = made / _WORKER
    shown = []
    for name, path in sorted(pieces.items()):
        data = path.read_bytes()
        write(target / name, data)
        if path.suffix == ".pf_fragment":
            place = name.removeprefix("fragment/").removesuffix(path.suffix)
            shown.append({"name": place} | json.loads(gzip.decompress(data).removeprefix(_SIGNATURE)))
    write(target / "meta" / f"{table.hash}.json", table.text)
    order = _order(shard, {fragment["url"]: fragment["name"] for fragment in shown}, target)
    return Bundle(
        digest=shard.digest,
        name=shard.name,
        hash=table.hash,
        wasm=wasm,
        pages=found["page_count"],
        words=sum(fragment["word_count"] for fragment in shown),
        order=order,
        topics=_values(shown, "topic"),
        years=_values(shown, "year"),
        version=entry["version"],
        characters=tuple(entry["include_characters"]),
        files=(*sorted(pieces), f"meta/{table.hash}.json", f"order/{order}"),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """What a search needs of a shard before it looks for a word, as JSON, and the name of that; the names of texts and
    of pieces of the word index, each with the name that Pagefind gave it."""

    text: str
    hash: str
    pages: Mapping[str, str]
    chunks: Mapping[str, str]


def _table(shard: Shard, path: Path, *, named: bool) -> _Table:
    """Pagefind's table of a shard (CBOR, RFC 8949). Unless it is to be `named`, it goes without the names of texts and
    pieces, two thirds of what every reader would load: these are called by their places in it, in a folder named by
    what they hold, and `search-worker.js` makes Pagefind's table of it again."""
    packed = gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE)
    version, pages, chunks, *rest = cbor2.loads(packed)
    names, pieces = [name for name, _ in pages], [name for *_, name in chunks]
    folder = "" if named else f"{shard.name}_{_short(json.dumps([names, pieces]))}"
    values = [pages, chunks] if named else [[count for _, count in pages], [chunk[:2] for chunk in chunks]]
    text = json.dumps([folder, version, *values, *rest], ensure_ascii=False, separators=(",", ":"))
    called = (
        {f"{folder}/{place}" if folder else name: name for place, name in enumerate(some)} for some in (names, pieces)
    )
    return _Table(text, f"{shard.name}_{_short(text)}", *called)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def _values(shown: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    """The values of a filter."""
    return tuple(sorted({value for fragment in shown for value in fragment["filters"].get(name, ())}))


def _order(shard: Shard, names: dict[str, str], target: Path) -> str:
    """Write the names of the dated pages, newest first, and return the name of the file. Pagefind could sort them, too,
    but then every search loads the order of all, and not only that which asks for no word."""
    newest = [names.get(f"/{shard.tag}/{_named(page)}") for page in reversed(shard.pages) if page.day]
    text = json.dumps([name.removeprefix(f"{shard.name}_") for name in newest if name], separators=(",", ":"))
    file = f"{shard.name}_{_short(text)}.json"
    write(target / "order" / file, text)
    return file

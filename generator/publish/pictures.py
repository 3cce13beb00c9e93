"""The pictures that pages name, copied to the site.

In: a rendered page and the variants under `.cache/pictures/<id>/`. Out: `site/pictures/<id>/` with every variant that a
page names and nothing else. A picture's id is a digest of it, so a variant that is there is the right one. What the
cache does not have is left out; refuses, as `PublishError`, what is not as it was made there: the next build makes it
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import notes
from generator.errors import PublishError
from generator.files import remove, write
from generator.stamps import digest

_NAMED = re.compile(rb"pictures/([\w-]+/\d+\.(?:avif|webp|jpg|png))")


@dataclass(frozen=True, slots=True)
class _Made:
    """What a picture's note says of its variants: a digest of each."""

    files: Mapping[str, str]


def named(page: bytes) -> frozenset[str]:
    """The variants (`<id>/<width>.<format>`) that an HTML page names."""
    return frozenset(name.decode() for name in _NAMED.findall(page))


def copy(names: Iterable[str], cache: Path, target: Path) -> int:
    """Copy variants that are not there yet; returns how many."""
    missing = (name for name in sorted(names) if not (target / name).exists() and (cache / name).exists())
    return sum(write(target / name, whole(name, cache)) for name in missing)


def whole(name: str, cache: Path) -> bytes:
    """A variant as it was made. Raises `PublishError` where it is another now, and has it forgotten."""
    folder, _, file = name.partition("/")
    data, note = (cache / name).read_bytes(), cache / f"{folder}.json"
    said = notes.load(note, _Made)
    if said and said.files.get(file) == digest(data):
        return data
    notes.forget(note)
    hint = "Build again: it will be made anew"
    raise PublishError("the picture is damaged", path=f"{cache.parent.name}/{cache.name}/{name}", hint=hint)


def remove_others(names: Iterable[str], target: Path) -> int:
    """Remove variants that no page names any more, and half-written files; returns how many."""
    kept = {target / name for name in names}
    gone = [path for path in target.rglob("*") if path.is_file() and path not in kept] if target.exists() else []
    return sum(remove(path, target) for path in gone)

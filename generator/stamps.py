"""Which files are as they were: by time, size and inode, and by their contents only where one of these differs.

In: a project's folder and what was noted of it the last time. Out: every file below some of its folders with its stamp;
marks, which say what a file held. Refuses nothing.

A folder whose own time has not changed has the same names in it, so it is not read again; one that changed within the
last second is, because a clock's ticks are coarse and a file may have come after it was read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

Stamp = tuple[int, int, int]
"""A file's time of change in nanoseconds, its size in bytes, its inode."""
Mark = tuple[Stamp, str]
"""A file's stamp and a digest of its contents when it had that stamp."""
Known = TypeVar("Known", Stamp, Mark)
Folder = tuple[int, tuple[str, ...], tuple[str, ...]]
"""A folder's time of change in nanoseconds; the names of the files and of the folders in it."""

NOTHING: Stamp = (0, 0, 0)
_SETTLED = 1_000_000_000
"""Nanoseconds after which a folder's time can be trusted."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below some folders by their names below the project, and the folders for the next time."""

    files: Mapping[str, Stamp]
    folders: Mapping[str, Folder] = field(default_factory=dict)


def digest(data: bytes | bytearray | memoryview) -> str:
    """A short digest of what a file holds."""
    return sha256(data).hexdigest()[:16]


def stamp(status: os.stat_result) -> Stamp:
    """The stamp in what the system says of a file."""
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def stamp_of(path: str | Path) -> Stamp:
    """The stamp of a file; `NOTHING` where there is none."""
    try:
        return stamp(os.stat(path))
    except OSError:
        return NOTHING


def scan(root: Path, tops: Iterable[str], known: Mapping[str, Folder], now: int) -> Tree:
    """Every file below the folders `tops` of `root`. `now` is the present in nanoseconds, by the clock of the disk."""
    files: dict[str, Stamp] = {}
    folders: dict[str, Folder] = {}
    waiting = [top for top in tops if (root / top).is_dir()]
    base = f"{root}/"
    while waiting:
        name = waiting.pop()
        try:
            found = _folder(f"{base}{name}", known.get(name))
        except OSError:  # it went while it was looked for
            continue
        if now - found[0] > _SETTLED:
            folders[name] = found
        waiting.extend(f"{name}/{inner}" for inner in found[2])
        for file in found[1]:
            path = f"{name}/{file}"
            if (there := stamp_of(f"{base}{path}")) != NOTHING:
                files[path] = there
    return Tree(files, folders)


def _folder(path: str, known: Folder | None) -> Folder:
    time = os.stat(path).st_mtime_ns
    if known and known[0] == time:
        return known
    names: tuple[list[str], list[str]] = ([], [])
    with os.scandir(path) as entries:
        for entry in entries:
            names[entry.is_dir(follow_symlinks=False)].append(entry.name)
    return (time, tuple(sorted(names[0])), tuple(sorted(names[1])))


def same(path: str | Path, now: Stamp, known: Mark) -> bool:
    """Whether a file whose stamp is `now` holds what it held when it was marked."""
    if now == known[0]:
        return True
    if now[1] != known[0][1] or not known[1]:
        return False
    try:
        return digest(Path(path).read_bytes()) == known[1]
    except OSError:
        return False


def clock(folder: Path) -> int:
    """The present in nanoseconds by the clock of the disk that has `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "clock"
    path.write_bytes(b"")
    now = path.stat().st_mtime_ns
    path.unlink()
    return now


def below(files: Mapping[str, Known], folder: str) -> Iterator[tuple[str, Known]]:
    """The files below a folder, by their names below that, with what is known of them."""
    start = f"{folder}/"
    return ((name.removeprefix(start), there) for name, there in files.items() if name.startswith(start))

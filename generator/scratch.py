"""A folder for what is written only to be read once: half-finished pages, what Pagefind reads and writes.

In: the project's cache. Out: a folder for the time of a build. It lies in memory where the system has a memory disk
with room to spare, because making and removing thousands of small files takes longer on a real disk than what is done
with them; else in the cache. Refuses nothing. Each build holds a lock on its folder (flock(2)), which ends with its
process: so what a killed build left is known to be left, and the next build of anybody's removes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # Linux' place for it (shm_overview(7))
ROOM = 1 << 30
"""Bytes that must be free there: the pages in work at a time are a tenth of it. Containers often have 64 MB in all."""
_PREFIX = "newsroom-build-"


@contextmanager
def scratch(cache: Path, memory: Path = MEMORY) -> Iterator[Path]:
    """A new folder; removed when the block is left."""
    cache.mkdir(parents=True, exist_ok=True)
    for place in (memory, cache):
        _remove_left(place)
    folder, lock = _taken(memory if _has_room(memory) else cache)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _has_room(memory: Path) -> bool:
    with suppress(OSError):
        return os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM
    return False


def _taken(place: Path) -> tuple[Path, int]:
    """A folder of one's own, and the lock on it. Another build may have taken it for left before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        lock = _locked(folder)
        if lock is not None and folder.is_dir():
            return folder, lock
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """The lock on a folder; None where somebody has it, or the folder is not ours."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(opened).st_uid == os.geteuid():
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return opened
    except BlockingIOError:
        pass
    os.close(opened)
    return None


def _remove_left(place: Path) -> None:
    """Remove the folders of builds that were killed."""
    for folder in place.glob(f"{_PREFIX}*"):
        lock = _locked(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

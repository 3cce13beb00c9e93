"""A folder for what is written only to be read once: half-finished pages, what Pagefind reads and writes.

In: the project's cache. Out: a folder for the time of a build. It lies in memory where the system has a memory disk
with room to spare, because making and removing thousands of small files takes longer on a real disk than what is done
with them; else in the cache. Refuses nothing. What a killed build left is removed by the next one, whom a note tells.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.files import write

MEMORY = Path("/dev/shm")  # Linux' place for it (shm_overview(7))
ROOM = 1 << 30
"""Bytes that must be free there: the pages in work at a time are a tenth of it. Containers often have 64 MB in all."""
_PREFIX = "newsroom-"


@contextmanager
def scratch(cache: Path, memory: Path = MEMORY) -> Iterator[Path]:
    """A new folder; removed when the block is left."""
    cache.mkdir(parents=True, exist_ok=True)
    note = cache / "scratch"
    _remove_left(note, memory)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=memory if _has_room(memory) else cache))
    try:
        write(note, str(folder))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        note.unlink(missing_ok=True)


def _has_room(memory: Path) -> bool:
    with suppress(OSError):
        return os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM
    return False


def _remove_left(note: Path, memory: Path) -> None:
    """Remove the folder of a build that was killed, if it is one."""
    with suppress(OSError, ValueError):
        left = Path(note.read_text(encoding="utf-8"))
        if left.parent in (memory, note.parent) and left.name.startswith(_PREFIX):
            shutil.rmtree(left, ignore_errors=True)

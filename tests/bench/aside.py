"""What is in the way of a measurement, put aside instead of removed.

In: files and folders. Out: the same under other names beside them, until `sweep` removes these. Refuses (OSError) what
cannot be renamed.

A file made within minutes of thousands of removals takes up to twenty times as long on ext4, which looks at every inode
that was freed lately before it takes it (`recently_deleted`, fs/ext4/ialloc.c): a build would be measured
by what was removed before it. After a fresh checkout nothing was.
"""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

_GONE = ".gone-"


def put_aside(path: Path) -> None:
    """Have nothing at a path any more."""
    if path.exists():
        places = (path.with_name(f"{_GONE}{path.name}-{number}") for number in count())
        path.rename(next(place for place in places if not place.exists()))


def sweep(folder: Path) -> None:
    """Remove what was put aside in a folder, and in those inside of it."""
    for place in [*folder.glob(f"{_GONE}*"), *folder.glob(f"*/{_GONE}*")]:
        shutil.rmtree(place) if place.is_dir() else place.unlink()

"""One command at a time writes the files of a project.

In: the project's `.cache/`, the command, the time. Out: a lock for the length of a block, with a line in it that says
who holds it. Refuses, as `BusyError`, a second command, unless it can wait. The lock is the system's (flock(2)): that
of a process which has died is none.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from generator.errors import BusyError

NAME = "lock"
"""The file below `.cache/`."""


@contextmanager
def held(cache: Path, command: str, since: datetime, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of the project whose `.cache/` is `cache`. Raises `BusyError` where another process does, or with
    `wait` goes on once it is done."""
    with _taken(cache / NAME, wait) as file:
        file.truncate(0)
        file.write(f"{command}, process {os.getpid()}, since {since:%Y-%m-%d %H:%M:%S}\n")
        file.flush()
        yield


@contextmanager
def _taken(path: Path, wait: bool) -> Iterator[TextIO]:
    """The file at `path`, locked. One that was removed in the meantime, with all of `.cache/`, is opened again."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+", encoding="utf-8", errors="replace") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                file.seek(0)
                holder = " ".join(file.read(2000).split()) or "a command that has just begun"
                hint = "Wait until it is done, or end it, then try again"
                raise BusyError(f"the project is being written by another command: {holder}", hint=hint) from None
            if _is_at(path, file):
                yield file
                return


def _is_at(path: Path, file: TextIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False

"""Writing files so that a killed build leaves either the old or the new one, and untouched ones keep their time.

In: a path and what it is to hold; the text of a file that people edit. Out: whether it was written; where a merge was
left unfinished. Refuses folders of a project that are links out of it; faults of the disk are OSErrors.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import ConfigError
from generator.stamps import Mark, digest, stamp

_SIDES = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?")
_MIDDLE = re.compile("={7}")


def write(path: Path, data: bytes | bytearray | str) -> bool:
    """Give `path` these contents, unless it has them already. Returns whether it was written."""
    return settle(path, data)[1]


def settle(path: Path, data: bytes | bytearray | str) -> tuple[Mark, bool]:
    """As `write`; returns the mark of these contents in the file, too. It is taken before anybody else can change the
    file, so that an edit of the next moment is seen as one. Raises OSError with the file's name: what the system says
    of a full disk has none."""
    new = data.encode() if isinstance(data, str) else data
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size == len(new) and file.read() == new:
                return (stamp(status), digest(new)), False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(new)
        made = stamp(beside.stat())
        os.replace(beside, path)
    except OSError as fault:
        with suppress(OSError):
            beside.unlink(missing_ok=True)  # half a file helps nobody, and takes room where there is none
        raise OSError(fault.errno, fault.strerror, str(path)) from fault
    return (made, digest(new)), True


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path leads out of a folder, by its name or by links on the way; also where nothing can be called so."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return True


def holds(folder: Path, path: Path) -> bool:
    """Whether there is a file at a path and within a folder; where nothing can be called so, there is none."""
    try:
        return path.is_file() and not leads_out(path, folder)
    except (OSError, ValueError):
        return False


def refuse_ways_out(root: Path, names: Iterable[str]) -> None:
    """Refuse, as `ConfigError`, folders of a project to which a build would write elsewhere."""
    for name in names:
        if leads_out(root / name, root):
            hint = "Put a folder there"
            raise ConfigError("the folder is a link that leads out of the project", path=name, hint=hint)


def make_way(path: Path) -> None:
    """Remove what keeps a file from being at `path`: a folder there, a file in the place of a folder above it."""
    for above in path.parents:
        if above.is_file():
            above.unlink()
    if path.is_dir():
        shutil.rmtree(path)


def remove(path: Path, top: Path) -> bool:
    """Remove a file, and the folders above it and below `top` that are empty then. Returns whether it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    for folder in path.parents:
        if folder == top or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


@contextmanager
def alone(path: Path) -> Iterator[int]:
    """Hold the lock `path` for the time of the block; its descriptor is for the programs that are started meanwhile.

    They outlive a build that is killed, and may still write: the next build waits until they are done.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def read(path: Path) -> str:
    """The text of a UTF-8 file with its line ends as they are."""
    return path.read_bytes().decode("utf-8", "replace")


def unmerged(text: str, *, underlines: bool = False) -> int:
    """The line, from 1, of the first mark that git leaves where it could not merge two versions (git-merge, "How
    conflicts are presented"); 0 where there is none. Where `underlines` are text, a line of seven `=` is none."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _SIDES.fullmatch(line.rstrip("\r")) or (not underlines and _MIDDLE.fullmatch(line.rstrip("\r"))):
            return number
    return 0

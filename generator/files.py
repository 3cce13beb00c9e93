"""Writing files so that a killed build leaves either the old or the new one, and untouched ones keep their time.

In: a path and what it is to hold; the text of a file that people edit. Out: whether it was written; where a merge was
left unfinished. Refuses nothing; faults of the disk are OSErrors.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

_SIDES = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?")
_MIDDLE = re.compile("={7}")


def write(path: Path, data: bytes | str) -> bool:
    """Give `path` these contents, unless it has them already. Returns whether it was written."""
    new = data.encode() if isinstance(data, str) else data
    try:
        if path.stat().st_size == len(new) and path.read_bytes() == new:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(new)
    os.replace(beside, path)
    return True


def mirror(source: Path, target: Path, *, leave: Iterable[str] = (), without: Iterable[str] = ()) -> int:
    """Make `target` hold the files of `source` and no others; first-level names in `leave` are not touched, paths that
    begin with one of `without` are left out.

    Returns how many files were written or removed.
    """
    left = frozenset(leave)
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    omitted = tuple(without)
    wanted = {name for name in wanted if name.parts[0] not in left and not name.as_posix().startswith(omitted)}
    _clear(target, wanted)
    changes = sum(write(target / name, (source / name).read_bytes()) for name in sorted(wanted))
    for path in sorted(target.rglob("*"), reverse=True) if target.exists() else ():
        name = path.relative_to(target)
        if name.parts[0] in left:
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in wanted:
            path.unlink()
            changes += 1
    return changes


def _clear(target: Path, wanted: Iterable[Path]) -> None:
    """Folders that must become files go, and files that must become folders."""
    for name in wanted:
        for above in name.parents:
            if (target / above).is_file():
                (target / above).unlink()
        if (target / name).is_dir():
            shutil.rmtree(target / name)


@contextmanager
def alone(path: Path) -> Iterator[int]:
    """Hold the lock `path` for the time of the block; its descriptor is for the programs that are started meanwhile.

    They outlive a build that is killed, and may still write: the next build waits until they are done.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
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

"""The generator's command line, watched from inside: what it and its children had cost whenever it said something.

In: a file for the notes, the arguments of a command. Out: the command's exit code, and in the file a list of
`[second, the generator's processor seconds, those of programs that it ran and that have ended, line]`. Refuses nothing
itself. It is a program of its own (`python -m bench.watching NOTES build --offline`), because a process knows only its
own children; what its helpers take, which are not its children, is in Linux' /proc.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOBase
from pathlib import Path

from generator.cli import main


class Notes(TextIOBase):
    """A stream that passes on what it is told, and notes what had been spent by then."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, float, float, str]] = []

    def write(self, text: str) -> int:
        """Note a line, and show it."""
        spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        own, children = (usage.ru_utime + usage.ru_stime for usage in spent)
        own += helping(os.getpid())
        if text.strip():
            self.taken.append((time.monotonic(), own, children, text.strip()))
        return sys.__stderr__.write(text) if sys.__stderr__ else len(text)


def helping(process: int) -> float:
    """Processor seconds of the Python processes below one, and of their children that have ended (proc(5), stat)."""
    parents, spent = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            name, _, rest = path.read_text().rpartition(")")
            fields = rest.split()
            number = int(path.parent.name)
            parents[number] = int(fields[1])
            if "python" in name:
                spent[number] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    below = {process}
    while more := {number for number, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(spent.get(number, 0.0) for number in below - {process})


def watch(notes: Path, arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code."""
    sys.stderr = taken = Notes()
    code = main(arguments)
    notes.write_text(json.dumps(taken.taken), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1]), sys.argv[2:]))

"""The generator's command line, watched from inside: what it and its children had cost whenever it said something.

In: a file for the notes, the arguments of a command. Out: the command's exit code, and in the file a list of
`[second, own processor seconds, those of children that have ended, line]`. Refuses nothing itself. It is a program of
its own (`python -m bench.watching NOTES build --offline`), because a process knows only its own children.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
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
        if text.strip():
            self.taken.append((time.monotonic(), own, children, text.strip()))
        return sys.__stderr__.write(text) if sys.__stderr__ else len(text)


def watch(notes: Path, arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code."""
    sys.stderr = taken = Notes()
    code = main(arguments)
    notes.write_text(json.dumps(taken.taken), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1]), sys.argv[2:]))

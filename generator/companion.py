"""An object that works in a process of its own and keeps there what it has made.

In: the object, which is sent there; the names of its methods, one after the other, with their arguments. Out: what they
return. Refuses, as `Ended`, to answer for a process that has ended: because of a fault, which it prints, or because the
system or somebody ended it.
"""

from __future__ import annotations

from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from generator.workers import begin


class Ended(Exception):
    """A process that can answer no more."""


class Companion:
    """A `process` that works on what it is given; it ends when nobody knows it any more."""

    def __init__(self, there: object) -> None:
        context = get_context("forkserver")
        self._line, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, there), daemon=True)
        self.process.start()
        theirs.close()

    def begin(self, method: str, *arguments: object) -> None:
        """Have the object call one of its methods. Raises `Ended`."""
        try:
            self._line.send((method, arguments))
        except OSError:
            raise Ended from None

    def answer(self) -> Any:
        """What the method begun last returns; waits for it. Raises `Ended`."""
        try:
            return self._line.recv()
        except (EOFError, OSError):
            raise Ended from None


def _work(line: Connection, there: object) -> None:
    """Do what is asked for until nobody asks any more."""
    begin()
    with suppress(EOFError, OSError):
        while True:
            method, arguments = line.recv()
            answer = getattr(there, method)(*arguments)
            line.send(answer)

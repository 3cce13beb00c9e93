"""How long one piece of work may compute.

In: the work, seconds. Out: what it gives back. Refuses, as `TimeIsUp`, what has not ended by then; an `Allowance` does
so for many pieces together.

Computing counts, not waiting, so that a busy machine withholds nothing. A timer interrupts Python code and regular
expressions, again and again until it is heard; C libraries end first. It works where signals do, in the main thread of
a process; elsewhere, and within other bounded work, it bounds nothing.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

SECONDS = 20.0
"""Of the computer's time for an article, in each of the steps in which a text may be slow to work on."""
_AGAIN = 0.05
"""Seconds after which work is interrupted once more that did not end."""


class TimeIsUp(Exception):
    """Work that did not end in time."""


class _Interruption(BaseException):
    """What ends the work. No `Exception`, which libraries catch."""


def bounded(work: Callable[[], T], seconds: float = SECONDS) -> T:
    """What `work` gives back. Raises `TimeIsUp` when it has computed for `seconds`."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_PROF)[0]:
        return work()

    def ring(number: int, frame: FrameType | None) -> None:
        if not frame or frame.f_code is not bounded.__code__:  # else the work is done, or not begun
            raise _Interruption

    before = signal.signal(signal.SIGPROF, ring)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        return work()
    except _Interruption:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    raise TimeIsUp


@dataclass(slots=True)
class Allowance:
    """What is left to one article of the time that it may compute, where it is worked on in many small pieces."""

    left: float = SECONDS

    def spend(self, work: Callable[[], T]) -> T:
        """What `work` gives back. Raises `TimeIsUp` when it and what was spent before it have computed for too long."""
        if self.left <= 0:
            raise TimeIsUp
        begun = time.thread_time()
        try:
            return bounded(work, self.left)
        finally:
            self.left -= time.thread_time() - begun

"""An input has only so much time."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

from generator.errors import GeneratorError

SECONDS = 10.0
"""That an input may compute, refused or not."""


class TooSlow(Exception):
    """An input for which there is no end."""


def limited(run: Callable[[bytes], None], data: bytes) -> None:
    """Run a target; what it refuses as it should is fine. Raises `TooSlow`, and whatever is a fault."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"{len(data)} bytes took more than {SECONDS:g} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        run(data)
    except GeneratorError as refused:
        said = str(refused)
        assert said.strip(), "a refusal says why"
        said.encode("utf-8", "strict")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

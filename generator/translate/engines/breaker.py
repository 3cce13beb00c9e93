"""When a service is asked again, when it is left alone for a while, and when it is given up.

In: how the attempts of one engine end, from several threads. Out: pauses that all threads keep, and in the end
`EngineUnavailable`, once and for the rest of the build. Refuses, at once, whatever needs a person: a refused key, a
used-up quota, no network; after some patience, whatever does not mend itself: refusals under load, faults of the
service, connections that are reset or hang.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from generator.errors import EngineUnavailable


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures that bound all dealings with one service in one build; times are seconds, `size` is bytes.

    `connect` and `read` bound each wait of a connection, `first` a whole request until the service has answered
    once, `total` every later one. `tries` is the number of attempts per request; waits between them grow from
    `wait`, and none is longer than `longest`. After `failures` failed attempts in a row, or once failed attempts and
    waits took `patience` altogether, the service is given up. `at_once` requests are under way at the same time.
    """

    connect: float = 3.0
    read: float = 10.0
    first: float = 6.0
    total: float = 20.0
    size: int = 2_000_000
    tries: int = 3
    wait: float = 0.5
    longest: float = 30.0
    patience: float = 40.0
    failures: int = 6
    at_once: int = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """The passing of time, from outside: seconds that only grow, a pause that an event ends early, and chance."""

    now: Callable[[], float]
    pause: Callable[[threading.Event, float], object]
    chance: Callable[[], float]


def real_clock() -> Clock:
    """The machine's own."""
    import random

    return Clock(time.monotonic, threading.Event.wait, random.random)


class Breaker:
    """What is known of a service in this build. Safe to use from several threads."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.reached = False
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._why = ""
        self._failures = 0
        self._counted = float("-inf")
        self._resume = float("-inf")
        self._lost = 0.0

    def enter(self) -> float:
        """Keep the pause that is due; returns the time. Raises `EngineUnavailable` if the service is given up."""
        left = self._resume - self._clock.now()
        if left > 0:
            self._clock.pause(self._stopped, left)
        if self._why:
            raise EngineUnavailable(self._why)
        return self._clock.now()

    def succeeded(self) -> None:
        """The service answered as it should."""
        with self._lock:
            self.reached = True
            self._failures = 0

    def failed(self, why: str, began: float, attempt: int, asked: float | None = None) -> None:
        """Hold all requests back after attempt number `attempt` (from 1) failed, which began at `began`; `asked` is the
        pause that the service asks for. Attempts that ran side by side count as one failure, as they have one cause.
        Raises `EngineUnavailable` when patience is at an end."""
        jitter = self._clock.chance()
        seconds = jitter * self._limits.wait * 2**attempt if asked is None else asked + jitter * self._limits.wait
        if asked is not None and asked > self._limits.longest:
            self.give_up(f"{why}, and asks for a pause of {asked:.0f} seconds")
        with self._lock:
            now = self._clock.now()
            if began >= self._counted:
                self._failures += 1
                self._counted = now
            until = max(self._resume, now + min(seconds, self._limits.longest))
            self._lost += until - max(self._resume, min(began, now))
            self._resume = until
            patient = self._failures < self._limits.failures and self._lost <= self._limits.patience
        if not patient:
            self.give_up(f"{why}, again and again")

    def give_up(self, why: str) -> NoReturn:
        """End all dealings with the service in this build; pauses end at once."""
        with self._lock:
            self._why = self._why or why
            self._stopped.set()
        raise EngineUnavailable(self._why)


def asked_pause(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for (RFC 9110, 10.2.3): a number, or a date, which counts from the answer's
    own `Date`, so that this machine's clock does not matter. None where there is none that can be read."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    then, now = _date(value), _date(headers.get("Date", ""))
    return max(0.0, (then - now).total_seconds()) if then and now else None


def _date(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else None

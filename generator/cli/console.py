"""What all commands share: how stages' reports are printed, the clock, exit codes.

In: lines, notices, faults and tables; the environment and the time. Out: lines on a stream; the build's `Moment`.
Refuses, as `ConfigError`, a SOURCE_DATE_EPOCH that is no number, and, as `BusyError`, to write what another command
writes.
"""

from __future__ import annotations

import argparse
import os
import shlex
import time
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from generator import config, lock
from generator.config import Site
from generator.errors import ConfigError, GeneratorError
from generator.run import Moment
from generator.sanitise import visible

DONE, NEEDS_EDITOR, FAILED = 0, 1, 2

Commands = argparse._SubParsersAction  # argparse gives its type no public name


class Console:
    """A `Report` that writes one line per stage, notice and fault."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def stage(self, name: str, locale: str, text: str) -> None:
        """One line: `translate  fr   214 segments · 198 kept`."""
        self._line(f"{name:<10} {locale:<8} {text}" if locale else f"{name:<10} {text}")

    def notice(self, text: str) -> None:
        """A line that asks for nothing."""
        self._line(f"note: {text}")

    def fault(self, fault: GeneratorError) -> None:
        """A line that names file, fault and remedy."""
        self._line(f"withheld: {fault}")

    def _line(self, text: str) -> None:
        """What strangers call their files and write must not steer a terminal."""
        print(visible(text).replace("\r", " "), file=self.stream, flush=True)


def moment(environment: Mapping[str, str], now: float) -> Moment:
    """The build's clock: SOURCE_DATE_EPOCH (reproducible-builds.org) in UTC where it is set, else now and here."""
    given = environment.get("SOURCE_DATE_EPOCH")
    if given is None:
        return Moment(datetime.fromtimestamp(now).astimezone().date(), int(now))
    try:
        return Moment(datetime.fromtimestamp(int(given), UTC).date(), int(given))
    except ValueError:
        hint = "Give seconds since 1970"
        raise ConfigError(f"SOURCE_DATE_EPOCH is '{given}'", hint=hint) from None


def present() -> Moment:
    """The build's clock, now."""
    return moment(os.environ, time.time())


def site(options: argparse.Namespace) -> Site:
    """The configuration of the project that a command was given. Raises `ConfigFaults`."""
    return config.load(options.root.resolve())


@contextmanager
def alone(options: argparse.Namespace, made: Site, *, wait: bool = False) -> Iterator[None]:
    """Write the project's files in this block, and let no other command do so meanwhile. Raises `BusyError` where one
    does already, unless this is to `wait`. Addresses are left out of what it is told: they may have keys in them."""
    command = shlex.join(("generator", *(word for word in options.words if "://" not in word)))
    with lock.held(made.cache, command, datetime.fromtimestamp(time.time()), wait=wait):
        yield


def of_system(fault: OSError) -> str:
    """What to say of a fault that the system told of: a full disk, a file that must not be written."""
    where = fault.filename2 or fault.filename
    return f"{f'{where}: ' if where else ''}{fault.strerror}. Check the path, its permissions and the disk's room"


def shown(path: Path) -> Path:
    """A path as short as it can be shown."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def aligned(table: Sequence[Sequence[str]], numbers: Container[int]) -> list[str]:
    """The lines of a table: columns as wide as their widest cell; those in `numbers`, counted from 0, to the right."""
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
    lines = []
    for cells in table:
        padded = (
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        lines.append("  ".join(padded).rstrip())
    return lines

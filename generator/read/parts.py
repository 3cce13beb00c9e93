"""What every format reader is given and what it gives back.

In: nothing; this module holds the two types. A reader is a function `(text, Context) -> Parts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from generator.errors import ReadError
from generator.model import Block, Dateline


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text comes from: its file, its language, all configured locales, the day it is read on, the line it
    begins on, and whether front matter has already given the headline."""

    path: PurePosixPath
    locale: str
    locales: tuple[str, ...]
    today: date
    first_line: int = 1
    titled: bool = False

    def fault(self, message: str, line: int, hint: str = "") -> ReadError:
        """A `ReadError` at a line of the text, counted from 0."""
        return ReadError(message, path=self.path, line=self.first_line + line, hint=hint)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the text itself says; front matter may override all but the body."""

    headline: str = ""
    summary: str = ""
    byline: str = ""
    dateline: Dateline | None = None
    body: tuple[Block, ...] = ()

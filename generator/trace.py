"""What a page remembers of each of its texts: which source it translates, how it read, whose word it is.

In: the texts of a page as they are written. Out: one line of front matter, and from it again one `Trace` per text; so
an edited page tells by itself which of its texts were changed, whatever became of the record since, and an older page
is not taken for a newer one. Refuses nothing: a line that cannot be read has no traces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

_MARKS = {
    "": (False, False, False),
    "+": (True, True, False),
    "!": (True, True, True),
    "~": (True, False, False),
    "?": (True, False, True),
    "*": (False, True, False),
    "%": (False, True, True),
}
"""Mark → whether a person wrote the text, whether a person answers for it, whether its source has changed since."""
_SIGNS = re.escape("".join(_MARKS))
_TRACE = re.compile(rf"([0-9a-f]{{8}})([0-9a-f]{{8}})([{_SIGNS}]?)|-")
_KEPT = re.compile(rf"\b[0-9a-f]{{8}}([0-9a-f]{{8}})[{_SIGNS}]")


@dataclass(frozen=True, slots=True)
class Trace:
    """One text as it was written: fingerprints of its source and of itself, and whose word it was. A machine's draft
    is nobody's, and never `stale`: it is made anew when its source changes."""

    source: str
    text: str
    by_hand: bool = False
    approved: bool = False
    stale: bool = False

    @property
    def kept(self) -> bool:
        """Whether a person wrote or approved the text."""
        return self.by_hand or self.approved


@dataclass(frozen=True, slots=True)
class Found:
    """A text as a page has it now, with its trace."""

    trace: Trace
    text: str

    @property
    def edited(self) -> bool:
        """Whether somebody changed it since it was written."""
        return fingerprint(self.text) != self.trace.text


@dataclass(frozen=True, slots=True)
class Origin:
    """What a page tells its readers of its translation as a whole: the engines and routes, each joined by ", ", the
    latest day of a text, who answers for it."""

    engine: str = ""
    route: str = ""
    date: date | None = None
    approver: str = ""


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of a text's SHA-256."""
    return sha256(text.encode()).hexdigest()[:8]


def dump(traces: Iterable[Trace | None]) -> str:
    """The traces of a page in one line; None stands for a text that no record holds, such as a topic's fixed label."""
    return " ".join(f"{trace.source}{trace.text}{_mark(trace)}" if trace else "-" for trace in traces)


def _mark(trace: Trace) -> str:
    whose = (trace.by_hand, trace.approved, trace.stale)
    return next((mark for mark, meaning in _MARKS.items() if meaning == whose), "")


def load(line: str) -> tuple[Trace | None, ...]:
    """The traces of a line that `dump` wrote; nothing where it was damaged."""
    found: list[Trace | None] = []
    for word in line.split():
        match = _TRACE.fullmatch(word)
        if not match:
            return ()
        found.append(Trace(match[1], match[2], *_MARKS[match[3]]) if match[1] else None)
    return tuple(found)


def kept(line: str) -> frozenset[str]:
    """The fingerprints of the texts in a line of traces that a person wrote or approved."""
    return frozenset(_KEPT.findall(line))

"""What a page remembers of each of its texts: which source it translates, how it read, who answers for it.

In: the texts of a page as they are written. Out: one line of front matter, and from it again one `Trace` per text; so
an edited page tells by itself which of its texts were changed, whatever became of the record since, and an older page
is not taken for a newer one. Refuses nothing: a line that cannot be read has no traces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

Answered = Literal["", "+", "!"]
"""Nobody, a person, or a person before the source was changed."""

_TRACE = re.compile(r"([0-9a-f]{8})([0-9a-f]{8})([+!]?)|-")


@dataclass(frozen=True, slots=True)
class Trace:
    """One text as it was written: fingerprints of its source and of itself."""

    source: str
    text: str
    answered: Answered = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A text as a page has it now, with its trace."""

    trace: Trace
    text: str

    @property
    def edited(self) -> bool:
        """Whether somebody changed it since it was written."""
        return fingerprint(self.text) != self.trace.text


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits of a text's SHA-256."""
    return sha256(text.encode()).hexdigest()[:8]


def dump(traces: Iterable[Trace | None]) -> str:
    """The traces of a page in one line; None stands for a text that no record holds, such as a topic's fixed label."""
    return " ".join(f"{trace.source}{trace.text}{trace.answered}" if trace else "-" for trace in traces)


def load(line: str) -> tuple[Trace | None, ...]:
    """The traces of a line that `dump` wrote; nothing where it was damaged."""
    found: list[Trace | None] = []
    for word in line.split():
        match = _TRACE.fullmatch(word)
        if not match:
            return ()
        answered: Answered = "+" if match[3] == "+" else "!" if match[3] == "!" else ""
        found.append(Trace(match[1], match[2], answered) if match[1] else None)
    return tuple(found)

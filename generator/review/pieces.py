"""Texts cut up for showing: Markdown's marks apart from words, findings marked in place, two versions compared.

In: inline Markdown as records hold it, the findings about it. Out: pieces that add up to the text again (a comparison:
to both texts). Nothing is escaped here; the template does that. Refuses nothing: what a finding quotes and the text
does not hold is left unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from generator.model import Finding, Severity
from generator.translate.protect import protect

Side = Literal["asked", "found"]
Change = Literal["same", "gone", "new"]

SEVERITIES: tuple[Severity, ...] = ("withhold", "flag", "note")
"""The gravest first."""

_WORDS = re.compile(r"\s+|\w+(?:[-’'.,]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. `markup` is Markdown or code, not words; `severity` and `title` are those of the findings
    about it (empty: there are none)."""

    text: str
    markup: bool = False
    severity: Severity | Literal[""] = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of two texts compared: in both, only in the former or only in the latter."""

    text: str
    change: Change


def pieces(text: str, findings: Sequence[Finding], side: Side) -> tuple[Piece, ...]:
    """`text` in pieces. `side` says which of a finding's quotations belongs to it: what the original asks for, or
    what was found in the translation."""
    marked = [
        (start, end, finding)
        for finding in findings
        for start, end in _places(text, finding.asked if side == "asked" else finding.found)
    ]
    markup = _markup(text)
    spans = [*markup, *((start, end) for start, end, _ in marked)]
    edges = sorted({0, len(text), *(edge for span in spans for edge in span)})
    cut = []
    for start, end in pairwise(edges):
        about = [finding for first, last, finding in marked if first <= start and end <= last]
        graver = [severity for severity in SEVERITIES if any(finding.severity == severity for finding in about)]
        title = "; ".join(dict.fromkeys(f"{finding.check}: {finding.message}" for finding in about))
        inside = any(first <= start and end <= last for first, last in markup)
        cut.append(Piece(text[start:end], inside, graver[0] if graver else "", title))
    return tuple(cut)


def _places(text: str, quoted: str) -> list[tuple[int, int]]:
    """Where a quotation stands as whole words; anywhere, if it never does."""
    if not quoted:
        return []
    whole = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(quoted)}(?!\w)", text)]
    return whole or [match.span() for match in re.finditer(re.escape(quoted), text)]


def _markup(text: str) -> list[tuple[int, int]]:
    found = []
    at = 0
    for part in protect(text, {}):
        piece = part if isinstance(part, str) else part.source
        if not isinstance(part, str):
            found.append((at, at + len(piece)))
        at += len(piece)
    return found


def compared(old: str, new: str) -> tuple[Difference, ...]:
    """The way from `old` to `new`, word by word: without what is new it is `old`, without what is gone it is `new`.

    Changed words with nothing but a space between them are one change, which reads better than many.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Difference] = []
    gone = fresh = ""
    for tag, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[first:last]), "".join(after[start:end])
        if tag != "equal" or (left.isspace() and (gone or fresh) and last < len(before)):
            gone, fresh = gone + left, fresh + right
            continue
        found += [Difference(gone, "gone"), Difference(fresh, "new"), Difference(left, "same")]
        gone = fresh = ""
    found += [Difference(gone, "gone"), Difference(fresh, "new")]
    return tuple(difference for difference in found if difference.text)

"""Pieces of a line with their marks → inline Markdown.

In: runs of plain text, each with the marks that lie on it (emphasis, links, code …), in the order of reading. Out: one
line of Markdown that shows the same words. Runs with the same marks are one, spaces stand outside of marks, and so does
punctuation where CommonMark (section 6.2, "delimiter runs") would not take a star for the edge of an emphasis; where
it cannot stand outside, the mark is left off rather than shown as a star. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.portable import literal

LINK, CODE = "link:", "code"
RANKS = ("strong", "em", "s", "u", "mark", "small", "q", "sub", "sup", "kbd", "abbr", CODE)
"""Marks from the outermost to the innermost; a link, `link:` and its target, is outside of all."""
_STARS = {"strong": "**", "em": "*"}
_SPACE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_SIGN = re.compile(r"\\[\\`*_\[\]]|&#?\w+;|(?s:.)")
"""A character, as it stands in Markdown."""
_BEGUN, _ENDED = re.compile(r"!?\[|[<`*]"), re.compile(r"(?:\]\([^()\s]*\)|\[\^\w+\]|</?\w+>|[`*])\Z")
"""What is no plain text at the start and at the end of a line."""
_UNSAFE = re.compile(r"[\x00-\x20<>()\\|`\[\]\"\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text under the same marks. `ready` text is Markdown already and is not read any more."""

    text: str
    marks: tuple[str, ...] = ()
    ready: bool = False


def marked(marks: Iterable[str], more: str) -> tuple[str, ...]:
    """Marks with one more, in the order of their ranks; of two links the outer one stays."""
    every = set(marks) | {more}
    links = [mark for mark in marks if mark.startswith(LINK)] or [mark for mark in every if mark.startswith(LINK)]
    return (*links[:1], *(mark for mark in RANKS if mark in every))


def line(runs: Iterable[Run]) -> str:
    """The Markdown of one line, without spaces at its ends."""
    return _spelt(_even(runs), "", "").strip()


def target(address: str) -> str:
    """An address as the target of an inline link, without any character that Markdown would take for its own."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address.strip())


def _even(runs: Iterable[Run]) -> list[Run]:
    """The runs with single spaces, none at either end of the line, and neighbours with the same marks as one."""
    found: list[Run] = []
    spaced = True
    for run in runs:
        text = run.text if run.ready else _SPACE.sub(" ", run.text)
        if spaced and not run.ready:
            text = text.removeprefix(" ")
        if text:
            spaced = text.endswith(" ")
            found.append(replace(run, text=text))
    even: list[Run] = []
    for (marks, ready), group in groupby(found, key=lambda run: (run.marks, run.ready)):
        several = list(group)
        even += several if ready else [Run("".join(run.text for run in several), marks)]
    return even


def _spelt(runs: Sequence[Run], before: str, after: str) -> str:
    """Markdown of runs that stand between two texts."""
    groups = [(mark, list(group)) for mark, group in groupby(runs, key=lambda run: run.marks[0] if run.marks else "")]
    text = ""
    for place, (mark, group) in enumerate(groups):
        behind = groups[place + 1][1][0].text if place + 1 < len(groups) else after
        if not mark:
            text += _plain(group, linked=place + 1 < len(groups) and groups[place + 1][0].startswith(LINK))
        elif mark == CODE:
            text += _code("".join(run.text for run in group))
        else:
            inner = [replace(run, marks=run.marks[1:]) for run in group]
            outside = mark.startswith(LINK)
            words = _spelt(inner, "" if outside else text or before, "" if outside else behind)
            text += _wrapped(mark, words, text or before, behind)
    return text


def _plain(runs: Iterable[Run], *, linked: bool) -> str:
    text = "".join(run.text if run.ready else literal(run.text) for run in runs)
    return f"{text[:-1]}&#33;" if linked and text.endswith("!") else text


def _code(text: str) -> str:
    """A code span (CommonMark, section 6.1), with more backticks around it than in it."""
    core = text.strip()
    if not core:
        return text
    ticks = "`" * next(count for count in range(1, len(core) + 2) if count not in map(len, re.findall("`+", core)))
    pad = " " if core.startswith("`") or core.endswith("`") else ""
    return f"{text[: len(text) - len(text.lstrip())]}{ticks}{pad}{core}{pad}{ticks}{text[len(text.rstrip()) :]}"


def _wrapped(mark: str, text: str, before: str, after: str) -> str:
    core = text.strip()
    if not core:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if mark.startswith(LINK):
        return f"{lead}[{core}]({mark.removeprefix(LINK)}){trail}"
    if mark not in _STARS:
        return f"{lead}<{mark}>{core}</{mark}>{trail}"
    stars = _STARS[mark]
    signs = _SIGN.findall(core)
    if _joins(before[-1:]) and not lead:
        count = 0 if _BEGUN.match(core) else next((n for n, sign in enumerate(signs) if not _apart(sign)), len(signs))
        lead, signs = "".join(signs[:count]), signs[count:]
        stars = stars if signs and (lead or not _apart(signs[0])) else ""
    if _joins(after[:1]) and not trail and signs:
        held = 0 if _ENDED.search(core) else next((n for n, sign in enumerate(signs[::-1]) if not _apart(sign)), 0)
        signs, trail = signs[: len(signs) - held], "".join(signs[len(signs) - held :])
        stars = stars if trail or not _apart(signs[-1]) else ""
    core = "".join(signs)
    return f"{lead}{stars}{core}{stars}{trail}" if core.strip() == core else f"{lead}{core}{trail}"


def _joins(character: str) -> bool:
    """Whether a character beside a star may keep it from being an edge."""
    return bool(character) and not character.isspace() and unicodedata.category(character)[0] != "P"


def _apart(sign: str) -> bool:
    """Whether a character, as it stands in Markdown, is or may be taken for punctuation or a space."""
    return len(sign) > 1 or sign.isspace() or unicodedata.category(sign)[0] in "PS"

"""What an engine must not touch: names, terms, figures, links, code and Markdown's own marks.

In: a segment's inline Markdown (the portable subset), the glossary's wordings, the names found in it, what finds its
quantities. Out: `Protected`, a sequence of plain text and marks, which a scheme writes down for an engine and reads
back from its answer. `source(protect(s)) == s` holds for every text. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.translate.marks import Mark, Protected

if TYPE_CHECKING:  # the words of numbers, dates and units, which only a translation needs
    from generator.translate.quantities import Find

_LINK_END = r'\]\((?:<[^<>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"(?:\\.|[^"\\])*")?\)'
_MARKUP = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<keep>\\.|</?[a-z]+>|<[^<>\s]+>|\[\^[^\]\s]+\]|&#?\w+;"
    r"|https?://[^\s<>\]]*[^\s<>\].,;:!?)”»\"'’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)[#@]\w+)"
    rf"|(?P<close>{_LINK_END})"
    r"|(?P<open>!?\[)"
    r"|(?P<stars>\*+|(?<![^\W_])_+|_+(?![^\W_]))"
)


def protect(
    text: str, wordings: Mapping[str, str], names: Iterable[str] = (), quantities: Find | None = None
) -> Protected:
    """Take `text` apart. `wordings` maps terms to their fixed translation, `names` stay as they are, `quantities`
    finds figures and words them in the other locale."""
    fixed = {**{name: name for name in names}, **wordings}
    cut = _cutter({word: wording for word, wording in fixed.items() if word and word in text}, quantities)
    parts: list[str | Mark] = []
    stack: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        parts += cut(text[at : match.start()])
        at = match.end()
        parts.extend(_marks(match, text, parts, stack))
    parts += cut(text[at:])
    return tuple(_numbered(parts, set(stack)))


def _cutter(fixed: Mapping[str, str], quantities: Find | None) -> Callable[[str], Iterator[str | Mark]]:
    """A function that finds fixed words, and figures between them, in a text without markup."""
    words = sorted(fixed, key=len, reverse=True)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else re.compile(r"(?!)")

    def figures(text: str) -> Iterator[str | Mark]:
        at = 0
        for found in quantities(text) if quantities else ():
            yield text[at : found.start]
            yield Mark("keep", 0, text[found.start : found.end], found.wording, "figure")
            at = found.end
        yield text[at:]

    def cut(text: str) -> Iterator[str | Mark]:
        at = 0
        for match in known.finditer(text):
            yield from figures(text[at : match.start()])
            wording = fixed[match[0]]
            yield Mark("keep", 0, match[0], wording, "name" if wording == match[0] else "term")
            at = match.end()
        yield from figures(text[at:])

    return cut


def _marks(match: re.Match[str], text: str, parts: list[str | Mark], stack: list[int]) -> list[str | Mark]:
    """The marks that a piece of markup stands for; `stack` holds the places of the pairs still open."""
    piece = match[0]
    if match["close"] or match["stars"]:
        opened = _partner(piece, parts, stack, text[match.start() - 1 : match.start()])
        if opened is not None:
            return [Mark("close", opened, piece, piece)]
        if match["close"]:
            return [Mark("keep", 0, piece, piece)]
    if match["open"] or match["stars"]:
        stack.append(len(parts))
        return [Mark("open", len(parts), piece, piece)]
    return [Mark("keep", 0, piece, piece)]


def _partner(piece: str, parts: list[str | Mark], stack: list[int], before: str) -> int | None:
    """The place of the mark that `piece` closes, taken off the stack."""
    if not stack:
        return None
    opener = parts[stack[-1]]
    assert isinstance(opener, Mark)
    closes = opener.source.endswith("[") if piece.startswith("]") else opener.source == piece and not before.isspace()
    return stack.pop() if closes else None


def _numbered(parts: list[str | Mark], unclosed: set[int]) -> Iterable[str | Mark]:
    """Without empty texts, marks numbered from 1, and those that never closed standing alone."""
    numbers: dict[int, int] = {}
    count = 0
    for place, part in enumerate(parts):
        if isinstance(part, str):
            if part:
                yield part
        elif part.role == "close":
            yield replace(part, number=numbers[part.number])
        else:
            count += 1
            numbers[place] = count
            yield replace(part, number=count, role="keep" if place in unclosed else part.role)

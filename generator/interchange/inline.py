"""A text of the newsroom as translators see it.

In: inline Markdown, taken apart. Out: an `Inline` in which escapes and entities are the characters they show, figures
are words, names and terms are terms, and only what means more than its letters is a code. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from html.entities import html5
from string import punctuation

from generator.exchange import Code, Inline, Term
from generator.exchange.inline import aligned, numbered
from generator.translate.marks import Mark
from generator.translate.protect import protect

_NUMBER = re.compile(r"&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});")
"""A character by its number, as CommonMark 0.31 (2.5 Entity and numeric character references) reads it."""


def source_of(text: str, wordings: Mapping[str, str], names: Iterable[str] = ()) -> Inline:
    """A source: `wordings` maps glossary terms to their translation, `names` stay as they are."""
    return numbered(_part(part) for part in protect(text, wordings, names))


def target_of(text: str, source: Inline) -> Inline:
    """A translation, its codes numbered as in its source. Names are not marked: some programs keep the words of an
    annotation when a translation is typed anew."""
    return aligned(source, source_of(text, {}))


def _part(part: str | Mark) -> str | Code | Term:
    if isinstance(part, str):
        return part
    if part.sort in ("name", "term"):
        return Term("", part.source, part.target)
    if part.sort == "figure":
        return part.source
    if part.role == "keep":
        shown = "".join(_shown(part.source))
        if shown:
            return shown
    return Code(part.role, str(part.number), part.source)


def _shown(piece: str) -> Iterator[str]:
    """The character that an escape or an entity stands for; nothing where the piece is something else, or where nobody
    would see the character."""
    if piece.startswith("\\"):
        yield piece[1:] if piece[1] in punctuation else piece
    elif piece.startswith("&"):
        known = piece[1:] in html5 or _NUMBER.fullmatch(piece)
        character = unescape(piece) if known else piece
        if character.isprintable():
            yield character

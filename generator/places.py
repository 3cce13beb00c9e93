"""The places of the texts in a body of Markdown, and the body with other texts in them.

In: Markdown in the portable subset. Out: a span per text that has words, in the order of the source; the blocks of a
body with other texts; a body without its texts. Texts are spliced by position and Markdown is never written anew. A
body is not parsed again where its new texts certainly change nothing but themselves. Refuses (ValueError) a wrong
number of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.model import Block, SegmentKind
from generator.portable import blocks, guard_start, outline

REMEMBERED = 2_000
"""Bodies whose places are remembered, because every locale asks for those of the same articles."""

KINDS: tuple[tuple[str, SegmentKind], ...] = (
    ("footnote_open", "footnote"),
    ("table_open", "table cell"),
    ("heading_open", "heading"),
    ("list_item_open", "list item"),
    ("blockquote_open", "quote"),
)
"""What a text is called after the blocks around it, first match first; a paragraph otherwise."""

_UNREADABLE = re.compile(r"`+[^`]*`+|<[^<>\s]+>|\[\^[^\]]+\]|\]\([^)]*\)|&#?\w+;|<br>")


_TAME = re.compile(r"[^\W\d_](?:[^|\n\r\0\[]++|\[(?!\^))*(?<![\s#\\|])")
"""A text that begins with a letter and ends with what no block ends with; without notes, columns and line ends."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where one inline text stands: a (start, end) per source line."""

    kind: SegmentKind
    places: tuple[tuple[int, int], ...]


def blanked(body: str, original: str = "", texts: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """A body without its texts, which stays the same when nothing but wording changes; and the texts.

    Where it certainly is `original` with other texts, the last of `texts`, it need not be parsed.
    """
    spans = spans_of(original) if texts else ()
    mine = tuple(texts[len(texts) - len(spans) :]) if len(spans) <= len(texts) else ()
    if mine and _tame(original, spans, mine) and _splice(original, spans, mine) == body:
        return _blank(original), mine
    return _blank(body), tuple(text_at(body, span) for span in spans_of(body))


@lru_cache(maxsize=REMEMBERED)
def _blank(body: str) -> str:
    spans = spans_of(body)
    for span in reversed(spans):
        (start, _), (_, end) = span.places[0], span.places[-1]
        body = body[:start] + body[end:]
    return body


@lru_cache(maxsize=REMEMBERED)
def spans_of(markdown: str) -> tuple[Span, ...]:
    """Every inline text of the body that has words, in the order of the source."""
    starts = [0]
    lines = markdown.split("\n")
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    cursors: dict[int, int] = {}
    spans = []
    for kind, content, first in _inlines(markdown):
        places = _find(content, first, lines, starts, cursors)
        if places and _has_words(content):
            spans.append(Span(kind, places))
    return tuple(sorted(spans, key=lambda span: span.places))


def _inlines(markdown: str) -> Iterator[tuple[SegmentKind, str, int]]:
    around: list[str] = []
    line = 0
    for token in outline(markdown):
        if token.map:
            line = token.map[0]
        if token.nesting == 1:
            around.append(token.type)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline":
            kind: SegmentKind = next((kind for block, kind in KINDS if block in around), "paragraph")
            yield kind, token.content, line


def _find(
    content: str, first: int, lines: list[str], starts: list[int], cursors: dict[int, int]
) -> tuple[tuple[int, int], ...]:
    """The places of each line of `content` at or below line `first`; empty where the source writes it otherwise."""
    places = []
    for number, text in enumerate(content.split("\n"), start=first):
        if number >= len(lines):
            return ()
        cursor = cursors.get(number, 0)
        for spelling in (text, text.replace("|", "\\|")):
            at = lines[number].find(spelling, cursor)
            if at >= 0:
                cursors[number] = at + len(spelling)
                places.append((starts[number] + at, starts[number] + at + len(spelling)))
                break
        else:
            return ()
    return tuple(places)


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in _UNREADABLE.sub("", text))


def text_at(body: str, span: Span) -> str:
    """The text that stands in a place."""
    return "\n".join(body[start:end] for start, end in span.places)


def _splice(body: str, spans: Sequence[Span], texts: Sequence[str]) -> str:
    parts, at = [], 0
    for span, text in zip(spans, texts, strict=True):
        start, end = span.places[0][0], span.places[-1][1]
        parts += [body[at:start], _fitted(body, span, text)]
        at = end
    return "".join((*parts, body[at:]))


def _fitted(body: str, span: Span, text: str) -> str:
    """A text as it must be written in the place of another."""
    if text == text_at(body, span):
        return body[span.places[0][0] : span.places[-1][1]]
    safe = text.replace("\n", " ")
    return safe.replace("|", "\\|").replace("\\\\|", "\\|") if span.kind == "table cell" else guard_start(safe)


def translated(body: tuple[Block, ...], texts: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks of a body with other texts. They are what they were, unless one of the texts may change that."""
    markdown = "".join(block.text for block in body)
    spans = spans_of(markdown)
    whole = _splice(markdown, spans, texts)
    if whole == markdown:
        return body
    if not _tame(markdown, spans, texts):
        return blocks(whole)
    made, start, number = [], 0, 0
    for block in body:
        parts, at, end = [], start, start + len(block.text)
        while number < len(spans) and spans[number].places[0][0] < end:
            first, last = spans[number].places[0]
            parts += [markdown[at:first], texts[number]]
            at, number = last, number + 1
        made.append(Block(block.kind, "".join((*parts, markdown[at:end]))))
        start = end
    return tuple(made)


def _tame(body: str, spans: Sequence[Span], texts: Sequence[str]) -> bool:
    """Whether texts put in the places of others certainly leave all blocks, and the places of all texts, as they are:
    each is on one line and begins with a word, as no block but a paragraph does. Notes are told by what refers to them.
    """
    if "[^" in body:
        return False
    return all(
        len(span.places) == 1 and (text == body[slice(*span.places[0])] or bool(_TAME.fullmatch(text)))
        for span, text in zip(spans, texts, strict=True)
    )

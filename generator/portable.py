"""The one Markdown that every page is written in, on which markdown-it-py and Python-Markdown agree.

In: Markdown as people write it (CommonMark, tables, footnotes). Out: the same text in a documented subset:

- one line per paragraph, heading, list item and table row; a forced line break is `<br>`
- lists stand after a blank line, their contents indented by four columns; ordered lists keep their first number
- links and pictures are inline, with their title; references are resolved
- `*emphasis*`, `**strong**`, fenced code, ATX headings from the second level on (a page has one headline)
- `&lt;` and `&amp;` where a character would otherwise begin HTML

Raw HTML is refused by turning it into visible text, a few attribute-less inline elements excepted; so are links to
anything but http, https, mailto and paths. A picture on another host becomes a link to it, because readers' browsers
would tell that host of them. Nothing visible is lost. `renderers.py` writes it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from generator.model import Block
from generator.sanitise import PICTURE, leads

DEPTH = 64
"""Levels of quotes, lists and emphasis within each other."""
INLINE_HTML = re.compile(r"</?(?:abbr|kbd|mark|q|s|small|sub|sup|u|wbr)>|<br\s*/?>", re.IGNORECASE)
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]"} | {"<": "&lt;"})
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"(?P<mark>[#>]|[-+=~:|](?=\s|$|[-=~>|]))|(?P<number>\d+)[.)](?=\s|$)")
_NOTE_MARK = re.compile(r"(?<!\\)\[\^[^\]\s]+\]")
_MARKED = re.compile(r"[\\`*_\[\]<>&\n\r\0]")
"""What may be markup, or is shown as something else."""
_PASSED_OVER = re.compile(r"%(?:[01][0-9A-F]|20|7F|C2%A0|E2%80%..|EF%BB%BF)", re.IGNORECASE)
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class TooDeep(Exception):
    """A text nested more than `DEPTH` levels deep."""


@cache
def parser() -> MarkdownIt:
    """The CommonMark parser with tables and footnotes that reads every article and every page; nobody changes it."""
    return _made()


def _made() -> MarkdownIt:
    # Left to itself the parser drops, without a word, what stands deeper than twenty levels.
    engine = (
        MarkdownIt("commonmark", {"html": True, "maxNesting": 2 * DEPTH})
        .enable("table")
        .use(footnote_plugin, inline=False)
    )
    # An indented block is far more often a mistake of indentation in a pasted text than code.
    engine.validateLink = _leads_or_shows  # type: ignore[method-assign, assignment]
    return engine.disable(["code"])


def _leads_or_shows(address: str) -> bool:
    """Whether a link or a picture may have an address; a picture may be in it. The parser leaves some characters as
    `%01`, others as `&#1;`, which browsers read and pass over."""
    bare = _PASSED_OVER.sub("", unescape(unescape(address)))
    return leads(bare) or PICTURE.match(bare) is not None


@cache
def _outliner() -> MarkdownIt:
    """A parser that leaves alone what stands inside of blocks."""
    return _made().disable(["inline", "text_join", "footnote_tail"])


@lru_cache(maxsize=2)
def outline(text: str) -> tuple[Token, ...]:
    """The tokens of a text's blocks, to be read only; the children of its inline tokens may be missing.

    Which notes there are depends on what refers to them, and that stands inside of blocks.
    """
    return tuple((parser() if "[^" in text else _outliner()).parse(text))


def portable(text: str) -> str:
    """Markdown in the portable subset, ending in one line break (empty for an empty text). Raises `TooDeep`."""
    from generator.renderers import rendered  # with mdformat, for texts of people alone

    try:
        return rendered(parser(), text)
    except ValueError:  # a footnote defined inside itself has no place in any tree; it is shown as it was typed
        return rendered(_made().disable(["footnote_def", "footnote_ref"]), text)


def blocks(text: str) -> tuple[Block, ...]:
    """The top-level blocks of a Markdown text; their texts add up to it."""
    lines = _LINES.findall(text)
    starts: dict[int, str] = {}
    in_note = False
    for token in outline(text):
        in_note = in_note or token.type == "footnote_open"
        if in_note and token.map:  # the note itself has no place, the first block in it has
            starts.setdefault(token.map[0], "footnote")
            in_note = False
        elif token.level == 0 and token.nesting >= 0 and token.map:
            starts.setdefault(token.map[0], token.type.removesuffix("_open"))
    if not starts:
        return (Block("blank", text),) if text else ()
    edges = [0, *sorted(starts)[1:], len(lines)]
    kinds = [starts[line] for line in sorted(starts)]
    spans = zip(kinds, edges, edges[1:], strict=False)
    return tuple(Block(kind, "".join(lines[start:end])) for kind, start, end in spans)


def escape(text: str) -> str:
    """Plain text as inline Markdown that shows just this text, at the start of a block too.

    >>> escape("4. [sic] a < b")
    '4\\\\. \\\\[sic\\\\] a &lt; b'
    """
    return guard_start(literal(text))


def literal(text: str) -> str:
    """Plain text as inline Markdown that shows just this text, anywhere but at the start of a block."""
    return _ENTITY.sub("&amp;", text).translate(_MARKS)


def guard_start(text: str) -> str:
    """Keep a line of inline Markdown from being read as a list, heading, quote or rule."""
    match = _LINE_START.match(text)
    if not match:
        return text
    at = match.end("number") if match["number"] else 0
    if text[at] in "=~:|":  # no backslash works for these in Python-Markdown
        return f"&#{ord(text[at])};{text[at + 1 :]}"
    return f"{text[:at]}\\{text[at:]}"


def plain(text: str) -> str:
    """The words that a line of inline Markdown shows, without its markup."""
    if not _MARKED.search(text):
        return text
    words = []
    for token in parser().parseInline(_NOTE_MARK.sub("", text))[0].children or ():
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content.startswith("<br"):
            words.append(" ")
        elif token.type == "image":
            words.append(token.content)
    return "".join(words)

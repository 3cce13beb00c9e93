"""The one Markdown that every page is written in, on which markdown-it-py and Python-Markdown agree.

In: Markdown as people write it (CommonMark, tables, footnotes). Out: the same text in a documented subset:

- one line per paragraph, heading, list item and table row; a forced line break is `<br>`
- lists stand after a blank line, their contents indented by four columns; ordered lists keep their first number
- links and pictures are inline, with their title; references are resolved
- `*emphasis*`, `**strong**`, fenced code, ATX headings from the second level on (a page has one headline)
- `&lt;` and `&amp;` where a character would otherwise begin HTML

Raw HTML is refused by turning it into visible text, a few attribute-less inline elements excepted; so are links to
anything but http, https, mailto and paths (markdown-it-py's rule). Nothing visible is lost.

mdformat does the rendering: its renderers are replaced, as its plug-ins do it, where Python-Markdown differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdformat.renderer import MDRenderer, RenderContext, RenderTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from generator.model import Block

INDENT = 4
INLINE_HTML = re.compile(r"</?(?:abbr|kbd|mark|q|s|small|sub|sup|u|wbr)>|<br\s*/?>", re.IGNORECASE)
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]"} | {"<": "&lt;"})
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"(?:(?P<mark>#{1,6}|[-+>=~:|])|(?P<number>\d+)(?P<stop>[.)]))(?=\s|$|[-=~>|])")
_HEADING_END = re.compile(r"#+$")


def parser() -> MarkdownIt:
    """The CommonMark parser with tables and footnotes that reads every article and every page."""
    engine = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
    # An indented block is far more often a mistake of indentation in a pasted text than code.
    return engine.disable(["code"])


def portable(text: str) -> str:
    """Markdown in the portable subset, ending in one line break (empty for an empty text)."""
    engine = parser()
    env: dict[str, Any] = {}
    tokens = engine.parse(text.replace("\0", ""), env)
    options = {**engine.options, "mdformat": {"wrap": "keep", "number": True}, "parser_extension": [_renderers()]}
    return MDRenderer().render(_below_headline(tokens), options, env)


def blocks(text: str) -> tuple[Block, ...]:
    """The top-level blocks of a Markdown text; their texts add up to it."""
    lines = text.splitlines(keepends=True)
    starts: dict[int, str] = {}
    for token in parser().parse(text):
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "footnote_block_open":
            starts.setdefault(token.map[0], token.type.removesuffix("_open"))
        elif token.type == "footnote_open" and token.map:
            starts.setdefault(token.map[0], "footnote")
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
    words = []
    for token in parser().parseInline(text)[0].children or ():
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content.startswith("<br"):
            words.append(" ")
        elif token.type == "image":
            words.append(token.content)
    return "".join(words)


def _below_headline(tokens: Sequence[Token]) -> Sequence[Token]:
    """The headline is the page's only heading of the first level: shift the others down where one claims it."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    if not any(token.tag == "h1" for token in headings):
        return tokens
    for token in headings:
        level = min(int(token.tag[1]) + 1, 6)
        token.tag, token.markup = f"h{level}", "#" * level
    return tokens


def _renderers() -> Any:
    """What mdformat calls a plug-in: the renderers that differ from its own."""
    renderers = {
        "hardbreak": lambda node, context: "<br>",
        "softbreak": lambda node, context: " ",
        "hr": lambda node, context: "---",
        "text": _text,
        "html_inline": _html_inline,
        "html_block": _html_block,
        "heading": _heading,
        "paragraph": _paragraph,
        "em": lambda node, context: f"*{_children(node, context)}*",
        "strong": lambda node, context: f"**{_children(node, context)}**",
        "bullet_list": _list,
        "ordered_list": _list,
        "table": _table,
        "footnote_ref": lambda node, context: f"[^{node.meta['label']}]",
        "footnote_anchor": lambda node, context: "",
        "footnote_block": lambda node, context: "\n\n".join(child.render(context) for child in node.children),
        "footnote": _footnote,
    }
    return SimpleNamespace(RENDERERS=renderers)


def _children(node: RenderTreeNode, context: RenderContext) -> str:
    return "".join(child.render(context) for child in node.children)


def _text(node: RenderTreeNode, context: RenderContext) -> str:
    return literal(re.sub(r"\s+", " ", node.content))


def _html_inline(node: RenderTreeNode, context: RenderContext) -> str:
    if INLINE_HTML.fullmatch(node.content):
        return "<br>" if node.content.lower().startswith("<br") else node.content.lower()
    return literal(node.content)


def _html_block(node: RenderTreeNode, context: RenderContext) -> str:
    return " ".join(literal(node.content).split())


def _heading(node: RenderTreeNode, context: RenderContext) -> str:
    text = _children(node, context)
    return f"{'#' * int(node.tag[1])} {_HEADING_END.sub(lambda hashes: chr(92) + hashes[0], text)}"


def _paragraph(node: RenderTreeNode, context: RenderContext) -> str:
    return guard_start(_children(node, context).strip())


def _list(node: RenderTreeNode, context: RenderContext) -> str:
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    texts = []
    for item in node.children:
        tight = all(child.hidden for child in item.children if child.type == "paragraph")
        texts.append(("\n" if tight else "\n\n").join(child.render(context) for child in item.children))
    # A blank line inside one item makes Python-Markdown take the next item for a part of it, unless all are set apart.
    apart = any("\n\n" in text for text in texts) or any(
        not child.hidden for item in node.children for child in item.children if child.type == "paragraph"
    )
    items = []
    for index, text in enumerate(texts):
        marker = "-" if first is None else f"{first + index}."
        items.append(_indented(f"{marker:<{INDENT - 1}} ", text))
    return ("\n\n" if apart else "\n").join(items)


def _indented(marker: str, text: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([f"{marker}{head}".rstrip(), *(f"{' ' * INDENT}{line}" if line else "" for line in rest)])


def _table(node: RenderTreeNode, context: RenderContext) -> str:
    rows = [row for part in node.children for row in part.children]
    styles = [str(cell.attrs.get("style", "")) for cell in rows[0].children]
    rules = {"text-align:left": ":---", "text-align:right": "---:", "text-align:center": ":---:"}
    texts = [[_children(cell, context).replace("|", "\\|") for cell in row.children] for row in rows]
    texts.insert(1, [rules.get(style, "---") for style in styles])
    return "\n".join(f"| {' | '.join(row)} |" for row in texts)


def _footnote(node: RenderTreeNode, context: RenderContext) -> str:
    parts = (child.render(context) for child in node.children if child.type != "footnote_anchor")
    return _indented(f"[^{node.meta['label']}]: ", "\n\n".join(part for part in parts if part))

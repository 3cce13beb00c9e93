"""How each kind of block and mark is written in the portable subset of Markdown (`portable.py`).

In: a parser and Markdown as people write it. Out: the text in the subset. mdformat does the rendering: its renderers
are replaced, as its plug-ins do it, where Python-Markdown differs. Refuses (ValueError) a footnote defined inside
itself, and (`TooDeep`) what is nested so deeply that no parser would show all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdformat.renderer import MDRenderer, RenderContext, RenderTreeNode

from generator.portable import DEPTH, INLINE_HTML, TooDeep, guard_start, literal
from generator.sanitise import leads, shows, visible

INDENT = 4
_LISTS = ("bullet_list", "ordered_list")
_HEADING_END = re.compile(r"#+$")


def rendered(engine: MarkdownIt, text: str) -> str:
    """The text in the subset, ending in one line break (empty for an empty text)."""
    env: dict[str, Any] = {}
    tokens = engine.parse(text.replace("\0", ""), env)
    if any(part.level > DEPTH for token in tokens for part in (token, *(token.children or ())) if part.nesting == 1):
        raise TooDeep
    options = {**engine.options, "mdformat": {"wrap": "keep", "number": True}, "parser_extension": [_renderers()]}
    return MDRenderer().render(_prepared(tokens), options, env)


def _prepared(tokens: Sequence[Token]) -> Sequence[Token]:
    """Headings below the page's headline, titles of links without the quotation marks that would end them, and no
    picture that would be asked of another host."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = any(token.tag == "h1" for token in headings)
    for token in headings:
        level = min(int(token.tag[1]) + shift, 6)
        token.tag, token.markup = f"h{level}", "#" * level
    for token in tokens:
        if token.children:
            token.children = list(_harmless(token.children))
        for part in token.children or ():
            if part.attrs.get("title"):
                part.attrs["title"] = visible(str(part.attrs["title"])).replace('"', "”")
    return tokens


def _harmless(parts: Sequence[Token]) -> Iterator[Token]:
    """Links that lead somewhere, the words of others, and a link for each picture that is not the site's own."""
    inside: list[bool] = []
    for part in parts:
        if part.type == "link_open":
            inside.append(leads(str(part.attrs["href"])))
        opened = inside.pop() if part.type == "link_close" else part.type != "link_open" or inside[-1]
        if part.type == "image" and not shows(str(part.attrs["src"])):
            yield from _as_link(part, linked=bool(inside))
        elif opened:
            yield part


def _as_link(picture: Token, *, linked: bool) -> Iterator[Token]:
    address = str(picture.attrs["src"])
    text = Token("text", "", 0, content=picture.content or address)
    if linked:
        yield text
    else:
        yield from (Token("link_open", "a", 1, attrs={"href": address}), text, Token("link_close", "a", -1))


def _renderers() -> Any:
    """What mdformat calls a plug-in: the renderers that differ from its own."""
    renderers = {
        "root": _root,
        "hardbreak": lambda node, context: "<br>",
        "softbreak": lambda node, context: " ",
        "hr": lambda node, context: "---",
        "text": _text,
        "html_inline": _html_inline,
        "html_block": _html_block,
        "heading": _heading,
        "paragraph": _paragraph,
        "em": _emphasis,
        "fence": _fence,
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


def _root(node: RenderTreeNode, context: RenderContext) -> str:
    """Blocks with a blank line between them; two quotes in a row are one for Python-Markdown, so they become one."""
    text, before = "", None
    for child in node.children:
        block = child.render(context)
        if not block:
            continue
        between = "\n>\n" if before == child.type == "blockquote" else "\n\n"
        text += between + block if text else block
        before = child.type
    return text


def _children(node: RenderTreeNode, context: RenderContext) -> str:
    return "".join(child.render(context) for child in node.children)


def _text(node: RenderTreeNode, context: RenderContext) -> str:
    text = literal(re.sub(r"\s+", " ", visible(node.content)))
    following = node.next_sibling
    # Together with a link it would be a picture.
    return f"{text[:-1]}\\!" if text.endswith("!") and following and following.type == "link" else text


def _emphasis(node: RenderTreeNode, context: RenderContext) -> str:
    """Stars that touch other stars would be read as one mark."""
    text = _children(node, context)
    in_strong = node.parent is not None and node.parent.type == "strong"
    at_edge = in_strong and (node.previous_sibling is None or node.next_sibling is None)
    touching = at_edge or text.startswith("*") or text.endswith("*")
    return f"_{text}_" if touching else f"*{text}*"


def _fence(node: RenderTreeNode, context: RenderContext) -> str:
    code = node.content if node.content.endswith("\n") or not node.content else f"{node.content}\n"
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", code) or [""]))
    language = re.match(r"[\w+.#-]*", node.info.strip())
    return f"{ticks}{language[0] if language else ''}\n{code}{ticks}"


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
    """Items with nothing but a line and lists of such items stand close; all others apart.

    In a close list Python-Markdown sees no other block, and after a blank line it takes the next item for a part of
    the one above, unless all are set apart. An item that begins with another block gets an invisible line first.
    """
    first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    items = [[child.render(context) for child in item.children] for item in node.children]
    apart = any("\n\n" in text for texts in items for text in texts) or not all(
        child.hidden if child.type == "paragraph" else place and child.type in _LISTS
        for item in node.children
        for place, child in enumerate(item.children)
    )
    between = "\n\n" if apart else "\n"
    written: list[str] = []
    for item, texts in zip(node.children, items, strict=True):
        if not any(texts):
            continue
        if item.children[0].type != "paragraph":
            texts.insert(0, "&nbsp;")
        marker = "-" if first is None else f"{first + len(written)}."
        written.append(_indented(f"{marker:<{INDENT - 1}} ", between.join(texts)))
    return between.join(written)


def _indented(marker: str, text: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([f"{marker}{head}".rstrip(), *(f"{' ' * INDENT}{line}" if line else "" for line in rest)])


def _table(node: RenderTreeNode, context: RenderContext) -> str:
    rows = [row for part in node.children for row in part.children]
    styles = [str(cell.attrs.get("style", "")) for cell in rows[0].children]
    rules = {"text-align:left": ":---", "text-align:right": "---:", "text-align:center": ":---:"}
    texts = [[_children(cell, context).replace("|", "\\|") for cell in row.children] for row in rows]
    texts.insert(1, [rules.get(style, "---") for style in styles])
    if len(rows) == 1:  # Python-Markdown knows no table without a row
        texts.append([""] * len(styles))
    return "\n".join(f"| {' | '.join(row)} |" for row in texts)


def _footnote(node: RenderTreeNode, context: RenderContext) -> str:
    parts = (child.render(context) for child in node.children if child.type != "footnote_anchor")
    return _indented(f"[^{node.meta['label']}]: ", "\n\n".join(part for part in parts if part))

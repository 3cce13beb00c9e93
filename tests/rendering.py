"""HTML as readers see it, by both of the Markdown parsers that pages must look alike in."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown

from generator.portable import parser

EXTENSIONS = ("footnotes", "sane_lists", "tables", "pymdownx.superfences")
VOID = {"br", "hr", "img", "input", "wbr"}
EDGES = {"br", "hr", "ul", "ol", "ol start=0", "blockquote", "pre", "table", "p", "h2", "h3", "h4", "h5", "h6"}
FURNITURE = {"div", "section", "span", "thead", "tbody"}

Node = tuple[str, tuple[object, ...]]


class _Tree(HTMLParser):
    """HTML as nested (tag, children), without attributes other than those that readers notice, without white space
    that browsers do not show, and without the furniture of footnotes and highlighted code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, list[object]]] = [("", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kept = "".join(f" {key}={given[key]}" for key in ("href", "src", "alt", "title", "start") if given.get(key))
        if "footnote" in str(given.get("class")) and tag == "a":
            kept = ""
        name = f"{tag}{kept}" + (".note" if "footnote" in str(given.get("class")) else "")
        if tag in VOID:
            self.stack[-1][1].append((name, ()))
        else:
            self.stack.append((name, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        name, children = self.stack.pop()
        assert name.split(" ")[0].split(".")[0] == tag, f"</{tag}> closes <{name}>"
        if tag == "a" and name.endswith(".note"):
            text = "".join(child for child in children if isinstance(child, str))
            self.stack[-1][1].extend([("note", ())] if re.search(r"\d", text) else [])
        elif tag == "div" and name.endswith(".note"):  # Python-Markdown's rule above the notes has no class
            self.stack[-1][1].extend(child for child in children if child != ("hr", ()))
        elif tag in FURNITURE:
            self.stack[-1][1].extend(children)
        else:
            self.stack[-1][1].append((name, children))

    def handle_data(self, data: str) -> None:
        self.stack[-1][1].append(data)


def _tidied(children: list[object], *, verbatim: bool = False) -> tuple[object, ...]:
    """Neighbouring texts as one, their white space as browsers show it."""
    merged: list[object] = []
    for child in children:
        if isinstance(child, str) and merged and isinstance(merged[-1], str):
            merged[-1] += child
        else:
            merged.append(child)
    found: list[object] = []
    for child in merged:
        if isinstance(child, str):
            text = child.strip("\n") if verbatim else re.sub(r"[ \t\r\n]+", " ", child)
            if text.strip() or (verbatim and text):
                found.append(text)
        else:
            name, inner = child  # type: ignore[misc]
            if name.startswith("hr.note"):
                continue
            found.append(_simplified(name.removesuffix(".note"), _tidied(inner, verbatim=verbatim or name == "pre")))
    if not verbatim:
        found = [_trimmed(found, place) for place in range(len(found))]
    return tuple(item for item in found if item != "")


def _simplified(name: str, inner: tuple[object, ...]) -> Node:
    """A footnote's mark whatever its number, and bold italics in one order."""
    if name == "sup" and len(inner) == 1 and str(inner[0][0]).startswith(("note", "a href=#fn")):  # type: ignore[index]
        return ("note", ())
    if name == "em" and len(inner) == 1 and isinstance(inner[0], tuple) and inner[0][0] == "strong":
        return ("strong", (("em", inner[0][1]),))
    return (name, inner)


def _trimmed(items: list[object], place: int) -> object:
    """A text without the white space at the edges of its element or beside a line break."""
    item = items[place]
    if not isinstance(item, str):
        return item
    if place == 0 or items[place - 1][0] in EDGES:  # type: ignore[index]
        item = item.lstrip(" ")
    if place == len(items) - 1 or items[place + 1][0] in EDGES:  # type: ignore[index]
        item = item.rstrip(" \u00a0") if place == len(items) - 1 else item.rstrip(" ")
    return item


def tree(html: str) -> tuple[object, ...]:
    found = _Tree()
    found.feed(html)
    found.close()
    assert len(found.stack) == 1, f"not closed: {found.stack}"
    return _tidied(found.stack[0][1])


def by_markdown_it(text: str) -> tuple[object, ...]:
    return tree(parser().render(text))


def by_python_markdown(text: str) -> tuple[object, ...]:
    return tree(markdown.markdown(text, extensions=list(EXTENSIONS), output_format="html"))


def shown(items: object) -> str:
    """The words of a tree, without white space."""
    if isinstance(items, str):
        return "".join(items.split())
    _, children = items if isinstance(items, tuple) and items and isinstance(items[0], str) else ("", items)
    return "".join(shown(child) for child in children)  # type: ignore[union-attr]

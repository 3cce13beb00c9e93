"""XML, written plainly and read with suspicion.

In: texts to write; the bytes of a file from outside. Out: escaped text, or a tree of `Node` that knows its lines.
Refuses, as `RecordError` with the line, what is not well-formed and every document type declaration: without one there
are no entities to expand and no address is ever opened. Elements may be nested 100 deep, far beyond any real file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import NoReturn
from xml.parsers import expat

from generator.errors import RecordError

DEEPEST = 100
_XML_LANG = "http://www.w3.org/XML/1998/namespace "
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2 Characters) leaves out."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its namespace and local name, its attributes (those of other namespaces as `namespace name`), what
    it holds, and its line, counted from 1."""

    space: str
    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[str | Node, ...]
    line: int

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return dict(self.attributes).get(name, default)

    def nodes(self, *names: str) -> Iterator[Node]:
        """The child elements of the same namespace that bear one of these names."""
        for child in self.children:
            if isinstance(child, Node) and child.space == self.space and child.name in names:
                yield child


def escape(text: str) -> str:
    """Character data: what XML cannot hold is left out, line breaks other than `\\n` are kept."""
    text = without_forbidden(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def attributes(**values: str) -> str:
    """Attributes in the given order with a space before each; empty ones are left out, `_` is written `:`."""
    written = []
    for name, value in values.items():
        if value:
            safe = escape(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
            written.append(f' {name.replace("_", ":")}="{safe}"')
    return "".join(written)


def without_forbidden(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def split_forbidden(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a text that XML can hold and the one character after it that it cannot (empty at the end)."""
    at = 0
    for match in _FORBIDDEN.finditer(text):
        yield text[at : match.start()], match[0]
        at = match.end()
    yield text[at:], ""


def parse(data: bytes, path: PurePath) -> Node:
    """The root element of an XML file. Raises `RecordError`."""
    builder = _Builder(path)
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.buffer_text = True
    reader.StartDoctypeDeclHandler = lambda *_: builder.refuse(
        "the file has a document type declaration", reader.CurrentLineNumber, "Remove the <!DOCTYPE …> at its head"
    )
    reader.StartElementHandler = lambda name, given: builder.start(name, given, reader.CurrentLineNumber)
    reader.EndElementHandler = builder.end
    reader.CharacterDataHandler = builder.text
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        line = getattr(fault, "lineno", 0)
        hint = "Save or export it once more from the translator's program"
        raise RecordError(f"the file is not well-formed XML ({fault})", path=path, line=line, hint=hint) from None
    return builder.root()


class _Builder:
    """The elements that are still open, outermost first, and the finished root at the end."""

    def __init__(self, path: PurePath) -> None:
        self.path = path
        self.open: list[tuple[str, dict[str, str], int]] = []
        self.contents: list[list[str | Node]] = [[]]

    def start(self, name: str, given: dict[str, str], line: int) -> None:
        if len(self.open) == DEEPEST:
            self.refuse(f"elements are nested more than {DEEPEST} deep", line, "No translator's program writes this")
        self.open.append((name, given, line))
        self.contents.append([])

    def text(self, text: str) -> None:
        self.contents[-1].append(text)

    def end(self, _: str) -> None:
        name, given, line = self.open.pop()
        space, _, local = name.rpartition(" ")
        values = tuple((key.replace(_XML_LANG, "xml:"), value) for key, value in given.items())
        node = Node(space, local, values, tuple(self.contents.pop()), line)
        self.contents[-1].append(node)

    def root(self) -> Node:
        node = self.contents[0][0]
        assert isinstance(node, Node)
        return node

    def refuse(self, message: str, line: int, hint: str) -> NoReturn:
        raise RecordError(message, path=self.path, line=line, hint=hint)

"""The table of formats: which reader takes which file.

In: a file's name, and what it holds where several formats share an ending. Out: the reader. Refuses, as `ReadError`,
endings that no format has, and files that say something else than their ending. A format is a line here and a module
beside it; text and Markdown are read as they are, all others become Markdown first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.errors import ReadError
from generator.read import docx, feeds, html, limits, markdown, newsml, ninjs, nitf, text
from generator.read.handed import Converter
from generator.read.parts import Context, Parts

FORMATS: dict[str, Callable[[str, Context], Parts]] = {
    ".txt": text.parse,
    ".md": markdown.parse,
}
"""File name ending → the reader of a format that people write."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that becomes Markdown: its name, its endings, its converter, the most bytes of a file in it. Where it
    shares an ending, `roots` are the names that an XML file's outermost element may have, `keys` those that a JSON
    file's (or its first item's) all has."""

    name: str
    endings: tuple[str, ...]
    convert: Converter
    most: int = limits.TEXT
    roots: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


CONVERTED = (
    Format("HTML", (".html", ".htm"), html.convert),
    Format("Word", (".docx",), docx.convert, limits.PICTURE),
    Format("RSS or Atom", (".xml", ".rss", ".atom"), feeds.convert_xml, roots=("rss", "feed", "RDF")),
    Format("NewsML-G2", (".xml",), newsml.convert, roots=(*newsml.ROOTS, *newsml.OTHERS)),
    Format("NITF", (".xml",), nitf.convert, roots=("nitf",)),
    Format("JSON Feed", (".json",), feeds.convert_json, keys=("version", "items")),
    Format("ninjs", (".json",), ninjs.convert, keys=("uri",)),
)
"""The formats that become Markdown, one a line."""

_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_BESIDE = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_HEAD = 8_192
"""Bytes within which an XML file's outermost element begins."""


def known() -> tuple[str, ...]:
    """All endings, in the order of the table."""
    return tuple(dict.fromkeys([*FORMATS, *(ending for form in CONVERTED for ending in form.endings)]))


def choose(data: bytes, name: PurePosixPath) -> Format:
    """The format of a file whose ending is in the table. Raises `ReadError` for a file that is none of them."""
    ending = name.suffix.lower()
    sharing = [form for form in CONVERTED if ending in form.endings]
    plain = [form for form in sharing if not form.roots and not form.keys]
    if len(sharing) == len(plain) == 1:
        return plain[0]
    root = _root(data) if any(form.roots for form in sharing) else ""
    keys = _keys(data, name) if not root and any(form.keys for form in sharing) else frozenset()
    fitting = [form for form in sharing if root in form.roots or (form.keys and keys.issuperset(form.keys))]
    if not fitting:
        hint = f"Give it as one of these: {', '.join(dict.fromkeys(form.name for form in sharing))}"
        found = f": its outermost element is '{root}'" if root else ""
        raise ReadError(f"this '{ending}' is of no format that can be read{found}", path=name, hint=hint)
    return fitting[0]


def refuse_unknown(name: PurePosixPath) -> None:
    """Refuse a file whose ending is not in the table. Raises `ReadError`."""
    if name.suffix.lower() not in known():
        hint = f"Use {', '.join(known())}"
        raise ReadError(f"'{name.suffix or name.name}' is not a format that can be read", path=name, hint=hint)


def most(name: PurePosixPath) -> int:
    """The most bytes of a file with this name."""
    return max((form.most for form in CONVERTED if name.suffix.lower() in form.endings), default=limits.TEXT)


def _root(data: bytes) -> str:
    """The name of the outermost element, without its prefix; good enough to choose a reader, which then parses it."""
    head = _BESIDE.sub("", data[:_HEAD].replace(b"\0", b"").decode("utf-8", "replace"))
    match = _ROOT.search(head)
    return match[1] if match else ""


def _keys(data: bytes, name: PurePosixPath) -> frozenset[str]:
    value = limits.data(data, name)
    first = next(iter(value), None) if isinstance(value, list) else value
    return frozenset(first) if isinstance(first, dict) else frozenset()

"""XML from strangers → a tree that is safe to walk.

In: the bytes of a file. Out: its text and its tree; the words and the HTML of elements.
Refuses, as `ReadError`: entities that the document defines itself, and external ones (both make a small file a large
one, or read other files); more than 64 levels; encodings that no newsroom sends; what is no well-formed XML.

A document type may be named, as NITF files do; it is never fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from generator.errors import ReadError
from generator.read import limits
from generator.read.encoding import decode

_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"'][^>]*?\?>")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_KNOWN = re.compile(
    r"utf-?8|us-?ascii|iso-?8859-?\d{1,2}|latin-?[19]|windows-?125\d|cp125\d|koi8-?[ru]|shift[_-]?jis|euc-?(?:jp|kr)"
    r"|gb2312|gbk|gb18030|big5",
    re.IGNORECASE,
)
"""Encodings in which feeds and wires are written. Others exist to hide something."""


class BrokenXml(ReadError):
    """XML that is not well-formed; formats that are often written wrongly are read all the same."""


Names = Mapping[str, str]
"""Local name of an element → the HTML element that stands for it, empty where nothing of it is to be shown."""


def text(data: bytes, path: PurePosixPath) -> str:
    """The text of an XML file without its XML declaration. Raises `ReadError`."""
    declared = _DECLARED.match(data[:500].removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode() if declared else "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not declared:
        found = decode(data, path)
    elif not _KNOWN.fullmatch(name):
        raise ReadError(f"the encoding '{name}' cannot be read", path=path, line=1, hint="Save the file as UTF-8")
    else:
        try:
            found = decode(data.removeprefix(codecs.BOM_UTF8).decode(name).encode(), path)
        except (UnicodeError, LookupError, ReadError):  # many a declaration is wrong
            found = decode(data, path)
    return _DECLARATION.sub("", found, count=1)


def tree(text: str, path: PurePosixPath) -> Element:
    """The root element of a text. Raises `ReadError`."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Bounded(path))
    try:
        parser.feed(text)
        made: Element = parser.close()
    except ParseError as fault:
        why = str(fault).partition(":")[0]
        raise BrokenXml(f"the XML is broken ({why})", path=path, line=fault.position[0], hint=_AGAIN) from None
    except DefusedXmlException:
        raise ReadError("the XML defines entities of its own", path=path, hint="Remove its <!ENTITY …> lines") from None
    return made


_AGAIN = "Ask whoever sent the file for another"


class _Bounded(TreeBuilder):
    """A builder of trees that a walk over them cannot overflow."""

    def __init__(self, path: PurePosixPath) -> None:
        super().__init__()
        self._path = path
        self._level = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._level += 1
        limits.depth(self._level, self._path)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._level -= 1
        return super().end(tag)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, *way: str) -> list[Element]:
    """The elements at the end of a way of local names: `children(item, "contentMeta", "headline")`."""
    found = [element] if element is not None else []
    for name in way:
        found = [child for above in found for child in above if local(child) == name]
    return found


def child(element: Element | None, *way: str) -> Element | None:
    """The first element at the end of a way of local names."""
    return next(iter(children(element, *way)), None)


def words(element: Element | None) -> str:
    """What an element says, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def language(element: Element) -> str:
    """The value of `xml:lang`."""
    return element.get("{http://www.w3.org/XML/1998/namespace}lang", "")


def html(elements: Iterable[Element], names: Names | None = None) -> str:
    """Elements as HTML. Each becomes what `names` says: nothing where that is empty, a `span` where it says nothing;
    without `names` they keep their own. Links and the columns of tables are the attributes that stay."""
    made = Element("div")
    made.extend(_translated(element, names) for element in elements)
    return tostring(made, encoding="unicode", method="html")


_KEPT = ("href", "src", "alt", "colspan", "rowspan")


def _translated(element: Element, names: Names | None) -> Element:
    name = local(element) if names is None else names.get(local(element), "span")
    made = Element(name or "span", {key: element.attrib[key] for key in _KEPT if key in element.attrib})
    made.tail = element.tail
    if name:
        made.text = element.text
        made.extend(_translated(inner, names) for inner in element)
    return made

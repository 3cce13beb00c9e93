"""XLIFF 2.x as a translator's program gives it back → units, put together again.

In: the bytes of a file. Out: its documents; a unit's segments are joined in the order of the target, whatever the
program split, joined, reordered or added: modules, extensions and notes are passed over, of annotations the words
stay. Refuses, as `RecordError` with the line, what is no XLIFF 2, has no target language, or is larger than 10 MB. The
Markdown of codes is not taken from the file: a code is known by its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import get_args

from generator.errors import RecordError
from generator.exchange import Code, Inline, Progress, ReturnedDocument, ReturnedUnit
from generator.exchange.markup import Node, parse

LARGEST = 10_000_000
"""Bytes; an article of ten thousand words takes a tenth of this."""

STATES: tuple[Progress, ...] = get_args(Progress)
_NAMESPACE = re.compile(r"urn:oasis:names:tc:xliff:document:2\.\d")


def read(data: bytes, path: PurePath) -> tuple[ReturnedDocument, ...]:
    """The documents of a file. Raises `RecordError`."""
    if len(data) > LARGEST:
        hint = "Export one article at a time"
        raise RecordError(f"the file has more than {LARGEST // 1_000_000} MB", path=path, hint=hint)
    root = parse(data, path)
    if root.name != "xliff" or not _NAMESPACE.fullmatch(root.space):
        hint = "Save it as XLIFF 2.1 in the translator's program"
        raise RecordError("the file is not XLIFF 2", path=path, line=root.line, hint=hint)
    languages = root.get("srcLang"), root.get("trgLang")
    if not all(languages):
        hint = "Give the attributes srcLang and trgLang of <xliff>"
        raise RecordError("the file does not name its languages", path=path, line=root.line, hint=hint)
    return tuple(
        ReturnedDocument(file.get("id"), *languages, tuple(map(_unit, _units(file))), file.line)
        for file in root.nodes("file")
    )


def _units(node: Node) -> Iterator[Node]:
    """The units of a file, those in groups included."""
    for child in node.nodes("unit", "group"):
        if child.name == "unit":
            yield child
        else:
            yield from _units(child)


def _unit(unit: Node) -> ReturnedUnit:
    parts = tuple(unit.nodes("segment", "ignorable"))
    segments = [part for part in parts if part.name == "segment"]
    source = tuple(piece for part in parts for piece in _text(part, "source"))
    done = [bool(_text(part, "target")) for part in segments if _text(part, "source")]
    target = tuple(piece for part in _in_order(parts) for piece in _target(part)) if any(done) else ()
    states = {_state(segment) for segment in segments}
    state: Progress = next((known for known in STATES if known in states), "initial")
    partial = any(done) and not all(done)
    return ReturnedUnit(unit.get("id"), unit.get("name"), source, target, state, partial, unit.line)


def _in_order(parts: Sequence[Node]) -> list[Node]:
    """The segments in the order of the target, which may differ (attribute `order`); their own where none is given."""
    places = {}
    for place, part in enumerate(parts, start=1):
        order = next((target.get("order") for target in part.nodes("target")), "")
        places[place] = int(order) if order.isascii() and order.isdigit() else place
    return [parts[place - 1] for place in sorted(places, key=lambda place: (places[place], place))]


def _target(part: Node) -> Inline:
    """The translation of a segment; what stands between segments is its own where it has none."""
    has_own = any(part.nodes("target"))
    return _text(part, "target" if has_own or part.name == "segment" else "source")


def _state(segment: Node) -> Progress:
    """Without the attribute a segment is in its initial state."""
    return next((state for state in STATES if state == segment.get("state")), "initial")


def _text(part: Node, name: str) -> Inline:
    return tuple(piece for node in part.nodes(name) for piece in _pieces(node))


def _pieces(node: Node) -> Iterator[str | Code]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.space == node.space:
            yield from _piece(child)


def _piece(node: Node) -> Iterator[str | Code]:
    """An inline element; a pair that was split over two segments comes as `<sc>` and `<ec>`."""
    if node.name == "pc":
        yield Code("open", node.get("id"), "")
        yield from _pieces(node)
        yield Code("close", node.get("id"), "")
    elif node.name == "ph":
        yield Code("keep", node.get("id"), "")
    elif node.name == "sc":
        yield Code("open", node.get("id"), "")
    elif node.name == "ec":
        yield Code("close", node.get("startRef") or node.get("id"), "")
    elif node.name == "mrk":
        yield from _pieces(node)
    elif node.name == "cp":
        yield _character(node.get("hex"))


def _character(hexadecimal: str) -> str:
    """The character of a `<cp>`, by its number; what is none at all, such as half a surrogate pair, is U+FFFD."""
    known = re.fullmatch("[0-9a-fA-F]{2,6}", hexadecimal)
    number = int(hexadecimal, 16) if known else 0xD800
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"

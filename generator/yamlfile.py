"""YAML with the line of every key, so that a fault can be named where it stands.

In: YAML text. Out: plain Python data and a mapping from key paths to line numbers. Refuses (as the error class
that the caller names) what is no YAML, what is no mapping at the top, keys given twice, values nested too deeply, and
references (`*name`) that would make a few lines millions of values; tags that only MkDocs understands (`!ENV`,
`!!python/name:…`) are read as None, because nothing here needs their values.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePath
from typing import Any

import yaml

from generator.errors import GeneratorError

try:
    from yaml import CSafeLoader
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader as CSafeLoader  # type: ignore[assignment]

Path = tuple[str | int, ...]

DEPTH = 64
"""Levels of lists and mappings within each other."""
REFERRED = 10_000
"""Values that references may repeat."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping; `lines[("extra", "newsroom")]` is the line of that key, counted from 1."""

    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the key at `path`, or of the nearest key above it; 0 when none is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


class _Loader(yaml.SafeLoader):
    """The safe loader, tolerant of tags it does not know."""


class _Quick(CSafeLoader):
    """The same with libyaml's parser, which takes a tenth of the time and tells faults in other words."""


_APART = re.compile(r"(?<![^\s\[{,:-])[!|>%]|[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
"""What the two parsers do not read alike: tags, blocks of text, directives, odd characters; and `?` in brackets."""
_BRACKET = re.compile(r"[\[{]")
_INDENTED = re.compile(rf"^[ \t?:-]{{{DEPTH // 2 - 1}}}", re.MULTILINE)
"""A line so far to the right that it may be nested too deeply: a column has two levels at most."""


def _unknown(loader: Any, suffix: str, node: yaml.Node) -> None:
    return None


for _kind in (_Loader, _Quick):
    _kind.add_multi_constructor("!", _unknown)
    _kind.add_multi_constructor("tag:yaml.org,2002:python/", _unknown)


def text_of(file: FilePath, *, path: PurePath, error: type[GeneratorError]) -> str:
    """The text of a file that people edit, called `path` in faults. Raises `error` where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise error("the file is not UTF-8", path=path, line=line, hint="Save it as UTF-8") from None


def parse(text: str, *, path: PurePath, error: type[GeneratorError], first_line: int = 1) -> Document:
    """Read `text`, a YAML mapping that begins on line `first_line` of the file `path`.

    Raises `error` with file and line for anything that is not a mapping with unique keys.
    """
    if (text.count("[") + text.count("{") >= DEPTH or "*" in text) or _INDENTED.search(text):
        _refuse_bombs(text, path, error, first_line)
    node, data = _quickly(text) or _carefully(text, path, error, first_line)
    if not isinstance(data, dict):
        raise error("a list of 'key: value' lines is expected", path=path, line=first_line)
    lines: dict[Path, int] = {}
    if isinstance(node, yaml.MappingNode):
        _note_lines(node, (), lines, first_line, path, error)
    return Document(data, lines)


def _refuse_bombs(text: str, path: PurePath, error: type[GeneratorError], first: int) -> None:
    """Refuse, before it is read, what is nested too deeply or repeats too much. What is no YAML is told of later."""
    starts = [0]
    sizes: dict[str, int] = {}
    open_: list[str | None] = []
    count = referred = 0
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=_Quick):
            count += 1
            if isinstance(event, yaml.CollectionStartEvent):
                starts.append(count)
                open_.append(event.anchor)
            elif isinstance(event, yaml.CollectionEndEvent):
                began, anchor = starts.pop(), open_.pop()
                sizes |= {anchor: count - began + 1 + referred} if anchor else {}
            elif isinstance(event, yaml.AliasEvent):
                referred += REFERRED + 1 if event.anchor in open_ else sizes.get(str(event.anchor), 1)
            line = event.start_mark.line + first if event.start_mark else first
            if len(open_) > DEPTH:
                hint = "Take apart the lists and mappings within each other"
                raise error(f"the YAML is nested more than {DEPTH} levels deep", path=path, line=line, hint=hint)
            if referred > REFERRED:
                hint = "Write the values out where they belong"
                raise error("references (*name) repeat too many values, or themselves", path=path, line=line, hint=hint)


def _quickly(text: str) -> tuple[yaml.Node | None, Any] | None:
    """The node and the data of a text without faults, where both parsers read it alike."""
    bracket = _BRACKET.search(text)
    if not _APART.search(text) and (bracket is None or text.rfind("?") < bracket.start()):
        with suppress(yaml.YAMLError, ValueError):
            loader = _Quick(text)
            node = loader.get_single_node()
            return node, loader.construct_document(node) if node is not None else {}
    return None


def _carefully(text: str, path: PurePath, error: type[GeneratorError], first_line: int) -> tuple[yaml.Node | None, Any]:
    node = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node is not None else {}
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + first_line if mark else first_line
        problem = getattr(fault, "problem", None) or "not readable"
        raise error(f"the YAML is broken: {problem}", path=path, line=line, hint=_HINT) from fault
    except ValueError as fault:
        wrong = _impossible(node) if node else None
        line = wrong.start_mark.line + first_line if wrong else first_line
        value = wrong.value if wrong else "a value"
        raise error(f"'{value}' is not a date", path=path, line=line, hint="Write it as 2025-09-04") from fault


_HINT = "Quote values that contain ': ' or begin with a special character, and indent with spaces"


def _impossible(node: yaml.Node) -> yaml.Node | None:
    """The first value that looks like a date and is none, such as 2025-02-30."""
    if isinstance(node, yaml.ScalarNode):
        try:
            _Loader("").construct_object(node)
        except ValueError:
            return node
        return None
    children = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    return next(filter(None, (_impossible(child) for child in children)), None)


def _note_lines(
    node: yaml.Node, above: Path, lines: dict[Path, int], first: int, file: PurePath, error: type[GeneratorError]
) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = (*above, str(key.value))
            line = key.start_mark.line + first
            if path in lines:
                raise error(f"'{key.value}' is given twice", path=file, line=line, hint="Keep one of the two")
            lines[path] = line
            _note_lines(value, path, lines, first, file, error)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[*above, index] = item.start_mark.line + first
            _note_lines(item, (*above, index), lines, first, file, error)

"""Values as YAML, byte for byte as PyYAML writes them, in a small part of the time.

In: mappings, lists, texts, days, whole numbers and yes or no. Out: block YAML with one line per value, however long it
is. A page has dozens of values and a site has thousands of pages; nearly all values are words that need no quotation
marks, and those are written here. Refuses nothing: what is not certainly written in the same way is left to PyYAML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

WIDTH = 10_000
"""Columns within which PyYAML breaks no line."""
_LONGEST, _LONGEST_KEY = 9_000, 100
"""Characters of a text, and of a key, that certainly stay on one line."""

_ODD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
"""Characters that PyYAML escapes, or that end a line."""
_PLAIN = re.compile(rf"[“„«‘’¿¡「『]*[^\W_](?:[^{_ODD} :#]++|(?<! )#| (?!#)(?=.)|:(?=[^ ]))*")
"""A text without anything that would have to be quoted, whatever stands around it in a block."""
_ODDS = re.compile(f"[{_ODD}]")


class _Unsure(Exception):
    """A value that PyYAML may write in another way."""


def dump(values: Mapping[str, Any]) -> str:
    """A mapping as block YAML, its keys in their order."""
    lines: list[str] = []
    try:
        _mapping(values, "", "", lines, set())
    except _Unsure:
        return yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=WIDTH)
    return "\n".join((*lines, ""))


def plain(text: str) -> bool:
    """Whether a text stands in block YAML as it is, without quotation marks."""
    if not _PLAIN.fullmatch(text) or len(text) > _LONGEST:
        return False
    forms = yaml.SafeDumper.yaml_implicit_resolvers.get(text[0], ())
    return not any(form.match(text) for _, form in forms)  # such as `no`, 12 and 2025-09-04


def _mapping(values: Mapping[str, Any], indent: str, lead: str, lines: list[str], seen: set[int]) -> None:
    """Add the lines of a mapping, the first of which begins with `lead`."""
    if not values:
        raise _Unsure
    _once(values, seen)
    for key, value in values.items():
        if not isinstance(key, str) or not _is_key(key):
            raise _Unsure
        if isinstance(value, dict) and value:
            lines.append(f"{lead}{key}:")
            _mapping(value, f"{indent}  ", f"{indent}  ", lines, seen)
        elif isinstance(value, list) and value:
            lines.append(f"{lead}{key}:")
            _list(value, indent, lines, seen)
        else:
            lines.append(f"{lead}{key}: {_scalar(value, seen)}")
        lead = indent


def _list(values: list[Any], indent: str, lines: list[str], seen: set[int]) -> None:
    _once(values, seen)
    for value in values:
        if isinstance(value, dict) and value:
            _mapping(value, f"{indent}  ", f"{indent}- ", lines, seen)
        else:
            lines.append(f"{indent}- {_scalar(value, seen)}")


def _scalar(value: Any, seen: set[int]) -> str:
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is date:
        _once(value, seen)
        return str(value.isoformat())
    if kind is list and not value:
        _once(value, seen)
        return "[]"
    raise _Unsure


def _once(value: Any, seen: set[int]) -> None:
    """PyYAML writes an object that occurs a second time as a reference to the first."""
    if id(value) in seen:
        raise _Unsure
    seen.add(id(value))


@lru_cache(maxsize=1_000)
def _is_key(text: str) -> bool:
    return len(text) <= _LONGEST_KEY and plain(text)


@lru_cache(maxsize=10_000)
def _text(text: str) -> str:
    """A text as a value; titles and topics occur on many pages."""
    if plain(text):
        return text
    if len(text) > _LONGEST or _ODDS.search(text):
        raise _Unsure
    written: str = yaml.safe_dump({"k": text}, allow_unicode=True, width=WIDTH)
    return written.removeprefix("k: ").removesuffix("\n")

"""What a format other than text and Markdown says of its articles.

In: nothing; this module holds the types that converters give back, and their one written form. Out: an article as
Markdown with front matter, as `generator convert` prints it and the Markdown reader takes it on. A converter is a
function `(data, name) -> tuple[Handed, ...]` that raises `ReadError`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator import yamltext


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A picture inside a file: its name, and what it holds."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Handed:
    """What a format says of one article: its `key` within the file where that holds several (empty else), `values` as
    front matter has them, its text as `markdown`, the pictures inside the file by the names that the text has."""

    key: str
    values: Mapping[str, Any]
    markdown: str
    pictures: tuple[Enclosed, ...] = ()


Converter = Callable[[bytes, PurePosixPath], tuple[Handed, ...]]
"""What a file holds and its name below the project → its articles. Raises `ReadError`."""


def written(handed: Handed) -> str:
    """An article as Markdown with front matter; values that say nothing are left out."""
    values = {key: value for key, value in handed.values.items() if value not in (None, "", [], (), {}, False)}
    head = f"---\n{yamltext.dump(values)}---\n\n" if values else ""
    return head + handed.markdown.lstrip("\n")

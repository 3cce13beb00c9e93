"""A page's front matter and its seal, which tells a page as the generator wrote it from one that somebody edited.

In: the values and the Markdown of a page; later the page as it is found. Out: the page with its `checksum` (a digest of
itself, then one of its frame: all that is not translated text), and whether it still is what was written. Line ends,
white space at the end of lines and a byte order mark do not count. Refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from generator.yamltext import dump

_CHECKSUM = re.compile(r"^checksum: (\w+)(?:-(\w+))?\n", re.MULTILINE)
_PAGE = re.compile(r"\A---\n(.*?)^---\n(.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A page taken apart: the text of its front matter, its Markdown, the two digests that it bears (or none)."""

    head: str
    body: str
    seal: str
    frame: str


def with_checksum(values: dict[str, Any], body: str, frame: str = "", texts: str = "") -> str:
    """A page from its front matter and its Markdown, with the traces of its `texts` if it has any, its own digest, and
    that of its frame, as the last values."""
    head = dump(values) + (texts and f"texts: '{texts}'\n")
    return f"---\n{head}checksum: {digest(head, body)}{frame and f'-{frame}'}\n---\n\n{body}"


def normal(page: str) -> str:
    """A page with LF line ends and without a byte order mark."""
    return page.removeprefix("\ufeff").replace("\r\n", "\n")


def taken_apart(page: str) -> Parts | None:
    """The parts of a page; None where it has no front matter."""
    match = _PAGE.match(normal(page))
    if not match:
        return None
    found = _CHECKSUM.search(match[1])
    return Parts(match[1], match[2].removeprefix("\n"), (found and found[1]) or "", (found and found[2]) or "")


def is_untouched(page: str) -> bool:
    """Whether a page is as it was written."""
    parts = taken_apart(page)
    if not parts or not parts.seal:
        return False
    return parts.seal == digest(_CHECKSUM.sub("", parts.head), parts.body)


def digest(head: str, body: str) -> str:
    """A digest of front matter and Markdown without the white space at the end of lines."""
    lines = [line.rstrip() for line in f"{head}\n{body}".split("\n")]
    return sha256("\n".join(lines).rstrip().encode()).hexdigest()[:16]

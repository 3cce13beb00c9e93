"""What goes from pages into feeds and XML.

In: texts, rendered pages. Out: text that is safe in XML; the whole text of an article with absolute addresses. Refuses
nothing: a page without the comments that mark its text has none.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import urljoin

_BEGIN, _END = "<!-- text -->", "<!-- /text -->"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows in no document, escaped or not."""
_TAG = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r'(\s(?:href|src|poster)=")([^"]*)"')
_CANDIDATES = re.compile(r'(\ssrcset=")([^"]*)"')


def xml(text: str) -> str:
    """A text or an attribute's value for XML."""
    return escape(_NOT_XML.sub("", text), quote=False).replace('"', "&quot;")


def whole_text(rendered: Path, address: str) -> str:
    """The HTML of the text of a rendered page that stands at `address`; empty where there is none."""
    try:
        page = rendered.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    _, begin, rest = page.partition(_BEGIN)
    text, end, _ = rest.partition(_END)
    return absolute(text.strip(), address) if begin and end else ""


def absolute(html: str, address: str) -> str:
    """HTML with every reference made absolute; what merely looks like one in its words is left alone."""

    def one(match: re.Match[str]) -> str:
        return f'{match[1]}{urljoin(address, match[2])}"'

    def several(match: re.Match[str]) -> str:
        parts = (candidate.strip().partition(" ") for candidate in match[2].split(","))
        return f'{match[1]}{", ".join(urljoin(address, url) + gap + size for url, gap, size in parts)}"'

    def tag(match: re.Match[str]) -> str:
        return _CANDIDATES.sub(several, _REFERENCE.sub(one, match[0]))

    return _TAG.sub(tag, html)

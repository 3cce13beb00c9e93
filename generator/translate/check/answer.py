"""Checks whether an answer is a translation at all: not empty, no mark lost, nothing left of a placeholder.

In: a `Pair`. Out: remarks. Refuses nothing itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.translate.check.case import Pair, Remark

_PLACEHOLDER = re.compile(
    r"\bqx[a-z]{1,3}qx\b|[⟦⟧]|</?(?:x|g|bx|ex|ph|m|b)\s+id\b[^>]*>?|\bid=[\"'«“”]?\s*\d+|apertium-notrans|</?notranslate"
    r"|&lt;/?(?:x|g|b)\b|<\s*/\s*[a-z]\s+id|\{\{?\d+\}\}?|%\d?\$?[sd]\b|__\w+__",
    re.IGNORECASE,
)


def empty(pair: Pair) -> Iterator[Remark]:
    """Nothing, or nothing but marks, came back."""
    if not any(unicodedata.category(character)[0] in "LN" for character in pair.case.text):
        yield Remark("the translation is empty", pair.case.segment.text)


def marks(pair: Pair) -> Iterator[Remark]:
    """A name, link, piece of code or emphasis was lost, doubled or crossed."""
    for mark in pair.case.lost:
        yield Remark(f"'{mark.target}' is lost or out of place", mark.source)


def placeholder(pair: Pair) -> Iterator[Remark]:
    """Something is left of the marks that were sent in place of names and links."""
    for match in _PLACEHOLDER.finditer(pair.case.text):
        if match[0].lower() not in pair.case.segment.text.lower():
            yield Remark(f"'{match[0]}' is left of a placeholder", found=match[0])

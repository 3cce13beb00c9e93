"""The names of articles in files that hold several.

In: what a format calls an entry (an address, a number, a URN). Out: a name that is the same for the same entry, can be
part of a path on every system and still shows what it is. Refuses nothing.
"""

from __future__ import annotations

import re
from hashlib import sha256

from generator.read.frontmatter import slugify

SHOWN = 40
"""Characters of the entry's own name."""


def key(identifier: str) -> str:
    """The key of an entry.

    >>> key("https://example.org/2026/il-ponte-riapre/")
    'il-ponte-riapre-f6ee09d0'
    """
    last = next((part for part in reversed(re.split(r"[/:?#]", identifier)) if part.strip()), "")
    shown = slugify(last)[:SHOWN].strip("-")
    return "-".join(filter(None, (shown, sha256(identifier.encode()).hexdigest()[:8])))

"""The theme's interface strings, for what the generator writes outside MkDocs.

In: a locale. Out: the mapping in `theme/strings/<locale>.html`, which is Jinja so that plain MkDocs has it without a
hook. It is one mapping of plain words, so it is read as Python reads it, in a twentieth of the time that compiling the
template takes. Refuses, as `ConfigError`, a file without strings or with anything but words in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.errors import ConfigError

_MAPPING = re.compile(r"\{%-?\s*set strings = (\{.*\})\s*-?%\}", re.DOTALL)


def load(theme: Path, locale: str) -> Mapping[str, Any]:
    """The interface strings of a locale."""
    path = theme / "strings" / f"{locale}.html"
    text = path.read_text(encoding="utf-8")
    match = _MAPPING.search(text)
    if not match:
        raise ConfigError("the file holds no 'strings'", path=path)
    try:
        strings: Mapping[str, Any] = ast.literal_eval(match[1])
    except (ValueError, SyntaxError) as fault:
        line = text[: match.start(1)].count("\n") + (getattr(fault, "lineno", None) or 1)
        raise ConfigError("the strings are no mapping of words", path=path, line=line) from None
    return strings

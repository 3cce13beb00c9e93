"""The theme's interface strings, for what the generator writes outside MkDocs.

In: a locale. Out: the mapping in `theme/strings/<locale>.html`, which is Jinja so that plain MkDocs has it without a
hook. Refuses, as `ConfigError`, a file without strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment

from generator.errors import ConfigError


def load(theme: Path, locale: str) -> Mapping[str, Any]:
    """The interface strings of a locale."""
    path = theme / "strings" / f"{locale}.html"
    template = Environment(autoescape=True).from_string(path.read_text(encoding="utf-8"))
    strings = getattr(template.module, "strings", None)
    if not isinstance(strings, Mapping):
        raise ConfigError("the file holds no 'strings'", path=path)
    return strings

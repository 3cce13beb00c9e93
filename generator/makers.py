"""What makes a site beside its articles: the generator's code, its theme, the installed packages, the configuration.

In: what is installed, the files that all articles share. Out: digests; where one differs from the last build's, nothing
of that build is taken as done. Refuses nothing.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from generator.config import Site, theme_folder

_SHARED = ("content/glossary.yml", "content/topics.yml")
"""Files on which every article depends, beside the configuration."""


def setting(site: Site) -> str:
    """A digest of everything on which all articles depend. It is to be taken before any of it is used: a file that is
    saved while a build runs then counts as changed for the next one."""
    total = sha256(f"{code()} {packages()} {site.digest}".encode())
    for name in _SHARED:
        path = site.root / name
        total.update(path.read_bytes() if path.exists() else b"-")
        total.update(b"\0")
    return total.hexdigest()


def code() -> str:
    """A digest of the generator's modules, review pages and theme."""
    return _digest(path for path in _files(Path(__file__).parent))


def theme() -> str:
    """A digest of the theme."""
    return _digest(_files(theme_folder()))


def packages() -> str:
    """A digest of the Python and the packages beside MkDocs, with their versions."""
    found = find_spec("mkdocs")
    beside = Path(found.origin).parent.parent if found and found.origin else Path()
    names = sorted(path.name for path in beside.glob("*.dist-info"))
    return sha256("\n".join([platform.python_version(), *names]).encode()).hexdigest()


def _files(folder: Path) -> list[Path]:
    found = ([Path(place, name) for name in names] for place, _, names in os.walk(folder) if "__pycache__" not in place)
    return sorted(path for paths in found for path in paths)


def _digest(paths: Iterable[Path]) -> str:
    total = sha256()
    for path in paths:
        data = path.read_bytes()
        total.update(f"{path.parent.name}/{path.name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()

"""The shipped content, copied into a temporary folder and built offline, once for all tests that look at it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from conftest import Lines

from generator import config
from generator.pipeline import Moment, Outcome, build

PROJECT = Path(__file__).parent.parent
MOMENT = Moment(date(2026, 11, 23), 1_795_435_200)  # noon, UTC


@dataclass(frozen=True)
class Shipped:
    """The finished site: its folders, its configuration and what the build said."""

    root: Path
    site: Path
    url: str
    default: str
    locales: tuple[config.Locale, ...]
    outcome: Outcome
    lines: Lines

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(locale.tag for locale in self.locales)


def build_shipped(root: Path) -> Shipped:
    """Copy `content/`, `docs/` and mkdocs.yml to `root`, with the theme where it is, and build."""
    return Shipped(**build_copy(PROJECT, ("content", "docs"), root))


def build_copy(source: Path, folders: Sequence[str], root: Path) -> dict[str, Any]:
    """Copy a project to `root`, with the theme where it is, and build it offline; the fields of a `Shipped`."""
    for folder in folders:
        shutil.copytree(source / folder, root / folder)
    text = (source / "mkdocs.yml").read_text(encoding="utf-8")
    theme = "custom_dir: generator/theme"
    assert theme in text
    (root / "mkdocs.yml").write_text(text.replace(theme, f"custom_dir: {config.theme_folder()}"), encoding="utf-8")
    lines = Lines()
    site = config.load(root)
    outcome = build(site, MOMENT, {}, lines, offline=True)
    return {
        "root": root,
        "site": site.output,
        "url": site.url,
        "default": site.default,
        "locales": site.locales,
        "outcome": outcome,
        "lines": lines,
    }

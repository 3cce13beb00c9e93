"""The configuration of every edition: `mkdocs.<locale>.yml` at the project's root, which inherits `mkdocs.yml`.

In: the checked configuration, the topics that every page offers. Out: the files, for the build and for people who run
MkDocs themselves; what all pages of a locale take from its navigation. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator import strings
from generator.config import FILE, Locale, Site, theme_folder
from generator.files import write

Sections = Mapping[str, Sequence[tuple[str, str]]]
"""Locale → slug and label of each topic that every page offers."""

_TITLE = re.compile(r"\A---\n(?:.*\n)*?(title: .+\n)(?![ \t])")


def write_configuration(
    site: Site, locale: Locale, names: Collection[str], sections: Sequence[tuple[str, str]]
) -> tuple[Path, str]:
    """Write the configuration of one edition, whose pages are called `names`; returns the file and its text."""
    values: dict[str, Any] = {
        "INHERIT": FILE,
        "site_name": locale.site_name,
        "site_description": locale.site_description,
        "site_url": f"{site.url}{locale.tag}/",
        "docs_dir": f"docs/{locale.tag}",
        "site_dir": f".cache/mkdocs/{locale.tag}",
        "theme": {"language": locale.tag},
        "extra": {
            "newsroom": {
                "source": site.default,
                "sections": [{"slug": slug, "label": label} for slug, label in sections],
            }
        },
        "nav": in_navigation(site, names),
    }
    if site.footnotes:
        title = str(strings.load(theme_folder(), locale.tag)["footnote_back"])
        values["markdown_extensions"] = {"footnotes": {"BACKLINK_TITLE": title}}
    note = "# Written by the generator for one edition; change mkdocs.yml instead.\n"
    text = note + yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
    path = configuration(site, locale.tag)
    write(path, text)
    return path, text


def configuration(site: Site, tag: str) -> Path:
    """The configuration file of an edition."""
    return site.root / f"mkdocs.{tag}.yml"


def in_navigation(site: Site, names: Collection[str]) -> list[str]:
    """The pages of an edition that the navigation names; the home page where the configuration has none, because MkDocs
    would put every article into it."""
    return [name for name in site.nav or ("index.md",) if name in names]


def title_of(page: str) -> str:
    """The line of a page's front matter with its title, with its line end; empty where it is not on one line."""
    match = _TITLE.match(page.replace("\r\n", "\n").removeprefix("\ufeff"))
    return match[1] if match else ""


def remove_others(site: Site, tags: Iterable[str]) -> None:
    """Remove the configuration of editions that there are no more."""
    kept = frozenset(tags)
    for path in site.root.glob("mkdocs.*.yml"):
        if path.name.split(".")[1] not in kept:
            path.unlink()

"""What tests read from the pages of a finished site: state, alternates, front matter, words of the interface."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag
from site_fixtures import Shipped

from generator import config, strings

TEXTS = ("content", "aria-label", "alt", "title", "placeholder")
"""Attributes that are read to somebody or shown."""


@cache
def soup_of(path: Path) -> BeautifulSoup:
    """A page; the sites of a session do not change."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def interface(tag: str) -> Mapping[str, Any]:
    """The interface strings of an edition."""
    return strings.load(config.theme_folder(), tag)


def pages_of(site: Shipped) -> dict[str, BeautifulSoup]:
    """Every page of an edition with an address of its own, by its path below `site/`: no 404 pages, not the root."""
    paths = sorted(path for tag in site.tags for path in (site.site / tag).rglob("index.html"))
    return {path.relative_to(site.site).as_posix(): soup_of(path) for path in paths}


def page(site: Shipped, tag: str, rest: str) -> BeautifulSoup:
    """The page of an edition by its address below the locale."""
    return soup_of(site.site / tag / rest / "index.html")


def matter(site: Shipped, tag: str, rest: str) -> dict[str, Any]:
    """The front matter of the Markdown page behind an HTML page."""
    text = (site.root / "docs" / tag / f"{rest.rstrip('/') or 'index'}.md").read_text(encoding="utf-8")
    values = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(values, dict)
    return values


def is_indexable(soup: BeautifulSoup) -> bool:
    return not soup.select("meta[name=robots][content*=noindex]")


def canonical(soup: BeautifulSoup) -> str:
    (link,) = soup.select("head link[rel=canonical]")
    return str(link["href"])


def alternates(soup: BeautifulSoup) -> dict[str, str]:
    """hreflang → address, of the head."""
    return {str(link["hreflang"]): str(link["href"]) for link in soup.select("head link[rel=alternate][hreflang]")}


def language_of(element: Tag) -> str:
    """The language in which an element's text is, as the nearest `lang` says."""
    around = element if element.has_attr("lang") else element.find_parent(lang=True)
    return str(around["lang"]) if isinstance(around, Tag) else ""


def words_of(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Every text that readers see or hear, with its element: texts between tags and in the attributes of `TEXTS`."""
    for text in soup.find_all(string=True):
        element = text.parent
        hidden = not isinstance(element, Tag) or element.name in ("script", "style", "template")
        if hidden or not isinstance(text, NavigableString) or isinstance(text, Comment | Doctype):
            continue
        if text.strip():
            yield " ".join(text.split()), element
    for element in soup.find_all(True):
        for name in TEXTS:
            if element.get(name) and (name != "content" or element.get("name") == "description"):
                yield " ".join(str(element[name]).split()), element


def everything_said(folder: Path) -> str:
    """All texts below a folder, Pagefind's compressed pieces among them; tags and entities of HTML as they stand."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        found.append(data.decode("utf-8", errors="ignore"))
    return "\n".join(found)


def letters(text: str) -> str:
    """The letters of a text, without marks, digits and signs."""
    return re.sub(r"[\W\d_]", "", text)

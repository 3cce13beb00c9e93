"""Where things stand on the web, and which stories are to be found there.

In: the configuration, stories. Out: absolute addresses, percent-encoded; real editions, newest first. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from generator.config import Site
from generator.model import Rendition, Story


def page_address(site: Site, tag: str, path: str = "") -> str:
    """The address of a page or file below a locale."""
    return f"{site.url}{tag}/{quote(path)}"


def share_address(site: Site, tag: str, path: str) -> str:
    """The address of an article's share picture; `path` is the article's, with its final slash."""
    return f"{site.url}share/{tag}/{quote(path.rstrip('/'))}.png"


def picture_name(picture: Rendition) -> str:
    """The largest JPEG of a picture, below `site/pictures/` and `.cache/pictures/` alike."""
    return f"{picture.id}/{picture.widths[-1]}.jpg"


def picture_address(site: Site, picture: Rendition) -> str:
    """The address of a picture's largest JPEG, which every program can read."""
    return f"{site.url}pictures/{picture_name(picture)}"


def real(stories: Sequence[Story]) -> list[Story]:
    """The stories that are texts of their own in their locale, newest first; of one day in the order of their paths."""
    found = sorted((story for story in stories if story.state != "fallback"), key=lambda story: story.path)
    return sorted(found, key=lambda story: story.date or date.min, reverse=True)

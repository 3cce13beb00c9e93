"""What the last build knew of every article whose editions stood as they should when it ended.

In: `.cache/catalogue.json`. Out: a `Catalogue`, and the file again. An article whose files are all as they were then
need not be read, translated or written again; what listings, feeds and sitemaps say of it is here. Refuses nothing: a
file that is missing, damaged or of another setting (code, packages, configuration, glossary) is an empty catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, cast

from generator import makers, notes
from generator.config import FILE, Site
from generator.model import Image, Kind, Rendition, Story
from generator.stamps import Folder, Mark

_SHARED = (FILE, "content/glossary.yml", "content/topics.yml")
"""Files on which every article depends."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An article as it stood. `file` is its name, `inside` the file that holds it among `of` articles, where that is
    another; `marks` are of all files that it was made from and into; `leads` are the files of articles to which it has
    links, with their addresses; `beside` are the pictures in a folder of its
    own. By locale: its `stories` (none for policy pages and withdrawn articles), its `states`, a digest of the
    neighbours that its page names (`around`), how many texts it has and how many are stale (`counts`). `day` is that
    of its last change, for the sitemap; None keeps a withdrawn article out of it where `listed` is false."""

    file: str
    address: str
    kind: Kind
    locale: str
    marks: Mapping[str, Mark]
    states: Mapping[str, str]
    counts: Mapping[str, tuple[int, int]]
    stories: Mapping[str, Story] = field(default_factory=dict)
    around: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    day: date | None = None
    listed: bool = True
    inside: str = ""
    of: int = 1

    @property
    def source(self) -> str:
        """The file that holds it."""
        return self.inside or self.file


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A digest of what all depends on; the settled articles by their files; the listing pages by their files, each
    with a digest of what it lists; the folders as they were; the articles as they are written, by their files, as far
    as they were read from there."""

    setting: str = ""
    articles: Mapping[str, Settled] = field(default_factory=dict)
    listings: Mapping[str, tuple[str, Mark]] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)
    lines: Mapping[str, bytes] = field(default_factory=dict, compare=False)

    def followed(
        self,
        setting: str,
        articles: Mapping[str, Settled],
        listings: Mapping[str, tuple[str, Mark]],
        folders: Mapping[str, Folder],
    ) -> Catalogue:
        """The next build's catalogue; what stays as it is need not be written anew."""
        stay = (name for name, one in articles.items() if self.articles.get(name) is one and name in self.lines)
        return Catalogue(setting, articles, listings, folders, {name: self.lines[name] for name in stay})


NOTHING_KNOWN = Catalogue()


def load(site: Site) -> Catalogue:
    """The catalogue of the last build; an empty one where that cannot be used."""
    try:
        head, *lines = notes.load_lines(site.cache / "catalogue.json")
        data, now = json.loads(head), setting(site)
        if data["setting"] != now:
            return NOTHING_KNOWN
        articles = {article.file: article for article in map(_article, map(json.loads, lines))}
        listings = {name: (key, _mark(mark)) for name, (key, mark) in data["listings"].items()}
        folders = {name: (time, tuple(files), tuple(inner)) for name, (time, files, inner) in data["folders"].items()}
        return Catalogue(now, articles, listings, folders, dict(zip(articles, lines, strict=True)))
    except (ValueError, TypeError, KeyError):
        return NOTHING_KNOWN


def save(site: Site, made: Catalogue) -> None:
    """Write the catalogue, unless it is there already."""
    data: dict[str, Any] = {"setting": made.setting, "listings": dict(sorted(made.listings.items()))}
    data |= {"folders": dict(sorted(made.folders.items()))}
    articles = sorted(made.articles.items())
    lines = (made.lines.get(name) or notes.as_json(_values(article)) for name, article in articles)
    notes.save_lines(site.cache / "catalogue.json", (notes.as_json(data), *lines))


def setting(site: Site) -> str:
    """A digest of everything on which all articles depend."""
    total = sha256(f"{makers.code()} {makers.packages()}".encode())
    for name in _SHARED:
        path = site.root / name
        total.update(path.read_bytes() if path.exists() else b"-")
        total.update(b"\0")
    return total.hexdigest()


def brief_digest(story: Story) -> str:
    """A digest of what other pages say of a story."""
    return _digest(story.path, story.title, story.date, story.lang, story.state)


def whole_digest(story: Story) -> str:
    """A digest of all that listings say of a story."""
    return _digest(*_story_values(story))


def key(*parts: object) -> str:
    """A digest of what a page lists."""
    return _digest(*parts)


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:12]


def _values(article: Settled) -> list[Any]:
    stories = {tag: _story_values(story) for tag, story in article.stories.items()}
    return [
        article.file,
        article.address,
        article.kind,
        article.locale,
        article.marks,
        article.states,
        article.counts,
        stories,
        article.around,
        article.leads,
        article.beside,
        _day_text(article.day),
        article.listed,
        article.inside,
        article.of,
    ]


def _article(values: list[Any]) -> Settled:
    file, address, kind, locale, marks, states, counts, stories, around, leads, beside, day, listed, inside, of = values
    return Settled(
        file,
        address,
        cast(Kind, kind),
        locale,
        {name: _mark(mark) for name, mark in marks.items()},
        states,
        {tag: (texts, stale) for tag, (texts, stale) in counts.items()},
        {tag: _story(story) for tag, story in stories.items()},
        around,
        leads,
        tuple(beside),
        _day(day),
        listed,
        inside,
        of,
    )


def _story_values(story: Story) -> list[Any]:
    image, made = story.image, story.rendition
    return [
        story.path,
        story.title,
        story.summary,
        _day_text(story.date),
        story.lang,
        story.state,
        story.topics,
        _day_text(story.updated),
        story.byline,
        (image.file, image.alt, image.caption, image.credit) if image else None,
        (made.id, made.width, made.height, made.widths) if made else None,
    ]


def _story(values: list[Any]) -> Story:
    path, title, summary, day, lang, state, topics, updated, byline, image, made = values
    return Story(
        path,
        title,
        summary,
        _day(day),
        lang,
        state,
        tuple((slug, label) for slug, label in topics),
        _day(updated),
        byline,
        Image(*image) if image else None,
        Rendition(made[0], made[1], made[2], tuple(made[3])) if made else None,
    )


def _mark(value: Iterable[Any]) -> Mark:
    (time, size, inode), digest = value
    return ((time, size, inode), digest)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""

"""What the last build knew of every article whose editions stood as they should when it ended.

In: `.cache/catalogue/`. Out: a `Catalogue`, and the files again. An article whose files are all as they were then need
not be read, translated or written again; what listings, feeds and sitemaps say of it is here. Articles lie in portions,
by the digests of their names, so that a build writes those in which something changed and has one at a time in memory.
Refuses nothing: of a file that is missing, damaged or of another setting (code, packages, configuration, glossary)
nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from generator import notes
from generator.config import Site
from generator.model import Image, Kind, Rendition, Story
from generator.stamps import Folder, Mark

PORTIONS = 64
"""Files over which the articles are spread."""


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
    """A digest of what all depends on (`makers.setting`); the settled articles by their files; the listing pages by
    their files, each with a digest of what it lists; the folders as they were. `written` are the portions that are on
    disk as here."""

    setting: str = ""
    articles: Mapping[str, Settled] = field(default_factory=dict)
    listings: Mapping[str, tuple[str, Mark]] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)
    written: frozenset[int] = field(default=frozenset(), compare=False)

    def followed(
        self,
        setting: str,
        articles: Mapping[str, Settled],
        listings: Mapping[str, tuple[str, Mark]],
        folders: Mapping[str, Folder],
    ) -> Catalogue:
        """The next build's catalogue; portions in which everything stays as it is need not be written anew."""
        names = self.articles.keys() | articles.keys()
        changed = {_portion(name) for name in names if self.articles.get(name) is not articles.get(name)}
        same = self.written - changed if setting == self.setting else frozenset()
        return Catalogue(setting, articles, listings, folders, same)


NOTHING_KNOWN = Catalogue()


def load(site: Site, now: str) -> Catalogue:
    """The catalogue of the last build, as far as it can be used where the setting is `now`."""
    articles: dict[str, Settled] = {}
    written = set()
    for number in range(PORTIONS):
        path = _path(site, f"{number:02}")
        try:
            articles |= _articles(notes.load_lines(path), now) if path.exists() else {}
            written.add(number)
        except (ValueError, TypeError, KeyError):
            continue
    try:
        data = notes.load(_path(site, "site"))
        if data["setting"] != now:
            raise ValueError
        listings = {name: (key, _mark(mark)) for name, (key, mark) in data["listings"].items()}
        folders = {name: (time, tuple(files), tuple(inner)) for name, (time, files, inner) in data["folders"].items()}
    except (ValueError, TypeError, KeyError):
        return Catalogue(now, articles, written=frozenset(written))
    return Catalogue(now, articles, listings, folders, frozenset(written))


def _articles(lines: Sequence[bytes], now: str) -> dict[str, Settled]:
    """A portion's articles. Raises ValueError where it is damaged or of another setting."""
    if not lines or json.loads(lines[0]) != now:
        raise ValueError
    return {article.file: article for article in map(_article, map(json.loads, lines[1:]))}


def save(site: Site, made: Catalogue) -> None:
    """Write the catalogue, but for what is there already."""
    spread: dict[int, list[Settled]] = {number: [] for number in range(PORTIONS) if number not in made.written}
    for name, article in sorted(made.articles.items()):
        if (number := _portion(name)) in spread:
            spread[number].append(article)
    for number, some in spread.items():
        path = _path(site, f"{number:02}")
        if some:
            notes.save_lines(path, map(notes.as_json, (made.setting, *map(_values, some))))
        else:
            notes.forget(path)
    data: dict[str, Any] = {"setting": made.setting, "listings": dict(sorted(made.listings.items()))}
    data |= {"folders": dict(sorted(made.folders.items()))}
    notes.save(_path(site, "site"), data)


def _path(site: Site, name: str) -> Path:
    return site.cache / "catalogue" / f"{name}.json"


def _portion(name: str) -> int:
    """The number of the portion in which an article is, by its file."""
    return crc32(name.encode("utf-8", "surrogatepass")) % PORTIONS


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

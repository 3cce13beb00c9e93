"""What the last build knew of every article whose editions stood as they should when it ended.

In: `.cache/catalogue/`. Out: a `Catalogue`, and the files again. An article whose files are all as they were then need
not be read, translated or written again; what listings, feeds and sitemaps say of it is here. Articles lie in portions,
by the digests of their names, so that a build writes those in which something changed and has one at a time in memory.
Refuses nothing: of a file that is missing, damaged or of another setting (code, packages, configuration, glossary)
nothing is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from zlib import crc32

from generator import notes
from generator.config import Site
from generator.model import Kind, Story
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


@dataclass(frozen=True, slots=True)
class _Common:
    """What a catalogue says beside its articles."""

    setting: str
    listings: Mapping[str, tuple[str, Mark]]
    folders: Mapping[str, Folder]


def load(site: Site, now: str) -> Catalogue:
    """The catalogue of the last build, as far as it can be used where the setting is `now`."""
    articles: dict[str, Settled] = {}
    written = set()
    for number in range(PORTIONS):
        path = _path(site, f"{number:02}")
        portion = _articles(notes.load_lines(path), now) if path.exists() else []
        if portion is not None:
            articles |= {article.file: article for article in portion}
            written.add(number)
    common = notes.load(_path(site, "site"), _Common)
    if not common or common.setting != now:
        common = _Common(now, {}, {})
    return Catalogue(now, articles, common.listings, common.folders, frozenset(written))


def _articles(lines: Sequence[bytes], now: str) -> list[Settled] | None:
    """A portion's articles; None where it is damaged or of another setting."""
    if len(lines) != 2 or notes.read(lines[0], str) != now:
        return None
    return notes.read(lines[1], list[Settled])


def save(site: Site, made: Catalogue) -> None:
    """Write the catalogue, but for what is there already."""
    spread: dict[int, list[Settled]] = {number: [] for number in range(PORTIONS) if number not in made.written}
    for name, article in sorted(made.articles.items()):
        if (number := _portion(name)) in spread:
            spread[number].append(article)
    for number, some in spread.items():
        path = _path(site, f"{number:02}")
        if some:
            notes.save_lines(path, map(notes.as_json, (made.setting, some)))
        else:
            notes.forget(path)
    common = _Common(made.setting, dict(sorted(made.listings.items())), dict(sorted(made.folders.items())))
    notes.save(_path(site, "site"), common)


def _path(site: Site, name: str) -> Path:
    return site.cache / "catalogue" / f"{name}.json"


def _portion(name: str) -> int:
    """The number of the portion in which an article is, by its file."""
    return crc32(name.encode("utf-8", "surrogatepass")) % PORTIONS


def brief_digest(story: Story) -> str:
    """A digest of what other pages say of a story."""
    return _digest(notes.as_json((story.path, story.title, story.date, story.lang, story.state)))


def whole_digest(story: Story) -> str:
    """A digest of all that listings say of a story."""
    return _digest(notes.as_json(story))


def key(*parts: object) -> str:
    """A digest of what a page lists."""
    return _digest(repr(parts).encode())


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]

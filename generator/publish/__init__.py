"""Rendered editions → the finished `site/`: this module is the list of what is published, in its order.

In: the pages of each locale as they are rendered, `.cache/pictures/`, and what was published last. Out: `site/` with a
folder per locale and in it feeds, a sitemap and a manifest; beside them pictures, share pictures, a root page, a 404
page, sitemaps, headers and the search index; a table per locale of what is published now. Every file is replaced in one
step and only when it changed, what pages need before them and the indexes that point to them after them, so that a
build stopped at any instant leaves a site that works. Refuses nothing but what Pagefind refuses (`PublishError`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue

from generator import strings
from generator.config import Site, theme_folder
from generator.errors import GeneratorError, PublishError
from generator.files import write
from generator.fonts import find_fonts, font_folders
from generator.model import Story
from generator.publish import pictures
from generator.publish.addresses import real
from generator.publish.cards import Sharing, remove_others, share
from generator.publish.feeds import feeds
from generator.publish.headers import HEADERS, headers
from generator.publish.manifest import manifests
from generator.publish.moving import move
from generator.publish.news import NEWS, ROBOTS, news_sitemap, robots
from generator.publish.root import root_pages
from generator.publish.search import Searchable, index, slim
from generator.publish.sitemap import Page, sitemap_index, sitemaps
from generator.shown import Piece, Plan, Shown, Table, output, unfinished
from generator.stamps import Stamp, stamp_of

SITEMAP = "sitemap.xml"
BESIDE = ("pagefind", "pictures", "share")
"""Folders of the site that are no locales."""
Words = Mapping[str, str]
"""The theme's interface strings."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many files of `site/` were written or removed, how many pages can be found by searching, what was rendered,
    what stands in `site/` now, by locale and by file, what withheld a page, and what a maintainer should know."""

    changed: int
    indexed: int
    rendered: tuple[str, ...]
    tables: Mapping[str, Table]
    stamps: Mapping[str, Stamp]
    faults: tuple[GeneratorError, ...] = ()
    notices: tuple[str, ...] = ()


def draw(site: Site, stories: Mapping[str, Sequence[Story]], pool: Executor) -> Sharing:
    """Begin to draw share pictures of the stories of each locale, in the processes of `pool`."""
    theme = theme_folder()
    rtl = frozenset(tag for tag in site.tags if strings.load(theme, tag)["direction"] == "rtl")
    return share(site, {tag: real(stories.get(tag, ())) for tag in site.tags}, rtl, find_fonts(font_folders()), pool)


def publish(
    site: Site,
    plans: Sequence[Plan],
    pieces: Iterable[Piece],
    tables: Mapping[str, Table],
    pages: Sequence[Page],
    stories: Mapping[str, Sequence[Story]],
    sharing: Sharing,
    day: date,
    work: Path,
) -> Published:
    """Bring `site/` up to date. `tables` say what was published last, `stories` are those of each locale, `sharing` are
    their pictures, `day` is the day of the build, `work` a folder for what is in work."""
    begun = unfinished(site)
    thorough = begun.exists() or not all(table.files for table in tables.values())
    begun.parent.mkdir(parents=True, exist_ok=True)
    begun.touch()
    theme = theme_folder()
    found = {tag: real(stories.get(tag, ())) for tag in site.tags}
    words: Mapping[str, Words] = {tag: strings.load(theme, tag) for tag in site.tags}

    shared = sharing.finish()
    with ThreadPoolExecutor(1) as aside:
        with _Arriving() as arriving:
            indexing = aside.submit(_index, site, arriving, work)
            moved = move(site, plans, pieces, tables, arrived=arriving.add, thorough=thorough)
        changed = shared.changed + moved.changed
        names = []
        for name, text in _files(site, pages, found, words, day):
            changed += write(site.output / name, text)
            names.append(name)
        changed += _remove_pictures(site, tables, moved.tables, thorough)
        changed += remove_others(site, shared, thorough=thorough) + _remove_others(site)
        stamps = _stamps(site, moved.tables, names)
        stamps |= {f"share/{name}.png": made for name, made in shared.stamps.items()}
    indexed, faults = indexing.result()
    begun.unlink()
    lists = (f"pagefind/{tag}.json" for tag in site.tags)
    stamps |= {name: stamp_of(f"{site.output}/{name}") for name in (*_folders(site.output, "pagefind"), *lists)}
    return Published(changed, indexed, moved.rendered, moved.tables, stamps, (*moved.faults, *faults), shared.notices)


def _stamps(site: Site, tables: Mapping[str, Table], others: Iterable[str]) -> dict[str, Stamp]:
    """What is published, by its places below `site/`."""
    found = {f"pictures/{name}": stamp_of(site.output / "pictures" / name) for name in _named(tables)}
    for tag, table in tables.items():
        found |= {f"{tag}/{output(name)}": one.made[0] for name, one in table.files.items()}
        found |= {f"{tag}/{name}": made[0] for name, made in table.theme.items()}
    return found | {name: stamp_of(f"{site.output}/{name}") for name in others}


def _folders(output: Path, name: str) -> Iterator[str]:
    """A folder and those below it: their times tell of every file that comes or goes."""
    return (os.path.relpath(place, output) for place, _, _ in os.walk(output / name))


Pages = Mapping[str, Shown]
"""The pages and files of a locale, as they are published."""


class _Arriving:
    """Locales whose articles are all published, as they arrive; whoever goes through them waits for the next, and is
    interrupted where not all will come."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[str, Pages] | BaseException | None] = SimpleQueue()

    def __enter__(self) -> _Arriving:
        return self

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        self._queue.put(fault)

    def __iter__(self) -> Iterator[tuple[str, Pages]]:
        while (one := self._queue.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one

    def add(self, tag: str, pages: Pages) -> None:
        """A locale has arrived."""
        self._queue.put((tag, pages))


def _index(site: Site, arriving: Iterable[tuple[str, Pages]], work: Path) -> tuple[int, tuple[PublishError, ...]]:
    """Index every page that can be found; returns how many there are."""

    def read(tag: str, path: str) -> str:
        return slim((site.output / tag / path / "index.html").read_text(encoding="utf-8")) or ""

    count = 0

    def found() -> Iterator[tuple[str, list[Searchable]]]:
        nonlocal count
        for tag, pages in arriving:
            some = [_searchable(output(name), shown.words) for name, shown in sorted(pages.items()) if shown.words]
            count += len(some)
            yield tag, some

    try:
        return index(site, found(), read, work), ()
    except PublishError as fault:
        return count, (fault,)


def _searchable(place: str, words: str) -> Searchable:
    """A page by its place below the locale, which begins with its day if it is an article's."""
    path = place.removesuffix("index.html")
    year, month, day = (*path.split("/", 3), "", "", "")[:3]
    try:
        return Searchable(path, date(int(year), int(month), int(day)), words)
    except ValueError:
        return Searchable(path, None, words)


def _remove_pictures(site: Site, before: Mapping[str, Table], after: Mapping[str, Table], thorough: bool) -> int:
    """Variants that no page names any more go."""
    was, named = _named(before), _named(after)
    return pictures.remove_others(named, site.output / "pictures") if thorough or was != named else 0


def _named(tables: Mapping[str, Table]) -> frozenset[str]:
    return frozenset(name for table in tables.values() for shown in table.files.values() for name in shown.pictures)


def _files(
    site: Site, pages: Sequence[Page], stories: Mapping[str, Sequence[Story]], words: Mapping[str, Words], day: date
) -> Iterator[tuple[str, str]]:
    """(path below `site/`, what is written there) of what stands beside the pages, in its order."""
    theme = theme_folder()
    yield from root_pages(site, theme).items()
    yield from manifests(site, words).items()
    yield from feeds(site, stories, words).items()
    yield from ((f"{tag}/{SITEMAP}", text) for tag, text in sitemaps(pages, site))
    yield SITEMAP, sitemap_index(site)
    yield NEWS, news_sitemap(site, stories, day)
    yield ROBOTS, robots(site)
    yield HEADERS, headers(theme)


def _remove_others(site: Site) -> int:
    """Locales that are no longer configured leave no pages behind."""
    kept = {*site.tags, *BESIDE}
    gone = [path for path in site.output.iterdir() if path.is_dir() and path.name not in kept]
    for path in gone:
        shutil.rmtree(path)
    return len(gone)

"""Rendered pages → `site/`, with the pictures that they name.

In: the plan of each locale, its pieces as they are rendered, what was published last. Out: the files in `site/`, the
tables of what is published now. Refuses a page that would run something or ask another host for something
(`vetting.py`); like one that MkDocs refused, it stands as it was.

Every file is replaced in one step and only when it changed: what the theme brings before the pages that use it, the
pictures of a page before the page, articles before the listings that lead to them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.config import Site, theme_folder
from generator.errors import GeneratorError, PublishError
from generator.files import make_way, remove, settle
from generator.publish import pictures
from generator.publish.search import slim
from generator.publish.vetting import Vetting, vetting
from generator.shown import Piece, Plan, Shown, Table, output
from generator.stamps import NOTHING, Mark, digest

NOT_RENDERED = ("feed.json", "feed.xml", "manifest.webmanifest", "sitemap.xml", "sitemap.xml.gz")
"""Files of a locale that are made here; MkDocs' own sitemaps know nothing of the other editions."""
NOT_LOADED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png", "partials/")
"""What MkDocs copies into every edition and no page loads: 2.6 MB a locale of Material's, and a script that pages
include."""
Arrived = Callable[[str, Mapping[str, Shown]], None]
"""Who is told of a locale, with its pages and files as they are published."""
_LISTING = re.compile(r"(?:index|(?:archive|topics)(?:/.+)?)\.md\Z")
"""Pages that lead to articles."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What is published now, how many files were written or removed, which locales MkDocs rendered, why pages
    were refused."""

    tables: Mapping[str, Table]
    changed: int
    rendered: tuple[str, ...]
    faults: tuple[GeneratorError, ...]


@dataclass(slots=True)
class _Locale:
    """A locale on its way into `site/`; `left` are the pages and files that are still to come."""

    plan: Plan
    known: Table
    files: dict[str, Shown]
    theme: dict[str, Mark]
    vetting: Vetting
    left: set[str]
    themed: bool
    unfit: list[PublishError] = field(default_factory=list)
    waiting: list[Piece] = field(default_factory=list)
    listings: list[tuple[Path, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    ran: bool = False
    told: bool = False
    broken: bool = False


def move(
    site: Site,
    plans: Sequence[Plan],
    pieces: Iterable[Piece],
    tables: Mapping[str, Table],
    *,
    arrived: Arrived,
    thorough: bool,
) -> Moved:
    """Bring the pages of every locale up to date. `arrived` is told of each as soon as its articles are all there, and
    how they are. `thorough` looks for files that nobody knows of, too."""
    vetted = vetting(theme_folder())
    locales = {plan.locale: _begun(plan, tables.get(plan.locale, Table()), vetted) for plan in plans}
    faults: list[GeneratorError] = []
    changed = 0
    for here in locales.values():
        _tell(here, arrived)
    for piece in pieces:
        here = locales[piece.locale]
        faults += (fault for fault in piece.faults if fault not in faults)
        here.refused |= piece.refused
        here.ran, here.broken = True, here.broken or piece.broken
        here.waiting.append(piece)
        if piece.theme:
            changed += _move_theme(site, here, piece.folder)
        if here.themed:
            changed += sum(_move_piece(site, here, waiting) for waiting in here.waiting)
            here.waiting.clear()
        _tell(here, arrived)
    for here in locales.values():
        _tell(here, arrived, anyway=True)
        changed += sum(_move_page(site, here, folder, name) for folder, name in here.listings)
        changed += _remove_gone(site, here)
        changed += _remove_unknown(site, here) if thorough or here.plan.whole else 0
        faults += here.unfit
    rendered = tuple(tag for tag, here in locales.items() if here.ran)
    return Moved({tag: _table(here) for tag, here in locales.items()}, changed, rendered, tuple(faults))


def _begun(plan: Plan, known: Table, vetted: Vetting) -> _Locale:
    """Pages that are to stay as they are were published from the same text, perhaps in another file."""
    stale = set(plan.stale)
    files = {
        name: known.files[name]
        if name in stale or known.files[name].source == mark
        else replace(known.files[name], source=mark)
        for name, mark in plan.marks.items()
        if name in known.files
    }
    return _Locale(plan, known, files, dict(known.theme), vetted, stale, themed=not plan.whole)


def _tell(here: _Locale, arrived: Arrived, *, anyway: bool = False) -> None:
    """Say once that the articles of a locale are there; `anyway` where more will not come."""
    if not here.told and (anyway or not here.left):
        here.told = True
        arrived(here.plan.locale, _table(here).files)


def _move_theme(site: Site, here: _Locale, folder: Path) -> int:
    """What the theme brings; the rest of a rendered folder are pages and what lies beside them."""
    own = {output(name) for name in here.plan.marks}
    found = {}
    changed = 0
    for name in _below(folder):
        if name not in own and name not in NOT_RENDERED and not name.startswith(NOT_LOADED):
            found[name], written = settle(site.output / here.plan.locale / name, (folder / name).read_bytes())
            changed += written
    here.theme, here.themed = found, True
    return changed


def _move_piece(site: Site, here: _Locale, piece: Piece) -> int:
    listings = [(piece.folder, name) for name in piece.names if _LISTING.match(name)]
    here.listings += listings
    here.left -= {*piece.names, *piece.refused}
    later = {name for _, name in listings}
    return sum(_move_page(site, here, piece.folder, name) for name in piece.names if name not in later)


def _move_page(site: Site, here: _Locale, folder: Path, name: str) -> int:
    """Publish one page or file, its pictures first."""
    place = output(name)
    data = (folder / place).read_bytes()
    html = data.decode("utf-8", "replace") if place.endswith(".html") else ""
    if unfit := here.vetting.fault(html):
        hint = "Find it in the article, its record or the theme, and remove it"
        message = f"the page is withheld, because it would bring readers {unfit}"
        here.unfit.append(PublishError(message, path=Path("docs", here.plan.locale, name), hint=hint))
        here.refused.add(name)
        return 0
    named = tuple(sorted(pictures.named(data))) if html else ()
    changed = pictures.copy(named, site.pictures, site.output / "pictures")
    words = slim(html) if html else None
    target = site.output / here.plan.locale / place
    try:
        made, written = settle(target, data)
    except (IsADirectoryError, NotADirectoryError):
        make_way(target)
        made, written = settle(target, data)
    here.files[name] = Shown(here.plan.marks[name], made, named, digest(words.encode()) if words else "")
    return changed + written


def _remove_gone(site: Site, here: _Locale) -> int:
    """What is not to be shown any more."""
    top = site.output / here.plan.locale
    kept = {output(name) for name in here.plan.marks}
    gone = [output(name) for name in here.known.files if name not in here.plan.marks]
    return sum(remove(top / place, top) for place in gone if place not in kept)


def _remove_unknown(site: Site, here: _Locale) -> int:
    """What earlier builds or other people left there."""
    top = site.output / here.plan.locale
    kept = {*(output(name) for name in here.plan.marks), *here.theme, *NOT_RENDERED[:4]}
    return sum(remove(top / name, top) for name in list(_below(top)) if name not in kept)


def _below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        inside = os.path.relpath(place, folder)
        yield from names if inside == "." else (f"{inside}/{name}" for name in names)


def _table(here: _Locale) -> Table:
    """What is published now. A page that was refused is tried again by the next build, so nothing is said of what it
    was made from."""
    if here.broken:
        return replace(here.known, context="")
    files = {
        name: replace(one, source=(NOTHING, "")) if name in here.refused else one for name, one in here.files.items()
    }
    return Table(here.plan.context, files, here.theme)

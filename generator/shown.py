"""What a locale of the finished site holds and is to hold: the memory that lets a build do only what is new.

In: `.cache/pages/<locale>.json`, what was published last. Out: a `Table` per locale, and the file again; the types that
go from rendering to publishing. Refuses nothing: a file that is missing or damaged is an empty table, and all is
rendered anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import notes
from generator.config import Site
from generator.errors import RenderError
from generator.stamps import Mark


@dataclass(frozen=True, slots=True)
class Shown:
    """A page or file below a locale: what it was made from (a file below `docs/<locale>/`, or what was shown in its
    place), what was made of it, the picture variants it names, and a digest of what readers can find in it by searching
    (empty: it is not to be found)."""

    source: Mark
    made: Mark
    pictures: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The pages and files of a locale by their names below `docs/<locale>/`, what all of them depend on, and the files
    that the theme brings, by their places below the locale."""

    context: str = ""
    files: Mapping[str, Shown] = field(default_factory=dict)
    theme: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a locale is to show, and what of it is to be rendered.

    `marks` are of all its pages and files, by their names below `docs/<locale>/`; `stale` those that readers do not see
    yet as they are to be; `whole` whether what the theme brings is to be published, too; `context` is a digest of what
    all pages depend on, `config` its configuration file, `texts` stand in the place of files, `titles` are the lines of
    the navigation's pages that name them. Pages in `standing` belong to articles that are withheld, and may lead to
    pages that are gone.
    """

    locale: str
    context: str
    config: Path
    marks: Mapping[str, Mark]
    stale: tuple[str, ...] = ()
    whole: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a plan that is finished: `names` are pages and files whose HTML lies below `folder`; `theme` where what
    the theme brings is to be taken from there, too; `refused` are pages that MkDocs refused, and `faults` why; `broken`
    where it would render nothing."""

    locale: str
    folder: Path
    names: tuple[str, ...]
    theme: bool = False
    refused: frozenset[str] = frozenset()
    faults: tuple[RenderError, ...] = ()
    broken: bool = False


def is_page(name: str) -> bool:
    """Whether MkDocs takes a file for Markdown."""
    return name.endswith((".markdown", ".mdown", ".mkdn", ".mkd", ".md"))


def output(name: str) -> str:
    """Where the page or file `name` stands below its locale, by MkDocs' directory URLs."""
    if not is_page(name):
        return name
    stem = name.rpartition(".")[0]
    head, _, last = stem.rpartition("/")
    if last in ("index", "README"):
        return f"{head}/index.html" if head else "index.html"
    return f"{stem}/index.html"


def load(site: Site, tag: str) -> Table:
    """The table of a locale; an empty one where there is none that can be read."""
    return notes.load(_path(site, tag), Table) or Table()


def save(site: Site, tag: str, table: Table) -> None:
    """Write the table of a locale, unless it is there already."""
    files, theme = dict(sorted(table.files.items())), dict(sorted(table.theme.items()))
    notes.save(_path(site, tag), Table(table.context, files, theme))


def unfinished(site: Site) -> Path:
    """A file that is there while a build publishes, and longer if that was killed."""
    return site.cache / "publishing"


def forget(site: Site, tag: str) -> None:
    """Nothing is known of a locale any more."""
    notes.forget(_path(site, tag))


def _path(site: Site, tag: str) -> Path:
    return site.cache / "pages" / f"{tag}.json"

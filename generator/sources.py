"""The files of `content/` → articles, before these have addresses.

In: the names of the files that are to be read. Out: the articles of those that can be, digests of what they hold, and
the pictures inside of files, each in a file below `.cache/enclosed/`. Refuses, one article at a time and through
`Faults`, what `read` refuses, and sidecars of nothing; of articles in a language that is not configured the first one
tells of all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from generator import ledger, read
from generator.config import Site
from generator.errors import LocaleError, ReadError
from generator.files import write
from generator.links import PICTURES
from generator.model import Article, Image, Source
from generator.portable import blocks, escape, portable
from generator.read import limits
from generator.report import Faults, Heard
from generator.segment import split
from generator.stamps import Tree, digest
from generator.workers import shared

_BATCH = 20
"""Files that a process reads at a time."""


@dataclass(frozen=True, slots=True)
class Files:
    """The texts of `content/` by their names, the names of the sidecars, and what reading them needs; `lines` are the
    ledger's, `day` that of the build."""

    site: Site
    lines: tuple[ledger.Entry, ...]
    day: date
    texts: Mapping[str, Path]
    sidecars: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """The articles that could be read; digests of the files that they were read from; the names of all articles that
    are in these files, by the files: of one that could not be opened, those that it had."""

    articles: tuple[Article, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __or__(self, other: Read) -> Read:
        """What was read in two turns."""
        articles = (*self.articles, *other.articles)
        return Read(articles, {**self.digests, **other.digests}, {**self.entries, **other.entries})

    @property
    def names(self) -> frozenset[str]:
        """The names of all articles in these files."""
        return frozenset(name for names in self.entries.values() for name in names)


def find(site: Site, tree: Tree | None, lines: tuple[ledger.Entry, ...], day: date) -> Files:
    """The files that are to be articles, by the stamps in `tree` where there is one."""
    if tree is None:
        names = [path.relative_to(site.root).as_posix() for path in read.find(site.content)]
    else:
        folders = tuple(f"content/{folder}/" for folder in read.FOLDERS)
        names = read.texts(name for name in tree.files if name.startswith(folders))
    sidecars = frozenset(filter(read.is_sidecar, names))
    return Files(site, lines, day, {name: site.root / name for name in names if name not in sidecars}, sidecars)


def refuse_orphans(found: Files, faults: Faults) -> None:
    """Tell of sidecars that belong to no file."""
    for name in sorted(found.sidecars - {str(read.sidecar(PurePosixPath(text))) for text in found.texts}):
        stem = PurePosixPath(name).name.removesuffix(read.SIDECAR)
        faults.take(ReadError("it belongs to no article", path=name, hint=f"Name it after the file: {stem}.*"))


def read_all(found: Files, names: Iterable[str], faults: Faults, pool: Executor | None = None) -> Read:
    """The articles of those files that can be read; many of them by `pool`, too. A date without a year is the nearest
    one before the article was first published."""
    files = _files(found, names)
    some = [tuple(files[start : start + _BATCH]) for start in range(0, len(files), _BATCH)]
    articles: list[Article] = []
    digests: dict[str, str] = {}
    entries: dict[str, tuple[str, ...]] = {}
    foreign: dict[str, list[LocaleError]] = {}
    for done in shared(pool if len(some) > 2 else None, partial(_read, found.site, found.day), some):
        done.said.tell(faults)
        articles += done.read.articles
        digests |= done.read.digests
        entries |= done.read.entries
        for fault in done.foreign:
            foreign.setdefault(fault.message, []).append(fault)
    for several in foreign.values():
        faults.take(_summed(several))
    return Read(tuple(articles), digests, entries)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be read: its name and where it is, the articles in it that were published and the days of that, and
    whether it is alone in its folder."""

    name: str
    path: Path
    known: tuple[str, ...]
    days: Mapping[str, date]
    alone: bool


@dataclass(frozen=True, slots=True)
class _Done:
    """What was read, why articles in other languages were not, and what was said."""

    read: Read
    foreign: tuple[LocaleError, ...]
    said: Heard


def _files(found: Files, names: Iterable[str]) -> list[_File]:
    days = {line.file: line.published for line in found.lines}
    inside = Counter(folder for name in found.texts for folder in above(name))
    known = _known(found.lines)
    files = []
    for name in names:
        mine = tuple(known.get(name, ()))
        published = {one: days[one] for one in (name, *mine) if one in days}
        files.append(_File(name, found.texts[name], mine, published, inside[name.rpartition("/")[0]] == 1))
    return files


def _read(site: Site, day: date, files: Sequence[_File]) -> _Done:
    """Read some files, in whatever process."""
    said = Heard()
    faults = Faults(said)
    parse = partial(read.parse, locales=site.tags, detect=read.detector(site.tags, site.default))
    parsed: list[Article] = []
    digests: dict[str, str] = {}
    entries: dict[str, tuple[str, ...]] = {}
    foreign: list[LocaleError] = []
    for file in files:
        entries[file.name] = (file.name, *file.known)
        with faults.withholding():
            work = partial(read.load, file.path, site.root)
            loaded = limits.bounded(work, PurePosixPath(file.name))
            digests |= {name: digest[:16] for name, digest in loaded.digests.items()}
            entries[file.name] = tuple(str(source.path) for source in loaded.sources)
            for source in loaded.sources:
                with faults.withholding():
                    work_on = partial(_parsed, parse, source, file.days.get(str(source.path), day))
                    try:
                        article = limits.bounded(work_on, source.path)
                    except LocaleError as fault:
                        foreign.append(fault)
                        continue
                    alone = file.alone and not article.entry
                    parsed.append(_finished(replace(article, enclosed=_kept(source, site)), alone, site))
    return _Done(Read(tuple(parsed), digests, entries), tuple(foreign), said)


def _parsed(parse: Callable[..., Article], source: Source, day: date) -> Article:
    """The article of a source, if its texts are of a size that can be worked on. Raises `ReadError`."""
    article = parse(source, today=day)
    limits.texts((segment.text for segment in split(article)), source.path)
    return article


def above(name: str) -> Iterator[str]:
    """The folders in which a file lies, the innermost first.

    >>> list(above("content/articles/ponte.md"))
    ['content/articles', 'content']
    """
    while name := name.rpartition("/")[0]:
        yield name


def _known(lines: Iterable[ledger.Entry]) -> Mapping[str, Sequence[str]]:
    """The articles that were published of what may be a file of several, by that file's name: a folder's, too."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        found[line.file.rpartition("/")[0]].append(line.file)
    return found


def _kept(source: Source, site: Site) -> tuple[tuple[str, Path], ...]:
    """The pictures inside of a file, each in a file of its own, which is named by what it holds."""
    kept = []
    for name, data in source.pictures:
        path = site.cache / "enclosed" / f"{digest(data)}{PurePosixPath(name).suffix.lower()}"
        write(path, data)
        kept.append((name, path))
    return tuple(kept)


def _finished(article: Article, alone: bool, site: Site) -> Article:
    return _taken_back(article) if article.publication.withdrawn else _illustrated(article, alone, site)


def _summed(several: Sequence[LocaleError]) -> LocaleError:
    """One fault for articles in the same language: where a locale was removed there may be hundreds."""
    first = several[0]
    if len(several) == 1:
        return first
    message = f"{first.message}; articles in it: {len(several)}, this is the first"
    return LocaleError(message, path=first.path, line=first.line, hint=first.hint)


def _taken_back(article: Article) -> Article:
    """What is left of a withdrawn article: its address, its day and the reason."""
    reason = article.publication.withdrawn.text if article.publication.withdrawn else ""
    body = blocks(portable(escape(reason))) if reason else ()
    bare = replace(article, headline="", summary="", dateline=None, byline="", topics=(), image=None, body=body)
    return replace(bare, publication=replace(article.publication, corrections=(), updated=None))


def _illustrated(article: Article, alone: bool, site: Site) -> Article:
    """An article that is `alone` in a folder of its own gets the first picture there that its text does not show.
    Raises `ReadError` where that has a name that cannot be written down."""
    folder = article.file.parent
    if article.image or article.kind != "article" or not alone or len(folder.parts) < 3:
        return article
    names = sorted(path.name for path in (site.root / folder).iterdir() if path.suffix.lower() in PICTURES)
    for name in names:
        read.refuse_unwritable(folder / name)
        if quote(name) not in article.markdown and name not in article.markdown:
            return replace(article, image=Image(quote(name)))
    return article

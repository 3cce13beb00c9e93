"""The files of `content/` → articles, before these have addresses.

In: the names of the files that are to be read. Out: the articles of those that can be, and digests of what they hold.
Refuses, one article at a time and through `Faults`, what `read` refuses; of articles in a language that is not
configured the first one tells of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from generator import ledger, read
from generator.config import Site
from generator.errors import LocaleError
from generator.links import PICTURES
from generator.model import Article, Image
from generator.portable import blocks, escape, portable
from generator.report import Faults
from generator.stamps import Tree


@dataclass(frozen=True, slots=True)
class Files:
    """The texts of `content/` by their names, and what reading them needs; `lines` are the ledger's, `day` that of the
    build."""

    site: Site
    lines: tuple[ledger.Entry, ...]
    day: date
    texts: Mapping[str, Path]


def find(site: Site, tree: Tree | None) -> dict[str, Path]:
    if tree is None:
        return {path.relative_to(site.root).as_posix(): path for path in read.find(site.content)}
    folders = tuple(f"content/{folder}/" for folder in read.FOLDERS)
    names = sorted(name for name in tree.files if name.startswith(folders) and read.is_text(PurePosixPath(name)))
    return {name: site.root / name for name in names}


def read_all(found: Files, names: Iterable[str], faults: Faults) -> tuple[list[Article], dict[str, str]]:
    """The articles of those files that can be read, and digests of what they hold. A date without a year is the nearest
    one before the article was first published."""
    site = found.site
    detect = read.detector(site.tags, site.default)
    days = {line.file: line.published for line in found.lines}
    inside = Counter(str(above) for name in found.texts for above in PurePosixPath(name).parents)
    parsed, digests = [], {}
    foreign: dict[str, list[LocaleError]] = {}
    for name in names:
        with faults.withholding():
            source = read.load(found.texts[name], site.root)
            digests[name] = source.digest[:16]
            try:
                article = read.parse(source, locales=site.tags, detect=detect, today=days.get(name, found.day))
            except LocaleError as fault:
                foreign.setdefault(fault.message, []).append(fault)
                continue
            alone = inside[str(article.path.parent)] == 1
            parsed.append(_taken_back(article) if article.publication.withdrawn else _illustrated(article, alone, site))
    for several in foreign.values():
        faults.take(_summed(several))
    return parsed, digests


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
    """An article that is `alone` in a folder of its own gets the first picture there that its text does not show."""
    folder = article.path.parent
    if article.image or article.kind != "article" or not alone or len(folder.parts) < 3:
        return article
    names = sorted(path.name for path in (site.root / folder).iterdir() if path.suffix.lower() in PICTURES)
    name = next((name for name in names if quote(name) not in article.markdown and name not in article.markdown), "")
    return replace(article, image=Image(quote(name))) if name else article

"""Everything in `content/` → articles with permanent addresses and settled links.

In: the project's files and the day of the build. Out: the articles to publish, and the addresses of those that cannot
be read today but were published before. Writes the ledger. Refuses nothing but a damaged ledger (`LedgerError`); every
other fault withholds one article, or the page of an original that somebody edited in `docs/`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from generator import files, ledger, links, read
from generator.config import Site
from generator.errors import ReadError, RecordError
from generator.model import Article
from generator.report import Faults
from generator.translate import records
from generator.write.page import docs_path
from generator.write.seal import is_untouched, taken_apart


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a build in the order of their files. `standing` are addresses of withheld articles whose pages
    stay as they are; `drafts` counts the files that are not to be published; `edited` are the (locale, address) of the
    originals' pages that are not to be overwritten."""

    articles: tuple[Article, ...]
    standing: tuple[str, ...]
    drafts: int
    edited: frozenset[tuple[str, str]] = frozenset()


def gather(site: Site, today: date, faults: Faults, *, keep: bool = True) -> Gathered:
    """Read all of `content/`. The ledger is written if `keep`: an address is only permanent once it is published."""
    existing, parsed = _read(site, today, faults)
    ready = [article for article in parsed if not article.draft]
    path = site.root / ledger.PATH
    entries = ledger.load(path.read_text(encoding="utf-8")) if path.exists() else ()
    articles, lines, taken = ledger.assign(ready, entries, existing, today, _Published(site))
    for fault in taken:
        faults.take(fault)
    settled = _settled(articles, site, faults)
    published = {article.address for article in settled}
    known = {entry.address for entry in entries}
    _say_undated(ready, settled, known, faults)
    if keep and (lines or entries):
        files.write(path, ledger.dump(line for line in lines if line.address in known | published))
    hidden = {str(article.path) for article in parsed if article.draft}
    standing = {line.address for line in lines if line.file in existing - hidden and line.address in known}
    edited = frozenset((article.locale, article.address) for article in settled if _is_edited(article, site, faults))
    return Gathered(settled, tuple(sorted(standing - published)), len(hidden), edited)


def _read(site: Site, today: date, faults: Faults) -> tuple[frozenset[str], list[Article]]:
    """The names of all files, and the articles of those that can be read."""
    found = {path.relative_to(site.root).as_posix(): path for path in read.find(site.content)}
    detect = read.detector(site.tags, site.default)
    parsed = []
    for path in found.values():
        with faults.withholding():
            source = read.load(path, site.root)
            parsed.append(read.parse(source, locales=site.tags, detect=detect, today=today))
    return frozenset(found), parsed


def _say_undated(ready: list[Article], settled: tuple[Article, ...], known: set[str], faults: Faults) -> None:
    undated = {article.path for article in ready if article.kind == "article" and not article.date}
    for article in settled:
        if article.path in undated and article.address not in known:
            faults.report.notice(f"{article.path}: no date was given; it bears the day of this build, {article.date}")


def _settled(articles: tuple[Article, ...], site: Site, faults: Faults) -> tuple[Article, ...]:
    """The articles whose links all lead somewhere."""
    addresses = {str(article.path): article.address for article in articles}
    settled = []
    for article in articles:
        with faults.withholding():
            settled.append(links.resolve(article, addresses, site.root))
    return tuple(settled)


def _is_edited(article: Article, site: Site, faults: Faults) -> bool:
    """Whether an original's page was changed in `docs/`: that belongs into the article's file, and is a fault."""
    page = docs_path(article.locale, article.address)
    path = site.root / page
    if not path.exists() or is_untouched(files.read(path)):
        return False
    hint = f"Move the change to {article.path}, then delete the page or restore it from version control"
    faults.take(ReadError("the page of an original was edited", path=page, hint=hint))
    return True


@dataclass(frozen=True, slots=True)
class _Published:
    """Address → the blocks of the original published there: from its page in whichever locale that is, or from the
    records where `docs/` is gone."""

    site: Site

    def __call__(self, address: str) -> frozenset[str]:
        blocks: set[str] = set()
        for tag in self.site.tags:
            path = self.site.root / docs_path(tag, address)
            parts = taken_apart(files.read(path)) if path.exists() else None
            if parts and "state: original" in parts.head:
                blocks |= {block.strip() for block in parts.body.split("\n\n")}
        return frozenset(blocks) or self._recorded(address)

    def _recorded(self, address: str) -> frozenset[str]:
        """The sources that the first readable record of an address names."""
        for tag in self.site.tags:
            name = records.path(tag, address)
            with suppress(FileNotFoundError, RecordError):
                record = records.load(files.read(self.site.root / name), name)
                return frozenset(entry.source for entry in record.entries)
        return frozenset()

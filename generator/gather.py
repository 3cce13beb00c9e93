"""Everything in `content/` → articles with permanent addresses and settled links.

In: the project's files and the moment of the build. Out: the articles to translate and to publish, their pictures made
ready, and the addresses of those that cannot be read today but were published before. Writes the ledger. Refuses
nothing but a damaged ledger (`LedgerError`); every other fault withholds one article, or the page of an original that
somebody edited in `docs/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

from generator import files, ledger, links, read
from generator.config import Site
from generator.errors import LocaleError, ReadError, RecordError
from generator.links import PICTURES
from generator.model import Article, Image, Rendition
from generator.portable import blocks, escape, portable
from generator.report import Faults
from generator.run import Moment
from generator.translate import records
from generator.write import pictures
from generator.write.page import docs_path
from generator.write.seal import is_untouched, taken_apart


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a build in the order of their files. `standing` are addresses of withheld articles whose pages
    stay as they are; `drafts` counts the files that are not to be published; `edited` are the (locale, address) of the
    originals' pages that are not to be overwritten; `embargoed` are the addresses that may be translated but not
    published yet; `renditions` has the pictures by their places below `docs/<locale>/`."""

    articles: tuple[Article, ...]
    standing: tuple[str, ...]
    drafts: int
    edited: frozenset[tuple[str, str]] = frozenset()
    embargoed: frozenset[str] = frozenset()
    renditions: Mapping[str, Rendition] = field(default_factory=dict)


def gather(site: Site, moment: Moment, faults: Faults, *, keep: bool = True) -> Gathered:
    """Read all of `content/`. The ledger is written if `keep`: an address is only permanent once it is published, or
    given to an article under embargo."""
    today = moment.day
    existing, parsed = _read(site, today, faults)
    ready = [article for article in parsed if not article.publication.draft]
    path = site.root / ledger.PATH
    entries = ledger.load(path.read_text(encoding="utf-8")) if path.exists() else ()
    articles, lines, taken = ledger.assign(ready, entries, existing, today, _Published(site))
    for fault in taken:
        faults.take(fault)
    held = frozenset(article.address for article in articles if _is_held(article, moment))
    settled, renditions = _settled(articles, held, site, faults)
    published = {article.address for article in settled}
    known = {entry.address for entry in entries}
    _say_undated(ready, settled, known, faults)
    if keep and (lines or entries):
        files.write(path, ledger.dump(line for line in lines if line.address in known | published))
    drafts = sum(article.publication.draft for article in parsed)
    hidden = {str(article.path) for article in parsed if article.publication.draft or _is_held(article, moment)}
    standing = {line.address for line in lines if line.file in existing - hidden and line.address in known}
    edited = frozenset((article.locale, article.address) for article in settled if _is_edited(article, site, faults))
    return Gathered(settled, tuple(sorted(standing - published)), drafts, edited, held & published, renditions)


def _is_held(article: Article, moment: Moment) -> bool:
    """Whether an article is under embargo at this moment."""
    embargo = article.publication.embargo
    return embargo is not None and embargo.timestamp() > moment.epoch


def _read(site: Site, today: date, faults: Faults) -> tuple[frozenset[str], list[Article]]:
    """The names of all files, and the articles of those that can be read."""
    found = {path.relative_to(site.root).as_posix(): path for path in read.find(site.content)}
    detect = read.detector(site.tags, site.default)
    parsed = []
    foreign: dict[str, list[LocaleError]] = {}
    for path in found.values():
        with faults.withholding():
            source = read.load(path, site.root)
            try:
                article = read.parse(source, locales=site.tags, detect=detect, today=today)
            except LocaleError as fault:
                foreign.setdefault(fault.message, []).append(fault)
                continue
            parsed.append(_taken_back(article) if article.publication.withdrawn else _illustrated(article, found, site))
    for several in foreign.values():
        faults.take(_summed(several))
    return frozenset(found), parsed


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


def _illustrated(article: Article, texts: Iterable[str], site: Site) -> Article:
    """An article that has a folder of its own gets the first picture there that its text does not show."""
    folder = article.path.parent
    own = len(folder.parts) > 2 and sum(text.startswith(f"{folder}/") for text in texts) == 1
    if article.image or article.kind != "article" or not own:
        return article
    names = sorted(path.name for path in (site.root / folder).iterdir() if path.suffix.lower() in PICTURES)
    name = next((name for name in names if quote(name) not in article.markdown and name not in article.markdown), "")
    return replace(article, image=Image(quote(name))) if name else article


def _say_undated(ready: list[Article], settled: tuple[Article, ...], known: set[str], faults: Faults) -> None:
    undated = {article.path for article in ready if article.kind == "article" and not article.date}
    for article in settled:
        if article.path in undated and article.address not in known:
            faults.report.notice(f"{article.path}: no date was given; it bears the day of this build, {article.date}")


def _settled(
    articles: tuple[Article, ...], held: frozenset[str], site: Site, faults: Faults
) -> tuple[tuple[Article, ...], dict[str, Rendition]]:
    """The articles whose links all lead somewhere, and their pictures by place. Nothing that is published may lead to
    an article under embargo."""
    every = {str(article.path): article.address for article in articles}
    public = {file: address for file, address in every.items() if address not in held}
    settled = []
    renditions: dict[str, Rendition] = {}
    for article in articles:
        with faults.withholding():
            made = links.resolve(article, every if article.address in held else public, site.root)
            renditions |= {place: _prepared(source, site) for source, place in made.pictures}
            settled.append(made)
    return tuple(settled), renditions


def _prepared(source: Path, site: Site) -> Rendition:
    """A picture made ready. Raises `ReadError`."""
    try:
        return pictures.prepare(source, site.pictures)
    except ReadError as fault:
        raise ReadError(fault.message, path=source.relative_to(site.root), hint=fault.hint) from None


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

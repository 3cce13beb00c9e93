"""Everything in `content/` → articles with permanent addresses and settled links.

In: the project's files and the moment of the build. Out: the articles to translate and to publish, their pictures made
ready, and the addresses of those that cannot be read today but were published before. Writes the ledger. Refuses
nothing but a damaged ledger (`LedgerError`); every other fault withholds one article, or the page of an original that
somebody edited in `docs/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace

from generator import files, ledger, links
from generator.catalogue import NOTHING_KNOWN, Catalogue, Settled
from generator.config import Site
from generator.errors import LedgerError, ReadError, RecordError
from generator.linking import is_held, linked, public_of
from generator.model import Article, Rendition
from generator.report import Faults
from generator.run import Moment
from generator.sources import Files, Read, find, read_all, refuse_orphans
from generator.stamps import Tree
from generator.translate import records
from generator.unchanged import unchanged
from generator.write.page import docs_path
from generator.write.seal import is_untouched, taken_apart


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a build in the order of their files. `standing` are addresses of withheld articles whose pages
    stay as they are; `drafts` counts the files that are not to be published; `edited` are the (locale, address) of the
    originals' pages that are not to be overwritten; `embargoed` are the addresses that may be translated but not
    published yet; `renditions` has the pictures by their places below `docs/<locale>/`. `settled` are the articles that
    need not be read, by their addresses; `digests` are of the files that were read, `entries` the names of all articles
    in each of these; `leads` say to which files their articles have links, with addresses; `lines` are the ledger's."""

    articles: tuple[Article, ...]
    standing: tuple[str, ...]
    drafts: int
    edited: frozenset[tuple[str, str]] = frozenset()
    embargoed: frozenset[str] = frozenset()
    renditions: Mapping[str, Rendition] = field(default_factory=dict)
    settled: Mapping[str, Settled] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leads: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: tuple[ledger.Entry, ...] = ()


def gather(
    site: Site,
    moment: Moment,
    faults: Faults,
    *,
    keep: bool = True,
    known: Catalogue = NOTHING_KNOWN,
    tree: Tree | None = None,
    pool: Executor | None = None,
) -> Gathered:
    """Read what is new in `content/`: all that is not as `known` says, by the stamps in `tree`; `pool` helps with that.
    The ledger is written if `keep`: an address is only permanent once it is published, or given to an article under
    embargo."""
    path = site.root / ledger.PATH
    entries = ledger.read(path) if path.exists() else ()
    found = find(site, tree, entries, moment.day)
    refuse_orphans(found, faults)
    addresses = {entry.file: entry.address for entry in entries}
    settled = unchanged(site, known, tree, found, addresses) if tree else {}
    sources = {one.source for one in settled.values()}
    got = read_all(found, [name for name in found.texts if name not in sources], faults, pool)
    placed = _placed(found, got, settled)
    public = public_of(placed.articles, settled, moment)
    if lapsed := {one.source for one in settled.values() if not one.leads.items() <= public.items()}:
        settled = {name: one for name, one in settled.items() if one.source not in lapsed}
        got = got | read_all(found, sorted(lapsed), faults, pool)
        placed = _placed(found, got, settled)
    for fault in placed.faults:
        faults.take(fault)
    public = public_of(placed.articles, settled, moment)
    ready, renditions = linked(placed.articles, public, moment, site, faults, pool)
    published = {article.address for article in ready} | {one.address for one in settled.values()}
    former = {entry.address for entry in entries}
    _say_undated([a for a in got.articles if not a.publication.draft], ready, former, faults)
    if keep and (placed.lines or entries) and placed.lines != entries:
        given = former | published
        files.write(path, ledger.dump(line for line in placed.lines if line.address in given))
    drafts = sum(article.publication.draft for article in got.articles)
    hidden = {str(article.path) for article in got.articles if article.publication.draft or is_held(article, moment)}
    there = (got.names | settled.keys()) - hidden
    standing = {line.address for line in placed.lines if line.file in there}
    edited = frozenset((article.locale, article.address) for article in ready if _is_edited(article, site, faults))
    held = frozenset(article.address for article in ready if is_held(article, moment))
    return Gathered(
        ready,
        tuple(sorted((standing & former) - published)),
        drafts,
        edited,
        held,
        renditions,
        {one.address: one for one in settled.values()},
        got.digests,
        got.entries,
        _leads(placed.articles, public),
        placed.lines,
    )


def regather(
    site: Site, gathered: Gathered, wanted: Iterable[str], moment: Moment, faults: Faults, tree: Tree
) -> Gathered:
    """Read settled articles, by their addresses, after all: nothing in their files has changed, but something around
    them has."""
    found = find(site, tree, gathered.lines, moment.day)
    touched = (gathered.settled[address] for address in wanted if address in gathered.settled)
    again = {one.file: one.source for one in touched}
    got = read_all(found, sorted(set(again.values())), faults)
    got = replace(got, articles=tuple(article for article in got.articles if str(article.path) in again))
    rest = {one.file: one for one in gathered.settled.values() if one.file not in again}
    articles = _placed(found, got, {line.file: line for line in gathered.lines}).articles
    others = {one.file: one for one in gathered.settled.values()}
    known = public_of(gathered.articles, others, moment)
    ready, renditions = linked(articles, known, moment, site, faults)
    settled = {one.address: one for one in rest.values()}
    edited = frozenset((article.locale, article.address) for article in ready if _is_edited(article, site, faults))
    leads = _leads(articles, known)
    return Gathered(
        ready, (), 0, edited, frozenset(), renditions, settled, got.digests, got.entries, leads, gathered.lines
    )


def joined(one: Gathered, other: Gathered) -> Gathered:
    """What was gathered first, with articles that were read after all."""
    articles = tuple(sorted((*one.articles, *other.articles), key=lambda article: str(article.path)))
    return replace(
        one,
        articles=articles,
        edited=one.edited | other.edited,
        renditions={**one.renditions, **other.renditions},
        settled=other.settled,
        digests={**one.digests, **other.digests},
        entries={**one.entries, **other.entries},
        leads={**one.leads, **other.leads},
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Articles with their addresses, the ledger's lines, and why some have none."""

    articles: tuple[Article, ...]
    lines: tuple[ledger.Entry, ...]
    faults: tuple[LedgerError, ...]


def _placed(found: Files, got: Read, others: Mapping[str, object]) -> _Placed:
    """Where the articles that are to be published stand; `others` are the names of those that were not read."""
    ready = [article for article in got.articles if not article.publication.draft]
    existing = got.names | others.keys()
    return _Placed(*ledger.assign(ready, found.lines, existing, found.day, _Published(found.site)))


def _leads(articles: Iterable[Article], public: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """The files to which articles have links, before these are resolved, with their addresses."""
    return {str(article.path): links.leads(article, public) for article in articles}


def _say_undated(ready: list[Article], settled: tuple[Article, ...], known: set[str], faults: Faults) -> None:
    undated = {article.path for article in ready if article.kind == "article" and not article.date}
    for article in settled:
        if article.path in undated and article.address not in known:
            faults.report.notice(f"{article.path}: no date was given; it bears the day of this build, {article.date}")


def _is_edited(article: Article, site: Site, faults: Faults) -> bool:
    """Whether an original's page was changed in `docs/`: that belongs into the article's file, and is a fault."""
    page = docs_path(article.locale, article.address)
    path = site.root / page
    if not path.exists() or is_untouched(files.read(path)):
        return False
    hint = f"Move the change to {article.file}, then delete the page or restore it from version control"
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

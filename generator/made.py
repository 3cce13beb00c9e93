"""What a build made of the articles that it read, and what the next one need not do again.

In: the editions with what became of their records and pages. Out: the settled articles for the catalogue. Refuses
nothing: an article with anything withheld, missing, held back or still to be asked for is not settled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator import ledger
from generator.catalogue import Settled, brief_digest, key
from generator.config import Site
from generator.editions import Task
from generator.gather import Gathered
from generator.model import Article, Edition
from generator.pages import Written, last_day
from generator.read import sidecar
from generator.stamps import NOTHING, Mark, Tree, stamp_of
from generator.telling import Telling, Told
from generator.translate import Result, records
from generator.translate.reconcile import needs_engine
from generator.unchanged import beside
from generator.write.page import docs_path, in_text


@dataclass(slots=True)
class Made:
    """Address → editions, in the order of the locales, where these are kept; what is told of the articles; the
    (locale, address) of pages that hold an editor's work and are not to be written; the marks of the records; by
    address and locale how many texts there are and how many are stale; the addresses of which something is still to be
    asked for."""

    editions: dict[str, list[Edition]] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    withheld: set[tuple[str, str]] = field(default_factory=set)
    marks: dict[str, Mark] = field(default_factory=dict)
    counts: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    wanting: set[str] = field(default_factory=set)

    def note(self, task: Task, result: Result) -> None:
        """Remember of a translation what reports count, and whether the next build has to go on with it."""
        address = task.article.address
        stale = sum(entry.stale for entry in result.entries)
        self.counts.setdefault(address, {})[task.locale] = (len(task.work.segments), stale)
        if task.fault or any(map(needs_engine, result.entries)):
            self.wanting.add(address)

    def with_more(self, other: Made) -> Made:
        """These and others, in the order of their files."""
        told = {**self.told, **other.told}
        order = sorted(told, key=lambda address: str(told[address].article.path))
        return Made(
            {**self.editions, **other.editions},
            {address: told[address] for address in order},
            self.withheld | other.withheld,
            {**self.marks, **other.marks},
            {**self.counts, **other.counts},
            self.wanting | other.wanting,
        )


def surroundings(telling: Telling) -> dict[str, dict[str, str]]:
    """Address → locale → a digest of what the page says of its neighbours."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for tag, led in telling.led.items():
        brief = {story.path: brief_digest(story) for story in telling.stories[tag]}
        for path, near in led.items():
            others = (*near.related, near.previous, near.next)
            found[path.removesuffix("/")][tag] = key([story and brief[story.path] for story in others])
    return found


def settle_all(
    site: Site,
    gathered: Gathered,
    made: Made,
    telling: Telling,
    written: Written,
    tree: Tree,
    around: Mapping[str, Mapping[str, str]],
) -> dict[str, Settled]:
    """File → article, for all that the next build need not look into; `around` are its `surroundings`."""
    found = {one.file: one for one in gathered.settled.values()}
    stories = {tag: {story.path: story for story in listed} for tag, listed in telling.stories.items()}
    pictures = beside(tree, {*(one.source for one in found.values()), *gathered.entries})
    made_now = made.marks | written.marks
    for address, told in made.told.items():
        article = told.article
        file, source = str(article.path), str(article.file)
        marks = _marks(site, article, gathered, made_now, tree)
        whole = {tag for tag, state in told.states.items() if state != "fallback"} == set(site.tags)
        if not whole or marks is None or address in made.wanting:
            continue
        path = f"{address}/"
        mine = {tag: listed[path] for tag, listed in stories.items() if path in listed}
        found[file] = Settled(
            file=file,
            address=address,
            kind=article.kind,
            locale=article.locale,
            marks=marks,
            states=told.states,
            counts=made.counts.get(address, {}),
            stories=mine,
            around=around.get(address, {}),
            leads=gathered.leads.get(file, {}),
            beside=pictures.get(source, ()),
            day=last_day(article),
            listed=not article.publication.withdrawn,
            inside=source if article.entry else "",
            of=len(gathered.entries[source]),
        )
    return found


def seen(site: Site, tree: Tree, made: Made, written: Written) -> Tree:
    """The project's files as this build read them, or wrote them; the folders as they were before."""
    sources = {name: there for name, there in tree.files.items() if name not in made.marks and name[:8] == "content/"}
    records = {name: there for name, (there, _) in made.marks.items()}
    lines = {str(ledger.PATH): stamp_of(site.root / ledger.PATH)}
    return Tree({**sources, **records, **lines, **written.files}, tree.folders)


def _marks(
    site: Site, article: Article, gathered: Gathered, made: Mapping[str, Mark], tree: Tree
) -> dict[str, Mark] | None:
    """The marks of all files of an article; None where one of them is not as the generator made it."""
    file, more = str(article.file), str(sidecar(article.file))
    files = [name for name in (file, more) if name in gathered.digests]
    others = [tag for tag in site.tags if tag != article.locale]
    wanted = [str(docs_path(tag, article.address)) for tag in site.tags]
    wanted += [str(records.path(tag, article.address)) for tag in others]
    wanted += [f"docs/{tag}/{place}" for tag in site.tags for place in in_text(article).values()]
    if file not in files or not tree.files.keys() >= set(files) or not made.keys() >= set(wanted):
        return None
    enclosed = {path for _, path in article.enclosed}  # which are there as long as the file is
    sources = (path.relative_to(site.root).as_posix() for path, _ in article.pictures if path not in enclosed)
    marks: dict[str, Mark] = {name: (tree.files.get(name, NOTHING), "") for name in sources}
    marks |= {name: (tree.files[name], gathered.digests[name]) for name in files}
    return marks | {name: made[name] for name in wanted}

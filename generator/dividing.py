"""Many articles whose records lack nothing, as after a fresh checkout: made and written by several processes.

In: a `Run`, the articles that were read. Out: what is made of those whose records lack nothing, the others with their
tasks; later the pages of the former in `docs/`. Refuses nothing: what a process that has ended did not do is done here.

Each process has some of the articles, makes their editions, says what all other pages have to know of them, and keeps
them until it is told where their pages lead. This process is one of them. Where there are too many editions to be kept,
each makes them in portions, and once more when they are written: so memory does not grow with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.companion import Companion, Ended
from generator.editions import Task, is_complete
from generator.gather import Gathered
from generator.made import Made
from generator.making import make
from generator.model import Edition, Status, Story
from generator.pages import Withheld, Written, write_articles
from generator.report import Faults, Heard, Silence
from generator.run import Run
from generator.telling import Telling, Told
from generator.translate import Result
from generator.translating import prepare_all
from generator.workers import cores

MANY = 60
"""Articles that are worth another process, which needs the time of some twenty to begin."""
KEPT, PORTION = 15_000, 3_000
"""Editions that are all kept in memory, some 30 KB each; how many are, at a time, where there are more."""
OURS = 0.8
"""What this process takes of the articles, compared with others: it writes the listings meanwhile."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What is made of articles whose records lack nothing, but for their editions and themselves; by address the states
    and stories of their pages; the tasks of all others; what was said."""

    made: Made
    told: Mapping[str, tuple[Mapping[str, Status], Mapping[str, Story]]]
    tasks: Sequence[Task]
    said: Heard


@dataclass(slots=True)
class Maker:
    """One process's articles: their editions, as far as they are kept, and the addresses of all that were made."""

    run: Run
    part: Gathered
    kept: dict[str, list[Edition]] = field(default_factory=dict)
    addresses: frozenset[str] | None = None

    def make(self) -> Completed:
        """Make the editions of articles whose records lack nothing."""
        said = Heard()
        run = replace(self.run, faults=Faults(said))
        made, tasks = Made(), list[Task]()
        few = len(self.part.articles) * len(run.site.tags) <= KEPT
        for portion in _portions(run, self.part):
            prepared = prepare_all(run, portion)
            whole = _whole(run, portion, prepared)
            ready = tuple(article for article in portion.articles if article.address in whole)
            mine = [task for task in prepared if task.article.address in whole]
            more = make(run, replace(portion, articles=ready), mine, [_unasked(task) for task in mine])
            self.kept.update(more.editions if few else {})
            made = made.with_more(replace(more, editions={}))
            tasks += [task for task in prepared if task.article.address not in whole]
        self.addresses = frozenset(made.told)
        told = {address: (one.states, one.stories) for address, one in made.told.items()}
        return Completed(replace(made, told={}), told, tasks, said)

    def write(self, telling: Telling, withheld: Withheld) -> Written:
        """Write their pages."""
        if self.addresses is None:
            self.make()
        return write_articles(self.run.site, telling, self._groups(), self.part, withheld)

    def _groups(self) -> Iterator[tuple[str, Sequence[Edition]]]:
        """All editions, those first that were kept; the others are made once more, from records that lack nothing, so
        there is nothing to say that was not said before."""
        yield from self.kept.items()
        quiet = replace(self.run, faults=Faults(Silence()), renewal=None)
        wanted = (self.addresses or frozenset()) - self.kept.keys()
        rest = tuple(article for article in self.part.articles if article.address in wanted)
        for portion in _portions(quiet, replace(self.part, articles=rest)):
            tasks = prepare_all(quiet, portion)
            yield from make(quiet, portion, tasks, [_unasked(task) for task in tasks], keep=False).editions.items()


@dataclass(slots=True)
class _Hand:
    """A maker, in this process or with a companion."""

    maker: Maker
    companion: Companion | None = None

    def begin(self, method: str, *arguments: object) -> None:
        """Have the companion begin, if there is one."""
        if self.companion:
            try:
                self.companion.begin(method, *arguments)
            except Ended:
                self.companion = None

    def answer(self, method: str, *arguments: object) -> Any:
        """What the maker says; where there is no companion, or none any more, the work is done now."""
        if self.companion:
            try:
                return self.companion.answer()
            except Ended:
                self.companion = None
        return getattr(self.maker, method)(*arguments)


@dataclass(frozen=True, slots=True)
class Crew:
    """Those who make editions and then write their pages."""

    hands: Sequence[_Hand] = ()

    def make(self) -> list[Completed]:
        """What all of them made."""
        for hand in self.hands:
            hand.begin("make")
        return [hand.answer("make") for hand in self.hands]

    def begin(self, telling: Telling, withheld: Withheld) -> Iterator[Written]:
        """Have the other processes write their pages; gives what everybody wrote, as soon as somebody asks for it."""
        arounds = [_around(hand.maker.part, telling, withheld) for hand in self.hands]
        for hand, around in zip(self.hands, arounds, strict=True):
            hand.begin("write", *around)
        return (hand.answer("write", *around) for hand, around in zip(self.hands, arounds, strict=True))


def complete(run: Run, gathered: Gathered, *, several: bool) -> tuple[Made, Gathered, list[Task], Crew]:
    """What is made of the articles whose records lack nothing, where there are many; the others, and their tasks; those
    who are to write the former. `several` processes may work, else this one does all."""
    if len(gathered.articles) <= MANY:
        return Made(), gathered, prepare_all(run, gathered), Crew()
    crew = _crew(run, gathered, cores() if several else 1)
    made, tasks = Made(), list[Task]()
    articles = {article.address: article for article in gathered.articles}
    for done in crew.make():
        done.said.tell(run.faults)
        told = {address: Told(articles[address], *pages) for address, pages in done.told.items()}
        made = made.with_more(replace(done.made, told=told))
        tasks += done.tasks
    others = tuple(article for article in gathered.articles if article.address not in made.told)
    return made, replace(gathered, articles=others), tasks, crew


def _crew(run: Run, gathered: Gathered, count: int) -> Crew:
    """So many makers, each with some of the articles; the first is this process."""
    quiet = replace(run, environment={}, faults=Faults(Silence()))  # they ask no engine, and tell when they are done
    makers = [Maker(quiet, part) for part in _parts(gathered, count)]
    return Crew([_Hand(maker, Companion(maker) if number else None) for number, maker in enumerate(makers)])


def _parts(gathered: Gathered, count: int) -> Iterator[Gathered]:
    """The articles in so many parts, with what making them needs."""
    total, start = len(gathered.articles), 0
    for number in range(count):
        end = round(total * (OURS + number) / (OURS + count - 1))
        some = gathered.articles[start:end]
        places = {place for article in some for _, place in article.pictures}
        renditions = {place: gathered.renditions[place] for place in places}
        yield Gathered(some, (), 0, embargoed=gathered.embargoed, renditions=renditions)
        start = end


def _portions(run: Run, gathered: Gathered) -> Iterator[Gathered]:
    """The articles, some at a time."""
    count = max(1, PORTION // len(run.site.tags))
    for start in range(0, len(gathered.articles), count):
        yield replace(gathered, articles=gathered.articles[start : start + count])


def _whole(run: Run, gathered: Gathered, prepared: Sequence[Task]) -> set[str]:
    """The addresses of the articles whose records lack nothing, and which are to be published."""
    counts = Counter(task.article.address for task in prepared if is_complete(task))
    wanted = len(run.site.tags) - 1
    return {address for address, count in counts.items() if count == wanted and address not in gathered.embargoed}


def _unasked(task: Task) -> Result:
    """What becomes of a task for which no engine is asked."""
    return Result(task.work.entries, ())


def _around(part: Gathered, telling: Telling, withheld: Withheld) -> tuple[Telling, Withheld]:
    """Of what pages say of others, and of those that stay as they are, what is of some articles."""
    addresses = {article.address for article in part.articles}
    kept = {address: pages for address, pages in telling.kept.items() if address in addresses}
    led = {
        tag: {path: near for path, near in paths.items() if path.removesuffix("/") in addresses}
        for tag, paths in telling.led.items()
    }
    return Telling({}, kept, {}, led), frozenset(one for one in withheld if one[1] in addresses)

"""Articles without a language: ranks of words, where sentences begin, marks, links; to be said in any tongue.

In: how large the newsroom is, a seed, an article's number. Out: its `Story`, the same every time, and `say`, which
makes words of a text of it. Refuses nothing.

Lengths are lognormal (median 350 words, from 120 to 1,500), paragraphs have 30 to 90 words and sentences 6 to 30. Some
articles have headings, a list, a quotation; some sentences a stressed word, a number, a link to the web or to an older
article. A translation is the same story in other words, so that marks, links and numbers agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

Form = Literal["paragraph", "heading", "list item", "quote"]

YEARS = 5
LAST = date(2025, 9, 10)
"""The newsroom's today; its articles are spread evenly over the years before."""
MEDIAN, SHORTEST, LONGEST, SPREAD = 350, 120, 1_500, 0.55
PICTURES = 12
"""Pictures that articles share: one article in ten has one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands around one word. A `link` is the number of an older article; -1 where there is none."""

    place: int
    before: str = ""
    after: str = ""
    link: int = -1


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a story: ranks of words, the places of capitals, and marks in the order they are put."""

    ranks: tuple[int, ...]
    capitals: tuple[int, ...] = (0,)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article or a policy page without its words. `name` is that of its file; a page has neither `day` nor `number`;
    `picture` is from 1 to `PICTURES`, or 0; beyond that it is a photograph of its own."""

    name: str
    number: int
    day: date | None
    headline: Text
    summary: Text | None
    byline: Text | None
    topics: tuple[int, ...]
    picture: int
    alt: Text | None
    body: tuple[tuple[Form, Text], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many articles there are, the seed, how often words come up (`tongues.shares`), the number of topics."""

    articles: int
    seed: int
    shares: tuple[float, ...]
    topics: int = 30


def say(text: Text, words: tuple[str, ...], address: Callable[[int], str]) -> str:
    """A text in the words of a tongue, as inline Markdown; `address` says where an older article lies."""
    said = [words[rank] for rank in text.ranks]
    for place in text.capitals:
        said[place] = said[place].capitalize()
    for mark in text.marks:
        after = mark.after if mark.link < 0 else mark.after.replace("@", address(mark.link))
        said[mark.place] = f"{mark.before}{said[mark.place]}{after}"
    return " ".join(said)


def day(plan: Plan, number: int) -> date:
    """The day of an article; those beyond the newsroom's size are of its last day."""
    return LAST - timedelta(days=max(plan.articles - 1 - number, 0) * YEARS * 365 // plan.articles)


def name(plan: Plan, number: int) -> str:
    """The name of an article's file, without its ending."""
    return f"{day(plan, number)}-{number:05d}"


def headline(plan: Plan, number: int) -> Text:
    """The headline alone: links to an article need its address, which follows from it."""
    chance = Random(f"{plan.seed}/{number}/headline")
    return Text(_ranks(plan, chance, chance.randint(5, 11)))


def pictured(plan: Plan, number: int) -> int:
    """The number of an article's picture, 0 for nine in ten."""
    return number // 10 % PICTURES + 1 if number % 10 == 7 else 0


def story(plan: Plan, number: int) -> Story:
    """The article of that number."""
    chance = Random(f"{plan.seed}/{number}")
    length = min(max(chance.lognormvariate(math.log(MEDIAN), SPREAD), SHORTEST), LONGEST)
    picture = pictured(plan, number)
    return Story(
        name=name(plan, number),
        number=number,
        day=day(plan, number),
        headline=headline(plan, number),
        summary=prose(plan, chance, chance.randint(12, 25)) if chance.random() < 0.6 else None,
        byline=Text(_ranks(plan, Random(f"{plan.seed}/{number % 9}/byline"), 2), (0, 1)),
        topics=tuple(chance.sample(range(plan.topics), chance.choice((1, 2, 2, 3)))),
        picture=picture,
        alt=Text(_ranks(plan, chance, chance.randint(5, 12))) if picture else None,
        body=_body(plan, chance, round(length), number),
    )


def page(plan: Plan, title: str) -> Story:
    """A policy page of that name."""
    chance = Random(f"{plan.seed}/{title}")
    body = _body(plan, chance, 300, 0)
    summary = prose(plan, chance, 15)
    return Story(title, -1, None, Text(_ranks(plan, chance, 2)), summary, None, (), 0, None, body)


def prose(plan: Plan, chance: Random, length: int, number: int = 0) -> Text:
    """Sentences of about so many words together; articles before `number` may be linked to."""
    lengths = []
    while sum(lengths) < length:
        lengths.append(min(chance.randint(6, 30), max(length - sum(lengths), 6)))
    capitals, marks, start = [], list[Mark](), 0
    for count in lengths:
        capitals.append(start)
        marks += _marks(chance, start, count, number)
        start += count
    return Text(_ranks(plan, chance, start), tuple(capitals), tuple(marks))


def _ranks(plan: Plan, chance: Random, count: int) -> tuple[int, ...]:
    return tuple(chance.choices(range(len(plan.shares)), cum_weights=plan.shares, k=count))


def _marks(chance: Random, start: int, count: int, number: int) -> list[Mark]:
    """The marks of one sentence: at most one number, one span and one comma, then its full stop."""
    marks = []
    middle = start + count // 2
    if chance.random() < 0.1:
        marks.append(Mark(start + 1, after=f" {chance.choice((chance.randint(2, 99), chance.randint(1950, 2025)))}"))
    kind = chance.random()
    if kind < 0.06:
        marks += [Mark(middle, before="**"), Mark(middle + 1, after="**")]
    elif kind < 0.09:
        marks.append(Mark(middle, before="*", after="*"))
    elif kind < 0.11:
        marks.append(Mark(middle, before="[", after=f"](https://www.example.org/{chance.randint(1, 999)}/)"))
    elif kind < 0.13 and number:
        marks += [Mark(middle, before="["), Mark(middle + 1, after="](@)", link=chance.randrange(number))]
    if count > 9 and chance.random() < 0.7:
        marks.append(Mark(start + chance.randrange(3, count - 3), after=","))
    return [*marks, Mark(start + count - 1, after=".")]


def _body(plan: Plan, chance: Random, length: int, number: int) -> tuple[tuple[Form, Text], ...]:
    body: list[tuple[Form, Text]] = []
    listed, quoted = chance.random() < 0.17, chance.random() < 0.25
    said = 0
    while said < length:
        if len(body) > 2 and chance.random() < 0.2 and body[-1][0] == "paragraph":
            body.append(("heading", Text(_ranks(plan, chance, chance.randint(2, 6)))))
        text = prose(plan, chance, chance.randint(30, 90), number)
        body.append(("quote" if quoted and len(body) == 1 else "paragraph", text))
        said += len(text.ranks)
        if listed and said > length / 2:
            listed = False
            body += [("list item", Text(_ranks(plan, chance, chance.randint(5, 15)))) for _ in range(4)]
    return tuple(body)

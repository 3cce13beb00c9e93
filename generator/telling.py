"""What pages say of each other: the stories of all articles, whether they are written in this build or not.

In: what is told of the articles with editions; pages that stay as they are; settled articles. Out: the stories of every
locale, newest first, and where each page leads. Refuses nothing: a page too damaged to say anything is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator import files
from generator.config import Site
from generator.errors import RecordError
from generator.gather import Gathered
from generator.model import Article, Edition, Rendition, Status, Story
from generator.write import story
from generator.write.listing import newest_first
from generator.write.neighbours import neighbours
from generator.write.page import Neighbours, docs_path

Kept = Mapping[str, Mapping[str, Story]]
"""Address → locale → what a page that is not written in this build says of itself."""
Led = Mapping[str, Mapping[str, Neighbours]]
"""Locale → path → where the page leads to."""


@dataclass(frozen=True, slots=True)
class Told:
    """What all other pages have to know of an article with editions: the article, and by locale the state of its page
    and what listings say of it (nothing for policy pages and withdrawn articles)."""

    article: Article
    states: Mapping[str, Status]
    stories: Mapping[str, Story]


@dataclass(frozen=True, slots=True)
class Telling:
    """What there is to be written: the articles that have editions by their addresses, pages that stay as they are,
    stories of every locale, and where they lead."""

    told: Mapping[str, Told]
    kept: Kept
    stories: Mapping[str, Sequence[Story]]
    led: Led


def told_of(group: Sequence[Edition], renditions: Mapping[str, Rendition]) -> Told:
    """What is to be known of an article with these editions."""
    article = group[0].article
    listed = article.kind == "article" and not article.publication.withdrawn
    stories = {edition.locale: story.story(edition, renditions) for edition in group if listed}
    return Told(article, {edition.locale: edition.status for edition in group}, stories)


def tell(site: Site, told: Mapping[str, Told], gathered: Gathered) -> Telling:
    """What the listings and neighbours of all articles are, whether they are written in this build or not."""
    kept = _kept(site, told, gathered.standing)
    stories = _stories(site, told, kept, gathered)
    return Telling(told, kept, stories, neighbours(stories))


def told_again(site: Site, telling: Telling, told: Mapping[str, Told], gathered: Gathered) -> Telling:
    """The same after more articles were read that say of themselves what they said before."""
    return replace(telling, told=told, kept=_kept(site, told, gathered.standing))


def _kept(site: Site, told: Mapping[str, Told], standing: Sequence[str]) -> Kept:
    """The pages that stay as they are: of editions that could not be made, and of articles that are withheld."""
    found: dict[str, dict[str, Story]] = {}
    for address in (*told, *standing):
        made = told[address].states if address in told else {}
        stories = ((tag, _story(site, tag, address)) for tag in site.tags if tag not in made)
        found[address] = {tag: story for tag, story in stories if story}
    return found


def _stories(site: Site, told: Mapping[str, Told], kept: Kept, gathered: Gathered) -> dict[str, Sequence[Story]]:
    """Locale → the stories that its listings have, newest first; policy pages and withdrawn articles are none."""
    found: dict[str, list[Story]] = {tag: [] for tag in site.tags}
    for one in told.values():
        for tag, mine in one.stories.items():
            found[tag].append(mine)
    for address, stories in kept.items():
        article = told[address].article if address in told else None
        listed = not article or (article.kind == "article" and not article.publication.withdrawn)
        for tag, standing in stories.items():
            if standing.date and listed:
                found[tag].append(standing)
    for settled in gathered.settled.values():
        for tag, mine in settled.stories.items():
            found[tag].append(mine)
    return {tag: newest_first(stories) for tag, stories in found.items()}


def _story(site: Site, tag: str, address: str) -> Story | None:
    """What a page that is not written in this build says of itself; nothing where it is missing or too damaged."""
    path = docs_path(tag, address)
    try:
        return story.story_of(files.read(site.root / path), address, path)
    except (FileNotFoundError, RecordError):
        return None

"""Editions → files: records, pages, pictures and listings.

In: the editions of every article, the addresses whose pages stay as they are, and the pages that hold an editor's work.
Out: `docs/`, what readers get in place of a page that is withheld, and what the publish stage must know of each. Only
what changed is written; a page that the generator wrote and whose article is gone is removed, one that somebody edited
is not (`RecordError`, reported).
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator import files, strings
from generator.config import Site, theme_folder
from generator.errors import RecordError
from generator.gather import Gathered
from generator.glossary import Glossary
from generator.links import PICTURES
from generator.listings import Listed, write_listings
from generator.model import Article, Edition, Rendition, Story
from generator.publish.sitemap import Page
from generator.report import Faults
from generator.translate.engines import titles
from generator.write import pictures, story
from generator.write.byline import is_collective
from generator.write.listing import newest_first
from generator.write.neighbours import neighbours
from generator.write.page import Neighbours, Setting, docs_path, in_text, render, source_of
from generator.write.seal import is_untouched

Withheld = Collection[tuple[str, str]]
"""(locale, address) of pages that hold an editor's work and stay as they are."""


@dataclass(slots=True)
class Written:
    """Files written or removed, pages per state, what the sitemaps list, the stories of every locale (newest first) and
    the sections that its pages offer; per locale and file below `docs/<locale>/` what is shown in its place (nothing
    where the page is None)."""

    changed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    pages: list[Page] = field(default_factory=list)
    stories: dict[str, list[Story]] = field(default_factory=dict)
    sections: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    substitutes: dict[str, dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))


def write_pages(
    site: Site,
    editions: Mapping[str, Sequence[Edition]],
    gathered: Gathered,
    glossary: Glossary,
    faults: Faults,
    withheld: Withheld = (),
) -> Written:
    """Write the pages of all articles (address → its editions), then the listings, and remove what is gone. The pages
    of `withheld` stay as an editor left them; readers get a substitute."""
    written = Written()
    kept = _kept(site, editions, gathered.standing)
    written.stories = _stories(site, editions, kept, gathered.renditions)
    led = {tag: neighbours(stories) for tag, stories in written.stories.items()}
    for address, group in editions.items():
        _write_article(site, group, kept.get(address, {}), gathered.renditions, led, written, withheld)
    for address in gathered.standing:
        _keep_standing(site, address, kept.get(address, {}), written)
    listed = write_listings(site, written.stories, glossary)
    _take(listed, site, written)
    _remove_gone(site, {*editions, *gathered.standing, *listed.addresses}, written, faults)
    _remove_half_written(site)
    return written


Kept = Mapping[str, Mapping[str, Story]]
"""Address → locale → what a page that is not written in this build says of itself."""


def _kept(site: Site, editions: Mapping[str, Sequence[Edition]], standing: Sequence[str]) -> Kept:
    """The pages that stay as they are: of editions that could not be made, and of articles that are withheld."""
    found: dict[str, dict[str, Story]] = {}
    for address in (*editions, *standing):
        made = {edition.locale for edition in editions.get(address, ())}
        stories = ((tag, _story(site, tag, address)) for tag in site.tags if tag not in made)
        found[address] = {tag: story for tag, story in stories if story}
    return found


def _stories(
    site: Site, editions: Mapping[str, Sequence[Edition]], kept: Kept, renditions: Mapping[str, Rendition]
) -> dict[str, list[Story]]:
    """Locale → the stories that its listings have, newest first; policy pages and withdrawn articles are none."""
    found: dict[str, list[Story]] = {tag: [] for tag in site.tags}
    for group in editions.values():
        for edition in group:
            if edition.article.kind == "article" and not edition.article.publication.withdrawn:
                found[edition.locale].append(story.story(edition, renditions))
    for address, stories in kept.items():
        group = editions.get(address, ())
        listed = not group or (group[0].article.kind == "article" and not group[0].article.publication.withdrawn)
        for tag, one in stories.items():
            if one.date and listed:
                found[tag].append(one)
    return {tag: newest_first(stories) for tag, stories in found.items()}


def _write_article(
    site: Site,
    group: Sequence[Edition],
    kept: Mapping[str, Story],
    renditions: Mapping[str, Rendition],
    led: Mapping[str, Mapping[str, Neighbours]],
    written: Written,
    withheld: Withheld,
) -> None:
    article = group[0].article
    states: dict[str, str] = {edition.locale: edition.status for edition in group}
    states |= {tag: story.state for tag, story in kept.items()}
    real = tuple(tag for tag in site.tags if states.get(tag, "fallback") != "fallback")
    collective = is_collective(edition.text.byline for edition in group)
    for edition in group:
        around = led[edition.locale].get(f"{article.address}/", Neighbours())
        setting = Setting(real, titles(site.engines), renditions, around, _title(edition), collective)
        text = render(edition, setting)
        if (edition.locale, article.address) in withheld:
            written.substitutes[edition.locale][f"{article.address}.md"] = text
        else:
            written.changed += files.write(site.root / docs_path(edition.locale, article.address), text)
        written.changed += _write_pictures(site, edition.locale, article, renditions)
    written.states.update(states.values())
    if not article.publication.withdrawn:
        day = max(filter(None, (article.date, article.publication.modified)), default=None)
        written.pages.append(Page(f"{article.address}/", day, real, article.locale))


def _title(edition: Edition) -> str:
    """What the notice in place of a withdrawn article is called."""
    if not edition.text.publication.withdrawn:
        return ""
    return str(strings.load(theme_folder(), edition.locale)["withdrawn_title"])


def _write_pictures(site: Site, locale: str, article: Article, renditions: Mapping[str, Rendition]) -> int:
    """The pictures in the article's text beside its page, where its Markdown names them, without what cameras and
    programs wrote into them; those that it no longer has go."""
    folder = site.docs / locale
    shown = set(in_text(article).values())
    count = 0
    for source, place in article.pictures:
        if place in shown:
            count += files.write(folder / place, pictures.base(source, site.pictures, renditions[place]))
    wanted = {folder / place for place in shown}
    beside = (folder / article.address).iterdir() if (folder / article.address).is_dir() else ()
    for path in [path for path in beside if path.suffix.lower() in PICTURES and path not in wanted]:
        path.unlink()
        count += 1
    return count


def _story(site: Site, tag: str, address: str) -> Story | None:
    """What a page that is not written in this build says of itself; nothing where it is missing or too damaged."""
    path = docs_path(tag, address)
    try:
        return story.story_of(files.read(site.root / path), address, path)
    except (FileNotFoundError, RecordError):
        return None


def _keep_standing(site: Site, address: str, stories: Mapping[str, Story], written: Written) -> None:
    """List the pages of an article that is withheld today but was published before."""
    written.states.update(story.state for story in stories.values())
    real = tuple(tag for tag in site.tags if tag in stories and stories[tag].state != "fallback")
    original = next((tag for tag, story in stories.items() if story.state == "original"), site.default)
    days = [day for story in stories.values() for day in (story.date, story.updated) if day]
    if real:
        written.pages.append(Page(f"{address}/", max(days, default=None), real, original))


def _take(listed: Listed, site: Site, written: Written) -> None:
    """Add what the listings are to what was written. The search page is none that search engines list."""
    written.changed += listed.changed
    written.sections = listed.sections
    for address in sorted(listed.addresses - {"search"}):
        path = "" if address == "index" else f"{address}/"
        written.pages.append(Page(path, None, site.tags, site.default))


def _remove_gone(site: Site, wanted: set[str], written: Written, faults: Faults) -> None:
    """Remove pages that the generator wrote and that no article has any more, with their pictures."""
    for tag in site.tags:
        for path in sorted((site.docs / tag).rglob("*.md")):
            address = path.relative_to(site.docs / tag).with_suffix("").as_posix()
            if address in wanted:
                continue
            text = files.read(path)
            untouched = is_untouched(text)
            if not untouched and not source_of(text):
                continue
            if not untouched:
                name = PurePosixPath(path.relative_to(site.root).as_posix())
                hint = "Move the change elsewhere, then delete the page; readers do not see it"
                faults.take(RecordError("the page was edited, but its article is gone", path=name, hint=hint))
                written.substitutes[tag][f"{address}.md"] = None
                continue
            path.unlink()
            written.changed += 1
            if path.with_suffix("").is_dir():
                shutil.rmtree(path.with_suffix(""))
    _remove_locales(site, written)


def _remove_locales(site: Site, written: Written) -> None:
    """Untouched pages of locales that are no longer configured go, too."""
    for folder in site.docs.iterdir() if site.docs.exists() else ():
        if folder.is_dir() and folder.name not in site.tags:
            for path in sorted(folder.rglob("*.md")):
                if is_untouched(files.read(path)):
                    path.unlink()
                    written.changed += 1


def _remove_half_written(site: Site) -> None:
    """Remove the temporary files of a build that was killed."""
    places = (
        (site.docs, "**/.*.new"),
        (site.content / "translations", "**/.*.new"),
        (site.content, ".published.yml.new"),
        (site.root, ".mkdocs.*.yml.new"),
        (site.output, ".*.new"),
    )
    for folder, pattern in places:
        for path in folder.glob(pattern):
            path.unlink()

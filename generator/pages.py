"""Editions → files: records, pages, pictures and listings.

In: the editions of every article, the addresses whose pages stay as they are, and the pages that hold an editor's work.
Out: `docs/`, what readers get in place of a page that is withheld, and what the publish stage must know of each. Only
what changed is written; a page that the generator wrote and whose article is gone is removed, one that somebody edited
is not (`RecordError`, reported).
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from generator import files, strings
from generator.catalogue import Catalogue, Settled
from generator.config import Site, theme_folder
from generator.errors import RecordError
from generator.gather import Gathered
from generator.glossary import Glossary
from generator.links import PICTURES
from generator.listings import Listed, write_listings
from generator.model import Article, Edition, Rendition, Story
from generator.publish.sitemap import Page
from generator.report import Faults
from generator.stamps import Mark, Stamp, Tree
from generator.telling import Telling
from generator.translate.engines import titles
from generator.write import pictures
from generator.write.byline import is_collective
from generator.write.page import Neighbours, Setting, docs_path, in_text, render, source_of
from generator.write.seal import is_untouched

Withheld = Collection[tuple[str, str]]
"""(locale, address) of pages that hold an editor's work and stay as they are."""


@dataclass(slots=True)
class Written:
    """Files written or removed, pages per state, what the sitemaps list, the stories of every locale (newest first) and
    the sections that its pages offer; per locale and file below `docs/<locale>/` what is shown in its place (nothing
    where the page is None); the marks of pages and pictures that stand as they were written, by their files; the
    files that are `gone`, and the stamps of all that are below `docs/` now; the
    addresses of pages that stand though their articles are withheld; the files of the project as this build saw or
    made them, if it left nothing to be done; what is known of the listings for the next build."""

    stories: Mapping[str, Sequence[Story]]
    changed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    pages: list[Page] = field(default_factory=list)
    sections: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    substitutes: dict[str, dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[str, Mark] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    standing: tuple[str, ...] = ()
    files: dict[str, Stamp] = field(default_factory=dict)
    seen: Tree | None = None
    listings: dict[str, tuple[str, Mark]] = field(default_factory=dict)

    def add(self, other: Written) -> None:
        """Add the pages of more articles."""
        self.changed += other.changed
        self.states.update(other.states)
        self.pages += other.pages
        for tag, texts in other.substitutes.items():
            self.substitutes[tag].update(texts)
        self.marks |= other.marks
        self.gone |= other.gone


Groups = Iterable[tuple[str, Sequence[Edition]]]
"""Addresses with the editions of their articles, in the order of the locales."""


def write_articles(site: Site, telling: Telling, groups: Groups, gathered: Gathered, withheld: Withheld) -> Written:
    """Write the pages of articles that have editions, which are asked for one after the other. Those of `withheld` stay
    as an editor left them; readers get a substitute."""
    written = Written(telling.stories, standing=gathered.standing)
    for address, group in groups:
        _write_article(site, group, telling.kept.get(address, {}), gathered.renditions, telling.led, written, withheld)
    return written


def write_pages(
    site: Site,
    telling: Telling,
    groups: Groups,
    gathered: Gathered,
    glossary: Glossary,
    faults: Faults,
    withheld: Withheld,
    known: Catalogue,
    tree: Tree,
    others: Iterable[Written],
) -> Written:
    """Write the pages of articles, then the listings, and remove what is gone. `known` are the listings of the last
    build, `tree` the files before this one; `others` is what is written meanwhile by somebody else."""
    written = write_articles(site, telling, groups, gathered, withheld)
    for address in gathered.standing:
        _keep_standing(site, address, telling.kept.get(address, {}), written)
    for one in gathered.settled.values():
        _keep_settled(site, one, written)
    listed = write_listings(site, telling.stories, glossary, known.listings, tree.files)
    _take(listed, site, written)
    for other in others:
        written.add(other)
    wanted = {*telling.told, *gathered.standing, *gathered.settled, *listed.addresses}
    _remove_gone(site, tree, wanted, written, faults)
    _remove_half_written(site, tree)
    written.files = {name: there for name, there in tree.files.items() if name[:5] == "docs/"}
    for name, (there, _) in (*written.marks.items(), *((name, mark) for name, (_, mark) in written.listings.items())):
        written.files[name] = there
    for name in written.gone & written.files.keys():
        del written.files[name]
    return written


def _keep_settled(site: Site, one: Settled, written: Written) -> None:
    """List the pages of an article that stands as it is."""
    written.states.update(one.states.values())
    if one.listed:
        written.pages.append(Page(f"{one.address}/", one.day, site.tags, one.locale))


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
            page = docs_path(edition.locale, article.address)
            written.marks[str(page)], changed = files.settle(site.root / page, text)
            written.changed += changed
        _write_pictures(site, edition.locale, article, renditions, written)
    written.states.update(states.values())
    if not article.publication.withdrawn:
        written.pages.append(Page(f"{article.address}/", last_day(article), real, article.locale))


def last_day(article: Article) -> date | None:
    """The day of an article's last change, as readers are told."""
    return max(filter(None, (article.date, article.publication.modified)), default=None)


def _title(edition: Edition) -> str:
    """What the notice in place of a withdrawn article is called."""
    if not edition.text.publication.withdrawn:
        return ""
    return str(strings.load(theme_folder(), edition.locale)["withdrawn_title"])


def _write_pictures(
    site: Site, locale: str, article: Article, renditions: Mapping[str, Rendition], written: Written
) -> None:
    """The pictures in the article's text beside its page, where its Markdown names them, without what cameras and
    programs wrote into them; those that it no longer has go."""
    folder = site.docs / locale
    shown = set(in_text(article).values())
    for source, place in article.pictures:
        if place in shown:
            base = pictures.base(source, site.pictures, renditions[place])
            written.marks[f"docs/{locale}/{place}"], changed = files.settle(folder / place, base)
            written.changed += changed
    wanted = {folder / place for place in shown}
    beside = (folder / article.address).iterdir() if (folder / article.address).is_dir() else ()
    for path in [path for path in beside if path.suffix.lower() in PICTURES and path not in wanted]:
        path.unlink()
        written.gone.add(path.relative_to(site.root).as_posix())
        written.changed += 1


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
    written.sections, written.listings = listed.sections, listed.known
    for address in sorted(listed.addresses - {"search"}):
        path = "" if address == "index" else f"{address}/"
        written.pages.append(Page(path, None, site.tags, site.default))


def _remove_gone(site: Site, tree: Tree, wanted: set[str], written: Written, faults: Faults) -> None:
    """Remove pages that the generator wrote and that no article has any more, with their pictures."""
    kept = {f"docs/{tag}/{address}.md" for tag in site.tags for address in wanted}
    folders = tuple(f"docs/{tag}/" for tag in site.tags)
    pages = (name for name in tree.files if name.startswith(folders) and name.endswith(".md"))
    for name in sorted(name for name in pages if name not in kept):
        path = site.root / name
        if not path.exists():
            continue
        _, tag, file = name.split("/", 2)
        address = file.removesuffix(".md")
        text = files.read(path)
        untouched = is_untouched(text)
        if not untouched and not source_of(text):
            continue
        if not untouched:
            hint = "Move the change elsewhere, then delete the page; readers do not see it"
            faults.take(RecordError("the page was edited, but its article is gone", path=PurePath(name), hint=hint))
            written.substitutes[tag][f"{address}.md"] = None
            continue
        path.unlink()
        written.changed += 1
        written.gone.add(name)
        if path.with_suffix("").is_dir():
            shutil.rmtree(path.with_suffix(""))
            written.gone |= {other for other in tree.files if other.startswith(f"{name.removesuffix('.md')}/")}
    _remove_locales(site, written)


def _remove_locales(site: Site, written: Written) -> None:
    """Untouched pages of locales that are no longer configured go, too."""
    for folder in site.docs.iterdir() if site.docs.exists() else ():
        if folder.is_dir() and folder.name not in site.tags:
            for path in sorted(folder.rglob("*.md")):
                if is_untouched(files.read(path)):
                    path.unlink()
                    written.changed += 1


def _remove_half_written(site: Site, tree: Tree) -> None:
    """Remove the temporary files of a build that was killed."""
    inside = (site.root / name for name in tree.files if name.endswith(".new") and name.rpartition("/")[2][0] == ".")
    above = (
        *site.root.glob(".mkdocs.*.yml.new"),
        *site.content.glob(".published.yml.new"),
        *site.output.glob(".*.new"),
    )
    for path in (*inside, *above):
        path.unlink(missing_ok=True)

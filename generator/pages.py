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
from generator.model import Article, Edition
from generator.publish.sitemap import Page
from generator.report import Faults
from generator.translate.engines import titles
from generator.write import listing, page
from generator.write.page import Story, docs_path
from generator.write.seal import is_untouched

HOME, ARCHIVE = "index", "archive"


@dataclass(slots=True)
class Written:
    """Files written or removed, pages per state, what the sitemaps list, and per locale and file below `docs/<locale>/`
    what is shown in its place (nothing where the page is None)."""

    changed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    pages: list[Page] = field(default_factory=list)
    substitutes: dict[str, dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))


def write_pages(
    site: Site,
    editions: Mapping[str, Sequence[Edition]],
    standing: Sequence[str],
    faults: Faults,
    withheld: Collection[tuple[str, str]] = (),
) -> Written:
    """Write the pages of all articles (address → its editions), then the listings, and remove what is gone. The pages
    of `withheld` (locale, address) stay as an editor left them; readers get a substitute."""
    written = Written()
    stories: dict[str, list[Story]] = {tag: [] for tag in site.tags}
    for address, group in editions.items():
        _write_article(site, address, group, stories, written, withheld)
    for address in standing:
        _keep_standing(site, address, stories, written)
    _write_listings(site, stories, written)
    _remove_gone(site, {*editions, *standing, HOME, ARCHIVE}, written, faults)
    _remove_half_written(site)
    return written


def _write_article(
    site: Site,
    address: str,
    group: Sequence[Edition],
    stories: dict[str, list[Story]],
    written: Written,
    withheld: Collection[tuple[str, str]],
) -> None:
    article = group[0].article
    made = {edition.locale for edition in group}
    kept = {tag: story for tag in site.tags if tag not in made and (story := _story(site, tag, address))}
    states: dict[str, str] = {edition.locale: edition.status for edition in group}
    states |= {tag: story.state for tag, story in kept.items()}
    real = [tag for tag in site.tags if states.get(tag, "fallback") != "fallback"]
    for edition in group:
        text = page.render(edition, real, titles(site.engines))
        if (edition.locale, address) in withheld:
            written.substitutes[edition.locale][f"{address}.md"] = text
        else:
            written.changed += files.write(site.root / docs_path(edition.locale, address), text)
        written.changed += _copy_pictures(site, edition.locale, article)
        written.states[edition.status] += 1
        if article.kind == "article":
            stories[edition.locale].append(page.story(edition))
    for tag, story in kept.items():
        written.states[story.state] += 1
        if article.kind == "article":
            stories[tag].append(story)
    written.pages.append(Page(f"{address}/", article.date, tuple(real), article.locale))


def _copy_pictures(site: Site, locale: str, article: Article) -> int:
    count = 0
    for source, place in article.pictures:
        count += files.write(site.docs / locale / place, source.read_bytes())
    return count


def _story(site: Site, tag: str, address: str) -> Story | None:
    """What a page that is not written in this build says of itself; nothing where it is missing or too damaged."""
    path = docs_path(tag, address)
    try:
        return page.story_of(files.read(site.root / path), address, path)
    except (FileNotFoundError, RecordError):
        return None


def _keep_standing(site: Site, address: str, stories: dict[str, list[Story]], written: Written) -> None:
    """List the pages of an article that is withheld today but was published before."""
    real, original, day = [], site.default, None
    for tag in site.tags:
        story = _story(site, tag, address)
        if not story:
            continue
        if story.date:
            stories[tag].append(story)
        written.states[story.state] += 1
        day = day or story.date
        if story.state != "fallback":
            real.append(tag)
        if story.state == "original":
            original = tag
    if real:
        written.pages.append(Page(f"{address}/", day, tuple(real), original))


def _write_listings(site: Site, stories: Mapping[str, Sequence[Story]], written: Written) -> None:
    for locale in site.locales:
        title = str(strings.load(theme_folder(), locale.tag)["all_articles"])
        listed = stories[locale.tag]
        front = listing.home(listed, locale.tag, locale.site_name, locale.site_description)
        written.changed += files.write(site.root / docs_path(locale.tag, HOME), front)
        written.changed += files.write(
            site.root / docs_path(locale.tag, ARCHIVE), listing.archive(listed, locale.tag, title)
        )
    written.pages += [Page("", None, site.tags, site.default), Page(f"{ARCHIVE}/", None, site.tags, site.default)]


def _remove_gone(site: Site, wanted: set[str], written: Written, faults: Faults) -> None:
    """Remove pages that the generator wrote and that no article has any more, with their pictures."""
    for tag in site.tags:
        for path in sorted((site.docs / tag).rglob("*.md")):
            address = path.relative_to(site.docs / tag).with_suffix("").as_posix()
            if address in wanted:
                continue
            text = files.read(path)
            if not page.source_of(text):
                continue
            if not is_untouched(text):
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

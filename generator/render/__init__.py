"""Markdown → HTML: which pages of each locale are to be rendered, and their HTML.

In: the files below `docs/<locale>/`, the texts to show in place of withheld pages, the checked configuration, what was
published last. Out: a `Plan` per locale, then its pieces as they are finished, below a folder for that. Refuses, as
`RenderError` with what MkDocs said, a page that MkDocs refuses; the others go on.

A page depends on its own file, the theme, the configuration and the titles of the pages in the navigation. Only what
is another than when it was published last is rendered; where one of the rest changed, everything is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, normpath
from posixpath import join as joined
from urllib.parse import unquote

from generator import makers
from generator.config import Locale, Site
from generator.errors import RenderError
from generator.render.editions import (
    Sections,
    configuration,
    in_navigation,
    remove_others,
    title_of,
    write_configuration,
)
from generator.render.mkdocs import HTML, Made, Shard, render_shard
from generator.shown import Piece, Plan, Table, is_page, output
from generator.stamps import NOTHING, Mark, Stamp, below, digest, same, stamp_of
from generator.workers import submitted

PAGES = 700
"""Pages that a MkDocs build is given: it keeps all of them in memory until it is done, some 150 KB each."""

Substitutes = Mapping[str, Mapping[str, str | None]]
"""Locale → file below `docs/<locale>/` → the page to show in its place; None where there is to be no page."""
Docs = Mapping[str, Mapping[str, Stamp]]
"""Locale → the files below `docs/<locale>/` with their stamps."""

_LINKS = (
    ("](", re.compile(r"\]\(\s*<?([^)\s>#]+)")),
    ("]:", re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?([^\s>#]+)", re.MULTILINE)),
    ('="', re.compile(r'\b(?:src|href)="([^"#]+)"')),
)
"""What a link of every kind has in it, and where it leads: most pages have none, and are not searched."""


def plan(
    site: Site,
    docs: Docs,
    substitutes: Substitutes,
    sections: Sections,
    tables: Mapping[str, Table],
    standing: Iterable[str] = (),
) -> tuple[Plan, ...]:
    """What is to be done for every locale; writes their configurations. `standing` are the addresses of pages that stay
    as they are though their articles are withheld."""
    remove_others(site, site.tags)
    names = frozenset(f"{address}.md" for address in standing)
    common = f"{makers.theme()} {makers.packages()} {site.digest}"
    return tuple(
        _plan(
            site,
            locale,
            docs.get(locale.tag, {}),
            substitutes.get(locale.tag, {}),
            sections.get(locale.tag, ()),
            tables.get(locale.tag, Table()),
            common,
            names,
        )
        for locale in site.locales
    )


def _plan(
    site: Site,
    locale: Locale,
    files: Mapping[str, Stamp],
    instead: Mapping[str, str | None],
    sections: Sequence[tuple[str, str]],
    table: Table,
    common: str,
    standing: frozenset[str],
) -> Plan:
    folder, target = site.docs / locale.tag, site.output / locale.tag
    texts = {name: text for name, text in instead.items() if text is not None}
    names = {name for name in files if name not in instead and not _is_hidden(name)} | texts.keys()
    config, written = write_configuration(site, locale, names, sections)
    titles = {name: title_of(texts.get(name) or _text(folder / name)) for name in in_navigation(site, names)}
    context = sha256(f"{common} {written} {titles}".encode()).hexdigest()
    marks: dict[str, Mark] = {}
    stale = []
    for name in sorted(names):
        known = table.files.get(name)
        if name in texts:
            marks[name] = (NOTHING, digest(texts[name].encode()))
        elif known and same(f"{folder}/{name}", files[name], known.source):
            marks[name] = (files[name], known.source[1])
        else:
            marks[name] = (files[name], digest((folder / name).read_bytes()))
        current = known and context == table.context and known.source[1] == marks[name][1]
        if not (current and known and _stands(f"{target}/{output(name)}", known.made)):
            stale.append(name)
    whole = context != table.context or not all(_stands(f"{target}/{name}", made) for name, made in table.theme.items())
    return Plan(locale.tag, context, config, marks, tuple(stale), whole, texts, titles, standing)


def ahead(site: Site, tables: Mapping[str, Table], written: Mapping[str, Mark]) -> tuple[Plan, ...]:
    """What is to be done for a few pages, named by their files, while all that every page depends on is as it was: only
    for locales that were published whole and whose navigation is there."""
    return tuple(
        _ahead(site, tag, table, dict(below(written, f"docs/{tag}")))
        for tag, table in tables.items()
        if table.context and all((site.docs / tag / name).is_file() for name in in_navigation(site, table.files))
    )


def _ahead(site: Site, tag: str, table: Table, written: Mapping[str, Mark]) -> Plan:
    marks = {name: one.source for name, one in table.files.items()}
    stale = tuple(name for name, mark in sorted(written.items()) if name not in marks or marks[name][1] != mark[1])
    titles = {name: title_of(_text(site.docs / tag / name)) for name in in_navigation(site, marks)}
    return Plan(tag, table.context, configuration(site, tag), {**marks, **written}, stale, titles=titles)


def _is_hidden(name: str) -> bool:
    """What MkDocs leaves out, half-written files among it."""
    return name.startswith((".", "templates/")) or "/." in name


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _stands(path: str, made: Mark) -> bool:
    """Whether a file of the site is as it was made."""
    return same(path, stamp_of(path), made)


def run(site: Site, plans: Sequence[Plan], epoch: int, pool: Executor, base: Path) -> Iterator[Piece]:
    """Begin to render what is stale, in as many processes as `pool` has; yields the pieces as they are done.
    `epoch` is the build's time in seconds, for the dates that MkDocs writes; `base` is for the work."""
    waiting: dict[Future[Made], Shard] = {}
    for one in plans:
        parts = [one.stale[start : start + PAGES] for start in range(0, len(one.stale), PAGES)]
        for number, names in enumerate(parts or [()] * one.whole):
            shard = _shard(site, one, names, base / f"{one.locale}-{number}", epoch)
            shard = replace(shard, theme=one.whole and number == 0)
            waiting[submitted(pool, render_shard, shard)] = shard
    return _pieces(waiting)


def _pieces(waiting: Mapping[Future[Made], Shard]) -> Iterator[Piece]:
    """What becomes of shards, in the order in which they are done."""
    for done in as_completed(waiting):
        shard = waiting[done]
        try:
            made = done.result()
        except BrokenProcessPool:
            hint = "Build again; where memory is short, close other programs"
            fault = RenderError("a process that renders was ended", path=shard.config.name, hint=hint)
            made = Made(frozenset(shard.names), (fault,), broken=True)
        names = tuple(name for name in shard.names if name not in made.refused)
        folder = shard.folder / HTML
        theme = shard.theme and not made.broken
        yield Piece(shard.locale, folder, names, theme, made.refused, made.faults, made.broken)


def _shard(site: Site, one: Plan, names: Sequence[str], folder: Path, epoch: int) -> Shard:
    """What a build of `names` needs: these, what they show, and stand-ins for the navigation and where they lead."""
    here, docs = set(names), site.docs / one.locale
    beside: set[str] = set()
    linked: dict[str, str] = {}
    for name in names:
        if is_page(name):
            for target in _targets(name, one.texts.get(name) or _text(docs / name)):
                if target in here or (target not in one.marks and name not in one.standing):
                    continue
                if is_page(target):
                    linked[target] = ""
                elif target in one.marks:
                    beside.add(target)
    for name, title in one.titles.items():
        if title:
            linked[name] = title
        elif name not in here:
            beside.add(name)
    texts = {name: one.texts[name] for name in (*names, *beside) if name in one.texts}
    where = (one.locale, one.config, docs, folder, epoch, site.cache / "templates")
    return Shard(*where, tuple(names), tuple(sorted(beside)), texts, linked)


def _targets(name: str, text: str) -> Iterator[str]:
    """The files below `docs/<locale>/` to which a page leads."""
    for match in (match for sign, link in _LINKS if sign in text for match in link.finditer(text)):
        target = unquote(match[1])
        if ":" not in target and not target.startswith("/"):
            yield normpath(joined(dirname(name), target))

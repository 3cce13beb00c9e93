"""Articles with addresses → articles whose links lead somewhere, with their pictures made ready.

In: the articles that were read, the addresses of all others, the moment of the build. Out: those of which every link
and picture is there. Refuses, through `Faults` and one article at a time, links that lead nowhere and pictures that
`pictures.prepare` refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from generator import links
from generator.catalogue import Settled
from generator.config import Site
from generator.errors import ReadError
from generator.model import Article, Rendition
from generator.report import Faults
from generator.run import Moment
from generator.workers import cores, shared
from generator.write import pictures

_FEW = 2
"""So few pictures are made ready by this process alone, in several threads."""


def is_held(article: Article, moment: Moment) -> bool:
    """Whether an article is under embargo at this moment."""
    embargo = article.publication.embargo
    return embargo is not None and embargo.timestamp() > moment.epoch


def public_of(articles: Iterable[Article], settled: Mapping[str, Settled], moment: Moment) -> dict[str, str]:
    """The files to which a published article may lead, with their addresses."""
    public = {str(article.path): article.address for article in articles if not is_held(article, moment)}
    return public | {name: one.address for name, one in settled.items()}


def linked(
    articles: Sequence[Article],
    public: Mapping[str, str],
    moment: Moment,
    site: Site,
    faults: Faults,
    pool: Executor | None = None,
) -> tuple[tuple[Article, ...], dict[str, Rendition]]:
    """The articles whose links all lead somewhere, and their pictures by place. `public` are the files to which what is
    published may lead: to none under embargo."""
    every = {**public, **{str(article.path): article.address for article in articles}}
    resolved, ready = [], []
    renditions: dict[str, Rendition] = {}
    for article in articles:
        with faults.withholding():
            resolved.append(links.resolve(article, every if is_held(article, moment) else public, site.root))
    sources = sorted({source for article in resolved for source, _ in article.pictures})
    helping, threads = (pool, 1) if len(sources) > _FEW else (None, cores())
    made = shared(helping, partial(_prepared, site.pictures, threads), sources)
    prepared = dict(zip(sources, made, strict=True))
    for article in resolved:
        with faults.withholding():
            renditions |= {place: _found(prepared[source], source, site, article) for source, place in article.pictures}
            ready.append(article)
    return tuple(ready), renditions


def _prepared(cache: Path, threads: int, source: Path) -> Rendition | ReadError:
    """A picture made ready, or why it cannot be."""
    try:
        return pictures.prepare(source, cache, threads)
    except ReadError as fault:
        return fault


def _found(made: Rendition | ReadError, source: Path, site: Site, article: Article) -> Rendition:
    """A picture of an article that was made ready. Raises `ReadError`."""
    if isinstance(made, Rendition):
        return made
    inside = next((name for name, path in article.enclosed if path == source), "")
    if inside:
        raise ReadError(f"the picture {inside} in it: {made.message}", path=article.file, hint=made.hint)
    raise ReadError(made.message, path=source.relative_to(site.root), hint=made.hint)

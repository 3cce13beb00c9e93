"""An article taken apart into segments, and put together again from other texts.

In: an `Article`. Out: `split` gives its segments in reading order; `join` puts one text per segment in their
places. `join(a, [s.text for s in split(a)]) == a` holds to the byte for every article, because texts are spliced
by their position in the source and Markdown is never written anew. Refuses (ValueError) a wrong number of texts.

A segment's key is its kind for what an article has once (`ONCE`), else its kind and a digest
of its text, so that an inserted paragraph leaves the keys of all others alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from generator.model import Article, Segment, SegmentKind, Topic
from generator.places import spans_of, text_at, translated

ONCE: tuple[SegmentKind, ...] = ("headline", "summary", "place", "alt", "caption")
"""What an article has at most one of."""
REMEMBERED = 50
"""Articles whose segments are remembered."""


def split(article: Article) -> tuple[Segment, ...]:
    """The article's texts in their order: headline, summary, place, topics, picture, corrections, then the body."""
    return _split(tuple(_above(article)), article.markdown)


@lru_cache(maxsize=REMEMBERED)
def _split(above: tuple[tuple[SegmentKind, str], ...], body: str) -> tuple[Segment, ...]:
    """Every locale asks for the segments of the same articles, one after the other."""
    return _keyed([*above, *((span.kind, text_at(body, span)) for span in spans_of(body))])


def join(article: Article, texts: Sequence[str]) -> Article:
    """The article with `texts` in the places of its segments, in the order of `split`."""
    markdown = article.markdown
    spans = spans_of(markdown)
    count = sum(1 for _ in _above(article)) + len(spans)
    if len(texts) != count:
        raise ValueError(f"{count} segments, but {len(texts)} texts")
    rest = iter(texts)
    headline = next(rest) if article.headline else ""
    summary = next(rest) if article.summary else ""
    dateline = article.dateline
    if dateline and dateline.place:
        dateline = replace(dateline, place=next(rest))
    topics = tuple(Topic(topic.slug, next(rest)) for topic in article.topics)
    image = article.image
    if image:
        alt, caption = (next(rest) if text else "" for text in (image.alt, image.caption))
        image = replace(image, alt=alt, caption=caption)
    corrections = tuple(replace(correction, text=next(rest)) for correction in article.publication.corrections)
    return replace(
        article,
        headline=headline,
        summary=summary,
        dateline=dateline,
        topics=topics,
        image=image,
        publication=replace(article.publication, corrections=corrections),
        body=translated(article.body, tuple(rest)),
    )


def _above(article: Article) -> Iterator[tuple[SegmentKind, str]]:
    """What an article says outside of its body."""
    if article.headline:  # a withdrawn article has none
        yield "headline", article.headline
    if article.summary:
        yield "summary", article.summary
    if article.dateline and article.dateline.place:
        yield "place", article.dateline.place
    for topic in article.topics:
        yield "topic", topic.label
    yield from ((kind, text) for kind, text in _around(article) if text)


def _around(article: Article) -> Iterator[tuple[SegmentKind, str]]:
    """What stands beside a body: the texts of the picture, which may be empty, and the corrections."""
    if article.image:
        yield "alt", article.image.alt
        yield "caption", article.image.caption
    for correction in article.publication.corrections:
        yield "correction", correction.text


def _keyed(texts: Sequence[tuple[SegmentKind, str]]) -> tuple[Segment, ...]:
    seen: Counter[str] = Counter()
    segments = []
    for kind, text in texts:
        key: str = kind
        if kind not in ONCE:
            key = f"{kind.replace(' ', '-')}-{sha256(text.encode()).hexdigest()[:8]}"
        seen[key] += 1
        segments.append(Segment(key if seen[key] == 1 else f"{key}-{seen[key]}", kind, text))
    return tuple(segments)

"""An article taken apart into segments, and put together again from other texts.

In: an `Article`. Out: `split` gives its segments in reading order; `join` puts one text per segment in their
places. `join(a, [s.text for s in split(a)]) == a` holds to the byte for every article, because texts are spliced
by their position in the source and Markdown is never written anew. Refuses (ValueError) a wrong number of texts.

A segment's key is its kind for what an article has once (`ONCE`), else its kind and a digest
of its text, so that an inserted paragraph leaves the keys of all others alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from generator.model import Article, Segment, SegmentKind, Topic
from generator.portable import blocks, guard_start, parser

KINDS: tuple[tuple[str, SegmentKind], ...] = (
    ("footnote_open", "footnote"),
    ("table_open", "table cell"),
    ("heading_open", "heading"),
    ("list_item_open", "list item"),
    ("blockquote_open", "quote"),
)
"""What a text is called after the blocks around it, first match first; a paragraph otherwise."""

ONCE: tuple[SegmentKind, ...] = ("headline", "summary", "place", "alt", "caption")
"""What an article has at most one of."""

_UNREADABLE = re.compile(r"`+[^`]*`+|<[^<>\s]+>|\[\^[^\]]+\]|\]\([^)]*\)|&#?\w+;|<br>")


@dataclass(frozen=True, slots=True)
class _Span:
    """Where one inline text stands: a (start, end) per source line."""

    kind: SegmentKind
    places: tuple[tuple[int, int], ...]


def split(article: Article) -> tuple[Segment, ...]:
    """The article's texts in their order: headline, summary, place, topics, picture, corrections, then the body."""
    texts: list[tuple[SegmentKind, str]] = []
    if article.headline:  # a withdrawn article has none
        texts.append(("headline", article.headline))
    if article.summary:
        texts.append(("summary", article.summary))
    if article.dateline and article.dateline.place:
        texts.append(("place", article.dateline.place))
    texts += [("topic", topic.label) for topic in article.topics]
    texts += [(kind, text) for kind, text in _around(article) if text]
    body = article.markdown
    texts += [(span.kind, _text(body, span)) for span in _spans(body)]
    return _keyed(texts)


def join(article: Article, texts: Sequence[str]) -> Article:
    """The article with `texts` in the places of its segments, in the order of `split`."""
    segments = split(article)
    if len(texts) != len(segments):
        raise ValueError(f"{len(segments)} segments, but {len(texts)} texts")
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
    markdown = article.markdown
    body = _splice(markdown, list(zip(_spans(markdown), rest, strict=True)))
    unchanged = body == markdown
    return replace(
        article,
        headline=headline,
        summary=summary,
        dateline=dateline,
        topics=topics,
        image=image,
        publication=replace(article.publication, corrections=corrections),
        body=article.body if unchanged else blocks(body),
    )


def blanked(body: str) -> tuple[str, tuple[str, ...]]:
    """A body without its texts, which stays the same when nothing but wording changes; and the texts."""
    spans = _spans(body)
    texts = tuple(_text(body, span) for span in spans)
    for span in reversed(spans):
        (start, _), (_, end) = span.places[0], span.places[-1]
        body = body[:start] + body[end:]
    return body, texts


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


def _spans(markdown: str) -> list[_Span]:
    """Every inline text of the body that has words, in the order of the source."""
    starts = [0]
    lines = markdown.split("\n")
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    cursors: dict[int, int] = {}
    spans = []
    for kind, content, first in _inlines(markdown):
        places = _find(content, first, lines, starts, cursors)
        if places and _has_words(content):
            spans.append(_Span(kind, places))
    return sorted(spans, key=lambda span: span.places)


def _inlines(markdown: str) -> Iterator[tuple[SegmentKind, str, int]]:
    around: list[str] = []
    line = 0
    for token in parser().parse(markdown):
        if token.map:
            line = token.map[0]
        if token.nesting == 1:
            around.append(token.type)
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline":
            kind: SegmentKind = next((kind for block, kind in KINDS if block in around), "paragraph")
            yield kind, token.content, line


def _find(
    content: str, first: int, lines: list[str], starts: list[int], cursors: dict[int, int]
) -> tuple[tuple[int, int], ...]:
    """The places of each line of `content` at or below line `first`; empty where the source writes it otherwise."""
    places = []
    for number, text in enumerate(content.split("\n"), start=first):
        if number >= len(lines):
            return ()
        cursor = cursors.get(number, 0)
        for spelling in (text, text.replace("|", "\\|")):
            at = lines[number].find(spelling, cursor)
            if at >= 0:
                cursors[number] = at + len(spelling)
                places.append((starts[number] + at, starts[number] + at + len(spelling)))
                break
        else:
            return ()
    return tuple(places)


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in _UNREADABLE.sub("", text))


def _text(body: str, span: _Span) -> str:
    return "\n".join(body[start:end] for start, end in span.places)


def _splice(body: str, texts: list[tuple[_Span, str]]) -> str:
    for span, text in reversed(texts):
        if text == _text(body, span):
            continue
        safe = text.replace("\n", " ")
        safe = safe.replace("|", "\\|").replace("\\\\|", "\\|") if span.kind == "table cell" else guard_start(safe)
        (start, _), (_, end) = span.places[0], span.places[-1]
        body = body[:start] + safe + body[end:]
    return body

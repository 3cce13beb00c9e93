"""What must hold of formats that become Markdown first, and of HTML from anybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import PurePosixPath

import partners

from fuzz import visible
from generator import read
from generator.errors import ReadError
from generator.model import Source
from generator.read import hypertext

LOCALES = ("it", "en", "fr")
TODAY = date(2026, 11, 28)
NAME = PurePosixPath("content/articles/prova")
_TAG = re.compile(r"</?(\w+)")
_SHORT = re.compile(r"[\W_]*(?:\d{1,4}|[^\W\d_])?[\W_]*")
_MARK = re.compile(r'<a\b[^<>]*href="#[^"]*"[^<>]*>((?:<[^<>]*>|[^<>]){1,60}?)</a>')


def converted(ending: str) -> Callable[[bytes], None]:
    """A target for the formats with an ending."""

    def run(data: bytes) -> None:
        name = NAME.with_suffix(ending)
        for handed in read.convert(data, name):
            said = handed.markdown
            source = Source(name, "article", ending, read.written(handed), "")
            with suppress(ReadError):
                article = read.parse(source, locales=LOCALES, detect=lambda text: "it", today=TODAY)
                found = f"{article.headline} {article.markdown}"
                if not article.dateline:
                    _none_lost(visible.letters(said), f"{visible.letters(found)}{visible.letters(article.headline)}")

    return run


def fragment(data: bytes) -> None:
    """HTML as it stands in feeds and elsewhere."""
    html = data.decode("utf-8", "replace")
    made = hypertext.markdown(html)
    clean, _ = hypertext.clean(html)
    marks = [hypertext.words(mark) for mark in _MARK.findall(clean)] if "[^" in made else []  # which became numbers
    short = "".join(mark for mark in marks if _SHORT.fullmatch(mark))
    _none_lost(hypertext.words(html), " ".join((*visible.markup(made).elements(), short)))


def cleaned(data: bytes) -> None:
    """HTML that stays HTML."""
    html = data.decode("utf-8", "replace")
    clean, _ = hypertext.clean(html)
    again, _ = hypertext.clean(clean)
    assert {*_TAG.findall(clean), *_TAG.findall(again)} <= hypertext.TAGS, f"{clean!r} is not clean"
    _none_lost(_stripped(html), _stripped(clean))
    _none_lost(_stripped(clean), _stripped(again))


def _stripped(html: str) -> str:
    import nh3

    return nh3.clean(html, tags=set(), clean_content_tags=hypertext.WORDLESS)


def _none_lost(before: str, after: str) -> None:
    """Every letter and digit is there as often as it was."""
    lost = Counter(filter(str.isalnum, before)) - Counter(filter(str.isalnum, after))
    assert not lost, f"lost: {''.join(lost.elements())[:200]!r}"


def feeds() -> list[bytes]:
    """Feeds of a few entries."""
    stories = partners.stories(2)
    return [partners.feed(stories, atom=True), partners.feed(stories, atom=False)]


def items() -> list[bytes]:
    """NewsML-G2 and NITF."""
    (story,) = partners.stories(1)
    return [partners.nitf(story), *(partners.newsml(story, as_nitf=inside) for inside in (True, False))]


def objects() -> list[bytes]:
    """ninjs and JSON Feed."""
    stories = partners.stories(1)
    return [partners.json_feed(stories), *(partners.ninjs(stories, version) for version in ("2.1", "3.0"))]

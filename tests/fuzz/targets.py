"""Everything that reads what people, programs and the network hand over, and what must hold of it for any bytes.

A target takes bytes and returns nothing. What it refuses as a `GeneratorError` is refused; what it takes must be whole:
an AssertionError names what was lost. Any other exception is a crash.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

from fuzz import formats, visible
from fuzz.pieces import HTML, JSON, MARKDOWN, NEWS, PO, XML, YAML
from generator import config, glossary, ledger, notes, read, sanitise
from generator.errors import ConfigError, GeneratorError
from generator.exchange import returned
from generator.model import Article, Source
from generator.places import blanked
from generator.read.encoding import decode
from generator.read.frontmatter import FrontMatter, frontmatter
from generator.segment import join, split
from generator.translate import records
from generator.write.story import story_of
from generator.write.texts import kept, origin, read_texts

ROOT = Path(__file__).parent.parent.parent
FOUND = ROOT / ".cache/fuzz"
"""Where a campaign keeps what it has found, a folder per target."""
LOCALES = ("it", "en", "es", "fr", "de", "zh-Hans")
TODAY = date(2026, 11, 28)


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried, with pieces of which its inputs are made, and whole inputs, files of this repository, to begin
    with."""

    name: str
    run: Callable[[bytes], None]
    pieces: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    made: Callable[[], list[bytes]] = list

    def seeds(self) -> list[bytes]:
        """The contents of the examples, and what is made by a library of the format."""
        return self.made() + [
            path.read_bytes() for pattern in self.examples for path in sorted(ROOT.glob(pattern)) if path.is_file()
        ]


@cache
def _detect() -> read.Detect:
    return read.detector(LOCALES, "it")


def _article(data: bytes, ending: str) -> tuple[str, Article]:
    """The decoded text and the article that it becomes. Raises `ReadError`."""
    name = PurePosixPath(f"content/articles/prova{ending}")
    source = Source(name, "article", ending, decode(data, name), "")
    return source.text, read.parse(source, locales=LOCALES, detect=_detect(), today=TODAY)


def _matter(text: str) -> FrontMatter:
    """The front matter of a decoded file, and what stands below it."""
    return frontmatter(Source(PurePosixPath("content/articles/prova.md"), "article", ".md", text, ""), LOCALES)


def _wire(data: bytes) -> None:
    text, article = _article(data, ".txt")
    above = " ".join((article.headline, article.summary, article.byline))
    found = visible.words(above) + visible.markup(article.markdown)
    if article.dateline:
        rows = (" ".join(row.split()) for row in _rows(sanitise.visible(text)))
        languages = (article.locale, *LOCALES)
        found += visible.words(" ".join(visible.filed(article, row, languages, TODAY) for row in rows))
    lost = visible.words(sanitise.visible(_matter(text).rest)) - found
    if article.byline:
        lost -= visible.words("di by par por von de per da door av Di By Par Por Von De Per Da Door Av")
    assert not lost, f"lost: {dict(lost)}"


def _rows(text: str) -> list[str]:
    """The lines of a text, and neighbours joined, since a dateline may be wrapped."""
    rows = _matter(text).rest.split("\n")
    return rows + [f"{first} {second}" for first, second in pairwise(rows)]


def _markdown(data: bytes) -> None:
    text, article = _article(data, ".md")
    below = _matter(text).rest
    before = visible.letters(below)
    after = visible.letters(article.markdown)
    titled = _matter(text).title
    head = "" if titled else "".join(character for character in article.headline if character.isalnum())
    if article.dateline:
        assert before.endswith(after), f"{before!r} became {after!r}"
        return
    assert before in (head + after, after), f"{before!r} became {head!r} and {after!r}"


def _frontmatter(data: bytes) -> None:
    _markdown(b"---\n" + data + b"\n---\nponte\n\nriapre\n")


def _segments(data: bytes) -> None:
    text, article = _article(b"# Titolo\n\n" + data, ".md")
    segments = split(article)
    assert len({segment.key for segment in segments}) == len(segments)
    assert join(article, [segment.text for segment in segments]) == article
    changed = [f"{segment.text} x" for segment in segments]
    other = join(article, changed)
    assert len(blanked(other.markdown)[1]) == len(blanked(article.markdown)[1]) or "[^" in text


_PO_STRING = re.compile(r'^(?:#~ )?msg(?:id|str)(?:\[\d\])? "([^"\\\\]*)"$', re.MULTILINE)
"""Lines of texts without signs that stand for others."""


def _record(data: bytes) -> None:
    text = data.decode("utf-8")
    record = records.load(text, PurePosixPath("a.po"))
    dumped = records.dump(record, locale="fr", source_locale="it", source=PurePosixPath("a.md"))
    again = records.load(dumped, PurePosixPath("a.po"))
    for one, other in ((record.entries, again.entries), (record.obsolete, again.obsolete)):
        assert [entry for entry in one if entry.source or entry.text] == [e for e in other if e.source or e.text]
    there = " ".join(f"{entry.key} {entry.source} {entry.text}" for entry in (*record.entries, *record.obsolete))
    lost = visible.words(" ".join(_PO_STRING.findall(text))).keys() - visible.words(f"{there} {dumped}").keys()
    assert not lost, f"lost: {sorted(lost)}"


def _po(data: bytes) -> None:
    with suppress(UnicodeDecodeError):  # which is refused where files are read
        _record(data)


@cache
def _folder() -> Path:
    """A folder for files that are read where they lie; it goes with the process."""
    made = tempfile.TemporaryDirectory(prefix="fuzz-")
    _kept.append(made)
    (Path(made.name) / "content").mkdir()
    return Path(made.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _configuration(data: bytes) -> None:
    (_folder() / config.FILE).write_bytes(data)
    config.load(_folder())


def _glossary(data: bytes) -> None:
    for name in ("glossary.yml", "topics.yml"):
        (_folder() / "content" / name).write_bytes(data)
        with suppress(ConfigError):
            words = glossary.load(_folder() / "content", _folder(), LOCALES)
            for locale in LOCALES:
                words.wordings(locale)
        (_folder() / "content" / name).unlink()


def _ledger(data: bytes) -> None:
    path = _folder() / "published.yml"
    path.write_bytes(data)
    entries = ledger.read(path)
    path.write_text(ledger.dump(entries), encoding="utf-8")
    assert sorted(ledger.read(path), key=repr) == sorted(entries, key=repr)


def _page(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    path = PurePosixPath("docs/fr/2025/09/04/ponte.md")
    for look in (read_texts, origin, lambda page, path: story_of(page, "2025/09/04/ponte", path)):
        with suppress(GeneratorError):
            look(text, path)
    kept(text)


def _translated(data: bytes) -> None:
    returned.read(data, PurePosixPath("a.xlf"))


def _note(data: bytes) -> None:
    assert notes.opened(notes.sealed(data)) == data
    assert notes.opened(data) is None or data.startswith(b'{"seal":"')


CASES, ARTICLES = "tests/cases", "content/articles"
TARGETS = (
    Target("wire", _wire, MARKDOWN, (f"{ARTICLES}/*.txt", f"{CASES}/read-wire.txt", f"{CASES}/read-datelines.txt")),
    Target(
        "markdown", _markdown, MARKDOWN, (f"{ARTICLES}/*.md", f"{CASES}/read-markdown.txt", f"{CASES}/portable.txt")
    ),
    Target("frontmatter", _frontmatter, YAML, (f"{CASES}/read-frontmatter.txt",)),
    Target("html", formats.converted(".html"), HTML, ("tests/documents/*.html",)),
    Target("docx", formats.converted(".docx"), HTML, ("tests/documents/*.docx",)),
    Target("feed", formats.converted(".rss"), NEWS, made=formats.feeds),
    Target("xml", formats.converted(".xml"), NEWS, made=formats.items),
    Target("json", formats.converted(".json"), JSON, made=formats.objects),
    Target("hypertext", formats.fragment, HTML, ("tests/documents/*.html",)),
    Target("sanitiser", formats.cleaned, HTML, ("tests/documents/*.html",)),
    Target("segments", _segments, MARKDOWN, (f"{ARTICLES}/*.md", f"{CASES}/segment.txt")),
    Target("po", _po, PO, ("content/translations/fr/about.po", "content/translations/fr/2025/09/04/*.po")),
    Target("configuration", _configuration, YAML, ("mkdocs.yml",)),
    Target("glossary", _glossary, YAML, ("content/glossary.yml", "content/topics.yml")),
    Target("ledger", _ledger, YAML, ("content/published.yml",)),
    Target("page", _page, (*YAML, *MARKDOWN), ("docs/fr/about.md", "docs/fr/2025/09/04/*.md")),
    Target("xliff", _translated, XML),
    Target("notes", _note, ('{"seal":"', '","note":', "}", "{}", "0" * 16)),
)
"""Here the readers of other formats and whatever else takes what others wrote are added, a line each."""

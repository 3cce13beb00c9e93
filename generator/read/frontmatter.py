"""YAML front matter: what a person decides about an article, ahead of anything that is guessed from its text.

In: a `Source` that may open with `---`. Out: a checked `FrontMatter` and the text below it. Refuses unknown keys
(the nearest valid name is offered), values of the wrong kind, impossible dates, unconfigured languages, slugs that
are no path of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anyascii import anyascii

from generator.errors import ReadError, nearest
from generator.model import Source
from generator.yamlfile import Document, parse

KEYS = ("title", "date", "lang", "slug", "summary", "byline", "topics", "draft", "image")
SLUG_LENGTH = 80
_FENCE = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values given, empty where none; `rest` is the text below, which begins on line `rest_line`."""

    rest: str
    rest_line: int = 1
    title: str = ""
    date: date | None = None
    lang: str = ""
    slug: str = ""
    summary: str = ""
    byline: str = ""
    topics: tuple[str, ...] = ()
    draft: bool = False
    image: str = ""


def frontmatter(source: Source, locales: tuple[str, ...]) -> FrontMatter:
    """Split and check the front matter of a source. Raises `ReadError`."""
    text = source.text.lstrip("\n")
    above = len(source.text) - len(text)
    if not text.startswith("---"):
        return FrontMatter(source.text)
    match = _FENCE.match(text)
    if not match:
        if not re.match(r"---[ \t]*\n\s*\w+:", text):
            return FrontMatter(source.text)
        hint = "Put a line with --- below the last key"
        raise ReadError("the front matter is not closed", path=source.path, line=above + 1, hint=hint)
    document = parse(match[1], path=source.path, error=ReadError, first_line=above + 2)
    values = _Values(source, document)
    values.refuse_unknown()
    rest_line = above + text[: match.end()].count("\n") + 1
    return FrontMatter(
        rest=text[match.end() :],
        rest_line=rest_line,
        title=values.text("title"),
        date=values.date("date"),
        lang=values.locale("lang", locales),
        slug=values.slug("slug"),
        summary=values.text("summary"),
        byline=values.text("byline"),
        topics=values.texts("topics"),
        draft=values.flag("draft"),
        image=values.text("image"),
    )


def slugify(text: str) -> str:
    """ASCII letters, digits and single hyphens, cut at a word; empty when nothing of that remains.

    >>> slugify("Pékin : l’accord")
    'pekin-l-accord'
    """
    words = re.findall(r"[a-z0-9]+", anyascii(text.replace("’", " ").replace("'", " ")).lower())
    slug = "-".join(words)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug


@dataclass(frozen=True, slots=True)
class _Values:
    source: Source
    document: Document

    def refuse_unknown(self) -> None:
        for key in self.document.data:
            if key not in KEYS:
                raise self.fault(str(key), f"unknown key '{key}'", nearest(str(key), KEYS))

    def fault(self, key: str, message: str, hint: str) -> ReadError:
        return ReadError(message, path=self.source.path, line=self.document.line(key), hint=hint)

    def text(self, key: str) -> str:
        value = self.document.data.get(key)
        if value is None:
            return ""
        if isinstance(value, (list, dict, bool)):
            raise self.fault(key, f"'{key}' must be a text", f'Write {key}: "…"')
        return " ".join(str(value).split())

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.document.data.get(key)
        items: list[Any] = [] if value is None else value if isinstance(value, list) else [value]
        if any(isinstance(item, (list, dict)) or not slugify(str(item)) for item in items):
            raise self.fault(key, f"'{key}' must be a list of words", f"Write {key}: [one, two]")
        return tuple(" ".join(str(item).split()) for item in items)

    def flag(self, key: str) -> bool:
        value = self.document.data.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"'{key}' must be true or false", f"Write {key}: true")
        return value

    def date(self, key: str) -> date | None:
        value = self.document.data.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.fault(key, f"'{value}' is not a date", "Write it as 2025-09-04") from None

    def locale(self, key: str, locales: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in locales:
            hint = f"Add it under extra.newsroom.locales in mkdocs.yml. {nearest(value, locales)}"
            raise self.fault(key, f"the language '{value}' is not configured", hint)
        return value

    def slug(self, key: str) -> str:
        value = self.text(key)
        if value and value != slugify(value):
            raise self.fault(key, f"'{value}' is not a slug", f"Write {key}: {slugify(value) or 'some-words'}")
        return value

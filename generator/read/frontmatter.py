"""YAML front matter: what a person decides about an article, ahead of anything that is guessed from its text.

In: a `Source` that may open with `---`, and its sidecar `NAME.meta.yml`, which decides over that. Out: a checked
`FrontMatter` and the text below it. Refuses unknown keys
(the nearest valid name is offered), values of the wrong kind, impossible dates, unconfigured languages, slugs that
are no path of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from anyascii import anyascii

from generator.errors import LocaleError, ReadError, nearest
from generator.language import fitting
from generator.links import is_device
from generator.model import Correction, Image, Publication, Source, Withdrawal
from generator.sanitise import one_line
from generator.yamlfile import Document, parse

KEYS = (
    "title",
    "date",
    "lang",
    "slug",
    "summary",
    "byline",
    "topics",
    "image",
    "draft",
    "embargo",
    "updated",
    "corrections",
    "withdrawn",
)
IMAGE_KEYS = ("file", "alt", "caption", "credit")
NOTE_KEYS = ("date", "text")
SLUG_LENGTH = 80
SIDECAR = ".meta.yml"
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
    image: Image | None = None
    publication: Publication = field(default=Publication())


def frontmatter(source: Source, locales: tuple[str, ...], *, foreign: bool = False) -> FrontMatter:
    """Split and check the front matter of a source. In `foreign` front matter, which a format gave, a language may be
    named otherwise than the newsroom does. Raises `ReadError`."""
    rest, rest_line, document = _divided(source)
    over = parse(source.over, path=sidecar(source.file), error=ReadError) if source.over.strip() else Document({})
    values = _Values(source, document, over, foreign)
    values.refuse_unknown()
    return FrontMatter(
        rest=rest,
        rest_line=rest_line,
        title=values.text("title"),
        date=values.day("date"),
        lang=values.locale("lang", locales),
        slug=values.slug("slug"),
        summary=values.text("summary"),
        byline=values.text("byline"),
        topics=values.texts("topics"),
        image=values.image("image"),
        publication=Publication(
            draft=values.flag("draft"),
            embargo=values.moment("embargo"),
            updated=values.day("updated"),
            corrections=values.corrections("corrections"),
            withdrawn=values.withdrawal("withdrawn"),
        ),
    )


def _divided(source: Source) -> tuple[str, int, Document]:
    """The text below the front matter, the line on which it begins, and what the front matter says."""
    text = source.text.lstrip("\n")
    above = len(source.text) - len(text)
    match = _FENCE.match(text)
    if match:
        document = parse(match[1], path=source.path, error=ReadError, first_line=above + 2)
        return text[match.end() :], above + text[: match.end()].count("\n") + 1, document
    if re.match(r"---[ \t]*\n\s*\w+:", text):
        hint = "Put a line with --- below the last key"
        raise ReadError("the front matter is not closed", path=source.path, line=above + 1, hint=hint)
    return source.text, 1, Document({})


def sidecar(file: PurePosixPath) -> PurePosixPath:
    """Where the front matter of a file is that has no room for it: `ponte.meta.yml` beside `ponte.docx`."""
    return file.with_suffix(SIDECAR)


def slugify(text: str) -> str:
    """ASCII letters, digits and single hyphens, cut at a word; empty when nothing of that remains. No name that Windows
    keeps for a device.

    >>> slugify("Pékin : l’accord")
    'pekin-l-accord'
    """
    words = re.findall(r"[a-z0-9]+", anyascii(text.replace("’", " ").replace("'", " ")).lower())
    slug = "-".join(words)
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return f"{slug}-1" if is_device(slug) else slug


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a source with the places where they stand; those of the sidecar, `over`, come first."""

    source: Source
    document: Document
    over: Document
    foreign: bool

    def refuse_unknown(self) -> None:
        for key in (*self.over.data, *self.document.data):
            if key not in KEYS:
                raise self.fault(str(key), f"unknown key '{key}'", nearest(str(key), KEYS))

    def value(self, key: str, default: Any = None) -> Any:
        document = self.over if key in self.over.data else self.document
        return document.data.get(key, default)

    def fault(self, key: str, message: str, hint: str, kind: type[ReadError] = ReadError) -> ReadError:
        if key in self.over.data:
            return kind(message, path=sidecar(self.source.file), line=self.over.line(key), hint=hint)
        return kind(message, path=self.source.path, line=self.document.line(key), hint=hint)

    def text(self, key: str) -> str:
        return self._text(key, self.value(key))

    def _text(self, key: str, value: Any, inner: str = "") -> str:
        """A text on one line; `inner` names a value inside of `key`."""
        if value is None:
            return ""
        if isinstance(value, (list, dict, bool)):
            raise self.fault(key, f"'{inner or key}' must be a text", f'Write {inner or key}: "…"')
        return one_line(str(value))

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.value(key)
        items: list[Any] = [] if value is None else value if isinstance(value, list) else [value]
        if any(isinstance(item, (list, dict)) or not slugify(str(item)) for item in items):
            raise self.fault(key, f"'{key}' must be a list of words", f"Write {key}: [one, two]")
        return tuple(one_line(str(item)) for item in items)

    def flag(self, key: str) -> bool:
        value = self.value(key, False)
        if not isinstance(value, bool):
            raise self.fault(key, f"'{key}' must be true or false", f"Write {key}: true")
        return value

    def day(self, key: str) -> date | None:
        return self._day(key, self.value(key))

    def _day(self, key: str, value: Any) -> date | None:
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

    def moment(self, key: str) -> datetime | None:
        """A moment with its zone: without one, nobody knows when it is."""
        value = self.value(key)
        if value is None:
            return None
        hint = f"Write {key}: 2026-11-30T06:00:00+01:00"
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            raise self.fault(key, f"'{value}' is not a time", hint) from None
        if found.tzinfo is None:
            raise self.fault(key, f"'{key}: {value}' has no zone", hint)
        return found

    def image(self, key: str) -> Image | None:
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            return Image(self.text(key))
        self._refuse_unknown(key, value, IMAGE_KEYS)
        texts = {name: self._text(key, value.get(name), f"{key}.{name}") for name in IMAGE_KEYS}
        if not texts["file"]:
            raise self.fault(key, f"'{key}' names no file", f'Write {key}: {{file: picture.jpg, alt: "…"}}')
        return Image(**texts)

    def corrections(self, key: str) -> tuple[Correction, ...]:
        value = self.value(key)
        hint = f'Write {key}: [{{date: 2026-11-20, text: "…"}}]'
        if not isinstance(value, list | None) or not all(isinstance(item, dict) for item in value or ()):
            raise self.fault(key, f"'{key}' must be a list of corrections", hint)
        found: list[Correction] = []
        for item in value or ():
            self._refuse_unknown(key, item, NOTE_KEYS)
            day, text = self._day(key, item.get("date")), self._text(key, item.get("text"), f"{key}.text")
            if not day or not text:
                raise self.fault(key, "a correction needs a date and a text", hint)
            found.append(Correction(day, text))
        return tuple(sorted(found, key=lambda correction: correction.date, reverse=True))

    def withdrawal(self, key: str) -> Withdrawal | None:
        value = self.value(key)
        if value is None or isinstance(value, bool):
            return Withdrawal() if value else None
        if not isinstance(value, dict):
            hint = f'Write {key}: true, or {key}: {{date: 2026-11-20, text: "…"}}'
            raise self.fault(key, f"'{key}' must be true, or a date and a reason", hint)
        self._refuse_unknown(key, value, NOTE_KEYS)
        return Withdrawal(self._day(key, value.get("date")), self._text(key, value.get("text"), f"{key}.text"))

    def _refuse_unknown(self, key: str, value: dict[Any, Any], known: tuple[str, ...]) -> None:
        for name in value:
            if name not in known:
                raise self.fault(key, f"unknown key '{name}' in '{key}'", nearest(str(name), known))

    def locale(self, key: str, locales: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and self.foreign and key not in self.over.data:
            value = fitting(value, locales)
        if value and value not in locales:
            hint = f"Add it under extra.newsroom.locales in mkdocs.yml. {nearest(value, locales)}"
            message = f"the language '{value}' is not configured"
            raise self.fault(key, message, hint, LocaleError)
        return value

    def slug(self, key: str) -> str:
        value = self.text(key)
        if value and value != slugify(value):
            raise self.fault(key, f"'{value}' is not a slug", f"Write {key}: {slugify(value) or 'some-words'}")
        return value

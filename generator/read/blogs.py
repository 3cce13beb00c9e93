"""Markdown with the front matter of Hugo, Jekyll, Pelican and MkDocs Material's blog → a newsroom's article.

In: a text that opens with front matter in YAML (`---`), TOML (`+++`) or JSON (`{`), or with Pelican's lines `Title: …`,
under these programs' names for things. Out: the same under the newsroom's names, the text without these programs' own
marks, and what had no place. Refuses, as `ReadError`, front matter that is broken and dates that do not exist.

The fields: gohugo.io (content management, front matter), jekyllrb.com (posts, front matter), docs.getpelican.com
(writing content), squidfunk.github.io (plugins, blog).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath, PurePosixPath
from typing import Any

from generator.errors import ReadError
from generator.read import limits
from generator.read.blogtext import tidied
from generator.read.frontmatter import KEYS, slugify
from generator.read.handed import Handed
from generator.yamlfile import parse

_YAML = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINES = re.compile(r"(?:[A-Za-z][A-Za-z_-]*:[ \t]*[^\n]*\n(?:[ \t]+[^\n]*\n)*)+(?=\n|\Z)")
_LINE = re.compile(r"^([A-Za-z][A-Za-z_-]*):[ \t]*([^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_TONGUE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")

TOPICS = ("topics", "tags", "categories", "category", "keywords")
BYLINES = ("byline", "author", "authors")
SUMMARIES = ("summary", "description", "excerpt", "subtitle")
UPDATES = ("updated", "lastmod", "last_modified_at", "modified", "update_date")
IMAGES = ("image", "cover", "featured_image", "featureimage", "images", "header", "thumbnail")
OTHERS = ("title", "date", "slug", "lang", "language", "draft", "published", "status", "publishdate", "embargo")
UNUSED = frozenset({
    "aliases", "banner", "build", "cascade", "comments", "expirydate", "headless", "hide", "hidden", "icon",
    "image_alt", "iscjklanguage", "layout", "linktitle", "links", "locale",
    "markup", "math", "menu", "menus", "metadata", "outputs",
    "params", "permalink", "pin", "readtime", "redirect_from", "resources", "save_as", "search", "seo", "series",
    "share", "showtoc", "sitemap", "social", "sticky", "template", "toc", "translation", "translationkey", "type",
    "url", "weight", "classes", "related", "mathjax", "published_at", "excerpt_separator", "render_with_liquid",
})  # fmt: skip
"""Keys of these programs and their usual themes that have no place in a newsroom."""
_FOREIGN = (frozenset({*TOPICS, *BYLINES, *SUMMARIES, *UPDATES, *IMAGES, *OTHERS}) | UNUSED) - frozenset(KEYS)

Names = Mapping[str, str]
"""The names of authors by what stands for them in front matter (`.authors.yml`, `_data/authors.yml`)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An article of a blog, and the keys and marks that had no place in it."""

    handed: Handed
    left: tuple[str, ...]


def is_blog(text: str) -> bool:
    """Whether a Markdown text opens with the front matter of one of these programs, not with a newsroom's."""
    if text.startswith(("+++\n", "{\n", '{"')):
        return bool(_TOML.match(text)) or text.startswith("{")
    match = _YAML.match(text)
    if match:
        keys = set(re.findall(r"^([A-Za-z_][\w-]*):", match[1], re.MULTILINE))
        nested = re.search(r"^date:\s*\n\s+(?:created|updated):", match[1], re.MULTILINE)
        return bool(nested) or any(key.lower() in _FOREIGN or key.lower() != key for key in keys)
    lines = _LINES.match(text)
    return bool(lines and re.search(r"^title:", lines[0], re.MULTILINE | re.IGNORECASE) and lines[0].count(":") > 1)


def moved(text: str, name: PurePosixPath, names: Names | None = None) -> Moved:
    """The article that a text of a blog is. Raises `ReadError`."""
    said, body, by_lines = _divided(text, name)
    unknown = [key for key in said if key not in _FOREIGN and key not in KEYS]
    values = _values(said, name, names or {}, by_lines)
    markdown, marks = tidied(body, name)
    dropped = (
        *unknown,
        *(key for key in said if key in UNUSED and said[key] not in (None, "", [], False) and key != "layout"),
    )
    return Moved(Handed("", values, markdown), tuple(dict.fromkeys((*dropped, *marks))))


def _divided(text: str, name: PurePosixPath) -> tuple[dict[str, Any], str, bool]:
    """What the front matter says, its keys in small letters, the text below it, and whether it has Pelican's form."""
    if match := _TOML.match(text):
        return _small(_toml(match[1], name)), text[match.end() :], False
    if text.startswith("{"):
        return *_json(text, name), False
    if match := _YAML.match(text):
        return _small(parse(match[1], path=name, error=ReadError, first_line=2).data), text[match.end() :], False
    if match := _LINES.match(text):
        pairs = ((key.lower(), " ".join(value.split())) for key, value in _LINE.findall(match[0]))
        return dict(pairs), text[match.end() :], True
    return {}, text, False


def _small(values: Mapping[Any, Any]) -> dict[str, Any]:
    found = {str(key).lower(): value for key, value in values.items()}
    inner = found.pop("params", None)  # where Hugo has what it does not know itself
    return {**_small(inner), **found} if isinstance(inner, Mapping) else found


def _toml(text: str, name: PurePosixPath) -> dict[str, Any]:
    from tomllib import TOMLDecodeError, loads

    try:
        values = loads(text)
    except (TOMLDecodeError, RecursionError) as fault:
        hint = "Mend it, or remove the lines between +++ and +++"
        raise ReadError(f"the TOML is broken: {fault}", path=name, line=1, hint=hint) from fault
    limits.structure(values, name)
    return values


def _json(text: str, name: PurePosixPath) -> tuple[dict[str, Any], str]:
    from json import JSONDecodeError, JSONDecoder

    try:
        values, end = JSONDecoder().raw_decode(text)
    except JSONDecodeError as fault:
        message = f"the JSON is broken: {fault.msg}"
        raise ReadError(message, path=name, line=fault.lineno, hint="Mend it, or give front matter in YAML") from fault
    except RecursionError:
        values, end = None, 0
        limits.depth(limits.DEPTH + 1, name)
    limits.structure(values, name)
    return _small(values), text[end:].lstrip("\n")


def _values(said: Mapping[str, Any], name: PurePosixPath, names: Names, by_lines: bool) -> dict[str, Any]:
    """Front matter as the newsroom has it. Pelican makes addresses of headlines, the others of files' names."""
    stem, day = _from_name(name)
    dates = said.get("date")
    created, changed = (dates.get("created"), dates.get("updated")) if isinstance(dates, dict) else (dates, None)
    status = str(said.get("status", "")).lower()
    slug = str(said.get("slug") or "")
    values = {
        "title": _text(said.get("title")),
        "date": _day(created, name) or day,
        "lang": _text(said.get("lang") or said.get("language")) or _tongue(name),
        "slug": slugify(slug or ("" if by_lines else stem)),
        "summary": _text(_first(said, SUMMARIES)),
        "byline": ", ".join(names.get(one, one) for key in BYLINES for one in _list(said.get(key))),
        "topics": _topics(said, by_lines),
        "image": _image(_first(said, IMAGES), said),
        "updated": _day(changed or _first(said, UPDATES), name),
        "embargo": said.get("embargo") or _moment(said.get("publishdate")),
        "draft": said.get("draft") in (True, "true") or said.get("published") in (False, "false")
        or status in ("draft", "hidden", "skip") or "_drafts" in name.parts,
        "corrections": said.get("corrections"),
        "withdrawn": said.get("withdrawn"),
    }  # fmt: skip
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}


def _from_name(name: PurePosixPath) -> tuple[str, date | None]:
    """The slug and the day in a file's name; that of the folder where the file is but its index."""
    stem = name.parent.name if name.stem.split(".")[0] in ("index", "_index") else name.stem.split(".")[0]
    match = _DATED.fullmatch(stem)
    if match:
        try:
            return match[2], date.fromisoformat(match[1])
        except ValueError:
            pass
    return stem, None


def addresses(file: PurePath) -> tuple[str, ...]:
    """The last part of an address under which these programs publish a file, with and without the day in its name."""
    name = PurePosixPath(file.as_posix())
    return (_from_name(name)[0], name.stem)


def _tongue(name: PurePosixPath) -> str:
    """The language in a file's name, as Hugo has it: `ponte.fr.md`."""
    part = name.stem.rpartition(".")
    return part[2] if part[1] and _TONGUE.fullmatch(part[2]) else ""


def _first(said: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((said[key] for key in keys if said.get(key)), None)


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None and not isinstance(value, dict | list) else ""


def _list(value: Any) -> list[str]:
    """Words in any of the forms that the programs take: a list, words with commas; names as mappings."""
    if isinstance(value, dict):
        return [_text(value.get("name"))] if value.get("name") else []
    if isinstance(value, list):
        return [word for item in value for word in (_list(item) if isinstance(item, dict) else [_text(item)])]
    text = _text(value)
    divider = r"\s*;\s*" if ";" in text else r"\s*,\s*"
    return [word for word in re.split(divider, text) if word]


def _topics(said: Mapping[str, Any], by_lines: bool) -> list[str]:
    """Topics; where Jekyll has several in a text, it divides them by spaces, all others by commas."""
    found: list[str] = []
    for key in TOPICS:
        value = said.get(key)
        text = value if isinstance(value, str) and not by_lines else ""
        spaced = key in ("tags", "categories") and "," not in text
        found += text.split() if text and spaced else _list(value)
    return [topic for topic in dict.fromkeys(found) if slugify(topic)]


def _image(value: Any, said: Mapping[str, Any]) -> Any:
    """A picture with its words, under whatever names the themes have for them."""
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        file = _text(_first(value, ("file", "image", "path", "src", "url", "feature", "overlay_image", "teaser")))
        words = {
            "alt": _first(value, ("alt", "description")),
            "caption": value.get("caption"),
            "credit": value.get("credit"),
        }
        return {"file": file, **{key: _text(text) for key, text in words.items() if text}} if file else None
    alt = _text(said.get("image_alt"))
    return {"file": _text(value), "alt": alt} if alt and value else _text(value)


def _day(value: Any, name: PurePosixPath) -> date | None:
    """The day of a date in any of the forms that the programs take."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value in (None, ""):
        return value or None
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", str(value).strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else _fail(value)
    except ValueError:
        raise ReadError(f"'{value}' is not a date", path=name, hint="Write it as 2025-09-04") from None


def _fail(value: Any) -> date:
    raise ValueError(value)


def _moment(value: Any) -> datetime | None:
    """The moment before which nothing is to be seen, where it has a zone."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.tzinfo else None

"""Files of `content/` → articles: what all formats have in common. `formats.py` is the table of formats.

In: the files below `content/articles/` and `content/pages/`, and their sidecars. Out: `Source` (a decoded or converted
article) and `Article`. Refuses, as a `ReadError` with file, line and remedy: empty, binary and far too long files,
unreadable encodings, unknown formats, conflict markers, broken front matter, impossible dates, unconfigured languages,
articles without a headline or a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath

from generator.errors import ReadError
from generator.files import leads_out, unmerged
from generator.language import Detect, detector
from generator.links import PICTURES
from generator.model import Article, Kind, Source, Topic
from generator.read import blogs, limits, markdown
from generator.read.encoding import decode
from generator.read.formats import FORMATS, choose, most, refuse_unknown
from generator.read.frontmatter import SIDECAR, FrontMatter, frontmatter, sidecar, slugify
from generator.read.handed import Handed, written
from generator.read.parts import Context
from generator.sanitise import visible

__all__ = [
    "FORMATS",
    "SIDECAR",
    "Loaded",
    "convert",
    "detector",
    "find",
    "is_sidecar",
    "load",
    "parse",
    "sidecar",
    "texts",
    "written",
]

FOLDERS: dict[str, Kind] = {"articles": "article", "pages": "page"}

NO_TEXTS = PICTURES | {".svg"}
"""Endings of files that may lie beside the articles."""

BLOG = "blog"
"""The format of Markdown with the front matter of another program."""

_ENTRY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
"""A key of an article within its file that can be a part of a path as it is."""
_PICTURE = re.compile(r"[\w-][\w.-]{0,99}")
_COMPANION = re.compile(r"(.+)[_-](?:archivos|arquivos|bestanden|Dateien|fichiers|ficheiros|file|files|filer|pliki)")
"""The folder in which browsers save what belongs to a page, in their languages."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The articles of one file, and digests of it and of its sidecar by their names below the project."""

    sources: tuple[Source, ...]
    digests: dict[str, str]


def find(content: Path) -> tuple[Path, ...]:
    """Every article, page and sidecar below `content`, in the order of their names; pictures and hidden files aside."""
    found = [path for folder in FOLDERS for path in (content / folder).rglob("*") if path.is_file()]
    names = texts(path.relative_to(content.parent).as_posix() for path in found)
    return tuple(content.parent / name for name in names)


def texts(names: Iterable[str]) -> list[str]:
    """Those of the files below a project that are articles, pages or sidecars, in order."""
    found = sorted(name for name in names if is_text(PurePosixPath(name)))
    saved = {name.rpartition(".")[0] for name in found if name.lower().endswith((".html", ".htm"))}
    return [name for name in found if not (saved and any(above in saved for above in _saved_with(name)))]


def _saved_with(name: str) -> Iterator[str]:
    """The pages, without their endings, whose companion folders a file lies in."""
    for folder in PurePosixPath(name).parents:
        if match := _COMPANION.fullmatch(folder.name):
            yield str(folder.with_name(match[1]))


def is_text(path: PurePath) -> bool:
    """Whether a file beside others is an article, a page or a sidecar; pictures and hidden files are none."""
    return not path.name.startswith(".") and path.suffix.lower() not in NO_TEXTS


def is_sidecar(name: str) -> bool:
    """Whether a file holds the front matter of another."""
    return name.endswith(SIDECAR)


def load(path: Path, root: Path) -> Loaded:
    """Read, decode and if need be convert one file, and its sidecar. Raises `ReadError`."""
    name = PurePosixPath(path.relative_to(root).as_posix())
    kind = FOLDERS[name.parts[1]]
    refuse_unknown(name)
    _refuse_strange(path, root, name)
    limits.size(path.stat().st_size, name, most(name))
    data = path.read_bytes()
    digests = {str(name): sha256(data).hexdigest()}
    over, beside = "", root / sidecar(name)
    if beside.is_file():
        _refuse_strange(beside, root, sidecar(name))
        limits.size(beside.stat().st_size, sidecar(name))
        said = beside.read_bytes()
        digests[str(sidecar(name))] = sha256(said).hexdigest()
        over = decode(said, sidecar(name))
    ending = path.suffix.lower()
    text = decode(data, name) if ending in FORMATS else ""
    if text and not _is_blog(text, ending):
        return Loaded((Source(name, kind, ending, text, digests[str(name)], over=over),), digests)
    whole = Source(name, kind, BLOG if text else ending, "", digests[str(name)], over=over)
    return Loaded(tuple(_entries(whole, convert(data, name))), digests)


def _is_blog(text: str, ending: str) -> bool:
    return ending == ".md" and blogs.is_blog(text)


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """What a file of a format that becomes Markdown says. Raises `ReadError`."""
    refuse_unknown(name)
    limits.size(len(data), name, most(name))
    if not data.strip():
        raise ReadError("the file is empty", path=name, hint="Write the article, or remove the file")
    if name.suffix.lower() in FORMATS:
        if not _is_blog(decode(data, name), name.suffix.lower()):
            raise ReadError("it is read as it is", path=name, hint="Only other formats become Markdown first")
        return (_checked(blogs.moved(decode(data, name), name).handed, name),)
    return tuple(_checked(one, name) for one in choose(data, name).convert(data, name))


def _checked(handed: Handed, name: PurePosixPath) -> Handed:
    """What a format says, in the forms that front matter has. Raises `ReadError` for pictures that are none."""
    for picture in handed.pictures:
        limits.size(len(picture.data), name, limits.PICTURE)
        if not _PICTURE.fullmatch(picture.name) or PurePosixPath(picture.name).suffix.lower() not in PICTURES:
            raise ReadError(f"'{picture.name}' in it is no picture", path=name, hint="Remove it from the file")
    values = dict(handed.values)
    if topics := values.get("topics"):
        values["topics"] = [topic for topic in dict.fromkeys(map(str, topics)) if slugify(topic)]
    if slug := values.get("slug"):
        values["slug"] = slugify(str(slug))
    return replace(handed, values=values)


def _entries(whole: Source, several: Iterable[Handed]) -> Iterator[Source]:
    """The articles of a file that was converted, each with a name that stays the same as long as its key does."""
    taken: set[str] = set()
    for handed in several:
        text = written(handed)
        entry = _entry(handed.key)
        if entry in taken:
            entry = f"{entry}-{sha256(text.encode()).hexdigest()[:8]}"
        if entry in taken:
            continue  # the same article a second time
        taken.add(entry)
        pictures = tuple((picture.name, picture.data) for picture in handed.pictures)
        yield replace(whole, path=whole.path / entry, text=text, entry=entry, pictures=pictures)


def _entry(key: str) -> str:
    """A key as a part of a path; empty for an empty one."""
    if not key or (_ENTRY.fullmatch(key) and key.casefold() == key):
        return key
    return f"{slugify(key)[:60].strip('-') or 'entry'}-{sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"


def refuse_unwritable(name: PurePosixPath) -> None:
    """Raises `ReadError` for a file's name that cannot be written down."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        shown = str(name).encode(errors="replace").decode()
        raise ReadError("the file's name is not UTF-8", path=shown, hint="Rename it") from None


def _refuse_strange(path: Path, root: Path, name: PurePosixPath) -> None:
    """Refuse what is no file of the project: a link out of `content/`, a pipe, a name that cannot be written down."""
    refuse_unwritable(name)
    if leads_out(path, root / "content"):
        message = "the file is a link that leads out of content/"
        raise ReadError(message, path=name, hint="Copy the file here")
    if not path.is_file():
        raise ReadError("this is no file", path=name, hint="Remove it, or copy the article here")


def parse(source: Source, *, locales: tuple[str, ...], detect: Detect, today: date) -> Article:
    """Make an article of a source. `today` settles datelines without a year. Raises `ReadError`."""
    if source.format in FORMATS:
        return _parsed(source, locales, detect, today)
    try:
        return _parsed(source, locales, detect, today)
    except ReadError as fault:
        if fault.path != source.path:
            raise
        more = f"See generator convert {source.file}"  # whose lines are none of the file's
        hint = f"{fault.hint}. {more}" if fault.hint else more
        raise type(fault)(fault.message, path=fault.path, hint=hint) from fault


def _parsed(source: Source, locales: tuple[str, ...], detect: Detect, today: date) -> Article:
    if conflict := unmerged(source.text, underlines=True):
        hint = "Keep one of the two versions and remove the lines with the marks, then build again"
        raise ReadError("the article has conflict markers", path=source.path, line=conflict, hint=hint)
    matter = frontmatter(source, locales, foreign=source.format not in FORMATS)
    limits.words(matter.rest, source.path)
    body = visible(matter.rest)
    locale = matter.lang or detect(body)
    context = Context(source.path, locale, locales, today, matter.rest_line, bool(matter.title))
    parts = FORMATS.get(source.format, markdown.parse)(body, context)
    headline = matter.title or parts.headline
    if not headline and not matter.publication.draft:
        hint = "Put a short line without a final stop above the text, or add 'title:' in front matter"
        raise ReadError("no headline was found", path=source.path, line=matter.rest_line, hint=hint)
    if not parts.body and not matter.publication.draft:
        raise ReadError("there is a headline but no text", path=source.path, line=matter.rest_line)
    return Article(
        path=source.path,
        kind=source.kind,
        locale=locale,
        headline=headline,
        body=parts.body,
        dateline=parts.dateline,
        date=matter.date or (parts.dateline.date if parts.dateline else None) or _embargo_day(matter),
        slug=matter.slug or (source.path.stem if source.kind == "page" else slugify(headline)),
        summary=matter.summary or parts.summary,
        byline=matter.byline or parts.byline,
        topics=_topics(matter),
        image=matter.image,
        publication=matter.publication,
        entry=source.entry,
    )


def _embargo_day(matter: FrontMatter) -> date | None:
    """The day on which an embargo ends, by the newsroom's clock."""
    embargo = matter.publication.embargo
    return embargo.date() if embargo else None


def _topics(matter: FrontMatter) -> tuple[Topic, ...]:
    labels: Iterable[str] = dict.fromkeys(matter.topics)
    return tuple(Topic(slugify(label), label) for label in labels)

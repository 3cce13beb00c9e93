"""Files of `content/` → articles: the table of formats, and what all formats have in common.

In: the files below `content/articles/` and `content/pages/`. Out: `Source` (the decoded file) and `Article`.
Refuses, as a `ReadError` with file, line and remedy: empty, binary and far too long files, unreadable encodings,
unknown formats, conflict markers, broken front matter, impossible dates, unconfigured languages, articles without a
headline or a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath, PurePosixPath

from generator.errors import ReadError
from generator.files import leads_out, unmerged
from generator.language import Detect, detector
from generator.links import PICTURES
from generator.model import Article, Kind, Source, Topic
from generator.read import limits, markdown, text
from generator.read.encoding import decode
from generator.read.frontmatter import FrontMatter, frontmatter, slugify
from generator.read.parts import Context, Parts
from generator.sanitise import visible

__all__ = ["FORMATS", "detector", "find", "is_text", "load", "parse"]

FOLDERS: dict[str, Kind] = {"articles": "article", "pages": "page"}


FORMATS: dict[str, Callable[[str, Context], Parts]] = {
    ".txt": text.parse,
    ".md": markdown.parse,
}
"""File name ending → the reader of that format."""

NO_TEXTS = PICTURES | {".svg"}
"""Endings of files that may lie beside the articles."""


def find(content: Path) -> tuple[Path, ...]:
    """Every article and page below `content`, in the order of their names; pictures and hidden files aside."""
    found = (path for folder in FOLDERS for path in (content / folder).rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if is_text(path)))


def is_text(path: PurePath) -> bool:
    """Whether a file beside others is an article or a page; pictures and hidden files are none."""
    return not path.name.startswith(".") and path.suffix.lower() not in NO_TEXTS


def load(path: Path, root: Path) -> Source:
    """Read and decode one file. Raises `ReadError`."""
    name = PurePosixPath(path.relative_to(root).as_posix())
    kind = FOLDERS[name.parts[1]]
    if path.suffix.lower() not in FORMATS:
        known = ", ".join(FORMATS)
        raise ReadError(
            f"'{path.suffix or path.name}' is not a format that can be read", path=name, hint=f"Use {known}"
        )
    _refuse_strange(path, root, name)
    limits.size(path.stat().st_size, name)
    data = path.read_bytes()
    return Source(name, kind, path.suffix.lower(), decode(data, name), sha256(data).hexdigest())


def _refuse_strange(path: Path, root: Path, name: PurePosixPath) -> None:
    """Refuse what is no file of the project: a link out of `content/`, a pipe, a name that cannot be written down."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        shown = str(name).encode(errors="replace").decode()
        raise ReadError("the file's name is not UTF-8", path=shown, hint="Rename it") from None
    if leads_out(path, root / "content"):
        message = "the file is a link that leads out of content/"
        raise ReadError(message, path=name, hint="Copy the file here")
    if not path.is_file():
        raise ReadError("this is no file", path=name, hint="Remove it, or copy the article here")


def parse(source: Source, *, locales: tuple[str, ...], detect: Detect, today: date) -> Article:
    """Make an article of a source. `today` settles datelines without a year. Raises `ReadError`."""
    if conflict := unmerged(source.text, underlines=True):
        hint = "Keep one of the two versions and remove the lines with the marks, then build again"
        raise ReadError("the article has conflict markers", path=source.path, line=conflict, hint=hint)
    matter = frontmatter(source, locales)
    limits.words(matter.rest, source.path)
    body = visible(matter.rest)
    locale = matter.lang or detect(body)
    context = Context(source.path, locale, locales, today, matter.rest_line, bool(matter.title))
    parts = FORMATS[source.format](body, context)
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
    )


def _embargo_day(matter: FrontMatter) -> date | None:
    """The day on which an embargo ends, by the newsroom's clock."""
    embargo = matter.publication.embargo
    return embargo.date() if embargo else None


def _topics(matter: FrontMatter) -> tuple[Topic, ...]:
    labels: Iterable[str] = dict.fromkeys(matter.topics)
    return tuple(Topic(slugify(label), label) for label in labels)

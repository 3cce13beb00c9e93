"""How much a newsroom's file may be before it is refused, whoever sent it.

In: sizes, names and counts, taken before anything is opened; a block of work and its time. Out: nothing, as long as
all is within bounds. Refuses, as `ReadError` with the figure and the bound: files too large, archives that unpack to
far more than they are or whose names lead out of their folder, articles with too many words, structures nested too
deeply, and work that takes too long. The bounds are far above what any article needs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, TypeVar

from generator import patience
from generator.errors import ReadError

if TYPE_CHECKING:
    from zipfile import ZipInfo

T = TypeVar("T")

MEGABYTE = 1_000_000
TEXT = 10 * MEGABYTE
"""Bytes of a text file."""
PICTURE = 50 * MEGABYTE
"""Bytes of a picture, or of an archive with pictures in it."""
WORDS = 200_000
"""Words of an article."""
PARAGRAPH = 20_000
"""Characters of a paragraph, a table's cell, a summary."""
LETTERS = 20
"""Letters that count as a word where nothing divides them, as in Chinese."""
DEPTH = 64
"""Levels of lists, quotes, elements, objects within each other."""
ENTRIES = 2_000
"""Files in an archive."""
UNPACKED = 200 * MEGABYTE
"""Bytes of all files of an archive."""
RATIO = 100
"""Bytes that one packed byte may become, in archives that unpack to more than a text may have."""

_STORED, _DEFLATED = 0, 8
"""The ways of packing whose output is bounded while it is unpacked (APPNOTE.TXT, section 4.4.5)."""
_LOCKED = 0x1
"""Bit of an archive's entry: it is encrypted (APPNOTE.TXT, section 4.4.4)."""
_LINK, _KIND = 0o120000, 0o170000
"""What the upper half of an entry's attributes says of a symbolic link, and the bits that say it (POSIX, stat.h)."""
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|xmp|iframe|noembed|noframes)\b(?P<text>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*>?|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?P<rest>[^>]*)>?",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, an element with text that is no HTML, or a tag, as a browser finds them (HTML, section 13.2.5)."""
_ALONE = re.compile(
    r"area|base|body|br|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|option|p|param|source"
    r"|tbody|td|tfoot|th|thead|tr|track|wbr"
)
"""Elements without an end, or whose end may be left out: they are nested no deeper than those around them."""


def size(count: int, name: PurePosixPath, most: int = TEXT) -> None:
    """Refuse a file of `count` bytes, `most` being allowed. Raises `ReadError`."""
    if count > most:
        message = f"the file has {count / MEGABYTE:,.1f} MB; {most / MEGABYTE:,.0f} are allowed"
        raise ReadError(message, path=name, hint="Divide it, or leave out what is no text")


def words(text: str, name: PurePosixPath) -> None:
    """Refuse an article with more words than anybody reads. Raises `ReadError`."""
    if len(text) <= WORDS:  # a word has a letter
        return
    count = sum(1 + (len(word) - 1) // LETTERS for word in text.split())
    if count > WORDS:
        message = f"the article has {count:,} words; {WORDS:,} are allowed"
        raise ReadError(message, path=name, hint="Divide it into several articles")


def texts(several: Iterable[str], name: PurePosixPath) -> None:
    """Refuse a text that is to be translated as one and is longer than any paragraph: engines and checks look at each
    as a whole, which takes more than twice as long for twice as much. Raises `ReadError`."""
    for text in several:
        if len(text) > PARAGRAPH:
            message = f"a paragraph has {len(text):,} characters; {PARAGRAPH:,} are allowed"
            raise ReadError(message, path=name, hint=f"Divide the one that begins “{text[:40]}”")


def depth(levels: int, name: PurePosixPath, line: int = 0) -> None:
    """Refuse what is nested `levels` deep. Raises `ReadError`."""
    if levels > DEPTH:
        message = f"the text is nested more than {DEPTH} levels deep"
        raise ReadError(message, path=name, line=line, hint="Take apart what stands within each other")


def elements(html: str, name: PurePosixPath) -> str:
    """HTML without comments, styles and scripts other than JSON-LD. Raises `ReadError` for elements nested too deeply.

    Parsers take hours, and all memory, over elements that nobody ends, so this comes before any of them. Elements count
    by name as long as they are open, so that no wrong end tag closes one. What is not counted is taken out, lest a
    parser find elements in it.
    """
    opened: Counter[str] = Counter()
    levels = place = 0
    kept = []
    for tag in _TAG.finditer(html):
        kind = (tag["name"] or "").lower()
        if "ld+json" in (tag["text"] or "") and "<" not in tag["text"]:
            continue
        if not kind or (opened["svg"] and tag["rest"].endswith("/")):
            kept += [
                html[place : tag.start()],
                " " if html[tag.start() - 1 : tag.start()] in ("<", "/", "!", "-") else "",
            ]
            place = tag.end()
        elif not tag["end"] and not _ALONE.fullmatch(kind):
            opened[kind] += 1
            levels += 1
            if levels > DEPTH:
                depth(levels, name, html.count("\n", 0, tag.start()) + 1)
        elif opened[kind]:
            opened[kind] -= 1
            levels -= 1
    return "".join((*kept, html[place:]))


def structure(value: object, name: PurePosixPath) -> None:
    """Refuse data (lists and mappings, of JSON for instance) nested too deeply. Raises `ReadError`."""
    around: list[object] = [value]
    levels = 0
    while inside := [one for one in around if isinstance(one, dict | list)]:
        levels += 1
        depth(levels, name)
        around = [part for one in inside for part in (one.values() if isinstance(one, dict) else one)]


def data(text: str | bytes, name: PurePosixPath) -> Any:
    """What a JSON text says. Raises `ReadError` for broken JSON, with its line, and for what is nested too deeply."""
    try:
        value = json.loads(text)
    except RecursionError:
        depth(DEPTH + 1, name)
    except UnicodeDecodeError as fault:
        raise ReadError("the encoding cannot be read", path=name, hint="Save the file as UTF-8") from fault
    except ValueError as fault:
        line = fault.lineno if isinstance(fault, json.JSONDecodeError) else 0
        raise ReadError(f"the JSON is broken: {fault}", path=name, line=line, hint="Export it again") from fault
    structure(value, name)
    return value


def archive(packed: bytes, name: PurePosixPath) -> tuple[ZipInfo, ...]:
    """The entries of a zip archive that is safe to unpack, read from its directory alone.

    Python's `zipfile` unpacks no more of an entry than its directory says, if it is stored or deflated. Raises
    `ReadError` for damage, too many or too large entries, a size out of proportion, names that lead out of the folder,
    links and encryption.
    """
    from zipfile import BadZipFile, ZipFile

    size(len(packed), name, PICTURE)
    try:
        with ZipFile(BytesIO(packed)) as opened:
            entries = tuple(opened.infolist())
    except (BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        hint = "Save it again in the program that it comes from"
        raise ReadError(f"the archive is damaged: {fault}", path=name, hint=hint) from fault
    total = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES:
        raise _bomb(f"the archive has {len(entries):,} files; {ENTRIES:,} are allowed", name)
    if total > UNPACKED:
        raise _bomb(f"the archive unpacks to {total / MEGABYTE:,.0f} MB; {UNPACKED / MEGABYTE:,.0f} are allowed", name)
    if total > max(TEXT, RATIO * len(packed)):
        raise _bomb(f"the archive unpacks to {total / len(packed):,.0f} times its size; {RATIO} are allowed", name)
    for entry in entries:
        _entry(entry, name)
    return entries


def _bomb(message: str, name: PurePosixPath) -> ReadError:
    return ReadError(message, path=name, hint="Ask who sent it for another file")


def _entry(entry: ZipInfo, name: PurePosixPath) -> None:
    shown = entry.orig_filename[:80].encode("unicode_escape").decode()
    if leads_out(entry.orig_filename):
        raise _bomb(f"the archive has a file whose name leads out of its folder: '{shown}'", name)
    if (entry.external_attr >> 16) & _KIND == _LINK:
        raise _bomb(f"the archive has a link in it: '{shown}'", name)
    if entry.flag_bits & _LOCKED:
        raise ReadError("the archive is encrypted", path=name, hint="Save it without a password")
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise _bomb(f"the archive is packed in a way that cannot be bounded: '{shown}'", name)
    if entry.file_size > PICTURE:
        raise _bomb(f"the archive has a file of more than {PICTURE / MEGABYTE:,.0f} MB: '{shown}'", name)


def leads_out(name: str) -> bool:
    """Whether a file's name inside another, such as an archive, is no plain path below it on any system.

    >>> [leads_out(name) for name in ("word/media/image1.png", "../x", "C:x", "/etc/x")]
    [False, True, True, True]
    """
    path = PureWindowsPath(name)  # which knows both slashes, drives and shares
    return not name or "\0" in name or bool(path.anchor) or ".." in path.parts


def bounded(work: Callable[[], T], name: PurePosixPath, seconds: float = patience.SECONDS) -> T:
    """What `work`, which reads the file `name`, gives back. Raises `ReadError` when it has computed for `seconds`."""
    try:
        return patience.bounded(work, seconds)
    except patience.TimeIsUp:
        message = f"reading it takes more than {seconds:g} seconds"
        hint = "Divide it, or save it in another format"
        raise ReadError(message, path=name, hint=hint) from None

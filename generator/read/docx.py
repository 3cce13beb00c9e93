"""A Word file → Markdown.

In: a .docx file (Office Open XML, ECMA-376). Out: headings by their styles, emphasis, links, lists, tables, pictures
with what they are said to show, footnotes; headline, byline and topics from its properties. Paragraphs at the top in
the styles "Title", "Subtitle" and "Author" are headline, summary and byline. mammoth reads it. Refuses, as
`ReadError`, archives that are bombs, damaged files, and files that declare entities, which no Word file has.

Tracked insertions count, deletions and comments do not. Pictures that browsers cannot show are named by their words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from generator.errors import ReadError
from generator.portable import blocks, plain
from generator.read import limits
from generator.read.handed import Enclosed, Handed
from generator.read.hypertext import illustrated, words

_STYLES = """
p[style-name='Title'] => h1.headline:fresh
p[style-name='Subtitle'] => p.summary:fresh
p[style-name='Author'] => p.byline:fresh
p[style-name='Source Code'] => pre:separator('\\n')
r[style-name='Verbatim Char'] => code
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
r[style-name='Source Text'] => code
r[style-name='HTML Code'] => code
"""
"""Paragraph and character styles of Word, LibreOffice and pandoc, besides those that mammoth knows."""
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif"}
_PROPERTIES = "docProps/core.xml"
_NAMES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "keywords": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords",
}
"""Core properties of a package (ECMA-376, part 2, section 11)."""
_NO_TITLE = re.compile(r"microsoft word\b.*|.*\.(?:docx?|odt|rtf)|untitled|senza titolo|document\d*|documento\d*", re.I)
_NOBODY = re.compile(r"(?:microsoft )?(?:office |windows )?user|unknown|admin(?:istrator)?|python-docx|utente.*", re.I)
"""What programs write where nobody gave a name."""
_HEADLINE = re.compile(r'\s*<h1 class="headline">(.*?)</h1>', re.DOTALL)
_BYLINE = re.compile(r'\s*<p class="byline">(.*?)</p>', re.DOTALL)
_SUMMARY = re.compile(r'\s*<p class="summary">(.*?)</p>', re.DOTALL)


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The article of a Word file. Raises `ReadError`."""
    parts = _xml(data, name)
    if "word/document.xml" not in parts:
        raise ReadError("this is no Word file", path=name, hint="Save it as .docx in the program that it comes from")
    values = _properties(parts.get(_PROPERTIES, b""), name)
    html, pictures = _html(data, name)
    html, values = _headed(html, values)
    markdown, more = illustrated(html, name)
    markdown = _without_title(markdown, values.get("title", ""))
    if not markdown.strip():
        raise ReadError("there is no text in it", path=name, hint="Write the article, or remove the file")
    return (Handed("", values, markdown, (*pictures.values(), *more)),)


def _xml(data: bytes, name: PurePosixPath) -> dict[str, bytes]:
    """The main parts and the properties, after all that is XML was found to declare nothing."""
    from zipfile import BadZipFile, ZipFile
    from zlib import error

    entries = limits.archive(data, name)
    found = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    part = archive.read(entry)
                    if b"<!DOCTYPE" in part.replace(b"\0", b"")[:65_536].upper():
                        hint = "Save it again in the program that it comes from"
                        raise ReadError(f"'{entry.filename}' in it declares entities", path=name, hint=hint)
                    if entry.filename in ("word/document.xml", _PROPERTIES):
                        found[entry.filename] = part
    except (BadZipFile, error, EOFError, NotImplementedError, OSError, ValueError) as fault:
        raise _damaged(name, fault) from fault
    return found


def _damaged(name: PurePosixPath, fault: Exception) -> ReadError:
    hint = "Save it again in the program that it comes from"
    return ReadError(f"the Word file is damaged: {fault or type(fault).__name__}", path=name, hint=hint)


def _properties(part: bytes, name: PurePosixPath) -> dict[str, Any]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if not part:
        return {}
    try:
        root = fromstring(part)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise _damaged(name, fault) from fault
    said = {key: " ".join((root.findtext(path) or "").split()) for key, path in _NAMES.items()}
    values: dict[str, Any] = {
        "title": "" if _NO_TITLE.fullmatch(said["title"]) else said["title"],
        "byline": "" if _NOBODY.fullmatch(said["creator"]) else said["creator"],
        "topics": [word.strip() for word in re.split(r"[,;]", said["keywords"]) if word.strip()],
    }
    return {key: value for key, value in values.items() if value}


def _html(data: bytes, name: PurePosixPath) -> tuple[str, dict[str, Enclosed]]:
    """What mammoth makes of the file, and the pictures in it, which it names by what they hold."""
    import mammoth

    pictures: dict[str, Enclosed] = {}

    def keep(image: Any) -> Mapping[str, str]:
        ending = _ENDINGS.get(image.content_type)
        if not ending:
            return {}
        with image.open() as opened:
            held = opened.read()
        picture = Enclosed(f"{sha256(held).hexdigest()[:12]}.{ending}", held)
        pictures[picture.name] = picture
        return {"src": picture.name}

    try:
        made = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(keep), external_file_access=False
        )
    except RecursionError:
        raise ReadError("the text is nested too deeply", path=name, hint="Take its tables apart") from None
    except Exception as fault:  # a library that reads what anybody wrote
        raise _damaged(name, fault) from fault
    return str(made.value), pictures


def _headed(html: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text below what stands at its top in styles of its own, which count more than properties."""
    found = dict(values)
    for key, pattern in (("title", _HEADLINE), ("summary", _SUMMARY), ("byline", _BYLINE)):
        match = pattern.match(html)
        if match and words(match[1]):
            found[key] = words(match[1])
            html = html[match.end() :]
    return html, found


def _without_title(markdown: str, title: str) -> str:
    """The text without a heading at its top that says the headline again."""
    parts = blocks(markdown)
    if parts and parts[0].kind == "heading" and plain(re.sub(r"^#+ ", "", parts[0].text).strip()) == title:
        parts = parts[1:]
    return "".join(block.text for block in parts)

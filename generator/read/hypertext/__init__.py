"""HTML → Markdown: what every format that has hypertext in it goes through.

In: an HTML fragment from anybody. Out: Markdown with its headings, paragraphs, emphasis, links, lists, tables, quotes,
code, figures and footnotes, and the pictures that stood in it as data. nh3 cleans it first (a browser's parser, so that
nothing is hidden from it); then elements that mean nothing here are looked through, so that no visible word is lost.
Refuses, as `ReadError`, elements nested more deeply than `limits.py` allows.

Pictures elsewhere in the web become links to them, for a reader's browser asks nobody but this site. Links to places
within the text become footnotes where they lead to one, else words.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from hashlib import sha256
from html import unescape
from pathlib import PurePosixPath

from generator.read import limits
from generator.read.handed import Enclosed
from generator.read.hypertext.blocks import BLOCKS, document
from generator.read.hypertext.inline import MARKS
from generator.sanitise import SCHEMES, leads

TAGS = {*BLOCKS, *MARKS, "a", "br", "img", "wbr"}
"""The elements that are looked at; of others the words stay."""
WORDLESS = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "select",
    "textarea",
    "title",
    "svg",
    "math",
}
"""Elements whose contents nobody sees as text, or that are no part of it."""
_ATTRIBUTES = {
    "a": {"href", "id", "name"},
    "code": {"class"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "pre": {"class"},
    "td": {"colspan"},
    "th": {"colspan"},
    **{tag: {"id"} for tag in ("aside", "dd", "div", "li", "p", "section")},
}
_SOMEWHERE = PurePosixPath("HTML")
_EMPTY = re.compile(r"<((?:br|hr|img|wbr)\b[^<>]*)>")
_TAG = re.compile(r"<[a-zA-Z/][^<>]*")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML has not (XML 1.0, section 2.2)."""
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp|avif);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)


def markdown(html: str, name: PurePosixPath = _SOMEWHERE) -> str:
    """The Markdown of an HTML fragment of the file `name`, ending in a line break; empty where it says nothing.

    Pictures given as data are left out, except for what they are said to show. Raises `ReadError`.
    """
    text, pictures = illustrated(html, name)
    names = "|".join(re.escape(picture.name) for picture in pictures)
    return re.sub(rf"!\[((?:\\.|[^\]\\])*)\]\((?:{names})\)", r"\1", text) if pictures else text


def illustrated(html: str, name: PurePosixPath = _SOMEWHERE) -> tuple[str, tuple[Enclosed, ...]]:
    """The Markdown of an HTML fragment, and the pictures that were in it as data, under the names that it has them by.

    Raises `ReadError`.
    """
    from lxml.etree import XMLParser, fromstring

    cleaned, pictures = clean(html, name)
    limits.elements(cleaned, name)
    # for the parser of XML, as that of HTML in libxml2 knows HTML 4 and moves elements that HTML 5 leaves alone
    xml = _NO_XML.sub("", _EMPTY.sub(r"<\1/>", cleaned.replace("&nbsp;", "\xa0")))
    return document(fromstring(f"<div>{xml}</div>", XMLParser(resolve_entities=False, huge_tree=True))), pictures


def words(html: str) -> str:
    """The words of an HTML fragment on one line, without any markup."""
    import nh3

    bounded = limits.elements(html, _SOMEWHERE)
    return " ".join(unescape(nh3.clean(bounded, tags=set(), clean_content_tags=WORDLESS)).split())


def clean(html: str, name: PurePosixPath = _SOMEWHERE) -> tuple[str, tuple[Enclosed, ...]]:
    """The fragment in the few elements and attributes that are read, and its pictures given as data. Raises `ReadError`
    for elements nested too deeply, over which the cleaner would take hours."""
    import nh3

    html = limits.elements(html, name)
    pictures: dict[str, Enclosed] = {}

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href" and not leads(value):
            return None
        if not value.lstrip().lower().startswith("data:"):
            return value
        match = _PICTURE.fullmatch(value.strip()) if (tag, attribute) == ("img", "src") else None
        picture = _picture(match[1].lower(), match[2]) if match else None
        if picture:
            pictures[picture.name] = picture
        return picture.name if picture else None

    cleaned = nh3.clean(
        _without_nul(html).encode("utf-8", "replace").decode(),
        tags=TAGS,
        clean_content_tags=WORDLESS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={*SCHEMES, "data"},
        link_rel=None,
    )
    return cleaned, tuple(pictures.values())


def _without_nul(html: str) -> str:
    """HTML without NUL, which is no character; but a '<' before it begins no tag, and in a tag it stands for U+FFFD, so
    that an element named with it is another one (HTML, sections 13.2.5.6 and 13.2.5.8)."""
    return _TAG.sub(lambda tag: tag[0].replace("\0", "\ufffd"), html.replace("<\0", "&lt;")).replace("\0", "")


def _picture(kind: str, base64: str) -> Enclosed | None:
    try:
        data = b64decode("".join(base64.split()), validate=True)
    except (Error, ValueError):
        return None
    return Enclosed(f"{sha256(data).hexdigest()[:12]}.{'jpg' if kind.startswith('jp') else kind}", data)

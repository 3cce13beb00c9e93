"""A web page or a piece of one, saved from anywhere → Markdown.

In: HTML in any encoding that it names. Out: headline, byline, date, language, summary, topics, and the text with its
emphasis, links, lists, quotes, subheads, tables and captions. Of a whole page trafilatura finds the article, and leaves
out menus, adverts and comments; a piece without a page around it, or a page that a word processor wrote, is taken
whole. Refuses, as `ReadError`, what has no text, cannot be decoded or is nested too deeply.

Relative addresses become whole ones where the page says where it was; pictures that a browser saved beside it stay.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from logging import CRITICAL, getLogger
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from generator.errors import ReadError
from generator.portable import blocks, plain
from generator.read import limits
from generator.read.encoding import decode
from generator.read.handed import Handed
from generator.read.hypertext import illustrated

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WHOLE = re.compile(r"<(?:body|head|nav|main|aside)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
"""Names under which browsers read Windows-1252 (WHATWG Encoding Standard, section 4.2)."""
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)
_WRITERS = re.compile(r"libreoffice|openoffice|microsoft (?:word|excel)|pandoc|google docs|abiword", re.IGNORECASE)
_BY = re.compile(r"(?:di|by|por|par|von|de|per|da|door|av)[ :]+", re.IGNORECASE)
_CUT = ("…", "...")
SHORT = 60
"""Words below which trafilatura cannot tell a text from what is around it."""


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The article of a page. Raises `ReadError`."""
    from lxml.html import document_fromstring

    for library in ("trafilatura", "htmldate"):
        getLogger(library).setLevel(CRITICAL)  # what they have to say of a page is said here, with the page's name
    saved = _decoded(data, name)
    text = limits.elements(saved, name)
    try:
        page = document_fromstring(_without_declaration(text))
    except Exception as fault:  # the parser has no class of its own for what it cannot make a tree of
        raise ReadError("there is no text in it", path=name, hint="Save the page anew") from fault
    written = bool(_WRITERS.search(_meta(page, "generator")))
    values = _values(text, page)
    if written and (title := " ".join((page.findtext("head/title") or "").split())):
        values["title"] = (
            title  # which such programs take from the document's properties, and have no name of a site in
        )
    body = text if written or not _WHOLE.search(text) else _article(text, page, name, _base(saved, page))
    markdown, pictures = illustrated(body, name)
    markdown = _without_head(markdown, values)
    if not markdown.strip():
        raise ReadError("there is no text in it", path=name, hint="Save the page anew, or copy its text into a file")
    return (Handed("", values, markdown, pictures),)


def _decoded(data: bytes, name: PurePosixPath) -> str:
    """The text of a page: UTF-8 if it can be, else as its head says, else as any file."""
    match = _CHARSET.search(data[:4096])
    charset = match[1].decode().lower() if match else ""
    with suppress(UnicodeDecodeError, LookupError):
        if charset and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_utf8(data):
            encoding = "cp1252" if charset in _LATIN else codecs.lookup(charset).name
            return decode(data.decode(encoding).encode(), name)
    return decode(data, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_declaration(text: str) -> str:
    """XHTML's first line, which lxml refuses in text that is decoded already."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)


def _values(text: str, page: HtmlElement) -> dict[str, Any]:
    """What the page says of itself."""
    from trafilatura.metadata import extract_metadata

    try:
        said = extract_metadata(text, date_config={"extensive_search": False, "original_date": True})
    except Exception:  # whatever is odd in a page's head, its text can be had
        said = None
    summary = " ".join((said.description or "").split()) if said else ""
    values = {
        "title": (said and said.title) or "",
        "date": (said and said.date) or "",
        "lang": _language(page),
        "summary": "" if summary.endswith(_CUT) else summary,
        "byline": ", ".join(part.strip() for part in ((said and said.author) or "").split(";")),
        "topics": [word.strip() for tag in (said and said.tags) or () for word in tag.split(",")],
    }
    return {key: value for key, value in values.items() if value}


def _language(page: HtmlElement) -> str:
    """The language that a page claims, as a BCP 47 tag (HTML, section 3.2.6.2)."""
    said = page.get("lang") or page.get("xml:lang") or _meta(page, "content-language") or _meta(page, "og:locale")
    tag = said.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", tag) else ""


def _meta(page: HtmlElement, name: str) -> str:
    for element in page.iter("meta"):
        if name in [(element.get(key) or "").lower() for key in ("name", "property", "http-equiv")]:
            return str(element.get("content") or "")
    return ""


def _base(text: str, page: HtmlElement) -> str:
    """Where the page was, empty where it does not say."""
    canonical = next((link.get("href") or "" for link in page.iter("link") if link.get("rel") == "canonical"), "")
    saved = _SAVED.search(text[:2000])
    base = next((element.get("href") or "" for element in page.iter("base")), "")
    found = (base, canonical, _meta(page, "og:url"), saved[1] if saved else "")
    return next((address for address in found if address.startswith(("http://", "https://"))), "")


def _article(text: str, page: HtmlElement, name: PurePosixPath, base: str) -> str:
    """The article in a page, as HTML."""
    from lxml.html import tostring
    from trafilatura import extract

    try:
        found = extract(
            text,
            output_format="html",
            include_comments=False,
            include_formatting=True,
            include_links=True,
            include_images=True,
            include_tables=True,
            favor_recall=True,
        )
    except Exception as fault:  # a library that reads what anybody wrote
        raise ReadError(f"the page cannot be read: {fault}", path=name, hint="Copy its text into a file") from fault
    tree = _tree(found) if found else page
    if len(tree.text_content().split()) < SHORT:
        tree = _main_part(page)
    else:
        _mend(tree, page)
    for element, attribute, address, _ in list(tree.iterlinks()):
        if attribute in ("href", "src") and element.get(attribute) == address:
            whole = _whole(address.strip(), name, base)
            lost = attribute == "src" and whole.startswith("/")  # on a site that the page does not name
            element.set(attribute, "" if lost else whole)
    return str(tostring(tree, encoding="unicode"))


def _tree(found: str) -> HtmlElement:
    """What trafilatura gives back: XHTML, unless the page has attributes with names that XML does not allow."""
    from lxml.etree import XMLSyntaxError
    from lxml.html import XHTMLParser, fromstring

    try:
        return fromstring(found, parser=XHTMLParser(resolve_entities=False))
    except XMLSyntaxError:
        return fromstring(found)


def _main_part(page: HtmlElement) -> HtmlElement:
    """The part of a page that its author marked as what it is about, without what is marked as beside it."""
    part = next((part for tag in ("article", "main", "body") for part in page.iter(tag)), page)
    for element in list(part.iterdescendants("nav", "aside", "footer", "form")):
        element.drop_tree()
    return part


def _mend(tree: HtmlElement, page: HtmlElement) -> None:
    """Give back what trafilatura has no form for: numbered lists, code within a line, captions of pictures."""
    numbered = {_words(element) for element in page.iter("ol")}
    captions = dict(_captions(page))
    for element in list(tree.iter("ul", "pre", "img")):
        if element.tag == "ul" and _words(element) in numbered:
            element.tag = "ol"
        elif element.tag == "pre" and element.getparent() is not None and element.getparent().tag in ("p", "li", "td"):
            element.tag = "code" if "\n" not in element.text_content() else "pre"
        elif element.tag == "img" and (caption := captions.pop(element.get("src"), "")):
            figure = element.makeelement("figure")
            element.addprevious(figure)
            figure.append(element)  # with the text behind it
            figure.tail, element.tail = element.tail, None
            said = element.makeelement("figcaption")
            said.text = caption
            figure.append(said)


def _captions(page: HtmlElement) -> Iterator[tuple[str, str]]:
    """The pictures of a page with the words below them."""
    for figure in page.iter("figure"):
        caption = " ".join(" ".join(part.text_content().split()) for part in figure.iter("figcaption"))
        for picture in figure.iter("img"):
            yield str(picture.get("src")), caption


def _words(element: HtmlElement) -> str:
    return "".join(element.text_content().split())


def _whole(address: str, name: PurePosixPath, base: str) -> str:
    """An address that still leads somewhere from here; one of a file that a browser saved beside the page stays."""
    if address.startswith("#") or unquote(address).removeprefix("./").startswith(f"{name.stem}_"):
        return address
    with suppress(ValueError):
        return urljoin(base, address) if base else address
    return ""


def _without_head(markdown: str, values: dict[str, Any]) -> str:
    """The text without the headline and the byline above it, where the page says both in its head, too."""
    parts = list(blocks(markdown))
    for wanted in filter(None, (values.get("title"), values.get("byline"))):
        for place, block in enumerate(parts[:3]):
            shown = plain(re.sub(r"^#+ ", "", block.text).strip())
            if block.kind in ("heading", "paragraph") and wanted in (shown, _BY.sub("", shown, count=1)):
                del parts[place]
                break
    return "".join(block.text for block in parts)

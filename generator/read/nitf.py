"""NITF (IPTC News Industry Text Format 3.x, XML) → an article.

In: the bytes of a file whose root element is `nitf`. Out: `Handed`. Elements are read by their local names, so that
files with and without a namespace are alike. `date.release` is read as an embargo, `management-status` as whether the
item is to be published. Refuses, as `ReadError`, what `xmltext.py` refuses.

Source: NITF 3.6, https://iptc.org/std/NITF/3.6/documentation/nitf.html
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element

from generator.read import hypertext, xmltext
from generator.read.handed import Handed
from generator.read.item import Item, Picture, handed
from generator.read.xmltext import child, children, local, words

NAMES: Final = {
    "body.content": "div", "block": "div", "p": "p", "hl1": "h2", "hl2": "h2", "hedline": "div", "em": "em",
    "strong": "strong", "a": "a", "q": "q", "bq": "blockquote", "credit": "p", "ol": "ol", "ul": "ul", "li": "li",
    "dl": "dl", "dt": "dt", "dd": "dd", "table": "table", "caption": "caption", "thead": "thead", "tbody": "tbody",
    "tfoot": "tfoot", "tr": "tr", "th": "th", "td": "td", "pre": "pre", "br": "br", "hr": "hr", "sup": "sup",
    "sub": "sub", "object.title": "em", "note": "blockquote", "body.end": "div", "tagline": "p", "bibliography": "p",
    "datasource": "p", "media": "", "pronounce": "", "byline": "p", "dateline": "p", "abstract": "p",
}  # fmt: skip
"""What stands in a body → HTML. All else are names of persons, places, sums within a sentence."""
HELD, CANCELED = ("embargoed", "withheld"), ("canceled", "cancelled")


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The article of a NITF file. Raises `ReadError`."""
    return (handed(read(xmltext.tree(xmltext.text(data, name), name), name), name),)


def read(root: Element, path: PurePosixPath) -> Item:
    """What an element `nitf` says. Raises `ReadError`."""
    head, docdata = child(root, "body", "body.head"), child(root, "head", "docdata")
    title = words(child(head, "hedline", "hl1")) or words(child(root, "head", "title"))
    status = docdata.get("management-status", "") if docdata is not None else ""
    released = _norm(docdata, "date.release")
    return Item(
        headline=title,
        text=markdown(root, path),
        language=xmltext.language(root) or xmltext.language(child(root, "body") or root),
        summary=summary(head),
        byline="; ".join(filter(None, map(_byline, children(head, "byline")))),
        place=words(child(head, "dateline", "location")),
        created=_norm(docdata, "date.issue") or _norm(head, "dateline", "story.date"),
        changed=_revised(root),
        embargo=released if status not in CANCELED else "",
        held=status in HELD and not released,
        canceled=status in CANCELED,
        topics=tuple(filter(None, map(_topic, children(root, "head", "tobject", "tobject.subject")))),
        pictures=pictures(root),
    )


def markdown(root: Element, path: PurePosixPath) -> str:
    """The text of an element `nitf`, or of one in its place, without what its head says.

    Raises `ReadError`.
    """
    parts = [*children(root, "body", "body.content"), *children(root, "body", "body.end")]
    return hypertext.markdown(xmltext.html(parts, NAMES), path)


def pictures(root: Element) -> tuple[Picture, ...]:
    """The pictures that stand in the text."""
    found = []
    for media in (element for element in root.iter() if local(element) == "media"):
        for reference in children(media, "media-reference")[:1]:
            file = reference.get("source", "")
            if file and media.get("media-type", "image") == "image":
                caption = " ".join(map(words, children(media, "media-caption")))
                credit = ", ".join(map(words, children(media, "media-producer")))
                found.append(Picture(file, reference.get("alternate-text", ""), caption, credit))
    return tuple(found)


def summary(head: Element | None) -> str:
    """The subordinate headlines and the abstract of an element `body.head`."""
    lines = [words(line) for line in (*children(head, "hedline", "hl2"), *children(head, "abstract"))]
    return " ".join(line if line.endswith((".", "!", "?", "…")) else f"{line}." for line in lines if line)


def _byline(element: Element) -> str:
    title = child(element, "byttl")
    if title is None:
        return words(element)
    names = "".join([element.text or "", *("".join(part.itertext()) for part in element if part is not title)])
    return ", ".join(filter(None, (" ".join(names.split()), words(title))))


def _topic(subject: Element) -> str:
    """The narrowest name of a subject."""
    names = [subject.get(f"tobject.subject.{level}", "") for level in ("detail", "matter", "type")]
    return next(filter(None, names), "")


def _norm(above: Element | None, *way: str) -> str:
    """A date in its normal form: ISO 8601, often without separators."""
    found = child(above, *way)
    return found.get("norm", "") if found is not None else ""


def _revised(root: Element) -> str:
    """The last date of the revision history."""
    return max((entry.get("norm", "") for entry in children(root, "head", "revision-history")), default="")

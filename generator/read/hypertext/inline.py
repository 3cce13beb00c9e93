"""Clean hypertext, as a tree → runs of text with their marks.

In: an element. Out: its words in the order of reading, with emphasis, links, code, pictures and references to notes;
`BREAK` where a line ends. Refuses nothing.

A footnote is an element to which a link with hardly more than a mark leads, and in which such a link leads back: so
write Word, LibreOffice, pandoc, mammoth, and nearly every program for blogs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from generator.portable import literal
from generator.read.hypertext.runs import CODE, LINK, Run, marked, target

if TYPE_CHECKING:
    from lxml.etree import _Element

MARKS: Mapping[str, str] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), "em"),
    **dict.fromkeys(("code", "samp", "tt"), CODE),
    **dict.fromkeys(("del", "s", "strike"), "s"),
    **dict.fromkeys(("ins", "u"), "u"),
    **{tag: tag for tag in ("abbr", "kbd", "mark", "q", "small", "sub", "sup")},
}
"""Element → its mark."""
BREAK = Run("<br>", ready=True)
_NOTES = ("aside", "dd", "div", "li", "p", "section")
_MARK = re.compile(r"[\W_]{0,3}(?:\d{1,4}|[^\W\d_])?[\W_]{0,3}")
"""A note's mark: a number, a letter or signs, in brackets or not."""
_BACK = 6
"""Characters of a link that leads back from a note; unless they are a mark, they stay as words of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """The footnotes by the names of their places, all of them, and their numbers as far as the text has named them."""

    notes: Mapping[str, _Element]
    bodies: frozenset[_Element]
    numbers: dict[_Element, int] = field(default_factory=dict)

    def is_note(self, element: _Element) -> bool:
        """Whether an element is a footnote, which stands at the end of the text."""
        return element in self.bodies

    def in_note(self, element: _Element) -> bool:
        """Whether an element is a part of a footnote."""
        return bool(self.bodies) and any(above in self.bodies for above in element.iterancestors())

    def number(self, note: _Element) -> int:
        """The number of a footnote, which is given when the text first names it."""
        return self.numbers.setdefault(note, len(self.numbers) + 1)


def page(root: _Element) -> Page:
    """A page and the footnotes on it."""
    places: dict[str, _Element] = {}
    for element in root.iter():
        for name in filter(None, (element.get("id"), element.get("name"))):
            places.setdefault(name, element)
    found: dict[str, _Element] = {}
    behind: set[_Element] = set()
    for link in root.iter("a"):
        name = _inner(link)
        note = _around(places.get(name)) if name and _is_mark(link) else None
        above = set(link.iterancestors()) if note is not None else set()
        if note is None or note in above or above & behind or not any(map(_leads_back, note.iter("a"))):
            continue
        found[name] = note
        behind.add(note)
    return Page(found, frozenset(found.values()))


def runs(element: _Element, page: Page, marks: tuple[str, ...] = ()) -> Iterator[Run]:
    """The words of an inline element and of all in it."""
    tag = element.tag
    if tag == "br":
        yield BREAK
    elif tag == "img":
        yield from _picture(element, marks)
    elif tag == "a" and (name := _inner(element)):
        yield from _reference(element, name, page, marks)
    else:
        yield from contents(element, page, with_mark(element, marks))


def contents(element: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[Run]:
    """The words in an element."""
    yield Run(element.text or "", marks)
    for child in element:
        yield from runs(child, page, marks)
        yield Run(child.tail or "", marks)


def with_mark(element: _Element, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks that lie on what is in an element."""
    if element.tag == "a":
        address = target(element.get("href") or "")
        return marked(marks, f"{LINK}{address}") if address else marks
    return marked(marks, MARKS[element.tag]) if element.tag in MARKS else marks


def _picture(element: _Element, marks: tuple[str, ...]) -> Iterator[Run]:
    """A picture beside the text; for one elsewhere a link to it."""
    source = (element.get("src") or "").strip()
    alt = " ".join((element.get("alt") or "").split())
    if source.startswith("//") or _scheme(source):
        name = unquote(source.partition("?")[0].rstrip("/").rpartition("/")[2])
        yield Run(alt or name, marked(marks, f"{LINK}{target(source)}"))
    elif source:
        yield Run(f"![{literal(alt)}]({target(source)})", marks, ready=True)
    else:
        yield Run(alt, marks)


def _scheme(address: str) -> str:
    """The scheme of an address, empty where it has none or is none."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def _reference(element: _Element, name: str, page: Page, marks: tuple[str, ...]) -> Iterator[Run]:
    """A link within the text: to a footnote, back from one, or to a place that the Markdown has not."""
    if name in page.notes and _is_mark(element):
        yield Run(f"[^{page.number(page.notes[name])}]", ready=True)
    elif not (_is_mark(element) and page.in_note(element)):
        yield from contents(element, page, marks)


def _inner(link: _Element) -> str:
    """The place within the text to which a link leads; empty for any other link."""
    address = (link.get("href") or "").strip()
    return unquote(address[1:]) if address.startswith("#") else ""


def _around(place: _Element | None) -> _Element | None:
    """The block that is a note, or in which the place of a note is."""
    if place is None or place.tag in _NOTES:
        return place
    return next(
        (above for above in place.iterancestors() if above.tag in _NOTES and above.getparent() is not None), None
    )


def _is_mark(link: _Element) -> bool:
    text = "".join(link.itertext()).strip()
    return bool(text) and _MARK.fullmatch(text) is not None


def _leads_back(link: _Element) -> bool:
    return bool(_inner(link)) and 0 < len("".join(link.itertext()).strip()) <= _BACK

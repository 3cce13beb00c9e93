"""Clean hypertext, as a tree → the blocks of a Markdown text.

In: a tree of elements with no more levels than are allowed. Out: headings, paragraphs, lists, quotes, tables, code and
footnotes. An element that means nothing here is looked through, so that no visible word is lost. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.portable import guard_start
from generator.read.hypertext.inline import BREAK, Page, page, runs, with_mark
from generator.read.hypertext.runs import Run, line

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("menu", "ol", "ul")
_CELLS = ("caption", "tbody", "td", "tfoot", "th", "thead", "tr")
_THROUGH = (
    *("address", "article", "aside", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
    *("figure", "footer", "form", "header", "hgroup", "legend", "li", "main", "nav", "p", "section", "summary"),
)
"""Elements that are blocks, and nothing more here."""
BLOCKS = frozenset({*_HEADINGS, *_LISTS, *_CELLS, *_THROUGH, "blockquote", "hr", "pre", "table"})
COLUMNS = 100
"""The most columns of a table."""

_LANGUAGE = re.compile(r"(?:language|lang|brush:?\s?|highlight-source)-?([\w+#.-]+)")
_DEFINES = re.compile(r"(\[\^\w+\]):")


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    text: str


def document(root: _Element) -> str:
    """The Markdown of a tree, ending in a line break; empty where it says nothing."""
    whole = page(root)
    found = list(_flow(root, whole))
    while found and found[-1].kind == "rule":  # which set off what was below, and goes elsewhere
        found.pop()
    blocks = [block.text for block in found]
    told: list[_Element] = []
    while left := [note for note in whole.numbers if note not in told]:
        for note in left:
            blocks.append(_indented(f"[^{whole.number(note)}]: ", [block.text for block in _flow(note, whole)]))
        told += left
    unnamed = dict.fromkeys(note for note in whole.notes.values() if note not in told)
    blocks += [block.text for note in unnamed for block in _flow(note, whole)]
    return "\n\n".join([*blocks, ""]).removesuffix("\n")


def _flow(element: _Element, page: Page, marks: tuple[str, ...] = ()) -> Iterator[_Block]:
    """What is in an element, block for block; text beside blocks is a paragraph."""
    found = [Run(element.text or "", marks)]
    for child in element:
        if child.tag in BLOCKS or any(part.tag in BLOCKS for part in child.iterdescendants()):
            yield from _paragraphs(found)
            found = []
            yield from _block(child, page, marks)
        else:
            found += runs(child, page, marks)
        found.append(Run(child.tail or "", marks))
    yield from _paragraphs(found)


def _block(element: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[_Block]:
    tag = element.tag
    if page.is_note(element):
        return
    if tag in _HEADINGS:
        text = " ".join(_lines(_inside(element, page, marks)))
        text = re.sub(r"#+\Z", lambda match: f"\\{match[0]}", text)
        yield from [_Block("heading", f"{'#' * int(tag[1])} {text}")] if text else []
    elif tag in _LISTS:
        yield from _list(element, page, marks)
    elif tag == "blockquote":
        inner = "\n\n".join(block.text for block in _flow(element, page, marks))
        yield from [_Block("quote", "\n".join(f"> {row}".rstrip() for row in inner.split("\n")))] if inner else []
    elif tag == "pre":
        yield from _code(element)
    elif tag == "table":
        yield from _table(element, page, marks)
    elif tag == "hr":
        yield _Block("rule", "***")
    else:
        yield from _flow(element, page, with_mark(element, marks))


def _paragraphs(found: Iterable[Run]) -> Iterator[_Block]:
    """Paragraphs of runs: a line break ends a line, two of them a paragraph."""
    lines: list[str] = []
    for text in (*_lines(found, blank=True), ""):
        if text:
            lines.append(text)
        elif lines:
            start = guard_start(lines[0])
            yield _Block("paragraph", "<br>".join([_DEFINES.sub(r"\1&#58;", start, count=1), *lines[1:]]))
            lines = []


def _lines(found: Iterable[Run], *, blank: bool = False) -> list[str]:
    """The lines of runs, as they are divided by breaks; `blank` ones are left out unless they are wanted."""
    parts: list[list[Run]] = [[]]
    for run in found:
        if run is BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    texts = [line(part) for part in parts]
    return texts if blank else [text for text in texts if text]


def _inside(element: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[Run]:
    """The runs of an element that has to stay on a line: blocks in it are lines of it."""
    yield Run(element.text or "", marks)
    for child in element:
        if page.is_note(child):
            continue
        if child.tag in BLOCKS:
            yield BREAK
            yield from _inside(child, page, marks)
            yield BREAK
        elif any(part.tag in BLOCKS for part in child.iterdescendants()):
            yield from _inside(child, page, with_mark(child, marks))
        else:
            yield from runs(child, page, marks)
        yield Run(child.tail or "", marks)


def _list(element: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[_Block]:
    """A list; its items stand close where none has more than a line and lists below that."""
    items: list[list[_Block]] = []
    stray = list(_paragraphs([Run(element.text or "", marks)]))
    for child in element:
        if page.is_note(child):
            continue
        if child.tag == "li" or not items:
            items.append([])
        items[-1] += [*(stray if len(items) == 1 else []), *_entry(child, page, marks)]
        items[-1] += _paragraphs([Run(child.tail or "", marks)])
        stray = []
    items = [item for item in items if item]
    start = element.get("start") or "1"
    number = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
    close = all(item[0].kind == "paragraph" and all(block.kind == "list" for block in item[1:]) for item in items)
    texts = [
        _indented(
            f"{f'{number + place}.' if element.tag == 'ol' else '-':<3} ", [block.text for block in item], close=close
        )
        for place, item in enumerate(items)
    ]
    yield from [_Block("list", ("\n" if close else "\n\n").join(texts))] if texts else stray


def _entry(child: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[_Block]:
    """What an element in a list holds; a list there is one of the next level."""
    if child.tag in BLOCKS:
        yield from _block(child, page, marks)
    else:
        yield from _paragraphs(runs(child, page, marks))


def _indented(marker: str, blocks: Sequence[str], *, close: bool = False) -> str:
    """Blocks behind a marker, all but the first line indented as far as it is wide, at least by four columns."""
    indent = " " * (4 if marker.startswith("[") else len(marker))
    text = ("\n" if close else "\n\n").join(blocks)
    return marker + re.sub(r"\n(?=[^\n])", f"\n{indent}", text)


def _code(element: _Element) -> Iterator[_Block]:
    """A fenced block (CommonMark, section 4.5), its fence longer than any in it."""
    for rule in element.iter("br"):
        rule.tail = f"\n{rule.tail or ''}"
    text = "".join(element.itertext()).strip("\n")
    if text.strip():
        classes = " ".join(part.get("class") or "" for part in element.iter("pre", "code"))
        language = _LANGUAGE.search(classes)
        ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 0)
        yield _Block("code", f"{ticks}{language[1] if language else ''}\n{text}\n{ticks}")


def _table(element: _Element, page: Page, marks: tuple[str, ...]) -> Iterator[_Block]:
    """A table, its first row as its head. One with a single column, or with another in it, is only a layout."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    width = max((sum(map(_span, row)) for row in rows), default=0)
    if not 1 < width <= COLUMNS or next(element.iterdescendants("table"), None) is not None:
        yield from _flow(element, page, marks)
        return
    for caption in element.iterchildren("caption"):
        yield from _flow(caption, page, marks)
    lines = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            cells += ["<br>".join(_lines(_inside(cell, page, marks))).replace("|", "\\|"), *[""] * (_span(cell) - 1)]
        lines.append(f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |")
    lines.insert(1, f"| {' | '.join(['---'] * width)} |")
    yield _Block("table", "\n".join(lines))


def _span(cell: _Element) -> int:
    text = cell.get("colspan") or "1"
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,3}", text) else 1

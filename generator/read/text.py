"""Plain text as news agencies deliver it → headline, dateline, body.

In: text with one line per paragraph, or hard-wrapped lines with blank lines between paragraphs. Out: `Parts` with
the body as Markdown. Above the dateline stand the headline, then byline and summary; where nothing does, the first
heading gives the headline too and stays where it is. Short lines without a final stop are headings, lines that
begin with a dash, a bullet or a number are lists. Refuses a dateline whose date does not exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import Block, Dateline
from generator.portable import escape
from generator.read import dateline
from generator.read.parts import Context, Parts

WRAP = 100
"""Longest line, in characters, of a text that counts as hard-wrapped."""
HEADING = 120
"""Longest line, in characters, that may be a heading."""

_STOP = re.compile(r"[.。…:;,]['”’\"»)\]]*$")
_BYLINE = re.compile(r"(?:di|by|por|par|von|de|per|da|door|av)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-–•*·]|(?P<number>\d{1,3})[.)])\s+(?=\S)")
_ADDRESS = re.compile(r"(?<![\w<])(?:https?://[^\s<>]*[^\s<>.,;:!?)\]»”’\"']|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph and the line of the text on which it begins, counted from 0."""

    text: str
    number: int

    @property
    def is_heading(self) -> bool:
        return len(self.text) <= HEADING and not _STOP.search(self.text) and not _BULLET.match(self.text)


def parse(text: str, context: Context) -> Parts:
    """Read a wire text. Raises `ReadError`."""
    lines = _paragraphs(text)
    filed, above, lines = _dateline(lines, context)
    if filed is None and not context.titled and lines and lines[0].is_heading:
        above, lines = _above(lines)
    headline, byline, summary = _top(above, context.titled)
    if not headline and not context.titled:
        headline = next((line.text for line in lines[:-1] if line.is_heading), "")
    return Parts(headline, summary, byline, filed, tuple(_blocks(lines)))


def markdown(text: str) -> str:
    """A plain text without headline and dateline, as Markdown."""
    return "".join(block.text for block in _blocks(_paragraphs(text)))


def signature(line: str) -> str:
    """The names in a byline.

    >>> signature("di Anna Neri")
    'Anna Neri'
    """
    match = _BYLINE.match(line)
    return line[match.end() :] if match else line


def _paragraphs(text: str) -> list[_Line]:
    """Lines joined where they were only wrapped: where the next word would not have fitted on the line."""
    rows = [" ".join(row.split()) for row in text.split("\n")]
    width = max((len(row) for row in rows), default=0)
    wrapped = width <= WRAP and any(not row for row in "\n".join(rows).strip().split("\n"))
    found: list[_Line] = []
    last = ""
    for number, row in enumerate(rows):
        soft = wrapped and last and row and len(last) + 1 + len(row.split()[0]) > 0.75 * width
        if soft and not _BULLET.match(row):
            found[-1] = _Line(f"{found[-1].text} {row}", found[-1].number)
        elif row:
            found.append(_Line(row, number))
        last = row
    return found


def _dateline(lines: list[_Line], context: Context) -> tuple[Dateline | None, list[_Line], list[_Line]]:
    """The dateline, the lines above it and the lines from its paragraph on."""
    for index, line in enumerate(lines[:6]):
        try:
            found = dateline.parse(line.text, (context.locale, *context.locales), context.today)
        except ValueError as fault:
            hint = "Correct the dateline, or give 'date:' in front matter and remove it"
            raise context.fault(str(fault), line.number, hint) from None
        if found:
            return found[0], lines[:index], [_Line(found[1], line.number), *lines[index + 1 :]]
        if not line.is_heading and index > 2:
            break
    return None, [], lines


def _above(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    """Without a dateline: the headline, and a byline directly below it."""
    count = 2 if len(lines) > 1 and _BYLINE.match(lines[1].text) and lines[1].is_heading else 1
    return lines[:count], lines[count:]


def _top(above: list[_Line], titled: bool) -> tuple[str, str, str]:
    """Headline, byline and summary from the lines above the text."""
    headline, byline, summary = "", "", []
    for line in above:
        if not headline and not titled:
            headline = line.text
        elif not byline and line.is_heading and _BYLINE.match(line.text) and len(line.text.split()) <= 8:
            byline = line.text[_BYLINE.match(line.text).end() :]  # type: ignore[union-attr]
        else:
            summary.append(line.text)
    return headline, byline, " ".join(summary)


def _blocks(lines: list[_Line]) -> list[Block]:
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        bullet = _BULLET.match(line.text)
        in_list = bool(blocks) and blocks[-1].kind.endswith("list")
        if bullet and (in_list or _is_list(lines, index)):
            number = bullet["number"]
            kind = "ordered_list" if number else "bullet_list"
            item = f"{number + '.' if number else '-':<4}{_inline(line.text[bullet.end() :])}\n"
            if blocks and blocks[-1].kind == kind:
                blocks[-1] = Block(kind, blocks[-1].text.removesuffix("\n") + item + "\n")
            else:
                blocks.append(Block(kind, item + "\n"))
        elif line.is_heading and 0 < index < len(lines) - 1:
            blocks.append(Block("heading", f"## {_inline(line.text)}\n\n"))
        else:
            blocks.append(Block("paragraph", f"{_inline(line.text)}\n\n"))
    if blocks:
        blocks[-1] = Block(blocks[-1].kind, blocks[-1].text.rstrip("\n") + "\n")
    return blocks


def _is_list(lines: list[_Line], index: int) -> bool:
    """One line with a dash may be a quotation; two in a row are a list."""
    return index + 1 < len(lines) and bool(_BULLET.match(lines[index + 1].text))


def _inline(text: str) -> str:
    """Plain text as Markdown; bare web and mail addresses become links."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [escape(text[at : match.start()]) if at == 0 else _rest(text[at : match.start()]), f"<{match[0]}>"]
        at = match.end()
    parts.append(escape(text[at:]) if at == 0 else _rest(text[at:]))
    return "".join(parts)


def _rest(text: str) -> str:
    """Text that does not stand at the start of a block."""
    return escape(f"x{text}")[1:]

"""Markdown below front matter → headline, dateline, body in the portable subset.

In: CommonMark with tables and footnotes. Out: `Parts`. A heading of the first level at the top is the headline; the
first paragraph may open with a dateline. Refuses a dateline whose date does not exist, and what is nested too deeply.
"""

from __future__ import annotations

import re
from dataclasses import replace

from generator.errors import ReadError
from generator.model import Block, Dateline
from generator.portable import DEPTH, TooDeep, blocks, guard_start, parser, plain, portable
from generator.read import dateline
from generator.read.parts import Context, Parts


def parse(text: str, context: Context) -> Parts:
    """Read a Markdown text. Raises `ReadError`."""
    try:
        body = blocks(portable(text))
    except TooDeep:
        hint = "Take apart the quotes, lists and marks within each other"
        raise ReadError(f"the text is nested more than {DEPTH} levels deep", path=context.path, hint=hint) from None
    headline = ""
    if not context.titled and body and body[0].kind == "heading":
        headline = plain(re.sub(r"^#+ ", "", body[0].text).strip())
        body = body[1:]
    filed, body = _dateline(body, text, context)
    return Parts(headline=headline, dateline=filed, body=body)


def _dateline(body: tuple[Block, ...], text: str, context: Context) -> tuple[Dateline | None, tuple[Block, ...]]:
    if not body or body[0].kind != "paragraph":
        return None, body
    try:
        found = dateline.parse(body[0].text, (context.locale, *context.locales), context.today)
    except ValueError as fault:
        opening = next((token for token in parser().parse(text) if token.type == "paragraph_open" and token.map), None)
        line = opening.map[0] if opening and opening.map else 0
        raise context.fault(str(fault), line, "Correct the dateline, or give 'date:' in front matter") from None
    if not found or any(mark in found[0].place for mark in "*[]_`<"):
        return None, body
    return found[0], (replace(body[0], text=guard_start(found[1])), *body[1:])

"""What of a finished page Pagefind is to read.

In: the HTML of a page as the theme wrote it. Out: an HTML page that holds the marked text alone; of its parts that are
not searched, only what they tell Pagefind about the page (topics, year, date). So it stays the same while the article
does, whatever changes around it: menus, neighbours, related stories. Refuses nothing: a page without a mark (a
fallback, a listing) gives None.

Pages are searched as text, since there may be tens of thousands: that is safe for what the theme and Python-Markdown
write, where `<` and `>` of texts and attributes are always escaped.
"""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"<html\b[^>]*?\slang=\"([^\"]*)\"")
_BODY = re.compile(r"<article\b[^>]*\sdata-pagefind-body\b[^>]*>")
_IGNORED = re.compile(r"<(\w+)\b[^>]*\sdata-pagefind-ignore\b[^>]*>")
_TELLING = re.compile(r"<(\w+)\b[^>]*\sdata-pagefind-(?:filter|meta)=[^>]*>")


def slim(page: str) -> str | None:
    """The part of a page that is searched, as a page of its own; None where none is."""
    language, body = _LANGUAGE.search(page), _BODY.search(page)
    if not language or not body:
        return None
    kept, place, end = [], body.start(), page.find("</article>", body.end())
    while (ignored := _IGNORED.search(page, place, end)) is not None:
        after = _after(page, ignored)
        kept += [page[place : ignored.start()], *_told(page, ignored.end(), after)]
        place = after
    return f'<html lang="{language[1]}"><body>{"".join(kept)}{page[place:end]}</article></body></html>\n'


def _told(page: str, place: int, end: int) -> list[str]:
    """The elements of an ignored part that tell Pagefind of the page; their words are still to be ignored."""
    told = []
    while (telling := _TELLING.search(page, place, end)) is not None:
        place = _after(page, telling)
        told.append(f"<div data-pagefind-ignore>{page[telling.start() : place]}</div>")
    return told


def _after(page: str, opened: re.Match[str]) -> int:
    """Where an element ends: behind the end tag that is its own."""
    name = opened[1]
    start, stop = f"<{name}", f"</{name}>"
    place, depth = opened.end(), 1
    while depth:
        closed = page.find(stop, place)
        if closed < 0:
            return len(page)
        depth += _opened(page, start, place, closed) - 1
        place = closed + len(stop)
    return place


def _opened(page: str, start: str, place: int, end: int) -> int:
    """How many elements of a name begin in a part of a page; `<p` is not the beginning of `<picture`."""
    count = 0
    while (place := page.find(start, place, end)) >= 0:
        place += len(start)
        count += page[place] in " >\n"
    return count

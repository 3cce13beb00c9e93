"""Is a finished page fit for `site/`? Nothing on it may run, and nothing may be asked of another host, but what the
theme does itself.

In: the HTML of a page as MkDocs made it. Out: the first thing on it that nobody may put there. Refuses nothing itself;
a page with such a thing is withheld, whatever let it through: a fault of the theme, of MkDocs, of a check before.

Every `<` of a page must begin a tag in the narrow grammar of `sanitise.py`, of an element with attributes that the
theme uses; those between the comments "text" and "/text" must be such as Markdown is made into. Pages are told from
each other by few of their tags, so those that were seen before are not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.sanitise import (
    BODY,
    NAME,
    PICTURED,
    WORDS,
    Allows,
    Rules,
    allowed,
    leads,
    rules,
    shorten,
    shows,
    shows_all,
)

BEGIN, END = "<!-- text -->", "<!-- /text -->"
"""Between these a page has its article."""
SCRIPT = "partials/scheme.js"
"""The theme's inline script."""
DATA = '<script type="application/ld+json">'
REMEMBERED = 4_000
"""Tags that are remembered, of a page's and of its article's."""

_ANYWHERE: Mapping[str, Allows] = {
    **dict.fromkeys(("class", "dir", "hidden", "id", "lang", "role", "tabindex"), NAME),
    **dict.fromkeys(("aria-current", "aria-hidden", "aria-keyshortcuts", "aria-label", "aria-labelledby"), WORDS),
    **dict.fromkeys(("data-bundle", "data-copied", "data-failed", "data-none", "data-results"), WORDS),
    **dict.fromkeys(("data-md-component", "data-md-toggle"), NAME),
    **dict.fromkeys(
        ("data-pagefind-body", "data-pagefind-filter", "data-pagefind-ignore", "data-pagefind-meta"), WORDS
    ),
}
"""Attributes that the theme and Material's frame give to many elements."""
_DRAWN: Mapping[str, Allows] = dict.fromkeys(
    ("cx", "cy", "d", "focusable", "height", "r", "viewBox", "width", "x", "y"), WORDS
)


def _local(address: str) -> bool:
    """Whether an address lies on the site itself."""
    return shows(address) and not address.lower().startswith("data:")


def _related(kind: str) -> bool:
    """The links of a head that load nothing, whose address is no request."""
    return kind in ("alternate", "canonical")


PAGE: Rules = {
    name: {**BODY.get(name, {}), **_ANYWHERE, **attributes}
    for name, attributes in rules(
        (" ".join(BODY), {}),
        (
            "article aside body details fieldset figcaption figure footer head header html h1 legend main nav noscript",
            {},
        ),
        ("noscript option picture section select summary title", {"name": NAME, "value": WORDS}),
        ("a", {"hreflang": NAME, "rel": NAME, "type": NAME}),
        ("button", {"type": NAME}),
        ("circle path rect svg", _DRAWN),
        ("form", {"action": _local, "method": NAME}),
        ("img", PICTURED),
        ("input", {"name": NAME, "type": NAME, "value": WORDS}),
        ("label", {"for": NAME}),
        ("link", {"href": _local, "hreflang": NAME, "rel": NAME, "sizes": NAME, "title": WORDS, "type": NAME}),
        ("meta", {"charset": NAME, "content": WORDS, "media": WORDS, "name": NAME, "property": NAME}),
        ("source", {"sizes": WORDS, "srcset": shows_all, "type": NAME}),
        ("time", {"datetime": NAME}),
    ).items()
}
"""What a page has around its article."""
NAMING: Rules = {"link": {**PAGE["link"], "href": leads, "rel": _related}}
"""Links of a head that only name another page."""
TYPED: Rules = {
    "input": {
        **PAGE["input"],
        **dict.fromkeys(("autocapitalize", "autocomplete", "enterkeyhint", "spellcheck"), NAME),
    }
}
"""Fields that are typed into."""
LOADED: Rules = {"script": {"defer": NAME, "src": _local, "type": {"module"}.__contains__}}
"""Scripts that are files of the site."""

_SCRIPT = re.compile(r"<script\b[^<>]*>[^<]*</script>")
_LINK = r'a(?: class="[\w -]*")? href="(?:[./#]|https?://)[^"<>]*"'
_IN_TEXT = re.compile(f"{_LINK}>")
_ON_PAGE = re.compile(
    rf'{_LINK}(?: (?:dir|hreflang|lang|rel)="[\w -]*")*(?: aria-(?:current|label)="[^"<>]*")?>'
    r'|link rel="(?:alternate|canonical)"(?: hreflang="[\w-]*")? href="(?:[./]|https?://)[^"<>]*">'
    r'|meta (?:name|property)="[\w:]*" content="[^"<>]*">'
    r'|time datetime="[\w:+-]*">'
)
"""Tags that are certainly let through, because an address that begins so has no other scheme."""


@dataclass(slots=True)
class Vetting:
    """What the pages of one build were found to consist of; `script` is the theme's inline script."""

    script: str
    seen: set[str] = field(default_factory=set)
    seen_inside: set[str] = field(default_factory=set)

    def fault(self, page: str) -> str:
        """The first tag of a page that nobody may put there; empty where there is none."""
        scripts = _SCRIPT.findall(page)
        wrong = next((shorten(script) for script in scripts if not self._is_script(script)), "")
        rest = _SCRIPT.sub("<link>", page) if scripts else page  # which no article may have
        begin, end = rest.find(BEGIN), rest.rfind(END)
        if not 0 <= begin < end:
            return wrong or _first(rest, self.seen, _ON_PAGE, _on_page)
        begin += len(BEGIN)
        inside = _first(rest[begin:end], self.seen_inside, _IN_TEXT, _in_text)
        return wrong or inside or _first(rest[:begin] + rest[end:], self.seen, _ON_PAGE, _on_page)

    def _is_script(self, script: str) -> bool:
        """A script is the theme's own, data that nobody runs, or a file of the site."""
        if script == f"<script>{self.script}</script>" or script.startswith(DATA):
            return True
        tag = script.removesuffix("</script>")
        return tag.endswith(">") and allowed(tag, LOADED)


def _on_page(tag: str) -> bool:
    if tag in (BEGIN, END) or tag.lower() == "<!doctype html>":
        return True
    return allowed(tag, PAGE) or allowed(tag, NAMING) or allowed(tag, TYPED)


def _in_text(tag: str) -> bool:
    return allowed(tag, BODY)


def _first(html: str, seen: set[str], certain: re.Pattern[str], fits: Callable[[str], bool]) -> str:
    """The first tag that is neither `certain` nor fits. Every `<` has to begin one; those in `seen` are known."""
    for part in html.split("<")[1:]:
        if part in seen:
            continue
        tag = part[: part.find(">") + 1]
        if tag in seen or certain.fullmatch(tag):
            continue
        if not tag or not fits(f"<{tag}"):
            return shorten(f"<{tag or part}")
        if len(seen) == REMEMBERED:
            seen.clear()
        seen.add(tag)
    return ""


def vetting(theme: Path) -> Vetting:
    """A beginning, with the scripts of a theme. Jinja drops the line end that ends an included file."""
    path = theme / SCRIPT
    return Vetting(path.read_text(encoding="utf-8").removesuffix("\n") if path.exists() else "")

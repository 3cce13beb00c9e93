"""What may stand on a page, whoever wrote it: a short list of elements, and where their links may lead.

In: texts and addresses from strangers; the tags of a page that is finished. Out: texts without what nobody sees;
whether an address may stand in a link or show a picture; the first thing on a page that nobody may put there. Refuses
nothing itself: who asks decides what becomes of the article. HTML that comes in is cleaned in `read/hypertext/`.

Links lead to http, https, mailto and paths of the site; pictures lie on the site or in the page. No element but these
is let through, so nothing need be known of those that run programs, and no attribute but these, so no handler, style
or form. A page is read by a grammar that is narrower than HTML's: lower case, double quotation marks, no `<` or `>` in
attributes. Whatever is written in another way is no longer looked into, but refused: browsers disagree about nothing
that is left (HTML, section 13.2.5, "Tokenization").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

SCHEMES = frozenset({"http", "https", "mailto"})
PICTURE = re.compile(r"data:image/(?:avif|gif|jpeg|png|webp)[;,]", re.IGNORECASE)
"""The data addresses that are pictures; SVG is none, because it is a document that may have programs."""

_INVISIBLE = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NAME = re.compile(r"[\w:.+#/ -]*")
_NUMBER = re.compile(r"-?\d{1,9}")
_ALIGNED = re.compile(r"text-align: (?:left|center|right);")

TOKEN = re.compile(r"<script\b[^<>]*>[^<]*</script>|<[^<>]*>")
"""A tag, or a script with all of its text."""
_START = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:=\"[^\"<>]*\")?)*)\s*/?>")
_END = re.compile(r"</([a-z][a-z0-9]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9-]*)(?:=\"([^\"]*)\")?")

Allows = Callable[[str], object]
Rules = Mapping[str, Mapping[str, Allows]]
"""Element → attribute → whether it may have that value, its entities resolved."""


def visible(text: str) -> str:
    """A text without characters that are none: controls, halves of a pair, and those that turn the direction of letters
    by force (U+202D, U+202E), which make a text read as another than it is."""
    return _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """A text as it stands in a headline, a label, a credit: visible, with single spaces.

    >>> one_line("Il\\tponte \\x07 riapre")
    'Il ponte riapre'
    """
    return " ".join(visible(text).split())


def leads(address: str) -> bool:
    """Whether a link may lead to an address. What browsers and readers do not see in it counts for nothing.

    >>> [leads(one) for one in ("https://x.example/", "../x", "java\\tscript:alert(1)", "tel:1")]
    [True, True, False, False]
    """
    scheme = _SCHEME.match(_INVISIBLE.sub("", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def shows(address: str) -> bool:
    """Whether a picture may be taken from an address: from the site, or from the address itself."""
    bare = _INVISIBLE.sub("", address)
    if _SCHEME.match(bare):
        return PICTURE.match(bare) is not None
    return not bare.replace("\\", "/").startswith("//")


def shows_all(sources: str) -> bool:
    """Whether all pictures of a `srcset` may be shown; commas stand in no address of ours."""
    return all(map(shows, sources.split(",")))


def _any(value: str) -> bool:
    return True


WORDS: Allows = _any
NAME: Allows = _NAME.fullmatch
NUMBER: Allows = _NUMBER.fullmatch


PICTURED: Mapping[str, Allows] = {
    **dict.fromkeys(("alt", "title", "sizes"), WORDS),
    **dict.fromkeys(("decoding", "fetchpriority", "loading"), NAME),
    **dict.fromkeys(("height", "width"), NUMBER),
    "src": shows,
    "srcset": shows_all,
}
"""The attributes of a picture."""


def rules(*groups: tuple[str, Mapping[str, Allows]]) -> Rules:
    """Elements that may have the same attributes, by their names with spaces between."""
    return {name: attributes for names, attributes in groups for name in names.split()}


BODY = rules(
    ("abbr blockquote br dd del dl dt em hr kbd mark p q s small strong sub table tbody thead tr u ul wbr", {}),
    ("h2 h3 h4 h5 h6 li sup", {"id": NAME}),
    ("b code div pre span", {"class": NAME}),
    ("td th", {"style": _ALIGNED.fullmatch}),
    ("ol", {"start": NUMBER}),
    ("a", {"class": NAME, "href": leads, "id": NAME, "name": NAME, "title": WORDS}),
    ("img", PICTURED),
)
"""What MkDocs and the theme make of an article's Markdown."""


def offence(tokens: Iterable[str], rules: Rules) -> str:
    """The first of some tags that `rules` do not let through, shortened; empty where there is none."""
    return next((shorten(token) for token in tokens if not allowed(token, rules)), "")


def allowed(token: str, rules: Rules) -> bool:
    """Whether a tag is written in the narrow grammar, and its element and all attributes are in `rules`."""
    end = _END.fullmatch(token)
    if end:
        return end[1] in rules
    start = _START.fullmatch(token)
    if not start or start[1] not in rules:
        return False
    known = rules[start[1]]
    return all(
        attribute[1] in known and known[attribute[1]](unescape(attribute[2] or ""))
        for attribute in _ATTRIBUTE.finditer(start[2])
    )


def shorten(token: str) -> str:
    """A tag as an error names it: on one line, at most eighty characters, without invisible ones."""
    line = " ".join(visible(token).split())
    return line if len(line) <= 80 else f"{line[:79]}…"

"""The marks that blogs' programs have in their Markdown → plain Markdown.

In: the text below the front matter. Out: the text with Hugo's figures and listings, Jekyll's listings and variables,
Pelican's places of files, Material's notes and all HTML as Markdown, and the marks that were left out because they mean
something to those programs alone. Refuses, as `ReadError`, HTML nested too deeply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from generator.portable import INLINE_HTML, literal, parser
from generator.read.hypertext import markdown

_CODE = re.compile(
    r"(^[ ]{0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?(?:^[ ]{0,3}\2[`~]*[ \t]*$|\Z))|(?<!`)(`+)(?!`).+?(?<!`)\3(?!`)",
    re.MULTILINE | re.DOTALL,
)
_MORE = re.compile(r"<!--\s{0,9}(?:more|truncate|excerpt)\s{0,9}-->", re.IGNORECASE)
_FIGURE = re.compile(r"\{\{[<%]\s{0,9}(?:figure|img|image)\s((?:(?!\{\{).){1,2000}?)/?\s{0,9}[>%]\}\}", re.DOTALL)
_PAIR = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_HUGO, _JEKYLL = r"\{\{[<%]\s{0,9}highlight\s", r"\{%-?\s{0,9}highlight\s"
_LISTING = re.compile(
    rf"{_HUGO}+(?P<hugo>[\w+#-]*)[^\n{{}}]*[>%]\}}\}}(?P<first>(?:(?!{_HUGO}).)*?)"
    r"\{\{[<%]\s{0,9}/\s{0,9}highlight\s{0,9}[>%]\}\}"
    rf"|{_JEKYLL}+(?P<jekyll>[\w+#-]*)[^\n{{}}]*%\}}(?P<second>(?:(?!{_JEKYLL}).)*?)"
    r"\{%-?\s{0,9}endhighlight\s{0,9}-?%\}",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"\{\{[<%]\s{0,9}(?:rel)?ref\s{1,9}[\"']?([^\"'\s{}>%]{1,500})[\"']?\s{0,9}[>%]\}\}"
    r"|\{%-?\s{0,9}(?:post_url|link)\s{1,9}([^\s{}%]{1,500})\s{0,9}-?%\}"
)
_ROOT = re.compile(r"\{\{-?\s{0,9}(?:site|page)\.(?:baseurl|url|root)[^{}]{0,200}\}\}")
_FILTERED = re.compile(
    r"\{\{-?\s{0,9}[\"']([^\"'{}]{0,500})[\"']\s{0,9}\|\s{0,9}(?:relative_url|absolute_url|relURL|absURL)\s{0,9}-?\}\}"
)
_PLACE = re.compile(r"(?:\{(?:static|filename|attach|photo)\}|\|(?:static|filename|attach)\|)")
_NOTE = re.compile(
    r"^(?:!!!|\?\?\?\+?)[ \t]{1,9}(?P<kind>[\w-]+(?:[ ][\w-]+){0,5})(?:[ \t]{1,9}\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
    r"(?P<text>(?:(?:    [^\n]*|[ \t]*)(?:\n|\Z))*)",
    re.MULTILINE,
)
_ATTRIBUTES = re.compile(r"(?<=\S)?\{:?[ \t]*[.#][^{}\n]*\}|^\{:[^{}\n]*\}[ \t]*$", re.MULTILINE)
_SHORT = re.compile(r"\{\{[<%].{0,500}?[>%]\}\}|\{%.{0,500}?%\}|\{\{[^{}]{0,500}\}\}", re.DOTALL)
"""What is nowhere bounded by another mark is bounded in length, so that many beginnings without an end take no time."""


def tidied(text: str, name: PurePosixPath) -> tuple[str, tuple[str, ...]]:
    """The text in plain Markdown, and the marks that were left out. Code is left alone. Raises `ReadError`."""
    left: list[str] = []

    def drop(match: re.Match[str]) -> str:
        left.append(" ".join(match[0].split())[:60])
        return ""

    text = _LISTING.sub(_fence, text)
    text = _outside(text, lambda part: _PLACE.sub("", _ROOT.sub("", _FILTERED.sub(r"\1", _MORE.sub("", part)))))
    text = _outside(text, lambda part: _REFERENCE.sub(lambda match: match[1] or f"{match[2]}.md", part))
    text = _outside(text, lambda part: _FIGURE.sub(_figure, part))
    text = _outside(text, lambda part: _ATTRIBUTES.sub("", _SHORT.sub(drop, part)))
    text = _outside(_NOTE.sub(_quote, text), lambda part: re.sub(r"\n{3,}", "\n\n", part))
    return _without_html(text, name), tuple(left)


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text with what is no code changed."""
    parts, at = [], 0
    for match in _CODE.finditer(text):
        parts += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, change(text[at:])])


def _fence(match: re.Match[str]) -> str:
    code = (match["first"] or match["second"] or "").strip("\n")
    return f"\n```{match['hugo'] or match['jekyll'] or ''}\n{code}\n```\n"


def _figure(match: re.Match[str]) -> str:
    """A figure of Hugo's: the picture, and its title and caption below it."""
    said = {key.lower(): next(filter(None, values), "") for key, *values in _PAIR.findall(match[1])}
    if not said.get("src"):
        return match[0]
    below = " ".join(said[key] for key in ("title", "caption", "attr") if said.get(key))
    picture = f"![{literal(said.get('alt', ''))}]({said['src'].replace(' ', '%20')})"
    return f"{picture}\n\n{below}\n" if below else picture


def _quote(match: re.Match[str]) -> str:
    """A note of Material's: a quote that begins with its title."""
    title = match["title"] if match["title"] is not None else match["kind"].split()[0].capitalize()
    lines = [line[4:] for line in match["text"].rstrip("\n").split("\n")]
    quoted = "\n".join(f"> {line}".rstrip() for line in ([f"**{title}**", "", *lines] if title else lines))
    return f"{quoted}\n\n"


def _without_html(text: str, name: PurePosixPath) -> str:
    """The text itself where it has no HTML but what articles may have; else what its HTML says, as Markdown."""
    tokens = parser().parse(text)
    blocks = any(token.type == "html_block" for token in tokens)
    inner = (part for token in tokens for part in token.children or ())
    if blocks or any(part.type == "html_inline" and not INLINE_HTML.fullmatch(part.content) for part in inner):
        return markdown(str(parser().render(text)), name)
    return text

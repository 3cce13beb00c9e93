"""Checks of addresses and markup: those of the source are there, and none that it has not.

In: a `Pair`. Out: remarks. Refuses nothing itself. A translation that brings a link, an address, a picture or HTML of
its own is an attack or an accident; either would be published under the newspaper's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from generator.translate.check.case import Pair, Remark

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»()\[\]、。，（）「」]*[^\s<>\"“”«»()\[\]、。，（）「」.,;:!?'’\\*_`]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:javascript|data|vbscript|file):[^\s)]+",
    re.IGNORECASE | re.ASCII,
)
"""Host names and mailboxes in ASCII: in writing without spaces, words stand next to them."""
_TARGET = re.compile(r"(!?)\[[^\]]*\]\(\s*(<[^<>]*>|[^\s)]*)|(?<!\])\[[^\]]+\]\[[^\]]*\]")
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--|&(?:lt|gt);/?[a-z]+&gt;")
_CODE = re.compile(r"(?<!\\)`+[^`]+`+")
_EMPHASIS = re.compile(r"(?<![\\*\w])(\*\*|__)(?=\S)[^*_]+?(?<=\S)\1")
_NOTE = re.compile(r"(?<!\\)\[\^[^\]\s]+\]")
_LINE = re.compile(r"[\n\r]|^\s{0,3}(?:#{1,6}\s|>\s|```|~~~|\|.*\|\s*$)")


def addresses(pair: Pair) -> Iterator[Remark]:
    """A web or e-mail address was lost, changed or added."""
    asked, found = (set(map(_address, _ADDRESS.findall(text))) for text in (_wanted(pair), pair.case.text))
    for address in sorted(asked - found):
        yield Remark(f"the address '{address}' is lost", address)
    for address in sorted(found - asked):
        yield Remark(f"the address '{address}' was added", found=address)


def markup(pair: Pair) -> Iterator[Remark]:
    """A link, picture, piece of code or HTML that the source has not."""
    source, text = _wanted(pair), pair.case.text
    if not any(mark in text for mark in "[<`*_&\n\r#>|~"):
        return
    links, wanted = _links(text), _links(source)
    for link in sorted(links - wanted):
        yield Remark(f"the link '{link}' was added", found=link)
    for name, pattern in (("HTML", _TAG), ("code", _CODE)):
        for piece in sorted(set(pattern.findall(text)) - set(pattern.findall(source))):
            yield Remark(f"{name} was added: '{piece}'", found=piece)
    for note in sorted(set(_NOTE.findall(text)) - set(_NOTE.findall(source))):
        yield Remark(f"the note mark '{note}' was added", found=note)
    if len(_EMPHASIS.findall(text)) > len(_EMPHASIS.findall(source)):
        yield Remark("emphasis was added", found="**", doubtful=True)
    match = _LINE.search(text)
    if match and not _LINE.search(source):
        yield Remark("the text no longer is one line of the same kind", found=match[0].strip())


def _wanted(pair: Pair) -> str:
    """The source, and the wordings that the glossary puts into the translation."""
    return " ".join([pair.case.segment.text, *pair.terms])


def _address(found: str) -> str:
    return unescape(found.replace("\\", "")).rstrip("/").lower()


def _links(text: str) -> set[str]:
    """The targets of links and pictures; a picture begins with an exclamation mark."""
    counted = Counter(f"{sign}{target.strip('<>')}" for sign, target in _TARGET.findall(text))
    return {target if count == 1 else f"{target} ({count} times)" for target, count in counted.items()}

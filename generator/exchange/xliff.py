"""Documents → XLIFF 2.1, for professional translators and their programs.

In: a `Document`. Out: the text of one file after the OASIS Standard "XLIFF Version 2.1" of 13 February 2018.
Refuses nothing: characters that XML cannot hold are written as `<cp>`.

Codes may be moved but neither copied nor deleted (`canCopy`, `canDelete`), so that no program offers to break them.
Names that stay are marked `translate="no"`, terms `type="term"`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exchange import Code, Document, Inline, Note, Role, Term, Unit
from generator.exchange.inline import codes
from generator.exchange.markup import attributes, escape, split_forbidden

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
"""Also that of XLIFF 2.1, which tells itself apart by its version."""

PREFIX = "newsroom"
"""What values of our own in `type` and `subState` begin with."""

_FORMATS = {"**": "xlf:b", "__": "xlf:b", "*": "xlf:i", "_": "xlf:i"}
_FIXED = {"canCopy": "no", "canDelete": "no"}

Data = dict[str, str]
"""Markdown of a code → the id of the `<data>` that holds it."""


def write(document: Document) -> str:
    """The file of one article and locale."""
    languages = attributes(srcLang=document.source_locale, trgLang=document.target_locale)
    units = "".join(line for unit in document.units for line in _unit(unit))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{NAMESPACE}" version="2.1"{languages} xml:space="preserve">\n'
        f"  <file{attributes(id=document.id, original=document.original.as_posix())}>\n"
        f"{units}"
        "  </file>\n"
        "</xliff>\n"
    )


def _unit(unit: Unit) -> Iterator[str]:
    kind = f"{PREFIX}:{unit.kind.replace(' ', '-')}"
    yield f"    <unit{attributes(id=unit.id, name=unit.key, type=kind)}>\n"
    notes = (Note("kind", unit.kind, 10), *unit.notes)
    yield "      <notes>\n"
    for number, note in enumerate(notes, start=1):
        values = attributes(id=f"n{number}", category=note.category, priority=str(note.priority))
        yield f"        <note{values}>{escape(note.text)}</note>\n"
    yield "      </notes>\n"
    texts = dict.fromkeys(code.text for code in (*codes(unit.source), *codes(unit.target)))
    data = {text: f"d{number}" for number, text in enumerate(texts, start=1)}
    if data:
        yield "      <originalData>\n"
        yield from (f'        <data id="{name}">{_characters(text)}</data>\n' for text, name in data.items())
        yield "      </originalData>\n"
    remark = unit.remark and f"{PREFIX}:{unit.remark}"
    yield f"      <segment{attributes(id='s1', state=unit.state, subState=remark)}>\n"
    yield f"        <source>{_content(unit.source, data)}</source>\n"
    if unit.target:
        yield f"        <target>{_content(unit.target, data)}</target>\n"
    yield "      </segment>\n"
    yield "    </unit>\n"


def _content(inline: Inline, data: Data) -> str:
    ends = {code.id: data[code.text] for code in codes(inline) if code.role == "close"}
    return "".join(_piece(part, data, ends) for part in inline)


def _piece(part: str | Code | Term, data: Data, ends: dict[str, str]) -> str:
    if isinstance(part, str):
        return _characters(part)
    if isinstance(part, Term):
        role = {"translate": "no"} if part.text == part.wording else {"type": "term"}
        return f"<mrk{attributes(id=part.id, **role)}>{_characters(part.text)}</mrk>"
    if part.role == "close":
        return "</pc>"
    kind = _kind(part.role, part.text)
    if part.role == "open":
        references = {"dataRefEnd": ends[part.id], "dataRefStart": data[part.text]}
        return f"<pc{attributes(**_FIXED, id=part.id, **references, **kind)}>"
    return f"<ph{attributes(**_FIXED, disp=part.text, id=part.id, dataRef=data[part.text], **kind)}/>"


def _kind(role: Role, text: str) -> dict[str, str]:
    """What a code stands for (`type`, `subType`), where XLIFF has a word for it."""
    if text in _FORMATS and role == "open":
        return {"type": "fmt", "subType": _FORMATS[text]}
    if text == "<br>":
        return {"type": "fmt", "subType": "xlf:lb"}
    if text == "![":
        return {"type": "image"}
    return {"type": "link"} if text == "[" or "://" in text else {"type": "other"}


def _characters(text: str) -> str:
    return "".join(
        escape(words) + (f'<cp hex="{ord(odd):04X}"/>' if odd else "") for words, odd in split_forbidden(text)
    )

"""Documents → TMX 1.4b, a translation memory that every translator's program reads.

In: the documents of one target locale. Out: the text of one file after LISA's "TMX 1.4b Specification" of 26 April
2005. Only pairs that exist are written. Refuses nothing: characters that XML cannot hold are left out, as the format
has no way to write them.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.exchange import Code, Document, Inline, Unit
from generator.exchange.inline import flat
from generator.exchange.markup import attributes, escape

TOOL = "newsroom-generator"


def write(documents: Iterable[Document], version: str) -> str:
    """The memory of one locale; `version` is the generator's. The source language of each text is its unit's, as
    articles may be written in several (`srclang="*all*"` in the head)."""
    head = attributes(
        creationtool=TOOL,
        creationtoolversion=version,
        segtype="paragraph",
        adminlang="en",
        srclang="*all*",
        datatype="plaintext",
    )
    pairs = "".join(_pair(document, unit) for document in documents for unit in document.units if unit.target)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tmx version="1.4">\n'
        f'  <header{head} o-tmf="PO"/>\n'
        f"  <body>\n{pairs}  </body>\n"
        "</tmx>\n"
    )


def _pair(document: Document, unit: Unit) -> str:
    kept = {"x-kind": unit.kind, "x-file": document.original.as_posix()}
    made = {
        "x-engine": unit.engine,
        "x-route": unit.route,
        "x-approved": "no" if unit.state in ("initial", "translated") else "yes",
        "x-approver": document.approver if unit.state == "final" else "",
    }
    day = f"{unit.date:%Y%m%d}T000000Z" if unit.date else ""
    numbers = _numbers(unit)
    return (
        f"    <tu{attributes(tuid=f'{document.id}#{unit.key}', srclang=document.source_locale)}>\n"
        f"{_properties(kept, 6)}"
        f"      <tuv{attributes(xml_lang=document.source_locale)}>\n"
        f"        <seg>{_segment(unit.source, numbers)}</seg>\n"
        "      </tuv>\n"
        f"      <tuv{attributes(xml_lang=document.target_locale, changedate=day)}>\n"
        f"{_properties(made, 8)}"
        f"        <seg>{_segment(unit.target, numbers)}</seg>\n"
        "      </tuv>\n"
        "    </tu>\n"
    )


def _properties(values: dict[str, str], indent: int) -> str:
    lines = (f"<prop{attributes(type=name)}>{escape(value)}</prop>\n" for name, value in values.items() if value)
    return "".join(f"{' ' * indent}{line}" for line in lines)


def _numbers(unit: Unit) -> dict[str, str]:
    """The number of each code, the same in both languages: attributes x and i."""
    ids = dict.fromkeys(part.id for part in (*unit.source, *unit.target) if isinstance(part, Code))
    return {name: str(number) for number, name in enumerate(ids, start=1)}


def _segment(inline: Inline, numbers: dict[str, str]) -> str:
    """Words, and the Markdown of each code inside the element of its role."""
    written = []
    for part in flat(inline):
        if isinstance(part, str):
            written.append(escape(part))
        elif part.role == "keep":
            written.append(f'<ph x="{numbers[part.id]}">{escape(part.text)}</ph>')
        elif part.role == "open":
            written.append(f'<bpt i="{numbers[part.id]}" x="{numbers[part.id]}">{escape(part.text)}</bpt>')
        else:
            written.append(f'<ept i="{numbers[part.id]}">{escape(part.text)}</ept>')
    return "".join(written)

"""PO files as such: their header fields and entries, without what they mean.

In: the text of a PO file with LF line ends; or header fields and entries. Out: header fields and entries; or the file,
always in one form: a line per comment, per field and per line of a text. A file in that form is read here at a tenth of
what polib takes, if every line of it is accounted for; any other is left to polib, as are header fields of other
programs. Refuses (ValueError, OSError with the line in its text) what polib cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FIRST = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
"""Header fields that stand first, as gettext and polib write them; others follow by their names."""

_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_HIDDEN = {ord(character): 0x10FF00 + place for place, character in enumerate(_BREAKS)}
_SHOWN = {hidden: character for character, hidden in _HIDDEN.items()}
"""No line ends in a PO file, but `str.splitlines`, which polib uses, takes them for such: they travel in disguise."""
_TO_HIDE = re.compile(f"[{_BREAKS}]")
_TO_SHOW = re.compile(f"[{''.join(map(chr, _SHOWN))}]")

_HEADER = re.compile(r'#\nmsgid ""\nmsgstr ""((?:\n"[A-Za-z-]+: [^"\\\n]*\\n")+)')
_FIELD = re.compile(r'\n"([A-Za-z-]+): ([^"\\\n]*)\\n"')
_STRING = r'"([^"\\\n]*+(?:\\[\\ntrvbf"][^"\\\n]*+)*+)"'
_ENTRY = re.compile(
    rf"((?:# (?:\S|\S.*\S)\n)*)(#, fuzzy\n)?(?:#\| msgid {_STRING}\n)?"
    rf"(?:msgctxt {_STRING}\nmsgid {_STRING}\nmsgstr {_STRING}"
    rf"|#~ msgctxt {_STRING}\n#~ msgid {_STRING}\n#~ msgstr {_STRING})"
)
_SOURCES = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgid[ \t\"]", re.MULTILINE)
_TEXTS = re.compile(r"^[ \t]*(?:#~[ \t]*)?msgstr[ \t\"]", re.MULTILINE)
_EMPTY = re.compile(r'^[ \t]*msgid[ \t]*""[ \t]*\n[ \t]*msgstr', re.MULTILINE)
"""How an entry begins, how its translation and how a header does."""
_HEADER_TEXT = re.compile(
    r'^[ \t]*msgid[ \t]*""[ \t]*\n[ \t]*msgstr[ \t]*((?:"(?:[^"\\\n]|\\.)*"[ \t]*(?:\n[ \t]*|\Z))+)', re.MULTILINE
)
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPE = re.compile(r'\\([\\ntrvbf"])')
_MEANING = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}
_SIGNS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"})
_SPECIAL = re.compile(r'[\\"\n\t\r\x08]')
_LINES = re.compile(r"[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `comment` is the translator's, in lines, `previous` the earlier source; `line` is where it stands, if
    that is known."""

    key: str
    source: str
    text: str
    comment: str = ""
    fuzzy: bool = False
    previous: str = ""
    obsolete: bool = False
    line: int = 0


def read(text: str) -> tuple[dict[str, str], tuple[Item, ...]] | None:
    """The header fields and the entries of a file in the form of `write`; None where it has any other, or two texts
    for one place."""
    one_way = text.endswith("\n") and len(text.splitlines()) == text.count("\n")
    if not one_way or any(chr(hidden) in text for hidden in _SHOWN):
        return None  # it has characters that some programs take for line ends, or that stand for one
    head, *blocks = text[:-1].split("\n\n")
    header = _HEADER.fullmatch(head)
    found = [_ENTRY.fullmatch(block) for block in blocks]
    if not header or not all(found):
        return None
    fields = _FIELD.findall(header[1])
    items = tuple(_item(match) for match in found if match)
    texts: dict[tuple[str, str], str] = {}
    for item in items:
        if not item.key or not item.source:
            return None
        if not item.obsolete and texts.setdefault((item.key, item.source), item.text) != item.text:
            return None
    return {name: value.strip() for name, value in fields}, items


def _item(match: re.Match[str]) -> Item:
    comment, fuzzy, previous, *fields = match.groups()
    obsolete = fields[0] is None
    key, source, text = map(_unescaped, fields[3:] if obsolete else fields[:3])
    comment = comment[2:-1].replace("\n# ", "\n")
    return Item(key, source, text, comment, bool(fuzzy), _unescaped(previous or ""), obsolete)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda sign: _MEANING.get(sign[1], sign[1]), text) if "\\" in text else text


def read_any(text: str) -> tuple[dict[str, str], tuple[Item, ...]]:
    """The header fields and the entries of any PO file. Raises ValueError, or OSError, also for what would be lost."""
    import polib

    po = polib.pofile(text.translate(_HIDDEN) if _TO_HIDE.search(text) else text, wrapwidth=0)
    entries = (*(entry for entry in po if not entry.obsolete), *po.obsolete_entries())
    for entry in entries:
        if not entry.msgid or entry.msgstr_plural:
            raise ValueError(f"a second header, or plural forms, for which there is no place (line {entry.linenum})")
    count = len(entries) + bool(_EMPTY.search(text))
    if len(_SOURCES.findall(text)) != count or len(_TEXTS.findall(text)) != count:
        raise ValueError("an entry that is not complete")
    _refuse_loose(text)
    return po.metadata, tuple(map(_taken, entries))


def _refuse_loose(text: str) -> None:
    """Refuse words in a header that are no field's, and a field that it has twice: polib drops them."""
    header = _HEADER_TEXT.search(text)
    lines = _unescaped("".join(_QUOTED.findall(header[1]))).splitlines() if header else []
    names = [line.partition(":")[0].strip() for line in lines if ":" in line]
    first = next((line for line in lines if line.strip()), ":")
    if ":" not in first or len(names) != len(set(names)):
        raise ValueError("a header whose lines are not all of the form 'name: value', each name once")


def _taken(entry: Any) -> Item:
    texts = (entry.msgctxt or "", entry.msgid, entry.msgstr, entry.tcomment, entry.previous_msgid or "")
    key, source, text, comment, previous = map(_shown, texts)
    fuzzy = "fuzzy" in entry.flags
    return Item(key, source, text, comment, fuzzy, previous, bool(entry.obsolete), entry.linenum or 0)


def _shown(text: str) -> str:
    return text.translate(_SHOWN) if _TO_SHOW.search(text) else text


def write(fields: Mapping[str, str], items: Sequence[Item]) -> str:
    """The PO file; obsolete entries stand last in `items`."""
    names = sorted(fields, key=_place)
    lines = ["#", 'msgid ""', *_field("msgstr", "".join(f"{name}: {fields[name]}\n" for name in names))]
    for item in items:
        mark = "#~ " if item.obsolete else ""
        lines.append("")
        lines += [f"# {line}" for line in item.comment.split("\n")] if item.comment else ()
        lines += ["#, fuzzy"] if item.fuzzy else ()
        lines += _field("msgid", item.previous, "#| ") if item.previous else ()
        lines += _field("msgctxt", item.key, mark) if item.key else ()
        lines += _field("msgid", item.source, mark)
        lines += _field("msgstr", item.text, mark)
    return "\n".join((*lines, ""))


def _place(field: str) -> tuple[int, list[tuple[int, str]]]:
    """Where a header field stands; numbers in names by their size."""
    parts = ((int(part), "") if part.isdigit() else (0, part.lower()) for part in re.split("([0-9]+)", field))
    return (_FIRST.index(field) if field in _FIRST else len(_FIRST)), list(parts)


def _field(name: str, text: str, mark: str = "") -> list[str]:
    """The lines of one text: one, or where it has several, an empty one and then these."""
    if not _SPECIAL.search(text):
        return [f'{mark}{name} "{text}"']
    lines = [f'"{line.translate(_SIGNS)}"' for line in _LINES.findall(text)]
    return [f"{mark}{name} {lines[0]}"] if len(lines) == 1 else [f'{mark}{name} ""', *(mark + line for line in lines)]

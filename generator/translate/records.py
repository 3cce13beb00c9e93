"""Translation records: one gettext PO file per article and locale, the memory of every draft and correction.

In: the text of a PO file. Out: a `Record`, and a PO file again. Refuses, as `RecordError` with its line, a file that
is no PO, has conflict markers in it, or has two texts for one place.

An entry's msgctxt is the segment's key, msgid the source and msgstr the translation, both inline Markdown. `fuzzy`
means that nobody has approved it; `#|` holds the earlier source of an approved text that went stale. Comments hold:

- where the text came from: `# machine: apertium · it-ca-fr · 2025-09-05`, `# glossary: 2025-09-05` where that alone
  gave it, `# corrected: 2025-09-06` once a person wrote it, also while it is `fuzzy` (a person doubts it)
- a fingerprint of the glossary's wordings that it was drafted, corrected or approved with (`# terms: 1a2b3c4d`), and
  the digest of the text that was last published (`# published: …`): a text that no longer has it was corrected here
- the fresh draft of a stale text (`# draft: …`)

Obsolete entries (`#~`) hold every correction whose source is not in the article now; their earlier source is a comment
(`# previous: …`), because PO libraries forget theirs. Any other comment is the editor's and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath, PurePosixPath
from typing import Any

from generator.errors import RecordError
from generator.files import unmerged
from generator.portable import guard_start, plain
from generator.translate import pofile

MACHINE, CORRECTED, PUBLISHED, DRAFT = "machine: ", "corrected: ", "published: ", "draft: "
PREVIOUS, TERMS, GLOSSARY = "previous: ", "terms: ", "glossary: "
_SEPARATOR = " · "
_WELL_FORMED = re.compile(r'#[^\r]*|(?:msg\w+(?:\[\d\])? *)?"(?:[^"\\\r]|\\[^\r])*"|')


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated segment. `date` is the day of the draft, or of the correction where no engine is named; `given`
    where the glossary alone gave the text; `terms` is the fingerprint of the glossary's wordings that it was made or
    approved with; `previous` and `draft` belong to a stale text; `notes` are the editor's own comments."""

    key: str
    source: str
    text: str
    approved: bool = False
    engine: str = ""
    route: str = ""
    date: date | None = None
    published: str = ""
    terms: str = ""
    previous: str = ""
    draft: str = ""
    notes: str = ""
    given: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether a person wrote the text, be it approved or not: no engine did, nor the glossary alone."""
        return bool(self.text) and not self.engine and not self.given

    @property
    def kept(self) -> bool:
        """A person wrote or approved the text: no draft takes its place."""
        return self.approved or self.by_hand

    @property
    def stale(self) -> bool:
        """A person's text whose source has changed since."""
        return self.kept and bool(self.previous)

    @property
    def corrected(self) -> bool:
        """Whether somebody changed the text in the PO file since it was last published."""
        return bool(self.text) and digest(self.text) != self.published


@dataclass(frozen=True, slots=True)
class Record:
    """The entries in the order of the article, those no longer in it, who approves, and header fields that other
    programs have added."""

    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    approver: str = ""
    other: tuple[tuple[str, str], ...] = ()


def digest(text: str) -> str:
    """A short fingerprint of a text."""
    return sha256(text.encode()).hexdigest()[:12]


def signed(names: str, name: str) -> str:
    """Those who answer for an edition, joined by ", ", with one more; who is among them already is not named again."""
    if not names or f", {name}, " in f", {names}, ":
        return names or name
    return f"{names}, {name}"


@lru_cache(maxsize=1_000)
def path(locale: str, address: str) -> PurePosixPath:
    """Where the record of an article lies, below the project."""
    return PurePosixPath("content/translations", locale, f"{address}.po")


def shown(key: str, text: str) -> str:
    """A text as a page shows it in the place of a segment: on one line, guarded against beginning a list or a cell."""
    line = text.replace("\n", " ").strip()
    kind = key if key in ("headline", "summary", "place") else key.partition("-")[0]
    if kind == "summary":
        return plain(line)
    if kind == "table":
        return line.replace("|", "\\|").replace("\\\\|", "\\|")
    return line if kind in ("headline", "place", "topic") else guard_start(line)


def load(text: str, file: PurePath) -> Record:
    """Read a PO file. Raises `RecordError`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    fields, items = pofile.read(text) or _foreign(text, file)
    approver = fields.get("Last-Translator", "")
    other = tuple((key, value) for key, value in fields.items() if key not in _HEADER)
    entries = tuple(_entry(item) for item in items if not item.obsolete)
    return Record(entries, tuple(_entry(item) for item in items if item.obsolete), approver, other)


def _foreign(text: str, file: PurePath) -> tuple[dict[str, str], tuple[pofile.Item, ...]]:
    """The parts of a PO file that another program or a person has written. Raises `RecordError`."""
    if conflict := unmerged(text):
        hint = "Resolve the conflict in the file, then build again"
        raise RecordError("the record has conflict markers", path=file, line=conflict, hint=hint)
    for number, line in enumerate(text.split("\n"), start=1):
        if not _WELL_FORMED.fullmatch(line.strip()):
            hint = "Close its quotation marks in a PO editor, or take the last version from version control"
            raise RecordError("the record is not a readable PO file", path=file, line=number, hint=hint)
    try:
        fields, items = pofile.read_any(text)
    except (OSError, ValueError) as fault:
        number = next((int(word) for word in str(fault).replace(")", " ").split() if word.isdigit()), 0)
        hint = "Mend it in a PO editor, or take the last version from version control"
        raise RecordError("the record is not a readable PO file", path=file, line=number, hint=hint) from fault
    _refuse_doubles(items, file)
    return fields, items


def _refuse_doubles(items: Iterable[pofile.Item], file: PurePath) -> None:
    """Merging two branches may leave two entries for one place; which of them is right only a person knows."""
    seen: dict[tuple[str, str], str] = {}
    for item in items:
        place = (item.key, item.source)
        if not item.obsolete and seen.setdefault(place, item.text) != item.text:
            hint = f"One says “{seen[place]}”, the other “{item.text}”. Keep one of the two entries"
            raise RecordError(f"the record has two texts for '{item.key}'", path=file, line=item.line, hint=hint)


_HEADER = frozenset(
    {
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Language",
        "X-Source-Language",
        "X-Source",
        "Last-Translator",
    }
)


def dump(record: Record, *, locale: str, source_locale: str, source: PurePath) -> str:
    """The PO file of a record; the same record gives the same bytes."""
    fields = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": locale.replace("-", "_"),
        "X-Source-Language": source_locale,
        "X-Source": str(source),
        "Last-Translator": record.approver,
        **dict(record.other),
    }
    entries = [_item(entry, obsolete=False) for entry in record.entries]
    return pofile.write(fields, [*entries, *(_item(entry, obsolete=True) for entry in record.obsolete)])


def _entry(item: pofile.Item) -> Entry:
    notes = []
    values: dict[str, Any] = {"previous": item.previous}
    for line in item.comment.split("\n"):
        if line.startswith(MACHINE):
            parts = [part.strip() for part in line.removeprefix(MACHINE).split(_SEPARATOR.strip())]
            engine, route, day = (*parts, "", "", "")[:3]
            values |= {"engine": engine, "route": route, "date": _day(day)}
        elif line.startswith((CORRECTED, GLOSSARY)):
            values |= {"date": _day(line.partition(": ")[2]), "given": line.startswith(GLOSSARY)}
        elif line.startswith(TERMS):
            values["terms"] = line.removeprefix(TERMS).strip()
        elif line.startswith(PUBLISHED):
            values["published"] = line.removeprefix(PUBLISHED).strip()
        elif line.startswith(DRAFT):
            values["draft"] = line.removeprefix(DRAFT)
        elif line.startswith(PREVIOUS) and item.obsolete:
            values["previous"] = line.removeprefix(PREVIOUS)
        elif line:
            notes.append(line)
    text = item.text if item.text.strip() else ""
    return Entry(
        key=item.key,
        source=item.source,
        text=text,
        approved=bool(text) and not item.fuzzy,
        notes="\n".join(notes),
        **values,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _item(entry: Entry, *, obsolete: bool) -> pofile.Item:
    comments = [entry.notes] if entry.notes else []
    if entry.engine:
        comments.append(MACHINE + _SEPARATOR.join((entry.engine, entry.route, str(entry.date or ""))))
    elif entry.date:
        comments.append(f"{GLOSSARY if entry.given else CORRECTED}{entry.date}")
    if entry.terms:
        comments.append(TERMS + entry.terms)
    if entry.published:
        comments.append(PUBLISHED + entry.published)
    if entry.draft:
        comments.append(DRAFT + entry.draft)
    if entry.previous and obsolete:
        comments.append(PREVIOUS + entry.previous)
    return pofile.Item(
        key=entry.key,
        source=entry.source,
        text=entry.text,
        comment="\n".join(comments),
        fuzzy=not entry.approved,
        previous="" if obsolete else entry.previous,
        obsolete=obsolete,
    )

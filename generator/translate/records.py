"""Translation records: one gettext PO file per article and locale, the memory of every draft and correction.

In: the text of a PO file. Out: a `Record`, and a PO file again. Refuses, as `RecordError` with its line, a file that
is no PO or has conflict markers in it.

An entry's msgctxt is the segment's key, msgid the source and msgstr the translation, both inline Markdown. `fuzzy`
means that nobody has approved it; `#|` holds the earlier source of an approved text that went stale; comments hold
where the text came from (`# machine: apertium · it-ca-fr · 2025-09-05`; `# corrected: 2025-09-06` once a person wrote
it), the digest of the text that was last published (`# published: 1a2b3c4d`) and, for a stale text, the fresh draft
(`# draft: …`). A text that no longer has the digest of the published one was corrected here. Any other comment is the
editor's and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import PurePath, PurePosixPath
from typing import Any

import polib

from generator.errors import RecordError

MACHINE, CORRECTED, PUBLISHED, DRAFT = "machine: ", "corrected: ", "published: ", "draft: "
_SEPARATOR = " · "
_WELL_FORMED = re.compile(r'#.*|(?:msg\w+(?:\[\d\])? *)?"(?:[^"\\]|\\.)*"|')


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated segment. `date` is the day of the draft, or of the correction where no engine is named;
    `previous` and `draft` belong to a stale text; `notes` are the editor's own comments."""

    key: str
    source: str
    text: str
    approved: bool = False
    engine: str = ""
    route: str = ""
    date: date | None = None
    published: str = ""
    previous: str = ""
    draft: str = ""
    notes: str = ""

    @property
    def stale(self) -> bool:
        """An approved text whose source has changed since."""
        return self.approved and bool(self.previous)

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


def path(locale: str, address: str) -> PurePosixPath:
    """Where the record of an article lies, below the project."""
    return PurePosixPath("content/translations", locale, f"{address}.po")


def load(text: str, file: PurePath) -> Record:
    """Read a PO file. Raises `RecordError`."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            hint = "Resolve the conflict in the file, then build again"
            raise RecordError("the record has conflict markers", path=file, line=number, hint=hint)
        if not _WELL_FORMED.fullmatch(line.strip()):
            hint = "Close its quotation marks in a PO editor, or take the last version from version control"
            raise RecordError("the record is not a readable PO file", path=file, line=number, hint=hint)
    try:
        po = polib.pofile(text.replace("\r\n", "\n"), wrapwidth=0)
    except (OSError, ValueError) as fault:
        number = next((int(word) for word in str(fault).replace(")", " ").split() if word.isdigit()), 0)
        hint = "Mend it in a PO editor, or take the last version from version control"
        raise RecordError("the record is not a readable PO file", path=file, line=number, hint=hint) from fault
    approver = po.metadata.pop("Last-Translator", "")
    other = tuple((key, value) for key, value in po.metadata.items() if key not in _HEADER)
    entries = tuple(_entry(entry) for entry in po if not entry.obsolete)
    return Record(entries, tuple(_entry(entry) for entry in po.obsolete_entries()), approver, other)


_HEADER = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "X-Source-Language", "X-Source")


def dump(record: Record, *, locale: str, source_locale: str, source: PurePath) -> str:
    """The PO file of a record; the same record gives the same bytes."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": locale.replace("-", "_"),
        "X-Source-Language": source_locale,
        "X-Source": str(source),
        "Last-Translator": record.approver,
        **dict(record.other),
    }
    for entry in record.entries:
        po.append(_po_entry(entry, obsolete=False))
    for entry in record.obsolete:
        po.append(_po_entry(entry, obsolete=True))
    return f"{po}\n" if not str(po).endswith("\n") else str(po)


def _entry(entry: Any) -> Entry:
    notes = []
    values: dict[str, Any] = {}
    for line in entry.tcomment.split("\n"):
        if line.startswith(MACHINE):
            parts = [part.strip() for part in line.removeprefix(MACHINE).split(_SEPARATOR.strip())]
            engine, route, day = (*parts, "", "", "")[:3]
            values |= {"engine": engine, "route": route, "date": _day(day)}
        elif line.startswith(CORRECTED):
            values["date"] = _day(line.removeprefix(CORRECTED))
        elif line.startswith(PUBLISHED):
            values["published"] = line.removeprefix(PUBLISHED).strip()
        elif line.startswith(DRAFT):
            values["draft"] = line.removeprefix(DRAFT)
        elif line:
            notes.append(line)
    return Entry(
        key=entry.msgctxt or "",
        source=entry.msgid,
        text=entry.msgstr,
        approved=bool(entry.msgstr) and "fuzzy" not in entry.flags,
        previous=entry.previous_msgid or "",
        notes="\n".join(notes),
        **values,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _po_entry(entry: Entry, *, obsolete: bool) -> Any:
    comments = [entry.notes] if entry.notes else []
    if entry.engine:
        comments.append(MACHINE + _SEPARATOR.join((entry.engine, entry.route, str(entry.date or ""))))
    elif entry.date:
        comments.append(f"{CORRECTED}{entry.date}")
    if entry.published:
        comments.append(PUBLISHED + entry.published)
    if entry.draft:
        comments.append(DRAFT + entry.draft)
    return polib.POEntry(
        msgctxt=entry.key or None,
        msgid=entry.source,
        msgstr=entry.text,
        tcomment="\n".join(comments),
        flags=[] if entry.approved else ["fuzzy"],
        previous_msgid=entry.previous or None,
        obsolete=obsolete,
    )

"""Every answer an engine ever gave, in SQLite: nothing is asked twice.

In: engine, locales, the text as it was sent. Out: the stored answer with its route and day. Answers are committed one
by one as they arrive, so that a killed build loses none. One that failed its checks counts on the day it was given
alone: a service that sent a notice in place of a translation may do better tomorrow. The file lies under `.cache/`: it
can be deleted, the records under `content/translations/` hold what was used. Refuses nothing; a damaged file is set
aside and begun anew. Faults of the disk are OSErrors.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    engine TEXT, source TEXT, target TEXT, text TEXT, answer TEXT, route TEXT, day TEXT,
    PRIMARY KEY (engine, source, target, text)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    engine TEXT, source TEXT, target TEXT, text TEXT, day TEXT,
    PRIMARY KEY (engine, source, target, text)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS schemes (
    engine TEXT, source TEXT, target TEXT, scheme TEXT,
    PRIMARY KEY (engine, source, target)
) WITHOUT ROWID;
"""

_RECALL = """
SELECT answer, route, answers.day FROM answers LEFT JOIN failures USING (engine, source, target, text)
WHERE engine=? AND source=? AND target=? AND text=?
AND (failures.day IS NULL OR failures.day <> answers.day OR answers.day = ?)
"""
_FAIL = """
INSERT OR REPLACE INTO failures SELECT engine, source, target, text, day FROM answers
WHERE engine=? AND source=? AND target=? AND text=?
"""

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""What SQLite says of a file with other bytes, or other tables, than were written into it."""
_MEANING = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}


@dataclass(frozen=True, slots=True)
class Remembered:
    """A stored answer, as the engine gave it."""

    answer: str
    route: str
    day: date


class Memory:
    """The store; close it, or use it in a `with` statement. One thread at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._base = _open(path)
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._base.close()

    def recall(self, engine: str, source: str, target: str, texts: Iterable[str], today: date) -> dict[str, Remembered]:
        """The stored answers to `texts`; texts never asked, and answers that failed before `today`, are missing."""
        found = {}
        for text in texts:
            row = self._ask(_RECALL, engine, source, target, text, today.isoformat())
            if row and all(isinstance(value, str) for value in row):
                with suppress(ValueError):  # what is no day was written by nobody here
                    found[text] = Remembered(row[0], row[1], date.fromisoformat(row[2]))
        return found

    def store(self, engine: str, source: str, target: str, text: str, remembered: Remembered) -> None:
        """Keep one answer: a build that is killed after this returns still has it."""
        row = (engine, source, target, text, remembered.answer, remembered.route, remembered.day.isoformat())
        self._ask("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", *row)

    def fail(self, engine: str, source: str, target: str, text: str) -> None:
        """Note that the stored answer to a text failed its checks."""
        self._ask(_FAIL, engine, source, target, text)

    def scheme(self, engine: str, source: str, target: str) -> str:
        """The name of the scheme that did best in the engine's trial, or an empty string before there was one."""
        query = "SELECT scheme FROM schemes WHERE engine=? AND source=? AND target=?"
        row = self._ask(query, engine, source, target)
        return str(row[0]) if row else ""

    def choose(self, engine: str, source: str, target: str, scheme: str) -> None:
        """Keep the outcome of a trial."""
        self._ask("INSERT OR REPLACE INTO schemes VALUES (?, ?, ?, ?)", engine, source, target, scheme)

    def _ask(self, query: str, *values: str) -> tuple[Any, ...] | None:
        """The first row; of a store that turns out to be damaged or another's, none. Raises OSError where the disk does
        not do what it is asked."""
        try:
            row: tuple[Any, ...] | None = self._base.execute(query, values).fetchone()
        except sqlite3.DatabaseError as fault:
            self._begin_anew(fault)
            row = self._base.execute(query, values).fetchone()
        return row

    def _begin_anew(self, fault: sqlite3.DatabaseError) -> None:
        """Set a damaged file aside, with the answers that wait to be written into it."""
        code = fault.sqlite_errorcode & 0xFF
        if code not in _DAMAGE:
            raise OSError(_MEANING.get(code, errno.EIO), str(fault), str(self._path)) from fault
        if hasattr(self, "_base"):
            self._base.close()
        aside = self._path.with_suffix(".damaged")
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                Path(f"{self._path}{ending}").replace(f"{aside}{ending}")
        self._base = _open(self._path)


def _open(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=NORMAL")
    base.executescript(_SCHEMA)
    return base

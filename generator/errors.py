"""The exception tree: everything that can go wrong for a reason a maintainer can mend.

    GeneratorError            file, line, what is wrong, what to do
    ├── ConfigError           mkdocs.yml, the glossary, the topics
    │   └── ConfigFaults      several of them, reported together
    ├── ReadError             one article that cannot be read
    │   └── LocaleError       because it is in a language that the site has not
    ├── LedgerError           published.yml damaged, or two articles with one address
    ├── RecordError           a translation record or a published page that cannot be taken over
    ├── FetchError            a file on the web that cannot or must not be fetched
    ├── EngineError           one answer of a translation engine that cannot be used
    │   └── EngineUnavailable the engine as a whole: no network, no program, no key
    ├── BusyError             another command is writing the project
    ├── RenderError           MkDocs refused an edition
    └── PublishError          the finished site could not be written

In: facts about a fault. Out: an exception whose text is one line. Bugs are no part of this tree; they keep
their traceback. Only the room `cli` catches `GeneratorError` for good.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import PurePath


class GeneratorError(Exception):
    """A fault with its place and its remedy.

    `path` is relative to the project where possible, `line` counts from 1 (0: no line is known), `hint` says
    what to do about it.
    """

    def __init__(self, message: str, *, path: PurePath | str | None = None, line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        text = f"{place}{self.message}"
        return f"{text}. {self.hint}" if self.hint else text


class ConfigError(GeneratorError):
    """A setting that cannot be used."""


class ConfigFaults(ConfigError):
    """Every fault found in one reading of the configuration, in the order of their lines."""

    def __init__(self, faults: Iterable[ConfigError]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line)))
        super().__init__(f"{len(self.faults)} faults in the configuration")

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class ReadError(GeneratorError):
    """An article that cannot be read; the others go on."""


class LocaleError(ReadError):
    """An article in a language that is not configured; where a locale was removed, one of many."""


class LedgerError(GeneratorError):
    """The ledger of permanent addresses is damaged, or an address is taken."""


class RecordError(GeneratorError):
    """A record or a page with somebody's work in it that cannot be taken over; nothing was overwritten."""


class FetchError(GeneratorError):
    """A file on the web that cannot or must not be fetched; what was fetched before stays."""


class EngineError(GeneratorError):
    """An answer that cannot be used."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached or started; it is not asked again in this build."""


class BusyError(GeneratorError):
    """Another command is writing the project's files."""


class RenderError(GeneratorError):
    """MkDocs refused an edition."""


class PublishError(GeneratorError):
    """The finished site could not be written."""


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy that offers the nearest valid name; where none is near `otherwise`, or all of them.

    >>> nearest("enginse", ["engines", "locales"])
    "Did you mean 'engines'?"
    """
    names = list(known)
    match = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"Did you mean '{match[0]}'?" if match else otherwise or f"Known: {', '.join(names)}"

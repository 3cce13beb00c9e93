"""`content/published.yml`: which file has which permanent address.

In: the ledger's text and the articles of a build. Out: every article with its address, and the ledger's new text. An
address is given once, by the first build that sees the article, and stays, whatever happens to the headline, the date
or the file's name: a renamed file is found by its content. Refuses, as `LedgerError`, a damaged ledger and an article
whose address belongs to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from generator.errors import LedgerError
from generator.model import Article
from generator.yamlfile import parse, text_of
from generator.yamltext import plain

PATH = PurePosixPath("content/published.yml")
SAME = 0.5
"""Share of blocks that a file must have in common with a published page to be taken for its renamed source."""

RESERVED = frozenset({"404", "archive", "assets", "feed", "index", "search", "sitemap", "topics"})
"""Addresses below a locale that pages of the generator have."""

_TOP = (
    "# Written by the generator: file, permanent address, first publication. Commit it; do not edit addresses.\n"
    "articles:\n"
)
_PLACE = r"[\w./-]{1,1000}"
"""A file or an address that means the same to YAML with and without quotation marks, if it begins as a word does."""
_NAME = re.compile(_PLACE)
_LINE = re.compile(rf"- {{file: ({_PLACE}), address: ({_PLACE}), published: ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})}}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: an article's file below the project, its address below a locale, the day of its first build."""

    file: str
    address: str
    published: date


Published = Callable[[str], frozenset[str]]
"""Address → the texts of the blocks that were published there."""


def read(path: Path) -> tuple[Entry, ...]:
    """The lines of the ledger in a file. Raises `LedgerError`."""
    return load(text_of(path, path=PATH, error=LedgerError))


def load(text: str) -> tuple[Entry, ...]:
    """The lines of the ledger. Raises `LedgerError`."""
    return _as_written(text) or _as_edited(text)


def _as_written(text: str) -> tuple[Entry, ...]:
    """The lines of a ledger that is as `dump` writes it; none where any of it may mean something else."""
    lines = text.removeprefix(_TOP).removesuffix("\n").split("\n")
    found = [_LINE.fullmatch(line) for line in lines]
    if not text.startswith(_TOP) or not all(match and plain(match[1]) and plain(match[2]) for match in found):
        return ()
    try:
        return tuple(Entry(match[1], match[2], date.fromisoformat(match[3])) for match in found if match)
    except ValueError:
        return ()


def _as_edited(text: str) -> tuple[Entry, ...]:
    document = parse(text, path=PATH, error=LedgerError)
    entries: list[Any] = document.data.get("articles") or []
    found = []
    for index, entry in enumerate(entries):
        try:
            day = entry["published"]
            if not isinstance(day, date):
                raise TypeError(f"{day} is no date")
            found.append(Entry(str(entry["file"]), str(entry["address"]), day))
        except (KeyError, TypeError):
            line = document.line("articles", index)
            hint = "Every line needs file, address and published; take the line from version control"
            raise LedgerError("a line of the ledger is damaged", path=PATH, line=line, hint=hint) from None
    return tuple(found)


def dump(entries: Iterable[Entry]) -> str:
    """The ledger's text, in the order of the addresses."""
    return _TOP + "".join(_line(entry) for entry in sorted(entries, key=lambda entry: entry.address))


def _line(entry: Entry) -> str:
    if all(_NAME.fullmatch(name) and plain(name) for name in (entry.file, entry.address)):
        return f"- {{file: {entry.file}, address: {entry.address}, published: {entry.published}}}\n"
    values = {"file": entry.file, "address": entry.address, "published": entry.published}
    flow = yaml.safe_dump(values, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)
    return f"- {flow}"


def assign(
    articles: Iterable[Article], entries: tuple[Entry, ...], existing: frozenset[str], today: date, published: Published
) -> tuple[tuple[Article, ...], tuple[Entry, ...], tuple[LedgerError, ...]]:
    """Give every article its address.

    `existing` are the files that are there, whether or not they could be read; lines of files that are gone are kept,
    so that an address is never given again. Articles are taken in the order of their files; those that the ledger
    knows come first. Returns the articles with addresses, the ledger's lines, and a fault per article without one.
    """
    lines = {entry.file: entry for entry in entries}
    placed: list[Article] = []
    faults: list[LedgerError] = []
    for article in sorted(articles, key=lambda article: (str(article.path) not in lines, str(article.path))):
        file = str(article.path)
        if file not in lines:
            gone = [entry for entry in lines.values() if entry.file not in existing]
            renamed = _renamed(article, gone, published)
            if renamed:
                del lines[renamed.file]
                lines[file] = replace(renamed, file=file)
            else:
                entry = Entry(file, _address(article, today), today)
                if entry.address in RESERVED:
                    message = f"the address {entry.address} belongs to a page that the generator makes"
                    hint = "Give the file another name, or another 'slug:' in front matter"
                    faults.append(LedgerError(message, path=article.path, hint=hint))
                    continue
                holder = next((line.file for line in lines.values() if line.address == entry.address), None)
                if holder:
                    hint = "Give one of them another 'slug:' or 'date:' in front matter"
                    message = f"the address {entry.address} belongs to {holder}"
                    faults.append(LedgerError(message, path=article.path, hint=hint))
                    continue
                lines[file] = entry
        placed.append(_dated(article, lines[file]))
    order = sorted(placed, key=lambda article: str(article.path))
    return tuple(order), tuple(lines.values()), tuple(faults)


def _dated(article: Article, entry: Entry) -> Article:
    # a date of its own, as YAML would write the same one on a page again as a reference to where it stood first
    day = article.date or (entry.published.replace() if article.kind == "article" else None)
    return replace(article, address=entry.address, date=day)


def _address(article: Article, today: date) -> str:
    slug = article.slug or f"article-{article.path.stem}"
    if article.kind == "page":
        return slug
    return f"{article.date or today:%Y/%m/%d}/{slug}"


def _renamed(article: Article, gone: list[Entry], published: Published) -> Entry | None:
    """The line of a file that is gone, if most of the article's blocks were published at its address."""
    blocks = {block.text.strip() for block in article.body}
    for entry in gone:
        common = blocks & published(entry.address)
        if len(common) > SAME * len(blocks):
            return entry
    return None

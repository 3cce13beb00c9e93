"""Readable pairs of input and result in tests/cases/; `make golden` writes the results anew, the diff is read.

A case begins with a line of equal signs and its name, and its result stands below a line of hyphens. Options of a case
follow its name in brackets: `[format=.md lang=fr today=2025-09-10]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from checking import agreed, judged

from generator.errors import ReadError
from generator.model import Article, Source
from generator.portable import portable
from generator.read import blogs, convert, detector, parse, written
from generator.segment import split
from generator.translate.protect import protect
from generator.translate.schemes import BRACKETS, HTML

FOLDER = Path(__file__).parent / "cases"
LOCALES = ("it", "en", "es", "fr", "pt", "ca", "de")
BEGIN, RESULT = "======== ", "-------- becomes"

_CASE = re.compile(
    rf"^{BEGIN}(?P<head>.+)\n(?P<given>(?:.*\n)*?){RESULT}\n(?P<result>(?:(?!{BEGIN}).*\n)*)", re.MULTILINE
)


@dataclass(frozen=True)
class Case:
    """One pair. `head` is its first line: the name, and options in brackets."""

    file: Path
    head: str
    given: str
    result: str

    @property
    def name(self) -> str:
        return f"{self.file.stem}: {self.head.partition(' [')[0]}"

    @property
    def options(self) -> dict[str, str]:
        listed = self.head.partition(" [")[2].removesuffix("]").split()
        return dict(option.partition("=")[::2] for option in listed)

    @property
    def text(self) -> str:
        """The input without the blank line that sets it apart from the result."""
        return self.given.removesuffix("\n")


def load(path: Path) -> list[Case]:
    return [
        Case(path, match["head"], match["given"], match["result"]) for match in _CASE.finditer(path.read_text("utf-8"))
    ]


def save(case: Case, result: str) -> None:
    """Write one result anew and leave everything else in the file alone."""
    text = case.file.read_text("utf-8")
    match = next(match for match in _CASE.finditer(text) if match["head"] == case.head)
    case.file.write_text(text[: match.start("result")] + result + text[match.end("result") :], "utf-8")


def read(text: str, options: Mapping[str, str]) -> str:
    """An article as it was understood, one line per value, then its body."""
    ending = options.get("format", ".txt")
    source = Source(PurePosixPath(f"content/articles/case{ending}"), "article", ending, text, "")
    locales = tuple(options["locales"].split(",")) if "locales" in options else LOCALES
    today = date.fromisoformat(options.get("today", "2025-09-10"))
    default = options.get("lang", "it")
    detect = (lambda _: default) if "lang" in options else detector(locales, default)
    try:
        return _described(parse(source, locales=locales, detect=detect, today=today))
    except ReadError as fault:
        return f"refused: {fault}\n"


def _described(article: Article) -> str:
    dateline = article.dateline
    filed = f"{dateline.place} | {dateline.date or 'no date'} | {dateline.agency or 'no agency'}" if dateline else ""
    values = {
        "headline": article.headline,
        "locale": article.locale,
        "dateline": filed,
        "date": article.date or "",
        "byline": article.byline,
        "summary": article.summary,
        "slug": article.slug,
        "topics": ", ".join(f"{topic.label} ({topic.slug})" for topic in article.topics),
        "image": " | ".join(filter(None, astuple(article.image))) if article.image else "",
        "draft": "yes" if article.publication.draft else "",
        "embargo": article.publication.embargo or "",
        "updated": article.publication.updated or "",
        "corrections": " | ".join(f"{item.date} {item.text}" for item in article.publication.corrections),
        "withdrawn": _withdrawn(article),
    }
    lines = [f"{key}: {value}\n" for key, value in values.items() if value]
    return "".join([*lines, "\n", article.markdown])


def _withdrawn(article: Article) -> str:
    withdrawn = article.publication.withdrawn
    return f"{withdrawn.date or 'no date'} {withdrawn.text or 'no reason'}" if withdrawn else ""


def segment(text: str, options: Mapping[str, str]) -> str:
    """Every segment of a Markdown body: kind and text."""
    source = Source(PurePosixPath("content/articles/case.md"), "article", ".md", text, "")
    article = parse(source, locales=LOCALES, detect=lambda _: "it", today=date(2025, 9, 10))
    return "".join(f"{item.kind}: {item.text}\n" for item in split(article))


def handed(text: str, options: Mapping[str, str]) -> str:
    """Every article of a file in one of the formats of agencies and partners, as `generator convert` shows it."""
    try:
        found = convert(text.encode(), PurePosixPath(f"content/articles/case{options['as']}"))
    except ReadError as fault:
        return f"refused: {fault}\n"
    return "\n".join(f"{one.key and f'key: {one.key}{chr(10)}'}{written(one)}" for one in found) or "no article\n"


WORDINGS = {"Vladimir Putin": "Vladimir Poutine", "il sindaco": "le maire", "Kim Jong-un": "Kim Jong-un"}


def protected(text: str, options: Mapping[str, str]) -> str:
    """Each line as Apertium and as an online service gets it."""
    results = []
    for line in text.splitlines():
        parts = protect(line, WORDINGS, {"Anna Neri"})
        assert HTML.decode(HTML.encode(parts), parts)[1] == ()
        results.append(f"html:     {HTML.encode(parts)}\nbrackets: {BRACKETS.encode(parts)}\n")
    return "".join(results)


def moved(text: str, options: Mapping[str, str]) -> str:
    """A blog's file as the article that it becomes, and what had no place in it."""
    name = PurePosixPath(options.get("name", "content/posts/ponte.md"))
    try:
        taken = blogs.moved(text, name, {"anna": "Anna Neri"})
    except ReadError as fault:
        return f"refused: {fault}\n"
    assert blogs.is_blog(text) == (options.get("blog", "yes") == "yes")
    return written(taken.handed) + (f"\nleft: {', '.join(taken.left)}\n" if taken.left else "")


STAGES: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "read": read,
    "handed": handed,
    "blog": moved,
    "portable": lambda text, options: portable(text),
    "segment": segment,
    "protect": protected,
    "check": judged,
    "parallel": agreed,
}
"""What the first word of a file's name stands for."""

CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in load(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, golden: bool) -> None:
    result = STAGES[case.file.stem.split("-")[0]](case.text, case.options).rstrip("\n") + "\n\n"
    if golden:
        save(case, result)
    else:
        assert result.strip("\n") == case.result.strip("\n")


def test_every_case_is_found() -> None:
    """A slip in a separating line would hide a case."""
    for path in FOLDER.glob("*.txt"):
        lines = path.read_text("utf-8").split("\n")
        begun = [line for line in lines if line.startswith("====") and " " in line]
        assert len(begun) == lines.count(RESULT) == len(load(path)) > 0, path
        assert len({case.head for case in load(path)}) == len(load(path)), path
        assert all(case.result.strip() for case in load(path)), f"{path}: a result is missing; run make golden"
    assert {case.file.stem.split("-")[0] for case in CASES} == set(STAGES)

"""Markdown articles: headline, dateline and a portable body."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from strategies import DOCUMENT

from generator.errors import ReadError
from generator.model import Block, Dateline
from generator.portable import portable
from generator.read.markdown import parse
from generator.read.parts import Context, Parts

FILE = PurePosixPath("content/articles/ponte.md")


def read(text: str, *, titled: bool = False, first_line: int = 1) -> Parts:
    return parse(text, Context(FILE, "it", ("it", "en"), date(2025, 9, 10), first_line, titled))


@pytest.mark.parametrize(
    "head", ["# Il ponte riapre", "Il ponte riapre\n===", "## Il ponte riapre", "# Il *ponte* riapre #"]
)
def test_a_heading_at_the_top_is_the_headline(head: str) -> None:
    assert read(f"{head}\n\nIl testo.\n") == Parts(
        headline="Il ponte riapre", body=(Block("paragraph", "Il testo.\n"),)
    )


def test_a_headline_keeps_its_marks_as_text() -> None:
    assert read(r"# 3 \* 4 &lt; 5 \#2").headline == "3 * 4 < 5 #2"


def test_a_headline_that_begins_with_a_number_sign() -> None:
    assert read("# \\#ponte riapre\n\nIl testo.\n").headline == "#ponte riapre"


def test_without_a_heading_there_is_no_headline() -> None:
    parts = read("Il testo.\n\n# Poi un titolo\n")
    assert (parts.headline, [block.kind for block in parts.body]) == ("", ["paragraph", "heading"])


def test_a_title_in_front_matter_leaves_the_heading_in_the_body() -> None:
    parts = read("# Che cosa cambia\n\nIl testo.\n", titled=True)
    assert (parts.headline, parts.body[0]) == ("", Block("heading", "## Che cosa cambia\n\n"))


def test_no_second_heading_of_the_first_level_remains() -> None:
    parts = read("# Uno\n\n# Due\n\n## Tre\n")
    assert [block.text for block in parts.body] == ["## Due\n\n", "### Tre\n"]


def test_a_dateline() -> None:
    parts = read("# Il ponte\n\nROMA, 3 settembre 2025 – Il ponte *riapre*.\n\nAltro.\n")
    assert parts.dateline == Dateline("ROMA", date(2025, 9, 3))
    assert [block.text for block in parts.body] == ["Il ponte *riapre*.\n\n", "Altro.\n"]


@pytest.mark.parametrize(
    "text",
    ["**ROMA**, 3 settembre – Il testo.", "[ROMA](r.md), 3 settembre – Il testo.", "- ROMA, 3 settembre – Il testo."],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert read(f"# Titolo\n\n{text}\n").dateline is None


def test_what_follows_a_dateline_starts_no_block() -> None:
    parts = read("ROMA, 3 settembre 2025 – 1986. Un anno.\n", titled=True)
    assert parts.body == (Block("paragraph", "1986\\. Un anno.\n"),)


@pytest.mark.parametrize(("text", "line"), [("ROMA, 31 settembre – Il testo.", 7), ("\n\nROMA, 31 settembre – X.", 9)])
def test_a_dateline_that_does_not_exist_names_its_line(text: str, line: int) -> None:
    with pytest.raises(ReadError) as caught:
        read(text, titled=True, first_line=7)
    assert (caught.value.path, caught.value.line) == (FILE, line)
    assert "'31 settembre' does not exist" in caught.value.message


def test_a_dateline_below_a_headline_names_its_own_line() -> None:
    with pytest.raises(ReadError) as caught:
        read("# Titolo\n\nROMA, 31 settembre – Il testo.\n")
    assert caught.value.line == 3


def test_nothing() -> None:
    assert read("") == Parts()


@given(DOCUMENT)
def test_the_body_is_what_portable_makes_of_the_text(text: str) -> None:
    parts = read(text, titled=True)
    assert parts.dateline is None
    assert "".join(block.text for block in parts.body) == portable(text)

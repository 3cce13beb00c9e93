"""One Markdown for every page, which markdown-it-py and Python-Markdown show alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token
from rendering import by_markdown_it, by_python_markdown, shown
from strategies import DOCUMENT, INLINE, PLAIN, SCRAWL

from generator.portable import blocks, escape, guard_start, literal, outline, parser, plain, portable


def test_the_comparison_sees_a_difference() -> None:
    assert by_markdown_it("a\n- b\n") != by_python_markdown("a\n- b\n")
    assert by_markdown_it("- a\n  - b\n") != by_python_markdown("- a\n  - b\n")
    assert by_markdown_it("[a](b)") != by_markdown_it("[a](c)")
    assert by_markdown_it("a[^1]\n\n[^1]: b") == by_python_markdown("a[^1]\n\n[^1]: b")


@given(DOCUMENT)
def test_both_show_a_page_alike(text: str) -> None:
    page = portable(text)
    assert by_python_markdown(page) == by_markdown_it(page)


@given(DOCUMENT)
def test_the_page_shows_what_was_written(text: str) -> None:
    assert shown(by_markdown_it(portable(text))) == shown(by_markdown_it(text))


@given(DOCUMENT)
def test_a_portable_page_stays_as_it_is(text: str) -> None:
    page = portable(text)
    assert portable(page) == page
    assert by_markdown_it(portable(page)) == by_markdown_it(page)


@given(SCRAWL)
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever stands in a file becomes a page, which shows the same words after a second pass."""
    page = portable(text)
    assert page.endswith("\n") or page == ""
    assert shown(by_markdown_it(portable(page))).replace("-", "") == shown(by_markdown_it(page)).replace("-", "")


TROUBLESOME = [
    pytest.param("x^[a]", id="an inline footnote: KeyError"),
    pytest.param("[^1]:>[^1]:", id="a footnote defined inside itself: ValueError"),
    pytest.param("```\nx = 1", id="code that is not closed at the end of the file"),
    pytest.param("_**3*4*5**_", id="emphasis at the edge of emphasis"),
    pytest.param("- a\n- b\n  ```\n  c\n\n  d\n  ```", id="code with a blank line in a tight list"),
    pytest.param("- a\n  - b\n\n    c\n- d", id="a loose list in a tight list"),
    pytest.param("- - +", id="empty items become a rule"),
    pytest.param("[a](b 'c \"d\"')", id="quotation marks in a link's title"),
    pytest.param("- a\n  > b", id="a quote in a tight list"),
    pytest.param("| a |\n| --- |", id="a table without rows"),
    pytest.param("- a\n  ## b", id="a heading in a tight list"),
    pytest.param("> a\n\n> b", id="two quotes one below the other"),
    pytest.param("a\\![b](c)", id="an exclamation mark before a link"),
]


@pytest.mark.parametrize("text", TROUBLESOME)
def test_troublesome_texts(text: str) -> None:
    page = portable(text)
    assert portable(page) == page
    assert by_python_markdown(page) == by_markdown_it(page)


@given(PLAIN)
def test_escaped_text_shows_just_itself(text: str) -> None:
    for html in (by_markdown_it(escape(text)), by_python_markdown(escape(text))):
        assert html == ((("p", (text,)),) if text else ())


@pytest.mark.parametrize("text", ["#1 in classifica", ">1 milione"])
def test_escaped_marks_at_the_start_show_just_themselves(text: str) -> None:
    assert by_markdown_it(escape(text)) == by_python_markdown(escape(text)) == (("p", (text,)),)


@given(PLAIN, PLAIN)
def test_literal_text_shows_just_itself_inside_a_line(before: str, text: str) -> None:
    line = f"Prima {literal(before)} *poi* {literal(text)} dopo"
    expected = (("p", (f"Prima {before} ", ("em", ("poi",)), f" {text} dopo")),)
    assert by_markdown_it(line) == expected
    assert by_python_markdown(line) == expected


@given(PLAIN)
def test_escaped_text_is_portable(text: str) -> None:
    page = f"{escape(text)}\n" if text else ""
    assert portable(page) == page
    assert plain(escape(text)) == text


@given(INLINE)
def test_a_guarded_line_is_one_paragraph(text: str) -> None:
    line = guard_start(text)
    assert [block.kind for block in blocks(line)] == ["paragraph"]
    assert [name for name, _ in by_python_markdown(line)] == ["p"]  # type: ignore[misc]


@given(DOCUMENT | SCRAWL)
def test_blocks_add_up(text: str) -> None:
    assert "".join(block.text for block in blocks(text)) == text


@given(DOCUMENT | SCRAWL)
def test_pages_hold_no_raw_html_and_no_scripts(text: str) -> None:
    html = parser().render(portable(f"{text}\n\n<script>alert(1)</script> <img onerror=x> [a](javascript:b)"))
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", html))
    assert not tags & {"script", "style", "iframe", "object", "form", "svg"}
    assert not re.search(r"<[a-z][^>]*\son\w+=", html)
    assert 'href="javascript:' not in html


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# Uno\n\n## Due", "## Uno\n\n### Due\n"),
        ("## Uno\n\n### Due", "## Uno\n\n### Due\n"),
        ("###### Sei\n\n# Uno", "###### Sei\n\n## Uno\n"),
        ("    rientrato per errore", "rientrato per errore\n"),
        ("uno\ndue", "uno due\n"),
        ("uno  \ndue", "uno<br>due\n"),
        ("uno\\\ndue", "uno<br>due\n"),
        ("[a][1]\n\n[1]: b.md 'c'", '[a](b.md "c")\n'),
        ("<script>x</script>", "&lt;script>x&lt;/script>\n"),
        ("H<sub>2</sub>O<BR/>", "H<sub>2</sub>O<br>\n"),
        ("a\0b", "ab\n"),
        ("7. a\n8. b", "7.  a\n8.  b\n"),
        ("a\n- b\n  - c", "a\n\n-   b\n    -   c\n"),
    ],
)
def test_forms(text: str, page: str) -> None:
    assert portable(text) == page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("*uno* **due** [tre](x.md) `quattro`", "uno due tre quattro"),
        pytest.param("uno[^1]", "uno"),
        ("![foto](a.jpg) &amp; &lt;b>", "foto & <b>"),
        ("uno<br>due", "uno due"),
        (r"\*uno\*", "*uno*"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_plain(line: str, words: str) -> None:
    assert plain(line) == words


def test_blocks_name_their_kinds() -> None:
    text = "## a\n\nb\n\n-   c\n\n1.  d\n\n> e\n\n| f |\n| --- |\n\n```\ng\n```\n\n---\n\nh[^1]\n\n[^1]: i\n"
    kinds = [block.kind for block in blocks(text)]
    assert kinds[:9] == [
        "heading", "paragraph", "bullet_list", "ordered_list", "blockquote", "table", "fence", "hr", "paragraph",
    ]  # fmt: skip


def test_a_footnote_is_a_block_of_its_own() -> None:
    assert [block.kind for block in blocks("a[^1]\n\n[^1]: b\n")] == ["paragraph", "footnote"]


@pytest.mark.parametrize("character", ["\u2028", "\x0b", "\x85"])
def test_odd_characters_in_code_do_not_shift_the_blocks(character: str) -> None:
    text = f"```\na{character}b\n```\n\nponte\n\n## due\n"
    assert blocks(text)[0].text == f"```\na{character}b\n```\n\n"


@given(st.text("ab\n", max_size=40) | st.lists(st.sampled_from(["a", "b", " a", "\n"])).map("".join))
def test_prose_without_marks_stays_word_for_word(text: str) -> None:
    assert " ".join(portable(text).split()) == " ".join(text.split())


@given(DOCUMENT | SCRAWL | SCRAWL.map(portable))
def test_the_outline_has_the_blocks_that_the_parser_finds(text: str) -> None:
    def told(tokens: Iterable[Token]) -> list[tuple[object, ...]]:
        return [(token.type, token.map, token.level, token.nesting, token.content) for token in tokens]

    assert told(outline(text)) == told(parser().parse(text))


@given(st.text(st.sampled_from("ab è.,:;#>-+=~|{}()!?'\"^$%@/1")))
def test_words_without_markup_are_what_they_show(text: str) -> None:
    shown = parser().parseInline(text)[0].children or []
    assert plain(text) == text == "".join(token.content for token in shown)

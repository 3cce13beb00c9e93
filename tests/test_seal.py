"""A page as the generator wrote it is told from one that somebody edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import DOCUMENT, PLAIN

from generator.write.seal import is_untouched, taken_apart, with_checksum

PAGE = with_checksum({"title": "Il ponte", "state": "machine"}, "Uno *due*.\n\nTre.\n", "abc")


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace("\n", "\r\n"),
        "\ufeff" + PAGE,
        "\ufeff" + PAGE.replace("\n", "\r\n"),
        PAGE.replace("due*.\n", "due*. \n") + "\n\n",
        PAGE.rstrip(),
    ],
)
def test_line_ends_white_space_and_byte_order_marks_are_no_edits(page: str) -> None:
    assert is_untouched(page)


@pytest.mark.parametrize(("old", "new"), [("Tre", "Quattro"), ("Il ponte", "Un ponte"), ("machine", "reviewed")])
def test_any_other_edit_is_seen(old: str, new: str) -> None:
    assert old in PAGE
    assert not is_untouched(PAGE.replace(old, new))


@pytest.mark.parametrize("page", ["", "no front matter", "---\ntitle: x\n---\n\ntext\n", "---\nchecksum: abc\n---\n"])
def test_other_pages_count_as_edited(page: str) -> None:
    assert not is_untouched(page)


@given(st.dictionaries(st.text("abc", min_size=1), PLAIN, max_size=3), DOCUMENT)
def test_what_is_written_is_untouched_until_a_character_changes(values: dict[str, str], body: str) -> None:
    page = with_checksum(values, body)
    assert is_untouched(page)
    assert not is_untouched(f"{page}x")
    assert with_checksum(values, body) == page


def test_a_page_is_taken_apart() -> None:
    parts = taken_apart(PAGE)
    assert parts
    assert (parts.body, parts.frame) == ("Uno *due*.\n\nTre.\n", "abc")
    assert taken_apart("text only") is None

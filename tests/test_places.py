"""The places of texts in a body, and what follows from them without parsing again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import DOCUMENT, INLINE, LETTERS, PLAIN, PROSE, SCRAWL

from generator.model import Block
from generator.places import blanked, spans_of, translated
from generator.portable import blocks, portable

WORDING = (
    LETTERS
    | PROSE
    | PLAIN
    | INLINE
    | st.sampled_from(["a |", "b #", "c\\\\", "d  ", "e[^1]", "f\n---", "ß---", "Ab:", "è. x"])
)
"""What a translation may say: most of it harmless."""
BODY = (DOCUMENT.map(lambda text: text.partition("\n\n[^1]:")[0]) | DOCUMENT | SCRAWL).map(portable)


@given(BODY, st.data())
def test_blocks_with_other_texts_are_those_that_parsing_finds(body: str, data: st.DataObject) -> None:
    before = blocks(body)
    texts = tuple(data.draw(WORDING) for _ in spans_of(body))
    after = translated(before, texts)
    whole = "".join(block.text for block in after)
    assert after == blocks(whole)
    assert blanked(whole, body, ("headline", *texts)) == blanked(whole)


@given(BODY.filter(lambda body: "[^" not in body), st.data())
def test_harmless_texts_in_all_places(body: str, data: st.DataObject) -> None:
    texts = tuple(data.draw(LETTERS) for _ in spans_of(body))
    whole = "".join(block.text for block in translated(blocks(body), texts))
    assert blanked(whole)[0] == blanked(body)[0]
    assert blanked(whole, body, texts) == blanked(whole) == (blanked(body)[0], texts)


def test_texts_of_another_body_are_not_taken_for_its_own() -> None:
    assert blanked("Due.\n", "Uno.\n", ["Tre."]) == ("\n", ("Due.",))
    assert blanked("Due.\n", "Uno.\n", []) == ("\n", ("Due.",))


def test_a_text_that_begins_a_list_makes_no_other_block() -> None:
    assert translated((Block("paragraph", "Uno.\n"),), ("- due",)) == (Block("paragraph", "\\- due\n"),)


def test_a_blanked_body_is_the_same_whatever_its_wording() -> None:
    body = "Uno *due* tre.\n\n-   quattro\n-   cinque\n\n```\nsei\n```\n"
    blank, _ = blanked(body)
    assert blanked(body.replace("Uno *due* tre.", "Un **deux**.").replace("cinque", "cinq"))[0] == blank
    assert blanked(body.replace("sei", "six"))[0] != blank
    assert blanked(body.replace("-   quattro\n", ""))[0] != blank

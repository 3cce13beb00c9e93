"""Where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sentences import pack, split


@pytest.mark.parametrize(
    "sentences",
    [
        ["Il ponte riapre. ", "Si passa da lunedì."],
        ["Che cosa cambia? ", "Tutto! ", "O quasi… ", "Forse."],
        ["«Si passa.» ", "Lo dice il sindaco."],
        ["“It opens.” ", "“When?” ", "Nobody knows."],
        ["¿Cuándo abre? ", "¡El lunes! ", "Por fin."],
        ["Il dott. Rossi e la Sig.ra Neri passano. ", "Poi tornano."],
        ["Mr. Smith met Dr. Jones at 5. Main St. today. ", "They left."],
        ["L’articolo dell’art. Uno vale. ", "Basta."],
        ["Costa 3.50 euro. ", "Poco."],
        ["La U.E. decide. ", "Poi basta."],
        ["桥开了。", "人们走过。"],
        ["पुल खुल गया। ", "लोग गुज़रते हैं।"],
        ["پل کھل گیا۔ ", "لوگ گزرتے ہیں۔"],
        ["هل فُتح الجسر؟ ", "نعم."],
        ["「もう開いた」。", "みんな渡る。"],
        ["È tardi. ", "È notte. ", "Élise dort."],
        ["Vedi **qui.** ", "*Poi* basta."],
        ["una riga minuscola. e poi ancora"],
        [""],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert split("".join(sentences)) == [sentence for sentence in sentences if sentence]


@given(st.text() | st.text(st.sampled_from("Aaé. !?…。»”\n")))
def test_sentences_add_up(text: str) -> None:
    assert "".join(split(text)) == text
    assert all(split(text))


@given(st.text(st.sampled_from("Aa. ?")), st.integers(1, 20))
def test_pieces_add_up_and_fit(text: str, most: int) -> None:
    pieces = pack(text, lambda piece: len(piece) <= most)
    assert "".join(pieces) == text
    for piece in pieces:
        assert len(piece) <= most or len(split(piece)) == 1
    for first, second in pairwise(pieces):
        assert len(first + split(second)[0]) > most, "pieces are as few as possible"


def test_a_text_that_fits_stays_whole() -> None:
    assert pack("Uno. Due. Tre.", lambda piece: True) == ["Uno. Due. Tre."]

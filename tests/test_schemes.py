"""How marks are written for an engine, and found again in its answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import INLINE, PLAIN

from generator.portable import literal, plain, portable
from generator.translate.marks import Mark, Protected, plain_target
from generator.translate.protect import protect
from generator.translate.quantities import finder
from generator.translate.schemes import BRACKETS, HTML, SPOKEN_BRACKETS, SPOKEN_TAGS, TAGS, Scheme

ALL = (HTML, BRACKETS, TAGS, SPOKEN_BRACKETS, SPOKEN_TAGS)
SCHEMES = pytest.mark.parametrize("scheme", ALL, ids=[scheme.name for scheme in ALL])
NUMBERED = pytest.mark.parametrize("scheme", [HTML, BRACKETS], ids=["html", "brackets"])
WRITTEN = pytest.mark.parametrize("scheme", [HTML, BRACKETS, TAGS], ids=["html", "brackets", "tags"])
SPOKEN = pytest.mark.parametrize("scheme", [SPOKEN_BRACKETS, SPOKEN_TAGS], ids=["brackets", "tags"])
WORDS = st.dictionaries(st.sampled_from(["ponte", "Il", "L’acqua", "a_b_c", "AT&T;", ""]), st.just("X"), max_size=3)


def marks(parts: Protected) -> list[Mark]:
    return [part for part in parts if isinstance(part, Mark)]


PORTABLE = st.one_of(PLAIN.map(literal), INLINE.map(portable).map(str.strip)).filter(lambda text: "\n" not in text)


@SCHEMES
@given(text=PORTABLE)
def test_an_engine_that_changes_nothing_gives_the_text_back(scheme: Scheme, text: str) -> None:
    parts = protect(text, {})
    assert scheme.decode(scheme.encode(parts), parts) == (text, ())


@WRITTEN
@given(text=PORTABLE, wordings=WORDS)
def test_an_engine_that_changes_nothing_gives_the_wordings(scheme: Scheme, text: str, wordings: dict[str, str]) -> None:
    parts = protect(text, wordings)
    assert scheme.decode(scheme.encode(parts), parts) == (plain_target(parts), ())


@SCHEMES
@given(text=PORTABLE, data=st.data())
def test_a_lost_mark_is_noticed(scheme: Scheme, text: str, data: st.DataObject) -> None:
    parts = protect(text, {})
    found = marks(parts)
    if not found:
        return
    gone = data.draw(st.sampled_from(found))
    answer = scheme.encode(tuple(part for part in parts if part is not gone))
    lost = scheme.decode(answer, parts)[1]
    assert gone in lost if scheme.name in ("html", "brackets") else lost  # the ends of tags bear no number


@SCHEMES
@given(text=PORTABLE, data=st.data())
def test_a_doubled_mark_is_noticed(scheme: Scheme, text: str, data: st.DataObject) -> None:
    parts = protect(text, {})
    found = marks(parts)
    if not found:
        return
    twice = data.draw(st.sampled_from([mark for mark in found if mark.role == "keep"] or found))
    if twice.role == "keep" or scheme.name in ("html", "brackets"):
        assert twice in scheme.decode(f"{scheme.encode(parts)} {scheme.encode((twice,))}", parts)[1]


@NUMBERED
def test_crossed_pairs_are_noticed(scheme: Scheme) -> None:
    parts = protect("*uno* **due**", {})
    one, _, two = (scheme.encode((mark,)) for mark in marks(parts)[:3])
    end_one, end_two = (scheme.encode((mark,)) for mark in marks(parts) if mark.role == "close")
    assert scheme.decode(f"{one}a{two}b{end_one}c{end_two}", parts)[1]
    assert not scheme.decode(f"{two}b{end_two} {one}a{end_one}", parts)[1]


@SCHEMES
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_marks_may_change_their_order(scheme: Scheme, order: tuple[int, ...]) -> None:
    parts = protect("Anna Neri, `x` e <https://a.example>", {}, {"Anna Neri"})
    found = marks(parts)
    text, lost = scheme.decode(" ".join(scheme.encode((found[place],)) for place in order), parts)
    assert lost == ()
    assert text == " ".join(found[place].source for place in order)


@SCHEMES
@pytest.mark.parametrize(
    ("before", "inside", "after", "expected"),
    [
        ("The", " bridge ", "opens", "The **bridge** opens"),
        ("The ", "bridge ", "opens", "The **bridge** opens"),
        ("The", " bridge", " opens", "The **bridge** opens"),
    ],
)
def test_white_space_moves_out_of_a_pair(scheme: Scheme, before: str, inside: str, after: str, expected: str) -> None:
    parts = protect("Il **ponte** riapre", {})
    opens, closes = (scheme.encode((mark,)) for mark in marks(parts))
    assert scheme.decode(f"{before}{opens}{inside}{closes}{after}", parts) == (expected, ())


@SCHEMES
@given(text=PLAIN)
def test_what_an_engine_writes_shows_as_written(scheme: Scheme, text: str) -> None:
    """Stars, brackets and the like in an answer are text, not markup."""
    parts: Protected = ("parole",)
    answer = scheme.quote(text)
    shown, lost = scheme.decode(answer, parts)
    assert lost == ()
    assert plain(shown) == scheme.unquote(answer)


@pytest.mark.parametrize("answer", ["Voir ⟦ 1 ⟧ ici", "Voir ⟦1 ⟧ ici", "Voir ⟦1⟧ ici"])
def test_brackets_with_added_spaces_are_still_read(answer: str) -> None:
    assert BRACKETS.decode(answer, protect("Vedi `x` qui", {})) == ("Voir `x` ici", ())


def test_a_mark_that_was_never_sent_is_dropped() -> None:
    assert BRACKETS.decode("Voir ⟦1⟧ ici ⟦7⟧", protect("Vedi `x` qui", {}))[0].strip() == "Voir `x` ici"


QUANTITIES = finder("it", "en")
SPOKEN_OF = protect("Il sindaco Anna Neri va a Roma: `x`, 1.234,5 euro.", {"Roma": "Rome"}, {"Anna Neri"}, QUANTITIES)


@SPOKEN
def test_names_terms_and_figures_are_sent_in_plain_words(scheme: Scheme) -> None:
    sent = scheme.encode(SPOKEN_OF)
    assert "Anna Neri va a Rome" in sent
    assert "1.234,5" in sent
    assert "`x`" not in sent


@SPOKEN
@pytest.mark.parametrize(
    ("answer", "lost"),
    [
        ("The mayor Anna Neri goes to Rome: {x}, 1,234.5 euros.", []),
        ("The mayor Anna Black goes to Rome: {x}, 1,234.5 euros.", ["Anna Neri"]),
        ("The mayor Anna Neri goes to Roma: {x}, 1,234.5 euros.", ["Roma"]),
        ("The mayor Anna Neri goes to Rome: 1,234.5 euros.", ["`x`"]),
        ("The mayor Anna Neri goes to Rome: {x}, 9,999.9 euros.", []),
    ],
)
def test_names_and_terms_are_looked_for_afterwards(scheme: Scheme, answer: str, lost: list[str]) -> None:
    """Figures, which may be written in many ways, are a check's business."""
    code = scheme.encode(tuple(mark for mark in marks(SPOKEN_OF) if mark.sort == "markup"))
    text, gone = scheme.decode(answer.replace("{x}", code), SPOKEN_OF)
    assert [mark.source for mark in gone] == lost
    assert ("`x`" in text) == ("`x`" not in lost)


def test_apertium_gets_figures_for_figures() -> None:
    assert HTML.encode(protect("Sono 1.234,5 euro.", {}, (), QUANTITIES)) == "Sono 970179 euro."
    text = HTML.decode("They are 970179 euros.", protect("Sono 1.234,5 euro.", {}, (), QUANTITIES))
    assert text == ("They are 1,234.5 euros.", ())


@pytest.mark.parametrize("answer", ['<x id="1" />', '<x id="1"></x>', '<x id="1"/>'])
def test_tags_may_be_written_in_other_ways(answer: str) -> None:
    assert TAGS.decode(f"Voir {answer} ici &amp; là", protect("Vedi `x` qui", {})) == ("Voir `x` ici & là", ())


def test_the_ends_of_tags_close_what_was_opened_last() -> None:
    parts = protect("**Uno *due* tre** quattro", {})
    assert TAGS.decode('<g id="1">One <g id="2">two</g> three</g> four', parts) == ("**One *two* three** four", ())
    assert TAGS.decode('<g id="1">One <g id="2">two</g> three four', parts)[1]

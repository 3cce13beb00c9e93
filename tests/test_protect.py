"""What an engine must not touch, taken out and put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import INLINE, PLAIN

from generator.portable import literal, plain, portable
from generator.translate.protect import (
    BRACKETS,
    HTML,
    Mark,
    Protected,
    Scheme,
    has_words,
    plain_target,
    protect,
    source,
)

SCHEMES = pytest.mark.parametrize("scheme", [HTML, BRACKETS], ids=["html", "brackets"])
GLOSSARY = {"Vladimir Putin": "Vladimir Poutine", "il sindaco": "le maire", "C++": "C++"}


def marks(parts: Protected) -> list[Mark]:
    return [part for part in parts if isinstance(part, Mark)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Vedi `il codice` qui.", ["`il codice`"]),
        ("Vedi `` a`b `` qui.", ["`` a`b ``"]),
        ("Vedi <https://news.example/a> qui.", ["<https://news.example/a>"]),
        ("Vedi https://news.example/a_b, qui.", ["https://news.example/a_b"]),
        ("Scrivi a cronaca@news.example.", ["cronaca@news.example"]),
        ("Una nota[^1] qui.", ["[^1]"]),
        ("H<sub>2</sub>O", ["<sub>", "</sub>"]),
        ("Su #ponte e @comune.", ["#ponte", "@comune"]),
        (r"Due \* asterischi.", [r"\*"]),
        ("A&amp;B &lt; C", ["&amp;", "&lt;"]),
        ("uno<br>due", ["<br>"]),
    ],
)
def test_what_is_kept(text: str, kept: list[str]) -> None:
    parts = protect(text, {})
    assert [mark.source for mark in marks(parts)] == kept
    assert all(mark.role == "keep" and mark.source == mark.target for mark in marks(parts))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Il *ponte* riapre.", [("*", "*")]),
        ("Il **ponte** riapre.", [("**", "**")]),
        ("Il [ponte](https://news.example/a) riapre.", [("[", "](https://news.example/a)")]),
        ('Il [ponte](a.md "Un titolo") riapre.', [("[", '](a.md "Un titolo")')]),
        ("![Il ponte](ponte.jpg)", [("![", "](ponte.jpg)")]),
        ("**Il [ponte](a.md)** riapre.", [("**", "**"), ("[", "](a.md)")]),
        ("[a](x.md) e [b](y(1).md)", [("[", "](x.md)"), ("[", "](y(1).md)")]),
    ],
)
def test_pairs_enclose_what_is_translated(text: str, pairs: list[tuple[str, str]]) -> None:
    found = marks(protect(text, {}))
    opened = {mark.number: mark.source for mark in found if mark.role == "open"}
    closed = {mark.number: mark.source for mark in found if mark.role == "close"}
    assert [(opened[number], closed[number]) for number in sorted(opened)] == pairs
    assert len(found) == 2 * len(pairs)


@pytest.mark.parametrize("text", ["Un * solo", "[sic", "sic](x", "**aperto"])
def test_marks_that_never_close_stand_alone(text: str) -> None:
    assert all(mark.role == "keep" for mark in marks(protect(text, {})))


def test_terms_get_their_wording_and_names_stay() -> None:
    parts = protect("Vladimir Putin e il sindaco Anna Neri usano C++.", GLOSSARY, {"Anna Neri"})
    assert [(mark.source, mark.target) for mark in marks(parts)] == [
        ("Vladimir Putin", "Vladimir Poutine"),
        ("il sindaco", "le maire"),
        ("Anna Neri", "Anna Neri"),
        ("C++", "C++"),
    ]


@pytest.mark.parametrize("text", ["Vladimir Putinov", "XVladimir Putin", "il sindaco-", "il sindacoX"])
def test_terms_are_whole_words(text: str) -> None:
    assert [mark.source for mark in marks(protect(text, GLOSSARY))] == (["il sindaco"] if text.endswith("-") else [])


def test_the_longer_term_wins_and_the_glossary_wins_over_a_name() -> None:
    wordings = {"Putin": "Poutine", "Vladimir Putin": "Vladimir Poutine"}
    parts = protect("Vladimir Putin", wordings, {"Vladimir Putin"})
    assert [mark.target for mark in marks(parts)] == ["Vladimir Poutine"]


def test_the_words_of_a_link_are_translated_but_not_its_target() -> None:
    parts = protect("[Vladimir Putin](Vladimir Putin.md)", GLOSSARY)
    assert "Vladimir Putin.md" in source(parts)
    assert plain_target(protect("[Vladimir Putin](putin.md)", GLOSSARY)) == "[Vladimir Poutine](putin.md)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("`x` **7**", False), ("<https://news.example/>", False), ("Vladimir Putin!", False), ("e Vladimir Putin", True)],
)
def test_whether_anything_is_left_to_translate(text: str, expected: bool) -> None:
    assert has_words(protect(text, GLOSSARY)) is expected


ANY = st.one_of(INLINE, PLAIN, PLAIN.map(literal), INLINE.map(lambda text: portable(text).strip()))
WORDS = st.dictionaries(st.sampled_from(["ponte", "Il", "L’acqua", "a_b_c", "AT&T;", ""]), st.just("X"), max_size=3)


@given(ANY, WORDS, st.sets(st.sampled_from(["città", "Il ponte", "2025"])))
def test_source_is_the_text_that_was_protected(text: str, wordings: dict[str, str], names: set[str]) -> None:
    parts = protect(text, wordings, names)
    assert source(parts) == text
    found = marks(parts)
    assert sorted(mark.number for mark in found if mark.role != "close") == list(
        range(1, 1 + sum(mark.role != "close" for mark in found))
    )
    assert "" not in parts


PORTABLE = st.one_of(PLAIN.map(literal), INLINE.map(portable).map(str.strip)).filter(lambda text: "\n" not in text)


@SCHEMES
@given(text=PORTABLE)
def test_an_engine_that_changes_nothing_gives_the_text_back(scheme: Scheme, text: str) -> None:
    parts = protect(text, {})
    assert scheme.decode(scheme.encode(parts), parts) == (text, ())


@SCHEMES
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
    assert gone in scheme.decode(answer, parts)[1]


@SCHEMES
@given(text=PORTABLE, data=st.data())
def test_a_doubled_mark_is_noticed(scheme: Scheme, text: str, data: st.DataObject) -> None:
    parts = protect(text, {})
    found = marks(parts)
    if not found:
        return
    twice = data.draw(st.sampled_from(found))
    assert twice in scheme.decode(f"{scheme.encode(parts)} {scheme.encode((twice,))}", parts)[1]


@SCHEMES
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

"""What an engine must not touch, taken out and put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import INLINE, PLAIN

from generator.portable import literal, portable
from generator.translate.marks import Mark, Protected, has_words, missing, plain_target, source
from generator.translate.protect import protect
from generator.translate.quantities import finder

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


def test_figures_are_marks_in_the_words_of_the_other_locale() -> None:
    parts = protect("Il 4 settembre 2025 **1.234,5** persone, `1.234,5`, 3 deputati.", {}, (), finder("it", "en"))
    figures = [(mark.source, mark.target) for mark in marks(parts) if mark.sort == "figure"]
    assert figures == [("Il 4 settembre 2025", "On September 4, 2025"), ("1.234,5", "1,234.5")]


def test_the_glossary_wins_over_figures_and_names() -> None:
    parts = protect(
        "Nell’80° anniversario di Mario Rossi.",
        {"80° anniversario": "80th anniversary", "Mario Rossi": "M. R."},
        ["Mario"],
        finder("it", "en"),
    )
    assert [(mark.target, mark.sort) for mark in marks(parts)] == [("80th anniversary", "term"), ("M. R.", "term")]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Le maire et Vladimir Poutine, `x` et C++.", []),
        ("Vladimir Poutine, le maire, C++, `x`.", []),
        ("Le maire et Vladimir Putin, `x` et C++.", ["Vladimir Putin"]),
        ("Le maire et Vladimir Poutine et C++.", ["`x`"]),
        ("", ["il sindaco", "Vladimir Putin", "`x`", "C++"]),
    ],
)
def test_what_a_finished_text_lacks(text: str, lost: list[str]) -> None:
    parts = protect(
        "il sindaco e Vladimir Putin, `x` e C++, 1.234,5.", GLOSSARY | {"il sindaco": "maire"}, (), finder("it", "fr")
    )
    assert [mark.source for mark in missing(parts, text, "fr")] == lost


@pytest.mark.parametrize(
    ("target", "text", "whole"),
    [
        ("fr", "Kim Jong-un parle.", True),
        ("fr", "Kim Jong-une parle.", False),
        ("en", "Kim Jong-un’s visit", True),
        ("pl", "Wizyta Kim Jong-una", True),
        ("ja", "Kim Jong-unの訪問", True),
    ],
)
def test_a_name_is_a_whole_word_where_names_do_not_change(target: str, text: str, whole: bool) -> None:
    parts = protect("Parla Kim Jong-un.", {}, {"Kim Jong-un"})
    assert (missing(parts, text, target) == ()) == whole

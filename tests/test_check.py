"""What keeps a translation from being published."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import PLAIN

from generator.model import Segment
from generator.portable import literal
from generator.translate.check import CHECKS, Case, check
from generator.translate.protect import HTML, Mark, protect

SOURCE = "Il ponte sul fiume riapre lunedì mattina alle sette."
TARGET = "The bridge over the river opens again on Monday at seven."


def case(text: str, *, source: str = SOURCE, lost: tuple[Mark, ...] = ()) -> Case:
    return Case(Segment("paragraph-1", "paragraph", source), protect(source, {}), text, lost)


def found(given: Case) -> list[tuple[str, str]]:
    return [(finding.check, finding.severity) for finding in check(given)]


def test_a_good_translation_passes() -> None:
    assert check(case(TARGET)) == ()


@pytest.mark.parametrize("text", ["", "   ", "…", "** **", "---"])
def test_empty(text: str) -> None:
    assert ("empty", "withhold") in found(case(text))


@pytest.mark.parametrize("text", ["7", "あ", "ا"])
def test_a_letter_or_a_digit_is_not_empty(text: str) -> None:
    assert found(case(text)) == []


def test_lost_marks_are_named() -> None:
    lost = (Mark("keep", 1, "Anna Neri", "Anna Neri"), Mark("open", 2, "**", "**"))
    findings = check(case(TARGET, lost=lost))
    assert [(finding.check, finding.severity) for finding in findings] == [("marks", "withhold")] * 2
    assert "'Anna Neri'" in findings[0].message
    assert findings[0].segment.text == SOURCE


def test_a_whole_sentence_that_came_back_untranslated() -> None:
    assert found(case(SOURCE)) == [("untranslated", "withhold")]


@pytest.mark.parametrize("source", ["Roma", "Reggio nell’Emilia", "<https://a.example> `x` 1 2 3 4 5 6 7"])
def test_short_texts_and_texts_without_words_may_stay(source: str) -> None:
    assert found(case(source, source=source)) == []


@pytest.mark.parametrize(
    "text",
    [
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
        "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS",
        "'IT' IS AN INVALID TARGET LANGUAGE . EXAMPLE: LANGPAIR=EN|IT",
        "Error 500 (Server Error)!!1",
        "<!DOCTYPE html><html lang=en>",
        "429 Too Many Requests",
        "Our systems have detected unusual traffic from your computer network.",
    ],
)
def test_messages_of_the_services(text: str) -> None:
    assert found(case(text)) == [("service message", "withhold")]


def test_an_article_about_such_a_message_may_quote_it() -> None:
    assert found(case("It said: Too Many Requests.", source="Diceva: Too Many Requests.")) == []


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u00ad", "\u0007", "\ue000", "\u202e"])
def test_invisible_characters_that_were_added(character: str) -> None:
    assert found(case(f"{TARGET}{character}")) == [("control characters", "withhold")]
    assert f"U+{ord(character):04X}" in check(case(f"{TARGET}{character}"))[0].message
    assert found(case(f"{TARGET}{character}", source=f"{SOURCE}{character}")) == []


@pytest.mark.parametrize("character", ["\u200e", "\u200f", "\u200c", "\u200d", "\u00a0"])
def test_invisible_characters_that_languages_need(character: str) -> None:
    assert found(case(f"{TARGET}{character}")) == []


def test_every_check_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in CHECKS]
    assert len(set(names)) == len(names)
    assert all(rule.find.__doc__ for rule in CHECKS)


@given(PLAIN.map(literal).filter(str.strip))
def test_a_mark_that_an_engine_dropped_withholds_the_text(text: str) -> None:
    parts = protect(f"`x` {text}", {})
    decoded, lost = HTML.decode("nothing else came back", parts)
    given_case = Case(Segment("k", "paragraph", f"`x` {text}"), parts, decoded, lost)
    assert "marks" in [finding.check for finding in check(given_case)]

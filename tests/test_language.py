"""The language of a text, among the configured ones."""

from __future__ import annotations

import pytest

from generator.language import MINIMUM, detector, identifier

TEXTS = {
    "it": "Il sindaco ha annunciato che il ponte sul fiume riaprirà lunedì mattina, dopo tre mesi di lavori.",
    "en": "The mayor announced that the bridge over the river will open again on Monday, after three months of work.",
    "es": "El alcalde anunció que el puente sobre el río volverá a abrir el lunes, después de tres meses de obras.",
    "fr": "Le maire a annoncé que le pont sur la rivière rouvrira lundi matin, après trois mois de travaux.",
    "pt": "O presidente da câmara anunciou que a ponte sobre o rio reabre na segunda-feira, após três meses de obras.",
    "ca": "L’alcalde ha anunciat que el pont sobre el riu tornarà a obrir dilluns, després de tres mesos d’obres.",
    "de": "Der Bürgermeister kündigte an, dass die Brücke über den Fluss am Montag nach drei Monaten wieder öffnet.",
}
ALL = tuple(TEXTS)


@pytest.mark.parametrize("language", TEXTS)
def test_tells_the_languages_apart(language: str) -> None:
    assert detector(ALL, "it")(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "   \n", "Breaking news", "The bridge is open again. " + " " * 200])
def test_a_text_too_short_to_tell_is_in_the_default(text: str) -> None:
    assert detector(ALL, "fr")(text) == "fr"


def test_the_minimum_counts_without_white_space_around() -> None:
    text = "The bridge over the river will open again on Monday"
    assert len(text) < MINIMUM
    assert detector(("it", "en"), "it")("\n" * MINIMUM + text) == "it"
    assert detector(("it", "en"), "it")(f"{text}, the mayor said.") == "en"


def test_only_configured_languages_are_answered() -> None:
    assert detector(("it", "fr"), "it")(TEXTS["de"]) in ("it", "fr")


def test_one_language_needs_no_guess() -> None:
    assert detector(("it",), "it")(TEXTS["en"]) == "it"


@pytest.mark.parametrize(
    ("locales", "default", "expected"),
    [
        (("it", "pt", "pt-BR"), "it", "pt"),
        (("it", "pt-BR", "pt"), "it", "pt-BR"),
        (("it", "pt", "pt-BR"), "pt-BR", "pt-BR"),
    ],
)
def test_of_two_locales_of_a_language_the_default_else_the_first(
    locales: tuple[str, ...], default: str, expected: str
) -> None:
    assert detector(locales, default)(TEXTS["pt"]) == expected


def test_a_language_the_model_does_not_know_is_no_hindrance() -> None:
    assert detector(("it", "tlh"), "it")(TEXTS["it"]) == "it"


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_identified_with_its_probability(language: str) -> None:
    tag, sure = identifier(ALL)(TEXTS[language])
    assert tag == language
    assert 0.9 < sure <= 1


def test_the_first_tag_of_a_language_is_answered() -> None:
    assert identifier(("it", "pt-BR", "pt"))(TEXTS["pt"])[0] == "pt-BR"


def test_without_a_language_that_is_known_nothing_is_sure() -> None:
    assert identifier(("tlh",))(TEXTS["it"]) == ("", 0.0)


def test_one_model_serves_several_choices_of_languages() -> None:
    first, second = identifier(("it", "en")), identifier(("fr", "de"))
    assert first(TEXTS["it"])[0] == "it"
    assert second(TEXTS["fr"])[0] == "fr"
    assert first(TEXTS["en"])[0] == "en"

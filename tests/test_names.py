"""Which capitalised words are a person's name; with Apertium's own dictionary where a test says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.translate.engines.apertium import Apertium
from generator.translate.names import Analyse, Unit, dictionary, find


@pytest.fixture(scope="module")
def italian(apertium: str) -> Analyse:
    analyser = Apertium().analyser("it")
    assert analyser is not None, "no Italian pair of Apertium is installed; see apt.txt"
    return dictionary(analyser)


def names(text: str, analyse: Analyse | None, language: str = "it") -> set[str]:
    return set(find([[text]], language, analyse)[text])


@pytest.mark.apertium
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xi Jinping accoglie Kim Jong-un a Pechino.", {"Xi Jinping", "Kim Jong-un"}),
        ("Secondo Xi Jinping la visita è utile.", {"Xi Jinping"}),
        ("Vladimir Putin è arrivato ieri sera.", {"Vladimir Putin"}),
        ("Lo dice Ursula von der Leyen a Bruxelles.", {"Ursula von der Leyen"}),
        ("Il presidente Sergio Mattarella parla oggi.", {"Sergio Mattarella"}),
        ("La Corea del Nord e gli Stati Uniti trattano.", set()),
        ("Il Partito Comunista e la Grande Sala del Popolo.", set()),
        ("Vive a Reggio Calabria e a San Marino.", set()),
        ("Nessun nome qui.", set()),
        ("Il dott. Rossi e la sig.ra Bianchi pagano.", {"Rossi", "Bianchi"}),
        ("Una parola sola: Roma, Mario, Pyongyang.", set()),
    ],
)
def test_names_with_the_real_dictionary(italian: Analyse, text: str, expected: set[str]) -> None:
    assert names(text, italian) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "متى يكون الفرق أكبر", set()),
        ("he", "הגשר נפתח מחדש לאחר הבדיקה", set()),
        ("hi", "पुल निरीक्षण के बाद फिर खुला", set()),
        ("ko", "도서관은 저녁에도 문을 연다", set()),
        ("ru", "Мост открыл вчера инженер Огюстен Френель.", {"Огюстен Френель"}),
        ("el", "Τη γέφυρα άνοιξε ο μηχανικός Ογκιστέν Φρενέλ.", {"Ογκιστέν Φρενέλ"}),
    ],
)
def test_words_of_scripts_without_capitals_are_no_names(language: str, text: str, expected: set[str]) -> None:
    assert names(text, None, language) == expected


@pytest.mark.apertium
def test_characters_that_mean_something_to_the_dictionary(italian: Analyse) -> None:
    text = "Ieri [Xi Jinping] ha visto ^Kim Jong-un$ / <Xi Jinping> @ \\ {Kim Jong-un}."
    assert names(text, italian) == {"Xi Jinping", "Kim Jong-un"}


@pytest.mark.apertium
def test_many_texts_at_once_answer_as_each_alone(italian: Analyse) -> None:
    texts = ["Parla Xi Jinping.", "Parla Kim Jong-un.", "La Corea del Nord tace.", ""]
    assert find([[text] for text in texts], "it", italian) == {
        text: find([[text]], "it", italian)[text] for text in texts
    }


@pytest.mark.apertium
def test_a_dictionary_that_does_not_answer_protects_every_sequence(apertium: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"no dictionary")
    assert names("Parla Xi Jinping.", dictionary(broken)) == {"Parla Xi Jinping"}


def test_a_dictionary_whose_program_is_gone_protects_every_sequence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert names("Parla Xi Jinping.", dictionary(tmp_path / "it.bin")) == {"Parla Xi Jinping"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oggi parla Anna Neri.", {"Anna Neri"}),
        ("Anna Neri parla.", set()),
        ("Oggi. Anna Neri parla.", set()),
        ("Dice: «Anna Neri parla»", set()),
        ("Oggi parla Carlo De Benedetti con Leonardo da Vinci.", {"Carlo De Benedetti", "Leonardo da Vinci"}),
        ("Oggi parlano Jean-Luc Picard e Łukasz Żal.", {"Jean-Luc Picard", "Łukasz Żal"}),
        ("oggi roma", set()),
    ],
)
def test_names_without_a_dictionary(text: str, expected: set[str]) -> None:
    assert names(text, None, "xx") == expected


def test_without_a_dictionary_a_language_with_capital_nouns_has_no_names() -> None:
    assert names("Heute spricht Anna Neri.", None, "de") == set()


@pytest.mark.parametrize(
    ("readings", "personal", "ends"),
    [
        (("Mario<np><ant><m><sg>",), True, True),
        (("*Jinping",), True, True),
        (("Rossi<np><cog><mf><sp>",), True, True),
        (("Rossi<np><cog><mf><sp>", "rosso<adj><m><pl>"), False, True),
        (("Roma<np><loc><f><sg>",), False, False),
        (("del<pr>",), False, False),
    ],
)
def test_units(readings: tuple[str, ...], personal: bool, ends: bool) -> None:
    unit = Unit("x", readings)
    assert (unit.is_personal, unit.may_end_name) == (personal, ends)


@pytest.mark.apertium
@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Giuseppe Conte è qui.", "Ieri Conte ha parlato.", "Il conte tace."], [{"Giuseppe Conte"}, {"Conte"}, set()]),
        (["Arriva Xi Jinping.", "Xi è a Roma."], [{"Xi Jinping"}, {"Xi"}]),
        (["Una lettera di von der Leyen.", "Il principe bin Salman."], [{"von der Leyen"}, {"bin Salman"}]),
        (["Mohammed bin Salman parla, poi Salman tace."], [{"Mohammed bin Salman", "Salman"}]),
        (["Il PNRR e l’ONU."], [{"PNRR"}]),
        (["TUTTO IN MAIUSCOLO."], [set()]),
    ],
)  # fmt: skip
def test_names_within_one_article(italian: Analyse, texts: list[str], expected: list[set[str]]) -> None:
    found = find([texts], "it", italian)
    assert [set(found[text]) for text in texts] == expected


@pytest.mark.apertium
def test_a_short_name_counts_in_its_own_article_only(italian: Analyse) -> None:
    found = find([["Arriva Giuseppe Conte."], ["Il Conte di Montecristo è un romanzo."]], "it", italian)
    assert found["Il Conte di Montecristo è un romanzo."] == frozenset()

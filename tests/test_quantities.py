"""Amounts, measures, times and dates as the other locale writes them (CLDR)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from generator.translate.quantities import finder

NBSP, NARROW = "\u00a0", "\u202f"
LOCALES = (
    "it",
    "en",
    "es",
    "fr",
    "pt",
    "pt-BR",
    "ca",
    "de",
    "nl",
    "pl",
    "ru",
    "uk",
    "el",
    "ar",
    "he",
    "hi",
    "zh-Hans",
    "ja",
)


def worded(text: str, source: str, target: str) -> str:
    """The text with its quantities in the words of the target."""
    written, at = "", 0
    for found in finder(source, target)(text):
        written += f"{text[at : found.start]}[{found.wording}]"
        at = found.end
    return written + text[at:]


@pytest.mark.parametrize(
    ("direction", "text", "expected"),
    [
        ("it en", "Sono 1.234,5 punti.", "Sono [1,234.5] punti."),
        ("it en", "Cresce dello 0,3%, poi 0,05.", "Cresce dello [0.3%], poi [0.05]."),
        ("it en", "Sono 18mila, anzi 130 mila.", "Sono [18,000], anzi [130,000]."),
        ("it es", "Sono 18mila.", "Sono [18.000]."),
        ("it en", "Dura 2h15’ in 4K, a 300 K.", f"Dura 2h15’ in 4K, a [300{NBSP}K]."),
        ("fr en", "Il arrive à 15h30.", "Il arrive à [15:30]."),
        ("it fr", "Sono 1.234.567 persone.", f"Sono [1{NARROW}234{NARROW}567] persone."),
        ("en it", "It is 1,234.50 long.", "It is [1.234,50] long."),
        ("it en", "Il 12,4% e il 5 %.", "Il [12.4%] e il [5%]."),
        ("en fr", "It rose 12.5%.", f"It rose [12,5{NBSP}%]."),
        ("it en", "Paga € 1.234,50 e 12 €.", "Paga [€1,234.50] e [€12]."),
        ("en es", "It cost $3.50.", f"It cost [3,50{NBSP}$]."),
        ("it fr", "Costa €3,5 milioni.", "Costa [€3,5] milioni."),
        ("it en", "A 120 km/h per 3,5 km, a 35 °C.", f"A [120{NBSP}km/h] per [3.5{NBSP}km], a [35{NBSP}°C]."),
        ("it en", "Alle 15.30 o alle 15:30.", "Alle [15:30] o alle [15:30]."),
        ("fr it", "À 15h30 précises.", "À [15:30] précises."),
        ("it en", "Il 4 settembre 2025 parla.", "[On September 4, 2025] parla."),
        ("it es", "È successo il 4 settembre 2025.", "È successo [el 4 de septiembre de 2025]."),
        ("it fr", "Da giovedì 4 settembre.", "Da giovedì [4 septembre]."),
        ("it en", "È l’8 marzo.", "È [on March 8]."),
        ("en it", "On March 3, 2025 it ended.", "[Il 3 marzo 2025] it ended."),
        ("en de", "It ended May 3rd.", "It ended [3. Mai]."),
        ("it ja", "Il 12/03/2025 a Roma.", "Il [2025年3月12日] a Roma."),
        ("it en", "Il 2025-03-12 o il 3.12.2025.", "[On March 12, 2025] o [on December 3, 2025]."),
        ("it en", "Sono 123456 voti.", "Sono [123456] voti."),
    ],
)
def test_what_is_worded_anew(direction: str, text: str, expected: str) -> None:
    assert worded(text, *direction.split()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nel 2025 c’erano 3 deputati e 25 ministri.",
        "Python 3.11 e la versione 1.2.3 di MkDocs.",
        "È finita 2-1, dal 10-12 al 14.",
        "Il 31 febbraio non esiste.",
        "Dal 3 al 5 maggio, il 3-5 maggio.",
        "L’80° anniversario e gli anni ’90.",
        "La legge 104/92 e l’art. 3.2.",
        "Nessuna cifra.",
        "",
    ],
)
def test_what_is_left_to_the_engine(text: str) -> None:
    assert worded(text, "it", "en") == text


@pytest.mark.parametrize("text", ["In 2024, 5 may come.", "Due 3/12/2025."], ids=["a verb", "two readings"])
def test_what_may_not_be_that_date(text: str) -> None:
    assert worded(text, "en", "fr") == text


def value(text: str) -> str:
    return re.sub(r"\D", "", text)


@given(
    st.integers(1_000, 10**9),
    st.integers(0, 4),
    st.sampled_from(LOCALES),
    st.sampled_from(LOCALES),
)
def test_a_number_keeps_its_digits_between_all_locales(whole: int, places: int, source: str, target: str) -> None:
    pattern = Locale.parse(source, sep="-").decimal_formats[None].pattern.partition(".")[0]
    shape = f"{pattern}.{'0' * places}" if places else pattern
    written = format_decimal(whole + 1 / 3, shape, locale=source.replace("-", "_"))
    found = list(finder(source, target)(f"abc {written} abc"))
    assert [value(quantity.wording) for quantity in found] == [value(written)]
    back = list(finder(target, source)(f"abc {found[0].wording} abc"))
    assert [quantity.wording for quantity in back] == [written]


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["it", "en", "es", "fr", "pt", "ca", "de", "ru"])
)
def test_a_date_stays_the_same_day(day: date, source: str) -> None:
    written = format_date(day, "long", locale=source)
    assert worded(f"abc, {written}, abc", source, "it") == f"abc, [{format_date(day, 'long', locale='it')}], abc"


@given(
    st.text(st.sampled_from("12 .,:/%€$km-settembre’"), max_size=30), st.sampled_from(LOCALES), st.sampled_from(LOCALES)
)
def test_any_text_is_cut_without_overlap(text: str, source: str, target: str) -> None:
    at = 0
    for found in finder(source, target)(text):
        assert at <= found.start < found.end <= len(text)
        assert found.wording
        at = found.end

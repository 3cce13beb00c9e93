"""Numbers as every locale writes them: read alike, and told apart when a digit changes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from checking import findings
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.translate.figures import figures, latin_digits
from generator.translate.numerals import KNOWN, roman, spelled
from generator.translate.scales import scales

LOCALES = ("it", "en", "es", "fr", "pt", "pt-BR", "ca", "de", "de-CH", "ar", "fa", "hi", "zh-Hans", "ja", "ru", "pl")
LOCALE = st.sampled_from(LOCALES)
TABLED = st.sampled_from(sorted(KNOWN))
WHOLE = st.integers(21, 10**12)
VALUE = WHOLE.map(Decimal) | st.decimals(1, 10**9, places=2).filter(lambda value: value != value.to_integral())


def written(value: Decimal, tag: str) -> str:
    """The number in the digits and signs of a locale."""
    return format_decimal(value, locale=tag.replace("-", "_"), numbering_system="default")


def readings(text: str, tag: str) -> set[tuple[str, ...]]:
    (figure,) = figures(text, tag)
    return {tuple(f"{number.normalize():f}" for number in reading) for reading in figure.readings}


def numbers(asked: str, found: str, source: str, target: str) -> list[str]:
    return [finding.severity for finding in findings(asked, found, source, target) if finding.check == "numbers"]


@given(VALUE, LOCALE)
def test_a_number_is_read_as_its_locale_writes_it(value: Decimal, tag: str) -> None:
    (figure,) = figures(written(value, tag), tag)
    assert (value,) in figure.readings


@given(VALUE, LOCALE, LOCALE)
def test_the_same_number_in_two_locales_never_alarms(value: Decimal, source: str, target: str) -> None:
    assert numbers(f"({written(value, source)})", f"({written(value, target)})", source, target) == []


@given(VALUE, TABLED, TABLED, st.data())
def test_another_digit_always_alarms(value: Decimal, source: str, target: str, data: st.DataObject) -> None:
    found = written(value, target)
    place = data.draw(st.sampled_from([place for place, sign in enumerate(found) if sign.isdecimal()]))
    digit = data.draw(st.sampled_from("0123456789".replace(found[place], "")))
    changed = f"{found[:place]}{digit}{found[place + 1 :]}"
    assume(not changed.startswith("0"))
    assert numbers(f"({written(value, source)})", f"({changed})", source, target) == ["withhold"]


@pytest.mark.parametrize(
    ("text", "tag", "reading"),
    [
        ("1.234", "it", ("1234",)),
        ("1.234", "en", ("1.234",)),
        ("1,234", "en", ("1234",)),
        ("1.234.567,89", "de", ("1234567.89",)),
        ("12 000", "fr", ("12000",)),
        ("1\u202f234,5", "fr", ("1234.5",)),
        ("1’234.50", "de-CH", ("1234.5",)),
        ("12,34,567", "hi", ("1234567",)),
        ("١٬٢٣٤٫٥", "ar", ("1234.5",)),
        ("۱۲", "fa", ("12",)),
        ("１２", "ja", ("12",)),
        ("15.30", "it", ("15", "30")),
        ("15h30", "fr", ("15", "30")),
        ("3:30 p.m.", "en", ("15", "30")),
        ("5 de la tarde", "es", ("17",)),
        ("18mila", "it", ("18000",)),
        ("3,5 milioni", "it", ("3500000",)),
        ("2.400 millones", "es", ("2400000000",)),
        ("1,2 Mrd. Euro", "de", ("1200000000",)),
        ("$3bn", "en", ("3000000000",)),
        ("1億2000万円", "ja", ("120000000",)),
        ("30多万", "zh-Hans", ("300000",)),
        ("5 लाख", "hi", ("500000",)),
        ("anni ’90", "it", ("1990",)),
        ("1990s", "en", ("90",)),
        ("20世纪80年代", "zh-Hans", ("1980",)),
        ("2024/25", "it", ("2024", "2025")),
        ("3½", "en", ("3.5",)),
        ("80°", "it", ("80",)),
    ],
)
def test_what_a_figure_may_mean(text: str, tag: str, reading: tuple[str, ...]) -> None:
    assert reading in readings(text, tag)


def test_ranges_scores_and_names_are_single_numbers() -> None:
    found = figures("10-12 scolari, 3-1 al 90’, il G20 a -5 gradi, 30 km2", "it")
    assert [figure.text for figure in found] == ["10", "12", "3", "1", "90", "20", "-5", "30"]
    assert [figure.text for figure in found if figure.negative] == ["-5"]
    assert [figure.text for figure in found if figure.attached] == ["20"]


def test_the_first_number_of_a_range_shares_its_scale() -> None:
    first, second = figures("tra 3 e 5 milioni", "it")
    assert (Decimal(3_000_000),) in first.readings
    assert second.readings == {(Decimal(5_000_000),)}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert len(latin_digits(text)) == len(text)
    for figure in figures(text, "it"):
        assert text[figure.start : figure.end] == figure.text
        assert figure.readings


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("ventuno gatti e trentotto cani", "it", [21, 38]),
        ("the twenty-first of forty", "en", [21, 40]),
        ("treinta y cinco", "es", [35]),
        ("quatre-vingt-dix-sept et soixante et onze", "fr", [97, 71]),
        ("vinte e cinco", "pt", [25]),
        ("vint-i-dues", "ca", [22]),
        ("fünfundzwanzig", "de", [25]),
        ("dvadsať päť", "sk", []),
    ],
)
def test_numbers_in_words(text: str, language: str, values: list[float]) -> None:
    assert [word.value for word in spelled(text, language)] == values


@pytest.mark.parametrize("language", sorted(KNOWN))
def test_every_language_counts_to_a_hundred(language: str) -> None:
    from generator.translate.numerals import _table

    assert set(range(100)) <= set(_table(language).values())


def test_roman_numerals() -> None:
    assert [word.value for word in roman("Leone XIV nel XX secolo, MMXXV, au XXIe siècle; I e L")] == [14, 20, 2025, 21]


def test_a_scale_may_be_a_unit() -> None:
    known = scales("en")
    assert known.is_vague("m")
    assert known.of("billion") == 10**9
    assert scales("es").of("billones") == 10**12
    assert scales("xx").values == {}

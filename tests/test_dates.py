"""Dates as every locale writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from checking import findings
from hypothesis import given
from hypothesis import strategies as st

from generator.translate.dates import dates, names_month

LOCALES = ("it", "en", "es", "fr", "pt", "pt-BR", "ca", "de", "ru", "pl", "zh-Hans", "ja", "ko", "hi", "nl", "sv", "vi")
LOCALE = st.sampled_from(LOCALES)
DAY = st.dates(date(1900, 1, 1), date(2069, 12, 31))


def written(day: date, tag: str, form: str = "long") -> str:
    return format_date(day, form, locale=tag.replace("-", "_"))


def alarms(asked: str, found: str, source: str, target: str) -> set[str]:
    return {
        finding.severity for finding in findings(asked, found, source, target) if finding.check in ("dates", "numbers")
    }


@given(DAY, LOCALE)
def test_a_long_date_is_read_as_its_locale_writes_it(day: date, tag: str) -> None:
    assert {(day.day, day.month)} == set().union(*(found.days for found in dates(written(day, tag), tag)))


@given(DAY, LOCALE, LOCALE)
def test_the_same_date_in_two_locales_never_alarms(day: date, source: str, target: str) -> None:
    assert alarms(f"({written(day, source)})", f"({written(day, target)})", source, target) == set()


@given(DAY, st.integers(1, 3000), LOCALE, LOCALE)
def test_another_date_always_alarms(day: date, later: int, source: str, target: str) -> None:
    other = day + timedelta(later)
    assert "withhold" in alarms(f"({written(day, source)})", f"({written(other, target)})", source, target)


@pytest.mark.parametrize(
    ("text", "tag", "days"),
    [
        ("dal 3 al 5 settembre", "it", {(3, 9), (5, 9)}),
        ("May 3 and 5, 2024", "en", {(3, 5), (5, 5)}),
        ("4 Sept. 2025", "en", {(4, 9)}),
        ("the 4th of July", "en", {(4, 7)}),
        ("3/4/2025", "en", {(3, 4), (4, 3)}),
        ("3/4/2025", "it", {(3, 4)}),
        ("04.09.2025", "de", {(4, 9)}),
        ("2025-09-04", "", {(4, 9)}),
        ("1er mai", "fr", {(1, 5)}),
        ("l’1 d’octubre", "ca", {(1, 10)}),
        ("9月3日至5日", "zh-Hans", {(3, 9), (5, 9)}),
        ("9월", "ko", {(0, 9)}),
        ("you may 4", "en", set()),
        ("vince 3 set 2", "it", set()),
        ("192.168.1.1", "it", set()),
    ],
)
def test_forms_of_dates(text: str, tag: str, days: set[tuple[int, int]]) -> None:
    assert set().union(*(found.days for found in dates(text, tag))) == days


@pytest.mark.parametrize(
    ("text", "tag"), [("in settembre", "it"), ("у вересні", "uk"), ("September", "en"), ("9月", "ja")]
)
def test_months_are_known_by_name(text: str, tag: str) -> None:
    assert names_month(text, 9, tag)
    assert not names_month(text, 8, tag)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for found in dates(text, "it"):
        assert text[found.start : found.end] == found.text

"""Place, date and agency at the start of a report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Dateline
from generator.read.dateline import LONGEST, parse

LOCALES = ("it", "en", "es", "fr", "pt", "ca", "de")
TODAY = date(2025, 9, 10)


def read(text: str, locale: str = "it", today: date = TODAY) -> tuple[Dateline, str] | None:
    return parse(text, (locale, *LOCALES), today)


@pytest.mark.parametrize(
    ("locale", "head", "expected"),
    [
        ("it", "Pechino, 4 settembre 2025 –", Dateline("Pechino", date(2025, 9, 4))),
        ("it", "ROMA, 1º agosto –", Dateline("ROMA", date(2025, 8, 1))),
        ("it", "ROMA, 8 SET –", Dateline("ROMA", date(2025, 9, 8))),
        ("it", "TORINO (ANSA) –", Dateline("TORINO", None, "ANSA")),
        ("it", "Torino (ANSA), 9 set. -", Dateline("Torino", date(2025, 9, 9), "ANSA")),
        ("it", "Reggio nell’Emilia, 2.9.2025 —", Dateline("Reggio nell’Emilia", date(2025, 9, 2))),
        ("it", "L’Aquila, 2025-09-01 –", Dateline("L’Aquila", date(2025, 9, 1))),
        ("es", "MADRID, 3 sept. –", Dateline("MADRID", date(2025, 9, 3))),
        ("es", "Buenos Aires, 3 de septiembre de 2025 –", Dateline("Buenos Aires", date(2025, 9, 3))),
        ("es", "Madrid, 3 sep (EFE) –", Dateline("Madrid", date(2025, 9, 3), "EFE")),
        ("de", "BERLIN (dpa) –", Dateline("BERLIN", None, "dpa")),
        ("de", "Köln, 5. März 2025 –", Dateline("Köln", date(2025, 3, 5))),
        ("en", "LONDON, March 2, 2025 —", Dateline("LONDON", date(2025, 3, 2))),
        ("en", "LONDON, 2 March 2025 —", Dateline("LONDON", date(2025, 3, 2))),
        ("en", "WASHINGTON (AP) —", Dateline("WASHINGTON", None, "AP")),
        ("en", "NEW YORK, Sept 9 (Reuters) -", Dateline("NEW YORK", date(2025, 9, 9), "Reuters")),
        ("en", "Leeds, 1st September 2025 –", Dateline("Leeds", date(2025, 9, 1))),
        ("fr", "PARIS, 1er juillet 2025 (AFP) –", Dateline("PARIS", date(2025, 7, 1), "AFP")),
        ("fr", "Aix-en-Provence, 14 août –", Dateline("Aix-en-Provence", date(2025, 8, 14))),
        ("pt", "LISBOA, 25 de abril de 2025 –", Dateline("LISBOA", date(2025, 4, 25))),
        ("ca", "Barcelona, 11 de setembre de 2024 –", Dateline("Barcelona", date(2024, 9, 11))),
        ("ca", "Girona, 2 d’agost –", Dateline("Girona", date(2025, 8, 2))),
    ],
)
def test_forms(locale: str, head: str, expected: Dateline) -> None:
    assert read(f"{head} Il testo comincia qui.", locale) == (expected, "Il testo comincia qui.")


@pytest.mark.parametrize(
    "text",
    [
        "Il ponte riapre – finalmente – lunedì mattina.",
        "Roma – la città eterna – accoglie i visitatori.",
        "– Non vengo, dice la donna.",
        "ROMA, 4 settembre 2025",
        "ROMA, 4 settembre 2025 – ",
        "Che cosa succede? ROMA – niente.",
        "«ROMA» – così si chiama il film.",
        "Una frase molto lunga che continua ancora e ancora senza che si veda la fine, " + "parola " * 10 + "– ROMA",
        "",
        "–",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("it", "Il 4 settembre 2025 – un giovedì – la città si è fermata e nessuno è uscito di casa."),
        ("fr", "Le 4 septembre 2025 – un jeudi – la ville s’est arrêtée et personne n’est sorti."),
        ("es", "El 4 de septiembre de 2025 – un jueves – la ciudad se detuvo y nadie salió de casa."),
        ("de", "Am 4. September 2025 – einem Donnerstag – stand die Stadt still."),
        ("en", "On September 4, 2025 – a Thursday – the city stood still."),
    ],
)
def test_a_sentence_that_opens_with_a_day(locale: str, text: str) -> None:
    assert read(text, locale) is None


@pytest.mark.parametrize(
    ("locale", "text", "written"),
    [
        ("it", "ROMA, 31 settembre – Il testo.", "31 settembre"),
        ("it", "ROMA, 30 febbraio 2025 – Il testo.", "30 febbraio 2025"),
        ("en", "LONDON, February 29, 2025 — Text.", "February 29, 2025"),
        ("it", "ROMA, 2025-13-01 – Il testo.", "2025-13-01"),
        ("it", "ROMA, 32.1.2025 – Il testo.", "32.1.2025"),
        ("it", "ROMA, 0 maggio – Il testo.", "0 maggio"),
    ],
)
def test_a_date_that_does_not_exist_is_refused(locale: str, text: str, written: str) -> None:
    with pytest.raises(ValueError, match=f"'{written}' does not exist"):
        read(text, locale)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 9, 10), date(2024, 12, 31)),
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_without_a_year_it_is_the_nearest_past_one(today: date, expected: date) -> None:
    found = read("ROMA, 31 dicembre – Il testo.", today=today)
    assert found is not None
    assert found[0].date == expected


def test_without_a_year_a_leap_day_is_the_last_there_was() -> None:
    found = read("ROMA, 29 febbraio – Il testo.", today=date(2027, 5, 1))
    assert found is not None
    assert found[0].date == date(2024, 2, 29)


def test_the_articles_own_language_reads_a_month_first() -> None:
    # “listopad” is November in Polish and October in Croatian
    for locale, month in (("pl", 11), ("hr", 10)):
        found = parse("KRAKÓW, 3. listopada 2024 – Tekst.", (locale, "pl", "hr"), TODAY)
        assert found is not None
        assert found[0].date == date(2024, month, 3)


@pytest.mark.parametrize("dash", [" – ", " — ", " - ", " -- ", "– ", "— "])
def test_dashes(dash: str) -> None:
    assert read(f"ROMA, 4 settembre{dash}Il testo.") == (Dateline("ROMA", date(2025, 9, 4)), "Il testo.")


def test_the_dash_must_come_soon() -> None:
    place = "ROMA" + " " * LONGEST
    assert read(f"{place} – Il testo.") is None


@given(
    st.sampled_from(LOCALES),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["long", "medium"]),
    st.sampled_from(["Roma", "Reggio Calabria", "’s-Hertogenbosch".upper(), "Łódź", "SÃO PAULO"]),
)
def test_every_day_as_its_locale_writes_it(locale: str, day: date, form: str, place: str) -> None:
    written = format_date(day, form, locale=locale)
    if place[0] == "’" or (written[0].isdigit() and "/" in written):
        place = "Roma"
    assert read(f"{place}, {written} – Testo.", locale, day) == (Dateline(place, day), "Testo.")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1904, 3, 1), date(2099, 12, 31)))
def test_a_date_without_a_year_is_never_in_the_future(day: date, today: date) -> None:
    found = read(f"ROMA, {day.day} {format_date(day, 'MMMM', locale='it')} – Testo.", today=today)
    assert found is not None
    assert found[0].date is not None
    assert found[0].date <= today
    assert (found[0].date.month, found[0].date.day) == (day.month, day.day)
    leap = (day.month, day.day) == (2, 29)
    assert today - found[0].date <= timedelta(days=8 * 366 if leap else 366)


@given(st.text(max_size=200))
def test_any_text_has_a_dateline_or_none(text: str) -> None:
    try:
        found = read(text)
    except ValueError as fault:
        assert "does not exist" in str(fault)
    else:
        if found:
            assert found[0].place
            assert text.endswith(found[1])

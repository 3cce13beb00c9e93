"""Front matter: what a person decides, checked key by key."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ReadError
from generator.model import Correction, Image, Publication, Source, Withdrawal
from generator.read.frontmatter import KEYS, SLUG_LENGTH, FrontMatter, frontmatter, slugify

LOCALES = ("it", "en", "pt-BR")
FILE = PurePosixPath("content/articles/a.md")


def read(text: str) -> FrontMatter:
    return frontmatter(Source(FILE, "article", ".md", text, ""), LOCALES)


def refused(text: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(text)
    assert caught.value.path == FILE
    return caught.value


def test_every_key() -> None:
    text = """---
title: "Il ponte: riapre"
date: 2025-09-04
lang: pt-BR
slug: il-ponte
summary: >
  Due righe
  di sommario
byline: Anna Neri
topics: [Città, Lavori pubblici]
image: {file: ponte.jpg, alt: Un ponte, caption: "Il ponte, lunedì", credit: Anna Neri}
draft: true
embargo: 2025-09-05T06:00:00+02:00
updated: 2025-09-06
corrections:
- {date: 2025-09-05, text: Il nome era sbagliato.}
- {date: 2025-09-08, text: La data era sbagliata.}
withdrawn: {date: 2025-09-09, text: Non era vero.}
---
Il testo.
"""
    assert read(text) == FrontMatter(
        rest="Il testo.\n",
        rest_line=20,
        title="Il ponte: riapre",
        date=date(2025, 9, 4),
        lang="pt-BR",
        slug="il-ponte",
        summary="Due righe di sommario",
        byline="Anna Neri",
        topics=("Città", "Lavori pubblici"),
        image=Image("ponte.jpg", "Un ponte", "Il ponte, lunedì", "Anna Neri"),
        publication=Publication(
            draft=True,
            embargo=datetime(2025, 9, 5, 4, tzinfo=UTC),
            updated=date(2025, 9, 6),
            corrections=(
                Correction(date(2025, 9, 8), "La data era sbagliata."),
                Correction(date(2025, 9, 5), "Il nome era sbagliato."),
            ),
            withdrawn=Withdrawal(date(2025, 9, 9), "Non era vero."),
        ),
    )


def test_all_keys_are_tried_above() -> None:
    publication = {"draft", "embargo", "updated", "corrections", "withdrawn"}
    assert set(KEYS) == {"title", "date", "lang", "slug", "summary", "byline", "topics", "image"} | publication


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("withdrawn: true", Publication(withdrawn=Withdrawal())),
        ("withdrawn: false", Publication()),
        ("withdrawn: {text: Falso.}", Publication(withdrawn=Withdrawal(None, "Falso."))),
        ("corrections: []", Publication()),
        ('embargo: "2025-09-05T06:00:00Z"', Publication(embargo=datetime(2025, 9, 5, 6, tzinfo=UTC))),
    ],
)
def test_publication(value: str, expected: Publication) -> None:
    assert read(f"---\n{value}\n---\n").publication == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("embargo: 2025-09-05 06:00:00", "has no zone"),
        ("embargo: domani", "'domani' is not a time"),
        ("embargo: 2025-09-05", "has no zone"),
        ("corrections: la data", "'corrections' must be a list of corrections"),
        ("corrections: [la data]", "'corrections' must be a list of corrections"),
        ("corrections: [{date: 2025-09-05}]", "a correction needs a date and a text"),
        ("corrections: [{text: X}]", "a correction needs a date and a text"),
        ("corrections: [{date: 2025-09-05, txt: X}]", "unknown key 'txt' in 'corrections'"),
        ("corrections: [{date: ieri, text: X}]", "'ieri' is not a date"),
        ("withdrawn: perché sì", "'withdrawn' must be true, or a date and a reason"),
        ("withdrawn: {reason: X}", "unknown key 'reason' in 'withdrawn'"),
        ("updated: ieri", "'ieri' is not a date"),
        ("image: [a.jpg]", "'image' must be a text"),
        ("image: {file: a.jpg, alt: [x]}", "'image.alt' must be a text"),
        ("image: {src: a.jpg}", "unknown key 'src' in 'image'"),
        ("image: {alt: Un ponte}", "'image' names no file"),
    ],
)
def test_publication_that_cannot_be_understood_is_refused_with_its_line(value: str, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(f"---\ntitle: X\n{value}\n---\n")
    assert message in caught.value.message
    assert caught.value.line == 3
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["Il testo.\n", "", "\n\nIl testo.", "--- \nUna riga e basta.\n", "---\n\nSolo una linea.\n", "-- -\na: b\n---\n"],
)
def test_without_front_matter_the_text_is_whole(text: str) -> None:
    assert read(text) == FrontMatter(text)


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_ends(end: str) -> None:
    assert read(f"---\ntitle: X\n{end}\nIl testo.").rest == "Il testo."


def test_blank_lines_above_do_not_count() -> None:
    assert read("\n\n---\ntitle: X\n---\nIl testo.").title == "X"


def test_lines_are_those_of_the_file_even_below_blank_ones() -> None:
    assert read("\n\n---\ntitle: X\n---\nIl testo.").rest_line == 6


@pytest.mark.parametrize("values", ["", "title:\n", "topics: []\n", "date: null\n"])
def test_nothing_given(values: str) -> None:
    matter = read(f"---\n{values}---\nIl testo.")
    assert (matter.title, matter.date, matter.topics, matter.publication) == ("", None, (), Publication())


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2025-09-04", "2025-09-04"), ("'2025-09-04'", "2025-09-04"), ("2025-09-04 18:30:00", "2025-09-04")],
)
def test_dates(value: str, expected: str) -> None:
    assert read(f"---\ndate: {value}\n---\n").date == date.fromisoformat(expected)


def test_one_topic_needs_no_list() -> None:
    assert read("---\ntopics: Città\n---\n").topics == ("Città",)


def test_numbers_are_texts() -> None:
    assert read("---\ntitle: 2025\ntopics: [1848]\n---\n").title == "2025"


@pytest.mark.parametrize(
    ("line", "words", "hint"),
    [
        ("titel: X", "unknown key 'titel'", "Did you mean 'title'?"),
        ("Title: X", "unknown key 'Title'", "Did you mean 'title'?"),
        ("lang: de", "the language 'de' is not configured", "extra.newsroom.locales"),
        ("date: domani", "'domani' is not a date", "Write it as 2025-09-04"),
        ("date: 04/09/2025", "'04/09/2025' is not a date", "Write it as 2025-09-04"),
        ("draft: forse", "'draft' must be true or false", "Write draft: true"),
        ("slug: Il Ponte!", "'Il Ponte!' is not a slug", "Write slug: il-ponte"),
        ("slug: a/b", "'a/b' is not a slug", "Write slug: a-b"),
        ("slug: ../../x", "'../../x' is not a slug", "Write slug: x"),
        ("topics: {a: b}", "'topics' must be a list of words", "Write topics: [one, two]"),
        ("topics: ['!?']", "'topics' must be a list of words", "Write topics: [one, two]"),
        ("title: [a, b]", "'title' must be a text", 'Write title: "…"'),
        ("byline: true", "'byline' must be a text", 'Write byline: "…"'),
        ("a line without a colon", "the YAML is broken", ""),
        ("title: Oggi: pioggia", "the YAML is broken", "Quote values that contain ': '"),
    ],
)
def test_refusals_name_line_and_remedy(line: str, words: str, hint: str) -> None:
    fault = refused(f"---\nsummary: Uno\n{line}\n---\nIl testo.\n")
    assert words in fault.message
    assert hint in fault.hint
    assert fault.line in (3, 4)  # YAML sees a missing colon only on the next line
    if "broken" not in words:
        assert fault.line == 3


def test_an_impossible_date_names_its_line() -> None:
    fault = refused("---\nsummary: Uno\ntitle: Due\ndate: 2025-02-30\n---\nIl testo.\n")
    assert (fault.message, fault.hint) == ("'2025-02-30' is not a date", "Write it as 2025-09-04")
    assert fault.line == 4


def test_a_key_given_twice() -> None:
    fault = refused("---\ntitle: Uno\ntitle: Due\n---\n")
    assert (fault.message, fault.line) == ("'title' is given twice", 3)


@pytest.mark.parametrize("text", ["---\ntitle: Uno\n\nIl testo.\n", "---\n\ntitle: Uno\n"])
def test_front_matter_that_is_not_closed(text: str) -> None:
    fault = refused(text)
    assert (fault.message, fault.hint) == ("the front matter is not closed", "Put a line with --- below the last key")


def test_a_list_is_no_front_matter() -> None:
    assert "key: value" in refused("---\n- uno\n- due\n---\n").message


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("title", "summary", "byline"), WORDS)), WORDS)
def test_texts_come_back_with_their_spaces_single(values: dict[str, str], rest: str) -> None:
    text = f"---\n{yaml.safe_dump(values, allow_unicode=True) if values else ''}---\n{rest}"
    matter = read(text)
    assert matter.rest == rest
    for key, value in values.items():
        assert getattr(matter, key) == " ".join(value.split())


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for given_text in (text, f"---\n{text}\n---\nIl testo.\n", f"---\ntitle: {text}\n---\n"):
        try:
            matter = read(given_text)
        except ReadError as fault:
            assert fault.path == FILE
        else:
            assert given_text.endswith(matter.rest)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Pékin : l’accord", "pekin-l-accord"),
        ("Xi Jinping accoglie Kim Jong-un", "xi-jinping-accoglie-kim-jong-un"),
        ("  100% città -- «già» ", "100-citta-gia"),
        ("Straße, Łódź & Ærø", "strasse-lodz-aero"),
        ("北京", "beijing"),
        ("Москва", "moskva"),
        ("don't", "don-t"),
        ("…!?", ""),
        ("", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text).replace("bei-jing", "beijing") == slug


def test_long_slugs_end_at_a_word() -> None:
    words = "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    slug = slugify(words)
    assert len(slug) <= SLUG_LENGTH
    assert words.replace(" ", "-").startswith(f"{slug}-")
    assert slugify("a" * 200) == "a" * SLUG_LENGTH


@given(st.text())
def test_slugs_are_stable_and_ascii(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= SLUG_LENGTH
    assert slugify(slug) == slug

"""An edition becomes a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml

from generator.model import (
    Article,
    Correction,
    Dateline,
    Edition,
    Image,
    Publication,
    Rendition,
    State,
    Story,
    Topic,
    Translation,
    Withdrawal,
)
from generator.portable import blocks
from generator.segment import join, split
from generator.write.page import (
    SIGNS,
    WORDS,
    Neighbours,
    Setting,
    dateline_text,
    docs_path,
    minutes,
    render,
    source_of,
)
from generator.write.story import SUMMARY, day_text, story, story_of, summary

PATH = PurePosixPath("docs/en/2025/09/04/il-ponte.md")
TITLES = {"apertium": "Apertium", "google": "Google Translate"}
ORIGINAL = Article(
    path=PurePosixPath("content/articles/ponte.md"),
    kind="article",
    locale="it",
    headline="Il ponte: riapre",
    body=blocks("Il ponte *riapre* lunedì. Poi si vedrà.\n\n## La strada\n\n-   uno\n-   due\n"),
    dateline=Dateline("ROMA", date(2025, 9, 4), "Agenzia"),
    date=date(2025, 9, 4),
    byline="Anna Neri",
    topics=(Topic("citta", "Città"),),
    address="2025/09/04/il-ponte",
)
TEXTS = ["The bridge: open", "ROME", "City", "The bridge *opens* on Monday. We shall see.", "The road", "one", "two"]


def translations(
    texts: Sequence[str], engine: str = "apertium", route: str = "it-ca-en", approver: str = ""
) -> tuple[Translation, ...]:
    state: State = "approved" if approver else "machine"
    return tuple(
        Translation(segment, text, engine, route, date(2025, 9, 5), state, approver)
        for segment, text in zip(split(ORIGINAL), texts, strict=True)
    )


MACHINE = Edition(ORIGINAL, "en", join(ORIGINAL, TEXTS), translations(TEXTS), (), "machine")


PLACE = "2025/09/04/il-ponte/foto.jpg"
RENDITION = Rendition("0123456789ab", 1200, 800, (480, 800, 1200))
PUBLICATION = Publication(
    updated=date(2025, 9, 6),
    corrections=(
        Correction(date(2025, 9, 8), "The day was wrong."),
        Correction(date(2025, 9, 5), "The name was wrong."),
    ),
)
ILLUSTRATED = replace(
    MACHINE,
    text=replace(
        MACHINE.text,
        image=Image(PLACE, "A bridge", "The bridge on Monday", "Anna Neri"),
        publication=PUBLICATION,
        pictures=((Path("ponte/foto.jpg"), PLACE),),
    ),
)


def head(page: str) -> dict[str, object]:
    return yaml.safe_load(page.split("---\n")[1])  # type: ignore[no-any-return]


def test_the_page_of_a_translation() -> None:
    page = render(MACHINE, Setting(("it", "en"), TITLES))
    assert head(page) | {"checksum": "", "texts": ""} == {
        "title": "The bridge: open",
        "description": "The bridge opens on Monday.",
        "template": "article.html",
        "lede_summary": True,
        "date": date(2025, 9, 4),
        "date_text": "September 4, 2025",
        "dateline": "ROME (Agenzia), September 4, 2025",
        "dateline_end": " (Agenzia), September 4, 2025",
        "byline": "Anna Neri",
        "minutes": 1,
        "lang": "en",
        "source": "content/articles/ponte.md",
        "topics": [{"slug": "citta", "label": "City"}],
        "editions": ["it", "en"],
        "translation": {
            "state": "machine",
            "from": "it",
            "engine": "apertium",
            "engine_name": "Apertium",
            "route": "it-ca-en",
            "date": date(2025, 9, 5),
            "date_text": "September 5, 2025",
        },
        "texts": "",
        "checksum": "",
    }
    assert page.endswith("---\n\nThe bridge *opens* on Monday. We shall see.\n\n## The road\n\n-   one\n-   two\n")


def test_the_page_of_an_original() -> None:
    values = head(render(Edition(ORIGINAL, "it", ORIGINAL, (), (), "original"), Setting(("it",), TITLES)))
    assert (values["lang"], values["translation"]) == ("it", {"state": "original"})
    assert values["date_text"] == "4 settembre 2025"


def test_a_fallback_page_is_in_the_originals_language_with_dates_in_the_readers() -> None:
    values = head(render(Edition(ORIGINAL, "fr", ORIGINAL, (), (), "fallback"), Setting(("it",), TITLES)))
    assert (values["lang"], values["translation"]) == ("it", {"state": "fallback", "from": "it"})
    assert (values["title"], values["date_text"]) == ("Il ponte: riapre", "4 septembre 2025")
    assert values["dateline"] == "ROMA (Agenzia), 4 settembre 2025"


def test_a_page_with_picture_and_corrections() -> None:
    edition = replace(ILLUSTRATED, translations=())
    values = head(render(edition, Setting(("it", "en"), TITLES, {PLACE: RENDITION})))
    variants = {"id": "0123456789ab", "width": 1200, "height": 800, "widths": [480, 800, 1200]}
    told = {"alt": "A bridge", "caption": "The bridge on Monday", "credit": "Anna Neri"}
    assert values["image"] == {"src": PLACE, **variants, **told}
    assert "pictures" not in values
    assert (values["updated"], values["updated_text"]) == (date(2025, 9, 6), "September 6, 2025")
    assert values["corrections"] == [
        {"date": date(2025, 9, 8), "date_text": "September 8, 2025", "text": "The day was wrong."},
        {"date": date(2025, 9, 5), "date_text": "September 5, 2025", "text": "The name was wrong."},
    ]


def test_pictures_in_a_text_are_found_by_their_link_targets() -> None:
    body = blocks("Uno.\n\n![Un ponte](il-ponte/foto.jpg)\n")
    text = replace(ILLUSTRATED.text, body=body, image=None)
    values = head(render(replace(ILLUSTRATED, text=text, translations=()), Setting(renditions={PLACE: RENDITION})))
    assert "image" not in values
    assert list(values["pictures"]) == ["il-ponte/foto.jpg"]  # type: ignore[call-overload]


def test_a_page_leads_to_its_neighbours() -> None:
    def near(name: str) -> Story:
        return Story(f"2025/09/03/{name}/", name.title(), "Summary", date(2025, 9, 3), "en", "machine")

    led = Neighbours((near("one"), near("two")), previous=near("three"))
    values = head(render(MACHINE, Setting(neighbours=led)))
    link = {"date": date(2025, 9, 3), "date_text": "September 3, 2025", "lang": "en", "state": "machine"}
    assert values["related"] == [
        {"path": f"2025/09/03/{name}/", "title": name.title(), **link} for name in ("one", "two")
    ]
    assert values["previous"] == {"path": "2025/09/03/three/", "title": "Three", **link}
    assert "next" not in values


def test_of_a_withdrawn_article_only_the_reason_is_left() -> None:
    publication = Publication(withdrawn=Withdrawal(date(2025, 9, 9), "It was not true."))
    bare = replace(ORIGINAL, headline="", dateline=None, byline="", topics=(), publication=publication)
    edition = Edition(bare, "en", replace(bare, body=blocks("It was not true.\n")), (), (), "machine")
    page = render(edition, Setting(("it", "en"), TITLES, withdrawn="Story withdrawn"))
    assert head(page) | {"checksum": ""} == {
        "title": "Story withdrawn",
        "template": "withdrawn.html",
        "lang": "en",
        "source": "content/articles/ponte.md",
        "translation": {"state": "machine", "from": "it"},
        "withdrawn": {"date": date(2025, 9, 9), "date_text": "September 9, 2025"},
        "checksum": "",
    }
    assert page.endswith("---\n\nIt was not true.\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [("Uno.\n", 1), ("parola " * WORDS + "\n", 1), ("parola " * (WORDS + 1) + "\n", 2), ("字" * (3 * SIGNS) + "\n", 3)],
)
def test_minutes_of_reading(body: str, expected: int) -> None:
    assert minutes(article(body)) == expected


def test_a_page_of_several_engines_names_them_all() -> None:
    several = (*translations(TEXTS)[:3], *translations(TEXTS, "google", "")[3:])
    mixed = Edition(ORIGINAL, "en", join(ORIGINAL, TEXTS), several, (), "machine")
    values = head(render(mixed, Setting(("it", "en"), TITLES)))["translation"]
    assert values["engine_name"] == "Apertium, Google Translate"  # type: ignore[index]


def test_a_reviewed_page_names_who_answers_for_it() -> None:
    approved = translations(TEXTS, "", "", "Anna Neri")
    reviewed = Edition(ORIGINAL, "en", join(ORIGINAL, TEXTS), approved, (), "reviewed")
    values = head(render(reviewed, Setting(("it", "en"), TITLES)))["translation"]
    assert values["approver"] == "Anna Neri"  # type: ignore[index]
    assert "engine" not in values  # type: ignore[operator]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("it", "4 settembre 2025"),
        ("en", "September 4, 2025"),
        ("es", "4 de septiembre de 2025"),
        ("fr", "4 septembre 2025"),
        ("pt", "4 de setembro de 2025"),
        ("pt-BR", "4 de setembro de 2025"),
        ("ca", "4 de setembre del 2025"),
        ("zh-Hans", "2025年9月4日"),
        ("fa", "۴ سپتامبر ۲۰۲۵"),
        ("hi", "4 सितंबर 2025"),
    ],
)
def test_days_as_the_locale_writes_them(locale: str, expected: str) -> None:
    assert day_text(date(2025, 9, 4), locale) == expected


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        (Dateline("ROMA", None), "ROMA"),
        (Dateline("ROMA", None, "Agenzia"), "ROMA (Agenzia)"),
        (Dateline("ROMA", date(2025, 9, 4)), "ROMA, 4 settembre 2025"),
    ],
)
def test_datelines(dateline: Dateline, expected: str) -> None:
    assert dateline_text(dateline, "it") == expected


def article(body: str, given_summary: str = "") -> Article:
    return Article(ORIGINAL.path, "article", "it", "X", blocks(body), summary=given_summary)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Uno *due*. Tre.\n", "Uno due."),
        ("## Titolo\n\nUno [due](x.md). Tre.\n", "Uno due."),
        ("-   uno\n", ""),
        ("Uno &amp; due &lt; tre. Poi.\n", "Uno & due < tre."),
        ("Uno due[^1]. Tre.\n\n[^1]: Nota.\n", "Uno due."),
    ],
)
def test_the_summary_is_the_first_sentence(body: str, expected: str) -> None:
    assert summary(article(body)) == expected


def test_a_summary_of_its_own_goes_first() -> None:
    assert summary(article("Uno.\n", "Il *mio* sommario.")) == "Il mio sommario."


def test_a_long_summary_is_cut_at_a_word() -> None:
    text = summary(article("parola, " * 100 + "fine.\n"))
    assert len(text) <= SUMMARY + 2
    assert text.endswith("parola …")


def test_where_a_page_lies() -> None:
    assert docs_path("en", "2025/09/04/il-ponte") == PATH


def test_the_story_of_an_edition_and_of_its_page_are_the_same() -> None:
    lede, topics = "The bridge opens on Monday.", (("citta", "City"),)
    day = date(2025, 9, 4)
    plain = Story("2025/09/04/il-ponte/", "The bridge: open", lede, day, "en", "machine", topics, None, "Anna Neri")
    assert story(MACHINE, {}) == plain
    assert story_of(render(MACHINE, Setting(("it",), TITLES)), ORIGINAL.address, PATH) == plain
    expected = replace(plain, updated=date(2025, 9, 8), image=ILLUSTRATED.text.image, rendition=RENDITION)
    assert story(ILLUSTRATED, {PLACE: RENDITION}) == expected
    page = render(ILLUSTRATED, Setting(("it",), TITLES, {PLACE: RENDITION}))
    assert story_of(page, ORIGINAL.address, PATH) == expected


def test_the_story_of_a_page_without_front_matter_is_a_fallback() -> None:
    assert story_of("text only", "about", PATH).state == "fallback"


@pytest.mark.parametrize("name", ["ponte.md", "l’acqua.md", "due parole.md", "a: b.md", "it's.md", "#1.md"])
def test_the_source_that_a_page_names(name: str) -> None:
    path = PurePosixPath("content/articles", name)
    page = render(Edition(ORIGINAL, "it", Article(path, "article", "it", "X", ()), (), (), "original"), Setting())
    assert source_of(page) == str(path)


def test_a_page_that_names_no_source() -> None:
    assert source_of("---\ntitle: x\n---\n\nsource: y\n") == ""


def test_a_page_whose_topics_were_mistyped_still_has_a_story() -> None:
    story = story_of("---\ntitle: Uno\ntopics: [due, {slug: tre}]\n---\n\nQuattro\n", "uno", PATH)
    assert (story.title, story.topics, story.state) == ("Uno", (("tre", ""),), "fallback")

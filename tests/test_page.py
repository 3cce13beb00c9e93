"""An edition becomes a page, and an edited page gives its texts back."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from strategies import DOCUMENT, PLAIN

from generator.errors import RecordError
from generator.model import Article, Dateline, Edition, Segment, Topic, Translation
from generator.portable import blocks, portable
from generator.segment import join, split
from generator.write.page import (
    SUMMARY,
    Story,
    dateline_text,
    day_text,
    docs_path,
    is_untouched,
    read_texts,
    render,
    source_of,
    story,
    story_of,
    summary,
    with_checksum,
)

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


def translation(text: str, engine: str = "apertium", route: str = "it-ca-en", approver: str = "") -> Translation:
    state = "approved" if approver else "machine"
    return Translation(Segment("k", "paragraph", "x"), text, engine, route, date(2025, 9, 5), state, approver)


MACHINE = Edition(ORIGINAL, "en", join(ORIGINAL, TEXTS), tuple(map(translation, TEXTS)), (), "machine")


def head(page: str) -> dict[str, object]:
    return yaml.safe_load(page.split("---\n")[1])  # type: ignore[no-any-return]


def test_the_page_of_a_translation() -> None:
    page = render(MACHINE, ["it", "en"], TITLES)
    assert head(page) | {"checksum": ""} == {
        "title": "The bridge: open",
        "description": "The bridge opens on Monday.",
        "template": "article.html",
        "lede_summary": True,
        "date": date(2025, 9, 4),
        "date_text": "September 4, 2025",
        "dateline": "ROME (Agenzia), September 4, 2025",
        "byline": "Anna Neri",
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
        "checksum": "",
    }
    assert page.endswith("---\n\nThe bridge *opens* on Monday. We shall see.\n\n## The road\n\n-   one\n-   two\n")


def test_the_page_of_an_original() -> None:
    values = head(render(Edition(ORIGINAL, "it", ORIGINAL, (), (), "original"), ["it"], TITLES))
    assert (values["lang"], values["translation"]) == ("it", {"state": "original"})
    assert values["date_text"] == "4 settembre 2025"


def test_a_fallback_page_is_in_the_originals_language_with_dates_in_the_readers() -> None:
    values = head(render(Edition(ORIGINAL, "fr", ORIGINAL, (), (), "fallback"), ["it"], TITLES))
    assert (values["lang"], values["translation"]) == ("it", {"state": "fallback", "from": "it"})
    assert (values["title"], values["date_text"]) == ("Il ponte: riapre", "4 septembre 2025")
    assert values["dateline"] == "ROMA (Agenzia), 4 settembre 2025"


def test_a_page_of_several_engines_names_them_all() -> None:
    mixed = Edition(ORIGINAL, "en", ORIGINAL, (translation("a"), translation("b", "google", "")), (), "machine")
    values = head(render(mixed, ["it", "en"], TITLES))["translation"]
    assert values["engine_name"] == "Apertium, Google Translate"  # type: ignore[index]


def test_a_reviewed_page_names_who_answers_for_it() -> None:
    reviewed = Edition(ORIGINAL, "en", ORIGINAL, (translation("a", "", "", "Anna Neri"),), (), "reviewed")
    values = head(render(reviewed, ["it", "en"], TITLES))["translation"]
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


def test_a_page_as_written_is_untouched_whatever_its_line_ends() -> None:
    page = render(MACHINE, ["it", "en"], TITLES)
    assert is_untouched(page)
    assert is_untouched(page.replace("\n", "\r\n"))
    assert is_untouched(page.replace("see.\n", "see. \n") + "\n\n")
    assert is_untouched(page.rstrip())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Monday", "Tuesday"),
        ("title: 'The", "title: 'A"),
        ("state: machine", "state: reviewed"),
    ],
)
def test_any_edit_is_seen(old: str, new: str) -> None:
    page = render(MACHINE, ["it", "en"], TITLES)
    assert old in page
    assert not is_untouched(page.replace(old, new))


@pytest.mark.parametrize("page", ["", "no front matter", "---\ntitle: x\n---\n\ntext\n", "---\nchecksum: abc\n---\n"])
def test_other_pages_count_as_edited(page: str) -> None:
    assert not is_untouched(page)


@given(st.dictionaries(st.text("abc", min_size=1), PLAIN, max_size=3), DOCUMENT)
def test_what_is_written_is_untouched_until_a_character_changes(values: dict[str, str], body: str) -> None:
    page = with_checksum(values, body)
    assert is_untouched(page)
    assert not is_untouched(f"{page}x")
    assert with_checksum(values, body) == page


def test_the_texts_come_back_in_the_order_of_the_segments() -> None:
    assert list(read_texts(render(MACHINE, ["it", "en"], TITLES), ORIGINAL, "en", PATH)) == TEXTS


@given(DOCUMENT, st.text("àbc’ ", min_size=1).map(str.strip).filter(bool), st.booleans())
def test_the_texts_of_any_page_come_back(body: str, headline: str, with_summary: bool) -> None:
    text = Article(
        ORIGINAL.path, "article", "it", " ".join(headline.split()), blocks(portable(body)), Dateline("ROMA", None),
        summary="Due righe." if with_summary else "", address=ORIGINAL.address, topics=ORIGINAL.topics,
    )  # fmt: skip
    page = render(Edition(text, "it", text, (), (), "original"), ["it"], TITLES)
    assert list(read_texts(page, text, "it", PATH)) == [segment.text for segment in split(text)]


def test_an_edited_text_comes_back_edited() -> None:
    page = render(MACHINE, ["it", "en"], TITLES).replace("on Monday", "next *Monday*").replace("ROME", "Rome")
    texts = read_texts(page.replace("\n", "\r\n"), ORIGINAL, "en", PATH)
    assert (texts[1], texts[3]) == ("Rome", "The bridge *opens* next *Monday*. We shall see.")


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])
def test_conflict_markers_are_refused_with_their_line(marker: str) -> None:
    page = render(MACHINE, ["it", "en"], TITLES)
    line = page.count("\n") + 1
    with pytest.raises(RecordError, match="conflict markers") as caught:
        read_texts(f"{page}{marker}\n", ORIGINAL, "en", PATH)
    assert (caught.value.path, caught.value.line) == (PATH, line)


@pytest.mark.parametrize("page", ["The bridge opens.\n", "---\ntitle: x\nThe bridge opens.\n", ""])
def test_a_page_without_front_matter_is_refused(page: str) -> None:
    with pytest.raises(RecordError, match="lost its front matter") as caught:
        read_texts(page, ORIGINAL, "en", PATH)
    assert caught.value.line == 1
    assert caught.value.hint


def test_a_page_with_broken_front_matter_is_refused_with_its_line() -> None:
    page = render(MACHINE, ["it", "en"], TITLES).replace("date_text: September", "date_text: : September")
    with pytest.raises(RecordError, match="YAML is broken") as caught:
        read_texts(page, ORIGINAL, "en", PATH)
    assert caught.value.line > 1


def test_the_story_of_an_edition_and_of_its_page_are_the_same() -> None:
    lede, topics = "The bridge opens on Monday.", (("citta", "City"),)
    expected = Story("2025/09/04/il-ponte/", "The bridge: open", lede, date(2025, 9, 4), "en", "machine", topics)
    assert story(MACHINE) == expected
    assert story_of(render(MACHINE, ["it"], TITLES), ORIGINAL.address, PATH) == expected


def test_the_story_of_a_page_without_front_matter_is_a_fallback() -> None:
    assert story_of("text only", "about", PATH).state == "fallback"


@pytest.mark.parametrize("name", ["ponte.md", "l’acqua.md", "due parole.md", "a: b.md", "it's.md", "#1.md"])
def test_the_source_that_a_page_names(name: str) -> None:
    path = PurePosixPath("content/articles", name)
    page = render(Edition(ORIGINAL, "it", Article(path, "article", "it", "X", ()), (), (), "original"), [], TITLES)
    assert source_of(page) == str(path)


def test_a_page_that_names_no_source() -> None:
    assert source_of("---\ntitle: x\n---\n\nsource: y\n") == ""


def test_a_page_whose_topics_were_mistyped_still_has_a_story() -> None:
    story = story_of("---\ntitle: Uno\ntopics: [due, {slug: tre}]\n---\n\nQuattro\n", "uno", PATH)
    assert (story.title, story.topics, story.state) == ("Uno", (("tre", ""),), "fallback")

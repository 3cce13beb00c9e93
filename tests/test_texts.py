"""An edited page gives its texts back, each with what it was made from, and tells what else was changed on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import DOCUMENT

from generator.errors import RecordError
from generator.model import (
    Article,
    Correction,
    Dateline,
    Edition,
    Image,
    Publication,
    Rendition,
    State,
    Topic,
    Translation,
)
from generator.portable import blocks, portable
from generator.segment import join, split
from generator.trace import Trace, fingerprint
from generator.write.page import Setting, render
from generator.write.texts import kept, read_texts

PLACE = "2025/09/04/il-ponte/foto.jpg"
PATH = PurePosixPath("docs/en/2025/09/04/il-ponte.md")
ORIGINAL = Article(
    path=PurePosixPath("content/articles/ponte.md"),
    kind="article",
    locale="it",
    headline="Il ponte",
    body=blocks("Il ponte *riapre* lunedì. Poi si vedrà.\n\n| a | b |\n| --- | --- |\n| uno | due |\n"),
    dateline=Dateline("ROMA", None, "Agenzia"),
    summary="Una *sintesi*.",
    topics=(Topic("citta", "Città"), Topic("casa", "Casa")),
    image=Image(PLACE, "Un ponte", "Il ponte lunedì", "Anna Neri"),
    publication=Publication(corrections=(Correction(date(2025, 9, 5), "Il nome era sbagliato."),)),
    address="2025/09/04/il-ponte",
)
TEXTS = [
    "The bridge",
    "A *summary*.",
    "ROME",
    "City",
    "A bridge",
    "The bridge on Monday",
    "The name was wrong.",
    "The bridge *opens*. We see.",
    "a",
    "b",
    "one \\| 1",
    "two",
]
SHOWN = ["The bridge", "A summary.", *TEXTS[2:]]


def page(article: Article, texts: list[str], whose: dict[int, tuple[str, State, bool]], fixed: str = "") -> str:
    """The page of an article, where a text's engine, state and staleness are as `whose` says; the topic `fixed` has a
    label that the newsroom chose."""
    drafted: tuple[str, State, bool] = ("pseudo", "machine", False)
    asked = replace(article, topics=tuple(topic for topic in article.topics if topic.slug != fixed))
    translations = tuple(
        Translation(segment, text, engine, "", None, state, stale=stale)
        for place, (segment, text) in enumerate(zip(split(asked), texts, strict=True))
        for engine, state, stale in [whose.get(place, drafted)]
    )
    text = join(asked, texts)
    labels = {topic.slug: topic.label for topic in text.topics}
    topics = tuple(Topic(topic.slug, labels.get(topic.slug, "House")) for topic in article.topics)
    edition = Edition(article, "en", replace(text, topics=topics), translations, (), "machine")
    return render(edition, Setting(("it", "en"), renditions={PLACE: Rendition("0123456789ab", 480, 320, (480,))}))


WHOSE: dict[int, tuple[str, State, bool]] = {
    0: ("", "approved", False),
    1: ("pseudo", "approved", False),
    2: ("", "written", False),
    7: ("", "approved", True),
    8: ("pseudo", "approved", True),
    9: ("", "written", True),
}
PAGE = page(ORIGINAL, TEXTS, WHOSE, fixed="casa")


def test_every_text_comes_back_with_its_trace() -> None:
    found = read_texts(PAGE, PATH)
    asked = split(replace(ORIGINAL, topics=ORIGINAL.topics[:1]))
    assert [text.text for text in found] == SHOWN
    assert [text.trace.source for text in found] == [fingerprint(segment.text) for segment in asked]
    for place, text in enumerate(found):
        engine, state, stale = WHOSE.get(place, ("pseudo", "machine", False))
        assert text.trace.by_hand == (not engine)
        assert (text.trace.approved, text.trace.stale) == (state == "approved", stale)
    assert not any(text.edited for text in found)
    assert kept(PAGE) == {found[place].trace.text for place in WHOSE}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("title: The bridge", "title: 'A bridge: open'", 0),
        ("description: A summary.", "description: Another.", 1),
        ("dateline: ROME", "dateline: Rome", 2),
        ("label: City", "label: Town", 3),
        ("alt: A bridge", "alt: A stone bridge", 4),
        ("text: The name was wrong.", "text: A name was wrong.", 6),
        ("*opens*. We", "*opens* and\ncloses. We", 7),
        ("one \\| 1", "one", 10),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edited_text_is_the_only_one_edited(old: str, new: str, place: int, end: str) -> None:
    assert PAGE.count(old) == 1
    found = read_texts("\ufeff" + PAGE.replace(old, new).replace("\n", end), PATH)
    assert [number for number, text in enumerate(found) if text.edited] == [place]
    assert "\n" not in found[place].text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label: House", "label: Home"),
        ("slug: citta", "slug: town"),
        (" (Agenzia)\ndateline_end", " (AP)\ndateline_end"),
        ("lang: en", "lang: fr"),
        ("title: The", "# a note\ntitle: The"),
        ("| a ", "| a | c "),
        ("\n\n| a", "\n\nA paragraph more.\n\n| a"),
        ("We see.", "We see.\n\nHere."),
        ("texts: '", "texts: 'x"),
    ],
)
def test_what_is_not_wording_is_refused(old: str, new: str) -> None:
    assert PAGE.count(old) == 1
    with pytest.raises(RecordError, match=r"more than its texts|a '#' begins a comment") as caught:
        read_texts(PAGE.replace(old, new), PATH)
    assert caught.value.path == PATH
    assert caught.value.hint


@given(DOCUMENT, st.text("àbc’ ", min_size=1).map(str.strip).filter(bool), st.booleans())
def test_the_texts_of_any_page_come_back(body: str, headline: str, with_summary: bool) -> None:
    article = Article(
        ORIGINAL.path, "article", "it", " ".join(headline.split()), blocks(portable(body)), Dateline("ROMA", None),
        summary="Due righe." if with_summary else "", address=ORIGINAL.address, topics=ORIGINAL.topics,
    )  # fmt: skip
    texts = [segment.text for segment in split(article)]
    found = read_texts(page(article, texts, {}), PATH)
    assert [text.text for text in found] == [text.strip() for text in texts]
    assert [text.trace for text in found] == [Trace(fingerprint(text), fingerprint(text.strip())) for text in texts]


def test_a_text_without_a_word_leaves_the_others_in_their_places() -> None:
    texts = [*TEXTS[:7], "—", *TEXTS[8:]]
    found = read_texts(page(ORIGINAL, texts, {}, fixed="casa"), PATH)
    assert [text.text for text in found] == [*SHOWN[:7], *SHOWN[8:]]
    assert found[7].trace.source == fingerprint("a")


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs"])
def test_conflict_markers_are_refused_with_their_line(marker: str) -> None:
    with pytest.raises(RecordError, match="conflict markers") as caught:
        read_texts(f"{PAGE}{marker}\n", PATH)
    assert (caught.value.path, caught.value.line) == (PATH, PAGE.count("\n") + 1)


@pytest.mark.parametrize("text", ["The bridge opens.\n", "---\ntitle: x\nThe bridge opens.\n", ""])
def test_a_page_without_front_matter_is_refused(text: str) -> None:
    with pytest.raises(RecordError, match="lost its front matter") as caught:
        read_texts(text, PATH)
    assert caught.value.line == 1
    assert caught.value.hint


def test_a_page_with_broken_front_matter_is_refused_with_its_line() -> None:
    with pytest.raises(RecordError, match="YAML is broken") as caught:
        read_texts(PAGE.replace("lang: en", "lang: : en"), PATH)
    assert caught.value.line > 1


def test_a_page_that_shows_the_original_has_no_texts_to_take_over() -> None:
    shown = render(Edition(ORIGINAL, "en", ORIGINAL, (), (), "fallback"), Setting(("it",)))
    assert kept(shown) == frozenset()
    with pytest.raises(RecordError, match="shows the original"):
        read_texts(shown.replace("riapre", "chiude"), PATH)

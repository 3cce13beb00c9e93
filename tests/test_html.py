"""Web pages, saved from anywhere: the article is carried over, what stands around it is not."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ReadError
from generator.read.handed import Handed
from generator.read.html import convert

DOCUMENTS = Path(__file__).parent / "documents"
NAME = PurePosixPath("content/articles/ponte.html")
TEXT = "<p>Il ponte sul fiume riapre lunedì mattina alle sette, dopo otto mesi di lavori.</p>"


def read(html: str | bytes, name: PurePosixPath = NAME) -> Handed:
    (handed,) = convert(html.encode() if isinstance(html, str) else html, name)
    return handed


@pytest.fixture(scope="module")
def page() -> Handed:
    return read((DOCUMENTS / "page.html").read_bytes())


def test_what_a_page_says_of_itself(page: Handed) -> None:
    assert page.values == {
        "title": "Il ponte riapre lunedì",
        "date": "2025-09-04",
        "lang": "it",
        "summary": "Dopo otto mesi di lavori si torna a passare.",
        "byline": "Anna Neri",
        "topics": ["Viabilità"],
    }


def test_the_text_of_a_page_is_carried_over_with_its_marks(page: Handed) -> None:
    assert page.markdown == (
        "Il ponte sul fiume **riapre lunedì** alle sette, dopo *otto mesi* di lavori. Lo ha detto l’ufficio tecnico, "
        "che ha pubblicato [il verbale](https://comune.example/lavori) e la "
        "[mappa delle deviazioni](https://gazzetta.example/mappa).\n\n"
        "## Che cosa cambia\n\nPassano di nuovo:\n\n"
        "-   le automobili\n-   le **biciclette**\n    -   anche elettriche\n-   gli autobus della linea 4\n\n"
        "> Ce l’abbiamo fatta in anticipo, e il conto è più basso del previsto.\n\n"
        "[Il ponte visto dalla riva](https://gazzetta.example/foto/ponte.jpg)\n\nIl ponte ieri mattina\n\n"
        "### Gli orari\n\n| Giorno | Ora |\n| --- | --- |\n| lunedì | 7 |\n| martedì | 6 |\n\n"
        "1.  Prima si prova il carico.\n2.  Poi si tolgono le transenne.\n\n"
        "Il codice da citare è `PT-44`; la formula è H<sub>2</sub>O.<br>Una riga nuova.\n"
    )


@pytest.mark.parametrize("noise", ["aspirapolvere", "Sport", "pippo", "più letti", "mercato del pesce", "Privacy", "©"])
def test_menus_adverts_and_comments_stay_behind(page: Handed, noise: str) -> None:
    assert noise not in page.markdown


def test_a_piece_of_a_page_is_taken_whole() -> None:
    handed = read(f"<h1>Il ponte riapre</h1><p>di Anna Neri</p>{TEXT}<ul><li>uno</ul>")
    assert handed.values["title"] == "Il ponte riapre"
    assert handed.markdown.endswith("di lavori.\n\n-   uno\n")


def test_a_short_page_is_taken_from_its_main_part() -> None:
    handed = read(f"<html><body><nav>Menu</nav><main><h1>Il ponte</h1>{TEXT}</main></body></html>")
    assert "Il ponte sul fiume" in handed.markdown
    assert "Menu" not in handed.markdown


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<meta charset="iso-8859-1">', "perch\u00e9 \u20ac"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "perch\u00e9 \u20ac"),
        (b'<meta charset="windows-1251">', "perch\u0439 \u0402"),
        (b"", "perch\u00e9 \u20ac"),
    ],
)
def test_the_encoding_that_a_page_names(head: bytes, expected: str) -> None:
    assert expected in read(head + b"<p>Si chiede perch\xe9 \x80 e quando il ponte riapre.</p>").markdown


def test_utf8_is_utf8_whatever_a_page_says() -> None:
    assert "perché" in read('<meta charset="iso-8859-1"><p>perché</p>').markdown


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<base href="https://news.example/a/">', "https://news.example/a/b.html"),
        ('<meta property="og:url" content="https://news.example/c/d">', "https://news.example/c/b.html"),
        ("<!-- saved from url=(0027)https://news.example/e/f.html -->", "https://news.example/e/b.html"),
        ("", "b.html"),
    ],
)
def test_relative_links_lead_to_where_the_page_was(head: str, expected: str) -> None:
    text = (
        f'<html><head>{head}</head><body><article>{TEXT * 4}<p>Si veda <a href="b.html">qui</a>.</p></article></body>'
    )
    assert f"[qui]({expected})" in read(text).markdown


def test_a_picture_that_a_browser_saved_stays_beside_the_page() -> None:
    base = '<link rel="canonical" href="https://news.example/">'
    body = f'<article>{TEXT * 4}<img src="./ponte_files/foto.jpg" alt="Il ponte">{TEXT}</article>'
    text = f"<html><head>{base}</head><body>{body}</body></html>"
    assert "![Il ponte](./ponte_files/foto.jpg)" in read(text).markdown


@pytest.mark.parametrize("html", [b"<p></p>", b"<html><body></body></html>", b"<script>x</script>", b"<!-- x -->"])
def test_a_page_without_a_text_is_refused(html: bytes) -> None:
    with pytest.raises(ReadError, match="there is no text in it"):
        convert(html, NAME)


def test_a_pit_of_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="nested more than 64 levels"):
        convert(b"<div>" * 100_000, NAME)


@given(st.binary(max_size=60) | st.text("<>/=&;'\" abhtmlbody!-[]", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        convert(data, NAME)
    except ReadError as fault:
        assert fault.hint

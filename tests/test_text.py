"""Plain text as agencies deliver it: headline, byline, dateline, headings, lists and wrapped lines."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import by_markdown_it, by_python_markdown

from generator.errors import ReadError
from generator.model import Block, Dateline
from generator.portable import plain, portable
from generator.read.parts import Context, Parts
from generator.read.text import HEADING, parse

FILE = PurePosixPath("content/articles/wire.txt")
LOCALES = ("it", "en", "es", "fr", "de")


def read(text: str, *, locale: str = "it", titled: bool = False, first_line: int = 1) -> Parts:
    return parse(text, Context(FILE, locale, LOCALES, date(2025, 9, 10), first_line, titled))


def body(text: str, **context: object) -> str:
    return "".join(block.text for block in read(text, **context).body)  # type: ignore[arg-type]


FILED = Dateline("ROMA", date(2025, 9, 3))
LEDE = "ROMA, 3 settembre 2025 – Il ponte riapre lunedì, dice il sindaco."


def test_headline_byline_summary_dateline_and_body() -> None:
    text = (
        f"Il ponte riapre\ndi Anna Neri\nDopo tre mesi di lavori si torna a passare.\n{LEDE}\nAltri lavori seguiranno."
    )
    assert read(text) == Parts(
        headline="Il ponte riapre",
        summary="Dopo tre mesi di lavori si torna a passare.",
        byline="Anna Neri",
        dateline=FILED,
        body=(
            Block("paragraph", "Il ponte riapre lunedì, dice il sindaco.\n\n"),
            Block("paragraph", "Altri lavori seguiranno.\n"),
        ),
    )


@pytest.mark.parametrize("by", ["di Anna Neri", "By Anna Neri", "par Anna Neri", "Por Anna Neri", "von Anna Neri"])
def test_bylines(by: str) -> None:
    assert read(f"Il ponte riapre\n{by}\n{LEDE}").byline == "Anna Neri"
    assert read(f"Il ponte riapre\n{by}\nIl ponte riapre lunedì, dice il sindaco.\nE poi?").byline == "Anna Neri"


def test_where_nothing_stands_above_the_dateline_the_first_heading_gives_the_headline_and_stays() -> None:
    parts = read(f"{LEDE}\nLa strada\nAnche la strada sarà aperta.\nIl fiume\nL’acqua è bassa.")
    assert (parts.headline, parts.dateline) == ("La strada", FILED)
    assert [block.kind for block in parts.body] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]


def test_without_a_dateline_the_first_short_line_is_the_headline() -> None:
    parts = read("Il ponte riapre\nIl ponte riapre lunedì.\nLa strada\nAnche la strada.")
    assert (parts.headline, parts.dateline) == ("Il ponte riapre", None)
    assert [block.text for block in parts.body] == [
        "Il ponte riapre lunedì.\n\n",
        "## La strada\n\n",
        "Anche la strada.\n",
    ]


def test_front_matter_that_gives_the_title_leaves_every_line_to_the_body() -> None:
    parts = read("Il ponte riapre lunedì.\nLa strada\nAnche la strada.", titled=True)
    assert (parts.headline, len(parts.body)) == ("", 3)


def test_with_a_title_given_the_lines_above_the_dateline_are_summary_and_byline() -> None:
    parts = read(f"Dopo tre mesi di lavori.\ndi Anna Neri\n{LEDE}", titled=True)
    assert (parts.headline, parts.byline, parts.summary) == ("", "Anna Neri", "Dopo tre mesi di lavori.")


@pytest.mark.parametrize(
    "line",
    ["La strada", "Che cosa cambia?", "Si passa!", "Il fiume (visto da vicino)", "Parla il sindaco Rossi", "2025"],
)
def test_headings(line: str) -> None:
    assert f"## {line}\n\n" in body(f"Titolo\n{LEDE}\n{line}\nAltro testo segue qui.")


@pytest.mark.parametrize(
    "line",
    ["Una frase.", "«Una frase.»", "Ha detto:", "Uno, due,", "E poi…", "E adesso;", "x" * (HEADING + 1)],
)
def test_no_headings(line: str) -> None:
    assert f"\n{line}\n\n" in body(f"Titolo\n{LEDE}\n{line}\nAltro testo segue qui.")


def test_a_short_line_at_the_end_is_no_heading() -> None:
    assert body(f"Titolo\n{LEDE}\nRedazione esteri").endswith("\n\nRedazione esteri\n")


@pytest.mark.parametrize("mark", ["-", "–", "•", "*", "·"])
def test_lists(mark: str) -> None:
    text = f"Titolo\n{LEDE}\n{mark} uno\n{mark} due\nE poi basta."
    assert "\n\n-   uno\n-   due\n\nE poi basta.\n" in body(text)


@pytest.mark.parametrize("stop", [".", ")"])
def test_numbered_lists_keep_their_numbers(stop: str) -> None:
    text = f"Titolo\n{LEDE}\n3{stop} uno\n4{stop} due\n12{stop} tre\nE poi basta."
    assert "\n\n3.  uno\n4.  due\n12. tre\n\nE poi basta.\n" in body(text)


def test_a_single_line_with_a_dash_is_a_quotation() -> None:
    assert "\n– Non vengo, dice la donna.\n\n" in body(f"Titolo\n{LEDE}\n– Non vengo, dice la donna.\nE va via.")


def test_a_list_at_the_end_of_the_text() -> None:
    assert body(f"Titolo\n{LEDE}\n- uno\n- due").endswith("\n\n-   uno\n-   due\n")


PARAGRAPHS = (
    "Il ponte sul fiume riapre lunedì mattina alle sette, dopo tre mesi di lavori che hanno costretto migliaia di "
    "persone a una lunga deviazione attraverso i paesi della valle.",
    "Il sindaco ha ringraziato gli operai, che hanno lavorato anche di notte e nei giorni di festa, e ha promesso che "
    "la strada sarà riparata entro la fine dell’anno, se il tempo lo permette.",
    "Chi passa di lì tutti i giorni aspetta da settimane questo momento, e non soltanto per risparmiare benzina.",
)


@pytest.mark.parametrize("width", [60, 65, 72, 80, 95])
def test_wrapped_lines_read_as_unwrapped_ones(width: int) -> None:
    texts = ["Il ponte riapre", f"ROMA, 3 settembre 2025 – {PARAGRAPHS[0]}", *PARAGRAPHS[1:]]
    wrapped = "\n\n".join(textwrap.fill(text, width, break_on_hyphens=False) for text in texts)
    assert read(wrapped) == read("\n".join(texts))


def test_lines_with_blank_lines_between_them_read_the_same() -> None:
    lines = ["Il ponte riapre", LEDE, "La strada", *PARAGRAPHS]
    assert read("\n\n".join(lines)) == read("\n".join(lines)) == read("\n\n\n" + "  \n\n".join(lines) + "\n\n")


def test_wrapped_lists_and_headings() -> None:
    text = textwrap.dedent("""\
        Il ponte riapre

        ROMA, 3 settembre 2025 – Il ponte sul fiume riapre lunedì
        mattina alle sette, dopo tre mesi di lavori difficili.

        Che cosa cambia

        Il ponte sarà aperto:
        - alle automobili e alle biciclette, dalle sette del mattino
          fino a mezzanotte
        - ai pedoni sempre
        """)
    assert body(text) == (
        "Il ponte sul fiume riapre lunedì mattina alle sette, dopo tre mesi di lavori difficili.\n\n"
        "## Che cosa cambia\n\n"
        "Il ponte sarà aperto:\n\n"
        "-   alle automobili e alle biciclette, dalle sette del mattino fino a mezzanotte\n"
        "-   ai pedoni sempre\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scrivete a cronaca@news.example o vedete https://news.example/a_b_c.", "<cronaca@news.example>"),
        ("Vedete https://news.example/a_b_c.", "<https://news.example/a_b_c>."),
        ("(https://news.example/x)", "<https://news.example/x>)"),
        ("«https://news.example/x», dice.", "<https://news.example/x>»,"),
    ],
)
def test_addresses_become_links(text: str, expected: str) -> None:
    assert expected in body(f"Titolo\n{LEDE}\n{text}\nFine del testo.")


@pytest.mark.parametrize(
    "text",
    [
        "Cinque * tre * due, e [sic] `codice` con <b>grassetto</b> &amp; altro_ancora_.",
        "# Non è un titolo, ma un cancelletto.",
        "> Non è una citazione.",
        "1986. Un anno come un altro.",
        "+ Un segno più.",
        "=== uguale.",
        "| tabella | no | davvero.",
        "~~~ onde.",
        r"Una barra \ e \* due.",
        "&copy; e &#169; restano.",
        "[^1] e [^1]: non sono note.",
        "Costa < 5 € & > 3 €.",
        "!!! note.",
        "=uguale.",
        "***.",
        "--- .",
    ],
)
def test_plain_text_stays_plain(text: str) -> None:
    last = read(f"Titolo\n{LEDE}\n{text}\nFine del testo.").body[1]
    assert last.kind == "paragraph"
    assert plain(last.text.strip()) == text
    assert portable(last.text) == last.text.rstrip("\n") + "\n"


def test_a_dateline_that_does_not_exist_names_its_line() -> None:
    with pytest.raises(ReadError) as caught:
        read("\nIl ponte riapre\n\nROMA, 31 settembre – Il ponte riapre.", first_line=5)
    assert (caught.value.path, caught.value.line) == (FILE, 8)
    assert "'31 settembre' does not exist" in caught.value.message
    assert "date:" in caught.value.hint


def test_the_headline_may_hold_a_dash() -> None:
    parts = read(f"Il ponte – finalmente – riapre\n{LEDE}")
    assert (parts.headline, parts.dateline) == ("Il ponte – finalmente – riapre", FILED)


def test_nothing() -> None:
    assert read("") == read("\n \n") == Parts()


ANY = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=80)
MARKS = st.text(st.sampled_from("abè 1.)-–#>+*_[](){}!|<&;~=:`\\\\^'\"@/"), max_size=30)
LINES = st.lists(ANY | MARKS, max_size=8)


@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    try:
        parts = read("\n".join(lines))
    except ReadError as fault:
        assert "does not exist" in fault.message
        return
    if parts.dateline or parts.byline:  # day, month and "by" are kept as what they mean
        return
    text = " ".join([parts.headline, parts.summary, *(plain(block.text) for block in parts.body)])
    shown = re.findall(r"[^\W\d_]+", text)
    for word in re.findall(r"[^\W\d_]+", " ".join(lines)):
        assert word in shown


@given(LINES)
def test_the_body_shows_each_line_as_it_is(lines: list[str]) -> None:
    try:
        parts = read("\n".join(lines), titled=True)
    except ReadError:
        return
    text = "".join(block.text for block in parts.body)
    assert by_python_markdown(text) == by_markdown_it(text)

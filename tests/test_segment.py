"""An article taken apart and put together again, to the byte."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import DOCUMENT, PLAIN, SCRAWL

from generator.model import Article, Block, Dateline, Topic
from generator.portable import blocks, escape, portable
from generator.segment import join, split

FULL = """## Che cosa cambia

Il ponte *riapre* [lunedì](https://news.example/a).[^1]

-   alle automobili
-   ai pedoni

    anche di notte

1.  uno
2.  due

> Una citazione.

| Giorno | Ora |
| --- | --- |
| Lunedì | 7 |
| Martedì \\| sera | **otto** |

```python
print("non è un testo")
```

---

[^1]: Lo dice il sindaco.
"""


def texts(article: Article) -> list[str]:
    return [segment.text for segment in split(article)]


def test_segments_in_reading_order(article) -> None:
    whole = article(
        FULL,
        summary="Due righe.",
        dateline=Dateline("ROMA", date(2025, 9, 3), "Agenzia"),
        topics=(Topic("citta", "Città"), Topic("lavori", "Lavori")),
    )
    assert [(segment.kind, segment.text) for segment in split(whole)] == [
        ("headline", "Il ponte riapre"),
        ("summary", "Due righe."),
        ("place", "ROMA"),
        ("topic", "Città"),
        ("topic", "Lavori"),
        ("heading", "Che cosa cambia"),
        ("paragraph", "Il ponte *riapre* [lunedì](https://news.example/a).[^1]"),
        ("list item", "alle automobili"),
        ("list item", "ai pedoni"),
        ("list item", "anche di notte"),
        ("list item", "uno"),
        ("list item", "due"),
        ("quote", "Una citazione."),
        ("table cell", "Giorno"),
        ("table cell", "Ora"),
        ("table cell", "Lunedì"),
        ("table cell", "Martedì \\| sera"),
        ("table cell", "**otto**"),
        ("footnote", "Lo dice il sindaco."),
    ]


@pytest.mark.parametrize(
    "text", ["7", "`x = y`", "https://news.example/abc".join("<>"), "![](foto.jpg)", "***", "5 %", "&copy;"]
)
def test_what_has_no_words_is_no_segment(article, text: str) -> None:
    assert texts(article(f"{text}\n")) == ["Il ponte riapre"]


def test_a_withdrawn_article_is_split_into_its_reason_alone(article) -> None:
    withdrawn = article("Non era vero.\n", headline="")
    assert texts(withdrawn) == ["Non era vero."]
    assert join(withdrawn, ["It was not true."]).markdown == "It was not true.\n"
    assert join(withdrawn, ["It was not true."]).headline == ""


def test_keys_do_not_change_when_a_paragraph_is_added(article) -> None:
    before = {segment.text: segment.key for segment in split(article("Uno.\n\nDue.\n\nTre.\n"))}
    after = {segment.text: segment.key for segment in split(article("Uno.\n\nUno e mezzo.\n\nDue.\n\nTre.\n"))}
    assert before.items() <= after.items()


def test_keys_are_unique_and_equal_texts_are_numbered(article) -> None:
    keys = [segment.key for segment in split(article("Uno.\n\nUno.\n\nUno.\n\n## Uno.\n"))]
    assert len(set(keys)) == len(keys)
    assert [key.rpartition("-")[2] for key in keys[2:4]] == ["2", "3"]


def test_kinds_that_stand_once_are_their_own_keys(article) -> None:
    whole = article(summary="S", dateline=Dateline("ROMA", None))
    assert [segment.key for segment in split(whole)][:3] == ["headline", "summary", "place"]


def test_join_puts_every_text_in_its_place(article) -> None:
    whole = article(FULL, summary="Due righe.", dateline=Dateline("ROMA", None), topics=(Topic("citta", "Città"),))
    changed = [text.upper() for text in texts(whole)]
    joined = join(whole, changed)
    assert texts(joined) == changed
    assert joined.dateline == Dateline("ROMA", None)
    assert joined.topics == (Topic("citta", "CITTÀ"),)
    assert [block.kind for block in joined.body] == [block.kind for block in whole.body]
    assert 'print("non è un testo")' in joined.markdown


@pytest.mark.parametrize("count", [0, 1, 3])
def test_join_refuses_a_wrong_number_of_texts(article, count: int) -> None:
    with pytest.raises(ValueError, match=f"2 segments, but {count} texts"):
        join(article(), ["x"] * count)


@pytest.mark.parametrize(
    "text",
    [
        "- non è una lista",
        "# non è un titolo",
        "1986. Un anno",
        "> non è una citazione",
        "+ più",
        "---",
        "~~~",
        "=== x",
    ],
)
def test_a_translation_that_looks_like_markup_starts_no_block(article, text: str) -> None:
    joined = join(article("Il ponte.\n\nLa strada.\n"), ["H", text, "La strada."])
    assert [block.kind for block in joined.body] == ["paragraph", "paragraph"]
    assert len(texts(joined)) == 3 if any(map(str.isalpha, text)) else 2


def test_a_translation_with_a_bar_stays_in_its_cell(article) -> None:
    whole = article("| a | b |\n| --- | --- |\n| c | d |\n")
    joined = join(whole, ["H", "a", "b", "c | c", "d"])
    assert texts(joined) == ["H", "a", "b", "c \\| c", "d"]


def test_a_translation_of_several_lines_becomes_one(article) -> None:
    assert join(article("Il ponte.\n"), ["H", "The\nbridge."]).markdown == "The bridge.\n"


def test_a_repeated_cell_is_found_in_its_own_place(article) -> None:
    whole = article("| a | a |\n| --- | --- |\n| a | a |\n")
    assert texts(join(whole, ["H", "1a", "2a", "3a", "4a"])) == ["H", "1a", "2a", "3a", "4a"]


def test_a_cell_that_is_part_of_another_is_found_in_its_own_place(article) -> None:
    whole = article("| casa | a |\n| --- | --- |\n| ab | a |\n")
    assert join(whole, ["H", "house", "to", "AB", "of"]).markdown == "| house | to |\n| --- | --- |\n| AB | of |\n"


@given(DOCUMENT)
def test_documents_come_back_to_the_byte(article, text: str) -> None:
    whole = article(text)
    assert join(whole, texts(whole)) == whole


@given(DOCUMENT)
def test_portable_documents_come_back_to_the_byte(article, text: str) -> None:
    whole = article(portable(text))
    assert join(whole, texts(whole)) == whole


@given(SCRAWL)
def test_any_text_comes_back_to_the_byte(article, text: str) -> None:
    whole = article(text)
    assert join(whole, texts(whole)) == whole


@given(DOCUMENT)
def test_every_word_of_a_portable_document_can_be_translated(article, text: str) -> None:
    """Each segment is replaced by its number, and all numbers stand in the result in their order."""
    whole = article(portable(text))
    notes = ["".join(re.findall(r"\[\^[^\]]+\]", text)) for text in texts(whole)]
    replaced = [f"n{number}x{marks}" for number, marks in enumerate(notes)]
    assert texts(join(whole, replaced)) == replaced


@given(st.lists(PLAIN.filter(lambda text: any(map(str.isalpha, text))), min_size=1, max_size=4))
def test_a_body_of_plain_paragraphs_has_one_segment_each(article, lines: list[str]) -> None:
    body = tuple(Block("paragraph", f"{escape(line)}\n\n") for line in lines)
    assert [segment.kind for segment in split(article(body=body)) if segment.kind != "headline"] == ["paragraph"] * len(
        lines
    )


def test_blocks_of_a_joined_body_add_up(article) -> None:
    joined = join(article(FULL), [f"{text} x" for text in texts(article(FULL))])
    assert "".join(block.text for block in joined.body) == joined.markdown
    assert joined.body == blocks(joined.markdown)

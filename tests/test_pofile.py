"""PO files are written and read as polib does it."""

from __future__ import annotations

from collections.abc import Sequence

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.translate.pofile import Item, read, read_any, write

FIELDS = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "pt_BR",
    "X-Source-Language": "it",
    "X-Source": "content/articles/ponte.txt",
    "Last-Translator": "Anna Neri <a@b.example>",
}
ONE = Item("headline", "Il ponte", "The bridge", "machine: apertium · it-ca-en · 2025-09-05\npublished: 1a2b", True)
TWO = Item("paragraph-1", 'Riapre "oggi".', "It \\[opens\\].\n", "", False, "Riapre.")
OLD = Item("paragraph-2", "Via.", "Away.", "corrected: 2025-09-05", False, "", True)

WORDS = st.sampled_from(
    ["a", "Il ponte", "\\", '"', "\n", "\t", "#", "# ", " ", "·", "msgid", "è", "fuzzy", "\b", "~", "n"]
)
TEXTS = st.lists(WORDS, max_size=6).map("".join) | st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
LINES = st.lists(TEXTS.map(lambda text: " ".join(text.split())).filter(bool), max_size=3).map("\n".join)
KEYS = st.sampled_from(["headline", "paragraph-12ab", "topic-1"])
ITEMS = st.lists(st.builds(Item, KEYS, TEXTS, TEXTS, LINES, st.booleans(), TEXTS), max_size=3)
GONE = st.lists(st.builds(Item, KEYS, TEXTS, TEXTS, LINES, st.booleans(), st.just(""), st.just(True)), max_size=2)
OTHERS = st.dictionaries(st.sampled_from(["X-Generator", "Plural-Forms", "X-10", "X-9", "Language-Team"]), LINES)


def by_polib(fields: dict[str, str], items: Sequence[Item]) -> str:
    po = polib.POFile(wrapwidth=0)
    po.metadata = dict(fields)
    for item in items:
        po.append(
            polib.POEntry(
                msgctxt=item.key or None,
                msgid=item.source,
                msgstr=item.text,
                tcomment=item.comment,
                flags=["fuzzy"] if item.fuzzy else [],
                previous_msgid=item.previous or None,
                obsolete=item.obsolete,
            )
        )
    text = str(po)
    return text if text.endswith("\n") else f"{text}\n"


def bare(found: tuple[dict[str, str], tuple[Item, ...]]) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    """What was read, without the lines, which only polib counts."""
    return found[0], [(i.key, i.source, i.text, i.comment, i.fuzzy, i.previous, i.obsolete) for i in found[1]]


@given(ITEMS, GONE, OTHERS)
def test_it_is_written_as_polib_writes_it(items: list[Item], gone: list[Item], others: dict[str, str]) -> None:
    assert write(FIELDS | others, [*items, *gone]) == by_polib(FIELDS | others, [*items, *gone])


@given(ITEMS, GONE, OTHERS)
def test_what_was_written_is_read_as_polib_reads_it_or_left_to_it(
    items: list[Item], gone: list[Item], others: dict[str, str]
) -> None:
    text = write(FIELDS | others, [*items, *gone])
    found = read(text)
    assert found is None or bare(found) == bare(read_any(text))


PIECES = st.sampled_from(
    [
        "\n",
        "#",
        "# x\n",
        "#~ ",
        '"',
        '"\n"',
        "\\",
        "msgid ",
        "#, fuzzy\n",
        "#| ",
        "\n\n",
        "#: a:1\n",
        "#. b\n",
        " ",
        "\r",
    ]
)


@given(st.data())
def test_any_other_form_is_read_as_polib_reads_it_or_left_to_it(data: st.DataObject) -> None:
    text = write(FIELDS, [ONE, TWO, OLD])
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(PIECES | st.just("")) + text[end:]
    found = read(text)
    assert found is None or bare(found) == bare(read_any(text))


def test_what_the_generator_writes_needs_no_polib() -> None:
    assert read(write(FIELDS, [ONE, OLD])) == (FIELDS, (ONE, OLD))
    assert read(write(FIELDS, [TWO])) == (FIELDS, (TWO,))
    assert read(write(FIELDS, [])) == (FIELDS, ())


@pytest.mark.parametrize(
    "text",
    [
        write(FIELDS, [ONE, ONE]).replace("The bridge", "A bridge", 1),
        write(FIELDS, [ONE]).replace('msgstr "The bridge"', 'msgstr ""\n"The "\n"bridge"'),
        write(FIELDS, [ONE]).replace("#, fuzzy", "#, fuzzy, no-wrap"),
        write(FIELDS, [ONE]).removeprefix("#\n"),
        "",
    ],
)
def test_the_forms_that_are_left_to_polib(text: str) -> None:
    assert read(text) is None

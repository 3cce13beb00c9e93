"""YAML with the line of every key."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import yamlfile
from generator.errors import ConfigError, ReadError
from generator.yamlfile import Document, parse

FILE = PurePosixPath("some.yml")


def read(text: str, first_line: int = 1) -> Document:
    return parse(text, path=FILE, error=ConfigError, first_line=first_line)


def test_lines_of_keys_and_items() -> None:
    document = read("a: 1\nb:\n  c:\n    - x\n    - y: 2\n")
    assert document.data == {"a": 1, "b": {"c": ["x", {"y": 2}]}}
    assert [document.line(*path) for path in (("a",), ("b", "c"), ("b", "c", 1), ("b", "c", 1, "y"))] == [1, 3, 5, 5]


def test_line_of_a_missing_key_is_that_of_the_key_above() -> None:
    document = read("a:\n  b:\n    c: 1\n")
    assert document.line("a", "b", "nothing", "here") == 2
    assert document.line("nothing") == 0


def test_lines_count_from_the_first_line() -> None:
    assert read("a: 1\nb: 2\n", first_line=10).line("b") == 11


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert read(text) == Document({}, {})


def test_tags_of_other_programs_are_read_as_nothing() -> None:
    document = read("a: !ENV [HOME, x]\nb: !!python/name:some.module.function\nc: kept\n")
    assert document.data == {"a": None, "b": None, "c": "kept"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: c: d\n", 2, "the YAML is broken"),
        ("a: 1\n\tb: 2\n", 2, "the YAML is broken"),
        ("a: [1, 2\n", 2, "the YAML is broken"),
        ('a: 1\nb: "open\n', 3, "the YAML is broken"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "'b' is given twice"),
        ("- a\n- b\n", 1, "a list of 'key: value' lines is expected"),
        ("just words\n", 1, "a list of 'key: value' lines is expected"),
        ("a: 1\n---\nb: 2\n", 2, "the YAML is broken"),
    ],
)
def test_refuses_with_the_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert (caught.value.path, caught.value.line) == (FILE, line)
    assert caught.value.message.startswith(words)


def test_a_date_that_does_not_exist() -> None:
    with pytest.raises(ReadError) as caught:
        parse("title: x\ndate: 2025-02-30\n", path=FILE, error=ReadError, first_line=2)
    assert str(caught.value) == f"{FILE}:3: '2025-02-30' is not a date. Write it as 2025-09-04"


KEYS = st.text("abcxyz_", min_size=1, max_size=6)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters(categories=["L", "N", "P", "Zs"]))
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))


@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_reads_what_yaml_reads(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    document = read(text)
    assert document.data == data
    rows = text.split("\n")
    for key in data:
        assert rows[document.line(key) - 1].startswith((f"{key}:", f"'{key}':", f"? {key}", f'"{key}"'))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read(text)
    except ConfigError as fault:
        assert fault.line >= 1
    else:
        assert isinstance(document.data, dict)


PIECES = st.sampled_from(
    [
        *(
            "a",
            "key: ",
            ": ",
            ":",
            "\n",
            "\n  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "'",
            '"',
            " #",
            "|",
            "> ",
            "? ",
            "!",
            "!x",
        ),
        *("&a ", "*a", "%", "2025-09-04", "2025-02-30", "yes", "1_0", "12:30", "\\n", "è", "<<: ", "\n---\n", "\t"),
        *("\u2028", "😀", "\nb: "),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join), st.booleans())
def test_the_quick_parser_reads_what_the_other_one_reads(text: str, keyed: bool) -> None:
    text = f"key: {text}" if keyed else text
    found = yamlfile._quickly(text)
    if found:
        node, data = yamlfile._carefully(text, FILE, ConfigError, 1)
        assert (repr(data), lines(node)) == (repr(found[1]), lines(found[0]))


def lines(node: yaml.Node | None) -> dict[tuple[str | int, ...], int]:
    found: dict[tuple[str | int, ...], int] = {}
    if node:
        with suppress(ConfigError):  # a key that is given twice
            yamlfile._note_lines(node, (), found, 1, FILE, ConfigError)
    return found

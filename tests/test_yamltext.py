"""YAML written without PyYAML is what PyYAML writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from strategies import PLAIN

from generator.yamltext import WIDTH, dump, plain


def by_pyyaml(values: dict[str, Any]) -> str:
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=WIDTH)


LIKE_VALUES = st.sampled_from(
    [
        *(
            "no",
            "On",
            "12",
            "1e3",
            "0x1f",
            "12:30",
            "2025-09-04",
            "7 settembre 2025",
            "2025/09/04/ponte/",
            "=",
            "<<",
            "~",
        ),
        *(
            "«Uno»: due",
            "a #b",
            "l’acqua",
            "x:",
            " x",
            "x ",
            "‘sì’",
            "¿Qué?",
            "a: b",
            "a # b",
            "-",
            "- a",
            "%a",
            "😀 a",
            "",
        ),
        "x" * 9_001,
    ]
)
TEXTS = PLAIN | LIKE_VALUES | st.text(max_size=12)
DAY = date(2025, 9, 4)
SCALARS = TEXTS | st.integers() | st.booleans() | st.dates() | st.just(DAY) | st.none() | st.floats()
KEYS = st.sampled_from(["title", "date", "on", "y", "2025", "foto/uno.jpg", "due parole", "è", "x" * 130]) | TEXTS
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_any_mapping_is_written_as_pyyaml_writes_it(values: dict[str, Any]) -> None:
    assert dump(values) == by_pyyaml(values)


@given(TEXTS)
def test_a_text_in_any_place(text: str) -> None:
    values = {"title": text, "topics": [{"label": text, "slug": "a"}, text], "image": {"alt": text, "sizes": [1, 2]}}
    assert dump(values) == by_pyyaml(values)


@given(TEXTS)
def test_what_stands_without_quotation_marks_is_read_as_that_text(text: str) -> None:
    if plain(text):
        assert yaml.safe_load(f"- {text}\n") == [text]


@pytest.mark.parametrize(
    "values", [{}, {"a": []}, {"a": {}}, {"a": [[1]]}, {"a": DAY, "b": DAY}, {"a": [DAY, {"b": DAY}]}]
)
def test_odd_forms(values: dict[str, Any]) -> None:
    assert dump(values) == by_pyyaml(values)

"""What a page remembers of its texts comes back as it was noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.trace import Found, Trace, dump, fingerprint, load

PRINTS = st.text().map(fingerprint)
TRACES = st.lists(st.none() | st.builds(Trace, PRINTS, PRINTS, st.sampled_from(["", "+", "!"])))


@given(TRACES)
def test_traces_come_back(traces: list[Trace | None]) -> None:
    assert load(dump(traces)) == tuple(traces)


@pytest.mark.parametrize("line", ["x", "0123456789abcde", "0123456789abcdef?", "- - x"])
def test_a_damaged_line_has_none(line: str) -> None:
    assert load(line) == ()


def test_a_text_is_edited_when_it_is_not_what_was_written() -> None:
    trace = Trace(fingerprint("uno"), fingerprint("one"))
    assert (Found(trace, "one").edited, Found(trace, "a one").edited) == (False, True)

"""What a page remembers of its texts comes back as it was noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.trace import Found, Trace, dump, fingerprint, kept, load

PRINTS = st.text().map(fingerprint)
WHOSE = st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(lambda whose: any(whose[:2]) or not whose[2])
TRACES = st.lists(st.none() | st.builds(lambda one, two, whose: Trace(one, two, *whose), PRINTS, PRINTS, WHOSE))


@given(TRACES)
def test_traces_come_back(traces: list[Trace | None]) -> None:
    assert load(dump(traces)) == tuple(traces)
    assert kept(dump(traces)) == {trace.text for trace in traces if trace and trace.kept}


@pytest.mark.parametrize("line", ["x", "0123456789abcde", "0123456789abcdef=", "- - x"])
def test_a_damaged_line_has_none(line: str) -> None:
    assert load(line) == ()


def test_a_text_is_edited_when_it_is_not_what_was_written() -> None:
    trace = Trace(fingerprint("uno"), fingerprint("one"))
    assert (Found(trace, "one").edited, Found(trace, "a one").edited) == (False, True)

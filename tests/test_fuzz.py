"""A few seconds of what `make fuzz` does for hours, and every input that ever was a fault."""

from __future__ import annotations

import pytest
from fuzz.limits import limited
from fuzz.targets import TARGETS, Target
from hypothesis import given, settings
from hypothesis import strategies as st

BY_NAME = {target.name: target for target in TARGETS}
LONG = 20_000
"""Bytes of an input of one or two pieces: deep nesting, and work that grows faster than the text."""


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Pieces in any order, files with a piece in the wrong place, and whatever else."""
    pieces = st.lists(st.sampled_from(target.pieces or ("a",)) | st.text(max_size=3), max_size=25).map("".join)
    made = pieces.map(lambda text: text.encode("utf-8", "replace"))
    seeds = target.seeds()
    if not seeds:
        return made | st.binary(max_size=80)
    edited = st.builds(_edited, st.sampled_from(seeds), st.integers(0, 3000), st.integers(0, 30), made)
    return made | edited | st.binary(max_size=80)


def _edited(data: bytes, at: int, gone: int, instead: bytes) -> bytes:
    """Some 400 bytes of a file with others in their middle."""
    at = min(at, len(data))
    return data[max(0, at - 200) : at] + instead + data[at + gone : at + gone + 200]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_no_input_crashes_hangs_or_is_lost(target: Target) -> None:
    @settings(max_examples=80)
    @given(inputs(target))
    def tried(data: bytes) -> None:
        limited(target.run, data)

    tried()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_long_inputs_of_few_pieces_end_in_time(target: Target) -> None:
    for piece in target.pieces:
        limited(target.run, (piece * (LONG // len(piece.encode("utf-8", "replace")))).encode("utf-8", "replace"))


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_files_of_this_repository_are_taken(target: Target) -> None:
    for data in target.seeds():
        limited(target.run, data)

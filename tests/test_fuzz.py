"""A few seconds of what `make fuzz` does for hours, and every input that ever was a fault."""

from __future__ import annotations

import pytest
from fuzz.limits import limited
from fuzz.targets import ROOT, TARGETS, Target
from hypothesis import given, settings
from hypothesis import strategies as st

BY_NAME = {target.name: target for target in TARGETS}


def _misplaced(packed: bytes) -> bytes:
    """A zip archive that says of its directory, in the last 22 bytes, that it begins later than it does."""
    place = int.from_bytes(packed[-6:-2], "little") + 7000
    return packed[:-6] + place.to_bytes(4, "little") + packed[-2:]


FOUND = (
    ("docx", _misplaced((ROOT / "tests/documents/pandoc.docx").read_bytes())),
    ("html", (ROOT / "tests/documents/page.html").read_bytes().replace(b"<div class=", b"<div =", 1)),
    ("hypertext", b"<p>un <\0ponte</p>"),
    ("hypertext", b'<p>un <a href="#n">ponte</a></p><p>riapre <a name="n" href="#"><</a></p>'),
    ("sanitiser", b"<s\0vg>ponte"),
    ("po", b'msgid "a\r"\nmsgstr "lost"\n\nmsgid "b"\nmsgstr "c"\n'),
    ("po", b'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "lost"\nmsgstr[1] "gone"\n'),
    ("po", b'msgid ""\nmsgstr "A: b\\n"\n\nmsgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "lost"\n'),
    ("po", b'msgid "lost"\n#'),
    ("po", b'msgid ""\nmsgstr "lost\\n"\n"A: b\\n"\n\nmsgid "a"\nmsgstr "b"\n'),
    ("po", b'msgid ""\nmsgstr "A: lost\\n"\n"A: b\\n"\n\nmsgid "a"\nmsgstr "b"\n'),
    ("po", b'msgstr "lost"\n'),
    ("po", b'msgid "a"\nmsgstr "b"\nmsgstr "lost"\n'),
    ("configuration", b"site_name: caff\xe8\n"),
    ("glossary", b"keep: [caff\xe8]\n"),
    ("ledger", b"articles:\n- {file: caff\xe8, address: b, published: 2025-09-04}\n"),
)
"""What once crashed or lost something, by its target."""
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


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found_once_is_taken_whole_or_refused(name: str, data: bytes) -> None:
    limited(BY_NAME[name].run, data)


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

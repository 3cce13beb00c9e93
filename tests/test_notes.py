"""A note says what was noted, or nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.notes import forget, load, opened, save, save_lines, sealed

NOTE = {"a": [1, "è", None, {"b": 2.5}], "c": ""}


def test_a_note_comes_back_and_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "new/note.json"
    assert save(path, NOTE)
    assert not save(path, NOTE)
    assert load(path, dict) == NOTE
    assert json.loads(path.read_bytes())["note"] == NOTE
    forget(path)
    forget(path)
    assert load(path, object) is None


@given(st.binary(max_size=40))
def test_whatever_is_sealed_is_opened(inner: bytes) -> None:
    assert opened(sealed(inner)) == inner


@given(st.data())
def test_no_change_goes_unseen(data: st.DataObject) -> None:
    whole = sealed(json.dumps(NOTE).encode())
    at = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, len(whole) - at))
    instead = data.draw(st.binary(max_size=5).filter(lambda new: new != whole[at : at + length]))
    assert opened(whole[:at] + instead + whole[at + length :]) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "5", '{"seal":"","note":{}}', "\x00"])
def test_what_was_never_a_note_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "note.json"
    path.write_text(text)
    assert load(path, object) is None


def test_a_note_of_another_type_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    save(path, {"a": 1})
    assert load(path, dict[str, int]) == {"a": 1}
    assert load(path, dict[str, str]) is None
    save_lines(path, [b"1", b"2"])
    assert load(path, int) is None


def test_a_name_that_is_no_text_leaves_no_note(tmp_path: Path) -> None:
    """Not even the one before, which told of other files."""
    path = tmp_path / "note.json"
    save(path, {"a": 1})
    assert not save(path, {os.fsdecode(b"citt\xe0"): 1})
    assert not path.exists()


def test_a_folder_in_its_place_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    (path / "inside").mkdir(parents=True)
    assert load(path, object) is None
    save(path, NOTE)
    assert load(path, dict) == NOTE
    save(path / "below", NOTE)
    assert load(path / "below", dict) == NOTE

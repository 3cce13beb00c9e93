"""The folder for what is written only to be read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import scratch as module
from generator.scratch import scratch


def test_a_folder_of_its_own_for_the_time_of_the_block(tmp_path: Path) -> None:
    with scratch(tmp_path / "cache", tmp_path) as folder:
        assert folder.is_dir() and not list(folder.iterdir())
        (folder / "in").mkdir()
        (folder / "in/page").write_text("text")
    assert not folder.exists()
    assert not list((tmp_path / "cache").iterdir())


def test_it_lies_in_memory_where_there_is_room_else_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    with scratch(tmp_path / "cache", memory) as folder:
        assert folder.parent == memory
    monkeypatch.setattr(module, "ROOM", 1 << 60)
    with scratch(tmp_path / "cache", memory) as folder:
        assert folder.parent == tmp_path / "cache"
    with scratch(tmp_path / "cache", tmp_path / "none") as folder:
        assert folder.parent == tmp_path / "cache"


def test_what_a_killed_build_left_goes_and_nothing_else_does(tmp_path: Path) -> None:
    cache, memory = tmp_path / "cache", tmp_path / "memory"
    memory.mkdir()
    left = scratch(cache, memory)
    killed = left.__enter__()
    other = memory / "other"
    other.mkdir()
    with scratch(cache, memory):
        assert not killed.exists()
    for note in (str(other), str(tmp_path), "", "\0", "newsroom-x"):
        (cache / "scratch").write_text(note)
        with scratch(cache, memory):
            assert other.is_dir()

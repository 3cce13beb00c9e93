"""The folder for what is written only to be read once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import scratch as module
from generator.scratch import scratch

ROOT = Path(__file__).parent.parent


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


KILLED = """
import os, pathlib, sys
from generator.scratch import scratch
with scratch(*map(pathlib.Path, sys.argv[1:])) as folder:
    (folder / "page").write_text("x")
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_build_left_goes_and_nothing_else_does(tmp_path: Path) -> None:
    cache, memory = tmp_path / "cache", tmp_path / "memory"
    memory.mkdir()
    for name in ("other", "newsroom-build-not-a-folder"):
        (memory / name).write_text("x")
    (memory / "newsroom-build-link").symlink_to(tmp_path)
    known = set(memory.iterdir())
    with scratch(cache, memory) as running:
        (running / "page").write_text("x")
        done = subprocess.run([sys.executable, "-c", KILLED, str(cache), str(memory)], check=False, cwd=ROOT)
        assert done.returncode == -signal.SIGKILL
        (left,) = set(memory.iterdir()) - known - {running}
        with scratch(tmp_path / "another", memory) as folder:
            assert not left.exists()
            assert {*known, running, folder} == set(memory.iterdir())
    assert set(memory.iterdir()) == known

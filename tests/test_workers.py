"""The processes that render pages: as many as there are cores, and none outlives its build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import pytest

from generator.workers import cores, shared, submitted, workers

BUILD = """
import sys, time
from generator.workers import workers

if __name__ == "__main__":
    with workers() as pool:
        for number in range(2):
            pool.submit(time.sleep, 600)
        print(pool.submit(abs, 0) and [process.pid for process in pool._processes.values()], flush=True)
        time.sleep(600)
"""


def test_work_is_done_elsewhere() -> None:
    with workers() as pool:
        found = set(pool.map(_process, range(20)))
    assert os.getpid() not in found
    assert 1 <= len(found) <= cores()


def _process(number: int) -> int:
    return os.getpid()


def test_pieces_are_shared_between_this_process_and_others() -> None:
    with workers() as pool:
        list(pool.map(_process, range(4)))  # they are there
        done = shared(pool, _slowly, range(40))
    assert [number for number, _ in done] == list(range(40))
    processes = [process for _, process in done]
    assert 0 < processes.count(os.getpid()) < 40


def _slowly(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return number, os.getpid()


def test_without_a_pool_all_is_done_here() -> None:
    assert shared(None, _process, range(3)) == [os.getpid()] * 3


def test_pieces_of_a_process_that_was_ended_are_done_here() -> None:
    here = os.getpid()
    with workers() as pool:
        assert shared(pool, partial(_end_unless, here), range(10)) == list(range(10))
        assert shared(pool, partial(_end_unless, here), range(10)) == list(range(10))  # by whom all is refused now
        with pytest.raises(BrokenProcessPool):
            submitted(pool, abs, -1).result()


def _end_unless(here: int, number: int) -> int:
    if os.getpid() != here:
        os._exit(1)
    return number


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "build.py"
    path.write_text(BUILD)
    with subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout
        children = [int(number) for number in build.stdout.readline().strip("[]\n").split(",")]
        assert children
        assert all(map(_lives, children))
        build.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_lives, children))


def _lives(process: int) -> bool:
    """Whether a process runs; one that has ended may still be listed until somebody asks for its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False

"""The processes that render pages: as many as there are cores, and none outlives its build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from generator.workers import cores, workers

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

"""One program, run and measured: how long it takes, what it says when, the memory of its largest process.

In: a command, where and with which environment it runs. Out: a `Ran`. Refuses (SystemExit) a program that fails, with
what it said: its figures would mean nothing.

The command runs below this file as a program of its own, which is small: the system counts into the memory of a process
what its parent had when it was started. `RUSAGE_CHILDREN` has all processes that came from the command, and the largest
of them: those that outlive their parents come to this program, which waits for their end (prctl(2), Linux only).
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds on the clock and of all processors, MB of the largest process, and the lines on stderr with the second
    they came in."""

    seconds: float
    cpu: float
    peak: float
    lines: tuple[tuple[float, str], ...]

    def until(self, stage: str) -> float:
        """The second in which a stage said the last time that it was done."""
        return max((second for second, line in self.lines if line.startswith(f"{stage} ")), default=self.seconds)


def run(command: Sequence[str], where: Path, environment: Mapping[str, str]) -> Ran:
    """Run a command to its end."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as note:
        wrapped = [sys.executable, __file__, note.name, *command]
        with subprocess.Popen(
            wrapped, cwd=where, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr
            said = [(time.monotonic(), line.rstrip("\n")) for line in process.stderr]
        if process.returncode:
            last = "\n".join(line for _, line in said[-20:])
            raise SystemExit(f"{' '.join(command)} failed with {process.returncode}:\n{last}")
        values = json.load(note)
    lines = tuple((second - values["started"], line) for second, line in said)
    return Ran(values["seconds"], values["cpu"], values["peak"], lines)


def main(note: str, command: Sequence[str]) -> int:
    """Run a command below this process, and write to `note` what it took."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    seconds = time.monotonic() - started
    with suppress(ChildProcessError):  # nobody is left
        while True:
            os.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    values = {
        "started": started,
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }
    Path(note).write_text(json.dumps(values), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

"""`make fuzz MINUTES=…`: every target gets its share of the time, and inputs that atheris makes of what it has seen.

A target runs in a process of its own. What is found, one input per kind of fault, lies with its traceback below
`.cache/fuzz/<target>/found/`; `--again FILE` runs such an input once more. What covered something new is kept for the
next time (`corpus/`). The exit code is 1 where anything was found.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from fuzz.limits import limited
from fuzz.targets import FOUND, ROOT, TARGETS, Target


def main(words: Sequence[str] | None = None) -> int:
    """Run one target, all of them, or one input."""
    parser = argparse.ArgumentParser(prog="fuzz.campaign", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="divided over the targets (default: %(default)s)")
    parser.add_argument("--target", choices=[target.name for target in TARGETS], help="one target only")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run one input, of --target or where it was found")
    options = parser.parse_args(words)
    chosen = [target for target in TARGETS if options.target in (None, target.name)]
    if options.again:
        name = options.target or options.again.resolve().parent.parent.name
        limited(next(target for target in TARGETS if target.name == name).run, options.again.read_bytes())
        print("nothing happens")
        return 0
    return sum(_report(target, options.minutes * 60 / len(chosen)) for target in chosen) > 0


def _report(target: Target, seconds: float) -> bool:
    """Fuzz a target in a process of its own; prints a line for it and one for each kind of fault."""
    command = [sys.executable, "-m", "fuzz.inside", target.name, str(max(1, int(seconds)))]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    count = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    found = sorted((FOUND / target.name / "found").glob("*.txt"))
    print(f"{target.name:<14} {int(count[1]) if count else 0:>9,} executions, {len(found)} kinds of fault", flush=True)
    for path in found:
        print(f"    {path.with_suffix('.bin').relative_to(ROOT)}: {path.read_text('utf-8').splitlines()[-1][:160]}")
    if not count:
        print(done.stderr[-2000:])
    return bool(found) or not count


if __name__ == "__main__":
    sys.exit(main())

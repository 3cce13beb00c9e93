"""Commands, progress and exit codes. The only room that prints, and the only one that asks for date and time.

In: the command line, the environment, the time. Out: results on stdout, progress on stderr, an exit code: 0 done;
1 published, but something was withheld or needs an editor; 2 wrong usage or configuration, or nothing could be
published. Refuses, in one line and without a traceback, whatever is a `GeneratorError`; bugs keep their traceback.

Each module brings its commands by a function `add`, listed in `GROUPS`.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from generator.cli import cost, desk, exchange, feeds, publishing
from generator.cli.console import FAILED, Console, of_system
from generator.errors import GeneratorError

GROUPS = (publishing.add, cost.add, desk.add, exchange.add, feeds.add)


def run() -> NoReturn:
    """Run the command that the process was started with, and end the process.

    It ends without taking its values apart one by one, which costs a large site a tenth of a second: by then every file
    is written, and every process that it started has ended.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    gc.set_threshold(100_000, 20, 100)  # a site of thousands of pages is hundreds of thousands of values that all stay
    words = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(words, argparse.Namespace(words=tuple(words)))
    try:
        return int(options.run(options, Console(sys.stderr)))
    except GeneratorError as fault:
        for line in str(fault).split("\n"):
            print(f"error: {line}", file=sys.stderr)
        return FAILED
    except OSError as fault:
        if fault.errno is None:  # it is none of the system's
            raise
        print(f"error: {of_system(fault)}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted; what was finished is kept", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="generator", description="Articles in one language, a site in many.")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in GROUPS:
        add(commands)
    return parser

"""Builds of a newsroom by the command line, each looked at afterwards: does the site show what was changed?

In: a newsroom of `newsroom.make`. Out: what each build took (`Ran`). Refuses (SystemExit) a build that fails, or leaves
a page in some locale without the words that were saved.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path

from bench import newsroom
from bench.aside import put_aside
from bench.newsroom import Change, Newsroom
from bench.stories import LAST
from bench.timing import Ran, run
from generator.files import read

MINUTE = 60


def command(made: Newsroom, *words: str) -> list[str]:
    """The generator's command line for a newsroom."""
    return [sys.executable, "-m", "generator", "--root", str(made.root), *words]


def environment(minute: int) -> Mapping[str, str]:
    """The newsroom's last day, some minutes after noon: no two builds happen at the same moment."""
    noon = datetime.combine(LAST, time(12), UTC).timestamp()
    return os.environ | {"SOURCE_DATE_EPOCH": str(int(noon) + MINUTE * minute)}


def build(made: Newsroom, minute: int) -> Ran:
    """Build as `make build OFFLINE=1` does; the records hold every translation, so no engine is asked."""
    return run(command(made, "build", "--offline"), newsroom.SHIPPED, environment(minute))


def full(made: Newsroom, minute: int) -> Ran:
    """Build from `content/` alone: nothing is left of any build before."""
    for name in ("docs", "site", ".cache"):
        put_aside(made.root / name)
    for path in made.root.glob("mkdocs.*.yml"):
        put_aside(path)
    return build(made, minute)


def changes(made: Newsroom, repeats: int, minute: int) -> Iterator[tuple[str, Ran]]:
    """What is timed again and again: nothing to do, an article added, one added with a photograph, a recent one edited,
    one two years old edited."""
    works: Mapping[str, Callable[[int], Change | None]] = {
        "nothing": lambda turn: None,
        "added": lambda turn: newsroom.add(made, 2 * turn),
        "photographed": lambda turn: newsroom.add(made, 2 * turn + 1, photographed=True),
        "recent": lambda turn: newsroom.edit(made, newsroom.recent(made), turn),
        "old": lambda turn: newsroom.edit(made, newsroom.old(made), turn),
    }
    for turn in range(repeats):
        for place, (name, work) in enumerate(works.items()):
            change = work(turn)
            ran = build(made, minute + turn * len(works) + place)
            if change:
                refuse_missing(made.root, change)
            yield name, ran


def refuse_missing(root: Path, change: Change) -> None:
    """Raise where the finished site does not show a change in every locale."""
    for tag, words in change.shown.items():
        page = root / "site" / tag / change.address / "index.html"
        if not page.exists() or words not in read(page):
            raise SystemExit(f"{page} does not show “{words}”")

"""Cards → PNG files, many at a time in processes beside the build.

In: what to draw on each picture, with the file for it; the fonts; processes. Out: the files, when somebody waits for
them. Refuses nothing: what a process that was ended did not draw is drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.files import write
from generator.fonts import Fonts
from generator.publish.cards.card import Card, draw, photograph
from generator.publish.cards.pen import Pen
from generator.workers import submitted

_BATCH = 500
"""Pictures that a process draws at a time, which remembers the words that it measured."""
_FEW = 12
"""So few are drawn at once, beside the processes that render."""
Job = tuple[Card, Path]
"""What to draw, and the file to draw it to."""


@dataclass(slots=True)
class Drawing:
    """Pictures that are to be drawn, and what others draw of them; nothing of that is left once all are drawn."""

    jobs: Sequence[Job]
    fonts: Fonts
    elsewhere: Sequence[Future[None]]

    def wait(self) -> None:
        """Return when all are drawn."""
        try:
            for some in self.elsewhere:
                some.result()
        except BrokenProcessPool:  # what renders says so
            draw_batch([(card, path) for card, path in self.jobs if not is_whole(path)], self.fonts)
        if not self.elsewhere:
            draw_batch(self.jobs, self.fonts)
        self.jobs, self.elsewhere = (), ()


def begin(missing: Mapping[Path, Card], fonts: Fonts, pool: Executor) -> Drawing:
    """Have each card drawn to its file by `pool`; those of one photograph one after the other, because it is made ready
    once."""
    jobs = sorted(((card, path) for path, card in missing.items()), key=lambda job: (job[0].photo, job[0].tag))
    if len(jobs) <= _FEW:
        return Drawing(jobs, fonts, ())
    batches = [jobs[start : start + _BATCH] for start in range(0, len(jobs), _BATCH)]
    return Drawing(jobs, fonts, [submitted(pool, draw_batch, batch, fonts) for batch in batches])


def draw_batch(jobs: Sequence[Job], fonts: Fonts) -> None:
    """Draw some pictures in this process."""
    pens: dict[str, Pen] = {}
    for photo, alike in groupby(jobs, key=lambda job: job[0].photo):
        shown = photograph(photo) if photo else None
        for card, path in alike:
            pen = pens.setdefault(card.tag, Pen(fonts, card.tag, card.way))
            write(path, draw(card, pen, shown))


def is_whole(path: Path) -> bool:
    """Whether a picture that was drawn is there and as it was written, by the checksums of its parts."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.verify()
    except (OSError, SyntaxError, ValueError):
        return False
    return True

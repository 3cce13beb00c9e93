"""The pages of articles that somebody just saved, published before anything that lists them.

In: the editions of a few articles, written; what was published last. Out: their pages in `site/`, and the tables that
say so, from which the rest of the build goes on. Refuses nothing: what cannot be rendered now is left to the rest of
the build, which tries again and says why. Who looks at the page while writing sees it a second after saving; listings,
feeds and search follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

from generator import render, shown
from generator.publish.moving import move
from generator.run import Run
from generator.shown import Table
from generator.stamps import Mark

FEW = 20
"""More articles than these are no matter of a second anyway."""


def publish_ahead(run: Run, written: Mapping[str, Mark], pool: Executor, folder: Path) -> Mapping[str, Table]:
    """Publish those of the pages `written` that readers do not see yet; `folder` is for the work. Returns what is
    published now."""
    tables = {tag: shown.load(run.site, tag) for tag in run.site.tags}
    plans = render.ahead(run.site, tables, written)
    if not any(plan.stale for plan in plans):
        return tables
    pieces = render.run(run.site, plans, run.moment.epoch, pool, folder)
    return move(run.site, plans, pieces, tables, arrived=lambda tag, pages: None, thorough=False).tables

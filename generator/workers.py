"""Processes that do the heavy work beside the one that plans it.

In: nothing. Out: an executor whose processes start with its first task, each forked from one that has MkDocs loaded, so
that a task begins at once. Refuses nothing.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process

LOADED = ("generator.dividing", "generator.render.mkdocs", "mkdocs.commands.build", "generator.publish.cards")
"""Modules that every process has when it starts."""


@contextmanager
def workers() -> Iterator[Executor]:
    """As many processes as there are cores; those that nobody used were never started. What they are forked from begins
    at once, so that it has loaded everything by the time there is something to do."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    forkserver.ensure_running()
    pool = ProcessPoolExecutor(cores(), mp_context=context, initializer=begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many processes can run at a time."""
    return os.cpu_count() or 1


def begin() -> None:
    """What such a process does first. All that is loaded stays until its end, so nobody needs to look whether it may
    go."""
    gc.freeze()
    _end_with_parent()


def _end_with_parent() -> None:
    """A worker whose build was killed waits for work that never comes; so it watches the build."""

    def watch() -> None:
        if parent := parent_process():
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

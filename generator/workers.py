"""Processes that do the heavy work beside the one that plans it.

In: nothing. Out: an executor whose processes start with its first task, each forked from one that has MkDocs loaded, so
that a task begins at once. Refuses nothing.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")
LOADED = ("generator.dividing", "generator.render.mkdocs", "mkdocs.commands.build", "generator.publish.cards")
"""Modules that every process has when it starts."""


def get_ready() -> None:
    """Have what such processes are forked from begin to load everything: it is done by the time there is something to
    do. Who calls this before loading more itself gains the time of that."""
    get_context("forkserver").set_forkserver_preload(list(LOADED))
    forkserver.ensure_running()


@contextmanager
def workers() -> Iterator[Executor]:
    """As many processes as there are cores; those that nobody used were never started."""
    get_ready()
    pool = ProcessPoolExecutor(cores(), mp_context=get_context("forkserver"), initializer=begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def shared(pool: Executor | None, work: Callable[[Piece], Result], pieces: Sequence[Piece]) -> list[Result]:
    """What `work`, a function at the top of a module, gives for each piece. The processes of `pool` begin with the
    first ones, this one takes those with which nobody has begun, from the end; without a pool it does all."""
    if pool is None:
        return [work(piece) for piece in pieces]
    waiting = [submitted(pool, work, piece) for piece in pieces]
    ours = {number: work(pieces[number]) for number in reversed(range(len(pieces))) if waiting[number].cancel()}
    done: list[Result] = []
    for number, one in enumerate(waiting):
        try:
            done.append(ours[number] if number in ours else one.result())
        except BrokenProcessPool:  # the system ended a process
            done.append(work(pieces[number]))
    return done


def submitted(pool: Executor, work: Callable[..., Result], *arguments: object) -> Future[Result]:
    """Have a pool do something; where the system has ended one of its processes, the answer says so, as of what was
    given to it before."""
    try:
        return pool.submit(work, *arguments)
    except BrokenProcessPool as fault:
        refused: Future[Result] = Future()
        refused.set_exception(fault)
        return refused


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

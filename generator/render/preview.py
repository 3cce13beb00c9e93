"""The finished site in a browser that shows it anew when it changes.

In: the configuration, what to do when something changes, which folders and files to watch. Out: a server until it is
interrupted. Refuses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator.config import Site

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
Rebuild = Callable[[Callable[[], None]], bool]
"""Builds, and says whether anything changed; it may call what it is given when something can be seen before its end."""


def preview(site: Site, rebuild: Rebuild, watched: Sequence[Path], host: str, port: int) -> None:
    """Serve the finished site, rebuild when something in `watched` changes, reload the browser; until interrupted."""
    server = _Server(rebuild, host, port, str(site.output))
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=False)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


class _Observer(Observer):  # type: ignore[misc, valid-type]  # whichever class suits the system
    """Told of changes alone: a build reads more files than a system keeps notes of."""

    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, recursive: bool) -> ObservedWatch:
        made: ObservedWatch = super().schedule(event_handler, path, recursive=recursive, event_filter=list(CHANGES))
        return made


class _Server(LiveReloadServer):
    """MkDocs' server, which can show a page before a build ends, and shows nothing after one that changed nothing: what
    a build writes is a change, too, of which the server is told.

    It knows the state of the site by two times: of what was begun last, and of what browsers were told of."""

    def __init__(self, rebuild: Rebuild, host: str, port: int, root: str) -> None:
        super().__init__(self._rebuild, host, port, root)
        self.observer = _Observer()  # told by the system; MkDocs' own looks at every file twice a second
        self.rebuild = rebuild

    def _rebuild(self) -> None:
        changed = False
        try:
            changed = self.rebuild(self._show)
        finally:  # whatever went wrong, the site is as whole as it was, and browsers need not wait
            with self._epoch_cond:
                self._wanted_epoch = self._now() if changed else self._visible_epoch
                self._epoch_cond.notify_all()

    def _show(self) -> None:
        """Files are replaced one by one and each is whole, so there is nothing to wait for."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch = self._now()
            self._epoch_cond.notify_all()

    def _now(self) -> int:
        """The time in milliseconds, and later than any before."""
        return max(round(time.monotonic() * 1000), self._visible_epoch + 1)

"""The finished site in a browser that shows it anew when it changes.

In: the configuration, what to do when something changes, which folders and files to watch. Out: a server until it is
interrupted. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from generator.config import Site


def preview(site: Site, rebuild: Callable[[], None], watched: Sequence[Path], host: str, port: int) -> None:
    """Serve the finished site, rebuild when something in `watched` changes, reload the browser; until interrupted."""
    from mkdocs.livereload import LiveReloadServer
    from watchdog.observers import Observer

    server = LiveReloadServer(rebuild, host=host, port=port, root=str(site.output), mount_path="/")
    server.observer = Observer()  # type: ignore[assignment]  # told by the system; MkDocs' own looks at every file twice a second
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=False)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()

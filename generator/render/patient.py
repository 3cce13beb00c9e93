"""No page may hold up its edition: a plug-in of MkDocs that gives each of them some time.

In: the pages of one MkDocs build, seconds. Out: the same pages, and the names of those that were given up, which go on
without content. Refuses nothing: who runs MkDocs withholds them.
"""

from __future__ import annotations

from functools import partial

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from generator.patience import TimeIsUp, bounded


class Settings(Config):  # type: ignore[no-untyped-call]
    """The plug-in has none."""


class Patient(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """The plug-in; `late` are the files of the pages that took longer, below the folder of pages."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.late: set[str] = set()

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Have the page be rendered in time, or not at all."""
        render = page.render

        def in_time(config: MkDocsConfig, files: Files) -> None:
            try:
                bounded(partial(render, config, files), self.seconds)
            except TimeIsUp:
                page.content = ""
                self.late.add(page.file.src_uri)

        page.render = in_time  # type: ignore[method-assign]
        return page

"""What readers see, as pictures to be looked at: `make screenshots`.

In: the shipped content and the newsroom of many scripts, built offline in a temporary folder; Chromium. Out:
`.cache/screenshots/<tag>-<page>-<width>-<scheme>.png`, whole pages, in four locales, at three widths, light and dark.
Refuses nothing, but fails where a page does: a console error, a failed or a third-party request.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from browsing import WIDTHS, opening, serving
from newsroom_fixtures import LIBRARY, build_newsroom
from playwright.sync_api import Browser, Page, expect, sync_playwright
from site_fixtures import PROJECT, build_shipped

TARGET = PROJECT / ".cache/screenshots"
SUMMIT = "2025/09/04/xi-jinping-accoglie-kim-jong-un-a-pechino-e-promette-appoggio-a-pyongyang/"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900
"""Of the window, in pixels; a picture is as high as its page."""


@dataclass(frozen=True, slots=True)
class View:
    """A locale to be looked at: an article of it, and a word to search for."""

    tag: str
    article: str
    word: str

    @property
    def pages(self) -> dict[str, str]:
        """Name → address below the site."""
        rests = {"home": "", "article": self.article, "search": "search/", "archive": "archive/"}
        return {name: f"{self.tag}/{rest}" for name, rest in rests.items()}


SHIPPED = (View("it", SUMMIT, "traduzione"), View("en", SUMMIT, "translation"))
NEWSROOM = (View("ar", LIBRARY, "المكتبة"), View("zh-Hans", LIBRARY, "图书馆"))


def main() -> None:
    """Take every picture anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, _chromium() as browser:
        sites = (
            (build_shipped(Path(folder, "shipped")), SHIPPED),
            (build_newsroom(Path(folder, "newsroom")), NEWSROOM),
        )
        for site, views in sites:
            with serving(site.site) as address:
                for view, width, scheme in product(views, WIDTHS, SCHEMES):
                    _take(browser, address, view, width, scheme)


@contextmanager
def _chromium() -> Iterator[Browser]:
    found = shutil.which("chromium")
    assert found, "Chromium is missing; see apt-test.txt"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def _take(browser: Browser, address: str, view: View, width: int, scheme: Literal["light", "dark"]) -> None:
    with opening(browser) as make:
        page = make(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, locale=view.tag)
        for name, place in view.pages.items():
            page.goto(f"{address}/{place}")
            if name == "search":
                _search(page, view.word)
            _settle(page)
            page.screenshot(path=TARGET / f"{view.tag}-{name}-{width}-{scheme}.png", full_page=True)


def _search(page: Page, word: str) -> None:
    field = page.locator("main input[type=search]")
    field.focus()
    page.wait_for_load_state("networkidle")
    field.press_sequentially(word)
    expect(page.locator("main [role=status]")).not_to_be_empty()


def _settle(page: Page) -> None:
    """Have what comes later come now: pictures below the window are fetched when a reader gets near them."""
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every(image => image.complete)")


if __name__ == "__main__":
    main()

"""What a search costs a reader: bytes that travel to a real Chromium.

In: a finished site. Out: a `Cost` for each of some queries, commoner and rarer words. Refuses a machine without
Chromium (SystemExit) and a search page that never answers (AssertionError).

A reader opens the front page; what that costs is not counted. Then the search page, with a first query and, on the same
page anew, a next one; the browser keeps what the site's own headers let it keep. Counted are the bodies of all answers
as they travel, compressed as hosts compress them; headers are not counted.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

from browsing import Host, header_rules, listening
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.newsroom import Newsroom

RANKS = ((60,), (500,), (5_000,), (30_000,), (300, 900))
"""The words that are looked for, by their ranks in the tongue."""
PATIENCE = 30_000
"""Milliseconds until a search is given up."""


@dataclass(frozen=True, slots=True)
class Cost:
    """KB of the first query and of the next one, and what was asked."""

    query: str
    first: float
    next: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the machine."""
    path = shutil.which("chromium")
    if not path:
        raise SystemExit("Chromium is needed to measure what readers see (Debian package chromium; see apt-test.txt)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def costs(made: Newsroom, browser: Browser) -> list[Cost]:
    """What searches of a newsroom cost, each by a reader who was never there before."""
    words = made.writer.own.words
    queries = [" ".join(words[rank] for rank in ranks) for ranks in RANKS]
    site = made.root / "site"
    sent: Counter[str] = Counter()
    with listening(_counting(sent, site), site) as address:
        place = f"{address}/{made.writer.own.tag}"
        return [_cost(browser, place, (query, queries[at - 1]), sent) for at, query in enumerate(queries)]


def _counting(sent: Counter[str], site: Path) -> type[SimpleHTTPRequestHandler]:
    """A host that counts the bytes of the bodies it sends."""

    def send_header(self: Host, name: str, value: str) -> None:
        if name == "Content-Length":
            sent["bytes"] += int(value)
        Host.send_header(self, name, value)

    return type("Counting", (Host,), {"send_header": send_header, "rules": header_rules(site)})


def _cost(browser: Browser, place: str, queries: Sequence[str], sent: Counter[str]) -> Cost:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{place}/", wait_until="networkidle")
    taken = []
    for query in queries:
        before = sent["bytes"]
        _search(page, f"{place}/search/?q={quote(query)}")
        taken.append((sent["bytes"] - before) / 1000)
    context.close()
    return Cost(queries[0], taken[0], taken[1])


def _search(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".nr-find__count")).not_to_be_empty(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")

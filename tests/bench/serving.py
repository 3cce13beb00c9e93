"""From saving an article to a browser that shows it, with `serve` running.

In: a newsroom that was built, Chromium, how often. Out: `Seen`, in seconds after the file was replaced. Refuses
a server that does not come up (SystemExit) and a page that does not follow (AssertionError).

The browser has the article's page open and touches nothing: the page reloads itself. The article is saved alone, its
records know the coming text already (`newsroom.foresee`), so that no engine's time is measured.
"""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.request import urlopen

from playwright.sync_api import Browser, expect

from bench import builds, newsroom, stories, writing
from bench.newsroom import Newsroom
from generator.files import read

PORT = 8137
PATIENCE = 1_800
"""Seconds until a page that does not follow is given up."""
QUIET = 3
"""Seconds without a word after which a server that is fast has nothing left to do."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds until the article's page in the browser, the front page and the whole site were up to date."""

    page: float
    front: float
    finished: float


@dataclass(frozen=True, slots=True)
class _Server:
    """Where it listens, and what it said when."""

    address: str
    lines: list[tuple[float, str]]

    def said(self, word: str, since: float) -> float | None:
        """When it said a line that begins with `word`, the first time after `since`."""
        return next((at for at, line in list(self.lines) if at > since and line.startswith(word)), None)

    def wait(self, word: str, since: float) -> float:
        """Wait for that line; returns when it came."""
        while (at := self.said(word, since)) is None:
            if time.monotonic() - since > PATIENCE:
                raise SystemExit(f"serve did not say '{word}' in {PATIENCE} s: {self.lines[-3:]}")
            time.sleep(0.02)
        return at

    def rest(self, since: float) -> None:
        """Wait until it has been quiet for longer than its last build took, which began at `since`: records that it
        wrote itself may have it build once more, and a build says nothing for a while."""
        quiet = max(QUIET, time.monotonic() - since)
        while time.monotonic() - self.lines[-1][0] < quiet:
            time.sleep(0.1)


def seen(made: Newsroom, browser: Browser, repeats: int) -> list[Seen]:
    """Save a recent article again and again, and look. It is one whose first words the front page shows: only the
    stories at its top have a summary there."""
    front_page = read(made.root / "site" / made.writer.own.tag / "index.html")
    places = (newsroom.recent(made, nth) for nth in count(1))  # the newest has been edited by then
    number = next(place for place in places if _opening(made, place) in front_page)
    versions = range(1_000, 1_000 + repeats)
    newsroom.foresee(made, number, versions)
    started = time.monotonic()
    with _serving(made) as server:
        server.rest(started)
        page = browser.new_page()
        page.goto(f"{server.address}/{made.writer.own.tag}/{writing.address(made.writer, number)}/")
        found = []
        for version in versions:
            change = newsroom.edit(made, number, version, translated=False)
            saved = time.monotonic()
            words = change.shown[made.writer.own.tag]
            front: list[float] = []
            looking = threading.Thread(target=_look, args=(f"{server.address}/{made.writer.own.tag}/", words, front))
            looking.start()
            expect(page.locator("body")).to_contain_text(words, timeout=PATIENCE * 1_000)
            shown = time.monotonic()
            finished = server.wait("publish", saved)
            looking.join()
            found.append(Seen(shown - saved, front[0] - saved, finished - saved))
            server.rest(saved)
        page.close()
    return found


def _opening(made: Newsroom, number: int) -> str:
    """How an article's text begins, which is how its summary does where it has none of its own."""
    text = stories.story(made.writer.plan, number).body[0][1]
    return stories.say(text, made.writer.own.words, str)[:20]


def _look(address: str, words: str, found: list[float]) -> None:
    """Ask for a page until it has these words."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        with urlopen(address) as answer:
            if words in answer.read().decode():
                break
        time.sleep(0.1)
    found.append(time.monotonic())


@contextmanager
def _serving(made: Newsroom) -> Iterator[_Server]:
    command = builds.command(made, "serve", "--offline", "--port", str(PORT))
    process = subprocess.Popen(
        command,
        cwd=newsroom.SHIPPED,
        env={**builds.environment(600), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = _Server(f"http://127.0.0.1:{PORT}", [])

    def listen() -> None:
        server.lines.extend((time.monotonic(), line) for line in process.stdout or ())

    started = time.monotonic()
    threading.Thread(target=listen, daemon=True).start()
    try:
        server.wait(server.address, started)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

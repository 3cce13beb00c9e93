"""What the tests in Chromium share: a finished site served as hosts serve it, pages that are watched, and axe."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

WIDTHS = (360, 768, 1440)
Open = Callable[..., Page]

AXE = resources.files("axe_playwright_python") / "axe.min.js"
PACKED = (".css", ".html", ".js", ".json", ".svg", ".webmanifest", ".xml")
"""What hosts compress on the way; pictures and Pagefind's pieces are packed already."""


Rule = tuple[re.Pattern[str], str, str]
"""Which paths a header is sent with, its name and its value."""


def header_rules(folder: Path) -> list[Rule]:
    """What a site asks of its host in `_headers`: unindented paths, in which `*` is anything, and indented headers."""
    rules: list[Rule] = []
    path = folder / "_headers"
    pattern = re.compile("")
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line.startswith((" ", "\t")):
            name, _, value = line.strip().partition(": ")
            rules.append((pattern, name, value))
        elif line.strip() and not line.startswith("#"):
            pattern = re.compile(re.escape(line.strip()).replace(r"\*", ".*"))
    return rules


class Host(SimpleHTTPRequestHandler):
    """Files, and the site's own 404 page for what is not there, as static hosts do it: texts compressed where the
    browser takes that, the headers that the site asks for, everything kept for an hour where it says nothing."""

    prefix = ""
    rules: Sequence[Rule] = ()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.prefix) or "/")

    def do_GET(self) -> None:
        if not self.path.startswith(self.prefix + "/"):
            self.send_error(404)
            return
        path = Path(self.translate_path(self.path))
        if path.is_dir() and urlsplit(self.path).path.endswith("/"):
            path /= "index.html"
        if path.is_file() and path.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            self._answer(200, self.guess_type(str(path)), gzip.compress(path.read_bytes(), 6), packed=True)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        path = urlsplit(self.path).path.removeprefix(self.prefix)
        asked = {name: value for pattern, name, value in self.rules if pattern.fullmatch(path)}
        for name, value in ({"Cache-Control": "public, max-age=3600"} | asked).items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self._answer(code, "text/html", (Path(self.directory) / "404.html").read_bytes())

    def _answer(self, code: int, kind: str, body: bytes, *, packed: bool = False) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def listening(handler: type[SimpleHTTPRequestHandler], folder: Path) -> Iterator[str]:
    """The address, without a path, at which `handler` serves a folder on a free port of 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(folder: Path, prefix: str = "") -> Iterator[str]:
    """The address, without a final slash, at which a folder is served as hosts do it."""
    with listening(type("Handler", (Host,), {"prefix": prefix, "rules": header_rules(folder)}), folder) as address:
        yield address + prefix


@contextmanager
def opening(browser: Browser) -> Iterator[Open]:
    """A factory of pages, each in a context of its own; whatever goes wrong in them fails the test at its end."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def make(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, wrong)
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, wrong: list[str]) -> None:
    """Note console errors, exceptions, failed requests and requests to any host but loopback."""

    def console(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            wrong.append(f"console: {said.text}")

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            wrong.append(f"elsewhere: {request.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the test went on to the next page before an icon had come
            wrong.append(f"failed: {request.url} {request.failure}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status}: {response.url}")

    page.on("console", console)
    page.on("pageerror", lambda fault: wrong.append(f"exception: {fault}"))
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("response", answered)


def search(page: Page, words: str) -> None:
    """Go to the search by keyboard, type, and wait for what is found."""
    page.keyboard.press("Control+k")
    expect(page.locator("#find-words")).to_be_focused()
    page.keyboard.insert_text(words)  # at once, so that no half word is looked for
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".nr-find__results[aria-busy=false]")).to_be_attached()
    expect(page.locator(".nr-find__count")).not_to_be_empty()


def results(page: Page) -> list[str]:
    """The addresses of what was found, best first."""
    links: list[str] = page.locator(".nr-result__title a").evaluate_all("links => links.map(link => link.href)")
    return links


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds in the page as it stands, by all its rules or by some: rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, object] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{page.url} {rule['id']}: {json.dumps(node['target'])}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page, places: Sequence[str], widths: Sequence[int] = WIDTHS) -> list[str]:
    """The addresses and widths at which a page is wider than its window, in which it is opened once."""
    found = []
    for place in places:
        answer = page.goto(place)
        assert answer is not None
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{place} at {width}")
    return found


FOCUS = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 &&
    box.left < innerWidth;
  const outlined = ({outlineStyle, outlineWidth}) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  let around = element, ring = false; /* a link may be shown by the ring around its story */
  for (let level = 0; around && level < 4; level++, around = around.parentElement) {
    ring ||= outlined(getComputedStyle(around));
  }
  const nav = element.closest("nav"), text = (element.innerText || element.value || "").trim();
  return {name: element.tagName.toLowerCase(), within: nav ? nav.className : "", href: element.getAttribute("href"),
    text, visible: seen && ring};
}"""


def walk(page: Page, steps: int) -> list[dict[str, Any]]:
    """What has the focus after each of so many tabs, and whether a reader can see that."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUS)
        if focused["name"] == "body":
            break
        found.append(focused)
    return found

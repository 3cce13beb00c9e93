"""`site/_headers`: what it allows, that no built page needs more, and that a browser finds nothing to complain of."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import markdown
import pytest
from playwright.sync_api import sync_playwright
from site_fixtures import Shipped

from generator.config import theme_folder
from generator.publish.headers import SCRIPT, content_security_policy, headers

THEME = theme_folder()


def parsed(text: str) -> dict[str, dict[str, str]]:
    """Place → its headers, as the hosts read the file."""
    found: dict[str, dict[str, str]] = {}
    place = ""
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            assert name not in found[place], (place, name)
            found[place][name] = value
        else:
            place = line
            assert place.startswith("/")
            found[place] = {}
    return found


def directives(policy: str) -> dict[str, list[str]]:
    parts = [part.split() for part in policy.split("; ")]
    assert len({part[0] for part in parts}) == len(parts)
    return {part[0]: part[1:] for part in parts}


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_policy_begins_with_nothing_and_names_no_host() -> None:
    policy = directives(content_security_policy(THEME))
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == policy["connect-src"] == policy["manifest-src"] == ["'self'"]
    sources = [source for values in policy.values() for source in values]
    assert "'unsafe-inline'" not in sources
    assert "'unsafe-eval'" not in sources
    assert all(re.fullmatch(r"'[\w+/=-]+'|data:", source) for source in sources)
    assert [name for name, values in policy.items() if "data:" in values] == ["img-src"]


def test_every_answer_has_the_headers_and_some_may_be_kept() -> None:
    found = parsed(headers(THEME))
    assert found["/*"]["X-Content-Type-Options"] == "nosniff"
    assert found["/*"]["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in found["/*"]["Permissions-Policy"]
    assert "Cache-Control" not in found["/*"]
    assert found["/pictures/*"]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in found["/share/*"]["Cache-Control"]
    named_by_content = {f"/pagefind/{kind}/*" for kind in ("filter", "fragment", "index", "meta", "order")}
    assert {place for place in found if place.startswith("/pagefind/")} == named_by_content
    assert max(len(line) for line in headers(THEME).splitlines()) < 2000  # where Cloudflare cuts


def test_the_script_is_allowed_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / SCRIPT).write_text("let a = 1;\n", encoding="utf-8")
    assert digest("let a = 1;") in directives(content_security_policy(tmp_path))["script-src"]
    assert directives(content_security_policy(tmp_path / "none"))["script-src"] == ["'self'", "'wasm-unsafe-eval'"]


def test_the_alignments_of_tables_are_allowed_as_the_renderer_writes_them() -> None:
    table = "| a | b | c |\n| :-- | :-: | --: |\n| 1 | 2 | 3 |\n"
    styles = set(re.findall('style="([^"]*)"', markdown.markdown(table, extensions=["tables"])))
    assert len(styles) == 3
    allowed = directives(content_security_policy(THEME))["style-src"]
    assert "'unsafe-hashes'" in allowed
    assert {digest(style) for style in styles} == {source for source in allowed if "sha256" in source}


class Inline(HTMLParser):
    """Inline code of a page: scripts that run, `style` attributes, elements and attributes that no policy can allow."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.others: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.others += [f"{tag} {name}" for name in given if name.startswith("on")]
        if "style" in given:
            self.styles.append(given["style"] or "")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.others.append(tag)
        self._inside = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


@pytest.mark.site
def test_no_built_page_needs_more_than_the_policy_allows(shipped: Shipped) -> None:
    policy = directives(parsed((shipped.site / "_headers").read_text())["/*"]["Content-Security-Policy"])
    scripts, styles = set(), set()
    for path in shipped.site.rglob("*.html"):
        page = Inline()
        page.feed(path.read_text(encoding="utf-8"))
        assert page.others == [], path
        scripts |= set(page.scripts)
        styles |= set(page.styles)
    for text in scripts:
        assert digest(text) in policy["script-src"], text
    for text in styles:
        assert digest(text) in policy["style-src"], text
    hashes = [source for source in policy["script-src"] if "sha256" in source]
    assert len(hashes) == len(scripts), "the policy allows a script that no page has"


class _Host(SimpleHTTPRequestHandler):
    """A host that reads `_headers`."""

    rules: dict[str, dict[str, str]]

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""

    def end_headers(self) -> None:
        for place, values in self.rules.items():
            if re.fullmatch(re.escape(place).replace(r"\*", ".*"), self.path):
                for name, value in values.items():
                    self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def hosted(shipped: Shipped) -> Iterator[str]:
    rules = parsed((shipped.site / "_headers").read_text())
    handler = type("Host", (_Host,), {"rules": rules})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(shipped.site)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.site
@pytest.mark.browser
def test_a_browser_finds_no_violation_search_included(shipped: Shipped, hosted: str, chromium: str) -> None:
    article = next((shipped.site / "fr/2025").rglob("index.html")).parent.relative_to(shipped.site).as_posix()
    places = ["", "404.html", "fr/404.html", *(f"fr/{kind}" for kind in ("", "archive/", "search/", "about/"))]
    places.append(f"{article}/")
    told: list[str] = []
    watch = "document.addEventListener('securitypolicyviolation', event => console.error('CSP', event.blockedURI))"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(watch)
        page.on("console", lambda message: told.append(f"{page.url} {message.text}") if message.type == "error" else "")
        page.on("pageerror", lambda fault: told.append(f"{page.url} {fault}"))
        for place in places:
            page.goto(f"{hosted}/{place}", wait_until="networkidle")
        page.goto(f"{hosted}/fr/search/?q=Pyongyang", wait_until="networkidle")
        page.locator("main a[href*='/fr/2025/']", has_text=re.compile("Kim")).first.wait_for(timeout=15_000)
        found = list(told)
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'let a'}))")
        page.wait_for_timeout(200)
        browser.close()
    assert found == []
    assert told, "a script that is not allowed was not noticed"

"""Hostile articles in the formats that become Markdown: whatever is put into them, nothing on the site runs."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Lines, Project, configuration
from partners import Story, feed, json_feed, newsml, ninjs, nitf
from playwright.sync_api import Browser
from test_hostile import NOTHING, TEXTS, clean, open_all

pytestmark = pytest.mark.site

SOME = 12
"""Payloads that a story has in each of its places: what one of them opens may swallow those that follow."""
SWALLOWING = ("plaintext", "<!--", "<textarea", "<title", "<noscript", "<xmp", "<script", "<style", "<![CDATA[")


def story(number: int, group: tuple[str, ...], block: Callable[[str], str]) -> Story:
    """A story with payloads in its headline, summary, byline, place, topics and text."""
    line = html.escape(" · ".join(group))
    blocks = (f"<p>{NOTHING}</p>", *map(block, group), f"<p>{NOTHING}</p>")
    moment = datetime(2025, 9, 4, 12, tzinfo=UTC)
    return Story(number, f"{number} {line}", line, line, line, (f"{number} {line}"[:200],), blocks, (), moment)


def as_it_is(text: str) -> str:
    return f"<div>{text}</div>"


def as_xml(text: str) -> str:
    """A payload as elements where it is well formed, else as text."""
    try:
        ElementTree.fromstring(f"<p>{text}</p>")
    except ElementTree.ParseError:
        return f"<p>{html.escape(text)}</p>"
    return f"<p>{text}</p>"


def page(one: Story) -> bytes:
    head = f"<title>{one.headline}</title><meta name=author content='{one.byline}'>"
    body = f"<article><h1>{one.headline}</h1><p class=byline>{one.byline}</p>{one.html}</article>"
    return f"<!doctype html><html lang=it><head>{head}</head><body>{body}</body></html>".encode()


def fragment(one: Story) -> bytes:
    return f"<h1>{one.headline}</h1>{one.html}".encode()


def word(group: tuple[str, ...], number: int) -> bytes:
    """A Word file with payloads as text, as addresses of links, in its properties and in a table."""
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document, saved = Document(), BytesIO()
    document.core_properties.title = f"{number} {group[0]}"[:200]
    document.core_properties.author = group[-1][:200]
    document.add_paragraph(NOTHING)
    for text in group:
        document.add_paragraph(text)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(text, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = NOTHING
        run.append(words)
        link.append(run)
        document.add_paragraph()._p.append(link)
        document.add_table(1, 1).cell(0, 0).text = text
    document.save(saved)
    return saved.getvalue()


def documents() -> Iterator[tuple[str, bytes]]:
    """File name → a file with hostile stories, in every format; each payload is in each."""
    texts = sorted(map(clean, TEXTS), key=lambda text: any(word in text.lower() for word in SWALLOWING))
    count = -(-len(texts) // SOME)
    rows = [texts[start::count] for start in range(count)]  # those that swallow come last in each
    plain = [story(number, tuple(row), as_it_is) for number, row in enumerate(rows)]
    strict = [story(number, tuple(row), as_xml) for number, row in enumerate(rows)]
    yield "seite.rss", feed(plain, atom=False)
    yield "seite.atom", feed(plain, atom=True)
    yield "feed.json", json_feed(plain)
    yield "zwei.json", ninjs(plain, "2.2")
    yield "drei.json", ninjs(plain, "3.1")
    for one in plain:
        yield f"seite-{one.number}.html", page(one)
        yield f"stueck-{one.number}.htm", fragment(one)
    for one in strict:
        yield f"nitf-{one.number}.xml", nitf(one)
        yield f"newsml-{one.number}.xml", newsml(one, as_nitf=bool(one.number % 2))
    for number, row in enumerate(rows):
        yield f"word-{number}.docx", word(tuple(row), number)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Lines]:
    """All of it as a finished site."""
    made = Project(tmp_path_factory.mktemp("formats") / "newsroom")
    made.write("mkdocs.yml", configuration(locales=("it",)))
    for name, data in documents():
        made.write(f"content/articles/{name}", data)
    _, lines = made.build()
    return made, lines


def test_stories_in_every_format_are_published_or_refused_by_name(sent: tuple[Project, Lines]) -> None:
    made, lines = sent
    names = {path.name for path in (made.root / "content/articles").iterdir()}
    refused = {Path(str(fault.path)).name for fault in lines.faults}
    published = made.read("content/published.yml")
    for name in names:
        assert name in published or name in refused, name
    for ending in (".rss", ".atom", "feed.json", "zwei.json", "drei.json", ".html", ".htm", ".xml", ".docx"):
        assert any(name.endswith(ending) and name in published for name in names), ending
    assert all("Traceback" not in line and "\n" not in line for line in lines.told)
    assert len(refused) < len(names) / 4, lines.told[:5]


@pytest.mark.browser
def test_nothing_in_any_format_runs(sent: tuple[Project, Lines], browser: Browser) -> None:
    made, _ = sent
    count, wrong = open_all(browser, made.root / "site")
    assert count > 5 * len(TEXTS) // SOME
    assert wrong == []

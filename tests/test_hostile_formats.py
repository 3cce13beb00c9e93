"""Hostile articles in the formats that become Markdown: whatever is put into them, nothing on the site runs."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest
from conftest import DAY, Lines, Project, configuration
from partners import Story, feed, json_feed, newsml, ninjs, nitf
from playwright.sync_api import Browser
from test_hostile import NOTHING, TEXTS, clean, open_all

from generator import links, read
from generator.errors import ReadError
from generator.model import Source
from generator.read import hypertext
from generator.sanitise import leads

pytestmark = pytest.mark.site

SOME = 12
"""Payloads that a story has in each of its places: what one of them opens may swallow those that follow."""
SWALLOWING = ("plaintext", "<!--", "<textarea", "<title", "<noscript", "<xmp", "<script", "<style", "<![CDATA[")


def story(
    name: str, number: int, group: tuple[str, ...], block: Callable[[str], str], word: Callable[[str], str] = str
) -> Story:
    """A story with payloads in its headline, summary, byline, place, topics and text."""
    line, short = word(" · ".join(group)), word(" · ".join(group)[:150])
    blocks = (f"<p>{NOTHING}</p>", *map(block, group), f"<p>{NOTHING}</p>")
    moment = datetime(2025, 9, 4, 12, tzinfo=UTC)
    return Story(number, f"{name} {number} {line}", line, line, line, (f"{number} {short}",), blocks, (), moment)


def as_it_is(text: str) -> str:
    return f"<div>{text}</div>"


def as_xml(text: str) -> str:
    """A payload as elements where it is well formed, else as text."""
    with suppress(ElementTree.ParseError):
        ElementTree.fromstring(f"<p>{text}</p>")
        if "<?" not in text:  # which would end the declaration of the file that it is put into
            return f"<p>{text}</p>"
    return f"<p>{html.escape(text)}</p>"


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
    document.core_properties.title = f"word {number} {group[0]}"[:200]
    document.core_properties.author = group[-1][:200]
    document.add_paragraph(NOTHING)
    for text in group:
        document.add_paragraph(text)
        document.add_table(1, 1).cell(0, 0).text = text
        if leads(text):  # to a place of the site that is not there, for which the whole article would be refused
            continue
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), document.part.relate_to(text, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        words.text = NOTHING
        run.append(words)
        link.append(run)
        document.add_paragraph()._p.append(link)
    document.save(saved)
    return saved.getvalue()


def taken(text: str) -> bool:
    """Whether an article with a payload is not refused, for a link that leads nowhere for instance."""
    try:
        markdown = f"---\ntitle: x\nlang: it\n---\n{NOTHING}\n\n{hypertext.markdown(as_it_is(text))}"
        source = Source(PurePosixPath("content/articles/x.md"), "article", ".md", markdown, "")
        links.resolve(read.parse(source, locales=("it",), detect=lambda text: "it", today=DAY), {}, Path())
    except ReadError:
        return False
    return True


def documents() -> Iterator[tuple[str, bytes]]:
    """File name → a file with hostile stories, in every format; each payload is in each."""
    texts = sorted(filter(taken, map(clean, TEXTS)), key=lambda text: any(word in text.lower() for word in SWALLOWING))
    count = -(-len(texts) // SOME)
    rows = [texts[start::count] for start in range(count)]  # those that swallow come last in each

    def plain(name: str) -> list[Story]:
        return [story(name, number, tuple(row), as_it_is) for number, row in enumerate(rows)]

    def strict(name: str) -> list[Story]:
        return [story(name, number, tuple(row), as_xml, html.escape) for number, row in enumerate(rows)]

    yield "seite.rss", feed(plain("rss"), atom=False)
    yield "seite.atom", feed(plain("atom"), atom=True)
    yield "feed.json", json_feed(plain("feed"))
    yield "zwei.json", ninjs(plain("zwei"), "2.2")
    yield "drei.json", ninjs(plain("drei"), "3.1")
    for one in plain("html"):
        yield f"seite-{one.number}.html", page(one)
    for one in plain("htm"):
        yield f"stueck-{one.number}.htm", fragment(one)
    for one in strict("nitf"):
        yield f"nitf-{one.number}.xml", nitf(one)
    for one in strict("newsml"):
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
    refused = {part for fault in lines.faults for part in Path(str(fault.path)).parts} & names
    published = made.read("content/published.yml")
    for name in names:
        assert name in published or name in refused, name
    shown = [name for name in names if name in published]
    assert {Path(name).suffix for name in shown} == {Path(name).suffix for name in names}
    assert len(shown) > len(names) / 2
    assert all("Traceback" not in line and "\n" not in line for line in lines.told)


@pytest.mark.browser
def test_nothing_in_any_format_runs(sent: tuple[Project, Lines], browser: Browser) -> None:
    made, _ = sent
    count, wrong = open_all(browser, made.root / "site")
    assert count > 5 * len(TEXTS) // SOME
    assert wrong == []

"""Whole builds of what agencies and partners hand over: a file of every format, fetched feeds, cancellations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
import yaml
from conftest import Lines, MakeProject, Project, picture
from serving import Served, body, serving

from generator.fetch import fetch
from generator.run import Moment
from generator.translate.engines.pseudo import Pseudo

pytestmark = pytest.mark.site

DAY = date(2026, 11, 28)
NOW = Moment(DAY, 1_795_860_000)

NINJS = {
    "uri": "urn:agenzia.example:1",
    "version": "1",
    "versionCreated": "2026-11-27T09:00:00+01:00",
    "pubStatus": "usable",
    "language": "it-IT",
    "located": "Sondrio",
    "by": "di Anna Neri",
    "headlines": [{"role": "main", "value": "Il ponte di ninjs"}],
    "bodies": [{"contentType": "text/html", "value": "<p>Il ponte <em>riapre</em> lunedì.</p>"}],
    "subjects": [{"name": "trasporti", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}],
    "associations": [
        {
            "uri": "urn:agenzia.example:foto",
            "name": "foto1",
            "type": "picture",
            "descriptions": [{"value": "Il ponte, ieri"}],
            "renditions": [{"name": "web", "href": "ponte.jpg", "contentType": "image/jpeg", "width": 900}],
        }
    ],
}
NITF = """<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf xml:lang="it"><head><docdata><date.issue norm="20261127T090000+0100"/></docdata></head>
<body><body.head><hedline><hl1>Il ponte di NITF</hl1></hedline></body.head>
<body.content><p>Il ponte <em>riapre</em> lunedì.</p></body.content></body></nitf>"""
NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:agenzia:2" version="1" xml:lang="it">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-11-27T09:00:00+01:00</versionCreated></itemMeta>
<contentMeta><headline>Il ponte di NewsML</headline></contentMeta>
<contentSet><inlineData contenttype="text/html">&lt;p>Il ponte riapre lunedì.&lt;/p></inlineData></contentSet>
</newsItem>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="it"><title>Valle</title><id>urn:v</id>
<entry><id>urn:v:1</id><title>Il ponte di Atom</title><published>2026-11-27T09:00:00+01:00</published>
<content type="html">&lt;p>Il ponte riapre lunedì.&lt;/p></content></entry></feed>"""


def rss(*texts: str, title: str = "Il ponte di RSS") -> str:
    items = "".join(
        f"<item><guid>v-{number}</guid><title>{title} {number}</title><description>{text}</description>"
        "<pubDate>Fri, 27 Nov 2026 09:00:00 +0100</pubDate></item>"
        for number, text in enumerate(texts, start=1)
    )
    return f'<rss version="2.0"><channel><title>Valle</title><language>it</language>{items}</channel></rss>'


def pages(room: Project, locale: str = "it") -> dict[str, str]:
    """Title → Markdown of every article's page."""
    found = {}
    for path in sorted((room.root / "docs" / locale / "2026").rglob("*.md")):
        text = path.read_text("utf-8")
        found[str(yaml.safe_load(text.split("---\n")[1])["title"])] = text
    return found


@pytest.fixture
def room(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    text = made.read("mkdocs.yml").replace("newsroom:\n", "newsroom:\n    fetch: {private_hosts: [127.0.0.1]}\n", 1)
    made.write("mkdocs.yml", text)
    return made


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the engine is really asked for."""
    seen: list[str] = []
    translate = Pseudo.translate

    def listening(self: Pseudo, jobs: list) -> object:
        seen.extend(text for job in jobs for text in job.texts)
        return translate(self, jobs)

    monkeypatch.setattr(Pseudo, "translate", listening)
    return seen


def clean(room: Project) -> Lines:
    outcome, lines = room.build(day=DAY)
    assert (outcome.faults, lines.told) == (0, [])
    return lines


def test_one_file_of_each_format_becomes_pages(room: Project) -> None:
    room.write("content/articles/wire/ninjs.json", json.dumps(NINJS))
    room.write("content/articles/wire/ponte.jpg", picture())
    room.write("content/articles/nitf.xml", NITF)
    room.write("content/articles/newsml.xml", NEWSML)
    room.write("content/articles/atom.xml", ATOM)
    room.write("content/articles/valle.rss", rss("Il ponte riapre.", "Il fiume sale."))
    entry = {"id": "1", "title": "Il ponte di JSON Feed", "content_text": "Il ponte riapre."}
    items = [entry | {"date_published": "2026-11-27T09:00:00Z"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "language": "it", "items": items}
    room.write("content/articles/feed.json", json.dumps(feed))
    before = {path: path.read_bytes() for path in (room.root / "content/articles").rglob("*") if path.is_file()}
    clean(room)
    found = pages(room)
    names = ("ninjs", "NITF", "NewsML", "Atom", "RSS 1", "RSS 2", "JSON Feed")
    assert set(found) == {f"Il ponte di {name}" for name in names}
    assert "Il ponte *riapre* lunedì." in found["Il ponte di ninjs"]
    assert len(pages(room, "fr")) == len(names)
    page = next((room.root / "site/it").rglob("*ninjs*/index.html")).read_text("utf-8")
    for words in ("Sondrio", "Anna Neri", "trasporti", "Il ponte, ieri", "<em>riapre</em>"):
        assert words in page
    assert before == {path: path.read_bytes() for path in before}


def test_a_canceled_item_becomes_a_notice(room: Project) -> None:
    room.write("content/articles/ninjs.json", json.dumps(NINJS | {"associations": []}))
    clean(room)
    page = next((room.root / "site/it").rglob("*ninjs*/index.html"))
    assert "riapre" in page.read_text("utf-8")
    canceled = {key: NINJS[key] for key in ("uri", "language")} | {
        "version": "2", "versionCreated": "2026-11-28T09:00:00+01:00", "pubStatus": "canceled"
    }  # fmt: skip
    room.write("content/articles/ninjs.json", json.dumps(canceled))
    clean(room)
    assert "riapre" not in page.read_text("utf-8")
    docs = next((room.root / "docs/it/2026").rglob("*ninjs*.md")).read_text("utf-8")
    assert "withdrawn" in docs
    assert "2026-11-28" in docs or "28 novembre 2026" in docs
    assert "Il ponte di ninjs" not in (room.root / "site/it/archive/index.html").read_text("utf-8")


def test_a_feed_fetched_twice_is_built_once(room: Project, server: Served, asked: list[str]) -> None:
    server.paths["/feed"] = body(rss("Il ponte riapre.", "Il fiume sale.").encode(), ETag='"a"')
    fetch(room.site(), server.url("/feed"), NOW, name="valle")
    clean(room)
    first = pages(room)
    assert len(first) == 2
    asked.clear()
    assert fetch(room.site(), server.url("/feed"), NOW, name="valle").merged is None
    clean(room)
    assert (asked, pages(room)) == ([], first)


def test_a_changed_entry_updates_its_article(room: Project, server: Served, asked: list[str]) -> None:
    server.paths["/feed"] = body(rss("Il ponte riapre.", "Il fiume sale.").encode())
    fetch(room.site(), server.url("/feed"), NOW, name="valle")
    clean(room)
    before = sorted((room.root / "docs/it/2026").rglob("*.md"))
    asked.clear()
    server.paths["/feed"] = body(rss("Il ponte non riapre.", title="Notizia").encode())
    fetch(room.site(), server.url("/feed"), NOW, name="valle")
    clean(room)
    assert sorted((room.root / "docs/it/2026").rglob("*.md")) == before
    assert set(pages(room)) == {"Notizia 1", "Il ponte di RSS 2"}
    assert set(asked) == {"Il ponte non riapre.", "Notizia 1"}


def test_items_moved_to_another_file_keep_their_addresses(room: Project, server: Served, asked: list[str]) -> None:
    server.paths["/feed"] = body(rss("Il ponte riapre.", "Il fiume sale.").encode())
    fetch(room.site(), server.url("/feed"), NOW, name="valle")
    clean(room)
    before = sorted((room.root / "docs/it/2026").rglob("*.md"))
    asked.clear()
    data = json.loads(room.read("content/articles/valle.json"))
    room.write("content/articles/valle-old.json", json.dumps(data | {"items": data["items"][1:]}))
    room.write("content/articles/valle.json", json.dumps(data | {"items": data["items"][:1]}))
    clean(room)
    assert (sorted((room.root / "docs/it/2026").rglob("*.md")), asked) == (before, [])


def test_one_bad_file_stops_no_other(room: Project) -> None:
    room.write("content/articles/bomb.xml", '<!DOCTYPE nitf [<!ENTITY a "b">]><nitf><body>&a;</body></nitf>')
    room.write("content/articles/old.json", '{"uri": "urn:x", "headline": "Il ponte", "body_text": "Testo"}')
    room.write("content/articles/else.json", '{"name": "package"}')
    room.write("content/articles/nitf.xml", NITF)
    outcome, lines = room.build(day=DAY)
    assert outcome.faults == 3
    assert [fault.message.split(":")[0] for fault in lines.faults] == [
        "the XML defines entities of its own",
        "this '.json' is of no format that can be read",
        "this is ninjs 1",
    ]
    assert list(pages(room)) == ["Il ponte di NITF"]

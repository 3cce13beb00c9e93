"""Stories as agencies and partners send them: invented, and written in each format by a program for that format.

RSS and Atom are written by feedgenerator (Django's), NewsML-G2 by the IPTC's own library. For ninjs, NITF and JSON Feed
there is no library that writes them; these follow the structure that the standards document, and ninjs is checked by
the IPTC's schema.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from xml.etree.ElementTree import Element, SubElement, tostring

WORDS = (  # noqa: SIM905
    "ponte fiume valle lavori strada legno larice piena argine paese scuola treno orario mattina neve bosco sentiero "
    "città è già perché più così l’acqua dell’alpe «via» 1.234,5 3% & < > 10€ Brücke Straße naïve 東京 مدينة Москва"
).split()
ZONE = timezone(timedelta(hours=1))


@dataclass(frozen=True)
class Story:
    """An invented story; `blocks` are HTML, `words` all words that a reader of it sees."""

    number: int
    headline: str
    summary: str
    byline: str
    place: str
    topics: tuple[str, ...]
    blocks: tuple[str, ...]
    words: tuple[str, ...]
    created: datetime

    @property
    def html(self) -> str:
        return "\n".join(self.blocks)

    @property
    def id(self) -> str:
        return f"urn:valle.example:{self.number}"


def stories(count: int) -> list[Story]:
    return [_story(number, random.Random(number)) for number in range(1, count + 1)]


def _story(number: int, chance: random.Random) -> Story:
    blocks: list[str] = []
    seen: list[str] = []

    def say(least: int = 4, most: int = 14) -> str:
        said = [chance.choice(WORDS) for _ in range(chance.randint(least, most))]
        seen.extend(said)
        return html.escape(" ".join(said), quote=False)

    blocks.append(f"<p>Il {say()} <em>{say(1, 2)}</em> {say()}.</p>")
    seen.append("Il")
    kinds: list[Callable[[], str]] = [
        lambda: f"<p>{say()} <strong>{say(1, 3)}</strong> {say()}</p>",
        lambda: f'<p>{say()} <a href="https://valle.example/{number}?a=1&amp;b=2">{say(1, 3)}</a> {say()}</p>',
        lambda: f"<h2>Sul {say(2, 4)}</h2><p>{say()}</p>",
        lambda: f"<ul><li>{say()}</li><li>{say()} <em>{say(1, 2)}</em></li></ul>",
        lambda: f"<ol><li>{say()}</li><li>{say()}</li></ol>",
        lambda: f"<blockquote><p>{say()}</p></blockquote>",
        lambda: (
            f"<table><tr><th>{say(1, 2)}</th><th>{say(1, 2)}</th></tr>"
            f"<tr><td>{say(1, 2)}</td><td>{say(1, 2)}</td></tr></table>"
        ),
    ]
    for kind in chance.sample(kinds, 4):
        blocks.append(kind())
    seen += ["Sul"] * "".join(blocks).count("<h2>Sul")
    plain = [word for word in WORDS if word.isalpha()]
    headline = f"Notizia {number} " + " ".join(chance.sample(plain, 5))
    summary = "In breve " + " ".join(chance.sample(plain, 6)) + "."
    topics = tuple(chance.sample(("ponti", "fiumi", "neve e ghiaccio", "scuola"), 2))
    created = datetime(2026, 11, chance.randint(1, 27), 23, 30, tzinfo=ZONE)
    return Story(
        number, headline, summary, "Anna Neri", "Sondrio", topics, tuple(blocks), tuple(seen), created
    )  # fmt: skip


def feed(stories: Sequence[Story], *, atom: bool) -> bytes:
    """A feed as Django's library writes it; its RSS has the text alone, its Atom a summary, too."""
    import feedgenerator

    kind = feedgenerator.Atom1Feed if atom else feedgenerator.Rss201rev2Feed
    made = kind("Valle", "https://valle.example/", "Notizie della valle", language="it")
    for story in stories:
        made.add_item(
            title=story.headline,
            link=f"https://valle.example/{story.number}/",
            description=story.summary if atom else story.html,
            content=story.html,
            unique_id=story.id,
            unique_id_is_permalink=False,
            author_name=story.byline,
            categories=list(story.topics),
            pubdate=story.created,
            updateddate=story.created,
        )
    return str(made.writeString("utf-8")).encode()


def json_feed(stories: Sequence[Story]) -> bytes:
    items = [
        {
            "id": story.id,
            "url": f"https://valle.example/{story.number}/",
            "title": story.headline,
            "summary": story.summary,
            "content_html": story.html,
            "date_published": story.created.isoformat(),
            "authors": [{"name": story.byline}],
            "tags": list(story.topics),
        }
        for story in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "language": "it", "items": items}).encode()


def ninjs(stories: Sequence[Story], version: str) -> bytes:
    """A list of items of ninjs 2 or 3, whose names of properties differ in their capitals alone."""

    def named(name: str) -> str:
        return name if version == "3.1" else name.lower()

    items = [
        {
            "uri": story.id,
            "type": "text",
            "language": "it",
            named("firstCreated"): story.created.isoformat(),
            named("versionCreated"): story.created.isoformat(),
            "headlines": [{"role": "main", "value": story.headline}],
            "descriptions": [{"role": "summary", "value": story.summary}],
            "bodies": [{named("contentType"): "text/html", "value": story.html}],
            "by": story.byline,
            "located": story.place,
            "subjects": [{"name": topic} for topic in story.topics],
            "standard": {"name": "ninjs", "version": version},
        }
        for story in stories
    ]
    return json.dumps(items).encode()


_NITF = {"h2": "hl2", "blockquote": "bq"}


def nitf(story: Story) -> bytes:
    root = Element("nitf", {"{http://www.w3.org/XML/1998/namespace}lang": "it"})
    head = SubElement(root, "head")
    subjects = SubElement(head, "tobject")
    for topic in story.topics:
        SubElement(subjects, "tobject.subject", {"tobject.subject.type": topic})
    SubElement(SubElement(head, "docdata"), "date.issue", norm=story.created.strftime("%Y%m%dT%H%M%S%z"))
    body = SubElement(root, "body")
    above = SubElement(body, "body.head")
    SubElement(SubElement(above, "hedline"), "hl1").text = story.headline
    SubElement(SubElement(above, "byline"), "person").text = story.byline
    SubElement(SubElement(above, "dateline"), "location").text = story.place
    SubElement(SubElement(above, "abstract"), "p").text = story.summary
    written = story.html
    for name, other in _NITF.items():
        written = written.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
    return tostring(root, encoding="utf-8").replace(
        b"</body>", f"<body.content>{written}</body.content></body>".encode()
    )


def newsml(story: Story, *, as_nitf: bool) -> bytes:
    """A news item as the IPTC's library writes it, with NITF or XHTML inside."""
    import NewsMLG2

    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{story.html}</body></html>'
    inside, kind = (nitf(story).decode(), "nitf") if as_nitf else (page, "xhtml")
    subjects = "".join(f'<subject type="cpnat:abstract"><name>{topic}</name></subject>' for topic in story.topics)
    given = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{story.id}" version="1" xml:lang="it"
    standard="NewsML-G2" standardversion="2.34" conformance="power"><itemMeta><itemClass qcode="ninat:text"/>
    <provider qcode="nprov:valle"/><versionCreated>{story.created.isoformat()}</versionCreated></itemMeta>
    <contentMeta><located><name>{story.place}</name></located><by>{story.byline}</by>{subjects}
    <headline>{story.headline}</headline><description>{story.summary}</description></contentMeta>
    <contentSet><inlineXML contenttype="application/{kind}+xml">{inside.partition("?>")[2] or inside}</inlineXML>
    </contentSet></newsItem>"""
    return NewsMLG2.NewsMLG2Document(given.encode()).to_xml_string().encode()

"""What agencies and partners hand over arrives whole: every word, emphasis, link, list and table, and nothing else.

The share of text that is carried over is measured on stories that libraries of the formats wrote (`partners.py`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import partners
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partners import Story

from generator.errors import ReadError
from generator.portable import parser
from generator.read import convert
from generator.read.handed import Handed, written
from generator.read.keys import key

MANY = 40
EXTRA = ("Sondrio,", "–", "valle.example")
"""What a dateline and the link to the first publication add."""
NAME = PurePosixPath("content/articles/x")
XML, JSON = NAME.with_suffix(".xml"), NAME.with_suffix(".json")


def singly(write: Callable[[Story], bytes]) -> Callable[[list[Story]], Iterator[Handed]]:
    return lambda stories: (article for story in stories for article in convert(write(story), XML))


FORMS: dict[str, Callable[[list[Story]], Any]] = {
    "RSS": lambda stories: convert(partners.feed(stories, atom=False), XML),
    "Atom": lambda stories: convert(partners.feed(stories, atom=True), XML),
    "JSON Feed": lambda stories: convert(partners.json_feed(stories), JSON),
    "ninjs 2": lambda stories: convert(partners.ninjs(stories, "2.2"), JSON),
    "ninjs 3": lambda stories: convert(partners.ninjs(stories, "3.1"), JSON),
    "NITF": singly(partners.nitf),
    "NewsML-G2 with NITF": singly(lambda story: partners.newsml(story, as_nitf=True)),
    "NewsML-G2 with XHTML": singly(lambda story: partners.newsml(story, as_nitf=False)),
}


def shown(markdown: str) -> Iterator[str]:
    """The texts that a reader of Markdown sees."""
    for token in parser().parse(markdown):
        for child in token.children or ():
            yield "\n" if child.type in ("softbreak", "hardbreak") else child.content
        yield "\n"


@pytest.mark.parametrize("form", FORMS)
def test_every_word_is_carried_over(form: str) -> None:
    stories = partners.stories(MANY)
    articles = list(FORMS[form](stories))
    assert len(articles) == MANY
    given = kept = 0
    for story, article in zip(stories, articles, strict=True):
        found = Counter(re.findall(r"\S+", "".join(shown(article.markdown))))
        wanted = Counter(word.strip(".") for word in story.words)
        found = Counter(word.strip(".") for word in found.elements())
        added = {*EXTRA, story.created.date().isoformat()}
        assert not (found - wanted).keys() - added
        given += wanted.total()
        kept += (wanted & found).total()
        assert article.values["title"] == story.headline
        assert article.values["date"] == story.created.date()
        assert article.values["lang"] == "it"
        assert article.values["byline"] == story.byline
        assert sorted(article.values["topics"]) == sorted(story.topics)
        assert article.values.get("summary", "" if form == "RSS" else None) == ("" if form == "RSS" else story.summary)
    assert (form, kept / given) == (form, 1.0)


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_carried_over(form: str) -> None:
    """Emphasis, links, lists, subheads, quotes and tables are as many as they were."""
    stories = partners.stories(MANY)
    for story, article in zip(stories, FORMS[form](stories), strict=True):
        tokens = [child for token in parser().parse(article.markdown) for child in (token, *(token.children or ()))]
        kinds = Counter(token.type for token in tokens)
        for tag, kind in (
            ("em", "em_open"), ("strong", "strong_open"), ("li", "list_item_open"), ("blockquote", "blockquote_open"),
            ("th", "th_open"), ("td", "td_open"), ("h2", "heading_open"), ("ol", "ordered_list_open"),
        ):  # fmt: skip
            assert kinds[kind] == story.html.count(f"<{tag}>"), (tag, article.markdown)
        links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
        own = [link for link in links if "?a=1&b=2" in str(link)]
        assert len(own) == story.html.count("<a ")


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("RSS", "Atom", "JSON Feed")])
def test_where_it_was_filed_is_a_dateline(form: str) -> None:
    stories = partners.stories(5)
    for story, article in zip(stories, FORMS[form](stories), strict=True):
        assert article.markdown.startswith(f"{story.place}, {story.created.date()} – Il ")


def test_keys_stay_when_titles_change() -> None:
    stories = partners.stories(3)
    before = [article.key for article in convert(partners.json_feed(stories), JSON)]
    data = json.loads(partners.json_feed(stories))
    for item in data["items"]:
        item["title"] = "Un altro titolo"
    assert [article.key for article in convert(json.dumps(data).encode(), JSON)] == before
    assert len(set(before)) == 3


@given(st.text(), st.text())
def test_keys_are_names_on_every_system(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key(one.encode("utf-8", "replace").decode()))
    assert (key(one) == key(other)) is (one == other)


# --- whatever comes --------------------------------------------------------------------------------------------------

MARKUP = st.lists(
    st.sampled_from([*"<>/&;'=! -[]()*_`#\\\n\ta\"", "<p>", "</p>", "<a href=", "<em>", "&lt;", "é"])
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | MARKUP,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "name", "href"]), inner),
    max_leaves=5,
)
HEADS = (
    *("<rss version='2.0'><channel><item><title>", "<rss version='2.0'><channel><item><description><![CDATA["),
    *("<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>", "<nitf><body><body.content>"),
    *("<newsItem><contentSet><inlineXML>", "<newsMessage>", ""),
)
SMALL = settings(max_examples=150)


def only_refused(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The articles of a file, none if it is refused; any other exception fails the test."""
    try:
        return convert(data, name)
    except ReadError as fault:
        assert "\n" not in str(fault)
        return ()


@given(MARKUP)
@SMALL
def test_no_xml_breaks_a_reader(noise: str) -> None:
    for head in HEADS:
        only_refused(f"{head}{noise}".encode(), XML)


NINJS = ("headlines", "bodies", "located", "by", "subjects", "associations", "versioncreated", "pubstatus", "standard")
ENTRY = ("id", "url", "title", "content_html", "content_text", "summary", "date_published", "authors", "attachments")


@given(st.dictionaries(st.sampled_from(NINJS), VALUES))
@SMALL
def test_no_ninjs_breaks_the_reader(values: dict[str, Any]) -> None:
    only_refused(json.dumps({"uri": "urn:x"} | values).encode(), JSON)


@given(st.lists(st.dictionaries(st.sampled_from(ENTRY), VALUES), max_size=3))
@SMALL
def test_no_json_feed_breaks_the_reader(items: list[Any]) -> None:
    data = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    for article in only_refused(json.dumps(data).encode(), JSON):
        assert written(article).startswith("---\n")


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9), min_size=1, max_size=30))
@SMALL
def test_no_word_of_a_plain_body_is_lost(words: list[str]) -> None:
    data = {"uri": "urn:x", "headlines": [{"value": "Un titolo, altro"}], "bodies": [{"value": " ".join(words)}]}
    article = convert(json.dumps(data).encode(), JSON)[0]
    assert "".join(shown(article.markdown)).split() == " ".join(words).split()


@pytest.mark.parametrize("moment", ["2026-11-27T00:30:00+01:00", "Fri, 27 Nov 2026 00:30:00 +0100"])
def test_a_day_is_that_of_whoever_wrote_it(moment: str) -> None:
    tag = "pubDate" if "Fri" in moment else "dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'"
    item = f"<item><title>a</title><guid>1</guid><{tag}>{moment}</{tag.split(maxsplit=1)[0]}></item>"
    article = convert(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), XML)[0]
    assert article.values["date"] == date(2026, 11, 27)


@pytest.mark.parametrize(
    "url", ["http://[", "//[", "javascript:alert(1)", "http://a b/)](x", "data:text/html,x", "\x00"]
)
def test_addresses_that_lead_nowhere_are_no_links(url: str) -> None:
    item = {"id": "1", "title": "Il ponte", "url": url, "content_text": "Il ponte riapre.", "image": url}
    data = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    markdown = convert(json.dumps(data).encode(), JSON)[0].markdown
    links = [child for token in parser().parse(markdown) for child in token.children or () if child.type == "link_open"]
    assert {str(link.attrs["href"]) for link in links} <= {"http://a%20b/%29%5D%28x"}
    assert "Il ponte riapre." in markdown


@pytest.mark.parametrize("date", ["0000-00-00", "-0099-01-01", "99999-01-01", "2026-02-30", "ieri", ""])
def test_dates_that_do_not_exist_stop_no_feed(date: str) -> None:
    item = f"<item><title>Il ponte</title><guid>1</guid><pubDate>{date}</pubDate></item>"
    article = convert(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), XML)[0]
    assert "date" not in article.values or article.values["date"].year > 1900


def test_halves_of_characters_are_taken_out() -> None:
    entry = b'{"id": "\\ud800", "title": "Il \\ud800 ponte", "content_html": "<p>\\udfff riapre</p>"}'
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + entry + b"]}"
    ninjs = b'[{"uri": "urn:\\ud800", "headlines": [{"value": "Il \\ud800"}], "bodies": [{"value": "\\ud800 riapre"}]}]'
    for data in (feed, ninjs):
        assert "riapre" in written(convert(data, JSON)[0]).encode().decode()


def test_an_entry_nested_too_deeply_stops_no_other() -> None:
    items = [
        {"id": "1", "title": "tief", "content_html": "<div>" * 100 + "Il ponte riapre." + "</div>" * 100},
        {"id": "2", "title": "flach", "content_html": "<p>Il fiume sale.</p>"},
    ]
    data = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    texts = [article.markdown for article in convert(json.dumps(data).encode(), JSON)]
    assert texts == ["Il ponte riapre.\n", "Il fiume sale.\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_encodings_of_xml(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><nitf><body><body.head><hedline><hl1>Città</hl1></hedline>'
    text += "</body.head><body.content><p>perché</p></body.content></body></nitf>"
    article = convert(text.encode(encoding), XML)[0]
    assert (article.values["title"], article.markdown) == ("Città", "perché\n")


def test_a_wrong_declaration_is_not_believed() -> None:
    text = (
        '<?xml version="1.0" encoding="us-ascii"?><nitf><body><body.content><p>perché</p></body.content></body></nitf>'
    )
    assert convert(text.encode(), XML)[0].markdown == "perché\n"

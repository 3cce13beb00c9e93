"""RSS 2.0 and JSON Feed 1.1, held to the rules of their specifications."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from publishing import DAY, NAMES, URL, WORDS, render, site, story

from generator.model import Image, Rendition, Story
from generator.publish.addresses import real
from generator.publish.feeds import feeds
from generator.publish.markup import absolute

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
PICTURE = Rendition("0a1b", 1200, 800, (480, 1200))
IMAGE = Image("ponte.jpg", "Il ponte & il fiume", "Una didascalia", "Anna Rossi")


def made(root: Path, *stories: Story, tag: str = "it") -> tuple[Element, dict[str, Any]]:
    """The channel of the RSS feed, and the JSON feed, of one locale."""
    files = feeds(site(root, (tag,)), {tag: real(stories)}, WORDS)
    assert set(files) == {f"{tag}/feed.xml", f"{tag}/feed.json"}
    root_element = ElementTree.fromstring(files[f"{tag}/feed.xml"])
    assert (root_element.tag, root_element.attrib) == ("rss", {"version": "2.0"})
    (channel,) = root_element
    check_rss(channel)
    feed = json.loads(files[f"{tag}/feed.json"])
    check_json(feed)
    return channel, feed


def check_rss(channel: Element) -> None:
    """What the RSS Advisory Board's specification and best practices ask for."""
    for name in ("title", "link", "description", "language"):
        assert len(channel.findall(name)) == 1
        assert channel.findtext(name)
    (own,) = channel.findall(f"{ATOM}link")
    assert own.get("rel") == "self"
    assert own.get("type") == "application/rss+xml"
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert len(guids) == len(set(guids))
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "true"
        assert item.findtext("guid") == item.findtext("link")
        assert item.findtext("link").startswith("https://")
        when = item.findtext("pubDate")
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} 00:00:00 \+0000", when), when
        assert parsedate_to_datetime(when).tzinfo
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert int(enclosure.get("length")) > 0
            assert enclosure.get("type") == "image/jpeg"


def check_json(feed: dict[str, Any]) -> None:
    """What jsonfeed.org's version 1.1 asks for."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"].startswith("https://")
    for author in feed["authors"]:
        assert set(author) <= {"name", "url", "avatar"}
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_html" in item or "content_text" in item
        for name in {"date_published", "date_modified"} & set(item):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", item[name])
            assert datetime.fromisoformat(item[name]).tzinfo == UTC
        assert isinstance(item.get("tags", []), list)


def test_both_feeds_speak_of_their_own_locale_only(tmp_path: Path) -> None:
    for tag, name in NAMES.items():
        channel, feed = made(tmp_path, story(lang=tag), tag=tag)
        home = f"{URL}{tag}/"
        assert (channel.findtext("title"), channel.findtext("link"), channel.findtext("language")) == (name, home, tag)
        assert channel.find(f"{ATOM}link").get("href") == f"{home}feed.xml"
        assert (feed["title"], feed["home_page_url"], feed["language"]) == (name, home, tag)
        assert feed["feed_url"] == f"{home}feed.json"
        assert feed["items"][0]["id"] == f"{home}2026/11/23/il-ponte/"


def test_the_newest_thirty_real_stories_come_newest_first(tmp_path: Path) -> None:
    old = [story(f"s{number}", DAY - timedelta(days=number)) for number in range(40)]
    channel, feed = made(tmp_path, *reversed(old), story("lent", state="fallback"))
    expected = [f"{URL}it/{one.path}" for one in old[:30]]
    assert [item.findtext("link") for item in channel.findall("item")] == expected
    assert [item["url"] for item in feed["items"]] == expected
    assert channel.findtext("lastBuildDate") == "Mon, 23 Nov 2026 00:00:00 +0000"


def test_a_feed_without_stories_is_still_a_feed(tmp_path: Path) -> None:
    channel, feed = made(tmp_path)
    assert channel.findall("item") == []
    assert channel.find("lastBuildDate") is None
    assert feed["items"] == []


def test_an_item_says_all_that_is_known(tmp_path: Path) -> None:
    one = story(
        topics=(("lavori", "Lavori pubblici"), ("città", "Città & fiume")),
        byline="Anna <Rossi>",
        updated=date(2026, 11, 25),
        image=IMAGE,
        rendition=PICTURE,
    )
    picture = site(tmp_path).pictures / "0a1b/1200.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"x" * 1234)
    channel, feed = made(tmp_path, one)
    (item,), (entry,) = channel.findall("item"), feed["items"]
    assert item.findtext(CREATOR) == "Anna <Rossi>"
    assert entry["authors"] == [{"name": "Anna <Rossi>"}]
    assert [category.text for category in item.findall("category")] == ["Lavori pubblici", "Città & fiume"]
    assert entry["tags"] == ["Lavori pubblici", "Città & fiume"]
    assert item.findtext("description") == entry["summary"] == "Dopo due anni di lavori."
    assert entry["date_published"] == "2026-11-23T00:00:00Z"
    assert entry["date_modified"] == "2026-11-25T00:00:00Z"
    assert channel.findtext("lastBuildDate") == "Wed, 25 Nov 2026 00:00:00 +0000"
    url = f"{URL}pictures/0a1b/1200.jpg"
    assert item.find("enclosure").attrib == {"url": url, "length": "1234", "type": "image/jpeg"}
    media = item.find(f"{MEDIA}content")
    assert (media.get("url"), media.get("width"), media.get("height")) == (url, "1200", "800")
    assert media.findtext(f"{MEDIA}description") == IMAGE.alt
    assert media.findtext(f"{MEDIA}credit") == IMAGE.credit
    assert entry["image"] == url


def test_without_a_picture_of_its_own_a_story_has_its_share_picture(tmp_path: Path) -> None:
    channel, feed = made(tmp_path, story(rendition=PICTURE))
    assert channel.find("item/enclosure") is None
    assert feed["items"][0]["image"] == f"{URL}share/it/2026/11/23/il-ponte.png"


def test_the_whole_text_is_there_with_absolute_addresses(tmp_path: Path) -> None:
    text = (
        '<p>Uno, <a href="../altro/">due</a>, <a href="#fn:1">tre</a>.</p>\n'
        '<img src="../../../../../pictures/0a1b/480.jpg" srcset="../x/480.jpg 480w, ../x/1200.jpg 1200w" alt="a">\n'
        '<p>Si scrive href="qui" così: &lt;a href="qui"&gt; ]]&gt;</p>'
    )
    render(site(tmp_path), "it", "2026/11/23/il-ponte/", text)
    channel, feed = made(tmp_path, story())
    html = channel.findtext(f"item/{CONTENT}")
    assert feed["items"][0]["content_html"] == html
    here = f"{URL}it/2026/11/23/"
    assert f'<a href="{here}altro/">due</a>' in html
    assert f'<a href="{here}il-ponte/#fn:1">' in html
    assert f'src="{URL}pictures/0a1b/480.jpg"' in html
    assert f'srcset="{here}x/480.jpg 480w, {here}x/1200.jpg 1200w"' in html
    assert 'Si scrive href="qui" così: &lt;a href="qui"&gt; ]]&gt;' in html
    assert "head" not in html
    assert "foot" not in html


@pytest.mark.parametrize(("state", "label"), [("machine", "Machine (it)"), ("reviewed", "Reviewed (it)")])
def test_a_translation_says_so_above_its_text(tmp_path: Path, state: str, label: str) -> None:
    render(site(tmp_path), "it", "2026/11/23/il-ponte/", "<p>Il testo.</p>")
    channel, _ = made(tmp_path, story(state=state))
    assert channel.findtext(f"item/{CONTENT}") == f"<p><em>{label}</em></p>\n<p>Il testo.</p>"


def test_right_to_left_text_says_so_itself(tmp_path: Path) -> None:
    render(site(tmp_path), "ar", "2026/11/23/il-ponte/", "<p>الجسر</p>")
    channel, _ = made(tmp_path, story(lang="ar"), tag="ar")
    assert channel.findtext(f"item/{CONTENT}") == '<div lang="ar" dir="rtl"><p>الجسر</p></div>'


def test_a_story_whose_page_is_not_rendered_has_its_summary(tmp_path: Path) -> None:
    channel, _ = made(tmp_path, story(summary="Più < meno & via"))
    assert channel.findtext(f"item/{CONTENT}") == "<p>Più &lt; meno &amp; via</p>"


def test_no_text_makes_bad_xml(tmp_path: Path) -> None:
    nasty = 'Un "titolo" con ]]> e <b> & \x0b\x00 \ufffe 𠮷'
    channel, _ = made(tmp_path, story(title=nasty, summary=nasty, byline=nasty, topics=(("a", nasty),)))
    for value in (channel.findtext("item/title"), channel.findtext(f"item/{CREATOR}")):
        assert value == 'Un "titolo" con ]]> e <b> &   𠮷'


def test_addresses_that_are_absolute_stay() -> None:
    html = '<a href="mailto:a@b.example">m</a><a href="https://x.example/?a=1&amp;b=2">x</a>'
    assert absolute(html, f"{URL}it/") == html

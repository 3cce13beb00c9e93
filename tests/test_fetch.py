"""Feeds fetched into a project from a real server: each entry once, what fell out of a feed stays, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

import pytest
from conftest import MakeProject, Project
from hypothesis import given
from hypothesis import strategies as st
from serving import Served, body, serving, status

from generator import cli
from generator.errors import ConfigFaults, FetchError, ReadError
from generator.fetch import Fetched, fetch, file_name
from generator.fetch.merge import merge
from generator.read import feeds, jsonfeed
from generator.read.jsonfeed import Entry, Feed
from generator.run import Moment

NOW = Moment(date(2026, 11, 27), 1_795_773_600)  # 2026-11-27T10:00:00Z


def rss(*entries: str) -> bytes:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Valle</title><language>it</language>'
    )
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def item(number: int, text: str = "Il ponte riapre.", *, dated: bool = True) -> str:
    day = f"<pubDate>{number:02} Nov 2026 08:00:00 +0100</pubDate>" if dated else ""
    return f"<item><guid>v-{number}</guid><title>Notizia {number}</title><description>{text}</description>{day}</item>"


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def room(project: MakeProject) -> Project:
    made = project(locales=("it", "en"))
    text = made.read("mkdocs.yml").replace("newsroom:\n", "newsroom:\n    fetch: {private_hosts: [127.0.0.1]}\n", 1)
    made.write("mkdocs.yml", text)
    return made


def fetched(room: Project, server: Served, path: str = "/feed") -> Fetched:
    return fetch(room.site(), server.url(path), NOW, name="valle")


def kept(room: Project) -> list[tuple[str, str]]:
    entries = json.loads(room.read("content/articles/valle.json"))["items"]
    return [(entry["id"], entry.get("content_text", entry.get("content_html"))) for entry in entries]


def test_a_feed_fetched_again_is_not_sent_and_not_written(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(1)), ETag='"a"')
    assert fetched(room, server).merged
    file = room.root / "content/articles/valle.json"
    before = file.stat()
    assert fetched(room, server).merged is None
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [headers.get("If-None-Match") for _, headers in server.requests] == [None, '"a"']


def test_a_server_without_tags_changes_nothing_either(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(1), item(2, dated=False)))
    fetched(room, server)
    before = room.read("content/articles/valle.json")
    later = Moment(date(2026, 11, 30), NOW.epoch + 300_000)
    assert fetch(room.site(), server.url("/feed"), later, name="valle").merged is None
    assert room.read("content/articles/valle.json") == before


def test_an_entry_is_updated_and_one_that_fell_out_stays(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(2), item(1)), ETag='"a"')
    fetched(room, server)
    server.paths["/feed"] = body(rss(item(3), item(2, "Il ponte non riapre.")), ETag='"b"')
    found = fetched(room, server).merged
    assert found
    assert (found.new, found.changed, found.kept) == (1, 1, 1)
    assert kept(room) == [("v-3", "Il ponte riapre."), ("v-2", "Il ponte non riapre."), ("v-1", "Il ponte riapre.")]


def test_a_file_that_was_deleted_is_fetched_whole(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(1)), ETag='"a"')
    fetched(room, server)
    (room.root / "content/articles/valle.json").unlink()
    assert fetched(room, server).merged
    assert kept(room) == [("v-1", "Il ponte riapre.")]


@pytest.mark.parametrize("memo", [b"", b"no json", b"[]", b"\xff"])
def test_a_damaged_note_costs_one_request(room: Project, server: Served, memo: bytes) -> None:
    server.paths["/feed"] = body(rss(item(1)), ETag='"a"')
    fetched(room, server)
    for path in (room.root / ".cache/fetch").iterdir():
        path.write_bytes(memo)
    assert fetched(room, server).merged is None
    assert fetched(room, server).merged is None
    assert [headers.get("If-None-Match") for _, headers in server.requests] == [None, None, '"a"']


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (body(b"<html><body>Il ponte</body></html>", Content_Type="text/html"), r"no RSS or Atom feed \(text/html\)"),
        (body(b"", Content_Type="application/rss+xml"), "empty"),
        (body(b"\x89PNG\r\n\x1a\n" + bytes(99), Content_Type="image/png"), "binary"),
        (body(b'{"uri": "urn:x"}', Content_Type="application/json"), "no JSON Feed"),
        (body(b'{"version": "https://jsonfeed.org/version/1.1", "items": 1}'), "no 'items'"),
        (body(b"<rss>" + b"<a>" * 70), "levels"),
        (body(b'<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>'), "entities"),
        (status(500), "status 500"),
    ],
)
def test_what_is_no_feed_leaves_the_file_as_it_is(room: Project, server: Served, answer: object, said: str) -> None:
    server.paths["/feed"] = body(rss(item(1)))
    fetched(room, server)
    before = room.read("content/articles/valle.json")
    server.paths["/feed"] = answer  # type: ignore[assignment]
    with pytest.raises(FetchError, match=said):
        fetched(room, server)
    assert room.read("content/articles/valle.json") == before


def test_a_file_too_large_to_be_read_is_not_written(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(1, "x" * 6_000_000)))
    fetched(room, server)
    before = room.read("content/articles/valle.json")
    server.paths["/feed"] = body(rss(item(2, "x" * 6_000_000)))
    with pytest.raises(FetchError, match="Move its last items"):
        fetched(room, server)
    assert room.read("content/articles/valle.json") == before


def test_a_damaged_file_is_not_overwritten(room: Project, server: Served) -> None:
    room.write("content/articles/valle.json", '{"version": "https://jsonfeed.org/version/1.1", "items": [')
    server.paths["/feed"] = body(rss(item(1)))
    with pytest.raises(ReadError, match="broken"):
        fetched(room, server)
    assert room.read("content/articles/valle.json").endswith("[")


def test_relative_links_hold_after_fetching(room: Project, server: Served) -> None:
    link = "&lt;a href='/orari'>orari&lt;/a>"
    server.paths["/feed"] = body(rss(item(1, link)))
    fetched(room, server)
    data = (room.root / "content/articles/valle.json").read_bytes()
    assert f"[orari]({server.url('/orari')})" in feeds.convert_json(data, PurePosixPath("valle.json"))[0].markdown


def test_an_entry_is_the_same_wherever_the_feed_lies(room: Project, server: Served) -> None:
    server.paths["/feed"] = body(rss(item(1)))
    server.paths["/other/feed"] = body(rss(item(1)))
    fetched(room, server)
    fetched(room, server, "/other/feed")
    assert kept(room) == [("v-1", "Il ponte riapre.")]


def test_the_command_goes_on_after_a_feed_that_fails(
    room: Project, server: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    server.paths["/feed?key=geheim"] = body(rss(item(1), item(2)))
    urls = [server.url("/gone?key=geheim", "anna:geheim@127.0.0.1"), server.url("/feed?key=geheim")]
    assert cli.main(["--root", str(room.root), "fetch", *urls]) == 1
    out, err = capsys.readouterr()
    assert "2 new, 0 changed, 0 as they were" in out
    assert "status 404" in err
    everything = out + err + "".join(path.read_text() for path in room.root.rglob("*") if path.is_file())
    assert "geheim" not in everything


def test_this_network_is_refused_unless_it_is_named(project: MakeProject, server: Served) -> None:
    room = project()
    with pytest.raises(FetchError, match=r"add '127\.0\.0\.1' under extra\.newsroom\.fetch\.private_hosts"):
        fetched(room, server)
    assert server.requests == []


@pytest.mark.parametrize(
    ("value", "said"),
    [("[x]", "must hold settings"), ("{privat_hosts: []}", "Did you mean"), ("{private_hosts: yes}", "list of hosts")],
)
def test_settings_that_are_wrong(project: MakeProject, value: str, said: str) -> None:
    room = project()
    room.write("mkdocs.yml", room.read("mkdocs.yml").replace("newsroom:\n", f"newsroom:\n    fetch: {value}\n", 1))
    with pytest.raises(ConfigFaults, match=said):
        room.site()


def test_names_of_files_tell_feeds_apart() -> None:
    urls = [
        "https://example.org/feed", "https://example.org/feed?a=1", "https://example.org/feed?a=2", "https://example.com/feed"
    ]  # fmt: skip
    names = [file_name(url) for url in urls]
    assert names[0] == "example-org-feed"
    assert len(set(names)) == 4
    assert not any("a-1" in name for name in names)


# --- merging ---------------------------------------------------------------------------------------------------------

ENTRIES = st.builds(
    Entry,
    id=st.sampled_from("abcdef"),
    title=st.text(max_size=3),
    text=st.text(max_size=3),
    published=st.sampled_from(["", "2026-11-27T10:00:00+00:00"]),
)
FEEDS = st.builds(Feed, entries=st.lists(ENTRIES, max_size=6).map(jsonfeed.once))


@given(FEEDS, FEEDS)
def test_merging_loses_nothing_and_is_done_once(old: Feed, fetched: Feed) -> None:
    made = merge(old, fetched, "2026-11-27T12:00:00+00:00")
    ids = [entry.id for entry in made.feed.entries]
    assert len(ids) == len(set(ids))
    assert set(ids) == {entry.id for entry in (*old.entries, *fetched.entries)}
    assert {entry.id: entry.text for entry in made.feed.entries} == {
        entry.id: entry.text for entry in (*old.entries, *fetched.entries)
    }
    assert made.new + made.changed + made.kept == len(ids)
    again = merge(made.feed, fetched, "2026-12-01T12:00:00+00:00")
    assert again.feed == made.feed
    assert (again.new, again.changed) == (0, 0)


@given(st.builds(
    Feed, title=st.text().map(lambda text: " ".join(text.split())),
    entries=st.lists(st.builds(
        Entry, id=st.text(min_size=1), html=st.text(), text=st.text(), summary=st.just(""),
        authors=st.lists(st.text("xyz", min_size=1), max_size=2).map(tuple),
    ), max_size=4).map(jsonfeed.once),
))  # fmt: skip
def test_a_feed_is_kept_as_it_is(feed: Feed) -> None:
    text = jsonfeed.dump(feed).encode("utf-8", "surrogatepass")
    try:
        text.decode()
    except UnicodeDecodeError:
        return
    assert jsonfeed.parse(text, PurePosixPath("x.json")) == feed

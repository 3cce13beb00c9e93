"""Sitemaps: every page that really is there, with its alternates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from generator.config import Locale, Site
from generator.publish.sitemap import Page, sitemap_index, sitemaps

SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TAGS = ("it", "en", "fr")
SITE = Site(Path(), "https://news.example/a&b/", "it", tuple(Locale(tag, "P", "") for tag in TAGS), (), ())
PAGES = (
    Page("2025/09/04/il-ponte/", date(2025, 9, 4), ("it", "en"), "it"),
    Page("2025/09/05/a-story/", date(2025, 9, 5), ("en",), "en"),
    Page("", None, TAGS, "it"),
)


def read(tag: str) -> dict[str, tuple[str | None, dict[str, str]]]:
    """Address → the day and the alternates by language."""
    root = ElementTree.fromstring(dict(sitemaps(PAGES, SITE))[tag])
    return {
        str(url.findtext(f"{SM}loc")): (
            url.findtext(f"{SM}lastmod"),
            {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")},
        )
        for url in root.findall(f"{SM}url")
    }


def test_a_locale_lists_only_what_it_really_has() -> None:
    assert list(read("fr")) == ["https://news.example/a&b/fr/"]
    assert list(read("it")) == ["https://news.example/a&b/it/", "https://news.example/a&b/it/2025/09/04/il-ponte/"]
    assert len(read("en")) == 3


def test_every_edition_lists_itself_all_others_and_the_original_for_the_rest() -> None:
    base = "https://news.example/a&b/"
    expected = {
        "it": f"{base}it/2025/09/04/il-ponte/",
        "en": f"{base}en/2025/09/04/il-ponte/",
        "x-default": f"{base}it/2025/09/04/il-ponte/",
    }
    for tag in ("it", "en"):
        assert read(tag)[f"{base}{tag}/2025/09/04/il-ponte/"] == ("2025-09-04", expected)


def test_alternates_are_reciprocal() -> None:
    everything = {address: links for tag in TAGS for address, (_, links) in read(tag).items()}
    for address, links in everything.items():
        assert address in links.values()
        for target in links.values():
            assert everything[target] == links


def test_a_page_without_a_day_has_none() -> None:
    assert read("it")["https://news.example/a&b/it/"][0] is None


def test_odd_characters_are_encoded() -> None:
    page = Page('2025/09/04/perché-"sì"-&-<no>/', None, ("it",), "it")
    root = ElementTree.fromstring(dict(sitemaps([page], SITE))["it"])
    expected = "https://news.example/a&b/it/2025/09/04/perch%C3%A9-%22s%C3%AC%22-%26-%3Cno%3E/"
    assert [element.text for element in root.iter(f"{SM}loc")] == [expected]


def test_the_index_names_every_locale() -> None:
    root = ElementTree.fromstring(sitemap_index(SITE))
    assert [element.text for element in root.iter(f"{SM}loc")] == [
        f"https://news.example/a&b/{tag}/sitemap.xml" for tag in TAGS
    ]


def test_the_order_of_the_pages_does_not_matter() -> None:
    assert list(sitemaps(PAGES, SITE)) == list(sitemaps(PAGES[::-1], SITE))

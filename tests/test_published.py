"""What machines read of a finished site: links, alternates, JSON-LD, sitemaps, feeds, share pictures, manifests.

Every fact is asked of the shipped site and of the newsroom in many scripts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import copy
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree
from PIL import Image
from site_fixtures import MOMENT, Shipped
from site_pages import alternates, canonical, is_indexable, language_of, matter, pages_of, soup_of

pytestmark = [pytest.mark.site]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}link"
W3C_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?")
IN_NEWS = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw", "pt-BR": "pt"}
"""Languages as Google's news sitemaps ask for them: ISO 639, but for Chinese."""


@pytest.fixture(scope="module", params=["shipped", "newsroom"])
def site(request: pytest.FixtureRequest) -> Shipped:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Shipped)
    return found


@pytest.fixture(scope="module")
def pages(site: Shipped) -> dict[str, BeautifulSoup]:
    return pages_of(site)


def place(name: str) -> tuple[str, str]:
    """Locale and address below it of a page: `it/about/index.html` → `it`, `about/`."""
    tag, _, rest = name.partition("/")
    return tag, rest.removesuffix("index.html")


def address(site: Shipped, name: str) -> str:
    tag, rest = place(name)
    return f"{site.url}{tag}/{rest}"


def file_at(site: Shipped, address: str) -> Path:
    """The file that a host would send for an address of the site."""
    assert address.startswith(site.url), address
    path = site.site / unquote(urlsplit(address[len(site.url) :]).path)
    return path / "index.html" if path.is_dir() else path


def articles(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages of articles that stand; of a withdrawn one nothing is told."""
    for name, soup in pages.items():
        if re.match(r"\d{4}/\d\d/\d\d/", place(name)[1]) and structured(soup):
            yield name, soup


def structured(soup: BeautifulSoup) -> dict[str, Any]:
    """The JSON-LD of a page; empty where there is none."""
    found = soup.select('script[type="application/ld+json"]')
    assert len(found) <= 1
    values = json.loads(found[0].get_text()) if found else {}
    assert isinstance(values, dict)
    return values


# --- links -----------------------------------------------------------------------------------------------------------


def references(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Every address that a page names, with its element."""
    for element in soup.find_all(True):
        for attribute in ("href", "src", "action", "data-bundle"):
            if attribute in element.attrs:
                yield str(element[attribute]), element
        for part in str(element.get("srcset", "")).split(","):
            if part.strip():
                yield part.split()[0], element
        if element.name == "meta" and str(element.get("property", element.get("name"))).endswith(("image", "url")):
            yield str(element["content"]), element


def named(values: Any) -> Iterator[str]:
    """Every address in JSON-LD."""
    if isinstance(values, dict):
        for key, value in values.items():
            if key in ("@id", "url", "mainEntityOfPage", "contentUrl") and isinstance(value, str):
                yield value
            yield from named(value)
    elif isinstance(values, list):
        for value in values:
            yield from named(value)


def leads_somewhere(site: Shipped, target: str) -> bool:
    """Whether a host would answer. Search is given the folder of its index; JSON-LD names a thing by `#publisher`."""
    file, fragment = file_at(site, target), unquote(urlsplit(target).fragment)
    if target == f"{site.url}pagefind/":
        return file.parent.is_dir()
    return file.is_file() and (fragment in ("", "publisher") or soup_of(file).find(id=fragment) is not None)


def test_every_address_of_the_site_leads_somewhere(site: Shipped) -> None:
    """Links, pictures, scripts, alternates, what networks and search engines are told; anchors, too."""
    broken, seen = [], 0
    for path in sorted(site.site.rglob("*.html")):
        soup, name = soup_of(path), path.relative_to(site.site).as_posix()
        here = f"{site.url}{name}"
        every = [reference for reference, _ in references(soup)] + list(named(structured(soup)))
        for reference in every:
            target = urljoin(here, reference)
            if not target.startswith(site.url):
                assert urlsplit(target).scheme in ("http", "https", "mailto", "data"), (name, reference)
                continue
            seen += 1
            if not leads_somewhere(site, target):
                broken.append((name, reference))
    assert seen > 2000
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site: Shipped) -> None:
    for path in sorted(site.site.rglob("*.html")):
        here = f"{site.url}{path.relative_to(site.site).as_posix()}"
        for reference, element in references(soup_of(path)):
            loads = element.name in ("img", "script", "source", "iframe", "video", "audio")
            if loads or (element.name == "link" and element.get("rel") != ["canonical"]):
                assert urljoin(here, reference).startswith((site.url, "data:")), (path, reference)
    for path in site.site.glob("*/assets/*.css"):
        assert not re.search(r"@import|url\(['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_references_are_relative_but_where_other_hosts_read_them(site: Shipped) -> None:
    """So that the site works at the root of a host and in a folder of it alike. A 404 page is shown at any depth."""
    for path in sorted(site.site.rglob("*.html")):
        if path.name == "404.html":
            continue
        for reference, element in references(soup_of(path)):
            if reference.startswith((site.url, "/")):
                told = element.name == "meta" or element.get("rel") in (["canonical"], ["alternate"])
                assert told or element.find_parent(class_=re.compile("nr-share")), (path, reference)


# --- alternates ------------------------------------------------------------------------------------------------------


def test_alternates_are_reciprocal_and_lead_to_indexable_pages(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    indexable = {name for name, soup in pages.items() if is_indexable(soup)}
    every = {name: alternates(soup) for name, soup in pages.items()}
    for name, named in every.items():
        if name not in indexable:
            assert named == {}, name
            continue
        tag, rest = place(name)
        assert named[tag] == address(site, name), name
        assert named["x-default"] in {named[other] for other in named if other != "x-default"}, name
        for other in named.keys() - {"x-default"}:
            assert named[other] == f"{site.url}{other}/{rest}", name
            assert f"{other}/{rest}index.html" in indexable, (name, other)
            assert every[f"{other}/{rest}index.html"] == named, (name, other)


def test_every_canonical_address_is_one_absolute_indexable_page(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in pages.items():
        if is_indexable(soup):
            assert canonical(soup) == address(site, name)
        elif soup.select("head link[rel=canonical]"):
            target = canonical(soup)
            assert target == address(site, name) or is_indexable(soup_of(file_at(site, target))), name


def test_open_graph_says_what_the_page_shows(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in articles(pages):
        told = {str(meta["property"]): str(meta["content"]) for meta in soup.select("meta[property]")}
        assert soup.h1
        assert told["og:title"] == soup.h1.get_text(strip=True), name
        assert told["og:url"] == canonical(soup)
        assert told["og:type"] == "article"
        assert told["og:description"], name
        assert re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", told["og:locale"]), name
        others = soup.select('meta[property="og:locale:alternate"]')
        assert len(others) == max(len(alternates(soup)) - 2, 0), name
        assert soup.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"
        with Image.open(file_at(site, told["og:image"])) as card:
            assert card.size == (1200, 630)


def test_every_article_and_locale_has_a_share_picture_of_its_own(site: Shipped) -> None:
    cards: dict[bytes, Path] = {}
    for path in sorted((site.site / "share").glob("*/2*/**/*.png")):
        assert cards.setdefault(path.read_bytes(), path) == path, f"{path} is the same as {cards[path.read_bytes()]}"
    assert len(cards) > 20


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


def test_structured_data_of_an_article_are_what_the_page_shows(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    names = {locale.tag: locale.site_name for locale in site.locales}
    seen = 0
    for name, soup in articles(pages):
        tag, rest = place(name)
        told, values = structured(soup), matter(site, tag, rest)
        assert soup.h1
        assert soup.main
        shown = " ".join(soup.main.get_text(" ").split())
        assert told["@type"] == "NewsArticle", name
        assert told["headline"] == soup.h1.get_text(strip=True), name
        assert told["description"] == soup.select_one("meta[name=description]")["content"], name
        assert told["inLanguage"] == language_of(soup.h1), name
        assert told["mainEntityOfPage"] == canonical(soup), name
        assert told["publisher"]["name"] == names[tag], name
        assert told["datePublished"] == soup.select_one("main time")["datetime"] == str(values["date"]), name
        stamps = [str(stamp["datetime"]) for stamp in soup.select("main time")]
        assert told["dateModified"] in stamps, name
        days = [values["date"], values.get("updated"), *(item["date"] for item in values.get("corrections", ()))]
        assert told["dateModified"] == str(max(filter(None, days))), name
        if "byline" in values:
            assert told["author"]["name"] == values["byline"], name
            assert values["byline"] in shown, name
        corrections = [item["text"] for item in told.get("correction", ())]
        assert corrections == [item["text"] for item in values.get("corrections", ())], name
        assert all(text in shown for text in corrections), name
        labels = [topic["label"] for topic in values.get("topics", ())]
        assert told.get("keywords", []) == labels, name
        assert all(label in shown for label in labels), name
        seen += 1
    assert seen > 25


def test_pictures_of_structured_data_are_those_of_the_page(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in articles(pages):
        images = structured(soup)["image"]
        for image in images:
            with Image.open(file_at(site, image["url"])) as opened:
                assert opened.size == (image["width"], image["height"]), name
        shown = soup.select("article figure img, main figure img")
        if matter(site, *place(name)).get("image"):
            assert Path(images[0]["url"]).parent.name in str(shown[0]["src"]), name
            caption = shown[0].find_parent("figure").figcaption.get_text(" ")
            assert images[0].get("caption", "") in caption, name
            assert images[0].get("creditText", "") in caption, name
            assert {"caption", "creditText"} & images[0].keys(), name


def test_original_and_translations_name_each_other(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in pages.items():
        told, (tag, rest) = structured(soup), place(name)
        if told.get("@type") not in ("NewsArticle", "WebPage") or not is_indexable(soup):
            continue
        values = matter(site, tag, rest)
        if values["translation"]["state"] == "original":
            translations = {work["inLanguage"]: work["@id"] for work in told.get("workTranslation", ())}
            assert translations == {code: f"{site.url}{code}/{rest}" for code in values["editions"] if code != tag}, (
                name
            )
            for code, other in translations.items():
                back = structured(pages[f"{code}/{rest}index.html"])
                assert back["@id"] == other
                assert back["translationOfWork"] == {"@id": told["@id"], "inLanguage": tag}, name
        else:
            assert "workTranslation" not in told, name
            assert told["translationOfWork"]["inLanguage"] == values["translation"]["from"], name


def test_an_author_is_of_one_kind_in_every_edition(pages: dict[str, BeautifulSoup]) -> None:
    kinds: dict[str, set[str]] = {}
    for name, soup in articles(pages):
        kinds.setdefault(place(name)[1], set()).add(structured(soup)["author"].get("@type", "Organization"))
    assert {rest: kind for rest, kind in kinds.items() if len(kind) > 1} == {}


# --- sitemaps --------------------------------------------------------------------------------------------------------


def children(element: etree._Element) -> list[str]:
    return [str(child.tag) for child in element]


def urls(path: Path) -> list[etree._Element]:
    """The entries of a sitemap, held to sitemaps.org's rules."""
    data = path.read_bytes()
    assert len(data) < 50 * 1024 * 1024
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    root = etree.fromstring(data)
    assert root.tag == f"{SITEMAP}urlset"
    assert 0 < len(root) <= 50_000 or path.name == "news-sitemap.xml"
    order = [f"{SITEMAP}{name}" for name in ("loc", "lastmod", "changefreq", "priority")]
    for url in root:
        assert url.tag == f"{SITEMAP}url"
        own = [name for name in children(url) if name.startswith(SITEMAP)]
        assert own == sorted(own, key=order.index)
        assert own.count(f"{SITEMAP}loc") == 1
        assert len(own) == len(set(own))
        location = url.findtext(f"{SITEMAP}loc")
        assert location == location.strip()
        assert len(location) < 2048
        assert location.isascii(), location
    return list(root)


def test_the_sitemap_index_names_every_edition_s_sitemap(site: Shipped) -> None:
    root = etree.fromstring((site.site / "sitemap.xml").read_bytes())
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert {name for entry in root for name in children(entry)} <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod"}
    assert [entry.findtext(f"{SITEMAP}loc") for entry in root] == [f"{site.url}{tag}/sitemap.xml" for tag in site.tags]


def test_sitemaps_list_exactly_the_indexable_pages_with_their_alternates(
    site: Shipped, pages: dict[str, BeautifulSoup]
) -> None:
    for tag in site.tags:
        expected = {
            address(site, name): alternates(soup)
            for name, soup in pages.items()
            if place(name)[0] == tag and is_indexable(soup)
        }
        listed = {}
        for url in urls(site.site / tag / "sitemap.xml"):
            links = url.findall(f"{XHTML}link")
            assert all(link.get("rel") == "alternate" for link in links)
            listed[url.findtext(f"{SITEMAP}loc")] = {link.get("hreflang"): link.get("href") for link in links}
        assert listed == expected


def test_days_of_sitemaps_are_those_of_the_last_change(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for tag in site.tags:
        for url in urls(site.site / tag / "sitemap.xml"):
            day, location = url.findtext(f"{SITEMAP}lastmod"), url.findtext(f"{SITEMAP}loc")
            told = structured(pages[f"{location.removeprefix(site.url)}index.html"])
            if "dateModified" in told:
                assert day is not None, location
            if day is not None:
                assert W3C_DAY.fullmatch(day)
                assert date.fromisoformat(day[:10]) <= MOMENT.day
                assert day[:10] == told.get("dateModified", day[:10]), location


def test_the_news_sitemap_holds_the_last_two_days(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    names = {locale.tag: locale.site_name for locale in site.locales}
    entries = urls(site.site / "news-sitemap.xml")
    assert len(entries) <= 1000
    first = MOMENT.day - timedelta(days=2)
    expected = {
        address(site, name)
        for name, soup in articles(pages)
        if is_indexable(soup) and first <= date.fromisoformat(structured(soup)["datePublished"]) <= MOMENT.day
    }
    assert {url.findtext(f"{SITEMAP}loc") for url in entries} == expected
    for url in entries:
        location = url.findtext(f"{SITEMAP}loc")
        soup = soup_of(file_at(site, location))
        tag = location.removeprefix(site.url).split("/")[0]
        (news,) = url.findall(f"{NEWS}news")
        assert children(news) == [f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"]
        assert news.findtext(f"{NEWS}publication/{NEWS}name") == names[tag]
        assert news.findtext(f"{NEWS}publication/{NEWS}language") == IN_NEWS.get(tag, tag)
        assert news.findtext(f"{NEWS}title") == soup.h1.get_text(strip=True) if soup.h1 else False
        assert news.findtext(f"{NEWS}publication_date")[:10] == structured(soup)["datePublished"]


def test_robots_may_read_everything_and_find_the_sitemaps(site: Shipped) -> None:
    lines = (site.site / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert "Disallow: /" not in lines
    named = [line.partition(": ")[2] for line in lines if line.startswith("Sitemap:")]
    assert named == [f"{site.url}sitemap.xml", f"{site.url}news-sitemap.xml"]
    assert all(file_at(site, address).is_file() for address in named)


# --- feeds -----------------------------------------------------------------------------------------------------------


def listed_in_feeds(site: Shipped, pages: dict[str, BeautifulSoup], tag: str) -> list[str]:
    """The addresses a feed should have, newest first."""
    found = [
        (structured(soup)["datePublished"], address(site, name))
        for name, soup in articles(pages)
        if place(name)[0] == tag and is_indexable(soup)
    ]
    return [where for _, where in sorted(found, key=lambda item: item[0], reverse=True)][:30]


def spoken(element: Tag) -> str:
    """The words of an element without the marks of its notes."""
    alone = copy(element)
    for mark in alone.select("sup, .footnote-backref"):
        mark.extract()
    return " ".join(alone.get_text(" ").split())


def whole(site: Shipped, where: str, html: str) -> None:
    """Hold the text of a feed to that of its page: every paragraph, and only absolute addresses that answer."""
    soup, page = BeautifulSoup(html, "html.parser"), soup_of(file_at(site, where))
    said = spoken(soup)
    parts = page.select(".nr-text p, .nr-text h2, .nr-text li, .nr-text td")
    assert parts, where
    assert [spoken(part) for part in parts if spoken(part) not in said] == [], where
    for reference, _ in references(soup):
        assert urlsplit(reference).scheme in ("http", "https", "mailto"), (where, reference)
        if reference.startswith(site.url):
            assert file_at(site, reference).is_file(), (where, reference)


def test_rss_holds_the_articles_of_its_edition_whole(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for locale in site.locales:
        root = etree.fromstring((site.site / locale.tag / "feed.xml").read_bytes())
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        (channel,) = root
        assert channel.findtext("title") == locale.site_name
        assert channel.findtext("description") == locale.site_description
        assert channel.findtext("link") == f"{site.url}{locale.tag}/"
        assert channel.findtext("language") == locale.tag
        own = channel.find(ATOM)
        assert (own.get("rel"), own.get("href")) == ("self", f"{site.url}{locale.tag}/feed.xml")
        items = channel.findall("item")
        expected = listed_in_feeds(site, pages, locale.tag)
        assert sorted(item.findtext("link") for item in items) == sorted(expected)
        days = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
        assert days == sorted(days, reverse=True)
        assert all(day.tzinfo for day in days)
        for item, day in zip(items, days, strict=True):
            where = item.findtext("link")
            soup = soup_of(file_at(site, where))
            assert item.findtext("guid") == where
            assert item.findtext("title") == soup.h1.get_text(strip=True) if soup.h1 else False
            assert str(day.date()) == structured(soup)["datePublished"]
            whole(site, where, item.findtext(CONTENT))


def test_json_feed_says_the_same_as_rss(site: Shipped) -> None:
    for locale in site.locales:
        feed = json.loads((site.site / locale.tag / "feed.json").read_text(encoding="utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert (feed["title"], feed["language"]) == (locale.site_name, locale.tag)
        assert feed["home_page_url"] == f"{site.url}{locale.tag}/"
        assert feed["feed_url"] == f"{site.url}{locale.tag}/feed.json"
        rss = etree.fromstring((site.site / locale.tag / "feed.xml").read_bytes()).findall("channel/item")
        assert [(item["url"], item["title"]) for item in feed["items"]] == [
            (item.findtext("link"), item.findtext("title")) for item in rss
        ]
        for item, other in zip(feed["items"], rss, strict=True):
            assert item["id"] == other.findtext("guid")
            published = datetime.fromisoformat(item["date_published"])
            assert published == parsedate_to_datetime(other.findtext("pubDate"))
            whole(site, item["url"], item["content_html"])


def test_pages_lead_to_their_own_edition_s_feeds_alone(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in pages.items():
        tag, _ = place(name)
        links = {str(link["type"]): str(link["href"]) for link in soup.select("head link[rel=alternate][type]")}
        assert {kind: urljoin(address(site, name), href) for kind, href in links.items()} == {
            "application/rss+xml": f"{site.url}{tag}/feed.xml",
            "application/feed+json": f"{site.url}{tag}/feed.json",
        }, name


# --- manifests -------------------------------------------------------------------------------------------------------


def test_every_edition_has_a_manifest_in_its_own_words(site: Shipped, pages: dict[str, BeautifulSoup]) -> None:
    for locale in site.locales:
        path = site.site / locale.tag / "manifest.webmanifest"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        soup = pages[f"{locale.tag}/index.html"]
        assert soup.html
        assert (manifest["name"], manifest["lang"]) == (locale.site_name, locale.tag)
        assert manifest["dir"] == soup.html["dir"]
        here = f"{site.url}{locale.tag}/manifest.webmanifest"
        assert urljoin(here, manifest["start_url"]) == f"{site.url}{locale.tag}/"
        assert len(manifest["icons"]) > 1
        for icon in manifest["icons"]:
            file = file_at(site, urljoin(here, icon["src"]))
            if icon["type"] == "image/png":
                with Image.open(file) as opened:
                    assert icon["sizes"] == "x".join(map(str, opened.size))
    for left, right in pairwise(sorted(site.tags)):
        assert (site.site / left / "manifest.webmanifest").read_bytes() != (
            site.site / right / "manifest.webmanifest"
        ).read_bytes()

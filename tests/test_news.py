"""The news sitemap and robots.txt."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from publishing import DAY, NAMES, URL, site, story

from generator.model import Story
from generator.publish.addresses import real
from generator.publish.news import news_sitemap, robots

SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def entries(*stories: Story, tags: tuple[str, ...] = ("it",)) -> list[dict[str, str]]:
    """Every entry: its address, and what it says of the article and the publication."""
    text = news_sitemap(site(Path(), tags), {tag: real(stories) for tag in tags}, DAY)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SM}urlset"
    found = []
    for url in root:
        news = url.find(f"{NEWS}news")
        fields = {child.tag.removeprefix(NEWS): str(child.text) for child in news.iter() if len(child) == 0}
        found.append({"loc": str(url.findtext(f"{SM}loc"))} | fields)
    return found


def test_an_entry_says_what_google_asks_for() -> None:
    assert entries(story(title="Il ponte & il fiume")) == [
        {
            "loc": f"{URL}it/2026/11/23/il-ponte/",
            "name": "Sei lingue",
            "language": "it",
            "publication_date": "2026-11-23",
            "title": "Il ponte & il fiume",
        }
    ]


def test_only_the_last_two_days_are_listed_newest_first() -> None:
    days = [DAY + timedelta(days=offset) for offset in (1, 0, -1, -2, -30)]
    listed = entries(*(story(f"s{day}", day) for day in reversed(days)), story("undated", None))
    assert [entry["publication_date"] for entry in listed] == ["2026-11-23", "2026-11-22"]


def test_every_locale_is_named_as_google_names_it() -> None:
    listed = entries(story(), tags=tuple(NAMES))
    assert [entry["language"] for entry in listed] == ["it", "ar", "zh-cn", "pt"]
    assert [entry["name"] for entry in listed] == list(NAMES.values())


def test_traditional_chinese_has_a_name_of_its_own(tmp_path: Path) -> None:
    made = site(tmp_path, ("it",))
    taiwan = made.locales[0].__class__("zh-Hant", "六種語言", "")
    text = news_sitemap(made.__class__(tmp_path, URL, "zh-Hant", (taiwan,), (), ()), {"zh-Hant": [story()]}, DAY)
    assert "<news:language>zh-tw</news:language>" in text


def test_at_most_a_thousand_are_listed_and_the_oldest_go() -> None:
    many = [story(f"s{number:04}", DAY - timedelta(days=number % 2)) for number in range(1100)]
    listed = entries(*many)
    assert len(listed) == 1000
    assert [entry["publication_date"] for entry in listed] == ["2026-11-23"] * 550 + ["2026-11-22"] * 450


def test_a_fallback_is_no_news() -> None:
    assert entries(story(state="fallback")) == []


def test_the_day_decides_alone() -> None:
    assert entries(story("old", date(2025, 11, 23))) == []


def test_robots_may_read_everything_and_find_both_sitemaps(tmp_path: Path) -> None:
    lines = robots(site(tmp_path)).splitlines()
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert [line for line in lines if line.startswith("Sitemap: ")] == [
        f"Sitemap: {URL}sitemap.xml",
        f"Sitemap: {URL}news-sitemap.xml",
    ]

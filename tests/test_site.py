"""The content that ships, built offline with Apertium: languages, headings, notices, dates, search and root page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from babel import Locale
from babel.dates import format_date
from bs4 import BeautifulSoup, Tag
from searching import decoded, reindex, shards, texts_of
from site_fixtures import Shipped
from site_pages import alternates, interface, soup_of

from generator import config

pytestmark = [pytest.mark.site, pytest.mark.apertium]


@pytest.fixture(scope="session")
def soups(shipped: Shipped) -> dict[str, BeautifulSoup]:
    """Every page of the site by its path below `site/`."""
    return {path.relative_to(shipped.site).as_posix(): soup_of(path) for path in sorted(shipped.site.rglob("*.html"))}


@pytest.fixture(scope="session")
def pages(soups: dict[str, BeautifulSoup], shipped: Shipped) -> dict[str, BeautifulSoup]:
    """Every page of an edition with an address of its own: no 404 pages, not the root."""
    found = {name: soup for name, soup in soups.items() if name.endswith("/index.html")}
    assert len(found) > 6 * len(shipped.tags)
    return found


def tag_of(name: str) -> str:
    return name.split("/", 1)[0]


def rest_of(name: str) -> str:
    """The address below the edition: `it/about/index.html` → `about/`."""
    return name.split("/", 1)[1].removesuffix("index.html")


def state(soup: BeautifulSoup) -> str:
    notice = soup.select_one(".nr-notice")
    return next((name.split("--")[1] for name in notice["class"] if "--" in name), "") if notice else "original"


def address(shipped: Shipped, name: str) -> str:
    return f"{shipped.url}{tag_of(name)}/{rest_of(name)}"


def matter(shipped: Shipped, name: str) -> dict:
    """The front matter of the Markdown page behind an HTML page."""
    rest = rest_of(name).rstrip("/") or "index"
    text = (shipped.root / "docs" / tag_of(name) / f"{rest}.md").read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1])


# --- the build -------------------------------------------------------------------------------------------------------


def test_the_shipped_content_builds_without_a_fault(shipped: Shipped) -> None:
    assert shipped.lines.told == []
    assert shipped.outcome.faults == 0
    assert "fallback" not in shipped.outcome.states


def test_the_shipped_records_hold_every_translation(shipped: Shipped) -> None:
    """What is committed is what a build gives: nothing of `content/` or `docs/` changes."""
    here = Path(__file__).parent.parent
    for folder in ("content", "docs"):
        for path in sorted((shipped.root / folder).rglob("*")):
            if path.is_file():
                assert path.read_bytes() == (here / path.relative_to(shipped.root)).read_bytes(), path


def test_one_edition_shows_the_reviewed_state_and_no_person_answers_for_it(shipped: Shipped, pages: dict) -> None:
    reviewed = [name for name, soup in pages.items() if state(soup) == "reviewed"]
    assert {tag_of(name) for name in reviewed} == {"en"}
    assert all("sample text" in pages[name].select_one(".nr-notice").get_text() for name in reviewed)


def test_every_article_stands_in_every_edition(shipped: Shipped, pages: dict) -> None:
    by_edition = {tag: {rest_of(name) for name in pages if tag_of(name) == tag} for tag in shipped.tags}
    assert len({frozenset(rests) for rests in by_edition.values()}) == 1


# --- links -----------------------------------------------------------------------------------------------------------


def test_links_of_the_original_and_its_translations_agree(shipped: Shipped, pages: dict) -> None:
    """A link of the text is in every edition, and leads to the same place of that edition."""
    for name, soup in pages.items():
        if tag_of(name) != "it":
            continue
        expected = sorted(str(link["href"]) for link in soup.select(".nr-text a[href]"))
        for tag in shipped.tags:
            other = pages[f"{tag}/{rest_of(name)}index.html"]
            assert sorted(str(link["href"]) for link in other.select(".nr-text a[href]")) == expected, (name, tag)


# --- languages -------------------------------------------------------------------------------------------------------


def test_every_page_says_its_language_and_direction(shipped: Shipped, soups: dict) -> None:
    for name, soup in soups.items():
        expected = tag_of(name) if tag_of(name) in shipped.tags else shipped.default
        assert soup.html["lang"] == expected, name
        assert soup.html["dir"] == interface(expected)["direction"], name


def test_x_default_is_the_language_an_article_was_written_in(shipped: Shipped, pages: dict) -> None:
    english = [name for name, soup in pages.items() if state(soup) == "original" and tag_of(name) == "en"]
    written = [name for name in english if rest_of(name).startswith("20")]
    assert len(written) == 1
    assert alternates(pages[written[0]])["x-default"] == address(shipped, written[0])


def test_the_switcher_names_every_edition_of_the_same_page(shipped: Shipped, pages: dict) -> None:
    for name, soup in pages.items():
        links = soup.select(".nr-switcher a")
        assert [link["hreflang"] for link in links] == list(shipped.tags)
        for link in links:
            expected = f"{shipped.url}{link['hreflang']}/{rest_of(name)}"
            assert urljoin(address(shipped, name), str(link["href"])) == expected, name
            autonym = interface(str(link["hreflang"]))["autonym"]
            assert (link.get_text(), link["lang"]) == (autonym, link["hreflang"])
        assert [link["hreflang"] for link in links if link.get("aria-current")] == [tag_of(name)]


def test_names_and_descriptions_are_those_of_the_edition(shipped: Shipped, pages: dict) -> None:
    names = set()
    for locale in shipped.locales:
        front = pages[f"{locale.tag}/index.html"]
        assert front.title.get_text() == locale.site_name
        assert front.select_one("meta[name=description]")["content"] == locale.site_description
        about = pages[f"{locale.tag}/about/index.html"]
        assert about.title.get_text().endswith(f" – {locale.site_name}")
        names.add(locale.site_name)
    assert len(names) == len(shipped.tags)


# --- structure -------------------------------------------------------------------------------------------------------


def test_one_h1_and_no_level_left_out(soups: dict) -> None:
    for name, soup in soups.items():
        levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)


def test_ids_are_unique_and_landmarks_have_their_place(soups: dict) -> None:
    for name, soup in soups.items():
        ids = [str(element["id"]) for element in soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), name
        assert len(soup.find_all("main")) == 1, name


def test_every_page_has_a_title_and_pages_with_texts_a_description(shipped: Shipped, pages: dict) -> None:
    for tag in shipped.tags:
        titles = [soup.title.get_text() for name, soup in pages.items() if tag_of(name) == tag]
        assert len(titles) == len(set(titles)), titles
    for name, soup in pages.items():
        if matter(shipped, name)["template"] not in ("archive.html", "topics.html", "search.html"):
            assert soup.select_one("meta[name=description]")["content"].strip(), name


def test_notices_say_what_the_front_matter_says(shipped: Shipped, pages: dict) -> None:
    found = set()
    for name, soup in pages.items():
        values = matter(shipped, name)
        expected = (values.get("translation") or {}).get("state", "original")
        assert state(soup) == expected, name
        found.add(expected)
        notice = soup.select_one(".nr-notice")
        if not notice:
            continue
        texts = interface(tag_of(name))
        assert notice.select_one("strong").get_text() == texts[f"{expected}_label"], name
        assert "{" not in notice.get_text(), name
        assert "data-pagefind-ignore" in notice.attrs
        origin = notice.select_one("a[hreflang]")
        assert origin["hreflang"] == values["translation"]["from"]
        assert (
            urljoin(address(shipped, name), str(origin["href"])) == f"{shipped.url}{origin['hreflang']}/{rest_of(name)}"
        )
        if values["translation"].get("engine"):
            assert "Apertium" in notice.get_text()
    assert found == {"original", "machine", "reviewed"}


def test_dates_are_machine_readable_and_written_in_the_language(shipped: Shipped, pages: dict) -> None:
    seen = 0
    for name, soup in pages.items():
        locale = Locale.parse(tag_of(name), sep="-")
        for element in soup.find_all("time"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", element["datetime"]), name
            day = yaml.safe_load(element["datetime"])
            assert element.get_text() == format_date(day, "long", locale=locale), name
            seen += 1
        values = matter(shipped, name)
        if values.get("date"):
            stamp = soup.select_one(".nr-article__by time")
            assert stamp["datetime"] == values["date"].isoformat()
            assert soup.select_one('meta[property="article:published_time"]')["content"] == values["date"].isoformat()
    assert seen > 100


def test_front_page_and_archive_list_every_article_newest_first(shipped: Shipped, pages: dict) -> None:
    for tag in shipped.tags:
        articles = {rest_of(name) for name in pages if tag_of(name) == tag and rest_of(name).startswith("20")}
        for rest in ("", "archive/"):
            name = f"{tag}/{rest}index.html"
            links = pages[name].select(".nr-story__title a")
            listed = [urljoin(address(shipped, name), str(link["href"])).split(f"/{tag}/", 1)[1] for link in links]
            assert set(listed) == articles
            assert len(listed) == len(articles)
            days = [element["datetime"] for element in pages[name].select(".nr-story time")]
            assert days == sorted(days, reverse=True)


def test_the_dateline_opens_the_first_paragraph(shipped: Shipped, pages: dict) -> None:
    places = {"it": "Pechino", "en": "Beijing", "es": "Pekín", "fr": "Pékin", "pt": "Pequim", "ca": "Pequín"}
    for tag, place in places.items():
        (name,) = [name for name in pages if name.startswith(f"{tag}/2025/09/04/")]
        first = pages[name].select_one(".nr-text p")
        dateline = first.select_one("b.nr-dateline").get_text()
        assert dateline.startswith(f"{place}, ")
        assert "2025" in dateline
        text = pages[name].select_one("article").get_text()
        assert "Kim Jong-un" in text
        assert "Xi Jinping" in text
        assert ("Vladimir Poutine" if tag == "fr" else "Vladimir Putin") in text


# --- search ----------------------------------------------------------------------------------------------------------


def test_every_text_and_nothing_else_is_indexed(shipped: Shipped, pages: dict) -> None:
    """Pagefind's own count, against the articles and pages."""
    site = config.load(shipped.root)
    counted = {tag: sum(shards(site, tag).values()) for tag in shipped.tags}
    texts = {
        tag: [
            name
            for name in pages
            if tag_of(name) == tag and matter(shipped, name)["template"] in ("article.html", "page.html")
        ]
        for tag in shipped.tags
    }
    assert counted == {tag: len(names) for tag, names in texts.items()}


def test_the_search_index_is_the_same_when_it_is_made_again(shipped: Shipped, tmp_path: Path) -> None:
    texts = texts_of(config.load(shipped.root))
    made = []
    for name in ("one", "other"):
        reindex(replace(config.load(shipped.root), root=tmp_path / name), texts)
        made.append(decoded(tmp_path / name / "site/pagefind"))
    assert len(made[0]) > 50
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


# --- root and 404 ----------------------------------------------------------------------------------------------------


def test_the_root_page_lists_every_language_by_its_own_name(shipped: Shipped, soups: dict) -> None:
    links = soups["index.html"].select("main a")
    assert [link["href"] for link in links] == [f"{tag}/" for tag in shipped.tags]
    for link, tag in zip(links, shipped.tags, strict=True):
        assert interface(tag)["autonym"] in link.get_text()
        assert link.find_parent("li")["lang"] == tag
    scheme = (config.theme_folder() / "partials/scheme.js").read_text(encoding="utf-8").removesuffix("\n")
    assert [script.string for script in soups["index.html"].select("script")] == [scheme]
    assert not soups["index.html"].select("meta[http-equiv]")


def test_404_pages_are_not_indexed_and_lead_home(shipped: Shipped, soups: dict) -> None:
    lost = soups["404.html"]
    assert lost.select_one("meta[name=robots]")["content"] == "noindex"
    path = urlsplit(shipped.url).path
    assert [link["href"] for link in lost.select("main a")] == [f"{path}{tag}/" for tag in shipped.tags]
    for tag in shipped.tags:
        page = soups[f"{tag}/404.html"]
        texts = interface(tag)
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert page.h1.get_text() == texts["not_found_title"]
        home = page.find("a", string=texts["to_home"])
        assert isinstance(home, Tag)
        assert urljoin(f"{shipped.url}{tag}/any/where/", str(home["href"])) == f"{shipped.url}{tag}/"
        assert not page.select("link[rel=canonical], link[rel=alternate]")

"""What the head of a page tells machines: JSON-LD, Open Graph, hreflang, feeds; equal to what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import Project, configuration
from PIL import Image

from generator.translate.engines.pseudo import Pseudo, accented

pytestmark = pytest.mark.site

URL = "https://news.example/"
DAY = date(2025, 9, 10)
NASTY = "Ponte </script><script>alert(\"1\")</script> & “fiume” 'x' — ترجمة"
PLAIN, FULL, LOST = "2025/09/04/il-ponte-riapre", "2025/09/05/nasty", "2025/09/06/ritirato"
KINDS = ("", "archive/", "archive/2025/", "topics/", "topics/esteri/", "search/", "about/", f"{PLAIN}/", f"{FULL}/")


def matter(body: str, **values: object) -> str:
    return f"---\n{yaml.safe_dump(values, allow_unicode=True, sort_keys=False)}---\n{body}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Three locales, of which French has no translations; an article with everything, one with nothing, one taken
    back, and a policy page."""
    project = Project(tmp_path_factory.mktemp("machines") / "newsroom")
    project.write("mkdocs.yml", configuration(locales=("it", "en", "fr")))
    picture = BytesIO()
    Image.new("RGB", (900, 600), (9, 99, 199)).save(picture, "JPEG")
    project.write("content/articles/foto.jpg", picture.getvalue())
    body = "Il ponte sul fiume riapre lunedì mattina.\n\nI lavori sono finiti in anticipo."
    values = {"lang": "it", "date": date(2025, 9, 4), "title": "Il ponte riapre"}
    project.write("content/articles/plain.md", matter(body, **values))
    full = {
        "title": NASTY,
        "slug": "nasty",
        "date": date(2025, 9, 5),
        "updated": date(2025, 9, 7),
        "summary": f"Sintesi: {NASTY}",
        "byline": "Anna Rossi",
        "topics": ["Esteri", "Lavori pubblici"],
        "image": {"file": "foto.jpg", "alt": "Un ponte", "caption": "Il ponte visto dal fiume", "credit": "Ada Neri"},
        "corrections": [{"date": date(2025, 9, 8), "text": f"Era sbagliato: {NASTY}"}],
    }
    project.write("content/articles/full.md", matter(body, **(values | full)))
    lost = {"title": "Ritirato", "slug": "ritirato", "date": date(2025, 9, 6), "withdrawn": True}
    project.write("content/articles/lost.md", matter(body, **(values | lost)))
    project.write("content/pages/about.md", matter(body, title="Chi siamo", lang="it"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pseudo, "serves", lambda self, source, target: target == "en")
        outcome, lines = project.build()
    assert all("fr" in line for line in lines.told), lines.told
    assert outcome.states["fallback"] >= 3
    return project


@pytest.fixture(scope="module")
def heads(made: Project) -> Mapping[str, BeautifulSoup]:
    """Every page of every locale by its address below the site."""
    return {
        path.parent.relative_to(made.root / "site").as_posix() + "/": BeautifulSoup(path.read_text(), "html.parser")
        for path in sorted((made.root / "site").glob("*/**/index.html"))
    }


def data(soup: BeautifulSoup) -> dict[str, Any]:
    (script,) = soup.select('script[type="application/ld+json"]')
    found = json.loads(str(script.string))
    assert found["@context"] == "https://schema.org"
    return dict(found)


def meta(soup: BeautifulSoup, name: str) -> list[str]:
    return [str(tag["content"]) for tag in soup.select(f'head meta[property="{name}"], head meta[name="{name}"]')]


def links(soup: BeautifulSoup, selector: str) -> list[str]:
    return [str(tag["href"]) for tag in soup.select(f"head link{selector}")]


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["it", "en", "fr"])
def test_news_articles_say_what_the_page_shows(made: Project, heads: Mapping[str, BeautifulSoup], tag: str) -> None:
    soup = heads[f"{tag}/{FULL}/"]
    found = data(soup)
    shown = "it" if tag == "fr" else tag
    here = f"{URL}{shown}/{FULL}/"
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == soup.h1.get_text()
    assert found["description"] == soup.select_one("meta[name=description]")["content"]
    assert (found["@id"], found["url"], found["mainEntityOfPage"]) == (here, here, here)
    assert links(soup, "[rel=canonical]") == [here]
    assert found["datePublished"] == soup.select_one("time")["datetime"] == "2025-09-05"
    assert found["dateModified"] == "2025-09-08"
    assert found["inLanguage"] == shown
    assert found["isAccessibleForFree"] is True
    assert found["author"] == {"@type": "Person", "name": "Anna Rossi"}
    labels = ["Esteri", "Lavori pubblici"]
    expected = [accented(label) for label in labels] if tag == "en" else labels
    assert (found["articleSection"], found["keywords"]) == (expected[0], expected)
    text = f"Era sbagliato: {NASTY}"
    (correction,) = found["correction"]
    assert correction["datePublished"] == "2025-09-08"
    assert correction["text"] in soup.get_text()
    assert correction["text"] == (text if tag != "en" else correction["text"])
    photo, card = found["image"]
    with Image.open(made.root / "site" / photo["url"].removeprefix(URL)) as image:
        assert image.size == (photo["width"], photo["height"])
    assert photo["creditText"] == "Ada Neri"
    assert photo["caption"] in soup.select_one("figcaption").get_text()
    assert card["url"] == f"{URL}share/{shown}/{FULL}.png"
    publisher = found["publisher"]
    assert publisher["name"] == "Prova"
    assert publisher["logo"]["url"] == f"{URL}{tag}/assets/icon-512.png"


def test_every_picture_and_icon_that_is_named_is_published(made: Project, heads: Mapping[str, BeautifulSoup]) -> None:
    seen = 0
    for soup in heads.values():
        named = re.findall(rf"{URL}((?:pictures|share|\w+/assets)/[^\"]+\.(?:png|jpg))", str(soup.head))
        named += [
            urljoin("/" + str(name), href).removeprefix("/")
            for name, page in heads.items()
            if page is soup
            for href in links(soup, "[rel*=icon]") + links(soup, "[rel=manifest]")
        ]
        for name in named:
            assert (made.root / "site" / name).is_file(), name
            seen += 1
    assert seen > 100


def test_original_and_translation_name_each_other(heads: Mapping[str, BeautifulSoup]) -> None:
    for path in (PLAIN, FULL, "about"):
        original, translation, fallback = (data(heads[f"{tag}/{path}/"]) for tag in ("it", "en", "fr"))
        assert original["workTranslation"] == [{"@id": translation["@id"], "inLanguage": "en"}]
        assert translation["translationOfWork"] == {"@id": original["@id"], "inLanguage": "it"}
        assert "translationOfWork" not in original
        assert "workTranslation" not in translation
        assert fallback["workTranslation"] == original["workTranslation"]
        assert fallback["@id"] == original["@id"]


def test_a_machine_translation_says_so_in_the_words_of_its_notice(heads: Mapping[str, BeautifulSoup]) -> None:
    soup = heads[f"en/{FULL}/"]
    label, engine = data(soup)["creditText"].split(": ")
    notice = soup.select_one(".nr-notice").get_text()
    assert label in notice
    assert engine in notice
    assert "creditText" not in data(heads[f"it/{FULL}/"])


def test_without_a_byline_the_publisher_is_the_author(heads: Mapping[str, BeautifulSoup]) -> None:
    found = data(heads[f"it/{PLAIN}/"])
    assert found["author"] == {"@id": found["publisher"]["@id"]}
    assert found["dateModified"] == found["datePublished"] == "2025-09-04"
    assert len(found["image"]) == 1
    for name in ("articleSection", "keywords", "correction"):
        assert name not in found


@pytest.mark.parametrize("tag", ["it", "en", "fr"])
def test_the_home_page_is_a_web_site_with_its_publisher(heads: Mapping[str, BeautifulSoup], tag: str) -> None:
    site, publisher = data(heads[f"{tag}/"])["@graph"]
    assert site["@type"] == "WebSite"
    assert (site["url"], site["name"], site["inLanguage"]) == (f"{URL}{tag}/", "Prova", tag)
    assert site["publisher"] == {"@id": publisher["@id"]}
    assert (publisher["@type"], publisher["name"]) == ("Organization", "Prova")


def test_no_text_ends_the_script(heads: Mapping[str, BeautifulSoup]) -> None:
    soup = heads[f"it/{FULL}/"]
    assert soup.h1.get_text() == NASTY
    inline = [script for script in soup.select("script:not([src])") if script.get("type") != "application/ld+json"]
    assert all("alert" not in str(script.string) for script in inline)
    assert data(soup)["headline"] == NASTY


def test_listings_and_notices_are_no_articles(heads: Mapping[str, BeautifulSoup]) -> None:
    for kind in ("archive/", "topics/", "search/", f"{LOST}/"):
        assert not heads[f"it/{kind}"].select('script[type="application/ld+json"]'), kind
    assert data(heads["it/about/"])["@type"] == "WebPage"


# --- links -----------------------------------------------------------------------------------------------------------


def test_alternates_are_reciprocal_and_only_of_pages_that_are_there(heads: Mapping[str, BeautifulSoup]) -> None:
    def named(soup: BeautifulSoup) -> dict[str, str]:
        found = [(str(link["hreflang"]), str(link["href"])) for link in soup.select("head link[hreflang]")]
        assert len(dict(found)) == len(found)
        return dict(found)

    seen = 0
    for name, soup in heads.items():
        alternates = named(soup)
        noindex = bool(soup.select("meta[name=robots][content=noindex]"))
        assert bool(alternates) is not noindex, name
        for tag, href in alternates.items():
            other = heads[href.removeprefix(URL)]
            assert named(other) == alternates
            assert href == links(other, "[rel=canonical]")[0]
            seen += tag != "x-default"
        if alternates:
            assert alternates[name.split("/", 1)[0]] == f"{URL}{name}"
            assert "x-default" in alternates
    assert seen > 20


def test_what_is_not_indexed_says_so(heads: Mapping[str, BeautifulSoup]) -> None:
    hidden = {name for name, soup in heads.items() if soup.select("meta[name=robots]")}
    fallbacks = {f"fr/{path}/" for path in (PLAIN, FULL, "about")}
    assert hidden == fallbacks | {f"{tag}/{path}" for tag in ("it", "en", "fr") for path in ("search/", f"{LOST}/")}


def test_canonical_is_the_page_or_the_original_of_a_fallback(heads: Mapping[str, BeautifulSoup]) -> None:
    for name, soup in heads.items():
        tag, rest = name.split("/", 1)
        fallback = tag == "fr" and rest.rstrip("/") in (PLAIN, FULL, "about")
        assert links(soup, "[rel=canonical]") == [f"{URL}{'it' if fallback else tag}/{rest}"]


def test_feeds_and_manifest_are_the_locales_own(made: Project, heads: Mapping[str, BeautifulSoup]) -> None:
    for name, soup in heads.items():
        tag = name.split("/", 1)[0]
        for kind, file in (("rss+xml", "feed.xml"), ("feed+json", "feed.json")):
            (href,) = links(soup, f'[rel=alternate][type="application/{kind}"]')
            assert urljoin(f"{URL}{name}", href) == f"{URL}{tag}/{file}"
            assert (made.root / "site" / tag / file).is_file()
        (manifest,) = links(soup, "[rel=manifest]")
        assert urljoin(f"{URL}{name}", manifest) == f"{URL}{tag}/manifest.webmanifest"


# --- Open Graph ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", ["it", "en", "fr"])
def test_cards_for_networks_are_complete(heads: Mapping[str, BeautifulSoup], tag: str, kind: str) -> None:
    soup = heads[f"{tag}/{kind}"]
    canonical = links(soup, "[rel=canonical]")
    for name in ("title", "description", "url", "type", "site_name", "locale", "image", "image:alt"):
        (value,) = meta(soup, f"og:{name}")
        assert value, name
    assert meta(soup, "og:url") == canonical
    assert (meta(soup, "og:image:width"), meta(soup, "og:image:height")) == (["1200"], ["630"])
    for name in ("title", "description", "image"):
        assert meta(soup, f"twitter:{name}") == meta(soup, f"og:{name}")
    assert meta(soup, "twitter:card") == ["summary_large_image"]
    story = kind.startswith("20")
    assert meta(soup, "og:type") == ["article" if story else "website"]
    shown = re.match(rf"{URL}(\w+)/", canonical[0])[1]
    place = kind.rstrip("/") if story else "site"
    assert meta(soup, "og:image") == [f"{URL}share/{shown if story else tag}/{place}.png"]


def test_locales_and_dates_of_a_card(heads: Mapping[str, BeautifulSoup]) -> None:
    soup = heads[f"en/{FULL}/"]
    assert meta(soup, "og:locale") == ["en_GB"]
    assert meta(soup, "og:locale:alternate") == ["it_IT"]
    assert meta(soup, "article:published_time") == ["2025-09-05"]
    assert meta(soup, "article:modified_time") == ["2025-09-08"]
    labels = [accented(label) for label in ("Esteri", "Lavori pubblici")]
    assert meta(soup, "article:section") == labels[:1]
    assert meta(soup, "article:tag") == labels
    assert meta(heads[f"it/{PLAIN}/"], "article:modified_time") == []
    assert meta(heads[f"fr/{FULL}/"], "og:locale") == ["it_IT"]
    assert meta(heads[f"fr/{FULL}/"], "og:locale:alternate") == []


def test_a_404_page_is_no_address(made: Project) -> None:
    soup = BeautifulSoup(made.read("site/it/404.html"), "html.parser")
    assert meta(soup, "robots") == ["noindex"]
    assert not soup.select("link[rel=canonical], link[rel=alternate], [type='application/ld+json']")

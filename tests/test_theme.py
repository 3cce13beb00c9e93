"""What the templates make of front matter, looked at in rendered pages; no article is read or translated for it."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from generator import config, strings

THEME = config.theme_folder()
PATH = "2026/11/16/ponte/"
SCRIPTS = ("zh-Hans", "zh-Hant", "ja", "ko", "th", "ar", "he", "fa", "ur", "hi")
TOPICS = [{"slug": "citta", "label": "Città & borghi"}, {"slug": "fiumi", "label": "Fiumi"}]
IMAGE = {"id": "ab12", "width": 1600, "height": 900, "widths": [480, 800, 1200, 1600], "alt": 'Il ponte "nuovo"'}
TEXT = """Il ponte riapre.

![Gli operai](ponte/operai.jpg)

## Che cosa cambia

Nulla.
"""


def story(number: int, *, pictured: bool = False) -> dict:
    """An entry of a listing, as the front matter of listings has it."""
    values = {
        "path": f"2026/11/{number % 28 + 1:02}/storia-{number}/",
        "title": f"Storia {number}",
        "summary": "Un riassunto.",
        "date": "2026-11-01",
        "date_text": "1 novembre 2026",
        "lang": "it",
        "state": "original",
        "topics": TOPICS,
    }
    return values | ({"image": IMAGE} if pictured else {})


def stories(count: int, *, pictured: bool = False) -> list[dict]:
    return [story(number, pictured=pictured) for number in range(count)]


ARTICLE = {
    "title": "Il ponte <riapre>",
    "description": "Dopo due anni.",
    "template": "article.html",
    "lang": "it",
    "date": "2026-11-16",
    "date_text": "16 novembre 2026",
    "updated": "2026-11-21",
    "updated_text": "21 novembre 2026",
    "dateline": "Torino, 16 novembre",
    "byline": "Anna Verdi",
    "minutes": 3,
    "topics": TOPICS,
    "editions": ["it", "ar"],
    "translation": {"state": "original"},
    "image": IMAGE | {"src": f"{PATH}foto.jpg", "caption": "Il ponte all’alba", "credit": "Marta Neri"},
    "pictures": {"ponte/operai.jpg": {"id": "cd34", "width": 800, "height": 600, "widths": [480, 800]}},
    "corrections": [{"date": "2026-11-20", "date_text": "20 novembre 2026", "text": "Il ponte ha tre arcate."}],
    "related": stories(3),
    "previous": story(7),
    "next": story(8),
}
FALLBACK = {"state": "fallback", "from": "ar"}
FRONTS = {f"front-{count}-{'pictures' if pictured else 'plain'}": (count, pictured)
          for count in (0, 1, 2, 5, 9, 13, 30) for pictured in (True, False)}  # fmt: skip

PAGES: dict[str, tuple[Mapping[str, object], str]] = {
    "index.md": ({"title": "Prova", "template": "home.html", "stories": stories(30), "sections": [
        {**TOPICS[0], "stories": stories(12)[8:], "total": 9}, {**TOPICS[1], "stories": [], "total": 0}]}, ""),
    f"{PATH.rstrip('/')}.md": (ARTICLE, TEXT),
    "2026/11/17/nudo.md": ({"title": "Senza altro", "template": "article.html", "date": "2026-11-17", "lang": "it"},
                           "Ecco.\n"),
    "2026/11/18/straniero.md": (ARTICLE | {"lang": "ar", "translation": FALLBACK, "pictures": {}}, "نص\n"),
    "2026/11/19/ritirato.md": ({"title": "Articolo ritirato", "template": "withdrawn.html", "lang": "it",
                                "withdrawn": {"date": "2026-11-20", "date_text": "20 novembre 2026"}}, "Un errore.\n"),
    "about.md": ({"title": "Chi siamo", "template": "page.html", "lang": "it"}, "Siamo noi.\n"),
    "search.md": ({"title": "Ricerca", "template": "search.html", "lang": "it"}, ""),
    "topics.md": ({"title": "Temi", "template": "topics.html", "lang": "it",
                   "topics": [{**topic, "path": f"topics/{topic['slug']}/", "count": 4} for topic in TOPICS]}, ""),
    "topics/citta.md": ({"title": "Città & borghi", "template": "topic.html", "lang": "it", "slug": "citta",
                         "total": 120, "stories": stories(100)}, ""),
    "archive.md": ({"title": "Archivio", "template": "archive.html", "lang": "it", "years": [], "groups": []}, ""),
    **{f"{name}.md": ({"title": name, "template": "home.html", "stories": stories(count, pictured=pictured)}, "")
       for name, (count, pictured) in FRONTS.items()},
}  # fmt: skip


def render(root: Path, tag: str) -> dict[str, BeautifulSoup]:
    """Render PAGES as the edition `tag` with MkDocs; address below the edition → page."""
    for name, (matter, text) in PAGES.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{yaml.safe_dump(dict(matter), allow_unicode=True)}---\n\n{text}", encoding="utf-8")
    (root / "docs" / PATH).mkdir(exist_ok=True)
    (root / "docs" / PATH / "operai.jpg").write_bytes(b"")
    values = {
        "site_name": "Prova",
        "site_description": "Un giornale",
        "site_url": f"https://news.example/below/{tag}/",
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"name": "material", "custom_dir": str(THEME), "language": tag, "font": False},
        "nav": ["index.md", "archive.md", "about.md"],
        "plugins": [],
        "validation": {"nav": {"omitted_files": "ignore"}},
        "extra": {"newsroom": {"locales": {"it": {}, "ar": {}}, "source": "it", "sections": TOPICS}},
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(values), encoding="utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(root / "site"): path for path in (root / "site").rglob("*.html")}
    return {
        name.as_posix().removesuffix("index.html"): BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        for name, path in pages.items()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("theme")


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, BeautifulSoup]:
    return render(folder, "it")


@pytest.fixture(scope="module")
def article(pages: dict[str, BeautifulSoup]) -> BeautifulSoup:
    return pages[PATH]


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def widths(srcset: str) -> list[int]:
    return [int(candidate.split()[1].removesuffix("w")) for candidate in srcset.split(", ")]


# --- every page ------------------------------------------------------------------------------------------------------


def test_what_editions_know_of_each_other_is_what_their_strings_say() -> None:
    text = (THEME / "partials/locales.html").read_text(encoding="utf-8")
    known = {tag: dict(re.findall(r'"(\w+)": "([^"]+)"', line))
             for tag, line in re.findall(r'^  "([\w-]+)": \{(.+)\},$', text, re.MULTILINE)}  # fmt: skip
    tags = {path.stem for path in (THEME / "strings").glob("*.html")}
    assert known == {
        tag: {key: strings.load(THEME, tag)[key] for key in ("autonym", "direction", "og")} for tag in tags
    }


def test_a_content_security_policy_needs_one_digest_alone(pages: dict[str, BeautifulSoup]) -> None:
    """No inline script but the one in partials/scheme.js, letter for letter; no style or handler in an attribute."""
    scheme = (THEME / "partials/scheme.js").read_text(encoding="utf-8").removesuffix("\n")
    for name, soup in pages.items():
        inline = [script.string for script in soup.select("script:not([src])") if script.get("type") is None]
        assert inline == [scheme], name
        assert not soup.select("style"), name
        for element in soup.find_all(True):
            assert not [key for key in element.attrs if key == "style" or key.startswith("on")], (name, element)


def test_no_script_blocks_the_page(pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in pages.items():
        scripts = soup.select("script[src]")
        assert all("defer" in script.attrs or script.get("type") == "module" for script in scripts), name
        assert one(soup, "head > script:not([src]):not([type])").find_next_sibling("link", rel="stylesheet"), name


def test_headings_descend_and_landmarks_have_names_of_their_own(pages: dict[str, BeautifulSoup]) -> None:
    for name, soup in pages.items():
        if name.startswith("front-"):
            continue  # not the real front page: its masthead has no heading
        levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise([0, *levels])), (name, levels)
        labels = [nav["aria-label"] for nav in soup.find_all("nav")]
        assert len(labels) == len(set(labels)), name


def test_the_section_bar_says_where_the_reader_is(pages: dict[str, BeautifulSoup]) -> None:
    expected = {
        "": ("page", "Prima pagina"),
        "topics/citta/": ("page", "Città & borghi"),
        PATH: ("true", "Città & borghi"),
        "topics/": ("page", "Tutti i temi"),
        "archive/": ("page", "Archivio"),
    }
    for name, (value, label) in expected.items():
        bar = one(pages[name], ".nr-sections")
        assert [link.get_text() for link in bar.select("a")] == [
            "Prima pagina", "Città & borghi", "Fiumi", "Tutti i temi", "Archivio",
        ]  # fmt: skip
        current = one(bar, "[aria-current]")
        assert (current["aria-current"], current.get_text()) == (value, label)
    assert not pages["about/"].select(".nr-sections [aria-current]")


def test_the_404_page_names_the_edition_by_its_path(pages: dict[str, BeautifulSoup]) -> None:
    """Hosts show it at any depth, so nothing on it may be relative."""
    soup = pages["404.html"]
    for element in soup.select("a[href], link[href], script[src]"):
        reference = str(element.get("href") or element.get("src"))
        assert reference.startswith(("/below/it/", "#", "https://")), reference


def test_controls_that_need_the_script_are_hidden_without_it(article: BeautifulSoup, pages: dict) -> None:
    for soup, selector in ((article, ".nr-scheme"), (article, ".nr-copy"), (pages["search/"], ".nr-find form")):
        assert "hidden" in one(soup, selector).attrs
    for name, soup in pages.items():
        loose = [control for control in soup.select("button, input:not(.md-toggle), select")
                 if not control.find_parent(hidden=True) and not control.has_attr("hidden")]  # fmt: skip
        assert loose == [], name


def test_an_edition_from_right_to_left_has_the_direction_on_its_root(folder: Path) -> None:
    root = folder / "arabic"
    root.mkdir()
    soup = render(root, "ar")[PATH]
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert (one(soup, "h1")["lang"], one(soup, "h1")["dir"]) == ("it", "ltr")
    assert one(soup, ".nr-switcher [aria-current]").get_text() == "العربية"


def test_each_script_has_faces_of_its_own_and_no_slant() -> None:
    css = (THEME / "assets/newsroom.css").read_text(encoding="utf-8")
    slanted = next(
        line for line in css.splitlines() if '[lang|="ar"], [lang|="fa"], [lang|="ur"], [lang|="he"]' in line
    )
    for tag in SCRIPTS:
        language = f'[lang|="{tag.split("-")[0]}"]'
        assert language in slanted
        assert re.search(re.escape(language) + r"[^{}]*\{[^}]*--sans:", css), tag


# --- front page and listings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FRONTS)
def test_a_front_page_fills_its_rows_with_any_number_of_stories(pages: dict[str, BeautifulSoup], name: str) -> None:
    count, pictured = FRONTS[name]
    soup = pages[f"{name}/"]
    shown = [link["href"] for link in soup.select(".nr-story__title a")]
    assert len(shown) == len(set(shown))
    assert len(shown) == min(count, 29)
    assert len(soup.select(".nr-story--lead")) == min(count, 1)
    for row in soup.select(".nr-cards"):
        assert f"nr-cards--{len(row.select('.nr-story'))}" in row["class"]
        assert 1 <= len(row.select(".nr-story")) <= 4
    rows = [len(row.select(".nr-story")) for row in soup.select(".nr-section .nr-cards")]
    assert rows in ([], [4], [4, 4]) if count > 9 else len(rows) <= 1
    assert bool(soup.select(".nr-empty")) == (count == 0)
    pictures = soup.select(".nr-story img")
    assert bool(pictures) == (pictured and count > 0)
    assert [img.get("fetchpriority") for img in pictures] == ["high"][: len(pictures)] + [None] * (len(pictures) - 1)
    assert all(img.get("loading") == "lazy" for img in pictures[1:])


def test_a_front_page_with_sections_leads_to_them_and_skips_empty_ones(pages: dict[str, BeautifulSoup]) -> None:
    labels = pages[""].select(".nr-label")
    assert [label.get_text() for label in labels] == ["Città & borghi", "Ultime notizie"]
    assert labels[0].a["href"] == "./topics/citta/"
    assert len(pages[""].select(".nr-lines .nr-story")) == 12


def test_the_search_finds_articles_and_pages_alone(pages: dict[str, BeautifulSoup]) -> None:
    found = {name for name, soup in pages.items() if soup.select("[data-pagefind-body]")}
    assert found == {PATH, "2026/11/17/nudo/", "about/"}


def test_the_search_page_gives_its_script_the_words_it_says(pages: dict[str, BeautifulSoup]) -> None:
    texts = strings.load(THEME, "it")
    find = one(pages["search/"], ".nr-find")
    for key, attribute in (("search_results", "results"), ("search_none", "none"), ("search_failed", "failed")):
        assert find[f"data-{attribute}"] == texts[key]
    assert find["data-bundle"] == "../../pagefind/"
    assert texts["search_script"] in find.noscript.get_text()
    assert {link["href"] for link in find.noscript.select("a")} == {"../archive/", "../topics/"}
    form = one(find, "form")
    for control in form.select("input, select"):
        assert form.find("label", attrs={"for": control["id"]}).get_text()
    assert [control["name"] for control in form.select("input, select")] == ["q", "topic", "year"]


# --- articles --------------------------------------------------------------------------------------------------------


def test_kicker_and_topics_lead_to_the_topic_pages(article: BeautifulSoup) -> None:
    assert one(article, ".nr-kicker a")["href"] == "../../../../topics/citta/"
    links = article.select(".nr-article__foot a[data-pagefind-filter=topic]")
    assert [link.get_text() for link in links] == ["Città & borghi", "Fiumi"]
    assert [link["href"] for link in links] == ["../../../../topics/citta/", "../../../../topics/fiumi/"]


def test_what_is_known_of_an_article_stands_above_its_text(article: BeautifulSoup) -> None:
    head = one(article, ".nr-article__head")
    assert one(head, "h1").get_text() == "Il ponte <riapre>"
    assert one(head, ".nr-standfirst").get_text() == "Dopo due anni."
    assert one(head, ".nr-byline").get_text() == "di Anna Verdi"
    assert [stamp["datetime"] for stamp in head.select("time")] == ["2026-11-16", "2026-11-21"]
    assert "21 novembre 2026" in one(head, ".nr-dates").get_text()
    assert "3 min" in one(head, ".nr-dates").get_text()
    assert one(head, "[data-pagefind-filter]")["data-pagefind-filter"] == "year:2026"


def test_what_is_not_known_leaves_nothing_behind(pages: dict[str, BeautifulSoup]) -> None:
    bare = one(pages["2026/11/17/nudo/"], ".nr-article")
    assert not bare.select(
        ".nr-byline, .nr-standfirst, .nr-kicker, .nr-figure, .nr-corrections, .nr-notice, .nr-dateline"
    )
    assert not pages["2026/11/17/nudo/"].select(".nr-turn, .nr-further")
    page = pages["about/"]
    assert not page.select(".nr-article__by, .nr-share, .nr-turn, [data-pagefind-filter]")


def test_the_first_picture_comes_at_once_in_three_formats(article: BeautifulSoup) -> None:
    figure = one(article, ".nr-figure")
    assert [source["type"] for source in figure.select("source")] == ["image/avif", "image/webp"]
    for source in figure.select("source"):
        assert widths(str(source["srcset"])) == IMAGE["widths"]
        assert source["sizes"]
    img = one(figure, "img")
    assert img["src"] == "../../../../../pictures/ab12/1600.jpg"
    assert widths(str(img["srcset"])) == IMAGE["widths"]
    assert (img["width"], img["height"], img["alt"]) == ("1600", "900", 'Il ponte "nuovo"')
    assert img["fetchpriority"] == "high"
    assert "loading" not in img.attrs
    caption = one(figure, "figcaption").get_text()
    assert caption.startswith("Il ponte all’alba")
    assert caption.endswith("Foto: Marta Neri")


def test_pictures_in_the_text_are_responsive_and_wait(article: BeautifulSoup) -> None:
    img = one(article, ".nr-text img")
    assert img["src"] == "../../../../../pictures/cd34/800.jpg"
    assert widths(str(img["srcset"])) == [480, 800]
    assert (img["alt"], img["width"], img["height"], img["loading"]) == ("Gli operai", "800", "600", "lazy")


def test_cards_are_not_sent_pictures_wider_than_they_are(pages: dict[str, BeautifulSoup]) -> None:
    for source in pages["front-5-pictures/"].select(".nr-story--card source"):
        assert widths(str(source["srcset"])) == [480, 800]


def test_the_text_stands_between_the_marks_from_which_feeds_take_it(folder: Path, pages: dict) -> None:
    assert PATH in pages
    html = (folder / "site" / PATH / "index.html").read_text(encoding="utf-8")
    (inner,) = re.findall(r'<div class="nr-text"><!-- text -->(.*?)<!-- /text --></div>', html, re.DOTALL)
    text = BeautifulSoup(inner, "lxml")
    assert one(text, "p:first-of-type").get_text() == "Torino, 16 novembre – Il ponte riapre."
    assert text.h2.get_text() == "Che cosa cambia"
    assert not text.select("[data-pagefind-ignore], .nr-corrections, .nr-share")


def test_corrections_are_shown_and_announced_at_the_top(article: BeautifulSoup) -> None:
    box = one(article, ".nr-corrections")
    assert one(box, "time")["datetime"] == "2026-11-20"
    assert "Il ponte ha tre arcate." in box.get_text()
    assert one(article, ".nr-dates a")["href"] == f"#{one(box, 'h2')['id']}"


def test_sharing_is_plain_links_with_the_public_address(article: BeautifulSoup) -> None:
    share = one(article, ".nr-share")
    links = [str(link["href"]) for link in share.select("a")]
    hosts = ["", "wa.me", "t.me", "www.facebook.com", "x.com", "bsky.app"]
    assert [urlsplit(link).netloc for link in links] == hosts
    for link in links:
        said = " ".join(value for values in parse_qs(urlsplit(link).query).values() for value in values)
        assert f"https://news.example/below/it/{PATH}" in said, link
    for link in share.select("a[aria-label]"):
        assert link.get_text() in link["aria-label"]


def test_what_to_read_next_follows_the_article(article: BeautifulSoup) -> None:
    assert len(article.select(".nr-further .nr-story")) == 3
    before, after = article.select(".nr-turn a")
    assert before["href"].endswith("storia-7/")
    assert after["href"].endswith("storia-8/")
    assert before.select_one(".nr-turn__label").get_text() == "Articolo precedente"


def test_a_fallback_keeps_the_words_of_the_page_in_the_readers_language(pages: dict[str, BeautifulSoup]) -> None:
    soup = pages["2026/11/18/straniero/"]
    assert (one(soup, ".nr-text")["lang"], one(soup, ".nr-text")["dir"]) == ("ar", "rtl")
    assert one(soup, ".nr-notice a")["href"] == "../../../../../ar/2026/11/18/straniero/"
    credit = one(soup, ".nr-credit")
    assert (credit["lang"], credit["dir"]) == ("it", "ltr")


def test_a_withdrawn_article_leaves_a_notice_and_its_reason(pages: dict[str, BeautifulSoup]) -> None:
    soup = pages["2026/11/19/ritirato/"]
    assert one(soup, "h1").get_text() == "Articolo ritirato"
    assert one(soup, ".nr-lost time").get_text() == "20 novembre 2026"
    assert one(soup, ".nr-text").get_text().strip() == "Un errore."
    assert not soup.select(".nr-share, .nr-article")


def test_an_article_page_stays_light(folder: Path, pages: dict[str, BeautifulSoup]) -> None:
    assert PATH in pages
    assets: Sequence[Path] = [folder / "site/assets/newsroom.css", folder / "site/assets/newsroom.js"]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in [folder / "site" / PATH / "index.html", *assets])
    assert weight < 25_000

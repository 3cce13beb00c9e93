"""A reader of the search notices no shard: results, filters, scripts, pieces that cannot be loaded."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from browsing import Open, results, serving
from bs4 import BeautifulSoup
from conftest import Project
from newsroom_fixtures import ARTICLES, LIBRARY, Newsroom
from playwright.sync_api import Browser, Page, expect
from searching import article, reindex, shards, texts_of

from generator import config
from generator.publish.search import Sizes

WORDS = [
    "ponte",
    "fiume",
    "lunedì",
    "mattina",
    "strada",
    "lavori",
    "comune",
    "sindaco",
    "scuola",
    "studenti",
    "mercato",
    "piazza",
    "biblioteca",
    "libri",
    "orario",
    "apertura",
    "treno",
    "ritardo",
    "porto",
    "nave",
    "faro",
    "costa",
    "pesca",
    "mare",
    "vento",
    "pioggia",
    "estate",
    "inverno",
    "concerto",
    "musica",
    "teatro",
    "bilancio",
    "voto",
    "consiglio",
    "legge",
    "ospedale",
    "medici",
    "salute",
    "acqua",
    "energia",
    "sole",
    "città",
    "quartiere",
    "casa",
    "affitto",
    "lavoro",
]
TOPICS = ("Città", "Mare", "Cultura")


def written(number: int) -> tuple[date, str]:
    """An article with some of the words, the first of them oftenest; a few words are in one alone."""
    chance = random.Random(number)
    words = [WORDS[min(int(chance.expovariate(0.08)), len(WORDS) - 1)] for _ in range(chance.randrange(30, 90))]
    day = date(2023, 1, 5) + timedelta(days=23 * number)
    own = f"unico{chr(97 + number % 26)}{chr(97 + number // 26)}"
    title = " ".join(words[:3]).capitalize()
    text = article(f"{' '.join(words).capitalize()} {own}.", title, slug=f"testo-{number}", date=day)
    topics = sorted({chance.choice(TOPICS), chance.choice(TOPICS)})
    return day, text.replace("lang: it", f"lang: it\ntopics: [{', '.join(topics)}]")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The addresses of one site with an index in many shards and of the same with one of a single shard."""
    from conftest import configuration

    made = Project(tmp_path_factory.mktemp("two"))
    made.write("mkdocs.yml", configuration(locales=("it",)))
    for number in range(44):
        _, text = written(number)
        made.write(f"content/articles/{number}.md", text)
    made.build(day=date(2026, 6, 1))
    whole = replace(made.site(), root=tmp_path_factory.mktemp("whole"))
    shutil.copytree(made.root / "site", whole.root / "site")
    assert reindex(made.site(), texts_of(made.site()), Sizes(3, 12)) == reindex(whole, texts_of(whole)) == 44
    assert len(shards(made.site(), "it")) >= 5
    assert len(shards(whole, "it")) == 1
    with serving(made.site().output) as many, serving(whole.output) as one:
        yield many, one


def found(page: Page, address: str, query: str) -> tuple[list[str], str]:
    """All results by their paths, every "more" pressed, and what the page says of their number."""
    page.goto(f"{address}/it/search/?{query}")
    expect(page.locator(".nr-find__results[aria-busy=false]")).to_be_attached()
    expect(page.locator(".nr-find__count")).not_to_be_empty()
    shown = page.locator(".nr-result")
    while page.locator(".nr-find__more").is_visible():
        before = shown.count()
        page.locator(".nr-find__more").click()
        expect(shown.nth(before)).to_be_visible()
    return [url.removeprefix(address) for url in results(page)], page.locator(".nr-find__count").inner_text()


SCORES = """async words => {
  const { open } = await import(new URL("../assets/search-index.js", location));
  const found = await (await open(new URL("../../pagefind/", location), "it")).search(words, {});
  return Promise.all(found.map(async result => [(await result.data()).url, result.score]));
}"""


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    "words",
    [
        *("ponte", "fiume", "lunedi", "lunedì", "sindaco", "affitto", "casa", "bibliot", "st", "unicoc", "unicoca"),
        *("unicocax", "ponte fiume", "ponte affitto", "faro casa", "faro costa pesca", "unicocx ponte", "ponti"),
        *('"ponte fiume"', '"fiume"', "arzigogolare", "ponte arzigogolare", "unicoaa unicoba", "pont!", "concertx"),
    ],
)
def test_many_shards_find_what_one_index_finds(window: Open, two: tuple[str, str], words: str) -> None:
    """The same texts, as many, with the same scores: order may differ where those are equal but for their rounding."""
    opened = window()
    shown, scores = [], []
    for address in two:
        shown.append(found(opened, address, f"q={quote(words)}"))
        scores.append(dict(opened.evaluate(SCORES, words)))
    many, one = shown
    assert many[1] == one[1]
    assert sorted(many[0]) == sorted(one[0])
    assert sorted(scores[0]) == sorted(many[0])
    assert scores[0] == pytest.approx(scores[1], rel=1e-5)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        *("topic=Mare", "year=2024", "topic=Cultura&year=2023", "q=ponte&topic=Mare", "year=1999"),
        *("q=unicoca&year=2025", "q=unicoca&year=2023", "q=faro+casa&year=2024", "q=lavoro&topic=Cultura&year=2024"),
    ],
)
def test_filters_and_dates_go_over_all_shards(window: Open, two: tuple[str, str], query: str) -> None:
    opened = window()
    many, one = (found(opened, address, query) for address in two)
    assert many[1] == one[1]
    assert sorted(many[0]) == sorted(one[0])
    if "q=" not in query:
        assert many[0] == sorted(many[0], reverse=True)
    options = opened.locator("#find-year option").all_inner_texts()
    assert {"2023", "2024", "2025"} <= set(options)


@pytest.fixture(scope="module")
def cut(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The newsroom of many scripts with an index of many shards; its address."""
    site = replace(config.load(newsroom.root), root=tmp_path_factory.mktemp("cut"))
    shutil.copytree(newsroom.site, site.output)
    reindex(site, texts_of(site), Sizes(1, 2))
    assert len(shards(site, "ar")) >= 4
    with serving(site.output, "/news") as address:
        yield address


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("tag", ["ar", "he", "zh-Hans", "zh-Hant", "ja", "fa", "pt-BR"])
def test_headlines_are_found_in_shards_in_every_script(window: Open, newsroom: Newsroom, cut: str, tag: str) -> None:
    """By their longest word: one unit of writing where words are not parted."""
    opened = window()
    for path in ARTICLES:
        soup = BeautifulSoup((newsroom.site / tag / path / "index.html").read_text(encoding="utf-8"), "html.parser")
        word = max(re.findall(r"[^\W\d_]{2,}", soup.h1.get_text()), key=len)[: 4 if tag[:2] in ("zh", "ja") else None]
        opened.goto(f"{cut}/{tag}/search/?q={quote(word)}")
        expect(opened.locator(".nr-find__results[aria-busy=false]")).to_be_attached()
        expect(opened.locator(".nr-find__count")).not_to_be_empty()
        assert f"{cut}/{tag}/{path}" in results(opened), word


@pytest.mark.site
@pytest.mark.browser
def test_what_is_asked_without_a_word_loads_no_words(window: Open, two: tuple[str, str]) -> None:
    opened = window()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    found(opened, two[0], "topic=Mare")
    assert [url for url in asked if url.endswith(".pf_filter")]
    assert not [url for url in asked if url.endswith(".pf_index")]
    lists = [url for url in asked if "/meta/" in url or url.endswith(".pagefind")]
    assert len(lists) > 2
    assert len(lists) == len(set(lists))


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("lost", ["search-worker.js", "pagefind-worker.js", "it.json", "meta/*", "wasm.*"])
def test_a_piece_that_cannot_be_loaded_is_told_and_asked_for_again(
    browser: Browser, two: tuple[str, str], lost: str
) -> None:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    context.route(f"**/{lost}", lambda route: route.abort())
    opened = context.new_page()
    opened.goto(f"{two[0]}/it/search/?q=ponte")
    failed = opened.locator(".nr-find").get_attribute("data-failed") or ""
    expect(opened.locator(".nr-find__count")).to_have_text(failed)
    context.unroute(f"**/{lost}")
    opened.locator(".nr-find__go button").click()
    expect(opened.locator(".nr-result").first).to_be_visible()
    context.close()


@pytest.mark.site
@pytest.mark.browser
def test_a_result_of_any_shard_shows_its_picture_and_leads_to_its_text(window: Open, cut: str) -> None:
    opened = window()
    opened.goto(f"{cut}/en/search/?q=lighthouse", wait_until="networkidle")
    picture = opened.locator(".nr-result__picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    opened.goto(f"{cut}/en/search/?q=library")
    opened.locator(".nr-result__title a").first.click()
    opened.wait_for_url(f"{cut}/en/{LIBRARY}")

"""The finished site in Chromium: requests, languages, search, keyboard, widths and accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from browsing import Open, results, search, serving, too_wide, violations
from playwright.sync_api import Browser, expect
from site_fixtures import Shipped

pytestmark = [pytest.mark.browser, pytest.mark.site]

TAGS = ("it", "en", "es", "fr", "pt", "ca")
SUMMIT = "2025/09/04/xi-jinping-accoglie-kim-jong-un-a-pechino-e-promette-appoggio-a-pyongyang/"
KINDS = (
    "",
    "archive/",
    "archive/2026/",
    "topics/",
    "topics/redazione/",
    "search/",
    "about/",
    "contact/",
    "corrections/",
    "translations/",
    SUMMIT,
)


@pytest.fixture(scope="module")
def address(shipped: Shipped) -> Iterator[str]:
    with serving(shipped.site) as address:
        yield address


# --- requests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/news/site"], ids=["root", "sub-path"])
def test_every_kind_of_page_loads_without_an_error(shipped: Shipped, window: Open, prefix: str) -> None:
    """Also where the site lies in a folder of its host. The search is opened, too, because it loads most."""
    page = window()
    with serving(shipped.site, prefix) as address:
        page.goto(f"{address}/")
        assert page.locator("main a").count() == len(TAGS)
        for tag in TAGS:
            for kind in KINDS:
                answer = page.goto(f"{address}/{tag}/{kind}")
                assert answer is not None
                assert answer.ok
                assert page.locator("h1").first.inner_text().strip()
                assert page.evaluate("getComputedStyle(document.body).fontFamily") != "Times"
        search(page, "Pyongyang")
        target = results(page)[0]
        assert target.startswith(f"{address}/ca/2025/")
        page.goto(target)
        expect(page.locator("h1")).to_contain_text("Xi Jinping")


def test_a_page_that_is_not_there_leads_to_every_edition(browser: Browser, address: str) -> None:
    """A host shows the 404 page at any depth; its links and style must hold there."""
    page = browser.new_page()
    answer = page.goto(f"{address}/fr/2020/01/01/nulle-part/")
    assert answer is not None
    assert answer.status == 404
    hrefs = [urlsplit(link.get_attribute("href") or "").path for link in page.locator("main a").all()]
    assert hrefs == [f"/{tag}/" for tag in TAGS]
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 10
    page.close()


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_switcher_stays_on_the_article_through_all_editions(window: Open, address: str, scripts: bool) -> None:
    page = window(java_script_enabled=scripts)
    page.goto(f"{address}/it/{SUMMIT}")
    titles = set()
    for tag in (*TAGS[1:], TAGS[0]):
        page.locator(".nr-switcher summary").click()
        page.locator(f".nr-switcher a[hreflang={tag}]").click()
        page.wait_for_url(f"{address}/{tag}/{SUMMIT}")
        assert page.locator("html").get_attribute("lang") == tag
        titles.add(page.locator("h1").inner_text())
    assert len(titles) == len(TAGS)


def test_the_language_menu_opens_and_closes_by_keyboard(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/fr/")
    summary = page.locator(".nr-switcher summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".nr-switcher a").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".nr-switcher a").first).to_be_hidden()
    expect(summary).to_be_focused()


def test_pages_read_and_link_without_javascript(window: Open, address: str) -> None:
    page = window(java_script_enabled=False)
    page.goto(f"{address}/es/")
    page.locator(".nr-story__title a").last.click()
    page.wait_for_url(f"{address}/es/{SUMMIT}")
    expect(page.locator(".nr-text")).to_be_visible()
    for control in (".nr-scheme", ".nr-copy"):
        expect(page.locator(control)).to_be_hidden()
    page.locator(".nr-search").click()
    expect(page.locator(".nr-find form")).to_be_hidden()
    page.locator(".nr-find a[href$='archive/']").click()
    page.wait_for_url(f"{address}/es/archive/")


# --- search ----------------------------------------------------------------------------------------------------------


def test_pyongyang_finds_the_french_article_first_and_no_other_edition(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/fr/")
    search(page, "Pyongyang")
    found = results(page)
    assert found[0] == f"{address}/fr/{SUMMIT}"
    assert all(link.startswith(f"{address}/fr/") for link in found)
    expect(page.locator(".nr-result mark").first).to_contain_text("Pyongyang")


def _only_in(shipped: Shipped, tag: str) -> str:
    """A long word of the article that stands in no other edition of the site."""
    texts = {
        other: " ".join(path.read_text(encoding="utf-8") for path in (shipped.root / "docs" / other).rglob("*.md"))
        for other in TAGS
    }
    (path,) = (shipped.root / "docs" / tag / "2025/09/04").glob("*.md")
    words = path.read_text(encoding="utf-8").split("\n---\n", 1)[1].replace("’", " ").split()
    elsewhere = " ".join(text.lower() for other, text in texts.items() if other != tag)
    return next(
        word for word in sorted(words, key=len, reverse=True) if word.isalpha() and word.lower()[:6] not in elsewhere
    )


@pytest.mark.parametrize("tag", ["fr", "en", "it"])
def test_a_word_of_one_edition_is_found_there_alone(shipped: Shipped, window: Open, address: str, tag: str) -> None:
    word = _only_in(shipped, tag)
    page = window()
    page.goto(f"{address}/{tag}/archive/")
    search(page, word)
    assert f"{address}/{tag}/{SUMMIT}" in results(page)
    other = window()
    other.goto(f"{address}/{'es' if tag != 'es' else 'fr'}/")
    search(other, word)
    assert not [link for link in results(other) if f"/{tag}/" in link]


@pytest.mark.parametrize("tag", TAGS)
def test_every_edition_finds_its_own_article(window: Open, address: str, tag: str) -> None:
    page = window()
    page.goto(f"{address}/{tag}/about/")
    search(page, "Kim Jong-un")
    assert results(page)[0] == f"{address}/{tag}/{SUMMIT}"
    assert all(link.startswith(f"{address}/{tag}/") for link in results(page))


def test_the_search_by_keyboard_alone(window: Open, address: str) -> None:
    """From any page to the field, and back again; on the search page the keys lead to the field."""
    page = window()
    page.goto(f"{address}/fr/{SUMMIT}")
    page.locator(".nr-search").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/fr/search/")
    expect(page.locator("#find-words")).to_be_focused()
    page.locator("#find-year").focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#find-words")).to_be_focused()
    page.go_back()
    page.wait_for_url(f"{address}/fr/{SUMMIT}")


def test_a_result_is_reached_and_opened_by_keyboard(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/fr/")
    search(page, "Pyongyang")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.nr-result__title a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/fr/{SUMMIT}*")


def test_a_search_stands_in_the_address_and_the_back_button_returns_to_it(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/it/search/?q=Pyongyang&year=2025")
    expect(page.locator(".nr-find__count")).to_have_text("Risultati: 1")
    expect(page.locator("#find-words")).to_have_value("Pyongyang")
    expect(page.locator("#find-year")).to_have_value("2025")
    page.locator("#find-words").fill("errore")
    page.locator("#find-year").select_option("2026")
    page.wait_for_url("**/search/?q=errore&year=2026")
    expect(page.locator(".nr-find__count")).not_to_have_text("Risultati: 1")
    page.locator(".nr-result__title a").first.click()
    page.go_back()
    expect(page.locator("#find-words")).to_have_value("errore")
    expect(page.locator(".nr-result").first).to_be_visible()


def test_topic_and_year_narrow_a_search_and_are_enough_for_one(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/it/search/?topic=Traduzione")
    expect(page.locator(".nr-find__count")).to_have_text("Risultati: 2")
    days = [page.locator(".nr-result__date").nth(place).inner_text() for place in range(2)]
    assert days == ["20 novembre 2026", "12 novembre 2026"]
    years = page.locator("#find-year option").all_inner_texts()
    assert years == ["Tutti", "2026", "2025"]
    page.locator("#find-year").select_option("2025")
    expect(page.locator(".nr-find__count")).to_have_text("Nessun risultato per «Traduzione».")
    expect(page.locator(".nr-result")).to_have_count(0)


def test_a_word_that_no_text_has_finds_nothing(window: Open, address: str) -> None:
    """Left to itself, Pagefind would find what begins with a part of the word."""
    page = window()
    page.goto(f"{address}/it/search/?q=arzigogolare")
    expect(page.locator(".nr-find__count")).to_have_text("Nessun risultato per «arzigogolare».")
    expect(page.locator(".nr-result")).to_have_count(0)


def test_the_search_says_when_it_cannot_be_loaded(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{address}/it/search/?q=errore")
    expect(page.locator(".nr-find__count")).to_have_text("La ricerca non è disponibile in questo momento.")
    page.close()


def test_nothing_of_the_search_is_loaded_before_it_is_wanted(window: Open, address: str) -> None:
    page = window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/it/", wait_until="networkidle")
    assert not [url for url in asked if "pagefind" in url or "search" in url]


# --- appearance ------------------------------------------------------------------------------------------------------


def test_a_chosen_scheme_holds_on_the_next_page_before_any_script_has_loaded(window: Open, address: str) -> None:
    page = window(color_scheme="light")
    page.goto(f"{address}/it/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".nr-scheme input[value=dark]").check()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{address}/fr/{SUMMIT}")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.unroute("**/*.js")
    page.goto(f"{address}/it/")
    page.locator(".nr-scheme input[value=auto]").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_the_link_to_an_article_is_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/it/{SUMMIT}")
    page.locator(".nr-copy button").click()
    expect(page.locator(".nr-copy button")).to_have_text("Collegamento copiato")
    assert page.evaluate("navigator.clipboard.readText()") == f"https://example.org/it/{SUMMIT}"
    context.close()


# --- keyboard and widths ---------------------------------------------------------------------------------------------


def test_the_skip_link_comes_first_and_leads_to_the_text(window: Open, address: str) -> None:
    page = window()
    page.goto(f"{address}/pt/{SUMMIT}")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_be_visible()
    expect(focused).to_be_in_viewport()
    assert focused.get_attribute("href") == "#content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")


def test_nothing_overflows_sideways(window: Open, address: str) -> None:
    places = [f"{address}/", *(f"{address}/{tag}/{kind}" for tag in TAGS for kind in KINDS)]
    assert too_wide(window(), places) == []


# --- accessibility ---------------------------------------------------------------------------------------------------

SHOWN = ("/", "/404.html", "/fr/404.html", *(f"/fr/{kind}" for kind in KINDS), "/en/about/", f"/it/{SUMMIT}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(window: Open, address: str, scheme: str) -> None:
    page = window(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for place in SHOWN:
        page.goto(f"{address}{place}")
        found += violations(page)
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_results_and_in_the_open_menu(window: Open, address: str, scheme: str) -> None:
    page = window(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{address}/fr/")
    page.locator(".nr-switcher summary").click()
    found = violations(page)
    page.keyboard.press("Escape")
    search(page, "Pyongyang")
    found += violations(page)
    assert found == []


def test_axe_can_find_something(window: Open, address: str) -> None:
    """The two tests above would be worth nothing if axe did not run."""
    page = window()
    page.goto(f"{address}/fr/")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'data:,'}))")
    assert [line for line in violations(page) if "image-alt" in line]


def test_colours_follow_the_reader(window: Open, address: str) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        page = window(color_scheme=scheme)
        page.goto(f"{address}/it/")
        colours.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(colours) == 2

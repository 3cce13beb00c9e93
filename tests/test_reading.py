"""The newsroom of many scripts in Chromium, as its readers meet it: keyboard, widths, schemes, directions, weight."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from browsing import WIDTHS, Open, results, search, serving, too_wide, violations, walk
from newsroom_fixtures import BRIDGE, FERRIES, LIBRARY, LIGHTHOUSE, RIGHT_TO_LEFT, TIDES, Newsroom
from playwright.sync_api import Page, Response, expect
from site_pages import interface
from test_newsroom import HEADLINES, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.site]

LISTINGS = ("", "archive/", "archive/2026/", "topics/", "topics/citta/", "search/")
TEXTS = (LIBRARY, BRIDGE, TIDES, LIGHTHOUSE, FERRIES, "about/", "404.html")
KINDS = (*LISTINGS, *TEXTS)
"""Every kind of page below a locale: with picture, corrections, table, footnote; a withdrawn one; a policy page."""

ARTICLE_BYTES = 100_000
"""What an article may weigh, compressed, without its pictures."""
ARTICLE_REQUESTS = 8
"""Files that an article may ask for, pictures and icon included."""


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with serving(newsroom.site, "/news") as address:  # as `site_url` says, for the 404 pages
        yield address


# --- widths and requests ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_every_kind_of_page_fits_every_width_and_asks_for_nothing_in_vain(window: Open, address: str, tag: str) -> None:
    """`window` fails for console errors, failed requests and requests to third parties."""
    assert too_wide(window(), [f"{address}/{tag}/{kind}" for kind in KINDS]) == []


def test_the_pages_above_all_editions_fit_every_width(window: Open, address: str) -> None:
    assert too_wide(window(), [f"{address}/", f"{address}/404.html"]) == []


@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_an_article_is_light(window: Open, address: str, tag: str) -> None:
    page = window()
    sent: dict[str, Response] = {}
    page.on("response", lambda answer: sent.update({answer.url: answer}))
    page.goto(f"{address}/{tag}/{LIGHTHOUSE}", wait_until="networkidle")
    pictures = [url for url, answer in sent.items() if answer.request.resource_type == "image"]
    assert pictures, "the article shows its picture"
    answers = list(sent.items())  # a late one may arrive while bodies are asked for
    weights = {url: len(gzip.compress(answer.body(), 6)) for url, answer in answers if url not in pictures}
    assert sum(weights.values()) <= ARTICLE_BYTES, weights
    assert len(sent) <= ARTICLE_REQUESTS, sorted(sent)


def test_a_telephone_gets_a_small_picture(window: Open, address: str) -> None:
    page = window(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.goto(f"{address}/en/{LIGHTHOUSE}", wait_until="networkidle")
    shown = page.locator("main figure img").first.evaluate("image => image.currentSrc")
    assert shown.endswith("800.avif")


def test_nothing_moves_while_an_article_loads(window: Open, address: str) -> None:
    page = window(viewport={"width": 360, "height": 740})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => shift += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for tag in ("en", "ar", "th"):
        page.goto(f"{address}/{tag}/{LIGHTHOUSE}", wait_until="networkidle")
        assert page.evaluate("shift") < 0.01, tag


# --- accessibility ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_axe_finds_nothing_on_any_kind_of_page(window: Open, address: str, tag: str, scheme: str) -> None:
    """At every width. The scheme changes nothing but colours, so that in the dark only contrast is asked for."""
    page = window(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for place in ("", *(f"{tag}/{kind}" for kind in KINDS), f"el/{TIDES}"):
        page.goto(f"{address}/{place}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += violations(page, *(["color-contrast"] if scheme == "dark" else []))
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_axe_finds_nothing_in_the_open_switcher_and_in_results(
    window: Open, address: str, tag: str, scheme: str
) -> None:
    page = window(color_scheme=scheme, reduced_motion="reduce", viewport={"width": 360, "height": 740})
    page.goto(f"{address}/{tag}/{LIBRARY}")
    page.locator(".nr-switcher summary").click()
    found = violations(page)
    page.keyboard.press("Escape")
    search(page, {"en": "library", "ar": "المكتبة"}[tag])
    assert results(page)
    found += violations(page)
    assert found == []


# --- keyboard --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_tab_leads_through_the_masthead_with_the_focus_in_sight(
    window: Open, address: str, tag: str, width: int
) -> None:
    page = window(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto(f"{address}/{tag}/{LIBRARY}")
    steps = walk(page, 40)
    hidden = [step for step in steps if not step["visible"]]
    assert hidden == []
    assert steps[0]["href"] == "#content"
    sections = [link.get_attribute("href") for link in page.locator("nav.nr-sections a").all()]
    assert len(sections) > 3
    assert [step["href"] for step in steps if step["within"] == "nr-sections"] == sections
    names = [step["name"] if step["within"] != "nr-sections" else "section" for step in steps]
    assert names.index("summary") < names.index("section")
    assert any(str(step["href"]).endswith("search/") for step in steps[: names.index("summary")])


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_switcher_is_walked_through_by_keyboard(window: Open, address: str, tag: str) -> None:
    page = window(reduced_motion="reduce")
    page.goto(f"{address}/{tag}/{LIBRARY}")
    page.locator(".nr-switcher summary").focus()
    page.keyboard.press("Enter")
    steps = walk(page, len(TAGS))
    assert [step["text"] for step in steps] == [interface(other)["autonym"] for other in TAGS]
    assert [step for step in steps if not step["visible"]] == []
    page.keyboard.press("Escape")
    expect(page.locator(".nr-switcher a").first).to_be_hidden()
    expect(page.locator(".nr-switcher summary")).to_be_focused()


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_a_search_is_made_and_followed_by_keyboard(window: Open, address: str, tag: str) -> None:
    page = window(reduced_motion="reduce")
    page.goto(f"{address}/{tag}/about/")
    search(page, {"en": "library", "ar": "المكتبة"}[tag])
    page.locator("#find-words").focus()
    steps = walk(page, 4)
    assert [step["name"] for step in steps] == ["select", "select", "button", "a"]
    assert [step for step in steps if not step["visible"]] == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/{tag}/{LIBRARY}*")


@pytest.mark.parametrize(("words", "found"), [("ספרייה", True), ("שעה ספרייה", True), ("ספרייה אבטיח", False)])
def test_hebrew_words_are_found_behind_their_prefixes(window: Open, address: str, words: str, found: bool) -> None:
    """The headline has them with the article; a text must have all words."""
    page = window()
    page.goto(f"{address}/he/")
    search(page, words)
    assert (f"{address}/he/{LIBRARY}" in results(page)) == found


# --- switcher and direction ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_switcher_leads_through_all_editions_and_back(window: Open, address: str, scripts: bool) -> None:
    page = window(java_script_enabled=scripts)
    page.goto(f"{address}/{TAGS[0]}/{LIBRARY}")
    for tag in (*TAGS[1:], TAGS[0]):
        page.locator(".nr-switcher summary").click()
        link = page.locator(f'.nr-switcher a[hreflang="{tag}"]')
        assert link.inner_text().strip() == interface(tag)["autonym"]
        link.click()
        page.wait_for_url(f"{address}/{tag}/{LIBRARY}")
        assert page.locator("html").get_attribute("lang") == tag
        assert page.locator("h1").inner_text() == HEADLINES[tag]


def side_of(page: Page, selector: str) -> str:
    """Whether an element begins nearer to the left or to the right edge of the window."""
    left, right = page.locator(selector).first.evaluate(
        "element => { const box = element.getBoundingClientRect(); return [box.left, innerWidth - box.right]; }"
    )
    return "left" if left < right else "right"


@pytest.mark.parametrize("tag", TAGS)
def test_pages_begin_on_the_side_where_their_script_begins(window: Open, address: str, tag: str) -> None:
    page = window(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/{tag}/{LIBRARY}")
    expected = "right" if tag in RIGHT_TO_LEFT else "left"
    assert side_of(page, ".nr-band__name a") == expected
    assert page.locator(".nr-text p").first.evaluate("element => getComputedStyle(element).direction") == (
        "rtl" if tag in RIGHT_TO_LEFT else "ltr"
    )


@pytest.mark.parametrize("tag", TAGS)
def test_the_letters_of_a_script_are_not_torn_apart(window: Open, address: str, tag: str) -> None:
    """Letter-spacing breaks the joins of Arabic and Hindi, and scatters what is written without spaces."""
    page = window()
    torn = []
    for kind in ("", LIBRARY):
        page.goto(f"{address}/{tag}/{kind}")
        torn += page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter(element =>
              /[\\u0590-\\u0dff\\u0e00-\\u0e7f]/.test(element.innerText || "") && element.children.length === 0 &&
              parseFloat(getComputedStyle(element).letterSpacing) > 0).map(element => element.outerHTML)"""
        )
    assert torn == []

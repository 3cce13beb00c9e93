"""The review pages: what they show, what is marked and compared, where links lead, and that nothing in them runs."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import MakeArticle, MakeProject, Project
from hypothesis import given, settings
from hypothesis import strategies as st
from standings import ADDRESS, RECORD, STORY, approved, draft, french, look, says
from strategies import INLINE, SCRAWL

from generator import review
from generator.errors import ConfigError
from generator.model import Article, Finding, Segment, Severity
from generator.review.pieces import compared, pieces
from generator.standing import Standing, Text
from generator.translate.records import Entry

ROOT = Path("/srv/news room")
SEVERITIES: tuple[Severity, ...] = ("withhold", "flag", "note")
VOID = {"meta", "link", "input", "col"}


class Page(HTMLParser):
    """A page as a browser takes it apart: elements with their attributes, and the text inside each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[int] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for place in self.open:
            self.elements[place][2].append(data)

    def texts(self, tag: str, css: str = "", lang: str = "") -> list[str]:
        """The text of each element with this name, class and language."""
        found = []
        for name, attributes, texts in self.elements:
            fits = css in attributes.get("class", "").split() if css else True
            if name == tag and fits and (not lang or attributes.get("lang") == lang):
                found.append("".join(texts))
        return found

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes, _ in self.elements if attribute in attributes]


def standing(article: Article, locale: str, *texts: Text) -> Standing:
    return Standing(article, locale, "machine", None, texts)


def text(source: str, translation: str, *found: tuple[Severity, str, str], **more: object) -> Text:
    """A text with findings, each given by severity and quotations."""
    segment = Segment(f"paragraph-{len(source)}", "paragraph", source)
    entry = replace(Entry(segment.key, source, translation), **more)  # type: ignore[arg-type]
    findings = tuple(Finding("a check", severity, segment, "a message", *quoted) for severity, *quoted in found)
    return Text(segment, entry, findings, 7)


def shown(*standings: Standing, editor: str = review.EDITOR) -> Page:
    return Page(review.render_one(standings, ROOT, editor))


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    """One Italian article, to be had in French, too."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    return made


# --- pieces ----------------------------------------------------------------------------------------------------------


@given(text_=INLINE | SCRAWL, quoted=st.lists(st.tuples(st.sampled_from(SEVERITIES), st.text("abè *", max_size=3))))
def test_pieces_add_up_to_the_text(text_: str, quoted: list[tuple[Severity, str]]) -> None:
    segment = Segment("paragraph-1", "paragraph", text_)
    findings = [Finding("a check", severity, segment, "a message", words, words) for severity, words in quoted]
    for side in ("asked", "found"):
        assert "".join(piece.text for piece in pieces(text_, findings, side)) == text_  # type: ignore[arg-type]


@given(old=SCRAWL, new=SCRAWL)
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    parts = compared(old, new)
    assert "".join(part.text for part in parts if part.change != "new") == old
    assert "".join(part.text for part in parts if part.change != "gone") == new


def test_a_comparison_goes_by_words() -> None:
    parts = compared("Il ponte riapre lunedì mattina.", "Il ponte riapre martedì sera.")
    assert [(part.change, part.text) for part in parts] == [
        ("same", "Il ponte riapre "),
        ("gone", "lunedì mattina"),
        ("new", "martedì sera"),
        ("same", "."),
    ]


def test_the_gravest_finding_gives_a_piece_its_mark() -> None:
    segment = Segment("paragraph-1", "paragraph", "Costa 18 euro")
    findings = [
        Finding("numbers", "flag", segment, "18 is missing", "18 euro"),
        Finding("money", "withhold", segment, "18 euro is missing", "18"),
    ]
    cut = pieces(segment.text, findings, "asked")
    assert [(piece.text, piece.severity) for piece in cut] == [("Costa ", ""), ("18", "withhold"), (" euro", "flag")]
    assert cut[1].title == "numbers: 18 is missing; money: 18 euro is missing"


def test_a_quotation_is_found_as_a_word_before_it_is_found_in_one() -> None:
    segment = Segment("paragraph-1", "paragraph", "Un cannone non spara")
    finding = Finding("negation", "flag", segment, "lost", "non")
    assert [piece.text for piece in pieces(segment.text, [finding], "asked") if piece.severity] == ["non"]


def test_markup_is_set_apart_from_words() -> None:
    cut = pieces("Un [ponte](https://a.example/) *nuovo*", [], "asked")
    assert [piece.text for piece in cut if piece.markup] == ["[", "](https://a.example/)", "*", "*"]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_original_and_translation_stand_side_by_side_in_their_languages(article: MakeArticle) -> None:
    page = shown(standing(article(), "ar", text("Il **ponte** riapre", "الجسر يفتح")))
    assert page.texts("div", "side", "it") == ["\n    Il **ponte** riapre\n  "]
    assert page.texts("p", lang="ar") == ["الجسر يفتح"]
    directions = {(a.get("lang"), a["dir"]) for _, a, _ in page.elements if "dir" in a and "lang" in a}
    assert directions == {("it", "ltr"), ("ar", "rtl")}


def test_findings_are_marked_on_both_sides_and_listed(article: MakeArticle) -> None:
    found = ("flag", "18", "81")
    page = shown(standing(article(), "fr", text("Costa 18 euro", "Ça coûte 81 euros", found)))
    assert page.texts("mark", "flag") == ["18", "81"]
    assert page.texts("span", "label") == ["flag"]
    assert page.texts("span", "message") == ["a check a message"]


def test_a_stale_text_shows_what_changed_and_its_fresh_draft(article: MakeArticle) -> None:
    stale = text(
        "Riapre martedì", "Rouvre lundi", approved=True, previous="Riapre lunedì", draft="Rouvre mardi", notes="a voce"
    )
    page = shown(standing(article(), "fr", stale))
    assert page.texts("del") == ["lunedì", "lundi"]
    assert page.texts("ins") == ["martedì", "mardi"]
    assert page.texts("p", "notes") == ["a voce"]
    assert page.texts("span", "label") == ["stale"]


def test_who_made_a_text_and_when_is_told(article: MakeArticle) -> None:
    made = text("Uno", "Un", engine="apertium", route="it-ca-fr", date=None)
    page = Page(review.render_one([standing(article(), "fr", made, text("Due", "Deux", approved=True))], ROOT))
    lines = [line.split("\n")[0] for line in page.texts("p", "source-line")]
    assert lines[0].startswith("Apertium · it-ca-fr paragraph-3")
    assert lines[1].startswith("corrected paragraph-3")


def test_each_text_links_to_its_line(article: MakeArticle) -> None:
    standing_ = standing(article(address=ADDRESS), "fr", text("Uno", "Un"))
    assert f"file:///srv/news%20room/{RECORD}" in shown(standing_).values("href")
    links = shown(standing_, editor="vscode://file/{path}:{line}").values("href")
    assert f"vscode://file//srv/news%20room/{RECORD}:7" in links
    assert f"{RECORD}:7" in shown(standing_).texts("bdi")


def test_an_editor_without_a_path_is_refused(article: MakeArticle) -> None:
    with pytest.raises(ConfigError, match=r"the editor's address 'vim' has no \{path\}"):
        shown(standing(article(), "fr", text("Uno", "Un")), editor="vim")


def _walk(page: Page, start: str) -> list[str]:
    """The anchors met from `start` on by following each point's link to the next."""
    points = {
        attributes["id"]: place for place, (_, attributes, _) in enumerate(page.elements) if "point" in _css(attributes)
    }
    met = [start]
    while True:
        after = page.elements[points[met[-1]] :]
        link = next((a["href"] for tag, a, _ in after if tag == "a" and "next" in _css(a)), "")
        if link.removeprefix("#") not in points or link.removeprefix("#") in met:
            return met
        met.append(link.removeprefix("#"))


def _css(attributes: dict[str, str]) -> list[str]:
    return attributes.get("class", "").split()


def test_links_lead_through_all_that_is_open(article: MakeArticle) -> None:
    page = shown(
        standing(
            article(),
            "fr",
            text("Uno", "Un", ("note", "", ""), ("flag", "", "")),
            text("Due", "Deux"),
            text("Tre", "Trois", ("withhold", "", ""), approved=True),
            text("Quattro", ""),
            text("Cinque", "Cinq", ("withhold", "", "")),
        )
    )
    points = [a["id"] for _, a, _ in page.elements if "point" in _css(a) and "settled" not in _css(a)]
    assert len(points) == 3  # neither the note nor what was approved
    assert _walk(page, points[0]) == points
    chips = [(a["href"].removeprefix("#"), "".join(texts)) for _, a, texts in page.elements if "chip" in _css(a)]
    assert [label for _, label in chips] == ["1 to withhold", "1 flag", "1 missing", "1 note"]
    assert [anchor for anchor, _ in chips[:3]] == [points[2], points[0], points[1]]


def test_anchors_are_unique_on_a_page_and_links_lead_to_them(article: MakeArticle) -> None:
    many = [
        standing(article(address=f"2025/09/04/{name}"), locale, text("Uno", "Un", ("flag", "", "")), text("Due", ""))
        for name in ("uno", "due")
        for locale in ("fr", "en")
    ]
    page = shown(*many)
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(anchors)


def test_the_index_leads_to_every_page_those_with_open_texts_first(newsroom: Project) -> None:
    newsroom.write("content/articles/altro.md", STORY.replace("Il ponte", "La scuola"))
    draft_of_one = look(newsroom, "ponte", "fr")[0]
    standings = (replace(draft_of_one, texts=()), *look(newsroom, "altro"))
    pages = review.render(standings, newsroom.root, left_out=3)
    index = Page(pages[review.INDEX])
    links = [link for link in index.values("href") if link.endswith(".html")]
    assert links == ["fr/2025/09/04/la-scuola-riapre.html", f"fr/{ADDRESS}.html"]
    assert set(pages) == {review.INDEX, *links}
    assert "../../../../index.html" in Page(pages[links[0]]).values("href")
    assert f"../../../../fr/{ADDRESS}.html" in Page(pages[links[0]]).values("href")
    assert index.texts("p", "counts")[0].startswith("3 translations have nothing that needs an editor")


def test_a_withheld_edition_says_why(newsroom: Project) -> None:
    newsroom.write(RECORD, "<<<<<<< ours\n")
    page = shown(french(newsroom))
    assert "the record has conflict markers" in page.texts("p", "reason")[0]


def test_the_way_to_approve_is_written_out(newsroom: Project) -> None:
    draft(newsroom)
    command = shown(french(newsroom)).texts("code", "command")
    assert command == [f'.venv/bin/generator approve {ADDRESS} --locale fr --by "Your Name"']


# --- nothing runs ----------------------------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=https://evil.example/x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "[x](javascript:alert(1)) <https://evil.example/> {{ 7 * 7 }} {% raw %}",
    "' autofocus onfocus='alert(1)",
)


def harmless(page: Page) -> None:
    """No element or attribute that runs or loads anything, and links to the page itself and to files alone."""
    assert {tag for tag, _, _ in page.elements}.isdisjoint(
        {"script", "img", "svg", "iframe", "object", "base", "form x"}
    )
    for tag, attributes, _ in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "autofocus")]
        if tag == "a":
            assert urlsplit(attributes["href"]).scheme in ("", "file")
            assert not urlsplit(attributes["href"]).netloc


WORDS = st.sampled_from(HOSTILE) | st.text(max_size=12)


@settings(max_examples=10)
@given(rows=st.lists(st.lists(WORDS, min_size=6, max_size=6), min_size=10, max_size=10), words=WORDS)
def test_whatever_texts_say_is_shown_and_does_nothing(article: MakeArticle, rows: list[list[str]], words: str) -> None:
    texts = []
    for source, translation, previous, fresh, notes, message in rows:
        segment = Segment(source, "paragraph", source)
        finding = Finding(message, "withhold", segment, message, source, translation)
        entry = Entry(source, source, translation, True, words, words, None, "", previous, fresh, notes)
        texts.append(Text(segment, entry, (finding,), 1))
    item = article(headline=words)
    page = shown(Standing(item, "fr", "withheld", None, tuple(texts), words))
    harmless(page)
    assert "".join(page.texts("h1")) == words


def test_hostile_texts_are_there_to_be_read(article: MakeArticle) -> None:
    page = shown(standing(article(), "fr", *(text(words, words) for words in HOSTILE)))
    harmless(page)
    assert page.texts("p", lang="fr") == list(HOSTILE)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_ask_for_nothing(
    newsroom: Project, chromium: str, tmp_path: Path, scheme: str
) -> None:
    from playwright.sync_api import sync_playwright
    from test_browser import violations

    draft(newsroom, t1=approved, t2=says("Selon la Commune."), t3=says("Selon la rive."))
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì"))
    pages = review.render(look(newsroom), newsroom.root)
    for name, page in pages.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, "utf-8")
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda fault: said.append(str(fault)))
        tab.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
        for name in pages:
            tab.goto((tmp_path / name).as_uri())
            said += violations(tab)
        tab.get_by_label("what needs a look").check()
        assert tab.locator(".row:visible").count() == tab.locator(".row.open").count() < tab.locator(".row").count()
        browser.close()
    assert json.dumps([line for line in said if not line.startswith("data:,")]) == "[]"

"""What may stay in an article and on a page: the cleaner, and the narrow grammar, which lets nothing through that the
cleaner would take away."""

from __future__ import annotations

import re
import time
from pathlib import Path

import markdown
import nh3
import pytest
from conftest import MakeProject
from hypothesis import example, given
from hypothesis import strategies as st
from payloads import PAYLOADS
from rendering import EXTENSIONS

from generator.config import theme_folder
from generator.portable import portable
from generator.publish import vetting
from generator.publish.vetting import BEGIN, END, PAGE, Vetting
from generator.read.hypertext import clean
from generator.sanitise import BODY, allowed, leads, one_line, shows, visible

TEXTS = [payload.text for payload in PAYLOADS]
SIGNS = ("<", ">", "</", "/>", '"', "'", "=", " ", "\n", "\t", "/", "!", "<!--", "-->", "\0", "\u202e")
MARKUP = (*SIGNS, "&#106;", "&colon;")
NAMES = (
    "a",
    "b",
    "p",
    "img",
    "script",
    "svg",
    "style",
    "td",
    "div",
    "iframe",
    "form",
    "onclick",
    "href",
    "src",
    "class",
)
VALUES = ("javascript:x", "https://a.example/", "//b.example/", "../x", "data:image/png,x", "data:text/html,x", "#x")
HTML = st.lists(st.sampled_from((*MARKUP, *NAMES, *VALUES))).map("".join)
TAG = st.builds(
    lambda name, attributes: f"<{name}{''.join(attributes)}>",
    st.sampled_from(NAMES),
    st.lists(
        st.builds(lambda key, value: f' {key}="{value}"', st.sampled_from(NAMES), st.sampled_from((*VALUES, *MARKUP)))
    ),
)
BODIES = st.lists(HTML | TAG | st.sampled_from(["<p>Uno</p>", '<a href="../x">due</a>', "<br>"])).map("".join)

RUNS = re.compile(r"<(?:script|svg|style|iframe|object|embed|math|base|link|meta)\b|\son\w+\s*=|\sstyle\s*=", re.I)


@pytest.fixture(scope="module")
def theme() -> Vetting:
    return vetting.vetting(theme_folder())


# --- addresses and words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["https://a.example/", "HTTP://a.example", "mailto:a@b.example", "../x/", "/x", "#x", "x?a=b:c"]
)
def test_where_links_may_lead(address: str) -> None:
    assert leads(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x", "JaVaScRiPt:x", "java\tscript:x", "java\nscript:x", "\x01javascript:x", " javascript:x",
        "java\u200bscript:x", "java\u202escript:x", "data:text/html,x", "data:image/png,x", "file:///etc/passwd",
        "vbscript:x", "tel:1", "view-source:x", "blob:x", "ftp://x", "intent:x", "java\0script:x", "\ufeffjavascript:x",
    ],
)  # fmt: skip
def test_where_no_link_may_lead(address: str) -> None:
    assert not leads(address)


def test_where_pictures_may_lie() -> None:
    assert all(map(shows, ("../pictures/a/1.jpg", "/x.png", "data:image/png;base64,x", "data:image/webp,x")))
    assert not any(
        map(shows, ("https://a.example/x.png", "//a.example/x", "\\\\a.example/x", "/\\a.example/x", "\t//a.example"))
    )
    assert not any(map(shows, ("data:image/svg+xml,x", "data:text/html,x", "javascript:x", "blob:x")))


@given(st.text())
def test_nothing_visible_is_taken_from_a_text(text: str) -> None:
    assert [sign for sign in text if sign.isprintable()] == [sign for sign in visible(text) if sign.isprintable()]
    assert one_line(one_line(text)) == one_line(text)
    assert not re.search("[\x00-\x08\x0e-\x1f\u202d\u202e\ufffe\uffff]", visible(text))


# --- the cleaner -----------------------------------------------------------------------------------------------------


@given(BODIES)
@example("<p onclick=x>Uno <script>due</script><b>tre</b></p>")
def test_the_cleaner_leaves_what_is_allowed(html: str) -> None:
    kept, _ = clean(html)
    assert clean(kept)[0] == kept
    assert not RUNS.search(re.sub(r'"[^"]*"', '""', kept))


@pytest.mark.parametrize("text", TEXTS)
def test_no_payload_survives_the_cleaner(text: str) -> None:
    kept, _ = clean(text)
    for tag in re.findall(r"<[a-z][^>]*>", kept):
        assert not RUNS.search(re.sub(r'"[^"]*"', '""', tag)), kept
        for address in re.findall(r'\s(?:href|src)="([^"]*)"', tag):
            assert leads(address) or shows(address)


def test_the_cleaner_keeps_what_articles_are_made_of() -> None:
    html = '<h2>Uno</h2><p><em>due</em> <a href="https://a.example/">tre</a></p><ol start="3"><li>4</li></ol>'
    assert clean(html) == (html, ())
    assert clean('<p style="x" class="y"><font>Uno</font><img src="a.png" alt="b" onerror="x"></p>')[0] == (
        '<p>Uno<img src="a.png" alt="b"></p>'
    )


# --- the narrow grammar ----------------------------------------------------------------------------------------------


def page(body: str, around: str = "") -> str:
    return f'<!doctype html>\n<html lang="it">{around}<body><div class="nr-text">{BEGIN}{body}{END}</div></body></html>'


@given(BODIES)
@example('<a title="x>y" href="#x">z</a>')
@example("<p<img src=x onerror=y>")
@example('<img src="x" srcset="a 1x, //b.example/ 2x">')
def test_what_is_let_through_the_cleaner_would_leave(html: str) -> None:
    """Never weaker: of what is let through, the cleaner takes away nothing that it would leave if all were allowed."""
    if Vetting("").fault(page(html)):
        return
    every = {name: set(NAMES) for name in NAMES}
    known = {name: set(attributes) for name, attributes in BODY.items() if attributes}
    schemes = {"http", "https", "mailto", "data"}
    assert cleaned(html, set(BODY), known, schemes) == cleaned(html, {*BODY, *NAMES}, every, {*schemes, "javascript"})


def cleaned(html: str, tags: set[str], attributes: dict[str, set[str]], schemes: set[str]) -> str:
    return nh3.clean(
        html, tags=tags, attributes=attributes, url_schemes=schemes, link_rel=None, clean_content_tags=set()
    )


@given(st.lists(BODIES, max_size=4))
def test_what_was_seen_before_changes_nothing(bodies: list[str]) -> None:
    """The memory of tags, which makes it fast, never lets through what a fresh look would not."""
    used = Vetting("")
    for body in bodies:
        assert bool(used.fault(page(body))) == bool(Vetting("").fault(page(body)))


@given(TAG, st.booleans())
def test_what_is_certain_is_allowed(tag: str, inside: bool) -> None:
    """The short cuts are no wider than the rules."""
    short = vetting._IN_TEXT if inside else vetting._ON_PAGE
    if short.fullmatch(tag[1:]):
        assert allowed(tag, BODY if inside else PAGE) or allowed(tag, vetting.NAMING)


@pytest.mark.parametrize("text", TEXTS)
def test_no_payload_is_let_through_in_a_page(theme: Vetting, text: str) -> None:
    """Wherever it stands; where it is let through, it has no tag, or one that is allowed."""
    inside, around = page(f"<p>{text}</p>"), page("", f"<p>{text}</p>")
    for whole, rules in ((inside, [BODY]), (around, [PAGE, vetting.NAMING, vetting.TYPED])):
        if not theme.fault(whole):
            tags = re.findall(r"<[^<>]*>", text)
            assert all(any(allowed(tag, known) for known in rules) for tag in tags)
            assert text.count("<") == len(tags)


@pytest.mark.parametrize("text", TEXTS)
def test_markdown_makes_no_page_that_is_withheld(theme: Vetting, text: str) -> None:
    """What a payload becomes as an article's text is fit for a page as it is."""
    assert theme.fault(page(markdown.markdown(portable(text), extensions=list(EXTENSIONS)))) == ""


@pytest.mark.parametrize(
    ("around", "told"),
    [
        ("<script>x</script>", "<script>x</script>"),
        ('<script src="https://a.example/x.js"></script>', '<script src="https://a.example/x.js"></script>'),
        ('<link rel="stylesheet" href="//a.example/x.css">', '<link rel="stylesheet" href="//a.example/x.css">'),
        ('<meta http-equiv="refresh" content="0">', '<meta http-equiv="refresh" content="0">'),
        ('<img src="https://a.example/x.png">', '<img src="https://a.example/x.png">'),
        ('<p onclick="x">', '<p onclick="x">'),
        ("<p title='x'>", "<p title='x'>"),
        ("<P>", "<P>"),
        ("<!-- x -->", "<!-- x -->"),
        ("a < b", "< b"),
        ('<form action="https://a.example/">', '<form action="https://a.example/">'),
    ],
)
def test_the_first_wrong_tag_is_named(theme: Vetting, around: str, told: str) -> None:
    assert theme.fault(page("", around)).startswith(told)


def test_what_the_theme_does_itself_is_let_through(theme: Vetting) -> None:
    inline = f"<script>{theme.script}</script>"
    assert theme.script
    assert theme.fault(page("", f'{inline}<script src="../assets/newsroom.js" defer></script>')) == ""
    assert theme.fault(page(inline)), "but not in an article"
    assert theme.fault(page('<form class="x">')), "and its elements only around it"


def test_a_page_takes_no_time_worth_speaking_of(theme: Vetting) -> None:
    """A large page of which everything is new, and a hundred times as it is known."""
    links = "".join(
        f'<a href="../{n}/" hreflang="it">Voce {n}</a><time datetime="2025-09-04">x</time>' for n in range(150)
    )
    texts = "<p>Il ponte sul fiume riapre <em>domani</em>.</p>" * 100
    large = page(texts, links + '<div class="nr-card"><span class="x">Uno</span></div>' * 200)
    assert 25_000 < len(large) < 50_000
    began = time.process_time()
    for _ in range(100):
        assert theme.fault(large) == ""
    assert time.process_time() - began < 0.3


# --- in a build ------------------------------------------------------------------------------------------------------


@pytest.mark.site
def test_a_page_that_would_run_something_is_withheld(project: MakeProject, tmp_path: Path) -> None:
    """A theme with a hole in it: readers keep the last good page, the others go on, and one line says why."""
    made = project(locales=("it",))
    made.write("content/articles/a.md", "---\ntitle: Buono\ndate: 2025-09-01\nlang: it\n---\nIl ponte riapre.\n")
    made.write("content/articles/b.md", "---\ntitle: Altro\ndate: 2025-09-02\nlang: it\n---\nIl porto riapre.\n")
    made.build()
    good = made.read("site/it/2025/09/01/buono/index.html")
    page_of = made.root / "docs/it/2025/09/01/buono.md"
    hole = made.read("mkdocs.yml").replace("plugins: []", "plugins: []\nextra_javascript: []")
    overrides = tmp_path / "theme"
    _copy_with_hole(overrides)
    made.write("mkdocs.yml", hole.replace(str(theme_folder().resolve()), str(overrides)))
    made.write(
        "content/articles/a.md",
        "---\ntitle: Buono\ndate: 2025-09-01\nlang: it\nbyline: <img src=x onerror=y>\n---\nIl ponte è chiuso.\n",
    )
    _, lines = made.build()
    assert page_of.read_text(encoding="utf-8").count("onerror")
    assert made.read("site/it/2025/09/01/buono/index.html") == good
    assert [line for line in lines.told if "onerror" in line] == [
        "docs/it/2025/09/01/buono.md: the page is withheld, because it would bring readers <img src=x onerror=y>. "
        "Find it in the article, its record or the theme, and remove it"
    ]
    _, again = made.build()
    assert again.told == lines.told, "and the next build says so again"


def _copy_with_hole(target: Path) -> None:
    """The theme with one place where a byline is not escaped."""
    import shutil

    shutil.copytree(theme_folder(), target)
    text = target / "partials/text.html"
    whole = text.read_text(encoding="utf-8")
    assert whole.count('replace("{name}", meta.byline | e)') == 1
    text.write_text(
        whole.replace('replace("{name}", meta.byline | e)', 'replace("{name}", meta.byline)'), encoding="utf-8"
    )

"""Nothing that a stranger sends runs in a reader's browser or asks another host for anything, wherever it was put."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import polib
import pytest
import yaml
from browsing import serving
from checking import findings, worst
from conftest import DAY, Lines, Project, configuration, picture
from payloads import HOST, PAYLOADS
from playwright.sync_api import Browser, Error
from services import service

from generator import links, read
from generator.editions import refuse_unsafe
from generator.errors import ReadError, RecordError
from generator.model import Source
from generator.portable import blocks
from generator.translate.records import Entry, Record

TEXTS = tuple(payload.text for payload in PAYLOADS)
GROUP = 60
"""Payloads that an article has in each of its places."""
GROUPS = tuple(TEXTS[start : start + GROUP] for start in range(0, len(TEXTS), GROUP))
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
NOTHING = "Il ponte sul fiume riapre lunedì mattina, come ha detto il comune."

WATCH = """() => {
  window.__ran = [];
  window.ran = (number) => { window.__ran.push(number); (parent.__ran || []).push(number); };
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => window.ran(name);
}"""
"""What payloads call, in every document before anything of its own runs."""
FOUND = """() => {
  const found = [...window.__ran.map((number) => `ran: ${number}`)];
  const own = new Set(["http:", "https:", "mailto:"]);
  const all = (words) => Document.prototype.querySelectorAll.call(document, words); /* a page may hide the other */
  for (const element of all("*")) {
    const name = element.localName;
    for (const attribute of element.attributes) {
      if (/^on/i.test(attribute.name)) found.push(`handler: ${element.outerHTML.slice(0, 200)}`);
      if (/^(src|href|xlink:href|data|action|formaction|poster|background|ping|srcset)$/i.test(attribute.name)) {
        for (const address of attribute.name === "srcset" ? attribute.value.split(",") : [attribute.value]) {
          const first = address.trim().split(" ")[0];
          if (!URL.canParse(first, document.baseURI)) continue; /* a browser asks nobody for it */
          const url = new URL(first, document.baseURI);
          const leads = attribute.name === "href" && ["a", "link"].includes(name);
          const here = [location.origin, "https://news.example"].includes(url.origin); /* feeds name the site */
          if (!(leads ? own.has(url.protocol) : here || /^data:image\\/(?!svg)/.test(url)))
            found.push(`address: ${element.outerHTML.slice(0, 200)}`);
        }
      }
    }
    if (/^(iframe|frame|object|embed|base|style|marquee|math|template|portal|foreignObject|animate)$/i.test(name))
      found.push(`element: ${element.outerHTML.slice(0, 200)}`);
    const ours = !element.src || /\\/assets\\/[\\w-]+\\.js$/.test(new URL(element.src).pathname);
    if (name === "script" && !ours) found.push(`script: ${element.outerHTML.slice(0, 200)}`);
    if (name === "meta" && element.httpEquiv) found.push(`meta: ${element.outerHTML}`);
  }
  const strange = ["form", "input", "button", "svg", "video", "audio", "link", "meta", "script"];
  for (const element of all(strange.map((name) => `.nr-text ${name}, .nr-lost ${name}`).join()))
    found.push(`in the text: ${element.outerHTML.slice(0, 200)}`);
  return found;
}"""
"""What ran, and what in a page could run or ask another host."""


# --- the formats -----------------------------------------------------------------------------------------------------


def _matter(values: dict[str, Any]) -> str:
    return f"---\n{yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)}---\n"


def _markdown(values: dict[str, Any], texts: tuple[str, ...]) -> bytes:
    return (_matter(values) + "\n\n".join([NOTHING, *texts]) + "\n").encode()


def _wire(values: dict[str, Any], texts: tuple[str, ...]) -> bytes:
    lines = [" ".join(text.split()) for text in texts]
    return (_matter(values) + "\n".join([f"ROMA, 4 settembre 2025 – {NOTHING}", *lines]) + "\n").encode()


FORMATS: dict[str, Callable[[dict[str, Any], tuple[str, ...]], bytes]] = {
    ".md": _markdown,
    ".txt": _wire,
}
"""Ending → front matter and texts as a file of that format."""


# --- a newsroom that has every payload in every place ----------------------------------------------------------------


def everywhere(number: int, group: tuple[str, ...]) -> dict[str, Any]:
    """Front matter with the payloads of a group in all of its places; each alone where a place has room for several."""
    line = " · ".join(group)
    return {
        "title": f"{number} {line}",
        "date": "2025-09-04",
        "lang": "it",
        "slug": f"articolo-{number}",
        "summary": line,
        "byline": line,
        "topics": [f"{number} {line}"],
        "image": {"file": "foto.jpg", "alt": line, "caption": line, "credit": line},
        "corrections": [{"date": "2025-09-05", "text": text} for text in group],
    }


def clean(text: str) -> str:
    """A payload without the characters that no text file may have."""
    return CONTROLS.sub("", text)


def readable(text: str, ending: str) -> bool:
    """Whether an article with a payload for its text is not refused: for a link that leads nowhere, for instance."""
    path = PurePosixPath(f"content/articles/x/testo{ending}")
    source = Source(path, "article", ending, FORMATS[ending]({"title": "x", "lang": "it"}, (text,)).decode(), "")
    try:
        article = read.parse(source, locales=("it",), detect=lambda text: "it", today=DAY)
        links.resolve(replace(article, body=blocks(re.sub(r"\bfoto.jpg", "/foto.jpg", article.markdown))), {}, Path())
    except ReadError:
        return False
    return True


def safe_name(text: str) -> str:
    """A payload as far as a file can be called so."""
    return re.sub(r"[/\0\n]", "", text).encode()[:120].decode("utf-8", "ignore").strip(". ") or "x"


PLACES = ("title", "summary", "byline", "topics", "alt", "caption", "credit", "corrections", "body")
"""Where articles of each format have payloads; there are more places below, which do not depend on the format."""
MORE = ("withdrawn", "file name", "picture name")


def hostile_newsroom(root: Path, **values: Any) -> Project:
    """A project with payloads in all that people hand over."""
    made = Project(root)
    made.write("mkdocs.yml", configuration(locales=("it", "en"), **values))
    foto = picture(200)
    for number, group in enumerate(GROUPS):
        made.write(f"content/articles/{number}/testo.md", _markdown(everywhere(number, group), ()))
        gone = {"title": "x", "lang": "it", "date": "2025-09-04", "slug": f"ritirato-{number}"}
        reason = {"date": "2025-09-05", "text": " · ".join(group)}
        made.write(f"content/articles/r{number}.md", _matter(gone | {"withdrawn": reason}) + NOTHING + "\n")
    for ending, form in FORMATS.items():
        for number, group in enumerate(GROUPS):
            texts = tuple(text for text in map(clean, group) if readable(text, ending))
            matter = {"title": f"{ending} {number}", "date": "2025-09-04", "lang": "it", "image": "foto.jpg"}
            made.write(f"content/articles/{number}{ending[1:]}/testo{ending}", form(matter, texts))
    for folder in (made.root / "content/articles").iterdir():
        if folder.is_dir():
            (folder / "foto.jpg").write_bytes(foto)
    for number, text in enumerate(TEXTS[::14]):
        name = safe_name(text)
        if not readable(f"![x](<{quote(name)}.jpg>)", ".md"):
            continue
        folder = f"content/articles/n{number}"
        matter = {"title": f"Nome {number}", "lang": "it", "date": "2025-09-03", "image": quote(f"{name}.jpg")}
        made.write(f"{folder}/{name}.md", _matter(matter) + f"{NOTHING}\n\n![{NOTHING}](<{quote(name)}.jpg>)\n")
        made.write(f"{folder}/{name}.jpg", foto)
    return made


# --- opening a site --------------------------------------------------------------------------------------------------


def open_all(browser: Browser, site: Path) -> tuple[int, list[str]]:
    """Open every page of a site, what its feeds hold, and searches; how many documents there were, what was found."""
    wrong: list[str] = []
    context = browser.new_context()
    context.add_init_script(f"({WATCH})()")
    context.route("https://**", lambda route: route.abort())
    page = context.new_page()
    page.on("request", lambda request: asked(request.url, wrong))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: wrong.append(f"window: {popup.url}"))
    count = 0
    with serving(site) as address:
        for path in sorted(site.rglob("*.html")):
            place = path.relative_to(site).as_posix()
            page.goto(f"{address}/{quote(place.removesuffix('index.html'))}")
            wrong += [f"{place}: {found}" for found in page.evaluate(FOUND)]
            count += 1
        for place, html in fed(site):
            page.goto(f"{address}/robots.txt")
            page.evaluate("html => { document.body.innerHTML = html }", html)
            wrong += [f"{place}: {found}" for found in page.evaluate(FOUND)]
            count += 1
        for words in ("ponte", "script", "onerror", "javascript"):
            page.goto(f"{address}/it/search/?q={words}")
            page.wait_for_selector(".nr-find__results[aria-busy=false]", state="attached")
            wrong += [f"search for {words}: {found}" for found in page.evaluate(FOUND)]
            count += 1
    context.close()
    return count, wrong


OWN = ("http://127.0.0.1:", "https://news.example/pictures/", "data:image/", "blob:http://127.0.0.1")
"""What pages may ask; feeds name the site by its address."""


def asked(url: str, wrong: list[str]) -> None:
    if not url.startswith(OWN):
        wrong.append(f"asked: {url}")


def fed(site: Path) -> Iterator[tuple[str, str]]:
    """The HTML that the feeds of a site hold, as a reader would show it; everything in them must be well formed."""
    for path in sorted(site.rglob("feed.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))["items"]:
            yield f"{path.parent.name}/feed.json", item.get("content_html") or ""
    for path in sorted(site.rglob("*.xml")):
        for element in ElementTree.parse(path).iter():
            if element.tag.endswith("encoded"):
                yield f"{path.parent.name}/{path.name}", element.text or ""


def stated(site: Path) -> int:
    """How many pages say in JSON-LD what they are; each must be well formed."""
    count = 0
    for path in site.rglob("*.html"):
        for text in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.S
        ):
            assert "@context" in json.loads(text)
            count += 1
    return count


# --- articles --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Lines]:
    """A newsroom of strangers' articles as a finished site."""
    made = hostile_newsroom(tmp_path_factory.mktemp("hostile") / "newsroom", engines=("google",))
    _, lines = made.build()
    return made, lines


def test_there_are_payloads_of_every_kind() -> None:
    assert len(TEXTS) >= 500
    assert len({payload.kind for payload in PAYLOADS}) >= 50
    assert sum("ran(" in text or HOST in text for text in TEXTS) >= 500


def test_every_article_is_published(sent: tuple[Project, Lines]) -> None:
    made, lines = sent
    assert [line for line in lines.told if "no engine" not in line] == []
    assert stated(made.root / "site") > 4 * len(GROUPS)


@pytest.mark.browser
@pytest.mark.site
def test_nothing_in_articles_runs(sent: tuple[Project, Lines], browser: Browser) -> None:
    made, _ = sent
    count, wrong = open_all(browser, made.root / "site")
    assert count > 8 * len(GROUPS)
    assert wrong == []


@pytest.mark.browser
def test_the_browser_would_tell(browser: Browser, tmp_path: Path) -> None:
    """The same pages and payloads without anything between them: most run, and none goes unnoticed."""
    plain = [payload.text for payload in PAYLOADS if payload.kind.endswith("as it is")]
    for number, text in enumerate(plain):
        if text.startswith("<"):
            page = f"<!doctype html><title>x</title><body><div class=nr-text>{text}</div>"
            (tmp_path / f"{number}.html").write_text(page, encoding="utf-8", errors="replace")
    for name in ("404.html", "x", "foto.jpg"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    context = browser.new_context()
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    context.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    noticed = total = 0
    with serving(tmp_path) as address:
        for path in sorted(tmp_path.glob("[0-9]*.html"))[::2]:
            total += 1
            try:
                page.goto(f"{address}/{path.name}", wait_until="domcontentloaded")
                noticed += bool(page.evaluate(FOUND))
            except Error:  # the payload has led the page elsewhere
                noticed += 1
    context.close()
    assert noticed > 0.7 * total, f"{noticed} of {total}"


# --- engines, records, the glossary ----------------------------------------------------------------------------------

NOUNS = {
    "ponte": "bridge",
    "porto": "harbour",
    "mercato": "market",
    "teatro": "theatre",
    "parco": "park",
    "museo": "museum",
}
KINDS = {"vecchio": "old", "nuovo": "new", "grande": "large", "piccolo": "small", "rosso": "red", "verde": "green"}
KINDS |= {"bianco": "white", "nero": "black", "lungo": "long", "corto": "short", "alto": "high", "basso": "low"}
SENTENCES = {
    f"Il {noun} {one} e {other} riapre domani mattina, come ha detto il comune.": (
        f"The {KINDS[one]} and {KINDS[other]} {NOUNS[noun]} reopens tomorrow morning, as the town council said."
    )
    for noun, one, other in product(NOUNS, KINDS, KINDS)
    if one != other
}
"""What articles say, and a good translation."""


def passes(text: str) -> bool:
    """Whether an engine's answer with a payload behind it is let through by all checks."""
    asked, answer = next(iter(SENTENCES.items()))
    return worst(findings(asked, f"{answer} {text}", "it", "en")) != "withhold"


def recorded(text: str) -> bool:
    """Whether a text may stand in a record."""
    try:
        refuse_unsafe(Record((Entry("paragraph", NOTHING, text, approved=True),)), PurePosixPath("x.po"))
    except RecordError:
        return False
    return True


def told_by(sentences: Sequence[str], said: Mapping[str, str]) -> Callable[[str], str]:
    """A hostile engine: it translates well, and says something of its own behind each sentence."""

    def answer(text: str) -> str:
        known = next((sentence for sentence in sentences if sentence in text), "")
        return f"{SENTENCES[known]} {said.get(known, '')}".strip() if known else f"The word {text}"

    return answer


def name(number: int) -> str:
    """A word of its own for each number, without figures."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[str], list[str]]:
    """A newsroom of harmless articles, whose engine, records, terms, names and topics are hostile, as a finished site;
    the payloads that the engine's answers brought into it, and those of the records."""
    lines = [" ".join(clean(text).split()) for text in TEXTS]
    answers = [line for line in lines if passes(line)]
    records = [line for line in lines if recorded(line) and "foto.jpg" not in line]
    sentences = list(SENTENCES)
    said = dict(zip(sentences, answers, strict=False))
    with service("google") as engine:
        engine.translate = told_by(sentences, said)
        made = Project(tmp_path_factory.mktemp("engine") / "newsroom")
        made.write("mkdocs.yml", configuration(locales=("it", "en"), engines=[{"google": {"url": engine.url}}]))
        (made.root / "content/pages").mkdir(parents=True)
        groups = [" · ".join(group) for group in GROUPS]
        topics = {f"tema-{number}": {"en": line} for number, line in enumerate(groups)}
        made.write("content/topics.yml", yaml.safe_dump(topics, allow_unicode=True))
        terms = {f"parola{name(number)}": {"en": line} for number, line in enumerate(groups)}
        made.write("content/glossary.yml", yaml.safe_dump({"terms": terms}, allow_unicode=True))
        for number in range(0, len(sentences), 40):
            matter = {"title": f"Notizie {number}", "lang": "it", "date": "2025-09-04", "topics": list(topics)}
            made.write(f"content/articles/a{number}.md", _matter(matter) + "\n\n".join(sentences[number : number + 40]))
        for number, word in enumerate(terms):
            matter = {"title": f"Parola {number}", "lang": "it", "date": "2025-09-03"}
            made.write(f"content/articles/p{number}.md", _matter(matter) + f"Ieri {word} era sul ponte.\n")
        matter = {"title": "Scritto", "lang": "it", "date": "2025-09-02"}
        said_before = [f"Ieri la parola {name(number)} era sul ponte." for number in range(len(records))]
        made.write("content/articles/r.md", _matter(matter) + "\n\n".join(said_before))
        made.build(offline=False)
        write_record(made, records)
        made.build(offline=False)
    return made, [text for text in answers if text in said.values()], records


def write_record(made: Project, texts: list[str]) -> None:
    """Give the paragraphs of an article translations of somebody's own."""
    path = made.root / "content/translations/en/2025/09/02/scritto.po"
    po = polib.pofile(str(path))
    paragraphs = [entry for entry in po if entry.msgctxt.startswith("paragraph")]
    assert len(paragraphs) == len(texts)
    for entry, text in zip(paragraphs, texts, strict=True):
        entry.msgstr, entry.flags, entry.tcomment = text, [], ""
    po.save()


def test_what_engines_and_records_bring_is_not_nothing(translated: tuple[Project, list[str], list[str]]) -> None:
    """Payloads that are no HTML and no links pass as words; all others are withheld before."""
    made, answers, records = translated
    pages = "".join(path.read_text(encoding="utf-8") for path in (made.root / "site/en/2025").rglob("index.html"))
    assert len(answers) > 20
    assert len(records) > 100
    assert "reopens tomorrow morning" in pages


@pytest.mark.browser
@pytest.mark.site
def test_nothing_of_engines_and_records_runs(
    translated: tuple[Project, list[str], list[str]], browser: Browser
) -> None:
    count, wrong = open_all(browser, translated[0].root / "site")
    assert count > 40
    assert wrong == []

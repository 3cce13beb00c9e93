"""Files of all formats in a project: several articles in one, sidecars, pictures inside, and what is read again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

import pytest
from conftest import DAY, Lines, MakeProject, Project, picture
from docx import Document

from generator import ledger, read
from generator.errors import ReadError
from generator.gather import gather
from generator.model import Article
from generator.read import formats
from generator.read.handed import Enclosed, Handed
from generator.report import Faults
from generator.run import Moment
from generator.workers import workers

PAGE = "<h1>Il ponte riapre</h1><p>Il ponte riapre lunedì mattina alle sette.</p>"


def several(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """A format of the test's own: a JSON list of articles, as agencies and feeds deliver several in a file."""
    return tuple(
        Handed(
            one["key"],
            {"title": one["title"], "lang": one.get("lang", "it-IT"), "date": "2025-09-01"},
            one["text"],
            (Enclosed("foto.png", picture(200, "red", "PNG")),) if one.get("picture") else (),
        )
        for one in json.loads(data)
    )


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    more = formats.Format("several", (".list",), several)
    monkeypatch.setattr(formats, "CONVERTED", (*formats.CONVERTED, more))


@pytest.fixture
def desk(project: MakeProject) -> Project:
    return project(locales=("it", "fr"))


def listed(*keys: str, **more: object) -> str:
    return json.dumps([{"key": key, "title": f"Titolo {key}", "text": f"Il testo di {key}.", **more} for key in keys])


def articles(project: Project) -> tuple[tuple[Article, ...], list[str]]:
    lines = Lines()
    return gather(project.site(), Moment(DAY, 0), Faults(lines), keep=False).articles, lines.told


def names(project: Project) -> list[str]:
    return [str(article.path) for article in articles(project)[0]]


def test_several_articles_of_a_file_have_names_below_it(desk: Project) -> None:
    desk.write("content/articles/agenzia.list", listed("uno", "due"))
    assert names(desk) == ["content/articles/agenzia.list/due", "content/articles/agenzia.list/uno"]


def test_a_key_that_is_no_name_becomes_one_that_stays(desk: Project) -> None:
    odd = ["https://agenzia.example/?id=1&x=../..", "Uno", "uno", "è", "x" * 300, "../uno", "."]
    entries = [{"key": key, "title": f"Titolo {place}", "text": "Testo."} for place, key in enumerate(odd)]
    desk.write("content/articles/agenzia.list", json.dumps(entries))
    first = names(desk)
    desk.write("content/articles/agenzia.list", json.dumps(entries[::-1]))
    assert names(desk) == first
    assert len({name.casefold() for name in first}) == len(odd)
    assert all(ledger._NAME.fullmatch(name) and ".." not in name for name in first)


def test_a_key_given_twice_loses_nothing(desk: Project) -> None:
    entries = [{"key": "uno", "title": title, "text": "Testo."} for title in ("Primo", "Secondo", "Primo")]
    desk.write("content/articles/agenzia.list", json.dumps(entries))
    assert sorted(article.headline for article in articles(desk)[0]) == ["Primo", "Secondo"]


def test_one_bad_entry_withholds_itself_alone(desk: Project) -> None:
    entries = [
        {"key": "uno", "title": "Uno", "text": "Testo."},
        {"key": "due", "title": "", "text": "Testo."},
        {"key": "tre", "title": "Tre", "text": "Testo.", "lang": "ja"},
    ]
    desk.write("content/articles/agenzia.list", json.dumps(entries))
    found, told = articles(desk)
    assert [article.headline for article in found] == ["Uno"]
    assert len(told) == 2
    assert told[0].startswith("content/articles/agenzia.list/due: no headline was found")
    assert "generator convert content/articles/agenzia.list" in told[0]
    assert "the language 'ja' is not configured" in told[1]


def test_a_sidecar_decides_over_what_the_format_says(desk: Project) -> None:
    desk.write("content/articles/ponte.html", PAGE)
    desk.write("content/articles/ponte.meta.yml", "title: Altro titolo\nbyline: Anna Neri\nlang: fr\n")
    (article,), told = articles(desk)
    assert (article.headline, article.byline, article.locale, told) == ("Altro titolo", "Anna Neri", "fr", [])


def test_a_sidecar_decides_over_front_matter_of_text(desk: Project) -> None:
    desk.write("content/articles/ponte.md", "---\ntitle: Uno\nbyline: Luca\n---\nIl testo.\n")
    desk.write("content/articles/ponte.meta.yml", "title: Due\n")
    (article,), _ = articles(desk)
    assert (article.headline, article.byline) == ("Due", "Luca")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titel: X\n", "content/articles/ponte.meta.yml:1: unknown key 'titel'. Did you mean 'title'?"),
        (
            "title: X\ndate: domani\n",
            "content/articles/ponte.meta.yml:2: 'domani' is not a date. Write it as 2025-09-04",
        ),
        ("lang: de\n", "content/articles/ponte.meta.yml:1: the language 'de' is not configured"),
        ("title: [\n", "content/articles/ponte.meta.yml:2: the YAML is broken"),
    ],
)
def test_a_fault_in_a_sidecar_is_told_where_it_stands(desk: Project, text: str, expected: str) -> None:
    desk.write("content/articles/ponte.html", PAGE)
    desk.write("content/articles/ponte.meta.yml", text)
    found, told = articles(desk)
    assert not found
    assert told[0].startswith(expected)


def test_a_sidecar_of_nothing_is_told(desk: Project) -> None:
    desk.write("content/articles/ponte.meta.yml", "title: X\n")
    assert articles(desk)[1] == [
        "content/articles/ponte.meta.yml: it belongs to no article. Name it after the file: ponte.*"
    ]


def test_a_language_of_the_format_finds_its_locale(desk: Project) -> None:
    desk.write("content/articles/a.html", f'<html lang="fr-CA"><body>{PAGE}</body></html>')
    assert [article.locale for article in articles(desk)[0]] == ["fr"]


def test_pictures_inside_of_files_have_places_of_their_own(desk: Project) -> None:
    desk.write(
        "content/articles/agenzia.list",
        listed("uno", "due", picture=True).replace("Il testo", "![Foto](foto.png) Il testo"),
    )
    found, told = articles(desk)
    assert told == []
    for article in found:
        ((path, place),) = article.pictures
        assert path.parent == desk.root / ".cache/enclosed"
        assert place == f"{article.address}/foto.png"
        assert f"![Foto]({article.address.rpartition('/')[2]}/foto.png)" in article.markdown


def test_links_from_a_file_of_several_start_beside_it(desk: Project) -> None:
    desk.write("content/articles/ponte.md", "---\ntitle: Ponte\ndate: 2025-09-01\n---\nIl testo.\n")
    desk.write("content/articles/agenzia.list", listed("uno").replace("Il testo", "[Vedi](ponte.md). Il testo"))
    found, told = articles(desk)
    assert told == []
    assert any("[Vedi](ponte.md)" in article.markdown for article in found)


def test_what_a_browser_saved_beside_a_page_is_no_article(desk: Project) -> None:
    desk.write("content/articles/ponte.html", PAGE)
    desk.write("content/articles/ponte_files/script.js", "alert(1)")
    desk.write("content/articles/ponte_files/cornice.html", "<p>Pubblicità</p>")
    desk.write("content/articles/altro_files/testo.txt", "Un titolo\n\nIl testo di un altro articolo.\n")
    assert names(desk) == ["content/articles/altro_files/testo.txt", "content/articles/ponte.html"]


def test_a_file_of_an_unknown_format_names_those_that_are_known(desk: Project) -> None:
    desk.write("content/articles/ponte.odt", b"PK\x03\x04")
    assert articles(desk)[1] == [
        "content/articles/ponte.odt: '.odt' is not a format that can be read. Use " + ", ".join(formats.known())
    ]


@pytest.mark.parametrize(
    ("ending", "text", "name"),
    [
        (".xml", '<?xml version="1.0"?><!-- <b> --><!DOCTYPE nitf SYSTEM "x" [<!ENTITY a "b">]><n:nitf/>', "one"),
        (".xml", "\ufeff<newsItem xmlns='x'/>", "two"),
        (".json", '{"version": "1", "items": []}', "three"),
        (".json", '[{"uri": "x"}]', "four"),
    ],
)
def test_formats_that_share_an_ending_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, ending: str, text: str, name: str
) -> None:
    monkeypatch.setattr(formats, "CONVERTED", (
        formats.Format("one", (".xml",), several, roots=("nitf",)),
        formats.Format("two", (".xml",), several, roots=("newsItem", "newsMessage")),
        formats.Format("three", (".json",), several, keys=("version", "items")),
        formats.Format("four", (".json",), several, keys=("uri",)),
    ))  # fmt: skip
    assert formats.choose(text.encode(), PurePosixPath(f"a{ending}")).name == name
    for other in (b"<html/>", b"{}", b"[]", b"3"):
        with pytest.raises(ReadError, match="of no format that can be read"):
            formats.choose(other, PurePosixPath("a.xml" if other == b"<html/>" else "a.json"))


# --- what is read again


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files that are really opened."""
    seen: list[str] = []
    load = read.load

    def noting(path: object, root: object) -> read.Loaded:
        seen.append(getattr(path, "name", ""))
        return load(path, root)  # type: ignore[arg-type]

    monkeypatch.setattr(read, "load", noting)
    yield seen


@pytest.fixture
def built(desk: Project, opened: list[str]) -> Project:
    document = Document()
    document.add_heading("La scuola riapre", 0)
    document.add_paragraph("La scuola riapre lunedì mattina alle otto.")
    document.add_picture(BytesIO(picture(300, "blue", "PNG")))
    saved = BytesIO()
    document.save(saved)
    desk.write("content/articles/scuola.docx", saved.getvalue())
    desk.write(
        "content/articles/agenzia.list",
        listed("uno", "due", picture=True).replace("Il testo", "![F](foto.png) Il testo"),
    )
    desk.write("content/articles/ponte.html", PAGE)
    _, lines = desk.build()
    assert lines.told == []
    opened.clear()
    return desk


@pytest.mark.site
def test_what_is_as_it_was_is_not_opened(built: Project, opened: list[str]) -> None:
    outcome, _ = built.build()
    assert opened == []
    assert sum(outcome.states.values()) == 8
    assert len(built.known().articles) == 4
    assert len(list((built.root / "docs/fr").rglob("*.png"))) == 3


@pytest.mark.site
def test_an_edit_of_one_entry_reads_its_file_alone(built: Project, opened: list[str]) -> None:
    path = built.root / "content/articles/agenzia.list"
    path.write_text(path.read_text("utf-8").replace("testo di uno", "testo nuovo di uno"), "utf-8")
    built.build()
    assert opened == ["agenzia.list"]
    pages = [page.read_text("utf-8") for page in (built.root / "docs/it").rglob("titolo-*.md")]
    assert sorted("testo nuovo" in page for page in pages) == [False, True]


@pytest.mark.site
def test_a_sidecar_that_comes_changes_and_goes_is_seen(built: Project, opened: list[str]) -> None:
    page = built.root / "docs/it/2025/09/10/la-scuola-riapre.md"
    for text in ("byline: Anna Neri\n", "byline: Luca Bianchi\n", ""):
        beside = built.root / "content/articles/scuola.meta.yml"
        beside.write_text(text, "utf-8") if text else beside.unlink()
        built.build()
        assert opened == ["scuola.docx"]
        opened.clear()
        built.build()
        assert opened == []
        assert [name for name in ("Anna Neri", "Luca Bianchi") if name in page.read_text("utf-8")] == [
            text.removeprefix("byline: ").strip()
        ][: bool(text)]


@pytest.mark.site
def test_an_entry_that_is_gone_is_withdrawn_from_the_site_and_the_others_stay(built: Project) -> None:
    built.write("content/articles/agenzia.list", listed("due"))
    built.build()
    assert [path.stem for path in (built.root / "docs/it").rglob("titolo-*.md")] == ["titolo-due"]


@pytest.mark.site
def test_a_file_that_broke_leaves_its_pages_as_they_are(built: Project) -> None:
    before = {path: path.read_bytes() for path in (built.root / "docs").rglob("titolo-*.md")}
    built.write("content/articles/agenzia.list", b"")
    _, lines = built.build()
    assert lines.told == ["content/articles/agenzia.list: the file is empty. Write the article, or remove the file"]
    assert {path: path.read_bytes() for path in (built.root / "docs").rglob("titolo-*.md")} == before


@pytest.mark.site
def test_many_changes_leave_what_a_clean_build_makes(built: Project, project: MakeProject) -> None:
    path = built.root / "content/articles/agenzia.list"
    for step in (
        lambda: path.write_text(path.read_text("utf-8").replace("testo di uno", "testo nuovo"), "utf-8"),
        lambda: built.write("content/articles/ponte.meta.yml", "topics: [Lavori]\n"),
        lambda: built.write("content/articles/agenzia.list", listed("due", "tre")),
        lambda: built.write("content/articles/altro.md", "+++\ntitle = 'Altro'\n+++\n[Vedi](scuola.docx) il testo.\n"),
        lambda: built.write("content/articles/agenzia.meta.yml", "byline: L’agenzia\n"),
        (built.root / "content/articles/ponte.meta.yml").unlink,
    ):
        step()
        _, lines = built.build()
        assert lines.told == []
    clean = project(name="clean", locales=("it", "fr"))
    shutil.copytree(built.root / "content", clean.root / "content", dirs_exist_ok=True)
    clean.build()
    docs = [
        {
            path.relative_to(root / "docs").as_posix(): path.read_bytes()
            for path in (root / "docs").rglob("*")
            if path.is_file()
        }
        for root in (built.root, clean.root)
    ]
    assert docs[0] == docs[1]


def test_many_files_are_read_by_several_processes_as_by_one(desk: Project) -> None:
    """What is wrong is told in the order of the files, of a language that the site has not only once."""
    for number in range(70):
        language = "de" if number in (3, 33, 69) else "it"
        text = f"---\ntitle: Titolo {number}\nlang: {language}\ndate: 2025-09-01\n---\nUn testo, il {number}.\n"
        desk.write(f"content/articles/{number:02}.md", text if number not in (7, 50) else "---\ntitle: [\n---\n")
    alone = Lines()
    wanted = gather(desk.site(), Moment(DAY, 0), Faults(alone), keep=False)
    together = Lines()
    with workers() as pool:
        got = gather(desk.site(), Moment(DAY, 0), Faults(together), keep=False, pool=pool)
    assert got == wanted
    assert len(got.articles) == 65
    assert together.told == alone.told
    assert [line.partition(":")[0] for line in alone.told] == [f"content/articles/{n}.md" for n in ("07", "50", "03")]

"""Readers never see a page that is withheld: its last good state is rendered in its place, and docs/ stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Lines, MakeProject, Project, picture
from correcting import MARKERS

from generator.render.editions import configuration
from generator.render.mkdocs import Shard, render_shard
from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

PATH = "2025/09/04/il-ponte"
PAGE, ORIGINAL, RECORD = f"docs/fr/{PATH}.md", f"docs/it/{PATH}.md", f"content/translations/fr/{PATH}.po"
HTML = f"site/fr/{PATH}/index.html"
FIRST, SECOND = "Il ponte sul fiume riapre.", "I lavori sono finiti in anticipo."
MINE = "Les travaux sont finis."


@pytest.fixture
def made(project: MakeProject) -> Project:
    """Two articles in two locales; a sentence of the first was corrected on its page. Built."""
    two = project(locales=("it", "fr"))
    for name, title in (("ponte", "Il ponte"), ("altro", "Un altro fatto")):
        body = f"---\ntitle: {title}\ndate: 2025-09-04\nlang: it\n---\n{FIRST}\n\n{SECOND}\n"
        two.write(f"content/articles/{name}.md", body)
    told(two, 0)
    two.write(PAGE, two.read(PAGE).replace(accented(SECOND), MINE))
    told(two, 0)
    return two


def told(project: Project, faults: int) -> Lines:
    outcome, lines = project.build()
    assert (outcome.faults, len(lines.told)) == (faults, faults), lines.told
    return lines


def site(project: Project) -> dict[str, bytes]:
    """Every file of the site but the search index, whose order may vary."""
    files = (path for path in sorted((project.root / "site").rglob("*")) if path.is_file())
    found = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in found.items() if "pagefind" not in name}


DAMAGE: dict[str, Callable[[str], str]] = {
    "markers": lambda page: page + MARKERS,
    "a paragraph more": lambda page: page + "\nUn paragraphe de trop.\n",
    "no front matter": lambda page: page.split("---\n")[2],
    "broken front matter": lambda page: page.replace("lang: fr", "lang: : fr"),
    "another date": lambda page: page.replace("date: 2025-09-04", "date: 2025-09-05"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_page_is_shown_as_it_last_was(made: Project, damage: str) -> None:
    good = site(made)
    whole = made.read(PAGE)
    made.write(PAGE, DAMAGE[damage](whole))
    edited = made.read(PAGE)
    assert edited != whole
    told(made, 1)
    assert site(made) == good
    assert made.read(PAGE) == edited
    outcome, _ = made.build()
    assert outcome.rendered == ()
    made.write(PAGE, whole)
    told(made, 0)
    assert site(made) == good
    assert not (made.root / ".cache/docs/fr").exists()
    assert "docs_dir: docs/fr\n" in made.read("mkdocs.fr.yml")


def test_a_fresh_clone_shows_the_same(made: Project) -> None:
    good = site(made)
    made.write(PAGE, made.read(PAGE) + MARKERS)
    for name in ("site", ".cache"):
        shutil.rmtree(made.root / name)
    told(made, 1)
    assert site(made) == good


def test_a_withheld_page_follows_its_article_and_its_record(made: Project) -> None:
    made.write(PAGE, made.read(PAGE).replace(MINE, "Sur la page.") + MARKERS)
    record = made.read(RECORD)
    made.write(RECORD, record.replace(MINE, "Dans le fichier."))
    article = made.read("content/articles/ponte.md")
    made.write("content/articles/ponte.md", f"{article}\nUna frase in più.\n")
    told(made, 1)
    html = made.read(HTML)
    for words, there in (("Dans le fichier.", True), (accented("Una frase in più."), True), ("Sur la page.", False)):
        assert (words in html) == there
    assert made.read(RECORD) == record.replace(MINE, "Dans le fichier.")


def test_a_conflict_shows_the_records_text(made: Project) -> None:
    made.write(PAGE, made.read(PAGE).replace(MINE, "Sur la page."))
    made.write(RECORD, made.read(RECORD).replace(MINE, "Dans le fichier."))
    told(made, 1)
    assert "Dans le fichier." in made.read(HTML)


def test_siblings_and_listings_go_on_naming_a_withheld_page(made: Project) -> None:
    listed = made.read("docs/fr/index.md"), made.read("site/fr/sitemap.xml"), made.read(ORIGINAL)
    made.write(PAGE, "nothing of it is left\n")
    told(made, 1)
    assert listed == (made.read("docs/fr/index.md"), made.read("site/fr/sitemap.xml"), made.read(ORIGINAL))


def test_an_edited_original_is_shown_as_its_article_has_it(made: Project) -> None:
    made.write(ORIGINAL, made.read(ORIGINAL).replace("in anticipo", "in ritardo"))
    edited = made.read(ORIGINAL)
    article = made.read("content/articles/ponte.md")
    made.write("content/articles/ponte.md", article.replace("riapre", "chiude"))
    told(made, 1)
    html = made.read(f"site/it/{PATH}/index.html")
    assert "Il ponte sul fiume chiude. " not in edited
    assert "Il ponte sul fiume chiude." in html
    assert "in anticipo" in html
    assert accented("Il ponte sul fiume chiude.") in made.read(HTML)
    assert made.read(ORIGINAL) == edited


def test_with_an_unreadable_record_the_generators_page_stays_but_an_edited_one_is_not_shown(made: Project) -> None:
    good = site(made)
    made.write(RECORD, made.read(RECORD) + MARKERS)
    told(made, 1)
    assert site(made) == good
    made.write(PAGE, made.read(PAGE).replace(MINE, "Sur la page.") + MARKERS)
    told(made, 1)
    html = made.read(HTML)
    assert "Sur la page." not in html
    assert "&lt;&lt;&lt;" not in html
    assert SECOND in html
    assert "noindex" in html


def test_an_edited_page_whose_article_is_gone_is_not_shown(made: Project) -> None:
    made.write(PAGE, made.read(PAGE).replace(MINE, "Sur la page."))
    edited = made.read(PAGE)
    (made.root / "content/articles/ponte.md").unlink()
    told(made, 1)
    assert not (made.root / HTML).exists()
    assert made.read(PAGE) == edited
    assert b"Sur la page." not in b"".join(site(made).values())


def test_a_policy_page_of_the_navigation_may_be_withheld(made: Project) -> None:
    made.write("content/pages/about.md", "---\ntitle: Chi siamo\nlang: it\n---\nSiamo noi.\n")
    made.write("mkdocs.yml", made.read("mkdocs.yml").replace("- archive.md\n", "- archive.md\n- about.md\n"))
    told(made, 0)
    good = site(made)
    made.write("docs/fr/about.md", made.read("docs/fr/about.md") + MARKERS)
    told(made, 1)
    assert site(made) == good


def test_pictures_and_links_hold_around_a_withheld_page(made: Project) -> None:
    made.write("content/articles/foto.png", picture(form="PNG"))
    article = made.read("content/articles/ponte.md")
    made.write("content/articles/ponte.md", f"{article}\n![Il ponte](foto.png) e [altro](altro.md).\n")
    told(made, 0)
    good = site(made)
    made.write(PAGE, made.read(PAGE) + MARKERS)
    told(made, 1)
    assert site(made) == good


def test_a_page_that_mkdocs_refuses_stands_alone(made: Project) -> None:
    """Somebody's own page with a link that leads nowhere: all others are published, and it is when it is mended."""
    good = site(made)
    made.write("docs/fr/note.md", "---\ntitle: Note\n---\nVoir [ceci](nulle-part.md).\n")
    (fault,) = told(made, 1).told
    assert fault.startswith("docs/fr/note.md: MkDocs refused the page: ")
    assert "nulle-part.md" in fault
    assert "mkdocs build --strict -f mkdocs.fr.yml" in fault
    assert site(made) == good
    told(made, 1)
    made.write("docs/fr/note.md", "---\ntitle: Note\n---\nVoir [ceci](index.md) et ![une photo](images/a.png).\n")
    made.write("docs/fr/images/a.png", picture(20, form="PNG"))
    told(made, 0)
    assert 'href="../"' in made.read("site/fr/note/index.html").replace('href="../."', 'href="../"')
    assert (made.root / "site/fr/images/a.png").exists()
    assert {name for name in good if site(made).get(name) != good[name]} == set()


def test_a_page_that_mkdocs_refuses_keeps_its_last_good_state(made: Project) -> None:
    made.write("docs/fr/note.md", "---\ntitle: Note\n---\nVoir [ceci](index.md).\n")
    told(made, 0)
    good = site(made)
    made.write("docs/fr/note.md", "---\ntitle: Note\n---\nVoir [ceci](nulle-part.md).\n")
    told(made, 1)
    assert site(made) == good


def test_a_page_that_takes_too_long_is_left_out_and_the_others_are_rendered(made: Project, tmp_path: Path) -> None:
    site = made.site()
    slow = "---\ntitle: x\n---\n" + r"a\_b\_" * 60_000
    names = ("2025/09/04/il-ponte.md", "slow.md", "about.md")
    where = (site.docs / "it", tmp_path / "work", 0, tmp_path / "templates")
    texts = dict.fromkeys(names[:1], "---\ntitle: x\n---\nIl ponte riapre. [Altro](../../../slow.md)\n")
    texts |= {names[1]: slow, names[2]: "---\ntitle: y\n---\nChi siamo.\n"}
    linked = {path.name: "" for path in (site.docs / "it").glob("*.md")}  # to which the navigation leads
    shard = Shard("it", configuration(site, "it"), *where, names, texts=texts, linked=linked, seconds=1.0)
    done = render_shard(shard)
    assert done.refused == {"slow.md"} and not done.broken
    assert [str(fault.path) for fault in done.faults] == ["docs/it/slow.md"]
    assert "rendering it takes more than 1 seconds" in str(done.faults[0])
    assert "Il ponte riapre." in (tmp_path / "work/site/2025/09/04/il-ponte/index.html").read_text("utf-8")
    assert "Chi siamo." in (tmp_path / "work/site/about/index.html").read_text("utf-8")


def test_a_configuration_that_mkdocs_refuses_is_told_once_per_edition(made: Project) -> None:
    good = site(made)
    made.write("mkdocs.yml", made.read("mkdocs.yml") + "hooks: [missing.py]\n")
    outcome, lines = made.build()
    assert outcome.faults == len(lines.told) == 2
    assert all("MkDocs refused the edition" in line for line in lines.told)
    assert site(made) == good

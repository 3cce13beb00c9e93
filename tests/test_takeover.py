"""The folder of a blog moves into a newsroom with its pictures and links; nothing that is there is overwritten."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from conftest import DAY, Lines, MakeProject, Project, picture
from hypothesis import given
from hypothesis import strategies as st

from generator import cli
from generator.errors import ConfigError, ReadError
from generator.gather import gather
from generator.read import blogs
from generator.report import Faults
from generator.run import Moment
from generator.takeover import Taken, take_over

NAME = PurePosixPath("posts/ponte.md")
PHOTO, OTHER = picture(100, "red"), picture(100, "blue")


@pytest.fixture
def desk(project: MakeProject) -> Project:
    return project(locales=("it", "fr"))


@pytest.fixture
def blog(tmp_path: Path) -> Project:
    """A blog of Hugo's with a folder of Jekyll's in it."""
    made = Project(tmp_path / "blog")
    made.write("config/authors.txt", "")
    made.write("data/authors.yml", "authors: {anna: {name: Anna Neri, email: x}}\n")
    made.write("static/img/foto.jpg", PHOTO)
    made.write("content/posts/ponte/foto.jpg", OTHER)
    made.write(
        "content/posts/ponte/index.md",
        '+++\ntitle = "Il ponte riapre"\ndate = 2025-09-04\nauthor = "anna"\n'
        'cover = {image = "foto.jpg", alt = "Il ponte"}\n'
        "+++\n"
        "Il testo, ![di lato](/img/foto.jpg) e [il mercato](../2025-09-01-mercato/) con [la scuola](/scuola/#orari), "
        "[una pagina](/contatti/), [il comune](https://comune.example/) e ![altrove](https://comune.example/a.jpg).\n",
    )
    made.write(
        "content/posts/2025-09-01-mercato.md",
        "---\nlayout: post\ntitle: Il mercato\ntags: pesce verdura\n---\nIl testo del mercato, `[no](/a)`.\n",
    )
    made.write(
        "content/citta/scuola.md", "---\ntitle: La scuola\ndate: 2025-09-02\ntags: []\n---\nIl testo della scuola.\n"
    )
    made.write("content/posts/_index.md", "---\ntitle: Tutto\n---\n")
    made.write("content/posts/vecchio.rst", "Vecchio\n=======\n")
    made.write("themes/tema/README.md", "# Il tema\n")
    return made


def moved(desk: Project, blog: Project) -> dict[str, Taken]:
    return {taken.file.name: taken for taken in take_over(desk.site(), blog.root)}


def test_a_folder_becomes_articles_that_a_build_can_read(desk: Project, blog: Project) -> None:
    taken = moved(desk, blog)
    lines = Lines()
    articles = {article.headline: article for article in gather(desk.site(), Moment(DAY, 0), Faults(lines)).articles}
    assert lines.told == []
    assert set(articles) == {"Il ponte riapre", "Il mercato", "La scuola"}
    bridge = articles["Il ponte riapre"]
    assert (bridge.address, bridge.byline) == ("2025/09/04/ponte", "Anna Neri")
    assert [topic.label for topic in articles["Il mercato"].topics] == ["pesce", "verdura"]
    assert str(articles["La scuola"].path) == "content/articles/citta/scuola.md"
    assert taken["index.md"].pictures == 2


def test_pictures_and_links_go_with_the_articles(desk: Project, blog: Project) -> None:
    moved(desk, blog)
    text = desk.read("content/articles/ponte/index.md")
    (side,) = (desk.root / "content/articles/ponte").glob("foto-*.jpg")
    assert side.read_bytes() == PHOTO
    assert (desk.root / "content/articles/ponte/foto.jpg").read_bytes() == OTHER
    assert f"![di lato]({side.name})" in text
    assert "[il mercato](../2025-09-01-mercato.md) con [la scuola](../citta/scuola.md#orari)" in text
    assert "una pagina, [il comune](https://comune.example/) e [altrove](https://comune.example/a.jpg)" in text
    assert "file: foto.jpg" in text
    assert "`[no](/a)`" in desk.read("content/articles/2025-09-01-mercato.md")


def test_what_stays_behind_is_told(desk: Project, blog: Project) -> None:
    taken = moved(desk, blog)
    assert taken["index.md"].left == ("/contatti/",)
    assert taken["_index.md"].target is None
    assert taken["vecchio.rst"].left[0].startswith(".rst is no Markdown")
    assert "README.md" not in taken


def test_nothing_that_is_there_is_overwritten(desk: Project, blog: Project) -> None:
    desk.write("content/articles/ponte/index.md", "Un altro\n\nTesto.\n")
    desk.write("content/articles/ponte/foto.jpg", PHOTO)
    taken = moved(desk, blog)
    assert "there is another article in its place" in str(taken["index.md"].fault)
    assert desk.read("content/articles/ponte/index.md") == "Un altro\n\nTesto.\n"
    assert sorted(path.name for path in (desk.root / "content/articles/ponte").iterdir()) == ["foto.jpg", "index.md"]
    assert taken["scuola.md"].target is not None


def test_a_second_time_does_nothing(desk: Project, blog: Project) -> None:
    moved(desk, blog)
    before = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    assert all(taken.fault is None for taken in moved(desk, blog).values())
    assert {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()} == before


def test_no_picture_is_taken_from_outside(desk: Project, blog: Project) -> None:
    Project(blog.root.parent.parent).write("fuori.jpg", PHOTO)
    (blog.root / "static/via.jpg").symlink_to(blog.root.parent.parent / "fuori.jpg")
    for target in ("../../../../fuori.jpg", "/via.jpg", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/fuori.jpg"):
        blog.write("content/posts/furto.md", f"---\ntitle: X\ntags: [a]\n---\nTesto ![x]({target}).\n")
        taken = moved(desk, blog)["furto.md"]
        assert (taken.pictures, taken.left) == (0, (target,))
        (desk.root / "content/articles/furto.md").unlink()


def test_one_broken_file_stops_no_other(desk: Project, blog: Project) -> None:
    blog.write("content/posts/rotto.md", "+++\ntitle = \n+++\nX\n")
    taken = moved(desk, blog)
    assert "the TOML is broken" in str(taken["rotto.md"].fault)
    assert sum(one.target is not None for one in taken.values()) == 3


def test_a_folder_that_is_not_there(desk: Project) -> None:
    with pytest.raises(ConfigError, match="there is no such folder"):
        list(take_over(desk.site(), desk.root / "nulla"))


def test_the_commands(desk: Project, blog: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--root", str(desk.root), "import", str(blog.root)]) == cli.console.NEEDS_EDITOR
    said = capsys.readouterr()
    assert "3 articles with 2 pictures moved over, 2 files left out" in said.out
    assert "index.md: not carried over: /contatti/" in said.err
    page = desk.write("pagina.html", "<h1>Il ponte</h1><p>Riapre <b>lunedì</b>.</p>")
    assert cli.main(["--root", str(desk.root), "convert", str(page)]) == 0
    assert capsys.readouterr().out == "---\ntitle: Il ponte\n---\n\nRiapre **lunedì**.\n\n"
    assert cli.main(["--root", str(desk.root), "convert", str(desk.write("a.odt", ""))]) == 2
    assert "'.odt' is not a format that can be read" in capsys.readouterr().err


def test_front_matter_of_a_blog_is_read_where_it_lies(desk: Project) -> None:
    desk.write("content/articles/ponte.md", '+++\ntitle = "Il ponte"\ntags = ["Lavori"]\n+++\nIl *testo*.\n')
    (article,) = gather(desk.site(), Moment(DAY, 0), Faults(Lines())).articles
    assert (article.headline, article.topics[0].label, article.markdown) == ("Il ponte", "Lavori", "Il *testo*.\n")


@given(st.text("+-{}[]:=\"'\n tagsdeilx0123%<!>#|", max_size=80) | st.text(max_size=60))
def test_any_text_is_moved_or_refused(text: str) -> None:
    try:
        blogs.moved(text, NAME)
    except ReadError as fault:
        assert fault.path == NAME


WORDS = st.lists(st.sampled_from(["ponte", "*riapre*", "`a b`", "{{x", "}}", "<i>qui</i>", "!!!", "{%", "\n\n", "\n"]))


@given(WORDS.map(" ".join))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    moved = blogs.moved(f"+++\ntags = []\n+++\n{text}", NAME)
    whole = f"{moved.handed.markdown} {' '.join(moved.left)}"
    for word in ("ponte", "riapre", "a b", "qui"):
        assert whole.count(word) >= min(1, text.count(word))

"""No file is read or written outside the project, and no name of a file stops a build."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath

import pytest
from conftest import DAY, Lines, MakeProject, Project, picture

from generator import glossary
from generator.errors import ConfigError
from generator.links import place
from generator.pipeline import Moment, documents
from generator.read.frontmatter import slugify
from generator.report import Faults
from generator.run import Run

SECRET = "the secret of another folder"


@pytest.fixture
def desk(project: MakeProject) -> Project:
    """A newsroom with one good article, and a folder beside it that is none of its business."""
    made = project(locales=("it",))
    made.write("content/articles/buono.md", article("Buono"))
    made.write("../outside/secret.md", f"---\ntitle: x\nlang: it\n---\n{SECRET}\n")
    made.write("../outside/secret.jpg", picture(300, "red"))
    return made


def article(title: str, body: str = "Il ponte riapre lunedì.", **values: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\ntitle: {title}\ndate: 2025-09-01\nlang: it\n{more}---\n{body}\n"


def build(made: Project) -> list[str]:
    """Everything up to `docs/`; what was withheld. The good article must be there."""
    site, lines = made.site(), Lines()
    moment = Moment(DAY, 1_757_505_600)
    words = glossary.load(site.content, site.root, site.tags)
    documents(Run(site, moment, {}, words, Faults(lines), True))
    assert (made.root / "docs/it/2025/09/01/buono.md").exists()
    for path in made.root.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert SECRET.encode() not in path.read_bytes(), path
    outside = made.root.parent / "outside"
    assert sorted(path.name for path in outside.iterdir()) == ["secret.jpg", "secret.md"]
    return lines.told


@pytest.mark.parametrize(
    "target", ["../../../outside/secret.md", "/etc/passwd", "../../../outside", "/dev/zero", "gone.md"]
)
def test_an_article_that_is_a_link_out_of_the_project_is_refused(desk: Project, target: str) -> None:
    (desk.root / "content/articles/link.md").symlink_to(target)
    told = build(desk)
    assert told in ([], ["content/articles/link.md: the file is a link that leads out of content/. Copy the file here"])
    assert told or target == "gone.md"


def test_a_link_within_content_is_followed(desk: Project) -> None:
    (desk.root / "content/articles/altro.md").symlink_to("buono.md")
    build(desk)


def test_what_is_no_file_is_refused_and_not_waited_for(desk: Project) -> None:
    os.mkfifo(desk.root / "content/articles/pipe.md")
    (desk.root / "content/articles/folder.md").mkdir()
    (desk.root / "content/articles/other.md").symlink_to("folder.md")
    assert build(desk) == [
        "content/articles/other.md: this is no file. Remove it, or copy the article here",
        "content/articles/pipe.md: this is no file. Remove it, or copy the article here",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "../../../outside/secret.jpg",
        "/etc/passwd",
        "../../../../../etc/passwd",
        "link.jpg",
        "%2e%2e/%2e%2e/%2e%2e/outside/secret.jpg",
    ],
)
def test_a_picture_outside_is_not_taken(desk: Project, name: str) -> None:
    (desk.root / "content/articles/link.jpg").symlink_to(desk.root.parent / "outside/secret.jpg")
    desk.write("content/articles/cattivo.md", article("Cattivo", image=f'"{name}"'))
    desk.write("content/articles/altro.md", article("Altro", f"![x]({name})"))
    told = build(desk)
    assert len(told) == (1 if name.startswith("/") else 2)
    assert "is not in this project" in told[-1] or "leads nowhere" in told[-1]
    assert not [path for path in (desk.root / "docs").rglob("*") if path.suffix == ".jpg"]


@pytest.mark.parametrize(
    "target",
    ["a%00b.jpg", f"{'a' * 300}.jpg", f"{'a/' * 3000}x.jpg", "a%0Ab.jpg", "..", ".", "%2F%2F", "CON", "a:b/c.jpg"],
)
def test_a_link_to_what_no_file_can_be_called_leads_nowhere(desk: Project, target: str) -> None:
    desk.write("content/articles/cattivo.md", article("Cattivo", f"![x]({target})"))
    desk.write("content/articles/altro.md", article("Altro", f"[x]({target})"))
    assert all("leads nowhere" in line for line in build(desk))


@pytest.mark.parametrize("slug", ["../x", "/x", "a/b", "..", ".", "con", "NUL", "a.", "x" * 81, "COM1", "a b"])
def test_a_slug_is_a_plain_name(desk: Project, slug: str) -> None:
    desk.write("content/articles/cattivo.md", article("Cattivo", slug=f'"{slug}"'))
    (told,) = build(desk)
    assert f"'{slug}' is not a slug. Write slug: " in told


@pytest.mark.parametrize("title", ["CON", "nul", "Aux", "com1", "LPT9", "prn."])
def test_no_address_is_a_name_that_windows_keeps(desk: Project, title: str) -> None:
    assert slugify(title).endswith("-1")
    desk.write("content/articles/nome.md", article(title))
    assert build(desk) == []
    assert (desk.root / f"docs/it/2025/09/01/{slugify(title)}.md").exists()


@pytest.mark.parametrize("lang", ["../en", "/etc", "it/../en", "xx", "it\\0"])
def test_a_language_is_one_of_the_configured(desk: Project, lang: str) -> None:
    desk.write("content/articles/cattivo.md", article("Cattivo", lang=f'"{lang}"').replace("lang: it\n", "", 1))
    told = build(desk)
    assert not told or "is not configured" in told[0]


def test_topics_are_plain_names(desk: Project) -> None:
    topics = ["../../x", "/etc/passwd", "CON", "a\\b", "x" * 300]
    desk.write("content/articles/temi.md", article("Temi", topics=json.dumps(topics)))
    assert build(desk) == []
    names = {path.name for path in (desk.root / "docs/it/topics").iterdir()}
    assert {"x.md", "etc-passwd.md", "con-1.md"} <= names
    assert all(len(name) < 100 for name in names)


def test_a_name_that_is_no_text_is_refused(desk: Project) -> None:
    folder = os.fsencode(desk.root / "content/articles")
    Path(os.fsdecode(folder + b"/citt\xe0.md")).write_text(article("Nome"), encoding="utf-8")
    (desk.root / "content/articles/\x1b[2J\n.md").write_text(article("Altro"), encoding="utf-8")
    told = build(desk)
    assert [line.split(": ")[1] for line in told if "name" in line] == ["the file's name is not UTF-8. Rename it"]
    assert desk.known().articles.keys() >= {"content/articles/buono.md"}


def test_a_picture_whose_name_is_no_text_withholds_its_article_alone(desk: Project) -> None:
    desk.write("content/articles/ponte/testo.md", article("Ponte", "Testo breve."))
    picture_file = Path(os.fsdecode(os.fsencode(desk.root / "content/articles/ponte") + b"/f\xe0.jpg"))
    picture_file.write_bytes(picture())
    for _ in range(2):
        assert build(desk) == ["content/articles/ponte/f?.jpg: the file's name is not UTF-8. Rename it"]
    assert desk.known().articles.keys() >= {"content/articles/buono.md"}
    picture_file.rename(picture_file.with_name("foto.jpg"))
    assert build(desk) == []


@pytest.mark.site
def test_a_file_in_docs_whose_name_is_no_text_stops_nothing(desk: Project) -> None:
    """It goes with the pages; what cannot be noted is looked at by every build."""
    name = os.fsdecode(b"f\xe0.txt")
    (desk.root / "docs/it").mkdir(parents=True)
    (desk.root / "docs/it" / name).write_bytes(b"x")
    for _ in range(2):
        assert not desk.build()[1].faults
    assert (desk.root / "site/it" / name).read_bytes() == b"x"
    assert (desk.root / "site/it/2025/09/01/buono/index.html").exists()


def test_pictures_get_names_that_every_system_takes(desk: Project) -> None:
    """Names beside one article: some differ in capitals alone, some Windows keeps, some are too long with a folder."""
    long = "a" * 240
    names = ["Foto.jpg", "foto.jpg", "CON.jpg", "aux.png", f"{long}.jpg", "x y.jpg", "città.jpg"]
    for number, name in enumerate(names):
        form = "PNG" if name.endswith("png") else "JPEG"
        desk.write(f"content/articles/ponte/{name}", picture(300 + number, form=form))
    desk.write(f"content/articles/{'b' * 240}/{long}.jpg", picture(400))
    shown = "\n\n".join(f"![x](<{name}>)" for name in (*names, f"../{'b' * 240}/{long}.jpg"))
    desk.write("content/articles/ponte/testo.md", article("Ponte", shown))
    assert build(desk) == []
    placed = [path.name for path in (desk.root / "docs/it/2025/09/01/ponte").iterdir()]
    assert len({name.casefold() for name in placed}) == len(names) + 1
    assert not {"con.jpg", "aux.png"} & {name.casefold() for name in placed}
    assert all(len(name.encode()) <= 200 for name in placed)


def test_the_place_of_a_picture_is_its_name_where_that_will_do() -> None:
    assert place(PurePosixPath("content/articles/foto.jpg"), frozenset()) == "foto.jpg"
    assert place(PurePosixPath("content/a/foto.jpg"), frozenset({"FOTO.jpg".casefold()})) == "a-foto.jpg"


def test_folders_that_lead_out_of_the_project_are_not_written_to(desk: Project) -> None:
    (desk.root / "content/translations").mkdir()
    (desk.root / "content/translations/it").symlink_to(desk.root.parent / "outside")
    with pytest.raises(
        ConfigError, match="content/translations/it: the folder is a link that leads out of the project"
    ):
        build(desk)

"""Links and pictures as they must stand on a page."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.errors import ReadError
from generator.links import resolve
from generator.model import Article, Image
from generator.portable import blocks

ADDRESSES = {
    "content/articles/ponte.md": "2025/09/04/il-ponte",
    "content/articles/2025/strada.md": "2025/09/05/la-strada",
    "content/pages/about.md": "about",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("articles/foto.jpg", "articles/due parole.png", "articles/2025/foto.jpg", "articles/note.txt"):
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    return tmp_path


def story(body: str, *, image: str = "", file: str = "content/articles/ponte.md") -> Article:
    address = ADDRESSES[file]
    picture = Image(image) if image else None
    return Article(PurePosixPath(file), "article", "it", "Il ponte", blocks(body), image=picture, address=address)


def settled(body: str, root: Path, **values: str) -> str:
    return resolve(story(body, **values), ADDRESSES, root).markdown


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[a](2025/strada.md)", "[a](../05/la-strada.md)"),
        ("[a](./2025/../2025/strada.md#fine)", "[a](../05/la-strada.md#fine)"),
        ('[a](2025/strada.md "Titolo")', '[a](../05/la-strada.md "Titolo")'),
        ("[a](../pages/about.md)", "[a](../../../about.md)"),
        ("[a](<../pages/about.md>)", "[a](../../../about.md)"),
        ("![a](foto.jpg)", "![a](il-ponte/foto.jpg)"),
        ("![a](<due parole.png>)", "![a](<il-ponte/due parole.png>)"),
        ("![a](due%20parole.png)", "![a](<il-ponte/due parole.png>)"),
        ("[![a](foto.jpg)](2025/strada.md)", "[![a](il-ponte/foto.jpg)](../05/la-strada.md)"),
    ],
)
def test_links_inside_the_project(root: Path, link: str, expected: str) -> None:
    assert settled(f"Prima {link} dopo.\n", root) == f"Prima {expected} dopo.\n"


@pytest.mark.parametrize(
    "link",
    [
        "[a](https://news.example/x.md)",
        "[a](mailto:cronaca@news.example)",
        "[a](#sezione)",
        "[a](/assoluto/)",
        "<https://news.example/>",
        "[a](//news.example/x)",
        "`[a](nulla.md)`",
        "```\n[a](nulla.md)\n```",
        "Testo (nulla.md) e [nota] (nulla.md).",
    ],
)
def test_links_that_stay(root: Path, link: str) -> None:
    assert settled(f"{link}\n", root) == f"{link}\n"


@pytest.mark.parametrize(
    "target",
    [
        "nulla.md",
        "../../secret.png",
        "note.txt",
        "nulla.jpg",
        "../../../../etc/passwd",
        "2025/",
        "../pages/missing.md#a",
    ],
)
def test_links_to_nowhere_are_refused(root: Path, target: str) -> None:
    with pytest.raises(ReadError) as caught:
        settled(f"Prima [a]({target}) dopo.\n", root)
    assert str(caught.value.path) == "content/articles/ponte.md"
    assert f"'{target}' leads nowhere" in caught.value.message
    assert caught.value.hint


def test_the_line_of_a_link_to_nowhere(root: Path) -> None:
    (root / "content/articles/ponte.md").write_text("---\ntitle: X\n---\nUno.\n\nVedi [a](nulla.md).\n")
    with pytest.raises(ReadError) as caught:
        settled("Uno.\n\nVedi [a](nulla.md).\n", root)
    assert caught.value.line == 6


def test_pictures_go_beside_their_page_once(root: Path) -> None:
    found = resolve(story("![a](foto.jpg) ![b](foto.jpg) [c](https://a.example/b.jpg)\n"), ADDRESSES, root)
    assert found.pictures == ((root / "content/articles/foto.jpg", "2025/09/04/il-ponte/foto.jpg"),)


def test_two_pictures_of_one_name_do_not_overwrite_each_other(root: Path) -> None:
    found = resolve(story("![a](foto.jpg) ![b](2025/foto.jpg)\n"), ADDRESSES, root)
    places = [place for _, place in found.pictures]
    assert len(set(places)) == 2
    assert all(PurePosixPath(place).name in found.markdown for place in places)


def test_the_image_of_front_matter(root: Path) -> None:
    found = resolve(story("Testo.\n", image="foto.jpg"), ADDRESSES, root)
    assert found.image == Image("2025/09/04/il-ponte/foto.jpg")
    assert found.pictures == ((root / "content/articles/foto.jpg", "2025/09/04/il-ponte/foto.jpg"),)


@pytest.mark.parametrize("image", ["https://a.example/b.jpg", "nulla.jpg", "ponte.md", "../../secret.png"])
def test_an_image_that_is_no_picture_of_the_project_is_refused(root: Path, image: str) -> None:
    with pytest.raises(ReadError) as caught:
        resolve(story("Testo.\n", image=image), ADDRESSES, root)
    assert image in caught.value.message
    assert caught.value.hint


def test_an_article_without_links_is_the_same(root: Path) -> None:
    article = story("Uno.\n\n## Due\n")
    assert resolve(article, ADDRESSES, root) == article

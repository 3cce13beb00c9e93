"""The publish stage as a whole: what lies in `site/`, what is written again, what goes."""

from __future__ import annotations

import errno
import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
import yaml
from conftest import Lines, MakeProject, Project
from PIL import Image

from generator import config
from generator.pipeline import Moment, build
from generator.publish import moving
from generator.stamps import Mark

pytestmark = pytest.mark.site

PATH = "2025/09/04/il-ponte-riapre"
BESIDE = ("404.html", "_headers", "index.html", "news-sitemap.xml", "robots.txt", "sitemap.xml")
OWN = ("404.html", "feed.json", "feed.xml", "index.html", "manifest.webmanifest", "sitemap.xml")


def article(body: str = "Il ponte sul fiume riapre lunedì mattina.", **values: object) -> str:
    matter = {"title": "Il ponte riapre", "date": date(2025, 9, 4), "lang": "it"} | values
    return f"---\n{yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)}---\n{body}\n"


def jpeg(colour: tuple[int, int, int]) -> bytes:
    written = BytesIO()
    Image.new("RGB", (900, 600), colour).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def two(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte/ponte.md", article(image="foto.jpg"))
    made.write("content/articles/ponte/foto.jpg", jpeg((9, 99, 199)))
    return made


def files(made: Project) -> dict[str, tuple[int, bytes]]:
    root = made.root / "site"
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_everything_is_there(two: Project) -> None:
    two.build()
    found = files(two)
    assert {name for name in found if "/" not in name} == set(BESIDE)
    for tag in ("it", "fr"):
        assert set(OWN) <= {name.removeprefix(f"{tag}/") for name in found if name.startswith(f"{tag}/")}
        assert f"share/{tag}/{PATH}.png" in found
        assert f"share/{tag}/site.png" in found
        assert not [name for name in found if name.startswith((f"{tag}/partials/", f"{tag}/assets/javascripts/"))]
    assert {name.split("/")[0] for name in found if "/" in name} == {"it", "fr", "pagefind", "pictures", "share"}


def test_a_second_publication_writes_nothing(two: Project) -> None:
    two.build()
    before = files(two)
    _, lines = two.build()
    assert files(two) == before
    assert "0 files changed" in next(text for name, _, text in lines.stages if name == "publish")


def test_where_a_disk_fills_up_while_pages_are_published_every_locale_keeps_its_index(
    two: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The locales that are there by then are indexed already."""
    two.build()
    before = {name for name in files(two) if name.startswith("pagefind/")}
    real = moving.settle

    def full(path: Path, data: bytes) -> tuple[Mark, bool]:
        if path.is_relative_to(two.root / "site/fr") and path.suffix == ".html":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(moving, "settle", full)
    two.write("mkdocs.yml", two.read("mkdocs.yml").replace("Prova", "Una prova"))
    with pytest.raises(OSError, match="No space left"):
        two.build()
    assert before <= files(two).keys()
    monkeypatch.undo()
    two.build()
    assert {f"pagefind/{tag}.json" for tag in ("it", "fr")} <= files(two).keys()


def test_two_publications_are_byte_identical(two: Project, project: MakeProject) -> None:
    two.build()
    other = project(name="second", locales=("it", "fr"))
    other.write("content/articles/ponte/ponte.md", article(image="foto.jpg"))
    other.write("content/articles/ponte/foto.jpg", jpeg((9, 99, 199)))
    other.build()
    assert {name: data for name, (_, data) in files(two).items()} == {
        name: data for name, (_, data) in files(other).items()
    }


def test_an_edition_that_is_rendered_anew_keeps_what_is_made_after_it(two: Project) -> None:
    two.build()
    before = files(two)
    two.write("content/articles/ponte/ponte.md", article("Riapre martedì.", image="foto.jpg"))
    two.build()
    after = files(two)
    for name in ("it/manifest.webmanifest", "it/sitemap.xml", f"share/it/{PATH}.png"):
        assert after[name] == before[name]
    assert "Riapre martedì." in after["it/feed.xml"][1].decode()
    assert "Riapre martedì." in json.loads(after["it/feed.json"][1])["items"][0]["content_html"]


def test_the_whole_text_of_a_page_is_in_its_feeds(two: Project) -> None:
    body = "Primo.\n\nSecondo, con un [collegamento](../about.md) e **forza**.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    two.write("content/pages/about.md", "---\ntitle: Noi\nlang: it\n---\nSiamo noi.\n")
    two.write("content/articles/ponte/ponte.md", article(body.replace("../about.md", "../../pages/about.md")))
    two.build()
    html = json.loads(two.read("site/it/feed.json"))["items"][0]["content_html"]
    assert "Primo." in html
    assert "<strong>forza</strong>" in html
    assert "<table>" in html
    assert urljoin("https://news.example/it/", "about/") in html


def test_pictures_are_published_as_long_as_a_page_names_them(two: Project) -> None:
    two.build()
    first = {name for name in files(two) if name.startswith("pictures/")}
    assert {Path(name).name for name in first} >= {"480.avif", "480.webp", "800.jpg"}
    two.write("content/articles/ponte/foto.jpg", jpeg((199, 99, 9)))
    two.build()
    second = {name for name in files(two) if name.startswith("pictures/")}
    assert second
    assert not first & second
    (two.root / "content/articles/ponte/foto.jpg").unlink()
    two.write("content/articles/ponte/ponte.md", article())
    two.build()
    assert not [name for name in files(two) if name.startswith("pictures/")]
    assert not list((two.root / "site/pictures").iterdir())


def test_every_variant_that_a_page_names_is_published(two: Project) -> None:
    two.build()
    seen = 0
    for page in (two.root / "site").glob("*/**/*.html"):
        for source in page.read_text(encoding="utf-8").replace(",", " ").replace('"', " ").split():
            if "/pictures/" in source:
                name = source.split("/pictures/", 1)[1].strip("\\'")
                assert (two.root / "site/pictures" / name).is_file(), (page, source)
                seen += 1
    assert seen > 10


def test_a_locale_that_is_gone_leaves_nothing(two: Project, project: MakeProject) -> None:
    two.build()
    project(locales=("it",))
    two.build()
    assert not [name for name in files(two) if "fr" in Path(name).parts]


def test_what_is_not_public_is_nowhere(project: MakeProject) -> None:
    """Drafts, embargoed and withdrawn articles: no word of their texts, no address but that of the notice."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", article())
    hidden = {
        "bozza": {"draft": True},
        "domani": {"embargo": datetime(2025, 9, 11, 6, tzinfo=ZoneInfo("Europe/Rome"))},
        "ritirato": {"withdrawn": True},
    }
    for name, values in hidden.items():
        text = article(f"Parola{name} segreta.", title=f"Titolo{name}", slug=name, topics=[f"Tema{name}"], **values)
        made.write(f"content/articles/{name}.md", text)
    made.build(day=date(2025, 9, 10))
    for name, (_, content) in files(made).items():
        assert not [word for word in ("bozza", "domani") if word in name], name
        assert "ritirato" not in name or name.split("/", 1)[1] == "2025/09/04/ritirato/index.html", name
        for word in hidden:
            assert f"Titolo{word}".encode() not in content, name
            assert f"Parola{word}".encode() not in content, name
        if name.endswith((".xml", ".json", ".txt")):
            assert not [word for word in hidden if word.encode() in content], name


def test_an_address_under_a_path_is_whole_everywhere(project: MakeProject) -> None:
    made = project(locales=("it", "fr"), url="https://host.example/project/")
    made.write("content/articles/ponte.md", article())
    made.build(day=date(2025, 9, 4))
    base = "https://host.example/project/"
    assert f"Sitemap: {base}news-sitemap.xml" in made.read("site/robots.txt")
    assert f"<loc>{base}it/{PATH}/</loc>" in made.read("site/news-sitemap.xml")
    assert f"<loc>{base}it/sitemap.xml</loc>" in made.read("site/sitemap.xml")
    assert json.loads(made.read("site/it/feed.json"))["items"][0]["url"] == f"{base}it/{PATH}/"
    manifest = json.loads(made.read("site/it/manifest.webmanifest"))
    assert urljoin(f"{base}it/manifest.webmanifest", manifest["start_url"]) == f"{base}it/"
    for icon in manifest["icons"]:
        place = urljoin(f"{base}it/manifest.webmanifest", icon["src"]).removeprefix(base)
        assert (made.root / "site" / place).is_file()


def test_sitemaps_say_when_a_text_was_last_changed(two: Project) -> None:
    correction = {"date": date(2025, 9, 8), "text": "Era martedì."}
    two.write("content/articles/ponte/ponte.md", article(updated=date(2025, 9, 6), corrections=[correction]))
    two.build()
    assert "<lastmod>2025-09-08</lastmod>" in two.read("site/it/sitemap.xml")


def test_a_missing_font_is_a_notice_of_the_build(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.font_folders", lambda: ())
    made = project(locales=("it",))
    made.write("content/articles/ponte.md", article())
    _, lines = made.build()
    (notice,) = lines.notices
    assert "fonts-noto-core" in notice


def test_a_build_on_another_day_changes_the_news_alone(two: Project) -> None:
    two.build(day=date(2025, 9, 4))
    before = files(two)
    site = config.load(two.root)
    build(site, Moment(date(2025, 9, 10), 1_757_500_000), {}, Lines(), offline=True)
    after = files(two)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"news-sitemap.xml"}

"""Whole builds of articles that are held back, taken back, corrected or illustrated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import DAY, MakeProject, Project, picture
from services import Service, service

from generator.translate.engines.pseudo import accented
from generator.write import listing

pytestmark = pytest.mark.site

SECRET = "Il pozzo zurbino riapre"
PAGE = "2025/09/04/il-pozzo-zurbino-riapre"
NOON = "2025-09-10T12:00:00+00:00"


def story(*lines: str, body: str = "Un solo capoverso sul pozzo.\n") -> str:
    return "\n".join(["---", f'title: "{SECRET}"', "date: 2025-09-04", "lang: it", *lines, "---", body])


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    other = "---\ntitle: Un ponte\ndate: 2025-09-01\nlang: it\ntopics: [citta]\n---\nIl ponte è lungo.\n"
    made.write("content/articles/ponte.md", other)
    return made


def published(project: Project, words: str = "zurbino") -> list[str]:
    """The files that readers or search engines get in which a word stands, or whose name has it."""
    plain = re.compile(f"{words}|{accented(words)}", re.IGNORECASE)
    places = (path for name in ("docs", "site") for path in sorted((project.root / name).rglob("*")) if path.is_file())
    return [
        str(path.relative_to(project.root))
        for path in places
        if plain.search(path.name) or plain.search(path.read_bytes().decode("utf-8", "replace"))
    ]


def test_an_embargoed_article_appears_nowhere_until_its_time_and_is_ready_then(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-09-11T06:00:00+02:00"))
    outcome, lines = newsroom.build()
    assert (outcome.faults, published(newsroom)) == (0, [])
    assert any("1 under embargo" in text for _, _, text in lines.stages)
    record = f"content/translations/fr/{PAGE}.po"
    assert accented(SECRET) in newsroom.read(record)
    outcome, lines = newsroom.build(day=DAY + timedelta(days=1))
    assert outcome.faults == 0
    assert f"docs/fr/{PAGE}.md" in published(newsroom)
    told = next(text for name, locale, text in lines.stages if (name, locale) == ("translate", "fr"))
    assert told.startswith("5 segments · 5 kept")


def test_an_embargo_ends_at_its_moment_in_its_zone(newsroom: Project) -> None:
    """Builds of these tests are made at noon, UTC."""
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-09-10T14:00:01+02:00"))
    newsroom.build()
    assert published(newsroom) == []
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-09-10T14:00:00+02:00"))
    newsroom.build()
    assert published(newsroom)


def test_an_embargo_that_is_put_on_later_takes_the_pages_back(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo.md", story())
    newsroom.build()
    assert published(newsroom)
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-10-01T06:00:00Z"))
    outcome, _ = newsroom.build()
    assert (outcome.faults, published(newsroom)) == (0, [])


def test_a_link_to_an_embargoed_article_withholds_the_one_that_has_it(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-10-01T06:00:00Z"))
    newsroom.write("content/articles/guida.md", "---\ntitle: Guida\nlang: it\n---\n[Leggi](pozzo.md).\n")
    _, lines = newsroom.build()
    assert [fault.partition(". ")[0] for fault in lines.told] == [
        "content/articles/guida.md:5: the link to 'pozzo.md' leads nowhere"
    ]
    assert published(newsroom) == []


@pytest.fixture
def online(project: MakeProject) -> Iterator[tuple[Project, Service]]:
    """A newsroom whose only engine is a service on loopback."""
    with service("google") as running:
        made = project(locales=("it", "fr"), engines=[{"google": {"url": running.url}}])
        yield made, running


def test_what_is_not_public_is_sent_to_no_online_engine(online: tuple[Project, Service]) -> None:
    newsroom, running = online
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-10-01T06:00:00Z"))
    newsroom.write("content/articles/bozza.md", story("draft: true"))
    outcome, lines = newsroom.build(offline=False)
    assert (running.requests, outcome.faults, lines.told) == ([], 0, [])
    newsroom.build(offline=False, day=date(2025, 10, 2))
    assert any(SECRET in str(request["q"]) for request in running.requests)


def test_the_configuration_may_allow_it(online: tuple[Project, Service]) -> None:
    newsroom, running = online
    newsroom.write("mkdocs.yml", newsroom.read("mkdocs.yml") + "    send_embargoed: true\n")
    newsroom.write("content/articles/pozzo.md", story("embargo: 2025-10-01T06:00:00Z"))
    newsroom.write("content/articles/bozza.md", story("draft: true", body="Una bozza.\n"))
    newsroom.build(offline=False)
    assert any(SECRET in str(request["q"]) for request in running.requests)
    assert not any("bozza" in str(request["q"]) for request in running.requests)


def test_a_withdrawn_article_leaves_a_notice_and_nothing_else(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo/testo.md", story("topics: [pozzi]", body="Il pozzo ![Foto](foto.jpg).\n"))
    newsroom.write("content/articles/pozzo/foto.jpg", picture())
    newsroom.build()
    assert f"site/it/{PAGE}/foto.jpg" in {
        path.relative_to(newsroom.root).as_posix() for path in newsroom.root.rglob("site/it/**/*.jpg")
    }
    reason = "La fonte si è smentita."
    newsroom.write(
        "content/articles/pozzo/testo.md",
        story(
            "topics: [pozzi]", f'withdrawn: {{date: 2025-09-09, text: "{reason}"}}', body="Il pozzo ![](foto.jpg).\n"
        ),
    )
    outcome, lines = newsroom.build()
    assert (outcome.faults, lines.told) == (0, [])
    assert {Path(path).suffix for path in published(newsroom)} <= {".md", ".html", ""}
    addresses = {f"docs/{tag}/{PAGE}.md" for tag in ("it", "fr")} | {
        f"site/{tag}/{PAGE}/index.html" for tag in ("it", "fr")
    }
    for path in published(newsroom):
        assert path in addresses, f"{path} still names it"
    for path in sorted(addresses):
        text = newsroom.read(path)
        assert "Un solo capoverso" not in text
        assert SECRET not in text
        assert (reason if "/it/" in path else accented(reason)) in text
    assert not list(newsroom.root.rglob("site/**/foto.jpg"))
    assert not (newsroom.root / "docs/fr/topics/pozzi.md").exists()


@pytest.mark.parametrize("edited", [False, True], ids=["page as written", "page edited"])
def test_a_record_that_cannot_be_read_keeps_no_withdrawn_text_public(newsroom: Project, edited: bool) -> None:
    newsroom.write("content/articles/pozzo.md", story())
    newsroom.build()
    page, record = f"docs/fr/{PAGE}.md", f"content/translations/fr/{PAGE}.po"
    draft = accented("Un solo capoverso sul pozzo.")
    assert draft in newsroom.read(page)
    newsroom.write(record, newsroom.read(record) + "<<<<<<< ours\n")
    if edited:
        newsroom.write(page, newsroom.read(page).replace(draft, "Un puits."))
    newsroom.write("content/articles/pozzo.md", story("withdrawn: true"))
    outcome, lines = newsroom.build()
    assert outcome.faults == 1
    assert lines.told[0].startswith(record)
    seen = newsroom.read(f"site/fr/{PAGE}/index.html")
    assert draft not in seen
    assert "Un puits." not in seen
    assert accented(SECRET) not in seen
    assert ("Un puits." in newsroom.read(page)) == edited


def test_what_is_published_again_after_all_comes_back_whole(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo.md", story())
    newsroom.build()
    page = newsroom.read(f"docs/fr/{PAGE}.md")
    newsroom.write("content/articles/pozzo.md", story("withdrawn: true"))
    newsroom.build()
    assert "withdrawn.html" in newsroom.read(f"docs/fr/{PAGE}.md")
    newsroom.write("content/articles/pozzo.md", story())
    outcome, lines = newsroom.build()
    assert outcome.faults == 0
    assert newsroom.read(f"docs/fr/{PAGE}.md") == page
    assert "kept" in next(text for name, tag, text in lines.stages if (name, tag) == ("translate", "fr"))


def test_corrections_stand_in_every_edition_and_can_be_corrected_there(newsroom: Project) -> None:
    told = "Una versione precedente diceva altro."
    newsroom.write("content/articles/pozzo.md", story(f'corrections: [{{date: 2025-09-08, text: "{told}"}}]'))
    newsroom.build()
    page = f"docs/fr/{PAGE}.md"
    assert accented(told) in newsroom.read(page)
    better = "Une version précédente disait autre chose."
    newsroom.write(page, newsroom.read(page).replace(accented(told), better))
    outcome, lines = newsroom.build()
    assert outcome.faults == 0
    assert any("corrections taken over as approved: 1" in notice for notice in lines.notices)
    assert better in newsroom.read(f"content/translations/fr/{PAGE}.po")
    newsroom.build()
    assert better in newsroom.read(page)


def test_an_article_in_a_folder_of_its_own_takes_the_picture_there(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo/testo.md", story(body="Il pozzo.\n\n![Il fondo](a.jpg)\n"))
    newsroom.write("content/articles/pozzo/a.jpg", picture())
    newsroom.write("content/articles/pozzo/b.jpg", picture(700, "navy"))
    outcome, lines = newsroom.build()
    assert (outcome.faults, lines.told) == (0, [])
    page = newsroom.read(f"docs/fr/{PAGE}.md")
    assert f"src: {PAGE}/b.jpg" in page
    assert re.search(rf"pictures:\n  {Path(PAGE).name}/a\.jpg:\n    id: \w+\n    width: 800\n    height: 533\n", page)
    assert (newsroom.root / f"docs/it/{PAGE}/a.jpg").exists()


def test_the_words_of_a_picture_are_translated(newsroom: Project) -> None:
    newsroom.write("content/articles/foto.jpg", picture())
    image = 'image: {file: foto.jpg, alt: "Un pozzo", caption: "Il pozzo in settembre", credit: "Anna Neri"}'
    newsroom.write("content/articles/pozzo.md", story(image))
    newsroom.build()
    page = newsroom.read(f"docs/fr/{PAGE}.md")
    for words in (f"alt: {accented('Un pozzo')}", accented("Il pozzo in settembre"), "credit: Anna Neri"):
        assert words in page


def test_a_picture_that_is_none_withholds_its_article_alone(newsroom: Project) -> None:
    newsroom.write("content/articles/foto.jpg", b"no picture")
    newsroom.write("content/articles/pozzo.md", story("image: foto.jpg"))
    outcome, lines = newsroom.build()
    assert outcome.faults == 1
    assert lines.told[0].startswith("content/articles/foto.jpg: ")
    assert (newsroom.root / "site/fr/2025/09/01/un-ponte/index.html").exists()
    assert published(newsroom) == []


def test_listing_pages_have_the_same_addresses_in_every_locale(newsroom: Project) -> None:
    newsroom.write("content/articles/pozzo.md", story("topics: [pozzi, citta]"))
    newsroom.build()
    docs = newsroom.root / "docs"
    found = {
        tag: {path.relative_to(docs / tag).as_posix() for path in (docs / tag).rglob("*.md")} for tag in ("it", "fr")
    }
    assert found["it"] == found["fr"]
    assert {"archive.md", "archive/2025.md", "topics.md", "topics/pozzi.md", "topics/citta.md", "search.md"} <= found[
        "it"
    ]
    newsroom.write("content/articles/pozzo.md", story("topics: [citta]"))
    newsroom.build()
    assert not list(newsroom.root.glob("docs/*/topics/pozzi.md"))
    assert not list(newsroom.root.glob("site/*/topics/pozzi"))


def test_a_year_that_grows_long_gets_pages_of_its_months_and_loses_them_again(
    newsroom: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "YEAR", 2)
    newsroom.write("content/articles/pozzo.md", story())
    newsroom.build()
    year = newsroom.root / "site/fr/archive/2025"
    assert "#m2025-09" in newsroom.read("docs/fr/archive.md")
    assert not (year / "09").exists()
    newsroom.write(
        "content/articles/mare.md", "---\ntitle: Il mare\ndate: 2025-08-01\nlang: it\n---\nIl mare è calmo.\n"
    )
    newsroom.build()
    september, august = ((year / month / "index.html").read_text("utf-8") for month in ("09", "08"))
    assert (september.count('class="nr-story__title"'), august.count('class="nr-story__title"')) == (2, 1)
    assert 'href="../../../archive/2025/08/"' in september
    assert 'href="../../archive/2025/08/"' in (year / "index.html").read_text("utf-8")
    (newsroom.root / "content/articles/mare.md").unlink()
    newsroom.build()
    assert sorted(path.name for path in year.iterdir()) == ["index.html"]

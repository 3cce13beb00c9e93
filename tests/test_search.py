"""The search index in shards: the plan, what is indexed, what is left alone."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import MakeProject
from hypothesis import given
from hypothesis import strategies as st
from newsroom_fixtures import Newsroom
from searching import Texts, article, decoded, reindex, searchable, shards

from generator.config import Site
from generator.errors import PublishError
from generator.publish.search import Searchable, Sizes, bundles, slim
from generator.publish.search.shards import plan

FEW = Sizes(newest=2, largest=8)


# --- the plan --------------------------------------------------------------------------------------------------------

DAYS = st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2025, 12, 31)), st.just(date(2025, 9, 4)))
PAGES = st.lists(DAYS, max_size=120).map(lambda days: [page(day, number) for number, day in enumerate(days)])
SIZES = st.builds(Sizes, st.integers(1, 6), st.integers(6, 40))


def page(day: date | None, number: int) -> Searchable:
    return searchable(f"{day:%Y/%m/%d}/text-{number}/" if day else f"page-{number}/", "")


@given(PAGES, SIZES, st.randoms())
def test_every_page_is_in_one_shard_of_bounded_size_whatever_the_order(
    pages: list[Searchable], sizes: Sizes, chance: random.Random
) -> None:
    found = plan(pages, sizes)
    assert sorted(each.path for shard in found for each in shard) == sorted(each.path for each in pages)
    assert all(0 < len(shard) <= sizes.largest for shard in found)
    assert not found or len(found[-1]) <= sizes.newest
    shuffled = list(pages)
    chance.shuffle(shuffled)
    assert plan(shuffled, sizes) == found


@given(PAGES, SIZES)
def test_shards_follow_each_other_in_time(pages: list[Searchable], sizes: Sizes) -> None:
    days = [each.day or date.min for shard in plan(pages, sizes) for each in shard]
    assert days == sorted(days)


def growing(count: int, a_week: int = 7) -> Iterator[list[Searchable]]:
    pages: list[Searchable] = []
    for number in range(count):
        pages.append(page(date(2015, 1, 1) + timedelta(days=number * 7 // a_week), number))
        yield pages


def paths(found: list[list[Searchable]]) -> set[tuple[str, ...]]:
    return {tuple(each.path for each in shard) for shard in found}


def test_a_new_article_changes_the_newest_shard_and_seldom_another() -> None:
    """Over a growth to 2,500 articles; on the average, an article costs the reading of few others."""
    before: set[tuple[str, ...]] = set()
    read = alone = 0
    for pages in growing(2500):
        after = paths(plan(pages))
        new = after - before
        read += sum(map(len, new))
        alone += len(new) == 1
        before = after
    assert alone > 0.97 * 2500
    assert read < 60 * 2500


def test_an_article_of_an_old_day_costs_the_reading_of_one_full_shard() -> None:
    (*_, pages) = growing(3000)
    before = paths(plan(pages))
    moved = []
    for number in range(50):
        late = page(date(2015, 1, 10) + timedelta(days=58 * number), 9000 + number)
        moved.append(sum(map(len, paths(plan([*pages, late])) - before)))
    assert max(map(len, before)) <= 1024
    assert max(moved) <= 1024 + 64


def test_many_articles_are_in_few_shards() -> None:
    for count, most in ((100, 3), (500, 4), (2000, 10), (10_000, 9)):
        (*_, pages) = growing(count, a_week=19)
        found = plan(pages)
        assert len(found) <= most, (count, [len(shard) for shard in found])


# --- what is read ----------------------------------------------------------------------------------------------------


def told(soup: BeautifulSoup) -> tuple[str, list[tuple[str, str, str]]]:
    """What Pagefind takes from a page: the words it reads, and what else it is told, with the words that tell it."""
    (body,) = soup.select("[data-pagefind-body]")
    kinds = ("data-pagefind-filter", "data-pagefind-meta")
    facts = [(kind, element[kind], element.get_text()) for kind in kinds for element in body.select(f"[{kind}]")]
    for ignored in body.select("[data-pagefind-ignore]"):
        ignored.decompose()
    return " ".join(body.get_text(" ").split()), facts


@pytest.mark.site
def test_nothing_is_lost_in_a_slim_page(newsroom: Newsroom) -> None:
    seen = 0
    for path in sorted(newsroom.site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        soup, slimmed = BeautifulSoup(text, "html.parser"), slim(text)
        assert bool(soup.select("[data-pagefind-body]")) == bool(slimmed), path
        if slimmed:
            thin = BeautifulSoup(slimmed, "html.parser")
            assert thin.html["lang"] == soup.html["lang"]
            assert told(thin) == told(soup), path
            assert not thin.select("nav, script, form, .nr-share, .nr-notice, .nr-corrections, .nr-further"), path
            assert "<p></p>" not in slimmed
            assert len(slimmed) < len(text) / 2
            seen += 1
    assert seen > 100


@pytest.mark.site
def test_a_slim_page_is_the_same_while_its_article_is(project: MakeProject) -> None:
    """A newer article, on the same topic, becomes a neighbour and a related story."""
    made = project(locales=("it",))
    made.write("content/articles/ponte.md", article("Il ponte riapre lunedì.", topics=["Città"]))
    made.build()
    place = "site/it/2025/09/04/il-ponte-riapre/index.html"
    before = made.read(place)
    made.write(
        "content/articles/molo.md", article("Il molo chiude.", "Il molo", topics=["Città"], date=date(2025, 9, 5))
    )
    made.build()
    assert made.read(place) != before
    assert slim(made.read(place)) == slim(before)


def test_elements_end_where_they_end() -> None:
    text = (
        '<html data-x lang="it" dir="ltr"><body><nav>fuori</nav><article class="nr-article" data-pagefind-body>'
        '<div class="a" data-pagefind-ignore><div>uno</div><p>due <span data-pagefind-filter="year:2025">tre</span></p>'
        "<diva>x</diva></div><p data-pagefind-ignore>quattro <picture></picture></p><pre>&lt;p data-pagefind-ignore&gt;"
        "</pre><p>cinque</p></article><article>sei</article></body></html>"
    )
    assert slim(text) == (
        '<html lang="it"><body><article class="nr-article" data-pagefind-body><div data-pagefind-ignore>'
        '<span data-pagefind-filter="year:2025">tre</span></div><pre>&lt;p data-pagefind-ignore&gt;</pre><p>cinque</p>'
        "</article></body></html>\n"
    )


@pytest.mark.parametrize("text", ["", '<html lang="it"><body><article class="nr-article">x</article></body></html>'])
def test_what_is_not_marked_is_not_searched(text: str) -> None:
    assert slim(text) is None


# --- what is indexed again -------------------------------------------------------------------------------------------


def html(tag: str, title: str, text: str, year: int, topic: str = "Città") -> str:
    return (
        f'<html lang="{tag}"><body><article data-pagefind-body><h1 data-pagefind-meta="title">{title}</h1>'
        f'<div data-pagefind-ignore><span data-pagefind-filter="year:{year}">{year}</span></div>'
        f'<div data-pagefind-ignore><a data-pagefind-filter="topic">{topic}</a></div><p>{text}</p>'
        "</article></body></html>"
    )


def some(count: int, tags: tuple[str, ...] = ("it", "fr")) -> Texts:
    found = {}
    for number in range(count):
        day = date(2021, 1, 1) + timedelta(days=40 * number)
        path = f"{day:%Y/%m/%d}/testo-{number}/"
        for tag in tags:
            found[tag, path] = html(tag, f"Testo {number}", f"ponte parola{number} {tag}", day.year)
    return found | {(tag, "about/"): html(tag, "Chi siamo", "redazione", 2021) for tag in tags}


@pytest.fixture
def site(project: MakeProject) -> Site:
    return project(locales=("it", "fr")).site()


def files(site: Site) -> dict[str, tuple[int, bytes]]:
    root = site.output / "pagefind"
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in found}


def like_anew(site: Site, texts: Texts, beside: Path) -> bool:
    """Whether the index is that of a build with nothing before it."""
    clean = replace(site, root=beside)
    reindex(clean, texts, FEW)
    same = decoded(site.output / "pagefind") == decoded(clean.output / "pagefind")
    shutil.rmtree(beside)
    return same


def test_a_second_run_does_nothing(site: Site) -> None:
    assert reindex(site, some(20), FEW) == 42
    before = files(site)
    assert reindex(site, some(20), FEW) == 42
    assert files(site) == before
    assert len(shards(site, "it")) > 3
    assert not [name for name in before if name.startswith(("pagefind-ui", "pagefind-component", "pagefind-mod"))]


def test_what_is_added_changed_and_taken_away_ends_as_if_made_anew(site: Site, tmp_path: Path) -> None:
    texts = some(20)
    reindex(site, texts, FEW)
    newest, oldest = max(path for _, path in texts if path[0] == "2"), min(path for _, path in texts)
    steps: list[Texts] = [
        texts | {("it", "2024/01/01/nuovo/"): html("it", "Nuovo", "appena arrivato", 2024)},
        texts | {("fr", oldest): html("fr", "Vieux", "corrigé", 2021)},
        {key: text for key, text in texts.items() if key[1] != newest},
        some(3),
        {key: text for key, text in texts.items() if key[0] == "it"},
        texts,
    ]
    for step in steps:
        assert reindex(site, step, FEW) == len(step)
        assert like_anew(site, step, tmp_path / "anew")


def test_one_new_article_leaves_the_other_shards_alone(site: Site) -> None:
    texts = some(20)
    reindex(site, texts, FEW)
    before = files(site)
    reindex(site, texts | {("it", "2024/01/01/nuovo/"): html("it", "Nuovo", "appena arrivato", 2024)}, FEW)
    after = files(site)
    written = {name for name in after if after[name] != before.get(name)}
    (shard,) = {match[1] for name in written if (match := re.search(r"(it-x-\d+)_", name))}
    assert written - {name for name in written if shard in name} == {"it.json"}
    assert list(shards(site, "it"))[-1] == shard


@pytest.mark.parametrize(
    "damage",
    ["site/pagefind", "site/pagefind/index", "site/pagefind/pagefind-worker.js", ".cache/search", ".cache"],
)
def test_what_is_deleted_is_made_again(site: Site, tmp_path: Path, damage: str) -> None:
    reindex(site, some(20), FEW)
    path = site.root / damage
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    reindex(site, some(20), FEW)
    assert like_anew(site, some(20), tmp_path / "anew")


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '{"digest": "x"}', '{"files": 3}', "\udcff"])
def test_a_damaged_note_is_as_good_as_none(site: Site, tmp_path: Path, note: str) -> None:
    reindex(site, some(20), FEW)
    for path in (site.cache / "search").rglob("*.json"):
        path.write_text(note, encoding="utf-8", errors="surrogateescape")
    (site.output / "pagefind/it.json").write_text("stale", encoding="utf-8")
    reindex(site, some(20), FEW)
    assert like_anew(site, some(20), tmp_path / "anew")


def test_another_version_of_pagefind_indexes_everything_again(site: Site) -> None:
    """Shards of two versions must not stand beside each other."""
    reindex(site, some(20), FEW)
    noted = list((site.cache / "search").rglob("*.json"))
    for path in noted:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"version": "[^"]*"', '"version": "1.0.0"', text), encoding="utf-8")
    reindex(site, some(20), FEW)
    assert not [path for path in noted if '"1.0.0"' in path.read_text(encoding="utf-8")]


def test_another_form_of_the_table_indexes_everything_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made by an earlier version of this project, whose worker looked for other files."""
    monkeypatch.setattr(bundles, "_FORM", bundles._FORM - 1)
    reindex(site, some(20), FEW)
    noted = {path: path.read_bytes() for path in (site.cache / "search").rglob("*.json")}
    monkeypatch.undo()
    reindex(site, some(20), FEW)
    assert len(noted) > 3
    assert not [path for path, data in noted.items() if path.read_bytes() == data]


def test_readers_of_a_large_shard_load_no_names_of_its_pieces(site: Site) -> None:
    reindex(site, some(20), FEW)
    folder = site.output / "pagefind"
    tables = {path.stem.rpartition("_")[0]: json.loads(path.read_bytes()) for path in (folder / "meta").iterdir()}
    sizes = shards(site, "it") | shards(site, "fr")
    assert tables.keys() == sizes.keys()
    for name, (place, _, pages, pieces, *_) in tables.items():
        assert len(pages) == sizes[name]
        assert bool(place) == (sizes[name] > FEW.newest) == all(isinstance(words, int) for words in pages)
        named = range(len(pages)) if place else [page for page, _ in pages]
        assert all((folder / "fragment" / place / f"{page}.pf_fragment").is_file() for page in named)
        assert all(len(piece) == (2 if place else 3) for piece in pieces)
    assert {bool(place) for place, *_ in tables.values()} == {True, False}


def test_locales_without_pages_have_an_index_without_shards(site: Site) -> None:
    assert reindex(site, some(3, ("it",)), FEW) == 4
    assert shards(site, "fr") == {}


def test_what_pagefind_refuses_is_told_and_the_old_index_stays(site: Site) -> None:
    """A shard without a single word."""
    texts = some(20)
    reindex(site, texts, FEW)
    before = files(site)
    empty = {("it", f"2030/0{month}/01/x/"): '<html lang="it"><body></body></html>' for month in (1, 2, 3)}
    with pytest.raises(PublishError, match="Pagefind failed: Error: Pagefind was not able to build an index"):
        reindex(site, texts | empty, FEW)
    assert files(site).items() >= before.items()
    reindex(site, texts, FEW)
    assert {name: data for name, (_, data) in files(site).items()} == {name: data for name, (_, data) in before.items()}


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from generator import config
from searching import reindex
from test_search import FEW, some
reindex(config.load(Path(sys.argv[1])), some(30), FEW)
"""


def test_a_build_that_is_killed_is_made_good(site: Site, tmp_path: Path) -> None:
    """At any instant; what Pagefind goes on writing does no harm."""
    reindex(site, some(20), FEW)
    command = [sys.executable, "-c", KILLED, str(site.root), str(Path(__file__).parent)]
    started = time.monotonic()
    spared = replace(site, root=tmp_path / "spared")
    shutil.copytree(site.root, spared.root)
    subprocess.run([*command[:3], str(spared.root), command[4]], check=True, cwd=Path.cwd())
    took = time.monotonic() - started
    for part in (0.4, 0.6, 0.7, 0.8, 0.9, 0.97):
        child = subprocess.Popen(command, cwd=Path.cwd())
        time.sleep(took * part)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    reindex(site, some(30), FEW)
    assert like_anew(site, some(30), tmp_path / "anew")

"""The newsroom that is measured: its records are what the generator writes, and a build of it asks no engine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bench import newsroom, stories, writing
from bench.newsroom import Newsroom
from conftest import DAY, Lines

from generator.config import load
from generator.files import read
from generator.gather import gather
from generator.report import Faults
from generator.run import Moment
from generator.segment import split
from generator.translate import records

ARTICLES = 20


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return newsroom.make(tmp_path_factory.mktemp("bench") / "newsroom", ARTICLES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return newsroom.make(tmp_path_factory.mktemp("bench") / "built", ARTICLES)


def build(made: Newsroom) -> str:
    """Build without a network and without translating; returns what was said."""
    command = [sys.executable, "-m", "generator", "--root", str(made.root), "build", "--offline", "--frozen"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1757505600"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def page(made: Newsroom, tag: str, address: str) -> str:
    return read(made.root / "site" / tag / address / "index.html")


def test_the_same_numbers_give_the_same_bytes(pristine: Newsroom, tmp_path: Path) -> None:
    again = newsroom.make(tmp_path / "again", ARTICLES)
    assert contents(again.root) == contents(pristine.root)
    other = newsroom.make(tmp_path / "other", ARTICLES, seed=2)
    assert contents(other.root) != contents(pristine.root)


def test_records_are_what_the_generator_writes(pristine: Newsroom) -> None:
    lines = Lines()
    site = load(pristine.root)
    gathered = gather(site, Moment(DAY, 0), Faults(lines), keep=False)
    assert not lines.faults
    assert len(gathered.articles) == ARTICLES + 4
    for article in gathered.articles:
        segments = split(replace(article, topics=()))
        for tag in newsroom.TAGS[1:]:
            text = read(site.root / records.path(tag, article.address))
            record = records.load(text, article.path)
            known = [(entry.key, entry.source) for entry in record.entries]
            assert known == [(segment.key, segment.text) for segment in segments]
            assert not any(entry.corrected or entry.kept for entry in record.entries)
            assert records.dump(record, locale=tag, source_locale="it", source=article.path) == text


def test_articles_are_varied(pristine: Newsroom) -> None:
    made = [stories.story(pristine.writer.plan, number) for number in range(200)]
    lengths = sorted(sum(len(text.ranks) for _, text in story.body) for story in made)
    assert 120 <= lengths[0] < 200 and 300 < lengths[100] < 450 and 700 < lengths[-1] < 1_700
    forms = {form for story in made for form, _ in story.body}
    assert forms == {"paragraph", "heading", "list item", "quote"}
    links = [mark.link for story in made for _, text in story.body for mark in text.marks if mark.link >= 0]
    assert len(links) > 100
    assert sum(story.picture > 0 for story in made) == 20
    assert {len(tongue.words) for tongue in pristine.writer.tongues} == {40_000}


def test_a_build_asks_no_engine_and_changes_no_record(made: Newsroom) -> None:
    before = contents(made.root / "content")
    said = build(made)
    assert "withheld:" not in said
    assert contents(made.root / "content") == before
    address = writing.address(made.writer, newsroom.recent(made))
    assert all(page(made, tag, address) for tag in newsroom.TAGS)


def test_changes_come_with_their_records(made: Newsroom) -> None:
    build(made)
    added = newsroom.add(made)
    photographed = newsroom.add(made, 1, photographed=True)
    recent = newsroom.edit(made, newsroom.recent(made), 1)
    old = newsroom.edit(made, newsroom.old(made), 1)
    number = newsroom.recent(made, 3)
    newsroom.foresee(made, number, [1, 2])
    build(made)
    for change in (added, photographed, recent, old):
        assert all(change.shown[tag] in page(made, tag, change.address) for tag in newsroom.TAGS)
    assert all("1600.avif" in page(made, tag, photographed.address) for tag in newsroom.TAGS)
    for version in (2, 1):
        foreseen = newsroom.edit(made, number, version, translated=False)
        build(made)
        assert [path.suffix for path in foreseen.files] == [".md"]
        assert all(foreseen.shown[tag] in page(made, tag, foreseen.address) for tag in newsroom.TAGS)


def test_days_are_spread_over_five_years() -> None:
    plan = stories.Plan(2_000, 1, ())
    days = [stories.day(plan, number) for number in range(2_000)]
    assert days == sorted(days) and days[-1] == stories.LAST and (days[-1] - days[0]).days > 1_800
    assert max(days.count(day) for day in set(days)) <= 2

"""The home page and the archive of a locale."""

from __future__ import annotations

import random
from datetime import date

import pytest
import yaml

from generator.write.listing import FRONT, archive, home, newest_first
from generator.write.page import Story
from generator.write.seal import is_untouched


def story(path: str, day: date | None, **values: object) -> Story:
    return Story(path, f"Titolo {path}", "Sommario.", day, "it", "original", (("citta", "Città"),), **values)  # type: ignore[arg-type]


STORIES = [
    story("2025/09/04/b/", date(2025, 9, 4)),
    story("2025/09/04/a/", date(2025, 9, 4)),
    story("2025/10/01/c/", date(2025, 10, 1)),
    story("2024/12/31/d/", date(2024, 12, 31)),
]


def head(page: str) -> dict[str, object]:
    return yaml.safe_load(page.split("---\n")[1])  # type: ignore[no-any-return]


def test_newest_first_and_by_path_within_a_day() -> None:
    expected = [STORIES[2], STORIES[1], STORIES[0], STORIES[3]]
    for seed in range(10):
        shuffled = random.Random(seed).sample(STORIES, len(STORIES))
        assert newest_first(shuffled) == expected


def test_a_story_without_a_date_comes_last() -> None:
    undated = story("x/", None)
    assert newest_first([undated, *STORIES])[-1] == undated


def test_the_home_page() -> None:
    page = home(STORIES, "it", "Prova", "Un giornale")
    values = head(page)
    assert (values["title"], values["description"], values["template"], values["lang"]) == (
        "Prova",
        "Un giornale",
        "home.html",
        "it",
    )
    assert values["stories"][0] == {  # type: ignore[index]
        "path": "2025/10/01/c/",
        "title": "Titolo 2025/10/01/c/",
        "summary": "Sommario.",
        "date": date(2025, 10, 1),
        "date_text": "1 ottobre 2025",
        "lang": "it",
        "state": "original",
        "topics": [{"slug": "citta", "label": "Città"}],
    }
    assert is_untouched(page)


def test_the_home_page_has_the_newest_only() -> None:
    many = [story(f"{number:03}/", date.fromordinal(730000 + number)) for number in range(FRONT + 5)]
    listed = head(home(many, "it", "Prova", ""))["stories"]
    assert [item["path"] for item in listed] == [f"{number:03}/" for number in range(FRONT + 4, 4, -1)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("locale", "headings"),
    [
        ("it", ["ottobre 2025", "settembre 2025", "dicembre 2024"]),
        ("en", ["October 2025", "September 2025", "December 2024"]),
        ("ca", ["octubre del 2025", "setembre del 2025", "desembre del 2024"]),
        ("es", ["octubre de 2025", "septiembre de 2025", "diciembre de 2024"]),
    ],
)
def test_the_archive_is_grouped_by_month(locale: str, headings: list[str]) -> None:
    values = head(archive(STORIES, locale, "Tutto"))
    assert [group["heading"] for group in values["groups"]] == headings  # type: ignore[attr-defined]
    assert [len(group["stories"]) for group in values["groups"]] == [1, 2, 1]  # type: ignore[attr-defined]


def test_one_month_of_two_years_is_two_groups() -> None:
    stories = [story("a/", date(2024, 9, 1)), story("b/", date(2025, 9, 1))]
    assert len(head(archive(stories, "it", "Tutto"))["groups"]) == 2  # type: ignore[arg-type]


def test_without_stories() -> None:
    assert head(home([], "it", "Prova", ""))["stories"] == []
    assert head(archive([], "it", "Tutto"))["groups"] == []


def test_the_same_stories_give_the_same_bytes() -> None:
    assert home(STORIES, "it", "P", "") == home(STORIES[::-1], "it", "P", "")
    assert archive(STORIES, "it", "P") == archive(STORIES[::-1], "it", "P")

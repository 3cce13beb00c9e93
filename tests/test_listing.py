"""The home page and the archive of a locale."""

from __future__ import annotations

import random
from datetime import date

import pytest
import yaml

from generator.model import Image, Rendition, Story
from generator.write.listing import (
    FRONT,
    TOP,
    TOPIC,
    archive,
    by_topic,
    home,
    month,
    newest_first,
    search,
    topic,
    topics,
    year,
    years,
)
from generator.write.seal import is_untouched


def story(path: str, day: date | None, **values: object) -> Story:
    return Story(path, f"Titolo {path}", "Sommario.", day, "it", "original", (("citta", "Città"),), **values)  # type: ignore[arg-type]


WORDS = {
    "all_articles": "Tutti gli articoli",
    "archive": "Archivio",
    "all_topics": "Tutti i temi",
    "on_topic": "Articoli su «{topic}».",
    "search_title": "Ricerca",
}
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
    page = home(newest_first(STORIES), "it", ("Prova", "Un giornale"), ())
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
    listed = head(home(newest_first(many), "it", ("Prova", ""), ()))["stories"]
    assert [item["path"] for item in listed] == [f"{number:03}/" for number in range(FRONT + 4, 4, -1)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("locale", "headings"),
    [
        ("it", ["ottobre 2025", "settembre 2025", "dicembre 2024"]),
        ("en", ["October 2025", "September 2025", "December 2024"]),
        ("ca", ["octubre del 2025", "setembre del 2025", "desembre del 2024"]),
        ("es", ["octubre de 2025", "septiembre de 2025", "diciembre de 2024"]),
        ("fa", ["اکتبر ۲۰۲۵", "سپتامبر ۲۰۲۵", "دسامبر ۲۰۲۴"]),
    ],
)
def test_the_archive_is_grouped_by_month(locale: str, headings: list[str]) -> None:
    values = head(archive(newest_first(STORIES), locale, WORDS, years(newest_first(STORIES), locale)))
    assert [group["heading"] for group in values["groups"]] == headings  # type: ignore[attr-defined]
    assert [len(group["stories"]) for group in values["groups"]] == [1, 2, 1]  # type: ignore[attr-defined]


def test_one_month_of_two_years_is_two_groups() -> None:
    stories = [story("a/", date(2024, 9, 1)), story("b/", date(2025, 9, 1))]
    assert len(head(archive(newest_first(stories), "it", WORDS, ()))["groups"]) == 2  # type: ignore[arg-type]


def test_without_stories() -> None:
    assert head(home([], "it", ("Prova", ""), ()))["stories"] == []
    assert head(archive([], "it", WORDS, ()))["groups"] == []


def test_a_year_has_all_its_stories_by_month_and_the_way_to_all_years() -> None:
    mine = [one for one in newest_first(STORIES) if one.date and one.date.year == 2025]
    values = head(year(mine, "it", WORDS, 2025, years(newest_first(STORIES), "it")))
    assert (values["title"], values["template"], values["year"]) == ("Archivio 2025", "archive.html", "2025")
    groups = [(group["heading"], group["anchor"], len(group["stories"])) for group in values["groups"]]  # type: ignore[attr-defined]
    assert groups == [("ottobre 2025", "m2025-10", 1), ("settembre 2025", "m2025-09", 2)]
    assert values["years"] == [
        {
            "year": "2025",
            "path": "archive/2025/",
            "current": True,
            "count": 3,
            "months": [
                {"name": "ottobre", "anchor": "m2025-10", "path": "archive/2025/#m2025-10", "count": 1},
                {"name": "settembre", "anchor": "m2025-09", "path": "archive/2025/#m2025-09", "count": 2},
            ],
        },
        {"year": "2024", "path": "archive/2024/", "current": False},  # what changes there changes nothing here
    ]


def test_a_long_year_leads_to_pages_of_its_months() -> None:
    mine = newest_first(STORIES)
    calendar = years(mine, "it", {2025})
    assert calendar[0]["months"] == [
        {"name": "ottobre", "path": "archive/2025/10/", "count": 1},
        {"name": "settembre", "path": "archive/2025/09/", "count": 2},
    ]
    assert calendar[1]["months"][0]["path"] == "archive/2024/#m2024-12"


def test_a_month_has_all_its_stories_and_the_way_to_the_others_without_their_numbers() -> None:
    inside = [one for one in newest_first(STORIES) if one.date and (one.date.year, one.date.month) == (2025, 9)]
    values = head(month(inside, "it", WORDS, date(2025, 9, 1), years(newest_first(STORIES), "it", {2025})))
    assert (values["title"], values["template"], values["year"]) == ("Archivio settembre 2025", "archive.html", "2025")
    assert len(values["stories"]) == 2  # type: ignore[arg-type]
    own, other = values["years"]  # type: ignore[misc]
    assert [(one["path"], one["current"]) for one in own["months"]] == [
        ("archive/2025/10/", False),
        ("archive/2025/09/", True),
    ]
    assert "count" not in str(own)
    assert other == {"year": "2024", "path": "archive/2024/", "current": False}


def test_the_archive_shows_the_newest_and_the_way_to_all_years() -> None:
    many = [story(f"{number:03}/", date.fromordinal(730000 + number)) for number in range(FRONT + 5)]
    values = head(archive(newest_first(many), "it", WORDS, years(newest_first(many), "it")))
    assert sum(len(group["stories"]) for group in values["groups"]) == FRONT  # type: ignore[attr-defined]
    assert sum(item["count"] for item in values["years"]) == len(many)  # type: ignore[attr-defined]
    assert not any(item["current"] for item in values["years"])  # type: ignore[attr-defined]


def test_topics_by_label_with_the_number_of_their_stories() -> None:
    values = head(topics("it", WORDS, {("zebre", "Zebre"): 1, ("citta", "Città"): 4, ("acqua", "acqua"): 0}))
    assert [(item["label"], item["path"], item["count"]) for item in values["topics"]] == [  # type: ignore[attr-defined]
        ("acqua", "topics/acqua/", 0),
        ("Città", "topics/citta/", 4),
        ("Zebre", "topics/zebre/", 1),
    ]


def test_a_topic_has_the_newest_of_its_stories() -> None:
    many = [story(f"{number:03}/", date.fromordinal(730000 + number)) for number in range(TOPIC + 5)]
    stories = by_topic(newest_first(many))["citta"]
    values = head(topic(stories, "it", WORDS, ("citta", "Città")))
    assert (values["title"], values["slug"], values["description"]) == ("Città", "citta", "Articoli su «Città».")
    assert values["total"] == TOPIC + 5
    assert len(values["stories"]) == TOPIC  # type: ignore[arg-type]
    assert values["stories"][0]["path"] == f"{TOPIC + 4:03}/"  # type: ignore[index]


def test_a_section_does_not_repeat_what_stands_at_the_top() -> None:
    stories = newest_first(story(f"{number:03}/", date.fromordinal(730000 + number)) for number in range(TOP + 6))
    label = ("citta", "Città")
    values = head(home(stories, "it", ("Prova", ""), [(label, stories), (("poco", "Poco"), stories[: TOP + 2])]))
    assert [(item["slug"], item["total"]) for item in values["sections"]] == [("citta", TOP + 6)]  # type: ignore[attr-defined]
    paths = [item["path"] for item in values["sections"][0]["stories"]]  # type: ignore[index]
    assert paths == [item.path for item in stories[TOP : TOP + 4]]


def test_a_listed_story_shows_its_picture() -> None:
    seen = story(
        "a/", date(2025, 9, 1), image=Image("a/x.jpg", "Un ponte"), rendition=Rendition("ab", 800, 600, (480, 800))
    )
    item = head(home([seen], "it", ("Prova", ""), ()))["stories"][0]  # type: ignore[index]
    assert item["image"] == {"id": "ab", "width": 800, "height": 600, "widths": [480, 800], "alt": "Un ponte"}


def test_the_search_page() -> None:
    assert head(search("it", WORDS)) | {"checksum": ""} == {
        "title": "Ricerca",
        "template": "search.html",
        "lang": "it",
        "checksum": "",
    }

"""Where a page leads to: its topics, the article before it, the one after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Story
from generator.write.listing import newest_first
from generator.write.neighbours import RELATED
from generator.write.neighbours import neighbours as by_locale
from generator.write.page import Neighbours


def story(number: int, *topics: str) -> Story:
    labels = tuple((topic, topic.title()) for topic in topics)
    return Story(f"{number:03}/", f"Titolo {number}", "", date.fromordinal(730000 + number), "it", "original", labels)


def neighbours(stories: Sequence[Story]) -> Mapping[str, Neighbours]:
    """The neighbours in one locale."""
    return by_locale({"it": stories})["it"]


def test_locales_that_have_the_same_stories_lead_to_their_own() -> None:
    mine = newest_first([story(1, "a"), story(2, "a"), story(3, "a")])
    theirs = [replace(one, title=f"Title of {one.path}") for one in mine]
    found = by_locale({"it": mine, "en": theirs, "fr": theirs[:2]})
    assert [one.title for one in found["en"]["003/"].related] == ["Title of 001/"]
    assert [one.title for one in found["it"]["003/"].related] == ["Titolo 1"]
    assert found["fr"]["003/"].related == ()


def test_the_one_before_and_the_one_after_in_time() -> None:
    found = neighbours(newest_first([story(1), story(2), story(3)]))
    assert [(led.previous and led.previous.path, led.next and led.next.path) for _, led in sorted(found.items())] == [
        (None, "002/"),
        ("001/", "003/"),
        ("002/", None),
    ]


def test_more_topics_in_common_come_first_then_the_newer() -> None:
    stories = [story(1, "a", "b"), story(2, "a"), story(3, "b"), story(4, "c"), story(5, "x"), story(6, "a", "b")]
    found = neighbours(newest_first(stories))
    assert [item.path for item in found["006/"].related] == ["001/", "002/", "003/"]
    assert found["005/"].related == ()


def test_what_is_the_previous_article_anyway_is_not_named_twice() -> None:
    found = neighbours(newest_first([story(1, "a"), story(2, "a"), story(3, "a")]))
    assert [item.path for item in found["003/"].related] == ["001/"]


@given(
    st.lists(st.sets(st.sampled_from("abcd"), max_size=3), max_size=40), st.sets(st.sampled_from("abcd"), max_size=3)
)
def test_a_new_article_changes_no_page_but_the_one_before_it(topics: list[set[str]], new: set[str]) -> None:
    stories = [story(number, *sorted(mine)) for number, mine in enumerate(topics)]
    before = neighbours(newest_first(stories))
    after = neighbours(newest_first([*stories, story(len(stories), *sorted(new))]))
    assert [path for path, led in before.items() if after[path] != led] == [item.path for item in stories[-1:]]
    assert all(len(led.related) <= RELATED for led in after.values())
    for path, led in after.items():
        assert all(item.path < path for item in led.related)

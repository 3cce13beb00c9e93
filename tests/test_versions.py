"""A text that was edited, moved, split or merged is recognised; another one is not taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Segment, SegmentKind
from generator.translate.records import Entry
from generator.translate.versions import next_versions

FIRST = "Il ponte sul fiume riapre lunedì mattina."
SECOND = "Gli operai hanno finito i lavori in anticipo."
OTHER = "Tutt’altra cosa, detta con parole diverse."


def key(kind: SegmentKind, text: str) -> str:
    return kind if kind in ("headline", "summary", "place") else f"{kind.replace(' ', '-')}-{text}"


def entry(source: str, text: str = "T.", kind: SegmentKind = "paragraph", *, approved: bool = True) -> Entry:
    return Entry(key(kind, source), source, text, approved=approved)


def segment(text: str, kind: SegmentKind = "paragraph") -> Segment:
    return Segment(key(kind, text), kind, text)


def versions(old: list[Entry], new: list[Segment]) -> dict[str, tuple[str, str]]:
    """Source → text and earlier source, for the segments that inherit one."""
    settled = {(entry.key, entry.source) for entry in old} & {(part.key, part.text) for part in new}
    found = next_versions(old, new, settled)
    assert all(made.key == key and not made.draft for key, made in found.items())
    return {made.source: (made.text, made.previous) for made in found.values()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FIRST, FIRST.replace("lunedì", "martedì")),
        (FIRST, f"Oggi {FIRST}"),
        ("北京举行了盛大的阅兵式。", "北京今天举行了盛大的阅兵式。"),
    ],
)
def test_an_edited_text_inherits(before: str, after: str) -> None:
    assert versions([entry(before)], [segment(after)]) == {after: ("T.", before)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (entry(FIRST), segment(OTHER)),
        (entry(FIRST, kind="heading"), segment(FIRST.replace("lunedì", "martedì"))),
        (entry(FIRST, kind="headline"), segment(OTHER, "headline")),
        (entry(FIRST, kind="summary"), segment(OTHER, "summary")),
        (entry("ROMA", "ROME", "place"), segment("MILANO", "place")),
        (entry(FIRST, ""), segment(FIRST.replace("lunedì", "martedì"))),
    ],
    ids=["other words", "another kind", "another headline", "another summary", "another place", "no text"],
)
def test_what_is_not_alike_is_new(old: Entry, new: Segment) -> None:
    assert versions([old], [new]) == {}


EDITED = f"Oggi {FIRST}"


@pytest.mark.parametrize(("kind", "after"), [("headline", EDITED), ("summary", EDITED), ("place", "Roma")])
def test_what_there_is_one_of_follows_its_kind(kind: SegmentKind, after: str) -> None:
    before = "ROMA" if kind == "place" else FIRST
    assert versions([entry(before, "T.", kind)], [segment(after, kind)]) == {after: ("T.", before)}


def test_the_most_alike_are_paired_whatever_their_order() -> None:
    near, far = FIRST.replace("lunedì", "martedì"), "Il ponte sul fiume riapre poi con una grande festa."
    assert versions([entry(FIRST)], [segment(far), segment(near)]) == {near: ("T.", FIRST)}


def test_a_text_moved_and_edited_is_found_if_it_is_much_alike() -> None:
    near = FIRST.replace("lunedì", "martedì")
    old, new = [entry(FIRST), entry(SECOND), entry(OTHER)], [segment(SECOND), segment(OTHER), segment(near)]
    assert versions(old, new) == {near: ("T.", FIRST)}
    far = "Il ponte sul fiume chiude di nuovo."
    assert versions(old, [segment(SECOND), segment(OTHER), segment(far)]) == {}


def test_a_stale_text_remembers_what_it_was_approved_for() -> None:
    stale = Entry("paragraph-x", f"Oggi {FIRST}", "T.", approved=True, previous=FIRST, draft="D.")
    latest = f"Ieri {FIRST}"
    assert versions([stale], [segment(latest)]) == {latest: ("T.", FIRST)}
    assert versions([stale], [segment(FIRST)]) == {FIRST: ("T.", "")}


def test_a_split_text_is_divided_at_its_sentences() -> None:
    whole = f"{FIRST} {SECOND}"
    parts = versions([entry(whole, "Eins. Zwei.")], [segment(FIRST), segment(SECOND)])
    assert parts == {FIRST: ("Eins.", whole), SECOND: ("Zwei.", whole)}


def test_a_split_text_with_other_sentences_is_given_to_neither() -> None:
    assert versions([entry(f"{FIRST} {SECOND}", "Eins und zwei.")], [segment(FIRST), segment(SECOND)]) == {}


@pytest.mark.parametrize(("approved", "expected"), [((True, True), True), ((True, False), False)])
def test_merged_texts_are_joined_and_approved_if_all_were(approved: tuple[bool, bool], expected: bool) -> None:
    old = [entry(FIRST, "Eins.", approved=approved[0]), entry(SECOND, "Zwei.", approved=approved[1])]
    whole = segment(f"{FIRST} {SECOND}")
    (made,) = next_versions(old, [whole], ()).values()
    assert (made.text, made.approved, made.previous) == ("Eins. Zwei.", expected, f"{FIRST} ¶ {SECOND}")


@pytest.mark.parametrize(("engine", "by_hand"), [("", True), ("apertium", False)])
def test_what_is_merged_with_a_draft_is_a_draft(engine: str, by_hand: bool) -> None:
    old = [entry(FIRST, "Eins.", approved=False), replace(entry(SECOND, "Zwei.", approved=False), engine=engine)]
    (made,) = next_versions(old, [segment(f"{FIRST} {SECOND}")], ()).values()
    assert (made.by_hand, made.engine) == (by_hand, engine)


def test_chinese_is_joined_without_a_space() -> None:
    old = [entry("北京举行了阅兵式。", "一。"), entry("领导人发表了讲话。", "二。")]
    (made,) = next_versions(old, [segment("北京举行了阅兵式。领导人发表了讲话。")], ()).values()
    assert made.text == "一。二。"


TEXTS = st.lists(st.sampled_from([FIRST, SECOND, OTHER, f"{FIRST} {SECOND}", f"{SECOND} {OTHER}"]), max_size=5)


@given(TEXTS.map(dict.fromkeys).map(list), TEXTS.map(dict.fromkeys).map(list))
def test_no_text_is_inherited_twice(before: list[str], after: list[str]) -> None:
    old = [entry(text, f"{place}.") for place, text in enumerate(before)]
    inherited = [text for made, _ in versions(old, [segment(text) for text in after]).values() for text in made.split()]
    assert len(inherited) == len(set(inherited))

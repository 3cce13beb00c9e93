"""Corrections are never lost, and nothing is asked for twice."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import RecordError
from generator.model import Article, Segment
from generator.portable import blocks
from generator.segment import split
from generator.translate.reconcile import absorb_page, absorb_record, needs_engine, reconcile
from generator.translate.records import Entry, Record, digest

PAGE = PurePosixPath("docs/en/2025/09/04/ponte.md")
DAY = date(2025, 9, 4)
TODAY = date(2025, 9, 10)


def segments(*paragraphs: str) -> tuple[Segment, ...]:
    body = "\n\n".join(paragraphs) + "\n"
    return split(Article(PurePosixPath("content/articles/ponte.md"), "article", "it", "Il ponte", blocks(body)))


def machine(segment: Segment, text: str) -> Entry:
    return Entry(segment.key, segment.text, text, engine="pseudo", route="it-en", date=DAY, published=digest(text))


def approved(segment: Segment, text: str) -> Entry:
    return Entry(segment.key, segment.text, text, approved=True, published=digest(text))


def known(wanted: tuple[Segment, ...]) -> Record:
    return Record(tuple(machine(segment, f"EN {segment.text}") for segment in wanted))


def asked(record: Record, wanted: tuple[Segment, ...]) -> list[str]:
    return [entry.source for entry in reconcile(record, wanted, lambda entry: True).entries if needs_engine(entry)]


ONE, TWO, THREE = "Il ponte sul fiume riapre lunedì.", "Gli operai hanno finito i lavori.", "La strada resta chiusa."


def test_a_new_article_wants_everything() -> None:
    wanted = segments(ONE, TWO)
    assert asked(Record(), wanted) == ["Il ponte", ONE, TWO]


def test_an_unchanged_article_wants_nothing_and_stays_as_it_is() -> None:
    wanted = segments(ONE, TWO)
    record = known(wanted)
    found = reconcile(record, wanted, lambda entry: True)
    assert (found.entries, found.obsolete) == (record.entries, ())
    assert asked(record, wanted) == []


@pytest.mark.parametrize("after", [(ONE, TWO, THREE), (THREE, ONE, TWO), (ONE, THREE, TWO)])
def test_an_added_paragraph_is_the_only_one_wanted(after: tuple[str, ...]) -> None:
    assert asked(known(segments(ONE, TWO)), segments(*after)) == [THREE]


def test_paragraphs_in_another_order_want_nothing() -> None:
    assert asked(known(segments(ONE, TWO, THREE)), segments(THREE, ONE, TWO)) == []


def test_an_edited_paragraph_is_the_only_one_wanted_and_keeps_the_old_text_in_reserve() -> None:
    record = known(segments(ONE, TWO, THREE))
    edited = TWO.replace("finito", "terminato")
    wanted = segments(ONE, edited, THREE)
    assert asked(record, wanted) == [edited]
    entry = reconcile(record, wanted, lambda entry: True).entries[2]
    assert (entry.text, entry.previous, entry.approved) == (f"EN {TWO}", TWO, False)


def test_an_approved_text_whose_source_changes_stays_and_is_stale() -> None:
    wanted = segments(ONE, TWO)
    record = Record((machine(wanted[0], "The bridge"), approved(wanted[1], "It opens."), machine(wanted[2], "Done.")))
    edited = ONE.replace("lunedì", "martedì")
    found = reconcile(record, segments(edited, TWO), lambda entry: True)
    entry = found.entries[1]
    assert (entry.text, entry.source, entry.previous) == ("It opens.", edited, ONE)
    assert (entry.approved, entry.stale, needs_engine(entry)) == (True, True, True)
    assert found.obsolete == ()


def test_a_change_that_is_taken_back_makes_the_text_fresh_again() -> None:
    wanted = segments(ONE)
    record = Record((machine(wanted[0], "The bridge"), approved(wanted[1], "It opens.")))
    there = reconcile(record, segments(ONE.replace("lunedì", "martedì")), lambda entry: True)
    back = reconcile(Record(there.entries, there.obsolete), wanted, lambda entry: True)
    assert back.entries == record.entries


def test_a_changed_headline_keeps_its_approved_text_however_different() -> None:
    wanted = segments(ONE)
    record = Record((approved(wanted[0], "The bridge"), machine(wanted[1], "It opens.")))
    renamed = (Segment("headline", "headline", "Tutt’altro titolo"), wanted[1])
    entry = reconcile(record, renamed, lambda entry: True).entries[0]
    assert (entry.text, entry.stale) == ("The bridge", True)


def test_a_removed_paragraph_is_kept_and_found_again() -> None:
    before, without = segments(ONE, TWO), segments(ONE)
    record = known(before)
    found = reconcile(record, without, lambda entry: True)
    assert [entry.source for entry in found.obsolete] == [TWO]
    assert asked(Record(found.entries, found.obsolete), before) == []


def test_a_text_that_moved_from_paragraph_to_heading_is_not_asked_for_again() -> None:
    assert asked(known(segments("La strada")), segments("## La strada")) == []


def test_a_draft_that_no_longer_follows_the_glossary_is_wanted_again_but_an_approved_text_is_not() -> None:
    wanted = segments(ONE, TWO)
    record = Record((machine(wanted[0], "a"), machine(wanted[1], "b"), approved(wanted[2], "c")))
    entries = reconcile(record, wanted, lambda entry: entry.text == "a").entries
    assert [needs_engine(entry) for entry in entries] == [False, True, False]
    assert entries[2].text == "c"


def test_a_stale_text_with_a_fresh_draft_wants_nothing() -> None:
    entry = Entry("k", "due", "one", approved=True, previous="uno", draft="two")
    assert not needs_engine(entry)


def test_a_correction_on_the_page_is_taken_over_as_a_persons() -> None:
    record = known(segments(ONE, TWO))
    texts = [entry.text for entry in record.entries]
    found = absorb_page(record, [texts[0], "The bridge opens.", texts[2]], PAGE, TODAY)
    assert found.entries[1] == Entry(
        record.entries[1].key,
        ONE,
        "The bridge opens.",
        approved=True,
        date=TODAY,
        published=record.entries[1].published,
    )
    assert (found.entries[0], found.entries[2]) == (record.entries[0], record.entries[2])


@pytest.mark.parametrize("change", ["add", "remove"])
def test_texts_added_to_or_removed_from_a_page_are_refused(change: str) -> None:
    record = known(segments(ONE, TWO))
    texts = [entry.text for entry in record.entries]
    edited = [*texts, "More."] if change == "add" else texts[:-1]
    with pytest.raises(RecordError, match="added to or removed") as caught:
        absorb_page(record, edited, PAGE, TODAY)
    assert caught.value.path == PAGE
    assert caught.value.hint


def test_a_page_changed_outside_its_texts_is_refused() -> None:
    record = known(segments(ONE))
    with pytest.raises(RecordError, match="outside its texts"):
        absorb_page(record, [entry.text for entry in record.entries], PAGE, TODAY)


def test_two_different_corrections_of_one_text_are_refused_and_both_named() -> None:
    first, second = known(segments(ONE)).entries
    changed = Entry(second.key, ONE, "In the record.", published=second.published)
    with pytest.raises(RecordError, match="corrected differently") as caught:
        absorb_page(Record((first, changed)), [first.text, "On the page."], PAGE, TODAY)
    assert "In the record." in str(caught.value)
    assert "On the page." in str(caught.value)


def test_the_same_correction_in_both_places_is_one() -> None:
    first, second = known(segments(ONE)).entries
    changed = Entry(second.key, ONE, "It opens.", published=second.published)
    found = absorb_page(Record((first, changed)), [first.text, "It opens."], PAGE, TODAY)
    assert (found.entries[1].text, found.entries[1].approved) == ("It opens.", True)


def test_a_text_changed_in_the_record_is_a_persons_whatever_its_flag() -> None:
    first, second = known(segments(ONE)).entries
    changed = Entry(second.key, ONE, "It opens.", engine="pseudo", route="it-en", date=DAY, published=second.published)
    found = absorb_record(Record((first, changed)), TODAY)
    assert found.entries[0] == first
    assert found.entries[1] == Entry(
        second.key, ONE, "It opens.", approved=True, date=TODAY, published=second.published
    )


PARAGRAPHS = st.lists(st.sampled_from([ONE, TWO, THREE, "Uno due tre.", "Uno due quattro."]), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS, st.sets(st.integers(0, 6)))
def test_no_approved_text_is_ever_lost(before: list[str], after: list[str], by_hand: set[int]) -> None:
    old = segments(*before)
    make = {place: approved if place in by_hand else machine for place in range(len(old))}
    record = Record(tuple(make[place](segment, f"EN {place}") for place, segment in enumerate(old)))
    new = segments(*after)
    found = reconcile(record, new, lambda entry: True)
    assert [(entry.key, entry.source) for entry in found.entries] == [(segment.key, segment.text) for segment in new]
    kept = {entry.source: entry for entry in (*found.entries, *found.obsolete)}
    texts = {entry.text for entry in (*found.entries, *found.obsolete)}
    for entry in record.entries:
        if entry.approved:
            assert entry.text in texts or (entry.source in kept and kept[entry.source].text)


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_second_time_nothing_changes(before: list[str], after: list[str]) -> None:
    new = segments(*after)
    once = reconcile(known(segments(*before)), new, lambda entry: True)
    twice = reconcile(Record(once.entries, once.obsolete), new, lambda entry: True)
    assert twice == once

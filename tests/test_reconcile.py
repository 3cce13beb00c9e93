"""Corrections are never lost, and nothing is asked for twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import RecordError
from generator.model import Article, Segment
from generator.portable import blocks
from generator.segment import split
from generator.trace import Found, Trace, fingerprint
from generator.translate.reconcile import absorb_page, absorb_record, needs_engine, reconcile, restore
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
    result = reconcile(record, wanted, lambda entry: True)
    assert (result.entries, result.obsolete) == (record.entries, ())
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
    result = reconcile(record, segments(edited, TWO), lambda entry: True)
    entry = result.entries[1]
    assert (entry.text, entry.source, entry.previous) == ("It opens.", edited, ONE)
    assert (entry.approved, entry.stale, needs_engine(entry)) == (True, True, True)
    assert [(old.source, old.text) for old in result.obsolete] == [(ONE, "It opens.")]


def test_a_change_that_is_taken_back_makes_the_text_fresh_again() -> None:
    wanted = segments(ONE)
    record = Record((machine(wanted[0], "The bridge"), approved(wanted[1], "It opens.")))
    there = reconcile(record, segments(ONE.replace("lunedì", "martedì")), lambda entry: True)
    back = reconcile(Record(there.entries, there.obsolete), wanted, lambda entry: True)
    assert (back.entries, back.obsolete) == (record.entries, ())


@pytest.mark.parametrize(("headline", "text"), [("Il nuovo ponte", "The bridge"), ("Tutt’altro titolo", "")])
def test_a_changed_headline_keeps_its_approved_text_unless_it_is_another(headline: str, text: str) -> None:
    wanted = segments(ONE)
    record = Record((approved(wanted[0], "The bridge"), machine(wanted[1], "It opens.")))
    renamed = (Segment("headline", "headline", headline), wanted[1])
    result = reconcile(record, renamed, lambda entry: True)
    assert (result.entries[0].text, result.entries[0].stale) == (text, bool(text))
    assert [(entry.source, entry.text) for entry in result.obsolete] == [("Il ponte", "The bridge")]


def test_a_removed_paragraph_is_kept_and_found_again() -> None:
    before, without = segments(ONE, TWO), segments(ONE)
    record = known(before)
    result = reconcile(record, without, lambda entry: True)
    assert [entry.source for entry in result.obsolete] == [TWO]
    assert asked(Record(result.entries, result.obsolete), before) == []


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


def found(record: Record, **edits: str) -> list[Found]:
    """The texts of the page that a record made, some of them edited: `at_1="New words."`."""
    return [
        Found(
            Trace(fingerprint(entry.source), fingerprint(entry.text), approved=entry.approved),
            edits.get(f"at_{place}", entry.text),
        )
        for place, entry in enumerate(record.entries)
    ]


def test_a_correction_on_the_page_is_taken_over_as_a_persons() -> None:
    record = known(segments(ONE, TWO))
    taken = absorb_page(record, found(record, at_1="The bridge opens."), PAGE, TODAY)
    expected = Entry(record.entries[1].key, ONE, "The bridge opens.", approved=True, date=TODAY)
    assert taken.entries[1] == replace(expected, published=record.entries[1].published)
    assert (taken.entries[0], taken.entries[2]) == (record.entries[0], record.entries[2])


def test_a_summary_corrected_on_the_page_is_plain_text() -> None:
    record = Record((machine(Segment("summary", "summary", "Una sintesi."), "A summary."),))
    (entry,) = absorb_page(record, found(record, at_0="A *summary* [1]."), PAGE, TODAY).entries
    assert entry.text == "A \\*summary\\* \\[1\\]."


def test_a_text_deleted_on_the_page_is_refused() -> None:
    record = known(segments(ONE))
    with pytest.raises(RecordError, match="was deleted") as caught:
        absorb_page(record, found(record, at_1=""), PAGE, TODAY)
    assert caught.value.hint


def test_a_text_that_no_record_knows_is_refused_with_its_words() -> None:
    record = known(segments(ONE, TWO))
    texts = found(record, at_2="Words of a person.")
    with pytest.raises(RecordError, match="older than the record") as caught:
        absorb_page(replace(record, entries=record.entries[:2]), texts, PAGE, TODAY)
    assert "Words of a person." in str(caught.value)


def test_a_correction_on_an_older_page_goes_to_the_obsolete_entry_of_its_source() -> None:
    record = known(segments(ONE, TWO))
    texts = found(record, at_2="Words of a person.")
    moved = Record(record.entries[:2], record.entries[2:])
    (entry,) = absorb_page(moved, texts, PAGE, TODAY).obsolete
    assert (entry.text, entry.approved) == ("Words of a person.", True)


def test_two_equal_paragraphs_are_corrected_each_on_its_own() -> None:
    record = known(segments(ONE, ONE))
    taken = absorb_page(record, found(record, at_2="The second."), PAGE, TODAY)
    assert [entry.text for entry in taken.entries[1:]] == [record.entries[1].text, "The second."]


def test_two_different_corrections_of_one_text_are_refused_and_both_named() -> None:
    first, second = known(segments(ONE)).entries
    texts = found(Record((first, second)), at_1="On the page.")
    changed = replace(second, text="In the record.")
    with pytest.raises(RecordError, match="corrected differently") as caught:
        absorb_page(Record((first, changed)), texts, PAGE, TODAY)
    assert "In the record." in str(caught.value)
    assert "On the page." in str(caught.value)


def test_the_same_correction_in_both_places_is_one() -> None:
    first, second = known(segments(ONE)).entries
    texts = found(Record((first, second)), at_1="It opens.")
    taken = absorb_page(Record((first, replace(second, text="It opens."))), texts, PAGE, TODAY)
    assert (taken.entries[1].text, taken.entries[1].approved) == ("It opens.", True)


def test_an_approved_text_that_the_record_has_forgotten_is_restored_from_the_page() -> None:
    wanted = segments(ONE, TWO)
    full = Record((machine(wanted[0], "a"), approved(wanted[1], "b"), machine(wanted[2], "c")))
    forgot = Record((full.entries[0], machine(wanted[1], "draft"), full.entries[2]))
    for record in (Record(), forgot):
        restored = restore(record, found(full), wanted)
        assert [(entry.source, entry.text) for entry in restored.entries if entry.approved] == [(ONE, "b")]
    assert restore(full, found(full), wanted) == full


@pytest.mark.parametrize("change", [{"approved": False}, {"approved": False, "text": ""}])
def test_an_approval_that_somebody_took_back_is_not_restored(change: dict[str, object]) -> None:
    wanted = segments(ONE)
    record = Record((machine(wanted[0], "a"), approved(wanted[1], "b")))
    changed = Record((record.entries[0], replace(record.entries[1], **change)))  # type: ignore[arg-type]
    assert restore(changed, found(record), wanted) == changed


def test_a_text_changed_in_the_record_is_a_persons_whatever_its_flag() -> None:
    first, second = known(segments(ONE)).entries
    changed = Entry(second.key, ONE, "It opens.", engine="pseudo", route="it-en", date=DAY, published=second.published)
    taken = absorb_record(Record((first, changed)), TODAY)
    assert taken.entries[0] == first
    assert taken.entries[1] == Entry(
        second.key, ONE, "It opens.", approved=True, date=TODAY, published=second.published
    )


SAID = [ONE, TWO, THREE, f"{ONE} {TWO}", f"{TWO} {THREE}", "Uno due tre.", "Uno due quattro.", "Uno due tre quattro."]
PARAGRAPHS = st.lists(st.sampled_from(SAID), max_size=6)


@given(st.lists(PARAGRAPHS, min_size=2, max_size=4), st.sets(st.integers(0, 6)))
def test_no_approved_text_is_ever_lost(versions: list[list[str]], by_hand: set[int]) -> None:
    """Whatever an article goes through, each pair of source and correction is an entry or an obsolete one, published
    where the article says it."""
    old = segments(*versions[0])
    make = {place: approved if place in by_hand else machine for place in range(len(old))}
    record = Record(tuple(make[place](segment, f"EN {place}.") for place, segment in enumerate(old)))
    pairs = {(entry.source, entry.text) for entry in record.entries if entry.approved}
    for version in versions[1:]:
        new = segments(*version)
        result = reconcile(record, new, lambda entry: True)
        assert [(entry.key, entry.source) for entry in result.entries] == [(part.key, part.text) for part in new]
        everything = {(entry.source, entry.text) for entry in (*result.entries, *result.obsolete) if not entry.stale}
        assert pairs <= everything
        corrected = {source for source, _ in pairs}
        here = [entry for entry in result.entries if entry.source in corrected]
        assert all((entry.source, entry.text) in pairs and entry.approved and not entry.stale for entry in here)
        record = Record(result.entries, result.obsolete)


@given(PARAGRAPHS, PARAGRAPHS, st.sets(st.integers(0, 6)))
def test_a_second_time_nothing_changes(before: list[str], after: list[str], by_hand: set[int]) -> None:
    new = segments(*after)
    old = enumerate(segments(*before))
    entries = tuple((approved if place in by_hand else machine)(segment, f"EN {place}.") for place, segment in old)
    once = reconcile(Record(entries), new, lambda entry: True)
    twice = reconcile(Record(once.entries, once.obsolete), new, lambda entry: True)
    assert twice == once

"""Corrections are never lost, whatever people do to pages, records and sources, in whatever order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DAY, Lines, Project
from correcting import ARTICLE, MARKERS, ORIGINAL, PAGE, RECORD, Desk
from rendering import by_markdown_it, by_python_markdown

from generator.run import Moment
from generator.survey import survey
from generator.translate.engines.pseudo import accented

pytestmark = pytest.mark.site

ONE = "Il ponte sul fiume riapre lunedì mattina alle nove."
TWO = "Gli operai hanno finito i lavori in anticipo. Il sindaco taglia il nastro."
THREE = "La strada vecchia resta chiusa fino a domenica sera."
FIRST, SECOND = "Les ouvriers ont fini plus tôt.", "Le maire coupe le ruban."
MINE = f"{FIRST} {SECOND}"

Correct = Callable[[Desk, str, str], None]
EITHER = pytest.mark.parametrize("correct", [Desk.correct_page, Desk.correct_record], ids=["page", "record"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An article of three paragraphs, built."""
    made = Desk.open(tmp_path, ONE, TWO, THREE)
    made.clean()
    return made


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    """The same with its second paragraph corrected, and built again."""
    desk.correct_record(TWO, MINE)
    desk.clean()
    return desk


def settled(desk: Desk) -> None:
    """A second build finds nothing to do, and only says again what waits for an editor."""
    before = {name: desk.bytes(name) for name in (PAGE, RECORD, ORIGINAL) if desk.has(name)}
    stale = sum(entry.stale for entry in desk.record().entries)
    assert desk.clean().notices == ([f"stale texts: {stale}; make review shows them"] if stale else [])
    assert before == {name: desk.bytes(name) for name in before}


# --- the two places --------------------------------------------------------------------------------------------------


@EITHER
def test_a_correction_is_taken_over(desk: Desk, correct: Correct) -> None:
    correct(desk, TWO, MINE)
    desk.clean()
    assert MINE in desk.published()
    assert (desk.entry(TWO).text, desk.entry(TWO).approved, desk.entry(TWO).engine) == (MINE, True, "")
    settled(desk)


def test_removing_the_fuzzy_flag_approves_a_draft_and_putting_it_back_takes_the_approval_away(desk: Desk) -> None:
    desk.approve(TWO)
    desk.clean()
    assert desk.entry(TWO).approved
    desk.doubt(TWO)
    desk.clean()
    assert not desk.entry(TWO).approved
    settled(desk)


def test_two_texts_corrected_each_in_its_place(desk: Desk) -> None:
    desk.correct_record(ONE, "Dans le fichier.")
    desk.replace(PAGE, accented(TWO), MINE)
    desk.clean()
    assert [desk.entry(source).text for source in (ONE, TWO)] == ["Dans le fichier.", MINE]


def test_both_corrected_alike_is_one_correction(desk: Desk) -> None:
    desk.correct_page(TWO, MINE)
    desk.correct_record(TWO, MINE)
    desk.clean()
    assert desk.entry(TWO).text == MINE
    settled(desk)


def test_both_corrected_differently_is_a_conflict_and_neither_is_lost(desk: Desk) -> None:
    desk.correct_page(TWO, "Sur la page.")
    desk.correct_record(TWO, "Dans le fichier.")
    before = desk.bytes(PAGE), desk.bytes(RECORD)
    for _ in range(2):
        (told,) = desk.build().told
        assert all(words in told for words in (PAGE, "Sur la page.", "Dans le fichier."))
        assert (desk.bytes(PAGE), desk.bytes(RECORD)) == before
    desk.replace(PAGE, "Sur la page.", "Dans le fichier.")
    desk.clean()
    assert desk.entry(TWO).text == "Dans le fichier."


# --- the source changes in between -----------------------------------------------------------------------------------


@EITHER
def test_a_source_that_changes_before_the_build_makes_the_correction_stale(desk: Desk, correct: Correct) -> None:
    correct(desk, TWO, MINE)
    desk.paragraphs[1] = changed = TWO.replace("anticipo", "ritardo")
    desk.save()
    desk.clean()
    entry = desk.entry(changed)
    assert (entry.text, entry.previous, entry.stale, entry.draft) == (MINE, TWO, True, accented(changed))
    assert MINE in desk.published()
    settled(desk)


@pytest.mark.parametrize(
    "after",
    [(THREE, ONE, TWO), ("Un capoverso nuovo di zecca.", ONE, TWO, THREE), (TWO,), (TWO, "Altro.", THREE, ONE)],
    ids=["moved", "inserted", "others removed", "all at once"],
)
@EITHER
def test_paragraphs_around_it_may_change(desk: Desk, correct: Correct, after: tuple[str, ...]) -> None:
    correct(desk, TWO, MINE)
    desk.paragraphs[:] = after
    desk.save()
    desk.clean()
    assert desk.published()[2 + after.index(TWO)] == MINE
    assert not desk.entry(TWO).stale
    settled(desk)


@EITHER
def test_a_removed_paragraph_comes_back_with_its_correction(desk: Desk, correct: Correct) -> None:
    correct(desk, TWO, MINE)
    desk.paragraphs.remove(TWO)
    desk.save()
    desk.clean()
    assert MINE not in desk.published()
    assert MINE in [entry.text for entry in desk.record().obsolete]
    settled(desk)
    desk.paragraphs.append(TWO)
    desk.save()
    desk.clean()
    assert desk.published()[-1] == MINE
    assert not desk.entry(TWO).stale


def test_a_stale_text_that_was_removed_comes_back_stale(corrected: Desk) -> None:
    changed = TWO.replace("anticipo", "ritardo")
    for paragraphs in ([ONE, changed, THREE], [ONE, THREE], [ONE, changed, THREE]):
        corrected.paragraphs[:] = paragraphs
        corrected.save()
        corrected.clean()
    entry = corrected.entry(changed)
    assert (entry.text, entry.previous, entry.stale) == (MINE, TWO, True)


def test_every_version_of_a_source_has_the_correction_that_was_made_for_it(corrected: Desk) -> None:
    changed = TWO.replace("anticipo", "ritardo")
    corrected.paragraphs[1] = changed
    corrected.save()
    corrected.clean()
    corrected.correct_page(changed, "Pour la nouvelle version.")
    corrected.clean()
    for source, text in ((TWO, MINE), (changed, "Pour la nouvelle version.")):
        corrected.paragraphs[1] = source
        corrected.save()
        corrected.clean()
        assert (corrected.entry(source).text, corrected.entry(source).stale) == (text, False)


def test_a_paragraph_moved_and_edited_keeps_its_correction_as_stale(corrected: Desk) -> None:
    changed = TWO.replace("anticipo", "ritardo")
    corrected.paragraphs[:] = [changed, ONE, THREE, "In coda un’altra cosa."]
    corrected.save()
    corrected.clean()
    assert (corrected.entry(changed).text, corrected.entry(changed).stale) == (MINE, True)


# --- split and merged ------------------------------------------------------------------------------------------------

HALVES = ["Gli operai hanno finito i lavori in anticipo.", "Il sindaco taglia il nastro."]


def test_the_text_of_a_split_paragraph_is_split_with_it_and_stale(corrected: Desk) -> None:
    corrected.paragraphs[1:2] = HALVES
    corrected.save()
    corrected.clean()
    assert corrected.published()[3:5] == [FIRST, SECOND]
    assert all(corrected.entry(half).stale for half in HALVES)
    assert MINE in [entry.text for entry in corrected.record().obsolete]
    settled(corrected)
    corrected.paragraphs[1:3] = [TWO]
    corrected.save()
    corrected.clean()
    assert (corrected.entry(TWO).text, corrected.entry(TWO).stale) == (MINE, False)
    settled(corrected)


def test_a_text_that_cannot_be_split_is_kept_but_published_for_neither_half(desk: Desk) -> None:
    desk.correct_record(TWO, "Les ouvriers ont fini, et le maire coupe le ruban.")
    desk.clean()
    desk.paragraphs[1:2] = HALVES
    desk.save()
    desk.clean()
    assert desk.published()[3:5] == [accented(half) for half in HALVES]
    assert "Les ouvriers ont fini, et le maire coupe le ruban." in [entry.text for entry in desk.record().obsolete]
    settled(desk)


def test_merged_paragraphs_keep_their_corrections_in_one_stale_text(desk: Desk) -> None:
    for source, text in ((ONE, "Le pont rouvre."), (TWO, MINE)):
        desk.correct_page(source, text)
        desk.clean()
    desk.paragraphs[:2] = [f"{ONE} {TWO}"]
    desk.save()
    desk.clean()
    entry = desk.entry(f"{ONE} {TWO}")
    assert (entry.text, entry.stale, entry.draft) == (f"Le pont rouvre. {MINE}", True, accented(f"{ONE} {TWO}"))
    settled(desk)
    desk.paragraphs[:1] = [ONE, TWO]
    desk.save()
    desk.clean()
    assert [(desk.entry(source).text, desk.entry(source).stale) for source in (ONE, TWO)] == [
        ("Le pont rouvre.", False),
        (MINE, False),
    ]


def test_a_correction_merged_with_a_draft_is_kept_but_answers_for_nothing(corrected: Desk) -> None:
    corrected.paragraphs[:2] = [f"{ONE} {TWO}"]
    corrected.save()
    corrected.clean()
    assert not corrected.entry(f"{ONE} {TWO}").approved
    assert MINE in [entry.text for entry in corrected.record().obsolete]


# --- headline and dateline -------------------------------------------------------------------------------------------


def test_a_changed_headline_keeps_the_corrected_one_as_stale(desk: Desk) -> None:
    desk.replace(PAGE, accented("Il ponte"), "Le pont")
    desk.clean()
    desk.headline = "Il nuovo ponte"
    desk.save()
    desk.clean()
    assert (desk.entry("Il nuovo ponte").text, desk.entry("Il nuovo ponte").stale) == ("Le pont", True)
    assert "title: Le pont" in desk.project.read(PAGE)


def test_a_wholly_different_headline_is_drafted_anew_and_the_corrected_one_kept(desk: Desk) -> None:
    desk.replace(PAGE, accented("Il ponte"), "Le pont")
    desk.clean()
    desk.headline = "Tutt’altro titolo"
    desk.save()
    kept = f"{RECORD}: texts of people that the article has no place for, kept as obsolete: 1"
    assert desk.clean().notices == [kept]
    assert desk.entry("Tutt’altro titolo").text == accented("Tutt’altro titolo")
    assert [(entry.source, entry.text) for entry in desk.record().obsolete] == [("Il ponte", "Le pont")]
    settled(desk)
    desk.headline = "Il ponte"
    desk.save()
    desk.clean()
    assert "title: Le pont" in desk.project.read(PAGE)


def test_a_corrected_place_survives_another_day_in_the_dateline(desk: Desk) -> None:
    desk.replace(PAGE, accented("ROMA"), "ROME")
    desk.day = "5 settembre 2025"
    desk.save()
    desk.clean()
    assert "dateline: ROME, 5 septembre 2025" in desk.project.read(PAGE)
    settled(desk)


def test_a_corrected_place_is_not_published_for_another_place(desk: Desk) -> None:
    desk.replace(PAGE, accented("ROMA"), "ROME")
    desk.clean()
    desk.place = "MILANO"
    desk.save()
    desk.clean()
    assert "ROME" not in desk.project.read(PAGE)
    assert "ROME" in [entry.text for entry in desk.record().obsolete]


def test_another_day_in_the_dateline_of_a_page_is_refused(desk: Desk) -> None:
    desk.replace(PAGE, ", 4 septembre 2025\ndateline_end", ", 5 septembre 2025\ndateline_end")
    (told,) = desk.build().told
    assert "more than its texts" in told


# --- a text that a person wrote and doubts ---------------------------------------------------------------------------


@pytest.fixture
def doubted(corrected: Desk) -> Desk:
    """The correction with "Needs work" set on it, and built again."""
    corrected.doubt(TWO)
    corrected.clean()
    return corrected


def test_a_doubted_correction_stays_a_persons(doubted: Desk) -> None:
    entry = doubted.entry(TWO)
    assert (entry.text, entry.approved, entry.by_hand) == (MINE, False, True)
    assert f"# corrected: {entry.date}" in doubted.project.read(RECORD)
    assert "# glossary:" not in doubted.project.read(RECORD)
    settled(doubted)


def test_a_doubted_correction_whose_source_changes_is_stale_with_the_draft_beside_it(doubted: Desk) -> None:
    doubted.paragraphs[1] = changed = TWO.replace("anticipo", "ritardo")
    doubted.save()
    assert doubted.clean().notices == ["stale texts: 1; make review shows them"]
    entry = doubted.entry(changed)
    assert (entry.text, entry.previous, entry.draft) == (MINE, TWO, accented(changed))
    assert (entry.stale, entry.approved) == (True, False)
    assert MINE in doubted.published()
    settled(doubted)
    doubted.paragraphs[1] = TWO
    doubted.save()
    doubted.clean()
    assert (doubted.entry(TWO).text, doubted.entry(TWO).stale) == (MINE, False)


def test_a_doubted_correction_survives_a_new_glossary_and_its_paragraphs_end(doubted: Desk) -> None:
    doubted.project.write("content/glossary.yml", "terms:\n  operai: {fr: ouvriers}\n")
    doubted.clean()
    assert MINE in doubted.published()
    settled(doubted)
    doubted.paragraphs[1] = "Del tutto diverso."
    doubted.save()
    kept = f"{RECORD}: texts of people that the article has no place for, kept as obsolete: 1"
    assert doubted.clean().notices == [kept]
    assert MINE in [entry.text for entry in doubted.record().obsolete]
    settled(doubted)


@pytest.mark.parametrize("changed", [False, True], ids=["fresh", "stale"])
def test_a_doubted_correction_comes_back_from_the_page(doubted: Desk, changed: bool) -> None:
    source = TWO.replace("anticipo", "ritardo") if changed else TWO
    doubted.paragraphs[1] = source
    doubted.save()
    doubted.clean()
    page = doubted.bytes(PAGE)
    doubted.delete(RECORD)
    doubted.clean()
    entry = doubted.entry(source)
    assert (entry.text, entry.approved, entry.by_hand, entry.stale) == (MINE, False, True, changed)
    assert doubted.bytes(PAGE) == page
    settled(doubted)


def test_a_doubted_correction_is_not_overwritten_by_an_older_page(doubted: Desk) -> None:
    page = doubted.bytes(PAGE)
    doubted.correct_record(TWO, "Une autre fois.")
    doubted.clean()
    doubted.doubt(TWO)
    doubted.clean()
    doubted.project.write(PAGE, page)
    doubted.replace(PAGE, MINE, "Autrement.")
    (told,) = doubted.build().told
    assert "Une autre fois." in told
    assert "Autrement." in told


def test_a_wording_that_changes_after_a_correction_is_told_to_the_editor(corrected: Desk) -> None:
    site, words = corrected.project.site(), "terms:\n  operai: {{fr: {}}}\n"
    for wording, expected in (("ouvriers", 0), ("travailleurs", 1), ("ouvriers", 0)):
        corrected.project.write("content/glossary.yml", words.format(wording))
        if not expected:
            corrected.correct_page(TWO, f"{wording}, {MINE}")
        corrected.clean()
        (standing,) = survey(site, Moment(DAY, 0), {}, Lines(), locale="fr")
        assert (standing.flagged, standing.stale) == (expected, 0)


def test_what_the_glossary_alone_gave_is_nobodys_until_it_is_approved(desk: Desk) -> None:
    desk.project.write("content/glossary.yml", "terms:\n  Torino: {fr: Turin}\n")
    desk.paragraphs.append("Torino")
    desk.save()
    desk.clean()
    assert (desk.entry("Torino").text, desk.entry("Torino").by_hand) == ("Turin", False)
    desk.project.write("content/glossary.yml", "terms:\n  Torino: {fr: Turín}\n")
    desk.clean()
    assert desk.entry("Torino").text == "Turín"
    desk.approve("Torino")
    desk.clean()
    desk.doubt("Torino")
    desk.clean()
    assert not desk.entry("Torino").by_hand


# --- what readers and editors are told -------------------------------------------------------------------------------


def test_stale_texts_are_counted_on_the_page_and_by_the_build(corrected: Desk) -> None:
    assert "stale:" not in corrected.project.read(PAGE)
    corrected.paragraphs[1] = TWO.replace("anticipo", "ritardo")
    corrected.save()
    for _ in range(2):
        lines = corrected.clean()
        assert lines.notices == ["stale texts: 1; make review shows them"]
        assert " · 1 stale · " in next(text for name, tag, text in lines.stages if (name, tag) == ("translate", "fr"))
        assert "\n  stale: 1\n" in corrected.project.read(PAGE)
    corrected.paragraphs[1] = TWO
    corrected.save()
    assert corrected.clean().notices == []
    assert "stale:" not in corrected.project.read(PAGE)


def test_corrections_are_counted_whether_or_not_the_text_was_approved(corrected: Desk) -> None:
    corrected.correct_page(TWO, "Autrement.")
    corrected.correct_record(ONE, "Le pont rouvre.")
    corrected.approve(ONE)
    taken = f"{RECORD}: corrections taken over as approved: 2"
    assert corrected.clean().notices == [taken]
    settled(corrected)
    corrected.approve(THREE)
    assert corrected.clean().notices == []


def test_a_correction_whose_paragraph_went_before_the_build_is_taken_over_once(desk: Desk) -> None:
    desk.correct_record(TWO, MINE)
    desk.paragraphs.remove(TWO)
    desk.save()
    assert len(desk.clean().notices) == 2
    settled(desk)


# --- who answers for an edition --------------------------------------------------------------------------------------

ANNA = "Anna Verdi"


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """The article with an edition that somebody answers for."""
    desk.sign(ANNA)
    desk.clean()
    assert f"approver: {ANNA}" in desk.project.read(PAGE)
    return desk


def test_an_approval_ends_with_a_text_that_nobody_approved(signed: Desk) -> None:
    signed.paragraphs.append("Un capoverso nuovo di zecca.")
    signed.save()
    (notice,) = signed.clean().notices
    assert notice.startswith(f"{RECORD}: {ANNA} no longer answers for the edition, texts without approval: 1")
    assert signed.record().approver == ""
    settled(signed)
    signed.correct_page("Un capoverso nuovo di zecca.", "Un paragraphe de Bob.")
    signed.clean()
    assert "state: machine" in signed.project.read(PAGE)
    assert ANNA not in signed.project.read(PAGE)
    signed.sign("Bob Bruni")
    signed.clean()
    assert "approver: Bob Bruni" in signed.project.read(PAGE)


def test_an_approval_outlives_corrections_and_stale_texts(signed: Desk) -> None:
    signed.correct_page(TWO, MINE)
    signed.correct_record(ONE, "Le pont rouvre.")
    signed.paragraphs[2] = THREE.replace("domenica", "sabato")
    signed.save()
    signed.clean()
    assert f"approver: {ANNA}" in signed.project.read(PAGE)
    settled(signed)


# --- a record that was emptied ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("empty", [None, b"", b'msgid ""\nmsgstr "Language: fr\\n"\n'], ids=["gone", "empty", "header"])
def test_an_approval_comes_back_from_the_page(signed: Desk, empty: bytes | None) -> None:
    signed.correct_page(TWO, MINE)
    signed.clean()
    page = signed.bytes(PAGE)
    if empty is None:
        signed.delete(RECORD)
    else:
        signed.project.write(RECORD, empty)
    assert signed.clean().notices == []
    assert signed.bytes(PAGE) == page
    assert (signed.record().approver, signed.entry(ONE).engine) == (ANNA, "pseudo")
    assert (signed.entry(TWO).text, signed.entry(TWO).by_hand) == (MINE, True)
    settled(signed)


def test_corrections_on_the_page_of_an_emptied_record_are_counted(signed: Desk) -> None:
    signed.correct_page(TWO, MINE)
    signed.project.write(RECORD, b"")
    assert signed.clean().notices == [f"{RECORD}: corrections taken over as approved: 1"]
    assert f"approver: {ANNA}" in signed.project.read(PAGE)
    settled(signed)


def test_an_approval_taken_from_the_record_does_not_come_back(signed: Desk) -> None:
    """A build that was killed before it wrote the page leaves the name there."""
    page = signed.bytes(PAGE)
    signed.paragraphs.append("Un capoverso nuovo di zecca.")
    signed.save()
    signed.clean()
    signed.project.write(PAGE, page)
    signed.clean()
    assert ANNA not in signed.project.read(PAGE) + signed.project.read(RECORD)


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PAGE, RECORD])
@pytest.mark.parametrize(("start", "end"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"), (b"\xef\xbb\xbf", b"\r\n")])
def test_line_ends_and_byte_order_marks_change_nothing(desk: Desk, name: str, start: bytes, end: bytes) -> None:
    desk.project.write(name, start + desk.bytes(name).replace(b"\n", end))
    assert desk.clean().notices == []
    correct = desk.correct_page if name == PAGE else desk.correct_record
    correct(TWO, MINE)
    desk.project.write(name, start + desk.bytes(name).replace(b"\r\n", b"\n").replace(b"\n", end))
    desk.clean()
    assert desk.entry(TWO).text == MINE
    settled(desk)


@pytest.mark.parametrize("name", [PAGE, RECORD])
def test_conflict_markers_are_refused_and_the_rest_of_the_work_waits(desk: Desk, name: str) -> None:
    desk.correct_page(ONE, "Le pont rouvre.")
    desk.correct_record(TWO, MINE)
    whole = desk.bytes(name)
    desk.project.write(name, whole + MARKERS.encode())
    before = desk.bytes(PAGE), desk.bytes(RECORD)
    (told,) = desk.build().told
    assert told.startswith(f"{name}:")
    assert (desk.bytes(PAGE), desk.bytes(RECORD)) == before
    desk.project.write(name, whole)
    desk.clean()
    assert [desk.entry(source).text for source in (ONE, TWO)] == ["Le pont rouvre.", MINE]


def test_a_source_with_conflict_markers_is_refused_with_its_line_and_published_nowhere(desk: Desk) -> None:
    pages = desk.bytes(PAGE), desk.bytes(ORIGINAL)
    text = desk.project.read(ARTICLE)
    desk.project.write(ARTICLE, text + MARKERS)
    (told,) = desk.build().told
    line = (text + MARKERS).split("\n").index("<<<<<<< mine") + 1
    assert told.startswith(f"{ARTICLE}:{line}: the article has conflict markers")
    assert (desk.bytes(PAGE), desk.bytes(ORIGINAL)) == pages


@pytest.mark.parametrize(
    "text", [MARKERS.strip(), "Il ponte\n\nRiapre.\n||||||| base\nRiapre.", ">>>>>>> theirs\nUno.\n"]
)
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_a_new_source_with_conflict_markers_gets_no_address(desk: Desk, text: str, ending: str) -> None:
    ledger = desk.bytes("content/published.yml")
    desk.project.write(f"content/articles/nuovo.{ending}", text)
    (told,) = desk.build().told
    assert "conflict markers" in told
    assert desk.bytes("content/published.yml") == ledger


def test_signs_that_are_no_conflict_markers_are_text(desk: Desk) -> None:
    desk.paragraphs += ["Titolo del tutto nuovo\n=======", "Il segno <<<<<<< non serve.", "<<<<<<<<<<"]
    desk.save()
    desk.clean()


@pytest.mark.parametrize("name", [PAGE, RECORD])
def test_another_encoding_is_refused_with_its_line(desk: Desk, name: str) -> None:
    correct = desk.correct_page if name == PAGE else desk.correct_record
    correct(TWO, "Le café.")
    damaged = desk.bytes(name).replace("Le café.".encode(), "Le café.".encode("cp1252"))
    desk.project.write(name, damaged)
    (told,) = desk.build().told
    line = damaged[: damaged.index(b"Le caf")].count(b"\n") + 1
    assert told == f"{name}:{line}: the file is not UTF-8. Save it as UTF-8"
    assert desk.bytes(name) == damaged


def test_a_renamed_source_keeps_corrections_even_without_docs(corrected: Desk) -> None:
    corrected.delete(ARTICLE)
    corrected.delete("docs")
    corrected.article = "content/articles/nuovo.md"
    corrected.headline = "Un altro titolo"
    corrected.save()
    corrected.clean()
    assert MINE in corrected.published()


@pytest.mark.parametrize("gone", [[PAGE], ["docs"], [".cache"], [RECORD], [RECORD, ".cache"], ["docs", ".cache"]])
def test_what_is_deleted_is_made_again_with_the_correction(corrected: Desk, gone: list[str]) -> None:
    corrected.approve(ONE)
    corrected.clean()
    page = corrected.bytes(PAGE)
    for name in gone:
        corrected.delete(name)
    corrected.clean()
    assert (corrected.bytes(PAGE), corrected.entry(TWO).approved) == (page, True)
    settled(corrected)


def test_a_deleted_record_whose_page_was_corrected_is_made_again_from_the_page(corrected: Desk) -> None:
    corrected.correct_page(THREE, "La vieille rue reste fermée.")
    corrected.delete(RECORD)
    corrected.clean()
    assert [corrected.entry(source).text for source in (TWO, THREE)] == [MINE, "La vieille rue reste fermée."]


def test_a_deleted_record_whose_source_changed_too_is_missed_and_the_page_stays(corrected: Desk) -> None:
    record, page = corrected.bytes(RECORD), corrected.bytes(PAGE)
    corrected.delete(RECORD)
    corrected.paragraphs[1] = "Del tutto diverso."
    corrected.save()
    (told,) = corrected.build().told
    assert "record is gone" in told
    assert MINE in told
    assert corrected.bytes(PAGE) == page
    corrected.project.write(RECORD, record)
    corrected.clean()


def test_an_older_record_put_back_does_not_undo_a_correction(desk: Desk) -> None:
    old = desk.bytes(RECORD)
    desk.correct_page(TWO, MINE)
    desk.clean()
    desk.project.write(RECORD, old)
    desk.clean()
    assert (desk.entry(TWO).text, desk.entry(TWO).approved) == (MINE, True)
    assert MINE in desk.published()
    settled(desk)


def test_an_older_page_put_back_is_no_correction(desk: Desk) -> None:
    old = desk.bytes(PAGE)
    desk.correct_record(TWO, MINE)
    desk.clean()
    desk.project.write(PAGE, old)
    assert desk.clean().notices == []
    assert MINE in desk.published()
    assert not desk.entry(ONE).approved


def test_an_older_page_put_back_and_corrected_brings_that_correction_alone(desk: Desk) -> None:
    old = desk.bytes(PAGE)
    desk.correct_record(TWO, MINE)
    desk.clean()
    desk.project.write(PAGE, old)
    desk.replace(PAGE, accented(ONE), "Le pont rouvre.")
    desk.clean()
    assert [desk.entry(source).text for source in (ONE, TWO)] == ["Le pont rouvre.", MINE]
    assert not desk.entry(THREE).approved


def test_an_older_page_corrected_where_the_record_was_is_a_conflict(desk: Desk) -> None:
    old = desk.bytes(PAGE)
    desk.correct_record(TWO, MINE)
    desk.clean()
    desk.project.write(PAGE, old)
    desk.replace(PAGE, accented(TWO), "Autrement.")
    (told,) = desk.build().told
    assert "Autrement." in told
    assert MINE in told
    assert desk.entry(TWO).text == MINE
    assert b"Autrement." in desk.bytes(PAGE)


def test_an_older_page_corrected_where_the_article_has_changed_is_refused(desk: Desk) -> None:
    old = desk.bytes(PAGE)
    desk.paragraphs[1] = "Gli operai hanno finito tutti i lavori in ritardo. Il sindaco taglia il nastro."
    desk.save()
    desk.clean()
    desk.project.write(PAGE, old)
    desk.replace(PAGE, accented(TWO), MINE)
    (told,) = desk.build().told
    assert "older than the record" in told
    assert MINE in told
    assert MINE in desk.project.read(PAGE)


def test_a_page_taken_over_by_a_build_that_was_killed_before_it_wrote_the_page(desk: Desk) -> None:
    desk.correct_page(TWO, MINE)
    edited = desk.bytes(PAGE)
    desk.clean()
    desk.project.write(PAGE, edited)
    assert desk.clean().notices == []
    assert MINE in desk.published()


@pytest.mark.parametrize("title", ["La ligne #1 du pont", "Le pont # avant", "# avant\ntitle: Le pont"])
def test_a_comment_in_front_matter_is_refused_with_its_line(desk: Desk, title: str) -> None:
    desk.replace(PAGE, f"title: {desk.entry('Il ponte').text}", f"title: {title}".replace("title: # avant", "# avant"))
    before = desk.bytes(PAGE)
    (told,) = desk.build().told
    assert told.startswith(f"{PAGE}:2: a '#' begins a comment")
    assert "Quote the '#'" in told
    assert desk.bytes(PAGE) == before


@pytest.mark.parametrize("title", ["'La ligne #1 du pont'", '"La ligne #1 du pont"', "La ligne#1"])
def test_a_number_sign_that_begins_no_comment_is_text(desk: Desk, title: str) -> None:
    desk.replace(PAGE, f"title: {desk.entry('Il ponte').text}", f"title: {title}")
    desk.clean()
    assert desk.entry("Il ponte").text == title.strip("'\"")


def test_a_paragraph_more_on_a_page_is_refused_with_their_number(desk: Desk) -> None:
    desk.replace(PAGE, accented(TWO), f"{accented(TWO)}\n\nEncore un.")
    (told,) = desk.build().told
    assert "it has 7 texts in place of 6. " in told


def test_a_word_that_yaml_takes_for_something_else_is_a_word(desk: Desk) -> None:
    title = desk.entry("Il ponte").text
    desk.replace(PAGE, f"title: {title}", "title: No")
    desk.clean()
    assert desk.entry("Il ponte").text == "No"


def test_a_deleted_title_is_refused(desk: Desk) -> None:
    desk.replace(PAGE, f"title: {desk.entry('Il ponte').text}", "title: ''")
    (told,) = desk.build().told
    assert "the text of 'headline' was deleted" in told


# --- articles and locales that go and come ---------------------------------------------------------------------------


def test_articles_in_a_removed_language_are_one_fault(desk: Desk) -> None:
    for number in (1, 2, 3):
        text = f"---\ntitle: Notizia {number}\nlang: fr\n---\nLe pont rouvre.\n"
        desk.project.write(f"content/articles/francese-{number}.md", text)
    desk.clean()
    desk.locales("it", "en")
    (told,) = desk.build().told
    assert told.startswith("content/articles/francese-1.md:3: the language 'fr' is not configured; articles in it: 3, ")


def test_an_article_and_a_locale_that_come_back_have_their_corrections(corrected: Desk) -> None:
    page = corrected.bytes(PAGE)
    corrected.delete(ARTICLE)
    corrected.clean()
    assert not corrected.has(PAGE)
    corrected.save()
    corrected.clean()
    assert corrected.bytes(PAGE) == page
    corrected.locales("it")
    corrected.clean()
    assert not corrected.has(PAGE)
    corrected.locales("it", "fr")
    corrected.clean()
    assert corrected.bytes(PAGE) == page


def test_a_page_that_was_corrected_before_its_article_went_is_kept_and_read_when_it_comes_back(desk: Desk) -> None:
    desk.correct_page(TWO, MINE)
    desk.delete(ARTICLE)
    (told,) = desk.build().told
    assert "its article is gone" in told
    desk.save()
    desk.clean()
    assert MINE in desk.published()


def test_a_new_wording_in_the_glossary_renews_drafts_but_no_correction(corrected: Desk) -> None:
    corrected.project.write("content/glossary.yml", "terms:\n  operai: {fr: ouvriers}\n  ponte: {fr: pont}\n")
    corrected.clean()
    assert MINE in corrected.published()
    assert "pont" in corrected.entry(ONE).text
    settled(corrected)


# --- the page of an original -----------------------------------------------------------------------------------------


def test_an_edited_original_is_withheld_and_all_else_goes_on(corrected: Desk) -> None:
    corrected.replace(ORIGINAL, "resta chiusa", "resta aperta")
    edited = corrected.bytes(ORIGINAL)
    corrected.paragraphs.append("Un capoverso in più.")
    corrected.save()
    (told,) = corrected.build().told
    assert told.startswith(f"{ORIGINAL}: ")
    assert ARTICLE in told
    assert corrected.bytes(ORIGINAL) == edited
    assert corrected.published()[-1] == accented("Un capoverso in più.")
    corrected.delete(ORIGINAL)
    corrected.clean()
    assert "Un capoverso in più." in corrected.project.read(ORIGINAL)


def test_a_copy_of_the_project_elsewhere_has_nothing_to_do(tmp_path: Path, corrected: Desk) -> None:
    shutil.copytree(corrected.project.root, tmp_path / "copy")
    copy = Desk(Project(tmp_path / "copy"), paragraphs=corrected.paragraphs)
    settled(copy)
    assert copy.bytes(PAGE) == corrected.bytes(PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "Voici <img src=x onerror=alert(1)> tout.",
        "Un [lien](javascript:alert(1)) ici.",
        r"Un [lien\\\\](javascript:alert(1)) ici.",
        "<script>alert(1)</script> mot",
    ],
)
def test_a_correction_with_html_or_a_link_that_runs_a_program_is_refused(desk: Desk, text: str) -> None:
    """A translator's file is no way around what an article may say; the page keeps its last good state."""
    page = desk.bytes(PAGE)
    desk.correct_record(desk.paragraphs[0], text)
    assert "may not be published" in desk.build().told[0]
    assert desk.bytes(PAGE) == page
    assert text in desk.project.read(RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "Le signe `<img>` est <kbd>bref</kbd>.",
        "Voir <https://a.example/> et [là](x.md).",
        r"On écrit \[x\](javascript:1).",
    ],
)
def test_what_an_article_may_say_a_correction_may_say(desk: Desk, text: str) -> None:
    desk.correct_page(desk.paragraphs[0], text)
    desk.clean()
    assert text in desk.published()


@pytest.mark.parametrize("parse", [by_markdown_it, by_python_markdown])
def test_a_link_with_its_brackets_escaped_is_text(parse: Callable[[str], object]) -> None:
    assert "a href=x" in str(parse("On écrit [x](x)."))
    assert "a href" not in str(parse(r"On écrit \[x\](javascript:1)."))


def test_white_space_is_no_correction(desk: Desk) -> None:
    desk.correct_record(desk.paragraphs[0], "   ")
    desk.approve(desk.paragraphs[0])
    desk.clean()
    assert desk.entry(desk.paragraphs[0]).text.strip()

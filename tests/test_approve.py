"""Approvals: what is written into the record, what is refused, and what readers see after the next build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from conftest import MakeProject, Project
from standings import ADDRESS, FRENCH, RECORD, STORY, approved, draft, french, look, says

from generator.approve import Approval, approve
from generator.errors import ConfigError, RecordError
from generator.translate import records
from generator.translate.records import Entry, Record

NAME = "Anna Bianchi"


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    """One Italian article with a French record, all of it drafts."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    draft(made)
    return made


def say(project: Project, *keys: str, name: str = NAME) -> Approval:
    return approve(project.root, french(project), keys, name)


def record(project: Project) -> Record:
    return records.load(project.read(RECORD), PurePosixPath(RECORD))


def keys(project: Project, places: Sequence[int]) -> list[str]:
    texts = french(project).texts
    return [texts[place].segment.key for place in places]


def test_all_texts_are_approved_in_a_name(newsroom: Project) -> None:
    done = say(newsroom, name="  Anna   Bianchi ")
    assert (len(done.approved), len(done.already), done.left) == (4, 0, 0)
    written = record(newsroom)
    assert written.approver == NAME
    assert all(entry.approved for entry in written.entries)
    assert [entry.text for entry in written.entries] == list(FRENCH)
    assert {entry.engine for entry in written.entries} == {"pseudo"}  # who drafted it is not forgotten
    assert french(newsroom).state == "reviewed"


def test_approving_again_changes_nothing(newsroom: Project) -> None:
    say(newsroom)
    before = newsroom.read(RECORD)
    done = say(newsroom)
    assert (len(done.approved), len(done.already), done.left) == (0, 4, 0)
    assert newsroom.read(RECORD) == before


def test_a_name_is_recorded_once_all_is_approved(newsroom: Project) -> None:
    assert say(newsroom, *keys(newsroom, [0, 2])).left == 2
    assert (record(newsroom).approver, french(newsroom).approved) == ("", 2)
    assert say(newsroom, *keys(newsroom, [1, 3])).left == 0
    assert record(newsroom).approver == NAME


def test_an_approval_covers_the_glossary_as_it_is(newsroom: Project) -> None:
    say(newsroom)
    newsroom.write("content/glossary.yml", "terms:\n  fiume: {fr: rivière}\n")
    assert french(newsroom).flagged == 1
    done = say(newsroom, *keys(newsroom, [1]))
    assert (len(done.approved), len(done.warned)) == (1, 1)
    assert french(newsroom).flagged == 0
    assert record(newsroom).entries[1].text == FRENCH[1]
    newsroom.write("content/glossary.yml", "terms:\n  fiume: {fr: cours d’eau}\n")
    assert french(newsroom).flagged == 1


def test_who_approves_some_texts_is_named_beside_who_answers_for_the_others(newsroom: Project) -> None:
    say(newsroom)
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì"))
    for _ in range(2):
        say(newsroom, *keys(newsroom, [1]), name="Bob Bruni")
        assert record(newsroom).approver == f"{NAME}, Bob Bruni"
    say(newsroom, name="Bob Bruni")
    assert record(newsroom).approver == "Bob Bruni"


def test_a_stale_text_is_accepted_for_the_new_original(newsroom: Project) -> None:
    draft(newsroom, every=approved, t1=lambda entry: replace(entry, approved=True, draft="Rouvre mardi."))
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì"))
    assert french(newsroom).stale == 1
    assert len(say(newsroom).approved) == 1
    entry = record(newsroom).entries[1]
    assert (entry.source, entry.text) == ("Il ponte sul fiume riapre martedì mattina.", FRENCH[1])
    assert (entry.previous, entry.draft) == ("", "")
    assert (french(newsroom).stale, french(newsroom).state) == (0, "reviewed")


def test_nobody_answers_for_an_edition_with_a_stale_text(newsroom: Project) -> None:
    draft(newsroom, t1=approved)
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì"))
    assert say(newsroom, *keys(newsroom, [0, 2, 3])).left == 1
    assert record(newsroom).approver == ""


def test_what_checks_found_is_approved_and_named(newsroom: Project) -> None:
    draft(newsroom, t2=says("Selon la Commune."))
    done = say(newsroom)
    assert [text.entry.text for text in done.warned] == ["Selon la Commune."]
    assert french(newsroom).flagged == 0


def _refused(project: Project, error: type[Exception], words: str, *keys_: str, name: str = NAME) -> None:
    """The approval is refused with these words and the record is as it was."""
    before = project.read(RECORD)
    with pytest.raises(error, match=words):
        say(project, *keys_, name=name)
    assert project.read(RECORD) == before


def test_a_text_without_translation_is_refused(newsroom: Project) -> None:
    draft(newsroom, t3=says(""))
    _refused(newsroom, RecordError, "1 of 4 texts without a translation, the first “I lavori sono finiti.”")
    assert len(say(newsroom, *keys(newsroom, [0, 1])).approved) == 2


def test_a_draft_of_an_earlier_original_is_refused(newsroom: Project) -> None:
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì"))
    why = "1 of 4 texts whose draft is outdated, because the original has changed, the first “Il ponte sul fiume riapre"
    _refused(newsroom, RecordError, why)


def test_a_draft_of_an_earlier_glossary_is_refused(newsroom: Project) -> None:
    newsroom.write("content/glossary.yml", "terms:\n  lavori: {fr: chantiers}\n")
    why = "1 of 4 texts whose draft is outdated, because the glossary has changed, the first “I lavori sono finiti.”"
    _refused(newsroom, RecordError, why)


@pytest.mark.parametrize("name", ["", "  ", "–"])
def test_a_name_is_needed(newsroom: Project, name: str) -> None:
    _refused(newsroom, ConfigError, "an approval needs a name", name=name)


def test_an_unknown_segment_is_refused_with_the_nearest(newsroom: Project) -> None:
    _refused(newsroom, ConfigError, r"no segment 'headlin'\. Did you mean 'headline'\?", "headlin")


def test_an_original_and_what_is_withheld_cannot_be_approved(newsroom: Project) -> None:
    original = look(newsroom)[0]
    with pytest.raises(RecordError, match="'it' is the language it was written in"):
        approve(newsroom.root, original, (), NAME)
    newsroom.write(f"docs/fr/{ADDRESS}.md", "<<<<<<< ours\n")
    _refused(newsroom, RecordError, "nothing was approved: docs/fr/.*conflict markers")
    newsroom.write(RECORD, "<<<<<<< ours\n")
    _refused(newsroom, RecordError, "nothing was approved: .*conflict markers")


@pytest.mark.site
def test_a_correction_on_the_page_is_approved_with_the_rest_and_published(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    made.build()
    page = f"docs/fr/{ADDRESS}.md"
    corrected = "Les travaux sont finis.\n"
    made.write(page, made.read(page).rstrip().rsplit("\n", 1)[0] + f"\n{corrected}")
    done = say(made)
    assert (len(done.approved), len(done.already)) == (3, 1)
    assert made.read(page).endswith(corrected)
    outcome, lines = made.build()
    assert (outcome.faults, lines.told) == (0, [])
    assert "state: reviewed\n" in made.read(page)
    assert f"approver: {NAME}\n" in made.read(page)
    assert made.read(page).endswith(corrected)


@pytest.mark.site
def test_a_page_can_be_corrected_between_approval_and_build(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    made.build()
    say(made)
    page = f"docs/fr/{ADDRESS}.md"
    made.write(page, made.read(page).rstrip().rsplit("\n", 1)[0] + "\nLes travaux sont finis.\n")
    outcome, lines = made.build()
    assert (outcome.faults, lines.told) == (0, [])
    assert "Les travaux sont finis." in made.read(page)
    assert "Les travaux sont finis." in made.read(RECORD)


def test_an_editors_comments_and_other_fields_stay(newsroom: Project) -> None:
    def noted(entry: Entry) -> Entry:
        return replace(entry, notes="checked by telephone")

    draft(newsroom, t1=noted)
    newsroom.write(RECORD, newsroom.read(RECORD).replace('"Language:', '"X-Generator: Poedit\\n"\n"Language:'))
    say(newsroom)
    assert record(newsroom).entries[1].notes == "checked by telephone"
    assert record(newsroom).other == (("X-Generator", "Poedit"),)

"""What a build asks of the engines when the glossary, the configuration or the engines change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from conftest import DAY, Lines, MakeProject, Project

from generator import glossary as house
from generator import translating
from generator.errors import ConfigError, EngineError
from generator.pipeline import documents, planned
from generator.report import Faults
from generator.run import Moment, Renewal, Run
from generator.translate.engines import Answer, Job
from generator.translate.engines.faulty import FAULTS, NO_ANSWER, OUT_OF_REACH, Faulty
from generator.translate.engines.pseudo import Pseudo, accented

PATH = "2025/09/04/il-ponte-riapre"
STORY = (
    "---\ntitle: Il ponte riapre\ndate: 2025-09-04\nlang: it\n---\n"
    "Il sindaco apre il ponte a Roma.\n\nLa strada per Milano è libera.\n\nTutti sono contenti.\n"
)
Asked = list[tuple[str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the pseudo engine is really asked: (target, text). It answers as ever."""
    seen: Asked = []
    answers = Pseudo.translate

    def listening(self: Pseudo, jobs: Sequence[Job]) -> object:
        seen.extend((job.target, text) for job in jobs for text in job.texts)
        return answers(self, jobs)

    monkeypatch.setattr(Pseudo, "translate", listening)
    return seen


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    return made


def draft(made: Project, *, frozen: bool = False, renewal: Renewal | None = None, day: date = DAY) -> Lines:
    """Everything up to `docs/`, offline."""
    lines, site = Lines(), made.site()
    words = house.load(site.content, site.root, site.tags)
    epoch = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    documents(Run(site, Moment(day, epoch), {}, words, Faults(lines), True, renewal), frozen=frozen)
    return lines


def page(made: Project) -> str:
    return made.read(f"docs/fr/{PATH}.md")


# --- the glossary ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("", "terms: {Roma: {fr: Rome}}", "à Rome."),
        ("terms: {Roma: {fr: Rome}}", "terms: {Roma: {fr: ROME}}", "à ROME."),
        ("terms: {Roma: {fr: Rome}}", "", "à Ròmà."),
        ("", "keep: [Roma]", "à Roma."),
        ("keep: [Roma]", "", "à Ròmà."),
    ],
    ids=["added", "changed", "removed", "kept", "no longer kept"],
)
def test_a_changed_entry_renews_the_sentences_that_contain_it(
    newsroom: Project, asked: Asked, before: str, after: str, word: str
) -> None:
    """What an engine answered to the same marks before is used again."""
    newsroom.write("content/glossary.yml", f"{before}\n")
    draft(newsroom)
    asked.clear()
    newsroom.write("content/glossary.yml", f"{after}\n")
    draft(newsroom)
    assert all("apre il ponte" in text for _, text in asked)
    assert bool(asked) == ("ROME" not in word)
    assert word in page(newsroom)
    asked.clear()
    draft(newsroom)
    assert not asked


def test_an_approved_sentence_is_not_renewed(newsroom: Project, asked: Asked) -> None:
    draft(newsroom)
    record = f"content/translations/fr/{PATH}.po"
    newsroom.write(record, newsroom.read(record).replace("#, fuzzy\n", ""))
    draft(newsroom)
    asked.clear()
    newsroom.write("content/glossary.yml", "terms: {Roma: {fr: Rome}}\n")
    draft(newsroom)
    assert not asked


def test_an_outdated_draft_stays_until_there_is_a_better_one(
    newsroom: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(newsroom)
    before = page(newsroom)
    newsroom.write("content/glossary.yml", "terms: {Roma: {fr: Rome}}\n")
    with monkeypatch.context() as broken:
        broken.setattr(translating, "make", lambda setting, environment: Faulty(OUT_OF_REACH))
        draft(newsroom)
    assert re.sub(r"\n(checksum|texts):.*", "", page(newsroom)) == re.sub(r"\n(checksum|texts):.*", "", before)
    draft(newsroom)
    assert "Rome" in page(newsroom)


# --- frozen builds, renewals -----------------------------------------------------------------------------------------


def test_a_frozen_build_changes_nothing_and_says_how_much_is_missing(newsroom: Project, asked: Asked) -> None:
    with pytest.raises(EngineError, match=r"texts that want a translation: 4,") as refused:
        draft(newsroom, frozen=True)
    assert "make build" in str(refused.value)
    assert not asked
    assert not (newsroom.root / "docs").exists()
    assert not (newsroom.root / "content/published.yml").exists()
    draft(newsroom)
    draft(newsroom, frozen=True)


def test_a_renewal_replaces_drafts_alone(newsroom: Project, asked: Asked) -> None:
    draft(newsroom)
    record = f"content/translations/fr/{PATH}.po"
    old = newsroom.read(record).replace("machine: pseudo", "machine: apertium")
    approved = old.replace('#, fuzzy\nmsgctxt "headline"', 'msgctxt "headline"')
    newsroom.write(record, approved)
    asked.clear()
    lines = draft(newsroom, renewal=Renewal(engine="pseudo"))
    assert not lines.told
    assert newsroom.read(record).count("machine: pseudo") == 3
    assert newsroom.read(record).count("machine: apertium") == 1
    site = newsroom.site()
    assert not planned(site, Moment(DAY, 0), {}, lines, offline=True, renewal=Renewal(engine="pseudo"))


def test_a_renewal_by_an_engine_that_is_not_configured(newsroom: Project) -> None:
    draft(newsroom)
    record = f"content/translations/fr/{PATH}.po"
    newsroom.write(record, newsroom.read(record).replace("machine: pseudo", "machine: apertium"))
    with pytest.raises(ConfigError, match="'google' is not listed under engines"):
        draft(newsroom, renewal=Renewal(engine="google"))


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [*FAULTS, NO_ANSWER, OUT_OF_REACH])
def test_no_fault_reaches_a_page(newsroom: Project, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Readers get the original, told so; with the next build and a sound engine, the translation."""
    newsroom.write(
        "content/articles/ponte.md", STORY.replace("contenti.", "contenti: **25** su [30](https://a.example/).")
    )
    with monkeypatch.context() as broken:
        broken.setattr(translating, "make", lambda setting, environment: Faulty(fault))
        lines = draft(newsroom)
    original = newsroom.read(f"docs/it/{PATH}.md").partition("\n---\n")[2]
    assert "state: fallback" in page(newsroom)
    assert page(newsroom).partition("\n---\n")[2] == original
    assert lines.told
    draft(newsroom)
    assert "state: machine" in page(newsroom)
    assert accented("Tutti sono contenti")[:19] in page(newsroom)


@pytest.mark.parametrize(
    "fault",
    ["echo", "quota", "same notice", "shared beginning", "shared ending", "wrong encoding", "undefined", "null behind"],
)
def test_what_is_said_of_every_text_stays_in_no_record(
    newsroom: Project, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Else it would be published once the other texts have their drafts."""
    with monkeypatch.context() as broken:
        broken.setattr(translating, "make", lambda setting, environment: Faulty(fault))
        draft(newsroom)
    assert "machine: faulty" not in newsroom.read(f"content/translations/fr/{PATH}.po")


@pytest.mark.parametrize("fault", ["same notice", "shared beginning", "shared ending"])
def test_another_engine_is_asked_for_what_one_said_of_most_texts(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """Three texts of four are spoiled: the fourth alone is the first engine's."""
    made = project(locales=("it", "fr"), engines=["mymemory", "pseudo"])
    made.write("content/articles/ponte.md", STORY)
    spoiled = Faulty(fault, lambda job, text: "Milano" not in text)
    monkeypatch.setattr(
        translating, "make", lambda setting, environment: spoiled if setting.name == "mymemory" else Pseudo()
    )
    monkeypatch.setattr(translating, "CONNECTING", frozenset())
    lines = draft(made)
    assert not lines.told
    record = made.read(f"content/translations/fr/{PATH}.po")
    assert (record.count("machine: faulty"), record.count("machine: pseudo")) == (1, 3)


NOTICE = "Le contenu souhaité", "reste introuvable dans nos archives"


class Belated(Pseudo):
    """Has a notice for one text at once, and for another when it is asked again, by sentences."""

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        told = {"sindaco": " ".join(NOTICE), "Oggi piove.": NOTICE[0], "Chi parte aspetta.": NOTICE[1], "Oggi": ""}
        for answer in super().translate(jobs):
            text = jobs[answer.job].texts[answer.text].strip()
            known = (words for piece, words in told.items() if piece == text or piece in text.split())
            yield replace(answer, answer=next(known, answer.answer))


def test_a_draft_is_given_up_when_its_words_come_again(newsroom: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone the first notice could be a translation; the second gives it away, whatever the step of the ladder."""
    newsroom.write(
        "content/articles/ponte.md", STORY.replace("La strada per Milano è libera.", "Oggi piove. Chi parte aspetta.")
    )
    monkeypatch.setattr(translating, "make", lambda setting, environment: Belated())
    draft(newsroom)
    record = newsroom.read(f"content/translations/fr/{PATH}.po")
    assert NOTICE[0] not in record
    assert record.count("machine: pseudo") == 2


def test_one_spoiled_text_is_had_from_the_next_engine(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(locales=("it", "fr"), engines=["mymemory", "pseudo"])
    made.write("content/articles/ponte.md", STORY)
    spoiled = Faulty("quota", lambda job, text: "Milano" in text)

    def engine(setting: object, environment: object) -> object:
        return spoiled if setting == made.site().engines[0] else Pseudo()

    monkeypatch.setattr(translating, "make", engine)
    monkeypatch.setattr(translating, "CONNECTING", frozenset())
    lines = draft(made)
    assert not lines.told
    record = made.read(f"content/translations/fr/{PATH}.po")
    assert (record.count("machine: faulty"), record.count("machine: pseudo")) == (3, 1)
    assert "MYMEMORY" not in page(made) + record


class Unbracketed(Pseudo):
    """Drops brackets, which a check flags."""

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        for answer in super().translate(jobs):
            yield replace(answer, answer=answer.answer.replace("(", "").replace(")", ""))


def test_flagged_drafts_are_published_and_an_editor_is_told(newsroom: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.write("content/articles/ponte.md", STORY.replace("è libera", "è (quasi) libera"))
    with monkeypatch.context() as other:
        other.setattr(translating, "make", lambda setting, environment: Unbracketed())
        lines = draft(newsroom)
    assert not lines.told
    assert lines.notices == ["flagged drafts: 1; make review shows them"]
    assert any("0 withheld · 1 flagged" in text for *_, text in lines.stages)
    assert not draft(newsroom).notices

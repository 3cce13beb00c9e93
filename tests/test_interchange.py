"""Records sent to translators and taken back: nothing lost, nothing overwritten, nothing that breaks a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from conftest import DAY, Lines, MakeProject, Project
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from standings import ADDRESS, FRENCH, RECORD, STORY, approved, draft, french, look, says
from strategies import INLINE, PLAIN

from generator.errors import ConfigError, RecordError
from generator.exchange.xliff import NAMESPACE
from generator.interchange import Form, Taken, export, take_in
from generator.portable import literal, plain, portable
from generator.run import Moment
from generator.translate import records
from generator.translate.records import Entry, Record

MOMENT = Moment(DAY, 0)
NAME = "Chloé Martin"
X = f"{{{NAMESPACE}}}"


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    """One Italian article with a French record, all of it drafts."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    draft(made)
    return made


def send(project: Project, form: Form = "xliff", locale: str = "fr") -> Path:
    """The one file for a locale."""
    (path,) = export(project.site(), MOMENT, {}, Lines(), project.root / "out", form=form, locale=locale)
    return path


def take(project: Project, path: Path, name: str = "") -> Taken:
    return take_in(project.site(), MOMENT, Lines(), path, name=name)


def record(project: Project) -> Record:
    return records.load(project.read(RECORD), PurePosixPath(RECORD))


def texts(project: Project) -> list[str]:
    return [entry.text for entry in record(project).entries]


Edit = Callable[[Sequence[etree._Element]], None]


def edit(path: Path, change: Edit) -> None:
    """Change the units of a file as a translator's program would."""
    tree = etree.parse(path)
    change(list(tree.iter(f"{X}unit")))
    tree.write(path, encoding="utf-8", xml_declaration=True)


def segment(unit: etree._Element) -> etree._Element:
    return next(unit.iter(f"{X}segment"))


def translate(unit: etree._Element, words: str, state: str = "translated") -> None:
    """Give a unit a new translation without codes."""
    part = segment(unit)
    for target in part.findall(f"{X}target"):
        part.remove(target)
    etree.SubElement(part, f"{X}target").text = words
    part.set("state", state)


def reword(units: Sequence[etree._Element]) -> None:
    """Begin every translation anew, its codes as they are."""
    for unit in units:
        for target in segment(unit).findall(f"{X}target"):
            target.text = f"Bref, {target.text}"
    confirm(units, "final")


def rewrite(*units: etree._Element) -> None:
    """Give each a new translation: `Neuf 1`, `Neuf 2` …."""
    for number, unit in enumerate(units, start=1):
        translate(unit, f"Neuf {number}")


def remove_all_but_the_last(units: Sequence[etree._Element]) -> None:
    for unit in units[:-1]:
        unit.getparent().remove(unit)


def confirm(units: Sequence[etree._Element], state: str = "reviewed") -> None:
    for unit in units:
        segment(unit).set("state", state)


def changed(project: Project, words: str, place: int = 0, state: str = "translated") -> Path:
    """A file in which one text has a new translation."""
    path = send(project)
    edit(path, lambda units: translate(units[place], words, state))
    return path


def test_sent_and_taken_in_nothing_changes(newsroom: Project) -> None:
    before = newsroom.read(RECORD)
    assert take(newsroom, send(newsroom)) == Taken(unchanged=4)
    assert newsroom.read(RECORD) == before


def test_a_changed_text_is_a_persons_correction(newsroom: Project) -> None:
    assert take(newsroom, changed(newsroom, "Le pont est rouvert")) == Taken(1, 0, 3, (), (PurePosixPath(RECORD),))
    entry = record(newsroom).entries[0]
    assert (entry.text, entry.approved, entry.engine, entry.date) == ("Le pont est rouvert", True, "", DAY)
    assert texts(newsroom)[1:] == list(FRENCH[1:])


@pytest.mark.site
def test_it_is_published_by_the_next_build_and_stays(newsroom: Project) -> None:
    take(newsroom, changed(newsroom, "- Le *pont* est <rouvert>", place=1))
    for _ in range(2):
        newsroom.build()
        assert "\n\\- Le \\*pont\\* est &lt;rouvert>\n" in newsroom.read(f"docs/fr/{ADDRESS}.md")
    assert record(newsroom).entries[1].approved


def test_taken_in_twice_is_taken_in_once(newsroom: Project) -> None:
    path = changed(newsroom, "Le pont est rouvert")
    take(newsroom, path)
    before = newsroom.read(RECORD)
    assert take(newsroom, path) == Taken(unchanged=4)
    assert newsroom.read(RECORD) == before


def test_a_confirmed_draft_is_approved_and_the_name_recorded(newsroom: Project) -> None:
    path = send(newsroom)
    edit(path, confirm)
    taken = take(newsroom, path, f" {NAME} ")
    assert (taken.approved, taken.signed) == (4, (PurePosixPath(RECORD),))
    assert record(newsroom).approver == NAME
    assert all(entry.approved and entry.engine == "pseudo" for entry in record(newsroom).entries)
    assert french(newsroom).state == "reviewed"


def test_a_translator_is_named_beside_who_answers_for_the_other_texts(newsroom: Project) -> None:
    draft(newsroom, every=approved, approver="Anna Verdi")
    for name in ("Carlo Neri", "Carlo Neri", "Anna Verdi"):
        take(newsroom, changed(newsroom, f"Le pont a rouvert, dit {name}", state="final"), name)
        assert record(newsroom).approver == "Anna Verdi, Carlo Neri"


def test_a_translator_of_all_texts_answers_alone(newsroom: Project) -> None:
    draft(newsroom, every=approved, approver="Anna Verdi")
    path = send(newsroom)
    edit(path, reword)
    assert take(newsroom, path, NAME).corrected == 4
    assert record(newsroom).approver == NAME


def test_no_name_is_recorded_while_a_text_is_not_approved(newsroom: Project) -> None:
    path = send(newsroom)
    edit(path, lambda units: confirm(units[1:], "final"))
    assert take(newsroom, path, NAME).signed == ()
    assert record(newsroom).approver == ""


def test_a_file_that_says_nothing_new_takes_nobodys_name_away(newsroom: Project) -> None:
    draft(newsroom, approver="Anna Bianchi", every=approved)
    assert take(newsroom, send(newsroom), NAME) == Taken(unchanged=4)
    assert record(newsroom).approver == "Anna Bianchi"


def test_states_say_what_is_asked_of_the_translator(newsroom: Project) -> None:
    stale = {"previous": "I lavori vanno avanti.", "draft": "Les travaux finissent.", "approved": True}
    draft(newsroom, t0=says(""), t2=approved, t3=lambda entry: replace(entry, notes="Vedi ieri", **stale))
    path = send(newsroom)
    found = [segment(unit) for unit in etree.parse(path).iter(f"{X}unit")]
    assert [(part.get("state"), part.get("subState")) for part in found] == [
        ("initial", None),
        ("translated", "newsroom:machine"),
        ("reviewed", None),
        ("translated", "newsroom:stale"),
    ]
    *_, last = etree.parse(path).iter(f"{X}unit")
    assert {note.get("category"): note.text for note in last.iter(f"{X}note")} == {
        "kind": "paragraph",
        "comment": "Vedi ieri",
        "previous-source": "I lavori vanno avanti.",
        "draft": "Les travaux finissent.",
        "origin": "pseudo · it-fr · 2025-09-10",
    }
    draft(newsroom, approver=NAME, every=approved)
    assert b'state="final"' in send(newsroom).read_bytes()


def test_a_confirmed_stale_text_counts_for_the_new_source(newsroom: Project) -> None:
    draft(newsroom, t3=lambda entry: replace(entry, approved=True, previous="I lavori vanno avanti.", draft="Autre."))
    path = send(newsroom)
    edit(path, lambda units: confirm(units[3:]))
    assert take(newsroom, path).approved == 1
    entry = record(newsroom).entries[3]
    assert (entry.text, entry.previous, entry.draft, entry.approved) == (FRENCH[3], "", "", True)


def test_a_text_corrected_here_meanwhile_is_not_overwritten(newsroom: Project) -> None:
    path = changed(newsroom, "Le pont est rouvert")
    draft(newsroom, t0=lambda entry: replace(entry, text="Réouverture du pont", approved=True, engine=""))
    (refused,) = take(newsroom, path).refused
    assert refused.line == 4 and refused.path == path
    assert "'headline': it was corrected here since it was sent" in str(refused)
    assert "“Réouverture du pont”" in str(refused) and "“Le pont est rouvert”" in str(refused)
    assert texts(newsroom)[0] == "Réouverture du pont"


@pytest.mark.site
def test_a_correction_on_the_page_is_not_overwritten_either(newsroom: Project) -> None:
    newsroom.build()
    path = changed(newsroom, "Le pont est rouvert")
    page = newsroom.read(f"docs/fr/{ADDRESS}.md")
    newsroom.write(f"docs/fr/{ADDRESS}.md", page.replace("Le pont rouvre", "Réouverture du pont"))
    assert "it was corrected here since it was sent" in str(take(newsroom, path).refused[0])
    newsroom.build()
    assert texts(newsroom)[0] == "Réouverture du pont"


def test_a_text_that_only_changed_here_keeps_the_change(newsroom: Project) -> None:
    path = changed(newsroom, "Les travaux sont terminés.", place=3)
    draft(newsroom, t0=lambda entry: replace(entry, text="Réouverture du pont", approved=True, engine=""))
    assert take(newsroom, path) == Taken(1, 0, 3, (), (PurePosixPath(RECORD),))
    assert texts(newsroom) == ["Réouverture du pont", *FRENCH[1:3], "Les travaux sont terminés."]


def test_a_translator_wins_over_a_newer_draft(newsroom: Project) -> None:
    path = changed(newsroom, "Le pont est rouvert")
    draft(newsroom, t0=says("Le pont ouvre à nouveau"))
    assert take(newsroom, path).corrected == 1
    assert texts(newsroom)[0] == "Le pont est rouvert"


def test_a_changed_source_is_refused_and_the_others_go_on(newsroom: Project) -> None:
    path = send(newsroom)
    edit(path, lambda units: rewrite(units[0], units[1], units[3]))
    story = STORY.replace("Il ponte riapre", "Il ponte si apre\nslug: il-ponte-riapre")
    newsroom.write("content/articles/ponte.md", story)
    draft(newsroom)
    taken = take(newsroom, path)
    assert taken.corrected == 2
    assert "its source is “Il ponte si apre” now, in the file it is “Il ponte riapre”" in str(taken.refused[0])
    assert texts(newsroom) == [FRENCH[0], "Neuf 2", FRENCH[2], "Neuf 3"]


def test_a_text_that_is_gone_is_refused_by_name(newsroom: Project) -> None:
    path = send(newsroom)
    newsroom.write("content/articles/ponte.md", STORY.replace("I lavori sono finiti.", "Poi basta."))
    draft(newsroom)
    assert "the article no longer has the text “I lavori sono finiti.”" in str(take(newsroom, path).refused[0])


@pytest.mark.site
def test_an_article_changed_since_its_last_build_is_refused(newsroom: Project) -> None:
    newsroom.build()
    path = changed(newsroom, "Le pont est rouvert")
    newsroom.write("content/articles/ponte.md", STORY.replace("I lavori sono finiti.", "Poi basta."))
    (refused,) = take(newsroom, path).refused
    assert "the article was changed since the last build" in str(refused)
    assert texts(newsroom)[0] == FRENCH[0]


def test_a_lost_code_is_refused_and_the_others_go_on(newsroom: Project) -> None:
    path = send(newsroom)
    edit(path, lambda units: rewrite(*units[2:]))
    taken = take(newsroom, path)
    assert taken.corrected == 1
    (refused,) = taken.refused
    assert "the code “[” is missing, in “Neuf 1”" in str(refused)
    assert texts(newsroom)[2:] == [FRENCH[2], "Neuf 2"]


def test_moved_codes_and_split_segments_are_taken_in(newsroom: Project) -> None:
    def rework(units: Sequence[etree._Element]) -> None:
        unit = units[2]
        part = segment(unit)
        (link,) = part.find(f"{X}target").iter(f"{X}pc")
        first, second = "Lo dice ", next(part.find(f"{X}source").iter(f"{X}pc"))
        pair = {key: str(value) for key, value in link.items()}
        unit.remove(part)
        for source, target, inside in ((first, "Dans une note, selon ", False), ("", "", True)):
            made = etree.SubElement(unit, f"{X}segment", state="translated")
            for name, words in (("source", source), ("target", target)):
                side = etree.SubElement(made, f"{X}{name}")
                side.text = words
                if inside:
                    code = etree.SubElement(side, f"{X}pc", pair)
                    code.text = second.text if name == "source" else " la mairie"
                    code.tail = " in una nota." if name == "source" else "."

    path = send(newsroom)
    edit(path, rework)
    assert take(newsroom, path).refused == ()
    assert texts(newsroom)[2] == "Dans une note, selon [la mairie](https://comune.example/ponte)."


@pytest.mark.parametrize(
    ("words", "state", "message"), [("Neuf", "initial", "its state is still 'initial'"), ("", "final", "")]
)
def test_what_the_translator_has_not_finished_changes_nothing(
    newsroom: Project, words: str, state: str, message: str
) -> None:
    taken = take(newsroom, changed(newsroom, words, state=state))
    assert taken.corrected == taken.approved == 0
    assert message in "".join(map(str, taken.refused)) and bool(taken.refused) == bool(message)
    assert texts(newsroom) == list(FRENCH)


def test_a_half_translated_text_changes_nothing(newsroom: Project) -> None:
    def halve(units: Sequence[etree._Element]) -> None:
        segment(units[0]).find(f"{X}source").text = "Il ponte "
        translate(units[0], "Le pont ", "final")
        rest = etree.SubElement(units[0], f"{X}segment", state="final")
        etree.SubElement(rest, f"{X}source").text = "riapre"

    path = send(newsroom)
    edit(path, halve)
    (refused,) = take(newsroom, path).refused
    assert "'headline': only some of its segments are translated" in str(refused)
    assert texts(newsroom) == list(FRENCH)


def test_units_may_be_missing(newsroom: Project) -> None:
    path = send(newsroom)
    edit(path, remove_all_but_the_last)
    assert take(newsroom, path) == Taken(unchanged=1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id="2025.09.04.il-ponte-riapre"', 'id="2025.09.04.altro"', "there is no article '2025.09.04.altro'"),
        ('trgLang="fr"', 'trgLang="de"', "the article is not translated it → de"),
        ('srcLang="it"', 'srcLang="en"', "the article is not translated en → fr"),
    ],
)
def test_a_file_about_something_else_is_refused(newsroom: Project, old: str, new: str, message: str) -> None:
    path = send(newsroom)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    (refused,) = take(newsroom, path).refused
    assert message in str(refused) and refused.line and refused.hint


def test_a_file_that_is_not_there_is_refused(newsroom: Project) -> None:
    with pytest.raises(RecordError, match="there is no such file"):
        take(newsroom, newsroom.root / "none.xlf")


def test_an_article_that_was_never_built_can_be_sent_and_taken_in(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    path = send(made)
    edit(path, lambda units: rewrite(units[0], units[1], units[3]))
    assert take(made, path).corrected == 3
    assert texts(made) == ["Neuf 1", "Neuf 2", "", "Neuf 3"]


def test_a_memory_pairs_a_stale_text_with_the_source_it_was_made_for(newsroom: Project) -> None:
    draft(newsroom, t0=says(""), t3=lambda entry: replace(entry, approved=True, previous="I lavori vanno avanti."))
    path = send(newsroom, "tmx")
    assert path.name == "fr.tmx"
    pairs = ["".join(part.itertext()) for part in etree.parse(path).iter("seg")]
    assert pairs[-2:] == ["I lavori vanno avanti.", FRENCH[3]]
    assert len(pairs) == 6


def test_one_article_and_one_locale_can_be_named(newsroom: Project) -> None:
    newsroom.write("content/articles/altro.md", STORY.replace("Il ponte riapre", "Altro"))
    paths = export(newsroom.site(), MOMENT, {}, Lines(), newsroom.root / "out", article="ponte.md")
    assert [path.relative_to(newsroom.root / "out").as_posix() for path in paths] == [f"fr/{ADDRESS}.xlf"]
    with pytest.raises(ConfigError, match="'de' is not among the locales"):
        export(newsroom.site(), MOMENT, {}, Lines(), newsroom.root / "out", locale="de")


def test_a_damaged_record_is_left_out_and_reported(newsroom: Project) -> None:
    newsroom.write(RECORD, "<<<<<<< mine\n")
    lines = Lines()
    assert export(newsroom.site(), MOMENT, {}, lines, newsroom.root / "out") == ()
    assert any("left out" in notice and "conflict markers" in notice for notice in lines.notices)


TEXTS = INLINE.map(
    lambda text: re.sub(
        r"\]\((?!https?:|#)",
        "](https://news.example/",
        re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", portable(text).strip()),
    )
)
"""Texts whose links need no file beside the article; without pictures, which do."""

LINES = st.lists(TEXTS, min_size=8, max_size=12)


def generated(project: Project, sources: Sequence[str], translations: Sequence[str], approve: int) -> Record:
    """Write an article of these paragraphs and a record with these translations, every `approve`-th approved."""
    head = "---\ntitle: Il ponte\ndate: 2025-09-04\nlang: it\nslug: ponte\n---\n"
    project.write("content/articles/ponte.md", head + "\n\n".join(sources) + "\n")
    path = str(records.path("fr", "2025/09/04/ponte"))
    (project.root / path).unlink(missing_ok=True)
    found = look(project, locale="fr")[0].texts
    entries = tuple(
        Entry(
            text.segment.key,
            text.segment.text,
            translations[place % len(translations)],
            approved=place % approve == 0,
            engine="pseudo",
        )
        for place, text in enumerate(found)
    )
    made = Record(entries)
    source = PurePosixPath("content/articles/ponte.md")
    project.write(path, records.dump(made, locale="fr", source_locale="it", source=source))
    return made


def test_whatever_is_sent_comes_back_as_it_was(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    path = str(records.path("fr", "2025/09/04/ponte"))

    @settings(max_examples=8)
    @given(LINES, LINES, st.integers(1, 3))
    def sent(sources: list[str], translations: list[str], approve: int) -> None:
        entries = generated(made, sources, translations, approve).entries
        before = made.read(path)
        assert take(made, send(made)) == Taken(unchanged=len(entries))
        assert made.read(path) == before

    sent()


def test_a_new_translation_says_exactly_what_was_typed(project: MakeProject) -> None:
    made = project(locales=("it", "fr"))
    path = PurePosixPath(records.path("fr", "2025/09/04/ponte"))

    @settings(max_examples=8)
    @given(LINES, PLAIN)
    def typed(sources: list[str], words: str) -> None:
        def put_before(units: Sequence[etree._Element]) -> None:
            for unit in units:
                part = segment(unit)
                text = etree.tostring(part.find(f"{X}source"), encoding="unicode", with_tail=False)
                target = etree.fromstring(text.replace("source", "target"))
                target.text = f"{words} {target.text or ''}"
                part.remove(part.find(f"{X}target"))
                part.append(target)

        entries = generated(made, sources, ["Neuf"], 2).entries
        file = send(made)
        edit(file, put_before)
        taken = take(made, file)
        assert taken.refused == ()
        for before, after in zip(entries, records.load(made.read(str(path)), path).entries, strict=True):
            assert after.text.startswith(literal(words))
            assert plain(after.text) == plain(f"{literal(words)} {before.source}")

    typed()

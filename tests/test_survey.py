"""What is known of articles and locales: states, counts, lines of records, articles found by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from conftest import Lines, MakeArticle, MakeProject, Project
from hypothesis import given
from hypothesis import strategies as st
from services import service
from standings import ADDRESS, RECORD, STORY, approved, draft, french, look, says

from generator.errors import ConfigError
from generator.model import Article
from generator.standing import Standing
from generator.survey import lines, select
from generator.translate.records import Entry

WITHOUT_LINK = "Selon la Commune dans une note."


@pytest.fixture
def newsroom(project: MakeProject) -> Project:
    """One Italian article, to be had in French, too; nothing is translated yet."""
    made = project(locales=("it", "fr"))
    made.write("content/articles/ponte.md", STORY)
    return made


def counts(standing: Standing) -> tuple[str, int, int, int, int]:
    return standing.state, standing.approved, standing.stale, standing.flagged, standing.missing


def test_an_article_that_was_never_built_misses_everything(newsroom: Project) -> None:
    original, translation = look(newsroom)
    assert (original.locale, original.state, original.texts) == ("it", "original", ())
    assert counts(translation) == ("fallback", 0, 0, 0, 4)


def test_nothing_is_written_and_no_engine_asked(project: MakeProject) -> None:
    with service("google") as google:
        made = project(locales=("it", "fr"), engines=[{"google": {"url": google.url}}])
        made.write("content/articles/ponte.md", STORY)
        before = sorted(path for path in made.root.rglob("*"))
        look(made)
        assert google.asked == []
    assert sorted(path for path in made.root.rglob("*")) == before


GLOSSARY = "terms:\n  fiume: {fr: rivière}\n"


def test_a_wording_that_changed_under_an_approved_text_is_flagged(newsroom: Project) -> None:
    draft(newsroom, every=approved, approver="Anna")
    assert counts(french(newsroom)) == ("reviewed", 4, 0, 0, 0)
    newsroom.write("content/glossary.yml", GLOSSARY)
    standing = french(newsroom)
    assert counts(standing) == ("reviewed", 4, 0, 1, 0)
    (finding,) = (item for item in standing.texts[1].findings if item.check == "glossary")
    assert (finding.severity, finding.asked) == ("flag", "fiume")
    assert finding.message == "the glossary has changed since this was approved: “fiume” is “rivière” now"
    assert standing.needs_editor


def test_a_wording_that_an_approved_text_follows_or_was_written_against_is_not_flagged(newsroom: Project) -> None:
    draft(newsroom, every=approved)
    newsroom.write("content/glossary.yml", GLOSSARY.replace("rivière", "fleuve"))
    assert french(newsroom).flagged == 0
    terms = french(newsroom).texts[1].terms
    newsroom.write("content/glossary.yml", GLOSSARY)
    draft(newsroom, every=approved, t1=lambda entry: replace(approved(entry), terms=french(newsroom).texts[1].terms))
    assert french(newsroom).flagged == 0
    draft(newsroom, every=approved, t1=lambda entry: replace(approved(entry), engine="", terms=terms))
    assert french(newsroom).flagged == 1
    draft(newsroom, every=approved, t1=lambda entry: replace(approved(entry), engine=""))
    assert french(newsroom).flagged == 0  # an old record does not say which glossary it was written with


def test_drafts_are_a_machine_edition_with_engine_route_and_day(newsroom: Project) -> None:
    draft(newsroom)
    standing = french(newsroom)
    assert counts(standing) == ("machine", 0, 0, 0, 0)
    assert standing.makers == ("pseudo it-fr",)
    assert str(standing.day) == "2025-09-10"
    assert not standing.needs_editor


def test_an_edition_is_reviewed_when_all_is_approved_and_somebody_named(newsroom: Project) -> None:
    draft(newsroom, every=approved)
    assert counts(french(newsroom)) == ("machine", 4, 0, 0, 0)
    draft(newsroom, every=approved, approver="Anna Bianchi")
    assert counts(french(newsroom)) == ("reviewed", 4, 0, 0, 0)


def test_a_changed_original_makes_an_approved_text_stale_and_a_draft_missing(newsroom: Project) -> None:
    draft(newsroom, t1=approved)
    newsroom.write("content/articles/ponte.md", STORY.replace("lunedì", "martedì").replace("finiti", "conclusi"))
    standing = french(newsroom)
    assert counts(standing) == ("machine", 1, 1, 0, 1)
    stale = next(text for text in standing.texts if text.entry.stale)
    assert stale.entry.previous == "Il ponte sul fiume riapre lunedì mattina."
    assert stale.line == newsroom.read(RECORD).split("\n").index(f'msgctxt "{_key(newsroom, 1)}"') + 1


def _key(project: Project, place: int) -> str:
    return [line[9:-1] for line in project.read(RECORD).split("\n") if line.startswith("msgctxt ")][place]


def test_a_flag_counts_until_somebody_approves_the_text(newsroom: Project) -> None:
    draft(newsroom, t2=says(WITHOUT_LINK))
    standing = french(newsroom)
    assert standing.flagged == 1
    assert standing.needs_editor
    assert [place for place, text in enumerate(standing.texts) if text.findings] == [2]

    def accepted(entry: Entry) -> Entry:
        return replace(entry, text=WITHOUT_LINK, approved=True)

    draft(newsroom, t2=accepted)
    standing = french(newsroom)
    assert (standing.flagged, standing.needs_editor) == (0, False)
    assert "flag" in {finding.severity for finding in standing.texts[2].findings}


def test_a_record_that_cannot_be_read_withholds_its_edition_alone(newsroom: Project) -> None:
    newsroom.write("content/articles/altro.md", STORY.replace("Il ponte riapre", "Il ponte chiude"))
    draft_text = '<<<<<<< ours\nmsgid ""\n'
    newsroom.write(RECORD, draft_text)
    lines_ = Lines()
    states = {(item.article.path.stem, item.locale): item for item in look(newsroom, lines=lines_)}
    withheld = states["ponte", "fr"]
    assert withheld.state == "withheld"
    assert withheld.needs_editor
    assert withheld.reason.startswith(f"{RECORD}:1: the record has conflict markers")
    assert states["altro", "fr"].state == "fallback"
    assert lines_.told == []


def test_a_page_that_cannot_be_taken_over_withholds_its_edition_and_shows_its_record(newsroom: Project) -> None:
    draft(newsroom, t1=approved)
    newsroom.write(f"docs/fr/{ADDRESS}.md", "<<<<<<< ours\n")
    standing = french(newsroom)
    assert (standing.state, len(standing.texts), standing.approved) == ("withheld", 4, 1)
    assert standing.reason.startswith(f"docs/fr/{ADDRESS}.md:1: the page has conflict markers")


def test_an_originals_page_that_was_edited_is_withheld(newsroom: Project) -> None:
    newsroom.write(f"docs/it/{ADDRESS}.md", "Tutto riscritto.\n")
    original, translation = look(newsroom)
    assert (original.state, translation.state) == ("withheld", "fallback")
    assert original.reason.endswith("the page of an original was edited. Move the change to content/articles/ponte.md")


def test_an_article_that_cannot_be_read_is_reported(newsroom: Project) -> None:
    newsroom.write("content/articles/vuoto.md", "")
    lines_ = Lines()
    assert len(look(newsroom, lines=lines_)) == 2
    assert len(lines_.told) == 1


@pytest.mark.site
def test_corrections_that_wait_in_docs_count_and_stay_there(newsroom: Project) -> None:
    newsroom.build()
    page = newsroom.root / f"docs/fr/{ADDRESS}.md"
    corrected = page.read_text("utf-8").rstrip().rsplit("\n", 1)[0] + "\nLes travaux sont finis.\n"
    page.write_text(corrected, "utf-8")
    record = newsroom.read(RECORD)
    standing = french(newsroom)
    assert standing.task
    assert (standing.approved, standing.task.corrections) == (1, 1)
    assert (page.read_text("utf-8"), newsroom.read(RECORD)) == (corrected, record)


def test_a_locale_that_is_not_configured_is_refused_with_the_nearest(newsroom: Project) -> None:
    with pytest.raises(ConfigError, match=r"'fra' is not among the locales. Did you mean 'fr'\?"):
        look(newsroom, locale="fra")


def test_lines_are_those_on_which_entries_begin() -> None:
    po = '#\nmsgid ""\nmsgstr ""\n\n# note\n#, fuzzy\nmsgctxt "a"\nmsgid "Uno \\"due\\""\nmsgstr ""\n\n#~ msgctxt "b"\n'
    assert lines(po) == lines(po.replace("\n", "\r\n")) == {'msgctxt "a"': 7, 'msgid "Uno \\"due\\""': 7}


# --- names of articles -----------------------------------------------------------------------------------------------


def _articles(article: MakeArticle, *stems: str) -> list[Article]:
    return [
        article(path=PurePosixPath(f"content/articles/{stem}.md"), address=f"2025/09/0{number}/{stem}")
        for number, stem in enumerate(stems, start=1)
    ]


@pytest.mark.parametrize(
    "name",
    [
        "ponte",
        "ponte.md",
        "content/articles/ponte.md",
        "/home/anna/giornale/content/articles/ponte.md",
        "2025/09/01/ponte",
        "docs/fr/2025/09/01/ponte.md",
        "content/translations/fr/2025/09/01/ponte.po",
        "https://news.example/fr/2025/09/01/ponte/",
        "PONT",
        "09/01",
    ],
)
def test_an_article_has_many_names(article: MakeArticle, name: str) -> None:
    articles = _articles(article, "ponte", "scuola")
    assert select(articles, name) is articles[0]


def test_a_whole_name_goes_before_a_part_of_another(article: MakeArticle) -> None:
    articles = _articles(article, "ponte-nuovo", "ponte")
    assert select(articles, "ponte") is articles[1]


def test_several_articles_are_listed_and_none_is_taken(article: MakeArticle) -> None:
    articles = _articles(article, "ponte-nuovo", "ponte-vecchio", "scuola")
    with pytest.raises(ConfigError) as fault:
        select(articles, "ponte")
    assert str(fault.value) == (
        "'ponte' fits 2 articles: content/articles/ponte-nuovo.md, content/articles/ponte-vecchio.md. "
        "Give more of the name"
    )


def test_an_unknown_article_gets_the_nearest_name(article: MakeArticle) -> None:
    with pytest.raises(ConfigError, match=r"there is no article 'pnote'. Did you mean 'ponte'\?"):
        select(_articles(article, "ponte", "scuola"), "pnote")
    with pytest.raises(ConfigError, match=r"there is no article 'zzz'\. make status lists them"):
        select(_articles(article, "ponte", "meaning"), "zzz")


@given(stems=st.lists(st.text("ab-", min_size=1, max_size=4), min_size=1, max_size=6, unique=True))
def test_every_article_is_found_by_its_file_and_its_address(article: MakeArticle, stems: list[str]) -> None:
    articles = _articles(article, *stems)
    for wanted in articles:
        assert select(articles, str(wanted.path)) is wanted
        assert select(articles, wanted.address) is wanted

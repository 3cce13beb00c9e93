"""Permanent addresses: given once, never changed, never given again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import LedgerError
from generator.ledger import PATH, Entry, assign, dump, load
from generator.model import Article
from generator.portable import blocks

TODAY = date(2025, 9, 10)
TEXT = "Il ponte riapre.\n\nGli operai hanno finito.\n\nLa strada resta chiusa.\n"
PONTE = Entry("content/articles/ponte.txt", "2025/09/04/il-ponte", date(2025, 9, 5))


def story(file: str = "ponte.txt", text: str = TEXT, **values: object) -> Article:
    path = PurePosixPath("content/articles", file)
    base = Article(path, "article", "it", "Il ponte", blocks(text), date=date(2025, 9, 4), slug="il-ponte")
    return replace(base, **values)  # type: ignore[arg-type]


def nothing(address: str) -> frozenset[str]:
    return frozenset()


def given_out(
    *articles: Article, entries: tuple[Entry, ...] = (), gone: bool = False, published: object = nothing
) -> tuple[list[tuple[str, str]], tuple[Entry, ...], list[str]]:
    """(file, address) of every article, the ledger's lines, and the faults."""
    existing = frozenset(str(article.path) for article in articles)
    existing |= frozenset() if gone else frozenset(entry.file for entry in entries)
    placed, lines, faults = assign(articles, entries, existing, TODAY, published)  # type: ignore[arg-type]
    return [(article.path.name, article.address) for article in placed], lines, [str(fault) for fault in faults]


def test_a_new_article_gets_an_address_by_its_date_and_slug() -> None:
    placed, lines, faults = given_out(story())
    assert placed == [("ponte.txt", "2025/09/04/il-ponte")]
    assert lines == (Entry("content/articles/ponte.txt", "2025/09/04/il-ponte", TODAY),)
    assert faults == []


def test_without_a_date_it_is_the_day_of_the_first_build_for_good() -> None:
    article = story(date=None)
    placed, lines, _ = assign([article], (), frozenset([str(article.path)]), TODAY, nothing)
    assert (placed[0].address, placed[0].date) == ("2025/09/10/il-ponte", TODAY)
    again, _, _ = assign([article], lines, frozenset([str(article.path)]), date(2026, 1, 1), nothing)
    assert again == placed


def test_a_page_has_no_date_in_its_address() -> None:
    page = story("about.md", kind="page", date=None, slug="about")
    placed, _, _ = assign([page], (), frozenset([str(page.path)]), TODAY, nothing)
    assert (placed[0].address, placed[0].date) == ("about", None)


def test_without_a_slug_the_files_name_serves() -> None:
    assert given_out(story("北.txt", slug=""))[0] == [("北.txt", "2025/09/04/article-北")]


@pytest.mark.parametrize("change", [{"slug": "altro"}, {"date": date(2020, 1, 1)}, {"headline": "Altro"}])
def test_a_known_file_keeps_its_address_whatever_changes(change: dict[str, object]) -> None:
    placed, lines, _ = given_out(story(**change), entries=(PONTE,))
    assert (placed, lines) == ([("ponte.txt", PONTE.address)], (PONTE,))


def test_a_renamed_file_keeps_its_address() -> None:
    def published(address: str) -> frozenset[str]:
        return frozenset(TEXT.strip().split("\n\n")) if address == PONTE.address else frozenset()

    edited = story("nuovo.txt", TEXT.replace("finito", "concluso"), slug="altro")
    placed, lines, _ = given_out(edited, entries=(PONTE,), gone=True, published=published)
    assert placed == [("nuovo.txt", PONTE.address)]
    assert lines == (replace(PONTE, file="content/articles/nuovo.txt"),)


def test_a_different_text_is_no_renamed_file() -> None:
    other = story("nuovo.txt", "Altro.\n\nDel tutto.\n", slug="altro")
    placed, lines, _ = given_out(other, entries=(PONTE,), gone=True, published=lambda address: frozenset(["Il ponte."]))
    assert placed == [("nuovo.txt", "2025/09/04/altro")]
    assert PONTE in lines, "the address of a file that is gone is never given again"


def test_a_copy_of_a_file_that_is_still_there_is_no_renamed_file() -> None:
    copy = story("copia.txt", slug="copia")
    placed, _, _ = given_out(
        story(), copy, entries=(PONTE,), published=lambda address: frozenset(TEXT.strip().split("\n\n"))
    )
    assert placed == [("copia.txt", "2025/09/04/copia"), ("ponte.txt", PONTE.address)]


def test_of_two_articles_with_one_address_the_first_has_it_and_the_other_is_told() -> None:
    placed, lines, faults = given_out(story("a.txt"), story("b.txt"))
    assert placed == [("a.txt", "2025/09/04/il-ponte")]
    assert len(lines) == 1
    assert faults == [
        "content/articles/b.txt: the address 2025/09/04/il-ponte belongs to content/articles/a.txt. "
        "Give one of them another 'slug:' or 'date:' in front matter"
    ]


@pytest.mark.parametrize("name", ["archive", "search", "topics", "index", "404"])
def test_an_address_that_the_generator_needs_is_given_to_no_page(name: str) -> None:
    page = story(kind="page", slug=name, date=None)
    placed, lines, faults = given_out(page, story("b.txt"))
    assert [file for file, _ in placed] == ["b.txt"]
    assert name not in [line.address for line in lines]
    expected = f"content/articles/ponte.txt: the address {name} belongs to a page that the generator makes"
    assert [fault.partition(". ")[0] for fault in faults] == [expected]


def test_a_known_article_comes_before_a_new_one() -> None:
    placed, _, faults = given_out(story("a.txt"), story(), entries=(PONTE,))
    assert placed == [("ponte.txt", PONTE.address)]
    assert len(faults) == 1


def test_an_address_of_a_removed_article_is_not_given_to_another() -> None:
    placed, _, faults = given_out(story("nuovo.txt", "Altro.\n"), entries=(PONTE,), gone=True)
    assert placed == []
    assert "belongs to content/articles/ponte.txt" in faults[0]


def test_the_ledger_as_people_read_it() -> None:
    assert dump([PONTE]).split("\n", 1)[1] == (
        "articles:\n- {file: content/articles/ponte.txt, address: 2025/09/04/il-ponte, published: 2025-09-05}\n"
    )


@pytest.mark.parametrize("text", ["", "articles:\n", dump([])])
def test_an_empty_ledger(text: str) -> None:
    assert load(text) == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- {file: a.txt, address: x}", "damaged"),
        ("- a.txt", "damaged"),
        ("- {file: a.txt, address: x, published: 2025-02-30}", "not a date"),
        ("- {file: a.txt", "broken"),
        ("<<<<<<< HEAD", "broken"),
    ],
)
def test_a_damaged_ledger_names_its_line(line: str, words: str) -> None:
    good = "- {file: b.txt, address: y, published: 2025-09-04}"
    with pytest.raises(LedgerError) as caught:
        load(f"# note\narticles:\n{good}\n{line}\n{good}\n")
    assert caught.value.path == PATH
    assert words in caught.value.message
    assert caught.value.line >= 4
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "articles: {a: b}\n",
        "articles: words\n",
        "articles:\n- {file: a, address: b, published: c}\n",
    ],
)
def test_a_ledger_of_another_shape_is_damaged(text: str) -> None:
    with pytest.raises(LedgerError):
        load(text)


NAMES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20)
ENTRIES = st.lists(st.builds(Entry, NAMES, NAMES, st.dates()), max_size=5, unique_by=lambda entry: entry.address)


@given(ENTRIES)
def test_every_ledger_comes_back_in_the_order_of_its_addresses(entries: list[Entry]) -> None:
    assert load(dump(entries)) == tuple(sorted(entries, key=lambda entry: entry.address))
    assert dump(load(dump(entries))) == dump(entries)


LIKE_NAMES = st.sampled_from(
    ["content/a.md", "2025/09/04/ponte", "12", "no", "1e3", "è/b.txt", "a b.md", "-a", "a,b", "x: y", ""]
)


@given(st.lists(st.builds(Entry, LIKE_NAMES, LIKE_NAMES, st.dates()), max_size=3))
def test_a_ledger_is_written_and_read_as_pyyaml_does_it(entries: list[Entry]) -> None:
    text = dump(entries)
    rows = [{"file": entry.file, "address": entry.address, "published": entry.published} for entry in entries]
    rows.sort(key=lambda row: row["address"])
    assert text.partition("articles:\n")[2] == "".join(
        f"- {yaml.safe_dump(row, default_flow_style=True, sort_keys=False, allow_unicode=True)}" for row in rows
    )
    assert load(text) == load(text.replace("{file", "{ file"))


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True), st.data())
def test_addresses_never_change_and_are_never_shared(first: list[str], second: list[str], data: st.DataObject) -> None:
    def articles(names: list[str]) -> list[Article]:
        return [story(f"{name}.txt", f"{name}\n", slug=data.draw(st.sampled_from(["uno", "due"]))) for name in names]

    placed, lines, _ = assign(articles(first), (), frozenset(), TODAY, nothing)
    later, kept, _ = assign(articles(second), lines, frozenset(), TODAY, nothing)
    before = {article.path: article.address for article in placed}
    assert all(before.get(article.path, article.address) == article.address for article in later)
    assert len({line.address for line in kept}) == len(kept)
    assert {line.address for line in lines} <= {line.address for line in kept}

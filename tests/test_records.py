"""Translation records as PO files."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import RecordError
from generator.translate.records import Entry, Record, digest, dump, load, path, shown

FILE = PurePosixPath("content/translations/en/2025/09/04/ponte.po")
SOURCE = PurePosixPath("content/articles/ponte.txt")


def written(record: Record) -> str:
    return dump(record, locale="en", source_locale="it", source=SOURCE)


MACHINE = Entry(
    "headline", "Il ponte", "The bridge", engine="apertium", route="it-ca-en", date=date(2025, 9, 5), published="1a2b"
)
APPROVED = Entry(
    "paragraph-1",
    "Riapre.",
    "It opens.",
    approved=True,
    date=date(2025, 9, 6),
    published=digest("It opens."),
    notes="Deciso ieri.",
)
STALE = Entry(
    "paragraph-2",
    "Riapre lunedì.",
    "It opens.",
    approved=True,
    previous="Riapre.",
    draft="It opens on Monday.",
    published="x",
)
RECORD = Record(
    (MACHINE, APPROVED, STALE),
    (Entry("paragraph-3", "Via.", "Away.", engine="pseudo", date=date(2025, 9, 5)),),
    "Anna Neri <a@b.example>",
)


def test_the_file_as_an_editor_sees_it() -> None:
    text = written(RECORD)
    for piece in (
        '"Language: en\\n"',
        '"X-Source-Language: it\\n"',
        '"X-Source: content/articles/ponte.txt\\n"',
        '"Last-Translator: Anna Neri <a@b.example>\\n"',
        "# machine: apertium · it-ca-en · 2025-09-05\n# published: 1a2b\n",
        '#, fuzzy\nmsgctxt "headline"\nmsgid "Il ponte"\nmsgstr "The bridge"\n',
        "# Deciso ieri.\n# corrected: 2025-09-06\n",
        '# draft: It opens on Monday.\n#| msgid "Riapre."\n',
        '#~ msgid "Via."\n',
    ):
        assert piece in text


def test_it_comes_back_as_it_was() -> None:
    assert load(written(RECORD), FILE) == RECORD


def test_an_empty_record_comes_back() -> None:
    assert load(written(Record()), FILE) == Record()


def test_other_programs_read_it(tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    if not program:
        pytest.skip("the program 'msgfmt' is not installed (Debian package gettext)")
    file = tmp_path / "record.po"
    file.write_text(written(RECORD), encoding="utf-8")
    done = subprocess.run(
        [program, "--check-format", "-o", "/dev/null", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_two_texts_for_one_place_are_refused_with_both() -> None:
    text = written(Record((MACHINE,)))
    block = text.split("\n\n")[1]
    assert load(f"{text}\n{block}\n", FILE)
    with pytest.raises(RecordError, match="two texts for 'headline'") as caught:
        load(text + "\n" + block.replace("The bridge", "A bridge") + "\n", FILE)
    assert "“The bridge”" in caught.value.hint
    assert "“A bridge”" in caught.value.hint
    assert caught.value.line > text.count("\n")


def test_a_stale_text_stays_stale_while_it_is_obsolete() -> None:
    record = Record((), (STALE, replace(STALE, key="b", previous="")))
    assert load(written(record), FILE) == record


@pytest.mark.parametrize("character", list("\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
def test_characters_that_some_programs_take_for_line_ends_come_back(character: str) -> None:
    odd = f"uno{character}due"
    entry = Entry("k", odd, odd, approved=True, previous=odd, draft=odd, notes=odd)
    record = Record((entry,), (replace(entry, key="b"),))
    assert load(written(record), FILE) == record


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("headline", "# uno", "# uno"),
        ("summary", "Una *bella* sintesi", "Una bella sintesi"),
        ("paragraph-12", "# uno\ndue ", "\\# uno due"),
        ("table-cell-12", "a|b\\|c", "a\\|b\\|c"),
        ("list-item-12-2", "1. uno", "1\\. uno"),
        ("topic-12", "- uno", "- uno"),
    ],
)
def test_a_text_as_a_page_shows_it(key: str, text: str, expected: str) -> None:
    assert shown(key, text) == expected
    assert key == "summary" or shown(key, expected) == expected


def test_header_fields_of_other_programs_stay() -> None:
    text = written(RECORD).replace('"Language: en\\n"', '"Language: en\\n"\n"X-Generator: Poedit 3.4\\n"')
    record = load(text, FILE)
    assert record.other == (("X-Generator", "Poedit 3.4"),)
    assert '"X-Generator: Poedit 3.4\\n"' in written(record)


def test_windows_line_ends_and_wrapped_lines_mean_the_same() -> None:
    text = written(RECORD)
    assert load("\ufeff" + text, FILE) == RECORD
    assert load(text.replace("\n", "\r\n"), FILE) == RECORD
    wrapped = text.replace('msgstr "It opens."', 'msgstr ""\n"It "\n"opens."')
    assert load(wrapped, FILE) == RECORD


def test_a_text_without_the_flag_is_approved_but_an_empty_one_is_not() -> None:
    text = 'msgid ""\nmsgstr ""\n\nmsgctxt "a"\nmsgid "uno"\nmsgstr "one"\n\nmsgctxt "b"\nmsgid "due"\nmsgstr ""\n'
    assert [entry.approved for entry in load(text, FILE).entries] == [True, False]


@pytest.mark.parametrize(
    ("entry", "stale", "corrected"),
    [
        (Entry("k", "a", "b", published=digest("b")), False, False),
        (Entry("k", "a", "b", published=digest("c")), False, True),
        (Entry("k", "a", "b"), False, True),
        (Entry("k", "a", ""), False, False),
        (Entry("k", "a", "b", approved=True, previous="x", published=digest("b")), True, False),
        (Entry("k", "a", "b", previous="x", published=digest("b")), True, False),
        (Entry("k", "a", "b", engine="e", previous="x", published=digest("b")), False, False),
        (Entry("k", "a", "b", given=True, previous="x", published=digest("b")), False, False),
    ],
)
def test_stale_and_corrected(entry: Entry, stale: bool, corrected: bool) -> None:
    assert (entry.stale, entry.corrected) == (stale, corrected)


@pytest.mark.parametrize("flag", ["", "#, fuzzy\n"])
@pytest.mark.parametrize(
    ("comment", "by_hand"),
    [
        ("machine: apertium · it-fr · 2025-09-05", False),
        ("glossary: 2025-09-05", False),
        ("corrected: 2025-09-05", True),
    ],
)
def test_whose_a_text_is_does_not_depend_on_its_flag(flag: str, comment: str, by_hand: bool) -> None:
    text = f'msgid ""\nmsgstr ""\n\n# {comment}\n{flag}msgctxt "a"\nmsgid "uno"\nmsgstr "one"\n'
    record = load(text, FILE)
    assert (record.entries[0].by_hand, record.entries[0].approved) == (by_hand, not flag)
    assert f"# {comment}\n" in dump(record, locale="fr", source_locale="it", source=FILE)


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])
def test_conflict_markers_are_refused_with_their_line(marker: str) -> None:
    lines = written(RECORD).split("\n")
    lines.insert(7, marker)
    with pytest.raises(RecordError) as caught:
        load("\n".join(lines), FILE)
    assert (caught.value.path, caught.value.line) == (FILE, 8)
    assert "conflict" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("broken", ["no PO at all\n", 'msgstr "first"\nmsgxyz "x"\n'])
def test_a_broken_file_is_refused_with_its_line(broken: str) -> None:
    with pytest.raises(RecordError) as caught:
        load(f'msgid ""\nmsgstr ""\n\n{broken}', FILE)
    assert caught.value.path == FILE
    assert caught.value.line >= 4
    assert "version control" in caught.value.hint


def test_a_text_that_is_not_closed_is_refused() -> None:
    with pytest.raises(RecordError):
        load('msgid ""\nmsgstr ""\n\nmsgctxt "k"\nmsgid "uno\nmsgstr "one"\n', FILE)


def test_an_engine_without_route_and_date_comes_back() -> None:
    record = Record((Entry("k", "uno", "one", engine="pseudo"),))
    assert load(written(record), FILE) == record


def test_a_record_lies_by_locale_and_address() -> None:
    assert path("pt-BR", "2025/09/04/ponte") == PurePosixPath("content/translations/pt-BR/2025/09/04/ponte.po")


LINE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30).map(str.strip)
TEXT = LINE.filter(bool)
NOTE = TEXT.filter(
    lambda text: not text.startswith(("machine: ", "corrected: ", "published: ", "draft: ", "previous: "))
)
WORD = st.text("abcdefg-", min_size=1, max_size=8)
DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    text = draw(LINE)
    engine = draw(st.just("") | WORD)
    approved = bool(text) and draw(st.booleans())
    day = draw(DAYS if engine else st.none() | DAYS)
    return Entry(
        key=draw(WORD),
        source=draw(TEXT),
        text=text,
        approved=approved,
        engine=engine,
        route=draw(st.just("") | WORD) if engine else "",
        date=day,
        published=draw(st.just("") | WORD),
        previous=draw(LINE),
        draft=draw(LINE),
        notes="\n".join(draw(st.lists(NOTE, max_size=2))),
        given=bool(day) and not engine and draw(st.booleans()),
    )


RECORDS = st.builds(
    Record,
    st.lists(entries(), max_size=4, unique_by=lambda entry: (entry.key, entry.source)).map(tuple),
    st.just(()),
    st.just("") | TEXT.filter(lambda text: ":" not in text),
)


@given(RECORDS)
def test_every_record_comes_back(record: Record) -> None:
    text = written(record)
    assert load(text, FILE) == record
    assert written(load(text, FILE)) == text


@given(st.lists(entries(), max_size=3, unique_by=lambda entry: (entry.key, entry.source)).map(tuple))
def test_what_is_obsolete_comes_back(gone: tuple[Entry, ...]) -> None:
    assert load(written(Record((), gone)), FILE).obsolete == gone


@given(RECORDS)
def test_polib_reads_the_same_texts(record: Record) -> None:
    found = polib.pofile(written(record))
    assert [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in found] == [
        (entry.key, entry.source, entry.text) for entry in record.entries
    ]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load(text, FILE)
    except RecordError as fault:
        assert fault.path == FILE

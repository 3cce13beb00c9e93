"""What is too large, too deep, too long or a bomb is refused with its figure, quickly, and the other articles go on."""

from __future__ import annotations

import re
import signal
import threading
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import pytest
from conftest import MakeProject
from hypothesis import given
from hypothesis import strategies as st

from generator import editions
from generator.errors import ConfigError, ReadError
from generator.patience import bounded
from generator.portable import DEPTH, TooDeep, portable
from generator.read import limits
from generator.translate import translate
from generator.yamlfile import parse

FILE = PurePosixPath("content/articles/sent.zip")
SLOW = re.compile(r"(a|aa)+$")
"""A pattern that takes hours over forty letters and one other."""


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", way) as archive:
        for name, data in files:
            # without the time of day, which would give a test another name in every process
            archive.writestr(zipfile.ZipInfo(name) if isinstance(name, str) else name, data, way)
    return made.getvalue()


def linked() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("word/media/image1.png")
    entry.external_attr = 0o120777 << 16
    return entry


def renamed(data: bytes, name: bytes) -> bytes:
    """An archive whose file `word/x.xml` has another name of as many letters."""
    assert len(name) == len(b"word/x.xml")
    return data.replace(b"word/x.xml", name)


PLAIN = packed(("word/x.xml", b"<w/>"))


# --- archives --------------------------------------------------------------------------------------------------------


def test_an_ordinary_archive_is_let_through() -> None:
    text = " ".join(f"parola{number}" for number in range(100_000)).encode()
    data = packed(("word/document.xml", text), ("word/media/image1.png", bytes(range(256)) * 100))
    assert [entry.filename for entry in limits.archive(data, FILE)] == ["word/document.xml", "word/media/image1.png"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(("x.xml", bytes(30_000_000))), "unpacks to .* times its size; 100 are allowed"),
        (packed(*((f"{n}.xml", bytes(22_000_000)) for n in range(10))), "unpacks to 220 MB; 200 are allowed"),
        (packed(*((f"{n}.xml", b"") for n in range(2_001))), "has 2,001 files; 2,000 are allowed"),
        (packed(("x.xml", b"x"), way=zipfile.ZIP_BZIP2), "packed in a way that cannot be bounded: 'x.xml'"),
        (packed(("x.xml", b"x"), way=zipfile.ZIP_LZMA), "packed in a way that cannot be bounded: 'x.xml'"),
        (packed((linked(), b"/etc/passwd")), "has a link in it: 'word/media/image1.png'"),
        (renamed(PLAIN, b"../../x.xm"), r"leads out of its folder: '../../x.xm'"),
        (renamed(PLAIN, b"/etc/x.xml"), r"leads out of its folder: '/etc/x.xml'"),
        (renamed(PLAIN, b"..\\..\\x.xm"), r"leads out of its folder"),
        (renamed(PLAIN, b"C:/x/x.xml"), r"leads out of its folder: 'C:/x/x.xml'"),
        (renamed(PLAIN, b"word/x\0xml"), r"leads out of its folder: 'word/x\\x00xml'"),
        (PLAIN[: len(PLAIN) // 2], "the archive is damaged"),
        (b"PK\x03\x04", "the archive is damaged"),
    ],
)
def test_what_is_no_safe_archive_is_refused_at_once(data: bytes, words: str) -> None:
    began = time.process_time()
    with pytest.raises(ReadError, match=words):
        limits.archive(data, FILE)
    assert time.process_time() - began < 1


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(PLAIN)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadError, match=r"the archive is encrypted\. Save it without a password"):
        limits.archive(bytes(data), FILE)


def test_no_more_is_unpacked_than_the_directory_says() -> None:
    """An archive that says it holds ten bytes where there are ten million."""
    data = bytearray(packed(("x.xml", bytes(10_000_000))))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = (10).to_bytes(4, "little")
    limits.archive(bytes(data), FILE)
    with zipfile.ZipFile(BytesIO(data)) as archive, pytest.raises(zipfile.BadZipFile), archive.open("x.xml") as file:
        assert len(file.read()) <= 10


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_a_clear_error(data: bytes) -> None:
    for sent in (data, PLAIN[:40] + data + PLAIN[40:]):
        try:
            limits.archive(sent, FILE)
        except ReadError as fault:
            assert str(fault).startswith(f"{FILE}: ")


# --- sizes, words, levels --------------------------------------------------------------------------------------------


def test_sizes_are_told_in_megabytes() -> None:
    limits.size(10_000_000, FILE)
    with pytest.raises(ReadError, match=r"the file has 10\.1 MB; 10 are allowed"):
        limits.size(10_100_000, FILE)


@pytest.mark.parametrize("text", ["una " * 200_001, "字" * 4_000_100, "a" * 4_000_100])
def test_an_article_has_at_most_200_000_words(text: str) -> None:
    with pytest.raises(ReadError, match=r"the article has 200,0\d\d words; 200,000 are allowed"):
        limits.words(text, FILE)
    limits.words(text[: len(text) - 1_000], FILE)


@pytest.mark.parametrize(
    "piece", ["<div>", "<p><b class={}>", "<ul><li>", "<B/>", "<x-{}>", "<title><i>", "<svg></p><a/>"]
)
def test_html_that_nobody_ends_is_refused_before_a_parser_has_it(piece: str) -> None:
    html = "<p>Uno</p>\n" + "".join(piece.replace("{}", str(number)) for number in range(200_000))
    began = time.process_time()
    with pytest.raises(ReadError, match=r"sent.zip:2: the text is nested more than 64 levels deep"):
        limits.elements(html, FILE)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>Uno<p>Due" * 500,
        "<ul>" + "<li>Voce" * 500 + "</ul>",
        "<table>" + "<tr><td>Uno<td>Due" * 500 + "</table>",
        "<div><p>Uno <b>due</b><br><img src=x></p></div>" * 500,
        "<svg>" + "<path d='M0 0'/>" * 500 + "</svg>",
    ],
)
def test_html_as_it_is_written_is_not_deep(html: str) -> None:
    assert re.sub(r"<path[^>]*>", "", html) == limits.elements(html, FILE)


def test_what_is_not_counted_is_taken_out() -> None:
    hidden = "<div>" * 200
    html = f"<p>Uno</p><!--{hidden}--><script>'{hidden}'</script><style>{hidden}</style><p>Due<!-- --> tre</p>"
    assert limits.elements(html, FILE) == "<p>Uno</p><p>Due tre</p>"
    assert limits.elements("<<!---->div>", FILE) == "< div>", "and nothing is put together by that"
    data = '<script type="application/ld+json">{"headline": "Uno"}</script>'
    assert limits.elements(data, FILE) == data


@given(st.lists(st.sampled_from(["<", "/", "!--", "-->", "div", "script", ">", "svg", " ", "/>", "b", "<!", "-"])))
def test_no_element_is_left_uncounted(pieces: list[str]) -> None:
    html = "".join(pieces)
    kept = limits.elements(html, FILE)
    assert limits.elements(kept, FILE) == kept
    assert not re.search(r"<(?:script[\s/>]|!--)", kept)


def test_data_are_measured_without_recursion() -> None:
    limits.data("[" * 64 + "1" + "]" * 64, FILE)
    for deep in ("[" * 65 + "]" * 65, '{"a":' * 100_000 + "1" + "}" * 100_000, "[" * 1_000_000):
        with pytest.raises(ReadError, match=r"nested more than 64 levels deep|the JSON is broken"):
            limits.data(deep, FILE)
    with pytest.raises(ReadError, match=r"sent\.zip:2: the JSON is broken"):
        limits.data('{"a": 1,\n"b"}', FILE)


@pytest.mark.parametrize(
    "make",
    [
        lambda levels: "> " * levels + "parola",
        lambda levels: "\n".join("    " * level + "- parola" for level in range(levels // 2)),
        lambda levels: "**a " * levels + "parola" + " b**" * levels,
    ],
)
def test_markdown_is_shown_whole_or_refused(make: Callable[[int], str]) -> None:
    assert "parola" in portable(make(DEPTH))
    for levels in (DEPTH + 4, 2 * DEPTH, 1_000):
        with pytest.raises(TooDeep):
            portable(make(levels))


# --- YAML ------------------------------------------------------------------------------------------------------------


def laughs(levels: int, times: int) -> str:
    lines = ["a0: &a0 [ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * times)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        laughs(9, 9),
        laughs(40, 2),
        "a: &a [1, *a]",
        "a: &a\n  b: *a",
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 65 + "1" + "}" * 65,
        "a: " + "[{a: " * 5_000,
        "a:\n" + "\n".join(" " * level + "a:" for level in range(1, 70)),
        "a:\n" + "- " * 70 + "x",
        "a:\n" + "".join("  " * level + "-\n" for level in range(70)),
    ],
)
def test_yaml_bombs_are_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(ConfigError, match=r"nested more than 64 levels|references .* repeat too many values"):
        parse(text, path=FILE, error=ConfigError)
    assert time.process_time() - began < 1


def test_references_in_measure_are_read() -> None:
    text = "a: &a {file: foto.jpg, alt: Ponte}\nb: *a\nc: [*a, *a]\n"
    picture = {"file": "foto.jpg", "alt": "Ponte"}
    assert parse(text, path=FILE, error=ConfigError).data == {"a": picture, "b": picture, "c": [picture, picture]}


def test_many_brackets_take_no_long_time() -> None:
    began = time.process_time()
    assert len(parse(f"a: [{'[b], ' * 50_000}]", path=FILE, error=ConfigError).data["a"]) == 50_000
    assert time.process_time() - began < 10


# --- time ------------------------------------------------------------------------------------------------------------


def stubborn() -> None:
    """Work that catches whatever it can catch."""
    while True:
        try:
            SLOW.match("a" * 60 + "b")
        except Exception:
            continue


class Finishing:
    """Work whose end is never heard where it is told first: what goes wrong in a finaliser, Python drops."""

    def __del__(self) -> None:
        SLOW.match("a" * 60 + "b")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("work", [stubborn, lambda: SLOW.match("a" * 60 + "b"), lambda: [Finishing(), stubborn()]])
def test_work_that_takes_too_long_is_ended(work: Callable[[], object]) -> None:
    before = signal.getsignal(signal.SIGPROF)
    with pytest.raises(ReadError, match=r"sent\.zip: reading it takes more than 0\.2 seconds"):
        limits.bounded(work, FILE, 0.2)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_work_gives_back_what_it_made_and_its_own_faults() -> None:
    assert limits.bounded(lambda: 7, FILE, 5) == 7
    with pytest.raises(ZeroDivisionError):
        limits.bounded(lambda: 1 // 0, FILE, 5)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_work_in_another_thread_is_done() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(limits.bounded(lambda: 7, FILE, 5)))
    thread.start()
    thread.join()
    assert found == [7]


def test_one_article_too_many_does_not_stop_the_others(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(locales=("it", "en"))
    made.write("content/articles/good.md", "---\ntitle: Buono\ndate: 2025-09-01\nlang: it\n---\nIl ponte riapre.\n")
    made.write("content/articles/long.md", "---\ntitle: Lungo\nlang: it\n---\n" + "parola " * 200_001)
    made.write("content/articles/large.txt", "parola " * 1_500_000)
    made.write("content/articles/deep.md", "---\ntitle: Profondo\nlang: it\n---\n" + "> " * 70 + "parola\n")
    made.write("content/articles/laughs.md", f"---\n{laughs(9, 9)}\n---\nParola.\n")
    made.write("content/articles/wide.md", "---\ntitle: Largo\nlang: it\n---\n" + "parola " * 2_858)
    made.write(
        "content/articles/slow.md",
        "---\ntitle: Lento\nlang: it\n---\n" + "".join(f"[^{n}]: x\n\n[^{n}] " for n in range(40_000)),
    )
    monkeypatch.setattr(limits.bounded, "__defaults__", (1.0,))
    outcome, lines = made.build()
    assert outcome.faults == 6
    assert "1 files" in next(text for stage, _, text in lines.stages if stage == "read")
    assert sorted(
        re.sub(r"^content/articles/(\w+)\.\w+(?::\d+)?: ([^.;]*).*", r"\1: \2", line) for line in lines.told
    ) == [
        "deep: the text is nested more than 64 levels deep",
        "large: the file has 10",
        "laughs: references (*name) repeat too many values, or themselves",
        "long: the article has 200,001 words",
        "slow: reading it takes more than 1 seconds",
        "wide: a paragraph has 20,005 characters",
    ]


def test_an_edition_that_takes_too_long_to_check_is_not_published_and_the_others_are(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(locales=("it", "en"))
    paragraphs = "\n\n".join(f"Il ponte numero {number} riapre oggi alle 15." for number in range(800))
    made.write("content/articles/long.md", f"---\ntitle: Lungo\ndate: 2025-09-01\nlang: it\n---\n{paragraphs}\n")
    made.write("content/articles/short.md", "---\ntitle: Breve\ndate: 2025-09-01\nlang: it\n---\nIl ponte riapre.\n")
    monkeypatch.setattr(translate, "__defaults__", (None, 0.2))
    outcome, lines = made.build()
    assert outcome.faults == 1
    assert "content/articles/long.md: en: its texts take more than 20 seconds to check" in lines.told[0]
    assert "\n  state: machine" in made.read("docs/en/2025/09/01/breve.md")
    assert "\n  state: fallback" in made.read("docs/en/2025/09/01/lungo.md")
    monkeypatch.undo()
    outcome, _ = made.build()
    assert outcome.faults == 0
    assert "\n  state: machine" in made.read("docs/en/2025/09/01/lungo.md")


def test_a_record_that_takes_too_long_to_follow_withholds_its_edition(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(locales=("it", "en"))
    for name in ("uno", "due"):
        made.write(f"content/articles/{name}.md", f"---\ntitle: {name}\nlang: it\ndate: 2025-09-01\n---\nIl ponte.\n")
    slow = editions.reconcile

    def reconcile(*given: Any) -> object:
        return SLOW.match("a" * 60 + "b") if given[1][0].text == "uno" else slow(*given)

    monkeypatch.setattr(editions, "reconcile", reconcile)
    monkeypatch.setattr(bounded, "__defaults__", (0.5,))
    outcome, lines = made.build()
    assert outcome.faults == 1
    assert "takes more than 20 seconds" in lines.told[0]
    assert "\n  state: machine" in made.read("docs/en/2025/09/01/due.md")


def test_a_paragraph_may_be_long_but_not_without_end() -> None:
    limits.texts(["a" * limits.PARAGRAPH] * 3, FILE)
    with pytest.raises(ReadError, match="a paragraph has 20,001 characters; 20,000 are allowed"):
        limits.texts(["a", "a" * (limits.PARAGRAPH + 1)], FILE)

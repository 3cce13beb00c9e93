"""Google, MyMemory and Microsoft against services on loopback that answer, and fail, in their real forms."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeProject
from services import Service, service

from generator.config import EngineSetting
from generator.errors import EngineUnavailable
from generator.model import Segment
from generator.translate import Words, Work, translate
from generator.translate.engines import Answer, Engine, Job, make, online
from generator.translate.engines.pseudo import Pseudo
from generator.translate.memory import Memory
from generator.translate.protect import BRACKETS, Protected, plain_target, protect
from generator.translate.records import Entry

SERVICES = ("google", "mymemory", "microsoft")
KEY = {"MICROSOFT_API_KEY": "a-key-of-the-test"}
DAY = date(2025, 9, 4)
TEXTS = (
    "Il ponte sul fiume riapre lunedì.",
    "La giunta ha approvato il bilancio «all’unanimità».",
    "Tre strade restano chiuse: via Roma, via Po & piazza Dante <lato nord>.",
    "Costa 20 € + 5 %; l'orario è 10–12.",
)

Start = Callable[[str], tuple[Service, Engine]]


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine stands between the engine and loopback."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def start() -> Iterator[Start]:
    """A factory: a service in a form, and the engine that asks it."""
    with ExitStack() as stack:

        def begin(form: str) -> tuple[Service, Engine]:
            running = stack.enter_context(service(form))
            return running, engine(form, running.url)

        yield begin


def engine(form: str, url: str, environment: Mapping[str, str] = KEY, **options: str) -> Engine:
    return make(EngineSetting(form, (("url", url), *options.items())), environment)


def closed_port() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/m"


def by_place(answers: Iterator[Answer]) -> dict[tuple[int, int], Answer]:
    return {(answer.job, answer.text): answer for answer in answers}


def work(*texts: str, target: str = "fr") -> Work:
    segments = tuple(Segment(f"paragraph-{number}", "paragraph", text) for number, text in enumerate(texts))
    return Work("it", target, segments, tuple(Entry(segment.key, segment.text, "") for segment in segments))


NO_WORDS = Words({"it": {}, "fr": {}, "es": {}, "en": {}}, {})


# --- right answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", SERVICES)
def test_every_text_comes_back_to_its_place(start: Start, form: str) -> None:
    running, asked = start(form)
    jobs = [Job("it", "fr", TEXTS), Job("it", "es", TEXTS[:2]), Job("en", "it", ("The bridge opens.",))]
    answers = by_place(asked.translate(jobs))
    assert {place: answer.answer for place, answer in answers.items()} == {
        (number, index): text.upper() for number, job in enumerate(jobs) for index, text in enumerate(job.texts)
    }
    assert not any(answer.fault for answer in answers.values())
    assert sorted(running.asked) == sorted(text for job in jobs for text in job.texts)


@pytest.mark.parametrize("form", SERVICES)
def test_many_texts_at_once_do_not_change_places(start: Start, form: str) -> None:
    """Several requests are under way at the same time; an answer must never land on another text."""
    _, asked = start(form)
    texts = tuple(f"Notizia numero {number} della giornata." for number in range(120))
    answers = by_place(asked.translate([Job("it", "fr", texts)]))
    assert [answers[0, place].answer for place in range(len(texts))] == [text.upper() for text in texts]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("google", {"sl": "it", "tl": "fr"}),
        ("mymemory", {"langpair": "it-IT|fr-FR"}),
        ("microsoft", {"from": "it", "to": "fr", "key": KEY["MICROSOFT_API_KEY"]}),
    ],
)
def test_languages_are_named_as_the_service_names_them(start: Start, form: str, expected: dict[str, str]) -> None:
    running, asked = start(form)
    list(asked.translate([Job("it", "fr", ("Roma oggi",))]))
    assert expected.items() <= running.requests[0].items()


@pytest.mark.parametrize("form", SERVICES)
@pytest.mark.parametrize(
    "text",
    [
        "Il sindaco **Mario Rossi** ha detto [la sua opinione](https://example.org/a_(b)) ieri.",
        "Vedi `config.yml` e la nota.[^1] Scrivi a redazione@example.org.",
        "*Una **riga** con enfasi* e un [collegamento *vivo*](altro.md).",
        "**Tutto in grassetto.**",
    ],
)
def test_marks_stand_where_they_stood(start: Start, form: str, text: str) -> None:
    """What goes out has numbered brackets, and comes back as the same Markdown around other words."""
    running, asked = start(form)
    parts = protect(text, {"Mario Rossi": "Mario Rossi"})
    answer = next(iter(asked.translate([Job("it", "fr", (BRACKETS.encode(parts),))])))
    found, lost = BRACKETS.decode(answer.answer, parts)
    assert "⟦1" in running.asked[0]
    assert "https" not in running.asked[0]
    assert not lost
    expected = tuple(part.upper() if isinstance(part, str) else part for part in parts)
    assert _spaces(found) == _spaces(plain_target(expected))


def _spaces(text: str) -> str:
    """The services put white space around the brackets; words and marks are what counts here."""
    return "".join(text.split())


def test_a_long_text_goes_in_pieces_cut_between_sentences(start: Start) -> None:
    running, asked = start("mymemory")
    text = " ".join(f"La frase numero {number} è abbastanza lunga da contare." for number in range(40))
    answer = next(iter(asked.translate([Job("it", "fr", (text,))])))
    assert answer.answer == text.upper()
    assert len(running.asked) > 1
    assert all(len(piece.encode()) <= 500 and piece.rstrip().endswith(".") for piece in running.asked)


@pytest.mark.parametrize(
    ("form", "length"),
    [
        ("mymemory", 499),
        ("google", 4999),
        ("microsoft", 9999),
        ("microsoft", 10_000),
    ],
)
def test_the_longest_text_that_fits_is_translated(start: Start, form: str, length: int) -> None:
    """The limit of the engine is not above the limit of the library under it."""
    _, asked = start(form)
    text = ("a" * length)[: length - 1] + "."
    answer = next(iter(asked.translate([Job("it", "fr", (text,))])))
    assert (answer.fault, answer.answer) == ("", text.upper())


def test_mymemory_is_told_the_mail_address(start: Start) -> None:
    running, _ = start("mymemory")
    list(engine("mymemory", running.url, email="desk@news.example").translate([Job("it", "fr", ("Roma",))]))
    assert running.requests[0]["de"] == "desk@news.example"


def test_microsoft_without_a_key_says_what_to_set() -> None:
    with pytest.raises(EngineUnavailable, match="MICROSOFT_API_KEY"):
        engine("microsoft", "http://127.0.0.1:9/", {})


@pytest.mark.parametrize("form", SERVICES)
def test_pairs_are_served_where_both_languages_are_known(start: Start, form: str) -> None:
    _, asked = start(form)
    locales = ("it", "en", "es", "fr", "pt", "ca", "de", "zh-Hans")
    assert all(asked.serves(one, other) for one in locales for other in locales if one != other)
    assert not asked.serves("it", "it")
    assert not asked.serves("it", "x-klingon")


# --- wrong answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", SERVICES)
def test_no_connection_is_noticed_at_once(form: str) -> None:
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match=f"{form} is out of reach"):
        list(engine(form, closed_port()).translate([Job("it", "fr", TEXTS)]))
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("form", SERVICES)
@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_stops_the_engine_at_the_first_request(start: Start, form: str, status: int) -> None:
    running, asked = start(form)
    running.fault = lambda number: str(status)
    with pytest.raises(EngineUnavailable, match=f"{form} refused with status {status}"):
        list(asked.translate([Job("it", "fr", TEXTS)]))
    assert len(running.asked) == 1


@pytest.mark.parametrize("form", SERVICES)
def test_a_connection_that_is_dropped_stops_the_engine(start: Start, form: str) -> None:
    running, asked = start(form)
    running.fault = lambda number: "drop"
    with pytest.raises(EngineUnavailable, match="out of reach"):
        list(asked.translate([Job("it", "fr", TEXTS)]))
    assert len(running.asked) == 1


def test_a_service_that_hangs_is_given_up_within_seconds(start: Start) -> None:
    running, asked = start("google")
    running.fault = lambda number: "hang"
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match="did not answer within 6 seconds"):
        list(asked.translate([Job("it", "fr", TEXTS)]))
    assert time.monotonic() - began < 8
    assert len(running.asked) == 1


@pytest.mark.parametrize("form", SERVICES)
@pytest.mark.parametrize("way", ["hang", "trickle"])
def test_deadlines_hold_for_every_service(start: Start, monkeypatch: pytest.MonkeyPatch, form: str, way: str) -> None:
    """Also where bytes keep arriving, which limits on the connection do not see."""
    monkeypatch.setattr(online, "FIRST", 0.6)
    running, asked = start(form)
    running.fault = lambda number: way
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match="did not answer within"):
        list(asked.translate([Job("it", "fr", TEXTS)]))
    assert time.monotonic() - began < 2
    assert len(running.asked) == 1


@pytest.mark.parametrize("form", SERVICES)
def test_a_service_that_fails_in_the_middle_is_not_asked_for_the_rest(start: Start, form: str) -> None:
    running, asked = start(form)
    running.fault = lambda number: "429" if number > 10 else ""
    answers = []
    with pytest.raises(EngineUnavailable, match="429"):
        for answer in asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(400)))]):
            answers.append(answer)
    assert 1 <= len(answers) <= 10
    assert len(running.asked) <= 10 + 2 * online.AT_ONCE


def test_a_service_that_hangs_in_the_middle_is_given_up(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(online, "READ", 0.5)
    running, asked = start("google")
    running.fault = lambda number: "hang" if number > 6 else ""
    began = time.monotonic()
    with pytest.raises(EngineUnavailable):
        list(asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(100)))]))
    assert time.monotonic() - began < 5
    assert len(running.asked) <= 6 + 2 * online.AT_ONCE


GARBAGE = {
    "a login page": "<!DOCTYPE html><html><title>Hotel Wi-Fi</title><body><form>Please sign in</form></html>",
    "other JSON": json.dumps({"hello": "world"}),
    "an empty list": "[]",
    "null": "null",
    "half an answer": '{"responseData": {"translatedText": "Bonj',
    "nothing but spaces": "   ",
}


@pytest.mark.parametrize("form", SERVICES)
@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_never_taken_for_a_translation(start: Start, form: str, kind: str) -> None:
    running, asked = start(form)
    running.fault = lambda number: GARBAGE[kind]
    try:
        answers = list(asked.translate([Job("it", "fr", TEXTS)]))
    except EngineUnavailable:
        return
    assert all(answer.fault and not answer.answer for answer in answers)
    assert len(answers) == len(TEXTS)


@pytest.mark.parametrize("form", SERVICES)
def test_a_service_that_sends_only_garbage_is_given_up(start: Start, form: str) -> None:
    """A hotel's login page answers every request with 200; asking it a thousand times is of no use."""
    running, asked = start(form)
    running.fault = lambda number: GARBAGE["a login page"]
    with pytest.raises(EngineUnavailable):
        list(asked.translate([Job("it", "fr", tuple(f"Testo numero {n}." for n in range(60)))]))
    assert len(running.asked) < 20


@pytest.mark.parametrize(
    "message",
    [
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 10 HOURS",
        "'KL' IS AN INVALID TARGET LANGUAGE . EXAMPLE: LANGPAIR=EN|IT",
        "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS",
    ],
)
def test_a_message_of_the_service_is_not_published(start: Start, tmp_path: Path, message: str) -> None:
    """MyMemory sends its complaints where the translation should stand."""
    running, asked = start("mymemory")
    running.translate = lambda text: message
    (result,) = _translate([work(TEXTS[0])], [asked], tmp_path, [])
    assert result.entries[0].text == ""
    assert result.findings[0].check == "service message"


def test_a_lost_mark_sends_that_text_alone_to_the_next_engine(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    running.translate = lambda text: text.upper().replace("⟦2⟧", "")
    texts = ("Il **ponte** riapre.", "Scrivi `qui` e `là` oggi.", "La strada chiude.")
    (result,) = _translate([work(*texts)], [asked, Pseudo()], tmp_path, [])
    assert [entry.engine for entry in result.entries] == ["google", "pseudo", "google"]
    assert result.entries[0].text == "IL **PONTE** RIAPRE."
    assert "`qui`" in result.entries[1].text
    assert "`là`" in result.entries[1].text


# --- several engines -------------------------------------------------------------------------------------------------


def _translate(works: list[Work], engines: list[Engine], folder: Path, said: list[str]) -> tuple:
    with Memory(folder / "memory.sqlite") as memory:
        return translate(works, engines, memory, NO_WORDS, DAY, said.append)


def test_the_next_engine_takes_over_and_it_is_said_once(tmp_path: Path) -> None:
    said: list[str] = []
    works = [work(*TEXTS), work(*TEXTS, target="es"), work("Altro testo.", target="en")]
    results = _translate(works, [engine("google", closed_port()), Pseudo()], tmp_path, said)
    assert {entry.engine for result in results for entry in result.entries} == {"pseudo"}
    assert len(said) == 1
    assert "Google Translate" in said[0]
    assert "going on without it" in said[0]


def test_an_article_torn_by_a_failure_reads_in_one_voice(start: Start, tmp_path: Path) -> None:
    """The first article was answered whole and stays; the second goes to the next engine altogether."""
    running, asked = start("google")
    running.fault = lambda number: "429" if "secondo" in running.asked[-1] and "due" in running.asked[-1] else ""
    said: list[str] = []
    works = [work("Il primo testo uno."), work("Il secondo testo uno.", "Il secondo testo due.")]
    first, second = _translate(works, [asked, Pseudo()], tmp_path, said)
    assert [entry.engine for entry in first.entries] == ["google"]
    assert [entry.engine for entry in second.entries] == ["pseudo", "pseudo"]
    assert len(said) == 1


def test_what_was_answered_before_a_failure_is_not_asked_again(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    texts = [f"Il testo numero {number}." for number in range(40)]
    running.fault = lambda number: "503" if number == 30 else ""
    _translate([work(text) for text in texts], [asked, Pseudo()], tmp_path, [])
    running.fault = lambda number: ""
    before = len(running.asked)
    again = _translate([work(text) for text in texts], [asked], tmp_path, [])
    assert [result.entries[0].text for result in again] == [text.upper() for text in texts]
    assert len(running.asked) - before <= 40 - 30 + online.AT_ONCE


def test_answers_under_way_at_a_failure_are_kept(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    running.fault = lambda number: "503" if "guasto" in running.asked[number - 1] else ""
    running.translate = lambda text: (time.sleep(0.3), text.upper())[1]
    _translate([work("Primo."), work("Lento."), work("Un guasto.")], [asked, Pseudo()], tmp_path, [])
    assert sorted(running.asked) == ["Lento.", "Primo.", "Un guasto."]
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert set(memory.recall("google", "it", "fr", ["Primo.", "Lento."])) == {"Primo.", "Lento."}


def test_equal_texts_of_an_article_are_asked_once(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    (result,) = _translate([work("Il ponte riapre.", "Altro.", "Il ponte riapre.")], [asked], tmp_path, [])
    assert [entry.text for entry in result.entries] == ["IL PONTE RIAPRE.", "ALTRO.", "IL PONTE RIAPRE."]
    assert sorted(running.asked) == ["Altro.", "Il ponte riapre."]


def test_names_and_code_never_leave_the_machine_as_words(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    one = work("Il ministro Anna Bianchi scrive `make build` a https://example.org/x oggi.")
    words = Words({"fr": {}}, {one.segments[0].text: frozenset({"Anna Bianchi"})})
    with Memory(tmp_path / "memory.sqlite") as memory:
        (result,) = translate([one], [asked], memory, words, DAY, lambda text: None)
    (sent,) = running.asked
    assert not any(piece in sent for piece in ("Anna", "make", "https", "example"))
    assert all(piece in result.entries[0].text for piece in ("Anna Bianchi", "`make build`", "https://example.org/x"))


# --- whole builds ----------------------------------------------------------------------------------------------------

ARTICLE = "---\ntitle: Il ponte riapre\ndate: 2025-09-04\nlang: it\n---\nIl ponte sul fiume riapre lunedì.\n"


def test_a_build_goes_on_without_a_service_that_is_out_of_reach(project: MakeProject) -> None:
    made = project(locales=("it", "fr", "es"), engines=[{"google": {"url": closed_port()}}, "pseudo"])
    made.write("content/articles/ponte.md", ARTICLE)
    began = time.monotonic()
    outcome, lines = made.build(offline=False)
    assert time.monotonic() - began < 30
    assert outcome.faults == 0
    assert [notice for notice in lines.notices if "Google" in notice] == lines.notices
    assert len(lines.notices) == 1
    assert "engine: pseudo" in made.read("docs/fr/2025/09/04/il-ponte-riapre.md")


@pytest.mark.usefixtures("apertium")
@pytest.mark.apertium
def test_a_build_goes_on_with_apertium(project: MakeProject) -> None:
    made = project(locales=("it", "es"), engines=[{"google": {"url": closed_port()}}, "apertium"])
    made.write("content/articles/ponte.md", ARTICLE)
    outcome, lines = made.build(offline=False)
    assert (outcome.faults, len(lines.notices)) == (0, 1)
    assert "engine_name: Apertium" in made.read("docs/es/2025/09/04/il-ponte-riapre.md")


def test_offline_opens_no_socket(project: MakeProject, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    running, _ = start("google")
    engines = [{"google": {"url": running.url}}, {"mymemory": {"url": running.url}}, "microsoft", "pseudo"]
    made = project(locales=("it", "fr"), engines=engines)
    made.write("content/articles/ponte.md", ARTICLE)

    def forbidden(*arguments: object) -> None:
        raise AssertionError(f"a connection was opened: {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket.socket, "connect_ex", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    outcome, _ = made.build(offline=True, environment=KEY)
    assert outcome.faults == 0
    assert running.asked == []
    assert "engine: pseudo" in made.read("docs/fr/2025/09/04/il-ponte-riapre.md")


def test_an_edited_paragraph_sends_one_text_per_locale(project: MakeProject, start: Start) -> None:
    running, _ = start("google")
    made = project(locales=("it", "fr", "es"), engines=[{"google": {"url": running.url}}])
    body = "Il ponte sul fiume riapre lunedì.\n\nI lavori sono finiti.\n\nIl sindaco taglia il nastro.\n"
    made.write("content/articles/ponte.md", ARTICLE + "\n" + body)
    made.build(offline=False)
    first = len(running.asked)
    assert first
    made.write("content/articles/ponte.md", ARTICLE + "\n" + body.replace("sono finiti", "sono quasi finiti"))
    made.build(offline=False)
    assert running.asked[first:] == ["I lavori sono quasi finiti."] * 2


def test_a_second_build_asks_no_service(project: MakeProject, start: Start) -> None:
    running, _ = start("google")
    made = project(locales=("it", "fr"), engines=[{"google": {"url": running.url}}])
    made.write("content/articles/ponte.md", ARTICLE)
    made.build(offline=False)
    asked = len(running.asked)
    (made.root / ".cache" / "memory.sqlite").unlink()
    made.build(offline=False)
    assert len(running.asked) == asked > 0


def _decoded(answer: str, text: str) -> tuple[str, tuple]:
    parts: Protected = protect(text, {})
    return BRACKETS.decode(answer, parts)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("LE ⟦1:⟧PONT⟦/1⟧ OUVRE", "LE **PONT** OUVRE"),
        ("LE ⟦ 1 : ⟧PONT⟦ / 1 ⟧ OUVRE", "LE **PONT** OUVRE"),
        ("LE ⟦1:⟧ PONT ⟦/1⟧ OUVRE", "LE **PONT** OUVRE"),
    ],
)
def test_white_space_that_services_add_does_not_break_emphasis(answer: str, expected: str) -> None:
    found, lost = _decoded(answer, "IL **PONTE** APRE")
    assert not lost
    assert " ".join(found.split()) == expected


def test_crossed_marks_are_noticed() -> None:
    assert _decoded("⟦1:⟧A ⟦2:⟧B⟦/1⟧ C⟦/2⟧", "**a** [b](c.md)")[1]

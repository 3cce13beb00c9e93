"""Services in a build: several engines in order, what is sent, what is asked for again."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeProject, configuration
from services import KEYS, SERVICES, SHORT, Service, service

from generator.config import EngineSetting
from generator.model import Segment
from generator.translate import Result, Words, Work, translate
from generator.translate.engines import CONNECTING, ENGINES, Engine, make
from generator.translate.engines.pseudo import Pseudo
from generator.translate.memory import Memory
from generator.translate.records import Entry

DAY = date(2025, 9, 4)
TEXTS = ("Il ponte sul fiume riapre lunedì.", "La giunta ha approvato il bilancio «all’unanimità».")
NO_WORDS = Words({"it": {}, "fr": {}, "es": {}, "en": {}}, {})

Start = Callable[[str], tuple[Service, Engine]]


@pytest.fixture
def start() -> Iterator[Start]:
    """A factory: a service in a form, and the engine that asks it."""
    with ExitStack() as stack:

        def begin(form: str) -> tuple[Service, Engine]:
            running = stack.enter_context(service(form))
            return running, make(running.setting, KEYS, SHORT)

        yield begin


def closed_port() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/m"


def work(*texts: str, target: str = "fr") -> Work:
    segments = tuple(Segment(f"paragraph-{number}", "paragraph", text) for number, text in enumerate(texts))
    return Work("it", target, segments, tuple(Entry(segment.key, segment.text, "") for segment in segments))


def _translate(works: list[Work], engines: list[Engine], folder: Path, said: list[str]) -> tuple[Result, ...]:
    with Memory(folder / "memory.sqlite") as memory:
        return translate(works, engines, memory, NO_WORDS, DAY, said.append)


# --- texts -----------------------------------------------------------------------------------------------------------


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


def test_the_next_engine_takes_over_and_it_is_said_once(tmp_path: Path) -> None:
    said: list[str] = []
    works = [work(*TEXTS), work(*TEXTS, target="es"), work("Altro testo.", target="en")]
    results = _translate(
        works, [make(EngineSetting("google", (("url", closed_port()),)), {}, SHORT), Pseudo()], tmp_path, said
    )
    assert {entry.engine for result in results for entry in result.entries} == {"pseudo"}
    assert len(said) == 1
    assert "Google Translate" in said[0]
    assert "going on without it" in said[0]


def test_an_article_torn_by_a_failure_reads_in_one_voice(start: Start, tmp_path: Path) -> None:
    """The first article was answered whole and stays; the second goes to the next engine altogether."""
    running, asked = start("google")
    running.fault = lambda number: "403" if "secondo" in running.asked[-1] and "due" in running.asked[-1] else ""
    said: list[str] = []
    works = [work("Il primo testo uno."), work("Il secondo testo uno.", "Il secondo testo due.")]
    first, second = _translate(works, [asked, Pseudo()], tmp_path, said)
    assert [entry.engine for entry in first.entries] == ["google"]
    assert [entry.engine for entry in second.entries] == ["pseudo", "pseudo"]
    assert len(said) == 1


def test_what_was_answered_before_a_failure_is_not_asked_again(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    texts = [f"Il testo numero {number}." for number in range(40)]
    running.fault = lambda number: "403" if number == 30 else ""
    _translate([work(text) for text in texts], [asked, Pseudo()], tmp_path, [])
    running.fault = lambda number: ""
    before = len(running.asked)
    again = _translate([work(text) for text in texts], [make(running.setting, KEYS, SHORT)], tmp_path, [])
    assert [result.entries[0].text for result in again] == [text.upper() for text in texts]
    assert len(running.asked) - before <= 40 - 30 + SHORT.at_once


def test_answers_under_way_at_a_failure_are_kept(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    running.fault = lambda number: "403" if "guasto" in running.asked[number - 1] else "slow"
    _translate([work("Primo."), work("Lento."), work("Un guasto.")], [asked, Pseudo()], tmp_path, [])
    assert sorted(running.asked) == ["Lento.", "Primo.", "Un guasto."]
    with Memory(tmp_path / "memory.sqlite") as memory:
        assert set(memory.recall("google", "it", "fr", ["Primo.", "Lento."], DAY)) == {"Primo.", "Lento."}


def test_equal_texts_of_an_article_are_asked_once(start: Start, tmp_path: Path) -> None:
    running, asked = start("google")
    (result,) = _translate([work("Il ponte riapre.", "Altro.", "Il ponte riapre.")], [asked], tmp_path, [])
    assert [entry.text for entry in result.entries] == ["IL PONTE RIAPRE.", "ALTRO.", "IL PONTE RIAPRE."]
    assert sorted(running.asked) == ["Altro.", "Il ponte riapre."]


@pytest.mark.parametrize("form", SERVICES)
def test_code_and_addresses_never_leave_the_machine(start: Start, tmp_path: Path, form: str) -> None:
    running, asked = start(form)
    (result,) = _translate(
        [work("Chi scrive `make build` a https://example.org/x riceve posta.")], [asked], tmp_path, []
    )
    assert running.asked
    assert not any(piece in sent for piece in ("make", "https", "example") for sent in running.asked)
    assert result.entries[0].text == "CHI SCRIVE `make build` A https://example.org/x RICEVE POSTA."


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
    """Not even to ask a server of one's own for its languages. The processes of one build talk through files."""
    services = [start(form)[0] for form in SERVICES]
    engines: list[object] = [{running.form: dict(running.setting.options)} for running in services]
    made = project(locales=("it", "fr"), engines=[*engines, "pseudo"])
    made.write("content/articles/ponte.md", ARTICLE)

    connect = socket.socket.connect

    def forbidden(*arguments: Any) -> None:
        if isinstance(arguments[0], socket.socket) and arguments[0].family == socket.AF_UNIX:
            return connect(*arguments)
        raise AssertionError(f"a connection was opened: {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket.socket, "connect_ex", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    outcome, _ = made.build(offline=True, environment=KEYS)
    assert outcome.faults == 0
    assert not any(running.asked or running.calls for running in services)
    assert "engine: pseudo" in made.read("docs/fr/2025/09/04/il-ponte-riapre.md")


def test_what_opens_connections_is_known_without_making_it() -> None:
    assert CONNECTING == set(ENGINES) - {"apertium", "pseudo"} == set(SERVICES)


@pytest.mark.parametrize("form", SERVICES)
def test_every_service_translates_a_build(project: MakeProject, start: Start, form: str) -> None:
    running, _ = start(form)
    made = project(locales=("it", "fr"), engines=[{form: dict(running.setting.options)}])
    made.write("content/articles/ponte.md", ARTICLE)
    outcome, lines = made.build(offline=False, environment=KEYS)
    assert (outcome.faults, lines.notices) == (0, [])
    page = made.read("docs/fr/2025/09/04/il-ponte-riapre.md")
    assert f"engine: {form}" in page
    assert "IL PONTE SUL FIUME RIAPRE LUNEDÌ." in page


LONG = (
    ARTICLE
    + """
Il sindaco taglia il nastro alle 15.30 in [piazza Roma](https://a.example/).

- La linea 9 torna al vecchio percorso.
- I lavori sono costati *due milioni* di euro.

> Finalmente si passa di nuovo!
"""
)
SAYINGS: dict[str, Callable[[str], str]] = {
    "quota": lambda text: "Vous avez dépassé votre quota de traduction.",
    "same notice": lambda text: "Le contenu souhaité reste introuvable dans nos archives.",
    "undefined": lambda text: "undefined",
    "shared beginning": lambda text: f"Résultat obtenu : {text.upper()}",
    "shared ending": lambda text: f"{text.upper()} — fourni par Machin",
    "wrong encoding": lambda text: text.upper().replace("I", "Ã®"),
    "another currency": lambda text: text.upper().replace("EURO", "DOLLARS"),
}


@pytest.mark.parametrize("saying", SAYINGS)
def test_what_a_server_says_in_place_of_translations_is_not_published(
    project: MakeProject, start: Start, saying: str
) -> None:
    """Neither now, nor from the record once another engine has filled the rest."""
    running, _ = start("libretranslate")
    running.translate = SAYINGS[saying]
    options = {"libretranslate": dict(running.setting.options)}
    made = project(locales=("it", "fr"), engines=[options])
    made.write("content/articles/ponte.md", LONG)
    path = "2025/09/04/il-ponte-riapre"
    outcome, _ = made.build(offline=False, environment=KEYS)
    assert outcome.faults
    assert "state: fallback" in made.read(f"docs/fr/{path}.md")
    made.write("mkdocs.yml", configuration(locales=("it", "fr"), engines=[options, "pseudo"]))
    outcome, _ = made.build(offline=False, environment=KEYS)
    assert outcome.faults == 0
    page, record = (made.read(name) for name in (f"docs/fr/{path}.md", f"content/translations/fr/{path}.po"))
    assert "state: machine" in page
    for words in ("quota", "introuvable", "undefined", "Résultat", "Machin", "Ã", "DOLLAR"):
        assert words not in page + record


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

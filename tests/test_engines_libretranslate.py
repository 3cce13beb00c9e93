"""LibreTranslate against a server on loopback that treats texts as the real one does."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
from hypothesis import given
from services import KEYS, SHORT, Service, service, spoken
from strategies import INLINE

from generator.config import EngineSetting
from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Engine, Job, make
from generator.translate.engines.libretranslate import escaped
from generator.translate.protect import protect
from generator.translate.schemes import TAGS


@pytest.fixture
def running() -> Iterator[Service]:
    with service("libretranslate") as started:
        yield started


def engine(running: Service, environment: dict[str, str] | None = None, **options: str) -> Engine:
    setting = EngineSetting("libretranslate", (("url", running.url), *options.items()))
    return make(setting, environment or {}, SHORT)


def ask(running: Service, text: str, *, scheme: str = "tags", target: str = "fr") -> Answer:
    return next(iter(engine(running).translate([Job("it", target, (text,), scheme)])))


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Il **ponte** di [Roma](https://example.org/) riapre.",
        "AT&T costa < 5 € e > 3 €; vedi `config.yml`.",
        "R&D, B&amp;B e «*x* & y».",
    ],
)
def test_marks_and_signs_survive_the_servers_html(running: Service, text: str) -> None:
    """The server resolves every entity in its answer, so a sign of the text looks like markup, and writes an empty
    element in two tags."""
    parts = protect(text, {})
    sent = TAGS.encode(parts)
    assert TAGS.decode(ask(running, sent).answer, parts) == TAGS.decode(spoken(sent), parts)
    assert running.requests[0]["format"] == "html"


@given(INLINE)
def test_what_was_resolved_is_escaped_again(text: str) -> None:
    parts = protect(text, {})
    sent = TAGS.encode(parts)
    assert TAGS.decode(escaped(html.unescape(sent)), parts) == TAGS.decode(sent, parts)


def test_an_older_server_leaves_entities_as_they_are() -> None:
    assert escaped('AT&amp;T &lt; <g id="1">IBM</g> & <b>') == 'AT&amp;T &lt; <g id="1">IBM</g> &amp; &lt;b&gt;'


def test_brackets_go_as_text(running: Service) -> None:
    assert ask(running, "⟦1⟧ & <Roma>", scheme="spoken brackets").answer == "⟦ 1 ⟧ & <ROMA>"
    assert running.requests[0]["format"] == "text"


# --- the server ------------------------------------------------------------------------------------------------------


def test_languages_are_asked_for_once_and_only_when_needed(running: Service) -> None:
    asked = engine(running)
    assert running.calls == []
    assert asked.serves("it", "fr")
    assert not asked.serves("it", "it")
    assert not asked.serves("it", "ja")
    list(asked.translate([Job("it", "fr", ("Roma.", "Milano."), "tags")]))
    assert [call[:2] for call in running.calls] == [("GET", "/languages")]


@pytest.mark.parametrize(("locale", "code"), [("zh-Hans", "zh"), ("zh-Hant", "zt"), ("pt-BR", "pb"), ("pt", "pt")])
def test_the_servers_own_codes(running: Service, locale: str, code: str) -> None:
    assert engine(running).serves("it", locale)
    ask(running, "Roma.", target=locale)
    assert running.requests[0]["target"] == code


def test_a_pair_that_the_server_lacks_is_a_fault_of_that_text(running: Service) -> None:
    assert ask(running, "Roma.", target="ja").fault == "the server does not translate it → ja"
    assert not running.asked


def test_a_server_that_cannot_be_asked_is_given_up_when_it_is_needed(running: Service) -> None:
    """Which pairs it serves is not known then; that it does not answer is said once, where texts are sent."""
    asked = make(EngineSetting("libretranslate", (("url", "http://127.0.0.1:9"),)), {}, SHORT)
    assert asked.serves("it", "fr")
    for _ in range(2):
        with pytest.raises(EngineUnavailable, match="its languages are not known: libretranslate is out of reach"):
            list(asked.translate([Job("it", "fr", ("Roma.",))]))


@pytest.mark.parametrize(("environment", "key"), [({}, None), (KEYS, KEYS["LIBRETRANSLATE_API_KEY"])])
def test_a_key_goes_along_where_there_is_one(running: Service, environment: dict[str, str], key: str | None) -> None:
    asked = engine(running, environment)
    list(asked.translate([Job("it", "fr", ("Roma.",))]))
    assert running.requests[0].get("api_key") == key
    assert key is None or key not in repr(asked)


@pytest.mark.parametrize("body", [{"error": "x"}, {"translatedText": ["Rome."]}, {"translatedText": None}, [], "Rome."])
def test_another_answer_is_a_fault(running: Service, body: object) -> None:
    running.reply = lambda values: body
    assert ask(running, "Roma.").fault == "libretranslate gave no translation"

"""DeepL through its official package, against a service on loopback in its form."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from services import KEYS, SHORT, Service, service, spoken

from generator.engine_settings import EngineSetting
from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Context, Engine, Job, make
from generator.translate.protect import protect
from generator.translate.schemes import TAGS

pytest.importorskip("deepl")
TERMS = (("Pechino", "Pékin"), ("il Quirinale", "le Quirinal"))


@pytest.fixture
def running() -> Iterator[Service]:
    with service("deepl") as started:
        yield started


def engine(running: Service) -> Engine:
    return make(running.setting, KEYS, SHORT)


def ask(running: Service, *texts: str, scheme: str = "tags", context: Context | None = None) -> list[Answer]:
    job = Job("it", "fr", texts, scheme, context=context or Context())
    return sorted(engine(running).translate([job]), key=lambda answer: answer.text)


# --- requests --------------------------------------------------------------------------------------------------------


def test_many_texts_go_in_one_request(running: Service) -> None:
    texts = tuple(f"Testo numero {number}." for number in range(60))
    assert [answer.answer for answer in ask(running, *texts)] == [text.upper() for text in texts]
    assert sorted(len(request["text"]) for request in running.requests) == [10, 25, 25]
    assert engine(running).requests(Job("it", "fr", texts)) == 3


def test_tags_are_declared_and_survive(running: Service) -> None:
    text = "Il **ponte** di [Roma](https://example.org/) & il `codice` < 5."
    parts = protect(text, {})
    sent = TAGS.encode(parts)
    (answer,) = ask(running, sent)
    assert TAGS.decode(answer.answer, parts) == TAGS.decode(spoken(sent), parts)
    request = running.requests[0]
    assert request["tag_handling"] == "xml"
    assert request["tag_handling_version"] == "v2"
    assert request["outline_detection"] is False
    assert request["ignore_tags"] == ["x"]
    assert request["non_splitting_tags"] == ["x", "g"]


def test_plain_text_is_not_taken_for_xml(running: Service) -> None:
    (answer,) = ask(running, "A < B & C", scheme="brackets")
    assert answer.answer == "A < B & C"
    assert "tag_handling" not in running.requests[0]


def test_headline_and_neighbours_are_the_context(running: Service) -> None:
    around = (("Prima.", "Due."), ("Uno.", "Dopo."))
    ask(running, "Uno.", "Due.", context=Context("Il ponte riapre", (), around))
    assert running.requests[0]["context"] == "Il ponte riapre\nPrima.\nDopo."


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("it", "en", ("IT", "EN-GB")),
        ("it", "en-US", ("IT", "EN-US")),
        ("it", "pt", ("IT", "PT-PT")),
        ("pt-BR", "it", ("PT", "IT")),
        ("it", "pt-BR", ("IT", "PT-BR")),
        ("zh-Hans", "zh-Hant", ("ZH", "ZH-HANT")),
        ("it", "zh-Hans", ("IT", "ZH-HANS")),
        ("it", "nb", ("IT", "NB")),
    ],
)
def test_variants_are_named(running: Service, source: str, target: str, codes: tuple[str, str]) -> None:
    asked = engine(running)
    assert asked.serves(source, target)
    list(asked.translate([Job(source, target, ("Roma.",))]))
    assert (running.requests[0]["source_lang"], running.requests[0]["target_lang"]) == codes


def test_pairs_that_the_package_does_not_know(running: Service) -> None:
    asked = engine(running)
    assert not asked.serves("it", "it")
    assert not asked.serves("it", "tlh")
    assert not asked.serves("tlh", "it")


# --- glossaries ------------------------------------------------------------------------------------------------------


def test_terms_become_a_glossary_that_is_removed_in_the_end(running: Service) -> None:
    (answer,) = ask(running, "Roma.", context=Context("", TERMS))
    assert answer.answer == "ROMA."
    assert [call[0] for call in running.calls] == ["GET", "POST", "DELETE"]
    (dictionary,) = running.calls[1][2]["dictionaries"]
    assert (dictionary["source_lang"], dictionary["target_lang"]) == ("IT", "FR")
    assert dictionary["entries"] == "Pechino\tPékin\nil Quirinale\tle Quirinal"
    assert running.requests[0]["glossary_id"] == "id-2"
    assert running.glossaries == {}


def test_without_terms_there_is_no_glossary(running: Service) -> None:
    ask(running, "Roma.")
    assert running.calls == []
    assert "glossary_id" not in running.requests[0]


def test_a_glossary_that_a_killed_build_left_is_used_and_removed(running: Service) -> None:
    answers = engine(running).translate([Job("it", "fr", ("Roma.",), "tags", context=Context("", TERMS))])
    next(answers)
    left = dict(running.glossaries)
    assert len(left) == 1
    answers.close()  # type: ignore[attr-defined]
    running.glossaries |= left
    ask(running, "Milano.", context=Context("", TERMS))
    assert [call[0] for call in running.calls] == ["GET", "POST", "DELETE", "GET", "DELETE"]
    assert running.requests[1]["glossary_id"] in left
    assert running.glossaries == {}


@pytest.mark.parametrize("status", [400, 403, 404, 456])
def test_a_glossary_that_cannot_be_had_does_not_stop_the_engine(running: Service, status: int) -> None:
    """The free plan has room for few; the names are protected in the texts anyway."""
    running.refused = status
    (answer,) = ask(running, "Roma.", context=Context("", TERMS))
    assert answer.answer == "ROMA."
    assert "glossary_id" not in running.requests[0]


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"translations": []},
        {"translations": [{"text": "A"}]},
        {"translations": [{"text": None, "billed_characters": 1}, {"text": "B", "billed_characters": 1}]},
        {"translations": [{"text": "A", "billed_characters": 1}] * 3},
        {"translations": [None, None]},
        [],
    ],
)
def test_another_number_of_answers_is_no_answer(running: Service, body: object) -> None:
    """Which text an answer belongs to is told by nothing but its place."""
    running.reply = lambda values: body
    answers = ask(running, "Uno.", "Due.")
    assert len(answers) == 2
    assert answers[0].fault
    assert not answers[0].answer


def test_one_bad_text_is_said_with_its_status(running: Service) -> None:
    (answer,) = ask(running, "A < B", scheme="tags")
    assert answer.fault == "deepl: DeepLException, status 400"


def test_without_a_key_it_says_what_to_set(running: Service) -> None:
    with pytest.raises(EngineUnavailable, match="DEEPL_API_KEY"):
        make(running.setting, {}, SHORT)


def test_without_the_package_it_says_what_to_install(running: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deepl", None)
    with pytest.raises(EngineUnavailable, match=r"not installed.*\.\[deepl\]"):
        engine(running)


@pytest.mark.parametrize(("key", "host"), [("k:fx", "https://api-free.deepl.com"), ("k", "https://api.deepl.com")])
def test_the_address_follows_from_the_key(key: str, host: str) -> None:
    from generator.translate.engines.deepl import deepl

    assert deepl({}, {"DEEPL_API_KEY": key}).service.server_url == host
    assert "secret" not in repr(make(EngineSetting("deepl"), {"DEEPL_API_KEY": "secret" + key}))


def test_no_fault_shows_the_key(running: Service) -> None:
    running.fault = lambda number: "403"
    with pytest.raises(EngineUnavailable) as caught:
        ask(running, "Roma.")
    assert KEYS["DEEPL_API_KEY"] not in str(caught.value)
    assert running.requests[0]["authorization"] == f"DeepL-Auth-Key {KEYS['DEEPL_API_KEY']}"

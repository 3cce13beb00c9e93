"""A key from the environment stands in no file, no line and no error, however a build goes wrong."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import date

import pytest
from conftest import Lines, MakeProject, Project
from services import KEYS, service, spoken

from generator import glossary
from generator.pipeline import Moment, documents
from generator.report import Faults
from generator.run import Run

FORMS = {
    "microsoft": "MICROSOFT_API_KEY",
    "libretranslate": "LIBRETRANSLATE_API_KEY",
    "llm": "LLM_API_KEY",
    "deepl": "DEEPL_API_KEY",
}
WAYS = {
    "in an error": lambda key: json.dumps({"error": {"message": f"bad key {key}"}, "message": f"bad key {key}"}),
    "in a page": lambda key: f"<html><title>{key}</title><p>The key {key} is unknown.</p></html>",
    "refused": lambda key: "401",
    "sent on": lambda key: f"to http://{key}.example/?key={key}",
}


def told(made: Project, environment: dict[str, str]) -> str:
    """All that a build up to `docs/` says, its crash included."""
    site, lines = made.site(), Lines()
    words = glossary.load(site.content, site.root, site.tags)
    run = Run(site, Moment(date(2025, 9, 10), 1_757_505_600), environment, words, Faults(lines), False)
    crash = ""
    try:
        documents(run)
    except Exception:
        crash = traceback.format_exc()
    return "\n".join([*lines.told, *lines.notices, *map(repr, lines.faults), repr(lines.stages), crash])


def assert_nowhere(key: str, made: Project, said: str) -> None:
    assert key not in said
    for path in made.root.rglob("*"):
        assert key not in path.name
        if path.is_file():
            assert key.encode() not in path.read_bytes(), path


@pytest.fixture
def desk(project: MakeProject) -> MakeProject:
    def make(**values: object) -> Project:
        made = project(locales=("it", "fr"), **values)
        text = "---\ntitle: Il ponte riapre\ndate: 2025-09-01\nlang: it\n---\nIl ponte sul fiume riapre domani.\n"
        made.write("content/articles/ponte.md", text)
        return made

    return make


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_service_that_goes_wrong_tells_no_key(
    desk: MakeProject, form: str, way: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    key = KEYS[FORMS[form]]
    caplog.set_level(logging.DEBUG)
    with service(form) as running:
        running.fault = lambda number: WAYS[way](key)
        made = desk(engines=[{form: {"url": running.url, **({"model": "m"} if form == "llm" else {})}}])
        said = told(made, KEYS)
    assert said
    printed = capfd.readouterr()
    assert_nowhere(key, made, said + caplog.text + printed.out + printed.err)


@pytest.mark.parametrize("form", FORMS)
def test_a_key_in_a_translation_is_no_translation(desk: MakeProject, form: str) -> None:
    key = KEYS[FORMS[form]]
    with service(form) as running:
        running.translate = lambda text: f"{spoken(text)} {key}"
        made = desk(engines=[{form: {"url": running.url, **({"model": "m"} if form == "llm" else {})}}])
        said = told(made, KEYS)
    assert running.asked, "it was asked, and answered with the key"
    assert_nowhere(key, made, said)
    assert "Il ponte" in made.read("docs/fr/2025/09/01/il-ponte-riapre.md"), "readers get the original"


def test_a_crash_names_no_key(desk: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the middle of a request: what the traceback shows of values has no key in it."""
    key = KEYS["LLM_API_KEY"]
    with service("llm") as running:
        made = desk(engines=[{"llm": {"url": running.url, "model": "m"}}])
        running.reply = lambda values: {"choices": 7}
        assert_nowhere(key, made, told(made, KEYS))
        run = made.site()
        assert key not in repr(run)

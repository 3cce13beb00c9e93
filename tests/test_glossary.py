"""Names that stay, terms and topics with their fixed wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ConfigError, ConfigFaults
from generator.glossary import Glossary, load

LOCALES = ("it", "en", "fr")
WORDS = """\
keep:
  - Kim Jong-un
  - PO
terms:
  Vladimir Putin: {fr: Vladimir Poutine}
  il sindaco:
    en: the mayor
    fr: le maire
"""
TOPICS = "lavori:\n  en: Works\n  fr: Travaux\ncitta: {en: City}\n"


def read(tmp_path: Path, words: str = "", topics: str = "") -> Glossary:
    content = tmp_path / "content"
    content.mkdir(exist_ok=True)
    for name, text in (("glossary.yml", words), ("topics.yml", topics)):
        if text:
            (content / name).write_text(text, encoding="utf-8")
    return load(content, tmp_path, LOCALES)


def test_wordings_of_a_locale(tmp_path: Path) -> None:
    glossary = read(tmp_path, WORDS)
    kept = {"Kim Jong-un": "Kim Jong-un", "PO": "PO"}
    assert glossary.wordings("fr") == kept | {"Vladimir Putin": "Vladimir Poutine", "il sindaco": "le maire"}
    assert glossary.wordings("en") == kept | {"il sindaco": "the mayor"}
    assert glossary.wordings("it") == kept


def test_topics(tmp_path: Path) -> None:
    glossary = read(tmp_path, topics=TOPICS)
    assert [glossary.topic("lavori", tag) for tag in LOCALES] == ["", "Works", "Travaux"]
    assert glossary.topic("citta", "fr") == glossary.topic("nulla", "en") == ""


@pytest.mark.parametrize("text", ["", "# only a remark\n", "keep:\nterms:\n", "keep: []\nterms: {}\n"])
def test_without_words(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Glossary()


@pytest.mark.parametrize(
    ("words", "line", "message"),
    [
        ("kep: [a]\n", 1, "unknown key 'kep'. Did you mean 'keep'?"),
        ("terms: {}\nkeep: Kim\n", 2, "'keep' must be a list of names"),
        ("keep: [a, '']\n", 1, "'keep' must be a list of names"),
        ("keep: [1]\n", 1, "'keep' must be a list of names"),
        ("terms: [a]\n", 1, "expected 'word: {locale: wording}'"),
        ("terms:\n  uno: one\n", 2, "'uno' needs a wording per locale"),
        ("terms:\n  uno: {en: ''}\n", 2, "'uno' needs a wording per locale"),
        ("terms:\n  uno: {en: one}\n  due: {de: zwei}\n", 3, "'due' names the locale 'de'. "),
        (
            "terms:\n  uno: {en: one}\n  due: {de: zwei}\n  tre: {de: drei}\n  sei: {de: sechs}\n",
            3,
            "'due' and 2 more name the locale 'de'. ",
        ),
        ("terms:\n  uno: {en: one}\n  uno: {en: two}\n", 3, "'uno' is given twice"),
        ("keep: [\n", 2, "the YAML is broken"),
    ],
)
def test_faults_name_line_and_remedy(tmp_path: Path, words: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, words)
    assert f"content/glossary.yml:{line}: {message}" in str(caught.value)


def test_removed_locales_are_one_fault_each(tmp_path: Path) -> None:
    words = "".join(f"  parola {number}: {{de: Wort, nl: woord}}\n" for number in range(20))
    with pytest.raises(ConfigFaults) as caught:
        read(tmp_path, f"terms:\n{words}", "lavori: {de: Bauten}\n")
    assert [str(fault).partition(". ")[0] for fault in caught.value.faults] == [
        "content/glossary.yml:2: 'parola 0' and 19 more name the locale 'de'",
        "content/glossary.yml:2: 'parola 0' and 19 more name the locale 'nl'",
        "content/topics.yml:1: 'lavori' names the locale 'de'",
    ]


def test_faults_of_both_files_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, "kep: [a]\nterms:\n  uno: one\n", "lavori: Works\n")
    assert [str(fault).split(" ")[0] for fault in str(caught.value).split("\n")] == [
        "content/glossary.yml:1:",
        "content/glossary.yml:3:",
        "content/topics.yml:1:",
    ]

"""The interface strings of every locale are complete, in the locale's own words, and fit the templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from jinja2 import Environment

from generator import strings
from generator.config import theme_folder
from generator.errors import ConfigError

THEME = theme_folder()
TAGS = sorted(path.stem for path in (THEME / "strings").glob("*.html"))
EUROPEAN = ("it", "en", "es", "fr", "pt", "pt-BR", "ca", "de", "nl", "pl", "ro", "el", "ru", "uk", "tr")
OTHERS = ("sv", "ar", "he", "fa", "ur", "hi", "zh-Hans", "zh-Hant", "ja", "ko", "th", "vi", "id")
MODEL = strings.load(THEME, "it")
SCRIPTS = {
    "Arab": r"[\u0600-\u06ff]",
    "Cyrl": r"[\u0400-\u04ff]",
    "Deva": r"[\u0900-\u097f]",
    "Grek": r"[\u0370-\u03ff]",
    "Hans": r"[\u4e00-\u9fff]",
    "Hant": r"[\u4e00-\u9fff]",
    "Hebr": r"[\u0590-\u05ff]",
    "Jpan": r"[\u3040-\u30ff\u4e00-\u9fff]",
    "Kore": r"[\uac00-\ud7af]",
    "Latn": r"[A-Za-zÀ-ɏ]",
    "Thai": r"[\u0e00-\u0e7f]",
}
LATIN = {"og", "direction"}
"""Values that are codes in every locale."""


def script(tag: str) -> str:
    """The script of a locale by CLDR's likely subtags."""
    named = Locale.parse(tag, sep="-").script
    likely = {"ar": "Arab", "fa": "Arab", "ur": "Arab", "el": "Grek", "he": "Hebr", "hi": "Deva", "ja": "Jpan"}
    likely |= {"ko": "Kore", "ru": "Cyrl", "uk": "Cyrl", "th": "Thai"}
    return named or likely.get(tag, "Latn")


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


def test_all_locales_that_were_promised_are_there() -> None:
    assert {*EUROPEAN, *OTHERS} <= set(TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_every_key_in_the_models_order_with_its_placeholders(tag: str) -> None:
    found = strings.load(THEME, tag)
    assert list(found) == list(MODEL)
    assert list(found["names"]) == list(MODEL["names"])
    assert set(found["names"]) == {*TAGS, "other"}
    for key, value in found.items():
        if key != "names":
            assert isinstance(value, str)
            assert value.strip() == value != ""
            assert placeholders(value) == placeholders(MODEL[key]), key
    for forms in found["names"].values():
        assert list(forms) == ["from", "in"]
        assert all(form.strip() == form != "" for form in forms.values())


@pytest.mark.parametrize("tag", TAGS)
def test_every_word_is_in_the_locales_script(tag: str) -> None:
    own = re.compile(SCRIPTS[script(tag)])
    found = strings.load(THEME, tag)
    texts = {key: value for key, value in found.items() if key not in LATIN | {"names"}}
    texts |= {f"{code} {form}": text for code, forms in found["names"].items() for form, text in forms.items()}
    assert [key for key, text in texts.items() if not own.search(re.sub(r"\{\w*\}", "", text))] == []


@pytest.mark.parametrize("tag", [tag for tag in TAGS if script(tag) == "Latn" and tag not in ("it", "en")])
def test_sentences_are_not_left_in_another_language(tag: str) -> None:
    """Single words may be the same in two languages; sentences are not."""
    found = strings.load(THEME, tag)
    for other in ("it", "en"):
        same = [key for key, text in strings.load(THEME, other).items() if key != "names" and text == found[key]]
        assert [key for key in same if " " in found[key] and key not in ("feed", "credit")] == []


@pytest.mark.parametrize("tag", TAGS)
def test_the_direction_is_that_of_the_script(tag: str) -> None:
    assert strings.load(THEME, tag)["direction"] == Locale.parse(tag, sep="-").text_direction.replace(
        "left-to-right", "ltr"
    ).replace("right-to-left", "rtl")


@pytest.mark.parametrize("tag", TAGS)
def test_the_templates_read_the_same(tag: str) -> None:
    text = (THEME / "strings" / f"{tag}.html").read_text(encoding="utf-8")
    assert Environment(autoescape=True).from_string(text).module.strings == strings.load(THEME, tag)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{# nothing #}\n", "the file holds no 'strings'"),
        ('{%- set strings = {\n  "a": name,\n} -%}\n', "the strings are no mapping of words"),
        ('{%- set strings = {\n  "a" "b": ,\n} -%}\n', "the strings are no mapping of words"),
    ],
)
def test_a_file_of_anything_else_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/xx.html").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        strings.load(tmp_path, "xx")

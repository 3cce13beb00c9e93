"""mkdocs.yml, every fault at once and each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.config import load, theme_folder
from generator.engine_settings import ENGINE_OPTIONS, EngineSetting
from generator.errors import ConfigError, ConfigFaults
from generator.translate.engines import ENGINES, TITLES

GOOD = """\
site_name: Prova
site_description: Un giornale
site_url: https://news.example/edizioni/it/
theme:
  language: it
nav:
  - index.md
  - Altro: altro.md
extra:
  newsroom:
    locales:
      it: {}
      en:
        site_name: Test
        site_description: A newspaper
    engines:
      - google:
          url: http://127.0.0.1:1/
      - apertium
"""


def read(tmp_path: Path, text: str) -> object:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    return load(tmp_path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    return str(caught.value).split("\n")


def test_a_good_configuration(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(GOOD, encoding="utf-8")
    site = load(tmp_path)
    assert (site.url, site.default, site.tags) == ("https://news.example/edizioni/", "it", ("it", "en"))
    names = {locale.tag: (locale.site_name, locale.site_description) for locale in site.locales}
    assert names == {"it": ("Prova", "Un giornale"), "en": ("Test", "A newspaper")}
    assert site.engines == (EngineSetting("google", (("url", "http://127.0.0.1:1/"),)), EngineSetting("apertium"))
    assert site.nav == ("index.md",)
    assert (site.content, site.docs, site.output) == (tmp_path / "content", tmp_path / "docs", tmp_path / "site")


def test_without_engines_it_is_apertium(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(GOOD[: GOOD.index("    engines:")], encoding="utf-8")
    assert load(tmp_path).engines == (EngineSetting("apertium"),)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    locales:", "    locale:", 11, "unknown key 'extra.newsroom.locale'. Did you mean 'locales'?"),
        ("    engines:", "    enginse:", 16, "unknown key 'extra.newsroom.enginse'. Did you mean 'engines'?"),
        ("      en:", "      tlh:", 13, "no interface strings for the locale 'tlh'"),
        (
            "        site_name: Test",
            "        sitename: Test",
            14,
            "unknown key 'sitename' for the locale 'en'. Did you mean",
        ),
        ("  language: it", "  language: de", 5, "theme.language is 'de', which is not among the locales"),
        ("      - apertium", "      - apertum", 19, "there is no engine 'apertum'. Did you mean 'apertium'?"),
        (
            "      - apertium",
            "      - apertium: {key: x}",
            19,
            "the engine 'apertium' has no option 'key'. Known: max_characters_per_build, price_per_million",
        ),
        ("          url:", "          ulr:", 18, "the engine 'google' has no option 'ulr'. Did you mean 'url'?"),
        ("https://news.example/edizioni/it/", "news.example/it/", 3, "site_url is 'news.example/it/'"),
        ("https://news.example/edizioni/it/", "https://news.example/", 3, "such as https://example.org/it/"),
        (
            "https://news.example/edizioni/it/",
            "https://news.example/it",
            3,
            "must be the address of the source edition",
        ),
    ],
)
def test_faults_name_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new))
    assert any(fault.startswith(f"mkdocs.yml:{line}: ") and words in fault for fault in found), found


ENGINES_AT = 17
"""The line of the first engine in `GOOD`."""


def with_engine(lines: str) -> str:
    """`GOOD` with other lines, as they stand in the file, in place of its engines."""
    return GOOD[: GOOD.index("      - google:")] + lines


@pytest.mark.parametrize(
    ("lines", "setting"),
    [
        ("- google: {max_characters_per_build: 5000}", EngineSetting("google", budget=5000)),
        ("- google: {price_per_million: 20}", EngineSetting("google", price=20.0)),
        ("- apertium: {price_per_million: 0}", EngineSetting("apertium", price=0.0)),
        ("- apertium:", EngineSetting("apertium")),
        ("- mymemory: {email: desk@news.example}", EngineSetting("mymemory", (("email", "desk@news.example"),))),
        (
            "- libretranslate: {url: 'http://127.0.0.1:5000'}",
            EngineSetting("libretranslate", (("url", "http://127.0.0.1:5000"),)),
        ),
        (
            "- llm: {url: 'http://[::1]:11434/v1', model: 'small:4b', temperature: 0.5, price_per_million: 1.5}",
            EngineSetting(
                "llm", (("url", "http://[::1]:11434/v1"), ("model", "small:4b"), ("temperature", "0.5")), price=1.5
            ),
        ),
    ],
)
def test_the_options_of_an_engine(tmp_path: Path, lines: str, setting: EngineSetting) -> None:
    """Budget and price are the generator's own, everything else is the engine's."""
    (tmp_path / "mkdocs.yml").write_text(with_engine(f"      {lines}\n"), encoding="utf-8")
    assert load(tmp_path).engines == (setting,)


@pytest.mark.parametrize(
    ("engine", "option", "words"),
    [
        ("google", "max_characters_per_build: 0", "is '0'. It must be a whole number above 0"),
        ("google", "max_characters_per_build: -5", "It must be a whole number above 0"),
        ("google", "max_characters_per_build: 1.5", "It must be a whole number above 0"),
        ("google", "max_characters_per_build: true", "It must be a whole number above 0"),
        ("google", "max_characters_per_build: '5000'", "It must be a whole number above 0"),
        ("google", "price_per_million: -1", "It must be a number, 0 or more"),
        ("google", "price_per_million: cheap", "It must be a number, 0 or more"),
        ("google", "price_per_million: .nan", "It must be a number, 0 or more"),
        ("google", "price_per_million: .inf", "It must be a number, 0 or more"),
        ("google", "price_per_milion: 20", "Did you mean 'price_per_million'?"),
        ("google", "url: translate.google.com", "It must be an address such as"),
        ("google", "url: ftp://news.example/", "It must be an address such as"),
        ("google", "url: 'https://desk:secret@news.example/'", "It must be an address such as"),
        ("google", "url: 'http://[::1/'", "It must be an address such as"),
        ("google", "url:", "It must be an address such as"),
        ("microsoft", "region: [westeurope]", "It must be a text"),
        ("microsoft", "key: 0123", "the engine 'microsoft' has no option 'key'"),
        ("llm", "temperature: hot", "It must be a number from 0 to 2"),
        ("llm", "temperature: 2.1", "It must be a number from 0 to 2"),
        ("llm", "temperature: .nan", "It must be a number from 0 to 2"),
        ("llm", "model: ''", "It must be a text"),
        ("llm", "model: 4", "It must be a text"),
    ],
)
def test_an_option_with_a_wrong_value_is_named_with_its_line(
    tmp_path: Path, engine: str, option: str, words: str
) -> None:
    text = with_engine(f"      - apertium\n      - {engine}:\n          {option}\n")
    name = option.split(":", maxsplit=1)[0]
    line = f"mkdocs.yml:{ENGINES_AT + 2}: "
    assert any(one.startswith(line) and name in one and words in one for one in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- libretranslate", "the engine 'libretranslate' lacks the option 'url'. Add 'url:' below 'libretranslate:'"),
        ("- llm: {url: 'http://127.0.0.1/v1'}", "the engine 'llm' lacks the option 'model'. Add 'model:' below 'llm:'"),
        ("- google: fast", "the engine 'google' is given 'fast'. Write its options as 'name: value' lines"),
        ("- google: [url]", "the engine 'google' is given '['url']'. Write its options as 'name: value' lines"),
    ],
)
def test_an_engine_that_lacks_what_it_needs(tmp_path: Path, lines: str, expected: str) -> None:
    assert faults(tmp_path, with_engine(f"      {lines}\n")) == [f"mkdocs.yml:{ENGINES_AT}: {expected}"]


def test_all_faults_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("apertium", "apertum")
        .replace("https://", "")
        .replace("        site_name: Test", "        name: Test")
    )
    found = faults(tmp_path, text)
    assert [fault.split(":")[1] for fault in found] == ["3", "14", "19"]


@pytest.mark.parametrize("value", ["{}", "[]", "apertium", "''", "~"])
def test_engines_that_are_no_list(tmp_path: Path, value: str) -> None:
    text = GOOD[: GOOD.index("    engines:")] + f"    engines: {value}\n"
    assert faults(tmp_path, text) == [
        "mkdocs.yml:16: extra.newsroom.engines must be a list of engines, first choice first"
    ]


@pytest.mark.parametrize("value", ["{}", "[it, en]", "it", "~"])
def test_locales_that_are_no_mapping(tmp_path: Path, value: str) -> None:
    text = GOOD[: GOOD.index("    locales:")] + f"    locales: {value}\n"
    assert faults(tmp_path, text) == ["mkdocs.yml:11: extra.newsroom.locales must list at least one locale"]


@pytest.mark.parametrize("text", ["", "site_name: X\n", "extra: {}\n", "extra:\n  newsroom: words\n"])
def test_without_a_newsroom(tmp_path: Path, text: str) -> None:
    assert any("extra.newsroom is missing" in fault for fault in faults(tmp_path, text))


def test_sections_and_what_may_leave_the_machine_early(tmp_path: Path) -> None:
    site = read(tmp_path, GOOD + "    sections: [citta, sport, citta]\n    send_embargoed: true\n")
    assert (site.sections, site.send_embargoed) == (("citta", "sport"), True)
    site = read(tmp_path, GOOD)
    assert (site.sections, site.send_embargoed) == ((), False)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sections: citta", "extra.newsroom.sections must be a list of topics"),
        ("sections: [1]", "extra.newsroom.sections must be a list of topics"),
        ("send_embargoed: perhaps", "send_embargoed must be true or false"),
        ("section: [citta]", "unknown key 'extra.newsroom.section'"),
    ],
)
def test_sections_that_cannot_be_understood(tmp_path: Path, line: str, message: str) -> None:
    found = faults(tmp_path, f"{GOOD}    {line}\n")
    assert len(found) == 1
    assert found[0].startswith(f"mkdocs.yml:{GOOD.count(chr(10)) + 1}: {message}")


@pytest.mark.parametrize(
    "text",
    [
        "extra: words\n",
        "theme: material\n",
        "nav: {}\n",
        "site_url: [a]\n",
    ],
)
def test_values_of_another_kind_are_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_a_locale_that_yaml_takes_for_a_truth_value(tmp_path: Path) -> None:
    """`no:` is Norwegian to people and False to YAML."""
    assert any(
        "locale 'no'" in fault or "locale 'False'" in fault for fault in faults(tmp_path, GOOD.replace(" en:", " no:"))
    )


def test_broken_yaml(tmp_path: Path) -> None:
    assert faults(tmp_path, "site_name: [\n")[0].startswith("mkdocs.yml:2: the YAML is broken")


def test_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no mkdocs.yml in .*--root"):
        load(tmp_path)


def test_several_faults_are_one_exception(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults) as caught:
        read(tmp_path, GOOD.replace("apertium", "apertum"))
    assert [fault.line for fault in caught.value.faults] == [19]


def test_every_engine_is_configurable_and_has_a_title() -> None:
    assert set(ENGINE_OPTIONS) == set(ENGINES) == set(TITLES)


def test_the_shipped_configuration_is_good() -> None:
    root = theme_folder().parent.parent
    site = load(root)
    assert site.default in site.tags
    assert set(site.tags) <= {path.stem for path in (theme_folder() / "strings").glob("*.html")}
    assert yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["site_url"].startswith(site.url)

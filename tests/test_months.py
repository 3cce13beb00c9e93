"""Months are named in the right language whichever was asked for before."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from generator.months import months_alone

DECEMBER = {
    "pl": "grudzień",
    "he": "דצמבר",
    "zh-Hans": "十二月",
    "ru": "декабрь",
    "ja": "12月",
    "zh-Hant": "12月",
    "it": "dicembre",
    "pt-BR": "dezembro",
    "ca": "desembre",
    "ar": "ديسمبر",
}
SCRIPT = """
import json, sys
from datetime import date
import yaml
from babel import Locale
from generator.model import Story
from generator.translate.dates import dates
from generator.write.listing import archive, years

tags = sys.argv[1:]
for tag in tags:
    Locale.parse(tag, sep="-").months["stand-alone"]["wide"]
words = {"all_articles": "x", "archive": "x"}
stories = {tag: [Story("a/", "A", "B", date(2024, 12, 5), tag, "original")] for tag in tags}
pages = [archive(listed, tag, words, years(listed, tag)) for tag, listed in stories.items()]
calendars = [yaml.safe_load(page.split("---\\n")[1])["years"] for page in pages]
found = [(tag, other) for tag in tags for other in ("he", "it") if dates(f"5 {NAMES[other]} 2024", tag)]
print(json.dumps({"named": [year[0]["months"][0]["name"] for year in calendars], "read": found}))
"""


@pytest.mark.parametrize("tag", DECEMBER)
def test_a_month_alone(tag: str) -> None:
    assert months_alone(tag, "wide")[12] == DECEMBER[tag]
    assert sorted(months_alone(tag, "wide")) == list(range(1, 13))


@pytest.mark.parametrize("order", [list(DECEMBER), list(reversed(DECEMBER))], ids=["first to last", "last to first"])
def test_archives_and_checks_do_not_mix_languages(order: list[str]) -> None:
    """In a process of its own, in which Babel was asked for the months of all locales in that order."""
    names = f"NAMES = {DECEMBER!r}\n"
    ran = subprocess.run([sys.executable, "-X", "utf8", "-c", names + SCRIPT, *order], capture_output=True, check=True)
    said = json.loads(ran.stdout)
    assert said["named"] == [DECEMBER[tag] for tag in order]
    assert sorted(said["read"]) == [["he", "he"], ["it", "it"]]

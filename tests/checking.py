"""Translations as the case files write them, and what the checks say about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations

from generator.language import identifier
from generator.model import Finding, Segment
from generator.translate.check import Case, Identify, check
from generator.translate.protect import protect

LOCALES = ("it", "en", "es", "fr", "pt", "ca", "de", "ar", "zh-Hans", "ja", "ru", "hi", "el", "th")
WORST = {"good": "", "note": "note", "odd": "flag", "bad": "withhold"}
"""What the word before a translation expects: the worst severity that its checks find, empty for none."""


@cache
def _identified(text: str) -> tuple[str, float]:
    return _identifier()(text)


@cache
def _identifier() -> Identify:
    return identifier(LOCALES)


def findings(asked: str, found: str, source: str, target: str) -> tuple[Finding, ...]:
    """The findings about one translation, without a glossary."""
    return check(Case(Segment("case", "paragraph", asked), protect(asked, {}), found, (), source, target, _identified))


def worst(found: tuple[Finding, ...]) -> str:
    """The severest of some findings, empty for none."""
    return next((severity for severity in ("withhold", "flag", "note") if severity in {f.severity for f in found}), "")


def pairs(text: str) -> Iterator[tuple[str, str, str]]:
    """Expectation, source and translation: blocks of a source and, a line each, its translations."""
    for block in text.split("\n\n"):
        asked, *translations = block.strip("\n").split("\n")
        for line in translations:
            expected, _, found = line.partition(": ")
            yield expected, asked, found


def judged(text: str, options: Mapping[str, str]) -> str:
    """A line per translation: `fine`, or its findings; one that is worse or better than expected says so."""
    lines = []
    for expected, asked, found in pairs(text):
        said = findings(asked, found, options["source"], options["target"])
        line = "; ".join(f"{f.severity} {f.check}: {f.message}" for f in said) or "fine"
        surprise = "" if worst(said) == WORST[expected] else f"NOT {expected.upper()}: "
        lines.append(f"{surprise}{line}\n")
    return "".join(lines)


def parallel(text: str) -> dict[str, str]:
    """Locale → the sentence in it."""
    return dict(re.findall(r"^([\w-]+): (.+)$", text, re.MULTILINE))


def agreed(text: str, options: Mapping[str, str]) -> str:
    """Every translation checked against every other one as its source; all must be fine."""
    sentences = parallel(text)
    lines = []
    for source, target in permutations(sentences, 2):
        for finding in findings(sentences[source], sentences[target], source, target):
            lines.append(f"{source} → {target}: {finding.severity} {finding.check}: {finding.message}\n")
    return "".join(lines) or "fine\n"

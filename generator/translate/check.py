"""Is a translation fit to be published? One small function per check, listed in `CHECKS`.

In: a segment, what was protected in it, and the translation. Out: findings: `withhold` keeps the text from being
published, `flag` asks an editor to look, `note` only informs. Refuses nothing itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model import Finding, Segment, Severity
from generator.translate.protect import Mark, Protected, has_words

SERVICE_MESSAGES = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|INVALID (?:LANGUAGE PAIR|TARGET LANGUAGE|EMAIL)|YOU USED ALL AVAILABLE FREE"
    r"|Error 5\d\d \(Server Error\)|That’s an error|<!DOCTYPE|<html|Too Many Requests|unusual traffic from your",
    re.IGNORECASE,
)
"""What services have been seen to send in place of a translation."""


Identify = Callable[[str], tuple[str, float]]
"""Text → the BCP 47 tag of its language among those asked for, and how sure that is."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a check looks at. `lost` are the marks that did not come back as they went, `source` and `target` BCP 47
    tags; `identify` tells the language of a text with its probability (0 to 1), where that may be asked."""

    segment: Segment
    parts: Protected
    text: str
    lost: tuple[Mark, ...] = ()
    source: str = ""
    target: str = ""
    identify: Identify | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its name; `find` gives a message per fault."""

    name: str
    severity: Severity
    find: Callable[[Case], Iterator[str]]


def empty(case: Case) -> Iterator[str]:
    """Nothing, or nothing but marks, came back."""
    if not any(unicodedata.category(character)[0] in "LN" for character in case.text):
        yield "the translation is empty"


def marks(case: Case) -> Iterator[str]:
    """A name, link, piece of code or emphasis was lost, doubled or crossed."""
    for mark in case.lost:
        yield f"'{mark.target}' is lost or out of place"


def untranslated(case: Case) -> Iterator[str]:
    """A whole sentence came back as it went."""
    if case.text == case.segment.text and len(case.text.split()) >= 6 and has_words(case.parts):
        yield "the text came back untranslated"


def service_message(case: Case) -> Iterator[str]:
    """The service's own words instead of a translation."""
    match = SERVICE_MESSAGES.search(case.text)
    if match and not SERVICE_MESSAGES.search(case.segment.text):
        yield f"this is a message of the service: '{match[0]}'"


def control_characters(case: Case) -> Iterator[str]:
    """Invisible characters that the source did not have."""
    for character in sorted(set(case.text) - set(case.segment.text)):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") and character not in "\u200c\u200d\u200e\u200f":
            yield f"the character U+{ord(character):04X} was added"


CHECKS: tuple[Check, ...] = (
    Check("empty", "withhold", empty),
    Check("marks", "withhold", marks),
    Check("untranslated", "withhold", untranslated),
    Check("service message", "withhold", service_message),
    Check("control characters", "withhold", control_characters),
)


def check(case: Case) -> tuple[Finding, ...]:
    """Every finding about one translation, in the order of `CHECKS`."""
    return tuple(
        Finding(rule.name, rule.severity, case.segment, message) for rule in CHECKS for message in rule.find(case)
    )

"""Is a translation fit to be published? One small function per check, listed in `CHECKS`.

In: a segment, what was protected in it, and the translation. Out: findings: `withhold` keeps the text from being
published, `flag` asks an editor to look, `note` only informs. Refuses nothing itself.

An editor must be able to trust a finding: a check says nothing where a good translator could have written the text.
"""

from __future__ import annotations

from generator.language import Identify
from generator.model import Finding
from generator.translate.check import (
    alignment,
    amounts,
    answer,
    days,
    extent,
    letters,
    markup,
    measured,
    notices,
    punctuation,
    wording,
)
from generator.translate.check.case import Case, Check, Pair, Remark, pair
from generator.translate.check.negation import negation

__all__ = ["CHECKS", "Case", "Check", "Identify", "Pair", "Remark", "check"]

CHECKS: tuple[Check, ...] = (
    Check("empty", "withhold", answer.empty, final=True),
    Check("marks", "withhold", answer.marks),
    Check("service message", "withhold", notices.service_message, final=True),
    Check("no value", "withhold", notices.no_value, final=True),
    Check("placeholder", "withhold", answer.placeholder),
    Check("control characters", "withhold", letters.control_characters),
    Check("entities", "withhold", letters.entities),
    Check("mixed letters", "withhold", letters.mixed_letters),
    Check("encoding", "withhold", letters.misread, final=True),
    Check("untranslated", "withhold", wording.untranslated, final=True),
    Check("sentence untranslated", "withhold", wording.sentence_untranslated),
    Check("script", "withhold", wording.script, final=True),
    Check("language", "withhold", wording.language, final=True),
    Check("truncated", "withhold", extent.truncated),
    Check("sentences", "withhold", alignment.sentences),
    Check("length", "withhold", extent.length),
    Check("repetition", "withhold", extent.repetition),
    Check("addresses", "withhold", markup.addresses),
    Check("markup", "withhold", markup.markup),
    Check("numbers", "withhold", amounts.numbers),
    Check("dates", "withhold", days.changed_dates),
    Check("days of the week", "withhold", days.weekdays),
    Check("months", "withhold", days.months),
    Check("units", "withhold", measured.units),
    Check("money", "withhold", measured.money),
    Check("scale", "withhold", measured.scale),
    Check("minus", "flag", amounts.signs),
    Check("percentages", "flag", amounts.percentages),
    Check("number words", "flag", amounts.number_words),
    Check("negation", "withhold", negation),
    Check("quotes", "flag", punctuation.quotes),
    Check("brackets", "flag", punctuation.brackets),
    Check("question", "flag", punctuation.question),
    Check("end", "note", punctuation.end),
    Check("capital", "note", punctuation.capital),
)


def check(case: Case) -> tuple[Finding, ...]:
    """Every finding about one translation, in the order of `CHECKS`."""
    both = pair(case)
    findings: list[Finding] = []
    for rule in CHECKS:
        for remark in rule.find(both):
            severity = "flag" if remark.doubtful and rule.severity == "withhold" else rule.severity
            findings.append(Finding(rule.name, severity, case.segment, remark.message, remark.asked, remark.found))
            if rule.final and severity == "withhold":
                return tuple(findings)
    return tuple(findings)

"""What services have been seen to send in place of a translation, or around it, in words that are no news.

In: wordings, one a line. Out: patterns for texts in small letters. Refuses nothing.
"""

from __future__ import annotations

import re


def wordings(lines: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """What finds one of several wordings, one a line; a line that is indented goes on with the one before. Those that
    stand at the edge of a word, or at the beginning, are gathered: there are few such places in a text."""
    said = re.sub(r"\n +", "", lines.strip("\n")).split("\n")
    grouped = []
    for place in (r"\b", r"^\W*"):
        behind = [wording.removeprefix(place) for wording in said if wording.startswith(place)]
        grouped += [f"{place}(?:{'|'.join(behind)})"] if behind else []
        said = [wording for wording in said if not wording.startswith(place)]
    return re.compile("|".join([*grouped, *said]), flags)


SEEN = wordings(
    r"""
mymemory warning
query length limit
invalid (?:language pair|source language|target language|email)
you used all available free
please select two distinct languages
no content
authentication failure
(?:error|http(?:/\d\.\d)?|status(?: code)?:?) ?[45]\d\d\b
that’s an error
that's an error
all we know\.
too many requests
unusual traffic from your
service unavailable
bad gateway
gateway time-?out
internal server error
access denied
403 forbidden
request blocked
quota (?:for this billing period )?exceeded
rate limit(?:ed| reached| exceeded)
slowdown: \d+ per
slowdown:
invalid api key
visit https?://\S+ to get an api
is not supported\W*$
<!doctype
<html
</?(?:body|head|title|script)>
cloudflare
captcha
^\s*[{\[]\s*"\w+"\s*:
"(?:error|translatedtext|translations|choices|detail|message)"\s*:
\bi (?:can[’']t|cannot|am unable to) (?:help|assist|translate|provide|fulfil|comply)
\bas an ai\b
\b(?:ai|large) language model\b
^\W*(?:sure|certainly|of course|okay|ok)[,!.] (?:here|i|below)
^\W*here(?: is|’s|'s) (?:the|your) translation
^\W*(?:here(?: is|’s|'s)|below is) (?:the|your|an?) (?:\w+ )?(?:translat|version)
^\W*(?:(?:english|spanish|french|italian|portuguese|catalan|german) )?(?:translation|translated text
    |traduzione|traducción|traduction|tradução|traducció)(?: \(\w+\))?\s*:
<\|(?:im_|end)
\[/?inst\]
^\s*\[\s*"
</?think>
\b(?:your|the) (?:daily|monthly|hourly|free|usage|character|request|api)(?: \w+)? (?:limit|quota)\b
\b(?:usage|request|character|daily|api) (?:limit|quota) (?:exceeded|reached)
\bupgrade (?:to|your plan)\b
\btranslated (?:with|by) (?:deepl|google|microsoft|\w+\.com)
\[?\(?(?:translator’s|translator's) note\b
\[note:[ ]
\blet me know if (?:you|there)
\bi hope this (?:helps|translation)
""",
    re.MULTILINE,
)
"""Notices of services and chatter of models."""

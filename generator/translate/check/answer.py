"""Checks whether an answer is a translation at all: not empty, no mark lost, no message of the service, nothing left of
a placeholder, no invisible, doubly escaped or foreign characters.

In: a `Pair`. Out: remarks. Refuses nothing itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.translate.check.case import Pair, Remark

SERVICE_MESSAGES = re.compile(
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|INVALID (?:LANGUAGE PAIR|SOURCE LANGUAGE|TARGET LANGUAGE|EMAIL)"
    r"|YOU USED ALL AVAILABLE FREE|PLEASE SELECT TWO DISTINCT LANGUAGES|NO CONTENT|AUTHENTICATION FAILURE"
    r"|(?:Error|HTTP(?:/\d\.\d)?|Status(?: code)?:?) ?[45]\d\d\b|That’s an error|That's an error|All we know\."
    r"|Too Many Requests|unusual traffic from your|Service Unavailable|Bad Gateway|Gateway Time-?out"
    r"|Internal Server Error|Access Denied|403 Forbidden|Request blocked|Quota (?:for this billing period )?exceeded"
    r"|rate limit(?:ed| reached| exceeded)|slowdown: \d+ per|Slowdown:|Invalid API key|Visit https?://\S+ to get an API"
    r"|is not supported\W*$|<!DOCTYPE|<html|</?(?:body|head|title|script)>|cloudflare|captcha"
    r"|^\s*[{\[]\s*\"\w+\"\s*:|\"(?:error|translatedText|translations|choices|detail|message)\"\s*:"
    r"|\b(?:I['’]m sorry|I am sorry|I apologi[sz]e|Sorry), (?:but )?(?:I|as an AI)|\bI (?:can[’']t|cannot|am unable to)"
    r" (?:help|assist|translate|provide|fulfil|comply)|\bAs an AI\b|\b(?:AI|large) language model\b"
    r"|^\W*(?:Sure|Certainly|Of course|Okay|OK)[,!.] (?:here|I|below)|^\W*Here(?: is|’s|'s) (?:the|your) translation"
    r"|^\W*(?:Here(?: is|’s|'s)|Below is) (?:the|your|an?) (?:\w+ )?(?:translat|version)"
    r"|^\W*(?:(?:English|Spanish|French|Italian|Portuguese|Catalan|German) )?(?:Translation|Translated text|Traduzione"
    r"|Traducción|Traduction|Tradução|Traducció)(?: \(\w+\))?\s*:|<\|(?:im_|end)|\[/?INST\]|^\s*\[\s*\"|</?think>"
    r"|\b(?:your|the) (?:daily|monthly|hourly|free|usage|character|request|API)(?: \w+)? (?:limit|quota)\b"
    r"|\b(?:usage|request|character|daily|API) (?:limit|quota) (?:exceeded|reached)|\bUpgrade (?:to|your plan)\b"
    r"|\bTranslated (?:with|by) (?:DeepL|Google|Microsoft|\w+\.com)|\[?\(?(?:Translator’s|Translator's) note\b"
    r"|\[Note: |\bLet me know if (?:you|there)|\bI hope this (?:helps|translation)",
    re.IGNORECASE | re.MULTILINE,
)
"""What services have been seen to send in place of a translation, or around it."""

_PLACEHOLDER = re.compile(
    r"\bqx[a-z]{1,3}qx\b|[⟦⟧]|</?(?:x|g|bx|ex|ph|m|b)\s+id\b[^>]*>?|\bid=[\"'«“”]?\s*\d+|apertium-notrans|</?notranslate"
    r"|&lt;/?(?:x|g|b)\b|<\s*/\s*[a-z]\s+id|\{\{?\d+\}\}?|%\d?\$?[sd]\b|__\w+__",
    re.IGNORECASE,
)
_MARKS = "\u200e\u200f\u061c"
"""Marks of direction, which texts written from right to left need."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv")
_JOINERS = "\u200c\u200d"
_JOINED = (*_RIGHT_TO_LEFT, "hi", "mr", "ne", "bn", "as", "pa", "gu", "ta", "te", "kn", "ml", "si", "km", "my")
"""Languages whose writing needs joiners."""
_ENTITY = re.compile(
    r"&(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|apos|nbsp|[lr][sda]quo|[nm]dash|hellip|euro|[a-z]{2,6}(?:acute|grave|circ|uml|cedil|tilde));",
    re.I,
)
_MIXED = re.compile(r"(?:[a-zà-ÿ][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][a-zà-ÿ])", re.I)


def empty(pair: Pair) -> Iterator[Remark]:
    """Nothing, or nothing but marks, came back."""
    if not any(unicodedata.category(character)[0] in "LN" for character in pair.case.text):
        yield Remark("the translation is empty", pair.case.segment.text)


def marks(pair: Pair) -> Iterator[Remark]:
    """A name, link, piece of code or emphasis was lost, doubled or crossed."""
    for mark in pair.case.lost:
        yield Remark(f"'{mark.target}' is lost or out of place", mark.source)


def service_message(pair: Pair) -> Iterator[Remark]:
    """The service's own words instead of a translation, or before it."""
    match = SERVICE_MESSAGES.search(pair.case.text)
    if match and not SERVICE_MESSAGES.search(pair.case.segment.text):
        yield Remark(f"this is a message of the service: '{match[0].strip()}'", found=match[0])


def placeholder(pair: Pair) -> Iterator[Remark]:
    """Something is left of the marks that were sent in place of names and links."""
    for match in _PLACEHOLDER.finditer(pair.case.text):
        if match[0].lower() not in pair.case.segment.text.lower():
            yield Remark(f"'{match[0]}' is left of a placeholder", found=match[0])


def control_characters(pair: Pair) -> Iterator[Remark]:
    """Invisible characters that the source did not have; those that the target's script needs aside."""
    text = pair.case.text
    if text.isascii() and text.isprintable():
        return
    allowed = _JOINERS if not pair.target or pair.target in _JOINED else ""
    allowed += _MARKS if not pair.target or pair.target in _RIGHT_TO_LEFT else ""
    for character in sorted(set(text) - set(pair.case.segment.text)):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") and character not in allowed:
            yield Remark(f"the character U+{ord(character):04X} was added", found=character)
    if "\ufffd" in text and "\ufffd" not in pair.case.segment.text:
        yield Remark("a character was lost on the way (U+FFFD)", found="\ufffd")


def entities(pair: Pair) -> Iterator[Remark]:
    """A character reference that a reader would see as such: it was escaped twice."""
    for match in _ENTITY.finditer(pair.found):
        if match[0] not in pair.asked:
            yield Remark(f"'{match[0]}' would be read as it stands", found=match[0])


def mixed_letters(pair: Pair) -> Iterator[Remark]:
    """A word with letters of two alphabets that look alike: no search finds it."""
    match = _MIXED.search(pair.found)
    if match and not _MIXED.search(pair.asked):
        yield Remark(f"'{match[0]}' mixes letters of two alphabets", found=match[0])

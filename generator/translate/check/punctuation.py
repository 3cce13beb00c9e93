"""Checks of quotation marks, brackets, the end of the text and its first letter.

In: a `Pair`. Out: remarks. Refuses nothing itself. Signs are compared by what they do, not by their shape: each locale
has its own quotation marks, full stops and question marks (Unicode CLDR, "delimiters").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.translate.check.case import Pair, Remark

_QUOTES = re.compile(
    r"[«»“”„‟‹›「」『』《》〈〉〝〞\"＂]|(?<!\w)[‘‚](?=\w)|(?<=[\w.,!?…])’(?!\w)|(?<!\w)'(?=\w)|(?<=\w)'(?!\w)"
)
_DOUBLE = re.compile(r"[«»“”„‟「」『』《》〝〞\"＂]")
_SECONDS = re.compile(r"(?<=\d)[”″\"](?=\d)")
"""A sprinter's 9”83 is no quotation."""
_OPENING = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】"}
_FAMILY = {"(": "()", "[": "[]", "（": "()", "［": "[]", "【": "[]", "〔": "[]"}
_CLOSERS = "\"'”’»›」』》〞)）]］】*_ \u00a0\u202f\u200e\u200b\u200c\u200d\u200f\u061c"
_ENDS = {
    "?": "question", "？": "question", "؟": "question", "⁇": "question", "‽": "question", "՞": "question",
    "!": "exclamation", "！": "exclamation", "՜": "exclamation",
    ".": "stop", "。": "stop", "।": "stop", "۔": "stop", "։": "stop", "።": "stop", "．": "stop", "॥": "stop",
    ":": "colon", "：": "colon", "…": "dots", "⋯": "dots",
}  # fmt: skip
_NO_FULL_STOP = ("th", "lo", "km", "my")
"""Languages that end a sentence without a sign."""


def quotes(pair: Pair) -> Iterator[Remark]:
    """A quotation vanished, or its marks are not even."""
    asked, found = (_DOUBLE.findall(_SECONDS.sub("", text)) for text in (pair.asked, pair.found))
    if asked and not found and not _QUOTES.search(pair.found):
        yield Remark("the quotation marks are lost", asked[0])
    elif _is_quoted(pair.found) and not asked and not _QUOTES.search(pair.asked):
        yield Remark("the whole text was put into quotation marks", found=found[0])
    elif len(asked) % 2 == 0 and len(found) % 2:
        yield Remark("a quotation mark has no partner", found=found[-1])
    elif len(found) < len(asked) - 1 and not len(asked) % 2 and len(_QUOTES.findall(pair.found)) < len(asked) - 1:
        yield Remark(f"{(len(asked) - len(found)) // 2} of {len(asked) // 2} quotations are lost", asked[0])


def _is_quoted(text: str) -> bool:
    """Whether the first and the last sign are quotation marks, with none between."""
    return re.fullmatch(r"\s*[«“\"„][^«»“”„\"]*[»”\"“]\s*", text) is not None


def brackets(pair: Pair) -> Iterator[Remark]:
    """Brackets are not even, or have vanished."""
    if not any(sign in pair.asked or sign in pair.found for sign in "()[]（）［］【】"):
        return
    asked, found = _even(pair.asked), _even(pair.found)
    if asked and not found:
        yield Remark("a bracket has no partner")
    elif asked and found:
        lost = Counter(_FAMILY[sign] for sign in pair.asked if sign in _FAMILY)
        lost -= Counter(_FAMILY[sign] for sign in pair.found if sign in _FAMILY)
        for family in lost:
            yield Remark(f"brackets are lost: {family}", family[0])


def question(pair: Pair) -> Iterator[Remark]:
    """A question became a statement, or the other way round."""
    asked, found = _end(pair.asked, pair.source), _end(pair.found, pair.target)
    if "question" in (asked, found) and asked != found and pair.target not in _NO_FULL_STOP:
        inside = pair.found if asked == "question" else pair.asked
        if not any(sign in inside for sign, kind in _ENDS.items() if kind == "question"):
            message = "the question mark is lost" if asked == "question" else "a question mark was added"
            yield Remark(message, pair.asked[-1:], pair.found[-1:])
    if pair.target == "es" and pair.source != "es":
        for opening, closing in ("¿?", "¡!"):
            if pair.found.count(opening) > pair.found.count(closing):
                yield Remark(f"'{opening}' has no '{closing}'", found=opening)


def end(pair: Pair) -> Iterator[Remark]:
    """The text ends in another kind of sign."""
    asked, found = _end(pair.asked, pair.source), _end(pair.found, pair.target)
    if asked == found or "question" in (asked, found) or pair.target in _NO_FULL_STOP or pair.source in _NO_FULL_STOP:
        return
    yield Remark(f"the source ends in {asked or 'no sign'}, the translation in {found or 'no sign'}",
                 pair.asked.rstrip()[-1:], pair.found.rstrip()[-1:])  # fmt: skip


def capital(pair: Pair) -> Iterator[Remark]:
    """The source begins with a capital, the translation with a small letter."""
    asked, found = (re.search(r"[^\W_]", text) for text in (pair.asked, pair.found))
    if asked and found and asked[0].isupper() and found[0].islower():
        yield Remark("the text begins with a small letter", asked[0], found[0])


def _even(text: str) -> bool:
    """Whether every bracket has its partner; a list's "a)" has none and needs none."""
    return _closed(text) or _closed(re.sub(r"(?:^|(?<=\s))\w{1,2}\)|[:;]-?[()]", "", text))


def _closed(text: str) -> bool:
    stack = []
    for sign in text:
        if sign in _OPENING:
            stack.append(_OPENING[sign])
        elif sign in _OPENING.values() and (not stack or stack.pop() != sign):
            return False
    return not stack


def _end(text: str, language: str) -> str:
    """The kind of the last sign, quotation marks and brackets aside."""
    seen = text if text.isprintable() else "".join(filter(str.isprintable, text))
    last = seen.rstrip(_CLOSERS)[-3:]
    if last == "..." or last[-2:] == "。。":
        return "dots"
    if last[-1:] in (";", "\u037e") and language == "el":
        return "question"
    return _ENDS.get(last[-1:], "")

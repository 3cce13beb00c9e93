"""Checks whether the translation is in the target's language and script, and not the source come back.

In: a `Pair`; for the language an `identify` in its case, else only scripts are looked at. Out: remarks. Refuses nothing
itself. Languages that look alike in print (Portuguese of two continents, Croatian and Serbian) accuse one another of
nothing; of near relations more is asked before anything is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.translate.check.case import Pair, Remark
from generator.translate.marks import Mark, has_words

_SAME = ({"hr", "sr", "bs", "sh", "cnr"}, {"nb", "no", "nn", "da"}, {"id", "ms"}, {"hi", "ur"}, {"fil", "tl"})
"""Languages that a guess cannot tell apart in print."""
_NEAR = ({"it", "es", "pt", "ca", "gl", "fr", "oc", "ro", "sc", "ast", "an"}, {"nb", "no", "nn", "da", "sv"},
         {"ru", "uk", "be", "bg", "mk", "sr"}, {"de", "nl", "lb", "af"}, {"cs", "sk", "pl", "sl", "hr"})  # fmt: skip
"""Languages that share many words."""
_CLOSE = ({"es", "ca", "pt", "gl", "oc", "ast", "an"}, *_NEAR[1:])
"""Languages in which a short sentence may be the same, small words and all."""
_SCRIPTS = {
    "cyrillic": ("[\u0400-\u052f]", "ru uk be bg mk kk ky mn tg"),
    "greek": ("[\u0370-\u03ff\u1f00-\u1fff]", "el"),
    "arabic": ("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]", "ar fa ur ps ckb sd ug"),
    "hebrew": ("[\u0590-\u05ff]", "he yi"),
    "devanagari": ("[\u0900-\u097f]", "hi mr ne"),
    "bengali": ("[\u0980-\u09ff]", "bn as"),
    "gurmukhi": ("[\u0a00-\u0a7f]", "pa"),
    "gujarati": ("[\u0a80-\u0aff]", "gu"),
    "tamil": ("[\u0b80-\u0bff]", "ta"),
    "telugu": ("[\u0c00-\u0c7f]", "te"),
    "kannada": ("[\u0c80-\u0cff]", "kn"),
    "malayalam": ("[\u0d00-\u0d7f]", "ml"),
    "sinhala": ("[\u0d80-\u0dff]", "si"),
    "thai": ("[\u0e00-\u0e7f]", "th"),
    "lao": ("[\u0e80-\u0eff]", "lo"),
    "burmese": ("[\u1000-\u109f]", "my"),
    "georgian": ("[\u10a0-\u10ff\u1c90-\u1cbf]", "ka"),
    "armenian": ("[\u0530-\u058f]", "hy"),
    "ethiopic": ("[\u1200-\u139f]", "am ti"),
    "khmer": ("[\u1780-\u17ff]", "km"),
    "chinese": ("[\u3400-\u9fff\uf900-\ufaff]", "zh yue"),
    "japanese": ("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]", "ja"),
    "korean": ("[\uac00-\ud7a3\u1100-\u11ff\u3400-\u9fff]", "ko"),
}
"""Script → its letters (Unicode blocks) and the languages that are written in it and in no other."""
_LATIN = "[A-Za-zªºÀ-ɏḀ-ỿ]"
_LATIN_WORD = re.compile(r"(?<![^\W\d_])[a-zß-öø-ÿ][A-Za-zÀ-ɏḀ-ỿ]+")
_LATIN_LANGUAGES = (
    "it en es fr pt ca de nl pl cs sk sl hr ro hu fi et lv lt sv nb nn no da is ga cy eu gl tr vi id ms sq mt sw af"
)
_WORD = re.compile(r"[^\W\d_]+")
_NO_SPACES = ("zh", "ja", "th", "lo", "km", "my", "yue")
_ENOUGH, _ENOUGH_NEAR = 40, 80
"""Letters that a guess at the language wants, and of a near relation."""
_SURE, _SURE_NEAR = 0.8, 0.95


def untranslated(pair: Pair) -> Iterator[Remark]:
    """The text came back as it went, or nearly so."""
    if not pair.case.text or not has_words(pair.case.parts) or _are_in(pair, _SAME):
        return
    asked, found = _common_words(pair.asked, pair), _common_words(pair.found, pair)
    count = sum(map(len, asked)) // 2 if pair.source in _NO_SPACES else len(asked)
    near = _are_in(pair, _CLOSE)
    if asked == found:
        if count >= (8 if near else 5):
            yield Remark("the text came back untranslated", pair.asked, pair.found)
        elif count >= (6 if near else 3):
            yield Remark("the text came back untranslated", pair.asked, pair.found, doubtful=True)
    elif count >= 12:
        shared = sum((Counter(asked) & Counter(found)).values()) / max(len(asked), len(found))
        if shared > (0.95 if near else 0.8):
            yield Remark("most of the text came back untranslated", pair.asked, pair.found)


def sentence_untranslated(pair: Pair) -> Iterator[Remark]:
    """A single sentence came back as it went, among others that are translated."""
    if pair.source in _NO_SPACES or len(pair.found_sentences) < 2 or _are_in(pair, _SAME):
        return
    least = 8 if _are_in(pair, _CLOSE) else 4
    asked = {tuple(_common_words(sentence, pair)) for sentence in pair.asked_sentences}
    for sentence in pair.found_sentences:
        words = tuple(_common_words(sentence, pair))
        if len(words) >= least and words in asked:
            yield Remark("this sentence came back untranslated", sentence, sentence)


def script(pair: Pair) -> Iterator[Remark]:
    """The translation is written in another script than the target's."""
    letters = next((letters for letters, tags in _SCRIPTS.values() if pair.target in tags.split()), "")
    if not letters and (pair.target not in _LATIN_LANGUAGES.split() or pair.found.isascii()):
        return
    own = len(re.findall(letters or _LATIN, pair.found))
    foreign = [sign for sign in re.sub(letters or _LATIN, "", pair.found) if sign.isalpha() and not _is_latin(sign)]
    other = float(len(foreign))
    if letters:
        names = " ".join(mark.target for mark in pair.case.parts if isinstance(mark, Mark))
        other += sum(len(word) for word in _LATIN_WORD.findall(pair.found) if word not in names) / 2
    if other > own and other >= 5:
        yield Remark("the text is not in the script of its language", found=pair.found)
    elif pair.target == "ja" and own >= 30 and not re.search("[\u3040-\u30ff]", pair.found):
        yield Remark("the text is in Chinese", found=pair.found, doubtful=True)


def _is_latin(sign: str) -> bool:
    return re.match(_LATIN, sign) is not None


def language(pair: Pair) -> Iterator[Remark]:
    """The translation is in another language than the target, most often the source's."""
    identify = pair.case.identify
    if identify is None:
        return
    text = pair.found
    for mark in pair.case.parts:
        if isinstance(mark, Mark) and mark.role == "keep" and len(mark.target) > 3:
            text = text.replace(mark.target, " ")
    letters = sum(map(str.isalpha, text)) * (3 if pair.target in _NO_SPACES else 1)
    if letters < _ENOUGH:
        return
    tag, sure = identify(text)
    other = tag.split("-")[0]
    if not other or other == pair.target or _together(other, pair.target, _SAME):
        return
    near = _together(other, pair.target, _NEAR)
    if sure >= (_SURE_NEAR if near else _SURE) and letters >= (_ENOUGH_NEAR if near else _ENOUGH):
        yield Remark(f"the text seems to be in another language ({tag})", found=pair.found)


def _are_in(pair: Pair, groups: tuple[set[str], ...]) -> bool:
    return _together(pair.source, pair.target, groups) and bool(pair.source)


def _together(one: str, other: str, groups: tuple[set[str], ...]) -> bool:
    return one == other or any(one in group and other in group for group in groups)


def _common_words(text: str, pair: Pair) -> list[str]:
    """The words that are no names: those that begin with a small letter, protected names aside."""
    if pair.source in _NO_SPACES:
        return _WORD.findall(text)
    names = {word for mark in pair.case.parts if isinstance(mark, Mark) for word in _WORD.findall(mark.target)}
    return [word.lower() for word in _WORD.findall(text) if word not in names and (not word[0].isupper())]

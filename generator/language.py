"""The language of a text, among those that are asked for.

In: a text. Out: one of the locales, or the most probable language and how sure it is. Refuses nothing: a text too short
to tell is in the default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy and the model take time to load
    from py3langid.langid import LanguageIdentifier

MINIMUM = 60
"""Characters below which a guess is worth less than the default."""
_SAMPLE = 3000

Detect = Callable[[str], str]
Identify = Callable[[str], tuple[str, float]]
"""Text → a BCP 47 tag and its probability, 0 to 1."""


def detector(locales: tuple[str, ...], default: str) -> Detect:
    """A function that tells in which locale a text is most probably written.

    py3langid's model is loaded for the first text that is long enough; it decides among the configured languages
    alone. Of two locales of one language (`pt`, `pt-BR`) the default, else the first, is taken.
    """
    tags = (default, *locales)
    identify = identifier(tags)

    def detect(text: str) -> str:
        sample = text.strip()[:_SAMPLE]
        if len(sample) < MINIMUM or len({tag.split("-")[0] for tag in tags}) == 1:
            return default
        return identify(sample)[0] or default

    return detect


def fitting(tag: str, locales: Sequence[str]) -> str:
    """The locale that a language tag of somebody else means; the tag itself where none does.

    >>> fitting("en-us", ["it", "en"]), fitting("zh-TW", ["zh-Hans", "zh-Hant"]), fitting("fr", ["it"])
    ('en', 'zh-Hant', 'fr')
    """
    same = [locale for locale in locales if locale.split("-")[0].lower() == tag.split("-", maxsplit=1)[0].lower()]
    exact = [locale for locale in same if locale.lower() == tag.lower()]
    if exact or len(same) < 2:
        return (exact or same or [tag])[0]
    return next((locale for locale in same if _script(locale) == _script(tag)), same[0])


def _script(tag: str) -> str:
    """The script that a tag names, or that its language is most probably written in there (CLDR, likely subtags)."""
    from babel.core import get_global

    parts = tag.split("-")
    given = next((part.title() for part in parts[1:] if len(part) == 4), "")
    likely = get_global("likely_subtags")
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    whole = likely.get(f"{parts[0].lower()}_{region}") or likely.get(parts[0].lower()) or ""
    return given or next((part for part in str(whole).split("_")[1:] if len(part) == 4), "")


def identifier(tags: Sequence[str]) -> Identify:
    """A function that gives the most probable of the languages of `tags` and its probability.

    Of two tags of one language the first is taken. The answer is `("", 0.0)` where the model knows none of them. The
    model is loaded for the first text; one thread at a time.
    """
    by_language: dict[str, str] = {}
    for tag in tags:
        by_language.setdefault(tag.split("-")[0], tag)
    loaded: list[Identify] = []

    def identify(text: str) -> tuple[str, float]:
        if not loaded:
            loaded.append(_load(frozenset(by_language)))
        language, sure = loaded[0](text[:_SAMPLE])
        return by_language.get(language, ""), sure

    return identify


def _load(languages: frozenset[str]) -> Identify:
    model = copy(_model())
    known = languages & set(model.labels)
    model.set_languages(known)

    def classify(text: str) -> tuple[str, float]:
        if not known:
            return "", 0.0
        language, sure = model.classify(text)
        return str(language), float(sure)

    return classify


@cache
def _model() -> LanguageIdentifier:
    """py3langid's model, which takes half a second to load; to be copied before it is bound to languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

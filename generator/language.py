"""The language of a text, among those that are asked for.

In: a text. Out: one of the locales, or the most probable language and how sure it is. Refuses nothing: a text too short
to tell is in the default.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy and the model take time to load

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = languages & set(model.labels)
    model.set_languages(known)

    def classify(text: str) -> tuple[str, float]:
        if not known:
            return "", 0.0
        language, sure = model.classify(text)
        return str(language), float(sure)

    return classify

"""The language of a text, among the configured locales.

In: a text. Out: one of the locales. Refuses nothing: a text too short to tell is in the default.
"""

from __future__ import annotations

from collections.abc import Callable

MINIMUM = 60
"""Characters below which a guess is worth less than the default."""

Detect = Callable[[str], str]


def detector(locales: tuple[str, ...], default: str) -> Detect:
    """A function that tells in which locale a text is most probably written.

    py3langid's model is loaded for the first text that is long enough; it decides among the configured languages
    alone. Of two locales of one language (`pt`, `pt-BR`) the default, else the first, is taken.
    """
    by_language: dict[str, str] = {}
    for locale in (default, *locales):
        by_language.setdefault(locale.split("-")[0], locale)
    loaded: list[Callable[[str], str]] = []

    def detect(text: str) -> str:
        sample = text.strip()[:3000]
        if len(sample) < MINIMUM or len(by_language) == 1:
            return default
        if not loaded:
            loaded.append(_load(frozenset(by_language)))
        return by_language.get(loaded[0](sample), default)

    return detect


def _load(languages: frozenset[str]) -> Callable[[str], str]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy and the model take time to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(languages & set(identifier.labels))

    def classify(text: str) -> str:
        language, _ = identifier.classify(text)
        return str(language)

    return classify

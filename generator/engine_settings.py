"""The engines of the configuration: which there are, what each may be told, and what each was told.

In: what stands under `extra.newsroom` in `mkdocs.yml`. Out: an `EngineSetting` per engine, in the order of the list.
Refuses, by a report per fault, engines and options that do not exist, values that do not fit, options that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from generator.errors import nearest

Fault = Callable[..., None]

ENGINE_OPTIONS: dict[str, tuple[str, ...]] = {
    "google": ("url",),
    "mymemory": ("url", "email"),
    "microsoft": ("url", "region"),
    "libretranslate": ("url",),
    "deepl": ("url",),
    "llm": ("url", "model", "temperature", "title"),
    "apertium": (),
    "pseudo": (),
}
"""The engines that may be named under `engines:` and the options each takes, besides those of `COMMON_OPTIONS`."""
REQUIRED = {"libretranslate": ("url",), "llm": ("url", "model")}
"""The options without which an engine cannot be asked."""
COMMON_OPTIONS = ("max_characters_per_build", "price_per_million")
"""What every engine takes: the fields `budget` and `price` of its setting."""


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """An engine by its name in the engine table, with its options as text.
    `budget` is the number of characters it may be sent in one build (0: no limit), `price` its public rate per million
    characters where it is known."""

    name: str
    options: tuple[tuple[str, str], ...] = ()
    budget: int = 0
    price: float | None = None


def engine_settings(newsroom: Mapping[str, Any], fault: Fault) -> tuple[EngineSetting, ...]:
    """The list under `engines` (Apertium alone where there is none). What is wrong with it is told to `fault`, which
    is called with a message, the keys that lead to it, and a hint."""
    given = newsroom.get("engines", ["apertium"])
    place = ("extra", "newsroom", "engines")
    if not isinstance(given, list) or not given:
        fault("extra.newsroom.engines must be a list of engines, first choice first", *place)
        return ()
    engines = []
    for index, item in enumerate(given):
        name, options = next(iter(item.items())) if isinstance(item, dict) and len(item) == 1 else (item, None)
        if not isinstance(name, str) or name not in ENGINE_OPTIONS:
            fault(f"there is no engine '{name}'", *place, index, hint=nearest(str(name), ENGINE_OPTIONS))
            continue
        engines.append(_engine(name, options, fault, (*place, index, name)))
    return tuple(engines)


def _engine(name: str, options: Any, fault: Fault, place: tuple[str | int, ...]) -> EngineSetting:
    """One engine's setting; what is wrong with it is reported, and left out."""
    if not isinstance(options, dict | None):
        fault(f"the engine '{name}' is given '{options}'", *place, hint="Write its options as 'name: value' lines")
    given = options if isinstance(options, dict) else {}
    chosen = {str(key): value for key, value in given.items()}
    known = (*ENGINE_OPTIONS[name], *COMMON_OPTIONS)
    for key, value in tuple(chosen.items()):
        fits, what = VALUES.get(key, VALUES[""])
        if key not in known:
            fault(f"the engine '{name}' has no option '{key}'", *place, key, hint=nearest(key, known))
        elif not fits(value):
            shown = "…" if "@" in str(value) else value  # a password in an address
            fault(f"the option '{key}' of the engine '{name}' is '{shown}'", *place, key, hint=f"It must be {what}")
            del chosen[key]
    for key in REQUIRED.get(name, ()):
        if key not in given:
            fault(f"the engine '{name}' lacks the option '{key}'", *place, hint=f"Add '{key}:' below '{name}:'")
    budget, price = (chosen.pop(key, None) for key in COMMON_OPTIONS)
    texts = ((key, str(value)) for key, value in chosen.items())
    return EngineSetting(name, tuple(texts), budget or 0, None if price is None else float(price))


def _is_address(value: Any) -> bool:
    """An address of the web without a user's name, which error messages might show."""
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


VALUES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "": (lambda value: isinstance(value, str) and bool(value.strip()), "a text, between quotation marks"),
    "url": (_is_address, "an address such as http://127.0.0.1:5000, without a user's name"),
    "temperature": (lambda value: _is_number(value) and value <= 2, "a number from 0 to 2"),
    "max_characters_per_build": (lambda value: type(value) is int and value > 0, "a whole number above 0"),
    "price_per_million": (_is_number, "a number, 0 or more"),
}
"""Option → what its value must be; the empty one is for all others."""

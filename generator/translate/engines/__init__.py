"""Translation engines: one Protocol, one table, one module per engine.

In: the configured settings. Out: engines in the configured order. An engine takes jobs (texts of one article for one
locale, marks already written in its scheme) and yields answers as they arrive. Refuses, as `EngineUnavailable`, to
work at all where its program, its service or its key is missing; a single text that fails is an `Answer` with a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from generator.engine_settings import EngineSetting
from generator.translate.engines.breaker import Limits

if TYPE_CHECKING:
    from generator.translate.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Context:
    """What an engine may be told besides a job's texts, in the source language and without marks: the article's
    headline, the glossary's (word, wording) pairs that the texts contain, and per text the texts before and after it
    (as many pairs as texts, or none)."""

    headline: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    around: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Texts that belong together, from one BCP 47 locale into another.

    `scheme` names the one of the engine's schemes in which marks are written, `route` the one of its ways that is to
    be taken (empty: the engine chooses).
    """

    source: str
    target: str
    texts: tuple[str, ...]
    scheme: str = ""
    route: str = ""
    context: Context = field(default=Context(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to text number `text` of job number `job`; `fault` says why there is none.

    `route` names the way where there is more than one: `it-ca-fr`.
    """

    job: int
    text: int
    answer: str = ""
    route: str = ""
    fault: str = ""


class Engine(Protocol):
    """What every engine offers."""

    @property
    def name(self) -> str:
        """The name in the configuration and the records."""
        ...

    @property
    def title(self) -> str:
        """The name that readers see."""
        ...

    @property
    def key(self) -> str:
        """What its answers are remembered under: the name, and the model where there is a choice of models."""
        ...

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """How marks may be written for it, most promising first; a trial tells which of them survive."""
        ...

    def serves(self, source: str, target: str) -> bool:
        """Whether the engine translates from one BCP 47 locale into another."""
        ...

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """The routes among which a job may choose (`it-ca-fr`, `it-es-fr`); none where there is no choice."""
        ...

    def requests(self, job: Job) -> int:
        """How many requests a job takes when nothing goes wrong: 0 where nothing leaves this machine."""
        ...

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """Answer every text of every job, in any order. Raises `EngineUnavailable`, also between answers."""
        ...


Make = Callable[[Mapping[str, str], Mapping[str, str], Limits | None], Engine]
"""Options, environment and, for services, other limits than their own → the engine."""


def _google(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.online import google

    return google(options, limits)


def _mymemory(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.online import mymemory

    return mymemory(options, limits)


def _microsoft(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.online import microsoft

    return microsoft(options, environment, limits)


def _libretranslate(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.libretranslate import libretranslate

    return libretranslate(options, environment, limits)


def _deepl(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.deepl import deepl

    return deepl(options, environment, limits)


def _llm(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.llm import llm

    return llm(options, environment, limits)


def _apertium(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.apertium import Apertium

    return Apertium()


def _pseudo(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None) -> Engine:
    from generator.translate.engines.pseudo import Pseudo

    return Pseudo()


ENGINES: dict[str, Make] = {
    "google": _google,
    "mymemory": _mymemory,
    "microsoft": _microsoft,
    "libretranslate": _libretranslate,
    "deepl": _deepl,
    "llm": _llm,
    "apertium": _apertium,
    "pseudo": _pseudo,
}
"""Engine name → its maker, called with the engine's options and the environment (for API keys). The makers import
their module when they are called, because a build with nothing to translate needs none of them."""

TITLES = {
    "google": "Google Translate",
    "mymemory": "MyMemory",
    "microsoft": "Microsoft Translator",
    "libretranslate": "LibreTranslate",
    "deepl": "DeepL",
    "llm": "LLM",
    "apertium": "Apertium",
    "pseudo": "Pseudo",
}
"""Engine name → the name that readers see, known without making the engine; for `llm` see `titles`."""

CONNECTING = frozenset({"google", "mymemory", "microsoft", "libretranslate", "deepl", "llm"})
"""The engines that open connections, be it to a server of one's own: a build without a network leaves them out."""


def titles(settings: Iterable[EngineSetting]) -> dict[str, str]:
    """`TITLES` with the names that the configuration gives: readers are told which model it was."""
    found = dict(TITLES)
    for setting in settings:
        options = dict(setting.options)
        if setting.name == "llm":
            found["llm"] = options.get("title") or f"LLM ({options['model']})"
    return found


def make(setting: EngineSetting, environment: Mapping[str, str], limits: Limits | None = None) -> Engine:
    """The engine of one line of the configuration. `limits` replaces a service's own. Raises `EngineUnavailable` where
    a program, a package or a key is missing."""
    return ENGINES[setting.name](dict(setting.options), environment, limits)

"""Google, MyMemory and Microsoft through deep-translator, made fit for a build.

In: jobs with texts in the bracket scheme. Out: answers as they arrive, several requests at a time. Refuses to go on,
as `EngineUnavailable`, at the first sign that the service is out of reach: no connection, a deadline passed, a key
refused, too many requests.

deep-translator 1.11.4 sends without time limits, swallows some errors and prints the key in another; so its modules
get a bounded `requests` of ours, and every call runs under a deadline of its own.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol
from urllib.parse import quote

import requests

from generator.errors import EngineUnavailable
from generator.sentences import pack
from generator.translate.engines import Answer, Job
from generator.translate.protect import BRACKETS, Scheme

CONNECT, READ, FIRST, DEADLINE = 3.0, 10.0, 6.0, 20.0
"""Seconds: to connect, to wait for data, for the first request of a build, for any other."""
AT_ONCE = 4
"""Requests under way at the same time."""
PATIENCE = 5
"""Useless answers, and none else, after which a service is given up."""
AGENT = "newsroom-generator/0.1"


class Translator(Protocol):
    """What is used of a deep-translator class: one instance per thread, because it keeps the request in itself."""

    def translate(self, text: str) -> Any:
        """The translation, None, or an exception of many kinds."""
        ...


@dataclass(slots=True)
class _Watch:
    """Gives up a service that answers, but never with a translation: a login page, a notice of its end."""

    title: str
    useless: int = 0

    def seen(self, answer: Answer) -> Answer:
        """Pass an answer on. Raises `EngineUnavailable` after `PATIENCE` useless ones before the first good one."""
        if not answer.fault:
            self.useless = -sys.maxsize
        self.useless += bool(answer.fault)
        if self.useless >= PATIENCE:
            raise EngineUnavailable(f"none of {PATIENCE} answers was a translation ({answer.fault})")
        return answer


@dataclass(frozen=True, slots=True)
class Online:
    """A service. `codes` maps BCP 47 locales to its own, `fits` says whether a text may be sent in one request."""

    name: str
    title: str
    codes: Mapping[str, str]
    fits: Callable[[str], bool]
    connect: Callable[[str, str], Translator]
    online: bool = True
    schemes: tuple[Scheme, ...] = field(default=(BRACKETS,), repr=False)

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.name

    def serves(self, source: str, target: str) -> bool:
        """Whether the service knows both languages and tells them apart."""
        return bool(self.codes.get(source)) and self.codes.get(target) not in (None, self.codes.get(source))

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """One way only."""
        return ()

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        work = [(number, index, job, text) for number, job in enumerate(jobs) for index, text in enumerate(job.texts)]
        if not work:
            return
        watch = _Watch(self.title)
        yield watch.seen(self._ask(*work[0], FIRST))
        failure: EngineUnavailable | None = None
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [pool.submit(self._ask, *item, DEADLINE) for item in work[1:]]
            for done in as_completed(asked):
                try:
                    yield watch.seen(done.result())
                except CancelledError:
                    continue
                except EngineUnavailable as fault:  # what is under way may still be answered, and is paid for
                    failure = failure or fault
                    for waiting in asked:
                        waiting.cancel()
        if failure:
            raise failure

    def _ask(self, number: int, index: int, job: Job, text: str, seconds: float) -> Answer:
        translator = self.connect(self.codes[job.source], self.codes[job.target])
        answers = []
        for piece in pack(text, self.fits):
            answer, fault = _within(seconds, self.name, partial(translator.translate, piece))
            if fault:
                return Answer(number, index, fault=fault)
            answers.append(_spaced(answer, piece))
        return Answer(number, index, "".join(answers))


def _spaced(answer: str, asked: str) -> str:
    """The services strip the white space around a text."""
    return answer.strip() + asked[len(asked.rstrip()) :]


def _within(seconds: float, name: str, call: Callable[[], Any]) -> tuple[str, str]:
    """The answer, or why there is none. A name server that never answers is not bound by the limits of `requests`:
    the call gets a thread that is left behind when its time is up."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(call())
        except Exception as fault:  # deep-translator's errors have no common base
            outcome.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise EngineUnavailable(f"{name} did not answer within {seconds:g} seconds")
    result = outcome[0]
    if isinstance(result, EngineUnavailable):
        raise result
    if isinstance(result, Exception):
        return "", f"{name}: {type(result).__name__}"
    if not isinstance(result, str) or not result.strip():
        return "", f"{name} gave no translation"
    return result, ""


def _bounded(module: ModuleType, name: str) -> None:
    """Give a module of deep-translator a `requests` with time limits whose refusals stop the engine."""
    session = requests.Session()
    session.headers["User-Agent"] = AGENT

    def send(method: str) -> Callable[..., requests.Response]:
        def call(url: str, **options: Any) -> requests.Response:
            try:
                response = session.request(method, url, timeout=(CONNECT, READ), **options)
            except requests.RequestException as fault:
                raise EngineUnavailable(f"{name} is out of reach ({type(fault).__name__})") from None
            if response.status_code in (401, 403, 429) or response.status_code >= 500:
                raise EngineUnavailable(f"{name} refused with status {response.status_code}")
            return response

        return call

    bounded = SimpleNamespace(get=send("GET"), post=send("POST"), exceptions=requests.exceptions)
    setattr(module, "requests", bounded)  # noqa: B010 - the attribute is a module for mypy


def _at(translator: Any, options: Mapping[str, str]) -> Translator:
    """The translator, at the address that the configuration gives instead of the service's own."""
    translator._base_url = options.get("url", translator._base_url)
    chosen: Translator = translator
    return chosen


def google(options: Mapping[str, str]) -> Online:
    """Google's public endpoint, without a key. It is a GET: what counts is the length of the encoded address."""
    import deep_translator.google as module

    _bounded(module, "google")
    special = {"he": "iw", "jv": "jw", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "nb": "no", "pt-BR": "pt", "fil": "tl"}
    known = module.GoogleTranslator().get_supported_languages(as_dict=True).values()
    codes = {code: code for code in known} | special

    def connect(source: str, target: str) -> Translator:
        translator: Any = module.GoogleTranslator(source=source, target=target)
        return _at(translator, options)

    return Online("google", "Google Translate", codes, lambda text: len(quote(text)) < 5000, connect)


def mymemory(options: Mapping[str, str]) -> Online:
    """MyMemory: 500 bytes a request, more requests a day with an e-mail address."""
    import deep_translator.mymemory as module

    _bounded(module, "mymemory")
    known = list(module.MyMemoryTranslator("en-GB", "it-IT").get_supported_languages(as_dict=True).values())
    codes = {code.split("-")[0]: code for code in reversed(known)} | {code: code for code in known}
    codes |= {"en": "en-GB", "pt": "pt-PT", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "es": "es-ES", "fr": "fr-FR"}

    def connect(source: str, target: str) -> Translator:
        extra = {"email": options["email"]} if "email" in options else {}
        translator: Any = module.MyMemoryTranslator(source=source, target=target, **extra)
        return _at(translator, options)

    return Online("mymemory", "MyMemory", codes, lambda text: len(text.encode()) < 500, connect)


def microsoft(options: Mapping[str, str], environment: Mapping[str, str]) -> Online:
    """Microsoft Translator with the key in MICROSOFT_API_KEY. Raises `EngineUnavailable` without one."""
    import deep_translator.microsoft as module

    key = environment.get("MICROSOFT_API_KEY")
    if not key:
        raise EngineUnavailable("microsoft needs a key", hint="Set the variable MICROSOFT_API_KEY")
    _bounded(module, "microsoft")
    tags = "af ar bg bn ca cs cy da de el en es et fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv sw ta te th tr uk ur vi zh-Hans zh-Hant"  # noqa: E501
    codes = {tag: tag.lower() for tag in tags.split()} | {"pt-BR": "pt-br", "pt": "pt-pt"}

    class Bounded(module.MicrosoftTranslator):  # type: ignore[misc]
        """The original asks the network for its languages whenever one is made."""

        def _get_supported_languages(self) -> dict[str, str]:
            return {code: code for code in codes.values()}

    def connect(source: str, target: str) -> Translator:
        made: Any = Bounded(source=source, target=target, api_key=key, region=options.get("region"))
        return _at(made, options)

    return Online("microsoft", "Microsoft Translator", codes, lambda text: len(text) <= 10_000, connect)

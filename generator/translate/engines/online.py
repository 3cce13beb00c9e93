"""Google, MyMemory and Microsoft through deep-translator, made fit for a build.

In: jobs with texts in a bracket scheme. Out: answers as they arrive, several requests at a time. Refuses to go on, as
`EngineUnavailable`, where the service gives no hope (`breaker.py`) or its key is missing.

deep-translator 1.11.4 sends without limits, keeps the request in the translator, takes some faults for answers and
raises errors without a common base. So each engine has copies of its modules whose `requests` is our `Client`, every
request a translator of its own, and every reply is looked at before the library sees it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec, module_from_spec
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import quote

import requests

from generator.errors import EngineError, EngineUnavailable
from generator.sentences import pack
from generator.translate.engines import Answer, Job
from generator.translate.engines.batches import Batch, ask_all, batches
from generator.translate.engines.breaker import Limits
from generator.translate.engines.http import Client, Reply
from generator.translate.schemes import BRACKETS, SPOKEN_BRACKETS, Scheme

LIMITS = Limits()


class Translator(Protocol):
    """What is used of a deep-translator class."""

    def translate(self, text: str) -> Any:
        """The translation, None, or an exception of many kinds."""
        ...


@dataclass(frozen=True, slots=True)
class Online:
    """A service. `codes` maps BCP 47 locales to its own, `fits` says whether a text may be sent in one request."""

    name: str
    title: str
    codes: Mapping[str, str] = field(repr=False)
    fits: Callable[[str], bool] = field(repr=False)
    connect: Callable[[str, str], Translator] = field(repr=False)
    client: Client = field(repr=False)
    schemes: tuple[Scheme, ...] = field(default=(SPOKEN_BRACKETS, BRACKETS), repr=False)

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

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return sum(len(pack(text, self.fits)) for text in job.texts)

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        yield from ask_all(batches(jobs), self._ask, self.client.limits.at_once)

    def _ask(self, batch: Batch) -> list[Answer]:
        """One text, in as many pieces as the service's limit asks for."""
        (text,) = batch.texts
        source, target = self.codes[batch.job.source], self.codes[batch.job.target]
        return batch.answers(["".join(self._piece(piece, source, target) for piece in pack(text, self.fits))])

    def _piece(self, piece: str, source: str, target: str) -> str:
        """A piece's translation between the white space of the piece, which the services strip. A piece without words
        is not sent: Google answers nothing at all to it."""
        if not any(map(str.isalpha, piece)):
            return piece
        if not self.fits(piece):
            raise EngineError(f"a sentence is too long for {self.name}")
        try:
            answer = self.connect(source, target).translate(re.sub(r"\s+", " ", piece))
        except EngineError:
            raise
        except Exception as fault:  # deep-translator's errors have no common base, and one of them prints the key
            raise EngineError(f"{self.name}: {type(fault).__name__}") from None
        if not isinstance(answer, str) or not answer.strip():
            raise EngineError(f"{self.name} gave no translation")
        return piece[: len(piece) - len(piece.lstrip())] + answer.strip() + piece[len(piece.rstrip()) :]


_ENTITY = re.compile(r"&(?:#\d+|quot|apos|amp|lt|gt);")

Look = Callable[[Reply], Reply]


def _module(name: str, client: Client, look: Look) -> Any:
    """A copy of one of deep-translator's modules that sends through `client`; `look` passes each reply on."""
    spec = find_spec(f"deep_translator.{name}")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def send(method: str) -> Callable[..., Reply]:
        def call(url: str, *, proxies: object = None, **options: Any) -> Reply:
            reply = client.send(method, url, **options)
            if reply.status_code != 200:
                raise client.refusal(reply)
            return look(reply)

        return call

    sender = SimpleNamespace(get=send("GET"), post=send("POST"), exceptions=requests.exceptions)
    setattr(module, "requests", sender)  # noqa: B010 - the attribute is a module for mypy
    return module


def _at(translator: Any, url: str) -> Translator:
    """The translator, at another address than the library's own."""
    translator._base_url = url
    chosen: Translator = translator
    return chosen


GOOGLE, MYMEMORY = "https://translate.google.com/m", "https://api.mymemory.translated.net/get"
MICROSOFT = "https://api.cognitive.microsofttranslator.com/translate?api-version=3.0"


def google(options: Mapping[str, str], limits: Limits | None = None) -> Online:
    """Google's public endpoint, without a key. It is a GET: what counts is the length of the encoded address."""
    client = Client("google", limits or LIMITS)

    def look(reply: Reply) -> Reply:
        """Refuse a page that ends inside its translation, which a parser of HTML would not mind."""
        _, found, rest = reply.text.partition('class="result-container"')
        if found and "</div>" not in rest:
            raise EngineError("google's answer is cut off")
        return reply

    module = _module("google", client, look)
    special = {"he": "iw", "jv": "jw", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "nb": "no", "pt-BR": "pt", "fil": "tl"}
    known = module.GoogleTranslator().get_supported_languages(as_dict=True).values()

    def connect(source: str, target: str) -> Translator:
        return _at(module.GoogleTranslator(source=source, target=target), options.get("url", GOOGLE))

    codes = {code: code for code in known} | special
    return Online("google", "Google Translate", codes, lambda text: len(quote(text)) < 5000, connect, client)


def mymemory(options: Mapping[str, str], limits: Limits | None = None) -> Online:
    """MyMemory: 500 bytes a request, more requests a day with an e-mail address."""
    client = Client("mymemory", limits or LIMITS)

    def look(reply: Reply) -> Reply:
        """Refuse a quota used up, and an empty answer, which the library would replace by the translation of some
        other text. Characters come as entities at times; no text that is sent has any."""
        data = reply.json()
        found = data.get("responseData") if isinstance(data, dict) else None
        text = found.get("translatedText") if isinstance(found, dict) else None
        status = str(data.get("responseStatus")) if isinstance(data, dict) else ""
        if status == "429" or (status and data.get("quotaFinished") is True):
            client.stop("says that its quota is used up")
        if status != "200" or not isinstance(text, str) or not text.strip():
            raise EngineError("mymemory gave no translation")
        plain = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        return Reply(200, json.dumps({"responseData": {"translatedText": plain}}))

    module = _module("mymemory", client, look)
    known = list(module.MyMemoryTranslator("en-GB", "it-IT").get_supported_languages(as_dict=True).values())
    codes = {code.split("-")[0]: code for code in reversed(known)} | {code: code for code in known}
    codes |= {"en": "en-GB", "pt": "pt-PT", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "es": "es-ES", "fr": "fr-FR"}

    def connect(source: str, target: str) -> Translator:
        extra = {"email": options["email"]} if "email" in options else {}
        made = module.MyMemoryTranslator(source=source, target=target, **extra)
        return _at(made, options.get("url", MYMEMORY))

    return Online("mymemory", "MyMemory", codes, lambda text: len(text.encode()) < 500, connect, client)


def microsoft(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None = None) -> Online:
    """Microsoft Translator with the key in MICROSOFT_API_KEY. Raises `EngineUnavailable` without one."""
    key = environment.get("MICROSOFT_API_KEY")
    if not key:
        raise EngineUnavailable("it needs a key", hint="Set the variable MICROSOFT_API_KEY")
    client = Client("microsoft", limits or LIMITS, secret=key)
    module = _module("microsoft", client, lambda reply: reply)
    tags = "af ar bg bn ca cs cy da de el en es et fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv sw ta te th tr uk ur vi zh-Hans zh-Hant"  # noqa: E501
    codes = {tag: tag.lower() for tag in tags.split()} | {"pt-BR": "pt-br", "pt": "pt-pt"}

    class Bounded(module.MicrosoftTranslator):  # type: ignore[misc,name-defined]
        """The original asks the network for its languages whenever one is made."""

        def _get_supported_languages(self) -> dict[str, str]:
            return {code: code for code in codes.values()}

    def connect(source: str, target: str) -> Translator:
        made = Bounded(source=source, target=target, api_key=key, region=options.get("region"))
        return _at(made, options.get("url", MICROSOFT))

    return Online("microsoft", "Microsoft Translator", codes, lambda text: len(text) <= 10_000, connect, client)

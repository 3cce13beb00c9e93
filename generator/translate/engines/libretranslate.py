"""LibreTranslate on a server of one's own.

In: jobs with texts in a tag or a bracket scheme. Out: an answer per text. Tags go as HTML, which the server parses;
it sends the result with its entities already resolved, so text and tags are told apart anew here. Which languages it
has depends on the models on that server, so it is asked once. Refuses to work without an address, and with a server
that does not answer (`breaker.py`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.errors import EngineError, EngineUnavailable
from generator.translate.engines import Answer, Job
from generator.translate.engines.batches import Batch, ask_all, batches
from generator.translate.engines.breaker import Limits
from generator.translate.engines.http import Client, joined
from generator.translate.schemes import BRACKETS, SPOKEN_TAGS, TAGS, Scheme

LIMITS = Limits(read=30.0, total=60.0, at_once=2)
"""A server without a graphics card takes seconds for a paragraph, and is not made faster by more requests."""
TAGS_OF_CODES = {
    "zh": "zh-Hans", "zt": "zh-Hant", "pb": "pt-BR", "tl": "fil", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant",
}  # fmt: skip
"""The server's codes that are no BCP 47 tags as they are used here; they differ between its versions."""
_TAG = re.compile(r'</?[xg](?:\s+id="\d+")?\s*/?>')
_AMPERSAND = re.compile(r"&(?!#?\w+;)")

Pairs = Mapping[tuple[str, str], tuple[str, str]]
"""(source, target) in BCP 47 → the server's codes for them."""


class Languages:
    """What a server translates, asked once, when it is first needed."""

    def __init__(self, client: Client, url: str) -> None:
        self._client = client
        self._url = joined(url, "languages")
        self._lock = threading.Lock()
        self._found: Pairs | EngineUnavailable | None = None

    def pairs(self) -> Pairs:
        """Raises `EngineUnavailable`, each time, if the server did not say."""
        with self._lock:
            if self._found is None:
                self._found = self._ask()
        if isinstance(self._found, EngineUnavailable):
            raise EngineUnavailable(str(self._found))
        return self._found

    def _ask(self) -> Pairs | EngineUnavailable:
        try:
            reply = self._client.send("GET", self._url)
            if reply.status_code != 200:
                raise self._client.refusal(reply)
            return _pairs(reply.json())
        except EngineError as fault:
            return EngineUnavailable(f"its languages are not known: {fault}")


def _pairs(data: Any) -> Pairs:
    """The answer to `/languages`: a list of {code, name, targets}. Raises `EngineError` if it is anything else."""
    if not isinstance(data, list) or not all(isinstance(item, dict) and "code" in item for item in data):
        raise EngineError("the server's list of languages cannot be read")
    codes = [str(item["code"]) for item in data]
    found = {}
    for item in data:
        for target in item.get("targets") or codes:
            source_tag, target_tag = (TAGS_OF_CODES.get(code, code) for code in (str(item["code"]), str(target)))
            if source_tag != target_tag:
                found[source_tag, target_tag] = (str(item["code"]), str(target))
    return found


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    """The engine; `url` is the server's address, above `/translate`."""

    url: str
    client: Client = field(repr=False)
    languages: Languages = field(repr=False)
    secret: str = field(default="", repr=False)
    name: str = "libretranslate"
    title: str = "LibreTranslate"
    schemes: tuple[Scheme, ...] = field(default=(SPOKEN_TAGS, TAGS, BRACKETS), repr=False)

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.name

    def serves(self, source: str, target: str) -> bool:
        """Whether the server has the pair. Where it cannot be asked it is taken to have every pair: `translate` says
        then, once, why it has none."""
        try:
            return (source, target) in self.languages.pairs()
        except EngineUnavailable:
            return source != target

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """One way only."""
        return ()

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return len(job.texts)

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        self.languages.pairs()
        yield from ask_all(batches(jobs), self._ask, self.client.limits.at_once)

    def _ask(self, batch: Batch) -> list[Answer]:
        job, (text,) = batch.job, batch.texts
        pair = self.languages.pairs().get((job.source, job.target))
        if not pair:
            raise EngineError(f"the server does not translate {job.source} → {job.target}")
        tagged = (job.scheme or self.schemes[0].name).endswith("tags")
        body = {"q": text, "source": pair[0], "target": pair[1], "format": "html" if tagged else "text"}
        if self.secret:
            body["api_key"] = self.secret
        reply = self.client.send("POST", joined(self.url, "translate"), json=body)
        if reply.status_code != 200:
            raise self.client.refusal(reply)
        data = reply.json()
        answer = data.get("translatedText") if isinstance(data, dict) else None
        if not isinstance(answer, str):
            raise EngineError("libretranslate gave no translation")
        return batch.answers([escaped(answer) if tagged else answer])


def escaped(answer: str) -> str:
    """HTML whose entities were resolved, with its text escaped again; the scheme's own tags stay.

    >>> escaped('AT&T < <g id="1">IBM</g>')
    'AT&amp;T &lt; <g id="1">IBM</g>'
    """
    pieces, at = [], 0
    for match in _TAG.finditer(answer):
        pieces += [_text(answer[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*pieces, _text(answer[at:])])


def _text(text: str) -> str:
    """Entities stay, because older servers leave them as they are."""
    return _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def libretranslate(
    options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None = None
) -> LibreTranslate:
    """The engine from its configuration; a key, if the server wants one, is in LIBRETRANSLATE_API_KEY."""
    secret = environment.get("LIBRETRANSLATE_API_KEY", "")
    client = Client("libretranslate", limits or LIMITS, secret=secret)
    url = options["url"]
    return LibreTranslate(url, client, Languages(client, url), secret)

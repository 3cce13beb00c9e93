"""A language model behind an OpenAI-compatible address: a hosted one, or llama.cpp, Ollama, vLLM on a machine of one's
own.

In: jobs with texts in a tag or a bracket scheme. Out: an answer per text. A request holds up to ten texts of one
article as JSON, with the headline, the glossary terms that they contain and the texts around each; the answer must be
JSON of a fixed shape and is read strictly (`llm_form.py`). Refuses, text by text, whatever is missing, doubled or cut
off; batch by batch what is not of that shape; and as `EngineUnavailable` a service that gives no hope (`breaker.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.translate.engines import Answer, Job
from generator.translate.engines.batches import Batch, ask_all, batches
from generator.translate.engines.breaker import Limits
from generator.translate.engines.http import Client, Reply, joined
from generator.translate.engines.llm_form import FORMS, Form, digest, messages, read
from generator.translate.schemes import BRACKETS, SPOKEN_TAGS, TAGS, Scheme

LIMITS = Limits(read=170.0, first=180.0, total=180.0, tries=5, wait=1.0, patience=400.0, at_once=2)
"""A model on a processor alone writes a few words a second, and says 503 while it is being loaded."""
TEXTS, CHARACTERS = 10, 6_000


class Ladder:
    """The ways to ask for JSON, most exacting first: where a server refuses one, the next is taken for the build."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = tuple(forms)
        self._step = 0

    def send(self, client: Client, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Reply:
        """The reply to the first form that is not refused. Raises `EngineError` if all are."""
        start = self._step
        for step in range(start, len(self._forms)):
            form = self._forms[step]
            asked = {key: value for key, value in body.items() if key not in form.without} | dict(form.fields)
            reply = client.send("POST", url, json=asked, headers=dict(headers))
            if reply.status_code == 200:
                self._step = max(self._step, step)
                return reply
            if reply.status_code not in (400, 422):
                break
        raise client.refusal(reply)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The engine; `url` is the address above `/chat/completions`."""

    url: str
    model: str
    temperature: float
    client: Client = field(repr=False)
    secret: str = field(default="", repr=False)
    title: str = "LLM"
    ladder: Ladder = field(default_factory=lambda: Ladder(FORMS), repr=False)
    name: str = "llm"
    schemes: tuple[Scheme, ...] = field(default=(SPOKEN_TAGS, TAGS, BRACKETS), repr=False)

    @property
    def key(self) -> str:
        """The model, and what else its answers depend on: the temperature and the wording of the instructions."""
        return f"{self.name}:{self.model}:{self.temperature:g}:{digest()}"

    def serves(self, source: str, target: str) -> bool:
        """Every pair: what a model can do is seen in what it answers."""
        return source != target

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """One way only."""
        return ()

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return len(batches([job], TEXTS, CHARACTERS))

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        yield from ask_all(batches(jobs, TEXTS, CHARACTERS), self._ask, self.client.limits.at_once)

    def _ask(self, batch: Batch) -> list[Answer]:
        tagged = (batch.job.scheme or self.schemes[0].name).endswith("tags")
        body = {"model": self.model, "temperature": self.temperature, "messages": messages(batch, tagged=tagged)}
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        reply = self.ladder.send(self.client, joined(self.url, "chat/completions"), body, headers)
        return read(reply.json(), batch)


def llm(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None = None) -> LanguageModel:
    """The engine from its configuration; the key, where the address wants one, is in LLM_API_KEY."""
    secret = environment.get("LLM_API_KEY", "")
    return LanguageModel(
        options["url"],
        options["model"],
        float(options.get("temperature", "0")),
        Client("llm", limits or LIMITS, secret=secret),
        secret,
        options.get("title", f"LLM ({options['model']})"),
    )

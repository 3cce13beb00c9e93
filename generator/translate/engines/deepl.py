"""DeepL through its official package, which is an extra: `pip install -e '.[deepl]'`.

In: jobs with texts in a tag or a bracket scheme. Out: an answer per text, many texts per request, with the article's
headline and the texts around as context and the glossary's terms as a DeepL glossary, which lives as long as it is
needed. Refuses to work without the package or the key in DEEPL_API_KEY, and with a service that gives no hope.

The package builds the requests and reads the answers; what goes over the network goes through `Client`, because the
package itself tries for minutes and sets no limit to a whole request.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.errors import EngineError, EngineUnavailable
from generator.translate.engines import Answer, Job
from generator.translate.engines.batches import Batch, ask_all, batches
from generator.translate.engines.breaker import Limits
from generator.translate.engines.http import Client
from generator.translate.schemes import BRACKETS, SPOKEN_TAGS, TAGS, Scheme

LIMITS = Limits(read=20.0, total=40.0)
TEXTS, CHARACTERS = 25, 12_000
"""Texts and characters in a request; the service takes 50 and 128 KiB."""
CONTEXT = 1_500
"""Characters of context in a request; they are not charged for."""
TARGETS = {"en": "EN-GB", "pt": "PT-PT", "zh": "ZH-HANS"}
"""Targets for which the service wants a variant to be named."""
PREFIX = "newsroom-generator "

Direction = tuple[str, str]
"""BCP 47 source and target."""


class Transport:
    """Stands in for the package's own HTTP client and sends through ours."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def request_with_backoff(
        self, method: str, url: str, data: Any, json: Any, headers: Mapping[str, str], **options: Any
    ) -> tuple[int, str]:
        """Status and body. A glossary that cannot be had, for want of rights or of room, is no reason to stop."""
        spared = (403, 404, 456) if "/glossaries" in url else ()
        reply = self._client.send(method, url, json=json, headers=dict(headers), spared=spared)
        return reply.status_code, reply.text

    def close(self) -> None:
        """Nothing is left open; the package calls it."""


@dataclass(frozen=True, slots=True)
class DeepL:
    """The engine; `service` is the package's client, `sources` and `targets` are the BCP 47 tags that it knows."""

    service: Any = field(repr=False)
    client: Client = field(repr=False)
    sources: frozenset[str] = field(repr=False)
    targets: frozenset[str] = field(repr=False)
    name: str = "deepl"
    title: str = "DeepL"
    schemes: tuple[Scheme, ...] = field(default=(SPOKEN_TAGS, TAGS, BRACKETS), repr=False)

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.name

    def serves(self, source: str, target: str) -> bool:
        """Whether the package knows both languages."""
        return source != target and _base(source) in self.sources and _target(target).lower() in self.targets

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """One way only."""
        return ()

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return len(batches([job], TEXTS, CHARACTERS))

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        with ExitStack() as stack:
            glossaries: dict[Direction, str] = {}
            for direction, terms in _terms(jobs).items():
                made = stack.enter_context(self._glossary(direction, terms))
                if made:
                    glossaries[direction] = made

            def ask(batch: Batch) -> list[Answer]:
                return self._ask(batch, glossaries.get((batch.job.source, batch.job.target)))

            yield from ask_all(batches(jobs, TEXTS, CHARACTERS), ask, self.client.limits.at_once)

    def _ask(self, batch: Batch, glossary: str | None) -> list[Answer]:
        job = batch.job
        options: dict[str, Any] = {"context": _context(batch) or None, "preserve_formatting": True}
        if (job.scheme or self.schemes[0].name).endswith("tags"):
            options |= {"tag_handling": "xml", "tag_handling_version": "v2", "split_sentences": "nonewlines"}
            options |= {"outline_detection": False, "non_splitting_tags": ["x", "g"], "ignore_tags": ["x"]}
        if glossary:
            options["glossary"] = glossary
        found = self._call(
            "translate_text",
            list(batch.texts),
            source_lang=_base(job.source).upper(),
            target_lang=_target(job.target),
            **options,
        )
        return batch.answers(result.text if isinstance(result.text, str) else "" for result in found)

    def _call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """Call the package. Its errors, and those of its reading of an answer, become one `EngineError`."""
        try:
            return getattr(self.service, method)(*arguments, **options)
        except EngineError:
            raise
        except Exception as fault:  # an unexpected answer ends in a KeyError or worse
            status = getattr(fault, "http_status_code", None)
            raise EngineError(f"deepl: {type(fault).__name__}" + (f", status {status}" if status else "")) from None

    @contextmanager
    def _glossary(self, direction: Direction, terms: Mapping[str, str]) -> Iterator[str | None]:
        """The identifier of a glossary with these terms, None where there can be none. One that a killed build left
        behind is taken up by its name; either is removed in the end."""
        from deepl.api_data import MultilingualGlossaryDictionaryEntries

        source, target = _base(direction[0]), _base(direction[1])
        digest = hashlib.sha256(repr(sorted(terms.items())).encode()).hexdigest()[:16]
        name = f"{PREFIX}{source}-{target} {digest}"
        made = None
        try:
            known = self._call("list_multilingual_glossaries")
            made = next((glossary.glossary_id for glossary in known if glossary.name == name), None)
            if not made:
                entries = MultilingualGlossaryDictionaryEntries(source.upper(), target.upper(), dict(terms))
                made = self._call("create_multilingual_glossary", name, [entries]).glossary_id
        except EngineUnavailable:
            raise
        except EngineError:
            made = None
        try:
            yield made
        finally:
            if made:
                self._remove(made)

    def _remove(self, glossary: str) -> None:
        """A glossary that cannot be removed is taken up by a later build."""
        try:
            self._call("delete_multilingual_glossary", glossary)
        except EngineError:
            return


def _terms(jobs: Sequence[Job]) -> dict[Direction, dict[str, str]]:
    """The glossary entries of all jobs per direction; directions without any are left out."""
    found: dict[Direction, dict[str, str]] = {}
    for job in jobs:
        for word, wording in job.context.terms:
            found.setdefault((job.source, job.target), {})[word] = wording
    return found


def _context(batch: Batch) -> str:
    """The headline, and the texts around the first and the last of a batch."""
    context = batch.job.context
    pieces = [context.headline]
    if context.around:
        pieces += [context.around[batch.places[0]][0], context.around[batch.places[-1]][1]]
    return "\n".join(filter(None, (piece[: CONTEXT // 3] for piece in pieces)))


def _base(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _target(tag: str) -> str:
    return TARGETS.get(tag, tag.upper())


def deepl(options: Mapping[str, str], environment: Mapping[str, str], limits: Limits | None = None) -> DeepL:
    """The engine from its configuration. Raises `EngineUnavailable` without the package or the key."""
    secret = environment.get("DEEPL_API_KEY")
    if not secret:
        raise EngineUnavailable("it needs a key", hint="Set the variable DEEPL_API_KEY")
    try:
        import deepl as package
    except ImportError:
        remedy = "Install it with .venv/bin/pip install -e '.[deepl]'"
        raise EngineUnavailable("the package 'deepl' is not installed", hint=remedy) from None
    logging.getLogger("deepl").setLevel(logging.WARNING)  # it would log whole answers, with whatever they say
    client = Client("deepl", limits or LIMITS, secret=secret)
    address = options["url"].rstrip("/") + "/" if "url" in options else None
    service: Any = package.DeepLClient(secret, server_url=address, send_platform_info=False)
    service.close()
    service._client = Transport(client)
    known = frozenset(
        str(value).lower()
        for name, value in vars(package.Language).items()
        if name.isupper() and isinstance(value, str)
    )
    return DeepL(service, client, frozenset(map(_base, known)), known)

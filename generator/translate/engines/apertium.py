"""Apertium: rule-based translation on this machine, directly or through a pivot language.

In: jobs with texts in the HTML scheme. Out: an answer per text with the route it came by (`it-ca-fr`). Thousands of
texts for one pair go through one process; a pivot's first half is shared by all targets. Where several routes lead to
a language, each article takes the one that knows more of its words. Refuses to work where the `apertium` program or
its data are missing.

Apertium is a separate program (GPL); nothing of it is part of this project.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Job
from generator.translate.engines.mending import mended
from generator.translate.schemes import HTML, Scheme

MODES = Path("/usr/share/apertium/modes")
CODES: dict[str, tuple[str, ...]] = {
    "af": ("afr",), "be": ("bel",), "bg": ("bul",), "ca": ("cat", "ca"), "da": ("dan",), "en": ("eng", "en"),
    "eo": ("epo", "eo"), "es": ("spa", "es"), "eu": ("eus", "eu"), "fr": ("fra", "fr"), "gl": ("glg", "gl"),
    "hi": ("hin",), "id": ("ind",), "is": ("isl",), "it": ("ita",), "mk": ("mkd",), "ms": ("zlm",), "nb": ("nob",),
    "nl": ("nld",), "nn": ("nno",), "oc": ("oci", "oc"), "pl": ("pol",), "pt": ("por", "pt"),
    "pt-BR": ("por_BR", "pt_BR", "por", "pt"), "ro": ("ron", "ro"), "ru": ("rus",), "sl": ("slv",), "sv": ("swe",),
    "uk": ("ukr",), "ur": ("urd",),
}  # fmt: skip
"""BCP 47 → the codes that Apertium's pairs use, better first."""

_PARAGRAPH = re.compile(r'<p id="(\d+)">(.*?)</p>', re.DOTALL)

BATCH = 5_000
"""Texts that travel together, at least: a pair takes up to a second to begin, and some milliseconds a text."""
AHEAD = 2
"""Batches on their way at a time: when the last pair of one is at work, the next one's have the other cores."""
PREFERRED = ("it-es-en",)
"""Routes that win where others know as many words: measured by `make bench` (chrF 70 against 68 for it-ca-en)."""

Route = tuple[str, ...]
"""The codes on the way: ("ita", "cat", "fra")."""


@dataclass(frozen=True, slots=True)
class Apertium:
    """The engine. `modes` is the folder with one file per translation direction."""

    modes: Path = MODES
    name: str = "apertium"
    title: str = "Apertium"
    schemes: tuple[Scheme, ...] = field(default=(HTML,), repr=False)

    @property
    def key(self) -> str:
        """See `Engine.key`."""
        return self.name

    def serves(self, source: str, target: str) -> bool:
        """Whether a pair, or two of them, lead from `source` to `target`."""
        return bool(routes(self._pairs(), source, target))

    def ways(self, source: str, target: str) -> tuple[str, ...]:
        """See `Engine.ways`."""
        return tuple(_named(way) for way in routes(self._pairs(), source, target))

    def analyser(self, locale: str) -> Path | None:
        """The compiled morphological dictionary of a language, if one is installed."""
        for code in CODES.get(locale, ()):
            for mode in sorted(self.modes.glob(f"{code}-*.mode")):
                words = shlex.split(mode.read_text(encoding="utf-8").split("|")[0])
                if words and words[0] == "lt-proc":
                    return Path(words[-1])
        return None

    def requests(self, job: Job) -> int:
        """See `Engine.requests`."""
        return 0

    def translate(self, jobs: Sequence[Job]) -> Iterator[Answer]:
        """See `Engine.translate`."""
        if not shutil.which("apertium"):
            raise EngineUnavailable("Apertium is not installed", hint="Install the Debian packages of apt.txt")
        pairs = self._pairs()
        ways = [_wanted(routes(pairs, job.source, job.target), job.route) for job in jobs]
        batches = list(_batches(jobs))
        with ThreadPoolExecutor(os.cpu_count()) as pool, ThreadPoolExecutor(AHEAD) as ahead:
            travels = [ahead.submit(_travel, jobs[some], ways[some], pool) for some in batches]
            try:
                for some, travel in zip(batches, travels, strict=True):
                    yield from _answers(some.start, jobs[some], ways[some], travel.result())
            finally:
                for travel in travels:
                    travel.cancel()

    def _pairs(self) -> frozenset[tuple[str, str]]:
        names = (path.stem.split("-") for path in self.modes.glob("*.mode"))
        return frozenset((parts[0], parts[1]) for parts in names if len(parts) == 2)


@dataclass(frozen=True, slots=True)
class _Leg:
    """A text at some point of its way: `marks` counts the words that were not known so far."""

    text: str
    marks: int


def routes(pairs: frozenset[tuple[str, str]], source: str, target: str) -> list[Route]:
    """The direct pair, else every way through one pivot, in the order of the codes."""
    for start in CODES.get(source, ()):
        for end in CODES.get(target, ()):
            if (start, end) in pairs:
                return [(start, end)]
    found: list[Route] = []
    for pivot in sorted(CODES):
        if pivot in (source, target):
            continue
        first = routes_direct(pairs, source, pivot)
        second = routes_direct(pairs, pivot, target)
        if first and second:
            found.append((*first, second[1]) if first[1] == second[0] else (*first, *second))
    return found


def routes_direct(pairs: frozenset[tuple[str, str]], source: str, target: str) -> tuple[str, str] | None:
    """The best pair that leads straight from one locale to another."""
    known = ((start, end) for start in CODES.get(source, ()) for end in CODES.get(target, ()))
    return next((pair for pair in known if pair in pairs), None)


def _named(way: Route) -> str:
    """The way in BCP 47 tags: `it-ca-fr`."""
    tags = (next(tag for tag, codes in CODES.items() if code in codes) for code in way)
    return "-".join(dict.fromkeys(tags))


def _wanted(ways: list[Route], route: str) -> list[Route]:
    return [way for way in ways if _named(way) == route] if route else ways


def _batches(jobs: Sequence[Job]) -> Iterator[slice]:
    """Jobs that travel together: while the answers of some are looked at, the next are on their way."""
    begun = texts = 0
    for number, job in enumerate(jobs):
        if texts >= BATCH:
            yield slice(begun, number)
            begun, texts = number, 0
        texts += len(job.texts)
    yield slice(begun, len(jobs))


def _answers(
    first: int, jobs: Sequence[Job], ways: Sequence[list[Route]], done: dict[Route, dict[str, _Leg]]
) -> Iterator[Answer]:
    """The answers to jobs, which are numbered from `first`; an article goes the way that knows most of its words."""
    for number, (job, routes_of_job) in enumerate(zip(jobs, ways, strict=True), start=first):
        known = partial(_rank, done, job)
        best = min(routes_of_job, key=known, default=None)
        for index, text in enumerate(job.texts):
            if best is None:
                yield Answer(number, index, fault=f"no pair leads from {job.source} to {job.target}")
            else:
                yield Answer(number, index, done[best][text].text, _named(best))


def _rank(done: dict[Route, dict[str, _Leg]], job: Job, way: Route) -> tuple[int, bool]:
    return sum(done[way][text].marks for text in job.texts), _named(way) not in PREFERRED


def _travel(jobs: Sequence[Job], ways: Sequence[list[Route]], pool: Executor) -> dict[Route, dict[str, _Leg]]:
    """Every text by every route that one of its jobs may take; each pair runs once, in `pool`."""
    texts: dict[Route, dict[str, None]] = defaultdict(dict)
    for job, routes_of_job in zip(jobs, ways, strict=True):
        for way in routes_of_job:
            texts[way].update(dict.fromkeys(job.texts))
    begun = _stage({(way, text): _Leg(text, 0) for way, wanted in texts.items() for text in wanted}, pool, first=True)
    longer = {(way, text): leg for (way, text), leg in begun.items() if len(way) > 2}
    done: dict[Route, dict[str, _Leg]] = defaultdict(dict)
    for (way, text), leg in (begun | _stage(longer, pool, first=False)).items():
        done[way][text] = leg
    return done


def _stage(legs: dict[tuple[Route, str], _Leg], pool: Executor, *, first: bool) -> dict[tuple[Route, str], _Leg]:
    """The first or the second half of every way, one process per pair."""
    pairs: dict[Route, dict[str, _Leg]] = defaultdict(dict)
    for (way, _), leg in legs.items():
        pairs[way[:2] if first else way[-2:]][leg.text] = leg
    answers = dict(zip(pairs, pool.map(lambda pair: _run(pair, tuple(pairs[pair])), pairs), strict=True))
    found = {}
    for (way, text), leg in legs.items():
        answer, marks = answers[way[:2] if first else way[-2:]][leg.text]
        found[way, text] = _Leg(answer, leg.marks + marks)
    return found


def _run(pair: Route, texts: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Text → answer and unknown words, all in one process. Raises `EngineUnavailable` where the answer is not whole."""
    page = "\n".join(f'<p id="{number}">{text}</p>' for number, text in enumerate(texts))
    page += "\n<p>.</p>\n"  # a tag at the very end of its input is lost in Apertium's HTML reader
    command = ["apertium", "-f", "html", "-".join(pair)]
    try:
        limit = 60 + len(page) / 2000
        done = subprocess.run(command, input=page, capture_output=True, text=True, check=False, timeout=limit)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise EngineUnavailable(f"{' '.join(command)} failed: {fault}") from fault
    answers = {int(number): text for number, text in _PARAGRAPH.findall(done.stdout)}
    if done.returncode or len(answers) != len(texts):
        raise EngineUnavailable(f"{' '.join(command)} failed: {done.stderr.strip()[:200] or 'it lost texts'}")
    return {text: mended(answers[place], text, pair[-1]) for place, text in enumerate(texts)}

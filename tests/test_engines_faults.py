"""Every service × every fault: what becomes of an engine, and of its answers."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest
from services import FAULTS, KEYS, PATIENT, SERVICES, SHORT, Fault, service, spoken

from generator.errors import EngineUnavailable
from generator.translate.engines import Answer, Job, make
from generator.translate.engines.breaker import Limits

TEXTS = tuple(f"La notizia numero {number} è ⟦1⟧ di oggi." for number in range(8))
JOBS = tuple(Job("it", "fr", (text,), "brackets") for text in TEXTS)
"""One text a job, so that every engine makes a request of each."""

RECOVERED, FAULTED, GIVEN_UP, PASSED_ON = "recovered", "text faulted", "engine given up", "answer passed on"

ONCE = {
    "slow": RECOVERED,
    "hung": RECOVERED,
    "trickling": RECOVERED,
    "reset": RECOVERED,
    "dropped": RECOVERED,
    "429": RECOVERED,
    "429 with Retry-After in seconds": RECOVERED,
    "429 with Retry-After as a date": RECOVERED,
    "429 with Retry-After of an hour": GIVEN_UP,
    "503": RECOVERED,
    "500": RECOVERED,
    "401": GIVEN_UP,
    "403": GIVEN_UP,
    "456": GIVEN_UP,
    "redirect": GIVEN_UP,
    "page with status 200": FAULTED,
    "truncated": RECOVERED,
    "too long": RECOVERED,
    "empty": FAULTED,
    "null": FAULTED,
}
"""What becomes of one fault in the middle of a build."""

ALWAYS = {
    **dict.fromkeys(ONCE, GIVEN_UP),
    "slow": RECOVERED,
    "empty translation": GIVEN_UP,
    "source echoed": PASSED_ON,
    "quota as translation": PASSED_ON,
    "wrong language": PASSED_ON,
    "placeholders dropped": PASSED_ON,
    "placeholders doubled": PASSED_ON,
}
"""What becomes of a service that does nothing else. What is passed on is for the checks to find."""


@dataclass(frozen=True)
class Run:
    """What became of one engine: its answers, the requests that it made, the seconds that it took."""

    what: str
    answers: list[Answer]
    requests: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether every text has at most one answer, and every answer is its text's translation."""
        right = all(_bare(one.answer) == _bare(spoken(TEXTS[one.job])) for one in self.answers if not one.fault)
        return right and len({one.job for one in self.answers}) == len(self.answers)

    @property
    def missing(self) -> int:
        """Texts without a translation."""
        return len(TEXTS) - sum(not one.fault for one in self.answers)


def _bare(text: str) -> str:
    return "".join(text.split())


def _run(form: str, fault: Fault, at: int, limits: Limits) -> Run:
    with service(form) as running:
        fault.strike(running, at=at)
        began = time.monotonic()
        answers: list[Answer] = []
        what = ""
        try:
            for answer in make(running.setting, KEYS, limits).translate(JOBS):
                answers.append(answer)
        except EngineUnavailable as stopped:
            assert not any(key in str(stopped) for key in KEYS.values())
            what = GIVEN_UP
        run = Run(what, answers, len(running.requests), time.monotonic() - began)
    if not what:
        faulted = any(answer.fault for answer in answers)
        run = replace(run, what=FAULTED if faulted else RECOVERED if run.right else PASSED_ON)
    return run


def runs(fault: Fault, at: int = 0, limits: Limits = SHORT) -> dict[str, Run]:
    """Service → what became of its engine; all at the same time, because most of it is waiting."""
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        return dict(zip(SERVICES, pool.map(lambda form: _run(form, fault, at, limits), SERVICES), strict=True))


def test_the_table_names_every_fault() -> None:
    assert set(ALWAYS) == set(FAULTS)
    assert set(ONCE) == {name for name, fault in FAULTS.items() if fault.way}


@pytest.mark.parametrize("name", ONCE)
def test_one_fault_in_the_middle(name: str) -> None:
    """At most the text that it happened to is lost, unless the fault says that there is no hope."""
    found = runs(FAULTS[name], at=3, limits=PATIENT)
    assert {form: run.what for form, run in found.items()} == dict.fromkeys(SERVICES, ONCE[name])
    assert all(run.right for run in found.values())
    if ONCE[name] != GIVEN_UP:
        lost = int(ONCE[name] == FAULTED)
        assert {form: run.missing for form, run in found.items()} == dict.fromkeys(SERVICES, lost)


@pytest.mark.parametrize("name", ALWAYS)
def test_a_service_that_only_fails(name: str) -> None:
    """It is given up soon and after few requests, and no fault is taken for a translation."""
    found = runs(FAULTS[name])
    assert {form: run.what for form, run in found.items()} == dict.fromkeys(SERVICES, ALWAYS[name])
    assert max(run.seconds for run in found.values()) < 5
    if ALWAYS[name] == GIVEN_UP:
        assert {form: run.missing for form, run in found.items()} == dict.fromkeys(SERVICES, len(TEXTS))
        assert max(run.requests for run in found.values()) <= 16
    else:
        assert {form: run.missing for form, run in found.items()} == dict.fromkeys(SERVICES, 0)

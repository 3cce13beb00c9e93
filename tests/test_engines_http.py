"""Limits, pauses and giving up, by a clock of the test's own and against real connections."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services import SHORT, Service, service

from generator.errors import EngineError, EngineUnavailable
from generator.translate.engines.breaker import Breaker, Clock, Limits, asked_pause, real_clock
from generator.translate.engines.http import Client, Reply, joined


@dataclass
class Watch:
    """A clock that stands still but for pauses, and remembers them."""

    time: float = 1000.0
    pauses: list[float] = field(default_factory=list)
    chance: float = 1.0

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self._pause, lambda: self.chance)

    def _pause(self, stopped: threading.Event, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds


@pytest.fixture
def running() -> Iterator[Service]:
    with service("google") as started:
        yield started


def ask(client: Client, running: Service, text: str = "Roma") -> str:
    return client.send("GET", running.url, params={"q": text}).text


# --- pauses ----------------------------------------------------------------------------------------------------------


def test_pauses_double(running: Service) -> None:
    watch = Watch()
    client = Client("google", replace(SHORT, tries=5, wait=0.5, longest=30, patience=60), watch.clock())
    running.fault = lambda number: "500" if number in (2, 3, 4, 5) else ""
    ask(client, running)
    ask(client, running)
    assert watch.pauses == [1.0, 2.0, 4.0, 8.0]


@given(chance=st.floats(0, 1), attempt=st.integers(1, 12))
def test_a_pause_is_drawn_from_nothing_to_the_full_length(chance: float, attempt: int) -> None:
    """Full jitter: clients that failed together do not come back together."""
    watch = Watch(chance=chance)
    breaker = Breaker(Limits(patience=10_000, longest=40), watch.clock())
    breaker.failed("it failed", watch.time, attempt)
    breaker.enter()
    assert sum(watch.pauses) == pytest.approx(min(40, chance * 0.5 * 2**attempt))


@pytest.mark.parametrize(("status", "fault"), [(429, "429 after 7"), (503, "503 after 7")])
def test_retry_after_is_kept(running: Service, status: int, fault: str) -> None:
    watch = Watch(chance=0.0)
    client = Client("google", replace(SHORT, longest=30, patience=60), watch.clock())
    running.fault = lambda number: fault if number == 1 else ""
    assert "ROMA" in ask(client, running)
    assert watch.pauses == [7.0]


def test_a_pause_that_is_too_long_ends_the_service_at_once(running: Service) -> None:
    running.fault = lambda number: "429 after 86400"
    client = Client("google", SHORT)
    with pytest.raises(EngineUnavailable, match="status 429, and asks for a pause of 86400 seconds"):
        ask(client, running)
    assert len(running.asked) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 0 "}, 0.0),
        ({"Retry-After": "Fri, 20 Nov 2026 10:00:30 GMT", "Date": "Fri, 20 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"Retry-After": "Fri, 20 Nov 2026 10:00:00 GMT", "Date": "Fri, 20 Nov 2026 10:00:09 GMT"}, 0.0),
        ({"Retry-After": "Fri, 20 Nov 2026 10:00:30 GMT"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "soon", "Date": "today"}, None),
        ({"Retry-After": "Fri, 20 Nov 2026 10:00:30", "Date": "Fri, 20 Nov 2026 10:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_the_pause_that_a_header_asks_for(headers: Mapping[str, str], seconds: float | None) -> None:
    assert asked_pause(headers) == seconds


@given(value=st.text(max_size=40), date=st.text(max_size=40))
def test_no_header_is_too_strange(value: str, date: str) -> None:
    found = asked_pause({"Retry-After": value, "Date": date})
    assert found is None or found >= 0


# --- giving up -------------------------------------------------------------------------------------------------------


def test_failures_in_a_row_end_the_service() -> None:
    watch = Watch()
    breaker = Breaker(Limits(failures=3, patience=1000), watch.clock())
    for _ in range(2):
        breaker.failed("it failed", breaker.enter(), 1)
    with pytest.raises(EngineUnavailable, match="again and again"):
        breaker.failed("it failed", breaker.enter(), 1)
    with pytest.raises(EngineUnavailable):
        breaker.enter()


def test_a_success_in_between_forgives() -> None:
    watch = Watch()
    breaker = Breaker(Limits(failures=3, patience=1000), watch.clock())
    for _ in range(20):
        breaker.failed("it failed", breaker.enter(), 1)
        breaker.failed("it failed", breaker.enter(), 1)
        breaker.succeeded()
    assert breaker.enter() == watch.time


def test_failures_side_by_side_count_once() -> None:
    """A service that restarts breaks every connection at the same moment; that is one failure."""
    watch = Watch()
    breaker = Breaker(Limits(failures=2, patience=1000), watch.clock())
    began = [breaker.enter() for _ in range(8)]
    watch.time += 1
    for one in began:
        breaker.failed("it failed", one, 1)


@given(st.lists(st.floats(0, 20), max_size=60))
def test_a_build_never_loses_more_time_than_it_has_patience(lengths: list[float]) -> None:
    limits = Limits(patience=60, longest=30, failures=10**9)
    watch = Watch()
    breaker = Breaker(limits, watch.clock())
    try:
        for length in lengths:
            began = breaker.enter()
            watch.time += length
            breaker.failed("it failed", began, 3)
    except EngineUnavailable:
        pass
    assert watch.time - 1000 <= limits.patience + 20


def test_a_pause_ends_when_the_service_is_given_up() -> None:
    """A thread that keeps a long pause does not hold up a build that has no more use for the service."""
    breaker = Breaker(replace(SHORT, longest=60, patience=600), real_clock())
    breaker.failed("it failed", breaker.enter(), 1, asked=50.0)
    ended: list[float] = []

    def wait() -> None:
        with pytest.raises(EngineUnavailable):
            breaker.enter()
        ended.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.05)
    with pytest.raises(EngineUnavailable):
        breaker.give_up("it is over")
    thread.join(5)
    assert ended


def test_a_refused_connection_is_noticed_at_once() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{one.getsockname()[1]}/"
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match="google is out of reach"):
        Client("google", Limits()).send("GET", address)
    assert time.monotonic() - began < 0.5


def test_a_name_that_nobody_knows_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name server stays silent, which no limit of a connection covers."""
    asked = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: asked.wait(30))
    began = time.monotonic()
    with pytest.raises(EngineUnavailable, match=r"did not answer within 0\.3 seconds"):
        Client("google", SHORT).send("GET", "http://translate.example/")
    assert time.monotonic() - began < 2
    asked.set()


def test_a_service_that_went_away_for_a_moment_is_asked_again(running: Service) -> None:
    """Once it has answered, a refused connection may be a restart."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{one.getsockname()[1]}/"
    client = Client("google", SHORT)
    ask(client, running)
    with pytest.raises(EngineError, match="out of reach") as caught:
        client.send("GET", nowhere)
    assert not isinstance(caught.value, EngineUnavailable)
    assert "ROMA" in ask(client, running)


# --- replies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("long", "sent more than 200000 bytes"),
        ("trickle", "did not answer within|too slowly"),
        ("half", "broke off the connection"),
        ("reset", "broke off the connection"),
        ("hang", "did not answer in time"),
        ("to http://login.example/page?key=1", "google sends requests on to login.example, which is not followed"),
        ("to /other", "google sends requests on to another page"),
    ],
)
def test_what_went_wrong_is_said(running: Service, fault: str, message: str) -> None:
    running.fault = lambda number: fault
    with pytest.raises(EngineError, match=message):
        ask(Client("google", SHORT), running)


def test_a_thread_that_is_left_behind_ends_soon(running: Service) -> None:
    """Else a body without an end would be read, and kept, for as long as the build lasts."""
    running.fault = lambda number: "trickle"
    client = Client("endless", SHORT)
    with pytest.raises(EngineError):
        ask(client, running)
    until = time.monotonic() + 2
    while any(thread.name == "request to endless" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_reply_to_one_bad_request_is_for_the_engine(running: Service) -> None:
    running.fault = lambda number: "413"
    reply = Client("google", SHORT).send("GET", running.url, params={"q": "Roma"})
    assert reply.status_code == 413
    assert len(running.asked) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": "xx is not supported"}', " (xx is not supported)"),
        ('{"error": {"message": "no\\n such  model", "code": 1}}', " (no such model)"),
        ('{"message": "The key key-of-desk is wrong"}', " (The key … is wrong)"),
        (f'{{"message": "{"x" * 154} key-of-desk"}}', f" ({'x' * 154} …)"),
        ('{"error": ["key-of-desk"]}', ""),
        ("<html>key-of-desk</html>", ""),
        ('{"error": "key-of', ""),
        ('{"error": null}', ""),
        ("", ""),
    ],
)
def test_a_refusal_says_what_the_service_said_but_never_the_key(body: str, said: str) -> None:
    fault = Client("google", SHORT, secret="key-of-desk").refusal(Reply(400, body))
    assert str(fault) == f"google refused with status 400{said}"


def test_connections_are_used_again_and_cookies_are_not(running: Service) -> None:
    client = Client("google", SHORT)
    for _ in range(5):
        ask(client, running)
    assert len(client._idle) == 1
    assert not list(client._idle[0].cookies)


def test_addresses_are_joined_below_the_base() -> None:
    assert joined("http://127.0.0.1/v1", "chat/completions") == "http://127.0.0.1/v1/chat/completions"
    assert joined("http://127.0.0.1:5000/", "translate") == "http://127.0.0.1:5000/translate"

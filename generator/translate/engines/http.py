"""One bounded way to every translation service: connections, limits, attempts.

In: a request of an engine. Out: the service's `Reply`, whose body is short, whole, and text. Refuses, as
`EngineError`, a request that stays without a useful reply, and as `EngineUnavailable` a service that is out of reach
or gives no hope (`breaker.py`).

Limits on a connection do not see everything: a name server that never answers is outside of them, and a body that
arrives byte by byte passes below them. So every attempt runs in a thread that is left behind when its time is up.
"""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from generator.errors import EngineError
from generator.translate.engines.breaker import Breaker, Clock, Limits, asked_pause, real_clock

AGENT = "newsroom-generator/0.1"
HOPELESS = {
    401: "refused the key",
    402: "asks for a payment",
    403: "refused access",
    404: "has nothing at this address",
    456: "says that its quota is used up",
}
"""What no second attempt mends. 456 is DeepL's own."""
BUSY = (429, 503)
LONGEST = 160
"""Characters of a service's message that are passed on."""
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered. The names are those of `requests`, because libraries are given it in place of theirs."""

    status_code: int
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def json(self) -> Any:
        """The body as data. Raises `EngineError` if it is no JSON."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            raise EngineError("the answer is no JSON") from None

    def close(self) -> None:
        """Nothing is left open; libraries call it."""


@dataclass(frozen=True, slots=True)
class _Lost:
    """An attempt without a reply: why, and whether no connection was made at all."""

    why: str
    unreachable: bool = False


class Client:
    """The way to one service in one build, shared by the threads of one engine."""

    def __init__(self, name: str, limits: Limits, clock: Clock | None = None, secret: str = "") -> None:
        self.name = name
        self.limits = limits
        self._secret = secret
        self._clock = clock or real_clock()
        self._breaker = Breaker(limits, self._clock)
        self._idle: deque[requests.Session] = deque()

    def send(self, method: str, url: str, *, spared: Collection[int] = (), **options: Any) -> Reply:
        """Send a request (`options` as `requests` has them) until there is a reply. Replies with another status than
        2xx are returned where they concern this one request, and those of `spared` in any case. Raises `EngineError`
        when all attempts failed, `EngineUnavailable` when the service is given up."""
        for attempt in range(1, self.limits.tries + 1):
            began = self._breaker.enter()
            reply = self._attempt(method, url, options)
            if isinstance(reply, _Lost):
                why, pause = f"{self.name} {reply.why}", None
                if not self._breaker.reached and reply.unreachable:
                    self._breaker.give_up(why)
            elif reply.status_code in spared or not self._troubles(reply):
                self._breaker.succeeded()
                return reply
            else:
                why, pause = f"{self.name} refused with status {reply.status_code}", asked_pause(reply.headers)
                if reply.status_code in BUSY and attempt == self.limits.tries:
                    self._breaker.give_up(f"{why}, again and again")
            self._breaker.failed(why, began, attempt, pause)
        if not self._breaker.reached:
            self._breaker.give_up(why)
        raise EngineError(why)

    def stop(self, why: str) -> NoReturn:
        """Give the service up for a reason that its reply names. Raises `EngineUnavailable`."""
        self._breaker.give_up(f"{self.name} {why}")

    def refusal(self, reply: Reply) -> EngineError:
        """The fault of a request that was refused, with the service's own short message, less the key."""
        said = _message(reply.text)
        if self._secret:
            said = said.replace(self._secret, "…")
        why = f" ({said[:LONGEST]})" if said else ""
        return EngineError(f"{self.name} refused with status {reply.status_code}{why}")

    def _troubles(self, reply: Reply) -> bool:
        """Whether a reply calls for another attempt. Raises `EngineUnavailable` where that would be of no use."""
        status = reply.status_code
        if status in HOPELESS:
            self._breaker.give_up(f"{self.name} {HOPELESS[status]} (status {status})")
        if 300 <= status < 400:
            host = urlsplit(reply.headers.get("Location", "")).hostname or "another page"
            self._breaker.give_up(f"{self.name} sends requests on to {host}, which is not followed")
        return status in BUSY or status == 408 or status >= 500

    def _attempt(self, method: str, url: str, options: Mapping[str, Any]) -> Reply | _Lost:
        """One exchange within its time. The connection is used again only if it ended well."""
        seconds = self.limits.total if self._breaker.reached else self.limits.first
        outcome: list[Reply | _Lost] = []
        session = self._idle.pop() if self._idle else _session()
        until = self._clock.now() + seconds

        def run() -> None:
            try:
                outcome.append(self._exchange(session, method, url, until, options))
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as fault:
                outcome.append(_lost(fault))
            except Exception as fault:  # a thread must not end without a word
                outcome.append(_Lost(f"failed ({type(fault).__name__})"))

        thread = threading.Thread(target=run, name=f"request to {self.name}", daemon=True)
        thread.start()
        thread.join(seconds)
        if not outcome:
            return _Lost(f"did not answer within {seconds:g} seconds", unreachable=True)
        if isinstance(outcome[0], Reply):
            self._idle.append(session)
        return outcome[0]

    def _exchange(
        self, session: requests.Session, method: str, url: str, until: float, options: Mapping[str, Any]
    ) -> Reply | _Lost:
        limits = (self.limits.connect, self.limits.read)
        with session.request(method, url, timeout=limits, stream=True, allow_redirects=False, **options) as response:
            body = bytearray()
            while piece := response.raw.read1(65536, decode_content=True):
                body += piece
                if len(body) > self.limits.size:
                    return _Lost(f"sent more than {self.limits.size} bytes")
                if self._clock.now() > until:
                    return _Lost("sent its answer too slowly")
        kind = response.headers.get("Content-Type", "")
        charset = match[1] if (match := _CHARSET.search(kind)) else "utf-8"
        try:
            return Reply(response.status_code, bytes(body).decode(charset), response.headers)
        except (UnicodeDecodeError, LookupError):
            return _Lost("sent what is no text")


def _session() -> requests.Session:
    """Without cookies and without `.netrc`, whose password would take the place of the key."""
    session = requests.Session()
    session.headers["User-Agent"] = AGENT
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.auth = lambda request: request
    return session


def _lost(fault: Exception) -> _Lost:
    """What became of an attempt, by the kind of the error alone: its text names addresses, which may hold a key."""
    refused = isinstance(fault, requests.ConnectionError) and any(
        isinstance(part, urllib3.exceptions.MaxRetryError) for part in fault.args
    )
    if refused or isinstance(fault, (requests.ConnectTimeout, requests.exceptions.ProxyError)):
        return _Lost(f"is out of reach ({type(fault).__name__})", unreachable=True)
    if isinstance(fault, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)):
        return _Lost("did not answer in time", unreachable=True)
    return _Lost(f"broke off the connection ({type(fault).__name__})")


def _message(body: str) -> str:
    """What a JSON answer says about an error, in one line; empty where it says nothing."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    found = data.get("error", data.get("message")) if isinstance(data, dict) else None
    if isinstance(found, dict):
        found = found.get("message")
    return " ".join(found.split()) if isinstance(found, str) else ""


def joined(base: str, path: str) -> str:
    """An address below another: `joined("http://host/v1", "chat")` is `http://host/v1/chat`."""
    return urljoin(base.rstrip("/") + "/", path)

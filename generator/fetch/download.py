"""One bounded way to a file on the web.

In: a URL, what is known of an earlier answer. Out: a `Download`: the body in whole, or that nothing has changed since.
Refuses, as `FetchError`: other schemes than http and https; addresses of this machine and its network, unless they are
allowed; more than a few redirects, each of which is checked like the first address; bodies that are too large, also
once they are unpacked; whatever takes too long in all.

A name may lead elsewhere each time it is asked for. So it is asked for once per connection, the answer is checked, and
that very address is connected to. Proxies of the environment are not used: behind one nobody knows where a name leads.
"""

from __future__ import annotations

import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from generator.errors import FetchError
from generator.fetch.addresses import Target, is_local, shown, target

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

AGENT = "newsroom-generator/0.1"
ACCEPT = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1"
MOVED = (301, 302, 303, 307, 308)
PIECE = 65_536

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a body, unpacked; seconds for all of it, and without any byte; redirects; the hosts that may have
    addresses of this machine or its network."""

    size: int = 10_000_000
    seconds: float = 60
    silence: float = 15
    redirects: int = 5
    private_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of an earlier answer: its entity tag and date (RFC 9110, section 8.8)."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A body, None where it is as it was; the URL it came from in the end, its media type, what is known of it."""

    body: bytes | None = field(repr=False)
    url: str = field(repr=False)
    kind: str = ""
    known: Known = Known()


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, first choice first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def download(url: str, known: Known = Known(), limits: Limits = Limits(), resolver: Resolve = resolve) -> Download:
    """Fetch a URL. Raises `FetchError`.

    The exchange runs in a thread that is left behind when its time is up: a name server that never answers is outside
    of all limits that a connection has.
    """
    outcome: list[Download | Exception] = []
    until = time.monotonic() + limits.seconds

    def run() -> None:
        try:
            outcome.append(_followed(url, known, limits, until, resolver))
        except Exception as fault:
            outcome.append(fault)

    thread = threading.Thread(target=run, name="fetch", daemon=True)
    thread.start()
    thread.join(limits.seconds + 0.5)
    if not outcome:
        raise _slow(url, limits)
    if isinstance(outcome[0], Download):
        return outcome[0]
    raise _told(outcome[0], url, limits) from None


def _followed(url: str, known: Known, limits: Limits, until: float, resolver: Resolve) -> Download:
    first = at = target(url)
    for _ in range(limits.redirects + 1):
        headers = _headers(known, first.login if at.origin == first.origin else "")
        with _answer(at, headers, limits, resolver) as reply:
            if reply.status not in MOVED:
                return _taken(reply, url, limits, until)
            url = urljoin(url, reply.headers.get("Location", ""))
        moved = target(url)
        if at.scheme == "https" and moved.scheme == "http":
            raise FetchError(f"{shown(url)} is not encrypted, but the address that leads there is", hint=_OTHER)
        at = moved
    hint = "Give the address that they end at"
    raise FetchError(f"{shown(url)}: more than {limits.redirects} redirects", hint=hint)


_OTHER = "Ask whoever runs the server for another address"


def _headers(known: Known, login: str) -> dict[str, str]:
    headers = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    if login:
        headers["Authorization"] = f"Basic {b64encode(login.encode()).decode()}"
    return headers


def _answer(at: Target, headers: Mapping[str, str], limits: Limits, resolver: Resolve) -> Any:
    """The beginning of the answer of a server whose address was checked."""
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout

    plain, encrypted = _connections(limits, resolver)
    timeout = Timeout(limits.silence)
    if at.scheme == "https":
        from requests.utils import DEFAULT_CA_BUNDLE_PATH as AUTHORITIES

        pool: HTTPConnectionPool = HTTPSConnectionPool(at.host, at.port, timeout=timeout, ca_certs=AUTHORITIES)
        pool.ConnectionCls = encrypted
    else:
        pool = HTTPConnectionPool(at.host, at.port, timeout=timeout)
        pool.ConnectionCls = plain
    return pool.urlopen("GET", at.path, headers=headers, retries=False, redirect=False, preload_content=False)


def _connections(limits: Limits, resolver: Resolve) -> tuple[Any, Any]:
    """Connections, plain and encrypted, that go only where they may."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    def connect(self: HTTPConnection) -> socket.socket:
        return _connected(self.host.strip("[]"), self.port, limits, resolver)

    inner = {"_new_conn": connect}
    return type("Plain", (HTTPConnection,), inner), type("Encrypted", (HTTPSConnection,), inner)


def _connected(host: str, port: int, limits: Limits, resolver: Resolve) -> socket.socket:
    """A connection to the first address of a host that answers. What was resolved is what is connected to."""
    hint = "Check the address and the connection"
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError):
        raise FetchError(f"there is no host '{host}'", hint=hint) from None
    private = host in limits.private_hosts
    allowed = [one for one in found if private or not is_local(one)]
    if not allowed:
        raise _refused(host)
    for one in allowed:
        with suppress(OSError):
            made = socket.create_connection((one, port), timeout=limits.silence)
            if private or not is_local(made.getpeername()[0]):
                return made
            made.close()
            raise _refused(host)
    raise FetchError(f"{host} is out of reach", hint=hint)


def _refused(host: str) -> FetchError:
    hint = f"If that is meant, add '{host}' under extra.newsroom.fetch.private_hosts in mkdocs.yml"
    return FetchError(f"{host} is an address of this machine or its network, which is not fetched from", hint=hint)


def _taken(reply: BaseHTTPResponse, url: str, limits: Limits, until: float) -> Download:
    """The body of an answer within its limits."""
    known = Known(reply.headers.get("ETag", ""), reply.headers.get("Last-Modified", ""))
    if reply.status == 304:
        return Download(None, url, known=known)
    if reply.status != 200:
        raise FetchError(f"{shown(url)} answered with status {reply.status}", hint=_HINTS.get(reply.status, _OTHER))
    body = bytearray()
    while piece := reply.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > limits.size:
            raise FetchError(f"{shown(url)} is larger than {limits.size:,} bytes", hint=_OTHER)
        if time.monotonic() > until:
            raise _slow(url, limits)
    return Download(bytes(body), url, reply.headers.get("Content-Type", "").partition(";")[0].strip().lower(), known)


_HINTS = {
    401: "Give name and password in the address: https://name:password@host/…",
    403: "Whoever runs the server must allow it",
    404: "Check the address",
    410: "The feed was given up; remove it from your list",
    429: "Ask again later, and less often",
}


def _slow(url: str, limits: Limits) -> FetchError:
    return FetchError(f"{shown(url)} took longer than {limits.seconds:g} seconds", hint="Try again later")


def _told(fault: Exception, url: str, limits: Limits) -> Exception:
    """A fault by its kind alone: the texts of libraries name whole addresses, which may hold a secret."""
    from urllib3 import exceptions

    if isinstance(fault, FetchError):
        return fault
    if isinstance(fault, exceptions.TimeoutError | TimeoutError):
        return FetchError(f"{shown(url)} did not answer within {limits.silence:g} seconds", hint="Try again later")
    if isinstance(fault, exceptions.SSLError):
        return FetchError(f"{shown(url)}: the server's certificate is not valid", hint=_OTHER)
    if isinstance(fault, exceptions.HTTPError | OSError | ValueError):
        kind = type(fault).__name__
        return FetchError(f"{shown(url)} could not be read ({kind})", hint="Check the address and the connection")
    return fault

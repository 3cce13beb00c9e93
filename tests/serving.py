"""A server on loopback that behaves as badly as servers of others do."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Served:
    """A running server: its port, what each path does, and the requests that came: path and headers."""

    port: int
    paths: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(certificate: tuple[Path, Path] | None = None) -> Iterator[Served]:
    """A server, encrypted where there is a certificate and its key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.requests.append((self.path, dict(self.headers)))
            try:
                served.paths.get(self.path, status(404))(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    served = Served(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def body(data: bytes, **headers: str) -> Behaviour:
    """An answer with these headers (`_` for `-`); one with an ETag answers 304 to whoever has it."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        tag, date = headers.get("ETag"), headers.get("Last_Modified")
        known = (tag and request.headers.get("If-None-Match") == tag) or (
            date and request.headers.get("If-Modified-Since") == date
        )
        request.send_response(304 if known else 200)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if not known:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        if not known:
            request.wfile.write(data)

    return answer


def status(code: int, **headers: str) -> Behaviour:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def endless(request: BaseHTTPRequestHandler) -> None:
    """A body that never ends."""
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"<rss>" * 10_000)


def dripping(request: BaseHTTPRequestHandler) -> None:
    """A body that comes byte by byte, each well before anybody calls it silence."""
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b" ")
        time.sleep(0.05)


def silent(request: BaseHTTPRequestHandler) -> None:
    """A server that takes a request and says nothing."""
    time.sleep(3)


def broken_off(request: BaseHTTPRequestHandler) -> None:
    """A body that ends before its announced length."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"<rss>")


def bomb(size: int) -> Behaviour:
    """A small body that unpacks to `size` bytes."""
    return body(gzip.compress(bytes(size), 9), Content_Encoding="gzip")

"""Translation services on loopback that answer in the forms of Google, MyMemory and Microsoft."""

from __future__ import annotations

import html
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

GOOGLE_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Google Translate</title><meta charset="UTF-8"></head><body>'
    '<div class="root-container"><div class="header"><div class="logo-container"></div></div>'
    '<div class="languages-container"><a href="./m?sl=it">Italian</a></div>'
    '<form action="/m"><input type="text" name="q" class="input-field" value="{asked}"></form>'
    '<div class="result-container">{answer}</div><div class="links-container"><ul></ul></div></div></body></html>'
)


def spoken(text: str) -> str:
    """A translation that shows what it was made of: capitals, with the white space that services put around marks."""
    return text.upper().replace("⟦", "⟦ ").replace("⟧", " ⟧")


@dataclass
class Service:
    """A running service. `fault` is called with the number of a request (from 1) and may say how it goes wrong."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    translate: Callable[[str], str] = spoken
    fault: Callable[[int], str] = lambda number: ""
    form: str = "google"
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def body(self, text: str) -> tuple[str, str]:
        """Content type and body of the answer to `text`."""
        answer = self.translate(text)
        if self.form == "google":
            return "text/html; charset=UTF-8", GOOGLE_PAGE.format(asked=html.escape(text), answer=html.escape(answer))
        if self.form == "mymemory":
            match = {"id": "640719", "segment": text, "translation": answer, "quality": "74", "match": 0.99}
            return "application/json; charset=utf-8", json.dumps(
                {
                    "responseData": {"translatedText": answer, "match": 0.99},
                    "quotaFinished": False,
                    "mtLangSupported": None,
                    "responseDetails": "",
                    "responseStatus": 200,
                    "matches": [match],
                }
            )
        return "application/json; charset=utf-8", json.dumps([{"translations": [{"text": answer, "to": "fr"}]}])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""

    def do_GET(self) -> None:
        values = {key: items[0] for key, items in parse_qs(urlsplit(self.path).query).items()}
        self._answer(values, values.get("q", ""))

    def do_POST(self) -> None:
        values = {key: items[0] for key, items in parse_qs(urlsplit(self.path).query).items()}
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(values | {"key": self.headers.get("Ocp-Apim-Subscription-Key", "")}, sent[0]["text"])

    def _answer(self, values: dict[str, str], text: str) -> None:
        service = self.service
        with service.lock:
            service.asked.append(text)
            service.requests.append(values)
            fault = service.fault(len(service.asked))
        if fault == "hang":
            service.released.wait(60)
            self.close_connection = True
        elif fault == "trickle":
            self._trickle()
        elif fault == "drop":
            self.close_connection = True
        elif fault.isdigit():
            self._send(int(fault), "text/html", "<html><title>Error</title><p>That’s an error.</html>")
        elif fault:
            self._send(200, "text/html", fault)
        else:
            self._send(200, *service.body(text))

    def _send(self, status: int, kind: str, body: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _trickle(self) -> None:
        """One byte now and then, which no limit on the wait for data ever notices."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.close_connection = True
        while not self.service.released.is_set():
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


@contextmanager
def service(form: str) -> Iterator[Service]:
    """A service on a free port of 127.0.0.1, in the form of `google`, `mymemory` or `microsoft`."""
    made = Service(form=form)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": made}))
    made.url = f"http://127.0.0.1:{server.server_port}/translate"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.released.set()
        server.shutdown()
        server.server_close()

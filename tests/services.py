"""Translation services on loopback that answer in the forms of the real ones, and fail in every way they do."""

from __future__ import annotations

import html
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from generator.config import EngineSetting
from generator.translate.engines.breaker import Limits

SERVICES = ("google", "mymemory", "microsoft", "libretranslate", "deepl", "llm")
KEYS = {
    "MICROSOFT_API_KEY": "key-of-microsoft",
    "DEEPL_API_KEY": "key-of-deepl",
    "LLM_API_KEY": "key-of-llm",
    "LIBRETRANSLATE_API_KEY": "key-of-libretranslate",
}
"""The environment in which every engine can be made."""
SHORT = Limits(0.5, 0.2, 0.3, 0.3, 200_000, tries=3, wait=0.01, longest=1.5, patience=1.5, failures=6, at_once=4)
"""Limits under which a fault shows within a third of a second."""
PATIENT = replace(SHORT, read=2.0, first=3.0, total=3.0, patience=15.0)
"""Limits under which no busy machine makes an answer late."""

GOOGLE_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Google Translate</title><meta charset="UTF-8"></head><body>'
    '<div class="root-container"><div class="header"><div class="logo-container"></div></div>'
    '<div class="languages-container"><a href="./m?sl=it">Italian</a></div>'
    '<form action="/m"><input type="text" name="q" class="input-field" value="{asked}"></form>'
    '<div class="result-container">{answer}</div><div class="links-container"><ul></ul></div></div></body></html>'
)
LOGIN_PAGE = "<!DOCTYPE html><html><title>Hotel Wi-Fi</title><body><form>Please sign in</form></body></html>"
LANGUAGES = ("ca", "de", "en", "es", "fr", "he", "it", "pb", "pt", "zh", "zt")
"""The codes of a LibreTranslate server, as it writes them."""
_PIECE = re.compile(r"(</?[gx]\b[^>]*>|&#?\w+;)")


def outside_tags(text: str, change: Callable[[str], str]) -> str:
    """The text with everything but its tags and entities changed."""
    return "".join(piece if _PIECE.fullmatch(piece) else change(piece) for piece in _PIECE.split(text))


def spoken(text: str) -> str:
    """A translation that shows what it was made of: capitals, with the white space that services put around marks."""
    return outside_tags(text, str.upper).replace("⟦", "⟦ ").replace("⟧", " ⟧")


@dataclass
class Service:
    """A running service. `fault` is called with the number of a request for translations (from 1) and names the way
    in which it goes wrong (see `_Handler`), or gives the body of the answer; empty: nothing goes wrong.

    `asked` are the texts that came, `requests` the fields that came with them, `calls` all else by method and path.
    `refused` is the status with which DeepL's glossaries are refused.
    """

    form: str = "google"
    url: str = ""
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    translate: Callable[[str], str] = spoken
    fault: Callable[[int], str] = lambda number: ""
    reply: Callable[[Mapping[str, Any]], Any] | None = None
    glossaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def setting(self) -> EngineSetting:
        """The engine that asks this service."""
        model = (("model", "small-4b"),) if self.form == "llm" else ()
        return EngineSetting(self.form, (("url", self.url), *model))

    def body(self, values: Mapping[str, Any], texts: list[str]) -> tuple[int, str, str]:
        """Status, content type and body of the answer to `texts`."""
        if self.reply:
            return 200, JSON, json.dumps(self.reply(values))
        answers = [self.translate(text) for text in texts]
        if self.form == "google":
            page = GOOGLE_PAGE.format(asked=html.escape(texts[0]), answer=html.escape(answers[0]))
            return 200, "text/html; charset=UTF-8", page
        if self.form == "deepl" and values.get("tag_handling") == "xml" and not all(map(_is_xml, texts)):
            return 400, JSON, json.dumps({"message": "Tag handling parsing failed, please check input."})
        return 200, JSON, json.dumps(ANSWERS[self.form](values, texts, answers), ensure_ascii=False)


JSON = "application/json; charset=utf-8"


def _is_xml(text: str) -> bool:
    try:
        ElementTree.fromstring(f"<r>{text}</r>")
    except ElementTree.ParseError:
        return False
    return True


def _mymemory(values: Mapping[str, Any], texts: list[str], answers: list[str]) -> Any:
    match = {"id": "640719", "segment": texts[0], "translation": answers[0], "quality": "74", "match": 0.99}
    return {
        "responseData": {"translatedText": answers[0], "match": 0.99},
        "quotaFinished": False,
        "mtLangSupported": None,
        "responseDetails": "",
        "responseStatus": 200,
        "matches": [match],
    }


def _libretranslate(values: Mapping[str, Any], texts: list[str], answers: list[str]) -> Any:
    """The server's parser writes empty elements in two tags, and every entity is resolved in the end."""
    found = answers[0]
    if values["format"] == "html":
        found = html.unescape(re.sub(r'<x id="(\d+)"/>', r'<x id="\1"></x>', found))
    return {"translatedText": found}


def _deepl(values: Mapping[str, Any], texts: list[str], answers: list[str]) -> Any:
    return {
        "translations": [
            {"detected_source_language": "IT", "text": answer, "billed_characters": len(answer)} for answer in answers
        ]
    }


def completion(content: object, **choice: object) -> Any:
    """An answer of the chat-completions interface whose message has this content."""
    message = {"role": "assistant", "content": content}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, **choice}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 9},
    }


def _llm(values: Mapping[str, Any], texts: list[str], answers: list[str]) -> Any:
    items = [{"id": number, "text": answer} for number, answer in enumerate(answers, 1)]
    return completion(json.dumps({"translations": items}, ensure_ascii=False))


ANSWERS: dict[str, Callable[[Mapping[str, Any], list[str], list[str]], Any]] = {
    "mymemory": _mymemory,
    "microsoft": lambda values, texts, answers: [{"translations": [{"text": answers[0], "to": "fr"}]}],
    "libretranslate": _libretranslate,
    "deepl": _deepl,
    "llm": _llm,
}


def texts_of(form: str, values: Mapping[str, Any]) -> list[str]:
    """The texts that a request wants translated."""
    if form == "llm":
        return [item["text"] for item in json.loads(values["messages"][1]["content"])["texts"]]
    if form == "deepl":
        return list(values["text"])
    return [str(values.get("q", ""))]


class _Handler(BaseHTTPRequestHandler):
    """Faults: `hang`, `slow`, `drop`, `reset`, `trickle`, `half` (the body breaks off), `long` (far too much of it),
    a status, a status with `after N` or `after date` (Retry-After), `to URL` (a redirect), or else the body itself."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms
    service: Service

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Quiet."""

    def do_GET(self) -> None:
        values = {key: items[0] for key, items in parse_qs(urlsplit(self.path).query).items()}
        if self.service.form in ("google", "mymemory"):
            self._answer(values, texts_of(self.service.form, values))
        else:
            self._other("GET", None)

    def do_POST(self) -> None:
        values: dict[str, Any] = {key: items[0] for key, items in parse_qs(urlsplit(self.path).query).items()}
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.service.form == "microsoft":
            key = self.headers.get("Ocp-Apim-Subscription-Key", "")
            self._answer(values | {"key": key}, [sent[0]["text"]])
        elif "/glossaries" in self.path:
            self._other("POST", sent)
        else:
            authorization = self.headers.get("Authorization", "")
            self._answer(sent | {"authorization": authorization, "path": self.path}, texts_of(self.service.form, sent))

    def do_DELETE(self) -> None:
        self._other("DELETE", None)

    def _other(self, method: str, sent: Any) -> None:
        """What is no translation: a server's languages, DeepL's glossaries."""
        service = self.service
        path = urlsplit(self.path).path
        service.calls.append((method, path, sent))
        if path.endswith("/languages"):
            self._send(
                200, JSON, json.dumps([{"code": code, "name": code, "targets": LANGUAGES} for code in LANGUAGES])
            )
        elif service.refused:
            self._send(service.refused, JSON, json.dumps({"message": "Not for this plan"}))
        elif method == "GET":
            self._send(200, JSON, json.dumps({"glossaries": list(service.glossaries.values())}))
        elif method == "DELETE":
            service.glossaries.pop(path.rpartition("/")[2], None)
            self._send(204, JSON, "")
        else:
            made = {
                "glossary_id": f"id-{len(service.calls)}",
                "name": sent["name"],
                "creation_time": "2026-11-20T10:00:00.123456Z",
                "dictionaries": [
                    {key: part[key] for key in ("source_lang", "target_lang")} | {"entry_count": 1}
                    for part in sent["dictionaries"]
                ],
            }
            service.glossaries[made["glossary_id"]] = made
            self._send(201, JSON, json.dumps(made))

    def _answer(self, values: dict[str, Any], texts: list[str]) -> None:
        service = self.service
        with service.lock:
            service.asked += texts
            service.requests.append(values)
            fault = service.fault(len(service.requests))
        status, _, header = fault.partition(" after ")
        if fault in ("hang", "drop", "reset", "trickle", "long"):
            getattr(self, f"_{fault}")()
        elif status.isdigit():
            pause = {"date": formatdate(usegmt=True)}.get(header, header)
            body = "<html><title>Error</title><p>That’s an error.</html>"
            self._send(int(status), "text/html", body, {"Retry-After": pause} if pause else {})
        elif fault.startswith("to "):
            self._send(302, "text/html", "", {"Location": fault[3:]})
        elif fault in ("", "slow", "half"):
            time.sleep(0.1 if fault == "slow" else 0)
            self._send(*service.body(values, texts), cut=fault == "half")
        else:
            self._send(200, "text/html", "" if fault == "empty" else fault)

    def _send(
        self, status: int, kind: str, body: str, headers: Mapping[str, str] = MappingProxyType({}), *, cut: bool = False
    ) -> None:
        data = body.encode()
        self.send_response(status)
        always = {"Content-Type": kind, "Content-Length": str(len(data)), "Set-Cookie": "reader=1; Path=/"}
        for name, value in {**always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.close_connection = self.close_connection or cut

    def _hang(self) -> None:
        self.service.released.wait(60)
        self.close_connection = True

    def _drop(self) -> None:
        self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _endless(self, piece: bytes, pause: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000000")
        self.end_headers()
        self.close_connection = True
        while not self.service.released.wait(pause):
            try:
                self.wfile.write(piece)
            except OSError:
                return

    def _trickle(self) -> None:
        """One byte now and then, which no limit on the wait for data ever notices."""
        self._endless(b" ", 0.05)

    def _long(self) -> None:
        self._endless(b" " * 65536, 0.0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what many tests are about."""


@contextmanager
def service(form: str) -> Iterator[Service]:
    """A service on a free port of 127.0.0.1, in the form of one of `SERVICES`."""
    made = Service(form)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": made}))
    made.url = f"http://127.0.0.1:{server.server_port}" + ("" if form in ("libretranslate", "deepl") else "/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")  # a proxy of the machine must not stand in between
        try:
            yield made
        finally:
            made.released.set()
            server.shutdown()
            server.server_close()


@dataclass(frozen=True)
class Fault:
    """A way in which a service goes wrong: by the connection (`way`, see `_Handler`), or by what it answers."""

    way: str = ""
    answer: Callable[[str], str] = spoken

    def strike(self, running: Service, *, at: int = 0) -> None:
        """Let the fault happen to request number `at`, or to all; an answer goes wrong in all."""
        running.fault = lambda number: self.way if at in (0, number) else ""
        running.translate = self.answer


_MARKS = re.compile(r'<x id="\d+"\s*/>|⟦\d+⟧')
QUOTA = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 10 HOURS"
FAULTS: dict[str, Fault] = {
    "slow": Fault("slow"),
    "hung": Fault("hang"),
    "trickling": Fault("trickle"),
    "reset": Fault("reset"),
    "dropped": Fault("drop"),
    "429": Fault("429"),
    "429 with Retry-After in seconds": Fault("429 after 0"),
    "429 with Retry-After as a date": Fault("429 after date"),
    "429 with Retry-After of an hour": Fault("429 after 3600"),
    "503": Fault("503"),
    "500": Fault("500"),
    "401": Fault("401"),
    "403": Fault("403"),
    "456": Fault("456"),
    "redirect": Fault("to http://login.example/"),
    "page with status 200": Fault(LOGIN_PAGE),
    "truncated": Fault("half"),
    "too long": Fault("long"),
    "empty": Fault("empty"),
    "null": Fault("null"),
    "empty translation": Fault(answer=lambda text: " "),
    "source echoed": Fault(answer=lambda text: text),
    "quota as translation": Fault(answer=lambda text: QUOTA),
    "wrong language": Fault(answer=lambda text: outside_tags(text, lambda words: "Das ist ein ganz anderer Satz.")),
    "placeholders dropped": Fault(answer=lambda text: spoken(_MARKS.sub("", text))),
    "placeholders doubled": Fault(answer=lambda text: spoken(_MARKS.sub(r"\g<0> \g<0>", text))),
}
"""Every fault that a service has been seen to have."""

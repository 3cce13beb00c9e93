"""Bytes as delivered → text.

In: the bytes of a file. Out: text with `\\n` line ends and without a byte order mark. Refuses empty files,
binary files and bytes that are neither UTF-8, nor UTF-16, nor Windows-1252: the three that agencies send.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from generator.errors import ReadError

WIDE, NARROW = ["utf_16_le", "utf_16_be"], ["cp1252"]
"""What charset-normalizer may choose from, where there are NUL bytes and where there are none: left free it takes
Windows-1252 for Windows-1250, and broken text for UTF-16 in Chinese."""

_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""What no text has, line ends and tabulators aside."""


def decode(data: bytes, path: PurePosixPath) -> str:
    """The text of a file. Raises `ReadError` when it is empty, binary or in an encoding that cannot be read."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise ReadError("the file is empty", path=path, hint="Write the article, or remove the file")
    if data.startswith(_SIGNATURES):
        raise ReadError("this is a binary file, not text", path=path, hint="Export the article as plain text")
    text = _text(data, path)
    if _CONTROLS.search(text):
        raise ReadError("this is a binary file, not text", path=path, hint="Export the article as plain text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _text(data: bytes, path: PurePosixPath) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # which few texts need

    best = from_bytes(data, cp_isolation=WIDE if b"\0" in data else NARROW, threshold=1.0, enable_fallback=False).best()
    if best is None:
        line = data[: _first_fault(data)].count(b"\n") + 1
        raise ReadError("the encoding cannot be read", path=path, line=line, hint="Save the file as UTF-8")
    return str(best)


def _first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start
    return 0

"""Notes under `.cache/` that tell by themselves whether they are as they were written.

In: a path and values that JSON can tell, frozen dataclasses among them, or bytes. Out: the file, and what it says, as
values of the type that is asked for. A note bears a digest of what it holds: so whatever cut it short or wrote into it,
no build takes for true what no build noted. Refuses nothing: a note that is missing, damaged or of another type says
nothing, and what it told of is made again; what cannot be told in UTF-8, as a file's name may be, is not noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.files import make_way, write
from generator.stamps import digest

T = TypeVar("T")

_BEGIN, _MIDDLE, _END = b'{"seal":"', b'","note":', b"}"
_LENGTH = len(digest(b""))
_BETWEEN = b"\n"
"""What stands between values, and in none of them, since JSON writes a line break in another way."""
_HEAD = len(_BEGIN) + _LENGTH + len(_MIDDLE)


def save(path: Path, values: object) -> bool:
    """Write a note, unless the file has it already. Returns whether it was written."""
    return save_lines(path, map(as_json, [values]))


def save_lines(path: Path, lines: Iterable[bytes]) -> bool:
    """Write a note of several values, each already as JSON; those of a note that was read need not be made anew."""
    try:
        data = _sealed(lines)
    except UnicodeEncodeError:
        forget(path)
        return False
    try:
        return write(path, data)
    except (IsADirectoryError, NotADirectoryError, FileExistsError):
        make_way(path)
        return write(path, data)


def load(path: Path, kind: type[T]) -> T | None:
    """What a note says; None where it says nothing."""
    lines = load_lines(path)
    return read(lines[0], kind) if len(lines) == 1 else None


def load_lines(path: Path) -> list[bytes]:
    """What a note of several values says, each as JSON; nothing where it says nothing."""
    try:
        inner = opened(path.read_bytes())
    except OSError:
        return []
    return [] if inner is None else inner.split(_BETWEEN)


def as_json(values: object) -> bytes:
    """Values on one line of JSON, for a note. Raises UnicodeEncodeError for a name that is no text."""
    return msgspec.json.encode(values)


def read(line: bytes, kind: type[T]) -> T | None:
    """The value of JSON that a note has on a line; None where it is of another type."""
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError:
        return None


def forget(path: Path) -> None:
    """Have a note say nothing any more."""
    make_way(path)
    path.unlink(missing_ok=True)


def sealed(inner: bytes) -> bytes:
    """Bytes with their digest; a value of JSON stays one."""
    return bytes(_sealed([inner]))


def _sealed(lines: Iterable[bytes]) -> bytearray:
    """Lines with the digest of all. There is one copy of them, because a large site's are tens of megabytes."""
    data = bytearray(_BEGIN + bytes(_LENGTH) + _MIDDLE)
    for number, line in enumerate(lines):
        data += (_BETWEEN if number else b"") + line
    data[len(_BEGIN) : len(_BEGIN) + _LENGTH] = digest(memoryview(data)[_HEAD:]).encode()
    data += _END
    return data


def opened(data: bytes) -> bytes | None:
    """What was sealed; None where it is not as it was then."""
    inner = data[_HEAD : -len(_END)]
    head = b"".join((_BEGIN, digest(inner).encode(), _MIDDLE))
    return inner if len(data) >= _HEAD + len(_END) and data.startswith(head) and data.endswith(_END) else None

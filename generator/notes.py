"""Notes under `.cache/` that tell by themselves whether they are as they were written.

In: a path and values of JSON, or bytes. Out: the file, and what it says. A note bears a digest of what it holds:
so whatever cut it short or wrote into it, no build takes for true what no build noted. Refuses nothing: a note that is
missing or damaged says nothing, and what it told of is made again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.files import make_way, write
from generator.stamps import digest

_BEGIN, _MIDDLE, _END = b'{"seal":"', b'","note":', b"}"
_LENGTH = len(digest(b""))
_HEAD = len(_BEGIN) + _LENGTH + len(_MIDDLE)


def save(path: Path, values: object) -> bool:
    """Write a note, unless the file has it already. Returns whether it was written."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    data = sealed(text.encode("utf-8", "surrogatepass"))  # names of files may be any bytes
    try:
        return write(path, data)
    except (IsADirectoryError, NotADirectoryError, FileExistsError):
        make_way(path)
        return write(path, data)


def load(path: Path) -> Any:
    """What a note says; None where it says nothing."""
    try:
        inner = opened(path.read_bytes())
    except OSError:
        return None
    return None if inner is None else json.loads(inner.decode("utf-8", "surrogatepass"))


def forget(path: Path) -> None:
    """Have a note say nothing any more."""
    make_way(path)
    path.unlink(missing_ok=True)


def sealed(inner: bytes) -> bytes:
    """Bytes with their digest; JSON stays JSON."""
    return b"".join((_BEGIN, digest(inner).encode(), _MIDDLE, inner, _END))


def opened(data: bytes) -> bytes | None:
    """What was sealed; None where it is not as it was then."""
    inner = data[_HEAD : -len(_END)]
    return inner if data == sealed(inner) else None

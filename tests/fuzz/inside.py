"""One target in the process that atheris takes over: `python -m fuzz.inside TARGET SECONDS`.

Modules are instrumented when they are imported, so nothing of the generator may be imported before.
"""

from __future__ import annotations

import sys
import traceback
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

if TYPE_CHECKING:
    from fuzz.targets import Target

LONGEST = 4096
"""Bytes of an input; longer ones of a few repeated pieces are tried by `test_fuzz.py`."""
INSTRUMENTED = ["generator", "markdown_it", "mdit_py_plugins", "mdformat", "polib", "yaml"]


def main(name: str, seconds: str) -> None:
    """Fuzz until the time is over; does not return."""
    with atheris.instrument_imports(include=INSTRUMENTED):
        import mdformat  # noqa: F401 (those that the generator imports within functions)
        import polib  # noqa: F401

        from fuzz.limits import SECONDS, limited
        from fuzz.targets import FOUND, TARGETS

    target = next(target for target in TARGETS if target.name == name)
    corpus, found = FOUND / name / "corpus", FOUND / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in (*(piece.encode("utf-8", "replace") for piece in target.pieces), *_parts(target)):
        (corpus / sha256(seed).hexdigest()[:20]).write_bytes(seed)
    words = FOUND / name / "dictionary"
    words.write_text("".join(f'"{_escaped(piece)}"\n' for piece in target.pieces), encoding="ascii")

    def one(data: bytes) -> None:
        try:
            limited(target.run, data)
        except Exception as fault:
            keep(found, data, fault)

    for path in sorted(found.glob("*.bin")):  # what is mended meanwhile is found no more
        data = path.read_bytes()
        path.unlink()
        path.with_suffix(".txt").unlink()
        one(data)
    bounds = (f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={int(SECONDS) * 10}")
    kept = f"-artifact_prefix={FOUND / name}/"
    atheris.Setup([sys.argv[0], *bounds, kept, "-print_final_stats=1", f"-dict={words}", str(corpus)], one)
    atheris.Fuzz()


def _parts(target: Target) -> list[bytes]:
    """What there is to begin with, as long as inputs may be."""
    return [data[start : start + LONGEST] for data in target.seeds() for start in range(0, len(data), LONGEST)]


def _escaped(piece: str) -> str:
    """A piece as dictionaries of libFuzzer have it."""
    return "".join(f"\\x{byte:02x}" for byte in piece.encode("utf-8", "replace"))


def keep(folder: Path, data: bytes, fault: Exception) -> None:
    """Keep the shortest input of each kind of fault: by its type, and where in the generator it comes from."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "/fuzz/" not in frame.filename]
    own = [frame for frame in frames if "/generator/" in frame.filename] or frames
    place = f"{Path(own[-1].filename).stem}-{own[-1].lineno}" if own else "lost"
    path = folder / f"{type(fault).__name__}-{place}.bin"
    if not path.exists() or len(data) < path.stat().st_size:
        path.write_bytes(data)
        told = "".join(traceback.format_exception(fault))
        path.with_suffix(".txt").write_text(told, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main(*sys.argv[1:])

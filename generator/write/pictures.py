"""Pictures made ready for the web: several widths in AVIF, WebP and JPEG, made once and kept under `.cache/pictures/`.

In: a picture file of `content/`. Out: `<id>/<width>.{avif,webp,jpg}` with nothing in them but pixels, and the one file
that goes beside the Markdown page. The id depends on the picture and on how variants are made, so that a changed
picture has another address, and a known one is never opened again: `<id>.json`, written last, says that all is there.
Refuses, as `ReadError`, what `decoding.py` refuses, and a picture too tall for WebP.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import notes
from generator.errors import ReadError
from generator.files import alone, write
from generator.model import Rendition
from generator.stamps import digest
from generator.write.decoding import in_srgb, load, upright

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 800, 1200, 1600)
"""The widths in pixels at which a picture is offered, as far as it has them."""

# One thread: with more of them the encoder's bytes depend on the machine. Work is shared out by picture instead.
_AVIF: Mapping[str, object] = {"quality": 60, "speed": 8, "max_threads": 1, "autotiling": False}
_SAVING: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "avif": ("AVIF", _AVIF),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
    "png": ("PNG", {}),
    "gif": ("GIF", {}),
}
_VARIANTS = ("avif", "webp", "jpg")
_TALLEST = 16_383
"""The most pixels that WebP can have on a side: 14 bits in its header (RFC 9649, section 2.5)."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a picture: the size of the largest variant, all widths, a digest of every file."""

    width: int
    height: int
    widths: tuple[int, ...]
    files: Mapping[str, str]


def prepare(source: Path, cache: Path, threads: int = 1) -> Rendition:
    """Make the variants of one picture, unless `cache` has them, so many of them at a time. May run for several
    pictures at a time.

    `width` and `height` of the result are those of the largest variant, in pixels. Raises `ReadError`.
    """
    data = load(source)
    recipe = f"{WIDTHS} {_SAVING} {version('pillow')}"
    name = sha256(data + recipe.encode()).hexdigest()[:12]
    if known := _known(cache, name):
        return known
    with alone(cache / f"{name}.lock"):
        return _known(cache, name) or _make(upright(data, source), source, cache, name, threads)


def base(source: Path, cache: Path, rendition: Rendition) -> bytes:
    """The picture that goes beside the Markdown page: as wide as the largest variant, in the format that the name of
    `source` ends in. Raises `ReadError`."""
    ending = source.suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if ending in _VARIANTS:
        return (cache / rendition.id / f"{rendition.width}.{ending}").read_bytes()
    kept = cache / f"{rendition.id}.{ending}.sealed"
    with alone(cache / f"{rendition.id}.lock"):
        if known := notes.opened(kept.read_bytes()) if kept.exists() else None:
            return known
        image = upright(load(source), source)
        made = _encoded(in_srgb(_scaled(image, rendition.width, rendition.height)), ending)
        write(kept, notes.sealed(made))
        return made


def _known(cache: Path, name: str) -> Rendition | None:
    """What was made earlier; None where a file is missing or is not what was written."""
    said = notes.load(cache / f"{name}.json", _Made)
    try:
        whole = said and all(digest((cache / name / file).read_bytes()) == made for file, made in said.files.items())
    except FileNotFoundError:
        return None
    return Rendition(name, said.width, said.height, said.widths) if said and whole else None


def _make(image: Image.Image, source: Path, cache: Path, name: str, threads: int) -> Rendition:
    """Write all variants, then the note that they are there."""
    widths = tuple(width for width in WIDTHS if width <= image.width) or (image.width,)
    height = _height(image, widths[-1])
    if height > _TALLEST:
        hint = "Cut it into several pictures"
        raise ReadError(f"a picture of {image.width} × {image.height} pixels is too tall", path=source, hint=hint)
    shutil.rmtree(cache / name, ignore_errors=True)
    largest = in_srgb(_scaled(image, widths[-1], height))
    scaled = {width: _scaled(largest, width, _height(image, width)) for width in widths}

    def made(file: str) -> str:
        width, ending = file.split(".")
        data = _encoded(scaled[int(width)].copy(), ending)  # Pillow notes in the picture how it is to be saved
        write(cache / name / file, data)
        return digest(data)

    files = [f"{width}.{ending}" for width in reversed(widths) for ending in _VARIANTS]  # what takes longest is first
    with ThreadPoolExecutor(threads) as several:
        digests = several.map(made, files)
    notes.save(cache / f"{name}.json", _Made(widths[-1], height, widths, dict(zip(files, digests, strict=True))))
    return Rendition(name, widths[-1], height, widths)


def _height(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def _scaled(image: Image.Image, width: int, height: int) -> Image.Image:
    from PIL import Image

    return image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, ending: str) -> bytes:
    """The picture as a file of a format; JPEG has no transparency, so there what shines through is white."""
    from PIL import Image

    if ending == "jpg" and image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    name, options = _SAVING[ending]
    with BytesIO() as file:
        image.save(file, name, **dict[str, Any](options))
        return file.getvalue()

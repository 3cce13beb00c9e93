"""A picture file as a camera, a drawing program or an agency delivers it → plain pixels.

In: the bytes of a file. Out: an upright picture of eight bits per channel in sRGB, with or without transparency, that
carries nothing else: no place, no camera, no comment, no colour profile. Refuses, as `ReadError`, what is empty, far
too large, damaged, or in another format than browsers know, whatever its name says.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ReadError

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
_BYTES = 50_000_000
_PIXELS = 100_000_000
_PLAIN, _RATIO = 25_000_000, 200
"""Pixels up to which a picture may be of one colour; pixels that a byte may become in a larger one."""
_SMALLER = "Save it smaller: 1,600 pixels of width are enough"

_ORIENTATION = 0x0112
# What turns a picture upright, by the value of that tag (Exif 2.32, section 4.6.4); 1 is upright.
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def load(source: Path) -> bytes:
    """The bytes of a picture file. Raises `ReadError` where there are none, or more than 50 MB."""
    try:
        size = source.stat().st_size
        data = source.read_bytes() if size <= _BYTES else b""
    except OSError as fault:
        hint = "See that the file is there and may be read"
        raise ReadError(f"the picture cannot be opened: {fault.strerror}", path=source, hint=hint) from fault
    if size > _BYTES:
        raise ReadError(f"the picture has {size / 1e6:,.0f} MB; 50 are allowed", path=source, hint=_SMALLER)
    if not data:
        raise ReadError("the picture is an empty file", path=source, hint="Copy it here again")
    return data


def upright(data: bytes, source: Path) -> Image.Image:
    """The first frame, turned as its EXIF orientation says, as L, RGB, RGBA or CMYK in the colours of its own profile.

    A picture of more than 100 million pixels, or of far more than so few bytes hold, is refused before it is unpacked.
    Raises `ReadError`, naming `source`.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(BytesIO(data), formats=_FORMATS)
            pixels = image.width * image.height
            if pixels > _PIXELS or pixels > max(_PLAIN, _RATIO * len(data)):
                raise Image.DecompressionBombError
            return _turned(_eight_bit(image))
    except UnidentifiedImageError as fault:
        hint = "Export it anew in one of these formats; giving it another name is not enough"
        message = "this is no AVIF, GIF, JPEG, PNG or WebP picture, or only a piece of one"
        raise ReadError(message, path=source, hint=hint) from fault
    except Image.DecompressionBombError as fault:
        message = f"the picture has more than 100 million pixels, or more than {_RATIO} a byte"
        raise ReadError(message, path=source, hint=_SMALLER) from fault
    # On damaged data every decoder fails in a way of its own: OSError, SyntaxError, ValueError, RuntimeError …
    except Exception as fault:
        hint = "Export it again from the program or camera it comes from"
        raise ReadError(f"the picture is damaged: {fault}", path=source, hint=hint) from fault


def _eight_bit(image: Image.Image) -> Image.Image:
    """Pixels that can be scaled and written: a palette cannot be scaled, 16 bits cannot be written as JPEG."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _turned(image: Image.Image) -> Image.Image:
    """Unreadable EXIF data says nothing about orientation; the picture itself may be whole."""
    from PIL import Image

    image.load()
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except SyntaxError:
        turn = None
    return image.transpose(Image.Transpose[turn]) if turn else image


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours of the web, RGB or RGBA, and rid of all that is not pixels.

    A profile that is broken or made for other channels says nothing about the colours: then they are taken as they are.
    """
    from PIL import ImageCms

    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            found = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, found, ImageCms.createProfile("sRGB"), outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError):
            pass
    image = image if image.mode == mode else image.convert(mode)
    image.info = {}
    return image

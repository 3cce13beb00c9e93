"""One share picture: 1200 × 630 pixels, the site's name, a kicker, a headline, and the article's picture if it has one.

In: a `Card` and a `Pen` for its locale. Out: the bytes of a PNG, the same for the same card, fonts and Pillow. Colours
are few (the text's two hues in eight steps each), so that the file is small and quickly written. Refuses, as OSError, a
picture that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from generator.fonts import Style
from generator.publish.cards.lines import wrap, wrap_anyhow
from generator.publish.cards.pen import Pen, Way

WIDTH, HEIGHT = 1200, 630
"""What Open Graph's readers ask for: 1.91 to 1."""
_GROUND, _PALE, _WHITE = (0, 0x59, 0x4F), (0xA3, 0xDD, 0xD2), (255, 255, 255)
"""The theme's accent, and what stands out against it (contrast 5.4 and 8.3)."""
_STEPS = 8
_PHOTO_COLOURS = 256 - 2 * _STEPS
_PHOTO = 470
_MARGIN, _GAP = 72, 60
_SIZES = ((88, 2), (80, 3), (72, 3), (66, 4), (60, 4), (54, 4), (48, 5), (42, 6))
"""Sizes of the headline, each with the lines that look well in it."""
_PROBE, _SAFE = 66, 0.985
"""Words are measured in one size only; hinting makes the others differ by less than what is left free."""
_LEADING = 1.26
_RUNS = 3
"""zlib's strategy for run lengths alone, `Z_RLE` of its manual."""
_NAME, _KICKER = 34, 32
_TOP, _RULE, _BOTTOM = 96, 128, 578
"""The base line of the site's name, the rule below it, and the end of the room for the rest."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn. `photo` is a JPEG file or empty; without a headline the site's name stands in its place."""

    tag: str
    way: Way
    site: str
    kicker: str
    headline: str
    photo: str = ""


def draw(card: Card, pen: Pen, photo: Image.Image | None = None) -> bytes:
    """The picture as PNG; `photo` is what `photograph` made of the card's, if somebody has it."""
    canvas = Image.new("L", (WIDTH, HEIGHT))
    inner = WIDTH - 2 * _MARGIN if not card.photo else WIDTH - _PHOTO - _MARGIN - _GAP
    start = _MARGIN if card.way == "ltr" else WIDTH - _MARGIN - inner
    lines, size = _headline(card, pen, inner)
    below = _masthead(canvas, card, pen, start, inner) if card.headline else 0
    leading = round(size * _LEADING)
    kicker = card.kicker if card.headline else ""
    height = leading * len(lines) + (_KICKER * 2 if kicker else 0)
    base = below + max((_BOTTOM - below - height) // 2, 24)
    strip = (start, base, start + inner, base + round(_KICKER * 1.6))
    if kicker:
        _line(canvas, pen, kicker, (start, base + _KICKER), inner, _KICKER)
        base += _KICKER * 2
    for line in lines:
        base += leading
        _line(canvas, pen, line, (start, base - leading + size), inner, size)
    if card.photo and photo is None:
        photo = photograph(card.photo)
    return _png(canvas, strip if kicker else None, card.way, photo)


def _headline(card: Card, pen: Pen, width: int) -> tuple[list[str], int]:
    """Its lines in the largest size in which whole words fill the room, else in the smallest."""
    text = card.headline or card.site
    room = _BOTTOM - _RULE - _KICKER * 2 - 24
    measure = lru_cache(maxsize=None)(partial(pen.width, size=_PROBE, style="serif"))
    for size, most in _SIZES:
        scaled = width * _PROBE / size * _SAFE
        lines = wrap(text, measure, scaled, min(most + bool(card.photo), int(room / (size * _LEADING))))
        if lines:
            return lines, size
    return wrap_anyhow(text, measure, scaled, int(room / (size * _LEADING))), size


def _masthead(canvas: Image.Image, card: Card, pen: Pen, start: int, width: int) -> int:
    """The site's name over a rule; returns where it ends."""
    _line(canvas, pen, card.site, (start, _TOP), width, _NAME)
    ImageDraw.Draw(canvas).rectangle((start, _RULE, start + width - 1, _RULE + 1), fill=_STEPS // 2 - 1)
    return _RULE


def _line(canvas: Image.Image, pen: Pen, text: str, at: tuple[int, int], room: int, size: int) -> None:
    """A line that begins at the side where its script begins; what is too long is left out at its end."""
    style: Style = "sans" if size == _KICKER else "serif"
    wide = pen.width(text, size, style)
    while wide > room and len(text) > 2:
        text = f"{text[: len(text) * 9 // 10].rstrip('… ')}…"
        wide = pen.width(text, size, style)
    left, base = at
    pen.draw(canvas, (left if pen.way == "ltr" else left + room - wide, base), text, size, style, _STEPS - 1)


def _png(canvas: Image.Image, kicker: tuple[int, int, int, int] | None, way: Way, photo: Image.Image | None) -> bytes:
    """Steps of coverage → colours, with the photograph beside the text."""
    if kicker:
        canvas.paste(canvas.crop(kicker).point(_shifted(_STEPS)), kicker[:2])
    colours = [*_ramp(_WHITE), *_ramp(_PALE)]
    if photo:
        left = WIDTH - _PHOTO if way == "ltr" else 0
        canvas.paste(Image.frombytes("L", photo.size, photo.tobytes()).point(_shifted(2 * _STEPS)), (left, 0))
        colours += (photo.getpalette() or [])[: 3 * _PHOTO_COLOURS]
    canvas.putpalette(colours)
    written = BytesIO()
    if photo:
        canvas.save(written, "PNG", compress_level=3)
    else:  # nothing but flat colour and letters: runs of one value are all that there is to find
        canvas.save(written, "PNG", compress_level=1, compress_type=_RUNS)
    return written.getvalue()


def photograph(path: str) -> Image.Image:
    """The article's picture, cut to the room for it, in the colours that are left."""
    with Image.open(Path(path)) as opened:
        opened.draft("RGB", (_PHOTO, HEIGHT))
        fitted = ImageOps.fit(opened.convert("RGB"), (_PHOTO, HEIGHT), Image.Resampling.BICUBIC, centering=(0.5, 0.4))
    palette = fitted.quantize(_PHOTO_COLOURS, Image.Quantize.FASTOCTREE)
    return fitted.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


def _shifted(by: int) -> list[int]:
    return [min(value + by, 255) for value in range(256)]


def _ramp(colour: tuple[int, int, int]) -> list[int]:
    """The ground turning into a colour."""
    last = _STEPS - 1
    return [
        round(ground + (full - ground) * step / last)
        for step in range(_STEPS)
        for ground, full in zip(_GROUND, colour, strict=True)
    ]

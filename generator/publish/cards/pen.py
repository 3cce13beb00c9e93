"""Text in any mixture of scripts, measured and drawn.

In: a text, a size in pixels, the fonts. Out: its width, or its drawing on a grey canvas. Directions are resolved as in
Unicode's UAX 9, cut down to what headlines hold: one level of words that run the other way. Inside a run the shaping is
HarfBuzz's, by Pillow's Raqm. Glyphs of scripts whose letters do not join are drawn once and kept: hinting makes
drawing them the slowest part of a picture. Refuses nothing: characters that no font has are left out, and named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from generator.fonts import Face, Fonts, Style, script_of

Way = Literal["ltr", "rtl"]
_LOOSE = frozenset({"LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", ""})
"""Scripts whose letters stand each for itself."""
_TURNING = frozenset({"R", "AL", "AN"})
"""Classes of characters that run from right to left, or do so after one that does."""
_GLYPHS = 2_000
"""Glyphs of a face in a size that are kept, of some kilobytes each: Chinese has more than there is room for."""
_MISSING = "\U0010ffff"
"""A code point that is no character, so that every font draws its sign for a missing glyph."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line in one face that runs one way; `loose` where its letters do not join."""

    text: str
    face: Face
    way: Way
    loose: bool


@dataclass(slots=True)
class Cut:
    """A face in one size: its font, the distances of its characters, and glyphs with their places, as many as a process
    keeps."""

    font: ImageFont.FreeTypeFont
    thick: float
    advances: dict[str, float] = field(default_factory=dict)
    glyphs: dict[str, tuple[Image.Image, int, int]] = field(default_factory=dict)

    def advance(self, pair: str) -> float:
        """How far the first of two characters moves on, kerned for the second."""
        if pair not in self.advances:
            after = self.font.getlength(pair[1]) if len(pair) > 1 else 0
            self.advances[pair] = self.font.getlength(pair) - after
        return self.advances[pair]

    def glyph(self, char: str) -> tuple[Image.Image, int, int]:
        """A glyph, and where it stands from the pen's place on the base line."""
        if char not in self.glyphs:
            if len(self.glyphs) == _GLYPHS:
                self.glyphs.clear()
            edges = self.font.getbbox(char, anchor="ls", stroke_width=self.thick)
            left, top, right, bottom = (round(edge) for edge in edges)
            image = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
            ImageDraw.Draw(image).text((-left, -top), char, 255, self.font, "ls", stroke_width=self.thick)
            self.glyphs[char] = (image, left, top)
        return self.glyphs[char]


@lru_cache(maxsize=100)
def cut_of(face: Face, size: int) -> Cut:
    """A face in a size. Locales share it, because what it holds follows from both alone, and measuring letters takes
    long."""
    return Cut(ImageFont.truetype(face.path, size * face.scale, index=face.index), size / 60 if face.thin else 0)


@dataclass(slots=True)
class Pen:
    """Draws for one locale. It remembers coverage, directions and the widths of words, which headlines share; one for
    each process."""

    fonts: Fonts
    tag: str
    way: Way
    _loose: dict[str, bool] = field(default_factory=dict)
    _covered: dict[tuple[Face, str], bool] = field(default_factory=dict)
    _chosen: dict[tuple[str, Style], Face | None] = field(default_factory=dict)
    _widths: dict[tuple[str, int, Style], float] = field(default_factory=dict)
    _parted: dict[tuple[str, Style], list[Stretch]] = field(default_factory=dict)

    def missing(self, text: str, style: Style) -> frozenset[str]:
        """The scripts of the letters in `text` that no font has."""
        return frozenset(script_of(char) for char in set(text) if script_of(char) and not self._face(char, style))

    def width(self, text: str, size: int, style: Style) -> float:
        """The width of a line in pixels."""
        key = (text, size, style)
        if key not in self._widths:
            self._widths[key] = sum(self._wide(stretch, size) for stretch in self._stretches(text, style))
        return self._widths[key]

    def draw(
        self, canvas: Image.Image, at: tuple[float, int], text: str, size: int, style: Style, ink: int = 255
    ) -> None:
        """Draw a line in the value `ink`; `at` is its left end on the base line."""
        left, base = at
        for stretch in _visual(self._stretches(text, style), self.way):
            wide = self._wide(stretch, size)
            if stretch.loose:
                self._set(canvas, (left, base), stretch, size, ink)
            else:
                brush = ImageDraw.Draw(canvas)
                font, language = cut_of(stretch.face, size).font, self.tag
                brush.text((left, base), stretch.text, ink, font, "ls", direction=stretch.way, language=language)
            left += wide

    def _wide(self, stretch: Stretch, size: int) -> float:
        cut = cut_of(stretch.face, size)
        if stretch.loose:
            return sum(cut.advance(stretch.text[number : number + 2]) for number in range(len(stretch.text)))
        return cut.font.getlength(stretch.text, direction=stretch.way, language=self.tag)

    def _set(self, canvas: Image.Image, at: tuple[float, int], stretch: Stretch, size: int, ink: int) -> None:
        """Put the glyphs of a stretch one beside the other."""
        left, base = at
        cut = cut_of(stretch.face, size)
        for number, char in enumerate(stretch.text):
            glyph, right, down = cut.glyph(char)
            canvas.paste(ink, (round(left) + right, base + down), glyph)
            left += cut.advance(stretch.text[number : number + 2])

    def _is_loose(self, char: str) -> bool:
        """Whether a character stands for itself."""
        if char not in self._loose:
            self._loose[char] = script_of(char) in _LOOSE and not unicodedata.combining(char)
        return self._loose[char]

    def _face(self, char: str, style: Style) -> Face | None:
        """The first face that has a character; of one without a glyph of its own (joiners), the first of all."""
        key = (char, style)
        if key not in self._chosen:
            faces = self.fonts.faces(script_of(char), self.tag, style)
            having = (face for face in faces if self._has(face, char))
            self._chosen[key] = next(having, None)
        return self._chosen[key]

    def _has(self, face: Face, char: str) -> bool:
        """Whether a face draws a character otherwise than one that it lacks."""
        if (face, char) not in self._covered:
            font = cut_of(face, 20).font
            self._covered[face, char] = bytes(font.getmask(char)) != bytes(font.getmask(_MISSING))
        return self._covered[face, char]

    def _stretches(self, text: str, style: Style) -> list[Stretch]:
        """A line in logical order, cut where direction or face change."""
        key = (text, style)
        if key not in self._parted:
            self._parted[key] = list(self._part(text, style))
        return self._parted[key]

    def _part(self, text: str, style: Style) -> Iterator[Stretch]:
        ways = _ways(text, self.way)
        marked: list[tuple[Way, Face, str]] = []
        for way, char in zip(ways, text, strict=True):
            face = self._beside(marked[-1][1] if marked else None, char, style)
            if face:
                marked.append((way, face, char))
        for (way, face), group in groupby(marked, key=lambda mark: mark[:2]):
            part = "".join(char for _, _, char in group)
            yield Stretch(part, face, way, way == "ltr" and all(map(self._is_loose, part)))

    def _beside(self, before: Face | None, char: str, style: Style) -> Face | None:
        """The face of a character that follows another: signs and marks stay in the same one if it has them."""
        if before and (char.isspace() or unicodedata.category(char) in ("Cf", "Mn", "Mc")):
            return before
        if before and not script_of(char) and self._has(before, char):
            return before
        return self._face(char, style)


def _ways(text: str, base: Way) -> list[Way]:
    """Which way each character runs: letters their own, figures that of the letter before, signs that of both
    neighbours, or the line's."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    if base == "ltr" and _TURNING.isdisjoint(kinds):
        return [base] * len(text)
    strong: list[Way | None] = []
    for kind in kinds:
        before = next((way for way in reversed(strong) if way), base)
        own: Way | None = "rtl" if kind in ("R", "AL") else "ltr" if kind == "L" else None
        strong.append(before if kind in ("EN", "AN", "NSM") else own)
    ways: list[Way] = []
    for number, own in enumerate(strong):
        before = ways[-1] if ways else base
        after = next((way for way in strong[number:] if way), base)
        ways.append(own or (before if before == after else base))
    return ways


def _visual(stretches: list[Stretch], base: Way) -> list[Stretch]:
    """Stretches from left to right."""
    groups = [list(group) for _, group in groupby(stretches, key=lambda stretch: stretch.way)]
    ordered = groups if base == "ltr" else groups[::-1]
    return [stretch for group in ordered for stretch in (group if group[0].way == "ltr" else group[::-1])]

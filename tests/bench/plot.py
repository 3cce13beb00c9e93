"""Seconds of a full build against the number of articles, drawn as an SVG that suits light and dark pages.

In: curves, each with a name and points (articles, seconds). Out: the text of an SVG. Both axes are logarithmic, so that
what grows in proportion is a straight line, and equal ratios are equal distances. Refuses (ValueError) no points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 30, 60
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #30343b }
  .grid { stroke: #d5d9e0 } .axis { stroke: #6b7280 }
  .curve { fill: none; stroke-width: 2.5 }
  .c0 { stroke: #0b6e99; fill: #0b6e99 } .c1 { stroke: #b4541a; fill: #b4541a } .c2 { stroke: #5b7f1f; fill: #5b7f1f }
  .curve.c0, .curve.c1, .curve.c2 { fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #d9dee7 } .grid { stroke: #3a404b } .axis { stroke: #8b94a3 }
    .c0 { stroke: #5cc0ea; fill: #5cc0ea } .c1 { stroke: #f0975b; fill: #f0975b } .c2 { stroke: #a5cf5f; fill: #a5cf5f }
  }
"""


@dataclass(frozen=True, slots=True)
class Curve:
    """A name and its points: articles and seconds, ascending."""

    name: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places along an axis."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return round(self.start + share * (self.end - self.start), 1)


def draw(curves: Sequence[Curve]) -> str:
    """The whole picture."""
    points = [point for curve in curves for point in curve.points]
    if not points:
        raise ValueError("there is nothing to draw")
    sizes = sorted({articles for articles, _ in points})
    across = _Scale(sizes[0] / 1.3, sizes[-1] * 1.3, LEFT, WIDTH - RIGHT)
    low = 10 ** math.floor(math.log10(min(seconds for _, seconds in points)))
    high = 10 ** math.ceil(math.log10(max(seconds for _, seconds in points)))
    up = _Scale(low, max(high, low * 10), HEIGHT - BOTTOM, TOP)
    parts = [
        *_axes(sizes, across, up),
        *(part for place, curve in enumerate(curves) for part in _curve(curve, place, across, up)),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join((head, f"<style>{_STYLE}</style>", *parts, "</svg>\n"))


def _axes(sizes: Sequence[int], across: _Scale, up: _Scale) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    seconds = up.low
    while seconds <= up.high * 1.001:
        yield f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{up(seconds)}" y2="{up(seconds)}"/>'
        yield f'<text x="{LEFT - 8}" y="{up(seconds) + 4}" text-anchor="end">{seconds:,g} s</text>'
        seconds *= 10
    for articles in sizes:
        yield f'<line class="axis" x1="{across(articles)}" x2="{across(articles)}" y1="{bottom}" y2="{bottom + 5}"/>'
        yield f'<text x="{across(articles)}" y="{bottom + 20}" text-anchor="middle">{articles:,}</text>'
    yield f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>'
    yield f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 15}" text-anchor="middle">articles, in six locales each</text>'


def _curve(curve: Curve, place: int, across: _Scale, up: _Scale) -> Iterator[str]:
    places = [(across(articles), up(seconds)) for articles, seconds in curve.points]
    if not places:
        return
    path = " ".join(f"{x},{y}" for x, y in places)
    yield f'<polyline class="curve c{place}" points="{path}"/>'
    yield from (f'<circle class="c{place}" cx="{x}" cy="{y}" r="4"/>' for x, y in places)
    x, y = places[-1]  # curves rise: before their end there is room above them, behind it below
    last = x > WIDTH - RIGHT - 200
    place_of = f'x="{x}" y="{y - 12}" text-anchor="end"' if last else f'x="{x + 10}" y="{y + 18}"'
    yield f"<text {place_of}>{escape(curve.name)}</text>"

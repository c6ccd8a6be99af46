"""A chart as SVG, by hand: axes, lines, points, bars and a legend, for the few plots of the model card.

A plotting library would bring nine packages for four pictures, and none of them writes one file that is legible on a
light and a dark page alike: here colours follow the reader's scheme. The same chart is the same bytes, so that a plot
drawn anew changes only where a figure did. Series differ by dash and marker too, not by colour alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 720
HEIGHT: Final = 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 44, 58
_DASHES: Final = ("", "7 4", "2 3", "10 3 2 3", "4 4", "12 4")
# Okabe and Ito's colours, which most colour-blind people tell apart, darker on white and lighter on black.
_LIGHT: Final = ("#0072b2", "#c04c00", "#007a58", "#a8447f", "#8a6200", "#555555")
_DARK: Final = ("#56b4e9", "#ff9a52", "#3fcf9f", "#e79ac6", "#f0c040", "#b0b0b0")
_STYLE: Final = """
svg { color-scheme: light dark; font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
.page { fill: #ffffff; } text { fill: #1f2328; } .title { font-weight: 600; font-size: 15px; }
.small { fill: #59636e; font-size: 12px; } .grid { stroke: #d1d9e0; stroke-width: 1; } .mark { stroke: #59636e; }
path, line { fill: none; } .area { fill-opacity: 0.18; } .series { stroke-width: 2; }
"""
_DARK_STYLE: Final = """
.page { fill: #0d1117; } text { fill: #f0f6fc; } .small { fill: #9198a1; } .grid { stroke: #30363d; }
.mark { stroke: #9198a1; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One direction of a chart.

    Attributes:
        title: What is measured, with its unit.
        low: Value at the left or the bottom; above 0 on a logarithmic axis, above 0 and below 1 on one of log-odds.
        high: Value at the right or the top.
        ticks: Values to mark, with what to write there.
        scale: ``linear``, ``log``, or ``log-odds``.
    """

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    scale: str = "linear"

    def place(self, value: float) -> float:
        """Return where *value* lies between both ends, 0 to 1; a value beyond is put at the end."""
        low, at, high = (self._scaled(one) for one in (self.low, min(max(value, self.low), self.high), self.high))
        return (at - low) / (high - low)

    def _scaled(self, value: float) -> float:
        if self.scale == "linear":
            return value
        return math.log(value if self.scale == "log" else value / (1 - value))


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def style(series: int) -> str:
    """Return the rules of as many *series* as a chart has, in both schemes."""
    both = [
        "".join(f".s{at} {{ stroke: {colour}; }} .f{at} {{ fill: {colour}; }}\n" for at, colour in enumerate(of))
        for of in (_LIGHT[:series], _DARK[:series])
    ]
    return f"{_STYLE}{both[0]}@media (prefers-color-scheme: dark) {{{_DARK_STYLE}{both[1]}}}\n"


@dataclass(slots=True, kw_only=True)
class Chart:
    """A chart that is being drawn.

    Attributes:
        title: Says what it shows.
        about: Says it to those who cannot see it.
        x: The horizontal axis.
        y: The vertical axis; None for bars with names at their left.
        height: In pixels.
        left: Room at the left for names, in pixels.
    """

    title: str
    about: str
    x: Axis
    y: Axis | None = None
    height: int = HEIGHT
    left: int = _LEFT
    _marks: list[str] = field(default_factory=list)
    _legend: list[str] = field(default_factory=list)

    def at_x(self, value: float) -> float:
        """Return the pixel of *value* on the horizontal axis."""
        return self.left + self.x.place(value) * (WIDTH - self.left - _RIGHT)

    def at_y(self, value: float) -> float:
        """Return the pixel of *value* on the vertical axis."""
        assert self.y is not None  # noqa: S101 - charts of bars place their marks by row
        return self.height - _BOTTOM - self.y.place(value) * (self.height - _TOP - _BOTTOM)

    def line(self, points: Sequence[tuple[float, float]], series: int, *, area: bool = False) -> None:
        """Draw a line through *points* in the colour and dash of *series*; filled down to the axis if an *area*."""
        path = "M" + " L".join(f"{_number(self.at_x(x))} {_number(self.at_y(y))}" for x, y in points)
        if area:
            ground = _number(self.height - _BOTTOM)
            first, last = (_number(self.at_x(points[end][0])) for end in (0, -1))
            self._marks.append(f'<path class="area f{series}" d="{path} L{last} {ground} L{first} {ground} Z"/>')
        dash = f' stroke-dasharray="{_DASHES[series]}"' if _DASHES[series] else ""
        self._marks.append(f'<path class="series s{series}"{dash} d="{path}"/>')

    def point(self, x: float, y: float, interval: tuple[float, float], series: int) -> None:
        """Draw a point with the *interval* of its height."""
        at, low, high = _number(self.at_x(x)), *(_number(self.at_y(end)) for end in interval)
        self._marks.append(f'<line class="s{series}" stroke-width="1.5" x1="{at}" x2="{at}" y1="{low}" y2="{high}"/>')
        self._marks.append(f'<circle class="f{series}" cx="{at}" cy="{_number(self.at_y(y))}" r="4"/>')

    def guide(self, start: tuple[float, float], end: tuple[float, float], words: str = "") -> None:
        """Draw a dashed line from *start* to *end*, with *words* beside its end."""
        (x1, y1), (x2, y2) = ((self.at_x(x), self.at_y(y)) for x, y in (start, end))
        ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
        self._marks.append(f'<line class="mark" stroke-dasharray="3 3" {ends}/>')
        if words:
            self._marks.append(_text(x2 + 6, y2 + 14, words, "small"))

    def bar(self, value: float, top: float, thickness: float, series: int, words: str) -> None:
        """Draw a bar from the left to *value* at pixel *top*, *thickness* pixels high, with *words* at its end."""
        wide = self.at_x(value) - self.left
        size = f'width="{_number(max(wide, 1))}" height="{_number(thickness)}"'
        self._marks.append(f'<rect class="f{series}" x="{self.left}" y="{_number(top)}" {size}/>')
        self._marks.append(_text(self.left + wide + 5, top + thickness - 2, words, "small"))

    def name(self, words: str, middle: float) -> None:
        """Write *words* at the left of the bars around pixel *middle*."""
        self._marks.append(_text(self.left - 8, middle + 4, words, anchor="end"))

    def legend(self, names: Sequence[str], left: float, top: float) -> None:
        """Write the *names* of the series under each other from pixel (*left*, *top*), each with its line."""
        for series, name in enumerate(names):
            y = top + 18 * series
            dash = f' stroke-dasharray="{_DASHES[series]}"' if _DASHES[series] else ""
            ends = f'x1="{_number(left)}" x2="{_number(left + 26)}" y1="{_number(y)}" y2="{_number(y)}"'
            self._legend.append(f'<line class="series s{series}"{dash} {ends}/>')
            self._legend.append(_text(left + 33, y + 4, name))

    def _axes(self) -> list[str]:
        bottom = self.height - _BOTTOM
        drawn = []
        for value, words in self.x.ticks:
            x = _number(self.at_x(value))
            drawn.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{bottom}"/>')
            drawn.append(_text(self.at_x(value), bottom + 18, words, "small", "middle"))
        drawn.append(_text((self.left + WIDTH - _RIGHT) / 2, bottom + 42, self.x.title, anchor="middle"))
        if self.y is not None:
            for value, words in self.y.ticks:
                y = _number(self.at_y(value))
                drawn.append(f'<line class="grid" x1="{self.left}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
                drawn.append(_text(self.left - 8, self.at_y(value) + 4, words, "small", "end"))
            middle = _number((_TOP + bottom) / 2)
            turned = f'transform="rotate(-90 16 {middle})" x="16" y="{middle}" text-anchor="middle"'
            drawn.append(f"<text {turned}>{escape(self.y.title)}</text>")
        return drawn

    def render(self) -> str:
        """Return the chart as a document."""
        size = f'width="{WIDTH}" height="{self.height}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" {size} role="img">',
            f"<title>{escape(self.title)}</title>",
            f"<desc>{escape(self.about)}</desc>",
            f"<style>{style(len(_LIGHT))}</style>",
            f'<rect class="page" {size}/>',
            _text(self.left if self.y else 16, 26, self.title, "title"),
            *self._axes(),
            *self._marks,
            *self._legend,
            "</svg>\n",
        ]
        return "\n".join(lines)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{_number(x)}" y="{_number(y)}"{kind}{anchor}>{escape(words)}</text>'

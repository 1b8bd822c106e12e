"""Reliability: per band of support_low, how many leads are right; as a table and as a drawing.

The shares are of the leads that were looked at, right and wrong mixed as they came, and no probability for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from keerpunt.values.likelihood import wilson

BANDS = (-99_000, -1000, -301, 0, 301, 1000, 2000, 3000, 99_000)
"""Bounds of the bands, thousandths of log10; the outer ones stand for everything beyond."""
OUTER = 90_000
LEFT, TOP, SIDE = 70, 90, 300
INK, OURS, PALE = "#1c2327", "#1b5e7d", "#9aa5ad"


@dataclass(frozen=True, slots=True)
class Band:
    """Leads whose support_low lies from `low` up to below `high`; `lower` and `upper`: Wilson 95 % of their share."""

    low: int
    high: int
    leads: int
    share: float | None
    lower: float
    upper: float

    @property
    def text(self) -> str:
        """Return the bounds in log10, a bound that stands for everything left out."""
        return " to ".join(f"{end / 1000:.1f}" if abs(end) < OUTER else "" for end in (self.low, self.high))


def reliability(told: Iterable[tuple[int, bool]]) -> list[Band]:
    """Return the bands of support_low values, each value with whether the lead is right."""
    values = list(told)
    bands = []
    for low, high in pairwise(BANDS):
        within = [right for value, right in values if low <= value < high]
        lower, upper = wilson(sum(within), len(within))
        bands.append(Band(low, high, len(within), sum(within) / len(within) if within else None, lower, upper))
    return bands


def drawn(bands: Sequence[Band], left: int, title: str) -> list[str]:
    """Return the SVG elements of one plot: a point for the share of each band, a line for its interval."""
    parts = frame(left, title, "lower end of support, log10", "true")
    filled = [band for band in bands if band.share is not None]
    for place, band in enumerate(filled):
        x = left + SIDE * (place + 0.5) / len(filled)
        upper, lower, share = (TOP + SIDE * (1 - value) for value in (band.upper, band.lower, band.share or 0.0))
        parts += [
            f'<path d="M{x:.0f} {upper:.1f}V{lower:.1f}" stroke="{OURS}" stroke-width="2"/>',
            f'<circle cx="{x:.0f}" cy="{share:.1f}" r="4" fill="{OURS}"/>',
            f'<text x="{x:.0f}" y="{TOP + SIDE + 14}" text-anchor="middle" font-size="9">{band.text}</text>',
            (
                f'<text x="{x:.0f}" y="{TOP + SIDE + 26}" text-anchor="middle" font-size="9" fill="{PALE}">'
                f"{band.leads:,}</text>"
            ),
        ]
    return parts


def frame(left: int, title: str, across: str, up: str) -> list[str]:
    """Return the SVG elements of a square with a title, words for both axes and shares up its side."""
    return [
        f'<text x="{left}" y="{TOP - 18}" font-weight="bold">{escape(title)}</text>',
        f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{PALE}"/>',
        f'<text x="{left + SIDE / 2:.0f}" y="{TOP + SIDE + 44}" text-anchor="middle">{escape(across)}</text>',
        (
            f'<text x="{left - 46}" y="{TOP + SIDE / 2:.0f}" text-anchor="middle"'
            f' transform="rotate(-90 {left - 46} {TOP + SIDE / 2:.0f})">{escape(up)}</text>'
        ),
        *(
            f'<text x="{left - 8}" y="{TOP + SIDE * (1 - share) + 4:.0f}" text-anchor="end">{share:.0%}</text>'
            for share in (0, 0.5, 1)
        ),
    ]


def drawing(parts: Sequence[str], width: int, height: int) -> str:
    """Return a whole SVG of elements."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        f' font-size="12" fill="{INK}">\n<rect width="{width}" height="{height}" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def plots(title: str, told: str, by_name: Mapping[str, Sequence[Band]]) -> str:
    """Return an SVG with one plot of bands for each name, side by side, under a title and a line of text."""
    gap = 100
    parts = [
        f'<text x="8" y="22" font-weight="bold">{escape(title)}</text>',
        f'<text x="8" y="42" fill="{PALE}">{escape(told)}</text>',
    ]
    for place, (name, bands) in enumerate(by_name.items()):
        parts += drawn(bands, LEFT + place * (SIDE + gap), name)
    return drawing(parts, LEFT + len(by_name) * (SIDE + gap) - gap + 30, TOP + SIDE + 70)

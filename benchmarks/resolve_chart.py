"""Draws the figures of `benchmarks/resolve.py` as an SVG: F1 and persons wrongly merged, keerpunt beside Splink.

    python benchmarks/resolve_chart.py docs/benchmarks/resolve.json docs/benchmarks/resolve.svg

A bar is the median over the seeds, its whisker reaches from the least to the most of them.
"""

from __future__ import annotations

import json
import math
import sys
from html import escape
from pathlib import Path
from typing import Any

SIDES = {"keerpunt": ("keerpunt", "#1b5e7d"), "splink": ("Splink, its documented model", "#b8651b"),
         "splink_near": ("Splink, streets by edit distance", "#d9a441")}  # fmt: skip
BAR, GAP, LEFT, PANEL, BETWEEN, TOP = 16, 18, 110, 270, 130, 64
MOST_MERGED = 10_000
INK = "#1d2730"


def _scale(figure: str, value: float) -> float:
    """Return the place of a value from 0 to 1: F1 as it is, persons by their logarithm, none at 0."""
    if figure == "f1":
        return value
    return math.log10(1 + value) / math.log10(1 + MOST_MERGED)


def _bar(figure: str, spread: dict[str, float], left: int, top: int, colour: str) -> list[str]:
    least, median, most = (_scale(figure, spread[name]) * PANEL for name in ("least", "median", "most"))
    shown = f"{spread['median']:.3f}" if figure == "f1" else f"{spread['median']:,.0f}"
    middle = top + BAR / 2
    return [
        f'<rect x="{left}" y="{top}" width="{max(median, 1):.1f}" height="{BAR}" fill="{colour}" rx="2"/>',
        f'<line x1="{left + least:.1f}" x2="{left + most:.1f}" y1="{middle}" y2="{middle}" stroke="{INK}"/>',
        f'<text x="{left + max(median, most) + 6:.1f}" y="{top + BAR - 4}">{shown}</text>',
    ]


def draw(report: list[dict[str, Any]]) -> str:
    """Return the SVG of a report."""
    sets = list(dict.fromkeys(one["set"] for one in report))
    parts, top = [], TOP
    for name in sets:
        sides = [one for one in report if one["set"] == name and one["spread"]]
        parts.append(f'<text x="8" y="{top + BAR * len(sides) / 2 + 4}" font-weight="600">{escape(name)}</text>')
        for one in sides:
            for figure, left in (("f1", LEFT), ("persons_wrongly_merged", LEFT + PANEL + BETWEEN)):
                parts += _bar(figure, one["spread"][figure], left, top, SIDES[one["side"]][1])
            top += BAR + 2
        top += GAP
    width = LEFT + 2 * (PANEL + BETWEEN)
    titles = ((LEFT, "F1 over pairs"), (LEFT + PANEL + BETWEEN, "persons wrongly merged (logarithmic)"))
    head = [f'<text x="{left}" y="50" font-weight="600">{title}</text>' for left, title in titles]
    for number, (text, colour) in enumerate(SIDES.values()):
        left = LEFT + 230 * number
        head.append(f'<rect x="{left}" y="12" width="14" height="14" fill="{colour}" rx="2"/>')
        head.append(f'<text x="{left + 20}" y="23">{escape(text)}</text>')
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" font-family="system-ui, sans-serif" '
        f'font-size="12" fill="{INK}" role="img" aria-label="Resolution of people, keerpunt beside Splink">'
    )
    return "\n".join([opening, f'<rect width="{width}" height="{top}" fill="#fff"/>', *head, *parts, "</svg>", ""])


def main() -> int:
    """Read JSON, write SVG."""
    source, target = map(Path, sys.argv[1:3])
    target.write_text(draw(json.loads(source.read_text())))
    return 0


if __name__ == "__main__":
    sys.exit(main())

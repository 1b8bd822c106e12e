"""Draws the figures of `benchmarks/assess.py` as an SVG: reliability per band, and recall against false entries."""

from __future__ import annotations

import math
from html import escape
from typing import Any

from keerpunt.assess.reliability import LEFT, OURS, PALE, SIDE, TOP, Band, drawing, drawn, frame

GAP = 130
NAIVE = "#b8651b"


def svg(result: dict[str, Any]) -> str:
    """Return both charts side by side with the figures of the naive rules."""
    found = result["together"]
    first, last = result["seeds"]
    told = f"seeds {first} to {last}; {', '.join(result['mixes'])}"
    parts = [
        f'<text x="8" y="22" font-weight="bold">{escape(result["title"])}</text>',
        f'<text x="8" y="42" fill="{PALE}">{escape(told)}</text>',
    ]
    names = ("from", "to", "leads", "share_true", "lower", "upper")
    bands = [Band(*(band[name] for name in names)) for band in found["reliability"]]
    parts += drawn(bands, LEFT, "Share of true leads per band of support")
    parts += _curve(found, LEFT + SIDE + GAP)
    return drawing(parts, LEFT + 2 * SIDE + GAP + 30, TOP + SIDE + 70)


def _curve(found: dict[str, Any], left: int) -> list[str]:
    parts = frame(left, "Recall against false entries", "innocent people put forward, logarithmic", "recall")
    most = max(2, *(point["false"] for point in found["curve"]), *(b["innocent"] for b in found["baselines"].values()))

    def place(false: int, recall: float) -> tuple[float, float]:
        return left + SIDE * math.log10(1 + false) / math.log10(1 + most), TOP + SIDE * (1 - recall)

    points = [place(point["false"], point["recall"]) for point in found["curve"] if point["recall"] is not None]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{PALE}" stroke-width="2"/>')
    for name, rule in found["baselines"].items():
        if rule["recall"] is None:
            continue
        x, y = place(rule["innocent"], rule["recall"])
        colour = OURS if name == "keerpunt" else NAIVE
        anchor, shift = ("end", -8) if x > left + SIDE / 2 else ("start", 8)
        told = f"{name}: {rule['innocent']:,} innocent, {rule['recall']:.0%}"
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>',
            (
                f'<text x="{x + shift:.1f}" y="{y - 8:.1f}" text-anchor="{anchor}" fill="{colour}" paint-order="stroke"'
                f' stroke="#fff" stroke-width="4">{escape(told)}</text>'
            ),
        ]
    grey = TOP + SIDE + 60
    parts.append(
        f'<text x="{left}" y="{grey}" font-size="10" fill="{PALE}">grey: a bound on the support alone, without the gate'
        "</text>"
    )
    return parts

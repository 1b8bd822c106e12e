"""Draws the figures of `benchmarks/assess.py` as an SVG: reliability per band, and recall against false entries."""

from __future__ import annotations

import math
from html import escape
from typing import Any

LEFT, TOP, SIDE, GAP = 70, 90, 300, 130
INK, OURS, NAIVE, PALE = "#1c2327", "#1b5e7d", "#b8651b", "#9aa5ad"


def svg(result: dict[str, Any]) -> str:
    """Return both charts side by side with the figures of the naive rules."""
    found = result["together"]
    first, last = result["seeds"]
    told = f"seeds {first} to {last}; {', '.join(result['mixes'])}"
    parts = [
        f'<text x="8" y="22" font-weight="bold">{escape(result["title"])}</text>',
        f'<text x="8" y="42" fill="{PALE}">{escape(told)}</text>',
    ]
    parts += _reliability(found["reliability"], LEFT)
    parts += _curve(found, LEFT + SIDE + GAP)
    width, height = LEFT + 2 * SIDE + GAP + 30, TOP + SIDE + 70
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        f' font-size="12" fill="{INK}">\n<rect width="{width}" height="{height}" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _frame(left: int, title: str, across: str, up: str) -> list[str]:
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


def _reliability(rows: list[dict[str, Any]], left: int) -> list[str]:
    parts = _frame(left, "Share of true leads per band of support", "lower end of support, log10", "true")
    filled = [row for row in rows if row["leads"]]
    for place, row in enumerate(filled):
        x = left + SIDE * (place + 0.5) / len(filled)
        upper, lower, share = (TOP + SIDE * (1 - row[name]) for name in ("upper", "lower", "share_true"))
        ends = [f"{row[end] / 1000:.1f}" if abs(row[end]) < 90_000 else "" for end in ("from", "to")]
        parts += [
            f'<path d="M{x:.0f} {upper:.1f}V{lower:.1f}" stroke="{OURS}" stroke-width="2"/>',
            f'<circle cx="{x:.0f}" cy="{share:.1f}" r="4" fill="{OURS}"/>',
            f'<text x="{x:.0f}" y="{TOP + SIDE + 14}" text-anchor="middle" font-size="9">{" to ".join(ends)}</text>',
            (
                f'<text x="{x:.0f}" y="{TOP + SIDE + 26}" text-anchor="middle" font-size="9" fill="{PALE}">'
                f"{row['leads']:,}</text>"
            ),
        ]
    return parts


def _curve(found: dict[str, Any], left: int) -> list[str]:
    parts = _frame(left, "Recall against false entries", "innocent people put forward, logarithmic", "recall")
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

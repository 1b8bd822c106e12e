"""Draws the figures of `benchmarks/intake.py` as an SVG: each reader's rate against its target, bounds and peers.

python benchmarks/chart.py build/intake.json docs/benchmarks/intake.svg
"""

from __future__ import annotations

import json
import math
import sys
from html import escape
from pathlib import Path
from typing import Any

ROW, LEFT, WIDTH, RIGHT = 20, 250, 420, 240
COLOURS = {"ours": "#1b5e7d", "peer": "#b8651b", "bound": "#9aa5ad"}

HALO = 'paint-order="stroke" stroke="#fff" stroke-width="5"'
"""Keeps a figure legible where the line of the target runs through it."""
LEGEND = (
    ("ours", "keerpunt, all of intake"),
    ("bound", "a step alone: what bounds it"),
    ("peer", "peers, parsing alone"),
)


def _legend() -> list[str]:
    parts = [
        f'<text x="8" y="20">{escape("Units a second, one core, logarithmic; the dotted line is the target.")}</text>'
    ]
    for number, (kind, text) in enumerate(LEGEND):
        left = 8 + 250 * number
        parts.append(f'<rect x="{left}" y="30" width="14" height="14" fill="{COLOURS[kind]}" rx="2"/>')
        parts.append(f'<text x="{left + 20}" y="41">{escape(text)}</text>')
    return parts


def bars(result: dict[str, Any]) -> list[tuple[str, str, float, str]]:
    """Return (kind, name, rate, what it gave) of one reader, ours first; what gave no rate has 0."""
    account = result["account"]
    found = [("ours", "keerpunt", result["rate"], f"{account['read']:,} records, each accounted for")]
    for name, (rate, given) in result["others"].items():
        kind, _, short = name.partition(" ")
        found.append((kind, short, rate, f"{given} given" if kind == "peer" and given[:1].isdigit() else ""))
    return found


def svg(results: list[dict[str, Any]]) -> str:
    """Return the chart; bars are on a logarithmic scale, so that a bound fits beside a reader."""
    parts, top = _legend(), 64
    for result in results:
        rows = bars(result)
        most = math.log10(max(rate for _, _, rate, _ in rows) + 1)
        title = f"{result['name']} ({result['unit']}/s, target {result['target']:,.0f})"
        parts.append(f'<text x="8" y="{top}" font-weight="bold">{escape(title)}</text>')
        target = LEFT + WIDTH * math.log10(result["target"] + 1) / most
        parts.append(f'<path d="M{target:.0f} {top + 8}v{ROW * len(rows)}" stroke="#1c2327" stroke-dasharray="3 2"/>')
        for kind, name, rate, given in rows:
            top += ROW
            length = WIDTH * math.log10(rate + 1) / most
            text = " · ".join(filter(None, (f"{rate:,.0f}" if rate else "", given)))
            parts.append(f'<text x="{LEFT - 8}" y="{top + 4}" text-anchor="end">{escape(name)}</text>')
            parts.append(
                f'<rect x="{LEFT}" y="{top - 8}" width="{length:.0f}" height="14" fill="{COLOURS[kind]}" rx="2"/>'
            )
            parts.append(f'<text x="{LEFT + length + 6:.0f}" y="{top + 4}" {HALO}>{escape(text)}</text>')
        top += 2 * ROW
    width = LEFT + WIDTH + RIGHT
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}" viewBox="0 0 {width} {top}"'
    style = 'font-family="system-ui, sans-serif" font-size="12" fill="currentColor" role="img"'
    label = "<title>Rates of keerpunt's readers beside bounds and peers, on a logarithmic scale</title>"
    back = f'<rect width="{width}" height="{top}" fill="#fff"/><g fill="#1c2327" color="#1c2327">'
    return f"{head} {style}>{label}{back}{''.join(parts)}</g></svg>\n"


def main() -> int:
    """Read JSON, write SVG."""
    source, target = map(Path, sys.argv[1:3])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg(json.loads(source.read_text())), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Whoever reads the documents finds every format and every map that ships."""

from __future__ import annotations

from pathlib import Path

from keerpunt.intake.maps import shipped_maps
from keerpunt.intake.registry import load_readers

DOCS = Path(__file__).parents[3] / "docs"


def test_every_format_is_described():
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert [name for name in load_readers() if f"| `{name}` |" not in text] == []


def test_every_map_that_ships_is_named():
    text = (DOCS / "maps.md").read_text(encoding="utf-8")
    assert [shipped.name for shipped in shipped_maps() if f"| `{shipped.name}` |" not in text] == []

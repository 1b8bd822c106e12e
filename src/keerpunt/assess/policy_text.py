"""Writes a policy as text: an operation's own keys, with the scales that were fitted to its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keerpunt.assess.policy import Policy, own_tree
from keerpunt.assess.policy_scales import SECTION
from keerpunt.assess.scales import Calibration
from keerpunt.values.likelihood import Scale

HEAD = """\
# Scales fitted by `keerpunt calibrate` to {n} leads whose truth is known ({basis}, until {date}).
# They hold for leads like those, and for these weights alone. They change support_low, support_high and the grade;
# the gate is of the raw weights. Where they say {basis_said}
"""
SAID = {
    "generated": "`generated`, nobody in those leads exists: no error rate for real people.",
    "adjudicated": "`adjudicated`, the truth is what closed cases came to.",
}


def policy_text(policy: Policy, own: Path | None, calibration: Calibration) -> str:
    """Return a policy file: the keys of the operation's own one, if any, and the scales fitted to its weights."""
    tree = {key: value for key, value in own_tree(own).items() if key != SECTION}
    tree |= {"version": f"{policy.version}+fitted-{calibration.date}", "calibrated": True}
    tree[SECTION] = {
        "basis": calibration.basis,
        "date": calibration.date,
        "n": calibration.n,
        "weights": policy.weights,
        "maps": {
            rival: {"low": _steps(scales.low), "high": _steps(scales.high)}
            for rival, scales in calibration.maps.items()
        },
    }
    head = HEAD.format(
        n=calibration.n, basis=calibration.basis, date=calibration.date, basis_said=SAID[calibration.basis]
    )
    return head + "\n".join(_table((), tree)).strip() + "\n"


def _steps(scale: Scale) -> list[list[int]]:
    return [[int(start), int(counts)] for start, counts in zip(scale.starts, scale.ratios, strict=True)]


def _table(path: tuple[str, ...], tree: Mapping[str, Any]) -> list[str]:
    """Return the lines of a TOML table: plain keys first, then the tables below it."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in tree.items() if not isinstance(value, dict)]
    lines = ["", f"[{'.'.join(map(_key, path))}]", *plain] if path and (plain or not tree) else plain
    for key, value in tree.items():
        if isinstance(value, dict):
            lines += _table((*path, key), value)
    return lines


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isascii() and key.isidentifier() else json.dumps(key)


def _value(value: Any) -> str:
    """Return a value as TOML; what JSON writes of texts, whole numbers, lists and truth values is TOML too."""
    return json.dumps(value, ensure_ascii=False)

"""The shipped models: Splink settings with their parameters, and the rates of names they go by.

Each file is JSON with `name`, `version`, `date`, `basis` and `settings`; a digest over its bytes goes into explanations
by version, and into `run.json` by `digests`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

SUBSCRIBERS = "subscriber_subscriber"
RATES = "name_rates"


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model; `levels`: comparison -> code of each level by the number Splink gives it."""

    name: str
    version: str
    settings: dict[str, Any]
    levels: dict[str, dict[int, str]]


def _read(name: str) -> bytes:
    return files(__package__).joinpath(f"{name}.json").read_bytes()


@lru_cache(maxsize=8)
def load(name: str) -> Model:
    """Read a shipped model."""
    found = json.loads(_read(name))
    levels = {comparison["output_column_name"]: _numbers(comparison) for comparison in found["settings"]["comparisons"]}
    return Model(found["name"], found["version"], found["settings"], levels)


def _numbers(comparison: dict[str, Any]) -> dict[int, str]:
    """Splink numbers levels downwards, the null level being -1 and `else` 0."""
    codes = [level["label_for_charts"] for level in comparison["comparison_levels"] if not level.get("is_null_level")]
    return {-1: "unknown"} | {len(codes) - 1 - place: code for place, code in enumerate(codes)}


def digests() -> dict[str, str]:
    """Return the SHA-256 of every shipped model and pack."""
    return {name: hashlib.sha256(_read(name)).hexdigest() for name in (SUBSCRIBERS, RATES)}


@lru_cache(maxsize=1)
def name_rates() -> dict[str, Any]:
    """Return the pooled pack: date, basis, floor, and the rates of given names and surnames."""
    found: dict[str, Any] = json.loads(_read(RATES))
    return found

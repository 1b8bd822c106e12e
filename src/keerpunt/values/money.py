"""Money: decimal text to whole minor units at the ISO 4217 exponent; no float anywhere (INTAKE.md section 3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units, never negative; `exponent` is the number of decimal digits of the unit."""

    minor: int
    currency: str
    exponent: int

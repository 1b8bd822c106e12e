"""What a policy may decide about intake (the `intake.*` settings of INTAKE.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """Settings of one run; the defaults are those of INTAKE.md.

    `totals`: what a wrong control total does, `refuse` (exit 3) or `finding`. `max_reject_share`: the largest share of
    rejected records of a file (0 to 1) that is still accepted. `refuse_findings`: finding codes that refuse the run.
    `log_gap`: a longer silence in a log is reported. `max_unpacked`: bytes a compressed file may grow to.
    `allow_truncated`: SHA-256 of files that may end in the middle; rows up to the cut are then read.
    `batch_rows`: rows held as Python objects before they become Arrow columns.
    """

    totals: Literal["refuse", "finding"] = "refuse"
    max_reject_share: float = 1.0
    refuse_findings: frozenset[str] = frozenset()
    log_gap: dt.timedelta = dt.timedelta(hours=24)
    max_unpacked: int = 64 * GIB
    allow_truncated: frozenset[str] = frozenset()
    batch_rows: int = 20_000

"""Bank statements and interim reports in SWIFT's line formats: MT940 and MT942, in the dialects of the banks."""

from __future__ import annotations

from keerpunt.intake.formats.mt940.reader import READER

__all__ = ["READER"]

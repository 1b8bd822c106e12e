"""Bank statements, reports and notifications in ISO 20022: camt.052, camt.053 and camt.054, versions 1 to 13."""

from __future__ import annotations

from keerpunt.intake.formats.camt.reader import READER

__all__ = ["READER"]

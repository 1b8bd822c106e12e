"""Apache and nginx access logs in the combined or common format, plain or compressed."""

from __future__ import annotations

from keerpunt.intake.formats.accesslog.reader import READER

__all__ = ["READER"]

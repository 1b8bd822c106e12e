"""PayPal activity as CSV, in seven languages: activity download, monthly statement, and lists of IPN messages."""

from __future__ import annotations

from keerpunt.intake.formats.paypal.reader import READER

__all__ = ["READER"]

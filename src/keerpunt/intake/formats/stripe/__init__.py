"""Stripe API objects as JSON or JSON lines, as the provider hands them over or a web hook stored them."""

from __future__ import annotations

from keerpunt.intake.formats.stripe.reader import READER

__all__ = ["READER"]

"""The columns that every canonical row carries: where it comes from and on what ground it may be used."""

from __future__ import annotations

from keerpunt.model.schema import Field, date, text

COMMON: tuple[Field, ...] = (
    text("record_key", "key of the row; (record_key, origin) names one row", required=True, exempt=True),
    text("source_sha256", "SHA-256 of the source file", required=True, exempt=True),
    text("source_locator", "place in the source file; several are joined by '|'", required=True, exempt=True),
    text("origin", "independence class and name of the source, as class:name", required=True, exempt=True),
    text("received_from", "who handed the source over", required=True),
    date("received_on", "day the source was received", required=True),
    text("legal_basis", "ground on which the source is held", required=True),
    text("purpose", "purpose it may be used for", required=True),
    text("handling", "handling code H0 to H3"),
    text("reader", "format and version of the reader", required=True, exempt=True),
)

"""Closed vocabularies of results: hypotheses, gates, grades, suggestions, intake reasons (CONTRACT.md, INTAKE.md)."""

from __future__ import annotations

HOLDER = "holder"
RIVALS = ("household", "stolen_data", "fabricated", "taken_over", "identity_theft", "data_error")
HYPOTHESES = (HOLDER, *RIVALS)
STATES = ("supports", "against", "unknown", "not_examined")

GATES = ("review_ready", "unresolved")
SUGGESTIONS = ("investigation", "warning_talk", "minor_route", "enquire_first", "refer_abroad", "none")
LAW_STATUSES = ("offence", "no_offence", "unknown")
GRADE_WORDS = ("weak", "moderate", "moderately_strong", "strong", "very_strong", "extremely_strong")
GRADES = ("none", *GRADE_WORDS, *(f"against_{word}" for word in GRADE_WORDS))

INDEPENDENT_CLASSES = frozenset(
    ("bank", "psp", "acquirer", "issuer", "isp", "telecom", "email", "exchange", "register", "device", "esp")
)
DEPENDENT_CLASSES = frozenset(("platform", "affiliate", "hotline"))
ORIGIN_CLASSES = INDEPENDENT_CLASSES | DEPENDENT_CLASSES

VERIFIED = ("document", "document_liveness", "in_person")

REJECT_REASONS = (
    "missing_key", "bad_time", "bad_amount", "amount_not_exact", "bad_currency", "bad_identifier", "unknown_record",
    "truncated", "bad_encoding", "too_long", "too_deep", "orphan_reference", "superseded", "conflict",
)  # fmt: skip
EXCLUDE_REASONS = (
    "test_mode", "not_booked", "duplicate_file", "duplicate_row", "header", "own_account_side", "balance_row",
    "not_in_map",
)  # fmt: skip


def is_independent(origin: str) -> bool:
    """Tell whether an origin counts as independent of the platform's operator (ASSESSMENT.md section 3)."""
    return origin.split(":", 1)[0] in INDEPENDENT_CLASSES


def original_origin(origin: str) -> str:
    """Return the origin that counts for independence: a parcel's row counts once as its original origin."""
    return origin.split("/", 1)[1] if origin.startswith("parcel:") and "/" in origin else origin

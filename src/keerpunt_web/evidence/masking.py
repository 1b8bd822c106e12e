"""Pseudonyms on screens: a personal value is shown as a short mark until a person unmasks the lead (LAW.md L5).

Equal values of one lead have equal marks, so that agreement can be seen without the value. The lists below name every
column of the canonical tables; a test fails for a column that is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

PERSONAL = frozenset((
    "about_value", "agency_ref", "bic", "billing_city", "billing_line1", "billing_postcode", "birthdate",
    "birthplace", "city", "customer_ref", "device_id", "device_ids", "died_on", "email", "emails",
    "esp_user_ref", "fingerprint", "full_name", "household_refs", "iban", "installation_city",
    "installation_line1", "installation_postcode", "ip", "ip_events", "judgement.reason", "last4", "left_keys",
    "line1", "linked_value", "national_id", "payer_account_name", "payer_email", "payer_id", "payer_name",
    "payer_phone", "phone", "phones", "platform_account_id", "postcode", "profile_url_tokens", "record_key",
    "register_ip", "right_keys", "screen_names", "self_birthdate", "self_name", "user_agent", "username",
    "wallet_address",
))  # fmt: skip
"""Columns that name, reach or single out a person, and free text that may; with its table where the name is common."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it may be shown; `masked` tells that `text` is a mark and not the value."""

    text: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Mask:
    """How one user sees the personal values of one lead; `lifted` once it was unmasked in this session."""

    scope: str
    lifted: bool

    def show(self, column: str, text: str, table: str = "") -> Shown:
        """Return the text, or its mark where the column is personal and the mask is on."""
        if self.lifted or PERSONAL.isdisjoint((column, f"{table}.{column}")):
            return Shown(text, masked=False)
        return Shown(self.mark(text), masked=True)

    def mark(self, text: str) -> str:
        """Return the mark of a value: equal within a lead, unlike between leads, not undone without the key."""
        return salted_hmac("keerpunt.mask", f"{self.scope}\0{text}", algorithm="sha256").hexdigest()[:6].upper()

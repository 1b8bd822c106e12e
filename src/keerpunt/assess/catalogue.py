"""The indicators and error checks that exist: code, family, the rivals they speak about, the tests they may report.

This is the method; the numbers are policy (`policy.toml`). A policy may give an interval only to a test and a rival
that stand here. Source of every entry: ASSESSMENT.md sections 4 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from keerpunt.model.words import RIVALS

HH, SD, FA, TO, IT, DE = RIVALS


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `floor`: may carry the gate (F); `strong`: its contradiction blocks by itself (S).

    `tests` are the outcomes its SQL may report; a test without an interval in the policy is neutral.
    """

    code: str
    family: str
    rivals: tuple[str, ...]
    tests: tuple[str, ...]
    floor: bool = False
    strong: bool = False

    @property
    def short(self) -> str:
        """Return the code without its name, as `I07`."""
        return self.code[:3]


@dataclass(frozen=True, slots=True)
class ErrorCheck:
    """One check of the error armour. `hard` blocks the gate; otherwise the record it strikes supports nothing."""

    code: str
    hard: bool = False

    @property
    def short(self) -> str:
        """Return the code without its name, as `E07`."""
        return self.code[:3]


INDICATORS: tuple[Indicator, ...] = (
    Indicator("I01_threeds_challenge", "auth", (SD, FA, TO), ("challenge", "fail", "other"), floor=True),
    Indicator("I02_weak_authentication", "auth", (SD, FA, TO), ("weak",)),
    Indicator("I03_bank_push", "auth", (SD, FA, TO, DE), ("agrees", "differs", "near"), floor=True),
    Indicator("I04_cvc", "card_data", (SD, FA), ("pass", "fail", "never_sent", "other")),
    Indicator("I05_avs", "card_data", (SD,), ("pass", "fail", "other")),
    Indicator("I06_dispute", "complaint", (SD, FA), ("denied", "acknowledged", "late")),
    Indicator(
        "I07_issuer_fraud_report", "complaint", (SD, FA, IT), ("reported", "first_party", "mule", "other"), strong=True
    ),
    Indicator("I08_no_dispute", "complaint", (SD, FA), ("none", "too_soon")),
    Indicator("I09_repeated", "behaviour", (SD, FA, TO), ("repeated", "single")),
    Indicator("I10_ce3_pattern", "behaviour", (SD, FA, TO), ("pattern", "other")),
    Indicator("I11_ip_in_verified_use", "line", (SD, FA, TO, IT, DE), ("two_days", "one_point"), floor=True),
    Indicator("I12_countries", "line", (SD,), ("equal", "differs", "other")),
    Indicator("I13_hosting_ip", "line", (DE,), ("hosting", "other")),
    Indicator("I14_many_holders", "group", (SD, FA), ("many", "none"), strong=True),
    Indicator("I15_instrument_many_accounts", "group", (SD, FA), ("three", "two", "one")),
    Indicator("I16_burst", "group", (FA,), ("burst", "none"), strong=True),
    Indicator(
        "I17_contact_is_holders", "contact", (HH, SD, FA, TO, IT, DE),
        ("holder", "other", "others_once", "joint", "throw_away"), floor=True,
    ),
    Indicator("I18_secret_reuse", "contact", (HH, DE, SD, FA, TO), ("yes", "no"), floor=True),
    Indicator("I19_access_used", "use", (FA,), ("used", "unused", "other")),
    Indicator(
        "I20_line_is_holders", "line", (SD, FA, TO, IT, DE), ("holder", "same_address", "elsewhere", "one_point"),
        floor=True,
    ),
    Indicator("I21_hours_absence", "behaviour", (HH, SD, TO), ("absent", "hours", "night"), strong=True),
    Indicator("I22_stale_address", "card_data", (SD, FA), ("stale", "current")),
    Indicator("I23_instrument_dead", "card_data", (SD, FA, DE), ("dead", "expired_merchant", "alive"), strong=True),
    Indicator(
        "I24_kyc", "kyc", (DE, IT),
        ("match", "live", "document_old", "document_young", "unverified", "reply_differs"), floor=True,
    ),
    Indicator("I25_shared_owner", "group", (FA,), ("shared", "none")),
    Indicator("I26_channel_rate", "group", (FA,), ("complaints", "unused", "quiet", "ordinary")),
    Indicator("I27_household", "kyc", (HH,), ("alone", "others")),
    Indicator("I28_names_agree", "kyc", (DE, HH), ("agree", "self", "self_other", "partial")),
    Indicator("I29_card_testing", "behaviour", (SD,), ("testing", "none")),
    Indicator("I30_exchange", "crypto", (SD, FA, TO, DE), ("wallet", "differs"), floor=True),
    Indicator("I31_on_stolen_list", "complaint", (SD, FA), ("listed",), strong=True),
)  # fmt: skip

ERRORS: tuple[ErrorCheck, ...] = (
    ErrorCheck("E01_day_month", hard=True),
    ErrorCheck("E02_year", hard=True),
    ErrorCheck("E03_zone"),
    ErrorCheck("E04_dst"),
    ErrorCheck("E05_billing_not_installation"),
    ErrorCheck("E06_cgnat_no_port"),
    ErrorCheck("E07_outside_validity"),
    ErrorCheck("E08_transposition"),
    ErrorCheck("E09_single_ip_point"),
    ErrorCheck("E10_ip_basis"),
    ErrorCheck("E11_day_precision"),
    ErrorCheck("E12_card_key_not_unique"),
    ErrorCheck("E13_name_only", hard=True),
    ErrorCheck("E14_namesake", hard=True),
)

BY_CODE: dict[str, Indicator] = {entry.code: entry for entry in INDICATORS}
ERROR_BY_CODE: dict[str, ErrorCheck] = {entry.code: entry for entry in ERRORS}
ABOUT_THE_PERSON = ("I27_household", "I28_names_agree")
"""Supporting rows that speak about the person and not the act: their origins do not count as independent support."""
EXAMINES_HOUSEHOLD = ("I17_contact_is_holders", "I18_secret_reuse", "I27_household", "I28_names_agree")
OF_THE_MEANS = ("I01_threeds_challenge", "I24_kyc")
"""Floors that tie the act to a means of payment, and the means to a person: a code that a thief was told passes too.
They carry the gate beside a floor that ties the person to the account or the transfer, never by themselves."""
IP_FLOORS = ("I11_ip_in_verified_use", "I20_line_is_holders")

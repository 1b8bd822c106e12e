"""The scenarios S1 to S16 of ASSESSMENT.md section 12 as stories, alone and two of them in one case.

What must be missing stands beside each story and is fixed here, before anything is assessed. Two scenarios are played
in one case where neither changes what the other one changes; otherwise both stand side by side in one operation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

from keerpunt.errors import UsageRefused
from keerpunt.simulate.stories import Story

_SURE: dict[str, Any] = {"bank_knows_mail": True, "months": (6, 12)}
_LINE: dict[str, Any] = {"auth": "none", "holder": "liveness", "household": "alone", "civil": "hit", "months": (2, 6)}

BY_CODE: dict[str, tuple[Story, ...]] = {
    # The burst and the cluster of S1 are no buyers: the scale brings them (`burst`, `cluster`).
    "S1": (),
    "S2": (
        Story("s2_stolen_card", 4, payer="stranger", auth="none", holder="silent", months=(1, 1),
              other_missing=("stolen_data_open", "no_independent_party", "no_verified_record")),
        Story("s2_stolen_card_answered", 4, payer="stranger", auth="attempted", household="alone", months=(1, 1),
              other_missing=("stolen_data_open",)),
        Story("s2_stolen_with_mailbox", 4, payer="stranger", auth="frictionless", household="alone", months=(1, 2),
              mail="private", other_missing=("stolen_data_open",)),
    ),
    "S3": (
        Story("s3_household_card", 4, payer="housemate", household="others", months=(6, 12),
              other_missing=("household_open",)),
        Story("s3_household_card_own_mail", 4, payer="housemate", household="others", mail="actor",
              missing=("no_settled_payment",), other_missing=("household_open", "rival_identity")),
        Story("s3_employers_card", 4, payer="relative", household="alone", mail="actor", months=(1, 4),
              missing=("no_settled_payment",), other_missing=("rival_identity",)),
    ),
    "S4": (
        Story("s4_identity_theft", 4, pay="transfer", payer="stranger", holder="young", household="alone",
              months=(1, 3), other_missing=("identity_theft_open",)),
        Story("s4_identity_theft_unverified", 4, payer="stranger", auth="challenge", holder="unverified",
              household="alone", months=(1, 3), other_missing=("identity_theft_open", "no_verified_record")),
    ),
    "S5": (
        Story("s5_never_used", 6, **_SURE, used=False, season="settled", missing=("contradiction_i19",)),
    ),
    "S6": (
        Story("s6_shared_no_port", 4, **_LINE, line="shared_bare", season="early",
              missing=("stolen_data_open", "e06_cgnat_no_port")),
        Story("s6_one_point", 4, **_LINE, line="one_point", missing=("stolen_data_open", "e09_single_ip_point")),
        Story("s6_shared_other_grounds", 4, **_SURE, line="shared_bare", season="early", evidence="T1"),
    ),
    "S7": (
        Story("s7_day_month", 4, **_SURE, mail="swapped", missing=("e01_day_month",)),
        Story("s7_year", 4, **_SURE, mail="other_year", missing=("e02_year",)),
        Story("s7_zone_not_stated", 4, **_LINE, line="no_zone", missing=("stolen_data_open", "e03_zone")),
    ),
    "S8": (
        Story("s8_installed_elsewhere", 6, **_LINE, line="elsewhere",
              missing=("stolen_data_open", "e05_billing_not_installation")),
    ),
    "S9": (
        Story("s9_namesake_before", 6, holder="no_match", mail="actor", also="namesake_before",
              missing=("e14_namesake", "no_verified_record")),
    ),
    "S10": (
        Story("s10_mailbox_of_before", 6, household="others", mail="outside",
              missing=("household_open", "e07_outside_validity")),
        Story("s10_mailbox_handed_on", 4, mail="actor", also="recycled_mail", evidence="G-A",
              other_missing=("no_settled_payment",)),
    ),
    "S11": (
        Story("s11_charged_back", 4, **_SURE, complaint="charge_back", missing=("no_settled_payment",)),
        Story("s11_refunded", 4, **_SURE, complaint="refund", missing=("no_settled_payment",)),
        Story("s11_disputed_as_fraud", 4, payer="stranger", auth="none", household="alone", months=(1, 2),
              complaint="fraud", other_missing=("contradiction_i06", "no_settled_payment")),
    ),
    "S12": (
        Story("s12_lawful_only", 6, **_SURE, scope="lawful", missing=("scope_mixed",)),
    ),
    "S13": (
        Story("s13_voucher", 3, pay="voucher", holder="silent", months=(1, 3)),
        Story("s13_crypto_unanswered", 3, pay="crypto", holder="silent", months=(1, 3)),
        Story("s13_crypto_exchange", 4, pay="crypto", holder="liveness", household="alone", months=(1, 1),
              missing=("one_origin_only",)),
    ),
    "S14": (
        Story("s14_taken_over", 6, household="alone", mail="owner", months=(1, 3), season="late", also="taken_over",
              missing=("rival_identity",), other_missing=("no_settled_payment",)),
    ),
    "S15": (
        Story("s15_affiliate", 3, **_SURE, status="5", missing=("special_account",)),
        Story("s15_police", 3, **_SURE, status="6", missing=("special_account",)),
    ),
    "S16": (
        Story("s16_parents_card", 4, payer="housemate", household="others", mail="actor", months=(1, 4), also="minor",
              missing=("no_settled_payment",), other_missing=("household_open", "rival_identity")),
        Story("s16_own_card", 4, **_SURE, household="others", also="minor", missing=("minor_indicated",)),
    ),
}  # fmt: skip

SCENARIOS = tuple(BY_CODE)
_DEFAULT = Story("", 0)
_OF_THE_ACCOUNT = frozenset(("special_account", "scope_mixed", "contradiction_i19", "no_settled_payment"))
_AT_THE_ACCOUNT = frozenset(("used", "season", "complaint", "status", "scope"))
_TOLD = frozenset(("name", "share", "missing", "other_missing", "evidence", "months"))


def stories_of(codes: Sequence[str]) -> tuple[Story, ...]:
    """Return the stories of scenarios, and of each two of them in one case where they go together.

    Raises:
        UsageRefused: an unknown code.
    """
    unknown = [code for code in codes if code not in BY_CODE]
    if unknown:
        raise UsageRefused(f"unknown scenario {unknown[0]}; use S1 to S16, separated by commas")
    single = [story for code in dict.fromkeys(codes) for story in BY_CODE[code]]
    pairs = (
        _together(one, two)
        for first, second in combinations(dict.fromkeys(codes), 2)
        for one in BY_CODE[first]
        for two in BY_CODE[second]
    )
    return (*single, *(story for story in pairs if story is not None))


def _together(one: Story, two: Story) -> Story | None:
    """Return the story in which both happen to one buyer, None where both decide the same thing differently.

    Where the account's user paid with own means, what is missing of each is missing of both. Where somebody else's
    means were used, the other scenario adds what lies with the account or the payment alone (`_OF_THE_ACCOUNT`).
    """
    if two.payer != "self":
        one, two = two, one
    if two.payer != "self" or {one.pay, two.pay} != {"card"}:
        return None
    if "minor" in {one.also, two.also} or "silent" in {one.holder, two.holder}:
        return None
    changed: dict[str, Any] = {}
    for field in fields(Story):
        if field.name in _TOLD:
            continue
        # What a bank knows of the account's user, it does not know of the victim.
        both = (one, two) if one.payer == "self" or field.name in _AT_THE_ACCOUNT else (one,)
        values = {getattr(story, field.name) for story in both} - {getattr(_DEFAULT, field.name)}
        if len(values) > 1:
            return None
        if values:
            changed[field.name] = values.pop()
    months = max(one.months[0], two.months[0]), min(one.months[1], two.months[1])
    if months[0] > months[1] or _mended(one, two) or _mended(two, one):
        return None
    if one.payer == "self":
        missing, others = {*one.missing, *two.missing}, {*one.other_missing, *two.other_missing}
    elif not set(two.missing) or not set(two.missing) <= _OF_THE_ACCOUNT or two.also:
        return None
    else:
        missing = {*one.missing, *(set(two.missing) & {"special_account"})}
        others = {*one.other_missing, *two.missing}
    return replace(
        _DEFAULT, **changed, name=f"{one.name}+{two.name}", share=2, months=months, missing=tuple(sorted(missing)),
        other_missing=tuple(sorted(others)), evidence=one.evidence if one.evidence == two.evidence else "",
    )  # fmt: skip


def _mended(weak: Story, strong: Story) -> bool:
    """Tell whether what `weak` leaves open is settled by what the other one brings."""
    opened = {code for code in weak.missing if code.endswith("_open")}
    return (
        bool(opened)
        and (strong.bank_knows_mail or strong.auth == "challenge" or strong.household == "alone")
        and (
            strong.bank_knows_mail != weak.bank_knows_mail
            or strong.auth != weak.auth
            or strong.household != weak.household
        )
    )

"""Checks the provider made for a charge, as rows of `payment_check`; what it did not check is never a failure."""

from __future__ import annotations

from collections.abc import Iterator

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.instrument import Method
from keerpunt.intake.formats.stripe.values import Object, label, part, text, true
from keerpunt.intake.formats.stripe.words import CHECK, CHECKS, RISK_LEVELS, THREEDS
from keerpunt.intake.records import Row
from keerpunt.model.card_codes import eci_result

Check = tuple[str, str, str | None]
"""check_kind, value, value_raw"""


def check_rows(psp_ref: str, charge: Object, method: Method, *, verified: bool, context: Context) -> list[Row]:
    """Return one row per check the charge states; `verified`: the payer's name is the one his bank confirmed."""
    checks = _card_checks(method.details, context)
    secure = part(method.details, "three_d_secure")
    if secure:  # absent or null: 3-D Secure was not used
        checks += _threeds(secure, method.brand, context)
    risk = text(charge, "outcome", "risk_level")
    score = label(charge, "outcome", "risk_score")
    if risk or score:
        checks.append(("risk_level", risk if risk in RISK_LEVELS else "unknown", score or risk))
    if verified:
        checks.append(("payer_verified", "pass", "verified_name"))
    return [
        Row(
            "payment_check",
            {"psp": "stripe", "psp_ref": psp_ref, "check_kind": kind, "value": value, "value_raw": raw},
        )
        for kind, value, raw in checks
    ]


def _card_checks(details: Object, context: Context) -> list[Check]:
    stated = part(details, "checks") or details
    found: list[Check] = []
    for kind, names in CHECKS:
        for name in names:
            if name in stated:
                raw = text(stated, name)
                found.append((kind, _word(CHECK, raw, name, context), raw))
                break
    return found


def _threeds(secure: Object, brand: str, context: Context) -> Iterator[Check]:
    result = text(secure, "result")
    eci = text(secure, "electronic_commerce_indicator")
    if result:
        yield "threeds", _word(THREEDS, result, "result", context), result
    elif eci:
        yield "threeds", eci_result(brand, eci), f"eci {eci}"
    elif "succeeded" in secure:  # API versions before 2020-08-27
        passed = "pass" if true(secure, "authenticated") else "attempted"
        value = passed if true(secure, "succeeded") else "fail"
        yield "threeds", value if secure.get("succeeded") is not None else "unknown", None
    else:
        yield "threeds", "unknown", None
    flow = text(secure, "authentication_flow")
    indicator = text(secure, "exemption_indicator")
    exempted = result == "exempted" or indicator not in (None, "none") or true(secure, "exemption_indicator_applied")
    if flow in ("challenge", "frictionless"):
        yield "sca_flow", flow, flow
    elif exempted:
        yield "sca_flow", "exempted", indicator or result


def _word(table: dict[str, str], raw: str | None, column: str, context: Context) -> str:
    """Return our word; one that is not in the table is unknown and a finding, null is unknown."""
    if raw is not None and raw not in table:
        context.note("unknown_field", column)
    return table.get(raw or "", "unknown")

"""Checks the provider made for a charge, as rows of `payment_check`; what it did not check is never a failure."""

from __future__ import annotations

from collections.abc import Iterator

from keerpunt.intake.context import Context
from keerpunt.intake.formats.stripe.instrument import Method
from keerpunt.intake.formats.stripe.values import Object, label, part, text, true
from keerpunt.intake.formats.stripe.words import CHECK, CHECKS, RISK_LEVELS, THREEDS
from keerpunt.intake.records import Row
from keerpunt.model.card_codes import eci_result


def check_rows(psp_ref: str, charge: Object, method: Method, *, verified: bool, context: Context) -> Iterator[Row]:
    """Yield one row per check the charge states; `verified`: the payer's name is the one his bank confirmed."""
    for kind, value, raw in _checks(charge, method, context):
        values = {"psp": "stripe", "psp_ref": psp_ref, "check_kind": kind, "value": value, "value_raw": raw}
        yield Row("payment_check", values)
    if verified:
        values = {"psp": "stripe", "psp_ref": psp_ref, "check_kind": "payer_verified", "value": "pass"}
        yield Row("payment_check", {**values, "value_raw": "verified_name"})


def _checks(charge: Object, method: Method, context: Context) -> Iterator[tuple[str, str, str | None]]:
    stated = part(method.details, "checks") or method.details
    for kind, names in CHECKS:
        for name in names:
            if name in stated:
                raw = text(stated, name)
                yield kind, _word(CHECK, raw, name, context), raw
                break
    secure = part(method.details, "three_d_secure")
    if secure:  # absent or null: 3-D Secure was not used
        yield from _threeds(secure, method.brand, context)
    risk = text(charge, "outcome", "risk_level")
    score = label(charge, "outcome", "risk_score")
    if risk or score:
        yield "risk_level", risk if risk in RISK_LEVELS else "unknown", score or risk


def _threeds(secure: Object, brand: str, context: Context) -> Iterator[tuple[str, str, str | None]]:
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

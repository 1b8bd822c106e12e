"""Every way to pay that Stripe documents becomes an instrument; nothing of the merchant's side becomes the payer's."""

from __future__ import annotations

from typing import Any

import pytest

from keerpunt.intake.formats.stripe import READER, words
from keerpunt.intake.formats.stripe.instrument import method_of, paid_with
from keerpunt.model.tables import table
from tests.core.intake.formats.test_stripe import card, charge, checks, lines, only
from tests.support.reading import context

DOCUMENTED = """
ach_credit_transfer ach_debit acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
bancontact billie bizum blik boleto card card_present cashapp crypto customer_balance eps fpx giropay grabpay ideal
interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account oxxo p24
pay_by_bank payco paynow paypal payto pix promptpay revolut_pay samsung_pay satispay scalapay sepa_credit_transfer
sepa_debit sofort stripe_account sunbit swish twint upi us_bank_account wechat wechat_pay zip
"""
REASONS = """
bank_cannot_process check_returned credit_not_processed customer_initiated debit_not_authorized duplicate fraudulent
general incorrect_account_details insufficient_funds noncompliant product_not_received product_unacceptable
subscription_canceled unrecognized
"""
STATES = "lost needs_response prevented under_review warning_closed warning_needs_response warning_under_review won"
RESULTS = "attempt_acknowledged authenticated data_share_only exempted failed not_supported processing_error"
FRAUD_TYPES = """
card_never_received fraudulent_card_application made_with_counterfeit_card made_with_lost_card made_with_stolen_card
misc unauthorized_use_of_card
"""


def paid(kind: str, **details: Any) -> dict[str, Any]:
    return only(charge(payment_method_details={"type": kind, kind: details}))


def test_every_documented_word_is_known():
    assert set(DOCUMENTED.split()) <= set(words.INSTRUMENT)
    assert set(REASONS.split()) == set(words.DISPUTE_REASON)
    assert set(STATES.split()) <= set(words.DISPUTE_OUTCOME)
    assert set(RESULTS.split()) == set(words.THREEDS)
    assert set(FRAUD_TYPES.split()) == set(words.FRAUD_CODE)
    assert set(words.PUSHED) | set(words.PAID_TO) | set(words.NO_BANK) <= set(words.INSTRUMENT)
    assert set(words.THREEDS.values()) <= {*words.CHECK.values(), "attempted", "exempted", "unknown"}
    assert set(words.REFUND_STATUS.values()) <= set(table("payment").field("status").values)


@pytest.mark.parametrize("kind", sorted(words.INSTRUMENT))
def test_every_method_gives_its_instrument_and_no_finding(kind):
    reading = lines(charge(payment_method_details={"type": kind, kind: {}}))
    row = next(row for row in reading.rows if row["table"] == "payment")
    assert (row["instrument_kind"], row["scheme"]) == words.INSTRUMENT[kind]
    assert reading.findings == {}


@pytest.mark.parametrize("kind", sorted(words.PAID_TO))
def test_the_account_that_is_paid_to_is_not_the_payers(kind):
    given = {"bic": "SOGEDEFF", "iban": "DE89370400440532013000", "last4": "3000", "fingerprint": "F", "country": "DE"}
    assert not {"iban", "bic", "last4", "fingerprint", "issuer_country"} & set(paid(kind, **given))


@pytest.mark.parametrize(
    ("wallet", "last4"),
    [
        ({"type": "apple_pay", "dynamic_last4": "4242"}, None),
        ({"type": "apple_pay", "dynamic_last4": None}, None),
        ({"type": "samsung_pay"}, None),
        ({"type": "apple_pay", "dynamic_last4": "1111"}, "4242"),
        ({"type": "google_pay", "dynamic_last4": None}, "4242"),
        ({"type": "google_pay", "dynamic_last4": "4242"}, None),
        ({"type": "link"}, "4242"),
    ],
)
def test_the_last_four_digits_of_a_device_are_not_those_of_the_card(wallet, last4):
    reading = lines(charge(payment_method_details=card(wallet=wallet)))
    assert (reading.rows[0].get("last4"), reading.rows[0]["scheme"]) == (last4, "wallet")
    assert reading.rows[0]["instrument_kind"] == "card"
    assert ("device_last4 last4" in reading.findings) is (last4 is None)


def test_a_card_behind_a_wallet_is_the_card_and_keeps_the_wallets_rails():
    behind = {"brand": "American Express", "last4": "0005", "exp_month": 1, "exp_year": 2030, "country": "UK"}
    for row in (paid("amazon_pay", funding={"type": "card", "card": behind}), paid("mobilepay", card=behind)):
        assert (row["instrument_kind"], row["scheme"], row["brand"], row["last4"]) == ("card", "wallet", "amex", "0005")
        assert (row["expiry"], row["issuer_country"]) == ("2030-01", "GB")
    assert paid("amazon_pay", funding={"type": "card"})["instrument_kind"] == "other"


def test_the_country_of_a_buyer_is_no_country_of_a_bank():
    assert "issuer_country" not in paid("paypal", country="DE")
    assert "issuer_country" not in paid("link", country="DE")
    assert paid("sepa_debit", country="DE")["issuer_country"] == "DE"


def test_the_bank_is_named_by_its_code():
    assert paid("ideal", bank="ing", bic=None)["bic"] == "INGBNL2A"
    assert paid("ideal", bank="ing", bic="OTHRNL2A")["bic"] == "OTHRNL2A"
    assert "bic" not in paid("eps", bank="bank_austria")


@pytest.mark.parametrize("kind", ["ideal", "bancontact", "sofort", "giropay", "eps", "p24"])
def test_a_name_that_the_bank_verified_is_one(kind):
    details = {"type": kind, kind: {"verified_name": "Noor Voorbeeld"}}
    assert checks(charge(payment_method_details=details)) == {"payer_verified": "pass"}
    other = only(charge(payment_method_details=details, billing_details={"name": "Sam Example"}))
    assert (other["payer_name"], other["payer_account_name"]) == ("Sam Example", "Noor Voorbeeld")
    old = {"object": "source", "type": kind, kind: {}, "owner": {"verified_name": "Noor Voorbeeld"}}
    assert checks(charge(payment_method_details=None, source=old)) == {"payer_verified": "pass"}


def test_a_mandate_for_further_payments_proves_no_act_of_the_payer():
    assert paid("twint")["initiation"] == "customer"
    assert "initiation" not in paid("twint", mandate="mandate_1")
    assert paid("multibanco")["initiation"] == "customer"
    assert "initiation" not in paid("customer_balance")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("won", "captured"), ("warning_closed", "captured"), ("lost", "charged_back"), ("needs_response", "charged_back")],
)
def test_a_dispute_that_was_won_or_only_an_inquiry_took_no_money(status, outcome):
    dispute = {"object": "dispute", "id": "dp_1", "created": 1, "status": status, "reason": "fraudulent"}
    assert only(charge(disputed=True, dispute=dispute))["status"] == outcome
    assert only(charge(disputed=True, dispute="dp_1"))["status"] == "charged_back"


@pytest.mark.parametrize(
    ("secure", "flow"),
    [
        (
            {"result": "authenticated", "authentication_flow": "challenge", "exemption_indicator": "low_risk"},
            "challenge",
        ),
        ({"result": "authenticated", "exemption_indicator": "low_risk"}, "exempted"),
        ({"result": "authenticated", "exemption_indicator": "none"}, None),
        ({"result": "authenticated", "exemption_indicator_applied": True}, "exempted"),
    ],
)
def test_how_a_payer_was_authenticated(secure, flow):
    assert checks(charge(payment_method_details=card(three_d_secure=secure))).get("sca_flow") == flow


def test_risk_is_kept_with_its_score():
    def risk(**outcome: Any) -> list[Any]:
        rows = [row for row in lines(charge(outcome=outcome)).rows if row["table"] == "payment_check"]
        return [(row.get("value"), row["value_raw"]) for row in rows]

    assert risk(risk_level="elevated", risk_score=66) == [("elevated", "66")]
    assert risk(risk_level="not_assessed") == [(None, "not_assessed")]
    assert risk(risk_score=3) == [(None, "3")]


def test_a_method_alone_is_read_like_one_in_a_charge():
    given = {"object": "payment_method", "type": "card", "card": {"brand": "visa", "last4": "4242"}}
    inside = charge(payment_method_details={"type": "card", "card": given["card"]})
    around = context()
    assert paid_with(given).fields(around) == method_of(inside, around).fields(around)
    old = {"object": "card", "brand": "Visa", "last4": "4242", "name": "Sam Example"}
    assert paid_with(old).holder["name"] == "Sam Example"


def test_the_token_of_a_connected_account_has_a_scope_of_its_own():
    found = {"object": "event", "id": "evt_1", "created": 1, "account": "acct_1", "data": {"object": charge()}}
    row = lines(found).rows[0]
    assert (row["fingerprint_scope"], row["channel"]) == ("psp:golden/acct_1", "acct_1")


def test_the_version_was_raised_with_the_rules():
    assert READER.version == "3"

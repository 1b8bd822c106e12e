"""Tables that describe money: payments, their checks, disputes and reports of fraud."""

from __future__ import annotations

from keerpunt.model.schema import Table, country, enum_, instant, money, text

INSTRUMENTS = ("card", "iban", "paypal", "crypto_address", "voucher", "other")

PAYMENT = Table(
    "payment",
    "evidence",
    "a movement of money as one party recorded it; never a person",
    (
        text("psp", "who recorded it: `stripe`, `paypal`, `btcpay`, `bank:<BIC or bank code>`", essential=True),
        text("psp_ref", "that party's reference of the payment", essential=True, exempt=True),
        enum_("direction", "seen from the merchant", "in", "out"),
        enum_("row_kind", "what the row is", "payment", "refund", "reversal", "fee"),
        text("order_id", "order it pays, when a reference of the record says so"),
        text("platform_account_id", "account it pays for, when the record says so"),
        enum_("instrument_kind", "kind of instrument", *INSTRUMENTS),
        text("fingerprint", "the provider's stable token of the card number"),
        text("fingerprint_scope", "within which origin the fingerprint may be compared"),
        text("bin", "first digits of the card number as the provider states them"),
        text("last4", "last four digits"),
        text("expiry", "expiry of the card, YYYY-MM"),
        text("brand", "card brand"),
        text("funding", "credit, debit or prepaid, as stated"),
        country("issuer_country", "country of the issuing bank, as the provider states it"),
        text("iban", "account of the counterparty"),
        text("bic", "bank of the counterparty"),
        text("wallet_address", "address of a crypto wallet"),
        text("chain", "block chain of the wallet"),
        enum_(
            "status", "state of the payment", "authorised", "captured", "failed", "refunded", "reversed",
            "charged_back", "pending",
        ),
        enum_(
            "scheme", "rails it moved on", "card", "credit_transfer", "direct_debit", "wallet", "crypto", "voucher",
            "other",
        ),
        instant("initiated", "when it was initiated", essential=True),
        money("amount", "amount, never negative", essential=True),
        enum_("initiation", "who set it off", "customer", "merchant"),
        text("channel", "storefront or sub-merchant"),
        text("payer_name", "name of the counterparty of an incoming payment, as found"),
        text("payer_account_name", "name on the account or verified by the bank, where it is not `payer_name`"),
        text("payer_email", "e-mail address of the payer"),
        text("payer_phone", "phone number of the payer"),
        text("payer_id", "the provider's stable id of the payer"),
        text("billing_line1", "billing street and number"),
        text("billing_postcode", "billing postcode"),
        text("billing_city", "billing city"),
        country("billing_country", "billing country"),
        text("ip", "IP address reported with the payment"),
        text("user_agent", "user agent reported with the payment"),
        text("device_id", "device identifier reported with the payment"),
        text("parent_psp_ref", "the payment that a refund, reversal or fee belongs to", exempt=True),
    ),
    key="payment:<origin>/<psp>:<psp_ref>",
    keyed_merge=True,
)  # fmt: skip

PAYMENT_CHECK = Table(
    "payment_check",
    "evidence",
    "a check the provider made for a payment",
    (
        text("psp", "provider of the payment", essential=True),
        text("psp_ref", "the provider's reference of the payment", essential=True, exempt=True),
        enum_(
            "check_kind", "what was checked", "cvc", "avs_street", "avs_postcode", "threeds", "sca_flow",
            "risk_level", "payer_verified", "address_confirmed",
        ),
        text("value", "pass, fail, attempted, challenge, frictionless, exempted, not_sent, not_supported, unknown, "
             "or a level"),
        text("value_raw", "the provider's own word or number"),
        text("request_id", "request this answers"),
    ),
)  # fmt: skip

DISPUTE = Table(
    "dispute",
    "evidence",
    "a payer disputed a payment",
    (
        text("psp", "provider of the payment", essential=True),
        text("psp_ref", "the provider's reference of the payment", essential=True, exempt=True),
        enum_(
            "reason", "reason given", "fraud", "not_recognised", "not_received", "cancelled", "duplicate",
            "first_party_misuse", "other",
        ),
        instant("filed", "when it was filed"),
        enum_("outcome", "how it ended", "won", "lost", "open"),
        text("request_id", "request this answers"),
    ),
)  # fmt: skip

FRAUD_REPORT = Table(
    "fraud_report",
    "evidence",
    "a bank or scheme reported an instrument",
    (
        text("issuer", "bank or scheme that reported"),
        enum_("instrument_kind", "kind of instrument", *INSTRUMENTS),
        text("fingerprint", "stable token of the card"),
        text("fingerprint_scope", "within which origin the fingerprint may be compared"),
        text("iban", "account reported"),
        text("last4", "last four digits"),
        enum_(
            "code", "what was reported", "lost", "stolen", "card_not_present", "account_takeover",
            "first_party_misuse", "compromise_list", "mule", "other", essential=True,
        ),
        instant("reported", "when it was reported"),
        instant("blocked", "from when the instrument was blocked"),
        text("request_id", "request this answers"),
    ),
)  # fmt: skip

PAYMENTS = (PAYMENT, PAYMENT_CHECK, DISPUTE, FRAUD_REPORT)

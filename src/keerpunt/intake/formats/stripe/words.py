"""What Stripe's words mean in ours. Source: Stripe API reference, versions 2014-12-17 to 2025-01-27, read 2025-01."""

from __future__ import annotations

AS_OF = "2025-01"

INSTRUMENT: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("card", "card_present", "interac_present", "three_d_secure"), ("card", "card")),
    "sepa_debit": ("iban", "direct_debit"),
    **dict.fromkeys(("ideal", "sofort", "giropay", "eps", "p24"), ("iban", "credit_transfer")),
    "sepa_credit_transfer": ("iban", "credit_transfer"),
    "bancontact": ("iban", "card"),
    "paypal": ("paypal", "wallet"),
    "crypto": ("crypto_address", "crypto"),
    **dict.fromkeys(("boleto", "konbini", "multibanco", "oxxo"), ("voucher", "voucher")),
    **dict.fromkeys(
        ("ach_debit", "acss_debit", "au_becs_debit", "bacs_debit", "nz_bank_account", "us_bank_account"),
        ("other", "direct_debit"),
    ),
    **dict.fromkeys(("ach_credit_transfer", "customer_balance", "fpx", "pay_by_bank"), ("other", "credit_transfer")),
    **dict.fromkeys(
        ("alipay", "amazon_pay", "cashapp", "grabpay", "kakao_pay", "link", "mobilepay", "naver_pay", "paynow", "payco",
         "promptpay", "revolut_pay", "samsung_pay", "swish", "twint", "vipps", "wechat", "wechat_pay"),
        ("other", "wallet"),
    ),
    **dict.fromkeys(("affirm", "afterpay_clearpay", "alma", "billie", "klarna", "zip"), ("other", "other")),
}  # fmt: skip
"""`payment_method_details.type` to instrument_kind and scheme."""

PUSHED = frozenset(("bancontact", "eps", "fpx", "giropay", "ideal", "p24", "pay_by_bank", "sofort"))
"""Methods by which the payer himself approves each payment at his bank."""

BRAND = {"american express": "amex", "diners club": "diners"}
"""Brands of API versions before 2018 in the words of later ones; the others differ by case alone."""

CHECK = {"pass": "pass", "fail": "fail", "unavailable": "not_supported", "unchecked": "not_sent"}

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cvc", ("cvc_check",)),
    ("avs_street", ("address_line1_check",)),
    ("avs_postcode", ("address_postal_code_check", "address_zip_check")),
)

THREEDS = {
    "authenticated": "pass",
    "attempt_acknowledged": "attempted",
    "exempted": "exempted",
    "failed": "fail",
    "not_supported": "not_supported",
    "processing_error": "unknown",
}

RISK_LEVELS = frozenset(("normal", "elevated", "highest"))

DISPUTE_REASON = {
    "fraudulent": "fraud",
    "unrecognized": "not_recognised",
    "debit_not_authorized": "not_recognised",
    "product_not_received": "not_received",
    "subscription_canceled": "cancelled",
    "duplicate": "duplicate",
    **dict.fromkeys(
        ("bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated", "general",
         "incorrect_account_details", "insufficient_funds", "noncompliant", "product_unacceptable"),
        "other",
    ),
}  # fmt: skip

DISPUTE_OUTCOME = {
    "won": "won",
    "lost": "lost",
    **dict.fromkeys(
        ("needs_response", "under_review", "warning_needs_response", "warning_under_review"),
        "open",
    ),
}
"""An inquiry that closed (`warning_closed`) or was prevented was neither won nor lost: unknown."""

FRAUD_CODE = {
    "made_with_lost_card": "lost",
    "made_with_stolen_card": "stolen",
    "card_never_received": "stolen",
    "unauthorized_use_of_card": "card_not_present",
    "made_with_counterfeit_card": "card_not_present",
    "fraudulent_card_application": "other",
    "misc": "other",
}
"""`radar.early_fraud_warning.fraud_type`: a card taken from the post was stolen; a copied card was used by its data."""

REFUND_STATUS = {
    "succeeded": "refunded",
    "pending": "pending",
    "requires_action": "pending",
    "failed": "failed",
    "canceled": "failed",
}

BY_MERCHANT = frozenset(("subscription_cycle", "subscription_threshold"))
"""`invoice.billing_reason` of payments that nobody sat down to make."""

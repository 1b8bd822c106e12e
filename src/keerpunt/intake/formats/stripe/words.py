"""What Stripe's words mean in ours.

Source: Stripe API reference and OpenAPI specification (charge, dispute, refund, radar.early_fraud_warning, invoice),
versions 2014-12-17 to 2025-09-30, read 2025-10; payment methods of older versions stood in `source.type`.
"""

from __future__ import annotations

AS_OF = "2025-10"

INSTRUMENT: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("card", "card_present", "interac_present", "kr_card", "three_d_secure"), ("card", "card")),
    "sepa_debit": ("iban", "direct_debit"),
    **dict.fromkeys(("ideal", "sofort", "giropay", "eps", "p24"), ("iban", "credit_transfer")),
    "sepa_credit_transfer": ("iban", "credit_transfer"),
    "bancontact": ("iban", "card"),
    "paypal": ("paypal", "wallet"),
    "crypto": ("crypto_address", "crypto"),
    **dict.fromkeys(("boleto", "konbini", "multibanco", "oxxo"), ("voucher", "voucher")),
    **dict.fromkeys(
        ("ach_debit", "acss_debit", "au_becs_debit", "bacs_debit", "id_bank_transfer", "nz_bank_account", "payto",
         "us_bank_account"),
        ("other", "direct_debit"),
    ),
    **dict.fromkeys(
        ("ach_credit_transfer", "bizum", "blik", "customer_balance", "fpx", "pay_by_bank", "paynow", "pix", "promptpay",
         "swish", "upi"),
        ("other", "credit_transfer"),
    ),
    **dict.fromkeys(
        ("alipay", "amazon_pay", "cashapp", "gopay", "grabpay", "kakao_pay", "link", "mb_way", "mobilepay", "naver_pay",
         "payco", "paypay", "rechnung", "revolut_pay", "samsung_pay", "satispay", "shopeepay", "twint", "vipps",
         "wechat", "wechat_pay"),
        ("other", "wallet"),
    ),
    **dict.fromkeys(
        ("affirm", "afterpay_clearpay", "alma", "billie", "custom", "klarna", "scalapay", "stripe_account",
         "stripe_balance", "sunbit", "zip"),
        ("other", "other"),
    ),
}  # fmt: skip
"""`payment_method_details.type` to instrument_kind and scheme."""

PUSHED = frozenset(
    ("ach_credit_transfer", "bancontact", "bizum", "blik", "boleto", "eps", "fpx", "giropay", "ideal", "konbini",
     "mb_way", "multibanco", "oxxo", "p24", "pay_by_bank", "paynow", "pix", "promptpay", "sepa_credit_transfer",
     "sofort", "swish", "twint", "upi")
)  # fmt: skip
"""Methods by which the payer himself approves or makes each payment, unless he gave a mandate for further ones."""

PAID_TO = frozenset(("ach_credit_transfer", "customer_balance", "multibanco", "sepa_credit_transfer"))
"""Methods whose details name the account to pay to: the merchant's side, never the payer's."""

NO_BANK = frozenset(("alipay", "crypto", "link", "paypal", "wechat_pay"))
"""Methods whose `country` is no country of an issuing bank (of a buyer, or of what stands behind a wallet)."""

DEVICE_WALLETS = frozenset(("apple_pay", "android_pay", "samsung_pay"))
"""Wallets that always pay with a number of the device; Google Pay may also pay with the number of the card."""

BRAND = {"american express": "amex", "cartes bancaires": "cartes_bancaires", "diners club": "diners"}
"""Brands of API versions before 2018, and of cards behind wallets, in the words of today; others differ by case."""

IDEAL_BIC = {
    "abn_amro": "ABNANL2A", "adyen": "ADYBNL2A", "asn_bank": "ASNBNL21", "bunq": "BUNQNL2A", "finom": "FNOMNL22",
    "handelsbanken": "HANDNL2A", "ing": "INGBNL2A", "knab": "KNABNL2H", "moneyou": "MOYONL21", "n26": "NTSBDEB1",
    "nn": "NNBANL2G", "rabobank": "RABONL2U", "regiobank": "RBRBNL21", "sns_bank": "SNSBNL2A",
    "triodos_bank": "TRIONL2U", "van_lanschot": "FVLBNL22", "yoursafe": "BITSNL2A",
}  # fmt: skip
"""`ideal.bank` to the BIC that `ideal.bic` states with it; banks with several codes are left out."""

CHECK = {"pass": "pass", "fail": "fail", "unavailable": "not_supported", "unchecked": "not_sent"}

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cvc", ("cvc_check",)),
    ("avs_street", ("address_line1_check",)),
    ("avs_postcode", ("address_postal_code_check", "address_zip_check")),
)

THREEDS = {
    "authenticated": "pass",
    "attempt_acknowledged": "attempted",
    "data_share_only": "not_sent",
    "exempted": "exempted",
    "failed": "fail",
    "not_supported": "not_supported",
    "processing_error": "unknown",
}
"""`three_d_secure.result`; with `data_share_only` data were sent and nobody was asked to authenticate."""

RISK_LEVELS = frozenset(("normal", "elevated", "highest"))
"""`not_assessed` and `unknown` are no level."""

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
    **dict.fromkeys(("charge_refunded", "prevented", "warning_closed"), "unknown"),
}
"""An inquiry that closed, and a dispute that a refund prevented or ended, was neither won nor lost."""

MONEY_STAYED = frozenset(("warning_closed", "warning_needs_response", "warning_under_review", "won"))
"""States of a dispute in which the merchant has the money: he won, or the bank only inquired."""

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
"""`invoice.billing_reason` of payments that nobody sat down to make, unless the invoice was sent to be paid."""

PAGES = frozenset(("list", "search_result"))

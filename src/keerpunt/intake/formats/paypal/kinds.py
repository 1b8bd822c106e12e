"""What kind of row a type word or an event code of PayPal names.

Sources: PayPal, "Transaction event codes" (the T-codes), read 2026-09; type words as seen in public exports of 2009 to
2026 in each language, and the descriptions of the T-codes, which the English activity download prints as types. Words
for fees, chargebacks and mass payments that no export in a language showed are plain translations of the English ones.
A word that stands in no table is not guessed at: its row is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from keerpunt.intake.formats.paypal.spelling import plain

AS_OF = "2026-09"


class RowKind(StrEnum):
    """What a row of the export is; the last six never become a row of a table."""

    PAYMENT = "payment"
    CHECKOUT = "checkout"  # a payment that the payer approved at that moment
    RECURRING = "recurring"  # a payment that the merchant drew under an agreement
    REFUND = "refund"
    REVERSAL = "reversal"
    CHARGEBACK = "chargeback"
    FEE = "fee"
    OTHER = "other"  # bonus, correction: no payment of anybody for anything
    HOLD = "hold"
    CONVERSION = "conversion"
    OWN = "own"  # between the account and its owner's own bank, card or credit line
    MEMO = "memo"  # authorisation, request, order: nothing moved
    ITEM = "item"  # an article of a cart, whose payment has a row of its own
    SUBSCRIPTION = "subscription"  # an agreement began or ended


def _sent_and_received(*names: str) -> tuple[str, ...]:
    """Return old English types, which end in the direction (until 2016)."""
    return tuple(f"{name} {end}" for name in names for end in ("Received", "Sent"))


ENGLISH: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: (
        "General Payment", "Payment", "Mass Pay Payment", "MassPay Payment", "Third Party Payout", "Postage Payment",
        "Gift Certificate Purchase", "General PayPal Debit Card Transaction", "PayPal Debit Card Transaction",
        "Virtual PayPal Debit Card Transaction", "Debit Card Purchase", "Virtual Terminal Payment", "Rebate Payment",
        "Generic Instrument/Open Wallet Transaction", "Cryptocurrency Payment", "PayPal Here Payment", "Bill Payment",
        "Bill Pay Transaction", "Virtual Terminal Transaction", "PayPal card confirmation",
        "Payment to eBay", "Invoice payment", "eCheck", "Order payment", "Third Party Auction Payment",
        *_sent_and_received("Payment", "eCheck", "Mass Payment", "Virtual Terminal Payment", "Update to eCheck",
                            "Update to Payment", "PayPal Here Payment", "Virtual Debt Card Credit"),
    ),
    RowKind.CHECKOUT: (
        "Express Checkout Payment", "Website Payment", "Website Payments Standard Payment", "Mobile Payment",
        "Donation Payment", "eBay Auction Payment", "Auction Payment", "Direct Credit Card Payment", "Checkout",
        "Direct Payment API", "Website Payments Pro API Solution", "PayPal Checkout APIs", "Website Payments Pro",
        *_sent_and_received("Web Accept Payment", "Express Checkout Payment", "PayPal Express Checkout Payment",
                            "Shopping Cart Payment", "Mobile Payment", "Mobile Express Checkout Payment", "Donation",
                            "eBay Payment", "Auction Payment", "Direct Credit Card Payment"),
    ),
    RowKind.RECURRING: (
        "PreApproved Payment Bill User Payment", "Subscription Payment", "Recurring Payment", "Preapproved Payment",
        "Pre-approved Payment", "PreApproved Payment", "Pre-approved Payment Bill User Payment",
        *_sent_and_received("Subscription Payment", "Recurring Payment", "Preapproved Payment"),
    ),
    RowKind.REFUND: (
        "Payment Refund", "Refund", "Partial Refund", "MassPay Refund Transaction", "Mass Pay Refund", "Refund Sent",
        "Non Reference Credit Payment", "Non-Reference Credit Payment", "Cancelled Payment",
    ),
    RowKind.REVERSAL: (
        "Payment Reversal", "Reversal", "General Reversal", "Update to Reversal", "Canceled Reversal",
        "Cancelled Reversal", "Reversal of debit card transaction", "Debit Card Reversal", "MAM Reversal",
        "MassPay Reversal Transaction", "Mass Pay Reversal", "Instant Payment Review (IPR) reversal",
        "Reversal of points usage", "Rebate or cash back reversal", "Reversal of PayPal Debit Card Transaction",
        "Generic instrument/Open Wallet reversals (seller side)",
        "Generic instrument/Open Wallet reversals (buyer side)", "Chargeback Reversal", "Reimbursement of Chargeback",
        "Chargeback Re-presentment Rejection", "Chargeback Cancellation",
    ),
    RowKind.CHARGEBACK: (
        "Chargeback", "Chargeback Settlement",
    ),
    RowKind.FEE: (
        "Fee", "Payment Fee", "Chargeback Fee", "Chargeback Processing Fee", "Dispute Fee", "Partner Fee",
        "Fee Reversal", "Fee Refund", "Cancelled Fee", "General Non-Payment Fee", "Mass Payment Batch Fee",
        "Website Payments Pro Account Monthly Fee", "Foreign Bank Withdrawal Fee", "PayPal Fee", "Service Fee",
        "Warranty Fee", "International Credit Card Withdrawal Fee", "Gift Certificate Expiration Fee",
    ),
    RowKind.OTHER: (
        "General Bonus", "Bonus", "Debit Card Cash Back Bonus", "Merchant Referral Account Bonus", "Referral Bonus",
        (
            "PayPal Protection Bonus, Payout for PayPal Buyer Protection, Payout for full protection with PayPal Buyer "
            "Credit"
        ),
        "General Account Correction", "General Account Adjustment", "General Adjustment", "Account Correction",
        "Charge-off Adjustment", "Incentive Adjustment", "General Incentive/Certificate Redemption", "Other",
        "Gift Certificate Redemption", "Points Incentive Redemption", "Coupon Redemption", "Dividend",
        "General Dividend", "Credit Card Cash Back Bonus", "Third-party recoupment",
    ),
    RowKind.HOLD: (
        "Account Hold for Open Authorization", "Reversal of General Account Hold", "General Hold", "Hold",
        "General Hold Release", "General Temporary Hold", "Temporary Hold", "Payment Hold", "Payment Release",
        "Payment Hold Release", "Payment Review Hold", "Payment Review Release", "Reserve Hold", "Reserve Release",
        "Reserve", "Hold on Balance for Dispute Investigation", "Hold for Dispute Investigation", "Tax Hold",
        "Cancellation of Hold for Dispute Resolution", "Hold on Available Balance", "Tax Release", "Blocked Payments",
        "Temporary Hold on Available Balance", "Pending Balance Payment", "Account Hold for ACH Deposit",
        "Funds Not Yet Available", "Funds Available", "Balance Hold", "Balance Release", "Release of Hold",
    ),
    RowKind.CONVERSION: (
        "General Currency Conversion", "Currency Conversion", "User Initiated Currency Conversion",
        "Currency Conversion Required to Cover Negative Balance",
    ),
    RowKind.OWN: (
        "Bank Deposit to PP Account", "Bank Deposit to PP Account (Obselete)", "General Card Deposit",
        "Bank Deposit to PP Account (Obsolete)", "General Credit Card Deposit", "General Withdrawal",
        "General Withdrawal - Bank Account", "General Withdrawal - Bank Transfer", "User Initiated Withdrawal",
        "Transfer to Bank", "Withdrawal to Bank Account", "Transfer to Bank Initiated", "General Card Withdrawal",
        "General Credit Card Withdrawal", "Withdraw Funds to Bank Account", "Withdraw Funds to a Bank Account",
        "Add Funds from a Bank Account", "Funds Added From a Bank Account", "Charge From Credit Card",
        "Charge From Debit Card", "Credit to Credit Card", "Credit to Debit Card", "AutoSweep", "Auto-sweep",
        "Reversal of ACH Deposit", "Reversal of ACH Withdrawal Transaction", "Bank Deposit", "Update to Add Funds",
        "General Funding of PayPal Account", "PayPal Balance Manager Funding of PayPal Account",
        "ACH Funding for Funds Recovery from Account Balance", "EFT Funding", "Electronic Funds Transfer Funding",
        "Buyer Credit Payment Withdrawal - Transfer To BML", "PayPal Buyer Credit Payment Funding",
        "BML Credit - Transfer from BML", "BML Withdrawal - Transfer to BML", "General Buyer Credit Payment",
        "General Intra-Account Transfer", "Balance Transfer", "ATM Withdrawal", "PayPal Debit Card Withdrawal to ATM",
        "Credit Card Deposit for Negative PayPal Account Balance", "Transfer To/From External GL Entity",
        "General Withdrawal to Non-Bank Institution", "WorldLink Withdrawal", "Transfer From Credit Card",
    ),
    RowKind.MEMO: (
        "General Authorization", "General Authorization - Pending", "General Authorization - Completed",
        "Authorization", "Reauthorization", "Void of Authorization", "Order", "Void",
        "Request Received", "Request Sent", "Invoice Received", "Invoice Sent", "Invoice item", "Money Request",
        "Display Only Transaction", "Cancelled Request", "Update to Request", "Denied Payment", "Invoice cancelled",
    ),
    RowKind.ITEM: ("Shopping Cart Item", "Cart Item", "Auction Item"),
    RowKind.SUBSCRIPTION: (
        "Subscription Creation", "Subscription Cancellation", "Subscription Modification", "Subscription Completion",
        "Recurring Payments Profile Created", "Preapproved Payment Created", "Subscription Canceled",
    ),
}  # fmt: skip

DUTCH: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: ("Algemene betaling", "Betaling", "Massabetaling", "Betaling verzonden", "Betaling ontvangen"),
    RowKind.CHECKOUT: (
        "Express Checkout betaling", "Express Checkout-betaling", "Websitebetaling", "Website-betaling",
        "Betaling eBay-veiling", "Mobiele betaling", "Donatiebetaling", "Donatie", "Directe creditcardbetaling",
    ),
    RowKind.RECURRING: (
        "Vooraf goedgekeurde betaling – rekening betaald door gebruiker", "Abonnementsbetaling",
        "Vooraf goedgekeurde betaling gebruiker betaalfactuur", "Vooraf goedgekeurde betaling",
    ),
    RowKind.REFUND: ("Terugbetaling", "Terugbetaling betaling", "Gedeeltelijke terugbetaling"),
    RowKind.REVERSAL: ("Terugboeking betaling", "Terugboeking van betaling", "Terugdraaiing"),
    RowKind.CHARGEBACK: ("Terugvordering", "Chargeback"),
    RowKind.FEE: ("Kosten", "Betalingskosten", "Kosten voor terugvordering", "Terugboeking kosten"),
    RowKind.OTHER: ("Algemene rekeningcorrectie", "Algemene bonus"),
    RowKind.HOLD: (
        "Geblokkeerd saldo wegens onderzoek naar geschil", "Annulering van blokkering voor geschillenoplossing",
        "Vastgehouden - algemeen", "Blokkering van rekening voor openstaande autorisatie",
        "Terugboeking van algemene rekeningblokkering", "Vastgehouden betaling", "Vrijgegeven betaling",
    ),
    RowKind.CONVERSION: (
        "Algemeen valutaomrekening", "Algemene valutaomrekening", "Valutaomrekening",
        "Door gebruiker geïnitieerde valutaomrekening",
    ),
    RowKind.OWN: (
        "Bankstorting naar PP-rekening", "Bankstorting", "Algemene opname", "Algemene kaartstorting",
        "Algemene creditcardstorting", "Algemene creditcardopname", "Algemene kaartopname",
        "Creditcardstorting ter aanvulling saldo verschuldigd bedrag", "Door gebruiker geïnitieerde opname",
    ),
    RowKind.MEMO: ("Algemene autorisatie", "Autorisatie", "Bestelling", "Betalingsverzoek", "Factuur verzonden"),
    RowKind.ITEM: ("Winkelwagenitem",),
}  # fmt: skip

GERMAN: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: (
        "Allgemeine Zahlung", "Zahlung", "Massenzahlung", "Zahlung erhalten", "Zahlung gesendet", "Sammelzahlung",
        "Allgemeine PayPal-Debitkartentransaktion",
    ),
    RowKind.CHECKOUT: (
        "PayPal Express-Zahlung", "Express-Zahlung", "Website-Zahlung", "Handyzahlung", "Spendenzahlung",
        "eBay-Auktionszahlung", "Express-Kaufabwicklung", "Direktzahlung per Kreditkarte", "Spende erhalten",
    ),
    RowKind.RECURRING: (
        "Zahlung im Einzugsverfahren mit Zahlungsrechnung", "Abonnementzahlung", "Zahlung im Einzugsverfahren",
        "Abozahlung", "Wiederkehrende Zahlung",
    ),
    RowKind.REFUND: ("Rückzahlung", "Rückerstattung", "Teilrückzahlung"),
    RowKind.REVERSAL: ("Zahlungsstornierung", "Stornierung", "Zahlungsrückbuchung", "Allgemeine Rückbuchung"),
    RowKind.CHARGEBACK: ("Kreditkartenrückbuchung", "Rückbuchung", "Chargeback"),
    RowKind.FEE: (
        "Gebühr", "Entgelt", "Zahlungsgebühr", "Gebühr für Rückbuchung", "Rückbuchungsgebühr", "Gebührenrückerstattung",
    ),
    RowKind.OTHER: ("Allgemeine Kontokorrektur", "Allgemeiner Bonus", "Bonus", "Andere"),
    RowKind.HOLD: (
        "Einbehaltung für offene Autorisierung", "Rückbuchung allgemeiner Einbehaltung", "Allgemeine Einbehaltung",
        "Freigabe allgemeiner Einbehaltung", "Vorübergehende Einbehaltung", "Reservierung", "Zahlungseinbehaltung",
    ),
    RowKind.CONVERSION: (
        "Allgemeine Währungsumrechnung", "Währungsumrechnung", "Von Nutzer eingeleitete Währungsumrechnung",
    ),
    RowKind.OWN: (
        "Bankgutschrift auf PayPal-Konto", "Bankgutschrift auf PayPal Konto", "Allgemeine Abbuchung",
        "Allgemeine Gutschrift auf Kreditkarte", "Allgemeine Abbuchung von Kreditkarte",
        "Von Nutzer eingeleitete Abbuchung", "Rückbuchung von ACH-Gutschrift", "Rückbuchung von ACH-Abbuchung",
        "ACH-Überweisung als Zahlungsquelle für Ausgleich von Kontoguthaben", "Überweisung als Zahlungsquelle",
        "Bankabbuchung von PayPal-Konto", "Auszahlung auf das Bankkonto", "Auszahlung",
        "Allgemeine Abbuchung - Bankkonto",
    ),
    RowKind.MEMO: (
        "Allgemeine Autorisierung", "Autorisierung", "Bestellung", "Rechnung gesendet", "Rechnung erhalten",
        "Zahlungsanforderung", "Geldanforderung",
    ),
    RowKind.ITEM: ("Warenkorbartikel",),
}  # fmt: skip

FRENCH: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: (
        "Paiement standard", "Paiement", "Paiement envoyé", "Paiement reçu", "Paiement de masse",
        "Paiement par PayPal Option+", "Paiement BillPay",
    ),
    RowKind.CHECKOUT: (
        "Paiement sur site marchand", "Paiement sur site marchand envoyé", "Paiement sur site marchand reçu",
        "Paiement panier envoyé", "Paiement panier reçu", "Paiement Express Checkout", "Paiement mobile",
        "Paiement Paypal Express", "Don envoyé", "Don reçu", "Don",
    ),
    RowKind.RECURRING: (
        "Paiement préapprouvé d'un utilisateur de facture de paiement", "Paiement d'abonnement", "Paiement préapprouvé",
    ),
    RowKind.REFUND: ("Remboursement", "Remboursement de paiement", "Remboursement du paiement"),
    RowKind.REVERSAL: ("Annulation de paiement", "Annulation du paiement", "Contrepassation"),
    RowKind.CHARGEBACK: ("Rejet de débit", "Opposition à un paiement"),
    RowKind.FEE: ("Frais", "Commission", "Frais de paiement", "Frais de rejet de débit"),
    RowKind.OTHER: ("Ajustement de compte standard", "Bonus", "Autre"),
    RowKind.HOLD: (
        "Suspension temporaire", "Suspension de compte pour autorisation en cours",
        "Annulation de suspension de compte standard",
        "Suspension de compte pour virement de la Chambre de compensation automatisée",
    ),
    RowKind.CONVERSION: ("Conversion de devise standard", "Conversion de devise"),
    RowKind.OWN: (
        "Virement bancaire sur le compte PayPal", "Virement bancaire sur le compte PayPal (obsolète)",
        "Approvisionnement pour virement électronique", "Débit sur carte bancaire", "Virement standard",
        "Virement initié par l'utilisateur",
    ),
    RowKind.MEMO: ("Autorisation", "Autorisation standard", "Commande", "Demande de paiement"),
}  # fmt: skip

ITALIAN: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: (
        "Pagamento generico", "Pagamento", "Transazione generica con carta di debito PayPal", "Pagamento inviato",
        "Pagamento ricevuto", "Pagamento in massa",
    ),
    RowKind.CHECKOUT: (
        "Pagamento Express Checkout", "Pagamento su sito web", "Pagamento da cellulare", "Pagamento donazione",
        "Pagamento diretto con carta di credito",
    ),
    RowKind.RECURRING: ("Pagamento preautorizzato utenza", "Pagamento abbonamento"),
    RowKind.REFUND: ("Rimborso di pagamento", "Rimborso"),
    RowKind.REVERSAL: ("Storno pagamento", "Storno di pagamento"),
    RowKind.CHARGEBACK: ("Storno di addebito", "Chargeback"),
    RowKind.FEE: ("Tariffa pagamento", "Tariffa"),
    RowKind.OTHER: ("Altro", "Bonus generico"),
    RowKind.HOLD: (
        "Blocco conto per autorizzazione aperta", "Storno di blocco conto generico",
        "Blocco saldo per revisione contestazione", "Annullamento blocco per risoluzione contestazione",
        "Blocco temporaneo",
    ),
    RowKind.CONVERSION: ("Conversione di valuta generica", "Conversione di valuta"),
    RowKind.OWN: (
        "Bonifico bancario sul conto PayPal", "Versamento generico con carta", "Prelievo generico con carta",
        "Trasferimento avviato dall'utente", "Trasferimento generico (conto bancario)",
        "Trasferimento generico tra conti", "Prelievo generico", "Pagamento con credito acquirenti PayPal",
        "Storno di versamento con addebito diretto", "Recupero di denaro da saldo con addebito diretto",
    ),
    RowKind.MEMO: ("Autorizzazione generica", "Annullamento autorizzazione", "Ordine", "Richiesta di denaro"),
}  # fmt: skip

SPANISH: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: ("Pago estándar", "Pago general", "Pago", "Pago enviado", "Pago recibido", "Pago en masa"),
    RowKind.CHECKOUT: (
        "Pago con Pago exprés", "Pago exprés", "Pago de sitio web", "Pago en sitio web", "Pago con teléfono móvil",
        "Pago móvil", "Pago de donación",
    ),
    RowKind.RECURRING: ("Pago con Pago de usuario de BillPay preaprobado", "Pago de suscripción"),
    RowKind.REFUND: ("Reembolso de pago", "Reembolso"),
    RowKind.REVERSAL: ("Anulación de pago", "Cancelación de pago", "Reversión de pago"),
    RowKind.CHARGEBACK: ("Contracargo", "Retrocesión de cargo"),
    RowKind.FEE: ("Tarifa", "Comisión", "Tarifa de pago"),
    RowKind.OTHER: ("Otro", "Bonificación general"),
    RowKind.HOLD: ("Retención general", "Cancelación de retención", "Retención temporal"),
    RowKind.CONVERSION: ("Conversión de divisas general", "Conversión de divisas"),
    RowKind.OWN: (
        "Retirada iniciada por el usuario", "Depósito bancario en cuenta PayPal", "Depósito bancario",
        "Depósito general con tarjeta", "Retirada general",
    ),
    RowKind.MEMO: ("Autorización", "Autorización general", "Desprovisto de autorización", "Pedido"),
}  # fmt: skip

POLISH: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: ("Płatność ogólna", "Płatność"),
    RowKind.CHECKOUT: ("Płatność Express Checkout", "Płatność w witrynie", "Płatność mobilna"),
    RowKind.REFUND: ("Zwrot płatności", "Zwrot"),
    RowKind.FEE: ("Opłata",),
    RowKind.CONVERSION: ("Ogólne przeliczenie waluty", "Przeliczenie waluty"),
    RowKind.OWN: ("Ogólna wpłata z rachunku karty", "Ogólna wypłata"),
    RowKind.MEMO: ("Ogólna autoryzacja",),
}

IPN: dict[RowKind, tuple[str, ...]] = {
    RowKind.PAYMENT: ("send_money", "masspay", "virtual_terminal", "merch_pmt", "pro_hosted"),
    RowKind.CHECKOUT: ("web_accept", "cart", "express_checkout"),
    RowKind.RECURRING: ("subscr_payment", "recurring_payment", "recurring_payment_outstanding_payment"),
    RowKind.REVERSAL: ("adjustment",),
    RowKind.SUBSCRIPTION: (
        "subscr_signup", "subscr_cancel", "subscr_modify", "subscr_eot", "subscr_failed", "mp_signup", "mp_cancel",
        "recurring_payment_profile_created", "recurring_payment_profile_cancel", "recurring_payment_expired",
        "recurring_payment_skipped", "recurring_payment_failed", "new_case",
    ),
}  # fmt: skip
"""`txn_type`; a refund or reversal has none, there `payment_status` says what it is."""

_TABLES = {
    "en": ENGLISH, "nl": DUTCH, "de": GERMAN, "fr": FRENCH, "it": ITALIAN, "es": SPANISH, "pl": POLISH, "ipn": IPN,
}  # fmt: skip


def _inverted(table: dict[RowKind, tuple[str, ...]]) -> dict[str, RowKind]:
    return {plain(word): kind for kind, words in table.items() for word in words}


_WORDS = {language: _inverted(table) for language, table in _TABLES.items()}

_BY_GROUP: dict[str, RowKind] = {
    "T00": RowKind.PAYMENT, "T01": RowKind.FEE, "T02": RowKind.CONVERSION, "T03": RowKind.OWN, "T04": RowKind.OWN,
    "T05": RowKind.PAYMENT, "T06": RowKind.OWN, "T07": RowKind.OWN, "T08": RowKind.OTHER, "T09": RowKind.OTHER,
    "T10": RowKind.PAYMENT, "T11": RowKind.REVERSAL, "T12": RowKind.OTHER, "T13": RowKind.MEMO, "T14": RowKind.OTHER,
    "T15": RowKind.HOLD, "T16": RowKind.OWN, "T17": RowKind.OWN, "T18": RowKind.OWN, "T19": RowKind.OTHER,
    "T20": RowKind.OWN, "T21": RowKind.HOLD, "T22": RowKind.OWN, "T30": RowKind.PAYMENT, "T50": RowKind.OTHER,
    "T97": RowKind.OTHER, "T98": RowKind.MEMO, "T99": RowKind.OTHER,
}  # fmt: skip


def _codes(kind: RowKind, group: str, numbers: Iterable[int]) -> dict[str, RowKind]:
    return {f"{group}{number:02d}": kind for number in numbers}


_BY_CODE: dict[str, RowKind] = {
    **_codes(RowKind.RECURRING, "T00", (2, 3)),
    **_codes(RowKind.CHECKOUT, "T00", (4, 5, 6, 7, 11, 13)),
    **_codes(RowKind.OTHER, "T00", (14, 16)),
    **_codes(RowKind.OWN, "T00", (17,)),
    **_codes(RowKind.OWN, "T05", (2, 4)),
    **_codes(RowKind.MEMO, "T05", (5,)),
    **_codes(RowKind.OWN, "T11", (1, 4)),
    **_codes(RowKind.HOLD, "T11", (5, 10, 11)),
    **_codes(RowKind.REFUND, "T11", (7, 13, 15)),
    **_codes(RowKind.FEE, "T11", (8, 9)),
    **_codes(RowKind.CHARGEBACK, "T12", (1,)),
    **_codes(RowKind.REVERSAL, "T12", (2, 5, 7, 8)),
}


def kind_of_code(code: str) -> RowKind | None:
    """Return the kind that a transaction event code names, None for a code of no known group."""
    return _BY_CODE.get(code) or _BY_GROUP.get(code[:3]) if len(code) == 5 else None


def kind_of_word(word: str, language: str) -> RowKind | None:
    """Return the kind that a type word names in a language or in English, None for a word of neither."""
    found = plain(word)
    return _WORDS[language].get(found) or _WORDS["en"].get(found)

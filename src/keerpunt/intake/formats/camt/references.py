"""References of a transaction: its key, and the payment that one which undoes another speaks of."""

from __future__ import annotations

from keerpunt.intake.bank_references import Ledger, chosen_reference, stated
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.entry import Entry, Transaction
from keerpunt.values.money import Money

Names = tuple[str, str, str, str]
"""The bank's reference, TxId, EndToEndId and mandate; `''` where the bank says that there is none."""


def names_of(entry: Entry, one: Transaction, context: Context) -> Names:
    """Return the references of a transaction; that of an entry is its own where it is alone."""
    texts, at = one.texts, one.at
    chosen = stated(texts[at.end_to_end])
    return (
        stated(texts[at.bank_reference]) or entry.reference,
        stated(texts[at.transaction_id]),
        chosen_reference(chosen, context) if chosen else "",
        stated(texts[at.mandate]),
    )


def parent_of(psp: str, names: Names, money: Money, ledger: Ledger) -> tuple[str | None, str]:
    """Return the payment that a transaction undoes, and the reference that is its own.

    TxId and EndToEndId of a return are those of the payment it undoes, which may stand in another file: by the order
    of keys (CONTRACT.md section 2) they then name it. A name that several payments of the file go by names none.
    """
    bank, transaction, end_to_end, _ = names
    parent = ledger.original(psp, called(names, money))
    own = "" if bank == parent else bank
    if parent == "":
        return None, own
    return parent or transaction or end_to_end or None, own


def called(names: Names, money: Money) -> list[tuple[str, ...]]:
    """Return the names a return may use: EndToEndId, TxId, AcctSvcrRef, else mandate and amount."""
    bank, transaction, end_to_end, mandate = names
    found: list[tuple[str, ...]] = []
    if end_to_end:
        found.append(("EndToEndId", end_to_end))
    if transaction:
        found.append(("TxId", transaction))
    if bank:
        found.append(("AcctSvcrRef", bank))
    if mandate:
        found.append(("MndtId", mandate, str(money.minor), money.currency))
    return found

"""One entry of a statement: one payment row per TxDtls, or one row where it has none (INTAKE.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import Ledger, find_order
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.formats.camt.parties import IN, OUT, UNKNOWN, Party, counterparty, owner_side, payer
from keerpunt.intake.formats.camt.references import names_of, reference, reference_texts
from keerpunt.intake.formats.camt.totals import CREDIT, DEBIT, SIGN, amount_of
from keerpunt.intake.formats.camt.tree import CURRENCY, Node, child, every, text
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Row
from keerpunt.model.bank_codes import FEE_SUB_FAMILIES, RETURN_SUB_FAMILIES, scheme_of
from keerpunt.values.iban import has_form
from keerpunt.values.instant import Instant, ZoneRule, from_iso
from keerpunt.values.money import Money, parse_money

_BOOKED = "BOOK"
_TRUE = ("true", "1")
_DIRECTION = {CREDIT: IN, DEBIT: OUT}
_INITIATION = {"credit_transfer": "customer", "direct_debit": "merchant"}
_DATES = (("BookgDt",), ("ValDt",))
_MORE_DATES = (("RltdDts", "TxDtTm"), ("RltdDts", "AccptncDtTm"))
_NO_ZONE = ZoneRule("UTC", "assumed")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the entries of a statement share: its place, its own name for keys, the servicing bank, the account."""

    place: str
    ident: str
    psp: str
    own: str


@dataclass(frozen=True)
class Entry:
    """An entry with its transactions; those it does not detail are none."""

    node: Node
    statement: Statement
    number: int

    @property
    def place(self) -> str:
        """Return the locator of the entry."""
        return f"{self.statement.place}/Ntry[{self.number}]"

    @property
    def status(self) -> str:
        """Return the status: a text up to version 7, a code or the bank's own word inside later."""
        return text(self.node, "Sts") or text(self.node, "Sts", "Cd") or text(self.node, "Sts", "Prtry")

    @property
    def booked(self) -> bool:
        """Whether the bank booked it."""
        return self.status == _BOOKED

    @property
    def reversed(self) -> bool:
        """Whether the bank marks the entry as undoing an earlier one."""
        return text(self.node, "RvslInd") in _TRUE

    @cached_property
    def transactions(self) -> list[Node]:
        """Return every TxDtls, directly below (version 1) or in NtryDtls."""
        groups = [self.node, *(d for d in every(self.node, "NtryDtls") if isinstance(d, dict))]
        return [t if isinstance(t, dict) else {} for group in groups for t in every(group, "TxDtls")]

    @cached_property
    def signs_add_up(self) -> bool:
        """Whether the transactions, each by its own indicator, add up to the signed entry (a batch of both kinds)."""
        total = Decimal(0)
        for transaction in self.transactions:
            number, _ = amount_of(_amount_node(transaction))
            total += (number or 0) * SIGN.get(text(transaction, "CdtDbtInd"), 0)
        number, _ = amount_of(self.node)
        return number is not None and total == number * SIGN.get(text(self.node, "CdtDbtInd"), 0)

    def locators(self) -> list[str]:
        """Return one locator per record of this entry."""
        count = len(self.transactions)
        return [f"{self.place}/TxDtls[{n}]" for n in range(1, count + 1)] if count else [self.place]


def entry_records(entry: Entry, ledger: Ledger, context: Context) -> Iterator[Record]:
    """Yield every record of an entry: mapped if booked, else excluded; without status or unreadable, rejected."""
    if not entry.status:
        yield from (Rejected(locator, "unknown_record") for locator in entry.locators())
        return
    if not entry.booked:
        yield from (Excluded(locator, "not_booked") for locator in entry.locators())
        return
    _check_batch(entry, context)
    details = entry.transactions or [{}]
    for index, (locator, transaction) in enumerate(zip(entry.locators(), details, strict=True), 1):
        try:
            row = _row(entry, transaction, index if entry.transactions else 0, ledger, context)
        except RowRejected as rejected:
            yield Rejected(locator, rejected.code)
        else:
            yield Mapped(locator, (row,))


def _row(entry: Entry, transaction: Node, index: int, ledger: Ledger, context: Context) -> Row:
    money = context.value("payment", "amount", lambda: _money(entry, transaction))
    initiated = _initiated(entry, transaction, context)
    if money is None or initiated is None:  # both are essential: a missing one has been raised
        raise RowRejected("missing_key")
    movement = _movement(entry, transaction)
    psp_ref, parent = _keys(entry, transaction, index, (money, initiated, movement), ledger)
    values: dict[str, Any] = {
        "psp": entry.statement.psp,
        "psp_ref": psp_ref,
        "direction": movement.direction,
        "row_kind": movement.kind,
        "order_id": find_order(reference_texts(transaction), context),
        "status": "reversed" if movement.kind == "reversal" else "captured",
        "scheme": movement.scheme,
        "initiation": "unknown",
        "initiated": initiated,
        "amount": money,
        "parent_psp_ref": parent,
        **_instrument(movement),
    }
    if movement.kind == "payment" and movement.direction == IN and movement.other is not None:
        values |= payer(movement.other, context)
        values["initiation"] = _INITIATION.get(movement.scheme, "unknown")
    return Row("payment", values)


@dataclass(frozen=True, slots=True)
class _Movement:
    """What kind of movement a transaction is: direction, row_kind, rails, and the side that is not ours."""

    direction: str
    kind: str
    scheme: str
    other: Party | None


def _movement(entry: Entry, transaction: Node) -> _Movement:
    direction = _direction(entry, transaction)
    sub_family, scheme = _code(entry, transaction)
    returned = bool(child(transaction, "RtrInf")) or sub_family in RETURN_SUB_FAMILIES
    undone = returned or entry.reversed
    other = counterparty(transaction, direction, entry.statement.own, swapped=undone, returned=returned)
    return _Movement(direction, _kind(sub_family, direction, undone=undone), scheme, other)


def _keys(
    entry: Entry, transaction: Node, index: int, found: tuple[Money, Instant, _Movement], ledger: Ledger
) -> tuple[str, str | None]:
    """Return the key of the transaction and, of one that undoes another, the key of that one."""
    money, initiated, movement = found
    psp = entry.statement.psp
    names = names_of(transaction, _entry_reference(entry), money.minor, money.currency)
    undone = movement.kind == "reversal"
    parent = ledger.original(psp, names) if undone else None
    account = movement.other.account if movement.other else ""
    signature = (money, movement.direction, movement.kind, initiated.text[:10], index, account)
    place = f"{entry.statement.ident}/{entry.number}/{index}"
    psp_ref = ledger.key(psp, _reference(entry, transaction, undone=undone, parent=parent), place, signature)
    if movement.kind == "payment":
        ledger.remember(psp, psp_ref, names)
    return psp_ref, (parent or _stated_parent(transaction)) if undone else None


def _amount_node(transaction: Node) -> Node:
    """The amount of the transaction itself comes before the one it adds to the entry."""
    own = child(transaction, "AmtDtls", "TxAmt")
    return own if text(own, "Amt") else transaction


def _money(entry: Entry, transaction: Node) -> Money:
    node = _amount_node(transaction)
    if not text(node, "Amt") and len(entry.transactions) <= 1:
        node = entry.node
    number = text(node, "Amt")
    if not number or number.startswith("-"):
        raise UnreadableValue("bad_amount")
    return parse_money(number, text(child(node, "Amt"), CURRENCY))


def _initiated(entry: Entry, transaction: Node, context: Context) -> Instant | None:
    """Booking date, else value date, else what the transaction says: the first that can be read."""
    found = [child(entry.node, *path) for path in _DATES]
    texts = [text(node, "DtTm") or text(node, "Dt") for node in found]
    texts += [text(transaction, *path) for path in _MORE_DATES]
    stated = [date for date in texts if date]
    for date in stated[:-1]:
        try:
            return _instant(date, context)
        except UnreadableValue:
            context.note("unreadable_value", "initiated")
    return context.value("payment", "initiated", lambda: _instant(stated[-1] if stated else "", context))


def _instant(date: str, context: Context) -> Instant:
    is_day = "T" not in date
    return from_iso(date, context.zone or (_NO_ZONE if is_day else None))


def _direction(entry: Entry, transaction: Node) -> str:
    """The entry's direction, unless the transaction's own indicator differs and there is evidence for it."""
    whole, own = text(entry.node, "CdtDbtInd"), text(transaction, "CdtDbtInd")
    if own not in SIGN or own == whole:
        return _DIRECTION.get(whole, UNKNOWN)
    role = owner_side(transaction, entry.statement.own)
    if role:
        undone = entry.reversed or bool(child(transaction, "RtrInf"))
        return IN if (role == "Cdtr") is not undone else OUT
    return _DIRECTION[own] if entry.signs_add_up else UNKNOWN


def _code(entry: Entry, transaction: Node) -> tuple[str, str]:
    """Return sub-family and rails by the bank transaction code of the transaction, else of the entry."""
    code = child(transaction, "BkTxCd") or child(entry.node, "BkTxCd")
    domain = child(code, "Domn")
    family = text(domain, "Fmly", "Cd") if text(domain, "Cd") == "PMNT" else ""
    return text(domain, "Fmly", "SubFmlyCd"), scheme_of(family, text(code, "Prtry", "Cd"))


def _kind(sub_family: str, direction: str, *, undone: bool) -> str:
    if undone:
        return "reversal"
    return "fee" if sub_family in FEE_SUB_FAMILIES and direction == OUT else "payment"


def _entry_reference(entry: Entry) -> str:
    """The bank's reference of the entry is that of the transaction only where there is one."""
    return reference(entry.node, "AcctSvcrRef") if len(entry.transactions) <= 1 else ""


def _reference(entry: Entry, transaction: Node, *, undone: bool, parent: str | None) -> str:
    refs = child(transaction, "Refs")
    bank = reference(refs, "AcctSvcrRef") or _entry_reference(entry)
    if undone:  # TxId and EndToEndId of a return are those of the payment it undoes
        return "" if bank == parent else bank
    return bank or reference(refs, "TxId") or reference(refs, "EndToEndId")


def _stated_parent(transaction: Node) -> str | None:
    """What a return says about a payment that stands in another file, by the order of keys (CONTRACT.md section 2)."""
    refs = child(transaction, "Refs")
    return reference(refs, "TxId") or reference(refs, "EndToEndId") or None


def _instrument(movement: _Movement) -> dict[str, str | None]:
    other = movement.other
    bic = other.bic or None if other else None
    if movement.scheme == "card":
        return {"instrument_kind": "card"}
    if other is None or not other.account:
        return {"instrument_kind": "unknown", "bic": bic}
    return {"instrument_kind": "iban" if has_form(other.account) else "other", "iban": other.account, "bic": bic}


def _check_batch(entry: Entry, context: Context) -> None:
    """Charges are apart: transactions and charges must give the entry, or it is a finding."""
    if not entry.transactions:
        return
    stated, currency = amount_of(entry.node)
    numbers = [amount_of(_amount_node(transaction)) for transaction in entry.transactions]
    if len(numbers) == 1 and numbers[0][0] is None:
        return  # alone and without an amount of its own: it is the entry's
    if stated is None or any(number is None or unit != currency for number, unit in numbers):
        context.note("total_mismatch", "Ntry.Amt")
        return
    sign = SIGN.get(text(entry.node, "CdtDbtInd"), 1)
    total = sum((number for number, _ in numbers if number is not None), Decimal(0))
    inner = sum((_charges(transaction) for transaction in entry.transactions), Decimal(0)) * sign
    outer = _charges(entry.node) * sign
    if stated not in (total, total + inner, total + outer, total + inner + outer) and not entry.signs_add_up:
        context.note("total_mismatch", "Ntry.Amt")


def _charges(node: Node) -> Decimal:
    """Return the signed charges of a node: debits reduce what the account receives."""
    total = Decimal(0)
    for charges in every(node, "Chrgs"):
        if not isinstance(charges, dict):
            continue
        for record in every(charges, "Rcrd") or [charges]:
            if isinstance(record, dict) and text(record, "ChrgInclInd") not in _TRUE:
                number, _ = amount_of(record)
                total += (number or 0) * SIGN.get(text(record, "CdtDbtInd"), -1)
    return total

"""One entry of a statement and its transactions, and what must hold between them (INTAKE.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from keerpunt.intake.bank_references import stated
from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.amounts import SIGN, TRUE, ZERO, Sum, charges, decimal_of
from keerpunt.intake.formats.camt.flat import NOTHING, Part, part_of
from keerpunt.intake.formats.camt.layout import TransactionLayout, entry_layout, transaction_layout

BOOKED = "BOOK"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the entries of a statement share: its place, its own name for keys, the servicing bank, the account.

    `whole` names the statement with all its pages.
    """

    place: str
    ident: str
    psp: str
    own: str
    whole: str = ""


class Transaction:
    """One TxDtls: its number within the entry from 1, its texts, and where each stands; 0 is an entry without any."""

    __slots__ = ("at", "number", "part", "stem", "texts")

    def __init__(self, number: int, part: Part, stem: str = "") -> None:
        self.number, self.part, self.stem = number, part, stem
        self.texts = part.texts
        self.at: TransactionLayout = transaction_layout(part.shape, stem)

    def charges(self) -> Decimal:
        """Return its own charges, signed."""
        return charges(self.part, self.stem) if self.at.charges else ZERO


class Entry:
    """An entry and its transactions; those it does not detail are none.

    `count` is how many there are: one stands in the entry itself, several are at hand as text. `place` is its locator.
    `side` is its indicator, credit or debit. `reversed`: the bank marks it as undoing an earlier one. `alone`: the
    entry is one transaction, detailed or not, so that what is said of it is said of that one; its `reference` is then
    that of the transaction. `cut`: the file ends in the middle of it, and how many transactions it has is not known.
    """

    __slots__ = (
        "_signs_add_up", "_written", "alone", "at", "count", "cut", "number", "part", "place", "reference", "reversed",
        "side", "statement", "status", "texts",
    )  # fmt: skip

    def __init__(self, part: Part, written: list[str], statement: Statement, number: int, *, cut: bool = False) -> None:
        self.part = part
        self.texts = texts = part.texts
        self.at = at = entry_layout(part.shape)
        self.statement, self.number, self.cut = statement, number, cut
        self._written = written
        self.count = len(written) or int(bool(at.stem) and not cut)
        self._signs_add_up: bool | None = None
        self.place = f"{statement.place}/Ntry[{number}]"
        self.status = texts[at.status]
        self.side = texts[at.side]
        self.reversed = texts[at.reversal] in TRUE
        self.alone = self.count <= 1 and not cut
        self.reference = stated(texts[at.reference]) if self.alone else ""

    def read(self) -> Iterable[Transaction]:
        """Give the transactions; an entry without details is one that says nothing of its own."""
        if self._written or self.cut:
            return (Transaction(number, part_of(text)) for number, text in enumerate(self._written, 1))
        return (Transaction(1, self.part, self.at.stem) if self.count else Transaction(0, NOTHING),)

    def locator(self, number: int) -> str:
        """Return the place of a transaction, or of the entry itself."""
        return f"{self.place}/TxDtls[{number}]" if number else self.place

    def rest(self) -> str:
        """Return the place of what a cut entry would go on with."""
        return self.locator(self.count + 1 if self.count else 0)

    def is_whole(self, one: Transaction) -> bool:
        """Tell whether a transaction is the whole entry: alone, and with its amount in the same words or none."""
        own, whole = one.at.amount, self.at.amount
        return self.alone and (
            not one.texts[own.place]
            or (one.texts[own.place] == self.texts[whole.place] and own.currency == whole.currency)
        )

    def signs_add_up(self) -> bool:
        """Tell whether the transactions, each by its own indicator, add up to the signed entry (a batch of both kinds).

        It reads the transactions once more, and is asked only where an indicator or a sum leaves no other way.
        """
        if self._signs_add_up is None:
            number = decimal_of(self.texts[self.at.amount.place])
            total = ZERO
            for one in self.read():
                own = decimal_of(one.texts[one.at.amount.place])
                total += (own or 0) * SIGN.get(one.texts[one.at.side], 0)
            stated = None if number is None or self.cut else number * SIGN.get(self.side, 0)
            self._signs_add_up = total == stated
        return self._signs_add_up

    def check(self, added: Sum | None, context: Context) -> None:
        """Note what does not add up: transactions and charges are the entry, and as many as the batch counts."""
        counted = self._counted() if self.at.counts else 0
        if not self.count and counted > 1:
            context.note("batch_without_details")
        if self.count and counted not in (0, self.count):
            context.note("total_mismatch", "Btch.NbOfTxs")
        if added is not None and not self._gives(added) and not self.signs_add_up():
            context.note("total_mismatch", "Ntry.Amt")

    def _gives(self, added: Sum) -> bool:
        outer = charges(self.part) if self.at.charges else ZERO
        return added.gives(decimal_of(self.texts[self.at.amount.place]), SIGN.get(self.side, 1), outer)

    def _counted(self) -> int:
        """Return how many transactions the entry says it has, 0 where it does not."""
        numbers = [self.texts[place] for place in self.at.counts]
        return sum(int(number) for number in numbers if number.isdecimal() and len(number) <= 15)

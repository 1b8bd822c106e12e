"""One message: header, account, balances and entries, from `:20:` to its end, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from keerpunt.intake.context import Context
from keerpunt.intake.formats.mt940.account import Account
from keerpunt.intake.formats.mt940.balance import (
    Balance,
    Count,
    Sums,
    compared,
    parse_balance,
    parse_count,
    parse_floor,
    plain,
)
from keerpunt.intake.formats.mt940.entry import Statement
from keerpunt.intake.formats.mt940.tokens import Field
from keerpunt.intake.records import Total

_PART = 64
"""Characters of a part of a message's name for keys that are places."""

Open = dict[str, tuple[str, Balance]]
"""Account to the name and the closing balance of a page that another page is to follow."""


@dataclass(slots=True)
class Message:
    """A message as far as it was read.

    `number` counts messages of the file from 1; `header` is the BIC that stands above it. `closed`: a closing balance
    or a count came, so that no entry can be missing at its end.
    """

    number: int
    header: str = ""
    reference: str = ""
    account: Account = field(default_factory=Account)
    sequence: str = ""
    stamp: str = ""
    currency: str = ""
    opening: Balance | None = None
    closed: bool = False
    interim: bool = False
    entries: int = 0
    sums: Sums = field(default_factory=Sums)
    floors: dict[str, Decimal] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)
    grammars: set[str] = field(default_factory=set)
    statement: Statement | None = None

    @property
    def place(self) -> str:
        """Return the locator of the message."""
        return f"stmt:{self.number}"

    @property
    def name(self) -> str:
        """Return what the message calls itself: account, reference, number and page, day and balance it begins with.

        None of them alone tells two statements of one bank apart: references may be constant, numbers may all be 0. A
        message without account, or without reference and number, has no name.
        """
        parts = (self.account.number, self.reference, self.sequence, self.stamp)
        named = self.account.number and (self.reference or self.sequence)
        return ".".join(part[:_PART] or "-" for part in parts) if named else ""

    @property
    def pages(self) -> str:
        """Return what all pages of a statement call themselves, empty where they do not.

        Of a report in between only the reports of one moment are pages of each other.
        """
        number = self.sequence.partition("/")[0]
        parts = (self.account.number, number, self.stamp if self.interim else "")
        return ".".join(part[:_PART] or "-" for part in parts) if self.account.number and number else ""

    def open(self, found: Field, chain: Open, context: Context) -> Iterator[Total]:
        """Take an opening balance, `:60F:` or `:60M:`; the latter must be the closing balance of the page before."""
        balance = self._balance(found, context)
        before = chain.pop(self.account.number, None)
        self.opening, self.sums, self.closed = balance, Sums(), False
        if balance is None:
            return
        self.currency = balance.currency or self.account.currency
        self.stamp = self.stamp or f"{balance.day}_{plain(balance.number)}"
        if found.tag == "60M" and before:
            binding = next_page(before[0], self.sequence)
            yield compared(found.tag, before[1], balance, self.place, binding=binding)

    def close(self, found: Field, chain: Open, context: Context) -> Iterator[Total]:
        """Take a closing balance, `:62F:` or `:62M:`; one that is cut off closes nothing."""
        balance = self._balance(found, context)
        self.closed = self.closed or balance is not None or not found.cut
        if self.opening is None or balance is None:
            return
        yield self.sums.closing(self.opening, balance, self.place, found.tag)
        if found.tag == "62M":
            chain[self.account.number] = (self.sequence, balance)

    def count(self, found: Field, context: Context) -> None:
        """Take `:90C:` or `:90D:`."""
        count = None if found.fault else parse_count(found.first)
        self.closed = self.closed or count is not None or not found.cut
        if count is None:
            context.note("unreadable_value", found.tag)
        else:
            self.counts[found.tag[-1]] = count

    def floor(self, found: Field, context: Context) -> None:
        """Take `:34F:`, which also names the currency of a report without balances."""
        floor = None if found.fault else parse_floor(found.first)
        self.interim = True
        if floor is None:
            context.note("unreadable_value", found.tag)
            return
        currency, sides, number = floor
        self.currency = self.currency or currency
        self.floors.update(dict.fromkeys(sides, number))
        if number:
            context.note("floor_limit", "amount")

    def totals(self) -> Iterator[Total]:
        """Yield what `:90C:` and `:90D:` state beside what was found."""
        yield from self.sums.counted(self.counts, self.floors, self.place)

    def summary(self, text: str) -> Iterator[Total]:
        """Yield what a bank's own summary behind the last balance states beside what was found."""
        yield from self.sums.summary(text, self.place)

    def _balance(self, found: Field, context: Context) -> Balance | None:
        balance = None if found.fault else parse_balance(found.first)
        if balance is None:
            context.note("unreadable_value", found.tag)
        return balance


def next_page(before: str, after: str) -> bool:
    """Tell whether `number/page` of one message is followed by that of another; without page numbers it is."""
    (number, _, page), (number_after, _, page_after) = before.partition("/"), after.partition("/")
    if number.strip() != number_after.strip():
        return False
    if not (page.strip().isdecimal() and page_after.strip().isdecimal()):
        return True
    return len(page) < _PART and len(page_after) < _PART and int(page_after) - int(page) in (0, 1)

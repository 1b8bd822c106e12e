"""The running balance of each currency: where it does not hold, rows are missing, as in every filtered export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from keerpunt.intake.context import Context
from keerpunt.intake.formats.paypal.amounts import as_text
from keerpunt.intake.records import Total
from keerpunt.values.money import Money


@dataclass(slots=True)
class _Chain:
    """One currency: the balance of the row before, and how often the next one follows from it, in either direction.

    Files are written oldest first or newest first; which one is told by where fewer balances break.
    """

    exponent: int
    first: int
    first_net: int
    last: int
    last_net: int
    moved: int = 0
    rows: int = 1
    broken_rising: int = 0
    broken_falling: int = 0

    def add(self, balance: int, net: int) -> None:
        self.broken_rising += balance != self.last + net
        self.broken_falling += self.last != balance + self.last_net
        self.moved += net
        self.last, self.last_net = balance, net
        self.rows += 1

    def total(self, currency: str) -> Total:
        """Return the balance the file ends with beside the one that its first balance and its rows give."""
        name = f"balance {currency}"
        if self.broken_rising <= self.broken_falling:
            expected, found = self.last, self.first + self.moved
        else:
            expected, found = self.first, self.last + self.moved - self.last_net + self.first_net
        texts = (as_text(expected, self.exponent), as_text(found, self.exponent))
        return Total("line:1", name, *texts, binding=False)


@dataclass(slots=True)
class Balances:
    """The balances of a file, by currency."""

    chains: dict[str, _Chain] = field(default_factory=dict)

    def add(self, balance: tuple[Money, int], net: tuple[Money, int]) -> None:
        """Take the balance after a row and what the row moved, each as an amount and its sign."""
        (stated, sign), (moved, way) = balance, net
        value, change = stated.minor * sign, moved.minor * way
        chain = self.chains.get(stated.currency)
        if chain is None:
            self.chains[stated.currency] = _Chain(stated.exponent, value, change, value, change)
        else:
            chain.add(value, change)

    def totals(self, context: Context) -> Iterator[Total]:
        """Yield one total per currency, never binding; gaps that cancel each other out are a finding all the same."""
        for currency, chain in sorted(self.chains.items()):
            if chain.rows < 2:
                continue
            total = chain.total(currency)
            yield total
            if total.expected == total.found and min(chain.broken_rising, chain.broken_falling):
                context.note("total_mismatch", "balance")

"""What one object of a file says about another: customers, addresses of reviews, cards of reported charges.

It is filled in a first pass, which looks only at the few kinds of object that matter here, so that a file may list a
customer after its charges and is still read as a stream.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address

from keerpunt.intake.formats.stripe.instrument import Method
from keerpunt.intake.formats.stripe.unwrap import Item
from keerpunt.intake.formats.stripe.values import Object, number, part, reference, text

_CUSTOMER = ("name", "email", "phone", "address")


@dataclass(slots=True)
class Index:
    """`methods` holds the cards of the charges that an early fraud warning names."""

    methods: dict[str, Method] = field(default_factory=dict)
    _customers: dict[str, tuple[Object, str]] = field(default_factory=dict)
    _ips: dict[str, tuple[str, str]] = field(default_factory=dict)
    _reported: set[str] = field(default_factory=set)
    _latest: dict[str, tuple[int, str]] = field(default_factory=dict)

    def look_at(self, item: Item) -> None:
        """Take from an object what others of the file may need."""
        found = item.found
        if found is None or item.in_test_mode:
            return
        kind, ident = text(found, "object"), text(found, "id")
        if item.event is not None and ident:
            stamp = (number(item.event, "created") or 0, item.locator)
            self._latest[ident] = max(stamp, self._latest.get(ident, stamp), key=lambda s: s[0])
        if kind == "customer" and ident:
            details = {name: found[name] for name in _CUSTOMER if found.get(name)}
            if details:
                self._customers[ident] = (details, item.locator)
        elif kind == "review":
            self._note_review(found, item.locator)
        elif kind == "radar.early_fraud_warning":
            charge = reference(found, "charge")
            if charge:
                self._reported.add(charge)

    def _note_review(self, review: Object, locator: str) -> None:
        ip = address(text(review, "ip_address"))
        for name in ("charge", "payment_intent"):
            owner = reference(review, name)
            if ip and owner:
                self._ips[owner] = (ip, locator)

    def superseded(self, item: Item) -> bool:
        """Tell whether a later event of this file carries a newer state of the same object."""
        ident = text(item.found or {}, "id")
        return item.event is not None and bool(ident) and self._latest.get(ident or "", (0, ""))[1] != item.locator

    def remember(self, charge: str, method: Method) -> None:
        """Keep the card of a charge that an early fraud warning names."""
        if charge in self._reported:
            self.methods[charge] = method

    def customer_of(self, charge: Object) -> tuple[Object, str]:
        """Return the details of the customer and where they stand, an expanded one before one of the file."""
        expanded = part(charge, "customer")
        if len(expanded) > 1:
            return expanded, ""
        return self._customers.get(reference(charge, "customer") or "", ({}, ""))

    def ip_of(self, charge: Object) -> tuple[str | None, str]:
        """Return the address that a review of the charge names, and where."""
        expanded = address(text(charge, "review", "ip_address"))
        if expanded:
            return expanded, ""
        for name in ("id", "payment_intent"):
            found = self._ips.get(reference(charge, name) or "")
            if found:
                return found
        return None, ""


def address(stated: str | None) -> str | None:
    """Return an IP address in its usual form, None for anything else."""
    try:
        return str(ip_address(stated or ""))
    except ValueError:
        return None

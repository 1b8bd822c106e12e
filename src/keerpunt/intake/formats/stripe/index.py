"""What one object says about another: customers, addresses of reviews, orders, cards of reported charges, newer states.

It is filled in a first pass over all files of one origin, which looks only at the few kinds of object that matter here,
so that a customer may stand after its charges or in another file, and everything is still read as a stream. What
concerns the records of one file alone is kept under that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from keerpunt.intake.disk_index import Aside
from keerpunt.intake.formats.stripe.unwrap import Item, carried
from keerpunt.intake.formats.stripe.values import Object, label, part, reference, text
from keerpunt.intake.formats.stripe.words import BY_MERCHANT
from keerpunt.intake.keys import SHORT

NEEDED_FIRST = re.compile(
    rb'"object"\s*:\s*"(?:customer|event|review|radar\.early_fraud_warning|payment_intent|checkout\.session|invoice)"'
    rb'|"livemode"\s*:\s*false'
)
"""Lines that the first pass must look at."""

EVENT = re.compile(rb'"object"\s*:\s*"event"')
WARNING = "radar.early_fraud_warning"

_CUSTOMER = ("name", "email", "phone")
_ADDRESS = ("line1", "postal_code", "city", "country")
_LINKING = ("payment_intent", "checkout.session", "invoice")
_NEWEST = (1 << 40) - 1


class Index:
    """The view of one file, named by its digest, on what all files of its format and origin say."""

    def __init__(self, aside: Aside, digest: str) -> None:
        self._index = aside.index
        self._rank = aside.rank << 40
        self._own = digest[:SHORT]
        self._first_event: int | None = None
        self._last_event = 0
        self._has_attempts = False
        self._waiting = 0

    def look_at(self, item: Item) -> None:
        """Take from an object what others may need."""
        found = item.found
        if found is None:
            return
        kind, ident = text(found, "object"), text(found, "id")
        if item.in_test_mode:
            if kind in ("charge", "payment_intent") and ident:
                self._index.put("test", ident, 1)
            return
        if item.event is not None:
            self._note_states(item)
        if kind == "customer" and ident:
            self._note_customer(found, ident, item)
        elif kind == "review":
            self._note_review(found, item)
        elif kind == WARNING:
            self._index.put("reported", self._mine(reference(found, "charge")), 1)
        elif kind in _LINKING:
            self._note_links(kind or "", found, item)
            self._note_attempt(found, item)

    def look_again(self, item: Item) -> None:
        """Note which objects of the file stand there as exported: they are newer than any event about them."""
        if item.event is None and item.found is not None and not item.in_test_mode:
            for _, found in ((item.locator, item.found), *carried(item.found, item.locator)):
                ident = text(found, "id")
                if self._index.get("state", self._mine(ident)) is not None:
                    self._index.put("exported", self._mine(ident), 1)
                if self._index.get("attempt", ident) is not None:
                    self._index.put("stands", ident or "", 1)

    def finish(self) -> None:
        """Note in which order the events of the file stand: a log has the oldest first, an answer of the API last."""
        newest_first = self._first_event is not None and self._first_event > self._last_event
        self._index.put("order", self._own, int(newest_first))

    @property
    def must_look_again(self) -> bool:
        """Whether this pass saw events, or attempts of which the charge may stand elsewhere in the file."""
        return self._first_event is not None or self._has_attempts

    def keep(self, name: str, value: Any) -> None:
        """Keep something about the file itself."""
        self._index.put(name, self._own, value)

    def kept(self, name: str) -> Any:
        """Return what was kept about the file itself, None if nothing was."""
        return self._index.get(name, self._own)

    def superseded(self, ident: str | None, locator: str, stamp: int | None) -> bool:
        """Tell whether a newer state of an object is known than the one an event took at `stamp`."""
        if stamp is None or not ident:
            return False
        if self._index.get("exported", self._mine(ident)) is not None:
            return True
        newest = self._index.get("newest", ident)
        if newest is not None and newest > stamp:
            return True
        state = self._index.get("state", self._mine(ident))
        return state is not None and state[0] == stamp and state[1 if self.kept("order") else 2] != locator

    def is_only_told(self, charge: str, locator: str) -> bool:
        """Tell whether a charge is known only by the error of an intent, and this is the place that told it first."""
        if self._index.get("stands", charge) is not None or self._index.get("newest", charge) is not None:
            return False
        return bool(self._index.get("attempt", charge) == f"{self._own}:{locator}")

    def is_test(self, refund: Object) -> bool:
        """Tell whether a refund, which states no mode itself, belongs to a charge in test mode."""
        names = ("charge", "payment_intent")
        if any(part(refund, name).get("livemode") is False for name in names):
            return True
        return any(self._index.get("test", reference(refund, name)) for name in names)

    def is_reported(self, charge: str) -> bool:
        """Tell whether an early fraud warning of this file names a charge."""
        return self._index.has("reported") and bool(self._index.get("reported", self._mine(charge)))

    def remember(self, charge: str, instrument: dict[str, Any], locator: str) -> None:
        """Keep the instrument of a charge that a warning names."""
        self._index.put("instrument", self._mine(charge), [instrument, locator])

    def instrument_of(self, charge: str) -> tuple[dict[str, Any], str] | None:
        """Return what was remembered of a charge, and its place."""
        found = self._index.get("instrument", self._mine(charge))
        return None if found is None else (found[0], found[1])

    def set_aside(self, warning: list[str | None]) -> None:
        """Let a warning wait until all charges of the file were read."""
        self._index.put("waiting", self._mine(str(self._waiting)), warning)
        self._waiting += 1

    def waiting(self) -> Iterator[list[str | None]]:
        """Yield the warnings that were set aside, in the order of the file."""
        for number_ in range(self._waiting):
            yield self._index.get("waiting", self._mine(str(number_)))

    def customer_of(self, charge: Object) -> tuple[Object, str]:
        """Return the details of the customer and where they stand, an expanded one before one known by its id."""
        expanded = charge.get("customer")
        if isinstance(expanded, dict) and (any(text(expanded, name) for name in _CUSTOMER) or expanded.get("address")):
            return expanded, ""
        found = self._index.get("customer", reference(charge, "customer"))
        return ({}, "") if found is None else (found[0], self._shown(found[1]))

    def ip_of(self, charge: Object) -> tuple[str | None, str]:
        """Return the address that a review of the charge names, and where."""
        expanded = address(text(charge, "review", "ip_address")) if charge.get("review") else None
        if expanded:
            return expanded, ""
        found = self._of_payment("review", charge)
        return (None, "") if found is None else (found[0], self._shown(found[1]))

    def set_off_by_merchant(self, charge: Object) -> str | None:
        """Return the place of an invoice or intent which says that the merchant set a charge off, None if none."""
        found = self._of_payment("merchant", charge)
        return None if found is None else self._shown(found)

    def links_of(self, charge: Object) -> list[tuple[str | None, str | None, str]]:
        """Return (order, account, place) as intents, sessions and invoices state them for a charge."""
        found = (self._of_payment(kind, charge) for kind in _LINKING)
        return [(order, account, self._shown(place)) for order, account, place in filter(None, found)]

    def _of_payment(self, kind: str, charge: Object) -> Any:
        if not self._index.has(kind):
            return None
        return self._index.get(kind, text(charge, "id")) or self._index.get(kind, reference(charge, "payment_intent"))

    def _note_states(self, item: Item) -> None:
        stamp = item.stamp or 0
        self._first_event = stamp if self._first_event is None else self._first_event
        self._last_event = stamp
        found = item.found or {}
        for locator, part_ in ((item.locator, found), *carried(found, item.locator)):
            ident = text(part_, "id")
            if ident:
                self._index.put("newest", ident, stamp, stamp)
                before = self._index.get("state", self._mine(ident))
                first = before[1] if before is not None and before[0] == stamp else locator
                self._index.put("state", self._mine(ident), [stamp, first, locator], stamp)

    def _note_customer(self, found: Object, ident: str, item: Item) -> None:
        details: Object = {name: text(found, name) for name in _CUSTOMER if text(found, name)}
        where = {name: text(found, "address", name) for name in _ADDRESS if text(found, "address", name)}
        if where:
            details["address"] = where
        if details:
            self._index.put("customer", ident, [details, self._place(item)], self._rank_of(item))

    def _note_review(self, review: Object, item: Item) -> None:
        ip = address(text(review, "ip_address"))
        for name in ("charge", "payment_intent"):
            owner = reference(review, name)
            if ip and owner:
                self._index.put("review", owner, [ip, self._place(item)], self._rank_of(item))

    def _note_links(self, kind: str, found: Object, item: Item) -> None:
        """Note order, account and cycle under the payments that an intent, session or invoice names."""
        order, account = label(found, "metadata", "order_id"), label(found, "metadata", "account_id")
        cycle = says_merchant(found)
        for owner in named_payments(found):
            if order or account:
                self._index.put(kind, owner, [order, account, self._place(item)], self._rank_of(item))
            if cycle:
                self._index.put("merchant", owner, self._place(item), self._rank_of(item))

    def _note_attempt(self, found: Object, item: Item) -> None:
        """Note the charge that the error of an intent names, under the first event that does so."""
        charge = text(found, "last_payment_error", "charge")
        if text(found, "object") == "payment_intent" and charge:
            self._has_attempts = True
            stamp = _NEWEST if item.stamp is None else item.stamp
            self._index.put("attempt", charge, self._place(item), -stamp)

    def _mine(self, key: str | None) -> str:
        return f"{self._own}:{key or ''}"

    def _place(self, item: Item) -> str:
        return f"{self._own}:{item.locator}"

    def _shown(self, place: str) -> str:
        """Return a place as it stands in a locator of this file: with its file where that is another one."""
        own, _, locator = place.partition(":")
        return locator if own == self._own else place

    def _rank_of(self, item: Item) -> int:
        return self._rank + (_NEWEST if item.stamp is None else min(item.stamp, _NEWEST - 1))


def named_payments(found: Object) -> list[str]:
    """Return the charges and intents that an intent, session or invoice is about, its own id for an intent."""
    names = [text(found, "id")] if text(found, "object") == "payment_intent" else []
    names += [reference(found, "payment_intent"), reference(found, "charge")]
    payments = part(found, "payments").get("data")
    for payment in payments if isinstance(payments, list) else []:
        if isinstance(payment, dict):
            names += [reference(part(payment, "payment"), name) for name in ("payment_intent", "charge")]
    return [name for name in dict.fromkeys(names) if name]


def says_merchant(found: Object) -> bool:
    """Tell whether an invoice or intent says that the merchant set its payment off."""
    if found.get("off_session") not in (None, False):  # a field of intents
        return True
    sent = text(found, "collection_method") == "send_invoice" or text(found, "billing") == "send_invoice"
    return text(found, "billing_reason") in BY_MERCHANT and not sent


def address(stated: str | None) -> str | None:
    """Return an IP address in its usual form, None for anything else."""
    if stated is None:
        return None
    try:
        return str(ip_address(stated))
    except ValueError:
        return None

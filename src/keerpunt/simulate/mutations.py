"""Errors of writing and reading, put into answers and orders of buyers whose evidence is otherwise complete.

Each must keep the lead from review or be told on it; otherwise a slip of a clerk would make somebody a suspect.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from keerpunt.simulate.casting import Case, swappable
from keerpunt.simulate.ledger import Ledger, OrderRow

Row = dict[str, str]
Mark = Mapping[tuple[str, str], int]

PREFIX = "error_"
"""Scenarios whose name begins so hold one error each."""


def marked(ledger: Ledger) -> Mark:
    """Return how many rows each answer held, so that what a case adds can be told apart."""
    return {key: len(rows) for key, rows in ledger.replies.items()}


def spoil(case: Case, rng: random.Random, ledger: Ledger, before: Mark) -> str:
    """Put one error into what a case added; return its name, empty where nothing of the case can be spoilt."""
    added = [
        (origin, name, row)
        for (origin, name), rows in ledger.replies.items()
        for row in rows[before.get((origin, name), 0) :]
    ]
    usable = [kind for kind, (_, fits) in KINDS.items() if any(fits(origin, name, row) for origin, name, row in added)]
    orders = [place for place, order in enumerate(ledger.orders) if _can_slip(order, case)]
    if not orders and "order_year" in usable:
        usable.remove("order_year")
    if not usable:
        return ""
    kind = rng.choice(usable)
    change, fits = KINDS[kind]
    touched = [row for origin, name, row in added if fits(origin, name, row)]
    for row in touched if kind in _EVERYWHERE else touched[:1]:
        change(row, rng)
    if kind == "order_year":
        place = rng.choice(orders)
        order = ledger.orders[place]
        ledger.orders[place] = replace(order, placed=order.placed.replace(year=order.placed.year + rng.choice((-1, 1))))
    return kind


def _can_slip(order: OrderRow, case: Case) -> bool:
    """Tell whether an order names its payment and lies on a day that other years have too."""
    leap_day = (order.placed.month, order.placed.day) == (2, 29)
    return order.account_id == case.account_id and bool(order.charge_id) and not leap_day


def _is(kind: str, table: str, column: str = "") -> Callable[[str, str, Row], bool]:
    return lambda origin, name, row: origin.startswith(f"{kind}:") and name == table and (not column or column in row)


def _linked(*kinds: str) -> Callable[[str, str, Row], bool]:
    bank = _is("bank", "subscriber", "linked_value")
    return lambda origin, name, row: bank(origin, name, row) and row["linked_kind"] in kinds and "full_name" in row


def _born_other(row: Row, rng: random.Random) -> None:
    born = dt.date.fromisoformat(row["birthdate"])
    row["birthdate"] = born.replace(day=min(born.day, 28), year=born.year + rng.choice((-10, -1, 1))).isoformat()


def _day_for_month(row: Row, rng: random.Random) -> None:
    del rng
    born = swappable(dt.date.fromisoformat(row["birthdate"]))
    row["birthdate"] = born.replace(month=born.day, day=born.month).isoformat()


def _swap(column: str) -> Callable[[Row, random.Random], None]:
    def change(row: Row, rng: random.Random) -> None:
        text = row[column]
        places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and text[i : i + 2].isalnum()]
        i = rng.choice(places)
        row[column] = text[:i] + text[i + 1] + text[i] + text[i + 2 :]

    return change


def _shift(row: Row, rng: random.Random) -> None:
    """Shift a lease by hours: local time was taken for UTC, or UTC for local time."""
    hours = dt.timedelta(days=rng.choice((-60, 60, -30, 30)))
    for column in ("valid_from", "valid_to"):
        at = dt.datetime.fromisoformat(row[column]) + hours
        row[column] = at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _without_zone(row: Row, rng: random.Random) -> None:
    del rng
    for column in ("valid_from", "valid_to"):
        row[column] = row[column].removesuffix("Z")


def _day_only(row: Row, rng: random.Random) -> None:
    del rng
    for column in ("valid_from", "valid_to"):
        row[column] = row[column][:10]


def _drop(*columns: str) -> Callable[[Row, random.Random], None]:
    def change(row: Row, rng: random.Random) -> None:
        del rng
        for column in columns:
            row.pop(column, None)

    return change


def _set(column: str, value: str) -> Callable[[Row, random.Random], None]:
    def change(row: Row, rng: random.Random) -> None:
        del rng
        row[column] = value

    return change


def _ended(row: Row, rng: random.Random) -> None:
    row["valid_to"] = f"20{rng.randint(15, 22)}-06-30T00:00:00Z"
    row["valid_from"] = "2014-01-01T00:00:00Z"


_LEASE = _is("isp", "ip_assignment", "valid_from")


def _of_one_line(origin: str, name: str, row: Row) -> bool:
    """Tell whether an address is one line's alone; the ports of a shared one stay whose they are."""
    return _LEASE(origin, name, row) and "port_from" not in row


_EVERYWHERE = frozenset((
    "lease_shifted", "lease_without_zone", "lease_by_day", "lease_shared", "line_elsewhere", "lease_without_end",
    "key_swapped", "iban_swapped", "scope_missing", "key_ended", "last_digits_only",
))  # fmt: skip
"""An error of the provider's system strikes all of its rows; a slip of a clerk strikes one."""

KINDS: dict[str, tuple[Callable[[Row, random.Random], None], Callable[[str, str, Row], bool]]] = {
    "day_month": (_day_for_month, _is("email", "subscriber", "birthdate")),
    "birth_year": (_born_other, _is("email", "subscriber", "birthdate")),
    "line_day_month": (_day_for_month, _is("isp", "subscriber", "birthdate")),
    "register_birth_year": (_born_other, _is("register", "register_extract", "birthdate")),
    "order_year": (_drop(), _linked("card")),
    "key_swapped": (_swap("linked_value"), _linked("card")),
    "iban_swapped": (_swap("linked_value"), _linked("iban")),
    "last_digits_only": (lambda row, rng: row.update(linked_value=f"{rng.randrange(10_000):04d}"), _linked("card")),
    "scope_missing": (_drop("linked_scope"), _linked("card")),
    "key_ended": (_ended, _linked("card", "iban")),
    "mailbox_swapped": (_swap("linked_value"), _is("email", "subscriber", "full_name")),
    "mailbox_ended": (_ended, _is("email", "subscriber", "full_name")),
    "mailbox_without_interval": (_drop("valid_from", "valid_to"), _is("email", "subscriber", "full_name")),
    "verification_missing": (_set("verification", "unknown"), _linked("card", "iban")),
    "lease_shifted": (_shift, _of_one_line),
    "lease_without_zone": (_without_zone, _LEASE),
    "lease_by_day": (_day_only, _LEASE),
    "lease_without_end": (_drop("valid_to"), _LEASE),
    "lease_shared": (_set("cgnat", "yes"), _of_one_line),
    "line_elsewhere": (_set("installation_postcode", "00001"), _LEASE),
}


def holder_row(ledger: Ledger, before: Mark) -> Row | None:
    """Return the bank's answer about the means of payment among what a case added, None if there is none."""
    fits = _linked("card")
    for (origin, name), rows in ledger.replies.items():
        for row in rows[before.get((origin, name), 0) :]:
            if fits(origin, name, row):
                return row
    return None


def retold(ledger: Ledger, account_id: str, kind: str) -> None:
    """Note that the leads on an account rest on a spoilt record: nobody can say that their evidence suffices."""
    for place, lead in enumerate(ledger.truth_leads):
        if lead.account_id == account_id:
            ledger.truth_leads[place] = replace(lead, scenario=PREFIX + kind, sufficient=False, expected_missing=())

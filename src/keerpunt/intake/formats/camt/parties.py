"""Who stands on which side of a bank transaction, and which side is the counterparty (INTAKE.md section 4)."""

from __future__ import annotations

from typing import Any

from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.entry import Transaction
from keerpunt.intake.formats.camt.layout import CREDITOR, DEBTOR, Person, Side
from keerpunt.values.country import country_code

IN, OUT, UNKNOWN = "in", "out", "unknown"


def counterparty(
    one: Transaction, direction: str, own: str, *, swapped: bool, returned: bool
) -> tuple[Side | None, str]:
    """Choose the side that is not ours, with its account without blanks; None where the direction is unknown.

    Incoming money comes from the debtor, outgoing money goes to the creditor; a reversal keeps the roles of the
    movement it undoes, so the sides swap (`swapped`). Two facts may overrule this: our own account is never the
    counterparty, and a returned item (`returned`) often names only one side.
    """
    if direction == UNKNOWN:
        return None, ""
    first, second = one.at.debtor, one.at.creditor
    if (direction == IN) is swapped:
        first, second = second, first
    account = _account(one, first)
    is_ours = bool(own) and account == own
    is_blank = returned and not first.named
    if (is_ours or is_blank) and second.named:
        other = _account(one, second)
        if other != own:
            return second, other
    return first, account


def owner_side(one: Transaction, own: str) -> str:
    """Return the role our own account has in a transaction, `''` where it has none or both."""
    sides = ((DEBTOR, one.at.debtor), (CREDITOR, one.at.creditor))
    roles = [role for role, side in sides if own and _account(one, side) == own]
    return roles[0] if len(roles) == 1 else ""


def payer(values: dict[str, Any], texts: list[str], side: Side, context: Context) -> None:
    """Fill the payer fields of an incoming payment into the values of its row.

    The ultimate debtor overrides the name; the name on the account is then kept apart. Address, e-mail and phone come
    from the one whose name is given, so that two persons are never mixed into one.
    """
    holder = texts[side.party.name] or texts[side.account_name]
    ultimate = texts[side.ultimate.name]
    person = side.ultimate if ultimate else side.party
    values["payer_name"] = ultimate or holder or None
    if ultimate:
        values["payer_account_name"] = holder or None
    if person.reachable:
        values["payer_email"] = texts[person.email] or None
        values["payer_phone"] = texts[person.phone] or None
    if person.placed:
        values |= _address(texts, person)
        if country := texts[person.country]:
            values["billing_country"] = context.value("payment", "billing_country", lambda: country_code(country))


def _address(texts: list[str], person: Person) -> dict[str, str | None]:
    street = " ".join(part for place in person.street if (part := texts[place]))
    lines = ", ".join(line for place in person.lines if (line := texts[place]))
    return {
        "billing_line1": street or lines or None,
        "billing_postcode": texts[person.postcode] or None,
        "billing_city": texts[person.city] or None,
    }


def _account(one: Transaction, side: Side) -> str:
    return "".join(one.texts[side.account].split())

"""Who stands on which side of a bank transaction, and which side is the counterparty (INTAKE.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.tree import Node, child, every, text
from keerpunt.values.country import country_code

IN, OUT, UNKNOWN = "in", "out", "unknown"
_OTHER = {"Dbtr": "Cdtr", "Cdtr": "Dbtr"}


@dataclass(frozen=True, slots=True)
class Party:
    """One side: the party, the ultimate party behind it, its account and its bank; `''` is unknown."""

    party: Node
    ultimate: Node
    account: str
    account_name: str
    bic: str

    @property
    def named(self) -> bool:
        """Whether anything at all is said about this side."""
        return bool(self.account or self.account_name or self.party or self.ultimate)


def account_number(account: Node) -> str:
    """Return an account number without blanks: IBAN, else `Othr/Id`, else what version 1 calls BBAN or PrtryAcct."""
    ident = child(account, "Id")
    found = text(ident, "IBAN") or text(ident, "Othr", "Id") or text(ident, "BBAN") or text(ident, "PrtryAcct", "Id")
    return "".join(found.split())


def bank_bic(agent: Node) -> str:
    """Return the BIC of an agent under its names of all versions."""
    bank = child(agent, "FinInstnId")
    return text(bank, "BICFI") or text(bank, "BIC") or text(bank, "CmbndId", "BIC")


def side(transaction: Node, role: str) -> Party:
    """Read the side `role` (`Dbtr` or `Cdtr`) of a TxDtls."""
    parties = child(transaction, "RltdPties")
    account = child(parties, f"{role}Acct")
    agent = child(transaction, "RltdAgts", f"{role}Agt")
    return Party(
        _unwrap(child(parties, role)),
        _unwrap(child(parties, f"Ultmt{role}")),
        account_number(account),
        text(account, "Nm"),
        bank_bic(agent),
    )


def _unwrap(party: Node) -> Node:
    """Version 8 and later wrap a party in `Pty`, a bank that is a party itself in `Agt`."""
    return child(party, "Pty") or child(party, "Agt", "FinInstnId") or party


def counterparty(transaction: Node, direction: str, own: str, *, swapped: bool, returned: bool) -> Party | None:
    """Choose the side that is not ours; None where the direction is unknown.

    Incoming money comes from the debtor, outgoing money goes to the creditor; a reversal keeps the roles of the
    movement it undoes, so the sides swap (`swapped`). Two facts may overrule this: our own account is never the
    counterparty, and a returned item (`returned`) often names only one side.
    """
    if direction == UNKNOWN:
        return None
    role = "Dbtr" if (direction == IN) is not swapped else "Cdtr"
    first = side(transaction, role)
    is_ours = bool(own) and first.account == own
    is_blank = returned and not first.named
    if not (is_ours or is_blank):
        return first
    second = side(transaction, _OTHER[role])
    return second if second.named and second.account != own else first


def owner_side(transaction: Node, own: str) -> str:
    """Return the role our own account has in a transaction, `''` where it has none or both."""
    parties = child(transaction, "RltdPties")
    roles = [role for role in _OTHER if own and account_number(child(parties, f"{role}Acct")) == own]
    return roles[0] if len(roles) == 1 else ""


def payer(party: Party, context: Context) -> dict[str, str | None]:
    """Return the payer fields of an incoming payment.

    The ultimate debtor overrides the name; the name on the account is then kept apart. Address, e-mail and phone come
    from the one whose name is given, so that two persons are never mixed into one.
    """
    holder = text(party.party, "Nm") or party.account_name
    ultimate = text(party.ultimate, "Nm")
    person = party.ultimate if ultimate else party.party
    contact = child(person, "CtctDtls")
    return {
        "payer_name": ultimate or holder or None,
        "payer_account_name": holder or None if ultimate else None,
        "payer_email": text(contact, "EmailAdr") or None,
        "payer_phone": text(contact, "MobNb") or text(contact, "PhneNb") or None,
        **_address(child(person, "PstlAdr"), context),
    }


def _address(address: Node, context: Context) -> dict[str, str | None]:
    street = " ".join(part for part in (text(address, "StrtNm"), text(address, "BldgNb")) if part)
    lines = ", ".join(line for line in every(address, "AdrLine") if isinstance(line, str) and line)
    country = text(address, "Ctry")
    fields: dict[str, str | None] = {
        "billing_line1": street or lines or None,
        "billing_postcode": text(address, "PstCd") or None,
        "billing_city": text(address, "TwnNm") or None,
    }
    if country:
        fields["billing_country"] = context.value("payment", "billing_country", lambda: country_code(country))
    return fields

"""What banks and mail providers answer about the means of payment and the mailbox of a case."""

from __future__ import annotations

import datetime as dt
import random

from keerpunt.simulate.acts import moved_on
from keerpunt.simulate.casting import Case
from keerpunt.simulate.chance import chance_of, days_before
from keerpunt.simulate.days import BANK_REPLIES_ON, MAIL_REPLIES_ON, iso, midnight
from keerpunt.simulate.ledger import CARD_ORIGIN, BankAccount, Card, Coin, Ledger
from keerpunt.simulate.people import Address, Person
from keerpunt.simulate.providers import Provider, mail_provider
from keerpunt.simulate.scene import Scene

Columns = dict[str, str | None]

MATCHED = frozenset(("document", "young", "liveness", "unverified", "no_birthdate"))
"""Answers of a bank that name the holder."""

_VERIFICATION = {"liveness": "document_liveness", "unverified": "none"}
_NOTHING = ("no_match", "refused", "expired")


def who(person: Person, home: Address | None = None) -> Columns:
    """Return the columns that describe a person, living at `home` or at their own home."""
    home = home or person.home
    return {
        "full_name": person.name,
        "birthdate": person.birthdate.isoformat(),
        "nationality": person.country,
        "national_id": person.national_id,
        "line1": home.line1,
        "postcode": home.postcode,
        "city": home.city,
        "country": home.country,
    }


def asked(provider: Provider, request_id: str, response: str) -> Columns:
    """Return the columns that say who answers what to which question."""
    return {
        "provider": provider.name,
        "provider_kind": provider.kind,
        "provider_country": provider.country,
        "request_id": request_id,
        "response": response,
    }


def answer_about_holder(scene: Scene, first: dt.datetime) -> None:
    """Let the bank answer about the card or account; `first` is the instant of the first payment."""
    case, rng, ledger = scene.case, scene.rng, scene.ledger
    kind = case.story.holder
    if kind == "silent":
        return
    base = asked(case.bank, f"REQ-B-{case.number:05d}", "match" if kind in MATCHED else kind) | _means(case.means)
    if kind not in MATCHED:
        ledger.reply(case.bank.origin, "subscriber", base)
        return
    since = _since(rng, kind, first)
    holders = [case.holder, case.actor] if case.story.payer == "joint" else [case.holder]
    for suffix, holder in zip(("", "-2"), holders, strict=False):
        ref = f"{customer_ref(case)}{suffix}"
        ledger.customer_is(case.bank.name, ref, holder.person_id)
        row = base | who(holder) | _known_since(rng, kind, first, since) | {"customer_ref": ref}
        mails = {holder.private_email, *([case.email] if case.story.bank_knows_mail else [])}
        row["emails"] = "|".join(sorted(mails))
        for statement in _addresses(case, row, since):
            ledger.reply(case.bank.origin, "subscriber", statement)


def customer_ref(case: Case) -> str:
    """Return the bank's reference of the holder of a case."""
    return f"B{case.number:06d}"


def answer_about_mailbox(scene: Scene, registered: dt.datetime) -> None:
    """Let the mail provider answer about the account's address, or not at all."""
    case, rng, ledger = scene.case, scene.rng, scene.ledger
    provider = mail_provider(case.email)
    request_id = f"REQ-M-{case.number:05d}"
    linked: Columns = {"linked_kind": "email", "linked_value": case.email}
    named = mailbox_holder(case)
    if named is None:
        if chance_of(rng, 25):
            base = asked(provider, request_id, rng.choice(_NOTHING))
            ledger.reply(provider.origin, "subscriber", base | linked)
        return
    base = asked(provider, request_id, "match") | linked
    opened = registered - dt.timedelta(days=rng.randint(30, 900))
    ref = f"M{case.number:06d}"
    if case.story.also == "recycled_mail" and case.other:
        opened = registered - dt.timedelta(days=rng.randint(60, 150))
        before, until = opened - dt.timedelta(days=1400), opened - dt.timedelta(days=240)
        _mailbox(ledger, provider, base | _mailbox_row(case.other, f"{ref}-1", before, until), case.other)
    row = base | _mailbox_row(named, ref, opened, midnight(MAIL_REPLIES_ON))
    if case.story.mail == "no_interval":
        row |= {"valid_from": None, "valid_to": None}
    if case.story.mail == "outside":
        until = opened - dt.timedelta(days=120)
        row |= {"valid_from": iso(until - dt.timedelta(days=900)), "valid_to": iso(until)}
    born = named.birthdate
    if case.story.mail == "swapped":
        row["birthdate"] = born.replace(month=born.day, day=born.month).isoformat()
    if case.story.mail == "other_year":
        row["birthdate"] = born.replace(year=born.year - rng.choice((1, 10))).isoformat()
    _mailbox(ledger, provider, row, named)


def mailbox_holder(case: Case) -> Person | None:
    """Return whom the mail provider names, None if it names nobody."""
    if case.story.mail == "owner":
        return case.other
    if case.story.mail == "private":
        return case.holder
    return case.actor if case.story.mail else None


def _mailbox_row(person: Person, ref: str, since: dt.datetime, until: dt.datetime) -> Columns:
    """Return what a mail provider knows of its customer: no document, and no number of the state."""
    unknown: Columns = {"nationality": None, "national_id": None, "verification": "none"}
    return who(person) | unknown | {"customer_ref": ref, "valid_from": iso(since), "valid_to": iso(until)}


def _mailbox(ledger: Ledger, provider: Provider, row: Columns, person: Person) -> None:
    ledger.customer_is(provider.name, row["customer_ref"] or "", person.person_id)
    ledger.reply(provider.origin, "subscriber", row)


def _means(means: Card | BankAccount | Coin) -> Columns:
    if isinstance(means, Coin):
        return {"linked_kind": "wallet", "linked_value": means.address}
    if isinstance(means, Card):
        return {"linked_kind": "card", "linked_value": means.fingerprint, "linked_scope": CARD_ORIGIN}
    return {"linked_kind": "iban", "linked_value": means.iban}


def _since(rng: random.Random, kind: str, first: dt.datetime) -> dt.date:
    low, high = (45, 200) if kind == "young" else (500, 6500)
    return days_before(rng, first.date(), low, high)


def _known_since(rng: random.Random, kind: str, first: dt.datetime, since: dt.date) -> Columns:
    verified_on = max(since, days_before(rng, first.date(), 60, 1500)) if kind == "liveness" else since
    issued = max(since, days_before(rng, first.date(), 40, 900))
    known: Columns = {
        "verification": _VERIFICATION.get(kind, "document"),
        "verified_on": None if kind == "unverified" else verified_on.isoformat(),
        "customer_since": since.isoformat(),
        "address_from": days_before(rng, first.date(), 200, 5000).isoformat(),
        "valid_from": iso(midnight(issued)),
        "valid_to": iso(midnight(BANK_REPLIES_ON)),
    }
    return known | {"birthdate": None} if kind == "no_birthdate" else known


def _addresses(case: Case, row: Columns, since: dt.date) -> list[Columns]:
    if case.former_home is None:
        return [row]
    day = moved_on(case)
    left = (day - dt.timedelta(days=1)).isoformat()
    before = row | who(case.holder, case.former_home) | {"address_from": since.isoformat(), "address_to": left}
    return [before, row | {"address_from": day.isoformat()}]

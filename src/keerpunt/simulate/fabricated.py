"""Card holders whom the operator made into customers: thousands of bought card data for every real buyer.

As in Operation Chargeback (2025), where payment firms and their helpers charged millions of people for subscriptions
that nobody had taken out. Each kind leaves another trace; none of the holders ever did anything.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from keerpunt.simulate.answers import asked, who
from keerpunt.simulate.bystanders import Deed, bank_names_holder, do, lawful_countries, note_lead
from keerpunt.simulate.chance import Chance, chance_of, weighted
from keerpunt.simulate.days import FIRST_DAY, LAST_DAY, MAIL_REPLIES_ON, REGISTER_REPLIES_ON, evening, iso, midnight
from keerpunt.simulate.ledger import Complaint, Hit, Ledger
from keerpunt.simulate.network import HOSTING_IP
from keerpunt.simulate.people import People, Person
from keerpunt.simulate.providers import mail_provider, register
from keerpunt.simulate.use import AGENTS

_BATCH = 30
_BATCH_STEP = 90
"""Seconds between the charges of a batch, give or take three: a machine."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of making customers up: what the processor's record says, whose mailbox it is, and what was faked."""

    auth: str
    cvc: str = "not_sent"
    own_mail: bool = False
    logs_faked: bool = False
    batch: bool = False
    complaint: bool = False
    missing: tuple[str, ...] = ()


KINDS = {
    "fabricated_plain": _Kind("none", missing=("fabricated_open",)),
    "fabricated_victims_mail": _Kind("frictionless", "pass", own_mail=True, missing=("fabricated_open",)),
    "fabricated_logs_faked": _Kind("attempted", logs_faked=True, missing=("fabricated_open",)),
    "fabricated_challenge_faked": _Kind("challenge", "pass", missing=("contradiction_i19",)),
    "fabricated_all_faked_in_batch": _Kind(
        "challenge", "pass", own_mail=True, logs_faked=True, batch=True, missing=("contradiction_i16",)
    ),
    "fabricated_complained": _Kind("none", complaint=True, missing=("no_settled_payment",)),
}
_SHARES = {
    "fabricated_plain": 40, "fabricated_victims_mail": 20, "fabricated_logs_faked": 12,
    "fabricated_challenge_faked": 12, "fabricated_complained": 10,
}  # fmt: skip
_IN_BATCHES = 6


def fabricate(chance: Chance, size: int, numbers: Iterator[int], people: People, ledger: Ledger) -> None:
    """Let the operator open and charge `size` accounts in the names of people who know nothing of it."""
    rng = chance.stream("fabricated")
    in_batches = size * _IN_BATCHES // 100 // _BATCH * _BATCH
    before: Person | None = None
    for i in range(size):
        name = "fabricated_all_faked_in_batch" if i < in_batches else weighted(rng, _SHARES)
        holder = (
            people.twin(before) if before and chance_of(rng, 1) else people.stranger(rng.choice(lawful_countries()))
        )
        before = holder
        _make_up(chance, KINDS[name], Deed(
            next(numbers), holder, name, _moment(rng, i, in_batches), f"198.51.100.{10 + i % 200}",
            auth=KINDS[name].auth, cvc=KINDS[name].cvc, email=holder.private_email if KINDS[name].own_mail else "",
        ), ledger)  # fmt: skip


def _moment(rng: random.Random, i: int, in_batches: int) -> dt.datetime:
    if i < in_batches:
        begin = midnight(FIRST_DAY + dt.timedelta(days=40 + 37 * (i // _BATCH))) + dt.timedelta(hours=2, minutes=6)
        return begin + dt.timedelta(seconds=i % _BATCH * _BATCH_STEP + rng.randint(-3, 3))
    # Nobody's password of the last weeks can be shown to have gone unused.
    days = (LAST_DAY - FIRST_DAY).days - 30
    return evening(rng, FIRST_DAY + dt.timedelta(days=rng.randrange(days)), "Europe/Copenhagen")


def _make_up(chance: Chance, kind: _Kind, deed: Deed, ledger: Ledger) -> None:
    rng = chance.stream("fabricated", deed.number)
    if kind.complaint:
        disputed = deed.placed + dt.timedelta(days=rng.randint(10, 60))
        latest = min(disputed, midnight(LAST_DAY) + dt.timedelta(days=10))
        deed = _replaced(deed, Complaint("dispute", latest, "fraudulent", "lost"))
    charge = do(deed, rng, ledger)
    # The account that was opened last is this one.
    if kind.logs_faked:
        _fake_logs(deed, rng, ledger)
    note_lead(deed, kind.missing, ledger)
    if chance_of(rng, 70):
        _registers(deed, bank_names_holder(deed, charge, rng, ledger), rng, ledger)
    if kind.own_mail:
        _mailbox_is_theirs(deed, rng, ledger)


def _replaced(deed: Deed, complaint: Complaint) -> Deed:
    return Deed(
        deed.number, deed.holder, deed.scenario, deed.placed, deed.ip, auth=deed.auth, cvc=deed.cvc,
        email=deed.email, complaint=complaint,
    )  # fmt: skip


def _fake_logs(deed: Deed, rng: random.Random, ledger: Ledger) -> None:
    """Let a script log in from a server on some days after the charge."""
    for day in sorted(rng.sample(range(1, 13), 4)):
        when = evening(rng, deed.placed.date() + dt.timedelta(days=day), "Europe/Copenhagen")
        user = ledger.accounts[-1].username
        ledger.hits.append(Hit(when, HOSTING_IP, 42_000, user, "POST /login HTTP/1.1", 302, 305, AGENTS[0]))


def _registers(deed: Deed, bank: str, rng: random.Random, ledger: Ledger) -> None:
    """Let the registers answer about the customer that the bank named: alone, an adult, alive."""
    alone = chance_of(rng, 60)
    row = {
        "provider": bank, "customer_ref": f"B{deed.number:06d}", "full_name": deed.holder.name,
        "answered": REGISTER_REPLIES_ON.isoformat(), "valid_on": REGISTER_REPLIES_ON.isoformat(), "result": "hit",
    }  # fmt: skip
    origin = register(deed.holder.country).origin
    size = {"register": "household", "household_size": "1" if alone else "2", "minors_in_household": "no"}
    ledger.reply(origin, "register_extract", row | size)
    if chance_of(rng, 50):
        born = {"register": "civil", "birthdate": deed.holder.birthdate.isoformat()}
        ledger.reply(origin, "register_extract", row | born)


def _mailbox_is_theirs(deed: Deed, rng: random.Random, ledger: Ledger) -> None:
    provider = mail_provider(deed.email)
    ref = f"M{deed.number:06d}"
    ledger.customer_is(provider.name, ref, deed.holder.person_id)
    since = deed.placed - dt.timedelta(days=rng.randint(100, 2000))
    ledger.reply(
        provider.origin, "subscriber",
        asked(provider, f"REQ-M-{deed.number:05d}", "match") | who(deed.holder)
        | {
            "customer_ref": ref, "linked_kind": "email", "linked_value": deed.email, "verification": "none",
            "nationality": None, "national_id": None, "valid_from": iso(since),
            "valid_to": iso(midnight(MAIL_REPLIES_ON)),
        },
    )  # fmt: skip

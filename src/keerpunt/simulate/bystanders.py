"""Accounts beside the buyers: a machine's burst, an insider's cluster, the operator's own, those who never paid."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from keerpunt.simulate.answers import asked, who
from keerpunt.simulate.answers_issuer import report_card
from keerpunt.simulate.casting import draw_email, draw_username
from keerpunt.simulate.chance import Chance, chance_of, days_before, seconds, token
from keerpunt.simulate.countries import Country, countries
from keerpunt.simulate.days import BANK_REPLIES_ON, FIRST_DAY, LAST_DAY, evening, iso, midnight, period
from keerpunt.simulate.instruments import draw_card
from keerpunt.simulate.ledger import (
    CARD_ORIGIN,
    AccountRow,
    Charge,
    Complaint,
    GrantRow,
    Hit,
    Ledger,
    OrderRow,
    Price,
    TruthLead,
)
from keerpunt.simulate.network import HOSTING_IP
from keerpunt.simulate.people import People, Person
from keerpunt.simulate.providers import THROWAWAY_DOMAIN, bank
from keerpunt.simulate.scales import Scale
from keerpunt.simulate.use import AGENTS

_BURST_BEGINS = dt.datetime(2024, 5, 14, 2, 6, tzinfo=dt.UTC)
_BURST_STEP = 108
"""Seconds from one charge of the burst to the next, give or take four: a machine, and all within an hour."""

_CLUSTER_BEGINS = dt.date(2024, 3, 4)
_CLUSTER_IP = "198.51.100.200"
_STATES = {"staff": "7", "test": "8"}


@dataclass(frozen=True, slots=True)
class Deed:
    """One account opened and charged in the name of `holder`, whoever did it; `email` where it is no throw-away one."""

    number: int
    holder: Person
    scenario: str
    placed: dt.datetime
    ip: str
    auth: str = "none"
    cvc: str = "not_sent"
    live: bool = True
    state: str = "1"
    complaint: Complaint | None = None
    review: bool = False
    email: str = ""


def add_bystanders(chance: Chance, scale: Scale, first_number: int, people: People, ledger: Ledger) -> None:
    """Fill the operation up to the accounts of its scale."""
    numbers = count(first_number)
    _burst(chance, scale, numbers, people, ledger)
    _cluster(chance, scale, numbers, people, ledger)
    for kind, size in (("staff", scale.staff), ("test", scale.test)):
        for _ in range(size):
            _own(chance, kind, next(numbers), people, ledger)
    for number in range(next(numbers), scale.accounts):
        _never_paid(chance, number, people, ledger)


def lawful_countries() -> list[str]:
    """Return the countries whose law the shipped profiles know."""
    return [code for code, there in countries().items() if there.law]


def _burst(chance: Chance, scale: Scale, numbers: Iterator[int], people: People, ledger: Ledger) -> None:
    rng = chance.stream("burst")
    placed = _BURST_BEGINS
    for i in range(scale.burst):
        placed += dt.timedelta(seconds=_BURST_STEP + rng.randint(-4, 4))
        holder = people.stranger(rng.choice(lawful_countries()))
        disputed = Complaint("dispute", placed + dt.timedelta(days=rng.randint(10, 30)), "fraudulent", "lost")
        deed = Deed(
            next(numbers),
            holder,
            "fabricated_burst",
            placed,
            f"198.51.100.{10 + i}",
            complaint=disputed if i % 3 == 0 else None,
        )
        charge = do(deed, rng, ledger)
        note_lead(deed, ("contradiction_i16",), ledger)
        if i < 6:
            bank_names_holder(deed, charge, rng, ledger)
        if i % 4 == 1:
            report_card(charge.card, rng, charge.created, ledger)


def _cluster(chance: Chance, scale: Scale, numbers: Iterator[int], people: People, ledger: Ledger) -> None:
    rng = chance.stream("cluster")
    for i in range(scale.cluster):
        holder = people.stranger(rng.choice(lawful_countries()))
        placed = evening(rng, _CLUSTER_BEGINS + dt.timedelta(days=2 * i), "Europe/Copenhagen")
        deed = Deed(next(numbers), holder, "fabricated_cluster", placed, _CLUSTER_IP, review=True)
        charge = do(deed, rng, ledger)
        note_lead(deed, ("contradiction_i14",), ledger)
        if i < 2:
            bank_names_holder(deed, charge, rng, ledger)


def _own(chance: Chance, kind: str, number: int, people: People, ledger: Ledger) -> None:
    """The operator's own accounts: staff pay once with a card of their own, tests use the provider's test mode."""
    rng = chance.stream(kind, number)
    person = people.stranger("DK")
    placed = evening(rng, FIRST_DAY + dt.timedelta(days=rng.randint(0, 5)), "Europe/Copenhagen")
    live = kind == "staff"
    deed = Deed(number, person, kind, placed, HOSTING_IP, auth="challenge", cvc="pass", live=live, state=_STATES[kind])
    charge = do(deed, rng, ledger)
    ledger.truth_actors[account_id_of(number)] = person.person_id
    if live:
        bank_names_holder(deed, charge, rng, ledger)
        note_lead(deed, ("special_account",), ledger, innocent=False)
    user = f"{kind}{number}"
    for day in range(20):
        when = evening(rng, placed.date() + dt.timedelta(days=1 + 9 * day), "Europe/Copenhagen")
        ledger.hits.append(Hit(when, HOSTING_IP, 41_000 + day, user, "POST /login HTTP/1.1", 302, 305, AGENTS[1]))


def _never_paid(chance: Chance, number: int, people: People, ledger: Ledger) -> None:
    rng = chance.stream("never paid", number)
    person = people.stranger(rng.choice(lawful_countries()))
    there = countries()[person.country]
    when = evening(rng, FIRST_DAY + dt.timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days)), there.zone)
    deed = Deed(number, person, "never_paid", when, f"198.51.100.{210 + number % 40}")
    email = draw_email(rng, person, number)
    _account(deed, rng, email, ledger)
    ledger.truth_actors[account_id_of(number)] = person.person_id
    if chance_of(rng, 60):
        ledger.orders.append(_order(deed, there, email, ""))


def do(deed: Deed, rng: random.Random, ledger: Ledger) -> Charge:
    """Open the account, place the order, charge the card and grant access; return the charge."""
    there = countries()[deed.holder.country]
    email = deed.email or draw_email(rng, deed.holder, deed.number, THROWAWAY_DOMAIN)
    _account(deed, rng, email, ledger)
    ledger.truth_actors[account_id_of(deed.number)] = ""
    charge = Charge(
        charge_id=f"ch_{token(rng, 24)}",
        order_id=order_id_of(deed.number),
        created=deed.placed + seconds(rng, 20, 23),
        price=Price(there.price, there.currency),
        card=draw_card(rng, deed.holder.country),
        name=deed.holder.name,
        email=email,
        address=deed.holder.home,
        auth=deed.auth,
        cvc=deed.cvc,
        complaint=deed.complaint,
        review_ip=deed.ip if deed.review else "",
        live=deed.live,
    )
    ledger.charges.append(charge)
    if deed.live:
        ledger.charge_names(charge.charge_id, deed.holder.person_id)
    ledger.orders.append(_order(deed, there, email, charge.charge_id if deed.live else ""))
    granted = charge.created + seconds(rng, 60, 90)
    expires = granted + dt.timedelta(days=31)
    month = period((deed.placed.year, deed.placed.month))
    ledger.grants.append(GrantRow(account_id_of(deed.number), order_id_of(deed.number), granted, expires, month))
    return charge


def _account(deed: Deed, rng: random.Random, email: str, ledger: Ledger) -> None:
    own = deed.state in _STATES.values()
    username = f"{deed.scenario}{deed.number}" if own else draw_username(rng, deed.number)
    registered = deed.placed - seconds(rng, 30, 90)
    account = AccountRow(
        account_id_of(deed.number), username, email, "", None, "", registered, deed.ip, None, deed.state, "en_GB"
    )
    ledger.accounts.append(account)
    request = "POST /register HTTP/1.1"
    ledger.hits.append(Hit(registered, deed.ip, rng.randint(20_000, 60_999), username, request, 302, 412, AGENTS[0]))


def _order(deed: Deed, there: Country, email: str, charge_id: str) -> OrderRow:
    price = Price(there.price, there.currency)
    account_id, order_id = account_id_of(deed.number), order_id_of(deed.number)
    return OrderRow(order_id, account_id, deed.placed, price, "site-1", deed.ip, email, charge_id)


def bank_names_holder(deed: Deed, charge: Charge, rng: random.Random, ledger: Ledger) -> str:
    """Let a bank name whose card it is, a customer of long standing who showed a document; return its name."""
    provider = bank(rng, deed.holder.country)
    since = days_before(rng, charge.created.date(), 900, 4000)
    ref = f"B{deed.number:06d}"
    ledger.customer_is(provider.name, ref, deed.holder.person_id)
    ledger.reply(
        provider.origin,
        "subscriber",
        asked(provider, f"REQ-B-{deed.number:05d}", "match")
        | who(deed.holder)
        | {
            "customer_ref": ref,
            "linked_kind": "card",
            "linked_value": charge.card.fingerprint,
            "linked_scope": CARD_ORIGIN,
            "verification": "document",
            "verified_on": since.isoformat(),
            "customer_since": since.isoformat(),
            "address_from": since.isoformat(),
            "emails": deed.holder.private_email,
            "valid_from": iso(midnight(since + dt.timedelta(days=200))),
            "valid_to": iso(midnight(BANK_REPLIES_ON)),
        },
    )
    return provider.name


def note_lead(deed: Deed, missing: tuple[str, ...], ledger: Ledger, *, innocent: bool = True) -> None:
    """Note what is true of the account and the holder of the card."""
    person = deed.holder
    account_id = account_id_of(deed.number)
    country = person.home.country
    ledger.truth_leads.append(TruthLead(account_id, person.person_id, innocent, deed.scenario, False, missing, country))


def account_id_of(number: int) -> str:
    """Return the platform's id of an account."""
    return str(1000 + number)


def order_id_of(number: int) -> str:
    """Return the id of an account's only order."""
    return f"O-{number:05d}-01"

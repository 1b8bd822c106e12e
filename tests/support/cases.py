"""One buyer and one identity, small enough to read: the canonical and resolved tables of a lead, and their judging.

`Case` starts with an account, monthly card payments that are settled, and coverage of what was examined. Each `with_…`
adds the records of one indicator. All persons are invented; addresses are of documentation ranges.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from keerpunt.assess import COVERAGE, AssessSettings, Policy, lead_id, load_policy
from keerpunt.engine import Engine
from keerpunt.jurisdiction import JurisdictionSettings, LawProfile, load_profiles
from keerpunt.model.tables import table
from keerpunt.triage import TriageSettings
from tests.support.chain import ChainSettings, leads_of
from tests.support.rows import operation

Row = dict[str, Any]

OPERATION = "TEST-1"
PSP, BANK, ISP, MAIL, REGISTER, PLATFORM = (
    "psp:stripe", "bank:b1", "isp:i1", "email:m1", "register:nl", "platform:p1",
)  # fmt: skip
ACTOR, HOLDER, OTHER = "actor:a1", "identity:h1", "identity:o1"
CARD, IBAN, MAILBOX, LINE = "fp_1", "NL91ABNA0417164300", "robin.example@example.org", "192.0.2.7"
FIRST = dt.datetime(2024, 1, 10, 20, 0, tzinfo=dt.UTC)
POLICY = load_policy()
PROFILES = load_profiles()


def month(number: int) -> dt.datetime:
    """Return the instant of the payment of a month, from 0."""
    return FIRST + dt.timedelta(days=31 * number)


def instant(name: str, value: dt.datetime, basis: str = "in_record", precision: str = "second") -> Row:
    """Return the columns of an instant field."""
    return {f"{name}_utc": value, f"{name}_zone_basis": basis, f"{name}_precision": precision}


@dataclass
class Case:
    """Canonical rows by table, links by entity, coverage; `judged` runs the rooms."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    edges: list[Row] = field(default_factory=list)
    conflicts: dict[str, list[str]] = field(default_factory=dict)
    actors: dict[str, list[str]] = field(default_factory=lambda: {ACTOR: ["7"]})
    coverage: list[tuple[str, str, dt.date | None, dt.date | None]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    profiles: tuple[LawProfile, ...] = PROFILES
    policy: Policy = POLICY
    counter: int = 0

    def add(self, name: str, **values: Any) -> Row:
        """Add a row; keys of tables without a key of their own are numbered."""
        self.counter += 1
        row = {"record_key": f"{name}:{self.counter:04d}", **values}
        self.tables.setdefault(name, []).append(row)
        return row

    def copy(self) -> Case:
        """Return a case that may be changed apart."""
        return copy.deepcopy(self)

    # -- the platform's side ------------------------------------------------------------------------------------

    def account(self, number: str = "7", **values: Any) -> Row:
        return self.add(
            "account", record_key=f"account:{number}", origin=PLATFORM, platform_account_id=number,
            **{"status": "active", **instant("registered", FIRST - dt.timedelta(days=2)), **values},
        )  # fmt: skip

    def payment(self, ref: str, at: dt.datetime, *, payer: str | None = None, origin: str = PSP, **values: Any) -> Row:
        key = f"payment:{origin}/stripe:{ref}"
        if payer:
            self.links[key, payer] = "identity"
        base = {
            "psp": "stripe", "psp_ref": ref, "direction": "in", "row_kind": "payment", "platform_account_id": "7",
            "instrument_kind": "card", "fingerprint": CARD, "fingerprint_scope": PSP, "status": "captured",
            "scheme": "card", "amount_minor": 2995, "currency": "EUR", "exponent": 2, **instant("initiated", at),
        }  # fmt: skip
        return self.add("payment", record_key=key, origin=origin, **{**base, **values})

    def used(self, at: dt.datetime | None = None, account: str = "7", **values: Any) -> Case:
        """Grant access after the first payment and log in a day later (I19)."""
        at = at or FIRST
        self.add(
            "access_grant", origin=PLATFORM, platform_account_id=account, scope="all", credential_kind="password",
            **instant("granted", at + dt.timedelta(hours=1)),
        )  # fmt: skip
        self.login(at + dt.timedelta(days=1), account=account, **values)
        return self

    def login(self, at: dt.datetime, account: str = "7", **values: Any) -> Row:
        base = {"event": "login_ok", "ip_basis": "direct", **instant("occurred", at)}
        return self.add("session", origin=PLATFORM, platform_account_id=account, **{**base, **values})

    # -- the provider's side ------------------------------------------------------------------------------------

    def challenged(self, *refs: str, value: str = "pass", flow: str = "challenge", origin: str = PSP) -> Case:
        for ref in refs:
            keys = {"psp": "stripe", "psp_ref": ref, "origin": origin}
            self.add("payment_check", check_kind="threeds", value=value, **keys)
            self.add("payment_check", check_kind="sca_flow", value=flow, **keys)
        return self

    def checked(self, ref: str, kind: str, value: str) -> Case:
        self.add("payment_check", origin=PSP, psp="stripe", psp_ref=ref, check_kind=kind, value=value)
        return self

    # -- answers ------------------------------------------------------------------------------------------------

    def answer(self, customer: str = "c1", *, who: str = HOLDER, origin: str = BANK, **values: Any) -> Row:
        """Add a `match` of a provider about a customer who is the identity `who`."""
        kind, _, provider = origin.partition(":")
        key = f"subscriber:{provider}:{customer}"
        self.links[key, who] = "identity"
        base = {
            "provider": provider, "provider_kind": kind, "customer_ref": customer, "response": "match",
            "received_on": dt.date(2025, 6, 1),
        }  # fmt: skip
        return self.add("subscriber", record_key=key, origin=origin, **{**base, **values})

    def verified(self, how: str = "document", *, customer: str = "c1", **values: Any) -> Row:
        """The bank names the holder for the card: verified, adult, at home in the Netherlands (I24)."""
        base = {
            "full_name": "Robin Example", "birthdate": dt.date(1980, 5, 17), "country": "NL", "line1": "Dorpsstraat 1",
            "postcode": "1234 AB", "city": "Testdorp", "address_from": dt.date(2015, 1, 1), "verification": how,
            "verified_on": dt.date(2020, 1, 1), "customer_since": dt.date(2016, 1, 1), "linked_kind": "card",
            "linked_value": CARD, "linked_scope": PSP,
        }  # fmt: skip
        return self.answer(customer, **{**base, **values})

    def contact_at(self, origin: str, *, who: str = HOLDER, customer: str = "m1", **values: Any) -> Row:
        """A provider names the holder of the account's mailbox, since long before (I17)."""
        base = {
            "linked_kind": "email", "linked_value": MAILBOX,
            **instant("valid_from", dt.datetime(2015, 1, 1, tzinfo=dt.UTC)),
            **instant("valid_to", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
        }  # fmt: skip
        return self.answer(customer, who=who, origin=origin, **{**base, **values})

    def household(self, size: int | None = 1, result: str = "hit", **values: Any) -> Row:
        return self.add(
            "register_extract", origin=REGISTER, provider="b1", customer_ref="c1", register="household", result=result,
            household_size=size, valid_on=dt.date(2025, 1, 1), answered=dt.date(2025, 5, 30), **values,
        )  # fmt: skip

    def civil(self, **values: Any) -> Row:
        base = {"full_name": "Robin Example", "birthdate": dt.date(1980, 5, 17)}
        return self.add(
            "register_extract", origin=REGISTER, provider="b1", customer_ref="c1", register="civil", result="hit",
            answered=dt.date(2025, 5, 30), **{**base, **values},
        )  # fmt: skip

    def lease(self, at: dt.datetime, *, customer: str = "l1", who: str = HOLDER, **values: Any) -> Row:
        """The access provider names the customer of the line for a few hours around an instant (I20)."""
        key = f"subscriber:i1:{customer}"
        if not any(row["record_key"] == key for row in self.tables.get("subscriber", [])):
            self.answer(customer, who=who, origin=ISP)
        base = {
            "ip": LINE, "cgnat": "no", "response": "match",
            **instant("valid_from", at - dt.timedelta(hours=6)), **instant("valid_to", at + dt.timedelta(hours=6)),
        }  # fmt: skip
        return self.add("ip_assignment", origin=ISP, provider="i1", customer_ref=customer, **{**base, **values})

    def on_line(self, days: int = 2, **values: Any) -> Case:
        """Log in from the holder's line on several days, each resolved by an answer of its own (I20)."""
        for day in range(2, 2 + days):
            at = FIRST + dt.timedelta(days=day)
            self.login(at, ip=LINE, src_port=40000, **values)
            self.lease(at)
        return self

    # -- running ------------------------------------------------------------------------------------------------

    def read(self, table_name: str, origin: str, first: dt.date | None = None, last: dt.date | None = None) -> Case:
        self.coverage.append((origin, table_name, first, last))
        return self

    def judged(self) -> dict[str, pa.Table]:
        """Run the rooms and return their tables."""
        with Engine(threads=1) as engine:
            return leads_of(engine, operation(**self.tables), self.resolved(), self.chain_settings())

    def lead(self, who: str = HOLDER, actor: str = ACTOR) -> Row:
        """Return the lead of an identity with `states` unpacked."""
        wanted = lead_id(OPERATION, actor, who)
        (row,) = [row for row in self.judged()["leads"].to_pylist() if row["lead_id"] == wanted]
        return {**row, "states": json.loads(row["hypotheses"])}

    def rows(self, code: str, who: str = HOLDER) -> dict[str, tuple[str, int, int]]:
        """Return rival -> (value, low, high) of one indicator."""
        wanted = lead_id(OPERATION, ACTOR, who)
        return {
            row["hypothesis"]: (row["value"], row["low"], row["high"])
            for row in self.judged()["indicators"].to_pylist()
            if row["lead_id"] == wanted and row["code"].startswith(code)
        }

    def resolved(self) -> dict[str, pa.Table]:
        """Return what `resolve` would hand on: links as written, one identity per entity named."""
        people = sorted({who for (_, who), kind in self.links.items() if kind == "identity"})
        links = [
            {"record_key": key, "entity_kind": kind, "entity_id": who, "basis": "key_equal", "rule_version": "t"}
            for (key, who), kind in sorted(self.links.items())
        ]
        for actor, accounts in self.actors.items():
            links += [
                {"record_key": f"account:{number}", "entity_kind": "actor", "entity_id": actor, "basis": "key_equal",
                 "rule_version": "t"}
                for number in accounts
            ]  # fmt: skip
        identities = [
            {"identity_id": who, "names": [], "birthdates": [], "countries": [], "has_verified_record": "unknown",
             "n_records": 1, "conflict": self.conflicts.get(who, [])}
            for who in people
        ]  # fmt: skip
        actors = [
            {"actor_id": actor, "platform_account_ids": accounts, "n_payments": 1}
            for actor, accounts in self.actors.items()
        ]
        found = {"identities": identities, "actors": actors, "links": links, "edges": self.edges}
        return {name: pa.Table.from_pylist(rows, schema=table(name).arrow()) for name, rows in found.items()}

    def chain_settings(self) -> ChainSettings:
        as_of = dt.date(2025, 6, 2)
        coverage = [
            {
                "origin": origin,
                "table_name": name,
                "covers_from": first,
                "covers_to": last,
                "basis": "declared",
                "reader": "",
            }
            for origin, name, first, last in self.coverage
        ]
        assess = AssessSettings(
            operation_code=OPERATION, policy=self.policy, as_of=as_of,
            coverage=pa.Table.from_pylist(coverage, schema=COVERAGE), **self.settings,
        )  # fmt: skip
        return ChainSettings(assess, JurisdictionSettings(self.profiles), TriageSettings("NL", as_of, 30))


def buyer(months: int = 6, *, scheme: str = "card") -> Case:
    """An account with a mailbox, monthly payments by one instrument, a log-in, everything of the platform read."""
    case = Case()
    case.account(email=MAILBOX)
    for number in range(months):
        if scheme == "iban":
            case.payment(
                f"ch_{number}", month(number), origin="bank:acq", instrument_kind="iban", fingerprint=None,
                fingerprint_scope=None, iban=IBAN, scheme="credit_transfer", payer_name="Robin Example",
            )  # fmt: skip
        else:
            case.payment(f"ch_{number}", month(number))
    case.used()
    for name in ("payment_check", "dispute"):
        case.read(name, PSP)
    return case.read("session", PLATFORM)


def t1() -> Case:
    """Golden set T1: I01 in six months and I09 (psp); I24 by an old document and I17 (bank); I19 (platform)."""
    case = buyer().challenged(*(f"ch_{number}" for number in range(6)))
    case.verified(emails=[MAILBOX])
    return case


def g_a() -> Case:
    """Golden set G-A: I01 (psp), I24 (bank), I17 (e-mail provider), I19."""
    case = buyer(1).challenged("ch_0")
    case.verified()
    case.contact_at(MAIL)
    return case


def g_b() -> Case:
    """Golden set G-B: I01 (psp), I24 (bank), I27 (register), I20 on two days (isp), I19."""
    case = buyer(1).challenged("ch_0").on_line()
    case.verified()
    case.household()
    return case


def g_c() -> Case:
    """Golden set G-C: I03 (bank), I24 document_liveness (bank), I27 (register), I19."""
    case = buyer(1, scheme="iban")
    case.verified("document_liveness", linked_kind="iban", linked_value=IBAN, linked_scope=None)
    case.household()
    return case


def g_d() -> Case:
    """Golden set G-D: card; I20 on two days (isp), I24 document_liveness (bank), I27 and I28 (register), I19."""
    case = buyer(1).on_line()
    case.verified("document_liveness")
    case.household()
    case.civil()
    return case


GOLDEN = {"T1": t1, "G-A": g_a, "G-B": g_b, "G-C": g_c, "G-D": g_d}

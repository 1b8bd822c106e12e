"""What can be asked about each lead, and of whom: subjects from the records, whatever they would change.

Nothing here looks at what a lead misses. A question that was answered, refused or came too late is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.assess.asks import CRITERIA, Subject
from keerpunt.assess.folding import fold_values
from keerpunt.assess.settings import AssessSettings
from keerpunt.values.ip_network import IpNetworks

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
ADDRESSES = 3
"""Internet addresses of one actor that are asked about at most: churn would ask a provider for hundreds."""
REGISTERS = {
    "register_civil": "civil",
    "register_household": "household",
    "register_criminal": "criminal",
    "register_position_of_trust": "position_of_trust",
}
NAME_LENGTH = 62
"""Characters of a value in the name of whom is asked; an origin's name has 80 (CONTRACT.md section 1)."""
_NO_NAME = re.compile(r"[^\w.+-]")
FOUND_BY = ("provider", "customer_ref", "full_name", "birthdate", "address")
"""By what a register finds a person: the key of the customer says nothing to it."""
CARD_KINDS = ("card", "paypal", "other", "unknown", "voucher")
MARKS = (
    "matched", "challenge", "push", "pull", "only_check", "only_dispute", "checked", "disputable", "settled", "unpaid",
    "several", "quiet",
)  # fmt: skip

Row = Mapping[str, Any]


def subjects(
    engine: Engine, found: Mapping[str, pa.Table], countries: Mapping[str, str], settings: AssessSettings
) -> dict[str, list[Subject]]:
    """Return the subjects of each lead; the tables of `candidates` and `weigh` are registered with the engine.

    `countries`: lead_id to the country of the lead. Registers with the engine what `ask_event` reads later.
    """
    params = {**settings.policy.tests, "as_of": settings.as_of.isoformat(), "addresses": ADDRESSES}
    said = engine.run(ROOM, "ask_said")
    engine.register("folded_said", _folded(said))
    for name in ("ask_use", "ask_pick"):
        engine.register(name, engine.run(ROOM, name))
    contacts = {
        str(row["actor_id"])
        for row in found["contact"]
        .select(["actor_id", "usable"])
        .group_by(["actor_id", "usable"])
        .aggregate([])
        .to_pylist()
        if row["usable"]
    }
    actors = dict(zip(found["lead"]["lead_id"].to_pylist(), found["lead"]["actor_id"].to_pylist(), strict=True))
    of_lead: dict[str, list[Subject]] = defaultdict(list)
    for row in engine.run(ROOM, "ask_instrument", params).to_pylist():
        for subject in _of_instrument(row, with_contact=actors[row["lead_id"]] in contacts):
            of_lead[subject.lead_id].append(subject)
    for name, make in (("ask_contact", _of_contact), ("ask_customer", _of_customer)):
        for row in engine.run(ROOM, name).to_pylist():
            for subject in make(row):
                of_lead[subject.lead_id].append(subject)
    for subject in _of_lines(engine.run(ROOM, "ask_line", params).to_pylist()):
        of_lead[subject.lead_id].append(subject)
    compared = {row["lead_id"] for row in _judged(found) if row["kind"] == "sealed_comparison"}
    for lead_id, country in countries.items():
        of_lead[lead_id] += _of_unit(lead_id, country, settings, compared=lead_id in compared)
    return of_lead


def _folded(said: pa.Table) -> pa.Table:
    """Return the answers with the compared form of the value they are about."""
    folded = fold_values(said.select(["kind", "raw", "region"]))
    pairs = {
        (row["kind"], row["raw"], row["region"]): row["value"] for row in folded.group_by(
            ["kind", "raw", "region", "value"]
        ).aggregate([]).to_pylist()
    }  # fmt: skip
    values = [pairs.get((row["kind"], row["raw"], row["region"])) for row in said.to_pylist()]
    return said.append_column("value", pa.array(values, pa.string()))


def _judged(found: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found["valid_judgement"].select(["lead_id", "kind"]).to_pylist()
    return rows


def _of_instrument(row: Row, *, with_contact: bool) -> Iterator[Subject]:
    kind, marks = row["instrument_kind"], {name for name in MARKS if row[name]}
    marks |= {"contact"} if with_contact else set()
    marks |= {"card"} if kind in CARD_KINDS else set()
    psp = row["psp_origin"] or (row["psp"] if row["psp"].startswith("bank:") else f"psp:{as_name(row['psp'])}")
    about = kind if row["has_instrument"] else "payment"
    about = "wallet" if about == "crypto_address" else about

    def ask(name: str, of_whom: str, country: str | None) -> Subject:
        return Subject(
            row["lead_id"], name, of_whom, about, row["about_value"], row["from_utc"], row["to_utc"], country or "XX",
            row["psp_origin"] or row["any_origin"], frozenset(marks),
        )  # fmt: skip

    if row["lacks_check"]:
        yield ask("psp_checks", psp, None)
    if row["lacks_dispute"]:
        yield ask("psp_disputes", psp, None)
    if not row["has_instrument"]:
        return
    bank, country = _bank_of(row, kind)
    if kind in ("card", "iban"):
        yield ask("issuer_fraud", bank, country)
    if not row["closed"] and kind == "crypto_address":
        yield ask(
            "exchange_holder",
            row["bank_origin"] or f"exchange:holder-of-{as_name(row['about_value'])}",
            row["bank_country"],
        )
    elif not row["closed"] and kind in ("card", "iban", "paypal"):
        yield ask("bank_holder", bank, country)


def _bank_of(row: Row, kind: str) -> tuple[str, str | None]:
    """Return who keeps the account behind an instrument: as an answer said, else as its number says."""
    if row["bank_origin"]:
        return str(row["bank_origin"]), row["bank_country"]
    if kind == "iban":
        # ISO 13616: country, two check digits, then the bank's own code, four to eight characters long.
        return f"bank:{row['about_value'][:2].lower()}-{row['about_value'][4:8].lower()}", row["about_value"][:2]
    if kind == "paypal":
        return "psp:paypal", None
    # Without a bank identification number only the payment provider knows the bank: one batch for each card, lest one
    # bank be asked about the customers of another.
    return f"bank:issuer-of-{row['bin'] or 'card-' + as_name(row['about_value'])}", row["issuer_country"]


def _of_contact(row: Row) -> Iterator[Subject]:
    kind, value = row["kind"], row["about_value"]
    if kind == "email":
        of_whom = row["origin"] or f"email:{as_name(value.rpartition('@')[2])}"
    else:
        of_whom = row["origin"] or f"telecom:carrier-of-{as_name(value)}"
    yield Subject(
        row["lead_id"], f"{kind}_holder", of_whom, kind, value, row["from_utc"], row["to_utc"], row["country"] or "XX"
    )


def _of_lines(rows: Sequence[Row]) -> Iterator[Subject]:
    """Yield the questions to access providers; an address of a hosting network or CDN is nobody's line."""
    networks = IpNetworks.load().look_up([row["about_value"] for row in rows])
    for place, row in enumerate(rows):
        if networks.hosting[place] or networks.cdn[place]:
            continue
        number = int(networks.number[place])
        of_whom = row["origin"] or (
            f"isp:as{number}" if number else f"isp:network-of-{row['about_value'].replace(':', '-')}"
        )
        yield Subject(
            row["lead_id"], "isp_assignment", of_whom, "ip", row["about_value"], row["from_utc"], row["to_utc"],
            row["country"] or "XX", "", frozenset({"several_days"} if row["several_days"] else ()),
        )  # fmt: skip


def _of_customer(row: Row) -> Iterator[Subject]:
    closed = set(row["closed"] or ())
    country = row["country"]
    if country == "XX" and row["origin"] is None:
        return
    of_whom = row["origin"] or f"register:{country.lower()}"
    for ask, register in REGISTERS.items():
        if register not in closed:
            found_by = tuple((name, row[name]) for name in FOUND_BY if row[name] is not None)
            yield Subject(
                row["lead_id"], ask, of_whom, "customer", row["about_value"], country=country, found_by=found_by
            )


def _of_unit(lead_id: str, country: str, settings: AssessSettings, *, compared: bool) -> Iterator[Subject]:
    """Yield what the unit can do itself: read what lies there, compare secrets, have the law looked at."""
    home = settings.unit_country
    for held in settings.held_sources:
        yield Subject(lead_id, "read_source", held.origin, "source", held.what, country=home, tables=held.tables)
    if not any("session" in held.tables for held in settings.held_sources):
        yield Subject(
            lead_id,
            "read_source",
            f"platform:{as_name(settings.platform)}",
            "table",
            "session",
            country=home,
            tables=("session",),
        )
    if not compared:
        yield Subject(lead_id, "sealed_comparison", f"unit:{home.lower()}", "lead", lead_id, country=home)
    if country != "XX":
        yield Subject(lead_id, "law_profile", f"unit:{home.lower()}", "country", country, country=home)


def as_name(text: str) -> str:
    """Return a value as the name of an origin, as a reply is declared; a digest tells changed ones apart."""
    cleaned = _NO_NAME.sub("-", text)
    if cleaned == text and len(text) <= NAME_LENGTH:
        return text
    return f"{cleaned[:NAME_LENGTH]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def criterion_asks(reasons: Iterable[str]) -> dict[str, str]:
    """Return ask to criterion code for the unknown criteria among a suggestion's reasons."""
    return {CRITERIA[code]: code for code in sorted(reasons) if code in CRITERIA}

"""Records of payers, customers, accounts and judgements in one line each, and a resolution that answers questions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from keerpunt.engine import Engine
from keerpunt.resolve import ResolveSettings, resolve
from tests.support.rows import operation

Row = dict[str, Any]
CARD_SCOPE = "psp:stripe"
IBAN_1, IBAN_2 = "NL91ABNA0417164300", "NL02ABNA0123456789"


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def card(ref: str, name: str | None, fingerprint: str | None = None, **values: Any) -> Row:
    """An incoming card payment at Stripe."""
    return {
        "record_key": f"payment:psp:stripe/stripe:{ref}",
        "origin": CARD_SCOPE,
        "psp": "stripe",
        "psp_ref": ref,
        "direction": "in",
        "row_kind": "payment",
        "instrument_kind": "card",
        "fingerprint": fingerprint,
        "fingerprint_scope": CARD_SCOPE if fingerprint else None,
        "payer_name": name,
    } | values


def transfer(ref: str, name: str | None, iban: str | None = IBAN_1, **values: Any) -> Row:
    """An incoming bank transfer."""
    return {
        "record_key": f"payment:bank:b/bank:ABNANL2A:{ref}",
        "origin": "bank:b",
        "psp": "bank:ABNANL2A",
        "psp_ref": ref,
        "direction": "in",
        "row_kind": "payment",
        "instrument_kind": "iban",
        "iban": iban,
        "payer_name": name,
    } | values


def customer(ref: str, name: str | None, **values: Any) -> Row:
    """A bank's answer about one customer."""
    return {
        "record_key": f"subscriber:bank:{ref}",
        "origin": "bank:b",
        "provider": "bank",
        "provider_kind": "bank",
        "customer_ref": ref,
        "response": "match",
        "full_name": name,
        "verification": "document",
    } | values


def holds_card(fingerprint: str) -> Row:
    return {"linked_kind": "card", "linked_value": fingerprint, "linked_scope": CARD_SCOPE}


def holds_iban(iban: str = IBAN_1) -> Row:
    return {"linked_kind": "iban", "linked_value": iban}


def account(number: str, **values: Any) -> Row:
    return {"record_key": f"account:{number}", "origin": "platform:p", "platform_account_id": number} | values


def order(number: str, account_id: str | None, **values: Any) -> Row:
    key = {"record_key": f"order:{number}", "origin": "platform:p", "order_id": number}
    return key | {"platform_account_id": account_id} | values


def judged(number: str, left: list[str], right: list[str], value: str, kind: str = "same_person", **values: Any) -> Row:
    return {
        "record_key": f"judgement:{number}",
        "origin": "platform:p",
        "judgement_id": number,
        "kind": kind,
        "left_keys": left,
        "right_keys": right,
        "value": value,
        "decided_utc": day("2025-02-01") + dt.timedelta(days=len(number)),
        "author": "officer-1",
    } | values


@dataclass(frozen=True)
class Resolved:
    """The result tables, with the questions tests ask of them."""

    tables: Mapping[str, pa.Table]

    def rows(self, name: str) -> list[Row]:
        return self.tables[name].to_pylist()

    def entity(self, key: str) -> str:
        """The one entity a record belongs to."""
        found = [row["entity_id"] for row in self.rows("links") if row["record_key"] == key]
        assert len(found) == 1, (key, found)
        return found[0]

    def link(self, key: str) -> Row:
        return next(row for row in self.rows("links") if row["record_key"] == key)

    def same(self, *rows: Row | str) -> bool:
        """Whether all records are one entity."""
        return len({self.entity(row if isinstance(row, str) else row["record_key"]) for row in rows}) == 1

    def identity(self, row: Row | str) -> Row:
        entity = self.entity(row if isinstance(row, str) else row["record_key"])
        return next(found for found in self.rows("identities") if found["identity_id"] == entity)

    def codes(self, row: Row | str) -> list[str]:
        return self.identity(row)["conflict"]

    def edges(self, *kinds: str) -> list[Row]:
        found = [row | {"why": json.loads(row["explanation"])} for row in self.rows("edges")]
        return [row for row in found if not kinds or row["kind"] in kinds]

    def between(self, left: Row | str, right: Row | str) -> dict[str, Row]:
        """The edges between two records by kind."""
        keys = sorted(one if isinstance(one, str) else one["record_key"] for one in (left, right))
        return {row["kind"]: row for row in self.edges() if [row["left_key"], row["right_key"]] == keys}

    def groups(self, kind: str = "identity") -> set[frozenset[str]]:
        found: dict[str, set[str]] = {}
        for row in self.rows("links"):
            if row["entity_kind"] == kind:
                found.setdefault(row["entity_id"], set()).add(row["record_key"])
        return {frozenset(keys) for keys in found.values()}

    def findings(self) -> dict[tuple[str, str], int]:
        return {(row["code"], row["column"]): row["count"] for row in self.rows("findings")}


def resolved(settings: ResolveSettings | None = None, **tables: list[Row]) -> Resolved:
    """Resolve a few records; tables not named are empty."""
    with Engine(threads=1) as engine:
        found = resolve(engine, operation(**tables), settings or ResolveSettings("TEST-1"))
    return Resolved(found)

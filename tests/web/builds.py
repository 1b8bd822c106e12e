"""Small builds for the web app, made through the store as a run makes them: people and payments that nobody has."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from keerpunt.assess import load_policy
from keerpunt.assess.catalogue import ERRORS, INDICATORS
from keerpunt.engine import Engine
from keerpunt.model.tables import RESULT, table
from keerpunt.store import write_build
from tests.support.rows import operation

COUNTRIES = ("NL", "DE", "FR", "BE", "SE", "XX")
MISSING = (
    ["household_not_examined", "one_origin_only", "age_unknown"],
    ["contradiction_i07", "stolen_data_open", "country_unknown", "unread_dispute"],
    ["no_verified_record"],
    [],
)
GRADES = ("none", "weak", "moderate", "against_weak")
T0 = dt.datetime(2023, 3, 1, 9, 30, tzinfo=dt.UTC)
OPERATION = {
    "operation": "DEMO-WEB",
    "unit_country": "NL",
    "purpose": "Find out who paid, and protect children",
    "legal_basis": "Example Act 1",
}
EXTRA = {"payer_name": "Anna <script>alert(1)</script> de Vries", "full_name": "Anna & Berend d'Example"}


def lead_id(number: int) -> str:
    return f"lead:{number:016x}"


def lead_row(number: int, **changes: Any) -> dict[str, Any]:
    missing = MISSING[number % 4]
    row: dict[str, Any] = {
        "lead_id": lead_id(number),
        "actor_id": f"actor:{number}",
        "identity_id": f"identity:{number}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "country_basis": "unknown" if number % len(COUNTRIES) == 5 else "billing",
        "country_conflict": ["lower:issuer=LT"] if number % 7 == 0 else [],
        "law_status": "unknown" if number % 5 == 0 else "offence",
        "support_low": (number * 37) % 1500,
        "support_high": (number * 37) % 1500 + 900,
        "grade": GRADES[number % 4],
        "gate": "unresolved" if missing else "review_ready",
        "missing": missing,
        "hypotheses": json.dumps(
            {
                "holder": "unknown" if missing else "supports", "household": "not_examined", "stolen_data": "against",
                "fabricated": "against", "taken_over": "unknown", "identity_theft": "unknown", "data_error": "supports",
            }
        ),
        "n_independent_origins": number % 3,
        "n_covered_payments": 1 + number % 9,
        "first_act_utc": None if number % 11 == 0 else T0 + dt.timedelta(days=number),
        "last_act_utc": None if number % 11 == 0 else T0 + dt.timedelta(days=number + 60),
        "amounts": json.dumps({"EUR": 2500 + number, "ISK": 1200}),
        "n_months": 1 + number % 5,
        "n_folders_accessible": number % 6,
        "n_downloads": number % 4,
        "suggestion": "enquire_first" if missing else "refer_abroad",
        "suggestion_reasons": ["gate_unresolved", "law_unreviewed"],
    }  # fmt: skip
    return row | changes


def indicator_rows(number: int) -> list[dict[str, Any]]:
    supporting = {"I01_threeds_challenge": (1000, 2000), "I09_repeated": (100, 500), "I24_kyc": (700, 1500),
                  "I19_access_used": (300, 1000), "I04_cvc": (0, 300), "I08_no_dispute": (0, 300)}  # fmt: skip
    contradicting = {"I07_issuer_fraud_report": (-3000, -1000), "I05_avs": (-300, -100)}
    neutral = ("I02_weak_authentication", "E04_dst", "E13_name_only")
    rows = []
    for entry in (*INDICATORS, *ERRORS):
        for rival in getattr(entry, "rivals", ("data_error",)):
            value, (low, high) = "not_available", (0, 0)
            if entry.code in supporting:
                value, (low, high) = "supports", supporting[entry.code]
            elif entry.code in contradicting and number % 4 == 1:
                value, (low, high) = "contradicts", contradicting[entry.code]
            elif entry.code in neutral:
                value = "neutral"
            known = value in ("supports", "contradicts")
            rows.append(
                {
                    "lead_id": lead_id(number),
                    "code": entry.code,
                    "value": value,
                    "hypothesis": rival,
                    "low": low,
                    "high": high,
                    "origin": "psp:stripe" if known else "",
                    "record_keys": [payment_key(number, n) for n in range(2)] if known else [],
                    "rule_version": "judgement-1",
                }
            )
    return rows


def payment_key(number: int, nth: int) -> str:
    return f"payment:psp:stripe/stripe:ch_{number}_{nth}"


def evidence(numbers: Sequence[int]) -> dict[str, pa.Table]:
    payments = [
        {
            "record_key": payment_key(number, nth), "psp": "stripe", "psp_ref": f"ch_{number}_{nth}",
            "origin": "psp:stripe",
            "source_sha256": f"{number:064x}", "source_locator": f"line:{number}", "direction": "in",
            "row_kind": "payment", "status": "captured", "instrument_kind": "card", "last4": "4242",
            "payer_name": EXTRA["payer_name"], "payer_email": f"anna{number}@mail.example.org", "ip": "192.0.2.7",
            "initiated_utc": T0, "initiated_text": "2023-03-01T10:30:00", "initiated_zone": "Europe/Copenhagen",
            "initiated_zone_basis": "source_setting", "initiated_precision": "second",
        }
        for number in numbers
        for nth in range(2)
    ]  # fmt: skip
    accounts = [
        {
            "record_key": f"account:{number}", "platform_account_id": str(number), "origin": "platform:platform-1",
            "username": f"canary-user-{number}", "email": f"anna{number}@mail.example.org", "status": "active",
        }
        for number in numbers
    ]  # fmt: skip
    subscribers = [
        {
            "record_key": f"subscriber:example-bank:C{number}", "provider": "example-bank",
            "customer_ref": f"C{number}",
            "origin": "bank:example-bank", "response": "match", "full_name": EXTRA["full_name"],
            "birthdate": dt.date(1980, 5, 4), "emails": [f"anna{number}@mail.example.org"], "phones": [],
            "verification": "document",
        }
        for number in numbers
    ]  # fmt: skip
    return operation(payment=payments, account=accounts, subscriber=subscribers)


def results(numbers: Sequence[int], leads: list[dict[str, Any]]) -> dict[str, pa.Table]:
    links = [
        {"record_key": key, "entity_kind": kind, "entity_id": f"{kind}:{number}", "basis": basis, "match_weight": None,
         "rule_version": "test"}
        for number in numbers
        for key, kind, basis in (
            (f"account:{number}", "actor", "stated_in_record"),
            (payment_key(number, 0), "identity", "key_equal"),
            (f"subscriber:example-bank:C{number}#1", "identity", "key_equal"),
        )
    ]  # fmt: skip
    identities = [
        {"identity_id": f"identity:{n}", "names": [EXTRA["full_name"], "Anna de Vries"], "birthdates": ["1980-05-04"],
         "countries": ["NL"], "has_verified_record": "yes", "n_records": 2, "conflict": []}
        for n in numbers
    ]  # fmt: skip
    actors = [
        {"actor_id": f"actor:{n}", "platform_account_ids": [str(n)], "n_payments": 2, "first_seen_utc": T0,
         "last_seen_utc": T0}
        for n in numbers
    ]  # fmt: skip
    requests = [
        {"request_id": f"ask:{n}", "lead_id": lead_id(n), "ask": "register_household", "of_whom": "registers-nl",
         "about_kind": "person", "about_value": "canary-about", "about_from": None, "about_to": None,
         "would_change": ["household_not_examined"], "log_expires": None, "rank": 1, "best_missing": [],
         "worst_missing": ["household_open"], "details": None}
        for n in numbers
    ]  # fmt: skip
    findings = [
        {"source_sha256": "", "code": "zone_assumed", "column": "registered", "count": 3, "detail": "zone was assumed"}
    ]
    found = {
        "leads": leads, "indicators": [row for n in numbers for row in indicator_rows(n)], "links": links,
        "identities": identities, "actors": actors, "requests": requests, "findings": findings,
    }  # fmt: skip
    return {name: pa.Table.from_pylist(found.get(name, []), schema=table(name).arrow()) for name in RESULT}


def write(folder: Path, numbers: Sequence[int], *, run: dict[str, Any] | None = None, **changes: Any) -> Path:
    """Write a build with these leads; `changes` apply to every lead."""
    leads = [lead_row(number, **changes) for number in numbers]
    ready = sum(lead["gate"] == "review_ready" for lead in leads)
    body = {
        **OPERATION,
        "inputs": {"as_of": "2025-03-01", "policy": load_policy().digest},
        "receipts": [
            {"path": "psp/stripe.jsonl", "reader": "stripe/1", "read": 700, "mapped": 624,
             "excluded": {"test_mode": 70}, "rejected": {"bad_time": 6}},
        ],
        "coverage": [
            {"origin": "psp:stripe", "table_name": "payment", "covers_from": "2021-11-01", "covers_to": None,
             "basis": "declared"},
        ],
        "expected": [{"what": "card verification logs", "origin": "platform:platform-1", "state": "held"}],
        "rows": {"account": len(numbers) + 8},
        "results": {
            "actors": len(numbers) + 7, "actors_without_a_lead": 7, "leads": len(leads), "review_ready": ready,
            "unresolved": len(leads) - ready,
        },
    } | (run or {})  # fmt: skip
    tables = {**evidence(numbers), **results(numbers, leads)}
    with Engine(1) as engine:
        write_build(folder, engine, tables, custody=["{}"], run=body, timings={})
    return folder

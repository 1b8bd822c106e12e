"""From weights to leads: the arithmetic, the states, the gate, and the figures of each lead.

In: the tables of `candidates` and `weigh` (still registered) and of `jurisdiction.decide`: `country` and `law_act`.
Out: `leads` (schema of `model.tables`; suggestion `unknown` until triage fills it) and `lead_context` for triage:
lead_id, minor (yes, no, unknown: by verified birth dates), special, law_unreviewed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.assess.arithmetic import Weight, grade, support
from keerpunt.assess.gate import Facts, Verdict, Withheld, is_adult, judge_lead
from keerpunt.assess.policy import Policy
from keerpunt.assess.scales import on_scales
from keerpunt.assess.settings import AssessSettings
from keerpunt.model.tables import table
from keerpunt.model.words import HYPOTHESES, RIVALS

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
FACTS = ("paid_coverage", "fact_examined", "fact_identity", "fact_act", "fact_scope")
UNREAD = ("payment_check", "dispute", "session")
LEAD_CONTEXT = pa.schema(
    (
        ("lead_id", pa.string()),
        ("minor", pa.string()),
        ("special", pa.bool_()),
        ("law_unreviewed", pa.bool_()),
    )
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """One lead as the gate sees it: what was weighed, what was withheld, the facts, and what they come to."""

    row: Row
    weights: tuple[Weight, ...]
    withheld: tuple[Withheld, ...]
    facts: Facts
    verdict: Verdict


def judge(
    engine: Engine, weighed: Mapping[str, pa.Table], decided: Mapping[str, pa.Table], settings: AssessSettings
) -> dict[str, pa.Table]:
    """Judge every lead; `decided` holds `country` and `law_act` of the jurisdiction room."""
    return lead_tables(known_leads(engine, weighed, decided, settings), settings)


def known_leads(
    engine: Engine, weighed: Mapping[str, pa.Table], decided: Mapping[str, pa.Table], settings: AssessSettings
) -> dict[str, Known]:
    """Return every lead with its verdict, by lead_id in order; `requests` tries answers on them."""
    rows = _facts(engine, decided, settings)
    weights = _by_lead(weighed["weight"], _weight)
    withheld = _by_lead(weighed["withheld"], _withheld)
    errors: dict[str, list[str]] = defaultdict(list)
    for row in _open_errors(engine):
        errors[row["lead_id"]].append(row["code"])
    known = {}
    for lead_id in sorted(rows):
        row = rows[lead_id] | {"errors": tuple(errors[lead_id])}
        facts = _as_facts(row, settings)
        found = tuple(weights[lead_id]), tuple(withheld[lead_id])
        known[lead_id] = Known(row, *found, facts, judge_lead(*found, facts, settings.policy))
    return known


def lead_tables(known: Mapping[str, Known], settings: AssessSettings) -> dict[str, pa.Table]:
    """Return `leads` and `lead_context` of the leads that were judged."""
    leads = [_lead_row(each, settings) for each in known.values()]
    context = [
        {
            "lead_id": lead_id,
            "minor": _minor(each.facts, settings.policy),
            "special": each.row["special"],
            "law_unreviewed": bool(each.row["law_unreviewed"]),
        }
        for lead_id, each in known.items()
    ]
    return {
        "leads": pa.Table.from_pylist(leads, schema=table("leads").arrow()),
        "lead_context": pa.Table.from_pylist(context, schema=LEAD_CONTEXT),
    }


def _facts(engine: Engine, decided: Mapping[str, pa.Table], settings: AssessSettings) -> dict[str, Row]:
    """Return one row of facts per lead, merged from the fact queries."""
    specials = sorted({*settings.special_accounts, *settings.policy.special_accounts})
    engine.register_all(
        {
            "law_act": decided["law_act"],
            "special_account": pa.table({"platform_account_id": pa.array(specials, pa.string())}),
            "lawful_product": pa.table({"product": pa.array(sorted(settings.lawful_products), pa.string())}),
            "lawful_scope": pa.table({"scope": pa.array(sorted(settings.lawful_scopes), pa.string())}),
        }
    )
    known: dict[str, Row] = defaultdict(dict)
    for name in FACTS:
        found = engine.run(ROOM, name)
        engine.register(name, found)
        if name != "paid_coverage":
            for row in found.to_pylist():
                known[row["lead_id"]].update(row)
    for row in decided["country"].to_pylist():
        known[row["lead_id"]].update(row)
    for row in engine.run(ROOM, "fact_amount").to_pylist():
        known[row["lead_id"]].setdefault("amounts", {})[row["currency"]] = row["minor"]
    return known


def _open_errors(engine: Engine) -> list[Row]:
    rows: list[Row] = engine.run(ROOM, "open_error").to_pylist()
    return rows


def _by_lead(rows: pa.Table, build: Any) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows.to_pylist():
        grouped[row["lead_id"]].append(build(row))
    return grouped


def _weight(row: Row) -> Weight:
    return Weight(
        code=row["code"],
        rival=row["hypothesis"],
        low=row["low"],
        high=row["high"],
        origin=row["origin"],
        origins=tuple(row["origins"]),
        independent=row["independent"],
        contradicts=row.get("value") == "contradicts",
        closed=bool(row.get("closed")),
    )


def _withheld(row: Row) -> Withheld:
    return Withheld(_weight(row), tuple(row["voids"]))


def _as_facts(row: Row, settings: AssessSettings) -> Facts:
    """Turn a row of facts into what the gate asks; what a query did not find out stays at the closed side."""
    verified = tuple(row.get("verified_birthdates") or ())
    unread = {name for name in UNREAD if row.get(f"unread_{name}")} | set(settings.held_tables)
    return Facts(
        examined=frozenset(rival for rival in RIVALS if row.get(rival) is True),
        unread=tuple(sorted(unread)),
        n_covered=row.get("n_covered") or 0,
        scope_proven=settings.content_scope == "illegal_only" or row.get("reaches") is True,
        special=row.get("special") is not False,
        verified_record=row.get("verified_record") is True,
        identity_conflict=row.get("identity_conflict") is not False,
        rival_identity=row.get("rival_identity") is not False,
        birthdates=tuple({*(row.get("birthdates") or ()), *(row.get("self_birthdates") or ())}),
        verified_birthdates=verified,
        first_day=row.get("first_day"),
        dead=row.get("dead") is not False,
        country=row.get("country") or "XX",
        country_conflict=tuple(row.get("country_conflict") or ()),
        law_status=row.get("law_status") or "unknown",
        errors=row["errors"],
    )


def _minor(facts: Facts, policy: Policy) -> str:
    """Tell whether a verified birth date makes the person a minor at the earliest act."""
    if not facts.verified_birthdates or facts.first_day is None:
        return "unknown"
    day = facts.first_day
    minor = any(not is_adult(born, day, policy.adult_age) for born in facts.verified_birthdates)
    return "yes" if minor else "no"


def _lead_row(lead: Known, settings: AssessSettings) -> Row:
    """Return the row of `leads`; only its support and grade are on the policy's scales, where it has any."""
    row, verdict, calibration = lead.row, lead.verdict, settings.policy.calibration
    low, high = support(on_scales(verdict.by_rival, verdict.states, calibration))
    downloads_read = "download" in settings.coverage["table_name"].to_pylist()
    return {
        "lead_id": row["lead_id"],
        "actor_id": row["actor_id"],
        "identity_id": row["identity_id"],
        "country": row["country"],
        "country_basis": row["country_basis"],
        "country_conflict": row["country_conflict"],
        "law_status": row["law_status"],
        "support_low": low,
        "support_high": high,
        "grade": grade(low, high, calibrated=calibration is not None and calibration.whole),
        "gate": verdict.gate,
        "missing": list(verdict.missing),
        "hypotheses": json.dumps({word: verdict.states[word] for word in HYPOTHESES}, separators=(",", ":")),
        "n_independent_origins": verdict.n_independent_origins,
        "n_covered_payments": row.get("n_covered") or 0,
        "first_act_utc": row.get("first_act_utc"),
        "last_act_utc": row.get("last_act_utc"),
        "amounts": json.dumps(row.get("amounts", {}), sort_keys=True, separators=(",", ":")),
        "n_months": row.get("n_months") or 0,
        "n_folders_accessible": row.get("n_folders"),
        "n_downloads": row.get("n_downloads") or (0 if downloads_read else None),
        "suggestion": "unknown",
        "suggestion_reasons": [],
    }

"""What one generated operation shows of assessment: each true lead beside what was found, and two naive rules.

The naive rules are how people were accused before: whoever paid is the buyer, and whoever paid with a challenge under
the name that the bank knows is the buyer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from keerpunt.simulate import as_expected, country_found, paired
from keerpunt.values.fold import strip_fold

ERROR = "error_"


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead that was found in the operation of `seed`.

    `right`: its identity is who used the account. `examined`: every rival was.
    """

    seed: int
    scenario: str
    right: bool
    low: int
    high: int
    ready: bool
    examined: bool
    flagged: bool
    suggestion: str
    may_talk: bool
    paid: bool
    paid_and_named: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One true lead: what was promised of it, and what became of it."""

    scenario: str
    innocent: bool
    sufficient: bool
    found: bool
    ready: bool
    as_expected: bool
    country: str
    flagged: bool


def facts_of(build: Path, truth: Path, seed: int) -> tuple[list[Told], list[Seen]]:
    """Return the true leads and the found leads of one operation."""
    found, pairs = paired(build, truth)
    rows = {row["lead_id"]: row for row in _rows(build / "results", "leads")}
    flagged = {
        row["lead_id"]
        for row in _rows(build / "results", "indicators")
        if row["code"].startswith("E") and row["value"] == "contradicts"
    }
    payers = _Payers(build)
    scenario = {lead.lead_id: true.scenario for true, lead in pairs if lead}
    told = [
        Told(
            true.scenario, true.innocent, true.sufficient, lead is not None, lead is not None and lead.ready,
            as_expected(true, lead), country_found(true, lead) if lead else "", lead is not None
            and lead.lead_id in flagged,
        )
        for true, lead in pairs
    ]  # fmt: skip
    seen = []
    for lead in found:
        row = rows[lead.lead_id]
        paid = payers.paid(row["actor_id"], row["identity_id"])
        seen.append(Seen(
            seed, scenario.get(lead.lead_id, "other"), not lead.wrong, row["support_low"], row["support_high"],
            lead.ready, "not_examined" not in json.loads(row["hypotheses"]).values(), lead.lead_id in flagged,
            row["suggestion"],
            payers.may_talk(row["identity_id"]), bool(paid), any(payers.challenged_and_named(key) for key in paid),
        ))  # fmt: skip
    return told, seen


class _Payers:
    """Who is named as the payer of what, and what registers answered; read from the evidence, not from the leads."""

    def __init__(self, build: Path) -> None:
        evidence, results = build / "evidence", build / "results"
        links = _rows(results, "links")
        self._identity = {
            row["record_key"].removesuffix("#1"): row["entity_id"] for row in links if row["entity_kind"] == "identity"
        }
        actor_of = {
            account: row["actor_id"] for row in _rows(results, "actors") for account in row["platform_account_ids"]
        }
        orders = {row["order_id"]: row["platform_account_id"] for row in _rows(evidence, "purchase_order")}
        self._payments: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in _rows(evidence, "payment"):
            identity = self._identity.get(row["record_key"])
            account = row["platform_account_id"] or orders.get(row["order_id"])
            if identity and account in actor_of and row["status"] in ("captured", "authorised"):
                self._payments[actor_of[account], identity].append(row)
        self._challenged: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in _rows(evidence, "payment_check"):
            self._challenged[row["psp"], row["psp_ref"]].add(f"{row['check_kind']}={row['value']}")
        self._names: dict[str, set[str]] = defaultdict(set)
        customers: dict[tuple[str, str], str] = {}
        for row in _rows(evidence, "subscriber"):
            if row["response"] == "match" and row["full_name"]:
                self._names[row["linked_value"] or ""].add(strip_fold(row["full_name"]))
                if row["customer_ref"] and row["record_key"] in self._identity:
                    customers[row["provider"], row["customer_ref"]] = self._identity[row["record_key"]]
        self._answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in _rows(evidence, "register_extract"):
            identity = customers.get((row["provider"], row["customer_ref"]))
            if identity:
                self._answers[identity].append(row)

    def paid(self, actor: str, identity: str) -> list[dict[str, Any]]:
        """Return the settled payments of an actor in whose details the identity is named."""
        return self._payments.get((actor, identity), [])

    def challenged_and_named(self, payment: dict[str, Any]) -> bool:
        """Tell whether a payment passed a challenge under the name that its bank knows."""
        checks = self._challenged[payment["psp"], payment["psp_ref"]]
        name = strip_fold(payment["payer_name"] or "")
        known = self._names.get(payment["fingerprint"] or payment["iban"] or "", set())
        return {"threeds=pass", "sca_flow=challenge"} <= checks and name in known

    def may_talk(self, identity: str) -> bool:
        """Tell whether both criteria of a warning talk are answered with no, and nothing else answers yes."""
        answers = self._answers.get(identity, [])
        priors = {row["similar_prior"] for row in answers if row["register"] == "criminal"}
        minors = {row["minors_in_household"] for row in answers if row["register"] == "household"}
        trust = {row["result"] for row in answers if row["register"] == "position_of_trust"}
        return "no" in priors and "yes" not in priors and "no" in minors and "yes" not in minors and "hit" not in trust


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return rows

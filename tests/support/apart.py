"""Many cases judged in one run, each in a world of its own: what one holds, no other one shares.

A run of the rooms costs about as much for one lead as for a hundred. `judged_apart` renames every key, place and source
of each case, judges them together and gives each case its own rows. Cases must have the settings of a plain case.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.assess import lead_id
from tests.support.cases import ACTOR, HOLDER, IBAN, OPERATION, OTHER, Case

Row = dict[str, Any]

KEYS = frozenset((
    "record_key", "origin", "platform_account_id", "psp", "psp_ref", "parent_psp_ref", "order_id", "fingerprint",
    "fingerprint_scope", "linked_scope", "customer_ref", "device_id", "judgement_id", "withdrawn_by", "ip",
    "register_ip", "folder_id", "wallet_address", "left_key", "right_key", "channel",
))  # fmt: skip
MAILS = frozenset(("email", "payer_email"))
LINES = frozenset(("line1", "billing_line1", "installation_line1"))


@dataclass(frozen=True)
class Judged:
    """The leads and indicator rows of one case, under the ids the case itself uses."""

    leads: dict[str, Row]
    indicators: dict[str, list[Row]]

    @property
    def lead(self) -> Row:
        return self.leads[HOLDER]

    def rows(self, code: str, who: str = HOLDER) -> dict[str, tuple[str, int, int]]:
        return {
            row["hypothesis"]: (row["value"], row["low"], row["high"])
            for row in self.indicators[who]
            if row["code"].startswith(code)
        }


def judged_apart(cases: Sequence[Case]) -> list[Judged]:
    """Judge cases together and return the outcome of each, in order."""
    whole = Case(actors={})
    for number, case in enumerate(cases):
        assert not case.settings, "a case with settings of its own is judged alone"
        _Apart(f"-w{number}", number).into(whole, case)
    judged = whole.judged()
    leads = judged["leads"].to_pylist()
    by_lead: dict[str, list[Row]] = {}
    for row in judged["indicators"].to_pylist():
        by_lead.setdefault(row["lead_id"], []).append(row)
    found = []
    for number, case in enumerate(cases):
        mark = f"-w{number}"
        own = {
            row["identity_id"].removesuffix(mark): row
            for row in leads
            if row["actor_id"] == f"{ACTOR}{mark}" and row["identity_id"].endswith(mark)
        }
        assert ACTOR in case.actors
        shown = {who: {**row, "states": json.loads(row["hypotheses"])} for who, row in own.items()}
        found.append(Judged(shown, {who: by_lead[row["lead_id"]] for who, row in own.items()}))
    return found


class _Apart:
    """Renames what could be shared; everything that decides (names, dates, words) stays."""

    def __init__(self, mark: str, number: int) -> None:
        self._mark = mark
        self._number = number
        self._leads = {
            lead_id(OPERATION, ACTOR, who): lead_id(OPERATION, f"{ACTOR}{mark}", f"{who}{mark}")
            for who in (HOLDER, OTHER)
        }

    def into(self, whole: Case, case: Case) -> None:
        for name, rows in case.tables.items():
            whole.tables.setdefault(name, []).extend(self._row(row) for row in rows)
        for (key, who), kind in case.links.items():
            base, part = (key[:-2], key[-2:]) if key[-2:] in ("#1", "#2") else (key, "")
            whole.links[f"{base}{self._mark}{part}", f"{who}{self._mark}"] = kind
        for actor, accounts in case.actors.items():
            whole.actors[f"{actor}{self._mark}"] = [f"{number}{self._mark}" for number in accounts]
        whole.edges.extend(self._row(row) for row in case.edges)
        for who, codes in case.conflicts.items():
            whole.conflicts[f"{who}{self._mark}"] = codes
        whole.coverage.extend((f"{origin}{self._mark}", *rest) for origin, *rest in case.coverage)

    def _row(self, row: Row) -> Row:
        return {name: self._value(name, value, row) for name, value in row.items()}

    def _value(self, name: str, value: Any, row: Row) -> Any:
        if value is None:
            return None
        if name in KEYS:
            return f"{value}{self._mark}"
        if name in MAILS:
            return self._mail(value)
        if name == "emails":
            return [self._mail(each) for each in value]
        if name in LINES:
            return f"{value} {1000 + self._number}"
        if name == "iban":
            return self._iban(value)
        if name == "lead_id":
            return self._leads[value]
        if name == "linked_value":
            kind = row["linked_kind"]
            return {"email": self._mail, "iban": self._iban}.get(kind, lambda text: f"{text}{self._mark}")(value)
        return value

    def _mail(self, text: str) -> str:
        return f"w{self._number}.{text}"

    def _iban(self, text: str) -> str:
        """Return an account number of the same soundness: valid stays valid."""
        if text.replace(" ", "").upper() != IBAN:
            return text
        body = f"ABNA{self._number + 1:010d}"
        digits = "".join(str(int(char, 36)) for char in f"{body}NL00")
        return f"NL{98 - int(digits) % 97:02d}{body}"

"""Joins what registers answered to the customer that was asked about, unless it disagrees (CONTRACT.md, Persons)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from keerpunt.resolve.parties import Party
from keerpunt.values import names


@dataclass(slots=True)
class RegisterJoin:
    """What came of it.

    `mismatches` are record keys of extracts that joined nothing; `household` is provider and reference of the other
    members per party key.
    """

    parties: list[Party]
    mismatches: set[str] = field(default_factory=set)
    household: dict[str, set[tuple[str, str]]] = field(default_factory=dict)


def join_registers(parties: list[Party], rows: Iterable[Mapping[str, Any]]) -> RegisterJoin:
    """Add verified birth dates of register hits to parties.

    A name or birth date in the extract that disagrees joins nothing. The extract of a joint customer joins the one
    part whose name it agrees with.
    """
    by_record: dict[str, list[Party]] = {}
    for party in parties:
        by_record.setdefault(party.record, []).append(party)
    births: dict[str, set[tuple[str, bool]]] = {}
    joined = RegisterJoin(parties)
    for row in rows:
        target = _target(by_record.get(row["party_key"], []), row["full_name"], row["birthdate"])
        if target is None:
            joined.mismatches.add(row["record_key"])
            continue
        if row["birthdate"] is not None:
            births.setdefault(target.key, set()).add((row["birthdate"], row["verified"]))
        for reference in row["household_refs"] or ():
            joined.household.setdefault(target.key, set()).add((row["provider"], reference))
    joined.parties = [_with_births(party, births.get(party.key, set())) for party in parties]
    return joined


def _target(candidates: list[Party], full_name: str | None, birthdate: str | None) -> Party | None:
    parsed = names.parse(full_name) if full_name is not None else None
    fitting = [party for party in candidates if _fits(party, parsed, birthdate)]
    if parsed is not None and len(fitting) > 1:
        fitting = [party for party in fitting if any(names.compare(name, parsed).agrees for name in party.names)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(party: Party, parsed: names.ParsedName | None, birthdate: str | None) -> bool:
    known = {date for date, _ in party.births}
    if birthdate is not None and known and birthdate not in known:
        return False
    return parsed is None or not any(names.compare(name, parsed).contradicts for name in party.names)


def _with_births(party: Party, added: set[tuple[str, bool]]) -> Party:
    if not added:
        return party
    stated = party.births | added
    dates = sorted({date for date, _ in stated})
    births = frozenset((date, (date, True) in stated) for date in dates)
    return replace(party, births=births, broken=party.broken or len(dates) > 1)

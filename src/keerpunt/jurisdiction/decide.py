"""Which country is competent, on what ground, and whether the acts were an offence there (ASSESSMENT.md section 9).

In: the tables of `assess.candidates` and `assess.weigh`. Out: `country` (lead_id, country, country_basis,
country_conflict, law_status, law_unreviewed) and `law_act` (lead_id, act, day, status, unreviewed).

Classes of fact, first with a value decides: verified residence at the acts, verified residence without dates,
installation of the line, billing, issuer or account number, phone, internet address (where two dated tables agree).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.jurisdiction.profiles import LawProfile, profile_table
from keerpunt.model.schema import UNKNOWN_COUNTRY
from keerpunt.values import phone
from keerpunt.values.ip_country import MAX_AGE_DAYS

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.jurisdiction"
NEEDED = ("lead", "person", "act_day", "line_hit", "lease", "covered", "contact", "ip_about")
COUNTRY = pa.schema(
    (
        ("lead_id", pa.string()),
        ("country", pa.string()),
        ("country_basis", pa.string()),
        ("country_conflict", pa.list_(pa.string())),
    )
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JurisdictionSettings:
    """The law profiles that hold for the operation, and how far (days) the tables of addresses may be from an act."""

    profiles: tuple[LawProfile, ...]
    ip_max_age_days: int = MAX_AGE_DAYS


def decide(engine: Engine, weighed: Mapping[str, pa.Table], settings: JurisdictionSettings) -> dict[str, pa.Table]:
    """Decide the country of every lead and the law at its acts; `weighed` holds the tables named in `NEEDED`."""
    engine.register_all({name: weighed[name] for name in NEEDED})
    engine.register("phone_country", _phone_countries(weighed["contact"]))
    params = {"ip_max_age_days": settings.ip_max_age_days}
    values = engine.run(ROOM, "country_value", params).to_pylist()
    by_lead = {lead: list(rows) for lead, rows in groupby(values, key=itemgetter("lead_id"))}
    leads = weighed["lead"]["lead_id"].to_pylist()
    decided = [{"lead_id": lead, **competent(by_lead.get(lead, []))} for lead in leads]
    country = pa.Table.from_pylist(decided, schema=COUNTRY)
    engine.register_all({"country": country, "law_profile": profile_table(settings.profiles)})
    law_act = engine.run(ROOM, "law_act")
    engine.register("law_act", law_act)
    return {"country": engine.run(ROOM, "law_status"), "law_act": law_act}


def _phone_countries(contacts: pa.Table) -> pa.Table:
    numbers = sorted({row["value"] for row in contacts.select(["kind", "value"]).to_pylist() if row["kind"] == "phone"})
    found = {number: phone.normalise(number) for number in numbers}
    known = {number: each.country for number, each in found.items() if each and each.country != UNKNOWN_COUNTRY}
    return pa.table(
        {
            "value": pa.array(list(known), pa.string()),
            "country": pa.array(list(known.values()), pa.string()),
        }
    )


def competent(values: Iterable[Row]) -> Row:
    """Choose the country from what classes of fact state: rows with class, rank, country, day, by rank.

    The first class with a value decides if its values agree; if not, the country is unknown (`same_class`). Of dated
    residences the one at the last act counts, earlier ones are a move (`moved:XX`). Lower classes that disagree are
    listed (`lower:issuer=LT`) and block nothing.
    """
    by_class: dict[str, list[Row]] = defaultdict(list)
    for row in values:
        by_class[row["class"]].append(row)
    if not by_class:
        return {"country": UNKNOWN_COUNTRY, "country_basis": "unknown", "country_conflict": []}
    basis, *lower = sorted(by_class, key=lambda name: int(by_class[name][0]["rank"]))
    deciding, moved = _at_last_act(by_class[basis])
    if len(deciding) > 1:
        return {"country": UNKNOWN_COUNTRY, "country_basis": basis, "country_conflict": ["same_class"]}
    (country,) = deciding
    conflicts = [f"moved:{other}" for other in sorted(moved - {country})]
    for name in lower:
        others = {str(row["country"]) for row in by_class[name]} - {country}
        conflicts += [f"lower:{name}={other}" for other in sorted(others)]
    return {"country": country, "country_basis": basis, "country_conflict": conflicts}


def _at_last_act(rows: list[Row]) -> tuple[set[str], set[str]]:
    """Return the countries that decide, and those of earlier residences."""
    countries = {str(row["country"]) for row in rows}
    days = [row["day"] for row in rows if row["day"] is not None]
    if not days:
        return countries, set()
    last = max(days)
    deciding = {str(row["country"]) for row in rows if row["day"] == last}
    return deciding, countries - deciding

"""What speaks for and against each lead: observations, error codes and one row per indicator and rival.

An **observation** is what one rule saw in named records: lead_id, code, test (one of the catalogue's), payment_key
(NULL unless it is about one payment), origin (of the record that carries the discriminating fact), record_keys and
their origins, voids (error codes that make it support nothing). The policy turns tests into intervals per rival.

Tables that come out: `indicators` (as in `model.tables`), `weight` (the rows of it that count, with `independent`,
`origins` and `closed`), `withheld` (support that an error code took away), `error_found`, `covered` (payments of leads
with `covered`), `act_day`, `register_of`, `birth`, `home`, `address_form`, `line_hit`, `contact_hit`, `use_of_access`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.assess.addresses import about_addresses
from keerpunt.assess.agreement import address_forms, name_forms, name_levels, name_only
from keerpunt.assess.catalogue import ERRORS, INDICATORS
from keerpunt.assess.group import group_statistics
from keerpunt.assess.policy import Policy
from keerpunt.assess.settings import COVERAGE, AssessSettings
from keerpunt.assess.zones import country_zones
from keerpunt.model.tables import table
from keerpunt.model.words import RIVALS

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
OBSERVATION = pa.schema(
    (
        ("lead_id", pa.string()),
        ("code", pa.string()),
        ("test", pa.string()),
        ("payment_key", pa.string()),
        ("origin", pa.string()),
        ("record_keys", pa.list_(pa.string())),
        ("origins", pa.list_(pa.string())),
        ("voids", pa.list_(pa.string())),
    )
)
PREPARED = (
    "register_of", "birth", "home", "zone_suspect", "lead_paid", "check_summary", "fraud_on", "contact_hit", "line_hit",
    "verified_use", "use_of_access", "valid_judgement", "received", "act_instant",
    "actor_contact", "swapped_key",
)  # fmt: skip
OBSERVERS = (
    "obs_check_value",
    "obs_report",
    "obs_agreement",
    "obs_names",
    "obs_interval",
    "obs_use",
    "obs_count",
    "obs_owner",
    "obs_hours",
    "obs_hosting",
)
COVERED_OBSERVERS = ("obs_covered", "obs_pattern")  # fmt: skip


def weigh(
    engine: Engine, tables: Mapping[str, pa.Table], found: Mapping[str, pa.Table], settings: AssessSettings
) -> dict[str, pa.Table]:
    """Weigh every lead of `candidates`, whose tables are still registered with the engine."""
    out: dict[str, pa.Table] = {}
    params = _params(settings)
    out["ip_about"] = _register_reference(engine, tables, found, settings)
    engine.register_all(group_statistics(engine, settings.policy.tests))
    for name in PREPARED:
        out[name] = engine.run(ROOM, name, params)
        engine.register(name, out[name])
    observed = [engine.run(ROOM, name, params) for name in OBSERVERS]
    _register_observations(engine, observed)
    for name in ("closed", "removed", "covered"):
        out[name] = engine.run(ROOM, name)
        engine.register(name, out[name])
    observed += [engine.run(ROOM, name, params) for name in COVERED_OBSERVERS]
    _register_observations(engine, observed)
    # What only the covered payments show may lie beyond a closure too.
    out["closed"] = engine.run(ROOM, "closed")
    engine.register("closed", out["closed"])
    _errors(engine, found, out, params)
    _rows(engine, out, settings.policy)
    out["act_day"] = engine.run(ROOM, "act_day")
    engine.register("act_day", out["act_day"])
    return out


def _params(settings: AssessSettings) -> dict[str, object]:
    public_on = settings.public_on.isoformat() if settings.public_on else None
    return {**settings.policy.tests, "public_on": public_on, "platform_zone": settings.time_zone}


def _register_reference(
    engine: Engine, tables: Mapping[str, pa.Table], found: Mapping[str, pa.Table], settings: AssessSettings
) -> pa.Table:
    """Register what SQL cannot compute: folded names and addresses, the policy as tables, the coverage.

    Returns what is known of the internet addresses.
    """
    names: set[str] = {
        name
        for column in (found["paid"]["payer_name"], tables["subscriber"]["full_name"])
        for name in column.unique().to_pylist()
        if name is not None
    }
    addresses = about_addresses(map(str, engine.run(ROOM, "raw_ip")["ip"].to_pylist()), settings.address_ranges)
    engine.register_all(
        {
            "coverage": settings.coverage.cast(COVERAGE),
            "ip_about": addresses,
            "country_zone": country_zones(),
            "shared_owner": _owners(settings.shared_owners),
            "name_level": name_levels(engine.run(ROOM, "name_pair")),
            "name_form": name_forms(sorted(names)),
            "address_form": address_forms(engine.run(ROOM, "raw_address")),
            "effect": effect_table(settings.policy),
            "named": _named(),
            "catalogue": pa.table({"code": [*(entry.code for entry in INDICATORS), *(entry.code for entry in ERRORS)]}),
        }
    )
    return addresses


def _owners(owners: Mapping[str, str]) -> pa.Table:
    channels = sorted(owners)
    return pa.table(
        {
            "channel": pa.array(channels, pa.string()),
            "owner": pa.array([owners[channel] for channel in channels], pa.string()),
        }
    )


def effect_table(policy: Policy) -> pa.Table:
    """Return the policy's intervals as a table: code, test, rival, low, high."""
    rows = [
        {"code": code, "test": test, "rival": rival, "low": low, "high": high}
        for (code, test), by_rival in sorted(policy.effects.items())
        for rival, (low, high) in sorted(by_rival.items())
    ]
    schema = pa.schema(
        (
            ("code", pa.string()),
            ("test", pa.string()),
            ("rival", pa.string()),
            ("low", pa.int64()),
            ("high", pa.int64()),
        )
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _named() -> pa.Table:
    pairs = [(entry.code, rival) for entry in INDICATORS for rival in RIVALS if rival in entry.rivals]
    return pa.table({"code": [code for code, _ in pairs], "rival": [rival for _, rival in pairs]})


def _register_observations(engine: Engine, observed: list[pa.Table]) -> None:
    whole = pa.concat_tables([part.cast(OBSERVATION) for part in observed])
    engine.register("observation", whole)


def _errors(
    engine: Engine, found: Mapping[str, pa.Table], out: dict[str, pa.Table], params: Mapping[str, object]
) -> None:
    """Run the error armour of section 6 over leads and observations."""
    del found
    engine.register("name_only", name_only(engine.run(ROOM, "linked_edge")))
    engine.register("namesake", engine.run(ROOM, "namesake"))
    out["error_found"] = engine.run(ROOM, "error_found", params)
    engine.register("error_found", out["error_found"])


def _rows(engine: Engine, out: dict[str, pa.Table], policy: Policy) -> None:
    """Turn observations into indicator rows, the rows that count and the support that was withheld."""
    engine.register("effect_of", engine.run(ROOM, "effect_of"))
    whole = engine.run(ROOM, "indicator")
    engine.register("indicator", whole)
    engine.register("error_check", pa.table({"code": [entry.code for entry in ERRORS]}))
    errors = engine.run(ROOM, "error_row")
    out["weight"] = engine.run(ROOM, "weight")
    out["withheld"] = engine.run(ROOM, "withheld")
    schema = table("indicators").arrow()
    columns = [name for name in schema.names if name != "rule_version"]
    rows = pa.concat_tables([whole.select(columns), errors.select(columns)])
    rows = rows.append_column("rule_version", pa.array([policy.version] * len(rows), pa.string()))
    out["indicators"] = rows.cast(schema).sort_by([
        ("lead_id", "ascending"), ("code", "ascending"), ("hypothesis", "ascending"),
    ])  # fmt: skip

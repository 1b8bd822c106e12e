"""Who may have acted: candidates of each actor and the payments a lead may rest on (ASSESSMENT.md section 1a).

Tables that come out, each documented at the head of the `.sql` file of its name: `origin_class` (origin, original,
independent), `folded`, `actor_account`, `identity_link`, `person`, `holding`, `paid`, `contact`, `lease`, `ip_event`,
`instrument_match`, `lead` (lead_id, actor_id, identity_id) and `lead_payment`. All are intermediate: `pipeline` hands
them on and stores none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from keerpunt.assess.addresses import spelled_as_one
from keerpunt.assess.folding import fold_values
from keerpunt.assess.settings import AssessSettings
from keerpunt.model.words import INDEPENDENT_CLASSES, original_origin

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
STEPS_AFTER_FOLDING = ("actor_account", "identity_link", "person", "holding", "paid", "contact_use", "lease")
STEPS_AFTER_USE = ("ip_event", "instrument_match", "candidate")


def candidates(
    engine: Engine, tables: Mapping[str, pa.Table], resolved: Mapping[str, pa.Table], settings: AssessSettings
) -> dict[str, pa.Table]:
    """Return the leads to weigh, their payments and the tables they were found by.

    `tables`: every canonical table. `resolved`: identities, actors, links, edges. All are registered with the engine
    under their names, and so is everything this returns.
    """
    engine.register_all(spelled_as_one(tables))
    engine.register_all({name: resolved[name] for name in ("identities", "actors", "links", "edges")})
    found: dict[str, pa.Table] = {
        "origin_class": origin_classes(tables, settings.policy.distrusted_origins),
        "payment_account": engine.run("keerpunt.model", "payment_account"),
        "folded": fold_values(engine.run(ROOM, "raw_value")),
    }
    engine.register_all(found)
    for name in STEPS_AFTER_FOLDING:
        _step(engine, found, name, "contact" if name == "contact_use" else name)
    engine.view("ip_use", ROOM, "ip_use")
    for name in STEPS_AFTER_USE:
        _step(engine, found, name)
    found["lead"] = _named(found.pop("candidate"), settings.operation_code)
    engine.register("lead", found["lead"])
    _step(engine, found, "lead_payment")
    return found


def _step(engine: Engine, found: dict[str, pa.Table], name: str, out: str = "") -> None:
    found[out or name] = engine.run(ROOM, name)
    engine.register(out or name, found[out or name])


def origin_classes(tables: Mapping[str, pa.Table], distrusted: frozenset[str]) -> pa.Table:
    """Return one row per origin of any record: the origin it counts as, and whether it is independent.

    A parcel's signature is not verified here, so rows of an imported parcel are not independent, whatever they carry.
    """
    named: set[str] = set()
    for each in tables.values():
        if "origin" in each.schema.names:
            named |= {str(origin) for origin in each["origin"].unique().to_pylist()}
    origins = sorted(named)
    return pa.table(
        {
            "origin": pa.array(origins, pa.string()),
            "original": pa.array([original_origin(origin) for origin in origins], pa.string()),
            "independent": pa.array([is_trusted(origin, distrusted) for origin in origins], pa.bool_()),
        }
    )


def is_trusted(origin: str, distrusted: frozenset[str]) -> bool:
    """Tell whether an origin counts as independent: a class the operator cannot edit, and not distrusted by policy."""
    name, _, rest = origin.partition(":")
    return name in INDEPENDENT_CLASSES and bool(rest) and origin not in distrusted and name not in distrusted


def lead_id(operation_code: str, actor_id: str, identity_id: str) -> str:
    """Return the stable id of the claim that the actor is the identity (CONTRACT.md section 4)."""
    text = f"{operation_code}\0{actor_id}\0{identity_id}"
    return f"lead:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _named(pairs: pa.Table, operation_code: str) -> pa.Table:
    """Give each (actor, identity) its lead id; sorted by it."""
    actors = [str(actor) for actor in pairs["actor_id"].to_pylist()]
    identities = [str(identity) for identity in pairs["identity_id"].to_pylist()]
    ids = [lead_id(operation_code, actor, identity) for actor, identity in zip(actors, identities, strict=True)]
    table = pa.table(
        {
            "lead_id": pa.array(ids, pa.string()),
            "actor_id": pa.array(actors, pa.string()),
            "identity_id": pa.array(identities, pa.string()),
        }
    )
    return table.sort_by("lead_id")

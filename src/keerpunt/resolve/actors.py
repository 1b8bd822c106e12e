"""Actors: accounts to whoever used them. No record of a payer or a customer is looked at (RESOLUTION.md section 1)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve import explain
from keerpunt.resolve.account_attributes import Stated, account_attributes, score_accounts
from keerpunt.resolve.accounts import (
    account_edges,
    account_parties,
    account_statements,
    alike_accounts,
    shared_contacts,
    shared_means,
    spread_out,
)
from keerpunt.resolve.cluster import Clash, cluster
from keerpunt.resolve.edges import HUMAN, POSSIBLE_SAME, Edge
from keerpunt.resolve.forms import ROOM, column
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.holds import STATED, Hold, holds, mark_bridges, strongest_tree
from keerpunt.resolve.human_edges import human_edges
from keerpunt.resolve.identifiers import SharedValue, number_profiles
from keerpunt.resolve.joining import join_edges
from keerpunt.resolve.judgements import Constraints, Verdicts, constrain, judged_records, latest_verdicts
from keerpunt.resolve.parties import Party
from keerpunt.resolve.records import set_up
from keerpunt.resolve.relations import Grouping, shared_relations
from keerpunt.resolve.settings import DEVICE, RULE_VERSION, ResolveSettings, stable_id

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Row = dict[str, Any]


@dataclass(slots=True)
class Actors:
    """Rows of actors, links and edges of the platform's side, and what there is to find fault with."""

    actors: list[Row]
    links: list[Row]
    edges: list[Row]
    values: list[SharedValue]
    orphans: frozenset[str]
    n_link_conflicts: int
    left_out: Counter[str]
    """values that left a blocking rule of the model, by its columns"""


@dataclass(slots=True)
class _Nodes:
    """Accounts and orders: `received` per node key, `stated` record keys, `orders` with the node they stand for."""

    received: dict[str, dt.date]
    stated: list[str]
    orders: dict[str, str]
    placed: dict[str, dt.datetime | None]
    n_conflicts: int


def resolve_actors(engine: Engine, judgements: Sequence[Mapping[str, object]], settings: ResolveSettings) -> Actors:
    """Resolve accounts to actors; `payment_account`, `device_constant` and `value_form` are registered already."""
    nodes = _nodes(engine)
    verdicts = latest_verdicts(judgements, "same_actor")
    constraints = _constraints(verdicts, nodes)
    contacts, means = shared_contacts(engine), shared_means(engine)
    keys = {key for shared in (*contacts, *means) for key in shared.uses} | constraints.judged
    keys |= alike_accounts(engine, settings)
    stated = account_statements(engine, keys)
    parties = account_parties(stated, keys, nodes.received, constraints.judged)
    found, left_out = _edges(engine, (contacts, means), parties, stated, settings)
    edges = [edge for edge in found if edge.kind != POSSIBLE_SAME]
    clash = Clash(parties, number_profiles(parties.values()), Guards(), constraints)
    clustering = cluster(clash, edges, settings)
    grouping = Grouping.build(clustering.clusters)
    links = [*edges, *human_edges(constraints, parties, clustering.overrides)]
    hanging, actor_of = _hang(parties, grouping, links, nodes, settings)
    likely = [e for e in found if e.kind == POSSIBLE_SAME and grouping.of[e.left] != grouping.of[e.right]]
    relations = [*likely, *shared_relations((*contacts, *means), parties, grouping, settings)]
    paid = _payment_conflicts(engine)
    return Actors(
        actors=_actor_rows(engine, nodes, actor_of),
        links=_link_rows(nodes, actor_of, hanging),
        edges=_edge_rows(links, relations, parties),
        values=contacts,
        orphans=constraints.orphans,
        n_link_conflicts=paid + nodes.n_conflicts,
        left_out=left_out,
    )


def _edges(
    engine: Engine,
    values: tuple[Sequence[SharedValue], Sequence[SharedValue]],
    parties: Mapping[str, Party],
    stated: Stated,
    settings: ResolveSettings,
) -> tuple[list[Edge], Counter[str]]:
    """Return the edges by contact with what the model of accounts adds, and what left its blocking rules.

    `values`: contacts, and devices with cards.
    """
    contacts, means = values
    spread_out([*contacts, *(shared for shared in means if shared.kind == DEVICE)], parties, settings)
    table = account_attributes(parties, stated, [*contacts, *means])
    scored = score_accounts(engine, table, settings)
    likely = {} if scored is None else scored.likeness()
    known = account_edges(contacts, means, parties, stated, settings)
    edges = join_edges(known, {}, likely=likely, parties=parties, settings=settings)
    return edges, Counter() if scored is None else Counter(scored.left_out)


def all_accounts(engine: Engine, settings: ResolveSettings) -> tuple[dict[str, Party], pa.Table]:
    """Return every account and its attributes, for whoever trains or measures a model; nobody is judged.

    The canonical tables are registered.
    """
    engine.register("payment_account", engine.run("keerpunt.model", "payment_account"))
    set_up(engine, Verdicts(), settings)
    nodes = _nodes(engine)
    contacts, means = shared_contacts(engine), shared_means(engine)
    stated = account_statements(engine, nodes.received)
    parties = account_parties(stated, nodes.received, nodes.received, frozenset())
    spread_out([*contacts, *(shared for shared in means if shared.kind == DEVICE)], parties, settings)
    return parties, account_attributes(parties, stated, [*contacts, *means])


def _nodes(engine: Engine) -> _Nodes:
    accounts = engine.run(ROOM, "account_node")
    keys: list[str] = column(accounts, "record_key")
    received: dict[str, dt.date] = dict(zip(keys, column(accounts, "received_on"), strict=True))
    stated = [key for key, own in zip(keys, column(accounts, "stated"), strict=True) if own]
    orders: dict[str, str] = {}
    placed: dict[str, dt.datetime | None] = {}
    conflicts = 0
    for row in engine.run(ROOM, "order_node").to_pylist():
        account = row["platform_account_id"]
        node = row["record_key"] if account is None else f"account:{account}"
        orders[row["record_key"]] = node
        conflicts += row["conflict"]
        if account is None:
            received[node] = row["received_on"]
            placed[node] = row["placed_utc"]
    return _Nodes(received, stated, orders, placed, conflicts)


def _constraints(verdicts: Verdicts, nodes: _Nodes) -> Constraints:
    """An order stands for its account; a judgement may name either."""
    wanted = judged_records(verdicts)
    parts_of = {key: (nodes.orders.get(key, key),) for key in wanted if key in nodes.received or key in nodes.orders}
    return constrain(verdicts, parts_of)


def _hang(
    parties: Mapping[str, Party], grouping: Grouping, links: Sequence[Edge], nodes: _Nodes, settings: ResolveSettings
) -> tuple[dict[str, Hold], dict[str, str]]:
    """Return how each clustered account hangs on its senior one, and the actor of every node."""
    inner: list[list[Edge]] = [[] for _ in grouping.clusters]
    for edge in links:
        if not edge.refused_by and grouping.of[edge.left] == grouping.of[edge.right]:
            inner[grouping.of[edge.left]].append(edge)
    hanging: dict[str, Hold] = {}
    senior_of = {key: key for key in nodes.received}
    for number, keys in enumerate(grouping.clusters):
        senior = min(keys, key=lambda key: (parties[key].received_on, key))
        hanging |= holds(senior, strongest_tree(keys, inner[number]))
        mark_bridges(keys, inner[number])
        senior_of |= dict.fromkeys(keys, senior)
    ids = {senior: stable_id("actor", settings.operation_code, senior) for senior in set(senior_of.values())}
    return hanging, {key: ids[senior] for key, senior in senior_of.items()}


def _payment_conflicts(engine: Engine) -> int:
    found = engine.query("SELECT count(DISTINCT psp || '|' || psp_ref) AS n FROM payment_account WHERE conflict")
    return int(found["n"][0].as_py())


def _actor_rows(engine: Engine, nodes: _Nodes, actor_of: Mapping[str, str]) -> list[Row]:
    accounts: dict[str, list[str]] = {}
    for key, actor in sorted(actor_of.items()):
        named = accounts.setdefault(actor, [])
        if key.startswith("account:"):
            named.append(key.removeprefix("account:"))
    keys = sorted(actor_of)
    table = {
        "actor_id": pa.array([actor_of[key] for key in keys], pa.string()),
        "platform_account_id": pa.array(
            [key.removeprefix("account:") if key.startswith("account:") else None for key in keys], pa.string()
        ),
        "placed_utc": pa.array([nodes.placed.get(key) for key in keys], pa.timestamp("us", tz="UTC")),
    }
    engine.register("actor_of", pa.table(table))
    rows: list[Row] = engine.run(ROOM, "actor").to_pylist()
    return [{**row, "platform_account_ids": accounts[row["actor_id"]]} for row in rows]


def _link_rows(nodes: _Nodes, actor_of: Mapping[str, str], hanging: Mapping[str, Hold]) -> list[Row]:
    alone = Hold(STATED, None)
    rows = [(key, key, hanging.get(key, alone)) for key in nodes.stated]
    for key, node in nodes.orders.items():
        # An order states its account; how sure the account's place in the actor is, the account's own link says.
        rows.append((key, node, hanging.get(node, alone)))
    return [
        {
            "record_key": key,
            "entity_kind": "actor",
            "entity_id": actor_of[node],
            "basis": hold.basis,
            "match_weight": hold.weight,
            "rule_version": RULE_VERSION,
        }
        for key, node, hold in rows
    ]


def _edge_rows(links: Sequence[Edge], relations: Sequence[Edge], parties: Mapping[str, Party]) -> list[Row]:
    found: list[Row] = []
    for edge in (*links, *relations):
        joins = edge.weight is not None
        reason = explain.of_link(edge, parties) if joins and edge.kind != HUMAN else explain.of_relation(edge)
        found.append(
            {
                "left_key": edge.left,
                "right_key": edge.right,
                "kind": edge.kind,
                "match_weight": edge.weight,
                "explanation": explain.as_json(reason),
                "refused_by": edge.refused_by,
            }
        )
    return found

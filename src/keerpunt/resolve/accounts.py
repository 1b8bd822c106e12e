"""Which accounts may be one actor: parties of accounts, their shared contacts and the edges that follow."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.account_attributes import Stated
from keerpunt.resolve.edges import LINKED, POSSIBLE_SAME, Edge, Ground, best_level
from keerpunt.resolve.forms import OK, ROOM, column, value_form
from keerpunt.resolve.identifiers import SharedValue, ValueKey
from keerpunt.resolve.parties import Birth, Member, Party, parse_names
from keerpunt.resolve.settings import ResolveSettings
from keerpunt.resolve.validity import NO_INTERVAL, Use
from keerpunt.values.names import Kind

if TYPE_CHECKING:
    from keerpunt.engine import Engine


def shared_contacts(engine: Engine) -> list[SharedValue]:
    """Return e-mail addresses and phone numbers that several accounts gave; role and throw-away ones left out."""
    holders: dict[tuple[str, str], set[str]] = {}
    for row in engine.run(ROOM, "account_contact").to_pylist():
        form = value_form(row["kind"], row["raw"], row["country"])
        if form is not None and form[1] == OK:
            holders.setdefault((row["kind"], form[0]), set()).add(f"account:{row['platform_account_id']}")
    return [
        SharedValue(kind, "-", value, {key: Use() for key in sorted(keys)})
        for (kind, value), keys in sorted(holders.items())
        if len(keys) > 1
    ]


def shared_means(engine: Engine) -> list[SharedValue]:
    """Return devices and instruments that several accounts used; between accounts they are relations only."""
    holders: dict[tuple[str, str, str], set[str]] = {}
    for row in engine.run(ROOM, "account_shared").to_pylist():
        key = (row["kind"], row["scope"], row["value"])
        holders.setdefault(key, set()).add(f"account:{row['platform_account_id']}")
    return [SharedValue(*key, {one: Use() for one in sorted(keys)}) for key, keys in sorted(holders.items())]


def alike_accounts(engine: Engine, settings: ResolveSettings) -> set[str]:
    """Return the keys of accounts that bear one user name, or one stem and birth date in one language."""
    found = engine.run(ROOM, "account_alike", {"block_cap": settings.block_cap})
    return {f"account:{one}" for one in column(found, "platform_account_id")}


def account_statements(engine: Engine, keys: Iterable[str]) -> Stated:
    """Return what each account of interest says of itself, by its key."""
    ids = sorted(key.removeprefix("account:") for key in keys if key.startswith("account:"))
    engine.register("wanted_account", pa.table({"platform_account_id": pa.array(ids, pa.string())}))
    stated: dict[str, list[Mapping[str, Any]]] = {}
    for row in engine.run(ROOM, "account_self").to_pylist():
        stated.setdefault(f"account:{row['platform_account_id']}", []).append(row)
    return stated


def account_parties(
    stated: Stated, keys: Iterable[str], received: Mapping[str, dt.date], judged: frozenset[str]
) -> dict[str, Party]:
    """Build the parties of the accounts (and of orders without one) that anything joins or judges."""
    return {key: _party(key, stated.get(key, []), received[key], judged=key in judged) for key in sorted(set(keys))}


def _party(key: str, rows: Sequence[Mapping[str, Any]], received_on: dt.date, *, judged: bool) -> Party:
    said = sorted({(row["self_name"], row["self_country"], False) for row in rows if row["self_name"] is not None})
    parsed = tuple(parse_names(said))
    births: frozenset[Birth] = frozenset((r["self_birthdate"], False) for r in rows if r["self_birthdate"] is not None)
    return Party(
        key=key,
        record=key,
        role="account",
        received_on=received_on,
        kind=parsed[0].kind if parsed else Kind.NONE,
        names=parsed,
        raw_names=tuple(sorted({name.raw for name in parsed})),
        births=births,
        nationals=frozenset(),
        sources=frozenset(),
        countries=(),
        verification=frozenset(),
        members=(Member(key, ""),),
        judged=judged,
    )


def spread_out(values: Iterable[SharedValue], parties: Mapping[str, Party], settings: ResolveSettings) -> None:
    """Set the fan-out of values that accounts share: accounts that agree by name count once."""
    for shared in values:
        shared.fan_out = _fan_out([parties[key] for key in sorted(shared.uses)], settings.fan_out_stop)
        shared.over_cap = shared.fan_out > shared.rule.cap


def account_edges(
    values: Iterable[SharedValue],
    means: Iterable[SharedValue],
    parties: Mapping[str, Party],
    stated: Stated,
    settings: ResolveSettings,
) -> list[Edge]:
    """Return edges between accounts that gave one contact, whose fan-out is known.

    A self-given name proves nothing, but a different one speaks against: names that contradict give no edge. So the
    fan-out counts accounts, those that agree by name counting once, and over the cap nothing joins. No provider bounds
    an account's own contact here, hence `no_interval`. One contact is a household's where the accounts bear different
    user names, no name agrees and they share no card or device (`means`) beside it: such a pair is `possible_same`.
    """
    held: dict[str, set[ValueKey]] = {}
    for shared in means:
        for key in () if shared.over_cap else shared.uses:
            held.setdefault(key, set()).add(shared.key)
    grounds: dict[tuple[str, str], list[Ground]] = {}
    for shared in values:
        if shared.over_cap:
            continue
        weight = round(shared.rule.weight - math.log2(shared.fan_out) - settings.no_interval_penalty, 4)
        found = Ground(shared.kind, shared.rule.name, shared.fan_out, NO_INTERVAL, weight)
        for pair in _pairs(sorted(shared.uses), settings.block_cap):
            grounds.setdefault(pair, []).append(found)
    edges: list[Edge] = []
    for (left, right), all_grounds in sorted(grounds.items()):
        level = best_level(parties[left], parties[right])
        kinds = {found.kind: found for found in sorted(all_grounds, key=lambda one: one.weight)}
        kept = tuple(kinds[kind] for kind in sorted(kinds))
        weight = round(sum(found.weight for found in kept), 4)
        if level.contradicts or weight < settings.merge_floor:
            continue
        beside = len(kept) > 1 or level.agrees or not held.get(left, set()).isdisjoint(held.get(right, ()))
        if beside or not _named_apart(stated.get(left, ()), stated.get(right, ())):
            edges.append(Edge(left, right, LINKED, weight, level, kept))
        else:
            edges.append(Edge(left, right, POSSIBLE_SAME, None, level, kept))
    return edges


def _named_apart(left: Iterable[Mapping[str, Any]], right: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether two accounts state user names and have none in common; case does not count."""
    one, other = ({row["username"].lower() for row in rows if row["username"]} for rows in (left, right))
    return bool(one) and bool(other) and one.isdisjoint(other)


def _pairs(keys: list[str], block_cap: int) -> Iterable[tuple[str, str]]:
    """All pairs of few keys, a star of many: accounts that agree by name may be any number."""
    return (
        combinations(keys, 2) if len(keys) * (len(keys) - 1) // 2 <= block_cap else ((keys[0], key) for key in keys[1:])
    )


def _fan_out(parties: list[Party], stop: int) -> int:
    chosen: list[Party] = []
    for party in sorted(parties, key=lambda one: (-len(one.names), one.raw_names, one.key)):
        if not any(best_level(party, other).agrees for other in chosen):
            chosen.append(party)
        if len(chosen) >= stop:
            break
    return max(len(chosen), 1)

"""The result rows of quiet parties, column by column; each says what `tables` says of a party looked at by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve import explain
from keerpunt.resolve.columns import (
    Column,
    chosen,
    equal,
    filled,
    flat,
    ints,
    lists,
    place_in,
    ranked,
    result,
    same,
    smaller,
    take,
)  # fmt: skip
from keerpunt.resolve.columns import among as is_among
from keerpunt.resolve.conflicts import single_codes
from keerpunt.resolve.edges import KEY_EQUAL, LINKED
from keerpunt.resolve.folk import KINDS, NONE, Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import AMBIGUOUS
from keerpunt.resolve.holds import STATED
from keerpunt.resolve.numbers import Bools, Floats, Ints
from keerpunt.resolve.quiet import Quiet, seniors, widths
from keerpunt.resolve.quiet_edges import LEFT, escaped, link_edges
from keerpunt.resolve.settings import FOLD_WEIGHTS, RULE_VERSION, ResolveSettings, stable_id
from keerpunt.resolve.tables import VERIFIED_WORDS

if TYPE_CHECKING:
    from keerpunt.engine import Engine


@dataclass(slots=True)
class QuietTables:
    """Rows of identities, links and edges of the quiet parties, unsorted; `joining`: edges not yet explained."""

    identities: pa.Table
    links: pa.Table
    joining: pa.Table
    edges: pa.Table


def quiet_tables(
    engine: Engine,
    folk: Folk,
    quiet: Quiet,
    *,
    ambiguous: frozenset[str],
    settings: ResolveSettings,
) -> QuietTables:
    """Return the rows of quiet parties. `ambiguous`: parties that could as well be either of two at their address."""
    among = np.flatnonzero(quiet.quiet)
    senior = seniors(folk, quiet.label)
    width = widths(quiet, senior)
    heads = np.unique(senior[among])
    keys = take(folk.keys, heads).to_pylist()
    ids = pa.array([stable_id("identity", settings.operation_code, key) for key in keys], pa.string())
    rank = np.zeros(folk.size, dtype=np.int64)
    rank[heads] = np.arange(len(heads))
    identity = take(ids, rank[senior[among]])
    members = _members(engine, folk, among, width, senior)
    return QuietTables(
        identities=_identities(folk, among, rank[senior[among]], ids, ambiguous),
        links=_links(folk, among, identity, members),
        joining=link_edges(folk, quiet),
        edges=_fold_edges(folk, members),
    )


def _identities(folk: Folk, among: Ints, owner: Ints, ids: Column, ambiguous: frozenset[str]) -> pa.Table:
    size = len(ids)
    rows = take(folk.table, among)
    named = folk.kind()[among] != NONE
    names = chosen(pa.array(named), flat(rows["name"]), pa.scalar(None, pa.string()))
    told = {}
    for column, texts in (("names", names), ("birthdates", rows["birthdate"]), ("countries", rows["country"])):
        code, distinct = ranked(texts)
        told[column] = lists(owner, code, distinct, size)
    verified = np.zeros(size, dtype=np.int64)
    np.maximum.at(verified, owner, ints(rows["verified"]))
    n_records = np.bincount(owner, weights=ints(rows["n_records"]), minlength=size).astype(np.int64)
    columns = {
        "identity_id": ids,
        **told,
        "has_verified_record": take(pa.array(VERIFIED_WORDS), verified),
        "n_records": pa.array(n_records),
        "conflict": _conflicts(folk, among, owner, size, ambiguous),
    }
    return result("identities", columns)


def _conflicts(folk: Folk, among: Ints, owner: Ints, size: int, ambiguous: frozenset[str]) -> Column:
    codes: dict[int, set[str]] = {}
    kinds = folk.kind()[among]
    for place, kind in enumerate(KINDS):
        found = single_codes(kind)
        for identity in owner[kinds == place].tolist() if found else ():
            codes.setdefault(identity, set()).update(found)
    if ambiguous:
        torn = is_among(take(folk.keys, among), pa.array(sorted(ambiguous), pa.string()))
        for identity in owner[torn].tolist():
            codes.setdefault(identity, set()).add(AMBIGUOUS)
    flagged = sorted(codes)
    count = np.zeros(size, dtype=np.int64)
    count[flagged] = [len(codes[identity]) for identity in flagged]
    words = [code for identity in flagged for code in sorted(codes[identity])]
    ends = np.concatenate([[0], np.cumsum(count)])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.array(words, pa.string()))


@dataclass(slots=True)
class _Members:
    """The records of quiet parties: `party` numbers, `own` (it names the party), `fold` weight, NaN if alone."""

    key: Column
    party: Ints
    basis: list[str | None]
    own: Bools
    fold: Floats
    link_basis: Column
    link_weight: Column


def _members(engine: Engine, folk: Folk, among: Ints, width: Floats, senior: Ints) -> _Members:
    many = ints(folk.table["n_records"])[among] > 1
    single, folded = among[~many], among[many]
    engine.register("chosen", pa.table({"party_key": take(folk.keys, folded)}))
    keys, party = [take(folk.keys, single)], single
    basis: list[str | None] = [None] * len(single)
    if len(folded):
        rows = engine.run(ROOM, "chosen_member")
        keys.append(flat(rows["record_key"]))
        party = np.concatenate([single, folded[place_in(rows["party_key"], take(folk.keys, folded))]])
        basis += rows["basis"].to_pylist()
    key = pa.concat_arrays(keys)
    own = equal(key, take(folk.keys, party))
    fold = np.array([np.nan if one is None else FOLD_WEIGHTS[one] for one in basis], dtype=np.float64)
    held = width[party]
    head = senior[party] == party
    weight = np.where(own & ~head, held, np.where(own, np.fmax(held, fold), np.where(head, fold, np.fmin(held, fold))))
    word = np.where(own & head, 0, np.where(head, 1, 2))
    return _Members(
        key=key,
        party=party,
        basis=basis,
        own=own,
        fold=fold,
        link_basis=take(pa.array([STATED, KEY_EQUAL, LINKED]), word),
        link_weight=pa.array(weight, mask=np.isnan(weight)),
    )


def _links(folk: Folk, among: Ints, identity: Column, members: _Members) -> pa.Table:
    place = np.zeros(folk.size, dtype=np.int64)
    place[among] = np.arange(len(among))
    size = len(members.party)
    columns = {
        "record_key": members.key,
        "entity_kind": same("identity", size),
        "entity_id": take(identity, place[members.party]),
        "basis": members.link_basis,
        "match_weight": members.link_weight,
        "rule_version": same(RULE_VERSION, size),
    }
    return result("links", columns)


def _fold_edges(folk: Folk, members: _Members) -> pa.Table:
    """Every payment that folded into a party hangs on the party's own record by the key they share."""
    rows = np.flatnonzero(~members.own)
    party = members.party[rows]
    own, other = take(folk.keys, party), take(members.key, rows)
    swap = pa.array(smaller(other, own))
    bases = sorted(FOLD_WEIGHTS)
    texts = [explain.as_json(explain.of_fold(basis, FOLD_WEIGHTS[basis], LEFT)).split(LEFT) for basis in bases]
    place = np.array([bases.index(members.basis[row] or "") for row in rows.tolist()], dtype=np.int64)
    empty = pa.array([""], pa.string())
    number = np.where(folk.kind()[party] == NONE, len(folk.book.rows), folk.name[party])
    name = take(pa.concat_arrays([escaped(folk), empty]), number)
    columns = {
        "left_key": chosen(swap, other, own),
        "right_key": chosen(swap, own, other),
        "kind": same(KEY_EQUAL, len(rows)),
        "match_weight": pa.array(members.fold[rows]),
        "explanation": filled(texts, place, name, name),
        "refused_by": same("", len(rows)),
    }
    return result("edges", columns)

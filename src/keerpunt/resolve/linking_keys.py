"""By which keys parties and rows hang together, as hashes, for whoever asks what a changed record may touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from keerpunt.resolve.columns import Column, coded, flat, ints
from keerpunt.resolve.folk import Folk
from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.lookup import Hashes
from keerpunt.resolve.numbers import Ints
from keerpunt.resolve.parts import Parts
from keerpunt.values import address

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Keys = tuple[Hashes, Ints]
"""Hashes of keys and who holds them, row by row."""
TOUCHING = {"value": "value", "fold": "fold", "customer": "customer", "wallet": "exchange", "exchange": "wallet"}
"""Kinds of `linking_key.sql`, and the kind under which those stand whom a holder of such a key may change."""
ROWS = ("subscriber", "payment", "register_extract", "ip_assignment", "judgement", "account", "purchase_order")
"""Tables whose rows have keys of their own."""


def hashed(engine: Engine, texts: Column) -> Hashes:
    """Return the hash of each text."""
    engine.register("hashing", pa.table({"key": texts}))
    return hashes_of(engine.query("SELECT hash(key) AS hash FROM hashing"))


def hashes_of(found: pa.Table) -> Hashes:
    """Return a column of hashes."""
    return np.asarray(flat(found["hash"]).to_numpy(zero_copy_only=False), dtype=np.uint64)


def number_parts(engine: Engine, folk: Folk) -> None:
    """Let the queries on parties speak of them by number."""
    numbers = pa.array(np.arange(folk.size, dtype=np.int64))
    engine.register("part", pa.table({"party_key": folk.keys, "part_key": numbers}))


def party_keys(engine: Engine, folk: Folk) -> dict[str, Keys]:
    """Return the keys of `linking_key.sql` by kind, held by numbers of parties; `records.set_up` has run."""
    number_parts(engine, folk)
    engine.keep("identifier_use", ROOM, "identifier_use")
    engine.view("linking_key", ROOM, "linking_key")
    found = engine.query("SELECT kind, hash(key) AS hash, party_no FROM linking_key")
    code, kinds = coded(found["kind"])
    hashes, party = hashes_of(found), ints(found["party_no"])
    places = {kind: np.flatnonzero(code == place) for place, kind in enumerate(kinds.to_pylist())}
    none = np.zeros(0, dtype=np.int64)
    return {kind: (hashes[at], party[at]) for kind in TOUCHING for at in [places.get(kind, none)]}


def home_keys(engine: Engine, folk: Folk) -> Keys:
    """Return the addresses of parties."""
    number_parts(engine, folk)
    engine.keep("address_use", ROOM, "address_use")
    rows = engine.run(ROOM, "address_text").to_pylist()
    known = [(row, address.normalise(row["line1"], row["postcode"], row["country"])) for row in rows]
    told = [(row, f"{key.country}|{key.postcode}|{' '.join(key.numbers)}") for row, key in known if key is not None]
    forms = {name: pa.array([row[name] for row, _ in told], pa.string()) for name in ("line1", "postcode", "country")}
    engine.register("address_hash", pa.table({**forms, "key": pa.array([key for _, key in told], pa.string())}))
    found = engine.query(
        "SELECT DISTINCT hash(address_hash.key) AS hash, address_use.part_key FROM address_use JOIN address_hash"
        " USING (line1, postcode, country)"
    )
    return hashes_of(found), ints(found["part_key"])


def name_keys(engine: Engine, parts: Parts) -> Keys:
    """Return the full names of parties, by which they are name twins; the holders of a joint name are one party."""
    rank, part, names = parts.ranked_names()
    return hashed(engine, pa.array(names, pa.string()))[rank], parts.origin[part]


def guessed_names(engine: Engine, folk: Folk) -> Keys:
    """Return the names of parties as far as they are plain, before anything else is known of them."""
    named = np.flatnonzero(folk.plain & (folk.name >= 0))
    keys = hashed(engine, pa.array(folk.book.keys, pa.string()))
    return keys[folk.name[named]], named


def row_keys(engine: Engine, tables: Mapping[str, pa.Table], numbers: Mapping[str, Ints]) -> pa.Table:
    """Return kind (table and kind of key), row_no and hash of rows; their `value_form` is registered.

    The tables are registered with their numbers and stay so.
    """
    for name in ROWS:
        engine.register(name, tables[name].append_column("row_no", pa.array(numbers[name], pa.int64())))
    for name in ("row_key", "nobody_key"):
        engine.view(name, ROOM, name)
    return engine.query(
        "SELECT source || ' ' || split_part(key, '|', 1) AS kind, row_no, hash(key) AS hash"
        " FROM (SELECT * FROM row_key UNION ALL SELECT * FROM nobody_key) ORDER BY row_no"
    )

"""Splink on the rows of `benchmarks/resolve_instruments.py`, as its tutorial has it; nothing is tuned.

One row per record: the name split at its first blank, all letters folded, each contact as our own rules read it, and
one column for whatever names the instrument. Training is the tutorial's: certain rules for the prior, random sampling
for u, two sessions of expectation maximisation. Clusters are components at 0.95.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as cl
from splink.backends.duckdb import DuckDBAPI

from keerpunt.values.fold import strip_fold

THRESHOLD = 0.95
COLUMNS = ("record", "given", "surname", "birthdate", "email", "phone", "line", "postcode", "city", "instrument",
           "username", "device")  # fmt: skip
Row = dict[str, str | None]


def splink(
    tables: Mapping[str, pa.Table], records: frozenset[str], threads: int, *, actors: bool
) -> tuple[dict[str, str], float]:
    """Link the records; returns the cluster of each and the seconds it took, training included."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    rows = _accounts(tables) if actors else [*_payers(tables), *_customers(tables)]
    found = {row["record"]: row for row in rows if row["record"] in records}
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    begin = time.perf_counter()
    api = DuckDBAPI(connection)
    columns = {name: pa.array([row.get(name) for row in found.values()], pa.string()) for name in COLUMNS}
    linker = Linker(api.register(pa.table(columns)), _settings(actors=actors), log_level=None)
    _train(linker, actors=actors)
    predictions = linker.inference.predict(threshold_match_weight=-5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, THRESHOLD)
    groups = clusters.as_duckdbpyrelation().select("record, cluster_id").fetchall()
    return {record: str(cluster) for record, cluster in groups}, time.perf_counter() - begin


def _settings(*, actors: bool) -> SettingsCreator:
    names = [cl.NameComparison("given"), cl.NameComparison("surname"), cl.LevenshteinAtThresholds("birthdate", 1)]
    contacts = [cl.EmailComparison("email"), cl.ExactMatch("phone")]
    if actors:
        rest = [_word("username"), cl.ExactMatch("device")]
        keys = ("email", "device", "username", "phone")
    else:
        rest = [_word("line"), _word("postcode"), _word("city"), cl.ExactMatch("instrument")]
        keys = ("email", "phone", "instrument", "line")
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[*names, *contacts, *rest],
        blocking_rules_to_generate_predictions=[block_on("given", "surname"), *(block_on(key) for key in keys)],
    )


def _train(linker: Linker, *, actors: bool) -> None:
    training = linker.training
    certain: list[Any] = [block_on("given", "surname", "birthdate"), block_on("email")]
    training.estimate_probability_two_random_records_match(certain, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (["email"], ["device"]) if actors else (["given", "surname"], ["email"]):
        training.estimate_parameters_using_expectation_maximisation(block_on(*columns))


def _word(column: str) -> Any:
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


def _payers(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    for row in tables["payment"].to_pylist():
        if row["payer_name"] is None:
            continue
        remainder = (row["bin"], row["last4"], row["expiry"])
        plastic = "|".join(remainder) if None not in remainder else None
        yield {
            "record": row["record_key"], **_name(row["payer_name"]), "email": _folded(row["payer_email"]),
            "phone": row["payer_phone"], "line": _folded(row["billing_line1"]), "city": _folded(row["billing_city"]),
            "postcode": _folded(row["billing_postcode"]), "instrument": row["fingerprint"] or row["iban"] or plastic,
        }  # fmt: skip


def _customers(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    for row in tables["subscriber"].to_pylist():
        linked = row["linked_value"] if row["linked_kind"] in ("card", "iban") else None
        yield {
            "record": row["record_key"], **_name(row["full_name"]), "email": _first(row["emails"]),
            "birthdate": None if row["birthdate"] is None else str(row["birthdate"]), "phone": _first(row["phones"]),
            "line": _folded(row["line1"]), "postcode": _folded(row["postcode"]), "city": _folded(row["city"]),
            "instrument": linked,
        }  # fmt: skip


def _accounts(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    device = {row["platform_account_id"]: row["device_id"] for row in tables["session"].to_pylist()}
    for row in tables["account"].to_pylist():
        born = row["self_birthdate"]
        yield {
            "record": row["record_key"], **_name(row["self_name"]), "birthdate": None if born is None else str(born),
            "email": _folded(row["email"]), "phone": row["phone"], "username": _folded(row["username"]),
            "device": device.get(row["platform_account_id"]),
        }  # fmt: skip


def _name(text: str | None) -> Row:
    given, _, surname = (_folded(text) or "").partition(" ")
    return {"given": given or None, "surname": surname or None}


def _folded(text: str | None) -> str | None:
    return (strip_fold(text) or None) if text else None


def _first(values: Iterable[str] | None) -> str | None:
    return next(iter(values or ()), None)

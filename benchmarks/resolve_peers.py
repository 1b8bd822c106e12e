"""Splink on the rows of `benchmarks/resolve_people.py`, as documented: models, training, threshold.

The comparisons of a set are those of Splink's tutorial and demonstrations: a name comparison per column or
`ForenameSurnameComparison`, a comparison of birth dates, and exact match with term frequencies for what is a word
(city, street, postcode). Blocking is generous: every pair that shares one value of the tutorial's kind. Training is the
tutorial's: certain rules for the prior, random sampling for u, two sessions of expectation maximisation. Nothing is
tuned; clusters are cut at 0.95 as documented. `splink_near` differs on `households` alone: it compares the street by
edit distance and without term frequencies, which a careful user finds out by himself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as cl
from splink.backends.duckdb import DuckDBAPI

from benchmarks.resolve_people import Person

THRESHOLD = 0.95
COLUMNS = ("given", "middle", "surname", "birthdate", "birthplace", "number", "street", "postcode", "city", "email",
           "phone")  # fmt: skip


def _word(column: str) -> Any:
    return cl.ExactMatch(column).configure(term_frequency_adjustments=True)


TUTORIAL = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="record",
    comparisons=[
        cl.NameComparison("given"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds("birthdate", 1),
        _word("city"),
        cl.EmailComparison("email"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("given"), block_on("surname"), block_on("birthdate"), block_on("email"),
    ],
)  # fmt: skip
HEAVY = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="record",
    comparisons=[
        cl.ForenameSurnameComparison("given", "surname"),
        cl.DateOfBirthComparison("birthdate", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        _word("birthplace"),
        _word("city"),
        cl.EmailComparison("email"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("given", "surname"), block_on("surname", "birthdate"), block_on("given", "birthdate"),
        block_on("postcode", "given"), block_on("postcode", "surname"), block_on("birthdate", "birthplace"),
        block_on("email"),
    ],
)  # fmt: skip
FEBRL = [
    cl.NameComparison("given"),
    cl.NameComparison("surname"),
    cl.DateOfBirthComparison("birthdate", input_is_string=True),
    cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
    _word("house"),
    cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
]
FEBRL_BLOCKS = [
    block_on("number"),
    block_on("given"),
    block_on("surname"),
    block_on("birthdate"),
    block_on("postcode"),
    "l.given = r.surname and l.surname = r.given",
]
CERTAIN: list[Any] = [block_on("given", "birthdate"), "l.given = r.given and levenshtein(l.surname, r.surname) <= 2"]


def _households(street: Sequence[Any]) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[
            cl.ForenameSurnameComparison("given", "surname"),
            cl.DateOfBirthComparison("birthdate", input_is_string=True),
            cl.ExactMatch("number"),
            *street,
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "surname"), block_on("surname", "birthdate"), block_on("given", "birthdate"),
            block_on("number"), block_on("street", "postcode"),
        ],
    )  # fmt: skip


def splink(people: Sequence[Person], threads: int, name: str, *, near: bool = False) -> tuple[dict[str, str], float]:
    """Link with Splink; returns the cluster of each record and the seconds it took, training included."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    import duckdb  # noqa: PLC0415 - one connection with the same threads as ours

    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    api = DuckDBAPI(connection)
    begin = time.perf_counter()
    linker = _linker(api, people, name, near=near)
    predictions = linker.inference.predict(threshold_match_weight=-5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, THRESHOLD)
    rows = clusters.as_duckdbpyrelation().select("record, cluster_id").fetchall()
    return {record: str(cluster) for record, cluster in rows}, time.perf_counter() - begin


def _linker(api: DuckDBAPI, people: Sequence[Person], name: str, *, near: bool) -> Linker:
    sessions = [["given", "surname"], ["birthdate"]]
    if name.startswith("febrl"):
        certain = [block_on("number"), block_on("given", "surname", "birthdate")]
        sources = sorted({one.source for one in people})
        tables = [api.register(_table([one for one in people if one.source == source])) for source in sources]
        settings = _febrl("link_only" if len(tables) > 1 else "dedupe_only")
        return _train(Linker(tables, settings, log_level=None), certain, 0.9, [["birthdate"], ["postcode"]])
    table = api.register(_table(people))
    if name != "households":
        settings = TUTORIAL if name == "fake_1000" else HEAVY
        return _train(Linker(table, settings, log_level=None), [*CERTAIN, block_on("email")], 0.7, sessions)
    words = [_word("street"), _word("postcode"), _word("city")]
    street = [cl.LevenshteinAtThresholds("street", [2]), cl.ExactMatch("postcode")] if near else words
    return _train(Linker(table, _households(street), log_level=None), [*CERTAIN, block_on("number")], 0.7, sessions)


def _febrl(link_type: Any) -> SettingsCreator:
    return SettingsCreator(
        link_type=link_type,
        unique_id_column_name="record",
        comparisons=FEBRL,
        blocking_rules_to_generate_predictions=FEBRL_BLOCKS,
    )


def _train(linker: Linker, certain: list[Any], recall: float, sessions: list[list[str]]) -> Linker:
    training = linker.training
    training.estimate_probability_two_random_records_match(certain, recall=recall)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in sessions:
        training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    return linker


def _table(people: Sequence[Person]) -> pa.Table:
    columns = {name: pa.array([getattr(one, name) for one in people], pa.string()) for name in ("record", *COLUMNS)}
    columns["house"] = pa.array([one.street.split()[0] if one.street else None for one in people], pa.string())
    return pa.table(columns)

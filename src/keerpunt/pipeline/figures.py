"""The counts of a run's results: made once when it is written, and again when it is verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa


def counts(results: Mapping[str, pa.Table]) -> dict[str, int]:
    """Return how many identities, actors and leads there are, by gate; unknown countries beside known ones."""
    leads = results["leads"]
    gates = Counter(leads["gate"].to_pylist())
    with_lead = len(set(leads["actor_id"].to_pylist()))
    return {
        "identities": results["identities"].num_rows,
        "actors": results["actors"].num_rows,
        "actors_without_a_lead": results["actors"].num_rows - with_lead,
        "leads": leads.num_rows,
        "review_ready": gates["review_ready"],
        "unresolved": gates["unresolved"],
        "countries": len({c for c in leads["country"].to_pylist() if c != "XX"}),
        "leads_without_a_country": leads["country"].to_pylist().count("XX"),
    }


def missing_codes(leads: pa.Table) -> list[tuple[str, int]]:
    """Return the missing codes with the number of leads, most frequent first."""
    counted = Counter(str(code) for codes in leads["missing"].to_pylist() for code in codes or ())
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def finding_counts(findings: pa.Table) -> list[tuple[str, int, str]]:
    """Return the findings about sources as code, number and what it means, by code."""
    counted: Counter[str] = Counter()
    meaning: dict[str, str] = {}
    for row in findings.to_pylist():
        counted[row["code"]] += row["count"]
        meaning.setdefault(row["code"], row["detail"])
    return [(code, counted[code], meaning[code]) for code in sorted(counted)]

"""Names, addresses and edges in the form the rules compare, each distinct value once, by `keerpunt.values`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from keerpunt.values import address
from keerpunt.values.names import Kind, Level, ParsedName, compare, parse

NAME_LEVEL = pa.schema(
    (
        ("left_name", pa.string()),
        ("right_name", pa.string()),
        ("level", pa.string()),
        ("full_given", pa.bool_()),
    )
)
NAME_FORM = pa.schema(
    (
        ("name", pa.string()),
        ("name_key", pa.string()),
        ("surname", pa.string()),
    )
)
ADDRESS_FORM = pa.schema(
    (
        ("line1", pa.string()),
        ("postcode", pa.string()),
        ("country", pa.string()),
        ("address", pa.string()),
    )
)
NAME_ONLY = pa.schema(
    (
        ("identity_id", pa.string()),
        ("record_keys", pa.list_(pa.string())),
    )
)
NAME_FIELDS = frozenset(("name", "full_name", "city"))


def name_levels(pairs: pa.Table) -> pa.Table:
    """Compare names: left_name, right_name, level (N1 to N7 of RESOLUTION.md section 5), full_given (on both sides).

    In: left_name, right_name, country, by whose habits the names are read; of several the reading that agrees best
    counts. A pair that cannot be compared (a firm, another script) has no row.
    """
    best: dict[tuple[str, str], tuple[str, bool]] = {}
    for row in pairs.to_pylist():
        found = _level(row["left_name"], row["right_name"], row["country"])
        pair = row["left_name"], row["right_name"]
        if found is not None and (pair not in best or found[0] < best[pair][0]):
            best[pair] = found
    rows = [
        {"left_name": left, "right_name": right, "level": level, "full_given": full}
        for (left, right), (level, full) in sorted(best.items())
    ]
    return pa.Table.from_pylist(rows, schema=NAME_LEVEL)


def _level(left: str, right: str, country: str) -> tuple[str, bool] | None:
    """Compare two names; of a joint name the person who fits best counts, since either may have acted."""
    pairs = [(one, two) for one in _persons(left, country) for two in _persons(right, country)]
    found = [(compare(one, two), one, two) for one, two in pairs]
    known = [each for each in found if each[0] is not Level.UNKNOWN]
    if not known:
        return None
    level, one, two = min(known, key=lambda each: each[0])
    return level.value, bool(one.full_given and two.full_given)


def _persons(text: str, country: str) -> tuple[ParsedName, ...]:
    """Return the person a name names, or the two holders of a joint one (weak separators too)."""
    parsed = parse(text, country=country)
    if parsed.kind is Kind.PERSON:
        loose = parse(text, weak_joint=True, country=country)
        return (parsed, *loose.persons) if loose.kind is Kind.JOINT else (parsed,)
    return parsed.persons if parsed.kind is Kind.JOINT else (parsed,)


def name_forms(names: Iterable[str]) -> pa.Table:
    """Return distinct names with name_key (equal for name twins) and surname (folded core); joint names have no row."""
    rows = []
    for name in sorted(set(names)):
        parsed = parse(name)
        surname = " ".join(word.strip for word in parsed.cores) if parsed.kind is Kind.PERSON else ""
        if surname:
            rows.append({"name": name, "name_key": parsed.key or None, "surname": surname})
    return pa.Table.from_pylist(rows, schema=NAME_FORM)


def address_forms(raw: pa.Table) -> pa.Table:
    """Return line1, postcode, country and `address`, the house as a key; addresses without a key have no row."""
    rows = []
    for row in raw.to_pylist():
        key = address.normalise(row["line1"], row["postcode"], row["country"])
        if key is not None:
            rows.append({**row, "address": "|".join((key.country, key.postcode, *key.numbers))})
    return pa.Table.from_pylist(rows, schema=ADDRESS_FORM)


def name_only(edges: pa.Table) -> pa.Table:
    """Return the identities that a model holds together by name, or name and city, alone (E13), with the records."""
    rows = [
        {"identity_id": row["identity_id"], "record_keys": [row["left_key"], row["right_key"]]}
        for row in edges.to_pylist()
        if _by_name_alone(row["explanation"])
    ]
    return pa.Table.from_pylist(rows, schema=NAME_ONLY)


def _by_name_alone(explanation: str) -> bool:
    """Tell whether nothing but name and city speaks for an edge; an explanation that cannot be read counts as such."""
    try:
        told: dict[str, Any] = json.loads(explanation)
        if told.get("identifiers"):
            return False
        return not any(
            field.get("weight", 0) > 0 and field.get("field") not in NAME_FIELDS for field in told.get("fields", [])
        )
    except (ValueError, AttributeError, TypeError):
        return True

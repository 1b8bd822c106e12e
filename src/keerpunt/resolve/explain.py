"""Explanations of edges: canonical JSON from which the weight can be recomputed (RESOLUTION.md section 7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from keerpunt.resolve.edges import Edge, Ground
from keerpunt.resolve.likeness import NAME, FieldWeight
from keerpunt.resolve.models import calibration
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import RULE_VERSION

MODEL = "identifier_graph"
FOLD = "party_fold"


def as_json(value: Mapping[str, Any]) -> str:
    """Return canonical JSON: sorted keys, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def of_link(edge: Edge, parties: Mapping[str, Party]) -> dict[str, Any]:
    """Explain an edge that joins or was refused; the weights of `fields` and `identifiers` sum to `match_weight`."""
    left, right = parties[edge.left], parties[edge.right]
    refused = {"guard": edge.refused_by, "left": edge.clash[0], "right": edge.clash[1]} if edge.refused_by else None
    likeness = edge.likeness
    return {
        "model": MODEL if likeness is None else likeness.model,
        "model_version": RULE_VERSION if likeness is None else likeness.version,
        "prior": 0 if likeness is None else likeness.prior,
        "fields": _fields(edge, left, right),
        "identifiers": [_identifier(found) for found in edge.grounds],
        "refused_by": refused,
        **_calibrated(edge),
        **edge.notes,
    }


def _calibrated(edge: Edge) -> dict[str, Any]:
    """The band of a model's own weight; what identifiers add has no population to be calibrated on."""
    shipped = None if edge.likeness is None or edge.grounds else calibration(edge.likeness.model)
    return {} if shipped is None or edge.weight is None else {"calibrated": shipped.explain(edge.weight)}


def _fields(edge: Edge, left: Party, right: Party) -> list[dict[str, Any]]:
    """The fields of the model; a name that only had to agree stands there with weight 0."""
    fields = () if edge.likeness is None else edge.likeness.fields
    found: list[dict[str, Any]] = []
    if not any(field.field == NAME for field in fields):
        found.append(
            {
                "field": NAME,
                "left": " | ".join(left.raw_names),
                "right": " | ".join(right.raw_names),
                "level": edge.level.value,
                "weight": 0,
            }
        )
    return [*found, *map(of_field, fields)]


def of_field(field: FieldWeight) -> dict[str, Any]:
    """Explain what one field of a model says."""
    shown: dict[str, Any] = {
        "field": field.field,
        "left": field.left,
        "right": field.right,
        "level": field.level,
        "weight": field.weight,
    }
    if field.rate is not None:
        shown["tf"] = {"value_rate": field.rate, "pack": field.pack}
    return shown


def _identifier(found: Ground) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "class": found.class_name,
        "fan_out": found.fan_out,
        "validity": found.validity,
        "weight": found.weight,
    }


def of_fold(basis: str, weight: float, name: str) -> dict[str, Any]:
    """Explain why a payment folded into its party: the key they share, and an equal name."""
    return {
        "model": FOLD,
        "model_version": RULE_VERSION,
        "prior": 0,
        "fields": [{"field": "name", "left": name, "right": name, "level": "N1", "weight": 0}],
        "identifiers": [{"kind": basis, "weight": weight}],
        "refused_by": None,
    }


def of_relation(edge: Edge) -> dict[str, Any]:
    """Explain a relation: what is shared and how many share it; it carries no weight."""
    shared = [{"kind": found.kind, "class": found.class_name, "fan_out": found.fan_out} for found in edge.grounds]
    return {
        "model": MODEL,
        "model_version": RULE_VERSION,
        "identifiers": shared,
        "name_level": edge.level.value,
        **edge.notes,
    }

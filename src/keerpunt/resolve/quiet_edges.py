"""The rows of edges between quiet parties, with explanations put together column by column.

Each explanation is the text that `explain` makes of an edge of its kind, with the values of the pair put where marks
stood; so there is one rule of what an explanation says.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from keerpunt.resolve import explain
from keerpunt.resolve.columns import Column, chosen, coded, filled, joined, result, same, take
from keerpunt.resolve.edges import LEVELS, LINKED, Edge
from keerpunt.resolve.folk import KINDS, NONE, Folk
from keerpunt.resolve.holds import mark_bridges
from keerpunt.resolve.likeness import NAME, RELATIVES, FieldWeight, Likeness
from keerpunt.resolve.models import calibration
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows
from keerpunt.resolve.parties import Party
from keerpunt.resolve.quiet import Quiet, bridges, keep_edges
from keerpunt.resolve.scored import Scored

LEFT, RIGHT, FIELDS = "\ue000", "\ue001", "\ue002"
"""Stand for the values of a pair in a text that is made once for all edges of a kind; private letters of Unicode."""
_NO_DAY = dt.date.min


@dataclass(slots=True)
class Explanations:
    """What is said of each edge between quiet parties, woven only when some edges are asked for.

    All texts at once are more than anything else a run keeps, and as much again while they are put in order.
    """

    folk: Folk
    quiet: Quiet
    scored: Scored | None
    by_name: Bools
    texts: list[list[str]]
    place: Ints
    names: Column

    @classmethod
    def build(cls, folk: Folk, quiet: Quiet, scored: Scored | None) -> Explanations:
        """Make the text of each kind of edge once."""
        by_name = _named(quiet, scored)
        level = np.zeros(len(by_name), dtype=np.int64)
        level[~by_name] = folk.levels(quiet.left[~by_name], quiet.right[~by_name])
        band, bands = _bands(quiet, scored)
        model = _models(quiet, scored)
        rows = np.stack([quiet.mask, level, _bridge_marks(quiet, folk.size), model, by_name, band], axis=1)
        first, place = distinct_rows(*rows.T)
        texts = [_template(quiet, scored, kind, bands) for kind in rows[first].tolist()]
        return cls(folk, quiet, scored, by_name, texts, place, escaped(folk))

    def of(self, rows: Ints) -> Column:
        """Weave of some edges: the text of its kind, both names, and what the model says field by field."""
        some = replace(self.quiet)
        keep_edges(some, rows)
        by_name = self.by_name[rows]
        names = [take(self.names, self.folk.name[side]) for side in (some.left, some.right)]
        names = [chosen(pa.array(by_name), pa.scalar(""), column) for column in names]
        return filled(self.texts, self.place[rows], *names, _fields(some, self.scored, by_name))


def link_edges(folk: Folk, quiet: Quiet) -> pa.Table:
    """Return the rows of `edges` of the quiet parties, their explanations left empty."""
    size = len(quiet.left)
    columns = {
        "left_key": take(folk.keys, quiet.left),
        "right_key": take(folk.keys, quiet.right),
        "kind": same(LINKED, size),
        "match_weight": pa.array(quiet.weight, pa.float64()),
        "explanation": same("", size),
        "refused_by": same("", size),
    }
    return result("edges", columns)


def _named(quiet: Quiet, scored: Scored | None) -> Bools:
    """Tell of each edge whether the model's own comparison of names stands in its explanation."""
    if scored is None:
        return np.zeros(len(quiet.left), dtype=np.bool_)
    known = (quiet.row >= 0) & (quiet.mask == 0)
    stated = scored.level[NAME][np.maximum(quiet.row, 0)] != -1 if len(scored.left) else known
    return np.asarray(known & stated, dtype=np.bool_)


def _models(quiet: Quiet, scored: Scored | None) -> Ints:
    """Return the place of the model that says something of each edge, -1 where none does."""
    if scored is None or not len(scored.left):
        return np.full(len(quiet.left), -1, dtype=np.int64)
    return np.where(quiet.row >= 0, scored.model[np.maximum(quiet.row, 0)], -1)


def _bands(quiet: Quiet, scored: Scored | None) -> tuple[Ints, list[float]]:
    """Number what the calibration says of edges that a model alone made, and give a weight for each number."""
    band = np.full(len(quiet.left), -1, dtype=np.int64)
    weights: list[float] = []
    model = np.where(quiet.mask == 0, _models(quiet, scored), -1)
    for number, one in enumerate(() if scored is None else scored.models):
        shipped, alone = calibration(one.name), np.flatnonzero(model == number)
        if shipped is None or not len(alone):
            continue
        distinct, place = np.unique(quiet.weight[alone], return_inverse=True)
        said: dict[str, int] = {}
        places = []
        for weight in distinct.tolist():
            text = explain.as_json(shipped.explain(weight))
            if text not in said:
                said[text] = len(weights)
                weights.append(weight)
            places.append(said[text])
        band[alone] = np.array(places, dtype=np.int64)[place]
    return band, weights


def _template(quiet: Quiet, scored: Scored | None, kind: Sequence[int], bands: Sequence[float]) -> list[str]:
    """Return the text of edges of a kind in four parts, between which stand left name, right name and fields."""
    mask, level, bridge, model, by_name, band = kind
    mark = FieldWeight(NAME if by_name else FIELDS, FIELDS, FIELDS, FIELDS, 0)
    likeness = None
    if scored is not None and model >= 0:
        one, prior = scored.models[model], scored.priors[model]
        likeness = Likeness(one.name, one.version, 0.0 if mask else prior, (mark,))
    known = quiet.edges[mask] if mask else Edge(LEFT, RIGHT, LINKED, None)
    weight = known.weight if mask else (bands[band] if band >= 0 else None)
    edge = replace(
        known,
        left=LEFT,
        right=RIGHT,
        weight=weight,
        level=LEVELS[level],
        likeness=likeness,
        notes={"bridge": bool(bridge)},
    )
    text = explain.as_json(explain.of_link(edge, {LEFT: _bare(LEFT), RIGHT: _bare(RIGHT)}))
    parts = [text]
    if not by_name:
        before, rest = text.split(LEFT)
        parts = [before, *rest.split(RIGHT)]
    if likeness is None:
        return [*parts, ""]
    field = explain.as_json(explain.of_field(mark))
    ends = parts[-1].split(field if by_name else f",{field}")
    return [ends[0], "", "", ends[1]] if by_name else [*parts[:-1], *ends]


def _bare(name: str) -> Party:
    nobody: Any = frozenset()
    return Party(
        key=name, record=name, role="", received_on=_NO_DAY, kind=KINDS[NONE], names=(), raw_names=(name,),
        births=nobody, nationals=nobody, sources=nobody, countries=(), verification=nobody, members=(),
    )  # fmt: skip


def _fields(quiet: Quiet, scored: Scored | None, by_name: Bools) -> Column:
    """Return per edge what the model says field by field, as the text between the name and the end of the list."""
    size = len(quiet.left)
    if scored is None or not len(scored.left):
        return same("", size)
    at = np.maximum(quiet.row, 0)
    parts = []
    for name in scored.codes:
        stated = quiet.shares(name) | ((quiet.mask > 0) & (name == RELATIVES))
        told = (quiet.row >= 0) & (scored.level[name][at] != -1) & (by_name if name == NAME else ~stated)
        rows = np.flatnonzero(told)
        text = _field(scored, name, quiet.row[rows])
        column = np.full(size, len(rows), dtype=np.int64)
        column[rows] = np.arange(len(rows))
        parts.append(take(pa.concat_arrays([text, pa.array([""], pa.string())]), column))
    return joined(*parts)


def _field(scored: Scored, name: str, rows: Ints) -> Column:
    """Return the text of one field for some scored pairs, with the comma that parts it from the one before."""
    rate = np.zeros(len(rows), dtype=np.int64)
    if name == NAME:
        rate = coded(scored.table["name_key"])[0][scored.left[rows]]
        first = np.array([number for number, code in enumerate(scored.codes[NAME]) if code.startswith("N1")])
        rate = np.where(np.isin(scored.level[NAME][rows], first), rate * len(scored.models) + scored.model[rows], -1)
    _, weight = np.unique(scored.weight[name][rows], return_inverse=True)
    example, place = distinct_rows(scored.level[name][rows], weight.reshape(-1), rate)
    texts = []
    for row in rows[example].tolist():
        text = explain.as_json(explain.of_field(scored.field(name, row, (LEFT, RIGHT))))
        before, rest = text.split(LEFT)
        texts.append([("" if name == NAME else ",") + before, *rest.split(RIGHT)])
    if not len(example):
        return pa.array([], pa.string())
    among, at = np.unique(np.stack([scored.left[rows], scored.right[rows]]), return_inverse=True)
    shown = pa.array([_inside(text) for text in scored.shown(name, among)], pa.string())
    left, right = at.reshape(2, -1)
    return filled(texts, place, take(shown, left), take(shown, right))


def _inside(text: str) -> str:
    if text.isalnum():
        return text
    return json.dumps(text, ensure_ascii=False)[1:-1]


def escaped(folk: Folk) -> Column:
    """Return the names of the book as they stand inside quotes in JSON."""
    return pa.array([_inside(raw) for raw, _, _ in folk.book.rows], pa.string())


def _bridge_marks(quiet: Quiet, size: int) -> Ints:
    marks, unclear = bridges(quiet, size)
    found = marks.astype(np.int64)
    order = unclear[np.argsort(quiet.label[quiet.left[unclear]], kind="stable")]
    at = quiet.label[quiet.left[order]]
    cuts = np.concatenate([[0], np.flatnonzero(at[1:] != at[:-1]) + 1, [len(order)]]).tolist()
    for begin, end in pairwise(cuts):
        rows = order[begin:end].tolist()
        edges = [Edge(str(quiet.left[row]), str(quiet.right[row]), LINKED, None) for row in rows]
        mark_bridges(sorted({key for edge in edges for key in (edge.left, edge.right)}), edges)
        found[rows] = [edge.notes["bridge"] for edge in edges]
    return found

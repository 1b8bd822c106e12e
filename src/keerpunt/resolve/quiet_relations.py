"""Relations between quiet identities that share values, all at once; `relations` and `joining` say them of objects."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from keerpunt.resolve import explain
from keerpunt.resolve.columns import result, same, take
from keerpunt.resolve.edges import LEVELS, POSSIBLE_SAME, Edge, Ground
from keerpunt.resolve.folk import Folk
from keerpunt.resolve.numbers import Bools, Ints, distinct_rows, fold_codes
from keerpunt.resolve.parts import spread_all
from keerpunt.resolve.quiet import Quiet
from keerpunt.resolve.settings import CLASSES, ResolveSettings


def possible_edges(folk: Folk, quiet: Quiet) -> pa.Table:
    """Return the pairs in two quiet identities whose names or weight do not let what they share join them."""
    known = quiet.possible
    apart = quiet.quiet[known.left] & (quiet.label[known.left] != quiet.label[known.right])
    texts = [explain.as_json(explain.of_relation(edge)) for edge in known.edges]
    return _rows(folk, known.left[apart], known.right[apart], known.kind[apart], [(POSSIBLE_SAME, t) for t in texts])


def shared_edges(folk: Folk, quiet: Quiet, settings: ResolveSettings) -> pa.Table:
    """Return one relation per pair of quiet identities and kind of relation for the values that stand in both.

    No value is over its cap.
    """
    held = quiet.held.kept(quiet.quiet[quiet.held.party])
    found = spread_all(held.value, held.party, quiet.label, settings)
    words = sorted({CLASSES[kind].relation for kind in held.kinds})
    kind_of = np.zeros(held.n_values, dtype=np.int64)
    kind_of[held.value] = held.kind
    kind, fan = kind_of[found.group], held.fan_out[found.group] if len(found.group) else found.group
    word = np.array([words.index(CLASSES[one].relation) for one in held.kinds] or [0], dtype=np.int64)[kind]
    order = np.lexsort((found.group, word, found.right, found.left))
    left, right, word = found.left[order], found.right[order], word[order]
    starts = np.flatnonzero(_new(left, right, word))
    code, grounds = _sequences(held.kinds, kind[order], fan[order], starts)
    holders = np.maximum.reduceat(found.holders[order], starts) if len(starts) else starts
    shown = np.maximum.reduceat(found.shown[order], starts) if len(starts) else starts
    left, right, word = left[starts], right[starts], word[starts]
    level = folk.levels(left, right)
    columns = (word, level, code, holders, shown)
    first, place = distinct_rows(*columns)
    texts = []
    for one, at, shares, n, reached in zip(*(column[first].tolist() for column in columns), strict=True):
        notes = {"holders": n, "shown": reached, "over_cap": False}
        edge = Edge("", "", words[one], None, LEVELS[at], grounds[shares], notes=notes)
        texts.append((edge.kind, explain.as_json(explain.of_relation(edge))))
    return _rows(folk, left, right, place, texts)


def _new(*columns: Ints) -> Bools:
    """Tell of each row of sorted columns whether it differs from the one before."""
    found = np.ones(len(columns[0]), dtype=np.bool_)
    found[1:] = False
    for column in columns:
        found[1:] |= column[1:] != column[:-1]
    return found


def _sequences(kinds: list[str], kind: Ints, fan: Ints, starts: Ints) -> tuple[Ints, list[tuple[Ground, ...]]]:
    """Number what the rows of each group say in their order; returns the number of each group, and what it stands for.

    A group begins at each of `starts`.
    """
    size = np.diff(np.r_[starts, len(kind)])
    place = np.arange(len(kind)) - np.repeat(starts, size)
    group = np.repeat(np.arange(len(starts)), size)
    code = np.zeros(len(starts), dtype=np.int64)
    for turn in range(int(size.max(initial=0))):
        rows = place == turn
        at = group[rows]
        code[at] = fold_codes(code[at], kind[rows], fan[rows]) + int(code.max(initial=0)) + 1
    first, number = distinct_rows(code) if len(code) else (code, code)
    grounds = []
    for begin, count in zip(starts[first].tolist(), size[first].tolist(), strict=True):
        rows = range(begin, begin + count)
        grounds.append(
            tuple(Ground(kinds[kind[row]], CLASSES[kinds[kind[row]]].name, int(fan[row]), "", 0.0) for row in rows)
        )
    return number, grounds


def _rows(folk: Folk, left: Ints, right: Ints, place: Ints, texts: list[tuple[str, str]]) -> pa.Table:
    """Return rows of `edges`; `texts` has the kind and the explanation at each place."""
    return result(
        "edges",
        {
            "left_key": take(folk.keys, left),
            "right_key": take(folk.keys, right),
            "kind": take(pa.array([kind for kind, _ in texts], pa.string()), place),
            "match_weight": pa.nulls(len(left), pa.float64()),
            "explanation": take(pa.array([text for _, text in texts], pa.string()), place),
            "refused_by": same("", len(left)),
        },
    )

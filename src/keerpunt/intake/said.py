"""What one file said beside its rows, as plain JSON and back: counts, spans, totals, findings, coverage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from keerpunt.intake.records import Total
from keerpunt.intake.tally import Span, Tally
from keerpunt.model.operation import Coverage


def tally_to_json(tally: Tally) -> dict[str, Any]:
    """Return a tally as plain JSON values; instants in ISO 8601."""
    return {
        "mapped": tally.mapped,
        "excluded": dict(tally.excluded),
        "rejected": dict(tally.rejected),
        "rows": dict(tally.rows),
        "totals": [[t.locator, t.name, t.expected, t.found, t.binding, t.states_zero] for t in tally.totals],
        "spans": {name: [_iso(span.first), _iso(span.last)] for name, span in tally.spans.items()},
        "zones": sorted(map(list, tally.zones)),
        "states_zero": tally.states_zero,
    }


def tally_from_json(said: dict[str, Any]) -> Tally:
    """Return the tally that `tally_to_json` wrote."""
    return Tally(
        mapped=said["mapped"],
        excluded=Counter(said["excluded"]),
        rejected=Counter(said["rejected"]),
        rows=Counter(said["rows"]),
        totals=[Total(*total) for total in said["totals"]],
        spans={name: Span(_instant(first), _instant(last)) for name, (first, last) in said["spans"].items()},
        zones={(zone, basis) for zone, basis in said["zones"]},
        states_zero=said["states_zero"],
    )


def coverage_to_json(found: list[Coverage]) -> list[list[str | None]]:
    """Return coverage as rows of text; an open end is null."""
    return [[c.origin, c.table, _iso(c.covers_from), _iso(c.covers_to), c.basis, c.reader] for c in found]


def coverage_from_json(said: list[list[Any]]) -> list[Coverage]:
    """Return the coverage that `coverage_to_json` wrote."""
    return [Coverage(origin, table, _day(begin), _day(end), *rest) for origin, table, begin, end, *rest in said]


def counts_to_json(counts: Counter[tuple[str, str]]) -> list[list[Any]]:
    """Return counts by (code, column) as sorted rows."""
    return [[code, column, n] for (code, column), n in sorted(counts.items())]


def counts_from_json(said: list[list[Any]]) -> Counter[tuple[str, str]]:
    """Return the counts that `counts_to_json` wrote."""
    return Counter({(code, column): n for code, column, n in said})


def _iso(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def _instant(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)

"""What the files of one format and one origin say about one another.

A provider hands over charges, customers and warnings in files of their own. Each file of such a format is first looked
through for what others may need, then read; so the order of the files changes nothing, and no origin learns anything
from another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from keerpunt.intake.arrow import compute as pc
from keerpunt.intake.disk_index import Aside, DiskIndex
from keerpunt.intake.keys import SHORT
from keerpunt.intake.plan import Planned

_INSTRUMENT = ("instrument_kind", "fingerprint", "fingerprint_scope", "last4", "iban")


class Asides:
    """The files of a plan by format and origin; each group is looked through when the first of it is read."""

    def __init__(self, plan: Sequence[Planned], look: Callable[[Planned, Aside], None]) -> None:
        self._look = look
        self._groups: dict[tuple[str, str], list[Planned]] = {}
        self._ready: dict[tuple[str, str], DiskIndex] = {}
        for planned in sorted(plan, key=lambda p: (p.source.received_on, -p.source.position)):
            if planned.reader is not None and planned.reader.prepare is not None:
                self._groups.setdefault((planned.reader.name, planned.source.origin), []).append(planned)

    def siblings(self, planned: Planned) -> tuple[str, ...]:
        """Return the digests of the files whose content decides what this one gives, in the order of their rank."""
        return tuple(sibling.source.sha256 for sibling in self._groups.get(_group(planned), ()))

    def of(self, planned: Planned) -> Aside | None:
        """Return what a file may use of the others, after looking through all of them; None for most formats."""
        group = _group(planned)
        siblings = self._groups.get(group)
        if siblings is None:
            return None
        if group not in self._ready:
            self._ready[group] = DiskIndex()
            for rank, sibling in enumerate(siblings):
                self._look(sibling, Aside(self._ready[group], rank))
        return Aside(self._ready[group], siblings.index(planned))

    def close(self) -> None:
        """Let go of everything."""
        for index in self._ready.values():
            index.close()


def known_payments(
    payments: pa.Table, planned: Planned, wanted: frozenset[tuple[str, str]]
) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return the instruments of the payments that a file asked for, from other files of its origin.

    The key is (psp, psp_ref); a value holds the columns of the instrument and `place`, the row it comes from. Of
    several rows of one payment the one received last counts, then the smaller digest and place.
    """
    if not wanted or not payments.num_rows:
        return {}
    source = planned.source
    asked = pa.array(sorted({reference for _, reference in wanted}), pa.string())
    mine = pc.and_(
        pc.equal(payments.column("origin"), source.origin), pc.is_in(payments.column("psp_ref"), value_set=asked)
    )
    others = payments.filter(pc.and_(mine, pc.not_equal(payments.column("source_sha256"), source.sha256)))
    names = ("psp", "psp_ref", "received_on", "source_sha256", "source_locator", *_INSTRUMENT)
    rows = sorted(others.select(list(names)).to_pylist(), key=_newest_first)
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        if (row["psp"], row["psp_ref"]) in wanted:
            place = f"{row['source_sha256'][:SHORT]}:{row['source_locator'].partition('|')[0]}"
            instrument = {name: row[name] for name in _INSTRUMENT}
            found.setdefault((row["psp"], row["psp_ref"]), {**instrument, "place": place})
    return found


def _group(planned: Planned) -> tuple[str, str]:
    return (planned.reader.name if planned.reader else "", planned.source.origin)


def _newest_first(row: Mapping[str, Any]) -> tuple[int, str, str]:
    return (-row["received_on"].toordinal(), row["source_sha256"], row["source_locator"])

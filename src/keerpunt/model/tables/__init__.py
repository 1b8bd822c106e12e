"""Every canonical and result table of CONTRACT.md, defined once: column, type, nullability, unit, meaning.

The data dictionary in `docs/data-dictionary.md` is generated from this package and checked against it.
"""

from __future__ import annotations

from keerpunt.model.schema import Table
from keerpunt.model.tables.material import MATERIAL
from keerpunt.model.tables.payments import PAYMENTS
from keerpunt.model.tables.platform import PLATFORM
from keerpunt.model.tables.replies import REPLIES
from keerpunt.model.tables.results import RESULTS

__all__ = ["CANONICAL", "RESULT", "TABLES", "table"]

TABLES: dict[str, Table] = {t.name: t for t in (*PLATFORM, *PAYMENTS, *REPLIES, *MATERIAL, *RESULTS)}
CANONICAL: dict[str, Table] = {name: t for name, t in TABLES.items() if t.canonical}
RESULT: dict[str, Table] = {name: t for name, t in TABLES.items() if not t.canonical}


def table(name: str) -> Table:
    """Return the table called `name`; raises KeyError for an unknown name."""
    return TABLES[name]

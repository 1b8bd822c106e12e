"""The list of leads: one page, its place in the whole, and how many leads each filter would leave."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from keerpunt_web.accounts.models import Operation, User
from keerpunt_web.audit.chain import append
from keerpunt_web.audit.models import Verb
from keerpunt_web.casework.list_query import GONE, MISSING_TEXT, SORTS, STALE, Cursor, ListQuery
from keerpunt_web.casework.models import Lead

PAGE = 100
COUNTED = ("country", "gate", "grade", "suggestion", "state", "is_stale", "is_gone")


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of the list. `first` to `last` of `total` that fit, of `scope` that the user may see."""

    leads: tuple[Lead, ...]
    first: int
    last: int
    total: int
    scope: int
    previous: Cursor | None
    next: Cursor | None
    choices: Mapping[str, Mapping[str, int]]


def list_leads(*, user: User, operation: Operation, query: ListQuery) -> LeadPage:
    """Return a page of the leads that the user may see; each one shown is in the log before this returns.

    Raises:
        AuditUnavailable: the log cannot be written.
    """
    scope = Lead.objects.for_user(user).filter(operation=operation)
    choices = _choices(scope)
    fitting = scope.annotate(key=SORTS[query.column], missing_text=MISSING_TEXT).filter(query.condition())
    rows = _page(fitting, query)
    total, first = _place(fitting, query, rows)
    last = first + len(rows) - 1 if rows else 0
    append(
        actor=user.actor,
        verb=Verb.CONSULTATION,
        what="lead_list",
        object_ids=[lead.lead_id for lead in rows],
    )
    return LeadPage(
        leads=tuple(rows),
        first=first,
        last=last,
        total=total,
        scope=sum(choices["gate"].values()),
        previous=_cursor_at(rows[0]) if rows and first > 1 else None,
        next=_cursor_at(rows[-1]) if rows and last < total else None,
        choices=choices,
    )


def _page(fitting: QuerySet[Lead], query: ListQuery) -> list[Lead]:
    backwards = query.before is not None
    cursor = query.before or query.after
    if cursor:
        fitting = fitting.filter(query.beyond(cursor, backwards=backwards))
    rows = list(fitting.order_by(*query.order(backwards=backwards))[:PAGE])
    return rows[::-1] if backwards else rows


def _place(fitting: QuerySet[Lead], query: ListQuery, rows: list[Lead]) -> tuple[int, int]:
    """Return how many leads fit, and the place of the first row among them (0 where none is shown)."""
    if not rows:
        return fitting.count(), 0
    earlier = query.beyond(_cursor_at(rows[0]), backwards=True)
    found = fitting.aggregate(total=Count("pk"), earlier=Count("pk", filter=earlier))
    return found["total"], found["earlier"] + 1


def _cursor_at(lead: Lead) -> Cursor:
    key = lead.key  # type: ignore[attr-defined] # annotated above
    return Cursor(key.isoformat() if isinstance(key, dt.datetime) else key, lead.code)


def _choices(scope: QuerySet[Lead]) -> dict[str, Counter[str]]:
    """Return per filter the number of leads of each value within the user's scope, unknown among them."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTED[:5], "missing", "mark")}
    for row in scope.order_by().values(*COUNTED).annotate(n=Count("pk")):
        for name in COUNTED[:5]:
            counts[name][row[name]] += row["n"]
        counts["mark"][STALE] += row["n"] if row["is_stale"] else 0
        counts["mark"][GONE] += row["n"] if row["is_gone"] else 0
    for codes, n in scope.order_by().values_list("missing").annotate(n=Count("pk")):
        for code in codes:
            counts["missing"][code] += n
    return counts

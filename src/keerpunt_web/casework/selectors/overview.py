"""The operation at a glance: what was read, what was examined, what came of it. No person is on it.

Totals of the whole operation are shown only to whoever may see all its countries; others see their own leads, since a
total less one's own is a statement about the rest (expectation 16, no leak by counts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from keerpunt_web.accounts.models import Operation, User
from keerpunt_web.accounts.permissions import sees_whole_operation
from keerpunt_web.casework.models import Lead
from keerpunt_web.evidence.builds import published
from keerpunt_web.evidence.findings import read_findings
from keerpunt_web.evidence.models import BuildRef
from keerpunt_web.evidence.run_facts import RunFacts, run_facts


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the funnel. `unknown`: drawn hatched, at the same size as the others."""

    word: str
    count: int
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class CountryLine:
    """Leads of one country that the user may see, by gate."""

    country: str
    review_ready: int
    unresolved: int

    @property
    def total(self) -> int:
        """Return the leads of the country."""
        return self.review_ready + self.unresolved


@dataclass(frozen=True, slots=True)
class OverviewView:
    """What the page shows; `build` None before anything was published, `facts` None outside the whole operation."""

    build: BuildRef | None
    facts: RunFacts | None
    bars: tuple[Bar, ...]
    findings: tuple[Mapping[str, Any], ...]
    countries: tuple[CountryLine, ...]


def view_overview(*, user: User, operation: Operation) -> OverviewView:
    """Return the overview for the user's memberships."""
    build = BuildRef.objects.for_user(user).filter(operation=operation, is_current=True).first()
    if build is None:
        return OverviewView(None, None, (), (), ())
    countries = _countries(user, operation)
    if not sees_whole_operation(user, operation):
        return OverviewView(build, None, _own_bars(countries), (), countries)
    facts = run_facts(published(build.digest).run)
    return OverviewView(build, facts, _bars(facts), read_findings(build.digest, actor=user.actor), countries)


def _countries(user: User, operation: Operation) -> tuple[CountryLine, ...]:
    """Return the user's own leads per country and gate, the unknown country last."""
    counts: dict[str, dict[str, int]] = {}
    rows = Lead.objects.for_user(user).filter(operation=operation, is_gone=False).order_by()
    for country, gate, n in rows.values_list("country", "gate").annotate(n=Count("pk")):
        counts.setdefault(country, {})[gate] = n
    lines = [CountryLine(c, n.get("review_ready", 0), n.get("unresolved", 0)) for c, n in counts.items()]
    return tuple(sorted(lines, key=lambda line: (line.country == "XX", -line.total, line.country)))


def _bars(facts: RunFacts) -> tuple[Bar, ...]:
    results = facts.results
    without = results["actors_without_a_lead"]
    return (
        Bar("accounts", facts.accounts),
        Bar("actors", results["actors"]),
        Bar("actors_with_lead", results["actors"] - without),
        Bar("actors_without_lead", without, unknown=True),
        Bar("leads", results["leads"]),
        Bar("review_ready", results["review_ready"]),
        Bar("unresolved", results["unresolved"], unknown=True),
    )


def _own_bars(countries: tuple[CountryLine, ...]) -> tuple[Bar, ...]:
    ready, unresolved = sum(c.review_ready for c in countries), sum(c.unresolved for c in countries)
    return (
        Bar("leads", ready + unresolved),
        Bar("review_ready", ready),
        Bar("unresolved", unresolved, unknown=True),
    )

"""Requests: the questions that could settle what a lead misses, ranked (ASSESSMENT.md section 8).

In: the tables of `candidates` and `weigh` (still registered), what `known_leads` holds, `leads` with suggestions.
Out: `requests` (schema of `model.tables`). Asks that change nothing have no row.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.assess.answers import Numbering, Profile, Trial, falls, nameless, profile_of, settled
from keerpunt.assess.asks import BEST, OWN, WORST, Subject
from keerpunt.assess.judge import Known
from keerpunt.assess.settings import AssessSettings
from keerpunt.assess.subjects import criterion_asks, subjects
from keerpunt.model.tables import table

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.assess"
SOON = dt.timedelta(days=30)
TOLERANCE_SECONDS = {"second": 1, "minute": 60, "day": 86400, "ambiguous_hour": 3600}
"""How far a stated instant may be off, by its precision; what is not known is taken for a day."""
ONLY_CRITERIA = frozenset(("register_criminal", "register_position_of_trust"))
"""Registers that answer a criterion of the triage and move no rival."""
HASH_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject that could settle something, with what the lead would miss after either answer."""

    subject: Subject
    request_id: str
    would_change: tuple[str, ...]
    best_missing: tuple[str, ...]
    worst_missing: tuple[str, ...]
    decides: bool
    exculpates: bool
    log_expires: dt.date | None


def requests(
    engine: Engine,
    weighed: Mapping[str, pa.Table],
    known: Mapping[str, Known],
    leads: pa.Table,
    settings: AssessSettings,
) -> pa.Table:
    """Return the requests of every lead, by lead and rank."""
    rows = {row["lead_id"]: row for row in leads.select(["lead_id", "country", "suggestion_reasons"]).to_pylist()}
    found = subjects(engine, weighed, {lead_id: row["country"] for lead_id, row in rows.items()}, settings)
    done = _done(engine.run(ROOM, "ask_closed").to_pylist())
    trial = Trial(settings.policy)
    asked = [
        each
        for lead_id, lead in known.items()
        for each in _of_lead(lead, rows[lead_id], found.get(lead_id, ()), trial, settings)
        if not done.covers(each)
    ]
    details = _details(engine, asked)
    return _table(_ranked(asked, settings), details)


@dataclass(frozen=True, slots=True)
class _Done:
    """What need not be asked again: by request, and by what was asked of whom for which time."""

    ids: frozenset[str]
    periods: Mapping[tuple[str, str, str, str], list[tuple[dt.datetime | None, dt.datetime | None]]]

    def covers(self, each: Asked) -> bool:
        """Tell whether a question was closed before, for at least the time it is about now."""
        about = each.subject
        key = (about.ask, about.of_whom, about.about_kind, about.about_value)
        return each.request_id in self.ids or any(
            _within(about.about_from, about.about_to, *period) for period in self.periods.get(key, ())
        )


def _within(
    begin: dt.datetime | None, end: dt.datetime | None, first: dt.datetime | None, last: dt.datetime | None
) -> bool:
    return (first is None or (begin is not None and begin >= first)) and (
        last is None or (end is not None and end <= last)
    )


def _done(closed: Iterable[Mapping[str, Any]]) -> _Done:
    ids: set[str] = set()
    periods: dict[tuple[str, str, str, str], list[tuple[dt.datetime | None, dt.datetime | None]]] = defaultdict(list)
    for row in closed:
        ids.add(row["request_id"])
        if row["about_value"] is not None:
            key = (row["ask"], row["of_whom"], row["about_kind"], row["about_value"])
            periods[key].append((row["about_from_utc"], row["about_to_utc"]))
    return _Done(frozenset(ids), periods)


def _of_lead(
    lead: Known, row: Mapping[str, Any], found: Iterable[Subject], trial: Trial, settings: AssessSettings
) -> Iterable[Asked]:
    """Yield the asks of one lead: about what it misses, or about criteria once nothing is missing."""
    if not lead.verdict.missing:
        at_home = row["country"] == settings.unit_country
        yield from _criteria(found, row["suggestion_reasons"] if at_home else (), settings)
        return
    profile, names = profile_of(lead.weights, lead.withheld, lead.facts, settings.policy)
    number = trial.number(profile)
    seen: set[str] = set()
    for subject in found:
        if subject.ask in ONLY_CRITERIA or (
            subject.ask == "read_source" and not {*subject.tables} & {*lead.facts.unread}
        ):
            continue
        each = _tried(lead, subject, trial, (number, profile, names), settings)
        if each is not None and each.request_id not in seen:
            seen.add(each.request_id)
            yield each


def _tried(
    lead: Known, subject: Subject, trial: Trial, of: tuple[int, Profile, Numbering], settings: AssessSettings
) -> Asked | None:
    """Return the ask with what either answer would change, None where it could settle nothing."""
    number, profile, names = of
    asked = nameless(subject, names)
    best, worst = (trial.answered(number, profile, asked, end) for end in (BEST, WORST))
    codes = settled(lead.verdict, best, worst)
    if not codes:
        return None
    fallen = falls(lead.verdict.missing, worst.missing)
    return Asked(
        subject,
        request_id(settings.operation_code, subject),
        codes,
        best.missing,
        worst.missing,
        decides=fallen and not best.missing,
        exculpates=fallen,
        log_expires=_log_expires(subject, settings),
    )


def _criteria(found: Iterable[Subject], reasons: Iterable[str], settings: AssessSettings) -> Iterable[Asked]:
    wanted = criterion_asks(reasons)
    for subject in found:
        if subject.ask in wanted:
            yield Asked(
                subject, request_id(settings.operation_code, subject), (wanted[subject.ask],), (), (),
                decides=False, exculpates=False, log_expires=None,
            )  # fmt: skip


def request_id(operation_code: str, subject: Subject) -> str:
    """Return the stable id of a question: the same for every lead that it serves."""
    parts = (
        operation_code, subject.ask, subject.of_whom, subject.about_kind, subject.about_value,
        _iso(subject.about_from), _iso(subject.about_to),
    )  # fmt: skip
    return f"ask:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:HASH_DIGITS]}"


def _iso(instant: dt.datetime | None) -> str:
    return "" if instant is None else instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _log_expires(subject: Subject, settings: AssessSettings) -> dt.date | None:
    days = settings.policy.retention_days.get(subject.ask)
    if days is None or subject.about_from is None:
        return None
    return subject.about_from.astimezone(dt.UTC).date() + dt.timedelta(days=days)


def _ranked(asked: list[Asked], settings: AssessSettings) -> list[tuple[int, Asked]]:
    """Return the asks by lead with their ranks; the order of section 8, whose last key is the text of the ask."""
    serves = Counter(each.request_id for each in asked)
    by_lead: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_lead[each.subject.lead_id].append(each)
    return [
        (rank, each)
        for lead_id in sorted(by_lead)
        for rank, each in enumerate(
            sorted(by_lead[lead_id], key=lambda one: _order(one, serves[one.request_id], settings)), start=1
        )
    ]


def _order(each: Asked, serves: int, settings: AssessSettings) -> tuple[Any, ...]:
    about = each.subject
    near = 0 if about.ask in OWN else 1 if about.country == settings.unit_country else 2
    return (
        not each.decides,
        *_urgency(each.log_expires, settings.as_of),
        -len(each.would_change),
        not each.exculpates,
        -serves,
        near,
        about.ask,
        about.of_whom,
        about.about_value,
    )


def _urgency(expires: dt.date | None, as_of: dt.date) -> tuple[int, dt.date]:
    """Return logs that end within 30 days first, the soonest of them first, and those that have ended last."""
    if expires is None or expires > as_of + SOON:
        return 1, dt.date.min
    return (0, expires) if expires >= as_of else (2, dt.date.min)


def _details(engine: Engine, asked: Iterable[Asked]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the uses of each value that is asked about, by (about_kind, about_value)."""
    pairs = sorted({(each.subject.about_kind, each.subject.about_value) for each in asked})
    engine.register(
        "asked",
        pa.table(
            {
                "about_kind": pa.array([kind for kind, _ in pairs], pa.string()),
                "about_value": pa.array([value for _, value in pairs], pa.string()),
            }
        ),
    )
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in engine.run(ROOM, "ask_event").to_pylist():
        found[row["about_kind"], row["about_value"]].append(row)
    return found


def _detail(each: Asked, uses: Iterable[Mapping[str, Any]]) -> str:
    """Return what the one who is asked needs to find the value, as JSON."""
    told: dict[str, Any] = {"country": each.subject.country, **dict(each.subject.found_by)}
    if each.subject.tables:
        told["tables"] = list(each.subject.tables)
    events = []
    for use in uses:
        told |= {name: use[name] for name in ("scope", "bin", "last4", "expiry") if use[name] is not None}
        if use["used_utc"] is not None:
            event = {"instant_utc": _iso(use["used_utc"]), "tolerance_seconds": _tolerance(use["precision"])}
            event |= {name: use[name] for name in ("port", "psp", "reference") if use[name] is not None}
            events.append(event)
    if events:
        told["events"] = events
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _tolerance(precision: str) -> int:
    return TOLERANCE_SECONDS.get(precision, TOLERANCE_SECONDS["day"])


def _table(ranked: Iterable[tuple[int, Asked]], details: Mapping[tuple[str, str], list[dict[str, Any]]]) -> pa.Table:
    told: dict[str, str] = {}
    rows = []
    for rank, each in ranked:
        about = each.subject
        if each.request_id not in told:
            told[each.request_id] = _detail(each, details.get((about.about_kind, about.about_value), ()))
        rows.append(
            {
                "request_id": each.request_id,
                "lead_id": about.lead_id,
                "ask": about.ask,
                "of_whom": about.of_whom,
                "about_kind": about.about_kind,
                "about_value": about.about_value,
                "about_from": about.about_from,
                "about_to": about.about_to,
                "would_change": list(each.would_change),
                "log_expires": None if each.log_expires is None else each.log_expires.isoformat(),
                "rank": rank,
                "best_missing": list(each.best_missing),
                "worst_missing": list(each.worst_missing),
                "details": told[each.request_id],
            }
        )
    return pa.Table.from_pylist(rows, schema=table("requests").arrow())

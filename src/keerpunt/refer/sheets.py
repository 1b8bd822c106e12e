"""The tables of a batch as CSV: what is asked, what was sent, what the unit does itself, reply templates."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from keerpunt.refer.questions import Template
from keerpunt.refer.wording import words

Row = Mapping[str, Any]

ASKED = (
    "request_id", "what", "about_kind", "about_value", "period_from_utc", "period_to_utc", "instants_utc",
    "tolerance_seconds", "ports", "references", "card", "person", "answer_in", "legal_basis",
)  # fmt: skip
SENT = ("request_id", "ask", "of_whom", "about_kind", "about_value", "about_from", "about_to", "sent_on", "state")
OWN = ("request_id", "ask", "what", "about_kind", "about_value", "leads")


_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d ()-]+$)")


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV in UTF-8; NULL is empty, lists are joined by `|`, instants are ISO 8601 in UTC.

    A value from a record that a spreadsheet would run as a formula stands behind an apostrophe (OWASP, CSV injection):
    what the operator's users typed is opened at a bank. The letter shows it as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return utc(value)
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet takes a text for a formula; telephone numbers with their sign are none."""
    return _FORMULA.match(text) is not None


def utc(instant: dt.datetime | None) -> str:
    """Return an instant in ISO 8601, `Z` for UTC, empty for none."""
    return "" if instant is None else instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def asked(requests: Iterable[tuple[Row, Row]], language: str, legal_basis: str, answers: Mapping[str, str]) -> bytes:
    """Return the questions of a batch as CSV; pairs of a request and its details, `answers`: ask to reply file."""
    rows = []
    for request, details in requests:
        events = details.get("events", [])
        rows.append(
            {
                "request_id": request["request_id"],
                "what": words("QUESTIONS", language)[request["ask"]],
                "about_kind": request["about_kind"],
                "about_value": request["about_value"],
                "period_from_utc": request["about_from"],
                "period_to_utc": request["about_to"],
                "instants_utc": [event["instant_utc"] for event in events],
                "tolerance_seconds": [event["tolerance_seconds"] for event in events],
                "ports": [event.get("port", "") for event in events] if any("port" in e for e in events) else None,
                "references": [each["reference"] for each in events if each.get("reference")],
                "card": card_remainder(details),
                "person": person(details),
                "answer_in": answers[request["ask"]],
                "legal_basis": legal_basis,
            }
        )
    return csv_bytes(ASKED, rows)


def card_remainder(details: Row) -> str:
    """Return what is known of a card beside its token, as `424242…4242, 2026-12`; empty for none."""
    if not (details.get("bin") or details.get("last4")):
        return ""
    number = f"{details.get('bin') or ''}…{details.get('last4') or ''}"
    return f"{number}, {details['expiry']}" if details.get("expiry") else number


def person(details: Row) -> str:
    """Return by what a register finds a person: name, birth date, address, as far as known; empty for none."""
    return ", ".join(details[name] for name in ("full_name", "birthdate", "address") if details.get(name))


def request_sent(requests: Iterable[Row], as_of: dt.date) -> bytes:
    """Return the canonical `request_sent` of the requests of the batches; the next run reads it."""
    rows = [{**request, "sent_on": as_of.isoformat(), "state": "sent"} for request in requests]
    return csv_bytes(SENT, rows)


def own_work(requests: Iterable[Row]) -> bytes:
    """Return what the unit can do itself: sources to read, comparisons to make, law to have looked at."""
    leads: dict[str, list[str]] = {}
    first: dict[str, Row] = {}
    for request in requests:
        leads.setdefault(request["request_id"], []).append(request["lead_id"])
        first.setdefault(request["request_id"], request)
    rows = [
        {**request, "what": words("OWN_WORK", "en")[request["ask"]], "leads": sorted(leads[key])}
        for key, request in first.items()
    ]
    return csv_bytes(OWN, rows)


def reply(found: Sequence[Template]) -> bytes:
    """Return a reply template: the columns of its table, one row per question with what is known filled in.

    What a spreadsheet would run is left for the provider to fill in, since `run` reads the template back as it stands.
    """
    rows = ({name: _harmless(value) for name, value in row.items()} for each in found for row in each.rows)
    return csv_bytes(found[0].columns, rows)


def _harmless(value: object) -> object:
    return None if isinstance(value, str) and is_formula(value) else value

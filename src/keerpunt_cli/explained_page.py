"""An explanation as the data of one page (PDF)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from keerpunt.assess import Statement
from keerpunt.assess.whom_to_ask import NextAsk
from keerpunt.assess.wording import words
from keerpunt.refer import lead_page
from keerpunt.store import Build
from keerpunt_cli.explained import HEADINGS, Places, Told, about_line, country_line, source_rows, unknown_of

ROWS_SHOWN = 2
ASKS_SHOWN = 3
SYNTHETIC = "DEMO-"


def page(told: Told, build: Build) -> bytes:
    """Return the one-page PDF of an explanation; it is dated by the build, so the same build gives the same bytes."""
    as_of = build.run["inputs"]["as_of"]
    return lead_page({**_data(told), **_head(told, build, as_of)}, dt.date.fromisoformat(as_of))


def _head(told: Told, build: Build, as_of: str) -> dict[str, Any]:
    operation = build.run["operation"]
    return {
        "language": told.language,
        "headings": HEADINGS[told.language],
        "build": f"{operation} · {as_of} · {build.digest[:16]}",
        "synthetic": operation.startswith(SYNTHETIC),
    }


def _data(told: Told) -> dict[str, Any]:
    said, head = told.explanation, HEADINGS[told.language]
    unknown, untested = unknown_of(said, told.language)
    suggestion = words("SUGGESTIONS", told.language)[told.lead["suggestion"]]
    return {
        "lead_id": said.lead_id,
        "gate": said.gate_text,
        "sentence": said.sentence,
        "notes": f"{said.deciding_text} {said.caveat}",
        "figures": " ".join(said.figures),
        "n_for": said.n_for,
        "n_against": said.n_against,
        "speaking_for": [_statement(each, told.places, head) for each in said.strongest_for],
        "speaking_against": [_statement(each, told.places, head) for each in said.strongest_against],
        "unknown": unknown,
        "untested": head["untested"].format(n=untested) if untested else "",
        "rivals": [{"text": each.text, "state": each.state_text} for each in said.rivals],
        "missing": [each.text for each in said.missing],
        "n_asks": len(said.next_asks),
        "asks": [_ask(each, head) for each in said.next_asks[:ASKS_SHOWN]],
        "country": country_line(told.lead, told.language),
        "suggestion": "; ".join([suggestion, *(text for _, text in said.reasons)]),
    }


def _statement(each: Statement, places: Places, head: Mapping[str, str]) -> dict[str, Any]:
    rows = source_rows(each.record_keys, places)
    more = [head["rows"].format(n=len(rows) - ROWS_SHOWN)] if len(rows) > ROWS_SHOWN else []
    return {"text": each.text, "rule": each.rule_version, "rows": [*rows[:ROWS_SHOWN], *more]}


def _ask(each: NextAsk, head: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rank": each.rank,
        "text": each.text,
        "of_whom": each.of_whom,
        "about": about_line(each, head),
        "note": each.log_note,
        "if_best": each.if_best,
        "if_worst": each.if_worst,
    }

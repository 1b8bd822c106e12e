"""The letter of a batch as PDF, and the text that asks to keep the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.refer.pdf import pdf
from keerpunt.refer.sheets import card_remainder, person
from keerpunt.refer.wording import addressee, words
from keerpunt.values.ip_network import name_of

Row = Mapping[str, Any]
Pairs = Sequence[tuple[Row, Row]]

INSTANTS_SHOWN = 6
"""Instants of one value in the letter; all stand in the CSV beside it."""
SYNTHETIC = "DEMO-"
WITH_RESPONSE = ("reply-subscriber.csv", "reply-ip-assignment.csv")
"""Templates with a column for no match, refused and expired."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a batch says of the operation. `as_of` is the date of every page; a `DEMO-` code marks each as synthetic."""

    code: str
    legal_basis: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Head:
    """Whom a batch goes to, under which reference, of which operation."""

    of_whom: str
    reference: str
    operation: Operation


def letter(head: Head, pairs: Pairs, language: str, reply_files: Sequence[str]) -> bytes:
    """Return the letter to one provider; `pairs`: requests with their details, `reply_files`: what it fills in."""
    texts = words("LETTER", language)
    csv_name = f"requests-{language}.csv"
    data = {
        "language": language,
        "texts": {
            **texts,
            "how_1": texts["how_1"].format(files=", ".join(reply_files)),
            "keep": texts["keep"].format(file=f"preserve-{language}.txt"),
        },
        "to": to(head.of_whom, language),
        "date": head.operation.as_of.isoformat(),
        "reference": head.reference,
        "basis": head.operation.legal_basis,
        "responses": any(name in reply_files for name in WITH_RESPONSE),
        "synthetic": head.operation.code.startswith(SYNTHETIC),
        "groups": [
            {
                "question": words("QUESTIONS", language)[ask],
                "values": [_value(*pair, language, csv_name) for pair in of],
            }
            for ask, of in _by_ask(pairs).items()
        ],
    }
    return pdf("letter", data, head.operation.as_of)


def preservation(head: Head, pairs: Pairs, language: str) -> bytes:
    """Return the text that asks a provider to keep the records of a batch, one line per value."""
    texts, letter_texts = words("PRESERVATION", language), words("LETTER", language)
    lines = [
        texts["title"],
        "",
        f"{letter_texts['to']}: {to(head.of_whom, language)}",
        f"{letter_texts['date']}: {head.operation.as_of.isoformat()}",
        f"{letter_texts['reference']}: {head.reference}",
        f"{letter_texts['basis']}: {head.operation.legal_basis}",
        "",
        texts["body"],
        "",
    ]
    if head.operation.code.startswith(SYNTHETIC):
        lines.insert(0, letter_texts["synthetic"])
    for request, _ in pairs:
        about = f"{words('KINDS', language)[request['about_kind']]} {request['about_value']}"
        name = "line" if request["about_from"] else "undated"
        begin, end = short(request["about_from"]), short(request["about_to"])
        lines.append(f"- {request['request_id']}: " + texts[name].format(about=about, begin=begin, end=end))
    expiries = [request["log_expires"] for request, _ in pairs if request["log_expires"]]
    if expiries:
        soonest = min(expiries)
        name = "past" if soonest < head.operation.as_of.isoformat() else "last"
        lines += ["", texts[name].format(day=soonest)]
    return ("\n".join(lines) + "\n").encode()


def to(of_whom: str, language: str) -> str:
    """Return who is asked in words, with the registered name of a network."""
    name = of_whom.partition(":")[2]
    number = name[2:] if name.startswith("as") and name[2:].isdigit() else ""
    return addressee(of_whom, language, name_of(int(number)) if number else "")


def short(instant: dt.datetime | None) -> str:
    """Return an instant as people read it, to the second, in UTC; empty for none."""
    return "" if instant is None else instant.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def _by_ask(pairs: Pairs) -> dict[str, list[tuple[Row, Row]]]:
    found: dict[str, list[tuple[Row, Row]]] = {}
    for request, details in pairs:
        found.setdefault(request["ask"], []).append((request, details))
    return found


def _value(request: Row, details: Row, language: str, csv_name: str) -> dict[str, Any]:
    """Return one line of the letter: number, value, what helps to find it, instants or period."""
    texts = words("LETTER", language)
    events = details.get("events", [])
    shown = list(_instants(events[:INSTANTS_SHOWN], texts["port"]))
    if len(events) > INSTANTS_SHOWN:
        shown.append(texts["more"].format(n=len(events) - INSTANTS_SHOWN, file=csv_name))
    if not events and request["about_from"]:
        shown = [texts["period"].format(begin=short(request["about_from"]), end=short(request["about_to"]))]
    card = card_remainder(details)
    return {
        "request_id": request["request_id"],
        "kind": words("KINDS", language)[request["about_kind"]],
        "value": request["about_value"],
        "more": f"{texts['card']} {card}" if card else person(details),
        "instants": shown,
    }


def _instants(events: Sequence[Row], port: str) -> Iterator[str]:
    for event in events:
        instant = event["instant_utc"].replace("T", " ").removesuffix("Z")
        where = f", {port} {event['port']}" if event.get("port") else ""
        reference = f", {event['reference']}" if event.get("reference") else ""
        yield f"{instant} ±{tolerance(event['tolerance_seconds'])}{where}{reference}"


def tolerance(seconds: int) -> str:
    """Return a tolerance as people read it: seconds, minutes, hours or days."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"

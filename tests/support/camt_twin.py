"""The slow plain-Python twin of the camt reader: whole file in memory, one rule after the other, no shared code."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

STATEMENTS = ("Rpt", "Stmt", "Ntfctn")


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def below(element: ET.Element, *path: str) -> ET.Element | None:
    for name in path:
        element = next((child for child in element if local(child) == name), None)
        if element is None:
            return None
    return element


def text(element: ET.Element, *path: str) -> str:
    found = below(element, *path)
    return (found.text or "").strip() if found is not None else ""


def entries(body: bytes):
    """Yield (statement element, its locator, entries) of a file."""
    seen = dict.fromkeys(STATEMENTS, 0)
    root = ET.fromstring(body)  # noqa: S314
    for message in root.iter():
        if not local(message).startswith("BkToCstmr"):
            continue
        for statement in message:
            name = local(statement)
            if name in seen:
                seen[name] += 1
                yield statement, f"{name}[{seen[name]}]", [e for e in statement if local(e) == "Ntry"]


def transactions(entry: ET.Element) -> list[ET.Element]:
    return [element for element in entry.iter() if local(element) == "TxDtls"]


def amount(entry: ET.Element, transaction: ET.Element | None) -> tuple[Decimal, str] | None:
    """Return number and currency from one and the same element, None where there is none."""
    places = []
    if transaction is not None:
        places += [below(transaction, "AmtDtls", "TxAmt", "Amt"), below(transaction, "Amt")]
    if len(transactions(entry)) <= 1:
        places.append(below(entry, "Amt"))
    for place in places:
        if place is not None and (place.text or "").strip():
            number = (place.text or "").strip()
            return (Decimal(number), place.get("Ccy") or "") if re.fullmatch(r"[0-9.]+", number) else None
    return None


def booked_amounts(body: bytes) -> dict[str, tuple[Decimal, str]]:
    """Return the amount of each booked and dated transaction that has one, by its locator."""
    found = {}
    for _, place, listed in entries(body):
        for number, entry in enumerate(listed, 1):
            if "BOOK" not in (text(entry, "Sts"), text(entry, "Sts", "Cd")):
                continue
            dated = any(text(entry, name, inner) for name in ("BookgDt", "ValDt") for inner in ("Dt", "DtTm"))
            for position, transaction in enumerate(transactions(entry) or [None], 1):
                locator = f"{place}/Ntry[{number}]"
                if transaction is not None:
                    locator += f"/TxDtls[{position}]"
                money = amount(entry, transaction)
                if money is not None and dated:
                    found[locator] = money
    return found


def record_count(body: bytes) -> int:
    """Count records in the text itself: one per TxDtls, one per entry without."""
    plain = body.decode("utf-8")
    blocks = re.findall(r"<(?:\w+:)?Ntry(?:\s[^>]*)?>(.*?)</(?:\w+:)?Ntry\s*>", plain, re.DOTALL)
    return sum(max(1, len(re.findall(r"<(?:\w+:)?TxDtls(?:\s[^>]*)?>", block))) for block in blocks)


def control_totals(body: bytes) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Return what each statement states of its entries, and what a plain count of them gives, by place and name."""
    totals = {}
    for statement, place, listed in entries(body):
        for group, side in (("TtlNtries", None), ("TtlCdtNtries", "CRDT"), ("TtlDbtNtries", "DBIT")):
            mine = [entry for entry in listed if side in (None, text(entry, "CdtDbtInd"))]
            found = {"NbOfNtries": Decimal(len(mine)), "Sum": sum((number(text(e, "Amt")) for e in mine), Decimal(0))}
            for name, value in found.items():
                if stated := text(statement, "TxsSummry", group, name):
                    totals[place, f"{group}/{name}"] = (Decimal(stated), value)
    return totals


def number(amount: str) -> Decimal:
    """Return a number, zero where the text is none."""
    return Decimal(amount) if re.fullmatch(r"[0-9]+([.][0-9]*)?", amount) else Decimal(0)

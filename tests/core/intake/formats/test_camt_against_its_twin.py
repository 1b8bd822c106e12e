"""Statements of any shape: the reader agrees with its slow twin, and totals that hold are found to hold."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.intake.formats.camt import READER
from tests.support import camt_twin
from tests.support.reading import read

CENTS = st.integers(0, 10**9)


class Entry(NamedTuple):
    cents: int
    credit: bool
    booked: bool
    parts: list[int | None]
    dated: bool


@st.composite
def entries(draw) -> Entry:
    parts = draw(st.lists(st.one_of(st.none(), CENTS), max_size=3))
    return Entry(draw(CENTS), draw(st.booleans()), draw(st.booleans()), parts, draw(st.booleans()))


def decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def written(listed: list[Entry], version: int, prefix: str) -> bytes:
    def tag(name: str, inner: str, attributes: str = "") -> str:
        return f"<{prefix}{name}{attributes}>{inner}</{prefix}{name}>"

    def amt(cents: int) -> str:
        return tag("Amt", decimal(cents), ' Ccy="EUR"')

    body = ""
    for entry in listed:
        status = "BOOK" if entry.booked else "PDNG"
        details = "".join(
            tag("TxDtls", tag("AmtDtls", tag("TxAmt", amt(part))) if part is not None else "") for part in entry.parts
        )
        body += tag(
            "Ntry",
            amt(entry.cents)
            + tag("CdtDbtInd", "CRDT" if entry.credit else "DBIT")
            + tag("Sts", status if version < 8 else tag("Cd", status))
            + (tag("BookgDt", tag("Dt", "2024-02-29")) if entry.dated else "")
            + (tag("NtryDtls", details) if details else ""),
        )
    credit = [entry.cents for entry in listed if entry.credit]
    summary = tag(
        "TxsSummry",
        tag("TtlNtries", tag("NbOfNtries", str(len(listed))) + tag("Sum", decimal(sum(e.cents for e in listed))))
        + tag("TtlCdtNtries", tag("NbOfNtries", str(len(credit))) + tag("Sum", decimal(sum(credit)))),
    )
    space = f' xmlns{":" + prefix[:-1] if prefix else ""}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02d}"'
    return tag("Document", tag("BkToCstmrStmt", tag("Stmt", tag("Id", "S") + summary + body)), space).encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(entries(), max_size=5), st.sampled_from((2, 4, 8, 13)), st.sampled_from(("", "ns2:")))
def test_reader_and_twin_agree(listed, version, prefix):
    body = written(listed, version, prefix)
    reading = read(READER, body)
    assert reading.read == camt_twin.record_count(body)
    found = {row["at"]: (Decimal(row["amount"][0]).scaleb(-2), row["amount"][1]) for row in reading.rows}
    assert found == camt_twin.booked_amounts(body)
    totals = {("Stmt[1]", name): (Decimal(stated), Decimal(seen)) for _, name, stated, seen, _ in reading.totals}
    assert totals == camt_twin.control_totals(body)
    assert all(stated == seen for stated, seen in totals.values())
    assert len(totals) == 4


@settings(max_examples=30, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=4), st.data())
def test_a_statement_that_lost_an_entry_is_noticed(listed, data):
    body = written(listed, 8, "")
    lost = data.draw(st.integers(0, len(listed) - 1))
    parts = body.split(b"<Ntry>")
    shorter = b"<Ntry>".join(parts[: lost + 1] + parts[lost + 2 :])
    if lost == len(listed) - 1:
        shorter += b"</Stmt></BkToCstmrStmt></Document>"
    totals = {name: (expected, found) for _, name, expected, found, _ in read(READER, shorter).totals}
    expected, found = totals["TtlNtries/NbOfNtries"]
    assert int(expected) == int(found) + 1

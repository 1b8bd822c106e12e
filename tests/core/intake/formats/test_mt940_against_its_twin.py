"""Statements of any shape: the reader agrees with its slow twin, and names survive however a bank breaks its lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keerpunt.intake.formats.mt940 import READER
from tests.support import mt940_twin as twin
from tests.support.reading import context, read

pytestmark = pytest.mark.slow

GOLDEN = sorted(p for p in (Path(__file__).parents[3] / "golden" / "mt940").iterdir() if "expected" not in p.name)
EXPONENT = {"EUR": 2, "KWD": 3, "JPY": 0}
NAME = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ /.-'", min_size=1, max_size=60).map(lambda n: f"N{' '.join(n.split())}")
"""Names with slashes and blanks; two slashes in a row and a last slash would end a value."""


class Line(NamedTuple):
    minor: int
    mark: str
    funds: str
    value: dt.date
    booked: int | None
    reference: str
    form: int


@st.composite
def entries(draw) -> Line:
    return Line(
        draw(st.integers(0, 10**9)),
        draw(st.sampled_from(("C", "D", "RC", "RD"))),
        draw(st.sampled_from(("", "R", "N", "D"))),
        draw(st.dates(dt.date(2001, 1, 1), dt.date(2049, 12, 31))),
        draw(st.one_of(st.none(), st.integers(-60, 60))),
        draw(st.from_regex(r"[A-Z0-9]{0,12}", fullmatch=True)),
        draw(st.integers(0, 2)),
    )


def amount(minor: int, exponent: int, form: int = 0) -> str:
    """Write an amount as banks do: plain, with zeros in front, or without the zeros at its end."""
    whole, rest = divmod(minor, 10**exponent)
    fraction = f"{rest:0{exponent}d}" if exponent else ""
    return (f"{whole},{fraction}", f"{whole:012d},{fraction}", f"{whole},{fraction.rstrip('0')}")[form]


def written(listed: list[Line], currency: str) -> str:
    exponent = EXPONENT[currency]
    balance = 0
    text = ""
    for line in listed:
        balance += line.minor if line.mark in ("C", "RD") else -line.minor
        booked = "" if line.booked is None else f"{line.value + dt.timedelta(days=line.booked):%m%d}"
        shown = amount(line.minor, exponent, line.form)
        bank = f"//{line.reference}" if line.reference else ""
        text += f":61:{line.value:%y%m%d}{booked}{line.mark}{line.funds}{shown}NTRFNONREF{bank}\n"
    sign = "D" if balance < 0 else "C"
    head = f":20:REF\n:25:12345678/1\n:28C:1/1\n:60F:C240101{currency}0,\n"
    return f"{head}{text}:62F:{sign}240101{currency}{amount(abs(balance), exponent)}\n-\n"


@settings(max_examples=150, deadline=None)
@given(st.lists(entries(), max_size=6), st.sampled_from(tuple(EXPONENT)), st.sampled_from(("\n", "\r\n", "\r")))
def test_reader_and_twin_agree(listed, currency, end):
    body = (written(listed, currency) * 2).replace("\n", end).encode()
    expected = {entry.at: entry for message in twin.messages(body) for entry in message.entries}
    reading = read(READER, body, context(zone="UTC"))
    assert reading.read == len(reading.rows) == len(expected) == 2 * len(listed)
    for row in reading.rows:
        entry = expected[row["at"]]
        minor, stated = row["amount"]
        assert (Decimal(minor).scaleb(-EXPONENT[currency]), stated) == (abs(entry.amount), currency)
        if minor:
            assert row["direction"] == ("in" if entry.amount > 0 else "out")
        assert (row["row_kind"] == "reversal") is entry.reversal
        assert row["initiated"][0][:10] == entry.day.isoformat()
    assert all(stated == found for _, _, stated, found, _ in reading.totals)
    assert len(reading.totals) == 2


def test_golden_files_agree_with_the_twin():
    for path in GOLDEN:
        body = path.read_bytes()
        rows = read(READER, body, context(zone="UTC")).rows
        expected = {entry.at: entry for message in twin.messages(body) for entry in message.entries}
        assert rows
        for row in rows:
            entry = expected[row["at"]]
            exponent = EXPONENT.get(row["amount"][1], 2)
            assert Decimal(row["amount"][0]).scaleb(-exponent) == abs(entry.amount), path.name
            assert row["initiated"][0][:10] == entry.day.isoformat(), path.name
            assert row["row_kind"] == "reversal" or not entry.reversal, path.name


def broken(text: str, width: int, first: int) -> str:
    """Break a text into lines of a width wherever it happens to fall, as banks do."""
    parts = [text[:first], *(text[at : at + width] for at in range(first, len(text), width))]
    return "\n".join(part for part in parts if part.strip(" "))


@settings(max_examples=150, deadline=None)
@given(NAME, NAME, st.integers(20, 65), st.booleans())
def test_a_dutch_name_survives_any_line_break(name, ultimate, width, with_ultimate):
    more = f"/ULTD//NAME/{ultimate}" if with_ultimate else ""
    text = f"/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/{name}/REMI/x/EREF/E-1{more}"
    body = written([Line(100, "C", "", dt.date(2024, 1, 2), 0, "R1", 0)], "EUR")
    lines = broken(text, width, width - 4)
    # A line that is nothing but a hyphen ends a message (SWIFT MT940), so a bank cannot break a name there.
    assume("-" not in [line.strip() for line in lines.split("\n")])
    body = body.replace(":62F", f":86:{lines}\n:62F")
    row = read(READER, body.encode()).only()
    clean = name.removesuffix("/").strip()
    assert row["iban"] == "NL02ABNA0123456789"
    if with_ultimate:
        assert (row["payer_name"], row["payer_account_name"]) == (ultimate.removesuffix("/").strip(), clean)
    else:
        assert row["payer_name"] == clean


@settings(max_examples=150, deadline=None)
@given(st.from_regex(r"[A-Z][A-Za-z]{1,12}(?: [A-Z][a-z]{1,12}){0,3}", fullmatch=True), st.integers(20, 65))
def test_a_german_name_survives_sub_fields_of_27_characters(name, width):
    assume(name != "XX")  # the short form of rows leaves out what stands for unknown
    fields = [f"?3{2 + n}{name[at : at + 27].rstrip()}" for n, at in enumerate(range(0, len(name), 27))]
    text = f"166?00GUTSCHRIFT?20SVWZ+x?30TESTDEFF?31DE02120300000000202051{''.join(fields[:2])}"
    body = written([Line(100, "C", "", dt.date(2024, 1, 2), 0, "R1", 0)], "EUR")
    lines = broken(text, width, width - 4)
    if any(line != line.rstrip() for line in lines.split("\n")):
        return  # no bank ends a line with a blank that belongs to a word
    row = read(READER, body.replace(":62F", f":86:{lines}\n:62F").encode()).only()
    assert row["payer_name"] == " ".join(name[:54].split())


@pytest.mark.parametrize("width", range(10, 66, 5))
def test_the_grammar_does_not_depend_on_the_width_of_lines(width):
    text = "/EREF/E-1//MARF/M-1//CNTP/NL02ABNA0123456789/ABNANL2A/J. Voorbeeld///REMI/USTD//tekst/"
    body = written([Line(100, "C", "", dt.date(2024, 1, 2), 0, "", 0)], "EUR")
    row = read(READER, body.replace(":62F", f":86:{broken(text, width, width)}\n:62F").encode()).only()
    assert (row["psp_ref"], row["payer_name"], row["bic"]) == ("E-1", "J. Voorbeeld", "ABNANL2A")

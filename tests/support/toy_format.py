"""A format as an outsider would write it after docs/add-a-format.md: one module, one READER, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context, RowRejected
from keerpunt.intake.lines import numbered_lines
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Mapped, Record, Rejected, Row, Total
from keerpunt.values.instant import from_unix
from keerpunt.values.money import parse_money

MAGIC = b"VOUCHERS 1"


def sniff(head: bytes, name: str) -> bool:
    """Recognise a voucher list by its first line."""
    del name
    return head.startswith(MAGIC + b"\n")


def read(stream: BinaryIO, context: Context) -> Iterator[Record]:
    """Yield a payment per line `reference;seconds;amount;currency`; the last line states how many there are."""
    if stream.readline() != MAGIC + b"\n":
        raise SourceRefused("unknown_format", "is no voucher list", place="line:1")
    stream.seek(0)
    found, stated = 0, ""
    for number, line, ended in numbered_lines(stream):
        place = f"line:{number}"
        if number == 1:
            continue
        if line is None:
            yield Rejected(place, "too_long")
        elif line.startswith(b"END "):
            stated = line.decode("ascii", "ignore")[4:].strip()
            yield Total(place, "vouchers", "".join(filter(str.isdigit, stated)) or "none", str(found))
        else:
            found += 1
            yield _voucher(place, line, context) if ended else Rejected(place, "truncated")
    if not stated:
        yield Total("line:1", "vouchers", "stated at the end", "no end")


def _voucher(place: str, line: bytes, context: Context) -> Record:
    try:
        reference, seconds, amount, currency = line.decode("utf-8").split(";")
    except UnicodeDecodeError:
        return Rejected(place, "bad_encoding")
    except ValueError:
        return Rejected(place, "unknown_record")
    try:
        values = {
            "psp": "vouchers",
            "psp_ref": reference,
            "instrument_kind": "voucher",
            "direction": "in",
            "row_kind": "payment",
            "initiated": context.value("payment", "initiated", lambda: from_unix(seconds)),
            "amount": context.value("payment", "amount", lambda: parse_money(amount, currency)),
        }
    except RowRejected as rejected:
        return Rejected(place, rejected.code)
    except UnreadableValue:
        return Rejected(place, "unknown_record")
    return Mapped(place, (Row("payment", values),)) if reference else Rejected(place, "missing_key")


READER = Reader(
    name="vouchers",
    version="1",
    tables=("payment",),
    sniff=sniff,
    read=read,
    cannot_tell=("who handed a voucher in",),
)

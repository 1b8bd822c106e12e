"""Hostile MT940 files cost little time and memory, whatever their lines hold."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from keerpunt.intake.formats.mt940 import READER
from keerpunt.intake.lines import MAX_LINE
from keerpunt.intake.records import Known
from tests.support.reading import context, read

pytestmark = pytest.mark.slow

KNOWN = Known(orders=frozenset(("ORD-1",)))


def statement(entries: str) -> bytes:
    return f":20:R\n:25:12345678/1\n:28C:1/1\n:60F:C240101EUR0,\n{entries}-\n".encode()


HOSTILE = {
    "one line of slashes": b":86:" + b"/NAME/" * 150_000,
    "one line of marks": b":86:166" + b"?20" * 300_000,
    "codewords of sub-fields": b":86:166?20" + b"EREF+ " * 150_000,
    "one line of digits": b":61:240102C" + b"9" * 1_000_000,
    "one line of separators": b":61:240102C1,00NTRF" + b"//" * 500_000,
    "a balance of digits": b":60F:C240101EUR" + b"1" * 1_000_000,
    "blanks": b":61:240102C1,00NTRF" + b" " * 1_000_000 + b"x",
    "many sub-fields": b":86:166" + b"".join(b"?%d%s" % (20 + n % 10, b"x" * 27) for n in range(30_000)),
    "carriage returns": b":86:x" + b"\r" * 1_000_000,
    "colons": b":86:x\n" + b":\n" * 300_000,
    "a line past the limit": b":86:x\n" + b"y" * (MAX_LINE + 10) + b"\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_cost_little_time(name):
    body = statement(":61:240102C1,00NTRFNONREF\n").replace(b"-\n", HOSTILE[name] + b"\n:62F:C240102EUR1,00\n-\n")
    begin = time.process_time()
    reading = read(READER, body, context(known=KNOWN))
    assert time.process_time() - begin < 4
    assert reading.read >= 1


def test_memory_does_not_grow_with_the_file():
    def peak(statements: int) -> int:
        entries = ":61:240102C1,00NTRFNONREF\n:86:" + "x" * 60 + "\n"
        one = statement(entries * 50 + ":62F:C240102EUR50,00\n")
        body = io.BytesIO(one * statements)
        around = context()
        tracemalloc.start()
        for _ in READER.read(body, around):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(200) < 3 * peak(20) + 1_000_000

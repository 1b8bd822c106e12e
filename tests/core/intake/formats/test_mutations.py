"""Golden files with flipped bits, cuts, splices, repeated blocks and other encodings give rows, rejects or a refusal.

The seeds are fixed, so that every run tries the same files; the long run with more of them belongs to the gate.
"""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.accesslog import READER as ACCESSLOG
from keerpunt.intake.formats.btcpay import READER as BTCPAY
from keerpunt.intake.formats.camt import READER as CAMT
from keerpunt.intake.formats.paypal import READER as PAYPAL
from keerpunt.intake.formats.stripe import READER as STRIPE
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Known
from keerpunt.model.tables import table
from keerpunt.model.words import EXCLUDE_REASONS, REJECT_REASONS
from tests.support.reading import Reading, context, read

GOLDEN = Path(__file__).parents[3] / "golden"
KNOWN = Known(frozenset(("1002",)), {"anna": "1001"}, frozenset(("ORD-1001",)), {"2024-05": "folder:a"})
NAMES = ("Voorbeeld", "Beispiel", "Example", "example.org", "ABNA0123456789", "FpOne")
ROUNDS = 30
SHARDS = 10


def seeds(reader: Reader) -> list[tuple[str, bytes]]:
    folder = GOLDEN / reader.name
    return sorted((p.name, p.read_bytes()) for p in folder.iterdir() if not p.name.endswith(".expected.json"))


def mutated(body: bytes, other: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(7)
    begin = chance.randrange(len(body))
    end = min(len(body), begin + chance.randrange(1, 400))
    if kind == 0:
        flipped = bytearray(body)
        for _ in range(chance.randrange(1, 12)):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if kind == 1:
        return body[:begin]
    if kind == 2:
        return body[:begin] + other[chance.randrange(len(other)) :]
    if kind == 3:
        return body[:end] + body[begin:end] * chance.randrange(1, 30) + body[end:]
    if kind == 4:
        return body[:begin] + body[end:]
    if kind == 5:
        return body[:begin] + chance.randbytes(chance.randrange(1, 40)) + body[begin:]
    text = body.decode("latin-1")
    return chance.choice((text.encode("utf-16"), text.encode("utf-8-sig"), text.upper().encode(), gzip.compress(body)))


def check(reading: Reading) -> None:
    assert {code for _, code in reading.rejected} <= set(REJECT_REASONS)
    assert {code for _, code in reading.excluded} <= set(EXCLUDE_REASONS)
    for row in reading.rows:
        for field in table(row["table"]).fields:
            value = row.get(field.name)
            if isinstance(value, str):
                value.encode("utf-8")
            assert value is None or not field.values or value in field.values or field.name == "value"
            if field.essential and row["table"] != "fraud_report":
                assert value is not None


@pytest.mark.parametrize("reader", [ACCESSLOG, BTCPAY, CAMT, PAYPAL, STRIPE], ids=lambda r: r.name)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_spoilt_file_gives_rows_rejects_or_a_refusal(reader, shard):
    chance = random.Random(shard)
    files = seeds(reader)
    for _ in range(ROUNDS):
        name, body = chance.choice(files)
        spoilt = mutated(body, chance.choice(files)[1], chance)
        reader.sniff(spoilt[:65_536], name)
        refusal = ""
        try:
            check(read(reader, spoilt, context(name, known=KNOWN)))
        except SourceRefused as refused:
            refusal = str(refused)
        assert not any(word in refusal for word in NAMES)

"""What every reader must do, whoever wrote it. Inherit `ReaderContract`, name the reader and a few small files.

    class TestMyFormat(ReaderContract):
        reader = READER
        samples = {"two orders": b"..."}

See docs/add-a-format.md.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.collect import Collector
from keerpunt.intake.context import Context
from keerpunt.intake.guards import Guards
from keerpunt.intake.reader import HEAD_BYTES, Reader
from keerpunt.intake.records import Excluded, Mapped, Record, Rejected, Total
from keerpunt.model.operation import Source
from keerpunt.model.schema import COMMON
from keerpunt.model.tables import CANONICAL
from keerpunt.model.words import EXCLUDE_REASONS, REJECT_REASONS
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import TokenKey

CANARY = "Zebedee Canary"
FUZZED = 60
"""Mutations per sample; small, since every edit runs them."""


class ReaderContract:
    """Fourteen tests of one reader over its samples.

    `samples`: name to bytes; together they map at least two records. `line_format`: a record is a line, so that a
    prefix of a file gives a prefix of its records. `sniffed`: the reader is to recognise its samples by their bytes.
    `declared`: further keys of the source, `beside`: files that lie beside it, by their path.
    """

    reader: ClassVar[Reader]
    samples: ClassVar[Mapping[str, bytes]]
    line_format: ClassVar[bool] = False
    sniffed: ClassVar[bool] = True
    file_name: ClassVar[str] = "sample"
    declared: ClassVar[Mapping[str, Any]] = {}
    beside: ClassVar[Mapping[str, bytes]] = {}

    def context(self, folder: Path) -> Context:
        """Return the surroundings of the sample in a folder."""
        for name, body in self.beside.items():
            (folder / name).write_bytes(body)
        source = Source(
            self.file_name,
            "psp:contract",
            "unit",
            dt.date(2025, 1, 1),
            "law",
            "test",
            sha256="ab" * 32,
            **self.declared,
        )
        zone = ZoneRule("Europe/Amsterdam", "assumed")
        return Context(source, folder / self.file_name, zone, TokenKey(bytes(32)), root=folder)

    def read(self, folder: Path, body: bytes) -> list[Record]:
        """Read bytes to the end; what was noted on the way never holds a value."""
        context = self.context(folder)
        context.path.write_bytes(body)
        with context.path.open("rb") as stream:
            records = list(self.reader.read(stream, context))
        assert CANARY not in f"{context.findings} {context.told} {context.guarded}"
        assert all(re.fullmatch(r"[a-z0-9_]+", code) for code, _ in context.findings)
        return records

    def read_all(self, folder: Path) -> list[Record]:
        """Read every sample."""
        return [record for body in self.samples.values() for record in self.read(folder, body)]

    def test_the_samples_say_something(self, tmp_path: Path) -> None:
        assert sum(isinstance(record, Mapped) for record in self.read_all(tmp_path)) >= 2

    def test_it_names_itself_its_version_and_canonical_tables(self) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", self.reader.name)
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)*", self.reader.version)
        assert set(self.reader.tables) | set(self.reader.object_complete) <= set(CANONICAL)
        assert self.reader.cannot_tell, "say what the format cannot tell"

    def test_every_record_has_a_place_and_a_reason_of_the_vocabulary(self, tmp_path: Path) -> None:
        for record in self.read_all(tmp_path):
            assert isinstance(record, (Mapped, Rejected, Excluded, Total))
            assert record.locator
            if isinstance(record, Rejected):
                assert record.reason in REJECT_REASONS
            if isinstance(record, Excluded):
                assert record.reason in EXCLUDE_REASONS

    def test_no_record_is_given_twice(self, tmp_path: Path) -> None:
        for body in self.samples.values():
            records = [r for r in self.read(tmp_path, body) if not isinstance(r, (Total, Excluded))]
            places = [record.locator for record in records]
            assert len(set(places)) == len(places)

    def test_rows_are_of_its_tables_and_set_no_column_that_intake_sets(self, tmp_path: Path) -> None:
        common = {field.name for field in COMMON}
        for record in self.read_all(tmp_path):
            for row in record.rows if isinstance(record, Mapped) else ():
                assert row.table in self.reader.tables
                assert not common & set(row.values)

    def test_every_value_is_of_the_type_of_its_field(self, tmp_path: Path) -> None:
        context = self.context(tmp_path)
        collector = Collector(context, self.reader.label, Guards(context.key))
        records = self.read_all(tmp_path)
        for record in records:
            collector.add(record)
        collector.finish()
        counted = sum(r.count if isinstance(r, Excluded) else 1 for r in records if not isinstance(r, Total))
        assert collector.tally.read == counted
        assert not any(code == "incomplete_row" for code, _ in context.findings)

    def test_reading_again_gives_the_same(self, tmp_path: Path) -> None:
        assert self.read_all(tmp_path) == self.read_all(tmp_path)

    def test_records_come_as_they_are_read(self, tmp_path: Path) -> None:
        context = self.context(tmp_path)
        context.path.write_bytes(next(iter(self.samples.values())))
        with context.path.open("rb") as stream:
            records = self.reader.read(stream, context)
            assert iter(records) is iter(records), "yield records, do not return a list"
            list(records)

    def test_it_recognises_its_samples_and_no_others(self) -> None:
        for body in self.samples.values():
            assert self.reader.sniff(body[:HEAD_BYTES], self.file_name) is self.sniffed
        for strange in (b"", b"\0" * 64, b"hello world\n", b"\xff\xfe\x00", b"<a/>", b"{}", b"a,b\n1,2\n"):
            assert self.reader.sniff(strange, "strange.bin") is False

    def test_recognising_never_raises(self) -> None:
        rng = random.Random(3)
        for body in self.samples.values():
            for _ in range(FUZZED):
                assert self.reader.sniff(mutated(body, rng)[:HEAD_BYTES], self.file_name) in (True, False)

    def test_strange_bytes_are_refused_or_rejected_never_mapped(self, tmp_path: Path) -> None:
        for body in (b"\0" * 100, b"\xff" * 100, b"\x81\x8d\x8f", bytes(range(256)), b"[" * 1000, b'{"a":' * 1000):
            outcome = self.outcome(tmp_path, body)
            assert not isinstance(outcome, list) or not any(isinstance(record, Mapped) for record in outcome)

    def test_mutated_files_give_records_or_a_refusal_and_nothing_else(self, tmp_path: Path) -> None:
        rng = random.Random(5)
        for body in self.samples.values():
            for _ in range(FUZZED):
                self.outcome(tmp_path, mutated(body, rng))

    def test_a_file_that_was_cut_off_is_noticed(self, tmp_path: Path) -> None:
        """Line formats give a prefix of the records, then one cut record; others refuse, or give no more."""
        rng = random.Random(7)
        for body in self.samples.values():
            whole = [r for r in self.read(tmp_path, body) if not isinstance(r, Total)]
            for cut in sorted(rng.sample(range(1, len(body)), min(40, len(body) - 1))):
                outcome = self.outcome(tmp_path, body[:cut])
                if not isinstance(outcome, list):
                    continue
                records = [r for r in outcome if not isinstance(r, Total)]
                assert len(records) <= len(whole) + 1
                if self.line_format:
                    assert records[:-1] == whole[: max(len(records) - 1, 0)]

    def test_no_refusal_quotes_the_file(self, tmp_path: Path) -> None:
        rng = random.Random(11)
        for body in self.samples.values():
            for _ in range(FUZZED):
                place = rng.randrange(len(body))
                outcome = self.outcome(tmp_path, body[:place] + CANARY.encode() + body[place + rng.randrange(20) :])
                if isinstance(outcome, Exception):
                    assert CANARY not in str(outcome)
                else:
                    said = [r for r in outcome if isinstance(r, (Rejected, Excluded))]
                    assert all(CANARY not in f"{r.locator} {r.reason}" for r in said)

    def outcome(self, folder: Path, body: bytes) -> list[Record] | InputRefused:
        """Return the records of a file or its refusal; any other exception is a defect and passes."""
        try:
            return self.read(folder, body)
        except (SourceRefused, InputRefused) as refused:
            return refused


def mutated(body: bytes, rng: random.Random) -> bytes:
    """Return a file with a few flipped bits, a cut, a repeated block or foreign bytes in it."""
    out = bytearray(body)
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(out)) if out else 0
        kind = rng.randrange(5)
        if kind == 0 and out:
            out[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del out[place : place + rng.randrange(1, 40)]
        elif kind == 2:
            out[place:place] = out[max(0, place - rng.randrange(1, 80)) : place]
        elif kind == 3:
            out[place:place] = rng.choice((b"\0", b"\xff", b'"', b"\n", b"\xe2\x82", b"<", b"{", b"'", b"9" * 30))
        else:
            out[place : place + 4] = rng.randbytes(4)
    return bytes(out)

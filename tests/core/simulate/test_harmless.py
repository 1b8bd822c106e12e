"""Nothing generated can be anybody's: no card numbers, reserved addresses and domains, banks that do not exist."""

from __future__ import annotations

import csv
import gzip
import ipaddress
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from schwifty import IBAN

pytestmark = pytest.mark.slow

_RESERVED_IPS = [
    ipaddress.ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "2001:db8::/32")
]
_DOMAINS = ("example.org", "example.net", "example.com")
_RUN = re.compile(r"\d+(?:[ -]\d+)*")
_SCHEME = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6[0-9]|81")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_EMAIL = re.compile(r"[\w.+-]+@([\w.-]+)")


def cells(sources: Path) -> Iterator[str]:
    """Yield every value of every file, so that digits of neighbouring cells of a database do not run together."""
    for path in sorted(path for path in sources.rglob("*") if path.is_file()):
        if path.suffix == ".sqlite":
            yield from _of_database(path)
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from (cell for row in csv.reader(file) for cell in row)
        elif path.suffix == ".jsonl":
            yield from (str(v) for line in path.read_text("utf-8").splitlines() for v in _values(json.loads(line)))
        else:
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            yield from body.decode("utf-8").splitlines()


def _values(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _values(value)
    else:
        yield node


def _of_database(path: Path) -> Iterator[str]:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield from (str(cell) for row in connection.execute(f"SELECT * FROM {name}") for cell in row)
    finally:
        connection.close()


def card_like(text: str) -> list[str]:
    """Return runs of 13 to 19 digits that begin like a card scheme's and pass the Luhn test."""
    found = []
    for run in _RUN.findall(_IBAN.sub(" ", text)):
        digits = re.sub(r"\D", "", run)
        if 13 <= len(digits) <= 19 and _SCHEME.match(digits) and _luhn(digits):
            found.append(run)
    return found


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def test_the_scan_for_card_numbers_can_find_one() -> None:
    assert card_like("paid with 4242 4242 4242 4242 today") == ["4242 4242 4242 4242"]
    assert card_like("order 4242424242424243") == []


@pytest.mark.parametrize("scale", ["small", "cumberland"])
def test_no_value_of_any_file_looks_like_a_card_number(scale: str, request: pytest.FixtureRequest) -> None:
    values = list(cells(request.getfixturevalue(scale)))
    assert len(values) > 10_000
    assert [found for value in values for found in card_like(value)] == []


def test_every_ip_address_is_reserved_for_documentation_or_tests(cumberland: Path) -> None:
    versions = re.compile(r"Chrome/\S+|Firefox/\S+|Version/\S+|rv:\S+")
    found = {ip for value in cells(cumberland) for ip in _IPV4.findall(versions.sub("", value))}
    found |= {word for value in cells(cumberland) for word in value.split() if word.startswith("2001:")}
    assert len(found) > 300
    assert [ip for ip in found if not any(ipaddress.ip_address(ip) in net for net in _RESERVED_IPS)] == []


def test_every_mail_address_lies_in_a_reserved_domain(cumberland: Path) -> None:
    domains = {domain for value in cells(cumberland) for domain in _EMAIL.findall(value)}
    assert len(domains) >= 5
    assert all(domain.endswith(_DOMAINS) for domain in domains)


def test_every_iban_is_valid_and_at_a_bank_that_does_not_exist(cumberland: Path) -> None:
    found = {iban for value in cells(cumberland) for iban in _IBAN.findall(value)}
    ibans = [IBAN(text, validate_bban=True) for text in sorted(found)]
    assert len(ibans) > 40
    assert [iban.bank_code for iban in ibans if iban.bank] == []
    assert IBAN("NL91ABNA0417164300").bank, "without the list of banks this test could not fail"

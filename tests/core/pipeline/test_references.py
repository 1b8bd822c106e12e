"""Lists that an operation brings along: what is read of them, and which line is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from keerpunt.assess import AddressRange
from keerpunt.errors import InputRefused
from keerpunt.model.operation import Operation, Platform, Reference
from keerpunt.pipeline.references import address_ranges, shared_owners, unread_kinds


def operation(tmp_path: Path, files: Mapping[str, tuple[str, str]]) -> Operation:
    """Write reference files, name -> (kind, text), and return an operation that lists them."""
    for name, (_, text) in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    references = tuple(Reference(kind, name) for name, (kind, _) in files.items())
    return Operation("TEST-1", "NL", "b", "p", Platform("p"), (), references=references)


def test_ranges_are_read_with_and_without_a_header(tmp_path: Path) -> None:
    given = operation(
        tmp_path,
        {
            "tor.txt": ("tor_exits", "# of 2024-01-01\n203.0.113.9\n\n2001:db8::1\n"),
            "host.csv": ("hosting_ranges", "network,owner\n198.51.100.0/24,Example Hosting\n"),
        },
    )
    assert address_ranges(given, tmp_path) == (
        AddressRange("tor_exits", "203.0.113.9"),
        AddressRange("tor_exits", "2001:db8::1"),
        AddressRange("hosting_ranges", "198.51.100.0/24"),
    )
    assert unread_kinds(given) == set()


def test_a_line_that_is_no_range_is_refused_with_its_number(tmp_path: Path) -> None:
    given = operation(tmp_path, {"tor.txt": ("tor_exits", "203.0.113.9\nexample.org\n")})
    with pytest.raises(InputRefused, match=r"tor\.txt:2: is no internet address"):
        address_ranges(given, tmp_path)


def test_owners_are_read_by_the_names_of_their_columns(tmp_path: Path) -> None:
    text = "owner,note,channel\nHolding A,x,shop-1\nHolding A,,shop-2\n"
    given = operation(tmp_path, {"owners.csv": ("shared_owners", text)})
    assert shared_owners(given, tmp_path) == {"shop-1": "Holding A", "shop-2": "Holding A"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("shop,owner\na,b\n", "no columns channel and owner"),
        ("channel,owner\nshop-1,\n", r"owners\.csv:2: names no channel or no owner"),
        ("channel,owner\nshop-1,a\nshop-1,b\n", r"owners\.csv:3: names a second owner"),
    ],
)
def test_owners_that_cannot_be_told_are_refused(text: str, words: str, tmp_path: Path) -> None:
    given = operation(tmp_path, {"owners.csv": ("shared_owners", text)})
    with pytest.raises(InputRefused, match=words):
        shared_owners(given, tmp_path)


def test_a_kind_that_nobody_reads_is_said_to_be_unread(tmp_path: Path) -> None:
    given = operation(tmp_path, {"x.csv": ("something_else", "a\n")})
    assert unread_kinds(given) == {"something_else"}

"""Lists of cards and accounts that an operation brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from keerpunt.model.operation import Operation, Platform, Reference
from keerpunt.pipeline.references import corporate_bins, special_accounts, unread_kinds


def operation(**files: str) -> Operation:
    """An operation that brings along one file of each kind."""
    references = tuple(Reference(kind, path) for kind, path in files.items())
    platform = Platform(name="p", time_zone="UTC", time_zone_basis="documented", content_scope="illegal_only")
    return Operation("TEST-1", "NL", "order", "test", platform, (), references=references)


def test_corporate_bins_are_read_from_their_own_list_and_do_not_count_as_unread(tmp_path: Path) -> None:
    (tmp_path / "bins.csv").write_text("bin,issuer\n411111,one\n 550000 ,two\n,\n")
    (tmp_path / "accounts.csv").write_text("platform_account_id\n7\n")
    told = operation(corporate_bins="bins.csv", special_accounts="accounts.csv", other_list="tor.csv")
    assert corporate_bins(told, tmp_path) == ("411111", "550000")
    assert special_accounts(told, tmp_path) == ("7",)
    assert unread_kinds(told) == {"other_list"}


@pytest.mark.parametrize("content", ["number\n411111\n", ""])
def test_a_list_without_its_column_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "bins.csv").write_text(content)
    with pytest.raises(InputRefused, match="bin"):
        corporate_bins(operation(corporate_bins="bins.csv"), tmp_path)

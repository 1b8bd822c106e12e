"""What the platform's clock and folders mean for the answers of others and for what the declaration names."""

from __future__ import annotations

import datetime as dt

import pytest

from keerpunt.intake import stored_scope
from keerpunt.intake.one_file import zone_rule
from keerpunt.model.operation import Operation, Platform, Source
from keerpunt.values.instant import ZoneRule
from keerpunt.values.token import derive_key

DOCUMENTED = Platform("p", "Europe/Copenhagen", "documented", "server configuration")


def source(origin: str, table: str = "", time_zone: str = "") -> Source:
    return Source("x.csv", origin, "somebody", dt.date(2025, 1, 1), "b", "p", table=table, time_zone=time_zone)


@pytest.mark.parametrize(
    ("given", "basis"),
    [
        (source("platform:p", "ip_assignment"), "source_setting"),
        (source("isp:i", "ip_assignment"), "assumed"),
        (source("email:m", "subscriber"), "assumed"),
        (source("isp:i", "ip_assignment", "Europe/Copenhagen"), "source_setting"),
        (source("bank:b"), "source_setting"),
    ],
)
def test_the_platforms_clock_is_not_that_of_who_answers_elsewhere(given: Source, basis: str) -> None:
    operation = Operation("T", "NL", "b", "p", DOCUMENTED, (given,))
    assert zone_rule(operation, given) == ZoneRule("Europe/Copenhagen", basis)


def test_a_lawful_folder_is_named_as_the_evidence_names_it() -> None:
    key = derive_key(["a"])
    stored = stored_scope("folder:album-1", key)
    assert stored == f"folder:{key.token('folder', 'album-1')}"
    assert stored_scope("folder:17", key) == "folder:17"
    assert stored_scope("period:2024-01", key) == "period:2024-01"
    assert stored_scope("all", key) == "all"

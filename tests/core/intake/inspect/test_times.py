from __future__ import annotations

import pytest

from tests.support.inspecting import codes, column


def times(*values: str):
    return column(*values, name="created").time


@pytest.mark.parametrize(
    ("values", "form", "zone"),
    [
        (["2024-01-02T10:00:00+01:00", "2024-01-03T10:00:00Z"], "iso", "record"),
        (["2024-01-02 10:00:00"], "iso", "declare"),
        (["2024-01-02"], "iso", "day"),
        (["31-01-2024 10:00", "01-02-2024 11:00"], "%d-%m-%Y %H:%M", "declare"),
        (["01/31/2024", "02/01/2024"], "%m/%d/%Y", "day"),
        (["31.01.24 10:00:01"], "%d.%m.%y %H:%M:%S", "declare"),
        (["2024/01/31 10:00", "2024/02/01 10:00"], "%Y/%m/%d %H:%M", "declare"),
        (["3 Apr 2024 10:00:00 +0200"], "%d %b %Y %H:%M:%S %z", "record"),
        (["03/Apr/2024:10:00:00"], "%d/%b/%Y:%H:%M:%S", "declare"),
        (["April 3, 2024"], "%B %d, %Y", "day"),
        (["20240131", "20240201"], "%Y%m%d", "day"),
        (["20240131100000"], "%Y%m%d%H%M%S", "declare"),
        (["1704189600", "1704189601"], "unix", "record"),
        (["1704189600123"], "unix_ms", "record"),
    ],
)
def test_the_format_of_a_column(values, form, zone):
    found = times(*values)
    assert (found.format, found.zone, found.decided) == (form, zone, True)


def test_a_part_above_twelve_proves_the_order_and_is_counted():
    found = column("31-01-2024", "01-02-2024", name="born")
    assert any(s.code == "date_order" and "1 distinct" in s.basis and s.kind == "assessment" for s in found.statements)


def test_days_after_today_decide_the_order():
    assert times("05-02-2025").format == "%d-%m-%Y", "2 May is not yet"
    assert times("02-05-2025").format == "%m-%d-%Y"


def test_days_of_an_end_may_lie_ahead_and_decide_nothing():
    assert not column("05-02-2025", name="valid_until").time.decided


def test_days_that_can_be_read_in_two_ways_are_asked():
    found = times("03/04/2024", "05/06/2024")
    assert not found.decided
    assert found.alternatives == ("%d/%m/%Y", "%m/%d/%Y")


def test_days_that_contradict_each_other_are_asked():
    assert not times("31/01/2024", "01/31/2024").decided


def test_a_proof_late_in_the_column_counts():
    found = times(*(["03/04/2024"] * 50), "13/04/2024")
    assert found.format == "%d/%m/%Y"


def test_several_notations_are_asked():
    assert not times("2024-01-02", "31/01/2024").decided


def test_marks_that_differ_leave_the_format_to_the_order():
    found = times("31-01-2024", "30/01/2024")
    assert found.decided
    assert found.format == ""


def test_whole_numbers_are_times_by_their_name_only():
    numbers = ["1704189600", "1704189601", "1704189601"]
    assert column(*numbers, name="order_no").kind == "whole"
    assert column(*numbers, name="user_regdate").time.format == "unix"


def test_zeros_for_never_are_blanks():
    assert column("1704189600", "0", name="last_visit").blanks == ("0",)
    zeros = column("0000-00-00 00:00:00", "2024-01-02 10:00:00", name="seen")
    assert zeros.blanks == ("0000-00-00", "0000-00-00 00:00:00")
    assert "zero_day" in codes(zeros)


def test_an_hour_that_a_zone_skips_speaks_against_it():
    said = [s for s in column("2024-03-31 02:30:00", name="created").statements if s.code == "zone_against"]
    assert any("Europe/Amsterdam" in s.text for s in said)
    assert all(s.kind == "assessment" for s in said)
    assert not any("Europe/London" in s.text for s in said)


def test_an_hour_that_a_zone_skips_is_found_once_the_order_is_known():
    values = ["31/03/2024 02:30", "01/04/2024 10:00"]
    assert any(s.code == "zone_against" and "Amsterdam" in s.text for s in column(*values, name="at").statements)
    undecided = column("03/04/2024 02:30", name="at")
    assert not any(s.code == "zone_against" for s in undecided.statements)


def test_an_hour_that_a_zone_has_twice_is_told_and_proves_nothing():
    said = {s.code: s for s in column("2024-10-27 02:30:00", name="at").statements}
    assert said["zone_hours"].kind == "fact"
    assert "1 in Europe/Amsterdam" in said["zone_hours"].text


def test_local_times_need_a_declared_zone_and_offsets_need_none():
    assert "must be declared" in codes(column("2024-01-02 10:00:00", name="at"))["zone"]
    assert "in the record" in codes(column("2024-01-02T10:00:00+01:00", name="at"))["zone"]

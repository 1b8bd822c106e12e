from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keerpunt.errors import UnreadableValue
from keerpunt.values.instant import (
    ZoneRule,
    day_from_iso,
    day_from_pattern,
    from_iso,
    from_pattern,
    from_unix,
    in_zone,
)
from keerpunt.values.time_pattern import compile_pattern

AMSTERDAM = ZoneRule("Europe/Amsterdam", "assumed")
SAO_PAULO = ZoneRule("America/Sao_Paulo", "source_setting")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "expected", "zone", "basis", "precision"),
    [
        ("2024-05-01T10:00:00Z", utc(2024, 5, 1, 10), "UTC", "in_record", "second"),
        ("2024-05-01T10:00:00+02:00", utc(2024, 5, 1, 8), "+02:00", "in_record", "second"),
        ("2024-05-01T10:00:00-0330", utc(2024, 5, 1, 13, 30), "-03:30", "in_record", "second"),
        ("2024-05-01 10:00:00", utc(2024, 5, 1, 8), "Europe/Amsterdam", "assumed", "second"),
        ("2024-05-01T10:00", utc(2024, 5, 1, 8), "Europe/Amsterdam", "assumed", "minute"),
        ("2024-05-01", utc(2024, 4, 30, 22), "Europe/Amsterdam", "assumed", "day"),
        ("2024-05-01+01:00", utc(2024, 4, 30, 23), "+01:00", "in_record", "day"),
        ("2024-05-01T10:00:00.123456789Z", utc(2024, 5, 1, 10, 0, 0, 123456), "UTC", "in_record", "second"),
        ("2024-05-01T10:00:00,5Z", utc(2024, 5, 1, 10, 0, 0, 500000), "UTC", "in_record", "second"),
        (" 2024-05-01T10:00:00Z ", utc(2024, 5, 1, 10), "UTC", "in_record", "second"),
    ],
)
def test_iso_gives_utc_with_the_rule_that_was_used(text, expected, zone, basis, precision):
    found = from_iso(text, AMSTERDAM)
    assert (found.utc, found.zone, found.zone_basis, found.precision) == (expected, zone, basis, precision)
    assert found.text == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2024-13-01", "2024-02-30", "2024-05-01T25:00:00Z", "2024-05-01T10:00:60Z", "20240501T100000Z",
        "2024-W18-3", "01-05-2024", "2024-05-01T10:00:00+19:00", "2024-05-01T10:00:00+02:75", "0000-00-00",
        "2024-05-01T10", "2024-05-01T10:00:00 Europe/Amsterdam", "９９９９-01-01", "9999-12-31T23:59:59-01:00",
    ],
)  # fmt: skip
def test_what_is_no_iso_time_is_bad_time_and_the_error_holds_no_value(text):
    with pytest.raises(UnreadableValue) as raised:
        from_iso(text, AMSTERDAM)
    assert str(raised.value) == "bad_time"


def test_a_local_time_without_any_zone_is_never_guessed():
    with pytest.raises(UnreadableValue, match="bad_time"):
        from_iso("2024-05-01T10:00:00", None)
    assert from_iso("2024-05-01T10:00:00Z", None).utc == utc(2024, 5, 1, 10)


def test_the_double_hour_is_ambiguous_at_its_first_offset():
    found = from_iso("2024-10-27T02:30:00", AMSTERDAM)
    assert (found.utc, found.precision, found.nonexistent) == (utc(2024, 10, 27, 0, 30), "ambiguous_hour", False)


def test_the_missing_hour_keeps_the_offset_before_the_gap_and_says_so():
    found = from_iso("2024-03-31T02:30:00", AMSTERDAM)
    assert (found.utc, found.precision, found.nonexistent) == (utc(2024, 3, 31, 1, 30), "ambiguous_hour", True)


def test_the_double_and_the_missing_hour_do_not_fall_on_one_instant_unseen():
    assert from_iso("2024-03-31T03:00:00", AMSTERDAM).precision == "second"
    assert from_iso("2024-10-27T03:00:00", AMSTERDAM).precision == "second"
    assert from_iso("2024-10-27T02:30:00+01:00", AMSTERDAM).utc == utc(2024, 10, 27, 1, 30)


def test_a_day_stays_a_day_even_where_its_midnight_does_not_exist():
    found = from_iso("2018-11-04", SAO_PAULO)
    assert (found.precision, found.nonexistent) == ("day", False)


def test_an_unknown_zone_is_bad_time():
    with pytest.raises(UnreadableValue, match="bad_time"):
        from_iso("2024-05-01", ZoneRule("Europe/Atlantis", "assumed"))
    with pytest.raises(UnreadableValue, match="bad_time"):
        from_iso("2024-05-01", ZoneRule("../../etc/passwd", "assumed"))


def test_unix_seconds_and_milliseconds_are_utc():
    assert from_unix("1714557600").utc == utc(2024, 5, 1, 10)
    assert from_unix(1714557600).text == "1714557600"
    assert from_unix("1714557600250", milliseconds=True).utc == utc(2024, 5, 1, 10, 0, 0, 250000)
    assert from_unix("-1").utc == utc(1969, 12, 31, 23, 59, 59)
    assert (from_unix("0").zone, from_unix("0").zone_basis) == ("UTC", "in_record")


@pytest.mark.parametrize("text", ["", "1.5", "1e9", "abc", "999999999999999", "99999999999999999999", True, "１２"])
def test_what_is_no_unix_time_is_bad_time(text):
    with pytest.raises(UnreadableValue, match="bad_time"):
        from_unix(text)


@pytest.mark.parametrize(
    ("text", "pattern", "expected", "precision"),
    [
        ("01-05-2024 10:00", "%d-%m-%Y %H:%M", utc(2024, 5, 1, 8), "minute"),
        ("1/5/24", "%d/%m/%y", utc(2024, 4, 30, 22), "day"),
        ("01-05-69", "%d-%m-%y", utc(2069, 4, 30, 22), "day"),
        ("10/Oct/2000:13:55:36 -0700", "%d/%b/%Y:%H:%M:%S %z", utc(2000, 10, 10, 20, 55, 36), "second"),
        ("May 1, 2024 12:05:09 AM", "%B %d, %Y %I:%M:%S %p", utc(2024, 4, 30, 22, 5, 9), "second"),
        ("May 1, 2024 12:05:09 pm", "%B %d, %Y %I:%M:%S %p", utc(2024, 5, 1, 10, 5, 9), "second"),
        ("2024-05-01T10:00:00.25", "%FT%T.%f", utc(2024, 5, 1, 8, 0, 0, 250000), "second"),
        ("20240501", "%Y%m%d", utc(2024, 4, 30, 22), "day"),
    ],
)
def test_patterns_are_read_the_same_on_every_machine(text, pattern, expected, precision):
    found = from_pattern(text, pattern, AMSTERDAM)
    assert (found.utc, found.precision, found.text) == (expected, precision, text)


@pytest.mark.parametrize("text", ["31-02-2024 10:00", "01-13-2024 10:00", "1-5-2024", "01-05-2024 10:00 x", ""])
def test_a_text_of_another_shape_is_bad_time(text):
    with pytest.raises(UnreadableValue, match="bad_time"):
        from_pattern(text, "%d-%m-%Y %H:%M", AMSTERDAM)


@pytest.mark.parametrize(
    "pattern", ["", "%H:%M", "%d-%m", "%Q", "%d-%m-%Y %d", "%d-%m-%Y %I", "%d-%m-%Y %H %I %p", "%"]
)
def test_a_pattern_that_gives_no_day_is_refused_before_any_row(pattern):
    with pytest.raises(ValueError):
        compile_pattern(pattern)


def test_days_have_no_zone():
    assert day_from_iso("1980-02-29") == dt.date(1980, 2, 29)
    assert day_from_pattern("29.02.1980", "%d.%m.%Y") == dt.date(1980, 2, 29)
    for text in ("1981-02-29", "29-02-1980", "1980-02-29T00:00", "19800229", ""):
        with pytest.raises(UnreadableValue, match="bad_time"):
            day_from_iso(text)


@settings(max_examples=300, deadline=None)
@given(
    st.datetimes(min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2035, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata"]),
)
def test_every_local_time_agrees_with_the_slow_way(local, name):
    found = in_zone(local, "", ZoneRule(name, "assumed"), "second")
    zone = ZoneInfo(name)
    candidates = {local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    exact = {c for c in candidates if c.astimezone(zone).replace(tzinfo=None) == local}
    assert found.utc in candidates
    assert found.nonexistent == (not exact)
    assert (found.precision == "ambiguous_hour") == (len(candidates) == 2)
    if len(exact) == 2:
        assert found.utc == min(exact)

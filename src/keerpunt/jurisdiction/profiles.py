"""Law profiles: in which country which act is an offence, between which days, and who reviewed that.

The shipped file (`law_profiles.csv`) is engineering input: every row is unreviewed and no statute text was checked. An
operation may replace it row by row, the row being its country, act and begin. The demo overlay, marked as no review,
loads for operations whose code begins with `DEMO-` and for no other (HOUSE.md section 3).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pyarrow as pa

from keerpunt.errors import PolicyRefused

DEMO_PREFIX = "DEMO-"
ACTS = ("access", "acquire", "possess")
STATUSES = ("yes", "no", "unknown")
COLUMNS = (
    "country", "act", "status", "valid_from", "valid_to", "realistic_only", "source", "reviewed", "reviewed_by",
    "reviewed_on",
)  # fmt: skip
SCHEMA = pa.schema(
    (
        ("country", pa.string()),
        ("act", pa.string()),
        ("status", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("reviewed", pa.string()),
    )
)


@dataclass(frozen=True, slots=True)
class LawProfile:
    """One act in one country between two days, both included; None = open, in an unreviewed row: not checked."""

    country: str
    act: str
    status: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    realistic_only: str
    source: str
    reviewed: str
    reviewed_by: str
    reviewed_on: dt.date | None

    @property
    def key(self) -> tuple[str, str, dt.date]:
        """Return what a replacing row is recognised by."""
        return self.country, self.act, self.valid_from or dt.date.min


def load_profiles(replaced: Path | None = None) -> tuple[LawProfile, ...]:
    """Return the shipped profiles, rows of `replaced` standing in for those of the same country, act and begin.

    Raises:
        PolicyRefused: a row is refused; `place` names file and line.
    """
    text = files("keerpunt.jurisdiction").joinpath("law_profiles.csv").read_text(encoding="utf-8")
    shipped = _parse(text, "law_profiles.csv")
    if replaced is None:
        return _sorted(shipped)
    try:
        own = _parse(replaced.read_text(encoding="utf-8-sig"), replaced.name)
    except (OSError, UnicodeDecodeError):
        raise PolicyRefused("the law profiles cannot be read as UTF-8 text", place=replaced.name) from None
    return _overlaid(shipped, own)


def demo_profiles(profiles: Iterable[LawProfile], operation_code: str, as_of: dt.date) -> tuple[LawProfile, ...]:
    """Lay the demo overlay over profiles: reviewed, by "demo, not a review", on the day of the run.

    Raises:
        PolicyRefused: the operation is no demonstration.
    """
    if not operation_code.startswith(DEMO_PREFIX):
        raise PolicyRefused("the demo overlay loads only for operations whose code begins with DEMO-")
    text = files("keerpunt.demo").joinpath("overlay/law_profiles.csv").read_text(encoding="utf-8")
    overlay = [replace(row, reviewed_on=as_of) for row in _parse(text, "demo/overlay/law_profiles.csv")]
    return _overlaid(profiles, overlay)


def _overlaid(base: Iterable[LawProfile], over: Iterable[LawProfile]) -> tuple[LawProfile, ...]:
    merged = {row.key: row for row in base}
    merged.update({row.key: row for row in over})
    return _sorted(merged.values())


def _sorted(rows: Iterable[LawProfile]) -> tuple[LawProfile, ...]:
    return tuple(sorted(rows, key=lambda row: row.key))


def profile_table(profiles: Iterable[LawProfile]) -> pa.Table:
    """Return the profiles as the table `law_profile`."""
    rows = [{name: getattr(row, name) for name in SCHEMA.names} for row in profiles]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _parse(text: str, name: str) -> list[LawProfile]:
    reader = csv.DictReader(StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise PolicyRefused(f"the columns must be {', '.join(COLUMNS)}", place=f"{name}:1")
    rows = [_row(values, f"{name}:{reader.line_num}") for values in reader]
    keys = [row.key for row in rows]
    if len(set(keys)) != len(keys):
        raise PolicyRefused("two rows of one country, act and begin", place=name)
    return rows


def _row(values: dict[str, str], place: str) -> LawProfile:
    if None in values.values() or None in values:
        raise PolicyRefused("a row has too few or too many cells", place=place)
    country = values["country"]
    if len(country) != 2 or not country.isascii() or not country.isupper():
        raise PolicyRefused("country must be two capital letters", place=place)
    for column, allowed in (
        ("act", ACTS), ("status", STATUSES), ("realistic_only", STATUSES), ("reviewed", ("no", "yes")),
    ):  # fmt: skip
        if values[column] not in allowed:
            raise PolicyRefused(f"{column} must be one of {', '.join(allowed)}", place=place)
    profile = LawProfile(
        country=country,
        act=values["act"],
        status=values["status"],
        valid_from=_day(values["valid_from"], place),
        valid_to=_day(values["valid_to"], place),
        realistic_only=values["realistic_only"],
        source=values["source"],
        reviewed=values["reviewed"],
        reviewed_by=values["reviewed_by"],
        reviewed_on=_day(values["reviewed_on"], place),
    )
    if profile.valid_from and profile.valid_to and profile.valid_from > profile.valid_to:
        raise PolicyRefused("valid_from is after valid_to", place=place)
    if profile.reviewed == "yes" and not profile.reviewed_by:
        raise PolicyRefused("a reviewed row names who reviewed it", place=place)
    return profile


def _day(text: str, place: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PolicyRefused("a day must be written YYYY-MM-DD", place=place) from None

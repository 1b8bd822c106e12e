"""What a table is: fields as people name them, columns as they are stored.

A field of kind `instant` or `money` is one thing to a reader and several columns on disk. The two views are kept
apart here so that no other module spells out the suffixes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pyarrow as pa


class Kind(enum.StrEnum):
    """How the values of a field are read, stored and compared."""

    TEXT = "text"
    ENUM = "enum"
    COUNTRY = "country"
    INTEGER = "integer"
    WEIGHT = "weight"
    DATE = "date"
    INSTANT = "instant"
    UTC = "utc"
    MONEY = "money"
    TEXTS = "texts"
    JSON = "json"
    YESNO = "yesno"


UNKNOWN = "unknown"
UNKNOWN_COUNTRY = "XX"
YES_NO_UNKNOWN = ("yes", "no", UNKNOWN)

_TEXT = pa.string()
_INSTANT = pa.timestamp("us", tz="UTC")
_ARROW: dict[Kind, pa.DataType] = {
    Kind.TEXT: _TEXT,
    Kind.ENUM: _TEXT,
    Kind.COUNTRY: _TEXT,
    Kind.INTEGER: pa.int64(),
    Kind.WEIGHT: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.UTC: _INSTANT,
    Kind.TEXTS: pa.list_(_TEXT),
    Kind.JSON: _TEXT,
    Kind.YESNO: _TEXT,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One stored column: Arrow type, nullability, unit and meaning."""

    name: str
    type: pa.DataType
    nullable: bool
    unit: str
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table as CONTRACT.md names it.

    `essential`: a row without it is rejected (INTAKE.md section 2). `required`: the stored value is never NULL.
    `identifier`: text kept as found, exempt from the card-number guard only where `guard_exempt` says so.
    """

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    unit: str = ""
    essential: bool = False
    required: bool = False
    guard_exempt: bool = False

    @property
    def missing(self) -> str | None:
        """What stands for unknown: `unknown` in enums, `XX` in countries, NULL (None) elsewhere."""
        if self.kind in (Kind.ENUM, Kind.YESNO):
            return UNKNOWN
        return UNKNOWN_COUNTRY if self.kind is Kind.COUNTRY else None

    def columns(self) -> tuple[Column, ...]:
        """Return the stored columns of this field, in order."""
        if self.kind is Kind.INSTANT:
            return self._instant_columns()
        if self.kind is Kind.MONEY:
            return self._money_columns()
        values = YES_NO_UNKNOWN if self.kind is Kind.YESNO else self.values
        nullable = self.missing is None and not (self.essential or self.required)
        return (Column(self.name, _ARROW[self.kind], nullable, self.unit, self.meaning, values),)

    def _instant_columns(self) -> tuple[Column, ...]:
        name = self.name
        nullable = not (self.essential or self.required)
        basis = ("in_record", "source_setting", "assumed", UNKNOWN)
        precision = ("second", "minute", "day", "ambiguous_hour", UNKNOWN)
        return (
            Column(f"{name}_utc", _INSTANT, nullable, "UTC", self.meaning),
            Column(f"{name}_text", _TEXT, True, "", f"{name}: the text as found in the source"),
            Column(f"{name}_zone", _TEXT, True, "IANA zone or offset", f"{name}: the zone rule that was applied"),
            Column(f"{name}_zone_basis", _TEXT, False, "", f"{name}: how the zone is known", basis),
            Column(f"{name}_precision", _TEXT, False, "", f"{name}: how exact the instant is", precision),
        )

    def _money_columns(self) -> tuple[Column, ...]:
        stem = "" if self.name == "amount" else f"{self.name.removesuffix('_amount')}_"
        nullable = not (self.essential or self.required)
        return (
            Column(f"{self.name}_minor", pa.int64(), nullable, "minor units", self.meaning),
            Column(f"{stem}currency", _TEXT, nullable, "ISO 4217", f"currency of {self.name}"),
            Column(f"{stem}exponent", pa.int64(), nullable, "decimal digits", f"minor units of {self.name}: 10^-n"),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical or result table. `key` is the pattern of `record_key`, empty where a table has none of its own."""

    name: str
    room: str
    meaning: str
    fields: tuple[Field, ...]
    key: str = ""
    keyed_merge: bool = False

    @property
    def canonical(self) -> bool:
        """Whether the table is evidence (canonical) rather than a result."""
        return self.room == "evidence"

    def columns(self) -> tuple[Column, ...]:
        """Return every stored column; canonical tables begin with the common ones."""
        fields = (*COMMON, *self.fields) if self.canonical else self.fields
        return tuple(column for field in fields for column in field.columns())

    def arrow(self) -> pa.Schema:
        """Return the Arrow schema, the stored truth of types and nullability."""
        return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns()])

    def field(self, name: str) -> Field:
        """Return the field called `name`; raises KeyError for an unknown name."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def text(name: str, meaning: str, *, essential: bool = False, required: bool = False, exempt: bool = False) -> Field:
    """Describe a text field; `exempt` marks a column the card-number guard must leave alone."""
    return Field(name, Kind.TEXT, meaning, essential=essential, required=required, guard_exempt=exempt)


def enum_(name: str, meaning: str, *values: str, essential: bool = False) -> Field:
    """Describe an enumeration; `unknown` is always among its values."""
    full = values if UNKNOWN in values else (*values, UNKNOWN)
    return Field(name, Kind.ENUM, meaning, values=full, essential=essential)


def yesno(name: str, meaning: str) -> Field:
    """Describe a three-valued field: yes, no, unknown."""
    return Field(name, Kind.YESNO, meaning)


def country(name: str, meaning: str) -> Field:
    """Describe a country field (ISO 3166-1 alpha-2, `XX` unknown)."""
    return Field(name, Kind.COUNTRY, meaning, unit="ISO 3166-1 alpha-2")


def integer(name: str, meaning: str, unit: str = "", *, required: bool = False) -> Field:
    """Describe a whole number with its unit."""
    return Field(name, Kind.INTEGER, meaning, unit=unit, required=required)


def weight(name: str, meaning: str, unit: str) -> Field:
    """Describe a match weight, rounded to four decimals before it is stored."""
    return Field(name, Kind.WEIGHT, meaning, unit=unit)


def date(name: str, meaning: str, *, required: bool = False) -> Field:
    """Describe a calendar day without zone."""
    return Field(name, Kind.DATE, meaning, unit="day", required=required)


def instant(name: str, meaning: str, *, essential: bool = False) -> Field:
    """Describe an instant, stored as five columns (CONTRACT.md section 2)."""
    return Field(name, Kind.INSTANT, meaning, essential=essential)


def utc(name: str, meaning: str) -> Field:
    """Describe an instant of a result table: one column in UTC, without source text or zone rule."""
    return Field(name, Kind.UTC, meaning, unit="UTC")


def money(name: str, meaning: str, *, essential: bool = False) -> Field:
    """Describe an amount, stored as minor units, currency and exponent."""
    return Field(name, Kind.MONEY, meaning, essential=essential)


def texts(name: str, meaning: str, *, required: bool = False) -> Field:
    """Describe a list of texts; NULL is unknown, an empty list is known to be empty."""
    return Field(name, Kind.TEXTS, meaning, required=required)


def json_(name: str, meaning: str, *, required: bool = False) -> Field:
    """Describe canonical JSON kept as text."""
    return Field(name, Kind.JSON, meaning, unit="JSON", required=required)


COMMON: tuple[Field, ...] = (
    text("record_key", "key of the row; (record_key, origin) names one row", required=True, exempt=True),
    text("source_sha256", "SHA-256 of the source file", required=True, exempt=True),
    text("source_locator", "place in the source file; several are joined by '|'", required=True, exempt=True),
    text("origin", "independence class and name of the source, as class:name", required=True, exempt=True),
    text("received_from", "who handed the source over", required=True),
    date("received_on", "day the source was received", required=True),
    text("legal_basis", "ground on which the source is held", required=True),
    text("purpose", "purpose it may be used for", required=True),
    text("handling", "handling code H0 to H3"),
    text("reader", "format and version of the reader", required=True, exempt=True),
)
"""The columns that every canonical row carries: where it comes from and on what ground it may be used."""

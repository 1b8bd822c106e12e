"""A map in TOML to checked rules: every error names the map file and the key, before a single row is read.

Beside what CONTRACT.md section 1 shows (`column`, `const`, `format`, `zone`, `values`, `decimal`, `thousands`), an
export of a bank or a payment provider needs a few rules more, so that none needs code of its own:

- `columns = ["A", "B"]`: the first that is not blank; a name the file has not is passed over, one of them it must have.
- `otherwise = "payment"` beside `values`: what every other text stands for; `blank = "payment"`: what a blank does.
- `optional = true`, of a column or of a table: the file may lack it, as exports differ in what was asked for.
- `direction = { column = "Amount", format = "sign" }`: `-` is out, a number above zero is in, zero says nothing.
- `amount = { in = "Credit", out = "Debit" }`: one of two columns, which tells the direction too, unless `direction` has
  a rule. Two numbers in one row are no amount.
- `psp = { column = "Account", format = "bank" }`: the bank that holds an account, as `bank:` and BIC or bank code.
- `iban = { column = "Counterparty", format = "account" }`: an account number, where the column holds other words too.
- `psp_ref = { digest = true }`, or with a column, whose blanks it fills: a key from all cells of the row, where a bank
  gives no reference. Overlapping deliveries give the same key; the second of equal rows of a file ends in `#2`.
- `order_id = { columns = ["Text"], search = "order" }`: the one known order that a reference text names. Such a file is
  read in the second wave, when the orders of the other files are known.
- `repair = "double_utf8"`: UTF-8 that was encoded twice is mended, in this column only.
- `format = "dmy"` (or `mdy`, `ymd`): days in digits in this order, with two or four digits of the year.
- `initiated = { column = "Date", zone_column = "TimeZone" }`: the zone stands in each row, as an abbreviation or name.
- `only = { "Type" = ["Settled"] }` in a table: rows of it; others are excluded as `not_in_map` unless another table
  takes them. `without = { not_booked = { "State" = ["PENDING"] } }`: rows left out, by reason.
- `[csv]` with `delimiter`, `quote` (empty for none), `escape`, `encoding`, `skip_lines`, and `header`, a list of names
  for a file without a header: what a file cannot prove.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.tabular.amounts import currency_name
from keerpunt.intake.tabular.csv_rows import Dialect
from keerpunt.intake.tabular.date_order import ORDERS
from keerpunt.intake.tabular.rule import ACCOUNT, BANK, SIGN, Choice, ColumnRule, TableRule
from keerpunt.intake.toml_text import parse_toml
from keerpunt.model.schema import Field as TableField
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL
from keerpunt.model.words import EXCLUDE_REASONS
from keerpunt.values.instant import zone
from keerpunt.values.money import check_marks, exponent_of
from keerpunt.values.time_pattern import compile_pattern

_TIMES = (Kind.INSTANT, Kind.DATE)
_NAMED_FORMATS = ("iso", "unix", "unix_ms", *ORDERS)
_TEXTS = (Kind.TEXT, Kind.TEXTS, Kind.JSON)
_FIELD_FORMATS = {SIGN: "direction", BANK: "psp", ACCOUNT: "iban"}

Encodings = Literal[
    "utf-8", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "cp437", "cp850",
    "cp852", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "mac-roman",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class _Options(_Strict):
    column: str | None = None
    columns: list[str] = Field(default_factory=list)
    const: str | None = None
    incoming: str = Field("", alias="in")
    outgoing: str = Field("", alias="out")
    digest: bool = False
    format: str = ""
    zone: str = ""
    zone_column: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str = ""
    blank: str = ""
    optional: bool = False
    search: Literal["", "order"] = ""
    decimal: str = "."
    thousands: str = ""
    repair: Literal["", "double_utf8"] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        ways = [
            self.column is not None,
            self.const is not None,
            bool(self.columns),
            bool(self.incoming and self.outgoing),
        ]
        if bool(self.incoming) != bool(self.outgoing):
            raise ValueError("needs both `in` and `out`")
        if sum(ways) > 1 or not (any(ways) or self.digest):
            raise ValueError("needs either `column` or `const` (or `columns`, or `in` and `out`)")
        return self


class _Block(_Strict):
    to: str
    columns: dict[str, _Options] = Field(min_length=1)
    source: str = Field("", alias="from")
    query: str = ""
    only: dict[str, list[str]] = Field(default_factory=dict)
    without: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    optional: bool = False

    @field_validator("columns", mode="before")
    @classmethod
    def _short_form(cls, columns: Any) -> Any:
        """Read `email = "mail"` as `email = { column = "mail" }`."""
        if not isinstance(columns, dict):
            return columns
        return {name: {"column": said} if isinstance(said, str) else said for name, said in columns.items()}


class _Csv(_Strict):
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    quote: Literal["", '"', "'"] | None = None
    escape: Literal["", "\\"] | None = None
    encoding: Encodings | Literal[""] = ""
    skip_lines: int = Field(0, ge=0, le=1000)
    header: list[str] = Field(default_factory=list)


class _Map(_Strict):
    table: list[_Block] = Field(min_length=1)
    csv: _Csv = Field(default_factory=_Csv)


def read_map(body: bytes, path: str) -> tuple[TableRule, ...]:
    """Read the rules of a map; `path` names it in errors.

    Raises:
        InputRefused: no TOML, an unknown key, table or field, an option that does not fit its field, an unusable zone,
            pattern or constant, or an essential field that no rule fills.
    """
    found = _parsed(body, path)
    return tuple(_table(block, f"table[{n}]", path) for n, block in enumerate(found.table))


def read_dialect(body: bytes, path: str) -> Dialect:
    """Read what a map states about a CSV file; raises InputRefused as `read_map` does."""
    said = _parsed(body, path).csv
    return Dialect(said.delimiter, said.quote, said.escape, said.encoding, said.skip_lines, tuple(said.header))


def asks_known(body: bytes) -> bool:
    """Tell whether a map searches for orders that other files describe; a map that cannot be read asks for nothing."""
    try:
        return any(said.search for block in _parsed(body, "map").table for said in block.columns.values())
    except InputRefused:
        return False


def _parsed(body: bytes, path: str) -> _Map:
    try:
        raw = parse_toml(body)
    except UnicodeDecodeError:
        raise InputRefused("is no UTF-8", place=path) from None
    except (ValueError, RecursionError) as error:
        # No TOML, nested too deeply, or a number of more digits than Python converts.
        where = re.search(r"\(at .*\)$", str(error))
        raise InputRefused(f"is no valid TOML {where[0] if where else ''}".rstrip(), place=path) from None
    try:
        return _Map.model_validate(raw)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        said = "; ".join(f"{_key(p['loc'])} {_said(p['type'], p.get('ctx', {}))}" for p in problems)
        raise InputRefused(said, place=path) from None


def _table(block: _Block, key: str, path: str) -> TableRule:
    if block.to not in CANONICAL:
        _refuse(path, f"{key}.to", "names no canonical table (docs/data-dictionary.md lists them)")
    if block.source and block.query:
        _refuse(path, f"{key}.query", "stands instead of `from`, not beside it")
    fields = {field.name: field for field in CANONICAL[block.to].fields}
    currencies = {currency_name(field) for field in fields.values() if field.kind is Kind.MONEY}
    rules = []
    for name, said in block.columns.items():
        here = f"{key}.columns.{name}"
        if name not in fields and name not in currencies:
            _refuse(path, here, "names no field of this table")
        rules.append(_column(name, said, fields.get(name), here, path))
    _check_essential(block, {rule.field for rule in rules}, f"{key}.columns", path)
    only = tuple(Choice(name, frozenset(words), "", f"{path}: {key}.only") for name, words in block.only.items())
    without = []
    for reason, choices in block.without.items():
        if reason not in EXCLUDE_REASONS:
            _refuse(path, f"{key}.without", f"takes these reasons: {', '.join(EXCLUDE_REASONS)}")
        without += [Choice(n, frozenset(words), reason, f"{path}: {key}.without") for n, words in choices.items()]
    return TableRule(
        block.to, tuple(rules), block.source, block.query, f"{path}: {key}", only, tuple(without), block.optional
    )


def _column(name: str, options: _Options, field: TableField | None, key: str, path: str) -> ColumnRule:
    """Check one rule; `field` is None where `name` states the currency of an amount."""
    if field is not None:
        _check_options(options, field, key, path)
        _check_places(options, field, key, path)
    elif options.const is not None:
        _try(lambda: exponent_of(options.const or ""), path, key, "is no currency code")
    names = [options.column] if options.column is not None else options.columns
    return ColumnRule(
        field=name,
        column=names[0] if names else None,
        const=options.const,
        format=options.format,
        zone=options.zone,
        values=options.values,
        decimal=options.decimal,
        thousands=options.thousands,
        repair=options.repair,
        key=f"{path}: {key}",
        others=tuple(names[1:]),
        incoming=options.incoming,
        outgoing=options.outgoing,
        zone_column=options.zone_column,
        otherwise=options.otherwise,
        blank=options.blank,
        optional=options.optional,
        search=options.search,
        digest=options.digest,
    )


def _check_options(options: _Options, field: TableField, key: str, path: str) -> None:
    own = _FIELD_FORMATS.get(options.format)
    if own is not None and own != field.name:
        _refuse(path, key, f"has a `format` that goes with {own} only")
    if own is None and (options.format or options.zone or options.zone_column) and field.kind not in _TIMES:
        _refuse(path, key, "has `format` or `zone`, which go with times only")
    if (options.decimal, options.thousands) != (".", "") and field.kind is not Kind.MONEY:
        _refuse(path, key, "has `decimal` or `thousands`, which go with amounts only")
    if options.repair and (field.kind not in _TEXTS or options.const is not None):
        _refuse(path, key, "has `repair`, which goes with columns of text only")
    if options.zone:
        _try(lambda: zone(options.zone), path, f"{key}.zone", "is no known time zone")
    if options.format and own is None and options.format not in _NAMED_FORMATS:
        _try(lambda: compile_pattern(options.format), path, f"{key}.format", "is no usable time pattern")
    if field.kind is Kind.MONEY:
        marks = "`decimal` is `.` or `,`, and `thousands` another mark"
        _try(lambda: check_marks(options.decimal, options.thousands), path, key, marks)
        if options.const is not None:
            _refuse(path, key, "is an amount and needs a column")
        if options.values or options.otherwise or options.blank:
            _refuse(path, key, "is an amount and takes no `values`")


def _check_places(options: _Options, field: TableField, key: str, path: str) -> None:
    if options.incoming and field.name != "amount":
        _refuse(path, key, "has `in` and `out`, which go with amount only")
    if options.digest and field.name != "psp_ref":
        _refuse(path, key, "has `digest`, which goes with psp_ref only")
    if options.search and (field.name != "order_id" or options.const is not None):
        _refuse(path, key, "has `search`, which goes with the columns of order_id only")
    if options.zone_column and (field.kind is not Kind.INSTANT or options.zone):
        _refuse(path, key, "has `zone_column`, which goes with instants that have no `zone`")


def _check_essential(block: _Block, named: set[str], key: str, path: str) -> None:
    for field in CANONICAL[block.to].fields:
        if field.essential and field.name not in named:
            _refuse(path, key, f"fills no `{field.name}`, without which a row of {block.to} is nothing")


def _try(check: Any, path: str, key: str, otherwise: str) -> None:
    try:
        check()
    except (ValueError, UnreadableValue):
        _refuse(path, key, otherwise)


def _refuse(path: str, key: str, why: str) -> NoReturn:
    raise InputRefused(f"{key} {why}", place=path)


def _key(location: tuple[int | str, ...]) -> str:
    """Return `table[0].columns.email` for a location."""
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key or "the map"


def _said(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    words = {
        "missing": "is missing",
        "extra_forbidden": "is no known key",
        "too_short": "is empty",
        "string_type": "must be text",
        "model_type": "must be text, or a table with `column` or `const`",
        "literal_error": "has a value that maps do not know",
    }
    return words.get(kind, "is not written as a map writes it")

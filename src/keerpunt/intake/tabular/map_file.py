"""A map in TOML to checked rules: every error names the map file and the key, before a single row is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Literal, NoReturn, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from keerpunt.errors import InputRefused, UnreadableValue
from keerpunt.intake.tabular.row_maker import currency_name
from keerpunt.intake.tabular.rule import ColumnRule, TableRule
from keerpunt.model.schema import Field as TableField
from keerpunt.model.schema import Kind
from keerpunt.model.tables import CANONICAL
from keerpunt.values.instant import zone
from keerpunt.values.money import check_marks, exponent_of
from keerpunt.values.time_pattern import compile_pattern

_TIMES = (Kind.INSTANT, Kind.DATE)
_TEXTS = (Kind.TEXT, Kind.TEXTS, Kind.JSON)
_NAMED_FORMATS = ("iso", "unix", "unix_ms")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Options(_Strict):
    column: str | None = None
    const: str | None = None
    format: str = ""
    zone: str = ""
    values: dict[str, str] = Field(default_factory=dict)
    decimal: str = "."
    thousands: str = ""
    repair: Literal["", "double_utf8"] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.column is None) == (self.const is None):
            raise ValueError("needs either `column` or `const`")
        return self


class _Block(_Strict):
    to: str
    columns: dict[str, _Options] = Field(min_length=1)
    source: str = Field("", alias="from")
    query: str = ""

    @field_validator("columns", mode="before")
    @classmethod
    def _short_form(cls, columns: Any) -> Any:
        """Read `email = "mail"` as `email = { column = "mail" }`."""
        if not isinstance(columns, dict):
            return columns
        return {name: {"column": said} if isinstance(said, str) else said for name, said in columns.items()}


class _Map(_Strict):
    table: list[_Block] = Field(min_length=1)


def read_map(body: bytes, path: str) -> tuple[TableRule, ...]:
    """Read a map; `path` names it in errors.

    Raises:
        InputRefused: no TOML, an unknown key, table or field, an option that does not fit its field, an unusable zone,
            pattern or constant, or an essential field that no rule fills.
    """
    try:
        raw = tomllib.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputRefused("is no UTF-8", place=path) from None
    except (ValueError, RecursionError) as error:
        # No TOML, nested too deeply, or a number of more digits than Python converts.
        where = re.search(r"\(at .*\)$", str(error))
        raise InputRefused(f"is no valid TOML {where[0] if where else ''}".rstrip(), place=path) from None
    try:
        found = _Map.model_validate(raw)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        said = "; ".join(f"{_key(p['loc'])} {_said(p['type'], p.get('ctx', {}))}" for p in problems)
        raise InputRefused(said, place=path) from None
    return tuple(_table(block, f"table[{n}]", path) for n, block in enumerate(found.table))


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
    return TableRule(block.to, tuple(rules), block.source, block.query, f"{path}: {key}")


def _column(name: str, options: _Options, field: TableField | None, key: str, path: str) -> ColumnRule:
    """Check one rule; `field` is None where `name` states the currency of an amount."""
    if field is not None:
        _check_options(options, field, key, path)
    elif options.const is not None:
        _try(lambda: exponent_of(options.const or ""), path, key, "is no currency code")
    return ColumnRule(
        field=name,
        column=options.column,
        const=options.const,
        format=options.format,
        zone=options.zone,
        values=options.values,
        decimal=options.decimal,
        thousands=options.thousands,
        repair=options.repair,
        key=f"{path}: {key}",
    )


def _check_options(options: _Options, field: TableField, key: str, path: str) -> None:
    if (options.format or options.zone) and field.kind not in _TIMES:
        _refuse(path, key, "has `format` or `zone`, which go with times only")
    if (options.decimal, options.thousands) != (".", "") and field.kind is not Kind.MONEY:
        _refuse(path, key, "has `decimal` or `thousands`, which go with amounts only")
    if options.repair and (field.kind not in _TEXTS or options.const is not None):
        _refuse(path, key, "has `repair`, which goes with columns of text only")
    if options.zone:
        _try(lambda: zone(options.zone), path, f"{key}.zone", "is no known time zone")
    if options.format and options.format not in _NAMED_FORMATS:
        _try(lambda: compile_pattern(options.format), path, f"{key}.format", "is no usable time pattern")
    if field.kind is Kind.MONEY:
        marks = "`decimal` is `.` or `,`, and `thousands` another mark"
        _try(lambda: check_marks(options.decimal, options.thousands), path, key, marks)
        if options.const is not None:
            _refuse(path, key, "is an amount and needs a column")
        if options.values:
            _refuse(path, key, "is an amount and takes no `values`")


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
    }
    return words.get(kind, "is not written as a map writes it")

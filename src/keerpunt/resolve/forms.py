"""Brings each distinct value and name into its comparable form once, before any SQL compares it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.values import email, iban, names, phone, wallet
from keerpunt.values.fold import strip_fold

if TYPE_CHECKING:
    from keerpunt.engine import Engine

ROOM = "keerpunt.resolve"
OK = "ok"

_FORM_COLUMNS = ("kind", "raw", "country", "value", "code")
VALUE_FORM = pa.schema(dict.fromkeys(_FORM_COLUMNS, pa.string()))
_NAME_TYPES: dict[str, pa.DataType] = {"raw": pa.string(), "folded": pa.string(), "is_name": pa.bool_()}
NAME_FORM = pa.schema(_NAME_TYPES)


def column(found: pa.Table, name: str) -> list[Any]:
    """Return the values of one column."""
    values: list[Any] = found[name].to_pylist()
    return values


def value_forms(engine: Engine) -> pa.Table:
    """Return kind, raw, country, value, code of every distinct contact and instrument value.

    `code` is `ok`, or why the value identifies nobody: role, throwaway, fiction, service, iban_check. A value that
    cannot be read by its rule has no row. `paypal_login` has rows only where the value is an e-mail address.
    """
    rows = []
    for row in engine.run(ROOM, "raw_value").to_pylist():
        found = value_form(row["kind"], row["raw"], row["country"])
        if found is not None:
            rows.append({**row, "value": found[0], "code": found[1]})
    return pa.Table.from_pylist(rows, schema=VALUE_FORM)


def value_form(kind: str, raw: str, country: str) -> tuple[str, str] | None:
    """Return (value, code) of one raw value, None where it cannot be read."""
    if kind in ("email", "paypal_login"):
        address = email.normalise(raw)
        if address is None:
            return None
        return address.key, "role" if address.role else "throwaway" if address.throwaway else OK
    if kind == "phone":
        number = phone.normalise(raw, country)
        if number is None:
            return None
        return number.key, "fiction" if number.fiction else "service" if number.service else OK
    if kind == "iban":
        account = iban.normalise(raw)
        return None if account is None else (account.key, OK if account.valid else "iban_check")
    return wallet.normalise(raw), OK


def name_forms(engine: Engine) -> pa.Table:
    """Return raw, folded, is_name of every distinct payer name; a placeholder such as `UNKNOWN` is no name."""
    raws = column(engine.run(ROOM, "payer_name"), "raw")
    rows = [{"raw": raw, "folded": strip_fold(raw), "is_name": names.is_name(raw)} for raw in raws]
    return pa.Table.from_pylist(rows, schema=NAME_FORM)

"""One cell of text to the typed value of a field, by its kind and the options of its rule; blank cells are unknown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.bank_references import bank_code
from keerpunt.intake.json_text import NumberText, parse_json
from keerpunt.intake.tabular.date_order import ORDERS, in_digits, read_day, read_instant
from keerpunt.intake.tabular.double_utf8 import undoubled
from keerpunt.intake.tabular.rule import ACCOUNT, BANK, SIGN, ColumnRule
from keerpunt.model.schema import UNKNOWN, Field, Kind
from keerpunt.values.country import country_code
from keerpunt.values.instant import (
    Instant,
    ZoneRule,
    day_from_iso,
    day_from_pattern,
    from_iso,
    from_pattern,
    from_unix,
)
from keerpunt.values.money import Money, parse_money

Convert = Callable[[str], Any]

IDENTIFIERS = frozenset(
    (
        "platform_account_id", "order_id", "psp_ref", "parent_psp_ref", "customer_ref", "fingerprint", "national_id",
        "request_id", "folder_id", "payer_id", "device_id", "iban", "wallet_address", "linked_value", "judgement_id",
        "last4", "bin", "phone", "payer_phone",
    )
)  # fmt: skip
"""Fields whose digits a spreadsheet may have turned into a rounded number."""

_REPEATED = frozenset((Kind.INSTANT, Kind.DATE, Kind.ENUM, Kind.COUNTRY, Kind.YESNO))
"""Kinds whose texts repeat in a column often enough to read each once."""

_REMEMBERED = 20_000
"""Different texts of a column that are kept with what they mean."""

_CURRENCY_SIGNS = {"€": "EUR", "£": "GBP"}
"""Signs that name one currency; `$` and `kr` name several."""

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_ACCOUNT = re.compile(r"[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{8,30}|[0-9][0-9./-]{4,33}")
_FRACTION = re.compile(r".*[.eE].*")
_INTEGER = re.compile(r"-?[0-9]{1,19}")


def converter(field: Field, rule: ColumnRule, zone: ZoneRule | None, order: str = "") -> Convert:
    """Return the function that reads a cell; it raises UnreadableValue with a reason code.

    `zone` is the source's rule for local times, which the rule's own zone replaces. `order` is the order of days in
    digits, where the file has any.
    """
    plain = _of_kind(field, rule, zone, order)
    read = plain if not rule.repair else lambda cell: plain(undoubled(cell) or cell)
    if field.kind in _REPEATED:
        read = _remembered(read)
    if not rule.values and not rule.otherwise:
        return read
    words, otherwise = dict(rule.values), rule.otherwise

    def mapped(cell: str) -> Any:
        found = cell.strip()
        said = words.get(found, otherwise or found)
        return read(said) if said else None

    return mapped


def money_converter(rule: ColumnRule) -> Callable[[str, str | None], Money]:
    """Return the function that reads an amount with its currency; a number that was no text has a decimal point.

    A sign after the number and a currency's sign beside it are read too; one of another currency is `bad_currency`.
    """
    known: dict[tuple[str, str | None], Money] = {}

    def read(cell: str, currency: str | None) -> Money:
        if isinstance(cell, NumberText):
            return parse_money(cell, currency)
        if (money := known.get((cell, currency))) is not None:
            return money
        text = cell if cell[-1:].isdigit() else _without_signs(cell, currency)
        money = parse_money(text, currency, decimal=rule.decimal, thousands=rule.thousands)
        if len(known) < _REMEMBERED:
            known[cell, currency] = money
        return money

    return read


def _remembered(read: Convert) -> Convert:
    """Keep what the same text was read as; a number that was no text may read otherwise and is never kept."""
    known: dict[str, Any] = {}

    def remembered(cell: str) -> Any:
        if type(cell) is not str:
            return read(cell)
        try:
            return known[cell]
        except KeyError:
            found = read(cell)
        if len(known) < _REMEMBERED:
            known[cell] = found
        return found

    return remembered


def _without_signs(cell: str, currency: str | None) -> str:
    """Take a trailing minus and the sign of the currency off an amount such as `12,50-` or `-12,50 €`."""
    found = cell.strip()
    if found[-1:] in _CURRENCY_SIGNS:
        if _CURRENCY_SIGNS[found[-1]] != (currency or "").strip().upper():
            raise UnreadableValue("bad_currency")
        found = found[:-1].rstrip()
    return found.rstrip("-+\u2212")


def split_money(cell: str) -> tuple[str, str]:
    """Split `12.50 EUR` into amount and currency; raises UnreadableValue('bad_currency') where one is missing."""
    amount, _, currency = cell.strip().rpartition(" ")
    if not amount:
        raise UnreadableValue("bad_currency")
    return amount, currency


def _of_kind(field: Field, rule: ColumnRule, zone: ZoneRule | None, order: str) -> Convert:
    if rule.format in _BY_FORMAT:
        return _BY_FORMAT[rule.format]
    if field.kind is Kind.INSTANT:
        return instant_converter(rule, ZoneRule(rule.zone, "source_setting") if rule.zone else zone, order)
    if field.kind is Kind.DATE:
        return _date(rule, order)
    if field.kind is Kind.ENUM:
        return _word(frozenset(field.values))
    if field.kind is Kind.YESNO:
        return _word(frozenset(("yes", "no", UNKNOWN)))
    if field.kind is Kind.TEXT and field.name in IDENTIFIERS:
        return identifier
    return _PLAIN[field.kind]


def instant_converter(rule: ColumnRule, zone: ZoneRule | None, order: str = "") -> Callable[[str], Instant]:
    """Return the function that reads an instant whose local times are of `zone`."""
    if rule.format in ("unix", "unix_ms"):
        milliseconds = rule.format == "unix_ms"
        return lambda cell: from_unix(cell, milliseconds=milliseconds)
    order = rule.format if rule.format in ORDERS else order
    if rule.format == "iso" or (not rule.format and not order):
        return lambda cell: from_iso(cell, zone)
    if rule.format and rule.format not in ORDERS:
        return lambda cell: from_pattern(cell, rule.format, zone)
    return lambda cell: read_instant(cell, order, zone) if in_digits(cell) else from_iso(cell, zone)


def _date(rule: ColumnRule, order: str) -> Callable[[str], dt.date]:
    if rule.format in ("unix", "unix_ms"):
        milliseconds = rule.format == "unix_ms"
        return lambda cell: from_unix(cell, milliseconds=milliseconds).utc.date()
    order = rule.format if rule.format in ORDERS else order
    if rule.format == "iso" or (not rule.format and not order):
        return day_from_iso
    if rule.format and rule.format not in ORDERS:
        return lambda cell: day_from_pattern(cell, rule.format)
    return lambda cell: read_day(cell, order) if in_digits(cell) else day_from_iso(cell)


def _word(allowed: frozenset[str]) -> Convert:
    def read(cell: str) -> str:
        found = cell.strip()
        if found in allowed:
            return found
        lower = found.lower()
        if lower in allowed:
            return lower
        raise UnreadableValue("unknown_record")

    return read


def plain_text(cell: str) -> str | None:
    """Return a text as found, without the blanks around it."""
    return cell.strip() or None


def identifier(cell: str) -> str | None:
    """Return an identifier as found; raises UnreadableValue for a number that lost digits on its way."""
    found = cell.strip()
    if ("E" in found or "e" in found) and _ROUNDED.fullmatch(found):
        raise UnreadableValue("bad_identifier")
    if isinstance(cell, NumberText) and _FRACTION.fullmatch(cell):
        raise UnreadableValue("bad_identifier")
    return found or None


def _country(cell: str) -> str:
    found = cell.strip()
    return found if found == "XX" else country_code(found)


def _integer(cell: str) -> int:
    found = cell.strip()
    if not _INTEGER.fullmatch(found):
        raise UnreadableValue("bad_identifier")
    return int(found)


def _direction(cell: str) -> str | None:
    """Read the direction from the sign of an amount; an amount of zero moved nothing."""
    found = cell.strip()
    if not any(digit in found for digit in "123456789"):
        return None
    return "out" if found.startswith(("-", "\u2212")) or found.endswith(("-", "\u2212")) else "in"


def _bank(cell: str) -> str:
    """Read the bank that holds an account, by its BIC or the bank code of an IBAN (CONTRACT.md section 2, Keys)."""
    found = "".join(cell.split()).upper()
    code = bank_code(found) or (found if _BIC.fullmatch(found) else "")
    if not code:
        raise UnreadableValue("bad_identifier")
    return f"bank:{code}"


def _account(cell: str) -> str | None:
    """Read an account number without blanks; other words, of which such a column is half full, are none."""
    found = "".join(cell.split())
    return found if _ACCOUNT.fullmatch(found) else None


def _list(cell: str) -> list[str]:
    """Split at `|`; a lone `|` is a list that is known to be empty."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def _json(cell: str) -> str:
    parse_json(cell)
    return cell.strip()


_BY_FORMAT: dict[str, Convert] = {SIGN: _direction, BANK: _bank, ACCOUNT: _account}

_PLAIN: dict[Kind, Convert] = {
    Kind.TEXT: plain_text,
    Kind.COUNTRY: _country,
    Kind.INTEGER: _integer,
    Kind.TEXTS: _list,
    Kind.JSON: _json,
}

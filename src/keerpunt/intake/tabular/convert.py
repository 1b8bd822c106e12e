"""One cell of text to the typed value of a field, by its kind and the options of its rule; blank cells are unknown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.json_text import NumberText, parse_json
from keerpunt.intake.tabular.date_order import in_digits, read_day, read_instant
from keerpunt.intake.tabular.double_utf8 import undoubled
from keerpunt.intake.tabular.rule import ColumnRule
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

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)
_FRACTION = re.compile(r".*[.eE].*")
_INTEGER = re.compile(r"-?[0-9]{1,19}")


def converter(field: Field, rule: ColumnRule, zone: ZoneRule | None, order: str = "") -> Convert:
    """Return the function that reads a cell; it raises UnreadableValue with a reason code.

    `zone` is the source's rule for local times, which the rule's own zone replaces. `order` is the order of days in
    digits, where the file has any.
    """
    plain = _of_kind(field, rule, zone, order)
    read = plain if not rule.repair else lambda cell: plain(undoubled(cell) or cell)
    if not rule.values:
        return read
    words = dict(rule.values)

    def mapped(cell: str) -> Any:
        found = cell.strip()
        return read(words.get(found, found)) if words.get(found, found) else None

    return mapped


def money_converter(rule: ColumnRule) -> Callable[[str, str | None], Money]:
    """Return the function that reads an amount with its currency; a number that was no text has a decimal point."""

    def read(cell: str, currency: str | None) -> Money:
        if isinstance(cell, NumberText):
            return parse_money(cell, currency)
        return parse_money(cell, currency, decimal=rule.decimal, thousands=rule.thousands)

    return read


def split_money(cell: str) -> tuple[str, str]:
    """Split `12.50 EUR` into amount and currency; raises UnreadableValue('bad_currency') where one is missing."""
    amount, _, currency = cell.strip().rpartition(" ")
    if not amount:
        raise UnreadableValue("bad_currency")
    return amount, currency


def _of_kind(field: Field, rule: ColumnRule, zone: ZoneRule | None, order: str) -> Convert:
    if field.kind is Kind.INSTANT:
        return _instant(rule, ZoneRule(rule.zone, "source_setting") if rule.zone else zone, order)
    if field.kind is Kind.DATE:
        return _date(rule, order)
    if field.kind is Kind.ENUM:
        return _word(frozenset(field.values))
    if field.kind is Kind.YESNO:
        return _word(frozenset(("yes", "no", UNKNOWN)))
    if field.kind is Kind.TEXT and field.name in IDENTIFIERS:
        return _identifier
    return _PLAIN[field.kind]


def _instant(rule: ColumnRule, zone: ZoneRule | None, order: str) -> Callable[[str], Instant]:
    if rule.format in ("unix", "unix_ms"):
        milliseconds = rule.format == "unix_ms"
        return lambda cell: from_unix(cell, milliseconds=milliseconds)
    if rule.format == "iso" or (not rule.format and not order):
        return lambda cell: from_iso(cell, zone)
    if rule.format:
        return lambda cell: from_pattern(cell, rule.format, zone)
    return lambda cell: read_instant(cell, order, zone) if in_digits(cell) else from_iso(cell, zone)


def _date(rule: ColumnRule, order: str) -> Callable[[str], dt.date]:
    if rule.format in ("unix", "unix_ms"):
        milliseconds = rule.format == "unix_ms"
        return lambda cell: from_unix(cell, milliseconds=milliseconds).utc.date()
    if rule.format == "iso" or (not rule.format and not order):
        return day_from_iso
    if rule.format:
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


def _text(cell: str) -> str | None:
    return cell.strip() or None


def _identifier(cell: str) -> str | None:
    """Keep an identifier as found, unless it is a number that lost digits on its way."""
    found = cell.strip()
    if "E" in found.upper() and _ROUNDED.fullmatch(found):
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


def _list(cell: str) -> list[str]:
    """Split at `|`; a lone `|` is a list that is known to be empty."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def _json(cell: str) -> str:
    parse_json(cell)
    return cell.strip()


_PLAIN: dict[Kind, Convert] = {
    Kind.TEXT: _text,
    Kind.COUNTRY: _country,
    Kind.INTEGER: _integer,
    Kind.TEXTS: _list,
    Kind.JSON: _json,
}

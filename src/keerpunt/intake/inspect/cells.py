"""What one cell could be, by the rules that intake itself reads values by; the cell is looked at and forgotten."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache

from keerpunt.errors import UnreadableValue
from keerpunt.intake.cards import card_numbers, suspect
from keerpunt.intake.guards import SECRET
from keerpunt.intake.inspect.numbers import marks_of
from keerpunt.intake.inspect.worded_days import is_worded_day
from keerpunt.intake.tabular.date_order import in_digits
from keerpunt.values import email, iban, phone
from keerpunt.values.country import ASSIGNED
from keerpunt.values.currencies import ISO_EXPONENT
from keerpunt.values.instant import ZoneRule, from_iso
from keerpunt.values.time_pattern import compile_pattern

MAX_LOOKED_AT = 256
"""Longer cells are free text; only card numbers and secrets are still looked for."""

UNIX_FROM, UNIX_TO = 946_684_800, 2_208_988_800
"""2000-01-01 and 2040-01-01: whole numbers between them may be seconds since 1970."""

_ANY_ZONE = ZoneRule("UTC", "assumed")
_WHOLE = re.compile(r"[-+]?[0-9]{1,30}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_HEX = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[a-fA-F])[0-9a-fA-F]{16,128}")
_HASH = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
_COMPACT = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}
_ZONE = re.compile(r"(?:Africa|America|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)/[\w+/-]{2,30}")
_ZONE_NAMES = frozenset(
    (
        "UTC", "GMT", "BST", "WET", "WEST", "CET", "CEST", "EET", "EEST", "PST", "PDT", "EST", "EDT", "CST", "CDT",
        "MST", "MDT",
    )
)  # fmt: skip
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
_PHONE = re.compile(r"(?:\+|00)[0-9() ./-]{7,24}")
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{10,40}")
_AGENT = re.compile(r"(?:Mozilla|Opera|Dalvik|okhttp|curl|Wget|python-requests)/[0-9]")
_SCOPE = re.compile(r"all|period:[0-9]{4}-[0-9]{2}|folder:.{1,200}")
_ISO_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Kinds = frozenset[str]


def kinds_of(cell: str) -> Kinds:
    """Return every kind that a filled cell has the form of.

    Kinds: whole, number (with marks), iso_offset, iso_local, iso_day, digits_day, worded_day, zero_day, compact_day,
    unix, unix_ms, email, phone, iban, iban_form, ip, country, currency, month, time_of_day, scope, uuid, hex, hash,
    name, user_agent, url, zone, json, card, secret, long.
    """
    return _short(cell) if len(cell) <= MAX_LOOKED_AT else frozenset(("long", *_guarded(cell)))


@lru_cache(maxsize=16_384)
def _short(cell: str) -> Kinds:
    found = set(_guarded(cell))
    if cell[:1].isdigit() or cell[:1] in "+-\u2212":
        found.update(_of_digits(cell))
    if "@" in cell and email.normalise(cell) is not None:
        found.add("email")
    if _IBAN.fullmatch(cell):
        found.update(_account(cell))
    if (":" in cell or "." in cell) and _is_ip(cell):
        found.add("ip")
    found.update(_of_letters(cell))
    if marks_of(cell) is not None:
        found.add("whole" if _WHOLE.fullmatch(cell) else "number")
    return frozenset(found)


def _guarded(cell: str) -> list[str]:
    found = ["card"] if suspect(cell) and any(card_numbers(cell)) else []
    return [*found, "secret"] if SECRET.search(cell) else found


def _of_digits(cell: str) -> list[str]:
    if _WHOLE.fullmatch(cell):
        return _unix(cell)
    if cell.startswith("0000-00-00"):
        return ["zero_day"]
    if _ISO_START.match(cell):
        return _iso(cell)
    if _MONTH.fullmatch(cell):
        return ["month"]
    if _CLOCK.fullmatch(cell):
        return ["time_of_day"]
    if in_digits(cell):
        return ["digits_day"]
    if _UUID.fullmatch(cell):
        return ["uuid"]
    if is_worded_day(cell):
        return ["worded_day"]
    return ["phone"] if _PHONE.fullmatch(cell) and phone.normalise(cell) is not None else []


def _unix(cell: str) -> list[str]:
    if compact_pattern(cell):
        return ["compact_day"]
    number = int(cell)
    if UNIX_FROM <= number < UNIX_TO:
        return ["unix"]
    if UNIX_FROM * 1000 <= number < UNIX_TO * 1000:
        return ["unix_ms"]
    return ["phone"] if _PHONE.fullmatch(cell) and phone.normalise(cell) is not None else []


def compact_pattern(cell: str) -> str:
    """Return the pattern of a day written as eight digits, with or without a time in six more; else nothing."""
    pattern = _COMPACT.get(len(cell), "")
    if not pattern or not cell.isascii() or not cell.isdigit() or not "1900" <= cell[:4] < "2040":
        return ""
    try:
        compile_pattern(pattern)(cell)
    except UnreadableValue:
        return ""
    return pattern


def _iso(cell: str) -> list[str]:
    try:
        found = from_iso(cell, _ANY_ZONE)
    except UnreadableValue:
        return []
    if found.zone_basis == "in_record":
        return ["iso_offset"]
    return ["iso_day" if found.precision == "day" else "iso_local"]


def _account(cell: str) -> list[str]:
    found = iban.normalise(cell)
    if found is None:
        return []
    return ["iban", "iban_form"] if found.valid else ["iban_form"]


def _is_ip(cell: str) -> bool:
    try:
        ipaddress.ip_address(cell)
    except ValueError:
        return False
    return True


def _of_letters(cell: str) -> list[str]:
    found = []
    if len(cell) == 2 and cell.upper() in ASSIGNED:
        found.append("country")
    if len(cell) == 3 and cell.upper() in ISO_EXPONENT:
        found.append("currency")
    if cell in _ZONE_NAMES or _ZONE.fullmatch(cell):
        found.append("zone")
    for kind, pattern in (("uuid", _UUID), ("hash", _HASH), ("hex", _HEX), ("scope", _SCOPE)):
        if pattern.fullmatch(cell):
            found.append(kind)
    if _AGENT.match(cell):
        found.append("user_agent")
    elif cell.startswith(("http://", "https://")):
        found.append("url")
    elif (cell[0], cell[-1]) in (("{", "}"), ("[", "]")):
        found.append("json")
    elif is_worded_day(cell):
        found.append("worded_day")
    elif _is_name(cell):
        found.append("name")
    return found


def _is_name(cell: str) -> bool:
    """Tell whether a text has the form of a person's name: two to five words of letters, one of them with a capital."""
    words = unicodedata.normalize("NFC", cell).replace(",", " ").split()
    plain = ["".join(c for c in word if c not in ".'\u2019-") for word in words]
    return 2 <= len(words) <= 5 and all(word.isalpha() for word in plain) and any(word[0].isupper() for word in plain)

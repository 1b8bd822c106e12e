"""The slow plain-Python twin of the mt940 reader: whole file in memory, one rule after the other, no shared code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

TAGS = ("20", "21", "25", "25P", "28", "28C", "34F", "13", "13D", "60F", "60M", "61", "86", "62F", "62M", "64", "65")
TAGS += ("90C", "90D", "NS", "23E", "65F")
DIGITS = "0123456789"


class Entry(NamedTuple):
    """A `:61:` line: its place, the day it was booked, the signed amount, whether it undoes another, its bank key."""

    at: str
    day: dt.date | None
    amount: Decimal | None
    reversal: bool
    bank_reference: str


class Message(NamedTuple):
    """What stands between two `:20:`: currency, opening and closing balance, entries."""

    currency: str
    opening: Decimal | None
    closing: Decimal | None
    entries: list[Entry]


def lines(body: bytes) -> list[str]:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("cp1252")
    return [line.lstrip("\x01") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def fields(body: bytes) -> list[tuple[str, list[str]]]:
    """Return tags with their lines; `-` stands for the end of a message."""
    found: list[tuple[str, list[str]]] = []
    for line in lines(body):
        tag = line[1:].split(":", 1)[0] if line.startswith(":") and line.count(":") > 1 else ""
        if tag in TAGS:
            found.append((tag, [line[len(tag) + 2 :]]))
        elif line.strip() in ("-", "-XXX") or line.startswith(("-}", "{1:")):
            found.append(("-", []))
        elif found:
            found[-1][1].append(line)
    return found


def number(text: str) -> Decimal | None:
    plain = text.replace(",", ".", 1)
    if plain.count(".") > 1 or "," in plain or not plain.strip("."):
        return None
    return Decimal(plain)


def balance(text: str) -> tuple[Decimal | None, str]:
    """Return the signed balance and its currency."""
    text = text.strip()
    sign, rest = text[:1], text[7:]
    currency = rest[:3] if rest[:3].isalpha() else ""
    amount = number(rest[len(currency) :])
    return (None if amount is None or sign not in ("C", "D") else amount if sign == "C" else -amount), currency


def day(value: str, entry: str) -> dt.date | None:
    """Return the entry date in the year that lies nearest to the value date, else the value date."""
    own = calendar(2000 + int(value[:2]), int(value[2:4]), int(value[4:]))
    if entry:
        near = own or calendar(2000 + int(value[:2]), int(value[2:4]), 28)
        years = (1999 + int(value[:2]), 2000 + int(value[:2]), 2001 + int(value[:2]))
        days = [there for year in years if (there := calendar(year, int(entry[:2]), int(entry[2:])))]
        if near and days:
            return min(days, key=lambda there: abs((there - near).days))
    return own


def calendar(year: int, month: int, day_of_month: int) -> dt.date | None:
    try:
        return dt.date(year, month, day_of_month)
    except ValueError:
        return None


def entry(at: str, listed: list[str]) -> Entry:
    """Read a statement line from left to right."""
    text = listed[0].rstrip()
    value, rest = text[:6], text[6:]
    booked = ""
    if rest[:4].strip(DIGITS) == "" and len(rest) > 4:
        booked, rest = rest[:4], rest[4:]
    rest = rest.lstrip()
    undone = rest[:1].upper() == "R"
    mark = rest[1 if undone else 0].upper()
    rest = rest[2 if undone else 1 :]
    if rest[:1].isalpha():
        rest = rest[1:]
    length = len(rest) - len(rest.lstrip(DIGITS + ",."))
    amount = number(rest[:length])
    sign = 1 if (mark == "C") is not undone else -1
    bank = rest.split("//", 1)[1] if "//" in rest else ""
    if not bank and len(listed) > 1 and listed[1].startswith("//"):
        bank = listed[1][2:]
    return Entry(at, day(value, booked), None if amount is None else sign * amount, undone, bank.strip())


def messages(body: bytes) -> list[Message]:
    """Return the messages of a file; all of them begin with `:20:`, or else there is one."""
    found: list[Message] = []
    currency, opening, closing, entries, begun = "", None, None, [], False
    for tag, listed in fields(body):
        if tag == "20" and begun:
            found.append(Message(currency, opening, closing, entries))
            currency, opening, closing, entries = "", None, None, []
        begun = begun or tag != "-"
        if tag in ("60F", "60M"):
            opening, currency = balance(listed[0])
        elif tag == "34F" and not currency:
            currency = listed[0][:3]
        elif tag in ("62F", "62M"):
            closing, _ = balance(listed[0])
        elif tag == "61":
            entries.append(entry(f"stmt:{len(found) + 1}/61:{len(entries) + 1}", listed))
    return [*found, Message(currency, opening, closing, entries)]


def totals(body: bytes) -> list[tuple[str, Decimal, Decimal]]:
    """Return closing balance and opening + entries of each message that has both balances."""
    return [
        (f"stmt:{place}", found.closing, found.opening + sum((e.amount for e in found.entries if e.amount), Decimal(0)))
        for place, found in enumerate(messages(body), 1)
        if found.opening is not None and found.closing is not None
    ]

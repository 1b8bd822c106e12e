"""Which canonical table the columns of a table could feed, and which column could fill which field, with reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keerpunt.intake.inspect.column import Column
from keerpunt.intake.inspect.names import words_of
from keerpunt.intake.inspect.words import COUNTERPARTY, CURRENCY_WORDS, FIELD_WORDS, METHODS, SIGNATURES, TABLE_WORDS
from keerpunt.model.schema import Field, Kind
from keerpunt.model.tables import CANONICAL
from keerpunt.values.currencies import ISO_EXPONENT

HINT = 4
"""What the name of a table weighs, in fields."""
MARGIN = 2
"""By how many fields the best table must lead, to be proposed as the only one."""
LEAST = 3
"""How many fields must find a column, fewer where the table's name says what it is."""

_TIMES = (Kind.INSTANT, Kind.DATE)
_TELLING = {
    "email": "email", "payer_email": "email", "emails": "email", "ip": "ip", "iban": "iban", "user_agent": "user_agent",
    "phone": "phone", "phones": "phone",
}  # fmt: skip
PAIRS = (
    ("Af", "Bij"), ("Debit", "Credit"), ("DEBIT", "CREDIT"), ("debit", "credit"), ("D", "C"), ("DBIT", "CRDT"),
    ("Soll", "Haben"), ("S", "H"),
)  # fmt: skip
"""Words for money that goes out and comes in, as an account statement has them."""
_SURE_PAIRS = frozenset((("Af", "Bij"), ("DBIT", "CRDT")))
"""Pairs that are seen from the account; a payment provider's debit and credit may be meant the other way round."""
_LAST_RANK = 1_000
_CODE = re.compile(r"(?:\(|[ _])([A-Z]{3})\)?$")
_NEVER = frozenset(("empty", "secret", "card"))
_WANTED = {
    "email": ("email",), "emails": ("email",), "payer_email": ("email",), "ip": ("ip",), "register_ip": ("ip",),
    "iban": ("iban",), "user_agent": ("user_agent", "text"), "period": ("month",), "scope": ("scope",),
    "payer_name": ("name", "text"), "full_name": ("name", "text"), "self_name": ("name", "text"),
}  # fmt: skip
"""Fields that take only columns of these kinds: a name alone is no evidence where the values speak against it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A field and the column that could fill it. `sure`: name and values agree and tell how the column is read."""

    field: Field
    column: Column
    sure: bool
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A canonical table that a table could feed; `score` in fields, `named` by the table's own name."""

    to: str
    matches: tuple[Match, ...]
    currency: Column | None
    missing: tuple[Field, ...]
    score: int
    named: bool
    sure: bool


def propose(name: str, columns: Sequence[Column]) -> list[Proposal]:
    """Return the canonical tables that fit, best first; the first is `sure` where it leads by a margin."""
    once = Counter(column.name for column in columns)
    usable = [c for c in columns if c.kind not in _NEVER and c.name == c.shown and once[c.name] == 1]
    found = [proposal for to in FIELD_WORDS if (proposal := _proposal(to, name, usable)) is not None]
    found.sort(key=lambda p: (-p.score, p.to))
    if not found:
        return []
    second = found[1].score if len(found) > 1 else 0
    sure = found[0].score - second >= MARGIN
    best = found[0]
    return [Proposal(best.to, best.matches, best.currency, best.missing, best.score, best.named, sure), *found[1:]]


def canonical_tables(header: Sequence[str], common: Iterable[str], currencies: dict[str, set[str]]) -> list[str]:
    """Return the canonical tables whose columns a header is a subset of, with every essential one among them."""
    names = set(header)
    passed = set(common)
    found = []
    for name, table in CANONICAL.items():
        known = {field.name for field in table.fields} | currencies.get(name, set())
        essential = {field.name for field in table.fields if field.essential}
        if essential and len(names & known) >= 2 and essential <= names and names <= known | passed:
            found.append(name)
    return found


def _proposal(to: str, name: str, columns: Sequence[Column]) -> Proposal | None:
    named = bool(set(words_of(name)[-1:]) & set(TABLE_WORDS.get(to, "").split()))
    named = named or "_".join(words_of(name)) in TABLE_WORDS.get(to, "").split()
    matches = _matches(to, columns)
    filled = {match.field.name for match in matches}
    table = CANONICAL[to]
    missing = tuple(field for field in table.fields if field.essential and field.name not in filled)
    weight = sum(2 if match.field.name in SIGNATURES[to] else 1 for match in matches)
    if not filled & SIGNATURES[to] or len(matches) < (LEAST - named):
        return None
    currency = _currency(columns) if any(m.field.kind is Kind.MONEY for m in matches) else None
    score = weight + HINT * named - 2 * len(missing)
    return Proposal(to, tuple(matches), currency, missing, score, named, sure=False) if score > 0 else None


def _matches(to: str, columns: Sequence[Column]) -> list[Match]:
    """Give each field the column whose name fits best, essential fields first; a column is given once."""
    table = CANONICAL[to]
    wishes: list[tuple[int, int, int, Match]] = []
    for place, field in enumerate(table.fields):
        words = FIELD_WORDS[to].get(field.name, "").split()
        ranked = [field.name, *words]
        for column in columns:
            name = plain_name(column.name)
            if name in ranked or column.name == field.name:
                rank = 0 if column.name == field.name else ranked.index(name)
                match = _fit(field, column)
                doubt = _doubt(to, field.name, name)
                if match is not None and doubt:
                    match = replace(match, sure=False, why=doubt)
                if match is not None:
                    wishes.append((rank, not field.essential, place, match))
    wishes += _by_kind(to, columns)
    taken: set[int] = set()
    filled: dict[str, tuple[int, Match]] = {}
    for _, _, place, match in sorted(wishes, key=lambda wish: (not wish[3].sure, *wish[:3], wish[3].column.position)):
        if match.column.position not in taken and match.field.name not in filled:
            taken.add(match.column.position)
            filled[match.field.name] = (place, match)
    return [match for _, match in sorted(filled.values(), key=lambda each: each[0])]


def _doubt(to: str, field: str, name: str) -> str:
    """Return why a name does not settle a field, empty where it does."""
    if (to, field) == ("payment", "iban") and name not in COUNTERPARTY:
        return "its name, which does not say whose account it is"
    if field == "psp" and name in METHODS:
        return "its name, which may mean a method of payment and no provider"
    return ""


def _by_kind(to: str, columns: Sequence[Column]) -> list[tuple[int, int, int, Match]]:
    """Offer the only column of a telling kind to the field that takes such values, whatever the column's name."""
    found: list[tuple[int, int, int, Match]] = []
    for place, field in enumerate(CANONICAL[to].fields):
        kind = _TELLING.get(field.name, "")
        fitting = [column for column in columns if kind and column.kind == kind]
        if len(fitting) == 1:
            why = "its values; its name does not say whose they are"
            found.append((_LAST_RANK, 1, place, Match(field, fitting[0], sure=False, why=why)))
    return found


def plain_name(name: str) -> str:
    """Return the words of a name joined by `_`, without what stands in brackets: `Bedrag (EUR)` is `bedrag`."""
    return "_".join(words_of(name.partition("(")[0] or name))


def currency_in(name: str) -> str:
    """Return the currency code that a column's name ends with or has in brackets, in capitals, else nothing."""
    found = _CODE.search(name)
    return found[1] if found and found[1] in ISO_EXPONENT else ""


def _fit(field: Field, column: Column) -> Match | None:
    """Return how a column could fill a field, None where its values speak against it."""
    if field.kind in _TIMES:
        if column.time is None:
            return None
        # A day is read from ISO days only; every other format gives its day.
        days = field.kind is Kind.INSTANT or column.time.zone == "day" or column.time.format not in ("iso", "")
        return Match(field, column, column.time.decided and days, "its name, and its values are times")
    if field.kind is Kind.MONEY:
        if column.amount is None:
            return None
        return Match(field, column, column.amount.decided, "its name, and its values are numbers")
    if field.kind is Kind.INTEGER:
        unix = column.time is not None and column.time.format in ("unix", "unix_ms")
        fits = unix or column.kind == "yes_no" or (column.amount is not None and column.kind != "amount")
        return Match(field, column, sure=True, why="its name, and its values are whole numbers") if fits else None
    if field.kind in (Kind.ENUM, Kind.YESNO):
        return _word(field, column)
    if field.kind is Kind.COUNTRY:
        return Match(field, column, column.kind == "country", _kind_why(column, "country"))
    if column.time is not None and column.time.format not in ("unix", "unix_ms"):
        return None
    wanted = _WANTED.get(field.name)
    if wanted is None or column.kind in wanted:
        return Match(field, column, sure=True, why="its name")
    return Match(field, column, sure=False, why=_kind_why(column, wanted[0]))


def _kind_why(column: Column, kind: str) -> str:
    return "its name and its values" if column.kind == kind else "its name, but its values are not all of that kind"


def _word(field: Field, column: Column) -> Match | None:
    """Match a field of fixed words: sure where every distinct value is one of them."""
    if column.words is None or not column.words:
        return None
    allowed = {"yes", "no", "unknown"} if field.kind is Kind.YESNO else set(field.values)
    pair = direction_pair(column.words)
    if field.name == "direction" and pair[0]:
        return Match(field, column, pair in _SURE_PAIRS, "its name, and its values are two words for the way of money")
    known = {word for word in column.words if word.lower() in allowed}
    if known == column.words:
        return Match(
            field, column, sure=True, why=f"its name, and each of its {len(known):,} distinct values is a word of it"
        )
    return Match(
        field,
        column,
        sure=False,
        why=f"its name; {len(known):,} of {len(column.words):,} distinct values are words of it",
    )


def direction_pair(words: frozenset[str] | None) -> tuple[str, str]:
    """Return the words for out and in that a column consists of, empty where it does not."""
    pairs = [pair for pair in PAIRS if words and words <= set(pair)]
    return pairs[0] if len(pairs) == 1 else ("", "")


def _currency(columns: Sequence[Column]) -> Column | None:
    named = [c for c in columns if c.kind == "currency" and "_".join(words_of(c.name)) in CURRENCY_WORDS]
    others = [c for c in columns if c.kind == "currency"]
    return named[0] if named else others[0] if len(others) == 1 else None

"""The profile of one column: how full, how many distinct values, of which kind, with the evidence; no value is kept."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from keerpunt.intake.guards import is_secret_name
from keerpunt.intake.inspect.cells import kinds_of
from keerpunt.intake.inspect.distinct import Distinct
from keerpunt.intake.inspect.local_hours import LocalHours
from keerpunt.intake.inspect.names import words_of
from keerpunt.intake.inspect.numbers import AmountDecision, AmountEvidence
from keerpunt.intake.inspect.statement import Statement, assessment, counted, fact
from keerpunt.intake.inspect.times import TIME_KINDS, TimeDecision, TimeEvidence
from keerpunt.intake.json_text import NumberText
from keerpunt.intake.tabular.date_order import in_digits
from keerpunt.intake.tabular.sqlite_rows import NotText

FEW = 40
"""Distinct values that are kept, in memory only, to hold them against the words of a field."""
SHORT = 64
ENOUGH_DAYS = 5
_WHOLE_TIMES = frozenset(("unix", "unix_ms", "compact_day"))
ENOUGH = 0.95
"""Share of the filled values that must have the form of a kind, for a column to be called by it."""
_DIGIT = re.compile(r"[0-9]")
SURE_DIGITS = re.compile(r"[0-9]+")
YES_NO = frozenset(("yes", "no", "y", "n", "true", "false", "0", "1", "ja", "nee", "nein", "j", "t", "f"))

_SECRETS_ELSEWHERE = frozenset(("pincode", "geheim", "toegangscode", "zugangscode"))
"""Words that may mean a secret and are not among those that the guards drop by."""

_KIND_WORDS = (
    ("email", "e-mail address"), ("ip", "IP address"), ("uuid", "identifier (UUID)"),
    ("phone", "phone number"), ("currency", "currency code"), ("country", "country code"), ("month", "month"),
    ("time_of_day", "time of day, without its day"), ("zone", "time zone"), ("scope", "scope"),
    ("user_agent", "user agent"), ("url", "web address"), ("json", "JSON"),
)  # fmt: skip
"""Kinds in the order of trial, after times and before numbers and names."""


@dataclass(frozen=True, slots=True)
class Column:
    """A profiled column. `name` is as found and never shown unless `shown` equals it; `words` are never shown.

    `kind` is a key (time, amount, whole, identifier, yes_no, name, text, empty, secret, card, or one of `cells`),
    `label` its words. `rows` and `filled` count the rows looked at; `exact` tells whether `distinct` is counted.
    `blanks` are texts of zeros that stand for no time.
    """

    name: str
    shown: str
    position: int
    rows: int
    filled: int
    distinct: int
    exact: bool
    kind: str
    label: str
    shapes: tuple[str, ...]
    statements: tuple[Statement, ...]
    time: TimeDecision | None
    amount: AmountDecision | None
    words: frozenset[str] | None
    secret: bool
    cards: int
    blanks: tuple[str, ...] = ()


class Profile:
    """Takes the cells of one column, in any number, and keeps counts."""

    def __init__(self, name: str, shown: str, position: int, today: dt.date, zones: Sequence[str] = ()) -> None:
        self._about = (name, shown, position)
        self._named_elsewhere = bool(_SECRETS_ELSEWHERE & set(words_of(name))) and not is_secret_name(name)
        self._secret = is_secret_name(name) or self._named_elsewhere
        self._rows = 0
        self._filled = 0
        self._not_text = 0
        self._numbers = 0
        self._kinds: Counter[str] = Counter()
        self._lengths: Counter[int] = Counter()
        self._digits: Counter[int] = Counter()
        self._distinct = Distinct()
        self._few: set[str] | None = set()
        self._amounts = AmountEvidence()
        # Days of an end may lie ahead, so that a day after today proves no order there.
        limit = dt.date.max if _AHEAD & set(words_of(name)) else today
        self._times = TimeEvidence(limit, LocalHours(zones))
        self._zero_led = 0
        self._with_digit = 0

    def add(self, cell: str | NotText | None) -> None:
        """Look at one cell in full."""
        self._rows += 1
        if isinstance(cell, NotText):
            self._not_text += 1
            self._filled += 1
            return
        text = cell.strip() if cell else ""
        if not text:
            return
        self._filled += 1
        self._distinct.add(text)
        self._remember(text)
        kinds = kinds_of(text)
        self._kinds.update(kinds)
        self._lengths[min(len(text), 100_000)] += 1
        self._with_digit += _DIGIT.search(text) is not None
        if SURE_DIGITS.fullmatch(text):
            self._digits[min(len(text), 100)] += 1
            self._zero_led += text[0] == "0" and len(text) > 1
        self._numbers += isinstance(cell, NumberText)
        self._evidence(text, kinds, typed=isinstance(cell, NumberText))

    def watch(self, cell: str | NotText | None) -> None:
        """Look at one cell of the rest of a file: only at what could overturn a mark, an order or a format."""
        if isinstance(cell, NotText) or not cell or len(cell) > SHORT:
            return
        text = cell.strip()
        if not text:
            return
        if self._kinds["digits_day"] and in_digits(text):
            self._times.add(text, "digits_day")
        elif self._is_time():
            self._evidence(text, kinds_of(text), typed=isinstance(cell, NumberText))
        else:
            self._amounts.add(text, typed=isinstance(cell, NumberText))

    @property
    def watched(self) -> bool:
        """Whether the rest of the file can say more: the column looks like times or amounts."""
        if self._is_written_time() or self._is_compact_time():
            return True
        keys = self._unique() and not self._kinds["number"]
        return self._is(self._kinds["number"] + self._kinds["whole"]) and not keys

    def order(self) -> str:
        """Return the order that the days in digits of this column prove, empty where there are none or no proof."""
        return self._times.order() if self._kinds["digits_day"] and self._is_written_time() else ""

    def column(self, beside: str = "") -> Column:
        """Return the profile; to be called once, when every row was seen. `beside`: the order of the other columns."""
        kind, label, time, amount = self._kind(beside)
        name, shown, position = self._about
        return Column(
            name, shown, position, self._rows, self._filled, min(self._distinct.count(), self._filled),
            self._distinct.exact, kind, label,
            tuple(self._shapes(time)), tuple(self._statements(kind, label, time, amount)), time, amount,
            frozenset(self._few) if self._few is not None else None, self._secret, self._kinds["card"],
            self._blanks() if kind == "time" else (),
        )  # fmt: skip

    def _remember(self, text: str) -> None:
        if self._few is not None:
            if len(text) > SHORT or (len(self._few) >= FEW and text not in self._few):
                self._few = None
            else:
                self._few.add(text)

    def _evidence(self, text: str, kinds: frozenset[str], *, typed: bool) -> None:
        if "number" in kinds or "whole" in kinds:
            self._amounts.add(text, typed=typed)
        for kind in TIME_KINDS:
            if kind in kinds:
                self._times.add(text, kind)
                return

    def _unique(self) -> bool:
        """Tell whether no two values are equal, or hardly any where their number is an estimate."""
        count = self._distinct.count()
        return self._filled > 1 and (count == self._filled if self._distinct.exact else count >= ENOUGH * self._filled)

    def _is(self, count: int) -> bool:
        return bool(self._filled) and count >= ENOUGH * self._filled

    def _kind(self, beside: str) -> tuple[str, str, TimeDecision | None, AmountDecision | None]:
        if not self._filled:
            return "empty", "empty", None, None
        if self._secret:
            return "secret", "secret, by its name", None, None
        if self._kinds["card"] * 2 > self._filled:
            return "card", "card number", None, None
        if self._is(self._kinds["secret"]):
            return "secret", "secret, by its form", None, None
        if self._is_time():
            return "time", "time", self._times.decide(beside), None
        if self._is(self._kinds["iban_form"]) and 2 * self._kinds["iban"] >= self._filled:
            # One in 97 random texts passes the check: where half of a column do, the others are typing errors.
            return "iban", "IBAN" if self._is(self._kinds["iban"]) else "IBAN, not all valid", None, None
        for kind, label in _KIND_WORDS:
            if self._is(self._kinds[kind]):
                return kind, label, None, None
        return self._number_or_text()

    def _number_or_text(self) -> tuple[str, str, TimeDecision | None, AmountDecision | None]:
        unique = self._unique()
        if self._few is not None and 1 < len(self._few) <= 4 and {text.lower() for text in self._few} <= YES_NO:
            return "yes_no", "yes or no", None, None
        if self._is(self._kinds["whole"]):
            label = "identifier" if unique or self._zero_led else "whole number"
            return ("identifier" if unique or self._zero_led else "whole"), label, None, self._amounts.decide()
        if self._is(self._kinds["whole"] + self._kinds["number"]):
            return "amount", "amount", None, self._amounts.decide()
        if self._is(self._kinds["name"]):
            return "name", "name-like", None, None
        if self._is(self._kinds["hex"] + self._kinds["hash"]) or (unique and self._compact()):
            return "identifier", "identifier", None, None
        return "text", "text", None, None

    def _is_time(self) -> bool:
        if self._is_written_time() or self._is_compact_time():
            return True
        whole = max(self._kinds["unix"], self._kinds["unix_ms"])
        return self._is(whole + self._zeros()) and bool(whole) and _names_a_time(self._about[0])

    def _is_written_time(self) -> bool:
        written = sum(self._kinds[kind] for kind in TIME_KINDS if kind not in _WHOLE_TIMES)
        return self._is(written + self._kinds["zero_day"]) and bool(written)

    def _is_compact_time(self) -> bool:
        """Tell whether eight or fourteen digits are days: one random number in 2,000 is, so that five prove it."""
        compact = self._kinds["compact_day"]
        sure = self._distinct.count() >= ENOUGH_DAYS or _names_a_time(self._about[0])
        return bool(compact) and self._is(compact + self._kinds["zero_day"] + self._zeros()) and sure

    def _zeros(self) -> int:
        """Return how often a lone 0 stands in the column: programs that count seconds write it for never."""
        return self._digits[1] if self._few is None or {t for t in self._few if len(t) == 1} <= {"0"} else 0

    def _blanks(self) -> tuple[str, ...]:
        zero = ("0",) if self._zeros() else ()
        return (*zero, "0000-00-00", "0000-00-00 00:00:00") if self._kinds["zero_day"] else zero

    def _compact(self) -> bool:
        """Tell whether the values look like references: short, of nearly one length, with digits in them."""
        close = bool(self._lengths) and max(self._lengths) <= SHORT and max(self._lengths) - min(self._lengths) <= 8
        return close and self._is(self._with_digit)

    def _shapes(self, time: TimeDecision | None) -> list[str]:
        """Return how the values are written, without any of their characters."""
        if not self._filled or not self._lengths:
            return []
        if time is not None:
            formats = (time.format,) if time.format else time.alternatives
            return [" or ".join(_READABLE.get(each, _readable(each)) for each in formats) or "several notations"]
        shortest, longest = min(self._lengths), max(self._lengths)
        if sum(self._digits.values()) == self._filled:
            return [_span(min(self._digits), max(self._digits), "digit")]
        return [_span(shortest, longest, "character")]

    def _statements(
        self, kind: str, label: str, time: TimeDecision | None, amount: AmountDecision | None
    ) -> list[Statement]:
        said = [fact("filled", f"{self._filled:,} of {counted(self._rows, 'row')} filled")] if self._rows else []
        if kind == "secret":
            said.append(self._secret_told())
        elif kind not in ("empty", "text", "time"):
            said.append(assessment("kind", label, self._basis(kind)))
        if self._kinds["card"]:
            text = f"{counted(self._kinds['card'], 'value holds', 'values hold')} a card number"
            said.append(fact("card_numbers", text, "each is kept as a keyed token with its last four digits"))
        if self._kinds["secret"] and kind != "secret":
            text = f"{counted(self._kinds['secret'], 'value holds', 'values hold')} a password hash"
            said.append(fact("secrets", text, "they are dropped"))
        if self._not_text:
            said.append(fact("not_text", f"{counted(self._not_text, 'value is', 'values are')} no text, and unknown"))
        if self._kinds["zero_day"]:
            said.append(fact("zero_day", f"{counted(self._kinds['zero_day'], 'day')} of zeros, which count as unknown"))
        if kind != "iban" and self._kinds["iban_form"]:
            said.append(self._iban_share())
        if time is not None:
            said += time.statements
        if amount is not None and kind == "amount":
            said += amount.statements
        return said

    def _secret_told(self) -> Statement:
        if self._named_elsewhere:
            text = "a secret, by its name: keep it out of the map, since the guards do not drop by this word"
            return assessment("secret", text, "a word for codes of access in Dutch or German")
        basis = "named as one" if self._secret else f"{self._kinds['secret']:,} values have the form of a hash"
        return assessment("secret", "a secret: its values are dropped, whatever a map says", basis)

    def _basis(self, kind: str) -> str:
        if kind == "iban":
            return f"{self._kinds['iban']:,} of {self._filled:,} have valid check digits (mod 97)"
        if kind == "card":
            return f"{self._kinds['card']:,} of {self._filled:,} have a scheme's prefix, length and check digit"
        if kind == "identifier":
            led = f"{self._zero_led:,} begin with 0; " if self._zero_led else ""
            alone = "no two rows are equal" if self._distinct.exact else "hardly any two rows are equal, by estimate"
            return led + (alone if self._unique() else "form of the values")
        if kind in ("amount", "whole", "yes_no"):
            return f"form of {counted(self._filled, 'value')}"
        return f"{self._kinds[kind]:,} of {self._filled:,} have the form of one"

    def _iban_share(self) -> Statement:
        text = f"{counted(self._kinds['iban_form'], 'value has', 'values have')} the form of an IBAN"
        return fact("iban_share", text, f"{self._kinds['iban']:,} of them have valid check digits (mod 97)")


_TIME_PARTS = ("time", "date", "visit", "stamp", "login", "zeit", "tijd", "datum", "birth", "born", "dob")
_TIME_WORDS = frozenset(
    (
        "at", "on", "ts", "seen", "created", "updated", "modified", "expires", "expiry", "until", "registered",
        "joined", "granted", "given", "placed", "occurred", "since", "start", "started", "end", "ended", "from", "to",
        "begin", "aangemaakt", "erstellt", "paid", "filed", "valid",
    )
)  # fmt: skip


_AHEAD = frozenset(
    (
        "expires",
        "expiry",
        "expiration",
        "until",
        "to",
        "end",
        "ends",
        "valid",
        "due",
        "next",
        "verloopt",
        "gueltig",
        "tot",
    )
)


def _names_a_time(name: str) -> bool:
    """Tell whether a name speaks of a time: whole numbers alone are no more times than numbers of orders."""
    words = words_of(name)
    return bool(_TIME_WORDS & set(words)) or any(part in word for part in _TIME_PARTS for word in words)


_READABLE = {"iso": "ISO 8601", "unix": "seconds since 1970", "unix_ms": "milliseconds since 1970"}
_LETTERS = (
    ("%d", "dd"), ("%m", "mm"), ("%Y", "yyyy"), ("%y", "yy"), ("%H", "hh"), ("%M", "mm"), ("%S", "ss"), ("%b", "Mon"),
    ("%B", "Month"), ("%I", "hh"), ("%p", "AM/PM"), ("%z", "offset"),
)  # fmt: skip


def _readable(pattern: str) -> str:
    for directive, letters in _LETTERS:
        pattern = pattern.replace(directive, letters)
    return pattern


def _span(low: int, high: int, unit: str) -> str:
    return counted(low, unit) if low == high else f"{low:,} to {high:,} {unit}s"

"""In which order a file writes day, month and year, by the evidence of the whole file.

Declared, then a part above 12 and what lies after the day of receipt (`tabular.date_order`), then two facts that only
these exports state: the zone word tells summer from winter, and the rows follow each other in time. Last, the language
of an activity download; monthly statements are written month first in any language, so there it proves nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from keerpunt.errors import SourceRefused, UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.formats.paypal.headers import Columns
from keerpunt.intake.formats.paypal.words import SUMMER_TIME
from keerpunt.intake.tabular.date_order import Order, decide_order, in_digits, read_day
from keerpunt.values.instant import zone

ORDERS = ("dmy", "mdy")
DAY_FIRST = frozenset(("nl", "de", "fr", "it", "es", "pl"))

_MOST = 100_000
"""Distinct days that are kept as evidence; no account has more."""


@dataclass(slots=True)
class Days:
    """What the rows of a file say about the order of their days."""

    texts: set[str] = field(default_factory=set)
    seasons: set[tuple[str, str]] = field(default_factory=set)
    rising: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(ORDERS, True))
    falling: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(ORDERS, True))
    _last: dict[tuple[str, str], dt.date] = field(default_factory=dict)
    _before: str = ""

    def look_at(self, text: str, word: str, group: str) -> None:
        """Look at the day of one row; `word` is its zone, `group` what its neighbours in time share (its currency)."""
        if not in_digits(text):
            return
        if len(self.texts) < _MOST:
            self.texts.add(text)
            season = word.upper()
            if season in SUMMER_TIME:
                self.seasons.add((text, season))
        if text + group == self._before or len(self._last) > 1_000:
            return
        self._before = text + group
        for order in ORDERS:
            day = _day(text, order)
            last = self._last.get((order, group))
            if day is None:
                continue
            self._last[order, group] = day
            if last is not None and day != last:
                self.rising[order] &= day > last
                self.falling[order] &= day < last

    def decide(self, columns: Columns, context: Context) -> Order | None:
        """Return the order, None where no day is written in digits.

        Raises:
            SourceRefused: `ambiguous_dates`, the days contradict each other or nothing tells how to read them.
        """
        try:
            return decide_order(self.texts, context.source.received_on, context.source.date_order)
        except SourceRefused:
            order = self._by_season() or self._by_sequence() or self._by_language(columns)
            if order is None or any(_day(text, order.name) is None for text in self.texts):
                raise
            return order

    def _by_season(self) -> Order | None:
        fits = [order for order in ORDERS if all(_in_season(text, word, order) for text, word in self.seasons)]
        return Order(fits[0], "in the other order winter time would stand in summer") if len(fits) == 1 else None

    def _by_sequence(self) -> Order | None:
        follows = [order for order in ORDERS if self.rising[order] or self.falling[order]]
        several = len({_day(text, order) for text in self.texts for order in follows}) > 2
        return (
            Order(follows[0], "in the other order the rows would jump in time")
            if len(follows) == 1 and several
            else None
        )

    def _by_language(self, columns: Columns) -> Order | None:
        if all(text.count(".") == 2 for text in self.texts):
            return Order("dmy", "days with points between begin with the day")
        if columns.language in DAY_FIRST and not columns.statement:
            return Order(
                "dmy", f"nothing in the file tells; activity downloads in {columns.language} begin with the day"
            )
        return None


@lru_cache(maxsize=65536)
def _day(text: str, order: str) -> dt.date | None:
    try:
        return read_day(text, order)
    except UnreadableValue:
        return None


@lru_cache(maxsize=65536)
def _in_season(text: str, word: str, order: str) -> bool:
    day = _day(text, order)
    if day is None:
        return False
    name, summer = SUMMER_TIME[word]
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=zone(name))
    return bool(noon.dst()) is summer

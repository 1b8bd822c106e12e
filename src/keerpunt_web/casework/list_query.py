"""The list of leads as its address states it: filters, order and place. The address is the whole state."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import CharField, F, Q, TextField, Value
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast, NullIf

from keerpunt_web.casework.codes import is_mistyped, read_code

CHOICES = ("country", "gate", "grade", "suggestion", "state", "missing", "mark")
STALE, GONE = "stale", "gone"
SORTS: dict[str, Combinable] = {
    "missing": F("n_missing"),
    "code": F("code"),
    "country": NullIf(F("country"), Value("XX"), output_field=CharField()),
    "support": F("support_low"),
    "payments": F("n_covered_payments"),
    "last": F("last_act_utc"),
}
"""What can be ordered by. Unknown values are NULL here and come last in either direction, still counted and shown."""
NUMBERS = frozenset(("missing", "support", "payments"))
INSTANTS = frozenset(("last",))
DEFAULT_SORT = "missing"
LONGEST_SEARCH = 20


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place in an order: the value and code of the row beside it."""

    value: str | int | None
    code: str

    def text(self) -> str:
        """Return the cursor as it stands in an address."""
        return base64.urlsafe_b64encode(json.dumps([self.value, self.code]).encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks for. A sort that begins with `-` is descending."""

    filters: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    sort: str = DEFAULT_SORT
    after: Cursor | None = None
    before: Cursor | None = None

    @property
    def column(self) -> str:
        """Return the name of the order without its direction."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Tell whether the order runs from high to low."""
        return self.sort.startswith("-")

    @property
    def mistyped(self) -> bool:
        """Tell whether the search is a complete code that fails its own check."""
        return is_mistyped(read_code(self.search))

    def condition(self) -> Q:
        """Return what the filters and the search demand of a lead."""
        plain = {name: value for name, value in self.filters.items() if name not in ("missing", "mark")}
        wanted = Q(**plain)
        if "missing" in self.filters:
            wanted &= Q(missing_text__contains=json.dumps(self.filters["missing"]))
        if self.filters.get("mark") == STALE:
            wanted &= Q(is_stale=True)
        elif self.filters.get("mark") == GONE:
            wanted &= Q(is_gone=True)
        elif "mark" in self.filters:
            wanted &= Q(pk__in=())
        if self.search:
            wanted &= Q(code__contains=read_code(self.search))
        return wanted

    def address(self, **changes: str) -> str:
        """Return the query string of this list with changes; an empty value takes a part away."""
        parts = {**self.filters, "q": self.search, "sort": "" if self.sort == DEFAULT_SORT else self.sort, **changes}
        return urlencode({name: value for name, value in parts.items() if value})

    def order(self, *, backwards: bool) -> list[OrderBy]:
        """Return the order by key, unknown last; `backwards` turns it round to read the page before."""
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        key = F("key").desc(**nulls) if self.descending != backwards else F("key").asc(**nulls)
        return [key, F("code").desc() if backwards else F("code").asc()]

    def beyond(self, cursor: Cursor, *, backwards: bool) -> Q:
        """Return the condition that a lead comes after the cursor (before it, `backwards`)."""
        step = "code__lt" if backwards else "code__gt"
        if cursor.value is None:
            same = Q(key__isnull=True, **{step: cursor.code})
            return same | Q(key__isnull=False) if backwards else same
        further = "key__lt" if self.descending != backwards else "key__gt"
        beyond = Q(**{further: cursor.value}) | Q(key=cursor.value, **{step: cursor.code})
        return beyond if backwards else beyond | Q(key__isnull=True)


MISSING_TEXT = Cast("missing", TextField())


def read_query(params: Mapping[str, str]) -> ListQuery:
    """Return the query of an address; values that no lead has find nothing, a sort or place that is none is dropped."""
    sort = params.get("sort", "")
    sort = sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT
    return ListQuery(
        filters={name: params[name] for name in CHOICES if params.get(name)},
        search=params.get("q", "").strip()[:LONGEST_SEARCH],
        sort=sort,
        after=_cursor(params.get("after", ""), sort),
        before=_cursor(params.get("before", ""), sort),
    )


def _cursor(text: str, sort: str) -> Cursor | None:
    """Return a place in this order; None where the text is none, or was made for another order."""
    try:
        value, code = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error):
        return None
    return Cursor(value, code) if isinstance(code, str) and _fits(value, sort.removeprefix("-")) else None


def _fits(value: object, column: str) -> bool:
    if value is None:
        return True
    if column in NUMBERS:
        return isinstance(value, int)
    if column in INSTANTS and isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False
    return isinstance(value, str)

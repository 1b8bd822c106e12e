"""The attributes by which accounts are compared: what each says of itself and the devices that it shares.

No column of a payer or a customer is looked at (RESOLUTION.md section 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.attributes import NAMELESS, name_columns
from keerpunt.resolve.blocking import Pairing
from keerpunt.resolve.forms import OK, value_form
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.linkage import score_table
from keerpunt.resolve.models import ACCOUNTS
from keerpunt.resolve.parties import Party
from keerpunt.resolve.scored import Scored
from keerpunt.resolve.settings import DEVICE, ResolveSettings

if TYPE_CHECKING:
    from keerpunt.engine import Engine

Stated = Mapping[str, Sequence[Mapping[str, Any]]]
"""Key of an account -> the rows of `account_self`."""
FIGURES = str.maketrans("", "", "0123456789._-")
STEM_LETTERS = 4
"""Letters from which a user name without its figures is a habit and not an accident."""
PAIRING = Pairing(ACCOUNTS, ("account",))
_TEXTS = ("part_key", "role", "name", "name_key", "given", "initial", "middle", "surname", "words", "birthdate",
          "username", "stem", "locale", "country")  # fmt: skip
_LISTS = ("calling", "surnames", "letters", "emails", "phones", "devices")
_TYPES: dict[str, pa.DataType] = dict.fromkeys(_TEXTS, pa.string()) | dict.fromkeys(_LISTS, pa.list_(pa.string()))
ACCOUNT_ATTRIBUTE = pa.schema(_TYPES)


def account_attributes(parties: Mapping[str, Party], stated: Stated, values: Iterable[SharedValue]) -> pa.Table:
    """Return one row per account, sorted by key; a name stands where it is the only one, so with all but the lists.

    `values`: contacts and devices with their fan-out; those over their cap are left out.
    """
    devices: dict[str, list[str]] = {}
    unfit = {(shared.kind, shared.value) for shared in values if not shared.joins}
    for shared in values:
        if shared.kind == DEVICE and shared.joins:
            for key in shared.uses:
                devices.setdefault(key, []).append(f"{shared.scope}|{shared.value}")
    rows = [
        _row(key, parties[key], stated.get(key, ()), unfit)
        | {"devices": sorted(devices[key]) if key in devices else None}
        for key in sorted(parties)
        if key.startswith("account:")
    ]
    return pa.Table.from_pylist(rows, schema=ACCOUNT_ATTRIBUTE)


def _row(key: str, party: Party, rows: Sequence[Mapping[str, Any]], unfit: set[tuple[str, str]]) -> dict[str, Any]:
    name = party.names[0] if len(party.names) == 1 and party.names[0].script == "latin" else None
    username = _only(row["username"].lower() for row in rows if row["username"])
    stem = username.translate(FIGURES) if username else ""
    contacts = {column: _contacts(kind, rows, unfit) for kind, column in (("email", "emails"), ("phone", "phones"))}
    return {
        "part_key": key,
        "role": party.role,
        **(name_columns(name) if name else NAMELESS),
        "birthdate": _only(date for date, _ in party.births if not date.endswith("-01-01")),
        "username": username,
        "stem": stem if len(stem) >= STEM_LETTERS else None,
        "locale": _only(row["locale"] for row in rows if row["locale"]),
        "country": "XX",
        **contacts,
    }


def _contacts(kind: str, rows: Iterable[Mapping[str, Any]], unfit: set[tuple[str, str]]) -> list[str] | None:
    forms = (value_form(kind, row[kind], row["self_country"] if kind == "phone" else "XX") for row in rows if row[kind])
    found = {form[0] for form in forms if form is not None and form[1] == OK and (kind, form[0]) not in unfit}
    return sorted(found) or None


def _only(values: Iterable[str]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def score_accounts(engine: Engine, table: pa.Table, settings: ResolveSettings) -> Scored | None:
    """Score every pair of accounts that a blocking rule of their model finds; `table`: rows of `account_attributes`."""
    return score_table(engine, table, settings, (PAIRING,))

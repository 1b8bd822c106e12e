"""The attributes that models compare: one row per party, every value in comparable form (RESOLUTION.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.parties import Party
from keerpunt.values import address
from keerpunt.values.fold import strip_fold
from keerpunt.values.names import Kind, ParsedName
from keerpunt.values.names_nicknames import calling_names

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_TEXTS = ("part_key", "name", "name_key", "given", "initial", "middle", "surname", "words", "birthdate", "birth_year",
          "house", "street", "postcode", "line", "token")  # fmt: skip
_LISTS = ("calling", "surnames", "letters", "emails", "phones")
_TYPES: dict[str, pa.DataType] = dict.fromkeys(_TEXTS, pa.string()) | dict.fromkeys(_LISTS, pa.list_(pa.string()))
ATTRIBUTE = pa.schema(_TYPES)


def attributes(
    engine: Engine, parties: Mapping[str, Party], guards: Guards, values: Iterable[SharedValue], role: str
) -> pa.Table:
    """Return one row per person of a role that has a name; what is not stated or a placeholder is NULL.

    A party with several names or addresses shows its best written name and its first address; contacts are lists.
    Contacts that join nobody, and those a provider bounds in time, are left to the rules of identifiers.
    """
    living = _first_address(engine.run(ROOM, "address_use").to_pylist())
    unfit = {
        (one.kind, one.value) for one in values if not one.joins or any(use.intervals for use in one.uses.values())
    }
    rows = engine.run(ROOM, "party_contact").to_pylist()
    contacts = _contacts(row for row in rows if (row["kind"], row["value"]) not in unfit)
    found = []
    for key in sorted(parties):
        party = parties[key]
        if party.role != role or party.kind is not Kind.PERSON or party.broken:
            continue
        name = next((one for one in party.names if one.script == "latin"), None)
        if name is None:
            continue
        found.append({"part_key": key, **name_columns(name), **_birth(party, guards), **living.get(party.key, {}),
                     **contacts.get(party.key, {}), "token": _only(token for token, _ in party.nationals)})  # fmt: skip
    return pa.Table.from_pylist(found, schema=ATTRIBUTE)


def name_columns(name: ParsedName) -> dict[str, Any]:
    """Return what the name comparison looks at; a name of one word has no given name."""
    given = name.given[0] if name.given else None
    surname = "".join(word.strip for word in name.cores)
    full = given.strip if given is not None and not given.initial else None
    later = name.given[1].strip[:1] if len(name.given) > 1 else None
    return {
        "name": name.raw,
        "name_key": f"{full}|{surname}" if full and surname else None,
        "given": full,
        "initial": given.strip[:1] if given is not None else None,
        "middle": later,
        "surname": surname or None,
        "words": " ".join(sorted(word.strip for word in name.words)) if len(name.words) > 1 else None,
        "calling": list(calling_names(full)) if full else [],
        "letters": sorted({word.strip[:1] for word in name.words}),
        "surnames": sorted({surname, *(word.strip for word in name.cores if len(word.strip) > 2)} - {""}),
    }


def _birth(party: Party, guards: Guards) -> dict[str, str | None]:
    date = _only(date for date, _ in party.births if date not in guards.placeholders)
    return {"birthdate": date, "birth_year": date[:4] if date else None}


def _only(values: Iterable[str]) -> str | None:
    found = sorted(values)
    return found[0] if len(found) == 1 else None


def _first_address(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for row in rows:
        if row["part_key"] in found:
            continue
        key = address.normalise(row["line1"], row["postcode"], row["country"])
        numbers = " ".join(key.numbers) if key is not None else None
        words = [word for word in strip_fold(row["line1"]).split() if not word[0].isdigit()]
        found[row["part_key"]] = {
            "house": numbers,
            "street": " ".join(words) or None,
            "postcode": strip_fold(row["postcode"]).replace(" ", "") or None,
            "line": f"{row['line1']}, {row['postcode']}",
        }
    return found


def _contacts(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        column = "emails" if row["kind"] == "email" else "phones"
        found.setdefault(row["part_key"], {}).setdefault(column, []).append(row["value"])
    return found

"""The attributes that models compare: one row per party, every value in comparable form (RESOLUTION.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from keerpunt.resolve.forms import ROOM
from keerpunt.resolve.guards import Guards
from keerpunt.resolve.identifiers import SharedValue
from keerpunt.resolve.parties import Party
from keerpunt.resolve.settings import NATIONAL_ID
from keerpunt.values import address
from keerpunt.values.fold import strip_fold
from keerpunt.values.names import Kind, ParsedName
from keerpunt.values.names_nicknames import calling_names, full_names

if TYPE_CHECKING:
    from keerpunt.engine import Engine

_TEXTS = ("part_key", "role", "name", "name_key", "given", "initial", "middle", "surname", "words", "country",
          "birthdate", "birth_year", "birthplace", "house", "street", "postcode", "city", "line", "token")  # fmt: skip
_LISTS = ("calling", "surnames", "letters", "emails", "phones", "cards")
_TYPES: dict[str, pa.DataType] = dict.fromkeys(_TEXTS, pa.string()) | dict.fromkeys(_LISTS, pa.list_(pa.string()))
ATTRIBUTE = pa.schema(_TYPES)
NO_PERSON = (Kind.ORGANISATION, Kind.GROUP, Kind.JOINT)
CONTACT_COLUMN = {"email": "emails", "phone": "phones", "card_remainder": "cards"}
"""Kind of a value that is compared as one of a list -> its column."""
NAMELESS: dict[str, Any] = {"letters": [], "calling": [], "surnames": []}


def attributes(
    engine: Engine, parties: Mapping[str, Party], guards: Guards, values: Iterable[SharedValue], role: str = ""
) -> pa.Table:
    """Return one row per person (of a role, if one is asked for) that has a name; what is not stated is NULL.

    So is a placeholder. A party with several names or addresses shows its best written name and its first address;
    contacts are lists. Contacts that join nobody, and those a provider bounds in time, are left to the rules of
    identifiers.
    """
    homes = homes_of(engine.run(ROOM, "party_home").to_pylist())
    unfit = {
        (one.kind, one.value) for one in values if not one.joins or any(use.intervals for use in one.uses.values())
    }
    rows = engine.run(ROOM, "party_contact").to_pylist()
    contacts = _contacts(row for row in rows if (row["kind"], row["value"]) not in unfit)
    found = []
    for key in sorted(parties):
        party = parties[key]
        if (role and party.role != role) or party.kind in NO_PERSON or party.broken:
            continue
        name = next((one for one in party.names if one.script == "latin"), None)
        if name is None and party.names:
            continue  # a script whose words these rules do not read
        tokens = (token for token, _ in party.nationals if (NATIONAL_ID, token) not in unfit)
        found.append({"part_key": key, "role": party.role, **(name_columns(name) if name else NAMELESS),
                      **_birth(party, guards),
                      **homes.get(party.key, {}), **contacts.get(party.key, {}), "token": _only(tokens),
                      "country": party.countries[0] if len(party.countries) == 1 else "XX"})  # fmt: skip
    return pa.Table.from_pylist(found, schema=ATTRIBUTE)


def name_columns(name: ParsedName) -> dict[str, Any]:
    """Return what the name comparison looks at; a name of one word has no given name.

    Where the given name counts whole, as in Korea, its later words are no middle name.
    """
    given = name.given[0] if name.given else None
    surname = "".join(word.strip for word in name.cores)
    full = given.strip if given is not None and not given.initial else None
    later = name.given[1].strip[:1] if len(name.given) > 1 else None
    if name.whole_given and full:
        full, later = "".join(word.strip for word in name.full_given), None
    return {
        "name": name.raw,
        "name_key": f"{full}|{surname}" if full and surname else None,
        "given": full,
        "initial": given.strip[:1] if given is not None else None,
        "middle": later,
        "surname": surname or None,
        "words": " ".join(sorted(word.strip for word in name.words)) if len(name.words) > 1 else None,
        "calling": sorted({*calling_names(full), *full_names(full)}) if full else [],
        "letters": sorted({word.strip[:1] for word in name.words}),
        "surnames": sorted({surname, *(word.strip for word in name.cores if len(word.strip) > 2)} - {""}),
    }


def _birth(party: Party, guards: Guards) -> dict[str, str | None]:
    date = _only(date for date, _ in party.births if date not in guards.placeholders)
    return {"birthdate": date, "birth_year": date[:4] if date else None}


def _only(values: Iterable[str]) -> str | None:
    found = sorted(values)
    return found[0] if len(found) == 1 else None


def homes_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str | None]]:
    """Return the fullest address of each party, and the first birthplace it states."""
    found: dict[str, dict[str, str | None]] = {}
    for row in rows:
        born = folded(row["birthplace"])
        if row["part_key"] not in found:
            found[row["part_key"]] = home_columns(row) | {"birthplace": born}
        elif found[row["part_key"]]["birthplace"] is None:
            found[row["part_key"]]["birthplace"] = born
    return found


def home_columns(row: Mapping[str, Any]) -> dict[str, str | None]:
    """Return what the address comparison looks at."""
    line, postcode = row["line1"] or "", row["postcode"] or ""
    key = address.normalise(line, postcode, row["country"]) if line and postcode else None
    words = strip_fold(line).split()
    numbers = " ".join(key.numbers) if key is not None else " ".join(word for word in words if word[0].isdigit())
    return {
        "house": numbers or None,
        "street": " ".join(word for word in words if not word[0].isdigit()) or None,
        "postcode": strip_fold(postcode).replace(" ", "") or None,
        "city": folded(row["city"]),
        "line": ", ".join(text for text in (line, postcode, row["city"]) if text),
    }


def folded(text: str | None) -> str | None:
    """Return the fold of a text that is there and not blank."""
    return (strip_fold(text) or None) if text else None


def _contacts(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row["part_key"], {}).setdefault(CONTACT_COLUMN[row["kind"]], []).append(row["value"])
    return found

"""Values inside a Stripe object: everything may be missing, null, of another type, or an expanded object."""

from __future__ import annotations

import re
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.context import Context
from keerpunt.intake.json_text import NumberText
from keerpunt.values.country import ASSIGNED, country_code
from keerpunt.values.instant import Instant, from_unix
from keerpunt.values.money import Money, from_minor

Object = dict[str, Any]

_WHOLE = re.compile(r"[0-9]{1,18}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def part(node: Object, *path: str) -> Object:
    """Follow `path` through objects; an empty object where it leads nowhere."""
    for name in path:
        found = node.get(name)
        if not isinstance(found, dict):
            return {}
        node = found
    return node


def text(node: Object, name: str, *path: str) -> str | None:
    """Return the text at the end of a path, None for null, blank and anything that is no text."""
    found = node.get(name)
    for further in path:
        if type(found) is not dict:
            return None
        found = found.get(further)
    if type(found) is not str:  # a number is a `NumberText`, which is another type
        return None
    return found.strip() or None


def label(node: Object, name: str, *path: str) -> str | None:
    """Return a text or a number as text: an id of the platform's own, which may be either."""
    found = part(node, name, *path[:-1]).get(path[-1]) if path else node.get(name)
    return str(found).strip() or None if isinstance(found, str) else None


def reference(node: Object, name: str) -> str | None:
    """Return the id a field refers to, whether it is plain or expanded into the object itself."""
    return text(node, name) or text(node, name, "id")


def true(node: Object, *path: str) -> bool:
    """Tell whether a field is true; false, null and absent are not told apart here."""
    return part(node, *path[:-1]).get(path[-1]) is True


def number(node: Object, name: str) -> int | None:
    """Return a whole number of at most 18 digits, None for anything else."""
    found = node.get(name)
    return int(found) if isinstance(found, NumberText) and _WHOLE.fullmatch(found) else None


def created(node: Object) -> Instant:
    """Return `created`, Unix seconds in UTC; raises UnreadableValue('bad_time')."""
    found = node.get("created")
    if not isinstance(found, str):
        raise UnreadableValue("bad_time")
    return from_unix(found)


def amount(node: Object) -> Money:
    """Return `amount` in the minor units of Stripe; raises UnreadableValue for anything but a whole number >= 0."""
    minor = number(node, "amount")
    if minor is None:
        raise UnreadableValue("bad_amount")
    return from_minor(minor, text(node, "currency"), provider="stripe")


def country(node: Object, name: str, column: str, context: Context) -> str:
    """Return a country code, `XX` for none or one that is none (then a finding)."""
    found = text(node, name)
    if found is None:
        return "XX"
    if found in ASSIGNED:
        return found
    return context.value("payment", column, lambda: country_code(found)) or "XX"


def storable(value: Any) -> bool:
    """Tell whether every text inside can be stored: JSON can write NUL and halves of characters, text files cannot."""
    if isinstance(value, str):
        return _UNSTORABLE.search(value) is None
    if isinstance(value, dict):
        return all(storable(key) and storable(item) for key, item in value.items())
    return all(storable(item) for item in value) if isinstance(value, list) else True

"""Finds the API objects in lists, pages, event envelopes and dictionaries of resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from keerpunt.intake.formats.stripe.values import Object, number, part, text
from keerpunt.intake.formats.stripe.words import PAGES

REFERENCE = frozenset(("id", "object"))
"""An object that holds no more than this only names another one."""

_NAME = re.compile(r"[a-z][a-z_.]{0,63}")


class Item(NamedTuple):
    """One record: where it stands, the object (None if there is none), the event that carried it."""

    locator: str
    found: Object | None
    event: Object | None = None

    @property
    def in_test_mode(self) -> bool:
        """Whether the object or its envelope says that no real money moved; neither saying so is no test."""
        if self.found is not None and self.found.get("livemode") is False:
            return True
        return self.event is not None and self.event.get("livemode") is False

    @property
    def stamp(self) -> int | None:
        """Return when the event took this picture of the object, None for an object as it was when exported."""
        return None if self.event is None else number(self.event, "created") or 0

    @property
    def account(self) -> str:
        """Return the connected account in which the object lives, where the event names one."""
        return text(self.event or {}, "account") or ""


def is_plain(value: Any) -> bool:
    """Tell at a glance that a value is one object and can hold no others."""
    if not isinstance(value, dict) or value.get("object") == "event":
        return False
    return "data" not in value and "resources" not in value


def items(value: Any, locator: str) -> Iterator[Item]:
    """Yield every record of a JSON value; `locator` is its own place, `''` for the root of a document."""
    if is_plain(value):
        yield Item(locator or "/", value)
        return
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from items(item, f"{locator}/{position}")
    elif not isinstance(value, dict):
        yield Item(locator or "/", None)
    elif text(value, "object") == "event":
        yield Item(locator or "/", part(value, "data", "object") or None, value)
    elif is_page(value):
        for position, item in enumerate(value["data"]):
            yield from items(item, f"{locator}/data/{position}")
    elif "object" not in value and isinstance(value.get("resources"), dict):
        for position, (name, item) in enumerate(value["resources"].items()):
            yield from items(item, f"{locator}/resources/{key_or_position(name, position)}")
    else:
        yield Item(locator or "/", value)


def key_or_position(key: str | None, position: int) -> str:
    """Return a key as it may stand in a locator: it is text of the source, so an odd one is given by its position."""
    return key if key is not None and _NAME.fullmatch(key) else str(position)


def states_zero(value: Any) -> bool:
    """Tell whether a value says itself that it holds nothing: an empty list or page."""
    return value == [] or (isinstance(value, dict) and is_page(value) and value["data"] == [])


def is_page(value: Object) -> bool:
    """Tell whether an object is a list or a page of search results."""
    return type(value.get("data")) is list and names_page(value)


def names_page(value: Object) -> bool:
    """Tell whether an object calls itself a list, or does not say what it is."""
    kind = text(value, "object")
    return kind is None or kind in PAGES


def carried(found: Object, locator: str) -> Iterator[tuple[str, Object]]:
    """Yield the charges, refunds and disputes that stand inside an object, each with its place.

    Lists of older versions are plain or pages; what is not expanded is text and gives nothing.
    """
    kind = text(found, "object")
    if kind == "payment_intent":
        for name in ("charges", "latest_charge"):
            for place, charge in _inside(found, name, locator):
                if text(charge, "object") == "charge":
                    yield place, charge
    elif kind == "charge":
        for name in ("refunds", "dispute"):
            yield from _inside(found, name, locator)


def _inside(found: Object, name: str, locator: str) -> Iterator[tuple[str, Object]]:
    value = found.get(name)
    if isinstance(value, dict | list) and not states_zero(value):
        for item in items(value, f"{locator}/{name}"):
            if item.found:
                yield item.locator, item.found

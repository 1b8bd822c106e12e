"""Finds the API objects in lists, pages, event envelopes and dictionaries of resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keerpunt.intake.formats.stripe.values import Object, part, text

_NAME = re.compile(r"[a-z][a-z_.]{0,63}")


@dataclass(frozen=True, slots=True)
class Item:
    """One record: where it stands, the object (None if there is none), the event that carried it."""

    locator: str
    found: Object | None
    event: Object | None = None

    @property
    def in_test_mode(self) -> bool:
        """Whether the object or its envelope says that no real money moved."""
        return any(node is not None and node.get("livemode") is False for node in (self.found, self.event))


def items(value: Any, locator: str) -> Iterator[Item]:
    """Yield every record of a JSON value; `locator` is its own place, `''` for the root of a document."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from items(item, f"{locator}/{position}")
    elif not isinstance(value, dict):
        yield Item(locator or "/", None)
    elif text(value, "object") == "event":
        yield _of_event(value, locator or "/")
    elif _is_page(value):
        for position, item in enumerate(value["data"]):
            yield from items(item, f"{locator}/data/{position}")
    elif "object" not in value and isinstance(value.get("resources"), dict):
        for position, (name, item) in enumerate(value["resources"].items()):
            # A key is text of the source, and a locator never holds a value: an odd key is given by its position.
            yield from items(item, f"{locator}/resources/{name if _NAME.fullmatch(name) else position}")
    else:
        yield Item(locator or "/", value)


def states_zero(value: Any) -> bool:
    """Tell whether a value says itself that it holds nothing: an empty list or page."""
    return value == [] or (isinstance(value, dict) and _is_page(value) and value["data"] == [])


def has_more(value: Any) -> bool:
    """Tell whether a page says that further pages follow."""
    return isinstance(value, dict) and _is_page(value) and value.get("has_more") is True


def _is_page(value: Object) -> bool:
    return text(value, "object") in ("list", "search_result", None) and isinstance(value.get("data"), list)


def _of_event(event: Object, locator: str) -> Item:
    carried = part(event, "data", "object")
    return Item(locator, carried or None, event)

"""JSON from strangers: numbers stay text, nesting is bounded, and every fault is a reject code."""

from __future__ import annotations

import json
import re
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.lines import MAX_DEPTH

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")


_ODD_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class NumberText(str):
    """A number as it was written in JSON or stored in a database: text with a decimal point, never a float."""

    __slots__ = ()


def parse_json(text: str) -> Any:
    """Return the value of a JSON text, numbers as `NumberText`.

    Raises:
        UnreadableValue: `unknown_record` (no JSON; also NaN and Infinity), `too_deep` (nested over 64 levels).
    """
    if too_deep(text):
        raise UnreadableValue("too_deep")
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise UnreadableValue("unknown_record") from None


def scan_json(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, by the same rules, and where it ends.

    Raises:
        ValueError, RecursionError: no whole value begins there, or it is nested beyond any measure.
    """
    return _DECODER.raw_decode(text, at)


def has_odd_escape(text: str, begin: int = 0, end: int | None = None) -> bool:
    """Tell whether a JSON text writes NUL or halves of characters as escapes: what may be impossible to store."""
    end = len(text) if end is None else end
    return text.find("\\", begin, end) >= 0 and _ODD_ESCAPE.search(text, begin, end) is not None


def too_deep(text: str, limit: int = MAX_DEPTH) -> bool:
    """Tell whether brackets outside strings nest deeper than `limit` levels, in time linear in the text."""
    if text.count("{") + text.count("[") <= limit:
        return False
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > limit:
            return True
    return False


def _refuse_constant(_word: str) -> Any:
    raise ValueError("no JSON number")


_DECODER = json.JSONDecoder(parse_float=NumberText, parse_int=NumberText, parse_constant=_refuse_constant)

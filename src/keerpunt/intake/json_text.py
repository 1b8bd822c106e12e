"""JSON from strangers: numbers stay text, nesting is bounded, and every fault is a reject code."""

from __future__ import annotations

import json
import re
from typing import Any

from keerpunt.errors import UnreadableValue
from keerpunt.intake.lines import MAX_DEPTH

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")


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


def too_deep(text: str) -> bool:
    """Tell whether brackets outside strings nest deeper than 64 levels, in time linear in the text."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", _STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _refuse_constant(_word: str) -> Any:
    raise ValueError("no JSON number")


_DECODER = json.JSONDecoder(parse_float=NumberText, parse_int=NumberText, parse_constant=_refuse_constant)

"""What a person says once for many sources: `received_on=2024-12-03`, or `bank/*:origin=bank:example` for some of them.

It fills blanks of the draft of operation.toml and nothing else; what is not said stays blank, and `run` refuses it.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from keerpunt.errors import UsageRefused

HEAD_KEYS = ("code", "unit_country", "legal_basis", "purpose")
PLATFORM_KEYS = ("name", "time_zone")
SOURCE_KEYS = ("origin", "received_from", "received_on")
ALSO_KEYS = ("legal_basis", "purpose", "handling", "time_zone")
"""Keys that a source may have of its own; they are written only where a pattern of paths stands before them."""

_SAID = re.compile(r"(?:(?P<paths>[^=]*):)?(?P<key>[a-z_]+)=(?P<value>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fill:
    """One thing said: `paths` is a pattern of source paths (`*` also takes `/`), empty for all of them."""

    paths: str
    key: str
    value: str


class Fills:
    """Everything that was said; of two that fit a source the last one counts."""

    def __init__(self, said: Iterable[Fill] = ()) -> None:
        self._said = tuple(said)

    def head(self, key: str) -> str:
        """Return the value of a key of `[operation]` or `[platform]` as TOML: what was said, or a blank."""
        found = [fill.value for fill in self._said if not fill.paths and fill.key == key]
        return json.dumps(found[-1], ensure_ascii=False) if found else '""'

    def source(self, path: str, key: str) -> str:
        """Return the value of a key of a source as TOML: what was said, or a blank."""
        found = [f.value for f in self._said if f.key == key and (not f.paths or fnmatch.fnmatchcase(path, f.paths))]
        if not found:
            return '""'
        return found[-1] if key == "received_on" else json.dumps(found[-1], ensure_ascii=False)

    def also(self, path: str) -> list[str]:
        """Return the further lines that were said for a source by a pattern."""
        found = {f.key: f.value for f in self._said if f.paths and fnmatch.fnmatchcase(path, f.paths)}
        return [f"{key} = {json.dumps(found[key], ensure_ascii=False)}" for key in ALSO_KEYS if key in found]


def read_fills(texts: Iterable[str]) -> Fills:
    """Read what was typed, `[PATHS:]KEY=VALUE` each.

    Raises:
        UsageRefused: it is written otherwise, names no key that can be filled in, or a day that is none.
    """
    return Fills(_fill(number, text) for number, text in enumerate(texts, start=1))


def _fill(number: int, text: str) -> Fill:
    place = f"--fill {number}"
    match = _SAID.fullmatch(text)
    if match is None or not match["value"].strip():
        raise UsageRefused("is written KEY=VALUE or PATHS:KEY=VALUE", place=place)
    paths, key, value = match["paths"] or "", match["key"], match["value"].strip()
    keys = (*SOURCE_KEYS, *ALSO_KEYS) if paths else (*HEAD_KEYS, *PLATFORM_KEYS, *SOURCE_KEYS)
    if key not in keys:
        raise UsageRefused(f"names no key that can be filled in {'for sources' if paths else 'so'}; known are "
                           f"{', '.join(dict.fromkeys(keys))}", place=place)  # fmt: skip
    if key == "received_on" and not _is_day(value):
        raise UsageRefused("received_on is a day, written YYYY-MM-DD", place=place)
    return Fill(paths, key, value)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

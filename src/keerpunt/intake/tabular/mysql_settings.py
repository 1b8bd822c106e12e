"""What a dump says about itself by SET: character set, time zone, and how its strings are written.

Programs that dump keep the old value of a setting in a variable and restore it at the end, so variables are followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from keerpunt.errors import UnreadableValue
from keerpunt.values.instant import zone

_MARKS = re.compile(rb"/\*M?![0-9]*|\*/")
_NAMES = re.compile(r"\bNAMES\s*+=?\s*+['\"]?(\w++)|\b(?:CHARACTER\s++SET|CHARSET)\s++['\"]?(\w++)", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?<![\w.@])(?P<name>@{0,2}[\w.]++)\s*+:?=\s*+(?:IFNULL\s*+\(\s*+)?"
    r"(?P<value>'[^']*+'|\"[^\"]*+\"|@{1,2}[\w.]++|[\w+:-]++)",
    re.IGNORECASE,
)
_SCOPE = re.compile(r"^@@|^(?:session|local)\.", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])([0-9]{1,2}):([0-9]{2})")
_ANSI = frozenset(("ANSI", "ANSI_QUOTES", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"))
MAX_STATEMENT = 65_536
"""Bytes of the longest SET that is followed; none that a program writes comes near."""

_FOLLOWED = ("sql_mode", "time_zone", "character_set_client")


@dataclass(slots=True)
class DumpSettings:
    """The settings in force at a place of a dump; empty where the dump has not said."""

    values: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_FOLLOWED, ""))
    _kept: dict[str, str] = field(default_factory=dict)

    def apply(self, statement: bytes) -> None:
        """Follow one SET statement; one of more than `MAX_STATEMENT` bytes says nothing."""
        if len(statement) > MAX_STATEMENT:
            return
        text = _MARKS.sub(b" ", statement).decode("latin-1")
        if names := _NAMES.search(text):
            self.values["character_set_client"] = (names[1] or names[2]).lower()
            return
        if re.match(r"\s*SET\s+(?:GLOBAL|PERSIST|@@global)\b", text, re.IGNORECASE):
            return
        for match in _ASSIGNED.finditer(text):
            self._assign(match["name"].lower(), match["value"])

    def _assign(self, name: str, value: str) -> None:
        known = self._value(value)
        if name.startswith("@") and not name.startswith("@@"):
            self._kept[name] = known
            return
        plain = _SCOPE.sub("", _SCOPE.sub("", name))
        if plain in self.values:
            self.values[plain] = known

    def _value(self, value: str) -> str:
        if value.startswith("@@"):
            return self.values.get(_SCOPE.sub("", _SCOPE.sub("", value.lower())), "")
        if value.startswith("@"):
            return self._kept.get(value.lower(), "")
        return value.strip("'\"")

    @property
    def charset(self) -> str:
        """Return the character set of the strings, empty where the dump has not said."""
        return self.values["character_set_client"]

    @property
    def time_zone(self) -> str:
        """Return `UTC`, `+02:00` or an IANA name; empty for the zone of the server, and where the dump has not said."""
        found = self.values["time_zone"]
        if match := _OFFSET.fullmatch(found):
            offset = f"{match[1]}{int(match[2]):02}:{match[3]}"
            return "UTC" if offset[1:] == "00:00" else offset
        if found.upper() in ("UTC", "GMT"):
            return "UTC"
        try:
            return found if found and zone(found) else ""
        except UnreadableValue:
            return ""

    @property
    def ansi_quotes(self) -> bool:
        """Tell whether double quotes stand around names rather than strings."""
        return bool(self._modes() & _ANSI)

    @property
    def backslash(self) -> bool:
        """Tell whether a backslash escapes."""
        return "NO_BACKSLASH_ESCAPES" not in self._modes()

    def _modes(self) -> set[str]:
        return {mode.strip() for mode in self.values["sql_mode"].upper().split(",")}

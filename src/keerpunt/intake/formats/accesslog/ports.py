"""The number at the end of a line: a source port, unless the numbers of the file cannot be ports."""

from __future__ import annotations

from keerpunt.intake.context import Context
from keerpunt.intake.formats.accesslog.address import port_of

_LOWEST = 1_024
"""Clients use ports from here on (RFC 6335); a smaller one is no error, but many of them are no ports."""

_HIGHEST = 65_535
_DIGITS = 6
_DOUBTS = 3
_SHARE = 20


class Ports:
    """Reads source ports, and stops as soon as what stands there is something else: a duration, a size.

    A wrong port beside a shared address finds another customer. So from three numbers on that no client uses, if they
    are one in twenty, none is a port: finding `ambiguous_port`.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen = 0
        self._doubts = 0
        self._given_up = False

    def see(self, text: str) -> None:
        """Take notice of a number that stands where the port would."""
        if self._given_up or not text.strip("0"):
            return
        self._seen += 1
        if not _LOWEST <= int(text[:_DIGITS]) <= _HIGHEST:
            self._doubts += 1
            if self._doubts >= _DOUBTS and self._doubts * _SHARE >= self._seen:
                self._given_up = True
                self._context.note("ambiguous_port", "src_port")

    def read(self, table: str, text: str) -> int | None:
        """Return the port that a number at the end of a line states, None for 0 and what is none."""
        self.see(text)
        return None if self._given_up else self.stated(table, text)

    def stated(self, table: str, text: str) -> int | None:
        """Return a port that is one by its place, None for 0, absent and what is none."""
        if text.isdigit() and text.isascii() and len(text) < _DIGITS and _LOWEST <= int(text) <= _HIGHEST:
            return int(text)
        return self._context.value(table, "src_port", lambda: port_of(text))

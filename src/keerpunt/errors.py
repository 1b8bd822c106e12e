"""The only exceptions keerpunt raises on purpose.

None carries personal data: messages name files, places, columns and codes, never a source value.
Each class fixes the exit code of the command line (CONTRACT.md section 3).
"""

from __future__ import annotations


class KeerpuntError(Exception):
    """Something a user can act on; `place` names where, `exit_code` what the shell sees."""

    exit_code = 1

    def __init__(self, message: str, *, place: str = "") -> None:
        self.message = message
        self.place = place
        super().__init__(f"{place}: {message}" if place else message)


class UsageRefused(KeerpuntError):
    """A command cannot be carried out as typed (exit 2)."""

    exit_code = 2


class InputRefused(KeerpuntError):
    """The sources are refused; nothing was written (exit 3)."""

    exit_code = 3


class SourceRefused(InputRefused):
    """One source file is refused as a whole; `code` is the reason code."""

    def __init__(self, code: str, message: str, *, place: str = "") -> None:
        self.code = code
        super().__init__(message, place=place)


class PolicyRefused(KeerpuntError):
    """A policy, law or safety rule refuses (exit 4)."""

    exit_code = 4


class VerificationFailed(KeerpuntError):
    """Custody, digest or totals do not hold (exit 5)."""

    exit_code = 5


class UnreadableValue(ValueError):
    """A value that cannot be read by its rule; `code` is a reason code, the value itself is never kept."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

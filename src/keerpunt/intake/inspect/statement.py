"""What inspection says about a file: every statement is a fact of its bytes or an assessment with its basis."""

from __future__ import annotations

from dataclasses import dataclass

FACT = "fact"
ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: `kind` is fact or assessment, `code` a stable key, `basis` what it rests on; never a value."""

    kind: str
    code: str
    text: str
    basis: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the statement for JSON."""
        return {"kind": self.kind, "code": self.code, "text": self.text, "basis": self.basis}


def fact(code: str, text: str, basis: str = "") -> Statement:
    """State what can be counted or read off the bytes."""
    return Statement(FACT, code, text, basis)


def assessment(code: str, text: str, basis: str) -> Statement:
    """State what the evidence suggests; a human may know better."""
    return Statement(ASSESSMENT, code, text, basis)


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 row` or `2,000 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

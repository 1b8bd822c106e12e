"""What run.json says about a build, as typed facts; it holds no person (CONTRACT.md section 4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.errors import PolicyRefused


@dataclass(frozen=True, slots=True)
class OperationFacts:
    """Which operation a build belongs to, and what it was made with."""

    code: str
    unit_country: str
    purpose: str
    legal_basis: str
    as_of: dt.date
    policy_digest: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One source file, or `files` of one folder summed: every record read was mapped, excluded or rejected."""

    path: str
    reader: str
    read: int
    mapped: int
    excluded: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    files: int = 1


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A table that was examined for an origin, and the period; open ends are None."""

    origin: str
    table: str
    covers_from: str | None
    covers_to: str | None
    basis: str


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A source known to exist and not yet read: held, or awaited."""

    what: str
    origin: str
    state: str


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What was read, what of it was examined, and what came out, in counts."""

    files: tuple[FileLine, ...]
    coverage: tuple[CoverageLine, ...]
    expected: tuple[ExpectedLine, ...]
    accounts: int
    results: Mapping[str, int]

    @property
    def folders(self) -> tuple[FileLine, ...]:
        """Return the files summed by folder, in the order of the first file of each."""
        grouped: dict[str, list[FileLine]] = {}
        for line in self.files:
            grouped.setdefault(line.path.rpartition("/")[0], []).append(line)
        return tuple(_summed(folder, lines) for folder, lines in grouped.items())

    @property
    def totals(self) -> Mapping[str, int]:
        """Return the sums over all files; read = mapped + excluded + rejected."""
        names = ("read", "mapped", "excluded", "rejected")
        return {name: sum(int(getattr(line, name)) for line in self.files) for name in names}


def operation_facts(run: Mapping[str, Any]) -> OperationFacts:
    """Return which operation a build belongs to.

    Raises:
        PolicyRefused: run.json does not say so; such a build is not published.
    """
    try:
        return OperationFacts(
            code=run["operation"],
            unit_country=run["unit_country"],
            purpose=run["purpose"],
            legal_basis=run["legal_basis"],
            as_of=dt.date.fromisoformat(run["inputs"]["as_of"]),
            policy_digest=run["inputs"]["policy"],
        )
    except (KeyError, TypeError, ValueError):
        raise PolicyRefused("run.json does not say which operation this is", place="run.json") from None


def run_facts(run: Mapping[str, Any]) -> RunFacts:
    """Return the counts of a run."""
    return RunFacts(
        files=tuple(_file(receipt) for receipt in run["receipts"]),
        coverage=tuple(
            CoverageLine(c["origin"], c["table_name"], c["covers_from"], c["covers_to"], c["basis"])
            for c in run["coverage"]
        ),
        expected=tuple(ExpectedLine(e["what"], e["origin"], e["state"]) for e in run["expected"]),
        accounts=run["rows"].get("account", 0),
        results=run["results"],
    )


def _summed(folder: str, lines: Sequence[FileLine]) -> FileLine:
    reasons: Counter[str] = Counter()
    for line in lines:
        reasons.update(dict(line.reasons))
    return FileLine(
        path=lines[0].path if len(lines) == 1 else f"{folder}/" if folder else ".",
        reader=", ".join(sorted({line.reader for line in lines})),
        read=sum(line.read for line in lines),
        mapped=sum(line.mapped for line in lines),
        excluded=sum(line.excluded for line in lines),
        rejected=sum(line.rejected for line in lines),
        reasons=tuple(sorted(reasons.items())),
        files=len(lines),
    )


def _file(receipt: Mapping[str, Any]) -> FileLine:
    reasons = [*receipt["excluded"].items(), *receipt["rejected"].items()]
    return FileLine(
        path=receipt["path"],
        reader=receipt["reader"],
        read=receipt["read"],
        mapped=receipt["mapped"],
        excluded=sum(receipt["excluded"].values()),
        rejected=sum(receipt["rejected"].values()),
        reasons=tuple(sorted(reasons)),
    )

"""What a policy may decide about intake: the section `[intake]` of a policy file (the `intake.*` of INTAKE.md)."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from keerpunt.errors import PolicyRefused
from keerpunt.intake.findings import DETAIL

GIB = 1 << 30


@dataclass(frozen=True, slots=True, repr=False)
class IntakeSettings:
    """Settings of one run; the defaults are those of INTAKE.md.

    `totals`: what a wrong control total does, `refuse` (exit 3) or `finding`. `max_reject_share`: the largest share of
    rejected records of a file (0 to 1) that is still accepted. `refuse_findings`: finding codes that refuse the run.
    `log_gap`: a longer silence in a log is reported. `max_unpacked`: bytes a compressed file may grow to.
    `allow_truncated`: SHA-256 of files that may end in the middle; rows up to the cut are then read.
    `batch_rows`: rows held as Python objects before they become Arrow columns.
    """

    totals: Literal["refuse", "finding"] = "refuse"
    max_reject_share: float = 1.0
    refuse_findings: frozenset[str] = frozenset()
    log_gap: dt.timedelta = dt.timedelta(hours=24)
    max_unpacked: int = 64 * GIB
    allow_truncated: frozenset[str] = frozenset()
    batch_rows: int = 8_000

    def __repr__(self) -> str:
        """Return every setting, sets in order, so that equal settings give equal text."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return repr({name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()})


def _known(code: str) -> str:
    if code not in DETAIL:
        raise ValueError("no finding has this code")
    return code


class _Section(BaseModel):
    """`[intake]` as a person types it; `log_gap` is in hours, `max_unpacked` in bytes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    totals: Literal["refuse", "finding"] = "refuse"
    max_reject_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    refuse_findings: list[Annotated[str, AfterValidator(_known)]] = Field(default_factory=list)
    log_gap: Annotated[int, Field(gt=0)] = 24
    max_unpacked: Annotated[int, Field(gt=0)] = 64 * GIB
    allow_truncated: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(default_factory=list)


def settings_from(policy: Path | None) -> IntakeSettings:
    """Return the settings that a policy file states in `[intake]`; what it leaves out, and no file, mean the defaults.

    Raises:
        PolicyRefused: the file cannot be read, a key of the section is unknown or wrong, or a finding to refuse is
            none of `findings.DETAIL`; the message names the key.
    """
    if policy is None:
        return IntakeSettings()
    try:
        raw: Any = tomllib.loads(policy.read_text(encoding="utf-8")).get("intake", {})
        section = _Section.model_validate(raw)
    except ValidationError as error:
        keys = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors(include_input=False)}))
        raise PolicyRefused(f"[intake] is wrong at: {keys}", place=str(policy)) from None
    except (OSError, ValueError, RecursionError):
        raise PolicyRefused("the policy cannot be read as TOML", place=str(policy)) from None
    return IntakeSettings(
        totals=section.totals,
        max_reject_share=section.max_reject_share,
        refuse_findings=frozenset(section.refuse_findings),
        log_gap=dt.timedelta(hours=section.log_gap),
        max_unpacked=section.max_unpacked,
        allow_truncated=frozenset(section.allow_truncated),
    )

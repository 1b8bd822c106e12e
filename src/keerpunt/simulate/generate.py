"""From a scale and a seed to a sources folder, with its truth beside it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from keerpunt.errors import UsageRefused
from keerpunt.model.progress import Progress
from keerpunt.simulate.chance import Chance
from keerpunt.simulate.declaration import declare
from keerpunt.simulate.ledger import Ledger
from keerpunt.simulate.scales import Scale, mix_named, scale_named, scenario_scale
from keerpunt.simulate.world import make_ledger
from keerpunt.simulate.write_camt import write_camt
from keerpunt.simulate.write_logs import write_logs
from keerpunt.simulate.write_platform import write_platform
from keerpunt.simulate.write_replies import write_replies
from keerpunt.simulate.write_stripe import write_stripe
from keerpunt.simulate.write_truth import write_truth

TRUTH_SUFFIX = ".truth"
_UNFINISHED_SUFFIX = ".unfinished"


def simulate(
    scale: str, seed: int, out: Path, progress: Progress, *, mix: str = "", scenarios: Sequence[str] = ()
) -> dict[str, str | int]:
    """Write a synthetic operation to `out` and its truth to `<out>.truth`; equal arguments give equal bytes.

    `mix` or `scenarios` (S1 to S16) stand in for `scale` where one is given.

    The summary is `code`, then counts; `sufficient` counts pairs of account and person whose evidence is complete.
    Both folders appear only when they are complete; what a killed run left beside them is removed by the next.

    Raises:
        UsageRefused: an unknown or unbuilt scale, an unknown mix or scenario, or both; or `out` or its truth folder
            exists already.
    """
    if mix and scenarios:
        raise UsageRefused("a mix and scenarios exclude each other")
    size = mix_named(mix) if mix else scenario_scale(scenarios) if scenarios else scale_named(scale)
    truth = out.with_name(out.name + TRUTH_SUFFIX)
    for folder in (out, truth):
        if folder.exists():
            raise UsageRefused("exists already; a generated operation never replaces anything", place=str(folder))
    code = f"DEMO-{size.name.upper()}-{seed}"
    ledger = make_ledger(Chance(seed), size, progress)
    parts = [(folder.with_name(folder.name + _UNFINISHED_SUFFIX), folder) for folder in (truth, out)]
    for part, _ in parts:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    files = _write(code, ledger, parts[1][0], progress)
    write_truth(ledger, parts[0][0])
    for part, folder in parts:
        part.rename(folder)
    return _summary(code, size, ledger) | {"files": files}


def _summary(code: str, size: Scale, ledger: Ledger) -> dict[str, str | int]:
    return {
        "code": code,
        "accounts": len(ledger.accounts),
        "buyers": sum(size.buyers.values()),
        "countries": len(size.buyers),
        "payments": sum(c.paid and c.live for c in ledger.charges) + sum(bool(t.order_id) for t in ledger.transfers),
        "log_lines": len(ledger.hits),
        "replies": sum(len(rows) for rows in ledger.replies.values()),
        "sufficient": sum(lead.sufficient for lead in ledger.truth_leads),
    }


def _write(code: str, ledger: Ledger, out: Path, progress: Progress) -> int:
    """Write every source and, last, the declaration that names them; return the number of files."""
    with progress.step("files", 6, "kinds") as tick:
        write_platform(ledger, out)
        tick(1)
        write_stripe(ledger, out)
        tick(1)
        statements = write_camt(ledger, out)
        tick(1)
        logs = write_logs(ledger, out)
        tick(1)
        replies = write_replies(ledger, out)
        tick(1)
        (out / "operation.toml").write_text(
            declare(code, logs, statements, replies, mixed=any(grant.scope for grant in ledger.grants)),
            "utf-8",
            newline="\n",
        )
        tick(1)
    return sum(1 for path in out.rglob("*") if path.is_file())

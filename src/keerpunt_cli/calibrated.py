"""From builds with their truth to a policy with scales, and what is said about it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from keerpunt.assess import load_policy
from keerpunt.assess.calibrate import TARGET, Cost, Fit, Judged, fit, judged_leads
from keerpunt.assess.policy import Policy
from keerpunt.assess.policy_text import policy_text
from keerpunt.assess.reliability import Band, plots
from keerpunt.errors import InputRefused, UsageRefused
from keerpunt.model.words import RIVALS
from keerpunt.simulate import paired
from keerpunt.store import Build, Reader, open_build
from keerpunt.store.paths import write_private
from keerpunt_cli.audit import actor, audit_file
from keerpunt_cli.console import out as terminal
from keerpunt_cli.console import table

TITLES = {
    "generated": "On synthetic operations of our own design; not an error rate for real people",
    "adjudicated": "On closed cases of the unit; how other cases turn out is not known",
}
VERDICTS = {"yes": True, "same": True, "no": False, "not_same": False}
"""What a judgement of kind `lead` may come to; the other values leave the lead unknown."""
JUDGEMENT_COLUMNS = frozenset(("kind", "lead_id", "value", "decided", "withdrawn_by"))


@dataclass(frozen=True, slots=True)
class Sources:
    """What a fit is made from: builds, the truth folder of each or a file of judgements, the policy of the builds."""

    builds: tuple[Path, ...]
    truths: tuple[Path, ...]
    judgements: Path | None
    policy: Path | None
    reason: str


def fit_and_write(sources: Sources, out: Path) -> Fit:
    """Fit scales, write the policy and the plot beside it, and return the fit; nothing is written where it is refused.

    Raises:
        UsageRefused: truth and builds do not go together, or the builds were made under another policy.
        InputRefused: there are too few leads, or a file is no such file.
    """
    policy = load_policy(sources.policy)
    if policy.calibration:
        raise UsageRefused("scales are fitted to raw weights; name the policy without them", place="--policy")
    if bool(sources.truths) == bool(sources.judgements):
        raise UsageRefused("either a truth folder for each of the RESULTS or judgements are needed", place="--truth")
    if sources.truths and len(sources.truths) != len(sources.builds):
        raise UsageRefused("is needed once for each of the RESULTS, in their order", place="--truth")
    builds = [_opened(path, policy) for path in sources.builds]
    if len({build.digest for build in builds}) < len(builds):
        raise UsageRefused("one build is named twice, and its leads would count twice", place="RESULTS")
    closed, decided = _closed_cases(sources.judgements) if sources.judgements else ({}, "")
    leads = [
        lead
        for place, build in enumerate(builds)
        for lead in _judged(build, sources.truths[place] if sources.truths else None, closed, policy, sources.reason)
    ]
    date = max(decided, *(build.run["inputs"]["as_of"] for build in builds))
    found = fit(leads, "generated" if sources.truths else "adjudicated", date)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_private(out, policy_text(policy, sources.policy, found.calibration).encode())
    write_private(out.with_suffix(".svg"), _drawing(found).encode())
    return found


def _opened(path: Path, policy: Policy) -> Build:
    build = open_build(path)
    if build.run["inputs"]["policy"] != policy.digest:
        raise UsageRefused("was made under another policy; name its file with --policy", place=str(path))
    return build


def _judged(build: Build, truth: Path | None, closed: Mapping[str, bool], policy: Policy, reason: str) -> list[Judged]:
    """Return the leads of a build whose truth is known; what is read of them is logged first."""
    reader = Reader(build, audit_file(build.path), actor=actor(), reason=reason)
    leads = reader.leads()
    right = {lead.lead_id: not lead.wrong for lead in paired(build.path, truth)[0]} if truth else closed
    wanted = [lead["lead_id"] for lead in leads if lead["lead_id"] in right]
    rows = reader.indicators_of(wanted) if wanted else []
    return judged_leads(leads, rows, right, str(build.run["operation"]), policy)


def _closed_cases(path: Path) -> tuple[dict[str, bool], str]:
    """Return what each lead came to by the latest judgement that stands, and the day of the last one.

    Two judgements of one instant that disagree leave their lead out, as do answers that decide nothing.
    """
    latest: dict[str, tuple[str, set[str]]] = {}
    for row in _rows(path):
        if row["kind"] != "lead" or row["withdrawn_by"] or not row["decided"]:
            continue
        instant, values = latest.get(row["lead_id"], ("", set()))
        decided = _utc(row["decided"], path)
        if decided >= instant:
            latest[row["lead_id"]] = (decided, (values if decided == instant else set()) | {row["value"]})
    found = {
        lead_id: VERDICTS[next(iter(values))]
        for lead_id, (_, values) in latest.items()
        if len(values) == 1 and values <= set(VERDICTS)
    }
    return found, max((latest[lead_id][0][:10] for lead_id in found), default="")


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if lack := JUDGEMENT_COLUMNS - set(reader.fieldnames or ()):
                raise InputRefused(f"lacks the columns {', '.join(sorted(lack))}", place=path.name)
            return list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise InputRefused("is no CSV in UTF-8", place=path.name) from None


def _utc(text: str, path: Path) -> str:
    """Return an instant as UTC, so that texts compare."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise InputRefused("a judgement was decided at no instant that can be read", place=path.name) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()


def _drawing(found: Fit) -> str:
    fitted = found.calibration
    told = f"{found.n_apart:,} leads kept apart by {found.split}; fitted to {fitted.n:,}; {fitted.basis}, {fitted.date}"
    return plots(TITLES[fitted.basis], told, {"Raw weights": found.bands_before, "On the scales": found.bands_after})


def as_json(found: Fit) -> dict[str, Any]:
    """Return the figures as plain JSON values."""
    fitted = found.calibration
    return {
        "title": TITLES[fitted.basis],
        "basis": fitted.basis,
        "date": fitted.date,
        "fitted_to": {"leads": fitted.n, "right": found.n_right, "wrong": found.n_wrong},
        "kept_apart": {"leads": found.n_apart, "by": found.split},
        "maps": sorted(fitted.maps),
        "unmapped": dict(found.unmapped),
        "before": _costs(found.before),
        "after": _costs(found.after),
        "target_cllr_low": TARGET,
        "reliability_before": [asdict(band) for band in found.bands_before],
        "reliability_after": [asdict(band) for band in found.bands_after],
    }


def _costs(costs: Mapping[tuple[str, str], Cost]) -> dict[str, dict[str, Any]]:
    nested: dict[str, dict[str, Any]] = {}
    for (name, end), cost in costs.items():
        nested.setdefault(name, {})[end] = asdict(cost)
    return nested


def show(found: Fit, out: Path) -> None:
    """Print what was fitted, what it costs before and after, the reliability, and what has no scale."""
    fitted = found.calibration
    terminal.print(f"{TITLES[fitted.basis]}\n", style="bold", markup=False)
    terminal.print(
        f"Fitted to {fitted.n:,} leads ({found.n_right:,} right, {found.n_wrong:,} wrong), {fitted.basis}, until "
        f"{fitted.date}.\nTold by {found.n_apart:,} others, kept apart by {found.split}.\n",
        markup=False,
    )
    rows = [
        (name, end, cost.right, cost.wrong, _figure(cost.cllr), _figure(cost.cllr_min), _figure(after.cllr),
         _figure(after.cllr_min))
        for (name, end), cost in found.before.items()
        for after in [found.after[name, end]]
    ]  # fmt: skip
    columns = ("over", "end", "right", "wrong", "Cllr before", "least", "Cllr after", "least")
    table("Cost of the support in bits (1 is what saying nothing costs)", columns, rows, right=range(2, 8))
    _bands("Reliability before, by support_low", found.bands_before)
    _bands("Reliability after", found.bands_after)
    for rival in (rival for rival in RIVALS if rival in found.unmapped):
        terminal.print(f"{rival} has no scale and keeps its raw sums: {found.unmapped[rival]}", markup=False)
    low = found.after["every rival examined", "low"].cllr
    if low is not None and low > TARGET:
        terminal.print(f"The target of {TARGET} at the low end is not reached: {low:.3f}.", markup=False)
    terminal.print(f"Policy in {out}, plot in {out.with_suffix('.svg')}. No gate opens by it.", markup=False)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _bands(title: str, bands: Sequence[Band]) -> None:
    rows = [
        (band.text, band.leads, "-" if band.share is None else f"{band.share:.3f}", f"{band.lower:.3f}",
         f"{band.upper:.3f}")
        for band in bands
    ]  # fmt: skip
    table(title, ("log10", "leads", "share right", "95 % from", "to"), rows, right=range(1, 5))

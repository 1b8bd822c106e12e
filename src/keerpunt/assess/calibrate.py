"""Fits scales to leads whose truth is known, and tells how good they are on leads they were not fitted to.

Right are leads whose identity is who acted. Everything else is wrong, whichever rival explains it: truth and closed
cases do not say which. The scales are fitted to the leads for which every rival that can have one was examined, and
together, at the lowest of them (`nested`), since that is what a lead's support is. Half of the leads fit, the other
half tells: by whole operations where there are several, else by actors, so that no person stands on both sides. No
share of right leads among all is assumed or stated anywhere: likelihood ratios need none.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.assess.arithmetic import sums, support
from keerpunt.assess.explain import weights_of
from keerpunt.assess.nested import nested_scales
from keerpunt.assess.policy import Policy
from keerpunt.assess.reliability import Band, reliability
from keerpunt.assess.scales import Calibration, Interval, Scales, examined_rivals, on_scales
from keerpunt.errors import InputRefused
from keerpunt.model.words import RIVALS
from keerpunt.values.likelihood import Scale, cllr, cllr_min

LEAST_LEADS = 400
TARGET = 0.25
"""Cllr at the low end after a fit, over leads whose rivals are all examined (ASSESSMENT.md section 11)."""
LOW, HIGH = 0, 1

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A lead whose truth is known. `by_rival`: raw sums, thousandths of log10; `states`: of the hypotheses."""

    operation: str
    actor_id: str
    right: bool
    by_rival: Mapping[str, Interval]
    states: Mapping[str, str]

    @property
    def examined(self) -> frozenset[str]:
        """Return the rivals that were examined."""
        return examined_rivals(self.states)

    @property
    def all_examined(self) -> bool:
        """Whether every rival was examined."""
        return len(self.examined) == len(RIVALS)


@dataclass(frozen=True, slots=True)
class Cost:
    """Cllr and Cllr_min of one end of the support over some leads; None where one side is empty."""

    right: int
    wrong: int
    cllr: float | None
    cllr_min: float | None


@dataclass(frozen=True, slots=True)
class Fit:
    """The scales, which rivals got none and why, and what the leads that were kept apart tell.

    `before`, `after`: (which leads, low or high) -> cost on the leads kept apart. `bands_before`, `bands_after`: the
    reliability of support_low there. `n_wrong`, `n_right`: of the leads that fitted. `split`: how they were halved.
    """

    calibration: Calibration
    unmapped: Mapping[str, str]
    n_right: int
    n_wrong: int
    n_apart: int
    split: str
    before: Mapping[tuple[str, str], Cost]
    after: Mapping[tuple[str, str], Cost]
    bands_before: tuple[Band, ...]
    bands_after: tuple[Band, ...]


def judged_leads(
    leads: Iterable[Row], indicators: Iterable[Row], right: Mapping[str, bool], operation: str, policy: Policy
) -> list[Judged]:
    """Return the leads of a build whose truth `right` knows, with their raw sums recomputed from the indicators.

    Raises:
        InputRefused: the sums are not the support that the build states: other weights made it.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in indicators:
        rows[row["lead_id"]].append(row)
    found = []
    for lead in sorted(leads, key=lambda row: str(row["lead_id"])):
        if lead["lead_id"] not in right:
            continue
        by_rival = sums(weights_of(rows[lead["lead_id"]], policy), policy.caps)
        if support(by_rival) != (lead["support_low"], lead["support_high"]):
            raise InputRefused("the support of a lead is not what its indicators come to", place=lead["lead_id"])
        states = json.loads(lead["hypotheses"])
        found.append(Judged(operation, lead["actor_id"], right[lead["lead_id"]], by_rival, states))
    return found


def fit(leads: Sequence[Judged], basis: str, date: str) -> Fit:
    """Fit scales per rival to one half of the leads and tell of the other.

    Raises:
        InputRefused: too few leads, or no rival with right and wrong ones.
    """
    if len(leads) < LEAST_LEADS:
        raise InputRefused(f"{len(leads)} leads of known truth; at least {LEAST_LEADS} are needed", place="RESULTS")
    fitting, apart, split = halves(leads)
    known, used = _fitting(fitting)
    unmapped = {rival: _sides(rival, fitting, used) for rival in RIVALS if rival not in known}
    if not known:
        raise InputRefused(f"no rival can be fitted: {unmapped[RIVALS[0]]}", place="RESULTS")
    calibration = Calibration(basis, date, len(used), _maps(used, known))
    return Fit(
        calibration=calibration,
        unmapped=unmapped,
        n_right=sum(lead.right for lead in used),
        n_wrong=sum(not lead.right for lead in used),
        n_apart=len(apart),
        split=split,
        before=_costs(apart, None),
        after=_costs(apart, calibration),
        bands_before=tuple(reliability(_supports(apart, None, LOW))),
        bands_after=tuple(reliability(_supports(apart, calibration, LOW))),
    )


def halves(leads: Sequence[Judged]) -> tuple[list[Judged], list[Judged], str]:
    """Return the leads that fit, those that tell, and by what they were halved (operation or actor).

    Operations take turns in the order of their names; of one operation the actors do, in the order of a digest.
    """
    operations = sorted({lead.operation for lead in leads})
    if len(operations) > 1:
        fits = set(operations[::2])
        return [x for x in leads if x.operation in fits], [x for x in leads if x.operation not in fits], "operation"
    actors = sorted({lead.actor_id for lead in leads}, key=lambda each: hashlib.sha256(each.encode()).hexdigest())
    chosen = set(actors[::2])
    return [x for x in leads if x.actor_id in chosen], [x for x in leads if x.actor_id not in chosen], "actor"


def _fitting(leads: Sequence[Judged]) -> tuple[list[str], list[Judged]]:
    """Return the rivals that can have scales and the leads for which all of those were examined; no rival if none."""
    known = [rival for rival in RIVALS if _both(lead for lead in leads if rival in lead.examined)]
    together = [lead for lead in leads if lead.examined.issuperset(known)]
    return (known, together) if known and _both(together) else ([], together)


def _both(leads: Iterable[Judged]) -> bool:
    return {lead.right for lead in leads} == {True, False}


def _maps(leads: Sequence[Judged], rivals: Sequence[str]) -> dict[str, Scales]:
    low, high = (_ends(leads, rivals, end) for end in (LOW, HIGH))
    return {rival: Scales(low[rival], _not_below(high[rival], low[rival])) for rival in rivals}


def _ends(leads: Sequence[Judged], rivals: Sequence[str], end: int) -> dict[str, Scale]:
    points = [(tuple(lead.by_rival[rival][end] for rival in rivals), lead.right) for lead in leads]
    return dict(zip(rivals, nested_scales(points), strict=True))


def _sides(rival: str, leads: Sequence[Judged], together: Sequence[Judged]) -> str:
    """Say why a rival has no scales: right and wrong leads are needed where it, and where the others, were examined."""
    told = []
    where = {"where it was examined": [x for x in leads if rival in x.examined], "where all others were": together}
    for name, of in where.items():
        n_right = sum(lead.right for lead in of)
        told.append(f"{n_right} right and {len(of) - n_right} wrong leads {name}")
    return f"{', '.join(told)}, in the half that fits; both kinds are needed"


def _not_below(high: Scale, low: Scale) -> Scale:
    """Return the scale of the high ends with neither of its ends below that of the low ends.

    An upper end is only ever used to speak against a lead, so lifting it errs towards saying less.
    """
    lifted = [max(ratio, low.ratios[0]) for ratio in high.ratios]
    lifted[-1] = max(lifted[-1], low.ratios[-1])
    return Scale(high.starts, tuple(lifted))


def _supports(leads: Iterable[Judged], calibration: Calibration | None, end: int) -> list[tuple[int, bool]]:
    """Return one end of the support of each lead, thousandths of log10, and whether the lead is right."""
    return [(support(on_scales(lead.by_rival, lead.states, calibration))[end], lead.right) for lead in leads]


def _costs(leads: Sequence[Judged], calibration: Calibration | None) -> dict[tuple[str, str], Cost]:
    groups = {"all leads": leads, "every rival examined": [lead for lead in leads if lead.all_examined]}
    return {
        (name, word): cost(_supports(of, calibration, end))
        for name, of in groups.items()
        for end, word in ((LOW, "low"), (HIGH, "high"))
    }


def cost(told: Iterable[tuple[int, bool]]) -> Cost:
    """Return Cllr and Cllr_min of likelihood ratios in thousandths of log10, each with whether it is right."""
    sides: dict[bool, list[float]] = {True: [], False: []}
    for value, right in told:
        sides[right].append(value / 1000)
    true, false = sides[True], sides[False]
    if not true or not false:
        return Cost(len(true), len(false), None, None)
    return Cost(len(true), len(false), cllr(true, false), cllr_min(true, false))

"""The figures of `benchmarks/assess.py`, from what its operations showed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from benchmarks.assess_facts import ERROR, Seen, Told
from keerpunt.assess.reliability import reliability
from keerpunt.values.likelihood import cllr, cllr_min, fitted, wilson

HARMLESS = "error_none"

Figures = dict[str, Any]


def figures(told: Sequence[Told], seen: Sequence[Seen]) -> Figures:
    """Return every figure of some operations together."""
    return {
        "gate": gate(told, seen),
        "errors": errors(told),
        "country": dict(sorted(Counter(each.country for each in told if each.found).items())),
        "warning_talks": sum(lead.suggestion == "warning_talk" for lead in seen),
        "warning_talks_without_two_answers": sum(
            lead.suggestion == "warning_talk" and not lead.may_talk for lead in seen
        ),
        "baselines": {
            "payer is buyer": baseline([lead for lead in seen if lead.paid], seen),
            "3DS and name": baseline([lead for lead in seen if lead.paid_and_named], seen),
            "keerpunt": baseline([lead for lead in seen if lead.ready], seen),
        },
        "cllr": {
            "all leads": costs(seen),
            "every rival examined": costs([lead for lead in seen if lead.examined]),
        },
        "fitted": {
            "all leads": after_fit(seen),
            "every rival examined": after_fit([lead for lead in seen if lead.examined]),
        },
        "reliability": bands(seen),
        "curve": curve(seen),
        "scenarios": scenarios(told),
    }


def gate(told: Sequence[Told], seen: Sequence[Seen]) -> Figures:
    """Return who got to the gate, and whether the rest missed what had to be missed."""
    sufficient = [each for each in told if each.sufficient]
    rest = [each for each in told if not each.sufficient and not each.scenario.startswith(ERROR)]
    innocents = sum(each.innocent for each in told)
    wrong = sum(lead.ready and not lead.right for lead in seen)
    return {
        "innocents": innocents,
        "innocents_ready": wrong,
        "innocents_ready_upper_95": wilson(wrong, innocents)[1],
        "sufficient": len(sufficient),
        "sufficient_ready": sum(each.ready for each in sufficient),
        "others": len(rest),
        "others_as_expected": sum(each.as_expected for each in rest),
        "leads": len(seen),
        "leads_ready": sum(lead.ready for lead in seen),
    }


def errors(told: Sequence[Told]) -> Figures:
    """Return how many injected errors blocked, were told, or passed unseen."""
    spoilt = [each for each in told if each.scenario.startswith(ERROR) and each.scenario != HARMLESS]
    return {
        "injected": len(spoilt),
        "blocked": sum(not each.ready for each in spoilt),
        "told_only": sum(each.ready and each.flagged for each in spoilt),
        "passed": sum(each.ready and not each.flagged for each in spoilt),
        "passed_by_kind": dict(sorted(Counter(e.scenario for e in spoilt if e.ready and not e.flagged).items())),
    }


def baseline(accused: Sequence[Seen], seen: Sequence[Seen]) -> Figures:
    """Return whom a rule would have put forward."""
    right = sum(lead.right for lead in accused)
    return {"put_forward": len(accused), "innocent": len(accused) - right, "recall": _share(right, seen)}


def _share(right: int, seen: Sequence[Seen]) -> float | None:
    true = sum(lead.right for lead in seen)
    return right / true if true else None


def costs(seen: Sequence[Seen]) -> Figures:
    """Return Cllr and Cllr_min of the low and of the high ends; None where one side is empty."""
    sides = {side: [lead for lead in seen if lead.right is side] for side in (True, False)}
    found: Figures = {"true": len(sides[True]), "false": len(sides[False])}
    for end in ("low", "high"):
        true, false = ([getattr(lead, end) / 1000 for lead in sides[side]] for side in (True, False))
        found[end] = {"cllr": cllr(true, false), "cllr_min": cllr_min(true, false)} if true and false else None
    return found


def after_fit(seen: Sequence[Seen]) -> Figures | None:
    """Return Cllr and reliability of support_low after a monotone map fitted on even seeds, told of odd ones."""
    odd, even = ([lead for lead in seen if lead.seed % 2 == rest] for rest in (1, 0))
    sides = [[[lead.low / 1000 for lead in of if lead.right is side] for side in (True, False)] for of in (even, odd)]
    if not all(part for of in sides for part in of):
        return None
    scale = fitted(*sides[0])
    true, false = ([scale.at(value) for value in part] for part in sides[1])
    mapped = [replace(lead, low=round(1000 * scale.at(lead.low / 1000))) for lead in odd]
    return {"cllr": cllr(true, false), "cllr_min": cllr_min(true, false), "reliability": bands(mapped)}


def bands(seen: Sequence[Seen]) -> list[Figures]:
    """Return per band of support_low how many leads are right, with the Wilson 95 % interval."""
    return [
        {"from": band.low, "to": band.high, "leads": band.leads, "share_true": band.share, "lower": band.lower,
         "upper": band.upper}
        for band in reliability((lead.low, lead.right) for lead in seen)
    ]  # fmt: skip


def curve(seen: Sequence[Seen]) -> list[Figures]:
    """Return false entries and recall for each bound on support_low alone, without any other condition of the gate."""
    points: list[Figures] = []
    right = false = 0
    for bound, at_bound in groupby(sorted(seen, key=lambda lead: -lead.low), key=lambda lead: lead.low):
        sides = Counter(lead.right for lead in at_bound)
        right, false = right + sides[True], false + sides[False]
        points.append({"bound": bound, "false": false, "recall": _share(right, seen)})
    return _thinned(points)


def _thinned(points: list[Figures], most: int = 60) -> list[Figures]:
    """Keep the ends and an even choice between: the curve is to be looked at."""
    if len(points) <= most:
        return points
    step = (len(points) - 1) / (most - 1)
    return [points[round(i * step)] for i in range(most)]


def scenarios(told: Iterable[Told]) -> dict[str, Figures]:
    """Return per scenario what was promised and what was found."""
    grouped: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        grouped[each.scenario].append(each)
    return {
        name: {
            "leads": len(of),
            "innocent": sum(each.innocent for each in of),
            "innocent_ready": sum(each.innocent and each.ready for each in of),
            "sufficient": sum(each.sufficient for each in of),
            "ready": sum(each.ready for each in of),
            "as_expected": sum(each.as_expected for each in of),
            "country_wrong": sum(each.country == "wrong" for each in of),
        }
        for name, of in sorted(grouped.items())
    }

"""The simulate room: a synthetic operation in real file formats with its truth, and the score of results against it."""

from __future__ import annotations

from keerpunt.simulate.generate import simulate
from keerpunt.simulate.scales import MIXES, SCALES
from keerpunt.simulate.scenarios import SCENARIOS
from keerpunt.simulate.score import FoundLead, ScenarioScore, Score, TrueLead, as_expected, country_found, paired, score

__all__ = [
    "MIXES",
    "SCALES",
    "SCENARIOS",
    "FoundLead",
    "ScenarioScore",
    "Score",
    "TrueLead",
    "as_expected",
    "country_found",
    "paired",
    "score",
    "simulate",
]

"""Peers of the name comparer: Jaro-Winkler, a token set ratio, and logic-v2 in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from keerpunt.values.distance import jaro_winkler
from keerpunt.values.fold import strip_fold

LOGIC_V2 = Path(__file__).parent / "names_logicv2.py"
LOGIC_V2_THRESHOLD = 0.7
"""The threshold that nomenklatura ships."""

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a peer from 0 to 1, its own threshold (None: it has none) and microseconds of processor a pair."""

    name: str
    scores: tuple[float, ...]
    threshold: float | None
    us: float


def _timed(name: str, triples: Sequence[Triple], score: Callable[[str, str], float], threshold: float | None) -> Scores:
    begin = time.process_time()
    scores = tuple(score(left, right) for left, right, _ in triples)
    return Scores(name, scores, threshold, (time.process_time() - begin) / max(1, len(triples)) * 1e6)


def peers(triples: Sequence[Triple], peer_python: str | None) -> tuple[list[Scores], list[str]]:
    """Return the scores of every peer that can run, and a line for each that cannot."""
    found, missing = [], []
    found.append(_timed("Jaro-Winkler (ours, folded)", triples, _jaro_winkler, None))
    try:
        from rapidfuzz import fuzz  # noqa: PLC0415 (a peer, installed or not)
    except ImportError:
        missing.append("token set: rapidfuzz is not installed here")
    else:
        ratio = fuzz.token_set_ratio
        found.append(_timed("token set (rapidfuzz)", triples, lambda a, b: ratio(a.lower(), b.lower()) / 100, None))
    if peer_python is None:
        missing.append("logic-v2: no --peer-python given")
    else:
        found.append(_logic_v2(triples, peer_python))
    return found, missing


def _jaro_winkler(left: str, right: str) -> float:
    return jaro_winkler(strip_fold(left), strip_fold(right))


def _logic_v2(triples: Sequence[Triple], python: str) -> Scores:
    done = subprocess.run(
        [python, "-P", str(LOGIC_V2)], input=json.dumps(triples), capture_output=True, text=True, check=False, env={}
    )
    if done.returncode:
        raise SystemExit(f"logic-v2 failed:\n{done.stderr}")
    told = json.loads(done.stdout)
    return Scores("nomenklatura logic-v2", tuple(told["scores"]), LOGIC_V2_THRESHOLD, told["us"])

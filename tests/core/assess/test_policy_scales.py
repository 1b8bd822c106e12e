from __future__ import annotations

from pathlib import Path

import pytest

from keerpunt.assess import load_policy
from keerpunt.assess.policy_text import policy_text
from keerpunt.assess.scales import Calibration, Scales
from keerpunt.errors import PolicyRefused
from keerpunt.values.likelihood import Scale

LOW, HIGH = "low = [[-500, -200], [1, 300]]", "high = [[0, 0], [900, 400]]"
FITTED = Calibration(
    "adjudicated", "2026-11-20", 640, {"household": Scales(Scale((-500, 1), (-200, 300)), Scale((0, 900), (0, 400)))}
)


def text(low: str = LOW, high: str = HIGH, rival: str = "household", **other: str) -> str:
    """Return a policy with scales; lines 1 to 6 are its head, 7 names the rival, 8 and 9 hold the maps."""
    head = {
        "basis": '"generated"', "date": '"2026-11-20"', "n": "640", "weights": f'"{load_policy().weights}"',
    } | other  # fmt: skip
    lines = ["calibrated = true", "[calibration]", *(f"{key} = {value}" for key, value in head.items())]
    return "\n".join([*lines, f"[calibration.maps.{rival}]", low, high, ""])


def own(folder: Path, body: str) -> Path:
    path = folder / "own.toml"
    path.write_text(body, encoding="utf-8")
    return path


REFUSED = [
    (text(low="low = [[-500, 300], [1, -200]]"), 8, "not monotone"),
    (text(high="high = [[0, 0], [0, 400]]"), 9, "must rise"),
    (text(low="low = [[-500, -200], [1, 500]]"), 8, "low is above high"),
    (text(low="low = [[-500, 100], [1, 300]]"), 8, "zero or less"),
    (text(low="low = [[0, 1]]"), 8, "zero or less"),
    (text(low="low = []"), 8, "at least one"),
    (text(low="low = [[0.5, 0]]"), 8, "whole thousandths"),
    (text(low="low = 1"), 8, "whole thousandths"),
    (text(high=""), 7, "low and high"),
    (text(rival="neighbour"), 7, "unknown rival: neighbour"),
    (text(basis='"guessed"'), 3, "basis is one of"),
    (text(date='"soon"'), 4, "must be a day"),
    (text(n="0"), 5, "at least 1"),
    (text(n='"many"'), 5, "of type int"),
    (text(weights='"00"'), 6, "other weights"),
    (text(more="1"), 7, "no such policy key"),
    (text() + "[caps]\norigin_low = 1999\n", 6, "other weights"),
    (text().replace("calibrated = true", "calibrated = false"), 2, "true with maps"),
    ("calibrated = true\n", 1, "true with maps"),
    ("calibration = 1\n", 1, "must be a table"),
    ("calibrated = true\n[calibration]\nn = 1\n", 2, "needs basis"),
]


@pytest.mark.parametrize(("body", "line", "told"), REFUSED)
def test_scales_that_are_wrong_are_refused_with_their_line(tmp_path: Path, body: str, line: int, told: str) -> None:
    with pytest.raises(PolicyRefused, match=told) as refused:
        load_policy(own(tmp_path, body))
    assert refused.value.place == f"own.toml:{line}"
    assert refused.value.exit_code == 4


def test_scales_change_the_digest_and_not_what_the_weights_are(tmp_path: Path) -> None:
    policy, shipped = load_policy(own(tmp_path, text())), load_policy()
    assert policy.digest != shipped.digest
    assert policy.weights == shipped.weights
    assert policy.effects == shipped.effects
    assert policy.calibration is not None
    assert policy.calibration.maps["household"].of((300, 1000)) == (300, 400)
    assert not policy.calibration.whole


def test_what_is_written_is_read_again_with_the_own_keys(tmp_path: Path) -> None:
    before = own(
        tmp_path, "[gate.min_low]\nhousehold = 500\n[intake]\nmax_reject_share = 0.1\n[requests.retention_days]\n"
        "isp_assignment = 90\n"
    )  # fmt: skip
    policy = load_policy(before)
    body = policy_text(policy, before, FITTED)
    assert body == policy_text(policy, before, FITTED)
    again = load_policy(own(tmp_path, body))
    assert again.calibration == FITTED
    assert (again.min_low, again.retention_days) == (policy.min_low, policy.retention_days)
    assert again.version == "judgement-1+fitted-2026-11-20"
    assert "max_reject_share = 0.1" in body

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from keerpunt.assess import load_policy
from keerpunt.assess.catalogue import BY_CODE, INDICATORS
from keerpunt.errors import PolicyRefused


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_policy_loads_and_has_a_digest() -> None:
    policy = load_policy()
    assert len(policy.digest) == 64
    assert policy == load_policy()
    assert policy.calibration is None
    assert policy.min_origins == 2


def test_every_computed_indicator_has_an_interval_or_is_always_neutral() -> None:
    weighed = {code for code, _ in load_policy().effects}
    silent = {entry.code for entry in INDICATORS} - weighed
    assert silent == {"I02_weak_authentication", "I13_hosting_ip"}


def test_every_rival_an_indicator_names_is_weighed_by_one_of_its_tests() -> None:
    policy = load_policy()
    for entry in INDICATORS:
        named = {rival for (code, _), by_rival in policy.effects.items() if code == entry.code for rival in by_rival}
        assert named == set(entry.rivals) or not named, entry.code


def test_an_own_policy_replaces_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    path = own(tmp_path, "[gate.min_low]\nhousehold = 500\n[intake]\nmax_reject_share = 0.1\n")
    policy, shipped = load_policy(path), load_policy()
    assert policy.min_low["household"] == 500
    assert policy.min_low["data_error"] == shipped.min_low["data_error"]
    assert policy.effects == shipped.effects
    assert policy.digest != shipped.digest


REFUSED = [
    ("[gate]\nmin_origins = 0\n", 2),
    ("[gate.min_low]\nhousehold = -1\n", 2),
    ("[gate.min_low]\nneighbour = 1\n", 2),
    ("[caps]\norigin_low = -5\n", 2),
    ("[caps]\norigin_low = 1.5\n", 2),
    ("[tests]\ndispute_days = -1\n", 2),
    ("[tests]\nsupports_rival_high = 0\n", 2),
    ("[tests]\nno_such_test = 1\n", 2),
    ("# words\n\nno_such_key = 1\n", 3),
    *[(f"[intake]\n[{section}]\nx = 1\n", 2) for section in ("resolve", "parcel", "transfer", "figures", "ip")],
    ("calibrated = 1\n", 1),
    ("distrusted_origins = [1]\n", 1),
    ("[indicators.I99_made_up]\nyes = { stolen_data = [0, 1] }\n", 1),
    ("[indicators.I04_cvc]\nmaybe = { stolen_data = [0, 300] }\n", 2),
    ("[indicators.I04_cvc]\npass = { household = [0, 300] }\n", 2),
    ("[indicators.I04_cvc]\n\npass = { stolen_data = [300, 0] }\n", 3),
    ("[indicators.I04_cvc]\npass = { stolen_data = [-1, 300] }\n", 2),
    ("[indicators.I04_cvc]\npass = { stolen_data = [0, 0] }\n", 2),
    ("[indicators.I04_cvc]\npass = { stolen_data = [0.0, 0.3] }\n", 2),
    ("[indicators.I04_cvc]\npass = { stolen_data = [true, true] }\n", 2),
    ("[indicators.I04_cvc]\npass = { stolen_data = [300] }\n", 2),
    ("[indicators.I05_avs]\npass = { stolen_data = [0, 9] }\n[indicators.I04_cvc]\npass = { household = [0, 3] }\n", 4),
    ('[requests.effects]\npsp_checks = { best = ["I01_threeds_challenge.maybe"] }\n', 2),
    ("indicators = 1\n", 1),
]


@pytest.mark.parametrize(("text", "line"), REFUSED)
def test_a_policy_that_is_wrong_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(PolicyRefused) as refused:
        load_policy(own(tmp_path, text))
    assert refused.value.place == f"own.toml:{line}"
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("body", [b"not = [toml", b"\xff\xfe", b"x = " + b"9" * 5000, b"x = " + b"[" * 5000])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(body)
    with pytest.raises(PolicyRefused) as refused:
        load_policy(path)
    assert refused.value.place == "own.toml"


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused):
        load_policy(tmp_path / "absent.toml")


def test_the_shipped_intervals_are_those_of_the_method() -> None:
    # A few of section 4, by hand: a change of the file must be a decision.
    effects = load_policy().effects
    assert effects["I01_threeds_challenge", "challenge"]["taken_over"] == (350, 1000)
    assert effects["I03_bank_push", "agrees"]["data_error"] == (1000, 2000)
    assert effects["I17_contact_is_holders", "other"]["household"] == (-2000, -700)
    assert effects["I19_access_used", "unused"]["fabricated"] == (-1500, -500)
    assert effects["I24_kyc", "document_old"]["identity_theft"] == (350, 800)
    tree = tomllib.loads(files("keerpunt.assess").joinpath("policy.toml").read_text(encoding="utf-8"))
    assert set(tree["indicators"]) <= set(BY_CODE)

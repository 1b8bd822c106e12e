from __future__ import annotations

from pathlib import Path

import pytest

from keerpunt.errors import PolicyRefused
from keerpunt.intake import settings_from
from keerpunt.intake.findings import DETAIL


def policy(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_known_finding_may_be_refused(tmp_path: Path) -> None:
    codes = sorted(DETAIL)
    assert settings_from(policy(tmp_path, f"[intake]\nrefuse_findings = {codes}\n")).refuse_findings == set(codes)


def test_a_finding_that_nothing_gives_is_refused_by_its_place(tmp_path: Path) -> None:
    path = policy(tmp_path, '[intake]\nrefuse_findings = ["log_gap", "nosuch"]\n')
    with pytest.raises(PolicyRefused, match=r"refuse_findings\.1$") as refused:
        settings_from(path)
    assert (refused.value.exit_code, refused.value.place) == (4, str(path))


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000])
def test_a_number_or_nesting_beyond_every_limit_is_refused_by_the_name_of_the_policy(
    tmp_path: Path, value: str
) -> None:
    path = policy(tmp_path, f"[intake]\nlog_gap = {value}\n")
    with pytest.raises(PolicyRefused) as refused:
        settings_from(path)
    assert refused.value.place == str(path)

"""A run with few new rows resolves these only, and its build is that of a run from nothing, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from keerpunt.model.progress import Silent
from keerpunt.pipeline import Options, run_operation, standing
from keerpunt.store import file_digests
from keerpunt.values.token import TokenKey, derive_key
from tests.support.folder import declared, sources_folder

KEY = TokenKey(bytes(range(32)))
OPTIONS = Options(threads=1, keep_from=0)
HEAD = "provider,customer_ref,response,full_name,birthdate,emails,line1,postcode,country,linked_kind,linked_value\n"
FIRST = HEAD + "".join(
    f"mail,c{n},match,{name},19{50 + n}-01-0{n % 9 + 1},p{n // 2}@mail.example.org,Laan {n // 3},1011 AA,NL,,\n"
    for n, name in enumerate(["Ann Example", "A. Example", "Ben Sample", "Ben Sample", "Cas Trial", "Dot Trial"] * 3)
)
LATER = HEAD + "other,k1,match,Ann Example,1950-01-01,p0@mail.example.org,Laan 0,1011 AA,NL,,\n"
ACCOUNTS = "platform_account_id,email\nu1,p0@mail.example.org\nu2,p0@mail.example.org\n"


def sources(root: Path, *, later: bool) -> Path:
    """Write the sources, with or without the delivery that came later."""
    files: dict[str, str | bytes] = {"a.csv": FIRST, "account.csv": ACCOUNTS} | ({"b.csv": LATER} if later else {})
    blocks = declared("account.csv", "canonical", more='table = "account"')
    for name in sorted(files.keys() - {"account.csv"}):
        blocks += declared(name, "canonical", "email:mail", 'table = "subscriber"')
    return sources_folder(root, files, blocks)


def run(root: Path, out: Path, *, later: bool, key: TokenKey = KEY) -> dict[str, str]:
    """Run and return what is said of the resolution."""
    summary = run_operation(sources(root, later=later), out, OPTIONS, key=key, progress=Silent())
    said: dict[str, str] = summary["resolution"]
    return said


def test_a_later_delivery_is_an_increment_and_the_build_is_that_of_a_full_run(tmp_path: Path) -> None:
    assert run(tmp_path / "s", tmp_path / "out", later=False)["why"] == "no resolution was kept"
    assert run(tmp_path / "s", tmp_path / "out", later=True) == {"kind": "increment", "why": ""}
    assert run(tmp_path / "s2", tmp_path / "fresh", later=True)["kind"] == "full"
    assert file_digests(tmp_path / "out") == file_digests(tmp_path / "fresh")
    # The increment was kept too, so that rows may go again.
    assert run(tmp_path / "s3", tmp_path / "out", later=False)["kind"] == "increment"
    assert run(tmp_path / "s3", tmp_path / "first", later=False)["kind"] == "full"
    assert file_digests(tmp_path / "out") == file_digests(tmp_path / "first")


@pytest.mark.parametrize("name", ["entry.json", "scored_pairs.arrow", "party_names.arrow"])
def test_a_kept_resolution_that_is_not_what_was_written_is_not_taken_up(tmp_path: Path, name: str) -> None:
    run(tmp_path / "s", tmp_path / "out", later=False)
    path = tmp_path / "out" / "cache" / "standing" / name
    path.write_bytes(path.read_bytes().replace(b"e", b"f", 1) + b" ")
    said = run(tmp_path / "s", tmp_path / "out", later=True)
    assert said == {"kind": "full", "why": "the resolution that was kept is not what was written"}


def test_other_rules_ask_for_a_full_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "s", tmp_path / "out", later=False)
    monkeypatch.setattr(standing, "versions", lambda: {"model subscriber_subscriber": "another"})
    said = run(tmp_path / "s", tmp_path / "out", later=True)
    assert said == {"kind": "full", "why": "keerpunt, a model, a pack, a calibrator or the policy is another"}


def test_a_derived_key_and_a_small_operation_keep_nothing(tmp_path: Path) -> None:
    assert "derived" in run(tmp_path / "s", tmp_path / "out", later=False, key=derive_key(["a"]))["why"]
    summary = run_operation(
        sources(tmp_path / "s", later=False), tmp_path / "small", Options(threads=1), key=KEY, progress=Silent()
    )
    assert "fewer than" in summary["resolution"]["why"]
    for out in ("out", "small"):
        assert not (tmp_path / out / "cache" / "standing").exists()


def test_what_is_kept_is_for_its_owner_only(tmp_path: Path) -> None:
    run(tmp_path / "s", tmp_path / "out", later=False)
    kept = tmp_path / "out" / "cache" / "standing"
    assert kept.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in kept.iterdir()} == {0o600}

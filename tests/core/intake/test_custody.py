from __future__ import annotations

import hashlib
import itertools
import json
import os

import pytest

from keerpunt.errors import SourceRefused, VerificationFailed
from keerpunt.intake import read_operation, take_custody, verify_custody
from keerpunt.intake.custody import FIRST, chain
from keerpunt.model.progress import Silent
from tests.support.folder import ACCOUNTS, declared, sources_folder
from tests.support.sources import canonical, take_in

ENTRIES = [{"path": "b", "sha256": "2"}, {"path": "a", "sha256": "1"}, {"path": "c", "sha256": "é"}]


def test_every_file_has_its_digest_and_size(tmp_path):
    root = canonical(tmp_path / "s", account=ACCOUNTS)
    custody = take_custody(read_operation(root), root, Silent())
    body = (root / "account.csv").read_bytes()
    assert custody.digests == {"account.csv": hashlib.sha256(body).hexdigest()}
    assert custody.operation.sources[0].size == len(body)


def test_the_chain_holds_the_hash_of_the_line_before_in_order_of_path():
    lines = chain(ENTRIES)
    assert [json.loads(line)["path"] for line in lines] == ["a", "b", "c"]
    assert json.loads(lines[0])["previous"] == FIRST
    for before, after in itertools.pairwise(lines):
        assert json.loads(after)["previous"] == hashlib.sha256(before.encode()).hexdigest()
    assert chain(reversed(ENTRIES)) == lines


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [lines[0].replace('"1"', '"7"'), *lines[1:]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [*lines, lines[2]],
        lambda lines: [lines[0].replace(":", ": "), *lines[1:]],
        lambda lines: ["{", *lines[1:]],
        lambda lines: ["[]", *lines[1:]],
    ],
)
def test_any_change_of_the_chain_is_found_by_its_line(damage):
    lines = chain(ENTRIES)
    assert verify_custody(lines) == {"custody_lines": 3, "source_files": 0}
    with pytest.raises(VerificationFailed, match=r"custody\.jsonl line \d"):
        verify_custody(damage(lines))


def test_sources_are_hashed_again_where_they_are_at_hand(tmp_path):
    root = canonical(tmp_path / "s", account=ACCOUNTS)
    lines = take_in(root).custody
    assert verify_custody(lines, root) == {"custody_lines": 1, "source_files": 1}
    (root / "account.csv").write_text(ACCOUNTS + "\n")
    with pytest.raises(VerificationFailed, match=r"account\.csv: the source is not the file that was read"):
        verify_custody(lines, root)
    (root / "account.csv").unlink()
    with pytest.raises(VerificationFailed, match=r"account\.csv: the source cannot be read"):
        verify_custody(lines, root)


def test_a_line_says_on_what_ground_and_how_the_file_was_read(tmp_path):
    block = declared("a.csv", "canonical", more='table = "account"\nhandling = "H2"\ncovers = ["account"]')
    root = sources_folder(tmp_path / "s", {"a.csv": ACCOUNTS}, block)
    line = json.loads(take_in(root).custody[0])
    assert {name: line[name] for name in ("legal_basis", "purpose", "handling", "received_from", "received_on")} == {
        "legal_basis": "order 1",
        "purpose": "test",
        "handling": "H2",
        "received_from": "unit 1",
        "received_on": "2024-12-03",
    }
    assert (line["reader"], line["encoding"], line["covers"]) == ("canonical/1", "utf-8", ["account"])


def test_maps_stand_in_the_chain_too(tmp_path):
    files = {"a.csv": "id\n1\n", "m.toml": '[[table]]\nto = "account"\n[table.columns]\nplatform_account_id = "id"\n'}
    root = sources_folder(tmp_path / "s", files, declared("a.csv", "table", more='map = "m.toml"'))
    assert [(json.loads(line)["path"], json.loads(line)["kind"]) for line in take_in(root).custody] == [
        ("a.csv", "source"),
        ("m.toml", "map"),
    ]


@pytest.mark.parametrize("change", ["append", "replace", "touch", "remove"])
def test_a_file_that_changes_after_it_was_hashed_refuses_the_run(tmp_path, change):
    root = canonical(tmp_path / "s", account=ACCOUNTS)
    custody = take_custody(read_operation(root), root)
    path = root / "account.csv"
    if change == "append":
        path.write_text(ACCOUNTS + "u3,gamma,,\n")
    elif change == "replace":
        (root / "new").write_text(ACCOUNTS)
        (root / "new").rename(path)
    elif change == "touch":
        os.utime(path, ns=(1, 1))
    else:
        path.unlink()
    with (
        pytest.raises(SourceRefused, match=r"account\.csv: (changed while|cannot be read)"),
        custody.opened("account.csv"),
    ):
        pass


def test_a_file_that_changes_while_it_is_read_refuses_the_run(tmp_path):
    root = canonical(tmp_path / "s", account=ACCOUNTS)
    custody = take_custody(read_operation(root), root)
    with pytest.raises(SourceRefused, match="changed while"):
        change_while_reading(custody, root / "account.csv")


def change_while_reading(custody, path):
    with custody.opened(path.name) as stream:
        stream.read()
        path.write_text("x")


def test_a_link_that_appears_after_the_declaration_is_not_followed(tmp_path):
    root = canonical(tmp_path / "s", account=ACCOUNTS)
    operation = read_operation(root)
    (root / "account.csv").rename(tmp_path / "elsewhere.csv")
    (root / "account.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(SourceRefused, match=r"account\.csv: cannot be read"):
        take_custody(operation, root)

"""Ten thousand spoilt files of every format; the gate tries a million (see `tests.fuzz`)."""

from __future__ import annotations

from collections import Counter

import pytest

from keerpunt.intake.registry import load_readers
from tests.fuzz.check import check, one
from tests.fuzz.targets import targets

TARGETS = {target.name: target for target in targets()}
MUTATIONS = 10_000
SHARDS = 10
OF_FORMAT = Counter(target.contract.reader.name for target in TARGETS.values())

pytestmark = pytest.mark.slow


def rounds_of(name: str) -> int:
    """Return how many files a shard of a target tries: a format's mutations spread over its targets."""
    return -(-MUTATIONS // (OF_FORMAT[TARGETS[name].contract.reader.name] * SHARDS))


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_spoilt_file_gives_records_or_a_refusal(name, shard, tmp_path):
    read = check(TARGETS[name], tmp_path, shard, rounds_of(name))
    assert read > 0, "not one spoilt file was read: the corpus proves nothing"


def test_every_format_is_tried():
    assert set(OF_FORMAT) == set(load_readers())
    tried = Counter()
    for name, target in TARGETS.items():
        tried[target.contract.reader.name] += rounds_of(name) * SHARDS
    assert min(tried.values()) >= MUTATIONS


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_once_broke_a_reader_is_refused_or_read(name, tmp_path):
    for seed, body in TARGETS[name].seeds.items():
        assert one(TARGETS[name], tmp_path, body) in (True, False), seed

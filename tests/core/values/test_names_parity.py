from __future__ import annotations

from collections import defaultdict

from benchmarks.names_parity import pairs
from keerpunt.values import names
from keerpunt.values.names import Answer

MATCH = (Answer.AGREE, Answer.COMPATIBLE)


def test_no_origin_is_served_worse_than_the_rest() -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs():
        said = names.compare(names.parse(pair.left), names.parse(pair.right)).answer
        if pair.scripts == "two":
            assert said is not Answer.CONTRADICT
        if pair.same:
            found[pair.group].append(said in MATCH)
        else:
            assert said not in MATCH, (pair.group, pair.slice)
    recall = {group: sum(hits) / len(hits) for group, hits in found.items()}
    pooled = sum(map(sum, found.values())) / sum(map(len, found.values()))
    assert len(recall) >= 12
    assert min(recall.values()) >= pooled - 0.02

"""Scores name pairs by nomenklatura's logic-v2, in an environment of its own (it pins duckdb < 2).

    python -m venv ENV && ENV/bin/pip install nomenklatura
    ENV/bin/python benchmarks/names_logicv2.py < pairs.json     [[name, name, schema], ...] to {"scores", "us"}

Its entities carry one name and nothing else, with fresh ids, since it keeps names by entity id.
"""

from __future__ import annotations

import json
import sys
import time
from uuid import uuid4

from followthemoney import ValueEntity, model
from nomenklatura.matching.logic_v2.model import LogicV2

CONFIG = LogicV2.default_config()


def score(left: str, right: str, schema: str) -> float:
    kind = model.get(schema or "Person")
    sides = []
    for name in (left, right):
        entity = ValueEntity(kind, {"id": uuid4().hex})
        entity.add("name", name)
        sides.append(entity)
    return float(LogicV2.compare(*sides, CONFIG).score)


def main() -> None:
    pairs = json.load(sys.stdin)
    score("Jan Jansen", "Piet Bakker", "Person")
    begin = time.process_time()
    scores = [score(*pair) for pair in pairs]
    spent = time.process_time() - begin
    json.dump({"scores": scores, "us": spent / max(1, len(pairs)) * 1e6}, sys.stdout)


if __name__ == "__main__":
    main()

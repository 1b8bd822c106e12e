"""One case on its stage: who plays, with which chance, and where what happens is written."""

from __future__ import annotations

import random
from dataclasses import dataclass

from keerpunt.simulate.casting import Case
from keerpunt.simulate.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Scene:
    """A case with the stream of chance of one topic and the ledger of the operation."""

    case: Case
    rng: random.Random
    ledger: Ledger

"""The order of the rooms and nothing else: `chain.py`, read from top to bottom, tells the story of the data."""

from __future__ import annotations

from keerpunt.pipeline.run import Options, log_combination, run_operation
from keerpunt.pipeline.verify import verify_build

__all__ = ["Options", "log_combination", "run_operation", "verify_build"]

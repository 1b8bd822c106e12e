"""Files to evidence tables: every byte accounted for, nothing guessed, nothing stored that must not be."""

from __future__ import annotations

from keerpunt.intake.custody import Custody, take_custody, verify_custody
from keerpunt.intake.declare import read_operation
from keerpunt.intake.guards import stored_scope
from keerpunt.intake.read import Intake, read_sources
from keerpunt.intake.settings import IntakeSettings, settings_from
from keerpunt.intake.shelf import Shelf

__all__ = [
    "Custody",
    "Intake",
    "IntakeSettings",
    "Shelf",
    "read_operation",
    "read_sources",
    "settings_from",
    "stored_scope",
    "take_custody",
    "verify_custody",
]

"""Which country is competent, on what grounds, under which law at that date."""

from __future__ import annotations

from keerpunt.jurisdiction.decide import JurisdictionSettings, competent, decide
from keerpunt.jurisdiction.profiles import DEMO_PREFIX, LawProfile, demo_profiles, load_profiles

__all__ = ["DEMO_PREFIX", "JurisdictionSettings", "LawProfile", "competent", "decide", "demo_profiles", "load_profiles"]

"""A suggestion by human-written rules; unknown stays unknown, and nothing acts on it."""

from __future__ import annotations

from keerpunt.triage.leads import TriageSettings, suggest_all
from keerpunt.triage.suggest import CaseFacts, Criterion, Suggestion, suggest

__all__ = ["CaseFacts", "Criterion", "Suggestion", "TriageSettings", "suggest", "suggest_all"]

"""Which records are one person: identities, actors, links and the relations between them (RESOLUTION.md)."""

from __future__ import annotations

from keerpunt.resolve.run import resolve
from keerpunt.resolve.settings import RULE_VERSION, ResolveSettings
from keerpunt.resolve.standing import Standing, Update

__all__ = ["RULE_VERSION", "ResolveSettings", "Standing", "Update", "resolve"]

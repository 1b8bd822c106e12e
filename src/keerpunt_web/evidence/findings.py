"""Findings about sources: what a reader noticed in files. They hold no person and no source value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keerpunt_web.audit.models import Verb
from keerpunt_web.evidence.door import Announced, reader_for


def read_findings(build_digest: str, *, actor: str) -> tuple[Mapping[str, Any], ...]:
    """Return the findings of a build, the most frequent first; should one ever name a person, the log would say so."""
    sink = Announced(actor=actor, verb=Verb.CONSULTATION, what="overview", build_digest=build_digest)
    rows = reader_for(build_digest, sink, actor=actor, countries=frozenset()).findings()
    return tuple(sorted(rows, key=lambda row: (-(row["count"] or 0), row["code"], row["source_sha256"], row["column"])))

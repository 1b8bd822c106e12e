"""States of a lead and the moves that publishing may make (CASEWORK.md section 3). Every other move is a person's."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a lead stands in people's work."""

    UNRESOLVED = "unresolved"
    READY = "ready"
    IN_REVIEW = "in_review"
    JUDGED = "judged"
    PROPOSED = "proposed"
    RETURNED = "returned"
    DECIDED = "decided"
    REFERRED = "referred"
    ACTED = "acted"
    CLOSED = "closed"
    EXCLUDED = "excluded"


class Category(models.TextChoices):
    """LED article 6. It changes by a human with a reason, never by publishing (LAW.md L2)."""

    UNRESOLVED_PAYER = "unresolved_payer"
    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS_CONTACT = "witness_contact"
    OTHER = "other"


BY_GATE = {"review_ready": State.READY, "unresolved": State.UNRESOLVED}

MOVED_BY_PUBLISH = {
    (State.UNRESOLVED, "review_ready"): State.READY,
    (State.READY, "unresolved"): State.UNRESOLVED,
    (State.RETURNED, "unresolved"): State.UNRESOLVED,
}

NOBODY_WORKED_ON = frozenset((State.UNRESOLVED, State.READY))
"""In these states a new build changes nothing that a person built upon, so the lead does not become stale."""

DECIDED_OR_LATER = frozenset((State.DECIDED, State.REFERRED, State.ACTED, State.CLOSED))


def state_after_publish(state: str, gate: str) -> str:
    """Return the state of a known lead once a build with this gate was published; most states stay."""
    return MOVED_BY_PUBLISH.get((State(state), gate), State(state))

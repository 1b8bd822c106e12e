"""Unmask one lead for one session: an act with a typed reason, in the log before any value is shown (LAW.md L5)."""

from __future__ import annotations

from keerpunt_web.accounts.models import User
from keerpunt_web.audit.chain import append
from keerpunt_web.audit.models import Verb
from keerpunt_web.casework.models import Lead

SHORTEST_REASON = 10


def unmask(*, user: User, lead: Lead, reason: str) -> None:
    """Write the act to the log. Permission is the caller's lead: `find_lead(action=UNMASK)`.

    Raises:
        AuditUnavailable: the log cannot be written; the values stay masked.
        ValueError: the reason is shorter than ten characters.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValueError("a reason needs ten characters")
    append(
        actor=user.actor,
        verb=Verb.CONSULTATION,
        what="unmask",
        object_ids=[lead.lead_id],
        justification=reason.strip(),
        build_digest=lead.build_digest,
    )

"""The one way to write the log. Whoever shows a person calls `append` first; if it fails, nothing is shown (L12)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from django.db import DatabaseError, transaction

from keerpunt.clock import now_utc
from keerpunt.errors import KeerpuntError
from keerpunt.store import canonical_json
from keerpunt_web.audit.models import AuditEntry, AuditSubject, Payload, Verb
from keerpunt_web.scoping import current_request_id

FIRST = "0" * 64
SUBJECTS_AT_ONCE = 2000
OWNER = "audit_auditentry"


class AuditUnavailable(KeerpuntError):
    """The log cannot be written, so nothing may be read."""


def append(
    *,
    actor: str,
    verb: Verb,
    what: str,
    object_ids: Sequence[str] = (),
    justification: str = "",
    build_digest: str = "",
) -> int:
    """Write one entry, committed before this returns, and return its `seq`.

    `object_ids` are lead ids or digests of record keys, never values of a source. `justification` is free text; the
    chain holds only its salted hash.

    Raises:
        AuditUnavailable: the entry could not be written.
    """
    try:
        # durable: an entry that an outer transaction could take back would be no entry.
        with transaction.atomic(durable=True):
            return _append(
                actor=actor,
                verb=verb,
                what=what,
                object_ids=sorted(set(object_ids)),
                justification=justification,
                build_digest=build_digest,
            )
    except DatabaseError:
        raise AuditUnavailable("the log cannot be written, so nothing is shown") from None


def _append(*, actor: str, verb: Verb, what: str, object_ids: list[str], justification: str, build_digest: str) -> int:
    last = AuditEntry.objects.for_system().order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    salt = secrets.token_hex(16) if justification else ""
    body = {
        "seq": seq,
        "instant_utc": now_utc().isoformat(),
        "actor": actor,
        "verb": verb.value,
        "what": what,
        "object_ids": object_ids,
        "count": len(object_ids),
        "justification_hash": text_hash(salt, justification) if justification else "",
        "recipient": "",
        "build_digest": build_digest,
        "request_id": current_request_id(),
    }
    line = canonical_json(body)
    entry = AuditEntry.objects.for_system().create(
        **{name: value for name, value in body.items() if name != "object_ids"},
        line=line,
        prev_hash=previous,
        hash=entry_hash(previous, line),
    )
    subjects = [AuditSubject(entry=entry, object_id=object_id) for object_id in object_ids]
    AuditSubject.objects.for_system().bulk_create(subjects, batch_size=SUBJECTS_AT_ONCE)
    if justification:
        Payload.objects.for_system().create(owner_table=OWNER, owner_id=str(seq), salt=salt, text=justification)
    return seq


def entry_hash(previous: str, line: str) -> str:
    """Return the hash of an entry: SHA-256 over the previous hash and the line as stored."""
    return hashlib.sha256(f"{previous}{line}".encode()).hexdigest()


def text_hash(salt: str, text: str) -> str:
    """Return what the chain holds of a free text: SHA-256 over salt and text."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()

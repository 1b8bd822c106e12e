"""The door to evidence: the log is written, then a reader is handed out that can read what was announced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keerpunt.store import Reader
from keerpunt_web.audit.chain import append
from keerpunt_web.audit.models import Verb
from keerpunt_web.evidence.builds import published


class Announced:
    """An audit sink for one page: one entry stands for everything the page reads of what it announced.

    A reading of something else writes an entry of its own first, so nothing is ever read unlogged.
    """

    def __init__(self, *, actor: str, verb: Verb, what: str, build_digest: str, justification: str = "") -> None:
        self._actor = actor
        self._verb = verb
        self._what = what
        self._build_digest = build_digest
        self._justification = justification
        self._covered: set[str] = set()

    def announce(self, object_ids: Sequence[str]) -> None:
        """Write the entry of the page, before the first reading.

        Raises:
            AuditUnavailable: it could not be written; nothing may be read.
        """
        append(
            actor=self._actor,
            verb=self._verb,
            what=self._what,
            object_ids=object_ids,
            justification=self._justification,
            build_digest=self._build_digest,
        )
        self._covered.update(object_ids)

    def cover(self, object_ids: Iterable[str]) -> None:
        """Name what is part of something announced, as the identity and the rows of a lead are."""
        self._covered.update(object_ids)

    def write(self, verb: str, *, actor: str, object_ids: Sequence[str], justification: str) -> None:
        """Let the reader pass for what was announced; log anything else first."""
        del verb, actor, justification  # fixed for the page; the reader only repeats them
        unannounced = [object_id for object_id in object_ids if object_id not in self._covered]
        if unannounced:
            self.announce(unannounced)


def reader_for(
    build_digest: str, sink: Announced, *, actor: str, countries: frozenset[str] | None, reason: str = ""
) -> Reader:
    """Return a reader of a published build, limited to the countries of the user's memberships."""
    return Reader(published(build_digest), sink, actor=actor, reason=reason, countries=countries)

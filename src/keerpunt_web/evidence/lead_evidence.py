"""What a build says about one lead, read through the door after the log was written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keerpunt.assess.explain import Explanation, Missing, Rival, Statement
from keerpunt.model.words import HOLDER
from keerpunt.store import Reader, table_of
from keerpunt_web.accounts.models import User
from keerpunt_web.audit.models import Verb
from keerpunt_web.evidence import explain
from keerpunt_web.evidence.door import Announced, reader_for
from keerpunt_web.evidence.masking import Mask, Shown
from keerpunt_web.evidence.records import SourceRow, record_ref, source_row
from keerpunt_web.evidence.run_facts import operation_facts

INDICATOR = "I"
REFERENCE = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Subject:
    """Which lead of which build is read, by whom, and within which countries."""

    user: User
    lead_id: str
    build_digest: str
    countries: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that could settle what is missing."""

    ask: str
    of_whom: str
    about_kind: str
    about: Shown
    would_change: tuple[str, ...]
    log_expires: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A record that belongs to the account or to the identity, and why."""

    table: str
    ref: str
    entity_kind: str
    basis: str


@dataclass(frozen=True, slots=True)
class RivalLine:
    """Another explanation, where it stands and what could settle it."""

    rival: Rival
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeadEvidence:
    """One lead as a build states it. Personal values are shown through the mask.

    `same_policy`: the build was made with the policy that ships; otherwise sums against rivals are not shown.
    """

    row: Mapping[str, Any]
    explanation: Explanation
    holder_state: str
    same_policy: bool
    asks: tuple[Ask, ...]
    names: tuple[Shown, ...]
    birthdates: tuple[Shown, ...]
    identity: Mapping[str, Any]
    actor: Mapping[str, Any]
    linked: tuple[Linked, ...]

    @property
    def rivals(self) -> tuple[RivalLine, ...]:
        """Return the six rivals with what would change each."""
        return tuple(
            RivalLine(rival, tuple(explain.what_would_change(rival.hypothesis))) for rival in self.explanation.rivals
        )

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what is missing, what decides most first."""
        by_code = {each.code: each for each in self.explanation.missing}
        return tuple(by_code[code] for code in explain.in_order(by_code))

    @property
    def unknown(self) -> tuple[Statement, ...]:
        """Return what was not available: indicators before error checks."""
        return tuple(sorted(self.explanation.unknown, key=lambda each: (each.code[:1] != INDICATOR, each.code)))

    @property
    def caveat(self) -> str:
        """Return what the support is and is not; a policy that is not at hand may have scales or not."""
        return self.explanation.caveat if self.same_policy else explain.caveat_of_another_policy()

    @property
    def rule_version(self) -> str:
        """Return the version of the rules behind the assessment."""
        statements = (*self.explanation.unknown, *self.explanation.strongest_for, *self.explanation.neutral)
        return next((each.rule_version for each in statements), "")


def read_lead(subject: Subject, mask: Mask) -> LeadEvidence | None:
    """Return the lead, None where the build has none in scope. One log entry is written first.

    Raises:
        AuditUnavailable: the log cannot be written.
    """
    sink = _announced(subject, "lead_page", [subject.lead_id])
    reader = _reader(subject, sink)
    row = reader.lead(subject.lead_id)
    if row is None:
        return None
    entities = [row["actor_id"], row["identity_id"]]
    sink.cover(entities)
    identity = reader.identity(row["identity_id"]) or {}
    return LeadEvidence(
        row=row,
        explanation=explain.explained(row, reader.indicators(subject.lead_id)),
        holder_state=json.loads(row["hypotheses"])[HOLDER],
        same_policy=operation_facts(reader.build.run).policy_digest == explain.shipped_policy().digest,
        asks=tuple(_ask(ask, mask) for ask in reader.requests(subject.lead_id)),
        names=tuple(mask.show("full_name", name) for name in identity.get("names", ())),
        birthdates=tuple(mask.show("birthdate", day) for day in identity.get("birthdates", ())),
        identity=identity,
        actor=reader.actor(row["actor_id"]) or {},
        linked=_linked(reader.links_of(entities)),
    )


def read_rows(subject: Subject, of: str, mask: Mask) -> tuple[SourceRow, ...]:
    """Return the source rows of `of`: an indicator code of the lead, or the reference of a record that belongs to it.

    Empty where the lead has no such rows: rows of other leads do not exist here. One log entry is written first; a code
    names its rows exactly, since the build it belongs to never changes.

    Raises:
        AuditUnavailable: the log cannot be written.
    """
    sink = _announced(subject, "source_rows", [subject.lead_id, of])
    reader = _reader(subject, sink)
    row = reader.lead(subject.lead_id)
    if row is None:
        return ()
    keys = _keys_of(reader, sink, row, of)
    sink.cover(keys)
    return tuple(source_row(found, mask) for found in reader.records(keys)) if keys else ()


def _keys_of(reader: Reader, sink: Announced, row: Mapping[str, Any], of: str) -> list[str]:
    indicators = reader.indicators(row["lead_id"])
    if not REFERENCE.fullmatch(of):
        keys = {key for found in indicators if found["code"] == of for key in found["record_keys"]}
    else:
        entities = [row["actor_id"], row["identity_id"]]
        sink.cover(entities)
        keys = {key for found in indicators for key in found["record_keys"]}
        keys |= {link["record_key"] for link in reader.links_of(entities)}
        keys = {key for key in keys if record_ref(key) == of}
    return sorted({key.split("#", 1)[0] for key in keys})


def _announced(subject: Subject, what: str, object_ids: Sequence[str]) -> Announced:
    sink = Announced(actor=subject.user.actor, verb=Verb.CONSULTATION, what=what, build_digest=subject.build_digest)
    sink.announce(object_ids)
    return sink


def _reader(subject: Subject, sink: Announced) -> Reader:
    return reader_for(subject.build_digest, sink, actor=subject.user.actor, countries=subject.countries)


def _ask(row: Mapping[str, Any], mask: Mask) -> Ask:
    return Ask(
        ask=row["ask"],
        of_whom=row["of_whom"],
        about_kind=row["about_kind"],
        about=mask.show("about_value", row["about_value"]),
        would_change=tuple(row["would_change"]),
        log_expires=row["log_expires"],
    )


def _linked(links: Sequence[Mapping[str, Any]]) -> tuple[Linked, ...]:
    found = {
        Linked(table_of(link["record_key"]), record_ref(link["record_key"]), link["entity_kind"], link["basis"])
        for link in links
    }
    return tuple(sorted(found, key=lambda one: (one.entity_kind, one.table, one.ref)))

"""The log: written before a person is shown, chained, and never changed."""

from __future__ import annotations

import enum
import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from keerpunt_web.audit import chain
from keerpunt_web.audit.chain import AuditUnavailable, append, text_hash
from keerpunt_web.audit.models import AuditEntry, AuditSubject, Payload, Verb
from keerpunt_web.casework.models import Lead
from keerpunt_web.evidence.records import record_ref
from tests.web import builds
from tests.web.conftest import CODE, Browser, lead_url, leads_url

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REASON = "to compare the birth date with the file"


def last() -> AuditEntry:
    return AuditEntry.objects.for_system().order_by("seq").last()


def subjects(entry: AuditEntry) -> set[str]:
    return set(entry.subjects.values_list("object_id", flat=True))


def test_a_list_is_a_consultation_of_each_lead_on_it(many: list[Lead], browser: Browser) -> None:
    browser().get(leads_url("country=NL"))
    entry = last()
    assert (entry.verb, entry.what, entry.count) == ("consultation", "lead_list", 52)
    assert subjects(entry) == {lead.lead_id for lead in many if lead.country == "NL"}


def test_a_lead_and_its_source_rows_are_consultations_that_name_them(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.get(lead_url(leads[1]))
    assert (last().what, subjects(last())) == ("lead_page", {leads[1].lead_id})
    ref = record_ref("account:1")
    client.get(lead_url(leads[1], "source", ref))
    assert (last().what, subjects(last())) == ("source_rows", {leads[1].lead_id, ref})
    assert last().build_digest == leads[1].build_digest
    assert last().actor.startswith("user:")


def test_one_page_is_one_entry(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    for address in (leads_url(), lead_url(leads[0]), lead_url(leads[0], "source", "I09_repeated")):
        before = AuditEntry.objects.count()
        assert client.get(address).status_code == 200
        assert AuditEntry.objects.count() == before + 1, address


PAGES = ("list", "lead", "source", "unmask")


@pytest.mark.parametrize("page", PAGES)
def test_without_an_entry_nothing_is_shown(
    leads: list[Lead], browser: Browser, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    client = browser()
    assert client.get(leads_url()).status_code == 200

    def broken(**_: object) -> int:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(chain, "_append", broken)
    lead = leads[0]
    if page == "unmask":
        answer = client.post(lead_url(lead, "unmask"), {"reason": REASON})
    else:
        parts = {"list": leads_url(), "lead": lead_url(lead), "source": lead_url(lead, "source", "I09_repeated")}
        answer = client.get(parts[page])
    assert answer.status_code == 503
    assert "The log cannot be written" in answer.text
    assert lead.code not in answer.text
    assert "anna" not in answer.text.lower()
    monkeypatch.undo()
    assert "Unmasked" not in client.get(lead_url(lead)).text


def test_evidence_is_read_only_behind_an_entry(
    leads: list[Lead], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tap on every table that the reader opens: at that moment the entry of the page is already there."""
    from keerpunt.store import Reader

    client, seen, read = browser(), [], Reader._read

    def tap(self: Reader, name: str, *args: object) -> object:
        seen.append((name, last().what))
        return read(self, name, *args)

    monkeypatch.setattr(Reader, "_read", tap)
    client.get(lead_url(leads[0]))
    client.get(lead_url(leads[0], "source", "I09_repeated"))
    client.get(f"/operations/{CODE}/")
    persons = {name for name, _ in seen} - {"findings"}
    assert {"leads", "indicators", "identities", "actors", "links", "payment"} <= persons
    assert {what for name, what in seen if name == "identities"} == {"lead_page"}
    assert {what for name, what in seen if name == "payment"} == {"source_rows"}
    assert ("findings", "source_rows") in seen, "the overview reads no person and writes no entry"


def test_a_typed_reason_lies_beside_the_chain_which_holds_its_hash(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.post(lead_url(leads[0], "unmask"), {"reason": REASON})
    entry = last()
    payload = Payload.objects.get(owner_id=str(entry.seq))
    assert payload.text == REASON
    assert REASON not in entry.line
    assert entry.justification_hash == text_hash(payload.salt, payload.text)
    assert json.loads(entry.line)["justification_hash"] == entry.justification_hash


def test_the_chain_holds_over_every_entry(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.get(leads_url())
    client.post(lead_url(leads[0], "unmask"), {"reason": REASON})
    previous = "0" * 64
    for number, entry in enumerate(AuditEntry.objects.order_by("seq"), start=1):
        assert entry.seq == number
        assert entry.prev_hash == previous
        assert entry.hash == hashlib.sha256((previous + entry.line).encode()).hexdigest()
        stated = json.loads(entry.line)
        assert stated["count"] == entry.count == len(stated["object_ids"])
        assert set(stated["object_ids"]) == subjects(entry)
        previous = entry.hash
    assert number >= 3


@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditsubject", "audit_payload"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_to_change_the_log(leads: list[Lead], browser: Browser, table: str, verb: str) -> None:
    browser().post(lead_url(leads[0], "unmask"), {"reason": REASON})
    column = {"audit_auditentry": "actor", "audit_auditsubject": "object_id", "audit_payload": "text"}[table]
    sql = f"UPDATE {table} SET {column} = 'x'" if verb == "UPDATE" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(("seq", "previous"), [(5, "f" * 64), (9, None), (1, "0" * 64)])
def test_the_database_refuses_an_entry_that_does_not_continue(db: None, seq: int, previous: str | None) -> None:
    for _ in range(4):
        append(actor="user:1", verb=Verb.CONSULTATION, what="test")
    values = [
        seq,
        "2025-01-01",
        "user:1",
        "consultation",
        "x",
        0,
        "",
        "",
        "",
        "",
        "{}",
        previous or last().hash,
        "e" * 64,
    ]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO audit_auditentry VALUES ({','.join(['%s'] * 13)})", values)


class Gossip(enum.StrEnum):
    GOSSIP = "gossip"


def test_an_entry_that_the_database_refuses_stops_the_caller(db: None) -> None:
    with pytest.raises(AuditUnavailable):
        append(actor="user:1", verb=Gossip.GOSSIP, what="test")  # type: ignore[arg-type]


def test_the_log_and_its_lines_hold_no_name(leads: list[Lead], browser: Browser) -> None:
    client = browser()
    client.post(lead_url(leads[0], "unmask"), {"reason": REASON})
    for address in (leads_url(), lead_url(leads[0]), lead_url(leads[0], "source", "I09_repeated")):
        client.get(address)
    text = " ".join(AuditEntry.objects.values_list("line", flat=True))
    text += " ".join(AuditSubject.objects.values_list("object_id", flat=True))
    for value in ("anna", "canary", builds.EXTRA["full_name"].lower(), "stripe:ch_"):
        assert value not in text.lower()


def test_log_ins_and_their_failures_are_in_the_log(db: None, member: object) -> None:
    user = member()  # type: ignore[operator]
    client = Client()
    client.post("/log-in/", {"username": user.username, "password": "wrong, and canary-typed"})
    client.post("/log-in/", {"username": "canary-typed", "password": "x"})
    client.post("/log-in/", {"username": user.username, "password": "long enough for a test"})
    client.post("/log-out/")
    found = list(AuditEntry.objects.order_by("seq").values_list("what", "actor"))
    assert found == [
        ("log_in_failed", user.actor),
        ("log_in_failed", "nobody"),
        ("log_in", user.actor),
        ("log_out", user.actor),
    ]
    assert "canary-typed" not in " ".join(AuditEntry.objects.values_list("line", flat=True))

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from django.conf import settings

from keerpunt.errors import InputRefused, PolicyRefused
from keerpunt_web.accounts.models import Operation
from keerpunt_web.audit.models import AuditEntry, AuditSubject
from keerpunt_web.casework.codes import ALPHABET, check_sign, is_mistyped, lead_code, read_code
from keerpunt_web.casework.models import Lead
from keerpunt_web.casework.services import publish as service
from keerpunt_web.casework.services.publish import publish
from keerpunt_web.casework.states import MOVED_BY_PUBLISH, State, state_after_publish
from keerpunt_web.evidence.models import BuildRef
from tests.web import builds

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, object]]:
    return list(Lead.objects.order_by("lead_id").values())


def test_a_build_becomes_leads_with_what_it_states(small_build: Path) -> None:
    report = publish(small_build)
    assert (report.changed, report.leads, report.new, report.gone) == (True, 12, 12, 0)
    lead = Lead.objects.get(lead_id=builds.lead_id(1))
    stated = builds.lead_row(1)
    assert (lead.country, lead.gate, lead.missing) == (stated["country"], stated["gate"], stated["missing"])
    assert lead.amounts == {"EUR": 2501, "ISK": 1200}
    assert (lead.state, lead.category) == ("unresolved", "unresolved_payer")
    assert {row.state for row in Lead.objects.filter(gate="review_ready")} == {"ready"}
    assert Operation.objects.get().purpose == builds.OPERATION["purpose"]


def test_the_same_build_again_changes_nothing_and_says_so(small_build: Path) -> None:
    publish(small_build)
    before, entries = rows(), AuditEntry.objects.count()
    report = publish(small_build)
    assert (report.changed, report.leads) == (False, 12)
    assert rows() == before
    assert AuditEntry.objects.count() == entries


def test_a_damaged_copy_is_replaced_by_publishing_again(small_build: Path) -> None:
    digest = publish(small_build).build_digest
    copy = settings.KEERPUNT_BUILDS / digest / "results" / "leads.parquet"
    copy.write_bytes(b"damaged")
    assert publish(small_build).changed is True
    assert copy.read_bytes() == (small_build / "results" / "leads.parquet").read_bytes()


def test_the_copy_is_private(small_build: Path) -> None:
    digest = publish(small_build).build_digest
    for path in (settings.KEERPUNT_BUILDS / digest).rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert {p.name for p in settings.KEERPUNT_BUILDS.iterdir()} == {digest}


def test_publishing_reads_persons_only_after_the_log_names_each(small_build: Path) -> None:
    publish(small_build)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.what, entry.count, entry.actor) == ("collection", "publish", 12, "system:publish")
    assert set(AuditSubject.objects.values_list("object_id", flat=True)) == {builds.lead_id(n) for n in range(12)}


def test_what_people_decided_stays_and_what_changed_under_it_is_stale(small_build: Path, tmp_path: Path) -> None:
    publish(small_build)
    worked_on = Lead.objects.get(lead_id=builds.lead_id(3))
    assert worked_on.gate == "review_ready"
    Lead.objects.filter(pk=worked_on.pk).update(state="decided", category="witness_contact")
    untouched = Lead.objects.get(lead_id=builds.lead_id(7))
    report = publish(builds.write(tmp_path / "b", range(12), gate="unresolved", missing=["age_unknown"]))
    again = Lead.objects.get(pk=worked_on.pk)
    assert (again.state, again.category, again.is_stale) == ("decided", "witness_contact", True)
    assert (again.gate, again.build_digest, again.code) == ("unresolved", report.build_digest, worked_on.code)
    moved = Lead.objects.get(pk=untouched.pk)
    assert (untouched.state, moved.state, moved.is_stale) == ("ready", "unresolved", False)
    assert (report.new, report.updated, report.stale) == (0, 12, 1)
    assert report.moved == 2, "leads 7 and 11 fell back; lead 3 is people's"


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("gate", ["review_ready", "unresolved"])
def test_publish_moves_only_what_nobody_has_taken_up(state: State, gate: str) -> None:
    after = state_after_publish(state, gate)
    assert after == MOVED_BY_PUBLISH.get((state, gate), state)
    if state not in (State.UNRESOLVED, State.READY, State.RETURNED):
        assert after == state


def test_a_lead_that_left_the_build_is_marked_and_keeps_the_build_that_had_it(
    small_build: Path, tmp_path: Path
) -> None:
    first = publish(small_build)
    report = publish(builds.write(tmp_path / "b", range(10)))
    assert (report.leads, report.gone) == (10, 2)
    gone = Lead.objects.get(lead_id=builds.lead_id(11))
    assert (gone.is_gone, gone.build_digest, gone.state) == (True, first.build_digest, "ready")
    assert BuildRef.objects.get(is_current=True).digest == report.build_digest
    back = publish(small_build)
    assert (back.changed, back.gone, back.new) == (True, 0, 0)
    assert not Lead.objects.filter(is_gone=True).exists()


def test_a_changed_file_is_refused_and_nothing_changes(small_build: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    shutil.copytree(small_build, bad)
    (bad / "results" / "leads.parquet").write_bytes((bad / "results" / "actors.parquet").read_bytes())
    with pytest.raises(PolicyRefused, match="digest") as refused:
        publish(bad)
    assert refused.value.exit_code == 4
    assert not Lead.objects.exists()
    assert not Operation.objects.exists()


@pytest.mark.parametrize("name", ["unit_country", "purpose", "legal_basis"])
def test_a_build_of_another_operation_under_the_same_code_is_refused(
    small_build: Path, tmp_path: Path, name: str
) -> None:
    publish(small_build)
    before = rows()
    other = builds.write(tmp_path / "b", range(3), run={name: "DE"})
    with pytest.raises(PolicyRefused, match=name):
        publish(other)
    assert rows() == before


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        publish(tmp_path)


def test_a_failure_half_way_leaves_the_earlier_leads(
    small_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_build)
    before = rows()
    monkeypatch.setattr(service, "_make_current", lambda *_: (_ for _ in ()).throw(RuntimeError))
    with pytest.raises(RuntimeError):
        publish(builds.write(tmp_path / "b", range(5), country="SE"))
    assert rows() == before


def test_codes_are_unique_and_a_taken_one_is_passed_over(db: None) -> None:
    first = Lead(lead_id="lead:a", code="")
    second = Lead(lead_id="lead:b", code="")
    service._give_codes([first, second])
    assert first.code == lead_code("lead:a")
    assert first.code != second.code
    assert lead_code("lead:a", attempt=1) != lead_code("lead:a")


def test_a_code_finds_each_wrong_sign_and_each_swap_of_neighbours() -> None:
    code = lead_code("lead:0123456789abcdef")
    signs = code.removeprefix("L-")
    assert check_sign(signs[:-1]) == signs[-1]
    for place in range(len(signs)):
        for sign in ALPHABET:
            if sign != signs[place]:
                assert is_mistyped(signs[:place] + sign + signs[place + 1 :])
    for place in range(len(signs) - 1):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        assert is_mistyped(swapped) is (swapped != signs)


@pytest.mark.parametrize("typed", ["l-0053321p", "0053321P", " L 0053321P", "L-OO5332IP"])
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    assert read_code(typed) == "0053321P"

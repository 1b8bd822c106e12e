"""What access providers answer: whose line had an address when, through which ports, and where the line ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from keerpunt.simulate.answers import Columns, asked, who
from keerpunt.simulate.casting import Case
from keerpunt.simulate.chance import chance_of
from keerpunt.simulate.days import iso
from keerpunt.simulate.ledger import Hit
from keerpunt.simulate.network import Lease
from keerpunt.simulate.scene import Scene


def answer_about_line(scene: Scene, hits: Sequence[Hit]) -> None:
    """Let the access provider answer about the addresses from which the account was used."""
    case, rng, ledger = scene.case, scene.rng, scene.ledger
    provider = case.line.provider
    request_id = f"REQ-L-{case.number:05d}"
    if not case.story.line:
        if hits and chance_of(rng, 25):
            response = rng.choice(("no_match", "refused", "expired", "expired"))
            row: Columns = {"provider": provider.name, "ip": hits[-1].ip, "response": response}
            ledger.reply(provider.origin, "ip_assignment", row | {"request_id": request_id})
        return
    customer = case.line.customer
    ref = case.line.customer_ref
    ledger.customer_is(provider.name, ref, customer.person_id)
    ledger.reply(
        provider.origin,
        "subscriber",
        asked(provider, request_id, "match")
        | who(customer)
        | {"customer_ref": ref, "emails": customer.private_email, "verification": "unknown"},
    )
    for lease in _asked_leases(case, hits):
        ledger.reply(provider.origin, "ip_assignment", _assignment(case, lease) | {"request_id": request_id})


def _asked_leases(case: Case, hits: Sequence[Hit]) -> list[Lease]:
    if case.story.line == "one_point":
        lease, when = case.line.lease_at(hits[-1].occurred), hits[-1].occurred
        near = dt.timedelta(minutes=30)
        return [Lease(lease.ip, max(lease.start, when - near), min(lease.end, when + near))]
    leases = {case.line.lease_at(hit.occurred) for hit in hits}
    return sorted(leases, key=lambda lease: lease.start)


def _assignment(case: Case, lease: Lease) -> Columns:
    home = case.line.installation
    ports = lease.shared and case.story.line == "shared_ports"
    return {
        "provider": case.line.provider.name,
        "customer_ref": case.line.customer_ref,
        "ip": lease.ip,
        "port_from": str(lease.port_from) if ports else None,
        "port_to": str(lease.port_to) if ports else None,
        "valid_from": _stated(case, lease.start),
        "valid_to": _stated(case, lease.end),
        "cgnat": "yes" if lease.shared else "no",
        "response": "match",
        "installation_line1": home.line1,
        "installation_postcode": home.postcode,
        "installation_city": home.city,
        "installation_country": home.country,
    }


def _stated(case: Case, instant: dt.datetime) -> str:
    """Return an end of a lease as the provider writes it: without its zone where the story says so."""
    return iso(instant).removesuffix("Z") if case.story.line == "no_zone" else iso(instant)


def answer_about_namesake(scene: Scene) -> None:
    """Let the access provider also name a customer of the same name who had the line's address of old."""
    case, ledger = scene.case, scene.ledger
    if case.story.also != "namesake_before" or case.other is None:
        return
    provider = case.line.provider
    ref = f"{case.line.customer_ref}-0"
    ledger.customer_is(provider.name, ref, case.other.person_id)
    row = asked(provider, f"REQ-L-{case.number:05d}", "match") | who(case.other)
    left = {"address_from": "2009-03-01", "address_to": "2021-08-31", "verification": "unknown"}
    ledger.reply(provider.origin, "subscriber", row | left | {"customer_ref": ref})

"""What the buyer does: registers, orders each month, pays, and gets a password minutes later."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from keerpunt.simulate.casting import Case
from keerpunt.simulate.chance import chance_of, seconds, token
from keerpunt.simulate.coins import pay_by_coin
from keerpunt.simulate.countries import countries
from keerpunt.simulate.days import (
    FIRST_DAY,
    LAST_DAY,
    PLATFORM_ZONE,
    PSP_EXPORT_ON,
    evening,
    midnight,
    next_banking_day,
    period,
    platform_midnight,
)
from keerpunt.simulate.ledger import (
    LAWFUL_SCOPE,
    AccountRow,
    BankAccount,
    Card,
    Charge,
    Coin,
    Complaint,
    GrantRow,
    OrderRow,
    Price,
    Transfer,
)
from keerpunt.simulate.people import Address, ascii_letters
from keerpunt.simulate.scene import Scene
from keerpunt.simulate.use import log

GRANT_DAYS = 31
_TITLES = {"NL": "Dhr", "DE": "Herr", "AT": "Herr", "FR": "M."}
_JOINT = {"NL": "en/of", "BE": "en/of", "FR": "et/ou", "ES": "y/o", "FI": "ja/tai"}


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment of a case with the grant that followed it: when it was ordered, paid and answered with a password."""

    month: tuple[int, int]
    placed: dt.datetime
    paid: dt.datetime
    granted: dt.datetime


def buy(scene: Scene) -> list[Paid]:
    """Let the buyer of a case order and pay for each of its months; return the payments in order."""
    case, rng = scene.case, scene.rng
    habit = rng.randint(1, 26)
    paid = [_pay(scene, i, month, _moment(scene, month, habit)) for i, month in enumerate(case.months)]
    if chance_of(rng, 12):
        _order(scene, _order_id(case, len(paid)), paid[-1].placed + seconds(rng, 3600, 40_000))
    return paid


def register(scene: Scene, placed: dt.datetime) -> dt.datetime:
    """Open the account before its first order was placed; return when. An account taken over is older."""
    case, rng = scene.case, scene.rng
    if case.owner_line:
        registered = placed - seconds(rng, 60 * 86_400, 90 * 86_400)
        log(scene, registered, "POST /register", 302, 412, line=case.owner_line)
        for days in (1, 6, 15):
            log(scene, registered + dt.timedelta(days=days), "POST /login", 302, 305, line=case.owner_line)
        log(scene, placed - seconds(rng, 900, 5000), "POST /reset", 302, 318)
        return registered
    registered = placed - seconds(rng, 300, 3 * 86_400 if chance_of(rng, 30) else 3600)
    if registered < platform_midnight(FIRST_DAY):
        registered = placed - dt.timedelta(minutes=5)
    log(scene, registered, "POST /register", 302, 412)
    return registered


def open_account(scene: Scene, registered: dt.datetime, seen: dt.datetime) -> None:
    """Write the platform's row of the account; what users say of themselves is seldom their name."""
    case, rng = scene.case, scene.rng
    adult = (registered.date() - case.actor.birthdate).days > 18 * 366
    honest = adult and chance_of(rng, 15)
    scene.ledger.accounts.append(
        AccountRow(
            account_id=case.account_id,
            username=case.username,
            email=case.email,
            self_name=case.actor.given if honest else "",
            self_birthdate=case.actor.birthdate if honest and chance_of(rng, 50) else None,
            self_country=case.actor.country if chance_of(rng, 55) else "",
            registered=registered,
            register_ip=(case.owner_line or case.line).lease_at(registered).ip,
            last_seen=seen,
            state=_state(case, rng),
            locale=countries()[case.actor.country].locale,
        )
    )


def _state(case: Case, rng: random.Random) -> str:
    drawn = "1" if chance_of(rng, 85) else "2"
    return case.story.status or drawn


def moved_on(case: Case) -> dt.date:
    """Return the day on which the buyer of a `moved` case moved: in the middle of the payments."""
    return dt.date(*case.months[len(case.months) // 2], 1)


def _order_id(case: Case, i: int) -> str:
    return f"O-{case.number:05d}-{i + 1:02d}"


def _moment(scene: Scene, month: tuple[int, int], habit: int) -> dt.datetime:
    day = dt.date(*month, 1) + dt.timedelta(days=min(27, max(1, habit + scene.rng.randint(-1, 1))) - 1)
    zone = countries()[scene.case.actor.country].zone
    return evening(scene.rng, min(day, LAST_DAY - dt.timedelta(days=3)), zone)


def _pay(scene: Scene, i: int, month: tuple[int, int], placed: dt.datetime) -> Paid:
    case, rng, order_id = scene.case, scene.rng, _order_id(scene.case, i)
    if isinstance(case.means, Card):
        paid = booked = placed + seconds(rng, 40, 240)
        charge = _charge(scene, case.means, order_id, paid)
        _settle(scene, charge)
        _order(scene, order_id, placed, charge.charge_id if chance_of(rng, 80) else "")
    elif isinstance(case.means, Coin):
        paid = booked = placed + seconds(rng, 300, 2400)
        _order(scene, order_id, placed)
        pay_by_coin(scene, case.means, order_id, paid)
    else:
        paid, booked = _transfer(scene, case.means, order_id, placed)
        _order(scene, order_id, placed)
    granted = booked + seconds(rng, 120, 540)
    expires = granted + dt.timedelta(days=GRANT_DAYS)
    scope = LAWFUL_SCOPE if case.story.scope else ""
    scene.ledger.grants.append(GrantRow(case.account_id, order_id, granted, expires, period(month), scope))
    return Paid(month, placed, paid, granted)


def _price(case: Case) -> Price:
    there = countries()[case.actor.country]
    return Price(there.price, there.currency)


def _order(scene: Scene, order_id: str, placed: dt.datetime, charge_id: str = "") -> None:
    case = scene.case
    channel = "site-2" if case.number % 11 == 0 else "site-1"
    ip = case.line.lease_at(placed).ip
    row = OrderRow(order_id, case.account_id, placed, _price(case), channel, ip, case.email, charge_id)
    scene.ledger.orders.append(row)


def _charge(scene: Scene, card: Card, order_id: str, paid: dt.datetime) -> Charge:
    case, rng = scene.case, scene.rng
    email = case.actor.private_email if case.story.also == "taken_over" else case.email
    lease = case.line.lease_at(paid)
    return Charge(
        charge_id=f"ch_{token(rng, 24)}",
        order_id=order_id,
        created=paid,
        price=_price(case),
        card=card,
        name=_written(case, rng),
        email=email if chance_of(rng, 92) or case.story.mail else "",
        address=_billing(case, paid),
        auth=case.story.auth,
        complaint=_complaint(case, rng, paid),
        review_ip=lease.ip if chance_of(rng, 25) and not lease.shared else "",
    )


def _settle(scene: Scene, charge: Charge) -> None:
    """Write a charge; now and then the card was declined half a minute before."""
    charges = [charge]
    if chance_of(scene.rng, 5):
        early = charge.created - dt.timedelta(seconds=30)
        declined = f"ch_{token(scene.rng, 24)}"
        charges.append(replace(charge, charge_id=declined, created=early, auth="none", paid=False, complaint=None))
    for one in charges:
        scene.ledger.charges.append(one)
        scene.ledger.charge_names(one.charge_id, scene.case.holder.person_id)


def _written(case: Case, rng: random.Random) -> str:
    """Return the name as the cardholder types it: mostly as it is, some always in capitals, some with an initial."""
    if case.number % 9 == 4:
        return case.holder.name.upper()
    if case.number % 9 == 7 and chance_of(rng, 50):
        return case.holder.initialled
    return case.holder.name


def _billing(case: Case, paid: dt.datetime) -> Address | None:
    if case.number % 7 == 3:
        return None
    if case.former_home and paid.date() < moved_on(case):
        return case.former_home
    return case.holder.home


def _complaint(case: Case, rng: random.Random, paid: dt.datetime) -> Complaint | None:
    # The export of the card processor must still see it.
    latest = midnight(PSP_EXPORT_ON - dt.timedelta(days=2))
    later = min(latest, paid + dt.timedelta(days=rng.randint(6, 40), seconds=rng.randrange(86_400)))
    if case.story.complaint == "refund":
        return Complaint("refund", later)
    if case.story.complaint == "charge_back":
        return Complaint("dispute", later, rng.choice(("product_not_received", "subscription_canceled")), "lost")
    if case.story.complaint == "fraud":
        warning = rng.choice(("made_with_stolen_card", "unauthorized_use_of_card", ""))
        return Complaint("dispute", later, "fraudulent", "lost", warning)
    return None


def _transfer(scene: Scene, means: BankAccount, order_id: str, placed: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Write a transfer; return when the payer sent it and when it was booked."""
    case, rng = scene.case, scene.rng
    instant = case.holder.country == "NL"
    booked = placed + seconds(rng, 30, 150) if instant else _booking(rng, placed)
    joint = case.story.payer == "joint"
    word = _JOINT.get(case.holder.country, "und/oder")
    row = Transfer(
        ref=f"{booked:%y%m%d}{token(rng, 6, '0123456789')}X{case.number:05d}",
        booked=booked,
        instant=instant,
        incoming=True,
        minor=_price(case).minor,
        name=f"{case.holder.name} {word} {case.actor.name}" if joint else _as_banks_write(case),
        iban=means.iban,
        bic=means.bic,
        purpose=f"Order {order_id}",
        order_id=order_id,
    )
    scene.ledger.transfers.append(row)
    payers = (("#1", case.holder), ("#2", case.actor)) if joint else (("", case.holder),)
    for part, person in payers:
        scene.ledger.transfer_names(row.ref, person.person_id, part)
    return (booked if instant else placed), booked


def _as_banks_write(case: Case) -> str:
    """Return the payer as its bank states it: as it is, in the capitals of the SWIFT alphabet, or with a title."""
    name = case.holder.name
    if case.number % 5 == 1:
        return ascii_letters(name).upper()
    title = _TITLES.get(case.holder.country, "") if case.number % 5 == 3 and not case.holder.female else ""
    return f"{title} {name}".strip()


def _booking(rng: random.Random, placed: dt.datetime) -> dt.datetime:
    day = next_banking_day(placed.astimezone(PLATFORM_ZONE).date())
    local = dt.datetime(day.year, day.month, day.day, 9, rng.randrange(60), rng.randrange(60), tzinfo=PLATFORM_ZONE)
    return local.astimezone(dt.UTC)

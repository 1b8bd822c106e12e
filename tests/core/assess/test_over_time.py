"""Indicators that look over time or over sources: I03, I08 to I10, I21, I23, I25, I30, and the checks E02, E03, E08."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.support.apart import Judged, judged_apart
from tests.support.cases import BANK, FIRST, HOLDER, PLATFORM, PSP, Case, buyer, g_c, instant, month, t1

pytestmark = pytest.mark.slow

DAY = dt.timedelta(days=1)
WALLET = "bc1qexample0wallet"
PATTERN = {
    "stolen_data": ("supports", 400, 1000),
    "fabricated": ("supports", 200, 800),
    "taken_over": ("supports", 200, 800),
}


def ce3(**shared: str) -> Case:
    """Six months by one card; the payments show what `shared` says."""
    case = buyer(6)
    case.verified()
    for row in case.tables["payment"]:
        row.update(shared)
    return case


def ce3_disputed() -> Case:
    case = ce3(device_id="dev-1")
    # Of the payments at least 120 days before the latest, one is left that nobody disputed.
    case.add(
        "dispute", origin=PSP, psp="stripe", psp_ref="ch_0", reason="duplicate", outcome="won",
        **instant("filed", FIRST + DAY),
    )  # fmt: skip
    return case


def at_hours(hour: int, times: int = 30) -> Case:
    case = buyer(1)
    case.verified()
    case.tables["session"] = []
    for day in range(times):
        case.login(dt.datetime(2024, 1, 12, hour, 0, tzinfo=dt.UTC) + day * DAY)
    return case


def paypal(check_origin: str) -> Case:
    case = buyer(1)
    case.tables["payment"][0] |= {
        "instrument_kind": "paypal", "scheme": "wallet", "payer_id": "PAYER7", "fingerprint": None,
        "fingerprint_scope": None, "payer_name": "Robin Example",
    }  # fmt: skip
    case.add(
        "payment_check", origin=check_origin, psp="stripe", psp_ref="ch_0", check_kind="payer_verified", value="pass"
    )
    case.verified(linked_kind="paypal", linked_value="PAYER7", linked_scope=None)
    return case


def crypto(others: int) -> Case:
    case = buyer(1)
    coin = {
        "instrument_kind": "crypto_address", "scheme": "crypto", "wallet_address": WALLET, "fingerprint": None,
        "fingerprint_scope": None,
    }  # fmt: skip
    case.tables["payment"][0] |= coin
    case.verified("document_liveness", linked_kind="wallet", linked_value=WALLET, linked_scope=None)
    case.tables["subscriber"][0] |= {"provider_kind": "exchange", "origin": "exchange:x1"}
    for number in range(others):
        case.account(f"w{number}")
        case.actors[f"actor:w{number}"] = [f"w{number}"]
        case.payment(f"ch_w{number}", month(1), platform_account_id=f"w{number}", **coin)
    return case


def quiet(first: dt.date | None, origin: str = PSP) -> Case:
    case = buyer(3)
    case.verified()
    case.coverage = [row for row in case.coverage if row[1] != "dispute"]
    if origin == PLATFORM:
        for number in range(3):
            case.payment(f"ch_{number}", month(number), origin=PLATFORM)
    return case.read("dispute", origin, first, dt.date(2025, 6, 1))


def copied() -> Case:
    """The platform's own database holds each payment too."""
    case = t1()
    for number in range(6):
        case.payment(f"ch_{number}", month(number), origin="affiliate:a1")
    return case


def dead_namesake() -> Case:
    case = buyer(1)
    case.verified()
    case.civil(full_name="Sam Sample", birthdate=dt.date(1930, 1, 2), died_on=FIRST.date() - DAY)
    return case


def order_after_its_payment() -> Case:
    case = t1()
    case.add(
        "purchase_order", record_key="order:o1", origin=PLATFORM, order_id="o1", platform_account_id="7",
        **instant("placed", FIRST.replace(year=2025)),
    )  # fmt: skip
    case.tables["payment"][0]["order_id"] = "o1"
    return case


def swapped(kind: str) -> Case:
    """The answer holds the key with two neighbours exchanged; the payer's name alone leads to the holder."""
    case = g_c() if kind == "iban" else buyer(1)
    if kind == "card":
        case.verified(linked_value="fp_abc1")
        case.tables["payment"][0] |= {"fingerprint": "fp_acb1"}
    else:
        case.tables["subscriber"][0]["linked_value"] = "NL91ABNA0417163400"
    for row in case.tables["payment"]:
        case.links[row["record_key"], HOLDER] = "identity"
    return case


CASES: list[tuple[str, Callable[[], Case], dict[str, tuple[str, int, int]]]] = [
    ("I10", lambda: ce3(device_id="dev-1"), PATTERN),
    ("I10", lambda: ce3(ip="192.0.2.44"), PATTERN),
    ("I10", ce3, {"stolen_data": ("not_available", 0, 0)}),
    ("I10", ce3_disputed, {"stolen_data": ("neutral", 0, 0)}),
    ("I21", lambda: at_hours(12), {"stolen_data": ("supports", 0, 200)}),
    ("I21", lambda: at_hours(2), {"stolen_data": ("neutral", 0, 0)}),
    ("I21", lambda: at_hours(12, 29), {"stolen_data": ("not_available", 0, 0)}),
    ("I30", lambda: crypto(0), {"stolen_data": ("supports", 1500, 2500)}),
    ("I30", lambda: crypto(1), {"stolen_data": ("neutral", 0, 0)}),
    ("I08", lambda: quiet(None), {"stolen_data": ("supports", 0, 300)}),
    ("I08", lambda: quiet(dt.date(2024, 6, 1)), {"stolen_data": ("neutral", 0, 0)}),
    ("I08", lambda: quiet(None, PLATFORM), {"stolen_data": ("neutral", 0, 0)}),
    ("I23", dead_namesake, {"stolen_data": ("not_available", 0, 0)}),
    ("E02", order_after_its_payment, {"data_error": ("contradicts", 0, 0)}),
    ("E08", lambda: swapped("card"), {"data_error": ("contradicts", 0, 0)}),
]


@pytest.fixture(scope="module")
def outcomes() -> list[Judged]:
    return judged_apart([build() for _, build, _ in CASES])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{each[0]}-{n}" for n, each in enumerate(CASES)])
def test_an_indicator_over_time_says_what_its_rule_says(number: int, outcomes: list[Judged]) -> None:
    code, _, expected = CASES[number]
    found = outcomes[number].rows(code)
    assert {rival: found[rival] for rival in expected} == expected


def test_an_operators_word_that_paypal_verified_somebody_is_the_operators() -> None:
    for origin in (PSP, PLATFORM):
        rows = paypal(origin).judged()["indicators"].to_pylist()
        (told,) = [row for row in rows if row["code"] == "I03_bank_push" and row["hypothesis"] == "stolen_data"]
        assert (told["value"], told["origin"]) == ("supports", origin)


def test_a_copy_of_the_payments_that_the_operator_holds_takes_nothing_from_the_providers() -> None:
    before, after = judged_apart([t1(), copied()])
    assert after.rows("I09") == before.rows("I09")
    assert after.lead["support_low"] == before.lead["support_low"]


def channels(names: tuple[str, ...], hours: int = 1) -> Case:
    case = buyer(1)
    case.verified()
    for number, name in enumerate(names):
        case.payment(f"ch_c{number}", FIRST + dt.timedelta(hours=hours * number), channel=name)
    case.settings = {"shared_owners": {"shop-a": "o1", "shop-b": "o1", "shop-c": "o1", "shop-d": "o2"}}
    return case


@pytest.mark.parametrize(
    ("case", "value"),
    [
        (lambda: channels(("shop-a", "shop-b", "shop-c")), ("contradicts", -1000, -300)),
        (lambda: channels(("shop-a", "shop-b", "shop-d")), ("neutral", 0, 0)),
        (lambda: channels(("shop-a", "shop-b", "shop-c"), hours=13), ("neutral", 0, 0)),
        (lambda: channels(("elsewhere",)), ("not_available", 0, 0)),
    ],
)
def test_one_card_under_three_shops_of_one_owner_in_a_day(
    case: Callable[[], Case], value: tuple[str, int, int]
) -> None:
    assert case().rows("I25")["fabricated"] == value


def far_east(zone: str) -> Case:
    """Local times of Sydney; whoever reads them as UTC is led to another customer, eleven hours off."""
    case = buyer(1).on_line()
    case.verified("document_liveness")
    case.household()
    for row in case.tables["session"]:
        row["occurred_zone_basis"] = "source_setting"
    eleven, hour = dt.timedelta(hours=11), dt.timedelta(hours=1)
    for day in (2, 3):
        at = FIRST + day * DAY - eleven
        case.lease(
            at, who="identity:x", customer="l9",
            **instant("valid_from", at - hour), **instant("valid_to", at + hour),
        )  # fmt: skip
    case.settings = {"time_zone": zone}
    return case


def test_local_time_taken_for_utc_that_leads_to_somebody_else_is_not_relied_on() -> None:
    assert far_east("UTC").rows("I20")["stolen_data"][0] == "supports"
    lead = far_east("Australia/Sydney").lead()
    assert {"e03_zone", "stolen_data_open"} <= set(lead["missing"])


def test_orders_placed_from_one_address_for_three_payers_speak_against_all_of_them() -> None:
    case = t1()
    for number, name in enumerate(("Robin Example", "Sam Sample", "Kim Model")):
        case.add(
            "purchase_order", record_key=f"order:o{number}", origin=PLATFORM, order_id=f"o{number}",
            platform_account_id="7", ip="192.0.2.50", **instant("placed", month(0)),
        )  # fmt: skip
        if number:
            case.payment(f"ch_x{number}", month(0) + DAY, platform_account_id=f"x{number}", fingerprint=f"fp_x{number}")
        row = case.tables["payment"][0 if not number else -1]
        row |= {"payer_name": name, "order_id": f"o{number}"}
    assert "contradiction_i14" in case.lead()["missing"]


def test_an_account_number_with_two_digits_exchanged_is_told() -> None:
    assert swapped("iban").rows("E08")["data_error"][0] == "contradicts"


def test_a_fraud_report_one_swap_away_is_told() -> None:
    case = t1()
    for row in case.tables["payment"]:
        row["fingerprint"] = "fp_abcd"
    case.tables["subscriber"][0]["linked_value"] = "fp_abcd"
    case.add(
        "fraud_report", origin=BANK, instrument_kind="card", fingerprint="fp_abdc", fingerprint_scope=PSP,
        code="stolen", **instant("reported", FIRST + DAY),
    )  # fmt: skip
    assert case.rows("E08")["data_error"][0] == "contradicts"

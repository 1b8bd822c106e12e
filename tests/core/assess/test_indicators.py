from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from keerpunt.assess import lead_id
from keerpunt.assess.catalogue import ERRORS, INDICATORS
from keerpunt.model.words import RIVALS
from tests.support.apart import Judged, judged_apart
from tests.support.cases import (
    ACTOR,
    BANK,
    CARD,
    FIRST,
    HOLDER,
    IBAN,
    LINE,
    MAIL,
    OPERATION,
    OTHER,
    PLATFORM,
    POLICY,
    PSP,
    Case,
    buyer,
    g_c,
    g_d,
    instant,
    month,
    t1,
)  # fmt: skip

pytestmark = pytest.mark.slow

DAY = dt.timedelta(days=1)


def one() -> Case:
    """One card payment, its holder verified by the bank, nothing else said."""
    case = buyer(1)
    case.verified()
    return case


def push() -> Case:
    return g_c()


def disputed(reason: str, after: int, **settings: object) -> Case:
    case = one()
    case.add(
        "dispute", origin=PSP, psp="stripe", psp_ref="ch_0", reason=reason, outcome="open",
        **instant("filed", FIRST + after * DAY),
    )  # fmt: skip
    case.settings = dict(settings)
    return case


def reported(code: str, after: int = 10, **values: object) -> Case:
    case = one()
    case.add(
        "fraud_report", origin=BANK, issuer="b1", instrument_kind="card", code=code,
        **{"fingerprint": CARD, "fingerprint_scope": PSP, **instant("reported", FIRST + after * DAY), **values},
    )  # fmt: skip
    return case


def challenged(value: str, flow: str, **payment: object) -> Case:
    case = one().challenged("ch_0", value=value, flow=flow)
    case.tables["payment"][0] |= payment
    return case


def out_of_scope() -> Case:
    case = challenged("pass", "challenge", fingerprint_scope="psp:other")
    case.links["payment:psp:stripe/stripe:ch_0", HOLDER] = "identity"
    return case


def checked(**values: str) -> Case:
    case = one()
    for kind, value in values.items():
        case.checked("ch_0", kind, value)
    return case


def payer(name: str | None, **payment: object) -> Case:
    case = push()
    case.tables["payment"][0] |= {"payer_name": name, **payment}
    return case


def shared_card(actors: int) -> Case:
    case = one()
    for number in range(1, actors):
        case.account(f"s{number}", email=f"shop{number}@example.com")
        case.actors[f"actor:s{number}"] = [f"s{number}"]
        case.payment(f"ch_s{number}", month(number), platform_account_id=f"s{number}")
    return case


def probed(cards: int, before: dt.timedelta = dt.timedelta(hours=2), **values: object) -> Case:
    case = one()
    for number in range(cards):
        case.payment(f"ch_t{number}", FIRST - before, fingerprint=f"fp_t{number}", **{"status": "failed", **values})
    return case


def billed(postcode: str, **home: object) -> Case:
    case = one()
    case.tables["payment"][0] |= {
        "billing_line1": "Dorpsstraat 1", "billing_postcode": postcode, "billing_country": "NL",
    }  # fmt: skip
    case.tables["subscriber"][0] |= home
    return case


def expiring(expiry: str, initiation: str = "customer") -> Case:
    case = one()
    case.tables["payment"][0] |= {"expiry": expiry, "initiation": initiation}
    return case


def kyc(how: str, verified_on: dt.date | None) -> Case:
    case = buyer(1)
    case.verified(how, verified_on=verified_on)
    return case


def housed(size: int | None, result: str = "hit") -> Case:
    case = one()
    case.household(size, result)
    return case


def self_named(**values: object) -> Case:
    case = one()
    case.tables["account"][0] |= values
    case.answer(
        "c7", who=OTHER, full_name="Robin Sample", birthdate=dt.date(1990, 2, 3), line1="Dorpsstraat 1",
        postcode="1234 AB", country="NL",
    )  # fmt: skip
    return case


JUDGED = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def judged_by_hand(kind: str, value: str, **values: object) -> Case:
    case = one()
    case.add(
        "judgement", origin="device:d1", judgement_id="j1", kind=kind, value=value, author="u1", reason="seen",
        lead_id=lead_id(OPERATION, ACTOR, HOLDER), **instant("decided", JUDGED), **values,
    )  # fmt: skip
    return case


def lined(relation: str) -> Case:
    case = one()
    for day in (2, 3):
        at = FIRST + day * DAY
        case.login(at, ip=LINE, src_port=40000)
        home = {"installation_line1": "Dorpsstraat 1", "installation_postcode": "1234 AB", "installation_country": "NL"}
        who = HOLDER if relation == "holder" else OTHER
        case.lease(at, who=who, customer="l2", **(home if relation == "same_address" else {}))
    return case


def seen_by_bank(days: int) -> Case:
    case = one()
    for day in range(days):
        case.login(FIRST + (2 + day) * DAY, ip=LINE)
    case.answer(
        "c1", linked_kind="ip", linked_value=LINE, **instant("valid_from", FIRST), **instant("valid_to", month(1))
    )
    return case


def used(fraction: float) -> Case:
    case = one()
    case.tables["session"] = []
    case.add(
        "download", origin=PLATFORM, platform_account_id="7", folder_id="f1", status=206,
        bytes_sent=int(1000 * fraction), object_bytes=1000, **instant("occurred", FIRST + DAY),
    )  # fmt: skip
    return case


NONE = ("not_available", 0, 0)
NEUTRAL = ("neutral", 0, 0)

CASES: list[tuple[str, Callable[[], Case], dict[str, tuple[str, int, int]]]] = [
    ("I01", one, {"stolen_data": NONE}),
    ("I01", lambda: challenged("pass", "challenge"),
     {"stolen_data": ("supports", 1000, 2000), "taken_over": ("supports", 350, 1000)}),
    ("I01", lambda: challenged("pass", "challenge", initiation="merchant"), {"stolen_data": NEUTRAL}),
    ("I01", lambda: challenged("pass", "frictionless"), {"stolen_data": NEUTRAL}),
    ("I01", lambda: challenged("attempted", "challenge"), {"stolen_data": NEUTRAL}),
    ("I01", lambda: challenged("fail", "challenge"), {"stolen_data": ("contradicts", -500, -100)}),
    ("I01", out_of_scope, {"stolen_data": NEUTRAL}),
    ("I02", lambda: challenged("pass", "frictionless"), {"stolen_data": NEUTRAL}),
    ("I02", one, {"stolen_data": NONE}),
    ("I03", push, {"stolen_data": ("supports", 1500, 2500), "data_error": ("supports", 1000, 2000)}),
    ("I03", lambda: payer("R. Example"), {"stolen_data": NEUTRAL, "data_error": NEUTRAL}),
    ("I03", lambda: payer("Kim Example"), {"stolen_data": NEUTRAL, "data_error": ("contradicts", -1500, -500)}),
    ("I03", lambda: payer(None), {"stolen_data": NONE}),
    ("I03", lambda: payer("Robin Example", scheme="direct_debit"), {"stolen_data": NONE}),
    ("I04", lambda: checked(cvc="pass"), {"stolen_data": ("supports", 0, 300)}),
    ("I04", lambda: checked(cvc="fail"), {"stolen_data": ("contradicts", -500, -100)}),
    ("I04", lambda: checked(cvc="not_sent"), {"stolen_data": NEUTRAL, "fabricated": ("contradicts", -300, 0)}),
    ("I05", lambda: checked(avs_street="pass", avs_postcode="pass"), {"stolen_data": ("supports", 0, 300)}),
    ("I05", lambda: checked(avs_street="pass"), {"stolen_data": NEUTRAL}),
    ("I05", lambda: checked(avs_street="pass", avs_postcode="fail"), {"stolen_data": ("contradicts", -300, -100)}),
    ("I05", lambda: checked(avs_street="not_supported"), {"stolen_data": NEUTRAL}),
    ("I06", lambda: disputed("fraud", 75), {"stolen_data": ("contradicts", -1000, -300)}),
    ("I06", lambda: disputed("not_recognised", 76), {"stolen_data": NEUTRAL}),
    ("I06", lambda: disputed("fraud", 20, public_on=(FIRST + 10 * DAY).date()), {"stolen_data": NEUTRAL}),
    ("I06", lambda: disputed("fraud", 5, public_on=(FIRST + 10 * DAY).date()),
     {"fabricated": ("contradicts", -1000, -300)}),
    ("I06", lambda: disputed("cancelled", 5), {"stolen_data": ("supports", 0, 500)}),
    ("I06", lambda: disputed("duplicate", 5), {"stolen_data": NEUTRAL}),
    ("I07", lambda: reported("stolen"), {"stolen_data": ("contradicts", -3000, -1000), "identity_theft": NEUTRAL}),
    ("I07", lambda: reported("lost", 121), {"stolen_data": NEUTRAL}),
    ("I07", lambda: reported("lost", -366), {"stolen_data": NEUTRAL}),
    ("I07", lambda: reported("card_not_present", reported_utc=None), {"stolen_data": ("contradicts", -3000, -1000)}),
    ("I07", lambda: reported("stolen", fingerprint_scope="psp:other"), {"stolen_data": NONE}),
    ("I07", lambda: reported("mule"), {"identity_theft": ("contradicts", -3000, -1000)}),
    ("I07", lambda: reported("first_party_misuse"), {"stolen_data": ("supports", 0, 500)}),
    ("I08", t1, {"stolen_data": NEUTRAL}),
    ("I08", lambda: t1().read("dispute", PSP, None, month(5).date() + 120 * DAY),
     {"stolen_data": ("supports", 0, 300)}),
    ("I09", t1, {"stolen_data": ("supports", 100, 500), "taken_over": ("supports", 0, 300)}),
    ("I09", one, {"stolen_data": NEUTRAL}),
    ("I11", lambda: seen_by_bank(2), {"stolen_data": ("supports", 1000, 2000)}),
    ("I11", lambda: seen_by_bank(1), {"stolen_data": NEUTRAL}),
    ("I12", one, {"stolen_data": NONE}),
    ("I14", one, {"stolen_data": NEUTRAL}),
    ("I15", one, {"stolen_data": NEUTRAL}),
    ("I15", lambda: shared_card(2), {"stolen_data": ("contradicts", -400, 0)}),
    ("I15", lambda: shared_card(3), {"stolen_data": ("contradicts", -1000, -300)}),
    ("I16", one, {"fabricated": NEUTRAL}),
    ("I17", t1, {"household": ("supports", 350, 1000), "identity_theft": ("supports", 100, 500)}),
    ("I17", one, {"household": NONE}),
    ("I18", lambda: judged_by_hand("sealed_comparison", "yes"), {"household": ("supports", 500, 1500)}),
    ("I18", lambda: judged_by_hand("sealed_comparison", "no"), {"household": NEUTRAL}),
    ("I18", lambda: judged_by_hand("sealed_comparison", "yes", withdrawn_by="j2"), {"household": NONE}),
    ("I19", one, {"fabricated": ("supports", 300, 1000)}),
    ("I19", lambda: used(0.9), {"fabricated": ("supports", 300, 1000)}),
    ("I19", lambda: used(0.8), {"fabricated": NEUTRAL}),
    ("I20", lambda: lined("holder"), {"stolen_data": ("supports", 1000, 2500)}),
    ("I20", lambda: lined("same_address"), {"stolen_data": NEUTRAL}),
    ("I20", lambda: lined("elsewhere"), {"stolen_data": ("contradicts", -800, -100), "fabricated": NEUTRAL}),
    ("I21", lambda: judged_by_hand("proven_absence", "yes", **instant("valid_from", FIRST - DAY),
                                   **instant("valid_to", FIRST + DAY / 2)),
     {"household": ("contradicts", -3000, -1000)}),
    ("I21", lambda: judged_by_hand("proven_absence", "yes", **instant("valid_from", FIRST - DAY),
                                   **instant("valid_to", FIRST - DAY / 2)), {"household": NONE}),
    ("I22", lambda: billed("1234 AB", address_to=dt.date(2023, 1, 1)), {"stolen_data": ("contradicts", -500, -100)}),
    ("I22", lambda: billed("1234 AB"), {"stolen_data": NEUTRAL}),
    ("I22", lambda: billed("9999 ZZ"), {"stolen_data": NONE}),
    ("I23", lambda: expiring("2024-01"), {"stolen_data": NEUTRAL}),
    ("I23", lambda: expiring("2023-12"), {"stolen_data": ("contradicts", -3000, -1000)}),
    ("I23", lambda: expiring("2023-12", "merchant"), {"stolen_data": ("contradicts", -300, 0)}),
    ("I23", lambda: reported("other", **instant("blocked", FIRST - DAY)),
     {"data_error": ("contradicts", -3000, -1000)}),
    ("I24", lambda: kyc("none", None), {"data_error": ("supports", 700, 1500), "identity_theft": NEUTRAL}),
    ("I24", lambda: kyc("document", dt.date(2023, 1, 10)), {"identity_theft": ("supports", 350, 800)}),
    ("I24", lambda: kyc("document", dt.date(2023, 1, 11)), {"identity_theft": ("supports", 0, 300)}),
    ("I24", lambda: kyc("document", None), {"identity_theft": ("supports", 0, 300)}),
    ("I24", lambda: kyc("in_person", None), {"identity_theft": ("supports", 400, 1000)}),
    ("I27", lambda: housed(1), {"household": ("supports", 350, 1500)}),
    ("I27", lambda: housed(None, "no_hit"), {"household": ("supports", 350, 1500)}),
    ("I27", lambda: housed(2), {"household": NEUTRAL}),
    ("I27", lambda: housed(None, "not_asked"), {"household": NONE}),
    ("I27", lambda: housed(1, "not_permitted"), {"household": NONE}),
    ("I28", g_d, {"data_error": ("supports", 300, 1000), "household": NEUTRAL}),
    ("I28", lambda: self_named(self_name="Robin Example"), {"household": ("supports", 300, 800)}),
    ("I28", lambda: self_named(self_name="Robin Sample"), {"household": ("contradicts", -1000, -300)}),
    ("I28", lambda: self_named(self_birthdate=dt.date(1990, 2, 3)), {"household": ("contradicts", -1000, -300)}),
    ("I28", lambda: self_named(self_name="Alex Muster"), {"household": NEUTRAL}),
    ("I29", one, {"stolen_data": NEUTRAL}),
    ("I29", lambda: probed(1), {"stolen_data": NEUTRAL}),
    ("I29", lambda: probed(2), {"stolen_data": ("contradicts", -800, -300)}),
    ("I29", lambda: probed(2, dt.timedelta(hours=25)), {"stolen_data": NEUTRAL}),
    ("I29", lambda: probed(2, status="captured", amount_minor=200), {"stolen_data": ("contradicts", -800, -300)}),
    ("I29", lambda: probed(2, status="captured", amount_minor=201), {"stolen_data": NEUTRAL}),
    ("I31", lambda: reported("compromise_list"), {"fabricated": ("contradicts", -3000, -1000)}),
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes() -> list[Judged | Case]:
    """Judge every case at once, each in a world of its own."""
    plain = [build() for _, build, _ in CASES]
    together = iter(judged_apart([case for case in plain if not case.settings]))
    return [case if case.settings else next(together) for case in plain]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{each[0]}-{n}" for n, each in enumerate(CASES)])
def test_an_indicator_says_what_its_rule_says(number: int, outcomes: list[Judged | Case]) -> None:
    code, _, expected = CASES[number]
    found = outcomes[number].rows(code)
    assert {rival: found[rival] for rival in expected} == expected


def test_every_lead_has_one_row_per_indicator_and_rival_and_per_error_check() -> None:
    judged = t1().judged()
    rows = judged["indicators"].to_pylist()
    named = {(entry.code, rival) for entry in INDICATORS for rival in entry.rivals}
    named |= {(entry.code, "data_error") for entry in ERRORS}
    assert sorted((row["code"], row["hypothesis"]) for row in rows) == sorted(named)
    assert {row["rule_version"] for row in rows} == {POLICY.version}
    for row in rows:
        assert row["hypothesis"] in RIVALS
        assert (row["low"], row["high"]) == (0, 0) or row["value"] in ("supports", "contradicts")
        assert bool(row["record_keys"]) == (row["value"] != "not_available") or row["code"].startswith("E")


def test_a_contradicted_payment_leaves_the_covered_acts_and_its_contradiction_stays() -> None:
    case = t1()
    case.add(
        "dispute", origin=PSP, psp="stripe", psp_ref="ch_2", reason="fraud", outcome="lost",
        **instant("filed", month(2) + 5 * DAY),
    )  # fmt: skip
    lead = case.lead()
    assert (lead["n_covered_payments"], lead["amounts"]) == (5, '{"EUR":14975}')
    assert case.rows("I06")["stolen_data"][0] == "contradicts"


def test_a_common_card_weighs_and_removes_no_payment() -> None:
    assert shared_card(2).lead()["n_covered_payments"] == 1


def test_a_payment_recorded_by_two_origins_is_one_payment() -> None:
    case = t1()
    case.payment("ch_0", FIRST, origin=PLATFORM)
    lead = case.lead()
    assert (lead["gate"], lead["n_covered_payments"], lead["amounts"]) == ("review_ready", 6, '{"EUR":17970}')


def test_what_one_origin_calls_charged_back_is_not_settled_by_another() -> None:
    case = t1()
    case.payment("ch_0", FIRST, origin=PLATFORM, status="charged_back")
    assert case.lead()["n_covered_payments"] == 5


def test_a_provider_that_names_somebody_else_for_a_contact_is_listed_with_its_record() -> None:
    case = t1()
    case.contact_at(MAIL, who=OTHER)
    rows = [row for row in case.judged()["indicators"].to_pylist() if row["code"].startswith("I17")]
    (row,) = [
        row for row in rows if row["hypothesis"] == "household" and row["lead_id"] == lead_id(OPERATION, ACTOR, HOLDER)
    ]
    assert row["record_keys"] == ["account:7", "subscriber:m1:m1"]
    assert row["origin"] == MAIL


def test_a_register_extract_about_somebody_else_says_nothing_about_the_holder() -> None:
    case = one()
    case.household(1, full_name="Alex Muster")
    assert case.rows("I27")["household"] == NONE
    other = one()
    other.household(1, birthdate=dt.date(1975, 1, 2))
    assert other.rows("I27")["household"] == NONE


def test_the_newest_household_counts() -> None:
    case = housed(1)
    case.household(2)
    case.tables["register_extract"][1]["valid_on"] = dt.date(2025, 2, 1)
    assert case.rows("I27")["household"] == NEUTRAL


def test_of_two_answers_for_one_day_the_one_that_knows_of_others_counts() -> None:
    for order in (1, -1):
        case = one()
        for size in (1, 3)[::order]:
            case.household(size)
        assert case.rows("I27")["household"] == NEUTRAL


def test_iban_and_reply_compare_without_blanks() -> None:
    case = push()
    case.tables["subscriber"][0]["linked_value"] = f"{IBAN[:4].lower()} {IBAN[4:]}"
    assert case.lead()["gate"] == "review_ready"

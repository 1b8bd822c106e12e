"""Account numbers whose check digits do not hold are counted, and their rows stand."""

from __future__ import annotations

import schwifty
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values.iban import checksum_holds
from tests.support.folder import declared, sources_folder
from tests.support.sources import found, short, take_in

VALID = "NL91ABNA0417164300"
BROKEN = "NL91ABNA0417164301"


def test_a_failed_checksum_is_a_finding_and_the_row_stands(tmp_path):
    head = "psp,psp_ref,initiated,amount,currency,iban\n"
    ibans = (VALID, BROKEN, "nl91 abna 0417 1643 01", "", "12345678", BROKEN)
    body = "".join(f"x,{n},2024-01-01T00:00:00Z,1.00,EUR,{iban}\n" for n, iban in enumerate(ibans))
    asked = (("iban", BROKEN), ("iban", VALID), ("wallet", BROKEN), ("card", "4"))
    answers = "provider,customer_ref,response,linked_kind,linked_value\n" + "".join(
        f"bank-1,c{n},match,{kind},{value}\n" for n, (kind, value) in enumerate(asked)
    )
    blocks = declared("p.csv", "canonical", "psp:a", 'table = "payment"')
    blocks += declared("s.csv", "canonical", "bank:b", 'table = "subscriber"')
    intake = take_in(sources_folder(tmp_path / "s", {"p.csv": head + body, "s.csv": answers}, blocks))
    assert len(short(intake, "payment", "iban")) == len(ibans)
    counts = {what: n for what, n in found(intake).items() if what[0] == "failed_checksum"}
    assert counts == {("failed_checksum", "payment.iban"): 3, ("failed_checksum", "subscriber.linked_value"): 1}
    assert not any(BROKEN in str(row) for row in intake.findings.to_pylist())


@given(st.randoms(use_true_random=False), st.integers(0, 99))
def test_check_digits_are_those_of_the_other_library(chance, digits):
    number = str(schwifty.IBAN.random(country_code=chance.choice(("NL", "DE", "GB", "FR", "NO", "MT")), random=chance))
    assert schwifty.IBAN(number, allow_invalid=True).is_valid
    assert checksum_holds(number)
    assert checksum_holds(f"{number[:2]}{digits:02d}{number[4:]}") == (digits % 97 == int(number[2:4]) % 97)

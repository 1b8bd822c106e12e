from __future__ import annotations

import pytest

from keerpunt.intake.inspect.distinct import Distinct
from tests.support.inspecting import codes, column


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a@example.org", "b@example.net"], "email"),
        (["192.0.2.1", "2001:db8::1"], "ip"),
        (["NL91ABNA0417164300", "DE89370400440532013000"], "iban"),
        (["+31612345678", "0049 1512 3456789"], "phone"),
        (["NL", "de", "FR"], "country"),
        (["EUR", "USD", "EUR"], "currency"),
        (["2024-01", "2024-02"], "month"),
        (["yes", "no", "yes"], "yes_no"),
        (["0", "1", "1"], "yes_no"),
        (["Anna Voorbeeld", "Bert van der Beispiel"], "name"),
        (["Mozilla/5.0 (X11; Linux x86_64)"], "user_agent"),
        (["https://example.org/a"], "url"),
        (["8f14e45f-ceea-467f-a1d6-91f0a1a1a1a1"], "uuid"),
        (['{"a": 1}'], "json"),
        (["10:00", "23:59:59"], "time_of_day"),
        (["Europe/Amsterdam", "CET"], "zone"),
        (["20240131", "20240201", "20240202", "20240203", "20240204"], "time"),
        (["20240131", "20240201"], "identifier"),
        (["007", "008", "008"], "identifier"),
        (["ORD-0001", "ORD-0002"], "identifier"),
        (["12", "12", "13"], "whole"),
        (["period:2024-01", "all"], "scope"),
        (["red", "a green one"], "text"),
        ([None, "", " "], "empty"),
        (["4111111111111111", "5555555555554444"], "card"),
    ],
)
def test_the_kind_of_a_column(values, kind):
    assert column(*values).kind == kind


def test_the_share_of_valid_ibans_is_told():
    said = {s.code: s for s in column("NL91ABNA0417164300", "NL91ABNA0417164301").statements}
    assert said["kind"].kind == "assessment"
    assert said["kind"].basis == "1 of 2 have valid check digits (mod 97)"


def test_texts_of_the_form_of_an_iban_are_no_ibans():
    found = column(*(f"AB{n:02d}CDEF0417164{n:03d}" for n in range(20)))
    assert found.kind != "iban"
    assert codes(found)["iban_share"].startswith("20 values have the form of an IBAN")


@pytest.mark.parametrize("name", ["user_pass", "passwordHash", "session_key", "cvv", "reset_token"])
def test_a_column_named_as_a_secret_is_said_to_be_dropped(name):
    found = column("a", "b", name=name)
    assert found.kind == "secret"
    assert "dropped" in codes(found)["secret"]


def test_hashes_are_secrets_whatever_the_column_is_called():
    found = column("$2y$10$abcdefghijklmnopqrstuuJ0M8i2x3YfF1u7p1Qm0nR8w9cVb3e6K", name="memo")
    assert found.kind == "secret"


def test_card_numbers_in_free_text_are_counted():
    found = column("paid with 4111 1111 1111 1111", "thanks", "bye")
    assert found.cards == 1
    assert "token" in found.statements[-1].basis or any("card number" in s.text for s in found.statements)


def test_what_is_filled_and_distinct_is_counted():
    found = column("a", "b", "a", None, "")
    assert (found.rows, found.filled, found.distinct, found.exact) == (5, 3, 2, True)


@pytest.mark.parametrize("number", [8_000, 30_000, 100_000])
def test_many_distinct_values_are_estimated_within_five_per_cent(number):
    distinct = Distinct()
    for n in range(number):
        distinct.add(f"value {n}")
        distinct.add(f"value {n // 2}")
    assert distinct.exact is (number <= 8_192)
    assert abs(distinct.count() - number) <= 0.05 * number


def test_shapes_hold_no_character_of_a_value():
    assert column("123456789", "987654321", "987654321").shapes == ("9 digits",)
    assert column("Zebedee", "Zoe!").shapes == ("4 to 7 characters",)
    assert column("31-01-2024 10:00", name="at").shapes == ("dd-mm-yyyy hh:mm",)


def test_every_statement_is_a_fact_or_an_assessment_with_its_basis():
    for values in (["a@example.org"], ["1.234"], ["03/04/2024"], ["4111111111111111"], ["x"]):
        for said in column(*values, name="created").statements:
            assert said.kind in ("fact", "assessment")
            assert said.basis or said.kind == "fact", said

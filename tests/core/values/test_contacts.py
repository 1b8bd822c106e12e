from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keerpunt.values import address, email, iban, phone, wallet


@pytest.mark.parametrize(
    ("text", "key", "base"),
    [
        ("Jan.de.Vries+shop@GoogleMail.com", "jandevries@gmail.com", "jandevries@gmail.com"),
        ("j.a.n@gmail.com", "jan@gmail.com", "jan@gmail.com"),
        ("jan.d+x@hotmail.nl", "jan.d@hotmail.nl", "jan.d@hotmail.nl"),
        ("jan+x@proton.me", "jan@proton.me", "jan@proton.me"),
        ("Jan+x@example.org", "jan+x@example.org", "jan@example.org"),
        (" mailto:jan@EXAMPLE.org ", "jan@example.org", "jan@example.org"),
        ("jan@bücher.example", "jan@xn--bcher-kva.example", "jan@xn--bcher-kva.example"),
        ("ＪＡＮ@example.org", "jan@example.org", "jan@example.org"),
    ],
)
def test_an_address_takes_the_form_its_provider_compares(text: str, key: str, base: str) -> None:
    found = email.normalise(text)
    assert found is not None
    assert (found.key, found.base, found.identifies) == (key, base, True)


@pytest.mark.parametrize(
    "text", ["", "jan", "jan@", "@example.org", "a b@example.org", "a@b", "a@@example.org", "a@-x.org"]
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert email.normalise(text) is None


@pytest.mark.parametrize("text", ["info@example.org", "No-Reply@example.org", "admin+x@example.org"])
def test_a_role_address_identifies_nobody(text: str) -> None:
    found = email.normalise(text)
    assert found is not None
    assert found.role
    assert not found.identifies


def test_a_throwaway_domain_identifies_nobody() -> None:
    found = email.normalise("jan@mailinator.com")
    assert found is not None
    assert not found.identifies


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none_and_normalising_twice_changes_nothing(text: str) -> None:
    found = email.normalise(text)
    if found is not None:
        assert email.normalise(found.key) == found


@pytest.mark.parametrize(
    ("text", "country", "key", "where"),
    [
        ("06 12345678", "NL", "+31612345678", "NL"),
        ("0031 6 1234 5678", "XX", "+31612345678", "NL"),
        ("+49 1512 3456789", "NL", "+4915123456789", "DE"),
        ("+44 7911 123456", "XX", "+447911123456", "XX"),
        ("+44 1481 256789", "GB", "+441481256789", "GG"),
        ("+44 7400 123456", "XX", "+447400123456", "GB"),
    ],
)
def test_a_number_takes_its_international_form(text: str, country: str, key: str, where: str) -> None:
    found = phone.normalise(text, country)
    assert found is not None
    assert (found.key, found.country, found.identifies) == (key, where, True)


@pytest.mark.parametrize(("text", "country"), [("06 12345678", "XX"), ("12", "NL"), ("", "NL"), ("abc", "NL")])
def test_a_number_that_no_plan_knows_is_none(text: str, country: str) -> None:
    assert phone.normalise(text, country) is None


def test_a_number_of_film_and_print_identifies_nobody() -> None:
    found = phone.normalise("0491 570 156", "AU")
    assert found is not None
    assert found.fiction
    assert not found.identifies


def test_an_account_number_is_kept_and_its_checksum_told() -> None:
    assert iban.normalise("nl91 abna 0417 1643 00") == iban.Iban("NL91ABNA0417164300", True, "NL")
    wrong = iban.normalise("NL91ABNA0417164301")
    assert wrong is not None
    assert not wrong.valid
    assert iban.normalise("417164300") is None
    assert iban.normalise("") is None


def test_wallets_lose_case_only_where_the_encoding_ignores_it() -> None:
    assert (
        wallet.normalise("0xAB5801A7D398351B8BE11C439E05C5B3259AEC9B") == "0xab5801a7d398351b8be11c439e05c5b3259aec9b"
    )
    assert wallet.normalise("BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ").startswith("bc1q")
    assert wallet.normalise("1BoatSLRHtKNngkdXEeobR76b53LETtpyT") == "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"


def test_an_address_is_its_postcode_and_house_numbers() -> None:
    assert address.normalise("Kerkstraat 12 a", "1234 ab", "NL") == address.normalise("KERKSTR 12A", "1234AB", "NL")
    assert address.normalise("Flat 2, 14 High St", "AB1 2CD", "GB") == address.normalise(
        "14 High Street Flat 2", "ab12cd", "GB"
    )
    assert address.normalise("Kerkstraat 12", "1234AB", "NL") != address.normalise("Kerkstraat 14", "1234AB", "NL")


@pytest.mark.parametrize(
    ("line1", "postcode", "country"), [("Kerkstraat", "1234AB", "NL"), ("Kerk 1", "", "NL"), ("K 1", "1", "XX")]
)
def test_an_address_without_number_postcode_or_country_is_no_key(line1: str, postcode: str, country: str) -> None:
    assert address.normalise(line1, postcode, country) is None

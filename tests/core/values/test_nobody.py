"""Words that stand for no name, no mailbox and nobody's telephone, and names and numbers that only look so."""

from __future__ import annotations

import pytest

from keerpunt.values import email, names, phone

NO_NAMES = (
    "", "UNKNOWN", "Guest User", "Valued Customer", "PayPal User", "Account Holder", "Test User", "Unknown Unknown",
    "Name Surname", "First Last", "Name on card", "No Name", "Not available", "Guest 17", "user4711", "N/A", "John Doe",
    "Onbekende klant", "Voornaam Achternaam", "Kein Name", "Unbekannter Kunde", "Karteninhaber", "Client inconnu",
    "Nom Prénom", "Titular de la tarjeta", "Cliente desconocido", "Utente Sconosciuto", "Brak imienia",
    "Неизвестный покупатель", "Гость", "не указано", "Άγνωστος", "غير معروف", "مجهول", "לא ידוע", "未知", "匿名",
    "ゲスト", "익명", "अज्ञात",
)  # fmt: skip
NAMES = (
    "Val Guest", "Eric Holder", "Holder", "No Thi Lan", "Kim Name", "J. de Gast", "Anna Kunde", "Maria Prova",
    "Le Do", "Do La", "Name1 Surname1", "Mia Test", "Sem Bakker", "معروف حسن", "Owner Smith",
)  # fmt: skip


@pytest.mark.parametrize("raw", NO_NAMES)
def test_words_for_no_name_name_nobody(raw: str) -> None:
    assert not names.is_name(raw)
    assert names.parse(raw).kind is names.Kind.NONE


@pytest.mark.parametrize("raw", NAMES)
def test_a_name_with_such_a_word_in_it_is_a_name(raw: str) -> None:
    assert names.is_name(raw)


@pytest.mark.parametrize(
    "local",
    ["test", "Test123", "no-reply", "no.email", "none", "null", "unknown", "user", "klant", "xxx", "1234", "нет"],
)
def test_a_mailbox_that_is_typed_to_fill_a_field_identifies_nobody(local: str) -> None:
    found = email.normalise(f"{local}@example.org")
    assert found is not None
    assert not found.identifies


@pytest.mark.parametrize("address", ["a@a.nl", "xx@xx.example.org", "jan@none.invalid"])
def test_a_mailbox_of_one_letter_at_that_letter_or_at_no_domain_identifies_nobody(address: str) -> None:
    found = email.normalise(address)
    assert found is not None
    assert not found.identifies


@pytest.mark.parametrize("local", ["j", "jan", "testa", "user4711", "guestj", "bb", "18", "nona", "anna2"])
def test_a_mailbox_of_somebody_identifies(local: str) -> None:
    found = email.normalise(f"{local}@example.org")
    assert found is not None
    assert found.identifies


@pytest.mark.parametrize("number", ["+31800123456", "+3190012345", "+18005550199", "+448001111111", "+491371234567"])
def test_a_service_number_identifies_nobody(number: str) -> None:
    found = phone.normalise(number)
    assert found is not None
    assert found.service
    assert not found.identifies


@pytest.mark.parametrize("number", ["+31201234567", "+31612345678", "+16174960123", "+4915112345678"])
def test_a_telephone_of_somebody_identifies(number: str) -> None:
    found = phone.normalise(number)
    assert found is not None
    assert found.identifies


@pytest.mark.parametrize("raw", ["Jan, Piet en Klaas de Vries", "Jan, Piet e/o Klaas de Vries", "J., P. e/o K. Smit"])
def test_three_holders_with_a_comma_between_are_a_group(raw: str) -> None:
    assert names.parse(raw, weak_joint=True).kind is names.Kind.GROUP


def test_a_surname_put_in_front_of_one_of_two_holders_is_read() -> None:
    parsed = names.parse("Bakker, Piet en Klaas de Vries", weak_joint=True)
    assert [person.cores[-1].strip for person in parsed.persons] == ["bakker", "vries"]

from __future__ import annotations

import re

import pytest

from keerpunt.intake.guards import CARDS, FOLDERS, NATIONAL_IDS, SECRETS, Guards, is_secret_name
from keerpunt.model.tables import table
from tests.support.sources import KEY

VISA = "4111111111111111"
TOKEN = re.compile(r"pan:[0-9a-f]{16}:1111")
BCRYPT = "$2y$10$abcdefghijklmnopqrstuuJ0M8i2x3YfF1u7p1Qm0nR8w9cVb3e6K"


def column(name: str, field: str, *cells: str | None) -> tuple[list[str | None], Guards]:
    guards = Guards(KEY)
    return guards.column(name, table(name).field(field), cells), guards


def test_a_card_number_becomes_a_token_with_its_last_four_and_is_counted():
    (cell, other, none), guards = column("payment", "payer_name", f"card {VISA}!", "A. Nobody", None)
    assert re.fullmatch(r"card pan:[0-9a-f]{16}:1111!", cell)
    assert (other, none) == ("A. Nobody", None)
    assert guards.counts == {CARDS: 1}


def test_the_same_number_gives_the_same_token_in_every_form_so_that_joins_survive():
    cells, _ = column("account", "platform_account_id", VISA, "4111 1111 1111 1111", "4111-1111-1111-1111")
    assert len(set(cells)) == 1
    assert TOKEN.fullmatch(cells[0])
    again, _ = column("payment", "platform_account_id", VISA)
    assert again[0] == cells[0]


def test_a_token_is_left_alone_when_it_comes_back():
    (token,), _ = column("account", "username", VISA)
    (same,), guards = column("account", "username", token)
    assert same == token
    assert not guards.counts


def test_a_false_token_hides_no_number():
    (cell,), _ = column("account", "username", f"pan:{VISA}")
    assert VISA not in cell


def test_references_of_providers_in_their_own_column_are_exempt():
    (cell,), guards = column("payment", "psp_ref", VISA)
    assert cell == VISA
    assert not guards.counts


def test_another_key_gives_another_token():
    (mine,), _ = column("account", "username", VISA)
    other = Guards(type(KEY)(bytes(32)))
    assert other.without_cards(VISA) != mine


@pytest.mark.parametrize(
    "secret",
    [
        BCRYPT, "$2b$12$x", "$P$B12345678abcdefghijklmnopqrstu0", "$H$9abcdefghijklmnopqrstuvwxyz0123",
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$hash", "$6$salt$hashhashhash", "$1$salt$hash",
        "pbkdf2_sha256$600000$salt$hash=", "pbkdf2:sha256:600000$salt$hash", "{SSHA}c29tZXNhbHRhbmRoYXNo",
    ],
)  # fmt: skip
def test_password_hashes_are_dropped_wherever_they_stand(secret):
    cells, guards = column("account", "username", secret, f"user {secret} x", "plain $5 or {x}")
    assert cells[0] is None
    assert secret not in cells[1]
    assert cells[2] == "plain $5 or {x}"
    assert guards.counts == {SECRETS: 2}


def test_a_hash_in_a_key_becomes_a_token_since_a_row_needs_its_key():
    (cell,), _ = column("account", "platform_account_id", BCRYPT)
    assert re.fullmatch(r"dropped:[0-9a-f]{16}", cell)


@pytest.mark.parametrize(
    "name",
    [
        "password", "user_pass", "userPassword", "passwd", "password_hash", "hash", "Salt", "resetToken", "api-secret",
        "reset_key", "session_key", "sessionKey", "cvv", "card_cvv2", "TOKEN", "userpassword",
        "wachtwoord", "Wachtwoord (nieuw)", "gebruikerswachtwoord", "Kennwort", "benutzer_passwort", "Passworthash",
        "mot_de_passe", "motDePasse", "Mot de passe", "motdepasse", "mdp", "contrasena", "contraseña", "Contraseña",
        "contrasen\u0303a", "senha", "senha_usuario", "haslo", "hasło", "HASŁO", "haslo2", "password1",
    ],
)  # fmt: skip
def test_names_of_secrets_are_known(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "passport_no",
        "compass",
        "email",
        "cvv_result",
        "cvvResult",
        "tokenised_at"[5:],
        "",
        "asset",
        "preset",
        "resenha",
        "mot",
        "passe_partout",
        "Passnummer",
        "wachttijd",
        "Kennung",
        "naam",
        "straße",
        "größe",
    ],
)
def test_other_names_are_not(name):
    assert not is_secret_name(name)


def test_national_numbers_become_one_token_whatever_their_form():
    cells, guards = column("subscriber", "national_id", "12.34-56 a", "123456A", None, "--")
    assert cells[0] == cells[1]
    assert re.fullmatch(r"national_id:[0-9a-f]{16}", cells[0])
    assert cells[2:] == [None, None]
    assert guards.counts == {NATIONAL_IDS: 2}
    again, counted = column("subscriber", "national_id", cells[0])
    assert again == [cells[0]]
    assert not counted.counts


def test_folder_names_become_tokens_and_opaque_ids_stay():
    uuid = "6f1c9f4e-0000-4000-8000-000000000001"
    cells, guards = column("folder", "folder_id", "12", uuid, "Summer trip", "0007")
    assert cells[:2] == ["12", uuid]
    assert re.fullmatch(r"folder:[0-9a-f]{16}", cells[2])
    assert cells[3] == "0007"
    assert guards.counts == {FOLDERS: 1}
    assert guards.folders["Summer trip"] == cells[2]
    downloads, _ = column("download", "folder_id", "Summer trip", cells[2])
    assert downloads == [cells[2], cells[2]]


def test_scopes_of_grants_name_folders_as_they_are_stored():
    (folder,), _ = column("folder", "folder_id", "Summer trip")
    cells, _ = column("access_grant", "scope", "folder:Summer trip", "folder:12", "all", "period:2024-05")
    assert cells == [f"folder:{folder}", "folder:12", "all", "period:2024-05"]


def test_locators_hold_no_card_number():
    guards = Guards(KEY)
    assert guards.texts(["line:1", "line:2"]) == ["line:1", "line:2"]
    (place,) = guards.texts([f"users/{VISA}"])
    assert VISA not in place
    assert place.startswith("users/pan:")


def test_no_token_is_ever_taken_for_a_card_number():
    guards = Guards(KEY)
    for digits in (f"4{n:015d}" for n in range(3000)):
        token = guards._card(digits)
        assert guards.text(token) == token

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from keerpunt.intake import read_operation, take_custody
from keerpunt.intake.listing import list_files, safe_path
from tests.support.folder import ACCOUNTS, HEAD, declared, sources_folder

ACCOUNT = declared("accounts.csv", "canonical", more='table = "account"')
FULL = """[operation]
code = "DEMO-1"
unit_country = "NL"
public_on = 2025-02-26
legal_basis = "order 1"
purpose = "investigation"
[platform]
name = "platform-1"
time_zone = "Europe/Copenhagen"
time_zone_basis = "documented"
time_zone_reference = "manual"
content_scope = "mixed"
lawful_products = ["calendar"]
lawful_scopes = ["folder:9"]
[[source]]
path = "psp/stripe.jsonl"
format = "stripe"
origin = "psp:stripe"
legal_basis = "order 2"
received_from = "unit"
received_on = 2024-12-03
covers = ["payment", "dispute"]
covers_from = 2021-11-01
covers_to = 2024-12-01
handling = "H1"
time_zone = "UTC"
trusted_proxies = ["192.0.2.0/24", "2001:db8::1"]
one_row_per_person = true
[[source]]
path = "db.sqlite"
origin = "parcel:p-1/bank:example"
received_from = "unit"
received_on = 2024-12-03
map = "maps/m.toml"
[[permission]]
provider = "example"
granted_on = 2025-01-10
reference = "r"
countries = ["DE", "FR"]
[[expected]]
what = "card verification logs"
tables = ["payment_check"]
origin = "platform:platform-1"
state = "held"
[[reference]]
kind = "tor_exits"
path = "ref/tor.csv"
"""


def refusal(root: Path) -> str:
    with pytest.raises(InputRefused) as raised:
        read_operation(root)
    assert raised.value.exit_code == 3
    return str(raised.value)


def spoilt(root: Path, old: str, new: str, text: str = HEAD + ACCOUNT) -> str:
    assert old in text
    sources_folder(root)
    (root / "operation.toml").write_text(text.replace(old, new, 1))
    return refusal(root)


def test_a_full_declaration_is_read_whole(tmp_path):
    names = ("psp/stripe.jsonl", "db.sqlite", "maps/m.toml", "ref/tor.csv")
    root = sources_folder(tmp_path / "s", dict.fromkeys(names, "x"))
    (root / "operation.toml").write_text(FULL)
    operation = read_operation(root)
    first, second = operation.sources
    assert (first.legal_basis, second.legal_basis) == ("order 2", "order 1")
    assert (first.covers, first.covers_from) == (("payment", "dispute"), dt.date(2021, 11, 1))
    assert (first.trusted_proxies, first.one_row_per_person) == (("192.0.2.0/24", "2001:db8::1"), True)
    assert (first.position, second.position) == (0, 1)
    assert operation.platform.lawful_scopes == ("folder:9",)
    assert operation.permissions[0].countries == ("DE", "FR")
    assert operation.expected[0].state == "held"
    assert operation.references[0].path == "ref/tor.csv"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('legal_basis = "order 1"\n', "", "[operation] legal_basis is missing"),
        ('legal_basis = "order 1"\n', 'legal_basis = " "\n', "[operation] legal_basis is empty"),
        ('purpose = "test"\n', "", "[operation] purpose is missing"),
        ('code = "TEST-1"', "", "[operation] code is missing"),
        ('code = "TEST-1"', 'code = "Jan Jansen"', "[operation] code is a short code"),
        ('"NL"', '"XX"', "[operation] unit_country is no country code"),
        ('"NL"', '"Netherlands"', "[operation] unit_country is no country code"),
        ("purpose =", "purpos =", "[operation] purpos is no known key"),
        ('name = "platform-1"\n', "", "[platform] name is missing"),
        ("Europe/Copenhagen", "Europe/Atlantis", "[platform] time_zone is no known time zone"),
        ("Europe/Copenhagen", "../../etc/passwd", "[platform] time_zone is no known time zone"),
        ('"documented"', '"known"', "[platform] time_zone_basis must be one of 'documented' or 'assumed'"),
        ('time_zone_reference = "manual, page 1"\n', "", "[platform] time_zone_reference is needed"),
        ("[[source]]", "[[sauce]]", "[sauce] is no known key"),
        ("[[source]]", "[source]", "[source] must be a list"),
        ('origin = "platform:platform-1"\n', "", "[[source]] 1 (accounts.csv): origin is missing"),
        ('origin = "platform:platform-1"', 'origin = "cow:x"', "origin begins with no known class"),
        ('origin = "platform:platform-1"', 'origin = "bank:a b"', "origin is `class:name`"),
        ('origin = "platform:platform-1"', 'origin = "parcel:/bank:x"', "origin is `parcel:<id>/<original origin>`"),
        ('origin = "platform:platform-1"', 'origin = "parcel:p/cow:x"', "origin begins with no known class"),
        ("received_on = 2024-12-03", 'received_on = "2024-12-03"', "received_on must be a day"),
        ("received_on = 2024-12-03", "received_on = 2024-12-03T10:00:00Z", "received_on must be a day"),
        ("received_on = 2024-12-03\n", "", "received_on is missing"),
        ('received_from = "unit 1"\n', "", "received_from is missing"),
        ('table = "account"', 'table = "accounts"', "table names no canonical table"),
        ('table = "account"', 'table = "leads"', "table names no canonical table"),
        ('table = "account"', "", "table is needed for format canonical"),
        ('table = "account"', 'table = "account"\nmap = "m.toml"', "map goes with format table only"),
        ('table = "account"', 'table = "account"\ncovers = ["cats"]', "covers entry 1 names no canonical table"),
        ('table = "account"', 'table = "account"\ncovers_to = 2024-01-01', "covers is needed"),
        (
            'table = "account"',
            'table = "account"\ncovers = ["account"]\ncovers_from = 2024-02-01\ncovers_to = 2024-01-01',
            "covers_from is later than covers_to",
        ),
        ('table = "account"', 'table = "account"\nhandling = "H4"', "handling must be one of"),
        ('table = "account"', 'table = "account"\ntime_zone = "CEST?"', "time_zone is no known time zone"),
        ('table = "account"', 'table = "account"\ndate_order = "ydm"', "date_order must be one of"),
        ('table = "account"', 'table = "account"\ntrusted_proxies = ["here"]', "trusted_proxies entry 1 is no IP"),
        ('table = "account"', 'table = "account"\none_row_per_person = "yes"', "one_row_per_person must be true"),
        ('table = "account"', 'table = "account"\ncolour = "red"', "colour is no known key"),
        ('"canonical"', '"table"', "map is needed for format table"),
        ("accounts.csv", "../accounts.csv", "path may not leave the sources folder"),
        ("accounts.csv", "/etc/hostname", "path must be relative"),
        ("accounts.csv", "a//b.csv", "path may not leave the sources folder or hold empty parts"),
        ("accounts.csv", "operation.toml", "names the declaration itself"),
        ("[platform]", "[platform", "is no valid TOML (at line"),
    ],
)  # fmt: skip
def test_each_fault_is_refused_by_file_and_key(tmp_path, old, new, named):
    said = spoilt(tmp_path / "s", old, new)
    assert said.startswith("operation.toml: ")
    assert named in said


def test_lawful_parts_are_named_only_on_a_mixed_platform(tmp_path):
    new = 'name = "platform-1"\nlawful_products = ["x"]'
    assert "content_scope must be mixed" in spoilt(tmp_path / "s", 'name = "platform-1"', new)


def test_the_other_blocks_are_checked_too(tmp_path):
    blocks = """
[[permission]]
provider = "p"
granted_on = 2025-01-10
reference = "r"
countries = []
[[expected]]
what = "logs"
tables = ["x"]
origin = "platform:p"
state = "lost"
[[reference]]
kind = "cats"
path = "../ref.csv"
"""
    said = spoilt(tmp_path / "s", "[[source]]", f"{blocks}[[source]]")
    for named in ("[[permission]] 1: countries", "[[expected]] 1 (logs): tables", "[[expected]] 1 (logs): state"):
        assert named in said
    assert "[[reference]] 1 (../ref.csv): kind must be one of" in said


def test_all_problems_come_in_one_message(tmp_path):
    root = sources_folder(
        tmp_path / "s", {"a.csv": "x", "b.csv": "x"}, declared("c.csv", "canonical", more='table="account"')
    )
    said = refusal(root)
    assert "3 problems" in said
    for name, why in (("a.csv", "not listed"), ("b.csv", "not listed"), ("c.csv", "not there")):
        assert f"{name}: is" in said
        assert why in said


def test_no_refusal_shows_a_value(tmp_path):
    for old in ('"NL"', "Europe/Copenhagen", "platform:platform-1", '"documented"', '"account"'):
        assert "canary" not in spoilt(tmp_path / "s", old, f'"canary {old[1:3]}"' if old[0] == '"' else "canary canary")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"\0", b"[" * 5000, b"a = " + b"[" * 5000])
def test_a_file_that_is_no_declaration_is_refused(tmp_path, body):
    root = sources_folder(tmp_path / "s")
    (root / "operation.toml").write_bytes(body)
    assert refusal(root).startswith("operation.toml")


def test_a_folder_or_declaration_that_is_not_there_is_named(tmp_path):
    assert "none: is no folder" in refusal(tmp_path / "none")
    (tmp_path / "s").mkdir()
    assert "operation.toml: is not there" in refusal(tmp_path / "s")


def test_a_number_of_endless_digits_is_refused(tmp_path):
    said = spoilt(tmp_path / "s", 'code = "TEST-1"', f"code = {'9' * 5000}")
    assert said == "operation.toml: is no valid TOML"


@pytest.mark.parametrize("times", [2, 2000])
def test_a_parcel_holds_no_parcel(tmp_path, times):
    said = spoilt(tmp_path / "s", "platform:platform-1", f"{'parcel:x/' * times}bank:x")
    assert "(accounts.csv): origin names a parcel inside a parcel" in said


CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"order 1"', f'"card {CARD}"', "[operation] legal_basis holds a card number"),
        ('"TEST-1"', '"4111111111111111"', "[operation] code holds a card number"),
        ('"manual, page 1"', f'"{CARD}"', "[platform] time_zone_reference holds a card number"),
        ('"platform-1"', f'"platform-1"\nlawful_products = ["{CARD}"]', "lawful_products entry 1 holds a card number"),
        ('"unit 1"', f'"{CARD}"', "[[source]] 1: received_from holds a card number"),
        ('"accounts.csv"', f'"{CARD}.csv"', "[[source]] 1: path holds a card number"),
        ("received_on =", f'"{CARD}" = 1\nreceived_on =', "[[source]] 1: a key holds a card number"),
        ("[platform]", f'[x."{CARD}"]\ny = "{CARD}"\n[platform]', "[x] a key y holds a card number"),
    ],
)
def test_a_card_number_in_the_declaration_is_refused_by_its_key_only(tmp_path, old, new, named):
    said = spoilt(tmp_path / "s", old, new)
    assert named in said
    assert CARD not in said
    assert "4111111111111111" not in said


@pytest.mark.parametrize("character", ["\\u2028", "\\u2029", "\\u0085", "\\u009b", "\\u001b", "\\n", "\\t", "\\u0000"])
@pytest.mark.parametrize(("old", "key"), [("unit 1", "received_from"), ("accounts.csv", "path")])
def test_a_control_character_in_the_declaration_is_refused_by_its_key(tmp_path, character, old, key):
    said = spoilt(tmp_path / "s", old, f"a{character}b")
    assert said == f"operation.toml: [[source]] 1: {key} holds a control character or line separator"


def test_keys_nested_without_end_are_refused_quickly(tmp_path):
    assert "is no valid TOML" in spoilt(tmp_path / "s", "[platform]", f"[x{'.a' * 20_000}]\n[platform]")


def test_the_declaration_may_not_be_a_link(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "operation.toml").rename(tmp_path / "real.toml")
    (root / "operation.toml").symlink_to(tmp_path / "real.toml")
    assert "operation.toml" in refusal(root)


def test_clutter_is_ignored_and_counted(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "deep").mkdir()
    for name in (".DS_Store", "Thumbs.db", "deep/desktop.ini", "deep/._accounts.csv"):
        (root / name).write_text("x")
    assert take_custody(read_operation(root), root).clutter == 4


def test_an_unlisted_file_deep_in_the_folder_is_found(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "a/b").mkdir(parents=True)
    (root / "a/b/.hidden").write_text("x")
    assert "a/b/.hidden: is there but not listed" in refusal(root)


def test_the_name_of_an_unlisted_file_is_shown_without_its_card_number(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "scan 4111-1111-1111-1111.pdf").write_text("x")
    assert refusal(root) == "operation.toml: scan <card number>.pdf: is there but not listed"


def test_folders_nested_without_end_are_refused_by_their_place(tmp_path):
    root = sources_folder(tmp_path / "s")
    here = os.open(root, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    said = refusal(root)
    assert said == f"{'/'.join(['d'] * 64)}: folders lie more than 64 deep in each other"
    _clear(root)


def _clear(root: Path) -> None:
    """Remove the nested folders level by level: whoever empties the test folder later may not be able to."""
    while (root / "d").exists():
        inner, spare = root / "d/d", root / "e"
        if inner.exists():
            inner.rename(spare)
        (root / "d").rmdir()
        if spare.exists():
            spare.rename(root / "d")


def test_links_pipes_and_linked_folders_are_refused(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "link.csv").symlink_to("/etc/hostname")
    (root / "folder").symlink_to("/tmp")  # noqa: S108 (never followed)
    os.mkfifo(root / "pipe")
    said = refusal(root)
    assert "link.csv: is a link" in said
    assert "folder: is a link" in said
    assert "pipe: is a device, pipe or socket" in said


def test_a_listed_link_is_refused(tmp_path):
    root = sources_folder(tmp_path / "s")
    (root / "accounts.csv").unlink()
    (root / "accounts.csv").symlink_to("/etc/hostname")
    assert "accounts.csv: is a link" in refusal(root)


def test_names_that_differ_only_by_case_or_form_are_refused(tmp_path):
    composed, split = (unicodedata.normalize(form, "caf\u00e9.csv") for form in ("NFC", "NFD"))
    root = sources_folder(tmp_path / "s")
    for name in ("Accounts.csv", composed, split):
        (root / name).write_text("x")
    assert refusal(root).count("only by case or Unicode form") == 2


def test_a_name_of_another_form_is_hinted_at(tmp_path):
    root = sources_folder(tmp_path / "s", {"ACCOUNTS.csv": ACCOUNTS})
    (root / "operation.toml").write_text(HEAD + ACCOUNT)
    assert "accounts.csv: is listed but not there (a file is there whose name differs only by case" in refusal(root)


def test_a_path_listed_twice_is_refused(tmp_path):
    assert "is listed twice" in spoilt(tmp_path / "s", "[[source]]", ACCOUNT + "[[source]]")
    other = ACCOUNT.replace("accounts.csv", "ACCOUNTS.csv")
    assert "only by case or form" in spoilt(tmp_path / "t", "[[source]]", other + "[[source]]")


def test_maps_and_reference_files_count_as_listed_and_must_be_there(tmp_path):
    block = (
        declared("a.csv", "table", more='map = "maps/m.toml"') + '[[reference]]\nkind = "tor_exits"\npath = "t.csv"\n'
    )
    root = sources_folder(tmp_path / "s", {"a.csv": "x", "maps/m.toml": "x", "t.csv": "x"}, block)
    assert set(take_custody(read_operation(root), root).digests) == {"a.csv", "maps/m.toml", "t.csv"}
    (root / "maps/m.toml").unlink()
    (root / "t.csv").unlink()
    said = refusal(root)
    assert "maps/m.toml: is listed but not there" in said
    assert "t.csv: is listed but not there" in said


def test_a_map_outside_the_folder_is_refused(tmp_path):
    block = declared("accounts.csv", "table", more='map = "../m.toml"')
    assert "map may not leave the sources folder" in spoilt(tmp_path / "s", "[[source]]", "[[source]]", HEAD + block)


@pytest.mark.parametrize("path", ["a/../b", "..", "C:/x", "a\\b", "./a", "a/", "a\nb", "a\x00b"])
def test_paths_that_could_lead_elsewhere_are_never_safe(path):
    assert safe_path(path)


def test_a_name_that_is_no_text_is_shown_escaped(tmp_path):
    root = sources_folder(tmp_path / "s")
    Path(os.fsdecode(os.fsencode(root) + b"/\xff\x1b[31m.csv")).write_text("x")
    said = refusal(root)
    assert "\x1b" not in said
    assert "\\udcff\\x1b[31m.csv: has a name that is no UTF-8" in said
    assert list_files(root).problems

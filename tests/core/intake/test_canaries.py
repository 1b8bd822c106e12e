"""Card numbers, secrets, national numbers and folder names survive in no output of any format; names in no error."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from keerpunt.errors import InputRefused
from tests.support.folder import declared, sources_folder
from tests.support.sheets import ods, ods_row, xlsx
from tests.support.sources import everything, take_in

CARDS = ("4111111111111111", "5555 5555 5555 4444", "3782-822463-10005")
DIGITS = ("4111111111111111", "5555555555554444", "378282246310005")
BCRYPT = "$2y$10$abcdefghijklmnopqrstuuJ0M8i2x3YfF1u7p1Qm0nR8w9cVb3e6K"
PHPASS = "$P$B12345678abcdefghijklmnopqrstu0"
NATIONAL = "870101-1234"
FOLDER = "Summer trip of Zebedee"
NAME = "Zebedee Canary"
SECRETS = (*CARDS, *DIGITS, BCRYPT, PHPASS, NATIONAL, FOLDER, "hunter2")
FREE = f"{NAME} {CARDS[0]} {CARDS[1]} {CARDS[2]} {BCRYPT} {PHPASS}"


def canonical_sources(root: Path) -> Path:
    files = {
        "account.csv": f"platform_account_id,username,email,self_name\n{CARDS[0]},{CARDS[1]},{PHPASS},{FREE}\n",
        "purchase_order.csv": f"order_id,platform_account_id,product\n{CARDS[2]},{CARDS[0]},{FREE}\n",
        "folder.csv": f"folder_id,period\n{FOLDER},2024-01\n{CARDS[0]},2024-02\n",
        "download.csv": f"folder_id,occurred\n{FOLDER},2024-01-01T00:00:00Z\n{FOLDER},{FREE}\n",
        "access_grant.csv": f"platform_account_id,scope\n{CARDS[0]},folder:{FOLDER}\n{CARDS[0]},{FREE}\n",
        "subscriber.csv": "provider,customer_ref,response,full_name,national_id,emails,linked_kind,linked_value\n"
        f"bank,{CARDS[0]},match,{FREE},{NATIONAL},{FREE}|{CARDS[0]},card,{CARDS[1]}\nbank,c2,{FREE},{NAME},{NATIONAL},,,\n",
        "payment.csv": "psp,psp_ref,initiated,amount,currency,payer_name,user_agent\n"
        f"x,1,2024-01-01T00:00:00Z,1.00,EUR,{FREE},{FREE}\n{CARDS[0]},2,{FREE},1.00,EUR,{NAME},\n",
    }
    blocks = "".join(declared(n, "canonical", more=f'table = "{n.removesuffix(".csv")}"') for n in files)
    return sources_folder(root, files, blocks)


def table_sources(root: Path) -> Path:
    map_text = """[[table]]
to = "account"
[table.columns]
platform_account_id = "id"
username = "user_pass"
self_name = "free"
registered = { column = "free", format = "iso" }
"""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, user_pass TEXT, free TEXT)")
    connection.execute("INSERT INTO users VALUES (?, 'hunter2', ?)", (int(DIGITS[0]), FREE))
    connection.commit()
    files = {
        "a.csv": f"id,user_pass,free\n{CARDS[0]},hunter2,{FREE}\n,hunter2,{FREE}\n",
        "a.jsonl": json.dumps({"id": CARDS[1], "user_pass": "hunter2", "free": FREE, CARDS[0]: 1})
        + f'\n{{"id": {DIGITS[1]}, "free": "{CARDS[2]}"}}\n{{"id": "{FREE}',
        "a.sqlite": connection.serialize(),
        "a.xlsx": xlsx(
            ("users", [["id", "user_pass", "free"], [CARDS[0], "hunter2", FREE], [int(DIGITS[0]), None, FREE]])
        ),
        "a.ods": ods([ods_row("id", "user_pass", "free"), ods_row(CARDS[2], "hunter2", FREE)], "users"),
        "m.toml": map_text,
        "m2.toml": map_text.replace("[table.", 'from = "users"\n[table.'),
    }
    blocks = declared("a.csv", "table", more='map = "m.toml"') + declared("a.jsonl", "table", more='map = "m.toml"')
    blocks += "".join(declared(f"a.{kind}", "table", more='map = "m2.toml"') for kind in ("sqlite", "xlsx", "ods"))
    return sources_folder(root, files, blocks)


def stripe_sources(root: Path) -> Path:
    charge = {
        "object": "charge", "id": "ch_1", "livemode": True, "created": 1714557600, "amount": 1000, "currency": "eur",
        "paid": True, "captured": True, "status": "succeeded", "description": FREE, "receipt_email": f"{CARDS[0]}@x",
        "billing_details": {"name": FREE, "email": f"a{CARDS[0]}@example.org", "address": {"line1": FREE}},
        "metadata": {"order_id": CARDS[0], "account_id": CARDS[1], CARDS[2]: FREE, "password": "hunter2"},
        "payment_method_details": {"type": "card", "card": {"fingerprint": "fp", "last4": "1111", "brand": "visa"}},
    }  # fmt: skip
    strange = {"object": FREE, "id": CARDS[0]}
    body = "".join(json.dumps(thing) + "\n" for thing in (charge, strange, {**charge, "id": "ch_2", "created": FREE}))
    return sources_folder(root, {"s.jsonl": body}, declared("s.jsonl", "stripe", origin="psp:stripe"))


def accesslog_sources(root: Path) -> Path:
    logs = "".join(
        f'192.0.2.1 - {user} [10/Oct/2023:13:55:36 +0000] "GET /{path}/x HTTP/1.1" 200 5 "-" "{agent}"\n'
        for user, path, agent in (
            ("u1", FOLDER.replace(" ", "%20"), FREE),
            (CARDS[0], CARDS[0], CARDS[2]),
            ("-", "login", FREE),
        )
    )
    files = {
        "l.log": logs + FREE + "\n",
        "account.csv": f"platform_account_id\nu1\n{CARDS[0]}\n",
        "folder.csv": f"folder_id\n{FOLDER}\n{CARDS[0]}\n",
    }
    blocks = declared("l.log", "accesslog")
    for name in ("account", "folder"):
        blocks += declared(f"{name}.csv", "canonical", more=f'table = "{name}"')
    return sources_folder(root, files, blocks)


def camt_sources(root: Path) -> Path:
    def entry(refs: str, account: str, sign: str = "CRDT", more: str = "") -> str:
        return (
            f'<Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-05-01</Dt>'
            f"</BookgDt><NtryDtls><TxDtls><Refs>{refs}</Refs><RltdPties><Dbtr><Nm>{FREE}</Nm><PstlAdr><TwnNm>{CARDS[0]}"
            f"</TwnNm></PstlAdr></Dbtr><DbtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></DbtrAcct></RltdPties>"
            f"<RmtInf><Ustrd>{FREE}</Ustrd></RmtInf>{more}</TxDtls></NtryDtls></Ntry>"
        )

    first = entry(f"<EndToEndId>{CARDS[0]}</EndToEndId>", CARDS[1])
    back = entry(f"<EndToEndId>{CARDS[0]}</EndToEndId>", CARDS[1], "DBIT", "<RtrInf><Rsn/></RtrInf>")
    bad = entry(f"<EndToEndId>{FREE}</EndToEndId>", FREE).replace("2024-05-01", NAME)
    body = f"<Id>{CARDS[2]}</Id>{first}{entry('', CARDS[2])}{back}{bad}<X>{FREE}</X>"
    body = f"<Document><BkToCstmrStmt><Stmt>{body}</Stmt></BkToCstmrStmt></Document>"
    return sources_folder(root, {"c.xml": body}, declared("c.xml", "camt", origin="bank:bank-1"))


def mt940_sources(root: Path) -> Path:
    said = f"{NAME} {CARDS[0]} {PHPASS}"
    entry = ":61:2401020102C10,00NTRFNONREF//B{}\n:86:{}\n"
    texts = (
        f"/EREF/{DIGITS[0]}/ORDP//NAME/{said}/ADDR/{FREE}/REMI/{FREE}",
        f"/RTRN/AC04/EREF/{DIGITS[1]}/ORDP//NAME/{said}",
        f"166?20EREF+{DIGITS[2]}?21SVWZ+{FREE}?22ABWA+{said}?30{said}?31{CARDS[1]}?32{NAME}?33{DIGITS[0]}",
        FREE,
    )
    body = ":20:R\n:25:12345678/1\n:28C:1/1\n:60F:C240101EUR0,00\n"
    body += "".join(entry.format(n, text) for n, text in enumerate(texts)).replace("//B0", "").replace("//B2", "")
    body += (
        f":61:2401020102C10,00NTRFNL02ABNA0123456789\n{said}\n:61:{FREE}\n:{CARDS[0]}:{FREE}\n:62F:C240102EUR50,00\n-\n"
    )
    return sources_folder(root, {"b.sta": body}, declared("b.sta", "mt940", origin="bank:b"))


def paypal_sources(root: Path) -> Path:
    header = (
        "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,"
        "Counterparty Status,Address Status,Reference Txn ID,Invoice Number,Custom Number,Balance,Address Line 1\n"
    )

    def line(kind: str, ref: str, day: str = "25/03/2024") -> str:
        return (
            f"{day},10:00:00,CET,{FREE},{kind},Completed,EUR,1.00,-0.10,0.90,a{CARDS[0]}@example.org,{ref},{FREE},"
            f"{CARDS[1]},{ref},{CARDS[0]},{CARDS[1]},0.90,{FREE}\n"
        )

    body = header + line("General Payment", "T1") + line(FREE, "T2") + line("Payment Refund", "T3")
    return sources_folder(root, {"p.csv": body + line("Fee", "T4", FREE)}, declared("p.csv", "paypal", origin="psp:p"))


def btcpay_sources(root: Path) -> Path:
    header = (
        "ReceivedDate,StoreId,OrderId,InvoiceId,InvoiceCreatedDate,PaymentId,Destination,PaymentType,CryptoCode,Paid,"
        "ConversionRate,PaidCurrency,InvoiceCurrency,InvoicePrice,InvoiceItemCode,InvoiceStatus,BuyerEmail\n"
    )

    def line(ref: str, day: str) -> str:
        return (
            f"{day},{FREE},{CARDS[0]},I{ref},{day},{ref},{FREE},{FREE},BTC,0.1,100,10.00,EUR,10.00,{FREE},"
            f"{FREE},a{CARDS[0]}@example.org\n"
        )

    body = header + line("1", "2024-03-25 10:00:00") + line("2", FREE) + line("3", "2024-03-26 10:00:00")
    return sources_folder(root, {"b.csv": body}, declared("b.csv", "btcpay", origin="psp:b"))


SOURCES = {
    "paypal": paypal_sources, "btcpay": btcpay_sources,
    "canonical": canonical_sources, "table": table_sources, "stripe": stripe_sources, "accesslog": accesslog_sources,
    "camt": camt_sources, "mt940": mt940_sources,
}  # fmt: skip


@pytest.fixture(params=SOURCES)
def intake(request, tmp_path):
    return take_in(SOURCES[request.param](tmp_path / "s"))


def test_no_secret_survives_in_any_output(intake):
    said = everything(intake)
    assert [secret for secret in SECRETS if secret in said] == []


def test_no_name_stands_in_what_is_shown_to_everybody(intake):
    shown = repr((intake.receipts, intake.custody, intake.rejects.to_pylist(), intake.findings.to_pylist()))
    assert "Zebedee" not in shown
    assert sum(receipt["read"] for receipt in intake.receipts) > 2


def test_what_the_guards_did_is_counted(tmp_path):
    for name, make in SOURCES.items():
        counts = [receipt["guards"] for receipt in take_in(make(tmp_path / name)).receipts]
        assert any(count.get("card_numbers") for count in counts), name


def test_joins_survive_the_guards(tmp_path):
    tables = take_in(canonical_sources(tmp_path / "s")).tables
    (account,) = tables["account"]["platform_account_id"].to_pylist()
    assert tables["purchase_order"]["platform_account_id"].to_pylist() == [account]
    assert set(tables["access_grant"]["platform_account_id"].to_pylist()) == {account}
    assert account.startswith("pan:")
    folder = next(f for f in tables["folder"]["folder_id"].to_pylist() if f.startswith("folder:"))
    assert tables["download"]["folder_id"].to_pylist() == [folder]
    assert f"folder:{folder}" in tables["access_grant"]["scope"].to_pylist()


def test_a_log_finds_folders_and_accounts_by_their_names_and_stores_their_tokens(tmp_path):
    tables = take_in(accesslog_sources(tmp_path / "s")).tables
    named = {folder for folder in tables["folder"]["folder_id"].to_pylist() if folder.startswith("folder:")}
    assert set(tables["download"]["folder_id"].to_pylist()) & named == named != set()
    assert "u1" in tables["download"]["platform_account_id"].to_pylist()


@pytest.mark.parametrize(
    ("name", "body", "more"),
    [
        ("account.csv", f"platform_account_id,{FREE}\nu1,x\n", 'table = "account"'),
        ("account.csv", f'platform_account_id,"{FREE}', 'table = "account"'),
        ("account.csv", FREE + "\n", 'table = "account"'),
        ("a.csv", FREE + "\n", 'map = "m.toml"'),
        ("a.jsonl", f"{{{FREE}", 'map = "m.toml"'),
        ("a.json", f'["{FREE}"]', 'map = "m.toml"'),
        ("s.json", f'{{"object": "{FREE}", "livemode": true, "id": {{}}', ""),
        ("c.xml", f'<?xml version="1.0"?><!DOCTYPE x "{FREE}"><Document>{FREE}</Document>', ""),
    ],
)
def test_no_refusal_shows_what_the_file_holds(tmp_path, name, body, more):
    map_text = '[[table]]\nto = "account"\n[table.columns]\nplatform_account_id = "id"\nusername = "name"\n'
    block = declared(name, "", more=more).replace('format = ""\n', "")
    files = {name: body} | ({"m.toml": map_text} if "map" in more else {})
    root = sources_folder(tmp_path / "s", files, block)
    said = outcome(root)
    assert not [secret for secret in (*SECRETS, "Zebedee") if secret in said], said


def outcome(root: Path) -> str:
    """Return the refusal, or else what would be shown of the file."""
    try:
        intake = take_in(root)
    except InputRefused as refused:
        return str(refused)
    return repr((intake.receipts, intake.rejects.to_pylist(), intake.findings.to_pylist()))

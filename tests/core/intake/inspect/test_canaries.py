"""No value of a file stands in what inspection tells: not in reports, drafts, refusals or what is printed."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from keerpunt.intake.inspect import refused_files
from keerpunt.intake.maps import shipped_maps
from keerpunt_cli import inspected as shell
from keerpunt_cli.console import out
from tests.support.folder import sources_folder
from tests.support.inspecting import everything, inspected, of_body, of_folder
from tests.support.sheets import ods, ods_row, xlsx

pytestmark = pytest.mark.slow

NAME = "Zebedee Canary"
CARD = "4111111111111111"
MAIL = "zebedee@example.org"
HASH = "$2y$10$abcdefghijklmnopqrstuuJ0M8i2x3YfF1u7p1Qm0nR8w9cVb3e6K"
IBAN = "NL91ABNA0417164300"
VALUES = (
    NAME, "ebedee", "Canary", CARD, "4111", MAIL, HASH, "abcdefghijkl", IBAN, "0417164300", "870101", "203.0.113.77",
    "1.234,56", "17-08-1977", "1977", "hunter2", "Mozilla/5.0 (Q)", "+31612345678", "7777",
)  # fmt: skip
ROW = [NAME, MAIL, CARD, HASH, IBAN, "870101-1234", "203.0.113.77", "1.234,56", "17-08-1977", "hunter2",
       "Mozilla/5.0 (Q)", "+31612345678", "7777"]  # fmt: skip
DKB = ["Buchungsdatum", "Status", "Zahlungspflichtige*r", "Verwendungszweck", "IBAN", "Betrag (€)", "Kundenreferenz"]
GOLDEN = Path(__file__).parents[3] / "golden"
NAMES = ["name", "email", "card", "pass", "iban", "national_id", "ip", "amount", "born", "password", "agent", "phone",
         "state"]  # fmt: skip


def csv_of(names, *rows) -> str:
    return "".join(";".join(row) + "\n" for row in (names, *rows))


def database(root) -> bytes:
    connection = sqlite3.connect(":memory:")
    columns = ", ".join(f'"{name}" TEXT' for name in NAMES)
    connection.execute(f"CREATE TABLE users ({columns})")
    connection.execute(f"INSERT INTO users VALUES ({', '.join('?' * len(ROW))})", ROW)
    connection.execute(f'CREATE TABLE "{NAME}" ("{MAIL}" TEXT, "{CARD}" TEXT, id INTEGER)')
    connection.execute(f'INSERT INTO "{NAME}" VALUES (?, ?, 7777)', (NAME, CARD))
    connection.execute(f'CREATE VIEW "{MAIL}" AS SELECT * FROM users')
    connection.commit()
    return connection.serialize()


def dump(end: str = "-- Dump completed\n", prefix: str = "") -> str:
    """A dump whose tables, columns and rows are named by or hold persons and cards; one is a site's users."""
    columns = ", ".join(f"`{name}` varchar(200)" for name in NAMES)
    row = ", ".join(f"'{cell}'" for cell in ROW)
    return (
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\n"
        f"CREATE TABLE `{prefix}users` ({columns});\nINSERT INTO `{prefix}users` VALUES ({row}),({row});\n"
        f"CREATE TABLE `{NAME}` (`{MAIL}` text, `{CARD}` text, `id` int);\n"
        f"INSERT INTO `{NAME}` VALUES ('{NAME}', '{CARD}', 7777);\n"
        f"INSERT INTO `{MAIL}` VALUES ('{NAME}');\nINSERT INTO `{NAME}` SELECT '{NAME}';\n"
        f"UPDATE `{NAME}` SET a = '{MAIL}';\n/* {NAME} */\n{end}"
    )


def shop() -> str:
    """A shop's dump that a shipped map fits, under a prefix that is a card number."""
    return (GOLDEN / "table/phpbb.sql").read_text(encoding="utf-8").replace("phpbb_", f"{CARD}_")


def workbook(_root) -> bytes:
    return xlsx((NAME, [[NAME, None, None], NAMES, ROW, ["#REF!", *ROW[1:]]]), (MAIL, [ROW, ROW]), (CARD, [[1977]]))


def open_workbook(_root) -> bytes:
    return ods([ods_row(*ROW), ods_row(*ROW)], NAME)


def log(user: str) -> str:
    return f'203.0.113.77 - {user} [17/Aug/2023:13:55:36 +0000] "POST /login/{NAME} HTTP/1.1" 200 7777 "-" "{NAME}"\n'


BODIES = {
    "plain.csv": csv_of(NAMES, ROW, ROW),
    "no-header.csv": csv_of(ROW, ROW),
    "person-as-header.csv": csv_of([NAME, "surname canary", "Canary"], [NAME, NAME, NAME]),
    "card-as-name.csv": csv_of(["id", CARD, "name"], ["1", CARD, NAME]),
    "mail-as-name.csv": csv_of(["id", "name", MAIL], ["1", NAME, MAIL]),
    "ragged.csv": csv_of(NAMES, ROW, ROW[:3]) + '"' + NAME,
    "latin.csv": csv_of(NAMES, ROW).encode("cp1252") + b"\xe9\xe8\n",
    "rows.jsonl": json.dumps(dict(zip(NAMES, ROW, strict=True)) | {CARD: 1, MAIL: {NAME: 2}}) + "\n{" + NAME,
    "list.json": json.dumps([NAME]),
    "rows.json": json.dumps([dict(zip(NAMES, ROW, strict=True)) | {CARD: 1, MAIL: {NAME: 2}}, NAME, {NAME: MAIL}]),
    "cut.json": json.dumps([dict(zip(NAMES, ROW, strict=True))])[:-20],
    "book.xlsx": workbook,
    "book.ods": open_workbook,
    "whole.sql": dump(),
    "card.sql": dump(prefix=f"{CARD}_"),
    "cut.sql": dump(f"INSERT INTO `users` VALUES ('{NAME}"),
    "packed.sql.gz": gzip.compress(dump().encode(), mtime=0),
    "shop.sql": shop(),
    "below.csv": csv_of([NAME, MAIL], [], NAMES, ROW),
    "bank.csv": f'"{NAME}";"{IBAN}"\n"{MAIL}"\n' + csv_of(DKB, [*ROW, *ROW][: len(DKB)]),
    "bank.tab": f"{NAME}\tEUR\t20240105\t1,00\t2,00\t20240105\t1,00\t{MAIL}\n",
    "object.json": f'{{"object": "{NAME}", "livemode": true, "id": {{}}',
    "charge.jsonl": json.dumps(
        {"object": "charge", "id": NAME, "created": NAME, "amount": MAIL, "currency": NAME, "livemode": True}
    ),
    "strange.jsonl": json.dumps({"object": "charge", "id": 1}) + "\n" + json.dumps({"object": NAME, "id": CARD}),
    "statement.xml": f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
    f"<BkToCstmrStmt><Stmt><Id>{NAME}</Id><TxsSummry><TtlNtries><NbOfNtries>{NAME}</NbOfNtries></TtlNtries></TxsSummry>"
    f"<Ntry><Amt Ccy='{NAME}'>{NAME}</Amt></Ntry></Stmt></BkToCstmrStmt></Document>",
    "doctype.xml": f'<!DOCTYPE x "{NAME}"><Document>{NAME}</Document>',
    "root.xml": "<Zebedee>Canary</Zebedee>",
    "a.log": log(NAME.replace(" ", "_")) + log(CARD) + NAME,
    "canonical.csv": f"platform_account_id,username,registered\n{CARD},{NAME},{NAME}\n,{NAME},{MAIL}\n",
    "text.txt": f"{NAME}\n{MAIL}\n",
    "dump.sql": f"INSERT INTO users VALUES ('{NAME}');\n",
    "doc.pdf": f"%PDF-{NAME}",
    "bom.csv": csv_of(NAMES, ROW).encode("utf-16"),
    "nul.csv": f"name,{NAME}\0\n".encode(),
    "base.sqlite": database,
}


def body_of(name, root):
    body = BODIES[name]
    return body(root) if callable(body) else body


def printed(report, show) -> str:
    with out.capture() as captured:
        show(report, written=None)
    return captured.get()


@pytest.mark.parametrize("name", BODIES)
def test_no_value_stands_in_what_is_told_of_a_file(tmp_path, name):
    report = of_body(tmp_path, name, body_of(name, tmp_path), shipped=shipped_maps())
    said = everything(report) + printed(report, shell.show_file) + repr(report.refused)
    said = said.replace(report.sha256, "").replace(report.sha256[:16], "")
    assert [value for value in VALUES if value in said] == []


def test_no_value_stands_in_what_is_told_of_a_folder(tmp_path):
    sources_folder(tmp_path, {name: body_of(name, tmp_path) for name in BODIES}, "")
    (tmp_path / "operation.toml").unlink()
    report = of_folder(tmp_path, shipped=shipped_maps())
    said = everything(report) + printed(report, shell.show_folder) + repr(refused_files(report))
    for each in report.files:
        said = said.replace(each.sha256, "").replace(each.sha256[:16], "")
    assert [value for value in VALUES if value in said] == []
    assert len(report.files) == len(BODIES)


def test_what_is_printed_fits_a_hundred_columns_of_text(tmp_path):
    report = of_body(tmp_path, "plain.csv", body_of("plain.csv", tmp_path))
    assert "assessment" in printed(report, shell.show_file)
    assert "fact" in printed(report, shell.show_file)
    assert inspected(tmp_path / "plain.csv").as_dict() == report.as_dict()

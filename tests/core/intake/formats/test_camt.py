"""Rules of bank statements that need more than one file to be told."""

from __future__ import annotations

import pytest

from keerpunt.intake.bank_references import Ledger
from keerpunt.intake.formats.camt import READER
from keerpunt.intake.records import Known
from tests.support.reading import context, read

OWN = "NL91ABNA0417164300"
THEIRS = "DE89370400440532013000"


def account(role: str, number: str) -> str:
    return f"<{role}Acct><Id><IBAN>{number}</IBAN></Id></{role}Acct>" if number else ""


def party(role: str, name: str) -> str:
    return f"<{role}><Nm>{name}</Nm></{role}>" if name else ""


def transaction(amount: str = "", refs: str = "", more: str = "", **sides: str) -> str:
    parties = "".join(
        party(role, sides.get(role, "")) + account(role, sides.get(f"{role}Acct", "")) for role in ("Dbtr", "Cdtr")
    )
    money = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    return f"<TxDtls><Refs>{refs}</Refs>{money}<RltdPties>{parties}</RltdPties>{more}</TxDtls>"


def entry(
    *transactions: str, amount: str = "10.00", sign: str = "CRDT", day: str = "2024-05-01", more: str = ""
) -> str:
    details = f"<NtryDtls>{''.join(transactions)}</NtryDtls>" if transactions else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{more}{details}</Ntry>"
    )


def statement(*entries: str, head: str = "<Id>S1</Id>", own: str = OWN) -> bytes:
    acct = f"<Acct><Id><IBAN>{own}</IBAN></Id></Acct>" if own else ""
    return f"<Document><BkToCstmrStmt><Stmt>{head}{acct}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>".encode()


def rows(*entries: str, **settings) -> list[dict]:
    return read(READER, statement(*entries, **settings)).rows


def family(code: str, sub: str = "ESCT") -> str:
    return f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{code}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"


def test_one_reference_for_years_is_one_key_per_payment():
    monthly = transaction(refs="<EndToEndId>RENT</EndToEndId>", Dbtr="Sam Example")
    keys = [row["psp_ref"] for row in rows(entry(monthly), entry(monthly, day="2024-06-01"))]
    assert keys == ["RENT", f"{OWN}.S1/2/1"]


def test_the_same_payment_in_two_statements_of_a_file_keeps_one_key():
    listed = entry(transaction(refs="<AcctSvcrRef>B1</AcctSvcrRef>", Dbtr="Sam Example", DbtrAcct=THEIRS))
    two = statement(listed).replace(b"</Stmt>", b"</Stmt><Stmt><Id>S2</Id>" + statement(listed).partition(b"</Id>")[2])
    two = two.replace(
        b"</Stmt></BkToCstmrStmt></Document></BkToCstmrStmt></Document>", b"</Stmt></BkToCstmrStmt></Document>"
    )
    assert [row["psp_ref"] for row in read(READER, two).rows] == ["B1", "B1"]


def test_places_of_statements_without_a_name_carry_their_file():
    assert rows(entry(), head="")[0]["psp_ref"] == "abababababab:Stmt[1]/1/0"


def test_places_of_pages_and_of_statements_of_one_name_differ():
    page = "<Id>S1</Id><StmtPgntn><PgNb>2</PgNb></StmtPgntn>"
    assert rows(entry(), head=page)[0]["psp_ref"] == f"{OWN}.S1.2/1/0"
    same = f"<Stmt><Id>S1</Id>{entry()}</Stmt>"
    body = f"<Document><BkToCstmrStmt>{same}{same}</BkToCstmrStmt></Document>".encode()
    assert [row["psp_ref"] for row in read(READER, body).rows] == ["S1/1/0", "S1#2/1/0"]


@pytest.mark.parametrize("word", ["NOTPROVIDED", "notprovided", "NONREF", ""])
def test_words_for_no_reference_are_no_reference(word):
    assert rows(entry(transaction(refs=f"<EndToEndId>{word}</EndToEndId>")))[0]["psp_ref"] == f"{OWN}.S1/1/1"


def test_the_bank_reference_of_a_batch_names_no_transaction():
    more = "<AcctSvcrRef>BATCH</AcctSvcrRef>"
    assert rows(entry(transaction(), more=more))[0]["psp_ref"] == "BATCH"
    batch = entry(transaction("5.00"), transaction("5.00"), more=more)
    assert [row["psp_ref"] for row in rows(batch)] == [f"{OWN}.S1/1/1", f"{OWN}.S1/1/2"]


@pytest.mark.parametrize(
    ("sign", "reversal", "expected"),
    [("CRDT", False, "Payer"), ("DBIT", False, "Payee"), ("CRDT", True, "Payee"), ("DBIT", True, "Payer")],
)
def test_the_counterparty_follows_direction_and_reversal(sign, reversal, expected):
    ibans = {"Payer": THEIRS, "Payee": "BE68539007547034"}
    more = "<RvslInd>true</RvslInd>" if reversal else ""
    found = rows(
        entry(
            transaction(Dbtr="Payer", DbtrAcct=THEIRS, Cdtr="Payee", CdtrAcct="BE68539007547034"), sign=sign, more=more
        )
    )[0]
    assert found["iban"] == ibans[expected]
    assert found.get("payer_name") == ("Payer" if (sign, reversal) == ("CRDT", False) else None)


def test_our_own_account_is_never_the_counterparty():
    found = rows(entry(transaction(Dbtr="Us", DbtrAcct=OWN, Cdtr="Them", CdtrAcct=THEIRS)))[0]
    assert found["iban"] == THEIRS


def test_a_batch_of_both_directions_is_told_apart_when_it_adds_up():
    credit = transaction("15.00", more="<CdtDbtInd>CRDT</CdtDbtInd>")
    debit = transaction("5.00", more="<CdtDbtInd>DBIT</CdtDbtInd>")
    assert [row["direction"] for row in rows(entry(credit, debit))] == ["in", "out"]


def test_a_contradicting_indicator_without_evidence_is_no_direction():
    found = rows(entry(transaction("10.00", more="<CdtDbtInd>DBIT</CdtDbtInd>", Dbtr="Payer", DbtrAcct=THEIRS)))[0]
    assert "direction" not in found
    assert "payer_name" not in found
    assert "iban" not in found


@pytest.mark.parametrize(("own_role", "direction"), [("Dbtr", "out"), ("Cdtr", "in")])
def test_our_own_account_decides_a_contradicting_indicator(own_role, direction):
    other = {"Dbtr": "Cdtr", "Cdtr": "Dbtr"}[own_role]
    sides = {f"{own_role}Acct": OWN, f"{other}Acct": THEIRS}
    whole, part = ("CRDT", "DBIT") if direction == "in" else ("DBIT", "CRDT")
    found = rows(entry(transaction("10.00", more=f"<CdtDbtInd>{part}</CdtDbtInd>", **sides), sign=whole))[0]
    assert (found["direction"], found["iban"]) == (direction, THEIRS)


def test_a_return_finds_its_payment_by_mandate_and_amount():
    paid = entry(transaction("10.00", "<TxId>T1</TxId><MndtId>M1</MndtId>", Dbtr="Sam Example"))
    back = entry(transaction("10.00", "<MndtId>M1</MndtId>", "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"), sign="DBIT")
    found = rows(paid, back)
    assert (found[1]["row_kind"], found[1]["status"], found[1]["parent_psp_ref"]) == ("reversal", "reversed", "T1")


def test_a_return_of_one_of_two_equal_payments_has_no_parent():
    paid = entry(transaction("10.00", "<MndtId>M1</MndtId>"))
    back = entry(transaction("10.00", "<MndtId>M1</MndtId>", "<RtrInf><Rsn/></RtrInf>x"), sign="DBIT")
    assert "parent_psp_ref" not in rows(paid, paid.replace("05-01", "06-01"), back)[2]


def test_a_return_never_takes_the_key_of_its_payment():
    refs = "<EndToEndId>E1</EndToEndId>"
    back = entry(transaction("10.00", refs, "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>"), sign="DBIT")
    assert [row["psp_ref"] for row in rows(entry(transaction("10.00", refs)), back)] == ["E1", f"{OWN}.S1/2/1"]


def test_a_returned_item_by_its_code_alone_is_a_reversal():
    found = rows(entry(transaction(), sign="DBIT", more=family("RDDT", "UPDD")))[0]
    assert (found["row_kind"], found["scheme"]) == ("reversal", "direct_debit")


@pytest.mark.parametrize(
    ("code", "sign", "scheme", "initiation"),
    [
        ("RCDT", "CRDT", "credit_transfer", "customer"),
        ("IDDT", "CRDT", "direct_debit", "merchant"),
        ("ICDT", "DBIT", "credit_transfer", None),
        ("NTAV", "CRDT", None, None),
    ],
)
def test_rails_and_initiation_are_told_only_where_the_code_says_so(code, sign, scheme, initiation):
    found = rows(entry(sign=sign, more=family(code)))[0]
    assert (found.get("scheme"), found.get("initiation")) == (scheme, initiation)


@pytest.mark.parametrize(
    ("remittance", "order"),
    [
        ("<Ustrd>thanks ORD/1 bye</Ustrd>", None),
        ("<Ustrd>thanks:A-1;bye</Ustrd>", "A-1"),
        ("<Ustrd>xA-1</Ustrd>", None),
        ("<Strd><RfrdDocInf><Nb>A-1</Nb></RfrdDocInf></Strd><Ustrd>A-1</Ustrd>", "A-1"),
        ("<Strd><CdtrRefInf><Ref>2024/7</Ref></CdtrRefInf></Strd>", "2024/7"),
    ],
)
def test_orders_are_found_by_whole_tokens(remittance, order):
    body = statement(entry(transaction(more=f"<RmtInf>{remittance}</RmtInf>")))
    found = read(READER, body, context(known=Known(orders=frozenset(("A-1", "2024/7")))))
    assert found.only().get("order_id") == order
    assert not found.findings


def test_two_orders_are_no_order():
    more = "<RmtInf><Ustrd>A-1</Ustrd></RmtInf>"
    body = statement(entry(transaction(refs="<EndToEndId>B-2</EndToEndId>", more=more)))
    found = read(READER, body, context(known=Known(orders=frozenset(("A-1", "B-2")))))
    assert "order_id" not in found.only()
    assert found.findings == {"ambiguous_order order_id": 1}


def test_a_transaction_without_amount_takes_the_entry_only_when_alone():
    assert rows(entry(transaction()))[0]["amount"] == [1000, "EUR"]
    assert read(READER, statement(entry(transaction(), transaction()))).rejected == [
        ["Stmt[1]/Ntry[1]/TxDtls[1]", "bad_amount"],
        ["Stmt[1]/Ntry[1]/TxDtls[2]", "bad_amount"],
    ]


@pytest.mark.parametrize(
    ("charges", "amount", "holds"),
    [
        ('<Chrgs><Amt Ccy="EUR">1.00</Amt></Chrgs>', "9.00", True),
        ('<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>', "9.00", True),
        ('<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>', "10.00", True),
        ("", "9.00", False),
        ('<Chrgs><Amt Ccy="EUR">1.00</Amt></Chrgs>', "8.00", False),
    ],
)
def test_transactions_and_charges_must_give_the_entry(charges, amount, holds):
    body = statement(entry(transaction("10.00", more=charges), amount=amount))
    assert read(READER, body).findings == ({} if holds else {"total_mismatch Ntry.Amt": 1})


def test_a_statement_without_entries_states_zero_by_equal_balances():
    def balance(code: str, amount: str) -> str:
        kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        return f'<Bal>{kind}<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'

    def zero(opening: str, closing: str) -> list[bool]:
        body = statement(balance("OPBD", opening) + balance("CLBD", closing))
        return [record.states_zero for record in read(READER, body).records]

    assert zero("5.00", "5.00") == [True]
    assert zero("5.00", "6.00") == [False]


def test_a_page_of_a_statement_is_not_held_to_the_totals_of_the_whole():
    summary = "<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>"
    page = "<Id>S1</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>{}</LastPgInd></StmtPgntn>"
    for last, binding in (("true", True), ("false", False)):
        totals = read(READER, statement(entry(), head=page.format(last) + summary)).totals
        assert totals == [["Stmt[1]/TxsSummry", "TtlNtries/NbOfNtries", "9", "1", binding]]


def test_two_payments_never_share_a_key_by_the_order_they_come_in():
    ledger = Ledger()
    first = ledger.key("bank:a", "R", "p/1", (1, "EUR"))
    assert (first, ledger.key("bank:a", "R", "p/2", (2, "EUR"))) == ("R", "p/2")
    assert ledger.key("bank:b", "R", "p/3", (2, "EUR")) == "R"

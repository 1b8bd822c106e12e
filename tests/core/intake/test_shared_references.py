"""Two payments that go by one reference stay two, each with its own payer, whichever files they stand in."""

from __future__ import annotations

import pytest

from tests.support.folder import SOURCE, sources_folder
from tests.support.sources import found, rejected, short, take_in

OURS, ALSO_OURS = "NL91ABNA0417164300", "NL02ABNA0123456789"
THEIRS = "DE02120300000000202051"


def entry(name="", *, ref="AB", day="2024-01-05", sign="CRDT", account="", amount="10.00", undoes=False):
    side = "Dbtr" if (sign == "CRDT") is not undoes else "Cdtr"
    party = f"<{side}><Nm>{name}</Nm></{side}>" if name else ""
    party += f"<{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct>" if account else ""
    refs = f"<EndToEndId>{ref}</EndToEndId>" if ref else ""
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if undoes else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt>'
        f"</BookgDt><NtryDtls><TxDtls><Refs>{refs}</Refs><RltdPties>{party}</RltdPties>{back}</TxDtls></NtryDtls></Ntry>"
    )


def statement(*entries, name="S1", own=OURS):
    account = f"<Acct><Id><IBAN>{own}</IBAN></Id></Acct>"
    return f"<Stmt><Id>{name}</Id>{account}{''.join(entries)}</Stmt>"


def document(*statements):
    return f"<Document><BkToCstmrStmt>{''.join(statements)}</BkToCstmrStmt></Document>"


def mt940(*entries, day="240105"):
    lines = "".join(f":61:{day}0105C10,00NTRFNONREF\r\n:86:{text}\r\n" for text in entries)
    total = f"{10 * len(entries)},00"
    return f":20:R\r\n:25:{OURS}\r\n:28C:1/1\r\n:60F:C{day}EUR0,00\r\n{lines}:62F:C{day}EUR{total}\r\n-\r\n"


def intake(root, *bodies, received=(), form="camt"):
    """Read the files `0`, `1`, … of one bank, received on the first of January, February, …"""
    files = {str(number): body for number, body in enumerate(bodies)}
    days = received or [f"2025-{n + 1:02}-01" for n in range(len(bodies))]
    blocks = [
        SOURCE.format(path=path, format=form, origin="bank:b", more="").replace("2024-12-03", day)
        for path, day in zip(files, days, strict=True)
    ]
    return take_in(sources_folder(root / "s", files, "".join(blocks)))


def payers(read):
    return sorted(short(read, "payment", "payer_name", "iban"), key=str)


def test_two_payers_who_chose_one_reference_stay_two_in_two_files(tmp_path):
    ann = entry("Ann A", account=THEIRS)
    read = intake(tmp_path, document(statement(ann)), document(statement(entry("Bob B", day="2024-02-05"), name="S2")))
    assert payers(read) == [("Ann A", THEIRS), ("Bob B", None)]
    assert rejected(read) == []
    assert found(read)["shared_reference", "psp_ref"] == 1
    assert len({ref for (ref,) in short(read, "payment", "psp_ref")}) == 2


@pytest.mark.parametrize("name", ["Ann A", "Bob B"])
def test_equal_payments_of_one_statement_stay_two_though_the_payer_gave_them_one_reference(tmp_path, name):
    read = intake(tmp_path, document(statement(entry("Ann A"), entry(name))))
    assert payers(read) == sorted([("Ann A", None), (name, None)])


@pytest.mark.parametrize("name", ["ANN A", "BOB B"])
def test_so_they_do_in_mt940(tmp_path, name):
    read = intake(tmp_path, mt940("/EREF/AB/NAME/ANN A", f"/EREF/AB/NAME/{name}"), form="mt940")
    assert payers(read) == sorted([("ANN A", None), (name, None)])


def test_so_they_do_in_two_files_of_mt940(tmp_path):
    bodies = (mt940(f"/EREF/AB/NAME/ANN A/IBAN/{THEIRS}"), mt940("/EREF/AB/NAME/BOB B", day="240205"))
    assert payers(intake(tmp_path, *bodies, form="mt940")) == [("ANN A", THEIRS), ("BOB B", None)]


def test_a_statement_said_again_counts_no_payment_twice(tmp_path):
    pair = (entry("Ann A"), entry("Ann A"), entry("Bob B"))
    again = document(statement(*pair, name="S1"), statement(*pair, name="S2"))
    assert len(payers(intake(tmp_path, again))) == 3


def test_equal_numbers_of_two_accounts_are_two_statements(tmp_path):
    bodies = (document(statement(entry("Ann A", ref=""))), document(statement(entry("Ann A", ref=""), own=ALSO_OURS)))
    assert payers(intake(tmp_path, *bodies)) == [("Ann A", None)] * 2


def test_both_sides_of_a_transfer_between_own_accounts_stay(tmp_path):
    out, into = entry(sign="DBIT", account=ALSO_OURS), entry(account=OURS)
    read = intake(tmp_path, document(statement(out)), document(statement(into, own=ALSO_OURS, name="S2")))
    assert sorted(short(read, "payment", "direction")) == [("in",), ("out",)]


def test_the_same_payment_told_twice_is_one_and_the_fuller_name_counts(tmp_path):
    told = (entry("Ann A"), entry("Ann Alpha", account=THEIRS))
    read = intake(tmp_path, *(document(statement(one, name=name)) for one, name in zip(told, "12", strict=True)))
    assert payers(read) == [("Ann Alpha", THEIRS)]


def test_a_row_that_names_nobody_is_lent_no_name_where_two_could_lend_it(tmp_path):
    told = (entry("Ann A"), entry("Bob B"), entry())
    read = intake(tmp_path, *(document(statement(one, name=name)) for one, name in zip(told, "123", strict=True)))
    assert payers(read) == [("Ann A", None), ("Bob B", None), (None, None)]


def test_a_return_undoes_the_payment_of_its_own_file_and_else_none(tmp_path):
    back = entry("Bob B", sign="DBIT", day="2024-02-09", undoes=True)
    ann, bob = entry("Ann A"), entry("Bob B", day="2024-02-05")
    own = intake(tmp_path, document(statement(ann)), document(statement(bob, back, name="S2")))
    keys = {name: ref for name, ref in short(own, "payment", "payer_name", "psp_ref") if name}
    assert [parent for (parent,) in short(own, "payment", "parent_psp_ref") if parent] == [keys["Bob B"]]
    third = [document(statement(one, name=name)) for one, name in zip((ann, bob, back), "123", strict=True)]
    assert not any(parent for (parent,) in short(intake(tmp_path / "3", *third), "payment", "parent_psp_ref"))


def test_a_return_of_a_reference_of_two_payments_of_its_file_names_neither(tmp_path):
    back = entry("Bob B", sign="DBIT", day="2024-02-09", undoes=True)
    read = intake(tmp_path, document(statement(entry("Ann A"), entry("Bob B", day="2024-02-05"), back)))
    assert not any(parent for (parent,) in short(read, "payment", "parent_psp_ref"))

from __future__ import annotations

import pytest

from keerpunt.errors import InputRefused, SourceRefused
from keerpunt.intake.reader import Reader
from keerpunt.intake.records import Mapped, Row
from keerpunt.intake.registry import load_readers
from tests.support.folder import ACCOUNTS, declared, sources_folder
from tests.support.sources import take_in


def undeclared(root, body=b"%TOY", name="x.bin"):
    return sources_folder(root, {name: body}, declared(name, "").replace('format = ""\n', ""))


def reader(name: str, start: bytes) -> Reader:
    def read(_stream, _context):
        yield Mapped("line:1", (Row("account", {"platform_account_id": "u1"}),))

    return Reader(name, "1", ("account",), lambda head, _name: head.startswith(start), read)


def test_the_formats_of_the_contract_are_there():
    assert set(load_readers()) >= {"accesslog", "camt", "canonical", "stripe", "table"}
    assert [name for name, found in load_readers().items() if name != found.name] == []


def test_a_file_is_read_by_the_only_reader_that_recognises_it(tmp_path):
    readers = {"a": reader("a", b"%TOY"), "b": reader("b", b"other")}
    assert take_in(undeclared(tmp_path / "s"), readers=readers).receipts[0]["reader"] == "a/1"


def test_a_file_that_two_readers_recognise_is_refused_by_name(tmp_path):
    readers = {"a": reader("a", b"%T"), "b": reader("b", b"%TOY")}
    with pytest.raises(SourceRefused, match=r"^x\.bin: several readers recognise the file \(a, b\); name its `format`"):
        take_in(undeclared(tmp_path / "s"), readers=readers)


def test_a_file_that_no_reader_recognises_is_refused_by_name(tmp_path):
    with pytest.raises(SourceRefused, match=r"^x\.bin: no reader recognises the file; name its `format`"):
        take_in(undeclared(tmp_path / "s", b"hello world\n"))


def test_an_unknown_declared_format_is_refused_and_the_known_ones_named(tmp_path):
    root = sources_folder(tmp_path / "s", {"x.bin": "x"}, declared("x.bin", "carrier_pigeon"))
    with pytest.raises(
        InputRefused, match=r"x\.bin: format is not known; known are accesslog, .*camt, canonical"
    ) as raised:
        take_in(root)
    assert raised.value.exit_code == 3


def test_a_table_names_canonical_and_a_map_names_table(tmp_path):
    block = declared("a.csv", "", more='table = "account"').replace('format = ""\n', "")
    assert take_in(sources_folder(tmp_path / "s", {"a.csv": ACCOUNTS}, block)).receipts[0]["reader"] == "canonical/1"
    block = declared("a.csv", "", more='map = "m.toml"').replace('format = ""\n', "")
    map_text = '[[table]]\nto = "account"\n[table.columns]\nplatform_account_id = "platform_account_id"\n'
    root = sources_folder(tmp_path / "t", {"a.csv": ACCOUNTS, "m.toml": map_text}, block)
    assert take_in(root).receipts[0]["reader"] == "table/2"


def test_nothing_is_read_before_every_file_has_its_reader(tmp_path):
    read = []

    def eager(_stream, _context):
        read.append(1)
        yield Mapped("line:1", (Row("account", {"platform_account_id": "u1"}),))

    readers = {"a": Reader("a", "1", ("account",), lambda head, _name: head == b"%TOY", eager)}
    blocks = declared("a.bin", "a") + declared("z.bin", "").replace('format = ""\n', "")
    with pytest.raises(SourceRefused, match=r"z\.bin"):
        take_in(sources_folder(tmp_path / "s", {"a.bin": "%TOY", "z.bin": "strange"}, blocks), readers=readers)
    assert read == []

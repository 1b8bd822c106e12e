"""Entries taken out before libxml2 sees them: the same events, and the same refusals, as libxml2 gives on its own."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from keerpunt.errors import SourceRefused
from keerpunt.intake.formats.camt import plain_entries
from keerpunt.intake.formats.camt.document import events
from keerpunt.intake.formats.camt.plain_entries import PlainEntries
from keerpunt.intake.formats.camt.prolog import encoding_of
from tests.fuzz.mutate import mutated

GOLDEN = sorted((Path(__file__).parents[3] / "golden" / "camt").glob("*.xml"))
ENTRY = (
    '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>{inner}'
    "<NtryDtls><TxDtls><Refs><TxId>T1</TxId></Refs></TxDtls></NtryDtls></Ntry>"
)
HEAD = (
    '<?xml version="1.0"?>{prolog}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"{attribute}>'
    "<BkToCstmrStmt>"
)
END = "</BkToCstmrStmt></Document>"


def told(body: bytes, encoding: str, *, allow_cut: bool = False) -> list[object]:
    """Return what the events say, and how they end where that is a refusal.

    The head of a statement that opens may hold what libxml2 has read ahead; what stands in it is told when it closes.
    An entry that is none of a statement stands in its head, where no rule looks for it.
    """
    found: list[object] = []
    try:
        for event in events(io.BytesIO(body), encoding, allow_cut=allow_cut):
            shape, texts = event.part.shape, event.part.texts
            paths = {path: texts[place] for path, place in shape.places.items() if "/Ntry" not in path}
            said = (paths, {path: shape.currencies.get(path) for path in paths})
            around = [path for path in shape.found if "/Ntry" not in path]
            told = () if event.kind == "open" else (event.transactions, said, around)
            found.append((event.kind, event.statement, event.message, *told))
    except SourceRefused as refused:
        found.append((refused.code, refused.message))
    return found


def given_to_libxml2(body: bytes) -> bytes:
    stream = PlainEntries(io.BytesIO(body), "utf-8")
    return b"".join(iter(lambda: stream.read(1000), b""))


def agree(body: bytes, *, allow_cut: bool = False) -> None:
    encoding, _ = encoding_of(io.BytesIO(body))
    assert told(body, encoding, allow_cut=allow_cut) == told(body, "", allow_cut=allow_cut)


@pytest.mark.parametrize("allow_cut", [False, True])
@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_both_ways_give_equal_events_however_a_file_is_spoilt(file, allow_cut, monkeypatch):
    monkeypatch.setattr(plain_entries, "_PIECE", 700)  # so that every entry is torn somewhere
    body, chance = file.read_bytes(), random.Random(file.stem)
    agree(body, allow_cut=allow_cut)
    for _ in range(150):
        agree(mutated(body, body, chance), allow_cut=allow_cut)


@pytest.mark.parametrize(
    "inner",
    [
        "", "<Nm>A &amp; B &lt;c&gt; &quot;d&quot;</Nm>", "<Nm>&#65;</Nm>", "<Nm>&apos;</Nm>", "<Nm>a\r\nb\rc</Nm>",
        "<Nm/>", "<Nm></Nm>", "<Nm >x</Nm >", "<Amt Ccy='EUR'>2</Amt>", '<Amt  Ccy = "EUR">2</Amt>',
        '<Amt Ccy="E&amp;R">2</Amt>', "<!-- c -->", "<![CDATA[<Ntry>]]>", "<?p i?>", "<Ntry>x</Ntry>",
        '<x:Nm xmlns:x="urn:x">y</x:Nm>', "<TxDtls>a</TxDtls><TxDtls>b</TxDtls>", "<Nm> x > y ]] </Nm>",
        '<x:include xmlns:x="http://www.w3.org/2001/XInclude"/>', "<Nm keerpunt='1'/>", '<Nm>keerpunt="1"</Nm>',
        "<Nm>\x7f\u00e9\u20ac\U0001f600</Nm>", "<a>" * 80 + "</a>" * 80, "<Nm>" + "x" * 20_000 + "</Nm>", "<Ntry/>",
        "<Nm>&x;</Nm>", "<Nm>&</Nm>", "<Nm a='1' a='2'/>", "<x:Nm/>", "<Sts>BOOK</Sts>" * 9,
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "p:"])
def test_whatever_stands_in_an_entry_is_told_alike(inner, prefix):
    whole = (
        HEAD.format(prolog="", attribute="") + "<Stmt><Id>1</Id>" + ENTRY.format(inner=inner) + ENTRY.format(inner="")
    )
    body = f"{whole}</Stmt>{END}"
    if prefix:
        body = (
            body.replace("<Ntry>", "<p:Ntry>")
            .replace("</Ntry>", "</p:Ntry>")
            .replace(" xmlns=", ' xmlns:p="urn:p" xmlns=')
        )
    agree(body.encode())


@pytest.mark.parametrize("entry", ['<Ntry keerpunt="1">', "<Ntry >", "<Ntry\n>", "<Ntry></Ntry ><Ntry>", "<Foo><Ntry>"])
def test_an_entry_that_begins_in_another_way_is_told_alike(entry):
    close = "</Foo>" if "Foo" in entry else ""
    inner = ENTRY.format(inner="") + ENTRY.format(inner="").replace("<Ntry>", entry) + close + ENTRY.format(inner="")
    agree((HEAD.format(prolog="", attribute="") + f"<Stmt><Id>1</Id>{inner}</Stmt>{END}").encode())


@pytest.mark.parametrize(
    ("prolog", "attribute", "cut_out"),
    [
        ("", "", True),
        ("<!-- made by a bank -->", "", True),
        ("<!-- <Document><Ntry><Sts>BOOK</Sts></Ntry></Document> -->", "", True),
        ("<!-- " + "<Ntry><Sts>BOOK</Sts></Ntry>" * 4_000 + " -->", "", True),
        ("<?p i?>", "", True),
        ("<!DOCTYPE d>", "", False),
        ("<!-- " + "x" * 70_000 + " --><!DOCTYPE d [<!ENTITY e 'x'>]>", "", False),
        ("", ' xmlns:x="http://www.w3.org/2001/XInclude"', False),
        ("", ' xmlns:x="http://www.w3.org/2001/XInclud&#101;"', False),
    ],
)
def test_plain_entries_are_cut_out_only_of_files_without_anything_unusual(prolog, attribute, cut_out):
    inner = ENTRY.format(inner="\n") * 3
    body = (HEAD.format(prolog=prolog, attribute=attribute) + f"<Stmt><Id>1</Id>{inner}</Stmt>{END}").encode()
    agree(body)
    given = given_to_libxml2(body)
    assert (given == body) is not cut_out
    assert given.count(b"\n") == body.count(b"\n")


def test_a_file_that_is_not_utf_8_is_left_to_libxml2():
    body = (HEAD.format(prolog="", attribute="") + f"<Stmt><Id>1</Id>{ENTRY}</Stmt>{END}").encode("utf-16")
    assert encoding_of(io.BytesIO(body))[0] == "utf-16-le"
    agree(body)


def test_what_was_cut_out_is_held_until_the_next_piece_alone(monkeypatch):
    monkeypatch.setattr(plain_entries, "_PIECE", 5_000)
    body = (HEAD.format(prolog="", attribute="") + ENTRY.format(inner="") * 2_000 + END).encode()
    stream = PlainEntries(io.BytesIO(body), "utf-8")
    held = [len(stream.parts) for _ in iter(lambda: stream.read(1000), b"")]
    assert 0 < max(held) < 60
    assert sum(held) >= 2_000

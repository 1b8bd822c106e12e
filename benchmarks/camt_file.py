"""Writes a bank statement of any size to disk, as a bank would: camt.053 version 8, streamed, totals that hold.

    python -m benchmarks.camt_file 50000 statement.xml

Names and references are invented, account numbers have valid check digits at banks that do not exist. The same number
gives the same bytes. Two in a hundred entries are batches of four, eight are fees, four are payments out, the rest are
single transfers in. 50,000 entries are about 37 MB.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

GIVEN = (
    "Anna",
    "Bram",
    "Chloé",
    "Dirk",
    "Elif",
    "Femke",
    "Güven",
    "Hanna",
    "Ivo",
    "Jörg",
    "Kim",
    "Lars",
    "Mia",
    "Noor",
)
FAMILY = ("Voorbeeld", "Beispiel", "Example", "Exemple", "Esempio", "Ejemplo", "Exempel", "Eksempel", "Esimerkki")
STREETS = ("Dorpsstraat", "Musterweg", "Example Road", "Rue de l'Exemple", "Via Esempio", "Exempelgatan")
TOWNS = ("Voorbeeldstad", "Musterstadt", "Exampleton", "Exempleville")
BANKS = (("NL", "KPTX", 10), ("DE", "99999999", 10), ("AT", "99999", 11), ("LT", "99999", 11))
BATCH_OF = 4
_MIX = 0x9E3779B97F4A7C15


def write_camt_file(path: Path, entries: int) -> None:
    """Write a camt.053 of `entries` entries; memory does not grow with their number."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n<BkToCstmrStmt>\n')
        out.write("<GrpHdr><MsgId>BENCH-1</MsgId><CreDtTm>2024-12-13T09:00:00+01:00</CreDtTm></GrpHdr>\n")
        out.write("<Stmt><Id>BENCH-1</Id><CreDtTm>2024-12-13T09:00:00+01:00</CreDtTm>")
        out.write(f"<Acct><Id><IBAN>{iban(0, 0)}</IBAN></Id><Ccy>EUR</Ccy>")
        out.write("<Svcr><FinInstnId><BICFI>KPTXNL2XXXX</BICFI></FinInstnId></Svcr></Acct>\n")
        _head(out, entries)
        for number in range(1, entries + 1):
            out.writelines(entry(number))
        out.write("</Stmt>\n</BkToCstmrStmt>\n</Document>\n")


def _head(out: TextIO, entries: int) -> None:
    """Write balances and control totals, from a first pass over the amounts alone."""
    sums = {"CRDT": 0, "DBIT": 0}
    counts = {"CRDT": 0, "DBIT": 0}
    for number in range(1, entries + 1):
        side = _side(number)
        sums[side] += _minor(number)
        counts[side] += 1
    opening = 10**12
    closing = opening + sums["CRDT"] - sums["DBIT"]
    for code, minor, day in (("OPBD", opening, "2024-01-01"), ("CLBD", closing, "2024-12-12")):
        out.write(f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{_amount(minor)}</Amt>')
        out.write(f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n")
    out.write(f"<TxsSummry><TtlNtries><NbOfNtries>{entries}</NbOfNtries>")
    out.write(f"<Sum>{_amount(sums['CRDT'] + sums['DBIT'])}</Sum></TtlNtries>")
    for name, side in (("TtlCdtNtries", "CRDT"), ("TtlDbtNtries", "DBIT")):
        out.write(f"<{name}><NbOfNtries>{counts[side]}</NbOfNtries><Sum>{_amount(sums[side])}</Sum></{name}>")
    out.write("</TxsSummry>\n")


def entry(number: int) -> Iterator[str]:
    """Yield one entry in pieces."""
    side, day = _side(number), f"2024-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
    family = "RCDT" if side == "CRDT" else "ICDT"
    if _is_fee(number):
        yield _entry_head(number, side, day, "MDOP", "CHRG")
        yield "</Ntry>\n"
        return
    yield _entry_head(number, side, day, family, "ESCT")
    yield "<NtryDtls>"
    parts = BATCH_OF if _is_batch(number) else 1
    if parts > 1:
        yield f"<Btch><NbOfTxs>{parts}</NbOfTxs></Btch>"
    for part in range(parts):
        yield transaction(number, part, side, _minor(number) // parts)
    yield "</NtryDtls></Ntry>\n"


def _entry_head(number: int, side: str, day: str, family: str, sub_family: str) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{_amount(_minor(number))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>"
        f"<AcctSvcrRef>A{number:08d}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd>"
        f"<SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    )


def transaction(number: int, part: int, side: str, minor: int) -> str:
    """Return one TxDtls; every twelfth has a postal address."""
    role = "Dbtr" if side == "CRDT" else "Cdtr"
    pick = mixed(number * BATCH_OF + part)
    name = f"{GIVEN[pick % len(GIVEN)]} {FAMILY[pick // 16 % len(FAMILY)]}"
    address = ""
    if pick % 12 == 0:
        street, town = STREETS[pick % len(STREETS)], TOWNS[pick % len(TOWNS)]
        address = (
            f"<PstlAdr><StrtNm>{street}</StrtNm><BldgNb>{pick % 200}</BldgNb><PstCd>{1000 + pick % 9000}</PstCd>"
            f"<TwnNm>{town}</TwnNm><Ctry>{BANKS[pick % len(BANKS)][0]}</Ctry></PstlAdr>"
        )
    country = BANKS[pick % len(BANKS)][0]
    return (
        f"<TxDtls><Refs><AcctSvcrRef>T{number:07d}{part}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{_amount(minor)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<RltdPties><{role}><Pty><Nm>{name}</Nm>{address}</Pty></{role}>"
        f"<{role}Acct><Id><IBAN>{iban(pick % len(BANKS), pick % 10**9)}</IBAN></Id></{role}Acct></RltdPties>"
        f"<RltdAgts><{role}Agt><FinInstnId><BICFI>KPTX{country}2XXXX</BICFI></FinInstnId></{role}Agt></RltdAgts>"
        f"<RmtInf><Ustrd>order ORD-{pick % 10**7:07d}</Ustrd></RmtInf></TxDtls>\n"
    )


def iban(bank: int, account: int) -> str:
    """Return an account number with valid check digits (ISO 13616) and a bank code that no bank holds."""
    country, code, digits = BANKS[bank]
    body = f"{code}{account:0{digits}d}"
    number = "".join(str(int(character, 36)) for character in f"{body}{country}00")
    return f"{country}{98 - int(number) % 97:02d}{body}"


def mixed(number: int) -> int:
    """Return a number that looks like chance and is the same on every machine."""
    return (number * _MIX % 2**64) >> 20


def _is_batch(number: int) -> bool:
    return number % 50 == 7


def _is_fee(number: int) -> bool:
    return number % 12 == 5


def _side(number: int) -> str:
    return "DBIT" if _is_fee(number) or number % 25 == 4 else "CRDT"


def _minor(number: int) -> int:
    return BATCH_OF * (100 + mixed(number) % 5_000)


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


if __name__ == "__main__":
    write_camt_file(Path(sys.argv[2]), int(sys.argv[1]))

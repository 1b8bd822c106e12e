"""References of a camt transaction: the texts that may name an order, and the names a return may use."""

from __future__ import annotations

from collections.abc import Iterator

from keerpunt.intake.bank_references import stated
from keerpunt.intake.formats.camt.tree import Node, child, every, text


def reference(node: Node, *path: str) -> str:
    """Return a reference; words that say there is none count as none."""
    return stated(text(node, *path))


def reference_texts(transaction: Node) -> Iterator[str]:
    """Yield the texts in which a payer may have named an order: EndToEndId, then structured, then free remittance."""
    yield reference(transaction, "Refs", "EndToEndId")
    remittance = child(transaction, "RmtInf")
    for structured in every(remittance, "Strd"):
        if isinstance(structured, dict):
            yield text(structured, "CdtrRefInf", "Ref") or text(structured, "CdtrRefInf", "CdtrRef")
            yield from (text(d, "Nb") for d in every(structured, "RfrdDocInf") if isinstance(d, dict))
            yield text(structured, "RfrdDocInf", "RfrdDocNb")
            yield from (line for line in every(structured, "AddtlRmtInf") if isinstance(line, str))
    yield from (line for line in every(remittance, "Ustrd") if isinstance(line, str))


def names_of(transaction: Node, entry_ref: str, minor: int, currency: str) -> list[tuple[str, ...]]:
    """Return the names a return may use: EndToEndId, TxId, AcctSvcrRef, else mandate and amount."""
    refs = child(transaction, "Refs")
    given = [(kind, reference(refs, kind)) for kind in ("EndToEndId", "TxId")]
    given.append(("AcctSvcrRef", reference(refs, "AcctSvcrRef") or entry_ref))
    names: list[tuple[str, ...]] = [name for name in given if name[1]]
    mandate = reference(refs, "MndtId")
    return [*names, ("MndtId", mandate, str(minor), currency)] if mandate else names

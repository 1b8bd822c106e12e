"""References of bank transactions: the key of the payment, the order it pays, the payment it undoes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from keerpunt.intake.context import Context
from keerpunt.intake.formats.camt.tree import Node, child, every, text

_NONE = frozenset(("", "NOTPROVIDED", "NONREF"))
_SEPARATORS = re.compile(r"[\s/+:;]+")


def reference(node: Node, *path: str) -> str:
    """Return a reference; words that say there is none count as none."""
    found = text(node, *path)
    return "" if found.upper() in _NONE else found


def find_order(transaction: Node, context: Context) -> str | None:
    """Return the one known order that the references name, None for none or several (finding `ambiguous_order`).

    A field counts as a whole and by its tokens (split at blanks and `/ + : ;`).
    """
    orders = context.known.orders
    if not orders:
        return None
    hits = {word for words in _reference_texts(transaction) for word in (words, *_SEPARATORS.split(words))} & orders
    if len(hits) > 1:
        context.note("ambiguous_order", "order_id")
        return None
    return hits.pop() if hits else None


def _reference_texts(transaction: Node) -> Iterator[str]:
    yield reference(transaction, "Refs", "EndToEndId")
    remittance = child(transaction, "RmtInf")
    for structured in every(remittance, "Strd"):
        if isinstance(structured, dict):
            yield text(structured, "CdtrRefInf", "Ref") or text(structured, "CdtrRefInf", "CdtrRef")
            yield from (text(d, "Nb") for d in every(structured, "RfrdDocInf") if isinstance(d, dict))
            yield text(structured, "RfrdDocInf", "RfrdDocNb")
            yield from (line for line in every(structured, "AddtlRmtInf") if isinstance(line, str))
    yield from (line for line in every(remittance, "Ustrd") if isinstance(line, str))


@dataclass(slots=True)
class Ledger:
    """The references met in one file: no two different transactions of it share a key.

    A payer chooses the EndToEndId and may repeat it for years; some banks repeat their own references for fees and
    returns. The first transaction with a reference keeps it as its key; a later one that differs from it, or stands in
    the same entry, gets the key of its place instead of being taken for the same payment.
    """

    _signatures: dict[tuple[str, str], int] = field(default_factory=dict)
    _originals: dict[int, str | None] = field(default_factory=dict)

    def key(self, psp: str, ref: str, place: str, signature: tuple[object, ...]) -> str:
        """Return `psp_ref`: `ref` where it names this transaction alone, else `place`."""
        if not ref:
            return place
        mark = hash(signature)
        return ref if self._signatures.setdefault((psp, ref), mark) == mark else place

    def remember(self, psp: str, psp_ref: str, names: Iterable[tuple[str, ...]]) -> None:
        """Note by which names later returns may call a payment; a name of two payments names neither."""
        for name in names:
            mark = hash((psp, *name))
            known = self._originals.setdefault(mark, psp_ref)
            if known != psp_ref:
                self._originals[mark] = None

    def original(self, psp: str, names: Iterable[tuple[str, ...]]) -> str | None:
        """Return the payment that one of `names` calls, the first that is known."""
        for name in names:
            found = self._originals.get(hash((psp, *name)))
            if found is not None:
                return found
        return None


def names_of(transaction: Node, entry_ref: str, minor: int, currency: str) -> list[tuple[str, ...]]:
    """Return the names a return may use: EndToEndId, TxId, AcctSvcrRef, else mandate and amount."""
    refs = child(transaction, "Refs")
    stated = [(kind, reference(refs, kind)) for kind in ("EndToEndId", "TxId")]
    stated.append(("AcctSvcrRef", reference(refs, "AcctSvcrRef") or entry_ref))
    names: list[tuple[str, ...]] = [name for name in stated if name[1]]
    mandate = reference(refs, "MndtId")
    return [*names, ("MndtId", mandate, str(minor), currency)] if mandate else names

"""What references of bank transactions lead to, whatever the format: the order one pays, the payment one undoes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from keerpunt.intake.cards import suspect
from keerpunt.intake.context import Context
from keerpunt.intake.guards import Guards
from keerpunt.values.iban import has_form

NO_REFERENCE = frozenset(("", "NOTPROVIDED", "NONREF"))
"""Words that say there is no reference."""
_LONGEST = max(map(len, NO_REFERENCE))

_ITSELF = ""
"""Stands for a key that is the name by which it is asked for; no key is blank."""
_SEPARATORS = "/+:;"
"""Besides blanks."""


def stated(reference: str) -> str:
    """Return a reference; words that say there is none count as none."""
    if not reference or len(reference) > _LONGEST:
        return reference
    return "" if reference.upper() in NO_REFERENCE else reference


def chosen_reference(reference: str, context: Context) -> str:
    """Return a reference that a payer chose as it may stand in a key: with a token in place of a card number.

    Columns of references are exempt from the card-number guard, since they hold the bank's own (INTAKE.md section 5);
    an EndToEndId is not the bank's own, and neither is the name of a statement on a card account.
    """
    if not suspect(reference):
        return reference
    guards = Guards(context.key)
    stored = guards.without_cards(reference)
    context.guarded += guards.counts
    return stored


def find_order(texts: Iterable[str], context: Context) -> str | None:
    """Return the one known order that reference texts name, None for none or several (finding `ambiguous_order`).

    A text counts as a whole and by its tokens, split at blanks and `/ + : ;` (INTAKE.md section 4).
    """
    orders = context.known.orders
    if not orders:
        return None
    words = [*texts]
    text = " ".join(words)
    for mark in _SEPARATORS:
        text = text.replace(mark, " ")
    words += text.split()
    if orders.isdisjoint(words):
        return None
    hits = orders.intersection(words)
    if len(hits) > 1:
        context.note("ambiguous_order", "order_id")
        return None
    return next(iter(hits))


@lru_cache(maxsize=1024)
def bank_code(account: str) -> str:
    """Return the code of the bank inside an IBAN, `''` where the account has not the form of one."""
    if not has_form(account):
        return ""
    try:
        return IBAN(account, allow_invalid=True).bank_code
    except SchwiftyException:
        return ""


@dataclass(slots=True)
class Ledger:
    """The references met in one file: no two different transactions of it share a key.

    A payer chooses the EndToEndId and may repeat it for years; some banks repeat their own references for fees and
    returns. The first transaction with a reference keeps it as its key; a later one that differs from it, or stands in
    the same entry, gets the key of its place instead of being taken for the same payment.
    """

    _signatures: dict[int, int] = field(default_factory=dict)
    _originals: dict[int, str | None] = field(default_factory=dict)

    def key(self, psp: str, ref: str, place: str, signature: tuple[object, ...]) -> str:
        """Return `psp_ref`: `ref` where it names this transaction alone, else `place`."""
        if not ref:
            return place
        mark = hash(signature)
        return ref if self._signatures.setdefault(hash((psp, ref)), mark) == mark else place

    def remember(self, psp: str, psp_ref: str, names: Iterable[tuple[str, ...]]) -> None:
        """Note by which names later returns may call a payment; a name of two payments names neither.

        Where the name itself is the key, as mostly, no text is kept: whoever asks brings it along.
        """
        for name in names:
            mark = hash((psp, *name))
            mine = _ITSELF if name[1] == psp_ref else psp_ref
            known = self._originals.setdefault(mark, mine)
            if known != mine:
                self._originals[mark] = None

    def original(self, psp: str, names: Iterable[tuple[str, ...]]) -> str | None:
        """Return the payment that one of `names` calls, the first that is known."""
        for name in names:
            found = self._originals.get(hash((psp, *name)))
            if found is not None:
                return name[1] if found == _ITSELF else found
        return None

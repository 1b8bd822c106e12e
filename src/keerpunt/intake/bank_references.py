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
from keerpunt.intake.marks import Marks, Texts
from keerpunt.values.iban import has_form

NO_REFERENCE = frozenset(("", "NOTPROVIDED", "NONREF"))
"""Words that say there is no reference."""
_LONGEST = max(map(len, NO_REFERENCE))

_ITSELF = 0
"""Stands for a key that is the name by which it is asked for."""
_SEVERAL = -1
"""Stands for several payments that go by one name."""
_YEAR = 4
"""Digits of a year."""
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

    A text counts as a whole and by its tokens, split at blanks and `/ + : ;` (INTAKE.md section 4). A year or a number
    of less than four digits counts only where it is the whole text: `Rent May 2024` pays no order 2024.
    """
    orders = context.known.orders
    if not orders:
        return None
    words = [*texts]
    text = " ".join(words)
    for mark in _SEPARATORS:
        text = text.replace(mark, " ")
    words += [word for word in text.split() if not _is_common(word)]
    if orders.isdisjoint(words):
        return None
    hits = orders.intersection(words)
    if len(hits) > 1:
        context.note("ambiguous_order", "order_id")
        return None
    return next(iter(hits))


def _is_common(word: str) -> bool:
    """Tell whether a word stands in texts of payments for other reasons than an order: years, days, small numbers."""
    if len(word) > _YEAR or not (word.isascii() and word.isdigit()):
        return False
    return len(word) < _YEAR or word[:2] in ("19", "20")


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
    returns. The first transaction with a reference keeps it as its key; a later one that differs from it, or is equal
    and stands in the same statement, gets the key of its place instead of being taken for the same payment. Where a
    later statement says them all again, the first of the equal ones is the first again, and the second the second.

    References are kept as marks and texts in bounded memory, since statements may be long.
    """

    _signatures: Marks = field(default_factory=Marks)
    _met: Marks = field(default_factory=Marks)
    _originals: Marks = field(default_factory=Marks)
    _places: Marks = field(default_factory=Marks)
    _texts: Texts = field(default_factory=Texts)
    _statement: str = ""

    def key(self, psp: str, ref: str, place: str, signature: tuple[object, ...], statement: str = "") -> str:
        """Return `psp_ref`: `ref` where it names this transaction alone, else `place`.

        `statement` names the statement with all its pages: within it, equal transactions are several.
        """
        if not ref:
            return place
        if statement != self._statement:
            self._statement = statement
            self._met.clear()
        mark = hash((psp, ref, signature))
        times = self._met.count(mark)
        if times == 1 and self._signatures.keep_first(hash((psp, ref)), mark) == mark:
            return ref
        known = self._places.get(again := hash((mark, times)))
        if known is not None:
            return self._texts.get(known)
        self._places.set(again, self._texts.add(place))
        return place

    def remember(self, psp: str, psp_ref: str, names: Iterable[tuple[str, ...]]) -> None:
        """Note by which names later returns may call a payment; a name of two payments names neither.

        Where the name itself is the key, as mostly, no text is kept: whoever asks brings it along.
        """
        for name in names:
            mark = hash((psp, *name))
            known = self._originals.get(mark)
            if known is None:
                self._originals.set(mark, _ITSELF if name[1] == psp_ref else self._texts.add(psp_ref))
            elif known != _SEVERAL and self._text(known, name) != psp_ref:
                self._originals.set(mark, _SEVERAL)

    def original(self, psp: str, names: Iterable[tuple[str, ...]]) -> str | None:
        """Return the payment that one of `names` calls, the first that is known; `''` where several go by a name."""
        shared = False
        for name in names:
            found = self._originals.get(hash((psp, *name)))
            if found is not None and found != _SEVERAL:
                return self._text(found, name)
            shared = shared or found == _SEVERAL
        return "" if shared else None

    def _text(self, known: int, name: tuple[str, ...]) -> str:
        return name[1] if known == _ITSELF else self._texts.get(known)

"""What has to be found beside a name before a model may join two records (RESOLUTION.md sections 1 and 5).

A payment names the holder of an instrument and states no birth date. Father and son of one name share the home, the
telephone, sometimes the mailbox; no weight tells them apart, so a payer is held to more than a subscriber.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from keerpunt.resolve.likeness import (
    BIRTH_DATE,
    CARD,
    CONTACTS,
    DEVICE,
    EMAIL,
    GIVEN_NAME,
    HOME,
    MIDDLE_NAME,
    NAMES,
    PHONE,
    RATED_NAME,
    UNSHARED,
    USERNAME,
)
from keerpunt.resolve.models import ACCOUNTS, SUBSCRIBERS
from keerpunt.resolve.settings import DEVICE as DEVICE_ID
from keerpunt.resolve.validity import NO_INTERVAL
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.resolve.edges import Ground

Box = TypeVar("Box", str, int)
EQUAL = frozenset({Level.N1, Level.N2})
FULL = EQUAL | {Level.N4}
HOUSEHOLD_KINDS = frozenset({PHONE, DEVICE_ID})
"""Identifiers of which a household has one for all."""


def identifies(model: str, level: Level, found: frozenset[str], apart: frozenset[str]) -> bool:
    """Tell whether the fields found to support a name of this level are enough, by the rule of a model's records.

    `apart`: contacts that both sides state and that differ.
    """
    if model == SUBSCRIBERS:
        return of_subscribers(level, found, apart)
    return of_accounts(level, found) if model == ACCOUNTS else of_payers(level, found)


def of_subscribers(level: Level, found: frozenset[str], apart: frozenset[str]) -> bool:
    """Tell it of two subscribers, whose birth dates a household does not share.

    A household shares home and contacts. Full equal names need any support. A middle name that both state is one where
    a pack of the country says how common the name is, since Mohamed A. Ahmed is many people; the home alone is none
    where a mailbox or telephone of the one is not the other's, as of father and son.
    Initials, which never identify, need two, of which one is neither home nor middle name; a misspelt surname one that
    is not the home, or the home and the middle name. Another surname or given name needs a birth date or a national
    number, which no household shares, and one thing more, such as the given name; relatives do lend each other numbers.
    No name, or one of one word, needs a birth date or a number, and where the word is the given name a contact will do.
    """
    beside = found - NAMES
    if level in EQUAL and beside == {MIDDLE_NAME}:
        return RATED_NAME in found
    if level in EQUAL:
        return bool(beside - HOME) or (bool(beside) and not apart)
    if level is Level.N3:
        return len(beside) > 1 and bool(beside - HOME - {MIDDLE_NAME})
    if level is Level.N4:
        return bool(beside - HOME - {MIDDLE_NAME}) or (MIDDLE_NAME in beside and len(beside) > 1)
    if level is Level.N5 or level.contradicts:
        return not found.isdisjoint(UNSHARED) and len(found - {RATED_NAME}) > 1
    return not found.isdisjoint(UNSHARED) or (GIVEN_NAME in found and not found.isdisjoint(CONTACTS))


def of_payers(level: Level, found: frozenset[str]) -> bool:
    """Tell it of two records of which one or both are a payer's, so that no birth date speaks against.

    Full names, equal or with a surname misspelt, need the card itself (BIN, last four, expiry), or the mailbox and
    beside it home or telephone: home and telephone are what a father and a son of one name have in common. Spouses
    share all three and often the initials, so initials need the card and something beside it that is no name. Names
    that say less are never enough.
    """
    if level in FULL:
        return CARD in found or (EMAIL in found and not found.isdisjoint(HOME | {PHONE}))
    return level is Level.N3 and CARD in found and len(found - NAMES - {MIDDLE_NAME}) > 1


def is_doubtful(grounds: Iterable[Ground], left: frozenset[Box], right: frozenset[Box]) -> bool:
    """Tell of two records of which one or both are a payer's whether what they share may be their household's alone.

    A telephone or a device that no provider bounds, beside two mailboxes (`left`, `right`): a household has one
    telephone and one computer, each of its members a mailbox, and no birth date tells them apart.
    """
    if not left or not right or not left.isdisjoint(right):
        return False
    return all(ground.kind in HOUSEHOLD_KINDS and ground.validity == NO_INTERVAL for ground in grounds)


def of_accounts(level: Level, found: frozenset[str]) -> bool:
    """Tell it of two accounts: two of contact, device, user name and, with an equal full name, birth date.

    What an account says of itself proves nothing, so one field never joins; twins share a device, a birth date and
    often an initial.
    """
    kept = found & {*CONTACTS, DEVICE, USERNAME} | (found & {BIRTH_DATE} if level in EQUAL else frozenset())
    return not level.contradicts and len(kept) > 1

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
    LOOSE_DATE,
    MIDDLE_NAME,
    NAMES,
    NEAR_DATE,
    NEAR_DATES,
    PHONE,
    RATED_NAME,
    UNSHARED,
    USERNAME,
)
from keerpunt.resolve.models import ACCOUNTS, SUBSCRIBERS
from keerpunt.resolve.settings import DEVICE as DEVICE_ID
from keerpunt.resolve.settings import NATIONAL_ID
from keerpunt.resolve.validity import NO_INTERVAL
from keerpunt.values.names import Level

if TYPE_CHECKING:
    from keerpunt.resolve.edges import Ground

Box = TypeVar("Box", str, int)
EQUAL = frozenset({Level.N1, Level.N2})
FULL = EQUAL | {Level.N4}
WEAK = HOME | {MIDDLE_NAME, LOOSE_DATE}
"""Fields that relatives or namesakes may have in common; none of them suffices by itself."""
PERSONAL = frozenset({EMAIL, NATIONAL_ID})
"""What the members of a household have each for themselves, though they lend it."""
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

    A household shares home and contacts, father and son often a middle name, siblings one of two surnames. Full equal
    names need any support, with two exceptions. A middle name, or a birth date more than a stroke off, is one by itself
    only where a pack of the country says how common the name is, since Mohamed A. Ahmed is many people. The home is
    none where a mailbox or telephone of the one is not the other's and no birth date is near, nor is the telephone of
    two mailboxes. Where two birth dates are stated, the mailbox or a national number has to be common: an uncle of
    one's name, too, is at the family's home and telephone.
    Initials, which never identify, need two, of which one is neither home nor middle name; a misspelt surname one that
    is not the home, or the home and the middle name. Another surname needs a birth date or a national number, which no
    household shares, and one thing more, such as the given name, and where contacts differ a contact or number in
    common; relatives do lend each other numbers. Names that
    contradict need the date itself, or two things more beside one that is a stroke off; the home of twins is none. No
    name, or one of one word, needs a birth date or a number, and where the word is the given name a contact will do.
    """
    beside = found - NAMES
    sure = not found.isdisjoint(UNSHARED | NEAR_DATES)
    if BIRTH_DATE in apart and found.isdisjoint(PERSONAL):
        return False
    if level in EQUAL:
        return bool(beside - WEAK - ({PHONE} if EMAIL in apart else set())) or _by_weak(found, apart)
    if level is Level.N3:
        return len(beside) > 1 and bool(beside - HOME - {MIDDLE_NAME})
    if level is Level.N4:
        return bool(beside - HOME - {MIDDLE_NAME}) or (MIDDLE_NAME in beside and len(beside) > 1)
    if level is Level.N5:
        others = apart.isdisjoint(CONTACTS) or not found.isdisjoint(CONTACTS | {NATIONAL_ID})
        return sure and others and len(found - {RATED_NAME}) > 1
    if level.contradicts:
        more = len(found - {RATED_NAME} if GIVEN_NAME in found else found - HOME)
        return more > 1 if not found.isdisjoint(UNSHARED) else NEAR_DATE in found and more > 2
    return sure or (GIVEN_NAME in found and not found.isdisjoint(CONTACTS))


def _by_weak(found: frozenset[str], apart: frozenset[str]) -> bool:
    """Tell whether what relatives or namesakes may have in common is enough for two full equal names."""
    if not found.isdisjoint(HOME):
        return LOOSE_DATE in found or apart.isdisjoint(CONTACTS)
    weak = found & WEAK
    return len(weak) > 1 or (bool(weak) and RATED_NAME in found)


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


def is_household(grounds: Iterable[Ground], left: frozenset[Box], right: frozenset[Box]) -> bool:
    """Tell of two records of which one or both are a payer's whether what they share may be their household's alone.

    A telephone or a device that no provider bounds, beside two mailboxes (`left`, `right`): a household has one
    telephone and one computer, each of its members a mailbox, and no birth date tells them apart.
    """
    return bool(left and right and left.isdisjoint(right)) and _of_household(grounds)


def is_doubtful(model: str, grounds: Iterable[Ground], found: frozenset[str], apart: frozenset[str]) -> bool:
    """Tell of two records that a model compared whether what they share may be their household's alone.

    Beside two birth dates, or beside two mailboxes where no birth date or number says that they are one: a household
    has one telephone, each of its members a mailbox and a birth date. `found`: the fields that support.
    """
    two_mailboxes = EMAIL in apart and found.isdisjoint(UNSHARED | NEAR_DATES)
    if model == ACCOUNTS or not (two_mailboxes or BIRTH_DATE in apart):
        return False
    return _of_household(grounds)


def _of_household(grounds: Iterable[Ground]) -> bool:
    return all(ground.kind in HOUSEHOLD_KINDS and ground.validity == NO_INTERVAL for ground in grounds)


def of_accounts(level: Level, found: frozenset[str]) -> bool:
    """Tell it of two accounts: two of contact, device, user name and, with an equal full name, birth date.

    What an account says of itself proves nothing, so one field never joins; twins share a device, a birth date and
    often an initial.
    """
    kept = found & {*CONTACTS, DEVICE, USERNAME} | (found & {BIRTH_DATE} if level in EQUAL else frozenset())
    return not level.contradicts and len(kept) > 1

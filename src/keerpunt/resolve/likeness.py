"""What a model says of a pair, field by field, so that its weight can be recomputed (RESOLUTION.md section 7)."""

from __future__ import annotations

from dataclasses import dataclass

from keerpunt.resolve.settings import NATIONAL_ID

NAME = "name"
BIRTH_DATE = "birth_date"
RELATIVES = "relatives"
"""The step from two strangers to two relatives as the other explanation; it takes weight and never gives any."""
GIVEN_NAME = "given_name"
GIVEN_AGREES = frozenset({
    "N1", "N2", "N4 surname misspelt", "N4 turned", "N5", "N5 surname left out", "one word, the given name",
    "one word alike",
})  # fmt: skip
"""Levels of names of which the first given name, or the one word that is stated, agrees, whatever the whole does."""
RATED_NAME = "rated_name"
"""A full name of which a pack of the bearers' own country says how common it is."""
NAMES = frozenset({GIVEN_NAME, RATED_NAME})
"""What `supports` says of the names; alone it makes two namesakes and not likely one person."""
EMAIL, PHONE = "email", "phone"
CONTACTS = frozenset({EMAIL, PHONE})
AREA = frozenset({"city", "birthplace"})
"""Fields that thousands share: with a name they describe namesakes, so they support nobody."""
HOME = frozenset({"address", "postcode"})
"""Fields that a household shares."""
MIDDLE_NAME = "middle_name"
NEAR_DATE, LOOSE_DATE = "near_birth_date", "loose_birth_date"
"""A birth date one stroke off or with day and month swapped; one that is further off and yet likelier of one person."""
NEAR_DATES = frozenset({NEAR_DATE, LOOSE_DATE})
ONE_STROKE = "one stroke or day and month swapped"
UNSHARED = frozenset({BIRTH_DATE, NATIONAL_ID})
"""Fields that no household shares."""
CARD = "card"
USERNAME = "username"
DEVICE = "device"
EXACT = frozenset({EMAIL, USERNAME})
"""Fields of which only equal values support: `jansmit1` and `jansmit2` are the mailboxes of two namesakes."""
POOLED = "pooled"
"""What the version of the pack begins with that stands for countries without one."""
PLACEHOLDER = "first of January"
"""Levels of a birth date that stands for not known."""
GENERATION_APART = "a generation apart"
"""Levels of birth dates that father and son may have, however few strokes lie between them."""
OTHER_DATES = frozenset({"within a generation", "other"})
SOFT_GUARD = {"name": "given_name_near", "birth_date": "birth_date_near", "national_id": "national_id"}
"""Field of a model -> the soft guard that looks at the same thing."""


def supports(name: str, level: str, weight: float) -> bool:
    """Tell whether a field speaks for one person; neither name nor area nor a birth date not known does.

    A middle name that both state does, a third word, which namesakes seldom share. A user name or a mailbox that is
    merely alike does not: namesakes and brothers count through one stem. Of birth dates only equal ones do; what others
    say, `near_date` tells.
    """
    if weight <= 0 or name in AREA | {NAME}:
        return False
    return level == "equal" or name not in EXACT | {BIRTH_DATE}


def near_date(name: str, level: str, weight: float) -> str:
    """Return which of `NEAR_DATES` a field shows, empty if none."""
    if name != BIRTH_DATE or weight <= 0 or level == "equal" or PLACEHOLDER in level or GENERATION_APART in level:
        return ""
    return NEAR_DATE if level == ONE_STROKE else LOOSE_DATE


def differs(name: str, level: str) -> bool:
    """Tell whether a stated field is a contact that is not the same, or a birth date that is another one."""
    if name == BIRTH_DATE:
        return level in OTHER_DATES or GENERATION_APART in level
    return name in CONTACTS and level != "equal"


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What one field says: its level, weight in bits, and for a name how common it is."""

    field: str
    left: str
    right: str
    level: str
    weight: float
    rate: float | None = None
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a model says of a pair: the prior and the fields; their sum is the weight.

    `own`: in the countries of both a middle name is one's own, and not the father's or a second surname.
    """

    model: str
    version: str
    prior: float
    fields: tuple[FieldWeight, ...]
    own: bool = False

    @property
    def weight(self) -> float:
        """Bits, rounded to 4 decimals."""
        return round(self.prior + sum(field.weight for field in self.fields), 4)

    @property
    def supports(self) -> frozenset[str]:
        """Fields that speak for one person, `NEAR_DATES`, `GIVEN_NAME` and `RATED_NAME` where the names themselves do.

        A middle name does not where a birth date or a number speaks against, or where it may be of the family.
        """
        found = frozenset(field.field for field in self.fields if supports(field.field, field.level, field.weight))
        against = any(field.field in UNSHARED and field.weight < 0 for field in self.fields)
        given = any(field.field == NAME and field.level in GIVEN_AGREES for field in self.fields)
        rated = any(field.field == NAME and field.pack and not field.pack.startswith(POOLED) for field in self.fields)
        words = {word for word, holds in ((GIVEN_NAME, given), (RATED_NAME, rated)) if holds}
        words |= {near_date(field.field, field.level, field.weight) for field in self.fields} - {""}
        return (found if self.own and not against else found - {MIDDLE_NAME}) | words

    @property
    def by_name_alone(self) -> bool:
        """Whether nothing but a full name with its middle name speaks for one person."""
        return self.supports - NAMES == {MIDDLE_NAME}

    @property
    def apart(self) -> frozenset[str]:
        """Contacts that both sides state and that differ."""
        return frozenset(field.field for field in self.fields if differs(field.field, field.level))

    @property
    def weighed(self) -> frozenset[str]:
        """Codes of the soft guards whose ground stands among the fields; a hard guard that is excused costs more."""
        return frozenset(SOFT_GUARD[field.field] for field in self.fields if field.field in SOFT_GUARD)

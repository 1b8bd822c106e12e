"""The comparisons and blocking rules of the models with payers and of accounts; SQL as in `model_levels`."""

from __future__ import annotations

from tools.model_levels import ADDRESS, CITY, MIDDLE, NAME, PHONE, POSTCODE, LevelRule, unknown


def one_in_common(column: str) -> tuple[LevelRule, ...]:
    """Return the levels of a list of values: not stated, one in common, none."""
    return (
        LevelRule("unknown", unknown(column)),
        LevelRule("equal", f"list_has_any({column}_l, {column}_r)"),
        LevelRule("other", ""),
    )


EMAIL = one_in_common("emails")
"""No level for what is merely alike: father and son of one name have mailboxes that differ by a figure."""
CARD = one_in_common("cards")
HOLDERS: dict[str, tuple[LevelRule, ...]] = {
    "name": NAME, "middle_name": MIDDLE, "address": ADDRESS, "postcode": POSTCODE, "city": CITY,
    "email": EMAIL, "phone": PHONE,
}  # fmt: skip
PAYERS = HOLDERS | {"card": CARD}
PAYER_BLOCKING = (
    "l.name_key = r.name_key",
    "l.surname = r.surname AND l.postcode = r.postcode",
    "l.emails[1] = r.emails[1]",
    "l.phones[1] = r.phones[1]",
    "l.cards[1] = r.cards[1]",
)
HOLDER_BLOCKING = (
    "l.surname = r.surname AND l.postcode = r.postcode AND l.initial = r.initial",
    "l.name_key = r.name_key",
    "l.emails[1] = r.emails[1]",
    "l.phones[1] = r.phones[1]",
)
SELF_NAME = (
    LevelRule("unknown", unknown("words")),
    LevelRule("equal", "words_l = words_r"),
    LevelRule("surname equal", "coalesce(surname_l = surname_r, FALSE)"),
    LevelRule("other", ""),
)
"""What an account calls itself costs nothing to invent, so how rare the name is says nothing either."""
SELF_BIRTH = (
    LevelRule("unknown", unknown("birthdate")),
    LevelRule("equal", "birthdate_l = birthdate_r"),
    LevelRule("other", ""),
)
USERNAME = (
    LevelRule("unknown", unknown("username")),
    LevelRule("equal", "username_l = username_r"),
    LevelRule("stem equal", "coalesce(stem_l = stem_r, FALSE)"),
    LevelRule("other", ""),
)
DEVICE = one_in_common("devices")
ACCOUNTS: dict[str, tuple[LevelRule, ...]] = {
    "name": SELF_NAME, "birth_date": SELF_BIRTH, "username": USERNAME, "email": EMAIL, "phone": PHONE, "device": DEVICE,
}  # fmt: skip
ACCOUNT_BLOCKING = (
    "l.emails[1] = r.emails[1]",
    "l.devices[1] = r.devices[1]",
    "l.username = r.username",
    "l.stem = r.stem AND l.locale = r.locale",
)

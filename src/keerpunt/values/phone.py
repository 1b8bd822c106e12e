"""Phone numbers: E.164, with the country the number range belongs to and the ranges that belong to nobody.

Plans: libphonenumber (the `phonenumbers` package). Numbers of film and print: Ofcom "Telephone numbers for use in TV
and radio drama programmes", ACMA "Phone numbers for use in TV shows, films and creative works", NANPA 555-0100 to
555-0199. Crown dependencies share +44 with the United Kingdom: their ranges are listed here, because the library
gives the mixed range +44 7911 to Guernsey as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

UNKNOWN_COUNTRY = "XX"

_CROWN = {
    "1481": "GG", "7781": "GG", "7839": "GG",
    "1534": "JE", "7509": "JE", "7797": "JE", "7829": "JE", "7937": "JE",
    "1624": "IM", "7524": "IM", "7624": "IM", "7924": "IM",
}  # fmt: skip
_CROWN_REGIONS = frozenset(_CROWN.values())
_FICTION = re.compile(
    r"\+44(?:7700900|1632960|11[3-8]4960|1[2-6]14960|1914980|2079460|2890180|2920180|8081570|9098790|3069990)\d+"
    r"|\+61(?:491570|[2378]5550|[2378]7010|1800975)\d+"
    r"|\+1\d{3}55501\d{2}"
)


_SERVICE = frozenset((
    phonenumbers.PhoneNumberType.TOLL_FREE, phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST, phonenumbers.PhoneNumberType.UAN, phonenumbers.PhoneNumberType.VOICEMAIL,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phone:
    """`key` is E.164; `country` of the range, `XX` where it does not tell.

    `fiction` ranges belong to nobody; `service` ranges (free, premium, shared cost, company, voicemail) to whoever
    offers something on them.
    """

    key: str
    country: str
    fiction: bool
    service: bool = False

    @property
    def identifies(self) -> bool:
        """Whether the number may join records at all."""
        return not (self.fiction or self.service)


@lru_cache(maxsize=65536)
def normalise(text: str, country: str = UNKNOWN_COUNTRY) -> Phone | None:
    """Return the number, None where it is no valid number of its plan.

    `country` (ISO 3166-1 alpha-2) reads numbers without an international prefix; with `XX` such a number is None.
    """
    digits = text.strip()
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    region = None if country == UNKNOWN_COUNTRY else country
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    # A number has a type where it is a valid number of its range, and none else.
    range_ = phonenumbers.region_code_for_number(number)
    kind = phonenumbers.number_type(number)
    if range_ is None or kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return None
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(key, _country(key, range_), _FICTION.fullmatch(key) is not None, kind in _SERVICE)


def _country(key: str, region: str) -> str:
    if key.startswith("+44"):
        listed = _CROWN.get(key[3:7])
        if listed:
            return listed
    # What the library calls Guernsey, Jersey or Man outside the listed ranges is shared with mainland operators.
    return UNKNOWN_COUNTRY if region in _CROWN_REGIONS or region == "001" else region

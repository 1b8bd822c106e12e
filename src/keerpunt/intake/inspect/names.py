"""Names of columns, keys and tables as they may be shown: a name that is itself a value never is.

A file without a header gives its first record for names, and JSON may use persons as keys. So a name is shown if it
has the form of a name and, where the first line could be a record, if known column words stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from keerpunt.intake.inspect.cells import kinds_of
from keerpunt.intake.inspect.words import KNOWN_WORDS

LONGEST = 64
_VALUE_KINDS = {
    "card": "a card number", "secret": "a secret", "email": "an e-mail address", "iban_form": "an account number",
    "phone": "a phone number", "ip": "an IP address", "iso_offset": "a time", "iso_local": "a time", "iso_day": "a day",
    "digits_day": "a day", "worded_day": "a day", "unix": "a time", "unix_ms": "a time", "uuid": "an identifier",
    "hash": "a hash", "user_agent": "a user agent", "url": "an address", "json": "JSON", "long": "a long text",
    "number": "a number", "whole": "a number", "month": "a month", "zero_day": "a day",
    "compact_day": "a day", "time_of_day": "a time",
}  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
_PLAIN = re.compile(r"[^\W\d][\w .,:/()#%&?*+'$-]*")
_IDENTIFIER = re.compile(r"[^\W\d][\w$-]*|\$[\w$-]+")
_DIGITS = re.compile(r"[0-9]{5,}")
_LED = re.compile(r"\A[0-9]{1,4}(?=[^\W\d])")
"""Digits that a prefix of tables may begin with: installers make prefixes at random."""


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case: `createdAt`, `created_at` and `Created at` are alike."""
    return tuple(word.lower() for word in _WORD.findall(name))


def looks_like(name: str) -> str:
    """Return what a name looks like that is rather a value, empty where it has the form of a name."""
    if not name.strip():
        return "nothing"
    if len(name) > LONGEST:
        return "a long text"
    kinds = kinds_of(name)
    for kind, words in _VALUE_KINDS.items():
        if kind in kinds:
            return words
    if _DIGITS.search(name):
        return "a text with a number"
    return "" if _PLAIN.fullmatch(name) and name.isprintable() else "no name of a column"


def is_identifier(name: str) -> bool:
    """Tell whether a name is one of letters, digits, `_`, `$` and `-`, as programs write them."""
    return len(name) <= LONGEST and _IDENTIFIER.fullmatch(name) is not None and not looks_like(name)


def is_table_name(name: str) -> bool:
    """Tell whether a name is one of a table, as programs write them: `users`, `wp_users`, `8jf_users`."""
    return is_identifier(_LED.sub("", name))


def is_known(name: str) -> bool:
    """Tell whether every word of a name is a word that columns are called by."""
    words = words_of(name)
    return bool(words) and all(word in KNOWN_WORDS for word in words)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether a first line may be shown as a header: no value in it, and known words in a quarter of it."""
    filled = [name for name in names if name.strip()]
    if not filled or any(looks_like(name) for name in filled):
        return False
    return 4 * sum(map(is_known, filled)) >= len(filled)


def shown_names(names: Sequence[str], *, trusted: bool) -> list[str]:
    """Return each name as it may be shown; `trusted` says that the names are names, yet a value is hidden even so."""
    if not trusted:
        return [f"column {n}" for n in range(1, len(names) + 1)]
    return [f"column {n}" if looks_like(name) else name for n, name in enumerate(names, start=1)]

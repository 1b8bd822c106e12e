"""What is said to a provider, in English and Dutch. No text names an offence or says anything about a customer."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from keerpunt.refer.wording import dutch, english

__all__ = ["LANGUAGES", "addressee", "groups", "words"]

LANGUAGES: dict[str, ModuleType] = {"en": english, "nl": dutch}


def words(group: str, language: str) -> dict[str, str]:
    """Return one group of words, code to text; raises KeyError for an unknown language or group."""
    found: dict[str, str] = vars(LANGUAGES[language])[group]
    return found


def groups(language: str) -> dict[str, Any]:
    """Return every group of words of a language, for whoever checks them all."""
    return {name: value for name, value in vars(LANGUAGES[language]).items() if name.isupper()}


def addressee(of_whom: str, language: str, network: str = "") -> str:
    """Return who is asked, in words: `bank:issuer-of-424242` is the bank that issued cards which begin so.

    `network`: the registered name of an access provider's network, where one is known.
    """
    texts = words("ADDRESSEES", language)
    kind, _, name = of_whom.partition(":")
    for start in ("issuer-of-card-", "issuer-of-", "network-of-", "carrier-of-", "holder-of-"):
        if name.startswith(start):
            about = name.removeprefix(start)
            # An address of IPv6 has no place for its colons in a name.
            shown = about.replace("-", ":") if start == "network-of-" and "." not in about else about
            return texts[start].format(name=shown)
    if kind == "isp" and name.startswith("as") and name[2:].isdigit():
        return texts["as"].format(name=name[2:], network=f" ({network})" if network else "")
    return texts.get(kind, texts["other"]).format(name=name)

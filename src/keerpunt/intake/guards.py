"""What must never be stored is replaced before anything is stored (INTAKE.md section 5).

Card numbers become a keyed token with the last four digits, password hashes and reset tokens are dropped, national
numbers and names of folders become keyed tokens. A column's text is searched as one piece; only where that finds
something are its cells looked at one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from keerpunt.intake.card_search import suspicious_cells
from keerpunt.intake.cards import card_numbers, suspect
from keerpunt.model.schema import Field
from keerpunt.values.token import TokenKey

CARDS = "card_numbers"
SECRETS = "secrets"
NATIONAL_IDS = "national_ids"
FOLDERS = "folder_names"

SECRET = re.compile(
    r"\$2[abxy]?\$[^\s\"',;]*|\$[PH]\$[^\s\"',;]*|\$argon2[^\s\"';]*|\$[156]\$[^\s\"',;]+"
    r"|\bpbkdf2(?:_sha\d+\$|:sha\d+:)[^\s\"',;]*|\{S?(?:SHA|MD5)\d*\}[A-Za-z0-9+/=]{16,}"
)
"""Password hashes by their shape: bcrypt, phpass, Argon2, crypt, PBKDF2, LDAP."""

_SECRET_WORDS = frozenset(
    ("password", "passwd", "passphrase", "pass", "pwd", "hash", "salt", "token", "secret", "reset", "cvv", "cvv2")
)
_CHECK_WORDS = frozenset(("cvv", "cvv2"))
_PASSWORDS = (
    "password", "passwd", "wachtwoord", "wachtzin", "passwort", "kennwort", "losungswort", "motdepasse", "contrasena",
    "contrasenha", "haslo",
)  # fmt: skip
"""Words for a password in English, Dutch, German, French, Spanish and Polish, to which others are joined
(`gebruikerswachtwoord`); accents are taken off before names are compared."""
_WHOLE_PASSWORDS = frozenset(("senha", "mdp", "hasla"))
"""The same, too short to be looked for inside other words (Portuguese `resenha` is a review)."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]?|[0-9]+")
_NO_ACCENT = str.maketrans("łŁøØ", "lLoO")
"""Letters with a stroke, which do not come apart into a letter and an accent."""

_FOLDER_FIELDS = frozenset(("folder_id",))
_SCOPE_PREFIX = "folder:"
_OPAQUE = re.compile(
    r"[0-9]{1,20}|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?:folder|pan):[0-9a-f]{16}(?::[0-9]{4})?"
)


def stored_scope(scope: str, key: TokenKey) -> str:
    """Return the scope of a grant as the evidence holds it: the name of a folder as its keyed token."""
    return Guards(key).scope(scope)


@dataclass(slots=True)
class Guards:
    """The guards of one file under one token key; `counts` says how often each one acted.

    `folders` maps a folder id as found to the id as stored, for logs that name folders in their paths.
    """

    key: TokenKey
    counts: Counter[str] = field(default_factory=Counter)
    folders: dict[str, str] = field(default_factory=dict)

    def column(self, table: str, about: Field, values: Sequence[str | None]) -> list[str | None]:
        """Return a text column as it may be stored; None stays None, and so does the number of cells."""
        cells = list(values)
        if about.name == "national_id":
            return [None if cell is None else self.national_id(cell) for cell in cells]
        if about.name in _FOLDER_FIELDS:
            cells = [None if cell is None else self.folder(cell) for cell in cells]
        elif (table, about.name) == ("access_grant", "scope"):
            cells = [None if cell is None else self.scope(cell) for cell in cells]
        present = [cell or "" for cell in cells]
        text = "\n".join(present)
        if not about.guard_exempt:
            for place in suspicious_cells(present, text):
                cells[place] = self.without_cards(present[place])
        if "$" in text or "pbkdf2" in text or "{" in text:
            cells = [None if cell is None else self._without_secrets(cell, keep=about.essential) for cell in cells]
        return cells

    def text(self, text: str) -> str:
        """Return a single text, such as a locator, without card numbers and secrets."""
        if suspect(text):
            text = self.without_cards(text)
        return self._without_secrets(text, keep=True) or ""

    def texts(self, cells: list[str]) -> list[str]:
        """Return locators as they may be stored; a database's row may be named by a card number."""
        if "$" in "".join(cells):
            return [self.text(cell) for cell in cells]
        stored = list(cells)
        for place in suspicious_cells(cells):
            stored[place] = self.text(cells[place])
        return stored

    def without_cards(self, text: str) -> str:
        """Return a text with every card number as `pan:<16 hex>:<last4>`: same number, same token."""
        if not suspect(text):
            return text
        parts, done = [], 0
        for start, end, digits in card_numbers(text):
            parts += [text[done:start], self._card(digits)]
            done = end
            self.counts[CARDS] += 1
        return "".join([*parts, text[done:]]) if parts else text

    def national_id(self, text: str) -> str | None:
        """Return a national number as a keyed token; blanks, dots, hyphens and case make no difference."""
        if re.fullmatch(r"national_id:[0-9a-f]{16}", text):
            return self.without_cards(text)
        plain = "".join(c for c in text if c.isalnum()).upper()
        if not plain:
            return None
        self.counts[NATIONAL_IDS] += 1
        return self._token("national_id", plain)

    def folder(self, text: str) -> str:
        """Return a folder id as it may be stored: digits and UUIDs stay, any other text becomes a keyed token."""
        if _OPAQUE.fullmatch(text):
            stored = self.without_cards(text)
        else:
            stored = self._token("folder", text)
            self.counts[FOLDERS] += 1
        self.folders[text] = stored
        return stored

    def scope(self, text: str) -> str:
        """Return a scope with the folder it names as it may be stored."""
        folder = text.removeprefix(_SCOPE_PREFIX)
        return text if folder == text else _SCOPE_PREFIX + self.folder(folder)

    def _card(self, digits: str) -> str:
        return self._token("pan", digits, f":{digits[-4:]}")

    def _token(self, kind: str, value: str, end: str = "") -> str:
        """Return a token; one that would itself look like a card number is derived anew, so that it stays as it is."""
        while True:
            token = self.key.token(kind, value) + end
            if not any(card_numbers(token)):
                return token
            value += "'"

    def _without_secrets(self, text: str, *, keep: bool) -> str | None:
        plain, n = SECRET.subn("", text)
        if not n:
            return text
        self.counts[SECRETS] += n
        return plain.strip() or (self._token("dropped", text) if keep else None)


def is_secret_name(name: str) -> bool:
    """Tell whether a column or JSON key is named as a password, hash, salt, token, secret, reset, session key or CVV.

    Passwords also by their Dutch, German, French, Spanish, Portuguese and Polish names. `cvv_result` names a check, not
    the number: those words count only at the end.
    """
    words = [word.lower() for word in _WORD.findall(_without_accents(name))]
    joined = "_".join(words)
    if not words:
        return False
    if "session_key" in joined or "sessionkey" in joined or "mot_de_passe" in joined:
        return True
    if any(word in _WHOLE_PASSWORDS or any(each in word for each in _PASSWORDS) for word in words):
        return True
    return any(word in _SECRET_WORDS - _CHECK_WORDS for word in words) or words[-1] in _CHECK_WORDS


def _without_accents(name: str) -> str:
    """Return a name with its letters bare: `contraseña` and `hasło` are found however they are typed."""
    if name.isascii():
        return name
    apart = unicodedata.normalize("NFKD", name.translate(_NO_ACCENT))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))

"""E-mail addresses: the form that compares, and whether the address can belong to one person at all.

Rules of the large providers: Gmail ignores dots and everything after `+` (its help page "Dots don't matter"); Outlook,
Fastmail and Proton ignore everything after `+`. Elsewhere a tag may be a different mailbox, so it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import idna

_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_GMAIL = frozenset(("gmail.com", "googlemail.com"))
_TAGLESS = frozenset(("fastmail.com", "fastmail.fm", "proton.me", "protonmail.com", "protonmail.ch", "pm.me"))
_TAGLESS_NAMES = frozenset(("outlook", "hotmail", "live"))

ROLES = frozenset((
    "abuse", "accounting", "accounts", "admin", "administratie", "administrator", "billing", "bookkeeping",
    "boekhouding", "buchhaltung", "contact", "contacto", "customerservice", "donotreply", "enquiries", "facturen",
    "finance", "hello", "help", "helpdesk", "hostmaster", "info", "invoice", "invoices", "jobs", "klantenservice",
    "kontakt", "mail", "mailerdaemon", "marketing", "newsletter", "noreply", "office", "orders", "payment", "payments",
    "postmaster", "receptie", "root", "sales", "secretariaat", "security", "service", "support", "team", "webmaster",
))  # fmt: skip
STAND_INS = frozenset((
    "anon", "anonym", "anonymous", "anoniem", "asdf", "asdfgh", "dummy", "example", "fake", "na", "no", "nobody",
    "noemail", "noemailaddress", "nomail", "noname", "none", "nonexistent", "nope", "notavailable", "notprovided",
    "null", "nvt", "placeholder", "qwerty", "sample", "test", "testemail", "tester", "testing", "testmail", "testtest",
    "testuser", "undefined", "unknown", "abc", "xyz",
    "geen", "geenemail", "geenmail", "onbekend", "keine", "keineemail", "keinemail", "kein", "unbekannt",
    "aucun", "inconnu", "pasdemail", "sansmail", "ninguno", "desconocido", "nocorreo", "sincorreo", "sinemail",
    "prueba", "nenhum", "desconhecido", "sememail", "semmail", "teste", "nessuno", "sconosciuto", "senzaemail", "prova",
    "brak", "nieznany", "neznamy", "ukendt", "ukjent", "okand", "ingen", "ingenepost", "ingenmail", "tuntematon",
    "eisahkopostia", "ismeretlen", "nincs", "nepoznat", "nema", "bilinmiyor", "yok", "netpochty", "неизвестно", "нет",
    "тест",
))  # fmt: skip
"""Words that are typed where no mailbox is to be given; figures behind them change nothing (`test123`)."""
ANYBODY = frozenset((
    "benutzer", "client", "cliente", "customer", "gast", "gebruiker", "guest", "klant", "klient", "kunde", "member",
    "nutzer", "ospite", "user", "username", "usuario", "utente", "utilisateur", "invitado", "пользователь", "клиент",
))  # fmt: skip
"""Words for whoever comes; with figures behind them they are somebody's mailbox (`user4711`)."""
THROWAWAY = frozenset((
    "10minutemail.com", "dispostable.com", "emailondeck.com", "fakeinbox.com", "getnada.com", "grr.la",
    "guerrillamail.com", "guerrillamail.net", "guerrillamail.org", "mailcatch.com", "maildrop.cc", "mailinator.com",
    "mailnesia.com", "mailsac.com", "mintemail.com", "mohmal.com", "moakt.com", "sharklasers.com", "spam4.me",
    "spamgourmet.com", "temp-mail.org", "tempail.com", "tempmail.net", "tempr.email", "throwawaymail.com",
    "trash-mail.com", "trashmail.com", "trashmail.de", "wegwerfmail.de", "yopmail.com", "yopmail.fr",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Email:
    """`key` identifies; `base` is the address without its tag, a weak key; `role` and `throwaway` identify nobody.

    `role`: an office's mailbox, or a word for none (`noemail@...`, `a@a.nl`).
    """

    key: str
    base: str
    role: bool
    throwaway: bool

    @property
    def identifies(self) -> bool:
        """Whether the address may join records at all."""
        return not (self.role or self.throwaway)


@lru_cache(maxsize=65536)
def normalise(text: str) -> Email | None:
    """Return the address in comparable form, None where the text is no e-mail address.

    NFKC, lower case, domain in IDNA (UTS 46); provider rules as in the module's note.
    """
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:").lower()
    local, separator, domain = folded.rpartition("@")
    domain = _ascii_domain(domain)
    if not separator or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        return None
    plain, _, _ = local.partition("+")
    plain = plain or local
    if domain in _GMAIL:
        domain = "gmail.com"
        local = plain = plain.replace(".", "") or plain
    elif domain in _TAGLESS or domain.split(".", 1)[0] in _TAGLESS_NAMES:
        local = plain
    word = plain.replace(".", "").replace("-", "").replace("_", "")
    role = word in ROLES or _stands_for_none(word, domain)
    return Email(f"{local}@{domain}", f"{plain}@{domain}", role, domain in THROWAWAY)


def _stands_for_none(word: str, domain: str) -> bool:
    """Tell whether a mailbox is typed to fill a field: a word for none, figures in a row, one letter again and again.

    One letter alone is a mailbox (`j@example.org`), unless the domain is that letter too (`a@a.nl`). The domains that
    RFC 6761 keeps from ever being registered reach nobody.
    """
    label, _, rest = domain.partition(".")
    if rest in ("invalid", "localhost") or word in ANYBODY or word.rstrip("0123456789") in STAND_INS:
        return True
    repeated = len(set(word)) == 1 and (len(word) > 2 or set(label) == set(word))
    return repeated or (len(word) > 2 and word in "01234567890")


def _ascii_domain(domain: str) -> str:
    domain = domain.rstrip(".")
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""

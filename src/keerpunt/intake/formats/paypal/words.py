"""What PayPal's words for a state, a check, a balance and a zone mean in ours.

Sources: PayPal activity downloads in each language, seen in public exports of 2009 to 2026, read 2026-09; statuses that
no export in a language showed are plain translations of the English ones. The zone words are those that PayPal prints
in the column TimeZone: daylight-saving words of North America and Europe, and plain offsets. They state an offset, so
that no hour of theirs is ambiguous. `IST` is left out: it is the word of India, Ireland and Israel, and only a zone
declared for the source can tell which.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keerpunt.intake.formats.paypal.spelling import plain

AS_OF = "2026-09"

_STATUS: dict[str, dict[str, str]] = {
    "en": {
        "captured": "Completed|Paid|Cleared|Partially Refunded|Canceled Reversal|Cancelled Reversal|Processed|Released",
        "pending": "Pending|Uncleared|Processing|Unclaimed|Held|On Hold|In Progress|Placed|Temporary Hold|Under Review",
        "failed": "Denied|Failed|Canceled|Cancelled|Expired|Removed|Voided|Declined|Rejected|Blocked",
        "refunded": "Refunded",
        "reversed": "Reversed|Returned",
        "authorised": "Active|Created|Authorized",
    },
    "nl": {
        "captured": "Voltooid|Betaald|Gedeeltelijk terugbetaald|Verwerkt",
        "pending": "In behandeling|In afwachting|Niet-geclaimd|Vastgehouden|In de wacht",
        "failed": "Geweigerd|Geannuleerd|Verlopen|Verwijderd|Mislukt|Afgewezen",
        "refunded": "Terugbetaald",
        "reversed": "Teruggeboekt|Teruggedraaid|Geretourneerd",
        "authorised": "Actief",
    },
    "de": {
        "captured": "Abgeschlossen|Bezahlt|Teilweise zurückgezahlt|Teilweise rückerstattet|Freigegeben",
        "pending": "Ausstehend|Offen|In Bearbeitung|Einbehalten|Nicht eingefordert|Nicht abgeschlossen",
        "failed": "Abgelehnt|Storniert|Entfernt|Abgelaufen|Fehlgeschlagen|Abgebrochen|Ungültig",
        "refunded": "Zurückgezahlt|Rückerstattet",
        "reversed": "Rückgängig gemacht|Zurückgebucht|Rückgebucht|Zurückgegeben",
        "authorised": "Aktiv",
    },
    "fr": {
        "captured": "Terminé|Payé|Effectué|Partiellement remboursé|Remboursé partiellement",
        "pending": "En attente|En cours|Suspendu|Non réclamé",
        "failed": "Refusé|Annulé|Expiré|Supprimé|Échoué|Rejeté",
        "refunded": "Remboursé",
        "reversed": "Retourné|Contrepassé",
        "authorised": "Actif",
    },
    "it": {
        "captured": "Completata|Completato|Pagata|Pagato|Parzialmente rimborsata|Parzialmente rimborsato",
        "pending": "In sospeso|In attesa|In corso",
        "failed": "Rifiutata|Rifiutato|Annullata|Annullato|Scaduta|Scaduto|Rimossa|Rimosso|Negata|Non riuscita",
        "refunded": "Rimborsata|Rimborsato",
        "reversed": "Stornata|Stornato|Restituita",
        "authorised": "Attiva|Attivo",
    },
    "es": {
        "captured": "Completado|Completada|Pagado|Pagada|Reembolsado parcialmente|Parcialmente reembolsado",
        "pending": "Pendiente|En curso|En proceso|Retenido",
        "failed": "Denegado|Rechazado|Cancelado|Cancelada|Vencido|Caducado|Eliminado|Fallido",
        "refunded": "Reembolsado|Reembolsada",
        "reversed": "Anulado|Revertido|Devuelto",
        "authorised": "Activo",
    },
    "pl": {
        "captured": "Zakończono|Ukończono|Zapłacono",
        "pending": "Oczekujące|Oczekuje|W toku",
        "failed": "Odrzucono|Anulowano|Wygasło|Usunięto",
        "refunded": "Zwrócono",
        "reversed": "Cofnięto",
    },
    "ipn": {"captured": "Partially_Refunded|Canceled_Reversal", "refunded": "Refunded", "reversed": "Reversed"},
}

_VERIFIED = "Verified|Geverifieerd|Verifiziert|Vérifié|Verificato|Verificado|Zweryfikowano|Zweryfikowany"
_UNVERIFIED = (
    "Unverified|Non-Verified|Niet geverifieerd|Niet-geverifieerd|Nicht verifiziert|non-Vérifié|non Vérifié|"
    "Non verificato|No verificado|Niezweryfikowany"
)
_CONFIRMED = "Confirmed|Bevestigd|Bestätigt|Confirmé|Confirmée|Confermato|Confirmada|Confirmado|Potwierdzony"
_UNCONFIRMED = (
    "Non-Confirmed|Unconfirmed|Niet-bevestigd|Niet bevestigd|Nicht bestätigt|Non confirmé|Non confirmée|"
    "Non confermato|No confirmada|No confirmado|Niepotwierdzony"
)
_NOWHERE_CONFIRMED = "Non-U.S.|Non-US|International|Intl Unconfirmed|Hors des États-Unis"

MEMO = frozenset(plain(word) for word in ("Memo", "Mémo", "Promemoria", "Nota"))
"""Words of the column Balance Impact for a row that left the balance as it was."""

_OFFSETS: dict[str, tuple[str, ...]] = {
    "-10:00": ("HST", "HAST"),
    "-09:00": ("AKST", "HADT"),
    "-08:00": ("PST", "AKDT"),
    "-07:00": ("PDT", "MST"),
    "-06:00": ("CST", "MDT"),
    "-05:00": ("EST", "CDT"),
    "-04:00": ("AST", "EDT"),
    "-03:30": ("NST",),
    "-03:00": ("ADT", "ART", "BRT"),
    "-02:30": ("NDT",),
    "-02:00": ("BRST",),
    "+00:00": ("GMT", "UTC", "WET", "Z"),
    "+01:00": ("BST", "CET", "MEZ", "WEST"),
    "+02:00": ("CEST", "EET", "MESZ", "SAST"),
    "+03:00": ("EEST", "MSK"),
    "+08:00": ("AWST", "HKT", "SGT"),
    "+09:00": ("JST", "KST"),
    "+09:30": ("ACST",),
    "+10:00": ("AEST",),
    "+10:30": ("ACDT",),
    "+11:00": ("AEDT",),
    "+12:00": ("NZST",),
    "+13:00": ("NZDT",),
}
OFFSETS: dict[str, str] = {word: offset for offset, words in _OFFSETS.items() for word in words}

SUMMER_TIME: dict[str, tuple[str, bool]] = {
    "CET": ("Europe/Berlin", False), "CEST": ("Europe/Berlin", True), "MEZ": ("Europe/Berlin", False),
    "MESZ": ("Europe/Berlin", True), "BST": ("Europe/London", True), "EET": ("Europe/Athens", False),
    "EEST": ("Europe/Athens", True), "PST": ("America/Los_Angeles", False), "PDT": ("America/Los_Angeles", True),
    "MDT": ("America/Denver", True), "CST": ("America/Chicago", False), "CDT": ("America/Chicago", True),
    "EST": ("America/New_York", False), "EDT": ("America/New_York", True),
}  # fmt: skip
"""Words that also tell summer from winter, and so at which of two possible dates a row was written."""

PACIFIC = "America/Los_Angeles"
"""The zone of IPN times that name none. Source: PayPal, "IPN and PDT variables", `payment_date`."""

_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?")


def _inverted(table: dict[str, str]) -> dict[str, str]:
    return {plain(word): meaning for meaning, words in table.items() for word in words.split("|")}


_STATUSES = {language: _inverted(table) for language, table in _STATUS.items()}
_PAYER = _inverted({"pass": _VERIFIED, "unknown": _UNVERIFIED})
_ADDRESS = _inverted({"pass": _CONFIRMED, "unknown": _UNCONFIRMED, "not_supported": _NOWHERE_CONFIRMED})


def status_of(word: str, language: str) -> str | None:
    """Return our status for a status word in a language or in English, None for a word of neither."""
    found = plain(word)
    return _STATUSES[language].get(found) or _STATUSES["en"].get(found)


def payer_check(word: str) -> str | None:
    """Return pass for a verified account; what PayPal did not verify is unknown, never a failure; None: no such word.

    Older exports put the country before it: `Non-U.S. - Verified`.
    """
    return _PAYER.get(plain(word.rpartition(" - ")[2]))


def address_check(word: str) -> str | None:
    """Return pass for a confirmed address, not_supported where PayPal confirms none, else unknown; None: no word."""
    return _ADDRESS.get(plain(word))


@lru_cache(maxsize=1024)
def offset_of(zone: str) -> str | None:
    """Return the offset that a zone word states, as `+HH:MM`; None for a word that states none."""
    word = zone.upper()
    if word in OFFSETS:
        return OFFSETS[word]
    match = _OFFSET.fullmatch(word)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    if int(hours) > 14 or int(minutes or 0) > 59:
        return None
    return f"{sign}{int(hours):02d}:{minutes or '00'}"

"""The columns of PayPal's exports by their names in seven languages, and which column of a file is which.

Source of each table: "PayPal activity download, <language>, seen in public exports" of 2009 to 2026, read 2026-09;
names of the monthly statement (`Description` in place of `Type` and `Status`) and of the personal variant (`Amount`,
`Fees`, `Total`) stand beside those of the activity download. Of several names of a field the first that a header has
counts. PayPal leaves some headers in English, so English completes every other language. A few names that the exports
seen did not show (counterparty, custom number, event code in Dutch and Spanish) are plain translations of the English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from keerpunt.intake.formats.paypal.spelling import plain

AS_OF = "2026-09"

Names = dict[str, tuple[str, ...]]

ENGLISH: Names = {
    "date": ("Date",),
    "time": ("Time",),
    "zone": ("TimeZone", "Time Zone"),
    "name": ("Name",),
    "type": ("Type",),
    "description": ("Description",),
    "status": ("Status",),
    "currency": ("Currency",),
    "gross": ("Gross", "Amount"),
    "fee": ("Fee", "Fees"),
    "net": ("Net", "Total"),
    "from_email": ("From Email Address",),
    "id": ("Transaction ID",),
    "payer_status": ("Counterparty Status",),
    "address_status": ("Address Status",),
    "reference": ("Reference Txn ID",),
    "invoice": ("Invoice Number", "Invoice ID"),
    "custom": ("Custom Number",),
    "balance": ("Balance",),
    "line1": ("Address Line 1",),
    "postcode": ("Zip/Postal Code",),
    "city": ("Town/City",),
    "country": ("Country",),
    "country_code": ("Country Code", "Buyer Country Code"),
    "phone": ("Contact Phone Number",),
    "code": ("Transaction Event Code",),
    "impact": ("Balance Impact",),
    "payer_id": ("Payer ID", "PayerID", "Payer's Account ID", "Payer Account ID"),
}

DUTCH: Names = {
    "date": ("Datum",),
    "time": ("Tijd",),
    "zone": ("Tijdzone",),
    "name": ("Naam",),
    "type": ("Type",),
    "description": ("Omschrijving",),
    "status": ("Status",),
    "currency": ("Valuta",),
    "gross": ("Bruto", "Bedrag"),
    "fee": ("Kosten", "Fee"),
    "net": ("Net", "Netto", "Totaal"),
    "from_email": ("Van e-mailadres",),
    "id": ("Transactiereferentie",),
    "payer_status": ("Status tegenpartij", "Status van tegenpartij"),
    "address_status": ("Status adres", "Adresstatus"),
    "reference": ("Referentie-transactie-id",),
    "invoice": ("Factuurnummer", "Factuurreferentie"),
    "custom": ("Aangepast nummer",),
    "balance": ("Saldo",),
    "line1": ("Adresregel 1",),
    "postcode": ("Postcode",),
    "city": ("Plaats",),
    "country": ("Land",),
    "country_code": ("Landcode",),
    "phone": ("Telefoonnummer contactpersoon",),
    "code": ("Transactiegebeurteniscode",),
    "impact": ("Effect op saldo",),
}

GERMAN: Names = {
    "date": ("Datum",),
    "time": ("Uhrzeit", "Zeit"),
    "zone": ("Zeitzone",),
    "name": ("Name",),
    "type": ("Typ",),
    "description": ("Beschreibung",),
    "status": ("Status",),
    "currency": ("Währung",),
    "gross": ("Brutto", "Betrag"),
    "fee": ("Gebühr", "Entgelt", "Gebühren"),
    "net": ("Netto", "Gesamt"),
    "from_email": ("Absender E-Mail-Adresse", "Von E-Mail-Adresse"),
    "id": ("Transaktionscode",),
    "payer_status": ("Status Gegenpartei", "Status der Gegenpartei"),
    "address_status": ("Adress-Status", "Adressstatus"),
    "reference": (
        "Zugehöriger Transaktionscode",
        "Txn-Referenzkennung",
        "Ref Transaktionscode",
        "Referenztransaktionscode",
    ),
    "invoice": ("Rechnungsnummer",),
    "custom": ("Zollnummer", "Individuelle Nummer"),
    "balance": ("Guthaben",),
    "line1": ("Adresszeile 1", "Addresse"),
    "postcode": ("PLZ",),
    "city": ("Ort",),
    "country": ("Land",),
    "country_code": ("Ländervorwahl", "Ländercode des Käufers"),
    "phone": ("Telefon", "Telefonnummer der Kontaktperson"),
    "code": ("Transaktionsereigniscode",),
    "impact": ("Auswirkung auf Guthaben",),
}

FRENCH: Names = {
    "date": ("Date",),
    "time": ("Heure",),
    "zone": ("Fuseau horaire",),
    "name": ("Nom",),
    "type": ("Type",),
    "description": ("Description",),
    "status": ("État", "Etat"),
    "currency": ("Devise",),
    "gross": ("Avant commission", "Brut", "Montant"),
    "fee": ("Commission", "Frais"),
    "net": ("Net",),
    "from_email": ("De l'adresse email", "Adresse email de l'expéditeur"),
    "id": ("Numéro de transaction",),
    "payer_status": ("Statut de l'autre partie",),
    "address_status": ("État de l'adresse",),
    "reference": ("Numéro de la transaction de référence", "Nº de transaction de référence"),
    "invoice": ("Numéro de facture", "Nº de facture", "Identifiant de facture"),
    "custom": ("Numéro de client", "Nº de client"),
    "balance": ("Solde",),
    "line1": ("Adresse", "Adresse 1"),
    "postcode": ("Code postal",),
    "city": ("Ville",),
    "country": ("Pays",),
    "country_code": ("Indicatif pays", "Code du pays de l'acheteur pour cette transaction"),
    "phone": ("Numéro de téléphone du contact", "N° de téléphone du contact"),
    "code": ("Code de transaction",),
    "impact": ("Impact sur le solde",),
}

ITALIAN: Names = {
    "date": ("Data",),
    "time": ("Orario", "Ora"),
    "zone": ("Fuso orario",),
    "name": ("Nome",),
    "type": ("Tipo",),
    "description": ("Descrizione",),
    "status": ("Stato",),
    "currency": ("Valuta",),
    "gross": ("Lordo", "Importo"),
    "fee": ("Tariffa", "Tariffe"),
    "net": ("Netto", "Totale"),
    "from_email": ("Indirizzo email mittente",),
    "id": ("Codice transazione",),
    "payer_status": ("Stato della controparte",),
    "address_status": ("Stato dell'indirizzo",),
    "reference": ("Codice transazione di riferimento",),
    "invoice": ("N° ordine commerciante", "N. fattura pro-forma"),
    "custom": ("Numero personalizzato",),
    "balance": ("Saldo",),
    "line1": ("Indirizzo",),
    "postcode": ("CAP/Codice postale",),
    "city": ("Città",),
    "country": ("Paese",),
    "country_code": ("Prefisso internazionale", "Codice Paese acquirente"),
    "phone": ("Telefono",),
    "code": ("Codice evento transazione",),
    "impact": ("Impatto sul saldo",),
}

SPANISH: Names = {
    "date": ("Fecha",),
    "time": ("Hora",),
    "zone": ("Zona horaria",),
    "name": ("Nombre",),
    "type": ("Tipo",),
    "description": ("Descripción",),
    "status": ("Estado",),
    "currency": ("Divisa",),
    "gross": ("Bruto", "Importe"),
    "fee": ("Comisión", "Tarifa"),
    "net": ("Neto",),
    "from_email": ("Correo electrónico del remitente",),
    "id": ("Id. de transacción",),
    "payer_status": ("Estado de la otra parte",),
    "address_status": ("Estado de la dirección",),
    "reference": ("Id. de referencia de trans.", "Id. de referencia de la transacción"),
    "invoice": ("N.° de formato de pago", "Número de factura", "Id. de factura"),
    "custom": ("Número personalizado",),
    "balance": ("Saldo",),
    "line1": ("Dirección",),
    "postcode": ("Código postal",),
    "city": ("Población o Ciudad",),
    "country": ("País",),
    "country_code": ("Código de país",),
    "phone": ("Número de teléfono de contacto",),
    "impact": ("Repercusiones en el saldo",),
}

POLISH: Names = {
    "date": ("Data",),
    "time": ("Godzina",),
    "zone": ("Strefa czasowa",),
    "name": ("Nazwa",),
    "type": ("Typ",),
    "description": ("Opis",),
    "status": ("Status",),
    "currency": ("Waluta",),
    "gross": ("Brutto",),
    "fee": ("Opłata",),
    "net": ("Netto",),
    "from_email": ("Z adresu e-mail",),
    "id": ("Numer transakcji",),
    "reference": ("Pomocniczy numer transakcji",),
    "invoice": ("Numer faktury",),
    "balance": ("Saldo",),
    "impact": ("Wpływ na saldo",),
}

IPN: Names = {
    "date": ("payment_date",),
    "type": ("txn_type",),
    "status": ("payment_status",),
    "currency": ("mc_currency",),
    "gross": ("mc_gross",),
    "fee": ("mc_fee",),
    "name": ("address_name",),
    "first_name": ("first_name",),
    "last_name": ("last_name",),
    "from_email": ("payer_email",),
    "id": ("txn_id",),
    "payer_status": ("payer_status",),
    "address_status": ("address_status",),
    "reference": ("parent_txn_id",),
    "invoice": ("invoice",),
    "custom": ("custom",),
    "line1": ("address_street",),
    "postcode": ("address_zip",),
    "city": ("address_city",),
    "country_code": ("address_country_code", "residence_country"),
    "phone": ("contact_phone",),
    "payer_id": ("payer_id",),
    "test": ("test_ipn",),
}
"""Variables of Instant Payment Notification as shops log them. Source: PayPal, IPN and PDT variables, 2026-09."""

LANGUAGES: dict[str, Names] = {
    "en": ENGLISH, "nl": DUTCH, "de": GERMAN, "fr": FRENCH, "it": ITALIAN, "es": SPANISH, "pl": POLISH, "ipn": IPN,
}  # fmt: skip

_PLAIN: dict[str, dict[str, tuple[str, ...]]] = {
    language: {field: tuple(plain(name) for name in names) for field, names in table.items()}
    for language, table in LANGUAGES.items()
}
_NEEDED = ("date", "currency", "gross")


class Cells(dict[str, str]):
    """The texts of one row by field; a field that the file has no column for is `''`."""

    def __missing__(self, field: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row holds which field; `language` is the table that fits the header best.

    `statement`: the header has a description of what happened in place of type and status.
    """

    language: str
    at: Mapping[str, int]
    statement: bool

    def cells(self, row: Sequence[str]) -> Cells:
        """Return the texts of a row by field."""
        return Cells({field: row[place].strip() for field, place in self.at.items()})

    @property
    def recognised(self) -> bool:
        """Whether these are the columns of an export of PayPal, and not of any other list of payments."""
        own = "id" in self.at or ("zone" in self.at and "balance" in self.at)
        return own and (self.language == "ipn" or "time" in self.at)


def columns_of(header: Sequence[str]) -> Columns | None:
    """Match a header against the language tables; None where it has no date, currency, amount or kind of row."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if name:
            places.setdefault(plain(name), place)  # of columns with the same name the first is the one that is meant
    found = {language: _matches(table, places) for language, table in _PLAIN.items()}
    language = max(found, key=lambda name: len(found[name]))
    at = found[language]
    if language != "ipn":
        at = {field: place for field, place in found["en"].items() if place not in at.values()} | at
    kind = at.get("type", at.get("description"))
    if kind is None or any(field not in at for field in _NEEDED):
        return None
    return Columns(language, {**at, "kind": kind}, "type" not in at)


def _matches(table: Mapping[str, tuple[str, ...]], places: Mapping[str, int]) -> dict[str, int]:
    first = ((field, next((places[name] for name in names if name in places), None)) for field, names in table.items())
    return {field: place for field, place in first if place is not None}

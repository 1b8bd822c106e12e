"""By which names columns and tables go: for each canonical field the words that systems use for it, the surest first.

Names are compared by their words in lower case (`names.words_of`), joined by `_`. English, Dutch and German; names of
widely used shop, forum and payment systems are among them.
"""

from __future__ import annotations

import re

from keerpunt.model.tables import CANONICAL

_ACCOUNT_ID = (
    "user_id userid account_id accountid customer_id customerid member_id client_id uid platform_account_id"
    " customer_user user account gebruiker_id klant_id klantnummer kunden_id kundennummer benutzer_id nutzer_id"
    " buyer_id customer_number"
)
_ORDER_ID = (
    "order_id orderid order_no order_number ordernumber order_nr order_ref order no number bestelnummer bestellnummer"
    " ordernummer invoice_id invoice_no invoice_number invoice factuurnummer rechnungsnummer bestelling_id"
)
_EMAIL = "email e_mail mail email_address e_mail_address mail_address user_email emailadres e_mailadres mailadresse"
_PHONE = "phone phone_number telephone telephone_number tel mobile mobile_number telefoon telefoonnummer mobiel telefon"
_IP = "ip ip_address ipaddress ip_addr ipaddr remote_addr client_ip user_ip remote_ip source_ip login_ip ip_adres"
_AGENT = "user_agent useragent agent browser http_user_agent"
_COUNTRY = "country country_code countrycode land landcode country_iso"
_AMOUNT = "amount price total gross sum order_total total_amount grand_total bedrag betrag prijs preis value net"
_CURRENCY = "currency currency_code valuta waehrung currencycode ccy munt"
_CREATED = "created created_at date_created created_on create_time creation_date aangemaakt erstellt"
_TIME = "occurred time timestamp date datetime event_time logged_at date_time datum tijd zeit tijdstip zeitpunkt"
_NAME = "full_name fullname name customer_name naam volledige_naam display_name displayname vollstaendiger"
_BIRTH = "birthdate birth_date date_of_birth dob born birthday geboortedatum geburtsdatum geboren"
_LINE = "line address_line street address street_address adres straat strasse adresse address_1"
_POSTCODE = "postcode postal_code zip zip_code zipcode plz postleitzahl"
_CITY = "city town plaats woonplaats stad ort stadt"
_PSP_REF = (
    "psp_ref provider_ref transaction_id txn_id transactionid payment_id paymentid charge_id payment_ref"
    " payment_reference psp_reference merchant_reference reference ref id transaction transactie_id betalingskenmerk"
)
_PSP = "psp provider payment_provider gateway payment_gateway processor payment_processor payment_method"
_SIZE = "bytes size total_size file_size filesize bytes_sent length grootte groesse"

_COUNTERPARTY = (
    "tegenrekening counterparty_iban payer_iban debtor_iban counterparty_account tegenrekening_iban_bban"
    " iban_tegenpartij tegenrekening_iban"
)

FIELD_WORDS: dict[str, dict[str, str]] = {
    "account": {
        "platform_account_id": f"{_ACCOUNT_ID} id",
        "username": "username user_name login user_login loginname login_name nickname nick handle gebruikersnaam"
        " benutzername screen_name member_name",
        "email": _EMAIL,
        "phone": _PHONE,
        "self_name": f"real_name {_NAME}",
        "self_birthdate": f"{_BIRTH} user_birthday",
        "self_country": _COUNTRY,
        "registered": "registered registered_at registration_date date_registered reg_date signup_date signup joined"
        f" join_date joined_at user_registered user_regdate registratiedatum registriert regdate {_CREATED}",
        "register_ip": f"register_ip registration_ip reg_ip signup_ip created_ip create_ip {_IP}",
        "last_seen": "last_seen seen last_login last_active last_visit lastvisit last_activity user_lastvisit lastlogin"
        " laatst_gezien zuletzt",
        "status": "status state user_status account_status user_state",
        "locale": "locale lang language user_lang taal sprache",
    },
    "purchase_order": {
        "order_id": f"{_ORDER_ID} id",
        "platform_account_id": _ACCOUNT_ID,
        "psp": _PSP,
        "psp_ref": _PSP_REF.replace(" id ", " "),
        "placed": f"placed placed_at ordered ordered_at order_date date_ordered besteldatum bestelldatum {_CREATED}"
        " date datum",
        "amount": _AMOUNT,
        "product": "product item product_id product_name sku article artikel plan package",
        "channel": "channel site shop store storefront website",
        "ip": _IP,
        "email": _EMAIL,
    },
    "payment": {
        "psp": _PSP,
        "psp_ref": _PSP_REF,
        "order_id": _ORDER_ID,
        "platform_account_id": _ACCOUNT_ID,
        "initiated": "initiated paid paid_at payment_date paid_on transaction_date booking_date completed_at boekdatum"
        f" buchungstag betaaldatum {_CREATED} date time timestamp datetime datum",
        "amount": _AMOUNT,
        "iban": f"{_COUNTERPARTY} iban account_iban",
        "bic": "bic swift bic_code",
        "payer_name": "payer_name payer cardholder cardholder_name card_holder counterparty tegenpartij consumer_name"
        f" auftraggeber {_NAME}",
        "payer_email": f"payer_email from_email {_EMAIL}",
        "payer_phone": f"payer_phone {_PHONE}",
        "payer_id": "payer_id",
        "last4": "last4 last_4 card_last4 last_four last",
        "bin": "bin card_bin iin",
        "brand": "brand card_brand card_type",
        "expiry": "expiry exp card_expiry expiry_date",
        "issuer_country": "issuer_country card_country",
        "status": "status state payment_status",
        "direction": "direction af_bij bij_af debit_credit credit_debit cdtdbtind soll_haben richting",
        "row_kind": "row_kind type kind transaction_type",
        "billing_line1": f"billing_line1 billing_address billing_street {_LINE}",
        "billing_postcode": f"billing_postcode billing_zip {_POSTCODE}",
        "billing_city": f"billing_city {_CITY}",
        "billing_country": f"billing_country {_COUNTRY}",
        "ip": _IP,
        "user_agent": _AGENT,
        "device_id": "device_id deviceid device_fingerprint",
        "wallet_address": "wallet_address wallet address btc_address",
        "parent_psp_ref": "parent_psp_ref original_reference parent_id",
    },
    "access_grant": {
        "platform_account_id": _ACCOUNT_ID,
        "order_id": _ORDER_ID,
        "granted": f"granted granted_at access_granted given given_at valid_from start start_date {_CREATED}",
        "expires": "expires expires_at expiry access_expires until valid_until valid_to end end_date verloopt",
        "credential_kind": "credential_kind kind credential type",
        "scope": "scope",
    },
    "folder": {
        "folder_id": "folder_id folderid folder id album_id gallery_id",
        "period": "period month periode maand",
        "item_count": "item_count items file_count files count num_files aantal anzahl",
        "bytes": _SIZE,
        "content_scope": "content_scope",
    },
    "session": {
        "platform_account_id": _ACCOUNT_ID,
        "event": "event action event_type type log_operation",
        "occurred": f"login_time login_at logged_in session_time session_start log_time {_TIME} {_CREATED}",
        "ip": f"session_ip log_ip {_IP}",
        "src_port": "src_port source_port port remote_port client_port",
        "user_agent": f"session_browser {_AGENT}",
        "device_id": "device_id deviceid device",
    },
    "download": {
        "platform_account_id": _ACCOUNT_ID,
        "folder_id": "folder_id folderid folder album_id gallery_id",
        "occurred": f"download_time downloaded downloaded_at {_TIME} {_CREATED}",
        "ip": _IP,
        "src_port": "src_port source_port port remote_port client_port",
        "status": "status status_code http_status",
        "bytes_sent": _SIZE,
        "object_bytes": "object_bytes",
    },
    "dispute": {
        "psp": _PSP,
        "psp_ref": f"charge payment {_PSP_REF}",
        "reason": "reason reason_code",
        "filed": f"filed filed_at dispute_date disputed_at {_CREATED} date",
        "outcome": "outcome result status",
    },
    "subscriber": {
        "provider": "provider bank isp operator",
        "provider_kind": "provider_kind",
        "customer_ref": "customer_ref customer_reference customer_number customer_no customer_id klantnummer"
        " kundennummer relatienummer",
        "response": "response result answer",
        "full_name": _NAME,
        "birthdate": _BIRTH,
        "birthplace": "birthplace birth_place place_of_birth geboorteplaats geburtsort",
        "nationality": "nationality nationaliteit",
        "national_id": "national_id bsn ssn personnummer cpr national_number steuer_id",
        "line1": _LINE,
        "postcode": _POSTCODE,
        "city": _CITY,
        "country": _COUNTRY,
        "emails": f"emails {_EMAIL}",
        "phones": f"phones {_PHONE}",
        "customer_since": "customer_since klant_sinds kunde_seit member_since",
        "request_id": "request_id request",
    },
    "ip_assignment": {
        "provider": "provider isp operator",
        "customer_ref": "customer_ref customer_reference customer_number customer_id subscriber_id klantnummer",
        "ip": _IP,
        "port_from": "port_from start_port first_port",
        "port_to": "port_to end_port last_port",
        "valid_from": "valid_from lease_start start start_time from session_start",
        "valid_to": "valid_to lease_end end end_time to until session_end",
        "installation_line1": _LINE,
        "installation_postcode": _POSTCODE,
        "installation_city": _CITY,
        "installation_country": _COUNTRY,
        "request_id": "request_id request",
    },
}
"""Canonical table to field to names, the surest first, joined by blanks."""

COUNTERPARTY = frozenset(_COUNTERPARTY.split())
"""Names of a column with the account of the other party; `iban` alone may be the account that was paid into."""

METHODS = frozenset(("payment_method", "gateway", "payment_gateway"))
"""Names of a column that shops fill with a provider or with a method such as card."""

CURRENCY_WORDS = tuple(_CURRENCY.split())

SIGNATURES: dict[str, frozenset[str]] = {
    "account": frozenset(("username", "registered", "last_seen", "register_ip", "self_birthdate", "locale")),
    "purchase_order": frozenset(("order_id", "amount", "product", "placed")),
    "payment": frozenset(("psp_ref", "initiated", "amount", "iban", "payer_name", "payer_email", "last4", "bin")),
    "access_grant": frozenset(("expires", "scope", "credential_kind", "granted")),
    "folder": frozenset(("item_count", "bytes", "period")),
    "session": frozenset(("event", "user_agent", "src_port")),
    "download": frozenset(("folder_id", "bytes_sent")),
    "dispute": frozenset(("reason", "outcome", "filed")),
    "subscriber": frozenset(
        ("customer_ref", "full_name", "birthdate", "line1", "postcode", "customer_since", "national_id")
    ),
    "ip_assignment": frozenset(("valid_from", "valid_to", "port_from", "port_to", "customer_ref")),
}
"""Fields that tell a table from others; each weighs double."""

TABLE_WORDS: dict[str, str] = {
    "account": "users user accounts account members member customers customer gebruikers klanten benutzer kunden",
    "purchase_order": "orders order purchases purchase bestellingen bestellungen sales",
    "payment": "payments payment transactions transaction betalingen zahlungen transacties charges",
    "access_grant": "access grants grant access_grants permissions entitlements",
    "folder": "folders folder albums galleries directories mappen",
    "session": "logins login sessions session auth_log login_log logins_log",
    "download": "downloads download download_log",
    "dispute": "disputes dispute chargebacks chargeback",
    "subscriber": "subscribers subscriber abonnees",
    "ip_assignment": "ip_assignments ip_assignment leases dhcp_leases radius",
}
"""Canonical table to names that systems give such a table."""

_PLAIN_WORDS = """
id no nr name first last middle date time day month year type kind status state code number value text description note
comment title url path file address line street city country zip post postal region province phone mobile fax email mail
web site language gender sex age birth born company organisation organization department account user customer client
member admin role group level password hash token salt secret pass amount total price sum tax vat fee discount currency
rate balance credit debit card iban bic bank payment method order invoice item product quantity qty sku shipping billing
reference ref transaction session login logout ip port host agent browser device os version created updated modified
deleted added started ended expires valid active enabled locked visible count size length width height weight score
voornaam achternaam naam adres straat huisnummer postcode plaats land geboortedatum datum tijd bedrag valuta rekening
omschrijving mededeling soort klant gebruiker wachtwoord vorname nachname strasse hausnummer plz ort datum uhrzeit
betrag waehrung konto verwendungszweck kunde benutzer kennwort sent received is has of to from at on by in meta key data
"""

_WORD = re.compile(r"[^\W\d_]+")
KNOWN_WORDS = frozenset(
    word
    for text in (
        *(words for fields in FIELD_WORDS.values() for words in fields.values()),
        *(field.name for each in CANONICAL.values() for field in each.fields),
        _CURRENCY,
        _PLAIN_WORDS,
    )
    for word in _WORD.findall(text.replace("_", " "))
)
"""Words that columns are called by: a first line that has none of them may be a record."""

"""The texts to providers in Dutch."""

from __future__ import annotations

QUESTIONS = {
    "psp_checks": "Per betaling: welke controles zijn gedaan (beveiligingscode, factuuradres, 3-D Secure, of de "
    "betaler een bevestiging moest geven) en hoe elke controle afliep.",
    "psp_disputes": "Per betaling: of zij is betwist, op welke dag, met welke reden, en hoe dat afliep. Verwijder "
    "de regels van betalingen die niemand betwistte; een bestand met alleen de kopregel zegt dat er geen waren.",
    "issuer_fraud": "Of de kaart of rekening als verloren, gestolen of oneigenlijk gebruikt is gemeld of is "
    "geblokkeerd, en vanaf wanneer. Verwijder de regels waarover niets is gemeld.",
    "bank_holder": "Wie de kaart of rekening op de genoemde tijden had, sinds wanneer, hoe en op welke dag die "
    "klant is geïdentificeerd, op welke adressen de klant woonde, en welke e-mailadressen en telefoonnummers "
    "bekend zijn.",
    "isp_assignment": "Welke klant het internetadres had op elk genoemd tijdstip (en poort), van wanneer tot "
    "wanneer de toewijzing liep, of het adres werd gedeeld, waar de lijn is aangelegd, en wie die klant is.",
    "email_holder": "Wie de mailbox op de genoemde tijden had, van wanneer tot wanneer, en hoe die klant is "
    "geïdentificeerd.",
    "phone_holder": "Wie het nummer op de genoemde tijden had, van wanneer tot wanneer, en hoe die klant is "
    "geïdentificeerd.",
    "exchange_holder": "Welke klant van dit adres ontving of eraan betaalde, hoe en op welke dag die klant is "
    "geïdentificeerd, en bedrag en tijdstip van de betreffende overboekingen.",
    "register_civil": "Naam, geboortedatum, adressen met hun data en, indien van toepassing, datum van overlijden.",
    "register_household": "Hoeveel personen toen op het adres woonden, deze persoon meegerekend, in welke relatie, "
    "en of er personen jonger dan 18 onder zijn.",
    "register_criminal": "Of het justitiële register een vermelding bevat van de soort die de verzoekende eenheid "
    "met u heeft afgesproken.",
    "register_position_of_trust": "Of het register van gescreende functies een vermelding over deze persoon bevat.",
}
ADDRESSEES = {
    "bank": "{name} (bank)",
    "psp": "{name} (betaaldienst)",
    "acquirer": "{name} (acquirer)",
    "issuer": "{name} (kaartmaatschappij of uitgever)",
    "isp": "{name} (internetaanbieder)",
    "email": "{name} (mailaanbieder)",
    "telecom": "{name} (telefoonaanbieder)",
    "exchange": "{name} (handelsplatform)",
    "register": "{name} (register)",
    "issuer-of-": "De bank die kaarten uitgaf die beginnen met {name}",
    "issuer-of-card-": "De bank die de kaart met kenmerk {name} uitgaf (de betaaldienst weet welke)",
    "holder-of-": "Het handelsplatform dat het adres {name} beheert (op te zoeken)",
    "network-of-": "De internetaanbieder van het netwerk van {name} (op te zoeken)",
    "carrier-of-": "De telefoonaanbieder van het nummer {name} (op te zoeken)",
    "as": "De internetaanbieder van netwerk AS{name}{network}",
    "other": "{name}",
}
LETTER = {
    "title": "Verzoek om gegevens",
    "to": "Aan",
    "date": "Datum",
    "reference": "Ons kenmerk",
    "basis": "Grondslag",
    "intro": "Op de hierboven genoemde grondslag vragen wij u om de gegevens die hieronder staan. Alle tijden zijn "
    "in UTC; elke tijd kan afwijken met de marge die ernaast staat.",
    "nothing": "Deze brief zegt niets over uw klanten. De gegevens zijn nodig om feiten vast te stellen, en feiten "
    "die voor een klant pleiten zijn daarbij even belangrijk als andere.",
    "values": "Waar de vraag over gaat",
    "instants": "Tijdstippen (UTC)",
    "more": "en nog {n} in {file}",
    "period": "{begin} tot {end}",
    "how": "Hoe u antwoordt",
    "how_1": "Vul het bestand of de bestanden {files} in. Elke regel draagt het nummer van zijn vraag; laat dat "
    "nummer staan. Data en tijden in ISO 8601, tijden met hun zone.",
    "how_2": "Wat u niet weet, blijft leeg. Past niemand, schrijf dan no_match in de kolom response; past meer dan "
    "één, dan multiple; zijn de gegevens er niet meer, dan expired; mag u niet antwoorden, dan refused.",
    "how_3": "Laat ons weten op welke dag het antwoord is gemaakt en welke tijd het beslaat, en licht de klant "
    "niet in tenzij een wet u daartoe verplicht.",
    "keep": "Bewaar de hier genoemde gegevens tot u kunt antwoorden. Een tekst daarvoor staat in {file}.",
    "unit": "Eenheid en contact",
    "signed": "Naam, functie, handtekening",
    "page": "pagina {page} van {pages}",
    "questions": "Vraag",
    "card": "kaart",
    "port": "poort",
    "synthetic": "SYNTHETISCH, NIET VERZENDEN",
    "draft": "Niet geldig zonder handtekening.",
}
PRESERVATION = {
    "title": "Verzoek om gegevens te bewaren",
    "body": "Bewaar de hieronder genoemde gegevens zoals ze zijn, tot ons verzoek daarom is beantwoord of "
    "ingetrokken. Op deze tekst alleen hoeft u niets te verstrekken.",
    "line": "{about}, van {begin} tot {end} (UTC)",
    "undated": "{about}",
    "last": "Voor zover wij weten kunnen de gegevens anders vanaf {day} worden verwijderd; laat het ons weten als "
    "dat eerder is.",
    "past": "Voor zover wij weten kunnen de oudste van deze gegevens sinds {day} weg zijn; bewaar en noem wat er "
    "nog is.",
}
OWN_WORK = {
    "read_source": "Lees deze bron en noem haar in operation.toml.",
    "sealed_comparison": "Laat de geheimen van het account en van de persoon verzegeld vergelijken, en leg het "
    "oordeel vast.",
    "law_profile": "Laat het rechtsprofiel van dit land nakijken voor de data van de handelingen.",
}
KINDS = {
    "card": "kaartkenmerk",
    "iban": "rekening",
    "paypal": "betaler",
    "wallet": "adres",
    "payment": "betaling",
    "email": "mailbox",
    "phone": "nummer",
    "ip": "internetadres",
    "customer": "klant",
}

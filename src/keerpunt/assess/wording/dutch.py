"""Every code of the assessment in plain Dutch. Neutral words: nothing here calls a person anything."""

from __future__ import annotations

INDICATORS = {
    "I01": "de bank vroeg de kaarthouder zich te melden en dat lukte (3-D Secure)",
    "I02": "de betaling is zwak of niet bevestigd; dat komt veel voor en zegt niets",
    "I03": "de betaling is vanaf de bankrekening van de betaler zelf gedaan",
    "I04": "de beveiligingscode van de kaart is gecontroleerd",
    "I05": "het factuuradres is door de bank van de kaart gecontroleerd",
    "I06": "de betaler heeft een betaling betwist",
    "I07": "een bank of kaartmaatschappij meldde fraude met de kaart of rekening",
    "I08": "geen betaling is betwist, hoewel daar tijd voor was",
    "I09": "dezelfde kaart of rekening betaalde in meerdere maanden",
    "I10": "eerdere onbetwiste betalingen delen apparaat of adres met de laatste",
    "I11": "hetzelfde internetadres is gebruikt door de klant van de bank of mailaanbieder",
    "I12": "de landen van internetadres, kaart en factuuradres",
    "I13": "het internetadres is van een hostingbedrijf",
    "I14": "veel verschillende betalers op één apparaat, e-mailadres of internetadres",
    "I15": "één kaart of rekening betaalde voor accounts van meerdere gebruikers",
    "I16": "de betaling ligt in een reeks zoals mensen die niet maken",
    "I17": "van wie het e-mailadres of telefoonnummer van het account is, volgens een aanbieder",
    "I18": "of een geheim is hergebruikt, volgens een verzegelde vergelijking",
    "I19": "of de betaalde toegang is gebruikt",
    "I20": "vanaf wiens lijn het account is gebruikt, volgens de internetaanbieder",
    "I21": "een handeling tijdens een bewezen afwezigheid",
    "I22": "het factuuradres was niet meer van de persoon",
    "I23": "de kaart of rekening bestond niet meer, of de persoon was overleden",
    "I24": "de bank heeft de klant geïdentificeerd die deze kaart of rekening heeft",
    "I25": "één kaart is binnen een dag belast bij meerdere winkels van één eigenaar",
    "I26": "hoeveel klachten en ongebruikte accounts de winkel heeft",
    "I27": "wie er op het adres woont, volgens het register",
    "I28": "namen en geboortedata in verschillende bronnen",
    "I29": "vlak daarvoor zijn andere kaarten geprobeerd",
    "I30": "een handelsplatform noemt de houder van de wallet",
    "I31": "de kaart stond op een lijst van gestolen kaarten",
}
ERRORS = {
    "E01": "twee geboortedata zijn gelijk als dag en maand worden verwisseld",
    "E02": "twee datums verschillen alleen in het jaar, of een account is ouder dan de gebruiker kan zijn",
    "E03": "de tijdzone is aangenomen of wordt door de bron zelf tegengesproken",
    "E04": "het uur komt bij het verzetten van de klok dubbel of niet voor",
    "E05": "de lijn ligt op een ander adres",
    "E06": "het internetadres wordt door veel lijnen gedeeld en de poort is onbekend",
    "E07": "de waarde is gebruikt buiten de tijd waarin zij van de persoon was, of die tijd is niet vermeld",
    "E08": "een nummer klopt niet met zijn eigen controle, zoals na een typefout",
    "E09": "alles rust op één gebruik of één toewijzing van een internetadres",
    "E10": "het internetadres komt uit een kopregel die iedereen kan schrijven",
    "E11": "het tijdstip is te grof om een internetadres op te zoeken",
    "E12": "de kaart is vergeleken op enkele cijfers, of op een kenmerk van een andere aanbieder",
    "E13": "gegevens zijn alleen op naam samengevoegd",
    "E14": "er is een naamgenoot op hetzelfde adres",
}
HYPOTHESES = {
    "holder": "de houder zelf handelde",
    "household": "een huisgenoot of gemachtigde handelde",
    "stolen_data": "een dief de kaart- of rekeninggegevens gebruikte",
    "fabricated": "het platform, een partner of een insider de betaling verzon",
    "taken_over": "iemand het platformaccount had overgenomen",
    "identity_theft": "iemand de kaart of rekening op naam van de persoon had geopend",
    "data_error": "gegevens verkeerd zijn samengevoegd",
}
STATES = {
    "supports": "de bevindingen spreken ervoor",
    "against": "de bevindingen spreken ertegen",
    "unknown": "onderzocht, en nog open",
    "not_examined": "niet onderzocht",
}
GRADES = {
    "none": "onderscheiden de twee niet",
    "weak": "zijn in geringe mate eerder te verwachten",
    "moderate": "zijn in redelijke mate eerder te verwachten",
    "moderately_strong": "zijn in vrij sterke mate eerder te verwachten",
    "strong": "zijn in sterke mate eerder te verwachten",
    "very_strong": "zijn in zeer sterke mate eerder te verwachten",
    "extremely_strong": "zijn in uiterst sterke mate eerder te verwachten",
}
GATES = {"review_ready": "een mens mag dit spoor nu beoordelen", "unresolved": "niet opgelost"}
VALUES = {
    "supports": "steunt", "contradicts": "spreekt tegen", "neutral": "neutraal", "not_available": "niet beschikbaar",
}  # fmt: skip
TABLES = {
    "account": "accounts", "purchase_order": "bestellingen", "payment": "betalingen",
    "payment_check": "controles van betalingen", "dispute": "betwistingen", "fraud_report": "fraudemeldingen",
    "access_grant": "verleende toegang", "folder": "mappen", "session": "aanmeldingen", "download": "downloads",
    "subscriber": "antwoorden over klanten", "ip_assignment": "antwoorden over internetadressen",
    "register_extract": "registeruittreksels", "request_sent": "verzonden verzoeken",
    "judgement": "menselijke oordelen", "hotline_report": "meldingen van meldpunten",
    "material_file": "hashcatalogus", "hash_entry": "hashlijsten", "list_release": "uitgaven van hashlijsten",
    "material_match": "hashtreffers", "series_overlap": "reeksen",
}  # fmt: skip
MISSING = {
    "one_origin_only": "minder dan twee onafhankelijke bronnen steunen het",
    "no_independent_party": "geen onafhankelijke bron verbindt de persoon met de handeling",
    "ip_single_point": "de band met de persoon is één gebruik van een internetadres",
    "no_verified_record": "geen aanbieder die een document zag noemt de persoon",
    "identity_conflict": "de gegevens van de persoon spreken elkaar tegen",
    "rival_identity": "een contactgegeven van het account is van iemand anders",
    "age_unknown": "geen geverifieerde geboortedatum",
    "minor_indicated": "een geboortedatum zegt dat de persoon minderjarig was",
    "deceased": "het register zegt dat de persoon is overleden",
    "country_unknown": "het bevoegde land is onbekend",
    "country_conflict": "even goede feiten noemen verschillende landen",
    "law_unknown": "het recht op de datum van de handelingen is onbekend",
    "law_no_offence": "de handelingen waren daar toen niet strafbaar",
    "no_settled_payment": "er is geen afgeronde betaling over",
    "scope_mixed": "er werd ook legale inhoud verkocht en toegang tot het illegale deel blijkt niet",
    "special_account": "een account van test, personeel, partner of politie",
}
TEMPLATES = {
    "open": "er spreekt niet genoeg tegen dat {hypothesis}",
    "not_examined": "niet onderzocht of {hypothesis}",
    "contradiction": "een open tegenspraak: {indicator}",
    "unread": "niet gelezen: {table}",
}
REASONS = {
    "minor_at_act": "een geverifieerde geboortedatum zegt dat de persoon bij een handeling minderjarig was",
    "law_no_offence": "de handelingen waren daar toen niet strafbaar",
    "law_unknown": "het recht op de datum van de handelingen is onbekend",
    "law_unreviewed": "geen jurist heeft het rechtsprofiel van dit land nagekeken",
    "special_account": "een account van test, personeel, partner of politie",
    "gate_unresolved": "het spoor is niet opgelost",
    "country_abroad": "een ander land is bevoegd",
    "similar_prior": "een soortgelijk feit staat geregistreerd",
    "minors_in_household": "er wonen minderjarigen in het huishouden",
    "position_of_trust": "de persoon heeft een vertrouwenspositie met kinderen",
    "criterion_unknown": "een criterium is onbekend",
    "criteria_answered_no": "de criteria zijn gevraagd en met nee beantwoord",
    "similar_prior_unknown": "onbekend of een soortgelijk feit geregistreerd staat",
    "minors_in_household_unknown": "onbekend of er minderjarigen in het huishouden wonen",
    "position_of_trust_unknown": "onbekend of de persoon een vertrouwenspositie heeft",
    "criterion_stale": "een antwoord over een criterium is ouder dan toegestaan, of zonder datum",
}
SUGGESTIONS = {
    "investigation": "opsporingsonderzoek", "warning_talk": "waarschuwingsgesprek", "minor_route": "jeugdroute",
    "enquire_first": "eerst navragen", "refer_abroad": "overdragen aan het bevoegde land",
    "none": "niets voorgesteld", "unknown": "geen voorstel",
}  # fmt: skip
LAW = {"offence": "toen strafbaar", "no_offence": "toen niet strafbaar", "unknown": "onbekend"}
BASES = {
    "residence": "geverifieerde woonplaats bij de handelingen",
    "residence_undated": "geverifieerde woonplaats, zonder datum", "installation": "adres van de lijn",
    "billing": "factuuradres", "issuer": "land van kaart of rekening", "phone": "land van het telefoonnummer",
    "ip": "internetadres", "unknown": "onbekend",
}  # fmt: skip
CONFLICTS = {
    "same_class": "even goede feiten noemen verschillende landen",
    "moved": "woonde bij eerdere handelingen in {country}",
    "lower": "{basis} zegt {country}",
}
ASKS = {
    "read_source": "lees de bron die voorhanden is",
    "psp_checks": "vraag de betaaldienst naar zijn controles",
    "psp_disputes": "vraag de betaaldienst naar betwistingen",
    "issuer_fraud": "vraag de bank van de kaart naar fraudemeldingen",
    "bank_holder": "vraag de bank wie de kaart of rekening heeft, en hoe die is geïdentificeerd",
    "isp_assignment": "vraag de internetaanbieder wie het adres had, op minstens twee tijdstippen, met poorten",
    "email_holder": "vraag de mailaanbieder van wie het adres is",
    "phone_holder": "vraag de telefoonaanbieder van wie het nummer is",
    "exchange_holder": "vraag het handelsplatform van wie de wallet is",
    "register_civil": "vraag het bevolkingsregister",
    "register_household": "vraag het register wie er op het adres woont",
    "register_criminal": "vraag het strafregister",
    "register_position_of_trust": "vraag naar vertrouwensposities",
    "sealed_comparison": "maak een verzegelde vergelijking van geheimen",
    "law_profile": "laat het rechtsprofiel van het land nakijken",
    "human_judgement": "een mens oordeelt erover, met een reden",
}
SENTENCES = {
    "for": "De bevindingen {grade} als {holder} dan als {rival}.",
    "equal": "De bevindingen {grade}: ze zijn ongeveer even goed te verwachten als {holder} als wanneer {rival}.",
    "against": "De bevindingen {grade} als {rival} dan als {holder}.",
    "deciding": "Van alle andere verklaringen onderscheiden de bevindingen deze het minst.",
    "caveat": "Deskundig oordeel, niet gekalibreerd. Niets hier is een kans dat iemand iets heeft gedaan.",
    "payments": "{n} afgeronde betalingen in {months} maanden.",
    "origins": "{n} onafhankelijke bronnen steunen het.",
    "not_available": "niet beschikbaar: {what}",
    "closed": "door een mens beantwoord: {what}",
}

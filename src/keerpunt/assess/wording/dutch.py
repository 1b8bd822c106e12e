"""Every code of the assessment in plain Dutch. Neutral words: nothing here calls a person anything."""

from __future__ import annotations

# Topics, whichever way a finding speaks: the same words stand under for, against, neutral and unknown.
INDICATORS = {
    "I01": "de vraag van de bank aan de kaarthouder bij de betaling (3-D Secure)",
    "I02": "een betaling zonder zo'n vraag; dat komt veel voor en zegt niets",
    "I03": "de naam van de betaler op de overboeking, en van wie die rekening is",
    "I04": "de controle van de beveiligingscode van de kaart",
    "I05": "de controle van het factuuradres door de bank van de kaart",
    "I06": "een betwisting van een betaling door de betaler",
    "I07": "meldingen van fraude met de kaart of rekening door bank of kaartmaatschappij",
    "I08": "maanden zonder betwisting van een betaling, hoewel daar tijd voor was",
    "I09": "of dezelfde kaart of rekening in meerdere maanden betaalde",
    "I10": "eerdere onbetwiste betalingen die apparaat of adres delen met de laatste",
    "I11": "het internetadres in gebruik bij een klant van de bank of mailaanbieder",
    "I12": "de landen van internetadres, kaart en factuuradres",
    "I13": "of het internetadres van een hostingbedrijf is",
    "I14": "hoeveel verschillende betalers één apparaat, e-mailadres of internetadres delen",
    "I15": "voor hoeveel gebruikers één kaart of rekening betaalde",
    "I16": "of de betaling in een reeks ligt zoals mensen die niet maken",
    "I17": "van wie het e-mailadres of telefoonnummer van het account is, volgens een aanbieder",
    "I18": "of een geheim is hergebruikt, volgens een verzegelde vergelijking",
    "I19": "of de betaalde toegang is gebruikt",
    "I20": "vanaf wiens lijn het account is gebruikt, volgens de internetaanbieder",
    "I21": "de uren van gebruik, en handelingen tijdens een bewezen afwezigheid",
    "I22": "of het factuuradres toen van de persoon was",
    "I23": "of kaart, rekening en persoon toen bestonden",
    "I24": "hoe de bank de klant vaststelde die deze kaart of rekening heeft",
    "I25": "afschrijvingen van één kaart bij meerdere winkels van één eigenaar op één dag",
    "I26": "hoeveel klachten en ongebruikte accounts de winkel heeft",
    "I27": "wie er op het adres woont, volgens het register",
    "I28": "namen en geboortedata in verschillende bronnen",
    "I29": "of vlak daarvoor andere kaarten zijn geprobeerd",
    "I30": "van wie de wallet is, volgens een handelsplatform",
    "I31": "of de kaart op een lijst van gestolen kaarten staat",
}
ERRORS = {
    "E01": "twee geboortedata die gelijk zijn als dag en maand worden verwisseld",
    "E02": "twee datums die alleen in het jaar verschillen, of een account ouder dan de gebruiker kan zijn",
    "E03": "een tijdzone die is aangenomen of door de bron zelf wordt tegengesproken",
    "E04": "een uur dat bij het verzetten van de klok dubbel of niet voorkomt",
    "E05": "een lijn die op een ander adres ligt",
    "E06": "een internetadres dat veel lijnen delen, zonder poort",
    "E07": "een waarde gebruikt buiten de tijd waarin zij van de persoon was, of die tijd is niet vermeld",
    "E08": "een nummer dat niet klopt met zijn eigen controle, zoals na een typefout",
    "E09": "een verband dat op één gebruik of één toewijzing van een internetadres rust",
    "E10": "een internetadres uit een kopregel die iedereen kan schrijven",
    "E11": "een tijdstip dat te grof is om een internetadres op te zoeken",
    "E12": "een kaart vergeleken op enkele cijfers, of op een kenmerk van een andere aanbieder",
    "E13": "gegevens die alleen op naam zijn samengevoegd",
    "E14": "een naamgenoot op hetzelfde adres",
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
}  # fmt: skip
REFERENCES = {
    "hosting_ranges": "lijst van hostingnetwerken", "tor_exits": "lijst van Tor-uitgangen",
    "cgnat_ranges": "lijst van gedeelde adressen", "shared_owners": "lijst van winkels van één eigenaar",
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
    "caveat_generated": "Deskundig oordeel op een schaal die past bij {n} verzonnen sporen ({date}). Verzonnen "
    "operaties zijn geen echte mensen, en niets hier is een kans dat iemand iets heeft gedaan.",
    "caveat_adjudicated": "Deskundig oordeel op een schaal die past bij {n} sporen van afgesloten zaken ({date}). "
    "Niets hier is een kans dat iemand iets heeft gedaan.",
    "caveat_other": "Deskundig oordeel volgens een eigen beleid van de eenheid. Niets hier is een kans dat iemand iets "
    "heeft gedaan.",
    "payments": "{n} afgeronde betalingen in {months} maanden.",
    "origins": "{n} onafhankelijke bronnen steunen het.",
    "not_available": "niet beschikbaar: {what}",
    "closed": "door een mens beantwoord: {what}",
}
NEXT = {
    "if": "Als {answer}, dan {what}.",
    "to_review": "gaat dit spoor naar beoordeling",
    "settles": "is dit opgelost: {what}; nog open: {n}",
    "falls": "valt het spoor af: {what}",
    "stays": "blijft het spoor waar het is",
    "more": "nog {n}",
    "criterion": "Het antwoord lost een criterium van de suggestie op: {what}.",
    "log_until": "gegevens worden bewaard tot ongeveer {day}, voor zover wij weten",
    "log_past": "gegevens kunnen weg zijn sinds {day}, voor zover wij weten",
}
BEST_ANSWERS = {
    "read_source": "daar niets tegen het spoor in staat",
    "psp_checks": "de betaaldienst zegt dat de kaarthouder de vraag van de bank goed beantwoordde",
    "psp_disputes": "de betaaldienst zegt dat niemand een betaling betwistte",
    "issuer_fraud": "de bank zegt dat niets is gemeld",
    "bank_holder": "de bank deze persoon als houder noemt, met document en in levenden lijve vastgesteld",
    "isp_assignment": "de internetaanbieder op meerdere dagen een lijn op het adres van de persoon noemt",
    "email_holder": "de mailaanbieder deze persoon noemt",
    "phone_holder": "de telefoonaanbieder deze persoon noemt",
    "exchange_holder": "het handelsplatform deze persoon noemt, met document vastgesteld, voor juist dit adres",
    "register_civil": "het register naam, leeftijd en adres bevestigt",
    "register_household": "het register zegt dat de persoon alleen woonde",
    "register_criminal": "het register antwoordt",
    "register_position_of_trust": "het register antwoordt",
    "sealed_comparison": "de vergelijking een onderscheidend geheim van de persoon terugvindt",
    "law_profile": "uit de beoordeling blijkt dat de handelingen daar toen strafbaar waren",
}
WORST_ANSWERS = {
    "read_source": "daar iets in staat wat tegen het spoor spreekt",
    "psp_checks": "de betaaldienst zegt dat de controles mislukten",
    "psp_disputes": "de betaaldienst zegt dat de betaler een betaling ontkende",
    "issuer_fraud": "de bank zegt dat de kaart of rekening als verloren, gestolen of misbruikt is gemeld",
    "bank_holder": "de bank iemand anders noemt of niemand",
    "isp_assignment": "de internetaanbieder een lijn elders noemt",
    "email_holder": "de mailaanbieder iemand anders noemt",
    "phone_holder": "de telefoonaanbieder iemand anders noemt",
    "exchange_holder": "het handelsplatform niemand noemt",
    "register_civil": "het register zegt dat de persoon minderjarig was of overleden",
    "register_household": "het register zegt dat er anderen woonden",
    "register_criminal": "het register niet antwoordt",
    "register_position_of_trust": "het register niet antwoordt",
    "sealed_comparison": "de vergelijking niets gemeenschappelijks vindt",
    "law_profile": "uit de beoordeling blijkt dat de handelingen daar toen niet strafbaar waren",
}

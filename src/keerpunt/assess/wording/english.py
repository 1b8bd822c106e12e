"""Every code of the assessment in plain English. Neutral words: nothing here calls a person anything."""

from __future__ import annotations

# Topics, whichever way a finding speaks: the same words stand under for, against, neutral and unknown.
INDICATORS = {
    "I01": "the bank's challenge to the cardholder at the payment (3-D Secure)",
    "I02": "a payment without a challenge, which is common and says nothing",
    "I03": "the payer's name on the bank transfer, and who holds that account",
    "I04": "the check of the card's security code",
    "I05": "the check of the billing address by the card's bank",
    "I06": "a dispute of a payment by the payer",
    "I07": "reports of fraud by the bank or card scheme on the card or account",
    "I08": "months without a dispute of any payment, although there was time to",
    "I09": "whether the same card or account paid in several months",
    "I10": "earlier undisputed payments that share device or address with the latest",
    "I11": "the internet address in use by a customer of the bank or mail provider",
    "I12": "the countries of internet address, card and billing address",
    "I13": "whether the internet address belongs to a hosting provider",
    "I14": "how many different payers share one device, e-mail or internet address",
    "I15": "how many users' accounts one card or bank account paid for",
    "I16": "whether the payment lies in a burst that no crowd of people makes",
    "I17": "who holds the e-mail address or phone of the account, as a provider says",
    "I18": "whether a secret was reused, by a sealed comparison",
    "I19": "whether the access that was paid for was used",
    "I20": "whose line the account was used from, as the access provider says",
    "I21": "the hours of use, and acts during a proven absence",
    "I22": "whether the billing address was the person's at the time",
    "I23": "whether card, account and person were alive at the time",
    "I24": "how the bank identified the customer who holds this card or account",
    "I25": "charges to one card under several storefronts of one owner in a day",
    "I26": "how many complaints and unused accounts the storefront has",
    "I27": "who lives at the address, as the register says",
    "I28": "names and birth dates in different sources",
    "I29": "whether other cards were tried just before",
    "I30": "who holds the wallet, as an exchange says",
    "I31": "whether the card stands on a list of stolen cards",
}
ERRORS = {
    "E01": "two birth dates that are equal once day and month are swapped",
    "E02": "two dates that differ in the year alone, or an account older than its user could be",
    "E03": "a time zone that is assumed, or contradicted by the source itself",
    "E04": "an hour that occurs twice, or not at all, when clocks change",
    "E05": "a line that is installed at another address",
    "E06": "an internet address that many lines share, without a port",
    "E07": "a value used outside the time in which it was the person's, or that time is not stated",
    "E08": "a number that fails its own check, as after a slip of the keys",
    "E09": "a tie that rests on one use or one lease of an internet address",
    "E10": "an internet address from a header that anyone can write",
    "E11": "a time too coarse to look up an internet address",
    "E12": "a card matched by a few digits, or by a token of another provider",
    "E13": "records joined by name alone",
    "E14": "a namesake at the same address",
}
HYPOTHESES = {
    "holder": "the holder acted",
    "household": "a member of the household or an authorised user acted",
    "stolen_data": "a thief used the card or account data",
    "fabricated": "the platform, an affiliate or an insider made the payment up",
    "taken_over": "somebody had taken over the platform account",
    "identity_theft": "somebody had opened the card or bank account in the person's name",
    "data_error": "records were joined wrongly",
}
STATES = {
    "supports": "the findings speak for it",
    "against": "the findings speak against it",
    "unknown": "examined, and still open",
    "not_examined": "not examined",
}
GRADES = {
    "none": "do not tell the two apart",
    "weak": "are weakly more to be expected",
    "moderate": "are moderately more to be expected",
    "moderately_strong": "are moderately strongly more to be expected",
    "strong": "are strongly more to be expected",
    "very_strong": "are very strongly more to be expected",
    "extremely_strong": "are extremely strongly more to be expected",
}
GATES = {"review_ready": "a human may now review this lead", "unresolved": "not resolved"}
VALUES = {
    "supports": "supports", "contradicts": "contradicts", "neutral": "neutral", "not_available": "not available",
}  # fmt: skip
TABLES = {
    "account": "accounts", "purchase_order": "orders", "payment": "payments",
    "payment_check": "checks of payments", "dispute": "disputes", "fraud_report": "fraud reports",
    "access_grant": "access grants", "folder": "folders", "session": "log-ins", "download": "downloads",
    "subscriber": "answers about customers", "ip_assignment": "answers about internet addresses",
    "register_extract": "register extracts", "request_sent": "requests sent", "judgement": "human judgements",
    "hotline_report": "hotline reports", "material_file": "hash catalogue", "hash_entry": "hash lists",
    "list_release": "releases of hash lists",
}  # fmt: skip
REFERENCES = {
    "hosting_ranges": "list of hosting networks", "tor_exits": "list of Tor exits",
    "cgnat_ranges": "list of shared addresses", "shared_owners": "list of storefronts of one owner",
}  # fmt: skip
MISSING = {
    "one_origin_only": "fewer than two independent sources support it",
    "no_independent_party": "no independent source ties the person to the act",
    "ip_single_point": "the tie to the person is one use of an internet address",
    "no_verified_record": "no provider that saw a document names the person",
    "identity_conflict": "the records of the person contradict each other",
    "rival_identity": "a contact of the account belongs to somebody else",
    "age_unknown": "no verified birth date",
    "minor_indicated": "a birth date says that the person was a minor",
    "deceased": "the register says that the person died",
    "country_unknown": "the competent country is not known",
    "country_conflict": "equally good facts name different countries",
    "law_unknown": "the law at the date of the acts is not known",
    "law_no_offence": "the acts were no offence there at the time",
    "no_settled_payment": "no settled payment is left",
    "scope_mixed": "lawful content was sold too, and no access to the unlawful part is shown",
    "special_account": "a test, staff, affiliate or police account",
}
TEMPLATES = {
    "open": "not enough speaks against: {hypothesis}",
    "not_examined": "not examined: {hypothesis}",
    "contradiction": "an open contradiction: {indicator}",
    "unread": "not read: {table}",
}
REASONS = {
    "minor_at_act": "a verified birth date says that the person was a minor at an act",
    "law_no_offence": "the acts were no offence there at the time",
    "law_unknown": "the law at the date of the acts is not known",
    "law_unreviewed": "no lawyer has reviewed the law profile of this country",
    "special_account": "a test, staff, affiliate or police account",
    "gate_unresolved": "the lead is not resolved",
    "country_abroad": "another country is competent",
    "similar_prior": "a similar offence is on record",
    "minors_in_household": "minors live in the household",
    "position_of_trust": "the person holds a position of trust with children",
    "criterion_unknown": "a criterion is not known",
    "criteria_answered_no": "the criteria were asked and answered no",
    "similar_prior_unknown": "whether a similar offence is on record is not known",
    "minors_in_household_unknown": "whether minors live in the household is not known",
    "position_of_trust_unknown": "whether the person holds a position of trust is not known",
    "criterion_stale": "an answer about a criterion is older than allowed, or undated",
}
SUGGESTIONS = {
    "investigation": "investigation", "warning_talk": "warning talk", "minor_route": "route for minors",
    "enquire_first": "enquire first", "refer_abroad": "refer to the competent country", "none": "nothing suggested",
    "unknown": "no suggestion",
}  # fmt: skip
LAW = {"offence": "an offence at the time", "no_offence": "no offence at the time", "unknown": "not known"}
BASES = {
    "residence": "verified residence at the acts", "residence_undated": "verified residence, without dates",
    "installation": "address of the line", "billing": "billing address", "issuer": "country of card or account",
    "phone": "country of the phone number", "ip": "internet address", "unknown": "not known",
}  # fmt: skip
CONFLICTS = {
    "same_class": "equally good facts name different countries",
    "moved": "lived in {country} at earlier acts",
    "lower": "{basis} says {country}",
}
ASKS = {
    "read_source": "read the source that is at hand",
    "psp_checks": "ask the payment provider for its checks",
    "psp_disputes": "ask the payment provider for disputes",
    "issuer_fraud": "ask the card's bank for fraud reports",
    "bank_holder": "ask the bank who holds the card or account, and how it identified them",
    "isp_assignment": "ask the access provider who had the address, at two instants or more, with ports",
    "email_holder": "ask the e-mail provider who holds the address",
    "phone_holder": "ask the telephone provider who holds the number",
    "exchange_holder": "ask the exchange who holds the wallet",
    "register_civil": "ask the civil register",
    "register_household": "ask the register who lives at the address",
    "register_criminal": "ask the criminal register",
    "register_position_of_trust": "ask about positions of trust",
    "sealed_comparison": "make a sealed comparison of secrets",
    "law_profile": "have the law profile of the country reviewed",
    "human_judgement": "a human judges it, with a reason",
}
SENTENCES = {
    "for": "The findings {grade} if {holder} than if {rival}.",
    "equal": "The findings {grade}: they are about as much to be expected if {holder} as if {rival}.",
    "against": "The findings {grade} if {rival} than if {holder}.",
    "deciding": "Of all other explanations, this is the one the findings tell apart least.",
    "caveat": "Expert judgement, not calibrated. Nothing here is a probability that anybody did anything.",
    "caveat_generated": "Expert judgement on a scale fitted to {n} generated leads ({date}). Generated operations are "
    "not real people, and nothing here is a probability that anybody did anything.",
    "caveat_adjudicated": "Expert judgement on a scale fitted to {n} leads of closed cases ({date}). Nothing here is a "
    "probability that anybody did anything.",
    "caveat_other": "Expert judgement under a policy of the unit's own. Nothing here is a probability that anybody did "
    "anything.",
    "payments": "{n} settled payments in {months} months.",
    "origins": "{n} independent sources support it.",
    "not_available": "not available: {what}",
    "closed": "answered by a human: {what}",
}
NEXT = {
    "if": "If {answer}, {what}.",
    "to_review": "this lead moves to review",
    "settles": "this is settled: {what}; still open: {n}",
    "falls": "the lead falls: {what}",
    "stays": "the lead stays where it is",
    "more": "{n} more",
    "criterion": "The answer settles a criterion of the suggestion: {what}.",
    "log_until": "records are kept until about {day}, as far as we know",
    "log_past": "records may be gone since {day}, as far as we know",
}
BEST_ANSWERS = {
    "read_source": "it holds nothing against the lead",
    "psp_checks": "the payment provider says that the cardholder passed the bank's challenge",
    "psp_disputes": "the payment provider says that nobody disputed a payment",
    "issuer_fraud": "the bank says that nothing was reported",
    "bank_holder": "the bank names this person as the holder, identified by document and in the flesh",
    "isp_assignment": "the access provider names a line at the person's address on several days",
    "email_holder": "the e-mail provider names this person",
    "phone_holder": "the telephone provider names this person",
    "exchange_holder": "the exchange names this person, identified by document, for that very address",
    "register_civil": "the register confirms name, age and address",
    "register_household": "the register says that the person lived alone",
    "register_criminal": "the register answers",
    "register_position_of_trust": "the register answers",
    "sealed_comparison": "the comparison finds a distinctive secret of the person reused",
    "law_profile": "the review says that the acts were an offence there at the time",
}
WORST_ANSWERS = {
    "read_source": "it holds what speaks against the lead",
    "psp_checks": "the payment provider says that the checks failed",
    "psp_disputes": "the payment provider says that the payer denied a payment",
    "issuer_fraud": "the bank says that the card or account was reported lost, stolen or misused",
    "bank_holder": "the bank names somebody else or nobody",
    "isp_assignment": "the access provider names a line elsewhere",
    "email_holder": "the e-mail provider names somebody else",
    "phone_holder": "the telephone provider names somebody else",
    "exchange_holder": "the exchange names nobody",
    "register_civil": "the register says that the person was a minor or had died",
    "register_household": "the register says that others lived there",
    "register_criminal": "the register does not answer",
    "register_position_of_trust": "the register does not answer",
    "sealed_comparison": "the comparison finds nothing in common",
    "law_profile": "the review says that the acts were no offence there at the time",
}

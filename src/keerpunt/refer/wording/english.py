"""The texts to providers in English."""

from __future__ import annotations

QUESTIONS = {
    "psp_checks": "For each payment: which checks were made (security code, billing address, 3-D Secure, whether "
    "the payer was challenged) and how each of them ended.",
    "psp_disputes": "For each payment: whether it was disputed, on which day, with which reason, and how that "
    "ended. Please delete the lines of payments that nobody disputed; a file with its header alone says that there "
    "was none.",
    "issuer_fraud": "Whether the card or account was reported lost, stolen or misused, or was blocked, and from "
    "when. Please delete the lines of those about which nothing was reported.",
    "bank_holder": "Who held the card or account at the stated times, since when, how that customer was identified "
    "and on which day, at which addresses the customer lived, and which e-mail addresses and telephone numbers are "
    "on file.",
    "isp_assignment": "Which customer had the internet address at each stated instant (and port), from when to "
    "when the assignment ran, whether the address was shared, where the line is installed, and who that customer "
    "is.",
    "email_holder": "Who held the mailbox at the stated times, from when to when, and how that customer was "
    "identified.",
    "phone_holder": "Who held the number at the stated times, from when to when, and how that customer was identified.",
    "exchange_holder": "Which customer received from or paid to this address, how that customer was identified and "
    "on which day, and amount and instant of the transfers concerned.",
    "register_civil": "Name, date of birth, addresses with their dates and, where it applies, date of death.",
    "register_household": "How many persons lived at the address at the time, this one included, in which "
    "relation, and whether persons under 18 are among them.",
    "register_criminal": "Whether the judicial register holds an entry of the kind that the requesting unit has "
    "agreed on with you.",
    "register_position_of_trust": "Whether the register of screened positions holds an entry on this person.",
}
ADDRESSEES = {
    "bank": "{name} (bank)",
    "psp": "{name} (payment service)",
    "acquirer": "{name} (acquirer)",
    "issuer": "{name} (card scheme or issuer)",
    "isp": "{name} (internet access provider)",
    "email": "{name} (e-mail provider)",
    "telecom": "{name} (telephone provider)",
    "exchange": "{name} (exchange)",
    "register": "{name} (register)",
    "issuer-of-": "The bank that issued cards beginning with {name}",
    "issuer-of-card-": "The bank that issued the card with token {name} (the payment service knows which)",
    "holder-of-": "The exchange that holds the address {name} (to be looked up)",
    "network-of-": "The access provider of the network of {name} (to be looked up)",
    "carrier-of-": "The telephone provider of the number {name} (to be looked up)",
    "as": "The access provider of network AS{name}{network}",
    "other": "{name}",
}
LETTER = {
    "title": "Request for records",
    "to": "To",
    "date": "Date",
    "reference": "Our reference",
    "basis": "Legal basis",
    "intro": "On the legal basis stated above we ask you for the records that are listed below. All times are in "
    "UTC; each may be off by the tolerance that stands beside it.",
    "nothing": "This letter says nothing about your customers. The records are needed to establish facts, and "
    "facts that speak in favour of a customer matter as much as any others.",
    "values": "What the question is about",
    "instants": "Instants (UTC)",
    "more": "and {n} more in {file}",
    "period": "{begin} to {end}",
    "how": "How to answer",
    "how_1": "Please fill in the file or files named {files}. Each line carries the number of its question; leave "
    "that number as it is. Dates and times in ISO 8601, times with their zone.",
    "how_2": "What you do not know stays empty. If nobody fits, write no_match in the column response; if more "
    "than one fits, multiple; if the records are gone, expired; if you may not answer, refused.",
    "how_3": "Please tell us on which day the answer was made and which time it covers, and do not inform the "
    "customer unless a law requires you to.",
    "keep": "Until you can answer, please keep the records named here. A text for that stands in {file}.",
    "unit": "Unit and contact",
    "signed": "Name, function, signature",
    "page": "page {page} of {pages}",
    "questions": "Question",
    "card": "card",
    "port": "port",
    "synthetic": "SYNTHETIC, NOT TO BE SENT",
    "draft": "Not valid without signature.",
}
PRESERVATION = {
    "title": "Request to keep records",
    "body": "Please keep the records named below in the state they are in, until our request for them has been "
    "answered or withdrawn. You need not hand over anything on this text alone.",
    "line": "{about}, from {begin} to {end} (UTC)",
    "undated": "{about}",
    "last": "The records may otherwise be deleted from {day} on, as far as we know; please tell us if it is earlier.",
    "past": "As far as we know the oldest of these records may be gone since {day}; please keep and name what is left.",
}
OWN_WORK = {
    "read_source": "Read this source and list it in operation.toml.",
    "sealed_comparison": "Have the secrets of the account and of the person compared under seal, and record the "
    "judgement.",
    "law_profile": "Have the law profile of this country reviewed for the dates of the acts.",
}
KINDS = {
    "card": "card token",
    "iban": "account",
    "paypal": "payer",
    "wallet": "address",
    "payment": "payment",
    "email": "mailbox",
    "phone": "number",
    "ip": "internet address",
    "customer": "customer",
}

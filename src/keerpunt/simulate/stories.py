"""The stories of the generated operation: who pays, how, who answers what, and what a careful reader must conclude.

A story with an `evidence` set (ASSESSMENT.md section 7) emits that set and nothing against it, so its truth says
`sufficient`; this is fixed here, before any assessment runs. `missing` names codes that must be among those of the lead
on the person who acted, `other_missing` those of the lead on an innocent whose means were used.

What is not among the stories: a person whose every record points wrongly, such as a thief with the holder's own line,
mailbox and authentication device. That no innocent reaches the gate here says nothing about such a case.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """A way in which one account came to be paid for.

    `share`: weight among the stories; 0 where only the country brings the story. `pay`: card, transfer, crypto or
    voucher. `payer`: self, housemate, relative, joint, stranger. `auth`: challenge, frictionless, attempted, none.
    `holder`: what the bank answers about the means of payment (document, young, liveness, unverified, no_birthdate,
    no_match, refused, expired, silent). `bank_knows_mail`: its answer holds the account's e-mail. `mail`: whom the mail
    provider names (actor, owner, swapped: the actor with day and month of birth exchanged, other_year: the actor born
    another year, no_interval: the actor without saying since when, outside: the actor until before the account was
    opened, private: the holder, whose own address the account then has, or nobody). `household`: what the register says
    of the holder (alone, others, not_permitted, not_asked, any: whatever comes). `line`: what the access provider
    answers (leases, shared_ports, shared_bare, elsewhere, one_point, no_zone: times without their zone, or nothing).
    `line_of`: whose line it is (actor, holder, thief). `civil`: hit or nothing. `season`: months the payments may lie
    in (any, early: before source ports were logged, late: after, settled: long enough before the seizure to see whether
    the password was used). `scope`: lawful where only lawful content was bought. `status`: the platform's code of the
    account (1 or 2 where empty). `also`: a twist that casting knows by name.
    """

    name: str
    share: int
    pay: str = "card"
    payer: str = "self"
    auth: str = "challenge"
    holder: str = "document"
    bank_knows_mail: bool = False
    mail: str = ""
    household: str = "any"
    line: str = ""
    line_of: str = "actor"
    civil: str = ""
    season: str = "any"
    months: tuple[int, int] = (1, 12)
    used: bool = True
    complaint: str = ""
    also: str = ""
    scope: str = ""
    status: str = ""
    evidence: str = ""
    missing: tuple[str, ...] = ()
    other_missing: tuple[str, ...] = ()


SUFFICIENT = (
    Story("bank_knows_mail", 20, bank_knows_mail=True, months=(6, 12), evidence="T1"),
    Story("mail_names_buyer", 20, mail="actor", evidence="G-A"),
    Story("lives_alone_own_line", 14, household="alone", line="leases", months=(2, 12), evidence="G-B"),
    Story("transfer_lives_alone", 26, pay="transfer", holder="liveness", household="alone", evidence="G-C"),
    Story(
        "own_line_no_challenge", 12, auth="none", holder="liveness", household="alone", line="leases", civil="hit",
        months=(2, 12), evidence="G-D",
    ),
    Story("own_line_shared_address", 4, household="alone", line="shared_ports", season="late", months=(2, 8),
          evidence="G-B"),
    Story("foreign_card", 5, bank_knows_mail=True, months=(6, 12), also="foreign_card", evidence="T1"),
    Story("moved_abroad", 3, bank_knows_mail=True, months=(6, 12), also="moved", evidence="T1"),
    Story("recycled_mail", 4, mail="actor", also="recycled_mail", evidence="G-A",
          other_missing=("no_settled_payment",)),
    Story("second_account", 7, bank_knows_mail=True, months=(6, 9), also="second_account", evidence="T1"),
)  # fmt: skip

GAPS = (
    Story("holder_not_found", 5, holder="no_match", mail="actor", missing=("no_verified_record",)),
    Story("holder_refused", 4, holder="refused", mail="actor", missing=("no_verified_record",)),
    Story("holder_expired", 4, holder="expired", missing=("no_verified_record",)),
    Story("holder_not_answered", 4, holder="silent", missing=("no_verified_record",)),
    Story("household_not_known", 5, household="not_permitted", missing=("household_open",)),
    Story("household_shared", 5, household="others", missing=("household_open",)),
    Story("never_challenged", 5, auth="frictionless", bank_knows_mail=True, months=(1, 3),
          missing=("stolen_data_open",)),
    Story("only_attempted", 3, auth="attempted", bank_knows_mail=True, months=(1, 3), missing=("stolen_data_open",)),
    Story("holder_unverified", 3, holder="unverified", bank_knows_mail=True,
          missing=("no_verified_record", "identity_theft_open")),
    Story("young_bank_account", 4, holder="young", bank_knows_mail=True, months=(1, 5),
          missing=("identity_theft_open",)),
    Story("age_not_stated", 4, holder="no_birthdate", mail="actor", missing=("age_unknown",)),
    Story("never_used", 6, bank_knows_mail=True, used=False, season="settled", months=(1, 3),
          missing=("contradiction_i19",)),
    Story("refunded", 4, bank_knows_mail=True, months=(1, 2), complaint="refund", missing=("no_settled_payment",)),
    Story("charged_back", 4, bank_knows_mail=True, months=(1, 3), complaint="charge_back",
          missing=("no_settled_payment",)),
    Story("shared_address_no_port", 3, auth="none", holder="liveness", household="alone", line="shared_bare",
          civil="hit", season="early", months=(2, 4), missing=("stolen_data_open", "e06_cgnat_no_port")),
    Story("line_elsewhere", 3, auth="none", holder="liveness", household="alone", line="elsewhere", civil="hit",
          months=(2, 6), missing=("stolen_data_open", "e05_billing_not_installation")),
    Story("line_one_point", 3, auth="none", holder="liveness", household="alone", line="one_point", civil="hit",
          missing=("stolen_data_open", "e09_single_ip_point")),
    Story("day_month_swapped", 4, bank_knows_mail=True, mail="swapped", months=(6, 12), missing=("e01_day_month",)),
    Story("mail_without_interval", 3, mail="no_interval", household="others",
          missing=("household_open", "e07_outside_validity")),
    Story("minor_own_card", 2, bank_knows_mail=True, household="others", also="minor", missing=("minor_indicated",)),
    Story("name_twins", 6, bank_knows_mail=True, months=(6, 12), also="twin", evidence="T1"),
    Story("namesake_before", 2, holder="no_match", mail="actor", also="namesake_before",
          missing=("e14_namesake", "no_verified_record")),
)  # fmt: skip

RIVALS = (
    Story("housemate_pays", 12, payer="housemate", household="others", line="leases", line_of="holder",
          months=(2, 8), other_missing=("household_open",)),
    Story("housemate_pays_own_mail", 6, payer="housemate", household="others", mail="actor",
          missing=("no_settled_payment",), other_missing=("household_open", "rival_identity")),
    Story("relative_pays", 4, payer="relative", household="alone", mail="actor", months=(1, 4),
          missing=("no_settled_payment",), other_missing=("rival_identity",)),
    Story("joint_account", 8, pay="transfer", payer="joint", holder="liveness", household="others",
          missing=("household_open",), other_missing=("household_open",)),
    Story("stolen_reported", 10, payer="stranger", auth="none", household="alone", line="leases", line_of="thief",
          months=(2, 3), complaint="fraud", missing=("no_settled_payment",), other_missing=("stolen_data_open",)),
    Story("stolen_unnoticed", 6, payer="stranger", auth="frictionless", household="alone", months=(1, 2),
          other_missing=("stolen_data_open",)),
    Story("account_in_other_name", 4, pay="transfer", payer="stranger", holder="young", household="not_asked",
          months=(1, 3), other_missing=("identity_theft_open", "household_open")),
    Story("taken_over", 4, household="alone", mail="owner", months=(1, 3), season="late", also="taken_over",
          missing=("rival_identity",), other_missing=("no_settled_payment",)),
    Story("minor_parents_card", 4, payer="housemate", household="others", mail="actor", months=(1, 4), also="minor",
          missing=("no_settled_payment",), other_missing=("household_open", "rival_identity")),
)  # fmt: skip

FRAUD = (
    Story(
        "stolen_with_victims_mail",
        14,
        payer="stranger",
        auth="frictionless",
        bank_knows_mail=True,
        mail="private",
        household="alone",
        months=(1, 3),
        other_missing=("stolen_data_open",),
    ),
    Story(
        "stolen_challenge_passed",
        8,
        payer="stranger",
        household="alone",
        months=(1, 2),
        other_missing=("data_error_open",),
    ),
    Story(
        "stolen_challenge_own_mail",
        8,
        payer="stranger",
        household="alone",
        mail="actor",
        months=(1, 3),
        missing=("no_settled_payment",),
        other_missing=("rival_identity",),
    ),
    Story(
        "account_in_other_name_alone",
        8,
        pay="transfer",
        payer="stranger",
        holder="young",
        household="alone",
        months=(1, 4),
        other_missing=("identity_theft_open",),
    ),
    Story(
        "household_knows_the_mailbox",
        10,
        payer="housemate",
        household="others",
        months=(6, 12),
        line="leases",
        line_of="holder",
        other_missing=("household_open",),
    ),
)

ABROAD = (
    Story("law_not_known", 0, bank_knows_mail=True, months=(6, 12), missing=("law_unknown",)),
    Story("poorly_answered", 0, holder="refused", household="not_permitted", missing=("no_verified_record",)),
)

GENERAL = (*SUFFICIENT, *GAPS, *RIVALS)
BY_NAME = {story.name: story for story in (*GENERAL, *FRAUD, *ABROAD)}

SET_BY_COUNTRY = {
    "BA": ("poorly_answered", "holder_not_answered"),
    "IS": ("poorly_answered", "law_not_known"),
    "HU": ("law_not_known", "law_not_known", "housemate_pays", "law_not_known"),
}
"""Countries whose law the shipped profiles do not know, or that answer little, with the stories set there in turn."""

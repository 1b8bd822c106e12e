"""Result tables (CONTRACT.md section 4): what the rooms conclude, each row with its way back to the sources."""

from __future__ import annotations

from keerpunt.model.schema import Table, country, enum_, integer, json_, text, texts, utc, weight, yesno
from keerpunt.model.words import GATES, GRADES, LAW_STATUSES, SUGGESTIONS

IDENTITIES = Table(
    "identities",
    "results",
    "a natural person as independent records describe them",
    (
        text("identity_id", "stable id, from the senior record", required=True),
        texts("names", "distinct names as found", required=True),
        texts("birthdates", "distinct birth dates, ISO", required=True),
        texts("countries", "distinct countries of addresses", required=True),
        yesno("has_verified_record", "a `match` row with document, document_liveness or in_person"),
        integer("n_records", "records linked", required=True),
        texts("conflict", "conflict codes; empty = none", required=True),
    ),
)

ACTORS = Table(
    "actors",
    "results",
    "whoever used one or more platform accounts",
    (
        text("actor_id", "stable id, from the senior account", required=True),
        texts("platform_account_ids", "accounts of the actor", required=True),
        integer("n_payments", "distinct (psp, psp_ref) of incoming payments", required=True),
        utc("first_seen_utc", "first instant in any record of the accounts"),
        utc("last_seen_utc", "last instant in any record of the accounts"),
    ),
)

LINKS = Table(
    "links",
    "results",
    "which entity a record belongs to, and on what ground",
    (
        text("record_key", "the record; parts of a joint name end in #1, #2", required=True),
        enum_("entity_kind", "what kind of entity", "identity", "actor"),
        text("entity_id", "the entity", required=True),
        enum_("basis", "why", "stated_in_record", "key_equal", "linked", "human"),
        weight("match_weight", "weight of the weakest edge that holds the record in; NULL for a record alone", "log2"),
        text("rule_version", "version of the rules", required=True),
    ),
)

EDGES = Table(
    "edges",
    "results",
    "a relation between two records or entities, kept whether or not it merged them",
    (
        text("left_key", "first record", required=True),
        text("right_key", "second record", required=True),
        enum_(
            "kind", "kind of edge", "key_equal", "linked", "human", "household", "joint_holder", "shared_instrument",
            "shared_identifier", "shared_device", "shared_contact", "shared_address", "name_twin", "possible_same",
        ),
        weight("match_weight", "weight of evidence; NULL for relations", "log2 odds"),
        json_("explanation", "per field: value agreement and weight", required=True),
        text("refused_by", "guard that refused the merge, empty if none", required=True),
    ),
)  # fmt: skip

LEADS = Table(
    "leads",
    "results",
    "the claim that an actor is an identity, with what was examined; an assessment, never a finding of guilt",
    (
        text("lead_id", "stable id", required=True),
        text("actor_id", "the actor", required=True),
        text("identity_id", "the candidate identity", required=True),
        country("country", "competent country"),
        text("country_basis", "class of fact that decided it", required=True),
        texts("country_conflict", "classes that disagree", required=True),
        enum_("law_status", "law at the date of the acts", *LAW_STATUSES),
        integer("support_low", "lower end against the best rival", "1/1000 log10", required=True),
        integer("support_high", "upper end against the best rival", "1/1000 log10", required=True),
        enum_("grade", "verbal grade, ENFSI 2015", *GRADES),
        enum_("gate", "whether a human may now review it", *GATES),
        texts("missing", "codes of the conditions that failed", required=True),
        json_("hypotheses", "word key to state", required=True),
        integer("n_independent_origins", "independent origins among supporting rows", required=True),
        integer("n_covered_payments", "covered payments, distinct (psp, psp_ref)", required=True),
        utc("first_act_utc", "first covered act"),
        utc("last_act_utc", "last covered act"),
        json_("amounts", "currency to minor units of the covered payments", required=True),
        integer("n_months", "months with a covered payment", "months", required=True),
        integer("n_folders_accessible", "folders the grants opened; NULL where grants are not known", "folders"),
        integer("n_downloads", "downloads after a grant; NULL where downloads are not known"),
        enum_("suggestion", "rule-based suggestion, never acted on", *SUGGESTIONS),
        texts("suggestion_reasons", "reasons for it", required=True),
    ),
)

INDICATORS = Table(
    "indicators",
    "results",
    "one row per lead, code and hypothesis, also where nothing was available",
    (
        text("lead_id", "the lead", required=True),
        text("code", "indicator or error code", required=True),
        enum_("value", "what it says", "supports", "contradicts", "neutral", "not_available"),
        text("hypothesis", "rival it speaks about", required=True),
        integer("low", "lower end", "1/1000 log10", required=True),
        integer("high", "upper end", "1/1000 log10", required=True),
        text("origin", "origin of the discriminating fact; empty where there is none", required=True),
        texts("record_keys", "records it rests on", required=True),
        text("rule_version", "version of the rules", required=True),
    ),
)

REQUESTS = Table(
    "requests",
    "results",
    "a question that could settle a missing code",
    (
        text("request_id", "stable id", required=True),
        text("lead_id", "lead it serves", required=True),
        text("ask", "catalogue word", required=True),
        text("of_whom", "whom to ask", required=True),
        text("about_kind", "kind of the value asked about", required=True),
        text("about_value", "value asked about", required=True),
        utc("about_from", "begin of the period"),
        utc("about_to", "end of the period"),
        texts("would_change", "codes it could settle", required=True),
        text("log_expires", "day the logs expire, ISO; NULL when unknown"),
        integer("rank", "order of asking for this lead, 1 first", required=True),
        texts("best_missing", "codes the lead would miss after the best admissible answer; none opens the gate",
              required=True),
        texts("worst_missing", "codes the lead would miss after the worst admissible answer", required=True),
        json_("details", "what the one who is asked needs to find it: country, instants with tolerance in seconds, "
              "ports, references, card remainder; for a register the person"),
    ),
)  # fmt: skip

REJECTS = Table(
    "rejects",
    "results",
    "a record that could not be used; never its value",
    (
        text("source_sha256", "source file", required=True),
        text("source_locator", "place in it", required=True),
        text("reason", "reason code", required=True),
    ),
)

FINDINGS = Table(
    "findings",
    "results",
    "something about a source that its user should know; never a source value",
    (
        text("source_sha256", "source file; empty for the whole operation", required=True),
        text("code", "finding code", required=True),
        text("column", "column it concerns, empty if none", required=True),
        integer("count", "how often", required=True),
        text("detail", "what it means", required=True),
    ),
)

RESULTS = (IDENTITIES, ACTORS, LINKS, EDGES, LEADS, INDICATORS, REQUESTS, REJECTS, FINDINGS)

-- The instruments a lead's payments were made with, as far as somebody can be asked about them. In: lead, covered, paid,
-- lead_payment, identity_link, instrument_match, paid_coverage, check_summary, origin_class, contact, folded_said.
-- Out: one row per lead, psp and instrument (a payment that names none stands for itself), with marks: what an answer
-- could change. A lead without payments of its own may ask about those of its actor that name nobody.
WITH challenged AS (
    SELECT psp, psp_ref, bool_or(threeds_pass AND challenge) AS challenge FROM check_summary GROUP BY psp, psp_ref
),
unnamed AS (
    SELECT lead.lead_id, paid.*
    FROM lead
    JOIN paid ON paid.actor_id = lead.actor_id
    WHERE NOT EXISTS (SELECT 1 FROM lead_payment WHERE lead_payment.lead_id = lead.lead_id)
        AND NOT EXISTS (SELECT 1 FROM identity_link WHERE identity_link.record_key = paid.payment_key)
        AND NOT EXISTS (
            SELECT 1
            FROM instrument_match
            WHERE instrument_match.payment_key = paid.payment_key AND instrument_match.origin = paid.origin
        )
),
payment_of AS (
    SELECT
        lead_id, psp, psp_ref, origin, instrument_kind, instrument, scope, bin, issuer_country, scheme, by_merchant,
        payer_name, paid_utc, settled, covered, is_match, FALSE AS unpaid
    FROM covered
    UNION ALL
    SELECT
        lead_id, psp, psp_ref, origin, instrument_kind, instrument, scope, bin, issuer_country, scheme, by_merchant,
        payer_name, paid_utc, settled, settled, FALSE, TRUE
    FROM unnamed
),
seen AS (
    SELECT
        payment_of.*,
        CASE WHEN payment_of.instrument IS NULL THEN payment_of.psp_ref ELSE payment_of.instrument END AS about_value,
        origin_class.independent,
        challenged.challenge IS NOT NULL AND challenged.challenge AND NOT payment_of.by_merchant AS challenge,
        paid_coverage.has_check,
        paid_coverage.has_dispute,
        paid_coverage.may_pull,
        payment_of.instrument_kind NOT IN ('iban', 'crypto_address') AS is_checked
    FROM payment_of
    JOIN origin_class ON origin_class.origin = payment_of.origin
    LEFT JOIN challenged ON challenged.psp = payment_of.psp AND challenged.psp_ref = payment_of.psp_ref
    LEFT JOIN paid_coverage
        ON paid_coverage.lead_id = payment_of.lead_id AND paid_coverage.psp = payment_of.psp
        AND paid_coverage.psp_ref = payment_of.psp_ref
),
-- What else lies unread: an answer of one provider does not read the payments of another.
lacking AS (
    SELECT
        lead_id,
        count(DISTINCT psp) FILTER (WHERE is_checked AND NOT has_check) AS n_check,
        count(DISTINCT psp) FILTER (WHERE (is_checked OR may_pull) AND NOT has_dispute) AS n_dispute,
        count(DISTINCT (psp, psp_ref)) FILTER (WHERE covered) AS n_covered,
        max(paid_utc) FILTER (WHERE covered) AS last_utc
    FROM seen
    GROUP BY lead_id
),
known_bank AS (
    SELECT kind, value, min(origin) AS origin, min(country) AS country, bool_or(closes) AS closes
    FROM folded_said
    GROUP BY kind, value
)
SELECT
    seen.lead_id,
    seen.psp,
    seen.instrument_kind,
    seen.about_value,
    seen.instrument IS NOT NULL AS has_instrument,
    min(seen.scope) AS scope,
    min(seen.bin) AS bin,
    min(nullif(seen.issuer_country, 'XX')) AS issuer_country,
    min(seen.origin) FILTER (WHERE seen.independent) AS psp_origin,
    min(seen.origin) AS any_origin,
    min(known_bank.origin) AS bank_origin,
    min(known_bank.country) AS bank_country,
    bool_or(known_bank.closes IS NOT NULL AND known_bank.closes) AS closed,
    bool_or(seen.is_match) AS matched,
    bool_or(seen.challenge AND NOT seen.is_match AND seen.covered) AS challenge,
    bool_or(
        seen.scheme = 'credit_transfer' AND seen.instrument_kind = 'iban' AND seen.payer_name IS NOT NULL AND seen.covered
    ) AS push,
    bool_or(seen.instrument_kind = 'iban' AND seen.may_pull) AS pull,
    bool_or(seen.is_checked AND NOT seen.has_check) AS lacks_check,
    bool_or((seen.is_checked OR seen.may_pull) AND NOT seen.has_dispute) AS lacks_dispute,
    bool_or(seen.covered AND seen.has_check) AS checked,
    bool_or(seen.covered AND seen.has_dispute) AS disputable,
    bool_or(seen.settled) AS settled,
    bool_or(seen.unpaid) AS unpaid,
    count(DISTINCT seen.psp_ref) FILTER (WHERE seen.covered) >= 2 AS several,
    min(lacking.n_check) <= 1 AS only_check,
    min(lacking.n_dispute) <= 1 AS only_dispute,
    min(lacking.n_covered) >= $quiet_payments
        AND CAST(max(lacking.last_utc) AS DATE) + CAST($quiet_days AS INTEGER) <= CAST($as_of AS DATE) AS quiet,
    min(min(seen.paid_utc)) OVER same AS from_utc,
    max(max(seen.paid_utc)) OVER same AS to_utc
FROM seen
JOIN lacking ON lacking.lead_id = seen.lead_id
LEFT JOIN known_bank
    ON known_bank.kind = CASE seen.instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE seen.instrument_kind END
    AND known_bank.value = seen.instrument
GROUP BY seen.lead_id, seen.psp, seen.instrument_kind, seen.about_value, seen.instrument IS NOT NULL
WINDOW same AS (PARTITION BY seen.psp, seen.instrument_kind, seen.about_value)
ORDER BY seen.lead_id, seen.psp, seen.instrument_kind, seen.about_value

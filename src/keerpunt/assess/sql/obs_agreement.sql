-- Indicators that compare two statements: I03, I12, I22, I28.
-- In: lead, lead_paid, instrument_match, person, check_summary, name_level, home, address_form, ip_about, account,
-- actor_account, register_of. Out: observations (see `weigh`).
WITH push AS (
    SELECT
        lead_paid.*,
        CAST([] AS VARCHAR[]) AS check_keys,
        CAST([] AS VARCHAR[]) AS check_origins,
        lead_paid.origin AS told_by
    FROM lead_paid
    WHERE instrument_kind = 'iban' AND scheme = 'credit_transfer'
    UNION ALL
    -- As independent as who says that the payer was verified: the operator's word for it makes it the operator's.
    SELECT
        lead_paid.*, check_summary.payer_keys, [check_summary.origin],
        CASE WHEN of_check.independent THEN lead_paid.origin ELSE check_summary.origin END
    FROM lead_paid
    JOIN check_summary ON check_summary.psp = lead_paid.psp AND check_summary.psp_ref = lead_paid.psp_ref
    JOIN origin_class AS of_check ON of_check.origin = check_summary.origin
    WHERE lead_paid.instrument_kind = 'paypal' AND check_summary.payer_verified
),
-- The holder of that exact key, by each answer that names the identity for it.
pushed AS (
    SELECT DISTINCT
        push.lead_id,
        push.payment_key,
        push.told_by AS origin,
        push.voids,
        list_concat(push.check_keys, [push.payment_key, instrument_match.holder_key]) AS record_keys,
        list_concat(push.check_origins, [push.origin, instrument_match.holder_origin]) AS origins,
        instrument_match.inside IS NOT NULL AND NOT instrument_match.inside AS outside,
        name_level.level
    FROM push
    JOIN instrument_match
        ON instrument_match.payment_key = push.payment_key AND instrument_match.origin = push.origin
        AND instrument_match.identity_id = push.identity_id AND instrument_match.holder_independent
    JOIN person
        ON person.identity_id = push.identity_id AND person.holder_key = instrument_match.holder_key
        AND person.origin = instrument_match.holder_origin
    JOIN name_level ON name_level.left_name = push.payer_name AND name_level.right_name = person.full_name
),
billed AS (
    SELECT lead_paid.lead_id, lead_paid.identity_id, lead_paid.payment_key, lead_paid.origin, lead_paid.voids,
        CAST(lead_paid.paid_utc AS DATE) AS paid_on, address_form.address
    FROM lead_paid
    JOIN address_form
        ON address_form.line1 = lead_paid.billing_line1 AND address_form.postcode = lead_paid.billing_postcode
        AND address_form.country = lead_paid.billing_country
),
addressed AS (
    SELECT
        billed.lead_id,
        billed.payment_key,
        billed.origin,
        billed.voids,
        bool_and(home.address_to IS NOT NULL AND home.address_to < billed.paid_on) AS ended,
        list(DISTINCT home.holder_key ORDER BY home.holder_key) AS holder_keys,
        list(DISTINCT home.origin ORDER BY home.origin) AS holder_origins
    FROM billed
    JOIN home ON home.identity_id = billed.identity_id AND home.address = billed.address
    GROUP BY billed.lead_id, billed.payment_key, billed.origin, billed.voids
)
SELECT
    lead_id,
    'I03_bank_push' AS code,
    CASE WHEN level IN ('N1', 'N2') THEN 'agrees' WHEN level IN ('N6', 'N7') THEN 'differs' ELSE 'near' END AS test,
    payment_key,
    origin,
    record_keys,
    origins,
    CASE WHEN outside THEN list_concat(voids, ['E07_outside_validity']) ELSE voids END AS voids
FROM pushed
WHERE NOT (outside AND level IN ('N6', 'N7'))
UNION ALL
SELECT
    lead_paid.lead_id,
    'I12_countries',
    CASE
        -- A host's country is nobody's, and a table says little about a day far from its own.
        WHEN ip_about.hosting
            OR abs(date_diff('day', CAST(lead_paid.paid_utc AS DATE), ip_about.snapshot)) > $ip_max_age_days
            THEN 'other'
        WHEN ip_about.country = lead_paid.issuer_country AND ip_about.country = lead_paid.billing_country
            THEN 'equal'
        WHEN ip_about.country <> lead_paid.issuer_country AND ip_about.country <> lead_paid.billing_country
            THEN 'differs'
        ELSE 'other'
    END,
    lead_paid.payment_key,
    lead_paid.origin,
    [lead_paid.payment_key],
    [lead_paid.origin],
    lead_paid.voids
FROM lead_paid
JOIN ip_about ON ip_about.ip = lower(lead_paid.ip)
WHERE ip_about.country <> 'XX' AND lead_paid.issuer_country <> 'XX' AND lead_paid.billing_country <> 'XX'
UNION ALL
SELECT
    lead_id, 'I22_stale_address', CASE WHEN ended THEN 'stale' ELSE 'current' END, payment_key, origin,
    list_concat([payment_key], holder_keys), list_concat([origin], holder_origins), voids
FROM addressed

-- Indicators that read a check of the payment provider: I01, I02, I04, I05.
-- In: lead_paid, check_summary, lead, paid, origin_class. Out: observations (see `weigh`).
WITH checked AS (
    SELECT
        lead_paid.*,
        check_summary.* EXCLUDE (psp, psp_ref, origin),
        -- A check is as independent as the row that says which instrument it was made for.
        CASE WHEN of_payment.independent THEN check_summary.origin ELSE lead_paid.origin END AS check_origin,
        [lead_paid.origin, check_summary.origin] AS both_origins
    FROM lead_paid
    JOIN origin_class AS of_payment ON of_payment.origin = lead_paid.origin
    JOIN check_summary ON check_summary.psp = lead_paid.psp AND check_summary.psp_ref = lead_paid.psp_ref
    WHERE of_payment.independent OR NOT EXISTS (
        SELECT 1
        FROM lead_paid AS other
        JOIN origin_class AS of_other ON of_other.origin = other.origin AND of_other.independent
        WHERE other.lead_id = lead_paid.lead_id AND other.psp = lead_paid.psp AND other.psp_ref = lead_paid.psp_ref
    )
),
auth AS (
    SELECT
        *,
        threeds_pass AND challenge AND NOT by_merchant AS by_challenge,
        list_concat([payment_key], auth_keys) AS keys
    FROM checked
    WHERE auth_keys IS NOT NULL
),
never_sent AS (
    SELECT
        paid.actor_id,
        min(check_summary.origin) AS origin,
        list(DISTINCT paid.payment_key ORDER BY paid.payment_key) AS keys,
        list(DISTINCT check_summary.origin ORDER BY check_summary.origin) AS origins
    FROM paid
    LEFT JOIN check_summary ON check_summary.psp = paid.psp AND check_summary.psp_ref = paid.psp_ref
    WHERE paid.instrument_kind = 'card'
    GROUP BY paid.actor_id
    HAVING bool_and(check_summary.cvc_not_sent IS NOT NULL AND check_summary.cvc_not_sent)
)
SELECT
    lead_id,
    'I01_threeds_challenge' AS code,
    CASE
        WHEN threeds_fail THEN 'fail'
        WHEN by_challenge AND (is_match OR weak_scope) THEN 'challenge'
        ELSE 'other'
    END AS test,
    payment_key,
    check_origin AS origin,
    CASE WHEN is_match OR weak_scope THEN list_concat(keys, holder_keys) ELSE keys END AS record_keys,
    CASE WHEN is_match OR weak_scope THEN list_concat(both_origins, holder_origins) ELSE both_origins END AS origins,
    CASE
        WHEN weak_scope AND NOT is_match THEN list_concat(voids, ['E12_card_key_not_unique']) ELSE voids
    END AS voids
FROM auth
UNION ALL
SELECT lead_id, 'I02_weak_authentication', 'weak', payment_key, check_origin, keys, both_origins, CAST([] AS VARCHAR[])
FROM auth
WHERE weak OR by_merchant
UNION ALL
SELECT
    lead_id,
    'I04_cvc',
    CASE WHEN cvc_fail THEN 'fail' WHEN cvc_pass THEN 'pass' ELSE 'other' END,
    payment_key,
    check_origin,
    list_concat([payment_key], cvc_keys),
    both_origins,
    voids
FROM checked
WHERE cvc_keys IS NOT NULL
UNION ALL
SELECT
    lead.lead_id, 'I04_cvc', 'never_sent', NULL, never_sent.origin, never_sent.keys, never_sent.origins,
    CAST([] AS VARCHAR[])
FROM lead
JOIN never_sent ON never_sent.actor_id = lead.actor_id
UNION ALL
SELECT
    lead_id,
    'I05_avs',
    CASE WHEN avs_fail THEN 'fail' WHEN avs_pass THEN 'pass' ELSE 'other' END,
    payment_key,
    check_origin,
    list_concat([payment_key], avs_keys),
    both_origins,
    voids
FROM checked
WHERE avs_keys IS NOT NULL

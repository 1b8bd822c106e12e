-- Indicators that read a check of the payment provider: I01, I02, I04, I05.
-- In: lead_paid, check_summary, lead, paid. Out: observations (see `weigh`).
WITH checked AS (
    SELECT
        lead_paid.*,
        check_summary.* EXCLUDE (psp, psp_ref, origin),
        check_summary.origin AS check_origin,
        [lead_paid.origin, check_summary.origin] AS both_origins
    FROM lead_paid
    JOIN check_summary ON check_summary.psp = lead_paid.psp AND check_summary.psp_ref = lead_paid.psp_ref
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

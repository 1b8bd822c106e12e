-- Indicators that ask for use, for the person's household and for what people judged: I18, I19, I21, I27.
-- In: lead, lead_payment, instrument_match, identity_link, use_of_access, register_of, valid_judgement, act_instant.
-- Out: observations (see `weigh`).
WITH ranked AS (
    SELECT
        *,
        rank() OVER (PARTITION BY identity_id ORDER BY valid_on DESC NULLS LAST, answered DESC NULLS LAST) AS newest
    FROM register_of
    WHERE register = 'household' AND NOT disagrees
),
-- Of answers for the same day, one that knows of others outweighs one that does not.
household AS (
    SELECT
        identity_id,
        bool_and(
            independent
            AND (household_refs IS NULL OR len(household_refs) = 0)
            AND (result = 'no_hit' OR (result = 'hit' AND household_size IS NOT NULL AND household_size = 1))
        ) AS alone,
        min(origin) AS origin,
        list(DISTINCT record_key ORDER BY record_key) AS record_keys,
        list(DISTINCT origin ORDER BY origin) AS origins
    FROM ranked
    WHERE newest = 1
    GROUP BY identity_id
    HAVING bool_or(result IN ('hit', 'no_hit'))
),
-- Somebody else holds the very instrument too: living alone says nothing about who of them used it.
co_held AS (
    SELECT DISTINCT lead_payment.lead_id
    FROM lead_payment
    JOIN instrument_match
        ON instrument_match.payment_key = lead_payment.payment_key
        AND instrument_match.identity_id <> lead_payment.identity_id
    UNION
    SELECT DISTINCT lead_payment.lead_id
    FROM lead_payment
    JOIN identity_link
        ON identity_link.record_key = lead_payment.payment_key
        AND identity_link.identity_id <> lead_payment.identity_id
)
SELECT
    lead_id,
    'I19_access_used' AS code,
    CASE WHEN never_used THEN 'unused' WHEN use_key IS NOT NULL THEN 'used' ELSE 'other' END AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    CASE WHEN use_key IS NOT NULL AND NOT never_used THEN use_origin ELSE grant_origin END AS origin,
    CASE
        WHEN never_used THEN grant_keys WHEN use_key IS NOT NULL THEN [grant_key, use_key] ELSE [grant_key]
    END AS record_keys,
    CASE WHEN use_key IS NOT NULL AND NOT never_used THEN [grant_origin, use_origin] ELSE [grant_origin] END AS origins,
    CAST([] AS VARCHAR[]) AS voids
FROM use_of_access
UNION ALL
SELECT
    lead.lead_id,
    'I27_household',
    CASE WHEN household.alone AND co_held.lead_id IS NULL THEN 'alone' ELSE 'others' END,
    NULL,
    household.origin,
    household.record_keys,
    household.origins,
    CAST([] AS VARCHAR[])
FROM lead
JOIN household ON household.identity_id = lead.identity_id
LEFT JOIN co_held ON co_held.lead_id = lead.lead_id
UNION ALL
SELECT
    lead.lead_id,
    'I18_secret_reuse',
    CASE WHEN valid_judgement."value" = 'yes' THEN 'yes' ELSE 'no' END,
    NULL,
    valid_judgement.origin,
    [valid_judgement.record_key],
    [valid_judgement.origin],
    CAST([] AS VARCHAR[])
FROM lead
JOIN valid_judgement ON valid_judgement.lead_id = lead.lead_id AND valid_judgement.kind = 'sealed_comparison'
WHERE valid_judgement."value" IN ('yes', 'no', 'not_possible')
UNION ALL
SELECT DISTINCT
    lead.lead_id,
    'I21_hours_absence',
    'absent',
    act_instant.payment_key,
    valid_judgement.origin,
    [act_instant.record_key, valid_judgement.record_key],
    [act_instant.origin, valid_judgement.origin],
    CAST([] AS VARCHAR[])
FROM lead
JOIN valid_judgement
    ON valid_judgement.lead_id = lead.lead_id AND valid_judgement.kind = 'proven_absence'
    AND valid_judgement."value" = 'yes'
JOIN act_instant
    ON act_instant.lead_id = lead.lead_id
    AND (valid_judgement.valid_from_utc IS NULL OR act_instant.act_utc >= valid_judgement.valid_from_utc)
    AND act_instant.act_utc <= CASE
        WHEN valid_judgement.valid_to_utc IS NULL THEN valid_judgement.decided_utc
        WHEN valid_judgement.valid_to_precision = 'day' THEN valid_judgement.valid_to_utc + INTERVAL 1 DAY
        ELSE valid_judgement.valid_to_utc
    END
WHERE valid_judgement.valid_from_utc IS NOT NULL OR valid_judgement.valid_to_utc IS NOT NULL

-- Indicators that ask for use, for the person's household and for what people judged: I18, I19, I21, I27.
-- In: lead, use_of_access, register_of, valid_judgement, act_instant. Out: observations (see `weigh`).
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
            result = 'no_hit' OR (result = 'hit' AND household_size IS NOT NULL AND household_size = 1)
        ) AS alone,
        min(origin) AS origin,
        list(DISTINCT record_key ORDER BY record_key) AS record_keys,
        list(DISTINCT origin ORDER BY origin) AS origins
    FROM ranked
    WHERE newest = 1
    GROUP BY identity_id
    HAVING bool_or(result IN ('hit', 'no_hit'))
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
    CASE WHEN household.alone THEN 'alone' ELSE 'others' END,
    NULL,
    household.origin,
    household.record_keys,
    household.origins,
    CAST([] AS VARCHAR[])
FROM lead
JOIN household ON household.identity_id = lead.identity_id
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
    AND act_instant.act_utc >= valid_judgement.valid_from_utc AND act_instant.act_utc <= valid_judgement.valid_to_utc
